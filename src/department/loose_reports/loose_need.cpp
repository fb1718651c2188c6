// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_need.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <array>

namespace charta::loose_reports {
namespace {

constexpr std::array<std::string_view, 4> need_codes = {"appointment", "release", "coding", "age"};
constexpr std::int64_t class_width = 100'000'000'000'000;  // more milliseconds than any date has

Result<std::int64_t> whole_of(json::Value parameters, std::string_view name, std::int64_t most) {
  const auto value = parameters[name].integer();
  if (value && *value >= 1 && *value <= most) return *value;
  return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number from 1 to " + std::to_string(most),
              std::string(name));
}

std::vector<std::string> names_in(json::Value list) {
  std::vector<std::string> names;
  for (const auto one : list) names.emplace_back(one.text());
  return names;
}

Result<std::vector<Need>> order_of(json::Value list) {
  std::vector<Need> order;
  for (const auto one : list) {
    const auto need = parse_need(one.text());
    if (!need) return fail(ErrorKind::invalid, "'" + std::string(one.text()) + "' is no need", "order");
    order.push_back(*need);
  }
  // What nobody ranks would never be filed.
  const bool is_whole = order.size() == need_codes.size() && std::find(order.begin(), order.end(), Need::age) == order.end() - 1;
  if (!is_whole) return fail(ErrorKind::invalid, "'order' names each need once, age last", "order");
  return order;
}

Result<std::vector<int>> ages_of(json::Value list) {
  std::vector<int> ages;
  for (const auto one : list) ages.push_back(static_cast<int>(one.integer().value_or(0)));
  const bool rises = !ages.empty() && ages.front() > 0 && std::is_sorted(ages.begin(), ages.end());
  if (!rises) return fail(ErrorKind::invalid, "'age_days' are days that rise, from 1", "age_days");
  return ages;
}

std::optional<Instant> instant_of_need(Need need, const NeedFacts& facts, Instant now, const LooseRules& rules) {
  switch (need) {
    case Need::appointment: {
      const bool is_soon =
          facts.appointment && *facts.appointment >= now && *facts.appointment <= now.plus(rules.appointment_within);
      return is_soon ? facts.appointment : std::nullopt;
    }
    case Need::release:
      return facts.release_since;
    case Need::coding:
      return facts.coding_since;
    case Need::age:
      return facts.came_at;
  }
  return facts.came_at;
}

}  // namespace

std::string_view need_code(Need need) {
  return need_codes[static_cast<std::size_t>(need)];
}

std::optional<Need> parse_need(std::string_view code) {
  const auto found = std::find(need_codes.begin(), need_codes.end(), code);
  if (found == need_codes.end()) return std::nullopt;
  return static_cast<Need>(found - need_codes.begin());
}

Result<LooseRules> LooseRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("floor/loose-filing", today, jurisdiction));
  CHARTA_TRY(auto rules, parse(rule->parameters));
  rules.rule = rule->reference();
  return rules;
}

Result<LooseRules> LooseRules::parse(std::string_view parameters) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  const auto root = document.root();
  LooseRules rules;
  CHARTA_TRY(rules.order, order_of(root["order"]));
  CHARTA_TRY(const auto within, whole_of(root, "appointment_within_hours", 24 * 60));
  CHARTA_TRY(const auto due, whole_of(root, "due_after_hours", 24 * 60));
  CHARTA_TRY(const auto days, whole_of(root, "intake_days", 90));
  CHARTA_TRY(rules.age_days, ages_of(root["age_days"]));
  rules.appointment_within = std::chrono::hours(within);
  rules.due_after = std::chrono::hours(due);
  rules.intake_days = static_cast<int>(days);
  rules.release_queues = names_in(root["release_queues"]);
  rules.coding_queues = names_in(root["coding_queues"]);
  return rules;
}

FoundNeed need_of(const NeedFacts& facts, Instant now, const LooseRules& rules) {
  FoundNeed found;
  found.at = facts.came_at;
  std::int64_t turn = 1;
  for (const Need need : rules.order) {
    if (const auto at = instant_of_need(need, facts, now, rules)) {
      found.need = need;
      found.at = *at;
      break;
    }
    ++turn;
  }
  found.rank = turn * class_width + found.at.milliseconds();
  return found;
}

std::size_t age_group(Instant came_at, Instant now, const LooseRules& rules) {
  const auto age = now - came_at;
  std::size_t group = 0;
  while (group < rules.age_days.size() && age >= std::chrono::hours(24) * rules.age_days[group]) ++group;
  return group;
}

std::string age_words(std::size_t group, const LooseRules& rules) {
  const auto days = [](int count) { return std::to_string(count) + (count == 1 ? " day" : " days"); };
  if (group == 0) return "under " + days(rules.age_days.front());
  if (group >= rules.age_days.size()) return "over " + days(rules.age_days.back());
  return std::to_string(rules.age_days[group - 1]) + " to " + days(rules.age_days[group]);
}

}  // namespace charta::loose_reports
