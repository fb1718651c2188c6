// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/special_logic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::grouper {
namespace {

Result<int> whole(json::Value value, std::string_view name) {
  const auto number = value.integer();
  if (!number || *number < -100000 || *number > 100000)
    return fail(ErrorKind::invalid, fmt::format("'{}' takes a whole number", name));
  return static_cast<int>(*number);
}

Result<std::vector<int>> numbers(json::Value parameters, std::string_view name) {
  std::vector<int> found;
  if (!parameters[name].is_array()) return fail(ErrorKind::invalid, fmt::format("'{}' takes a list of numbers", name));
  for (const auto item : parameters[name]) {
    CHARTA_TRY(const auto number, whole(item, name));
    found.push_back(number);
  }
  return found;
}

Result<CountedOperand> counted_operand(json::Value row) {
  CountedOperand operand;
  operand.name = row["operand"].text();
  const auto of = row["of"].text();
  if (of == "diagnosis_sites")
    operand.of = CountedOperand::Of::diagnosis_sites;
  else if (of == "procedure_kinds")
    operand.of = CountedOperand::Of::procedure_kinds;
  else if (of == "procedure_sum")
    operand.of = CountedOperand::Of::procedure_sum;
  else
    return fail(ErrorKind::invalid, fmt::format("'{}' counts of '{}', which is unknown", operand.name, of));
  for (const auto weight : row["weights"]) {
    CHARTA_TRY(const auto each, whole(weight, "weights"));
    operand.weights.emplace_back(weight.key(), each);
  }
  CHARTA_TRY(operand.at_least, whole(row["at_least"], "at_least"));
  if (row["each_at_least"]) {
    CHARTA_TRY(operand.each_at_least, whole(row["each_at_least"], "each_at_least"));
  }
  operand.beside = row["beside"].text();
  if (operand.name.empty() || operand.weights.empty())
    return fail(ErrorKind::invalid, "a counted operand needs 'operand' and 'weights'");
  return operand;
}

}  // namespace

Result<SpecialLogic> SpecialLogic::read(json::Value parameters, std::string reference) {
  SpecialLogic logic;
  logic.reference = std::move(reference);
  CHARTA_TRY(logic.valid_discharge_status, numbers(parameters, "valid_discharge_status"));
  CHARTA_TRY(logic.died, numbers(parameters, "died"));
  CHARTA_TRY(logic.transferred, numbers(parameters, "transferred"));
  CHARTA_TRY(logic.left_against_advice, numbers(parameters, "left_against_advice"));
  logic.demoting_poa = parameters["demoting_poa"].text(), logic.paying_poa = parameters["paying_poa"].text();
  if (parameters["hacs_beside_unsaid_poa"]) {
    CHARTA_TRY(const auto hacs, numbers(parameters, "hacs_beside_unsaid_poa"));
    for (const int hac : hacs) logic.hacs_beside_unsaid |= 1U << (static_cast<unsigned>(hac) % 32U);
  }
  if (logic.demoting_poa.empty() || logic.paying_poa.empty())
    return fail(ErrorKind::invalid, "'demoting_poa' and 'paying_poa' are required");
  for (const auto pair : parameters["secondary_attribute_unless"]) logic.unless_attributes.emplace_back(pair.key(), pair.text());
  for (const auto row : parameters["counted_operands"]) {
    CHARTA_TRY(auto operand, counted_operand(row));
    logic.counted.push_back(std::move(operand));
  }
  CHARTA_TRY(logic.first_october_of_version_0, whole(parameters["first_october_of_version_0"], "first_october_of_version_0"));
  return logic;
}

Date SpecialLogic::first_day_of(int version) const {
  using namespace std::chrono;
  const auto october = year(first_october_of_version_0 + version / 10);
  return version % 10 == 0 ? Date(october / October / 1) : Date((october + years(1)) / April / 1);
}

int SpecialLogic::version_for(Date day) const {
  const auto calendar = day.calendar();
  const int year = static_cast<int>(calendar.year());
  const unsigned month = static_cast<unsigned>(calendar.month());
  const int fiscal_start = month >= 10 ? year : year - 1;  // the federal fiscal year begins on October 1
  return (fiscal_start - first_october_of_version_0) * 10 + (month >= 4 && month < 10 ? 1 : 0);
}

std::string version_text(int version) {
  return fmt::format("{}.{}", version / 10, version % 10);
}

}  // namespace charta::grouper
