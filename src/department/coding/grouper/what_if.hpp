// SPDX-License-Identifier: Apache-2.0
// A claim as it would be with other codes: asked, never kept. Pure.
#pragma once
#include "base/result.hpp"
#include "department/coding/grouper/grouper_port.hpp"

#include <optional>

namespace charta::grouper {

struct ClaimEdit {
  enum class How { add, remove, poa, principal };
  How how = How::add;
  CodeKey code = 0;
  char poa = ' ';             ///< of a diagnosis that is added or changed
  bool is_procedure = false;  ///< of a code that is added; the tables know
};

struct WhatIf {
  std::vector<ClaimEdit> edits;
  std::optional<int> age, discharge_status;
  std::optional<char> sex;
  bool is_empty() const { return edits.empty() && !age && !discharge_status && !sex; }
};

/// "+J96.01", "+J96.01:N", "-E11.9", "J96.01:N" (its present on admission), "=I50.33" (the principal diagnosis).
/// Errors: `invalid`, never repeating a code.
Result<ClaimEdit> read_edit(std::string_view text);
/// True when these tables have the code as a procedure; of a code that they have not, by its shape.
bool is_procedure_of(const DrgTables& tables, CodeKey code);

/// The claim with the edits in their order. Errors: `invalid` (a code that the claim has not, or has already; no principal
/// diagnosis would remain), naming the edit by its place.
Result<Claim> edited(const Claim& claim, const WhatIf& asked);

struct GroupedBrief {
  int version = 0, drg = 0, mdc = 0;
  std::string title;
  std::string_view severity, code;  ///< "MCC"; "OK"
  std::optional<std::uint32_t> weight;
};
struct WhatIfAnswer {
  GroupedBrief before, after;
  std::vector<std::string> why;  ///< what the grouper says now and did not say before
  std::string formula;
};
/// Groups the claim as it is and as it would be. Nothing is written. Errors: of edited(), of the grouper.
Result<WhatIfAnswer> answer_what_if(GrouperPort& grouper, const Claim& claim, Date day, WhatIf asked);

}  // namespace charta::grouper
