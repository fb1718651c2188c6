// SPDX-License-Identifier: Apache-2.0
// What the floor takes from rule packs: data/rules/floor/wards.json and delivery.json. Pure.
#pragma once
#include "record/rules/rule_pack.hpp"
#include "record/worklists/work_item.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::floor_delivery {

struct Ward {
  std::string code, name;
  std::int64_t walk = 0;  ///< its turn on the way through the house
};

struct FloorRules {
  std::string rule, wards_rule;
  std::vector<Ward> wards;
  std::chrono::minutes routine{}, stat{}, call{};
  std::vector<std::string> classes, completions;
  std::int64_t target_percent = 0;
  /// Errors: `invalid`, naming the element.
  static Result<FloorRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  static Result<FloorRules> parse(std::string_view wards, std::string_view delivery);

  /// The ward of a place as messages name it: "4W 12 B" is in 4W. Nothing: no ward of this house.
  const Ward* ward_of(std::string_view location) const;
  const Ward* ward(std::string_view code) const;
  std::chrono::minutes time_for(worklists::Priority priority) const;
  bool is_brought(std::string_view completion) const;
  bool is_on_a_ward(std::string_view class_code) const;
};

/// "4W 12 B" without its ward: "12 B".
std::string room_of(std::string_view location, const Ward* ward);

}  // namespace charta::floor_delivery
