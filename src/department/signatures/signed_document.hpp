// SPDX-License-Identifier: Apache-2.0
// A DocumentReference or DiagnosticReport as signing reads and changes it. Pure.
#pragma once
#include "department/signatures/signature.hpp"
#include "formats/json/json.hpp"
#include "record/resources/resource_service.hpp"

#include <optional>
#include <string>

namespace charta::signatures {

/// Errors: `business_rule` (nobody's document, or no document).
Result<DocumentFacts> facts_of(const resources::StoredResource& stored, json::Value root);

/// The same document, authenticated: docStatus (status of a report) final, authenticator this person.
void make_final(json::Document& document, json::Value root, const StaffMember& by);
/// docStatus, authenticator and the like as a document stands that nobody answers for any more.
void set_status(json::Document& document, json::Value root, std::string_view status);

/// What is written here: a text of one type about one encounter.
struct WrittenText {
  std::string type_code, type_title;  ///< LOINC; how the chart shall call it
  std::string text;
  StaffMember author;
  json::Value subject;    ///< Reference
  std::string encounter;  ///< FHIR id; empty: none
  Instant at;
  bool is_final = false;
  std::string relation, related_id;  ///< appends, replaces, and the document; empty: stands alone
};
json::Document document_of(const WrittenText& written);
Result<void> set_text(json::Document& document, json::Value root, const std::string& text, Instant at);

}  // namespace charta::signatures
