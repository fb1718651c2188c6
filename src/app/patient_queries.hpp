// SPDX-License-Identifier: Apache-2.0
// Questions about patients (PDQ, PIX) at the MLLP door: answered at once, and never taken in as an arrival.
#pragma once
#include "department/patient_index/query_service.hpp"
#include "transport/mllp/server.hpp"

namespace charta::app {

class Hospital;

/// The response to a question; nothing when the message is none, and intake takes it.
std::optional<std::string> answer_patient_query(Hospital& hospital, std::string_view message);

/// The door's events with questions answered before intake sees them.
mllp::ServerEvents with_patient_queries(mllp::ServerEvents events, Hospital& hospital);

}  // namespace charta::app
