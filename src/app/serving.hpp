// SPDX-License-Identifier: Apache-2.0
// The hospital with its doors open: HTTP, FHIR, the desk's API, and MLLP.
#pragma once
#include "app/hospital.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace charta::app {

class Serving {
 public:
  /// Starts background work and every listener. `synthetic`: the simulated hospital; every screen says so.
  /// Errors: `unavailable` (an address is in use).
  static Result<std::unique_ptr<Serving>> start(Hospital& hospital, bool synthetic);
  ~Serving();

  std::uint16_t http_port() const;
  std::uint16_t mllp_port() const;
  /// Stops taking requests in, lets those in work finish, ends background work.
  void stop();

 private:
  struct Parts;
  explicit Serving(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Waits for SIGINT or SIGTERM. Call block_stop_signals() before any thread starts.
void block_stop_signals();
void wait_for_stop_signal();

}  // namespace charta::app
