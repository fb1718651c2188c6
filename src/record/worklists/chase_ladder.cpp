// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/chase_ladder.hpp"

#include "formats/json/json.hpp"

namespace charta::worklists {
namespace {

Error wrong(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": ladders: " + what, "ladders");
}

Result<ChaseLadder> read_ladder(const rules::Rule& rule, json::Value value) {
  ChaseLadder ladder{std::string(value.key()), rule.reference(), {}};
  for (const json::Value step : value) {
    const auto minutes = step["after_minutes"].integer();
    if (!minutes || *minutes < 0) return wrong(rule, ladder.kind + ": after_minutes is a whole number from 0");
    if (step["to"].text().empty()) return wrong(rule, ladder.kind + ": a step says whom to chase (to)");
    if (!ladder.steps.empty() && ladder.steps.back().after.count() >= *minutes)
      return wrong(rule, ladder.kind + ": the steps stand in order of time");
    ladder.steps.push_back({std::chrono::minutes(*minutes), std::string(step["to"].text())});
  }
  if (ladder.steps.empty()) return wrong(rule, ladder.kind + ": a ladder has at least one step");
  return ladder;
}

}  // namespace

Result<std::vector<ChaseLadder>> read_ladders(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  std::vector<ChaseLadder> ladders;
  for (const json::Value value : document.root()["ladders"]) {
    CHARTA_TRY(auto ladder, read_ladder(rule, value));
    ladders.push_back(std::move(ladder));
  }
  if (ladders.empty()) return wrong(rule, "none is declared");
  return ladders;
}

Result<Answerers> read_answerers(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  Answerers answerers;
  const json::Value answered_by = document.root()["answered_by"];
  if (!answered_by) return answerers;
  for (const json::Value roles : answered_by)
    for (const json::Value role : roles) answerers[std::string(roles.key())].emplace_back(role.text());
  for (const json::Value ladder : document.root()["ladders"])
    for (const json::Value step : ladder)
      if (!answerers.contains(step["to"].text()))
        return fail(ErrorKind::invalid,
                    rule.reference() + ": answered_by: no role answers '" + std::string(step["to"].text()) + "'", "answered_by");
  return answerers;
}

int steps_reached(const ChaseLadder& ladder, Instant due_at, Instant now) {
  int reached = 0;
  for (const ChaseStep& step : ladder.steps) {
    if (due_at.plus(step.after) <= now) ++reached;
  }
  return reached;
}

std::optional<Instant> next_step_at(const ChaseLadder& ladder, Instant due_at, int taken) {
  if (taken < 0 || static_cast<std::size_t>(taken) >= ladder.steps.size()) return std::nullopt;
  return due_at.plus(ladder.steps[static_cast<std::size_t>(taken)].after);
}

}  // namespace charta::worklists
