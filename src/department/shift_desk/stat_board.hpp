// SPDX-License-Identifier: Apache-2.0
// What is urgent now, with the time that is left: the board of the shift. Pure.
#pragma once
#include "department/paper_charts/requisition.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace charta::shift_desk {

/// How far a promise is. Counted by the server's clock; a screen counts on from there by the time that passed.
struct Countdown {
  std::int64_t seconds = 0;  ///< left; below zero: late
  std::string_view stage;    ///< late, near, ahead
  std::string words;         ///< "12 min late", "due now", "in 1 h 5 min"
};
Countdown countdown(Instant promised, Instant now, std::chrono::minutes near);

struct BoardLine {
  paper_charts::PullLine line;
  UserId claimed_by;
  Countdown left;
  std::string_view next;  ///< what one person does now: approve, take, collect, hunt, order, deliver
};

/// STAT and urgent whatever their time; others when their promise is near.
bool is_on_board(const paper_charts::Requisition& requisition, Instant now, std::chrono::minutes near);
/// What one person does next with a request, by its state and that of its volume.
std::string_view next_act(std::string_view requisition_state, std::string_view volume_state);
/// STAT first, then urgent, then the rest; in each the promise that ends first.
void sort_board(std::vector<BoardLine>& lines);

}  // namespace charta::shift_desk
