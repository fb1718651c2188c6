// SPDX-License-Identifier: Apache-2.0
#include "app/patient_queries.hpp"

#include "app/hospital.hpp"
#include "department/intake/message_plan.hpp"

namespace charta::app {
namespace {

/// Who asks at the door is a program known to the registry of partners, and no person: what carries any label is not there for
/// it. A sender that nobody has registered may send, and ask nothing.
access::Actor asker(const partners::Partner& partner) {
  access::Actor actor = access::Actor::system("mllp-query");
  actor.kind = access::Actor::Kind::program;
  actor.permissions.reset();
  actor.visibility.clearance = 0;
  if (!partner.id.is_set() || !partner.enabled) return actor;
  for (const auto permission : {access::Permission::read_record, access::Permission::search_record})
    actor.permissions.set(static_cast<std::size_t>(permission));
  return actor;
}

}  // namespace

std::optional<std::string> answer_patient_query(Hospital& hospital, std::string_view message) {
  const auto envelope = hl7v2::read_envelope(message);
  if (!envelope || !patient_index::is_patient_query(envelope->header)) return std::nullopt;
  const auto question = hl7v2::Message::parse(message);
  if (!question) return std::nullopt;  // intake says what is wrong with it
  const auto partner = hospital.partners->of_sender(envelope->header.sending_application, envelope->header.sending_facility);
  const auto sender = intake::sender_of(partner, envelope->header);
  patient_index::QueryService queries(*hospital.store, *hospital.patient_index, *hospital.identity, *hospital.ledger,
                                      hospital.clock, hospital.keys);
  return queries.answer(*question, asker(partner), sender);
}

mllp::ServerEvents with_patient_queries(mllp::ServerEvents events, Hospital& hospital) {
  events.on_message = [&hospital, take_in = std::move(events.on_message)](std::string message, const mllp::Connection& from) {
    if (auto answer = answer_patient_query(hospital, message)) return decltype(take_in(std::string(), from)){std::move(*answer)};
    return take_in(std::move(message), from);
  };
  return events;
}

}  // namespace charta::app
