// SPDX-License-Identifier: Apache-2.0
// What a coder writes down of a discharge: its codes in their order, each with its evidence. Pure values.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/coding/grouper/grouper.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::coding_desk {

/// Words of a document that a code rests on; they stand there word for word.
struct EvidenceSpan {
  std::string resource_type, fhir_id;  ///< DocumentReference or DiagnosticReport
  ResourceId document;
  std::string title;
  std::int64_t version = 0, page = 1;
  std::string quote;
  bool operator==(const EvidenceSpan&) const = default;
};

enum class Origin { typed, suggested };
std::string_view origin_code(Origin origin);  ///< typed, suggested
std::optional<Origin> parse_origin(std::string_view code);

struct CodedLine {
  std::string code;             ///< without its dot, "S72011A"
  std::string poa;              ///< of a diagnosis: Y, N, U, W, 1 (exempt); empty: not said yet
  std::optional<Date> done_on;  ///< of a procedure
  Origin origin = Origin::typed;
  std::string index_path;  ///< by which a suggestion found it
  UserId by;
  Instant at;
  std::vector<EvidenceSpan> evidence;
};

/// The first diagnosis is the principal one.
struct CodedSheet {
  std::vector<CodedLine> diagnoses, procedures;
  bool is_empty() const { return diagnoses.empty() && procedures.empty(); }
};

constexpr std::size_t most_codes = 200;
/// Codes without dots, raised; one that is no code at all, too many, a POA that is none. Errors: `invalid`, `too_large`.
Result<void> tidy(CodedSheet& sheet);

/// What the patient and the stay bring to the claim.
struct ClaimBasis {
  int age = -1;  ///< in years, at admission; -1: not known
  char sex = 'U';
  int discharge_status = 0;  ///< UB-04 form locator 17; 0: not said
  int stay = -1;             ///< days
};
grouper::Claim claim_of(const CodedSheet& sheet, const ClaimBasis& basis);

/// One code by two people.
enum class Verdict { same, poa_differs, place_differs, left_out, added };
std::string_view verdict_code(Verdict verdict);  ///< same, poa-differs, place-differs, left-out, added
struct ComparedCode {
  std::string code;
  bool is_procedure = false;
  Verdict verdict = Verdict::same;
};
/// Code over code: `agreed` of `reviewed`, every code that either of the two wrote counting once; a principal diagnosis that the
/// other has elsewhere, or another POA, does not agree.
struct Comparison {
  std::vector<ComparedCode> codes;
  std::int64_t agreed = 0, reviewed = 0;
  bool has_same_principal = false;
};
Comparison compare(const CodedSheet& coder, const CodedSheet& reviewer);

}  // namespace charta::coding_desk
