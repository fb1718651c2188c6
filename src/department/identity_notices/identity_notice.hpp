// SPDX-License-Identifier: Apache-2.0
// What partners are told of identities, as HL7 v2.5.1 messages. Pure.
// Source: HL7 v2.5.1 chapter 3, 3.3.37 (A37), 3.3.40 (A40), 3.3.45 (A45), 3.4.2 (PID), 3.4.9 (MRG).
#pragma once
#include "base/time.hpp"
#include "department/patient_index/patient_index_store.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"

#include <string>
#include <string_view>

namespace charta::identity_notices {

/// To whom, when, and under which control id.
struct Heading {
  std::string receiving_application, receiving_facility, control_id;
  Instant at;
};

/// MSH and EVN of a message of this house; PID with the current numbers. For messages of other departments too.
/// MSH alone: messages that tell of no event (ORU) have no EVN.
std::string print_msh(const Heading& heading, std::string_view type, std::string_view trigger, std::string_view structure);
std::string print_head(const Heading& heading, std::string_view type, std::string_view trigger, std::string_view structure);
std::string print_pid(const patient_index::Person& person);

struct VisitNumbers {
  hl7v2_fhir::EntityId visit, account;
  std::string class_code;  ///< v3 ActCode
};

/// ADT^A40^ADT_A39: the current record numbers of `absorbed` are given up for those of `survivor`.
std::string print_merge(const Heading& heading, const patient_index::Person& survivor, const patient_index::Person& absorbed);
/// ADT^A37^ADT_A37: they are two persons.
std::string print_unlink(const Heading& heading, const patient_index::Person& one, const patient_index::Person& other);
/// ADT^A45^ADT_A45: a visit of `from` is one of `to`.
std::string print_visit_move(const Heading& heading, const patient_index::Person& from, const patient_index::Person& to,
                             const VisitNumbers& visit);

}  // namespace charta::identity_notices
