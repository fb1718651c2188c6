// SPDX-License-Identifier: Apache-2.0
// What a small town's hospital sends in a few hours, and the truth about it: whom each message is really about, and what must
// never happen.
#pragma once
#include "base/time.hpp"
#include "department/training/random.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace charta::simulation {

using training::Random;

/// What a records department may make of a message.
enum class Truth {
  fileable,     ///< right in itself: filed in the end, whatever the order in which things came
  overtaken,    ///< right in itself, but perhaps older than what is filed already: filed, or held for that
  wrong,        ///< its number and its name are two people's, or nobody's: never filed without a person
  changed,      ///< one of two with the same control id and other bytes: the later to come is refused
  unsupported,  ///< a type that nobody here files: rejected, and held
  unreadable    ///< no header: never acknowledged, never lost
};

struct TownMessage {
  std::int64_t at_ms = 0;  ///< when its sender has it, from the start
  std::string application, control_id, type, bytes;
  Truth truth = Truth::fileable;
  int person = -1;  ///< of people::all, whom it is really about
  std::string placer, filler, document, status, content;
  bool cancels = false;
};

struct Town {
  std::vector<TownMessage> messages;  ///< by time
};

/// `stories`: how many visits are told. The same random numbers tell the same.
Town tell(Random& random, Instant start, int stories);

inline constexpr std::string_view town_facility = "MAIN";

}  // namespace charta::simulation
