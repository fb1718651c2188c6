// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/identity_pair.hpp"

#include <array>

namespace charta::patient_index {
namespace {

using access::Permission;
using matching::Band;
using matching::Guard;

struct VerdictRow {
  PairVerdict verdict;
  std::string_view code;
};
constexpr std::array<VerdictRow, 4> verdicts{{{PairVerdict::open, "open"},
                                       {PairVerdict::not_a_match, "not-a-match"},
                                       {PairVerdict::merged, "merged"},
                                       {PairVerdict::withdrawn, "withdrawn"}}};

// Whoever may resolve an identity needs link-patients. "Merge" has a guard: the records are linked already, in the same unit.
constexpr auto resolve = Permission::link_patients;
constexpr auto work_on = Permission::work_worklists;
constexpr worklists::Transition steps[] = {
    {"open", "see", "seen", "", work_on},
    {"open", "defer", "deferred", "", work_on, true},
    {"seen", "defer", "deferred", "", work_on, true},
    {"second-opinion", "defer", "deferred", "", work_on, true},
    {"deferred", "return", "open", "", work_on},
    {"open", "ask-second-opinion", "second-opinion", "", work_on},
    {"seen", "ask-second-opinion", "second-opinion", "", work_on},
    {"deferred", "ask-second-opinion", "second-opinion", "", work_on},
    {"second-opinion", "give-opinion", "seen", "", work_on},
    {"open", "not-a-match", "not-a-match", "", resolve, true},
    {"seen", "not-a-match", "not-a-match", "", resolve, true},
    {"deferred", "not-a-match", "not-a-match", "", resolve, true},
    {"second-opinion", "not-a-match", "not-a-match", "", resolve, true},
    {"open", "merge", "merged", "linked", resolve},
    {"seen", "merge", "merged", "linked", resolve},
    {"deferred", "merge", "merged", "linked", resolve},
    {"second-opinion", "merge", "merged", "linked", resolve},
    {"open", "withdraw", "withdrawn", "", resolve, true},
    {"seen", "withdraw", "withdrawn", "", resolve, true},
    {"deferred", "withdraw", "withdrawn", "", resolve, true},
    {"second-opinion", "withdraw", "withdrawn", "", resolve, true},
};
constexpr std::string_view final_states[] = {"not-a-match", "merged", "withdrawn"};
constexpr std::string_view cancelled_states[] = {"withdrawn"};

bool is_new_evidence(const IdentityPair& before, const Match& now, const matching::Policy& policy) {
  return now.pattern != before.pattern && now.bits >= before.bits + policy.new_evidence_bits;
}

}  // namespace

std::string_view verdict_code(PairVerdict verdict) {
  for (const VerdictRow& row : verdicts)
    if (row.verdict == verdict) return row.code;
  return "open";
}

std::optional<PairVerdict> parse_verdict(std::string_view code) {
  for (const VerdictRow& row : verdicts)
    if (row.code == code) return row.verdict;
  return std::nullopt;
}

PairStep next_step(const std::optional<IdentityPair>& before, const Match& now, bool linked, const matching::Policy& policy) {
  const bool alike = now.decision.band != Band::ignore;
  if (linked) return PairStep::nothing;
  if (!before) return alike ? PairStep::ask : PairStep::nothing;
  switch (before->verdict) {
    case PairVerdict::open:
      if (!alike) return PairStep::withdraw;
      return now.pattern == before->pattern ? PairStep::nothing : PairStep::refresh;
    case PairVerdict::withdrawn:
      return alike ? PairStep::ask : PairStep::nothing;
    case PairVerdict::not_a_match:
    case PairVerdict::merged:  // taken back since: somebody decided that they are two
      return alike && is_new_evidence(*before, now, policy) ? PairStep::ask_again : PairStep::nothing;
  }
  return PairStep::nothing;
}

const worklists::StateMachine& identity_machine() {
  static constexpr worklists::StateMachine machine{"identity",       "Possible duplicates",  "open", steps, final_states,
                                                   cancelled_states, Permission::read_record};
  return machine;
}

std::string_view reason_of(const Match& match, bool again) {
  if (again) return "new-evidence";
  for (const Guard guard : match.decision.guards) {
    if (guard == Guard::different_ssn) return "different-ssn";
    if (guard == Guard::multiple_birth) return "perhaps-twins";
    if (guard == Guard::suffix_differs || guard == Guard::generations) return "perhaps-two-generations";
    if (guard == Guard::visit_after_death) return "visit-after-death";
    if (guard == Guard::two_inpatient_stays) return "two-inpatient-stays";
  }
  return match.decision.band == Band::link ? "surely-duplicate" : "possible-duplicate";
}

}  // namespace charta::patient_index
