// SPDX-License-Identifier: Apache-2.0
// What a volume was called before, in which numbering and in which hospital; and where something stands on a roll or in a box. Pure.
#pragma once
#include "department/paper_charts/volume.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

bool is_number_scheme(std::string_view scheme);  ///< unit, serial, serial-unit, jacket, roll, account, other
const std::vector<std::string_view>& number_schemes();

/// A number under which somebody may still ask.
struct OldNumber {
  std::int64_t key = 0;
  PatientId patient;
  VolumeId volume;  ///< unset: the person's, whatever the volume
  std::string value, scheme = "other", hospital;
  UserId by;
  Instant added_at;
};

/// Any old number is found as it is said: without blanks, hyphens and case.
std::string number_folded(std::string_view number);

/// One part of a place on a medium: {"roll", "118", ""}; frames 2040 to 2051 are {"frame", "2040", "2051"}.
struct PositionPart {
  std::string name, value, until{};
  bool operator==(const PositionPart&) const = default;
};
/// "Frames 2040-2051 of roll 118" -> roll, frame: from the outer to the inner. Nothing where no part is named.
std::vector<PositionPart> parse_position(std::string_view text);
/// "roll 118 frame 2040", as it is looked for; what names no part is its folded words.
std::string position_folded(std::string_view text);
/// Whether what stands at `stored` is (or holds, among its frames) what is asked for.
bool position_holds(const std::vector<PositionPart>& stored, const std::vector<PositionPart>& asked);

}  // namespace charta::paper_charts
