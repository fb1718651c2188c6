// SPDX-License-Identifier: Apache-2.0
// What the file room takes from rule packs: data/rules/paper-charts.
#pragma once
#include "department/paper_charts/hunt.hpp"
#include "department/paper_charts/requisition.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

struct LoanRules {
  std::int64_t standard_hours = 72;
  std::map<std::string, std::int64_t, std::less<>> hours;  ///< by borrower class
  std::set<std::string, std::less<>> purpose_for_kinds;
  bool purpose_for_labelled = true;
  std::vector<std::string> purposes;
  std::int64_t hunt_escalates_after_hours = 48, breach_assessment_days = 60;
  std::string rule;

  std::int64_t hours_for(std::string_view loan_class) const;
  LoanTerm term(std::string_view loan_class, Instant at) const;
  bool needs_purpose(const Volume& volume) const;
};

struct RequisitionRules {
  std::map<worklists::Priority, std::int64_t> promised_minutes;
  std::int64_t pull_list_hours_ahead = 30, ready_minutes_before = 30, appointment_volumes = 2, arrival_volumes = 2;
  std::map<std::string, worklists::Priority, std::less<>> arrivals;  ///< encounter class -> with which priority
  std::set<std::string, std::less<>> kinds;                          ///< of volumes that are asked for by themselves
  std::map<std::string, std::string, std::less<>> stand_in_codes;    ///< "clinic", "EMER", "IMP" -> place where none is known
  std::string rule;

  Instant promised(worklists::Priority priority, Instant at) const;
};

struct FilingRules {
  std::vector<std::string> colours;  ///< of the digits 0 to 9
  int fill_percent = 80;
};

struct NumberingRules {
  std::string scheme = "unit";  ///< unit, serial, serial-unit
  std::string rule;
};

struct PaperRules {
  NumberingRules numbering;
  LoanRules loans;
  RequisitionRules requisitions;
  FilingRules filing;
  HuntWeights hunt;

  /// Errors: `not_found` (a pack is not in force), `invalid`, naming the element.
  static Result<PaperRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::paper_charts
