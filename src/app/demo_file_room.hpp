// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// The simulated hospital's file room, once: shelves, borrowers, twenty years of folders with their movements, loans past due,
/// volumes off site and missing, and what a busy night asks for. All of invented people, by the same numbers each time.
Result<void> furnish_demo_file_room(Hospital& hospital);

}  // namespace charta::app
