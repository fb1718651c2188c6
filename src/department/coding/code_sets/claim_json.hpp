// SPDX-License-Identifier: Apache-2.0
// A discharge as one line of JSON, and what grouper and code editor answer, also as one line.
#pragma once
#include "department/coding/editor/code_editor.hpp"
#include "department/coding/grouper/grouper.hpp"
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
void write_answer(json::Writer& out, const ClaimLine& line, const grouper::DrgTables& tables, const grouper::Grouping& grouping,
                  const editor::CodeEditor* editor, const std::vector<editor::CodeEditor::Finding>& findings);

/// Appends "trace" (why, in plain words), "edits" in words and "sensitivity" (which single code carries the DRG).
void write_reasons(json::Writer& out, const ClaimLine& line, const grouper::DrgTables& tables, const grouper::Grouping& grouping,
                   const editor::CodeEditor* editor, const std::vector<editor::CodeEditor::Finding>& findings);

}  // namespace charta::code_sets
