// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/paper_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

Result<std::int64_t> whole_number(json::Value parameters, std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = parameters[name].integer();
  if (!value || *value < least || *value > most)
    return fail(ErrorKind::invalid,
                "'" + std::string(name) + "' is a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                std::string(name));
  return *value;
}

constexpr std::int64_t hours_a_decade = 87'600;

Result<LoanRules> read_loans(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  LoanRules loans;
  loans.rule = rule.reference();
  CHARTA_TRY(loans.standard_hours, whole_number(root, "standard_hours", 1, hours_a_decade));
  for (const auto one : root["hours"]) {
    CHARTA_TRY(const auto hours, whole_number(root["hours"], one.key(), 1, hours_a_decade));
    loans.hours.emplace(std::string(one.key()), hours);
  }
  for (const auto one : root["purpose_for_kinds"]) {
    if (!is_volume_kind(one.text()))
      return fail(ErrorKind::invalid, "'" + std::string(one.text()) + "' is no kind of volume", "purpose_for_kinds");
    loans.purpose_for_kinds.emplace(one.text());
  }
  loans.purpose_for_labelled = root["purpose_for_labelled"].boolean();
  for (const auto one : root["purposes"]) loans.purposes.emplace_back(one.text());
  if (loans.purposes.empty()) return fail(ErrorKind::invalid, "name the purposes for which a volume may be lent", "purposes");
  CHARTA_TRY(loans.hunt_escalates_after_hours, whole_number(root, "hunt_escalates_after_hours", 1, hours_a_decade));
  CHARTA_TRY(loans.breach_assessment_days, whole_number(root, "breach_assessment_days", 1, 365));
  return loans;
}

Result<RequisitionRules> read_requisitions(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  RequisitionRules all;
  all.rule = rule.reference();
  for (const auto priority : {worklists::Priority::stat, worklists::Priority::urgent, worklists::Priority::routine}) {
    CHARTA_TRY(const auto minutes, whole_number(root["promised_minutes"], worklists::priority_code(priority), 1, 100'000));
    all.promised_minutes.emplace(priority, minutes);
  }
  CHARTA_TRY(all.pull_list_hours_ahead, whole_number(root, "pull_list_hours_ahead", 1, 1000));
  CHARTA_TRY(all.ready_minutes_before, whole_number(root, "ready_minutes_before_appointment", 0, 10'000));
  CHARTA_TRY(all.appointment_volumes, whole_number(root, "appointment_volumes", 0, 100));
  CHARTA_TRY(all.arrival_volumes, whole_number(root, "arrival_volumes", 0, 100));
  for (const auto one : root["arrivals"]) {
    const auto priority = worklists::parse_priority(one.text());
    if (!priority) return fail(ErrorKind::invalid, "'" + std::string(one.text()) + "' is no priority", "arrivals");
    all.arrivals.emplace(std::string(one.key()), *priority);
  }
  for (const auto one : root["stand_in_codes"]) all.stand_in_codes.emplace(std::string(one.key()), std::string(one.text()));
  for (const auto one : root["kinds"]) {
    if (!is_volume_kind(one.text()))
      return fail(ErrorKind::invalid, "'" + std::string(one.text()) + "' is no kind of volume", "kinds");
    all.kinds.emplace(one.text());
  }
  return all;
}

Result<FilingRules> read_filing(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  FilingRules filing;
  for (const auto one : document.root()["colours"]) filing.colours.emplace_back(one.text());
  if (filing.colours.size() != 10) return fail(ErrorKind::invalid, "each of the ten digits has a colour", "colours");
  CHARTA_TRY(const auto percent, whole_number(document.root(), "fill_percent", 1, 100));
  filing.fill_percent = static_cast<int>(percent);
  return filing;
}

Result<NumberingRules> read_numbering(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  NumberingRules numbering;
  numbering.scheme = std::string(document.root()["scheme"].text());
  numbering.rule = rule.reference();
  if (numbering.scheme != "unit" && numbering.scheme != "serial" && numbering.scheme != "serial-unit")
    return fail(ErrorKind::invalid, "the numbering is unit, serial or serial-unit", "scheme");
  return numbering;
}

}  // namespace

std::int64_t LoanRules::hours_for(std::string_view loan_class) const {
  const auto found = hours.find(loan_class);
  return found == hours.end() ? standard_hours : found->second;
}

LoanTerm LoanRules::term(std::string_view loan_class, Instant at) const {
  return {at.plus(std::chrono::hours(hours_for(loan_class))), rule};
}

bool LoanRules::needs_purpose(const Volume& volume) const {
  return purpose_for_kinds.contains(volume.kind) || (purpose_for_labelled && volume.sensitivity != 0);
}

Instant RequisitionRules::promised(worklists::Priority priority, Instant at) const {
  return at.plus(std::chrono::minutes(promised_minutes.at(priority)));
}

Result<PaperRules> PaperRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  PaperRules all;
  CHARTA_TRY(const auto* loans, book.in_force("paper-charts/loans", today, jurisdiction));
  CHARTA_TRY(all.loans, read_loans(*loans));
  CHARTA_TRY(const auto* requisitions, book.in_force("paper-charts/requisitions", today, jurisdiction));
  CHARTA_TRY(all.requisitions, read_requisitions(*requisitions));
  CHARTA_TRY(const auto* filing, book.in_force("paper-charts/filing", today, jurisdiction));
  CHARTA_TRY(all.filing, read_filing(*filing));
  CHARTA_TRY(const auto* numbering, book.in_force("paper-charts/numbering", today, jurisdiction));
  CHARTA_TRY(all.numbering, read_numbering(*numbering));
  CHARTA_TRY(const auto* hunt, book.in_force("paper-charts/hunt", today, jurisdiction));
  CHARTA_TRY(all.hunt, HuntWeights::read(*hunt));
  return all;
}

}  // namespace charta::paper_charts
