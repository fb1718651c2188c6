// SPDX-License-Identifier: Apache-2.0
// What a document in the making becomes in the chart. Pure.
#pragma once
#include "department/document_imaging/scan_batch.hpp"
#include "formats/json/json.hpp"

#include <string>

namespace charta::document_imaging {

/// Who numbers the documents of this desk: DocumentReference.masterIdentifier.
constexpr std::string_view document_number_system = "urn:charta:scanned-document";

struct FiledDocument {
  const Draft& draft;
  std::string patient_id;               ///< FHIR
  std::string order_id;                 ///< of the order that it answers; empty: none
  std::string placer_assigner, placer;  ///< that order's number
  Instant at;
  std::size_t pages = 0;
};

/// The DocumentReference, its attachment taken over from `attachment` (an object of the same document).
json::Value document_reference(json::Document& make, const FiledDocument& filed, json::Value attachment);

}  // namespace charta::document_imaging
