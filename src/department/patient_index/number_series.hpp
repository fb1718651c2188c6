// SPDX-License-Identifier: Apache-2.0
// How medical record numbers are issued here. A number is a promise to every other system, so the site declares it. Pure.
#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace charta::patient_index {

/// One row of numbers under one assigner.
struct NumberSeries {
  std::string assigner;             ///< identifier system, "urn:oid:…"; empty: no numbers are issued here
  std::string pattern = "#######";  ///< each # a digit, everything else as it stands: "R-######"
  std::int64_t first = 1;           ///< the place at which this site begins

  bool is_declared() const { return !assigner.empty(); }
};

/// Errors: `invalid` (no # in the pattern, more than 15, or `first` does not fit in it).
Result<void> check(const NumberSeries& series);

/// The number at a place of the series; nothing when the pattern is used up.
std::optional<std::string> number_at(const NumberSeries& series, std::int64_t place);

}  // namespace charta::patient_index
