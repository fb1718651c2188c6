// SPDX-License-Identifier: Apache-2.0
// A discharge as one line of JSON, and what grouper and code editor answer, also as one line.
#pragma once
#include "department/coding/editor/code_editor.hpp"
#include "department/coding/grouper/what_if.hpp"
#include "formats/json/json.hpp"

#include <optional>
#include <string>

namespace charta::code_sets {

struct ClaimLine {
  std::string id;
  grouper::Claim claim;
  Date discharge_date;
  int length_of_stay = -1;
  std::vector<std::string> unreadable_at;  ///< "sdx[1]": where each text of claim.unreadable stands
};

/// Reads {"id","age","sex","discharge_status","length_of_stay","discharge_date","pdx":{"code","poa"},"sdx":[…],"procedures":[…]};
/// "grouper", "version", "admit_dx" and "expected" are let pass. What cannot be a code at all gets a key of its own
/// (grouper::unreadable) and is judged invalid by grouper and editor. A claim without a principal diagnosis is read.
/// Errors: `invalid` (a member that a claim has not, of another shape, out of its range; a POA that is none), `missing`,
/// `too_large`; each names member and place, and never a code.
Result<ClaimLine> read_claim(json::Value line);

/// Appends the answer's members: initial and final MDC and DRG, severities, HAC, the code editor's counts, and each code's use.
void write_answer(json::Writer& out, const ClaimLine& line, const grouper::GroupedClaim& grouped,
                  const editor::CodeEditor* editor, const std::vector<editor::CodeEditor::Finding>& findings);

/// Appends "trace" (why, in plain words), "formula" behind it, "edits" in words and "sensitivity" (which single code carries it).
void write_reasons(json::Writer& out, const ClaimLine& line, const grouper::Reasons& reasons, const editor::CodeEditor* editor,
                   const std::vector<editor::CodeEditor::Finding>& findings);

/// Appends "before", "after", "weight_change" where both weights are known, "why" and "formula".
void write_what_if(json::Writer& out, const grouper::WhatIfAnswer& answer);

}  // namespace charta::code_sets
