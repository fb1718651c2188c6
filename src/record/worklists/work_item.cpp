// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item.hpp"

#include <algorithm>

namespace charta::worklists {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace

std::string_view priority_code(Priority priority) {
  switch (priority) {
    case Priority::stat:
      return "stat";
    case Priority::urgent:
      return "urgent";
    case Priority::routine:
      return "routine";
  }
  return "routine";
}

std::optional<Priority> parse_priority(std::string_view code) {
  if (code == "stat" || code == "asap") return Priority::stat;
  if (code == "urgent") return Priority::urgent;
  if (code == "routine") return Priority::routine;
  return std::nullopt;
}

std::vector<std::string_view> events_from(const StateMachine& machine, std::string_view from) {
  std::vector<std::string_view> events;
  for (const Transition& transition : machine.transitions) {
    if (transition.from != from) continue;
    if (std::find(events.begin(), events.end(), transition.event) == events.end()) events.push_back(transition.event);
  }
  return events;
}

Result<const Transition*> step(const StateMachine& machine, std::string_view from, std::string_view event) {
  for (const Transition& transition : machine.transitions) {
    if (transition.from == from && transition.event == event) return &transition;
  }
  const auto possible = events_from(machine, from);
  std::string message = "'" + std::string(event) + "' is not possible while this is '" + std::string(from) + "'; ";
  message += possible.empty() ? "nothing more can be done to it" : "possible now: " + joined(possible);
  return fail(ErrorKind::business_rule, std::move(message), "event");
}

bool is_final(const StateMachine& machine, std::string_view state) {
  return std::find(machine.final_states.begin(), machine.final_states.end(), state) != machine.final_states.end();
}

std::vector<std::string_view> states_of(const StateMachine& machine) {
  std::vector<std::string_view> states{machine.initial};
  const auto add = [&](std::string_view state) {
    if (std::find(states.begin(), states.end(), state) == states.end()) states.push_back(state);
  };
  for (const Transition& transition : machine.transitions) {
    add(transition.from);
    add(transition.to);
  }
  for (const std::string_view state : machine.final_states) add(state);
  return states;
}

std::string_view check(const StateMachine& machine) {
  for (const Transition& transition : machine.transitions) {
    if (is_final(machine, transition.from)) return "a step leaves a final state";
    for (const Transition& other : machine.transitions) {
      if (&other != &transition && other.from == transition.from && other.event == transition.event)
        return "one event has two ends";
    }
  }
  for (const std::string_view state : states_of(machine)) {
    if (!is_final(machine, state) && events_from(machine, state).empty()) return "an open state has no way out";
  }
  return {};
}

std::string title_of(std::string_view code) {
  std::string title(code);
  std::replace(title.begin(), title.end(), '-', ' ');
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

std::string title_of(const StateMachine& machine, std::string_view code) {
  for (const auto& title : machine.titles)
    if (title.code == code) return std::string(title.words);
  return title_of(code);
}

}  // namespace charta::worklists
