// SPDX-License-Identifier: Apache-2.0
// What one act makes of one item: a pure rule, without store or clock.
#pragma once
#include "record/ledger/ledger.hpp"
#include "record/worklists/work_item.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

struct Performed {
  WorkItem item;                           ///< as it stands after the act; its version is one higher
  const Transition* transition = nullptr;  ///< none for the events that every machine has
  ledger::Act act = ledger::Act::transitioned;
  std::string reason;  ///< coded, for the ledger
};

/// The item after `act` at `now`. Errors: `forbidden` (permission), `version_conflict` (somebody was faster: says who and when),
/// `business_rule` (not declared, closed, or a reason is missing), `missing` (assignee, waiting_until).
Result<Performed> perform(const StateMachine& machine, const WorkItem& item, const Act& act, const access::Actor& actor,
                          Instant now);

/// The events that every machine has.
std::span<const std::string_view> universal_events();
bool is_universal(std::string_view event);

/// What may be done to an item now, and why not where it may not.
struct Offer {
  std::string event, title, why;
  bool allowed = true, needs_reason = false;
};
std::vector<Offer> offers(const StateMachine& machine, const WorkItem& item, const access::Actor& actor);

/// FHIR Task.status of an item: requested, accepted, in-progress, on-hold, completed, cancelled.
std::string_view task_status(const StateMachine& machine, const WorkItem& item);

}  // namespace charta::worklists
