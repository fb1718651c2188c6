// SPDX-License-Identifier: Apache-2.0
// The queues of distribution, as declared steps. A step counts only with what belongs to it on the copy: the guards ask for that.
#pragma once
#include "department/distribution/copy.hpp"
#include "record/worklists/work_item.hpp"

namespace charta::distribution {

/// to-review -> opened -> approved | corrections-requested -> re-transcribed (the next version is a copy of its own) |
/// rejected -> reassigned; both may be left as they are, with a reason; superseded, withdrawn.
const worklists::StateMachine& document_review_machine();
/// failed -> sent-again | given-up | cause-gone; also the question how somebody is reached.
const worklists::StateMachine& failed_copy_machine();
/// asked -> destroyed | returned | not-found: a sheet of paper that is not true any more.
const worklists::StateMachine& copy_recall_machine();

/// Whether the copy as it stands allows the step that this guard watches.
bool holds(std::string_view guard, const Copy& copy);

inline constexpr std::string_view copy_subject = "DistributionCopy", recipient_subject = "DistributionRecipient";

}  // namespace charta::distribution
