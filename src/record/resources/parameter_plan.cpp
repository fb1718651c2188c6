// SPDX-License-Identifier: Apache-2.0
#include "record/resources/parameter_plan.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>

namespace charta::resources {
namespace {

using fhir::SearchParameter;
using fhir::SearchType;

// The bits of a 63-bit column.
constexpr std::size_t present_limit = 63;

/// Splits an expression at the `|` that stand outside parentheses.
std::vector<std::string_view> union_parts(std::string_view expression) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t at = 0; at < expression.size(); ++at) {
    if (expression[at] == '(') ++depth;
    if (expression[at] == ')') --depth;
    if (expression[at] != '|' || depth != 0) continue;
    parts.push_back(trimmed(expression.substr(start, at - start)));
    start = at + 1;
  }
  parts.push_back(trimmed(expression.substr(start)));
  return parts;
}

bool can_be_stored(SearchType type) {
  return type != SearchType::composite && type != SearchType::special;
}

bool targets_patient(const SearchParameter& parameter) {
  return std::find(parameter.targets.begin(), parameter.targets.end(), "Patient") != parameter.targets.end();
}

/// `Type.element` or `Type.element.where(…)`: one path, no union.
std::string_view first_element(const SearchParameter& parameter) {
  const auto parts = union_parts(parameter.expression);
  if (parts.size() != 1 || !parts[0].starts_with(parameter.type)) return {};
  std::string_view rest = parts[0].substr(parameter.type.size());
  if (!rest.starts_with('.')) return {};
  rest.remove_prefix(1);
  return rest.substr(0, rest.find('.'));
}

/// Elements of which R4 allows one. Account.subject may repeat, so an account's patients stand in the index.
bool is_single_patient_element(std::string_view type, std::string_view element) {
  if (type == "Patient" || type == "Account") return false;
  return element == "subject" || element == "patient" || element == "beneficiary";
}

bool answers_by_patient(const SearchParameter& parameter) {
  return parameter.search_type == SearchType::reference && targets_patient(parameter) &&
         is_single_patient_element(parameter.type, first_element(parameter));
}

class Plans {
 public:
  Plans() {
    for (const std::string_view type : fhir::resource_types()) add_type(type);
  }
  const ParameterPlan& of(const SearchParameter& parameter) const {
    static const ParameterPlan none;
    return parameter.number < plans_.size() ? plans_[parameter.number] : none;
  }

 private:
  void add_type(std::string_view type) {
    const auto parameters = fhir::parameters_of(type);
    for (std::size_t ordinal = 0; ordinal < parameters.size(); ++ordinal) {
      ParameterPlan& plan = at(parameters[ordinal].number);
      plan.numbers = numbers_of(parameters, ordinal);
      plan.stored = plan.numbers.size() == 1 && plan.numbers[0] == parameters[ordinal].number &&
                    can_be_stored(parameters[ordinal].search_type);
      plan.by_patient = answers_by_patient(parameters[ordinal]);
      if (ordinal < present_limit) plan.present = 1ULL << ordinal;
    }
    share_presence(parameters);
  }

  /// What is another name or a union is present when one of its parts is; no part without a bit may be forgotten.
  void share_presence(std::span<const SearchParameter> parameters) {
    for (const SearchParameter& parameter : parameters) {
      ParameterPlan& plan = at(parameter.number);
      std::uint64_t bits = 0;
      for (const std::uint16_t number : plan.numbers) {
        if (plans_[number].present == 0) bits = 0;
        if (plans_[number].present == 0) break;
        bits |= plans_[number].present;
      }
      if (!plan.stored) plan.present = bits;
    }
  }

  /// The parameters that together have all the parts of one: smaller ones, or an earlier one with the same parts; else itself.
  static std::vector<std::uint16_t> numbers_of(std::span<const SearchParameter> parameters, std::size_t ordinal) {
    const SearchParameter& parameter = parameters[ordinal];
    auto missing = union_parts(parameter.expression);
    const auto parts = missing;
    std::vector<std::uint16_t> numbers;
    for (std::size_t other = 0; other < parameters.size() && !missing.empty(); ++other) {
      if (other == ordinal || parameters[other].search_type != parameter.search_type) continue;
      const auto has = union_parts(parameters[other].expression);
      const bool inside = std::all_of(has.begin(), has.end(),
                                      [&](auto part) { return std::find(parts.begin(), parts.end(), part) != parts.end(); });
      if (!inside || has.size() > parts.size() || (has.size() == parts.size() && other > ordinal)) continue;
      if (std::erase_if(missing, [&](auto part) { return std::find(has.begin(), has.end(), part) != has.end(); }) == 0) continue;
      for (const std::uint16_t number : numbers_of(parameters, other))
        if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
    }
    if (missing.empty()) return numbers;
    return {parameter.number};
  }

  ParameterPlan& at(std::uint16_t number) {
    if (number >= plans_.size()) plans_.resize(number + 1U);
    return plans_[number];
  }

  std::vector<ParameterPlan> plans_;
};

}  // namespace

const ParameterPlan& plan_of(const SearchParameter& parameter) {
  static const Plans plans;
  return plans.of(parameter);
}

const SearchParameter* patient_parameter(std::string_view type) {
  for (const std::string_view code : {"patient", "subject", "beneficiary"})
    if (const SearchParameter* parameter = fhir::find_parameter(type, code);
        parameter != nullptr && plan_of(*parameter).by_patient)
      return parameter;
  return nullptr;
}

}  // namespace charta::resources
