// SPDX-License-Identifier: Apache-2.0
// The lengths of time and the numbers in which the simulated hospital's plans are written.
#pragma once
#include <cstdint>
#include <string>

namespace charta::training {

inline constexpr std::int64_t one_hour = 60;  // in minutes
inline constexpr std::int64_t one_day = 24 * one_hour;

/// A running number in eight digits, as placers, fillers and transcription systems print theirs.
inline std::string eight_digits(std::uint64_t number) {
  return std::to_string(100000000 + number).substr(1);
}

}  // namespace charta::training
