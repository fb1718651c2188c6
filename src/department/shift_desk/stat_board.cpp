// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/stat_board.hpp"

#include <algorithm>
#include <tuple>

namespace charta::shift_desk {
namespace {

std::string spoken(std::int64_t minutes) {
  if (minutes < 60) return std::to_string(minutes) + " min";
  const auto hours = minutes / 60, rest = minutes % 60;
  if (hours >= 48) return std::to_string(hours / 24) + " d";
  return std::to_string(hours) + " h" + (rest == 0 ? "" : " " + std::to_string(rest) + " min");
}

}  // namespace

Countdown countdown(Instant promised, Instant now, std::chrono::minutes near) {
  Countdown left;
  const auto span = (promised - now).count();
  left.seconds = span >= 0 ? span / 1000 : -((-span + 999) / 1000);
  left.stage = left.seconds < 0 ? "late" : promised - now <= near ? "near" : "ahead";
  if (left.seconds > -60 && left.seconds < 60)
    left.words = "due now";
  else
    left.words = left.seconds < 0 ? spoken(-left.seconds / 60) + " late" : "in " + spoken(left.seconds / 60);
  return left;
}

bool is_on_board(const paper_charts::Requisition& requisition, Instant now, std::chrono::minutes near) {
  if (requisition.state == "delivered" || requisition.closed_at) return false;
  return requisition.priority != worklists::Priority::routine || requisition.needed_at - now <= near;
}

std::string_view next_act(std::string_view requisition_state, std::string_view volume_state) {
  if (requisition_state == "pulled" || requisition_state == "in-transit") return "deliver";
  if (volume_state == "missing" || volume_state == "lost") return "hunt";
  if (volume_state == "off-site" || volume_state == "inactive" || volume_state == "transferred") return "order";
  if (requisition_state == "requested") return "approve";
  return volume_state == "out" ? "collect" : "take";
}

void sort_board(std::vector<BoardLine>& lines) {
  const auto rank = [](const BoardLine& one) {
    const auto& asked = one.line.requisition;
    return std::tuple(asked.priority, asked.needed_at, asked.id);
  };
  std::sort(lines.begin(), lines.end(), [&](const BoardLine& a, const BoardLine& b) { return rank(a) < rank(b); });
}

}  // namespace charta::shift_desk
