// SPDX-License-Identifier: Apache-2.0
// A production set: the documents of a definition as one stamped PDF, with a list of digests and the reason of whatever is not in
// it.
#pragma once
#include "department/record_production/record_definition.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::record_production {

using ProductionId = Id<struct ProductionTag>;

/// What somebody asks for.
struct Asked {
  PatientId patient;
  std::string definition{};
  std::optional<Instant> from{}, until{};
  std::string encounter{};           ///< FHIR id; empty: all
  std::vector<std::string> types{};  ///< LOINC codes; empty: all
  std::string purpose{};
  std::string custodian_name{}, custodian_title{};  ///< who signs the certification
};

/// A document that was asked for, and what became of it.
struct SetDocument {
  DocumentLine line;
  Decision decision;
  int first_page = 0, pages = 0;  ///< in the set; 0: not in it
  std::string problem{};          ///< why it, or an attachment of it, could not be copied
  int along_pages = 0;            ///< of `pages`: what goes along with it
  std::string along{};            ///< digest of what goes along with it; empty: nothing
};

/// Behind the attachments of a document: what goes along with it, such as a request to amend it.
constexpr int attachment_along = -1;

/// A page of the set. Digests are SHA-256 in hexadecimal.
struct SetPage {
  std::string document{}, type{};  ///< FHIR id and type; empty: the certification and the list of contents
  std::int64_t version = 0;
  int attachment = 0, page_of_document = 0;
  std::string source_digest{};  ///< of the attachment's bytes as they stand in the chart
  std::string page_digest{};    ///< of everything that is drawn on the page
};

struct Production {
  ProductionId id;
  Asked asked;
  std::string rule{};  ///< of the definition
  UserId by;
  Instant at;
  std::string state = "waiting";  ///< waiting, made, failed
  std::string problem{};
  JobId job;
  std::optional<Instant> made_at{};
  std::int64_t documents = 0, pages = 0, not_copied = 0;
  std::string pdf{}, hash_list{}, pages_digest{};  ///< digests
  access::Visibility visibility{};                 ///< of whoever asked, when they asked
};

/// "page,document,type,version,attachment,page_of_document,source_sha256,page_sha256", a line a page, the set's own digest last.
std::string hash_list_of(const std::vector<SetPage>& pages, const std::string& pdf_digest);
/// What the certification names: the digest of the pages' digests, from page `first` on.
std::string digest_of_pages(const std::vector<SetPage>& pages, std::size_t first);

/// Empty of none.
std::string digest_of_texts(const std::vector<std::string>& texts);

/// How today's answer to the same question differs.
struct Change {
  std::string what{};  ///< "added", "removed", "changed"
  DocumentLine line;
  std::int64_t version_then = 0;
};
std::vector<Change> changes_between(const std::vector<SetDocument>& then, const std::vector<SetDocument>& now);

}  // namespace charta::record_production
