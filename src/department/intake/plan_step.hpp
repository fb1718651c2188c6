// SPDX-License-Identifier: Apache-2.0
// One preparation: the message, what is known so far, and the plan being made. Private to the planner.
#pragma once
#include "department/intake/message_plan.hpp"

#include <algorithm>

namespace charta::intake {

struct MessagePlanner::Step {
  store::Reader& reader;
  const hl7v2::Message& message;
  const PlanContext& context;
  const MessageType& type;
  hl7v2_fhir::Sender sender;
  std::string event_time;
  Plan plan;

  void say(std::string text, std::string link_type = {}, std::string link_id = {}) {
    plan.outcome.push_back({std::move(text), std::move(link_type), std::move(link_id)});
  }
  /// When the event happened, as the sender says; now when it does not, or says something that has not come yet.
  Instant happened_at() const {
    const auto at = hl7v2_fhir::moment(event_time, sender);
    return at ? std::min(*at, context.received_at) : context.received_at;
  }
};

/// Whether a record is one of those that are one person.
inline bool is_among(const std::vector<PatientId>& records, PatientId record) {
  return std::find(records.begin(), records.end(), record) != records.end();
}

Error hold_for(const patient_index::Verdict& verdict);
const patient_index::Identifier* first_record_number(const patient_index::Demographics& who);

}  // namespace charta::intake
