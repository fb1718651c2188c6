// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/demo_paper_troubles.hpp"
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// What the simulated file room knows in truth, and no screen shows.
struct DemoFileRoomTruth {
  bool is_new = false;  ///< it was furnished now
  std::vector<DemoMisfile> misfiles;
};

/// The simulated hospital's file room, once: shelves, borrowers of every class, twenty years of folders with their movements
/// (the last of them along the visits of the simulation), loans past due at each step, volumes off site, sensitive, misfiled and
/// missing at each step, a full cart of returns, and what a busy night asks for. All of invented people, by the same numbers each
/// time.
Result<DemoFileRoomTruth> furnish_demo_file_room(Hospital& hospital);

}  // namespace charta::app
