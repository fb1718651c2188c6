// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query.hpp"

#include <algorithm>
#include <array>

namespace charta::physician_queries {
namespace {

using access::Permission;

constexpr auto ask = Permission::ask_physicians;
constexpr auto reply = Permission::write_record;
constexpr worklists::Transition steps[] = {
    {"pending", "send", "sent", "may-be-asked", ask},
    {"pending", "delete", "deleted", "", ask},
    {"sent", "answer", "response-received", "is-answered", reply},
    {"reassigned", "answer", "response-received", "is-answered", reply},
    {"sent", "reassign", "reassigned", "has-another", Permission::work_worklists, true},
    {"reassigned", "reassign", "reassigned", "has-another", Permission::work_worklists, true},
    {"sent", "deactivate", "deactivated", "", ask, true},
    {"reassigned", "deactivate", "deactivated", "", ask, true},
    {"response-received", "complete", "completed", "is-judged", ask},
};
constexpr std::string_view final_states[] = {"completed", "deactivated", "deleted"};
constexpr std::string_view cancelled_states[] = {"deactivated", "deleted"};
constexpr worklists::Title titles[] = {{"pending", "Not sent yet"},
                                       {"sent", "With the physician"},
                                       {"reassigned", "With another physician"},
                                       {"response-received", "Answered"},
                                       {"reassign", "Somebody else's to answer"},
                                       {"deactivate", "Take back"}};

constexpr std::array<std::string_view, 3> timings = {"concurrent", "retrospective", "post-bill"};
constexpr std::array<std::string_view, 3> outcomes = {"agreed", "disagreed", "undetermined"};

template <class Value>
std::optional<Value> found_in(const std::array<std::string_view, 3>& codes, std::string_view code) {
  const auto found = std::find(codes.begin(), codes.end(), code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Value>(found - codes.begin());
}

std::optional<double> median_of(std::vector<double> hours) {
  if (hours.empty()) return std::nullopt;
  std::sort(hours.begin(), hours.end());
  const std::size_t half = hours.size() / 2;
  return hours.size() % 2 == 1 ? hours[half] : (hours[half - 1] + hours[half]) / 2;
}

}  // namespace

const worklists::StateMachine& query_machine() {
  static constexpr worklists::StateMachine machine{"physician-query", "Questions to physicians", "pending", steps, final_states,
                                                   cancelled_states,  Permission::read_record,   false,     titles};
  return machine;
}

std::string_view timing_code(Timing timing) {
  return timings[static_cast<std::size_t>(timing)];
}
std::optional<Timing> parse_timing(std::string_view code) {
  return found_in<Timing>(timings, code);
}
std::string_view outcome_code(Outcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}
std::optional<Outcome> parse_outcome(std::string_view code) {
  return found_in<Outcome>(outcomes, code);
}

Result<void> check_answer(const Query& query, const Answer& answer, bool choice_needs_words) {
  const auto count = static_cast<std::int64_t>(query.choices.size());
  if (answer.choice < 0 || answer.choice > count)
    return fail(ErrorKind::invalid,
                "the question has " + std::to_string(count) + " choices; there is no choice " + std::to_string(answer.choice),
                "choice");
  if (query.format != Format::open && answer.choice == 0) return fail(ErrorKind::missing, "choose one of the answers", "choice");
  if (query.format == Format::open && answer.words.empty()) return fail(ErrorKind::missing, "write the answer", "words");
  if (choice_needs_words && answer.words.empty())
    return fail(ErrorKind::missing, "'" + query.choices[static_cast<std::size_t>(answer.choice - 1)] + "' needs words: say which",
                "words");
  return {};
}

QueryFigures figures_of(const std::vector<Query>& queries, Instant now) {
  QueryFigures figures;
  std::vector<double> hours;
  for (const auto& one : queries) {
    if (!one.sent_at) continue;
    ++figures.sent;
    if (one.answered_at) {
      ++figures.answered;
      hours.push_back(static_cast<double>(one.answered_at->milliseconds() - one.sent_at->milliseconds()) / 3'600'000.0);
    } else if (!one.closed_at) {
      ++figures.open;
      figures.overdue += one.due_at && *one.due_at < now ? 1 : 0;
    }
    figures.agreed += one.outcome == "agreed" ? 1 : 0;
    figures.disagreed += one.outcome == "disagreed" ? 1 : 0;
    figures.undetermined += one.outcome == "undetermined" ? 1 : 0;
  }
  figures.median_hours = median_of(std::move(hours));
  return figures;
}

}  // namespace charta::physician_queries
