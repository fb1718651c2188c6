// SPDX-License-Identifier: Apache-2.0
// One simulated hospital in one process and on one thread: the real services over a simulated disk, clock and network, all driven
// by one 64-bit seed.
#pragma once
#include "tests/simulation/disk.hpp"
#include "tests/simulation/judge.hpp"
#include "tests/simulation/network.hpp"
#include "tests/support/test_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace charta::simulation {

struct WorldOptions {
  int stories = 7;
  int troubles = 6;              ///< how often something breaks
  bool lies_about_sync = false;  ///< a disk that no program can survive: the judge must find what it loses
  bool narrates = false;         ///< tells each trouble on stdout
};

struct Verdict {
  std::uint64_t seed = 0;
  std::vector<std::string> complaints;  ///< empty: every invariant held
  std::size_t messages = 0, acknowledged = 0;
  std::int64_t steps = 0, starts = 0, clerk_acts = 0;
  DiskFigures disk;
  NetworkFigures network;
  std::string log;  ///< the troubles in order: two runs of one seed have the same
};

/// Runs one seed to its end, or to its first complaint.
Verdict run(std::uint64_t seed, const WorldOptions& options = {});

}  // namespace charta::simulation
