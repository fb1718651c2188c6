// SPDX-License-Identifier: Apache-2.0
// Values of a form as FHIR resources, and from where each was taken. Pure.
// Source: FHIR R4 Observation, Condition, MedicationStatement, AllergyIntolerance, Procedure, Provenance; US Core 8 vital signs.
#pragma once
#include "department/data_entry/entry.hpp"
#include "formats/json/json.hpp"

namespace charta::data_entry {

struct PostingContext {
  std::string entry;               ///< its id, as text
  std::string patient, encounter;  ///< references; no encounter: empty
  std::string document;            ///< "DocumentReference/…", without a version
  std::int64_t document_version = 0;
  std::string day;  ///< of the visit: what was seen then
  Instant now;
  UserId entered_by, verified_by;
  std::string verified_as;
};

struct NewPiece {
  std::string type, json;
  std::vector<const EnteredValue*> values;  ///< that it says
};

/// What is new in the form, in its order. Values that only say that something goes on are left out.
std::vector<NewPiece> pieces_of(const Form& form, const UnitTable& units, const std::vector<EnteredValue>& values,
                                const Reconciliation& reconciliation, const PostingContext& context);
/// A prior item that ended, or in whose place something stands: its next version.
Result<std::string> ended(json::Value prior, const PostingContext& context);
/// Something that was posted in error: its next version.
Result<std::string> retracted(json::Value posted);
/// Who took it from where: document, version, page and box; no words of the note.
std::string provenance_of(const std::vector<std::string>& targets, const std::vector<const EnteredValue*>& values,
                          const PostingContext& context, std::string_view activity);

/// Of what a document holds, without its labels and signatures.
std::string content_digest_of(json::Value document);

inline constexpr std::string_view identifier_system = "urn:charta:data-entry";
inline constexpr std::string_view page_url = "urn:charta:data-entry:page", box_url = "urn:charta:data-entry:box";

}  // namespace charta::data_entry
