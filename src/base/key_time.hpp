// SPDX-License-Identifier: Apache-2.0
// Row keys follow time: rows of a time are a range of their keys, and a key tells when its row was made.
#pragma once
#include "base/time.hpp"

#include <cstdint>

namespace charta {

/// The least key that a TimeOrderedKeys makes at `at` or later; 0 before 2020.
std::int64_t first_key_at(Instant at);
/// When a TimeOrderedKeys made this key, to the millisecond.
Instant instant_of_key(std::int64_t key);

}  // namespace charta
