// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/deficiency.hpp"

#include <algorithm>
#include <array>

namespace charta::chart_completion {
namespace {

using access::Permission;

constexpr auto keep_files = Permission::file_documents;
constexpr auto waive_it = Permission::waive_work;
constexpr worklists::Transition deficiency_steps[] = {
    {"open", "assign-physician", "assigned", "somebody-is-named", keep_files},
    {"open", "begin", "in-progress", "is-begun", keep_files},
    {"assigned", "begin", "in-progress", "is-begun", keep_files},
    {"reassigned", "begin", "in-progress", "is-begun", keep_files},
    {"in-progress", "fall-back", "open", "is-not-begun", keep_files},
    {"open", "complete", "completed", "is-there", keep_files},
    {"assigned", "complete", "completed", "is-there", keep_files},
    {"reassigned", "complete", "completed", "is-there", keep_files},
    {"in-progress", "complete", "completed", "is-there", keep_files},
    {"declined", "complete", "completed", "is-there", keep_files},
    {"open", "cause-gone", "void", "cause-is-gone", keep_files},
    {"assigned", "cause-gone", "void", "cause-is-gone", keep_files},
    {"reassigned", "cause-gone", "void", "cause-is-gone", keep_files},
    {"in-progress", "cause-gone", "void", "cause-is-gone", keep_files},
    {"declined", "cause-gone", "void", "cause-is-gone", keep_files},
    {"assigned", "decline", "declined", "", keep_files, true},
    {"reassigned", "decline", "declined", "", keep_files, true},
    {"in-progress", "decline", "declined", "", keep_files, true},
    {"assigned", "reassign", "reassigned", "somebody-else-is-named", keep_files},
    {"reassigned", "reassign", "reassigned", "somebody-else-is-named", keep_files},
    {"in-progress", "reassign", "reassigned", "somebody-else-is-named", keep_files},
    {"declined", "reassign", "reassigned", "somebody-else-is-named", keep_files},
    {"declined", "take-back", "open", "", keep_files},
    {"open", "waive", "waived", "", waive_it, true},
    {"assigned", "waive", "waived", "", waive_it, true},
    {"reassigned", "waive", "waived", "", waive_it, true},
    {"in-progress", "waive", "waived", "", waive_it, true},
    {"declined", "waive", "waived", "", waive_it, true},
};
constexpr std::string_view deficiency_ends[] = {"completed", "waived", "void"};
constexpr std::string_view deficiency_cancelled[] = {"waived", "void"};
constexpr worklists::Title deficiency_titles[] = {{"open", "Nobody is named yet"},
                                                  {"void", "Its cause is gone"},
                                                  {"waived", "Waived by the committee"},
                                                  {"assign-physician", "Name who owes it"},
                                                  {"begin", "Begun"},
                                                  {"fall-back", "Not begun after all"},
                                                  {"complete", "It is in the record"},
                                                  {"cause-gone", "Its cause is gone"},
                                                  {"decline", "Declined: not theirs"},
                                                  {"reassign", "Ask somebody else"},
                                                  {"take-back", "Back to the department"},
                                                  {"waive", "Waive"}};

const Finding* find_key(const Analysis& analysis, std::string_view key) {
  const auto found = std::find_if(analysis.findings.begin(), analysis.findings.end(),
                                  [&](const Finding& one) { return one.is_owed && one.key == key; });
  return found == analysis.findings.end() ? nullptr : &*found;
}

/// The document that is asked for came, or the one that lacked something stands and lacks it no more.
bool is_kept(const Analysis& analysis, const Deficiency& row) {
  if (row.lack != Lack::document) return analysis.holds(row.document);
  return std::any_of(analysis.kept.begin(), analysis.kept.end(), [&](const Kept& one) { return one.key == row.key; });
}

bool was_waived(const Deficiency& row) {
  return row.state == "waived";
}

/// The step that a row takes for what was found of it now.
Step step_for(const Finding& finding, const Deficiency& row, Instant now) {
  if (!row.is_owed()) {
    const bool stays = was_waived(row) || finding.opens_at > now;  // what the committee waived stays waived
    return {stays ? Change::none : Change::reopen, &finding, &row};
  }
  const bool begun = row.state == "in-progress";
  const bool may_begin = row.state == "open" || row.state == "assigned" || row.state == "reassigned";
  if (finding.is_begun && may_begin && finding.lack == Lack::document) return {Change::begin, &finding, &row};
  if (!finding.is_begun && begun) return {Change::fall_back, &finding, &row};
  return {Change::update, &finding, &row};
}

}  // namespace

const worklists::StateMachine& deficiency_machine() {
  static constexpr worklists::StateMachine machine{
      "deficiency",         "Deficiencies",          "open", deficiency_steps, deficiency_ends,
      deficiency_cancelled, Permission::read_record, false,  deficiency_titles};
  return machine;
}

bool is_owed_state(std::string_view state) {
  return !worklists::is_final(deficiency_machine(), state);
}

std::vector<Step> steps_of(const Analysis& analysis, std::span<const Deficiency> known, Instant now) {
  std::vector<Step> steps;
  for (const auto& row : known) {
    if (row.lack == Lack::element) continue;  // a person said it, and a person ends it
    if (const auto* finding = find_key(analysis, row.key)) {
      steps.push_back(step_for(*finding, row, now));
    } else if (row.is_owed()) {
      steps.push_back({is_kept(analysis, row) ? Change::complete : Change::become_void, nullptr, &row});
    }
  }
  for (const auto& finding : analysis.findings) {
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const auto& row) { return row.key == finding.key; });
    if (finding.is_owed && !is_known && finding.opens_at <= now) steps.push_back({Change::open, &finding, nullptr});
  }
  return steps;
}

}  // namespace charta::chart_completion
