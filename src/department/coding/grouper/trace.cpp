// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/trace.hpp"

#include "department/coding/grouper/condition_words.hpp"

#include <fmt/format.h>

namespace charta::grouper {
namespace {

constexpr int unrelated_mdc = 29;
constexpr std::size_t near_lines_told = 3;

std::string mdc_text(const DrgTables& tables, int mdc) {
  return fmt::format("MDC {:02} {}", mdc, tables.mdc_title(mdc));
}

std::string poa_text(char poa) {
  return poa == ' ' ? "not said" : std::string(1, poa);
}

class Story {
 public:
  Story(const DrgTables& tables, const Claim& claim, const Grouping& grouping)
      : tables_(tables), claim_(claim), grouping_(grouping), words_(tables, claim, Pass::initial) {}

  std::vector<std::string> tell() {
    add(fmt::format("Grouped by MS-DRG v{} (rules {}).", version_text(static_cast<int>(tables_.version)),
                    tables_.logic.reference));
    if (grouping_.initial.code != ReturnCode::ok) {
      tell_error();
      return std::move(told_);
    }
    tell_assignment();
    tell_clusters();
    for (std::size_t n = 0; n < grouping_.secondary.size(); ++n) tell_use(n);
    tell_hospital_acquired();
    tell_drg();
    tell_near_lines();
    return std::move(told_);
  }

 private:
  void add(std::string sentence) { told_.push_back(std::move(sentence)); }
  const Line& line_of(const Outcome& outcome) const { return tables_.lines[static_cast<std::size_t>(outcome.line)]; }

  void tell_error() {
    const auto principal = diagnosis_words(claim_, claim_.principal.code);
    switch (grouping_.initial.code) {
      case ReturnCode::invalid_principal:
        add(principal.empty() ? "There is no principal diagnosis: DRG 999, ungroupable."
            : is_unreadable(claim_.principal.code)
                ? fmt::format("What is given as principal diagnosis cannot be a code: {}. DRG 999, ungroupable.", principal)
                : fmt::format("The principal diagnosis {} is not a code of this version: DRG 999, ungroupable.", principal));
        return;
      case ReturnCode::cannot_be_principal:
        return add(fmt::format("{} is an external cause and cannot be principal: DRG 999, ungroupable.", principal));
      case ReturnCode::invalid_sex:
        return add(fmt::format("{} belongs to different MDCs for men and women, and the sex is unknown: DRG 999, ungroupable.",
                               principal));
      case ReturnCode::invalid_discharge_status:
        return add(fmt::format("Discharge status {:02} is not valid, and the DRG depends on it: DRG 999, ungroupable.",
                               claim_.discharge_status));
      default:
        return add(fmt::format("No line of {} fits: DRG 999, ungroupable.", mdc_text(tables_, grouping_.initial.mdc)));
    }
  }

  void tell_assignment() {
    const Outcome& outcome = grouping_.initial;
    const auto principal = diagnosis_words(claim_, claim_.principal.code);
    if (outcome.entered_by >= 0)
      add(fmt::format("It goes from pre-MDC to {}, by {}.", mdc_text(tables_, outcome.mdc), words_.met(outcome.entered_by)));
    else
      add(fmt::format("The principal diagnosis {} belongs to {}.", principal, mdc_text(tables_, outcome.mdc)));
    const Line& line = line_of(outcome);
    if (line.mdc == 0) add("A pre-MDC line comes before every MDC.");
    if (line.mdc == unrelated_mdc)
      add("No line of its MDC takes the operating room procedure: it is unrelated to the principal diagnosis.");
    tell_line(outcome, words_);
  }

  void tell_line(const Outcome& outcome, ConditionWords& words) {
    const Line& line = line_of(outcome);
    const auto title = class_title(tables_, line);
    const auto met = words.met(outcome.line);
    add(fmt::format("It is the class {}{}, by {}.", title.empty() ? fmt::format("of DRG {:03}", line.drg) : "\"" + title + "\"",
                    line.mdc == 0 ? " of pre-MDC" : "", met.empty() ? "everything that the lines above it leave" : met));
  }

  void tell_clusters() {
    for (const auto cluster : grouping_.clusters)
      add(fmt::format("The procedures {} count together as one (cluster {}).", words_.parts_of(cluster),
                      text_of(tables_.cluster_keys[cluster])));
  }

  /// By the final pass: what hospital-acquired conditions took away does not help here.
  void tell_near_lines() {
    if (grouping_.final.line < 0) return;
    ConditionWords final_words(tables_, claim_, Pass::final);
    for (const auto& near : final_words.near_lines(grouping_.final.line, near_lines_told))
      add(fmt::format("{} would need {}.", drg_text(near.drg), near.needs));
  }

  std::string drg_text(int drg) const {
    const auto title = tables_.drg_title(drg);
    return title.empty() ? fmt::format("DRG {:03}", drg) : fmt::format("DRG {:03} {}", drg, title);
  }

  void tell_use(std::size_t n) {
    const DiagnosisUse& use = grouping_.secondary[n];
    const auto code = diagnosis_words(claim_, claim_.secondary[n].code);
    const auto* row = tables_.diagnosis(claim_.secondary[n].code);
    if (row == nullptr) return add(fmt::format("{} is not a code of this version and does not count.", code));
    if (row->severity == Severity::none) return;
    const std::string_view level = row->severity == Severity::mcc ? "an MCC" : "a CC";
    if (use.lost == Lost::excluded_by_principal) {
      const auto* principal = tables_.diagnosis(claim_.principal.code);
      return add(fmt::format("{0} is {1} and does not count beside the principal diagnosis {2}: PDX collection {3} contains {0}.",
                             code, level, diagnosis_words(claim_, claim_.principal.code), principal->exclusion_group));
    }
    if (use.lost == Lost::died) return add(fmt::format("{} is an MCC for patients discharged alive only.", code));
    if (use.initial == Use::cc_excluded_by_logic || use.initial == Use::mcc_excluded_by_logic)
      return add(fmt::format("{} is {} and does not count: the DRG's own condition already asks for it.", code, level));
    if (use.lacks_poa)
      return add(fmt::format(
          "{} stands on the list of hospital-acquired condition {} ({}), and present on admission is {}: say Y, N, U or W.", code,
          use.hac, tables_.hac_title(use.hac), poa_text(claim_.secondary[n].poa)));
    if (use.lost == Lost::hospital_acquired)
      return add(fmt::format("{} is {}, and present on admission is {}: hospital-acquired condition {} ({}) takes it away.", code,
                             level, claim_.secondary[n].poa, use.hac, tables_.hac_title(use.hac)));
    add(fmt::format("{} counts as {}{}.", code, level, use.carries_final ? " and carries the severity" : ""));
  }

  void tell_hospital_acquired() {
    if (grouping_.hac_status == HacStatus::drg_changed) {
      add(fmt::format("Without the hospital-acquired conditions DRG {:03} becomes {:03}.", grouping_.initial.drg,
                      grouping_.final.drg));
      ConditionWords final_words(tables_, claim_, Pass::final);
      if (grouping_.final.line >= 0) tell_line(grouping_.final, final_words);
    }
    if (grouping_.hac_status == HacStatus::ungroupable)
      add(
          fmt::format("Before hospital-acquired conditions the DRG is {:03}; without their present on admission there is no "
                      "final one: DRG 999, ungroupable.",
                      grouping_.initial.drg));
    if (grouping_.hac_status == HacStatus::drg_unchanged) add("The hospital-acquired conditions do not change the DRG.");
  }

  void tell_drg() {
    const int drg = grouping_.final.drg;
    std::string sentence = fmt::format("MS-DRG {:03} {}", drg, tables_.drg_title(drg));
    if (const auto* facts = tables_.facts_of(drg); facts != nullptr)
      sentence += fmt::format(", weight {}.{:04}, geometric mean stay {}.{} days", facts->weight / 10000, facts->weight % 10000,
                              facts->geometric_mean_stay / 10, facts->geometric_mean_stay % 10);
    add(sentence + ".");
  }

  const DrgTables& tables_;
  const Claim& claim_;
  const Grouping& grouping_;
  ConditionWords words_;
  std::vector<std::string> told_;
};

}  // namespace

std::vector<std::string> explain(const DrgTables& tables, const Claim& claim, const Grouping& grouping) {
  return Story(tables, claim, grouping).tell();
}

std::string formula_behind(const DrgTables& tables, const Grouping& grouping) {
  const int place = grouping.final.line;
  if (place < 0) return {};
  const Line& line = tables.lines[static_cast<std::size_t>(place)];
  return fmt::format("{}, rank {}: {}", line.mdc == 0 ? std::string("pre-MDC") : fmt::format("MDC {:02}", line.mdc), line.rank,
                     tables.formula_of(line));
}

std::vector<Change> what_if_each_code_were_missing(const DrgTables& tables, const Claim& claim, const Grouping& grouping) {
  std::vector<Change> changes;
  Workspace workspace;
  Grouping other;
  Claim without = claim;
  const auto ask = [&](CodeKey code, bool is_procedure) {
    group(tables, without, workspace, other);
    if (other.final.drg == grouping.final.drg) return;
    const auto* facts = tables.facts_of(other.final.drg);
    changes.push_back({code, is_procedure, other.final.drg, facts == nullptr ? 0U : facts->weight});
  };
  for (std::size_t n = 0; n < claim.secondary.size(); ++n) {
    without.secondary.erase(without.secondary.begin() + static_cast<std::ptrdiff_t>(n));
    ask(claim.secondary[n].code, false);
    without.secondary = claim.secondary;
  }
  for (std::size_t n = 0; n < claim.procedures.size(); ++n) {
    without.procedures.erase(without.procedures.begin() + static_cast<std::ptrdiff_t>(n));
    ask(claim.procedures[n], true);
    without.procedures = claim.procedures;
  }
  return changes;
}

}  // namespace charta::grouper
