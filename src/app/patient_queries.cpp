// SPDX-License-Identifier: Apache-2.0
#include "app/patient_queries.hpp"

#include "app/hospital.hpp"

namespace charta::app {
namespace {

/// Whoever asks at the door is not known by name: what carries any label is not there for them.
access::Actor asker() {
  access::Actor actor = access::Actor::system("mllp-query");
  actor.kind = access::Actor::Kind::program;
  actor.permissions.reset();
  for (const auto permission : {access::Permission::read_record, access::Permission::search_record})
    actor.permissions.set(static_cast<std::size_t>(permission));
  actor.visibility.clearance = 0;
  return actor;
}

}  // namespace

std::optional<std::string> answer_patient_query(Hospital& hospital, std::string_view message) {
  const auto envelope = hl7v2::read_envelope(message);
  if (!envelope || !patient_index::is_patient_query(envelope->header)) return std::nullopt;
  const auto question = hl7v2::Message::parse(message);
  if (!question) return std::nullopt;  // intake says what is wrong with it
  hl7v2_fhir::Sender sender;
  if (const auto zone = TimeZone::open(hospital.configuration.zone)) sender.zone = *zone;
  patient_index::QueryService queries(*hospital.store, *hospital.patient_index, *hospital.identity, *hospital.ledger,
                                      hospital.clock, hospital.keys);
  return queries.answer(*question, asker(), sender);
}

mllp::ServerEvents with_patient_queries(mllp::ServerEvents events, Hospital& hospital) {
  events.on_message = [&hospital, take_in = std::move(events.on_message)](std::string message, const mllp::Connection& from) {
    if (auto answer = answer_patient_query(hospital, message)) return decltype(take_in(std::string(), from)){std::move(*answer)};
    return take_in(std::move(message), from);
  };
  return events;
}

}  // namespace charta::app
