// SPDX-License-Identifier: Apache-2.0
#include "base/key_time.hpp"

namespace charta {
namespace {

// The layout of TimeOrderedKeys (id.hpp); a test compares the two.
constexpr std::int64_t keys_begin_ms = 1'577'836'800'000;
constexpr int bits_below_the_time = 22;

}  // namespace

std::int64_t first_key_at(Instant at) {
  const std::int64_t since = at.milliseconds() - keys_begin_ms;
  return since <= 0 ? 0 : since << bits_below_the_time;
}

Instant instant_of_key(std::int64_t key) {
  return Instant((key >> bits_below_the_time) + keys_begin_ms);
}

}  // namespace charta
