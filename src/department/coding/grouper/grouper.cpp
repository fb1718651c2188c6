// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/grouper.hpp"

#include "department/coding/grouper/evaluation.hpp"

#include <algorithm>

namespace charta::grouper {

struct Workspace::Room {
  ClaimFacts facts;
  Evaluation::Scratch scratch;
  std::vector<char> secondary_initial, secondary_final, procedures_initial, procedures_final;
};

Workspace::Workspace() : room_(nullptr) {}
Workspace::~Workspace() {
  delete room_;
}

namespace {

constexpr int unrelated_procedures = 29;
constexpr int reroutes_max = 4;

ReturnCode error_of(const DrgTables& tables, std::uint16_t root) {
  const Node& node = tables.nodes[root];
  switch (node.operand) {
    case Operand::all_of:
    case Operand::any_of: {
      const auto first = error_of(tables, node.first);
      return first != ReturnCode::ok ? first : error_of(tables, node.second);
    }
    case Operand::invalid_principal:
      return ReturnCode::invalid_principal;
    case Operand::external_cause_principal:
      return ReturnCode::cannot_be_principal;
    case Operand::invalid_discharge_status:
      return ReturnCode::invalid_discharge_status;
    case Operand::invalid_sex:
      return ReturnCode::invalid_sex;
    default:
      return ReturnCode::ok;
  }
}

/// The first line of `mdc` that holds: its place, or -1. A line that only names an error ends the search with that error.
int first_line(const DrgTables& tables, Evaluation& evaluation, int mdc, ReturnCode& error) {
  evaluation.enter_mdc(mdc);
  const auto from = tables.mdc_starts[static_cast<std::size_t>(mdc)],
             until = tables.mdc_starts[static_cast<std::size_t>(mdc) + 1];
  for (auto at = from; at < until; ++at) {
    const Line& line = tables.lines[at];
    if (!evaluation.holds(line, tables.roots[at])) continue;
    if (line.drg != 0 || line.reroute_mdc != 0) return static_cast<int>(at);
    error = error_of(tables, tables.roots[at]);
    if (error != ReturnCode::ok) return -1;
  }
  return -1;
}

void settle(const DrgTables& tables, int at, Outcome& outcome) {
  const Line& line = tables.lines[static_cast<std::size_t>(at)];
  outcome.line = at;
  outcome.logic_mdc = line.mdc;
  outcome.drg = line.drg;
  outcome.base_drg = line.base_drg;
  outcome.med_surg = line.med_surg;
  outcome.has_severity = line.med_surg != MedSurg::none;
}

Outcome one_pass(const DrgTables& tables, const ClaimFacts& facts, Evaluation& evaluation, Pass pass) {
  Outcome outcome;
  evaluation.begin(pass);
  int at = first_line(tables, evaluation, 0, outcome.code);
  if (outcome.code != ReturnCode::ok) return outcome;
  outcome.mdc = facts.mdc;
  if (at >= 0 && tables.lines[static_cast<std::size_t>(at)].drg != 0) {
    settle(tables, at, outcome);
    return outcome;
  }
  int mdc = facts.mdc;
  if (at >= 0) {
    outcome.entered_by = at;
    mdc = outcome.mdc = tables.lines[static_cast<std::size_t>(at)].reroute_mdc;
  }
  for (int hop = 0; hop < reroutes_max; ++hop) {
    at = first_line(tables, evaluation, mdc, outcome.code);
    if (outcome.code != ReturnCode::ok) {
      outcome.mdc = 0;
      return outcome;
    }
    if (at < 0) break;
    if (tables.lines[static_cast<std::size_t>(at)].drg != 0) {
      settle(tables, at, outcome);
      return outcome;
    }
    mdc = tables.lines[static_cast<std::size_t>(at)].reroute_mdc;
  }
  outcome.code = ReturnCode::no_drg;
  return outcome;
}

Use use_of(const ClaimFacts& facts, const Evaluation& evaluation, std::size_t n, const Line& line) {
  const auto& diagnosis = facts.secondary[n];
  if (diagnosis.row == nullptr || diagnosis.row->severity == Severity::none || diagnosis.lost == Lost::died) return Use::neither;
  const bool mcc = diagnosis.row->severity == Severity::mcc;
  if (diagnosis.lost == Lost::excluded_by_principal) return mcc ? Use::mcc_excluded : Use::cc_excluded;
  if (evaluation.is_suppressed(n, line)) return mcc ? Use::mcc_excluded_by_logic : Use::cc_excluded_by_logic;
  if (!evaluation.counts(n, line)) return Use::neither;
  return mcc ? Use::mcc : Use::cc;
}

/// Fills how each secondary diagnosis counted in this pass, and the severity that follows.
void weigh(const DrgTables& tables, const ClaimFacts& facts, Evaluation& evaluation, Outcome& outcome,
           std::vector<DiagnosisUse>& secondary, Use DiagnosisUse::*member) {
  if (outcome.line < 0) return;
  const Line& line = tables.lines[static_cast<std::size_t>(outcome.line)];
  for (std::size_t n = 0; n < secondary.size(); ++n) {
    const Use use = use_of(facts, evaluation, n, line);
    secondary[n].*member = use;
    if (use == Use::mcc)
      outcome.severity = Severity::mcc;
    else if (use == Use::cc && outcome.severity == Severity::none)
      outcome.severity = Severity::cc;
  }
  if (!outcome.has_severity) outcome.severity = Severity::none;
}

void mark_carriers(const DrgTables& tables, Evaluation& evaluation, const Outcome& outcome, std::vector<char>& secondary,
                   std::vector<char>& procedures) {
  if (outcome.entered_by >= 0) {
    evaluation.enter_mdc(0);
    std::vector<char>& ignored = procedures;  // a reroute marks diagnoses alone
    const auto at = static_cast<std::size_t>(outcome.entered_by);
    evaluation.mark(tables.lines[at], tables.roots[at], secondary, ignored);
    std::fill(procedures.begin(), procedures.end(), 0);
  }
  if (outcome.line < 0) return;
  const auto at = static_cast<std::size_t>(outcome.line);
  evaluation.enter_mdc(outcome.logic_mdc);
  evaluation.mark(tables.lines[at], tables.roots[at], secondary, procedures);
}

void judge_hospital_acquired(const ClaimFacts& facts, Grouping& grouping) {
  std::uint32_t conditions = 0;
  bool any = false;
  for (const auto& diagnosis : facts.secondary) {
    if (!diagnosis.is_taken_away) continue;
    any = true;
    conditions |= diagnosis.hacs;
  }
  grouping.hac_status = HacStatus::not_applicable;
  grouping.hac_count = 0;
  if (!any) return;
  const bool changed = grouping.initial.drg != grouping.final.drg;
  grouping.hac_status = changed ? HacStatus::drg_changed : HacStatus::drg_unchanged;
  grouping.hac_count = __builtin_popcount(conditions);
  if (!changed) return;
  for (std::size_t n = 0; n < facts.secondary.size(); ++n)
    if (facts.secondary[n].is_taken_away &&
        (grouping.secondary[n].initial == Use::mcc || grouping.secondary[n].initial == Use::cc))
      grouping.secondary[n].carries_final = true;
  for (const auto& hac : facts.tables->compiled_hacs) {
    if (((conditions >> (hac.number % 32U)) & 1U) == 0) continue;
    for (std::size_t n = 0; n < facts.procedures.size(); ++n)
      if (const auto* attributes = facts.procedure_attributes(n); attributes != nullptr && attributes->meets(hac.procedures))
        grouping.procedures[n].carries_final = true;
  }
}

bool anything_taken_away(const ClaimFacts& facts) {
  for (const auto& diagnosis : facts.secondary)
    if (diagnosis.is_taken_away) return true;
  return false;
}

struct Marks {
  const std::vector<char>&secondary_initial, &secondary_final, &procedures_initial, &procedures_final;
};

void note_uses(const ClaimFacts& facts, const Marks& marks, Grouping& grouping) {
  for (std::size_t n = 0; n < grouping.secondary.size(); ++n) {
    DiagnosisUse& use = grouping.secondary[n];
    const auto& diagnosis = facts.secondary[n];
    use.carries_initial = marks.secondary_initial[n] != 0;
    use.carries_final = marks.secondary_final[n] != 0;
    use.is_hac = diagnosis.row != nullptr && diagnosis.row->is_hac != 0;
    use.lacks_poa = diagnosis.lacks_poa;
    use.lost = diagnosis.is_taken_away ? Lost::hospital_acquired : diagnosis.lost;
    use.hac = diagnosis.hacs == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(__builtin_ctz(diagnosis.hacs));
  }
  for (std::size_t n = 0; n < grouping.procedures.size(); ++n) {
    grouping.procedures[n].carries_initial = marks.procedures_initial[n] != 0;
    grouping.procedures[n].carries_final = marks.procedures_final[n] != 0;
  }
}

/// The final pass cannot be made: what was found before hospital-acquired conditions were asked for stays as the initial result.
void refuse_final(const ClaimFacts& facts, Grouping& grouping) {
  grouping.final = {};
  grouping.final.code = ReturnCode::hac_without_poa;
  for (std::size_t n = 0; n < facts.secondary.size(); ++n) {
    const bool counted = grouping.secondary[n].initial == Use::cc || grouping.secondary[n].initial == Use::mcc;
    const bool is_acquired = facts.secondary[n].is_taken_away || facts.secondary[n].lacks_poa;
    grouping.secondary[n].final = counted && is_acquired ? Use::neither : grouping.secondary[n].initial;
  }
  grouping.hac_status = HacStatus::ungroupable;
  std::uint32_t conditions = 0;
  for (const auto& diagnosis : facts.secondary)
    if (diagnosis.lacks_poa || diagnosis.is_taken_away) conditions |= diagnosis.hacs;
  grouping.hac_count = __builtin_popcount(conditions);
}

}  // namespace

void group(const DrgTables& tables, const Claim& claim, Workspace& workspace, Grouping& grouping) {
  if (workspace.room_ == nullptr) workspace.room_ = new Workspace::Room();
  Workspace::Room& room = *workspace.room_;
  room.facts.look_up(tables, claim);
  Evaluation evaluation(room.facts, room.scratch);
  const std::size_t diagnoses = claim.secondary.size(), procedures = claim.procedures.size();
  grouping.secondary.assign(diagnoses, {});
  grouping.procedures.assign(procedures, {});
  grouping.clusters.assign(room.facts.clusters.begin(), room.facts.clusters.end());
  for (std::size_t n = 0; n < procedures; ++n) grouping.procedures[n].is_operating_room = room.facts.is_operating_room(n);

  grouping.initial = one_pass(tables, room.facts, evaluation, Pass::initial);
  const Outcome before_weighing = grouping.initial;
  grouping.hac_status = HacStatus::not_applicable;
  grouping.hac_count = 0;
  if (grouping.initial.code != ReturnCode::ok) {
    grouping.final = grouping.initial;
    return;
  }
  weigh(tables, room.facts, evaluation, grouping.initial, grouping.secondary, &DiagnosisUse::initial);
  room.secondary_initial.assign(diagnoses, 0), room.procedures_initial.assign(procedures, 0);
  mark_carriers(tables, evaluation, grouping.initial, room.secondary_initial, room.procedures_initial);

  room.secondary_final.assign(diagnoses, 0), room.procedures_final.assign(procedures, 0);
  const Marks marks{room.secondary_initial, room.secondary_final, room.procedures_initial, room.procedures_final};
  if (room.facts.lacks_poa) {
    refuse_final(room.facts, grouping);
    note_uses(room.facts, marks, grouping);
    return;
  }
  if (anything_taken_away(room.facts)) {
    grouping.final = one_pass(tables, room.facts, evaluation, Pass::final);
  } else {
    grouping.final = before_weighing;
    evaluation.begin(Pass::final);
  }
  weigh(tables, room.facts, evaluation, grouping.final, grouping.secondary, &DiagnosisUse::final);
  mark_carriers(tables, evaluation, grouping.final, room.secondary_final, room.procedures_final);

  note_uses(room.facts, marks, grouping);
  judge_hospital_acquired(room.facts, grouping);
}

Grouping group(const DrgTables& tables, const Claim& claim) {
  Workspace workspace;
  Grouping grouping;
  group(tables, claim, workspace, grouping);
  return grouping;
}

std::string_view name_of(ReturnCode code) {
  switch (code) {
    case ReturnCode::ok:
      return "OK";
    case ReturnCode::invalid_principal:
      return "INVALID_PDX";
    case ReturnCode::cannot_be_principal:
      return "DX_CANNOT_BE_PDX";
    case ReturnCode::invalid_sex:
      return "INVALID_SEX";
    case ReturnCode::invalid_discharge_status:
      return "INVALID_DISCHARGE_STATUS";
    case ReturnCode::no_drg:
      return "RECORD_DOES_NOT_MEET_CRITERIA_FOR_ANY_DRG";
    case ReturnCode::hac_without_poa:
      return "HAC_MISSING_ONE_POA";
  }
  return "";
}

std::string_view name_of(Use use) {
  switch (use) {
    case Use::neither:
      return "NEITHER";
    case Use::cc:
      return "CC";
    case Use::mcc:
      return "MCC";
    case Use::cc_excluded:
      return "CC_EXCLUDED";
    case Use::mcc_excluded:
      return "MCC_EXCLUDED";
    case Use::cc_excluded_by_logic:
      return "CC_EXCLUDED_BY_DRG_LOGIC";
    case Use::mcc_excluded_by_logic:
      return "MCC_EXCLUDED_BY_DRG_LOGIC";
  }
  return "";
}

std::string_view name_of(Severity severity) {
  return severity == Severity::mcc ? "MCC" : severity == Severity::cc ? "CC" : "NON_CC";
}
std::string_view name_of(MedSurg kind) {
  return kind == MedSurg::medical ? "MEDICAL" : kind == MedSurg::surgical ? "SURGICAL" : "NONE";
}
std::string_view name_of(HacStatus status) {
  return status == HacStatus::drg_changed     ? "FINAL_DRG_CHANGES"
         : status == HacStatus::drg_unchanged ? "FINAL_DRG_NO_CHANGE"
         : status == HacStatus::ungroupable   ? "FINAL_DRG_UNGROUPABLE"
                                              : "NOT_APPLICABLE";
}

}  // namespace charta::grouper
