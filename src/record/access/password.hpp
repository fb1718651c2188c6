// SPDX-License-Identifier: Apache-2.0
// Argon2id, so that a stolen table of passwords is worth little. Source: RFC 9106; NIST SP 800-63B 5.1.1.2.
#pragma once
#include "base/result.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>

namespace charta::access {

/// Passes and memory of one computation. The defaults take about a tenth of a second.
struct HashCost {
  unsigned passes = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
};

/// At most two computations at a time: a flood of sign-ins cannot take the machine's memory.
class PasswordHasher {
 public:
  explicit PasswordHasher(HashCost cost) : cost_(cost) {}

  /// The encoded hash, salt and cost included. Errors: `busy`, `unavailable` (no memory).
  Result<std::string> hash(const std::string& password);
  /// An empty `encoded` (nobody has that name) takes as long as a real one and never agrees. Errors: `busy`.
  Result<bool> agrees(const std::string& encoded, const std::string& password);

 private:
  class Turn;
  HashCost cost_;
  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0, waiting_ = 0;
  std::string nobody_;  ///< a hash of random bytes, made on first use
};

}  // namespace charta::access
