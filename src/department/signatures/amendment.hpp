// SPDX-License-Identifier: Apache-2.0
// What is added to, put in the place of, or said about a document after it was signed. The original stays readable. Pure.
// Source: 42 CFR 482.24(b), (c)(1); 45 CFR 164.526(c)(1) (appended or linked, never overwritten).
#pragma once
#include "department/signatures/signature.hpp"
#include "formats/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::signatures {

using AmendmentId = Id<struct DocumentAmendmentTag>;

enum class AmendmentKind { addendum, correction, late_entry, retraction };
std::string_view amendment_code(AmendmentKind kind);  ///< addendum, correction, late-entry, retraction: also its meaning's code
std::optional<AmendmentKind> parse_amendment(std::string_view code);

struct Amendment {
  AmendmentId id;
  AmendmentKind kind = AmendmentKind::addendum;
  ResourceId original;  ///< unset: a late entry about no document
  std::string original_type, original_id;
  ResourceId document;  ///< that says it; unset: a retraction
  std::string document_id;
  PatientId patient;
  UserId written_by;
  std::string writer_name;
  Instant written_at;
  std::optional<Instant> happened_at;
  std::string reason;
};

/// What a person writes. `encounter` and `type_code`: of a late entry about no document.
struct NewAmendment {
  AmendmentKind kind = AmendmentKind::addendum;
  std::string type, id, digest;  ///< the document and what of it was shown
  std::int64_t version = 0;
  std::string text, reason;
  std::optional<Instant> happened_at;
  std::string encounter, type_code;
};

/// Errors: `missing` (text, reason, happened_at), `invalid` (too long, a time to come), `business_rule` (the document is not
/// signed yet, is gone), `forbidden` (neither author nor signer of what shall be corrected or retracted).
Result<void> check_amendment(const NewAmendment& asked, const DocumentFacts* original, std::span<const Signature> signatures,
                             const Signer& signer, Instant now);

/// How the chart calls it: "Addendum to Discharge summary".
std::string title_of_amendment(AmendmentKind kind, std::string_view of);
/// The text as it is kept: a first line that says what it is, about what, by whom and when, whatever program shows it.
std::string text_of_amendment(const NewAmendment& asked, std::string_view of, std::string_view by, Instant now);

constexpr std::string_view addendum_type = "55107-7";  ///< LOINC: Addendum Document

}  // namespace charta::signatures
