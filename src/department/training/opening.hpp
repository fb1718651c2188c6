// SPDX-License-Identifier: Apache-2.0
// What the hospital brings with it on its first day: charts that chance would not write.
#pragma once
#include "department/training/hospital.hpp"
#include "department/training/simulation.hpp"

#include <deque>
#include <vector>

namespace charta::training {

/// Sent before everything else, in this order: a dialysis patient with `options.treatments` reports taken over from the
/// practice's old system (a chart of thousands of entries), and, with `options.protected_person`, a person whose record is
/// protected (PD1-12) and holds three notes, and, with `options.look_alikes`, people whom the patient index asks about two by two.
/// None takes part in anything later, so that the rest of the stream does not depend on them.
std::deque<SimulatedMessage> opening_messages(const std::vector<Physician>& physicians, Instant start,
                                              const SimulationOptions& options);

}  // namespace charta::training
