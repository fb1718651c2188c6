// SPDX-License-Identifier: Apache-2.0
// Two records that look like one person: what is asked about them, and when it may be asked again. Pure.
#pragma once
#include "base/id.hpp"
#include "department/patient_index/live_index.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::patient_index {

enum class PairVerdict {
  open,         ///< a person is asked
  not_a_match,  ///< final, until there is new evidence
  merged,       ///< the records are linked
  withdrawn     ///< a record was corrected, and the two look alike no more
};
std::string_view verdict_code(PairVerdict verdict);
std::optional<PairVerdict> parse_verdict(std::string_view code);

/// What the index keeps of a pair. `low` is the older record.
struct IdentityPair {
  PatientId low, high;
  PairVerdict verdict = PairVerdict::open;
  WorkItemId item;
  matching::Pattern pattern;
  double bits = 0;
  std::string band, guards, rule;
  Instant found_at;
  std::optional<Instant> decided_at;
};

/// What a fresh comparison of two records asks for.
enum class PairStep { nothing, ask, ask_again, refresh, withdraw };
/// `before`: what stands; absent for a pair never asked about. "Not a match" holds while the fields agree as they did then, and
/// until the pair weighs more by what the policy names.
PairStep next_step(const std::optional<IdentityPair>& before, const Match& now, bool linked, const matching::Policy& policy);

/// The declared states and steps of the queue `identity`.
const worklists::StateMachine& identity_machine();

/// Why a person is asked, as data/rules/worklists/reasons.json codes it.
std::string_view reason_of(const Match& match, bool again);

}  // namespace charta::patient_index
