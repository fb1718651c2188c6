// SPDX-License-Identifier: Apache-2.0
// What a coder writes down of a discharge: its codes in their order, each with its evidence. Pure values.
#pragma once
#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/coding/grouper/grouper.hpp"

#include <array>
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

/// A service is a code of HCPCS Level II, or of CPT where the site has its own licensed list.
enum class LineKind { diagnosis, procedure, service };
inline constexpr std::array all_kinds = {LineKind::diagnosis, LineKind::procedure, LineKind::service};
std::string_view kind_code(LineKind kind);  ///< diagnosis, procedure, service
std::optional<LineKind> parse_kind(std::string_view code);

struct CodedLine {
  std::string code;                    ///< without its dot, "S72011A"
  std::string poa;                     ///< of a diagnosis: Y, N, U, W, 1 (exempt); empty: not said yet
  std::optional<Date> done_on;         ///< of a procedure or a service
  std::vector<std::string> modifiers;  ///< of a service: at most four, "XS"
  int units = 0;                       ///< of a service
  Origin origin = Origin::typed;
  std::string index_path;  ///< by which a suggestion found it
  UserId by;
  Instant at;
  std::vector<EvidenceSpan> evidence;
  UserId verified_by;                  ///< who opened it in the tabular list, of this sheet
  std::optional<Instant> verified_at;  ///< nothing: nobody did
};

/// The first diagnosis is the principal one. A service may stand more than once: on another day, with another modifier.
struct CodedSheet {
  std::vector<CodedLine> diagnoses, procedures, services;
  bool is_empty() const { return diagnoses.empty() && procedures.empty() && services.empty(); }
  const std::vector<CodedLine>& of(LineKind kind) const {
    return kind == LineKind::diagnosis ? diagnoses : kind == LineKind::procedure ? procedures : services;
  }
  std::vector<CodedLine>& of(LineKind kind) {
    return kind == LineKind::diagnosis ? diagnoses : kind == LineKind::procedure ? procedures : services;
  }
};

/// "icd10cm", "icd10pcs", "hcpcs" or "cpt".
std::string_view system_of(LineKind kind, std::string_view code);

constexpr std::size_t most_codes = 200, most_modifiers = 4;
constexpr int most_units = 99'999;
/// Codes without dots and modifiers, raised; one that is no code at all, too many, a POA, a modifier or units that are none.
/// Errors: `invalid`, `too_large`.
Result<void> tidy(CodedSheet& sheet);

/// The days of a stay where the house stands. `first` unset: the visit does not say when it began.
struct StayDays {
  std::optional<Date> first;
  Date last;
  bool has(Date day) const { return (!first || *first <= day) && day <= last; }
};
/// Services without a day are of the first one. A day outside of the stay is refused, but of a line that stood so `before`: the
/// stay has got other days since, and a finding asks to mend it. Errors: `invalid`.
Result<void> tidy_days(CodedSheet& sheet, const StayDays& stay, const CodedSheet& before);

/// By which the ledger knows a sheet: its codes with what was said of them, in their order.
Digest digest_of(const CodedSheet& sheet);

bool has_same_modifiers(const CodedLine& one, const CodedLine& other);  ///< in whatever order
/// Of each line the one of `before` that it was, or null: the same day, modifiers and units before the same code alone, each
/// once.
std::vector<const CodedLine*> lines_before(const std::vector<CodedLine>& lines, const std::vector<CodedLine>& before);

/// What the patient and the stay bring to the claim.
struct ClaimBasis {
  int age = -1;  ///< in years, at admission; -1: not known
  char sex = 'U';
  int discharge_status = 0;  ///< UB-04 form locator 17; 0: not said
  int stay = -1;             ///< days
};
grouper::Claim claim_of(const CodedSheet& sheet, const ClaimBasis& basis);

/// One code by two people.
enum class Verdict { same, poa_differs, place_differs, service_differs, left_out, added };
std::string_view verdict_code(Verdict verdict);  ///< same, poa-differs, place-differs, service-differs, left-out, added
struct ComparedCode {
  std::string code;
  LineKind kind = LineKind::diagnosis;
  Verdict verdict = Verdict::same;
};
/// Code over code: `agreed` of `reviewed`, every code that either of the two wrote counting once; a principal diagnosis that the
/// other has elsewhere, another POA, or a service with other modifiers, units or day does not agree.
struct Comparison {
  std::vector<ComparedCode> codes;
  std::int64_t agreed = 0, reviewed = 0;
  bool has_same_principal = false;
};
Comparison compare(const CodedSheet& coder, const CodedSheet& reviewer);

}  // namespace charta::coding_desk
