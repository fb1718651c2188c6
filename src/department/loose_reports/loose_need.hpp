// SPDX-License-Identifier: Apache-2.0
// Which loose report is filed first: by who needs it. Pure. Source: rule pack `floor/loose-filing`.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/rules/rule_pack.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::loose_reports {

/// Why something goes before the rest: the patient comes soon, somebody waits for copies, somebody codes the stay; else its age.
enum class Need { appointment, release, coding, age };
std::string_view need_code(Need need);
std::optional<Need> parse_need(std::string_view code);

struct NeedFacts {
  std::optional<Instant> appointment;    ///< the patient's next one
  std::optional<Instant> release_since;  ///< a release that is open, the oldest
  std::optional<Instant> coding_since;   ///< a case that is being coded, the oldest
  Instant came_at;
};

struct LooseRules {
  std::string rule;
  std::vector<Need> order;                                 ///< the first goes before the second
  std::chrono::minutes appointment_within{}, due_after{};  ///< an appointment counts so long ahead; what is loose is late after
  std::vector<std::string> release_queues, coding_queues;  ///< an open item of the patient there is a need
  int intake_days = 1;                                     ///< over how many days the daily intake is averaged
  std::vector<int> age_days;                               ///< the upper ends of the age groups, in days
  /// Errors: `invalid`, naming the element.
  static Result<LooseRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  static Result<LooseRules> parse(std::string_view parameters);
};

struct FoundNeed {
  Need need = Need::age;
  Instant at;             ///< the appointment, since when the release or the coding is open, when the report came
  std::int64_t rank = 0;  ///< the least first
};
/// The first need of the order that the facts know; of two with the same need the earlier one goes first.
FoundNeed need_of(const NeedFacts& facts, Instant now, const LooseRules& rules);

/// How old it is, as a group of the report: 0 for the first of `age_days`, and so on; the last group has no end.
std::size_t age_group(Instant came_at, Instant now, const LooseRules& rules);
/// "under 1 day", "1 to 3 days", "over 7 days"
std::string age_words(std::size_t group, const LooseRules& rules);

}  // namespace charta::loose_reports
