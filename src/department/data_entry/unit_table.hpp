// SPDX-License-Identifier: Apache-2.0
// Quantities as people write them in notes, and as one unit. Pure.
// Source: UCUM, The Unified Code for Units of Measure, version 2.2, sections on the units named in the rule pack.
#pragma once
#include "base/result.hpp"
#include "record/rules/rule_pack.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::data_entry {

struct Unit {
  std::string code;                ///< UCUM: "mm[Hg]"
  std::string title;               ///< as it is shown: "mmHg"
  std::string quantity;            ///< what it measures: "pressure"; only units of one quantity are converted
  std::vector<std::string> names;  ///< as people write it
  double factor = 1, offset = 0;   ///< (value + offset) * factor is the quantity in its first unit
};

/// A number with its unit, as it was written.
struct Quantity {
  std::string number;  ///< without a sign of its own but '-': "72", "98.6"
  double value = 0;
  std::string unit;  ///< UCUM code; empty: none was written
};

/// Rule pack `data-entry/units`.
class UnitTable {
 public:
  /// Errors: `invalid` (a unit without code or quantity, one name for two units).
  static Result<UnitTable> read(const rules::Rule& rule);

  const std::vector<Unit>& units() const { return units_; }
  const Unit* by_code(std::string_view code) const;
  /// By code or by a name, letters of either case where that says the same.
  const Unit* find(std::string_view written) const;
  /// "72 kg", "98.6 F", "5'11\"", "5 ft 11 in", "120". Errors: `invalid` (location: "number" or "unit"), in words for who typed
  /// it.
  Result<Quantity> parse(std::string_view text) const;
  /// None where the two measure different things.
  std::optional<double> convert(double value, std::string_view from, std::string_view to) const;

 private:
  Result<Quantity> parse_feet(std::string_view text) const;
  std::vector<Unit> units_;
};

/// With at most `digits` behind the point, without zeros at the end: 37.0 is "37".
std::string print_number(double value, int digits);

}  // namespace charta::data_entry
