// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/stat_call.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::floor_delivery {
namespace {

using access::Permission;

constexpr worklists::Transition call_steps[] = {
    {"open", "call", "called", "call-as-recorded", Permission::file_documents},
    {"called", "call", "called", "call-as-recorded", Permission::file_documents},
    {"open", "confirm", "read-back", "call-as-recorded", Permission::file_documents},
    {"called", "confirm", "read-back", "call-as-recorded", Permission::file_documents},
    {"open", "excuse", "excused", "", Permission::waive_work, true},
    {"called", "excuse", "excused", "", Permission::waive_work, true},
    {"open", "withdraw", "withdrawn", "call-as-recorded", Permission::file_documents},
    {"called", "withdraw", "withdrawn", "call-as-recorded", Permission::file_documents},
};
constexpr std::string_view call_ends[] = {"read-back", "excused", "withdrawn"};
constexpr std::string_view call_cancelled[] = {"excused", "withdrawn"};
constexpr worklists::Title call_titles[] = {{"open", "Nobody called yet"},
                                            {"called", "Not read back yet"},
                                            {"read-back", "Read back and confirmed"},
                                            {"withdrawn", "The document was withdrawn"},
                                            {"call", "Called without a read-back"},
                                            {"confirm", "Read back"},
                                            {"excuse", "No call is needed"}};
constexpr std::array<std::string_view, 4> outcomes_of_calls = {"told", "no-answer", "engaged", "wrong-person"};
constexpr std::size_t longest_words = 2000;

}  // namespace

const worklists::StateMachine& stat_call_machine() {
  static constexpr worklists::StateMachine machine{"stat-call",    "STAT results by telephone", "open", call_steps, call_ends,
                                                   call_cancelled, Permission::file_documents,  false,  call_titles};
  return machine;
}

Result<void> check_attempt(const CallAttempt& attempt) {
  if (std::find(outcomes_of_calls.begin(), outcomes_of_calls.end(), attempt.outcome) == outcomes_of_calls.end())
    return fail(ErrorKind::unknown_code, "say told, no-answer, engaged or wrong-person", "outcome");
  if (std::max({attempt.who_answered.size(), attempt.telephone.size(), attempt.read_back.size()}) > longest_words)
    return fail(ErrorKind::too_large, "that is more than a call can say: 2000 characters at most", "read_back");
  if (attempt.outcome == "told" && trimmed(attempt.who_answered).empty())
    return fail(ErrorKind::missing, "say who answered: the name and what they are", "who_answered");
  if (attempt.is_confirmed && attempt.outcome != "told")
    return fail(ErrorKind::business_rule, "nobody was told, so nothing can have been read back", "confirmed");
  if (attempt.is_confirmed && trimmed(attempt.read_back).empty())
    return fail(ErrorKind::missing, "write what was read back, in the words of who answered", "read_back");
  return {};
}

}  // namespace charta::floor_delivery
