// SPDX-License-Identifier: Apache-2.0
// Whom to chase, and when, once an item is past its due time.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

struct ChaseStep {
  std::chrono::minutes after;  ///< past the due time
  std::string to;              ///< "department", "department-head", "him-lead"
};

/// The steps of one kind of work, in order of time, from a rule ("worklists/chase-ladder").
struct ChaseLadder {
  std::string kind, rule;
  std::vector<ChaseStep> steps;
};

/// Every ladder that a rule declares. Errors: `invalid`, naming the element.
Result<std::vector<ChaseLadder>> read_ladders(const rules::Rule& rule);

/// A step of the ladders -> the roles whose people answer it.
using Answerers = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Who answers each step, from the same rule; empty where it says nothing of it: then every step is everybody's.
/// Errors: `invalid`: a step that nobody would ever see.
Result<Answerers> read_answerers(const rules::Rule& rule);

/// How many steps have been reached: 0 before the first.
int steps_reached(const ChaseLadder& ladder, Instant due_at, Instant now);
/// When the step after `taken` steps is reached; nothing at the top of the ladder.
std::optional<Instant> next_step_at(const ChaseLadder& ladder, Instant due_at, int taken);

}  // namespace charta::worklists
