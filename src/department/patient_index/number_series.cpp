// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/number_series.hpp"

#include <algorithm>

namespace charta::patient_index {
namespace {

constexpr std::ptrdiff_t most_digits = 15;

}  // namespace

Result<void> check(const NumberSeries& series) {
  const auto digits = std::count(series.pattern.begin(), series.pattern.end(), '#');
  if (digits == 0 || digits > most_digits)
    return fail(ErrorKind::invalid, "the pattern of record numbers has 1 to 15 digits, each written #: " + series.pattern);
  if (series.first < 1 || !number_at(series, series.first))
    return fail(ErrorKind::invalid,
                "the first record number, " + std::to_string(series.first) + ", does not fit the pattern " + series.pattern);
  return {};
}

std::optional<std::string> number_at(const NumberSeries& series, std::int64_t place) {
  std::string number = series.pattern;
  for (auto at = number.rbegin(); at != number.rend(); ++at) {
    if (*at != '#') continue;
    *at = static_cast<char>('0' + place % 10);
    place /= 10;
  }
  if (place != 0) return std::nullopt;
  return number;
}

}  // namespace charta::patient_index
