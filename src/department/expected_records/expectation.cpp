// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/expectation.hpp"

#include <algorithm>
#include <array>

namespace charta::expected_records {
namespace {

using access::Permission;
using worklists::Transition;

struct Stage {
  std::string_view state, event;
};

// In the order in which a report grows; each may be reached from every one before it.
constexpr std::array stages = {Stage{"expected", ""},
                               Stage{"performed", "perform"},
                               Stage{"dictated", "dictate"},
                               Stage{"transcribed", "transcribe"},
                               Stage{"preliminary", "report-preliminary"},
                               Stage{"authenticated", "authenticate"},
                               Stage{"received", "receive"},
                               Stage{"filed", "file"}};
constexpr std::string_view suggested = "possible-match";
constexpr std::array exits = {Stage{"cancelled", "cancel"}, Stage{"not-required", "excuse"}, Stage{"superseded", "supersede"}};

constexpr std::size_t open_stages = stages.size() - 1;
constexpr std::size_t forward_steps = stages.size() * (stages.size() - 1) / 2;
constexpr std::size_t from_suggested = (stages.size() - 1) + 2;  // every later stage, confirm, decline
constexpr std::size_t exit_steps = (open_stages + 1) * exits.size();
constexpr std::size_t step_count =
    forward_steps + from_suggested + exit_steps + 2;  // and two states in which a match is suggested

constexpr Transition forward(std::string_view from, const Stage& to) {
  const bool closes = to.state == "filed";
  return {from,
          to.event,
          to.state,
          closes ? "names-its-document" : "",
          closes ? Permission::file_documents : Permission::work_worklists,
          false,
          from == suggested && !closes};
}

constexpr Transition leave(std::string_view from, const Stage& to) {
  return {from, to.event, to.state, "", Permission::excuse_expected_records, true, from == suggested};
}

constexpr std::array<Transition, step_count> all_steps() {
  std::array<Transition, step_count> steps{};
  std::size_t count = 0;
  for (std::size_t from = 0; from < open_stages; ++from) {
    for (std::size_t to = from + 1; to < stages.size(); ++to) steps[count++] = forward(stages[from].state, stages[to]);
    for (const Stage& exit : exits) steps[count++] = leave(stages[from].state, exit);
  }
  steps[count++] = {"expected", "suggest", suggested, "", Permission::work_worklists, false};
  steps[count++] = {"performed", "suggest", suggested, "", Permission::work_worklists, false};
  steps[count++] = {suggested, "confirm", "received", "names-its-document", Permission::file_documents, false};
  steps[count++] = {suggested, "decline", "expected", "", Permission::work_worklists, false, true};
  for (std::size_t to = 1; to < stages.size(); ++to) steps[count++] = forward(suggested, stages[to]);
  for (const Stage& exit : exits) steps[count++] = leave(suggested, exit);
  return steps;
}

constexpr auto expectation_steps = all_steps();
constexpr std::array<std::string_view, 4> filed_or_cancelled = {"filed", "cancelled", "not-required", "superseded"};
constexpr std::array<std::string_view, 3> cancelled_states = {"cancelled", "not-required", "superseded"};
constexpr worklists::StateMachine expected_machine{"expected-record", "Expected records", "expected",
                                                   expectation_steps, filed_or_cancelled, cancelled_states};

int place_of(std::string_view state) {
  if (state == suggested) return 0;  // a suggestion is no progress
  const auto found = std::find_if(stages.begin(), stages.end(), [&](const Stage& stage) { return stage.state == state; });
  return found == stages.end() ? -1 : static_cast<int>(found - stages.begin());
}

struct Completion {
  std::string_view code, state;
};

// HL7 v2 table 0271 (TXA-17) and table 0123 (OBR-25); the codes of the two tables do not collide.
constexpr std::array completions = {
    Completion{"DI", "dictated"},    Completion{"IP", "transcribed"}, Completion{"IN", "transcribed"},
    Completion{"DO", "transcribed"}, Completion{"PA", "preliminary"}, Completion{"AU", "filed"},
    Completion{"LA", "filed"},       Completion{"I", "performed"},    Completion{"A", "preliminary"},
    Completion{"P", "preliminary"},  Completion{"R", "preliminary"},  Completion{"F", "filed"},
    Completion{"C", "filed"},        Completion{"W", "filed"},        Completion{"X", "cancelled"}};

constexpr std::array<std::string_view, 5> triggers = {"order", "admission", "discharge", "appointment", "manual"};

}  // namespace

std::string_view trigger_code(Trigger trigger) {
  return triggers[static_cast<std::size_t>(trigger)];
}

std::optional<Trigger> parse_trigger(std::string_view code) {
  const auto found = std::find(triggers.begin(), triggers.end(), code);
  if (found == triggers.end()) return std::nullopt;
  return static_cast<Trigger>(found - triggers.begin());
}

bool Expectation::is_open() const {
  return !worklists::is_final(expected_machine, state);
}

const worklists::StateMachine& expected_record_machine() {
  return expected_machine;
}

std::string_view state_for_completion(std::string_view completion) {
  if (completion.empty()) return "filed";  // it stands in the chart, and its sender knows of nothing that is still to come
  for (const Completion& row : completions) {
    if (row.code == completion) return row.state;
  }
  return {};
}

std::string_view event_into(std::string_view state) {
  for (const Stage& stage : stages) {
    if (stage.state == state) return stage.event;
  }
  for (const Stage& exit : exits) {
    if (exit.state == state) return exit.event;
  }
  return state == suggested ? "suggest" : "";
}

bool is_further(std::string_view from, std::string_view to) {
  return place_of(from) >= 0 && place_of(to) > place_of(from);
}

}  // namespace charta::expected_records
