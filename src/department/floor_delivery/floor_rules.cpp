// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/floor_rules.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

Result<std::chrono::minutes> minutes_in(json::Value parameters, std::string_view name) {
  constexpr std::int64_t week = 7 * 24 * 60;
  const auto value = parameters[name].integer();
  if (value && *value >= 1 && *value <= week) return std::chrono::minutes(*value);
  return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number of minutes, a week at most", std::string(name));
}

Result<std::vector<std::string>> words_in(json::Value parameters, std::string_view name) {
  std::vector<std::string> words;
  for (const auto one : parameters[name]) words.emplace_back(one.text());
  if (words.empty()) return fail(ErrorKind::invalid, "'" + std::string(name) + "' names at least one", std::string(name));
  return words;
}

Result<std::vector<Ward>> wards_in(json::Value list) {
  std::vector<Ward> wards;
  for (const auto one : list) {
    Ward ward{std::string(one["code"].text()), std::string(one["name"].text()), static_cast<std::int64_t>(wards.size()) + 1};
    const bool is_known = std::any_of(wards.begin(), wards.end(), [&](const Ward& other) { return other.code == ward.code; });
    if (ward.code.empty() || is_known) return fail(ErrorKind::invalid, "each ward has a code of its own", "wards");
    if (ward.name.empty()) ward.name = ward.code;
    wards.push_back(std::move(ward));
  }
  return wards;
}

bool names(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Result<FloorRules> FloorRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* wards, book.in_force("floor/wards", today, jurisdiction));
  CHARTA_TRY(const auto* delivery, book.in_force("floor/delivery", today, jurisdiction));
  CHARTA_TRY(auto rules, parse(wards->parameters, delivery->parameters));
  rules.rule = delivery->reference();
  rules.wards_rule = wards->reference();
  return rules;
}

Result<FloorRules> FloorRules::parse(std::string_view wards, std::string_view delivery) {
  CHARTA_TRY(const auto order, json::Document::parse(wards));
  CHARTA_TRY(const auto document, json::Document::parse(delivery));
  const auto root = document.root();
  FloorRules rules;
  CHARTA_TRY(rules.wards, wards_in(order.root()["wards"]));
  CHARTA_TRY(rules.routine, minutes_in(root, "routine_minutes"));
  CHARTA_TRY(rules.stat, minutes_in(root, "stat_minutes"));
  CHARTA_TRY(rules.call, minutes_in(root, "call_minutes"));
  CHARTA_TRY(rules.classes, words_in(root, "classes"));
  CHARTA_TRY(rules.completions, words_in(root, "completions"));
  rules.target_percent = root["on_time_target_percent"].integer().value_or(0);
  return rules;
}

const Ward* FloorRules::ward(std::string_view code) const {
  const auto found = std::find_if(wards.begin(), wards.end(), [&](const Ward& one) { return one.code == code; });
  return found == wards.end() ? nullptr : &*found;
}

const Ward* FloorRules::ward_of(std::string_view location) const {
  std::string_view code = trimmed(location);
  while (!code.empty()) {  // the bed, the room, the ward: a ward's code may have blanks itself
    if (const auto* found = ward(code)) return found;
    const auto blank = code.find_last_of(' ');
    code = blank == std::string_view::npos ? std::string_view() : trimmed(code.substr(0, blank));
  }
  return nullptr;
}

std::chrono::minutes FloorRules::time_for(worklists::Priority priority) const {
  return priority == worklists::Priority::stat ? stat : routine;
}

bool FloorRules::is_brought(std::string_view completion) const {
  return names(completions, completion);
}

bool FloorRules::is_on_a_ward(std::string_view class_code) const {
  return names(classes, class_code);
}

std::string room_of(std::string_view location, const Ward* ward) {
  const auto place = trimmed(location);
  return std::string(ward == nullptr ? place : trimmed(place.substr(ward->code.size())));
}

}  // namespace charta::floor_delivery
