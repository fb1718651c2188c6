// SPDX-License-Identifier: Apache-2.0
// The simulated hospital in a data directory of its own: its people, its history, its feed.
#pragma once
#include "app/hospital.hpp"
#include "department/training/simulation.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace charta::app {

struct DemoOptions {
  std::uint64_t seed = 7;
  int beds = 120;
  int patients = 400;  ///< registered before the first day
  int days = 4;        ///< of history before now
  int treatments = 2200;  ///< reports of the one patient with a chart of thousands of entries
};

/// An account of the demo hospital and the role it shows.
struct DemoAccount {
  std::string name, display_name, role;
};
const std::vector<DemoAccount>& demo_accounts();

/// Makes the accounts when there are none and answers their common password, kept in DIR/demo-password (readable by its owner
/// only).
Result<std::string> ensure_demo_accounts(Hospital& hospital);

struct DemoFilled {
  std::int64_t sent = 0, accepted = 0, refused = 0;
};

/// A hospital whose clock is the wall's: history up to now, then a live feed. The same seed and start give the same messages;
/// both are kept in DIR/demo.json, so that a restart goes on where it stopped.
class DemoFeed {
 public:
  static Result<std::unique_ptr<DemoFeed>> open(Hospital& hospital, const DemoOptions& options);
  ~DemoFeed() { stop(); }

  /// Sends everything up to now through the real listener; `progress` is told the time reached, in percent.
  Result<DemoFilled> catch_up(const std::string& endpoint, const std::function<void(int percent, std::int64_t sent)>& progress);
  /// Goes on in real time on a thread of its own until stop().
  void start_live(const std::string& endpoint);
  void stop();

 private:
  DemoFeed(Hospital& hospital, const DemoOptions& options, Instant start, Instant seen);
  void run_live(const std::string& endpoint);

  Hospital& hospital_;
  Instant start_, seen_;  ///< messages up to `seen_` were sent before this start
  training::HospitalSimulation simulation_;
  std::optional<training::SimulatedMessage> waiting_;  ///< the first that lay in the future
  std::atomic<bool> stopping_{false};
  std::thread live_;
};

}  // namespace charta::app
