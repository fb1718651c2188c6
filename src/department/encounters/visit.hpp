// SPDX-License-Identifier: Apache-2.0
// What an ADT event says of a visit, and what it makes of the Encounter. Pure.
// Sources: HL7 v2.8 chapter 3 (events A01 to A13, PV1); HL7 v2-to-FHIR implementation guide 1.0, segment map PV1.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"

namespace charta::encounters {

/// What a trigger does to the visit.
enum class VisitAct { none, start, plan, move, end, change_class, update, cancel_start, cancel_move, cancel_end };
VisitAct act_of(std::string_view trigger);

/// PV1 as the department reads it.
struct Visit {
  hl7v2_fhir::EntityId number;   ///< PV1-19
  hl7v2_fhir::EntityId account;  ///< PID-18
  std::string class_code;        ///< v3 ActCode: IMP, AMB, EMER, PRENC; empty when PV1-2 is
  std::string location;          ///< "4 East 136 B"
  std::string prior_location;    ///< PV1-6
  std::optional<Instant> started_at, ended_at;  ///< PV1-44, PV1-45
  Instant event_at;              ///< EVN-6, else EVN-2, else MSH-7

  /// Visit number, else account number, else the admission time: what the visit is known by. Empty when there is none of them.
  hl7v2_fhir::EntityId key() const;
};

Visit visit_of(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender);
/// The v3 ActCode of a PV1-2 (table 0004).
std::string_view class_of(std::string_view pv1_2);

/// Writes the event over `encounter` (an Encounter object in the elements' document; empty for a new one).
/// A location that the patient leaves stays in the list, completed, with the time.
void apply_visit(hl7v2_fhir::Elements& make, json::Value encounter, const hl7v2::Message& message, const Visit& visit, VisitAct act,
                 std::string_view subject_reference);

}  // namespace charta::encounters
