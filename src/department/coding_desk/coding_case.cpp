// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coding_case.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using access::Permission;

constexpr auto codes = Permission::code_records;
constexpr auto follow = Permission::work_worklists;
constexpr worklists::Transition steps[] = {
    {"not-ready", "become-ready", "ready", "nothing-is-missing", follow},
    {"ready", "fall-back", "not-ready", "something-is-missing", follow},
    {"not-ready", "begin-anyway", "in-progress", "", codes, true},
    {"ready", "begin", "in-progress", "", codes},
    {"recode", "begin", "in-progress", "", codes},
    {"recode", "stands", "final", "is-codable", codes, true},
    {"in-progress", "put-aside", "pending", "", codes, true},
    {"pending", "go-on", "in-progress", "", codes},
    {"in-progress", "finish", "coded", "is-codable", codes},
    {"in-progress", "finish-for-review", "second-review", "is-codable", codes},
    {"coded", "review", "second-review", "", codes},
    {"coded", "finalise", "final", "nothing-is-asked", codes},
    {"coded", "reopen", "in-progress", "", codes},
    {"second-review", "agree", "final", "is-agreed", codes},
    {"second-review", "give-back", "in-progress", "is-reviewed", codes, true},
    {"coded", "came-late", "in-progress", "something-came", follow},
    {"second-review", "came-late", "in-progress", "something-came", follow},
    {"not-ready", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"ready", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"in-progress", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"pending", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"coded", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"second-review", "discharge-undone", "withdrawn", "in-the-house", follow},
    {"in-progress", "stay-goes-on", "stay-goes-on", "in-the-house", follow},
    {"pending", "stay-goes-on", "stay-goes-on", "in-the-house", follow},
    {"coded", "stay-goes-on", "stay-goes-on", "in-the-house", follow},
    {"second-review", "stay-goes-on", "stay-goes-on", "in-the-house", follow},
    {"recode", "stay-goes-on", "stay-goes-on", "in-the-house", follow},
    {"stay-goes-on", "left-again", "recode", "has-left", follow},
    {"not-ready", "cancel", "cancelled", "was-cancelled", follow},
    {"ready", "cancel", "cancelled", "was-cancelled", follow},
    {"in-progress", "cancel", "cancelled", "was-cancelled", follow},
    {"pending", "cancel", "cancelled", "was-cancelled", follow},
    {"coded", "cancel", "cancelled", "was-cancelled", follow},
    {"second-review", "cancel", "cancelled", "was-cancelled", follow},
    {"recode", "cancel", "cancelled", "was-cancelled", follow},
    {"stay-goes-on", "cancel", "cancelled", "was-cancelled", follow},
};
constexpr std::string_view final_states[] = {"final", "withdrawn", "cancelled"};
constexpr std::string_view cancelled_states[] = {"withdrawn", "cancelled"};
constexpr worklists::Title titles[] = {{"not-ready", "Not ready: something is missing"},
                                       {"ready", "Ready to code"},
                                       {"in-progress", "Being coded"},
                                       {"pending", "Pending: somebody is asked"},
                                       {"second-review", "Second review"},
                                       {"recode", "To be looked at again"},
                                       {"stay-goes-on", "The stay goes on; its codes were final"},
                                       {"left-again", "The patient has left again"},
                                       {"withdrawn", "The discharge was taken back"},
                                       {"begin-anyway", "Begin although something is missing"},
                                       {"put-aside", "Put aside"},
                                       {"go-on", "Go on"},
                                       {"stands", "The codes stand"},
                                       {"finish", "Finish coding"},
                                       {"finish-for-review", "Finish and ask for a second review"},
                                       {"review", "Ask for a second review"},
                                       {"finalise", "Make final"},
                                       {"reopen", "Take up again"},
                                       {"agree", "Agree and make final"},
                                       {"give-back", "Give back to the coder"}};

constexpr std::array<std::string_view, 3> news_codes = {"document-came", "document-left", "answer-came"};

}  // namespace

std::string_view news_code(NewsKind kind) {
  return news_codes[static_cast<std::size_t>(kind)];
}
std::optional<NewsKind> parse_news(std::string_view code) {
  const auto found = std::find(news_codes.begin(), news_codes.end(), code);
  if (found == news_codes.end()) return std::nullopt;
  return static_cast<NewsKind>(found - news_codes.begin());
}
std::string_view news_sentence(NewsKind kind) {
  constexpr std::array<std::string_view, 3> sentences = {"A document came", "A document left the file", "A physician answered"};
  return sentences[static_cast<std::size_t>(kind)];
}

const worklists::StateMachine& coding_machine() {
  static constexpr worklists::StateMachine machine{
      "coding", "Coding", "not-ready", steps, final_states, cancelled_states, Permission::read_record, false, titles};
  return machine;
}

bool is_being_worked(std::string_view state) {
  return state == "in-progress" || state == "pending" || state == "recode";
}

bool waits_for_file(std::string_view state) {
  return state == "not-ready" || state == "ready";
}

bool is_open_state(std::string_view state) {
  return std::find(std::begin(final_states), std::end(final_states), state) == std::end(final_states);
}

}  // namespace charta::coding_desk
