// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/import_rules.hpp"

#include "department/coding/code_sets/code_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace charta::code_sets {
namespace {

constexpr int days_of_a_year = 365;

Result<int> percent_of(json::Value parameters, std::string_view name) {
  const auto number = parameters[name].integer();
  if (!number || *number < 0 || *number > 100)
    return fail(ErrorKind::invalid, fmt::format("coding/code-set-imports: '{}' takes a percentage", name));
  return static_cast<int>(*number);
}

int years_between(const CodeSetEntry& one, const CodeSetEntry& other) {
  const auto days = std::abs((one.from.days() - other.from.days()).count());
  return static_cast<int>((days + days_of_a_year - 1) / days_of_a_year);
}

}  // namespace

Result<ImportRules> ImportRules::read(json::Value parameters) {
  ImportRules rules;
  CHARTA_TRY(rules.of_same_release, percent_of(parameters, "least_percent_of_the_same_release"));
  CHARTA_TRY(rules.of_another_release, percent_of(parameters, "least_percent_of_another_release"));
  CHARTA_TRY(rules.less_a_year_apart, percent_of(parameters, "percent_less_a_year_apart"));
  for (const auto kind : parameters["kinds_that_are_not_compared"]) rules.not_compared.emplace(kind.text());
  for (const auto kind : parameters["parts"]) rules.parts.emplace(kind.key(), static_cast<int>(kind.integer().value_or(1)));
  return rules;
}

bool ImportRules::is_cut_short(std::string_view kind, std::int64_t rows, std::int64_t stands, bool is_same_release,
                               int years) const {
  if (not_compared.contains(kind)) return false;
  const int least = is_same_release ? of_same_release : of_another_release - less_a_year_apart * years;
  return rows * 100 < stands * least;
}

Result<void> ImportRules::compare(const CodeSetEntry& made, const CodeSetEntry& stands) const {
  const bool is_same = made.release == stands.release;
  const int years = years_between(made, stands);
  const auto refused = [&](std::int64_t rows, std::string_view of, std::int64_t standing) {
    return fail(ErrorKind::invalid,
                fmt::format("{} {} has {} {} where {} stand for {}: cut short? '--smaller' takes it all the "
                            "same",
                            made.kind, made.release, in_thousands(rows), of, in_thousands(standing), stands.release));
  };
  if (is_cut_short(made.kind, made.rows, stands.rows, is_same, years)) return refused(made.rows, "rows", stands.rows);
  for (const auto& [part, standing] : stands.parts)
    if (const auto found = made.parts.find(part);  // another layout has other parts
        found != made.parts.end() && is_cut_short(made.kind, found->second, standing, is_same, years))
      return refused(found->second, part, standing);
  return {};
}

Result<void> ImportRules::all_files_are_there(const ReadySet& set) const {
  const auto known = parts.find(set.entry.kind);
  if (set.files_of_set.empty() || known == parts.end()) return {};
  const auto has = [&](int part) {
    return std::find(set.files_of_set.begin(), set.files_of_set.end(), part) != set.files_of_set.end();
  };
  const int last = std::max(known->second, *std::max_element(set.files_of_set.begin(), set.files_of_set.end()));
  std::string missing;
  for (int part = 1; part <= last; ++part)
    if (!has(part)) missing += fmt::format("{}f{}", missing.empty() ? "" : ", ", part);
  if (missing.empty()) return {};
  return fail(ErrorKind::missing, fmt::format("{} {} comes in {} files, and {} {} not given: import all of them together. "
                                              "'--smaller' takes it all the same",
                                              set.entry.kind, set.entry.release, last, missing,
                                              missing.find(',') == std::string::npos ? "is" : "are"));
}

std::string in_thousands(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::int64_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

}  // namespace charta::code_sets
