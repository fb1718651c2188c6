// SPDX-License-Identifier: Apache-2.0
// Documents as pages of a set: scans and PDFs as they stand, what is typed laid out as text.
#pragma once
#include "department/page_reader/page_reader.hpp"
#include "department/record_production/production.hpp"
#include "record/resources/resource_service.hpp"
#include "store/blobs.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace charta::record_production {

/// What is read of a document, in the snapshot in which it was decided.
struct Material {
  struct Attached {
    std::string content_type;
    std::optional<Bytes> bytes;  ///< nothing: it stands elsewhere, or is gone
  };
  std::vector<Attached> attachments;
  std::string results;  ///< of a report: what it says itself, and its observations
};

/// The pages of one attachment.
struct CopiedPart {
  std::string pdf;
  int attachment = 1;         ///< counted from 1; 0: a report's own words
  std::string source_digest;  ///< SHA-256 of the bytes as they stand in the chart
  std::vector<std::string> page_digests;
};

struct Copied {
  std::vector<CopiedPart> parts;
  std::string problem;  ///< of attachments that have no pages; empty: all have
};

class Copying {
 public:
  Copying(resources::ResourceService& resources, store::Blobs& blobs, page_reader::PageReader& pages)
      : resources_(resources), blobs_(blobs), pages_(pages) {}

  Result<Material> material_of(store::Reader& reader, json::Value resource) const;
  /// Outside of units. Errors: `unavailable` (try again); what is broken or of an unknown kind is a problem of the document.
  Result<Copied> copied(const DocumentLine& line, const Material& material) const;
  /// Text as a PDF, with the digests of its pages.
  Result<CopiedPart> typed(const std::string& text, const std::string& heading, const std::string& detail) const;

 private:
  Result<std::string> results_of(store::Reader& reader, json::Value report) const;
  Result<CopiedPart> one_part(const DocumentLine& line, const Material::Attached& attached) const;

  resources::ResourceService& resources_;
  store::Blobs& blobs_;
  page_reader::PageReader& pages_;
};

}  // namespace charta::record_production
