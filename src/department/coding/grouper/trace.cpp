// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/trace.hpp"

#include <fmt/format.h>

namespace charta::grouper {
namespace {

std::string mdc_text(const DrgTables& tables, int mdc) {
  return fmt::format("MDC {:02} {}", mdc, tables.mdc_title(mdc));
}

std::string poa_text(char poa) {
  return poa == ' ' ? "not said" : std::string(1, poa);
}

class Story {
 public:
  Story(const DrgTables& tables, const Claim& claim, const Grouping& grouping)
      : tables_(tables), claim_(claim), grouping_(grouping) {}

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
    return std::move(told_);
  }

 private:
  void add(std::string sentence) { told_.push_back(std::move(sentence)); }
  const Line& line_of(const Outcome& outcome) const { return tables_.lines[static_cast<std::size_t>(outcome.line)]; }

  void tell_error() {
    const auto principal = words_of(claim_, claim_.principal.code);
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
    const Line& line = line_of(outcome);
    if (line.mdc == 0)
      add(fmt::format("A pre-MDC condition decides before any MDC: {}.", tables_.formula_of(line)));
    else if (outcome.entered_by >= 0)
      add(fmt::format("Pre-MDC sends the claim to {}: {}.", mdc_text(tables_, outcome.mdc),
                      tables_.formula_of(tables_.lines[static_cast<std::size_t>(outcome.entered_by)])));
    else
      add(fmt::format("The principal diagnosis {} belongs to {}.", text_of(claim_.principal.code),
                      mdc_text(tables_, outcome.mdc)));
    if (line.mdc != 0 && outcome.logic_mdc != outcome.mdc)
      add("No operating room procedure belongs to that MDC: the procedures are unrelated to the principal diagnosis.");
    if (line.mdc != 0)
      add(fmt::format("In the hierarchy the line of rank {} is the first that holds: {}.", line.rank, tables_.formula_of(line)));
    for (std::size_t n = 0; n < grouping_.procedures.size(); ++n)
      if (grouping_.procedures[n].carries_initial) add(fmt::format("Procedure {} meets it.", text_of(claim_.procedures[n])));
  }

  void tell_clusters() {
    for (const auto cluster : grouping_.clusters)
      add(fmt::format("The procedures together form the cluster {}.", text_of(tables_.cluster_keys[cluster])));
  }

  void tell_use(std::size_t n) {
    const DiagnosisUse& use = grouping_.secondary[n];
    const auto code = words_of(claim_, claim_.secondary[n].code);
    const auto* row = tables_.diagnosis(claim_.secondary[n].code);
    if (row == nullptr) return add(fmt::format("{} is not a code of this version and does not count.", code));
    if (row->severity == Severity::none) return;
    const auto level = name_of(row->severity);
    if (use.lost == Lost::excluded_by_principal) {
      const auto* principal = tables_.diagnosis(claim_.principal.code);
      return add(fmt::format("{} is a {} and does not count: the principal diagnosis excludes it (exclusion group {}).", code,
                             level, principal->exclusion_group));
    }
    if (use.lost == Lost::died) return add(fmt::format("{} is an MCC for patients discharged alive only.", code));
    if (use.initial == Use::cc_excluded_by_logic || use.initial == Use::mcc_excluded_by_logic)
      return add(fmt::format("{} is a {} and does not count: the DRG's own condition already asks for it.", code, level));
    if (use.lacks_poa)
      return add(fmt::format(
          "{} stands on the list of hospital-acquired condition {} ({}), and present on admission is {}: say Y, N, U or W.", code,
          use.hac, tables_.hac_title(use.hac), poa_text(claim_.secondary[n].poa)));
    if (use.lost == Lost::hospital_acquired)
      return add(fmt::format("{} is a {}, and present on admission is {}: hospital-acquired condition {} ({}) takes it away.",
                             code, level, claim_.secondary[n].poa, use.hac, tables_.hac_title(use.hac)));
    add(fmt::format("{} counts as {}{}.", code, level, use.carries_final ? " and carries the severity" : ""));
  }

  void tell_hospital_acquired() {
    if (grouping_.hac_status == HacStatus::drg_changed)
      add(fmt::format("Without the hospital-acquired conditions DRG {:03} becomes {:03}.", grouping_.initial.drg,
                      grouping_.final.drg));
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
  std::vector<std::string> told_;
};

}  // namespace

std::vector<std::string> explain(const DrgTables& tables, const Claim& claim, const Grouping& grouping) {
  return Story(tables, claim, grouping).tell();
}

std::vector<Change> what_if_each_code_were_missing(const DrgTables& tables, const Claim& claim, const Grouping& grouping) {
  std::vector<Change> changes;
  Workspace workspace;
  Grouping other;
  Claim without = claim;
  const auto ask = [&](CodeKey code, bool is_procedure) {
    group(tables, without, workspace, other);
    if (other.final.drg != grouping.final.drg) changes.push_back({code, is_procedure, other.final.drg});
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
