// SPDX-License-Identifier: Apache-2.0
// One person, several pulls: in which order to go, what to take where, and to whom it is brought. Pure.
#pragma once
#include "department/paper_charts/requisition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::shift_desk {

using Way = std::vector<paper_charts::Place>;  ///< from the outermost place to the shelf

/// One volume that is wanted: where it stands and where it goes.
struct Errand {
  paper_charts::RequisitionId requisition;
  worklists::Priority priority = worklists::Priority::routine;
  Instant promised;
  std::string_view next;  ///< take, collect, deliver, hunt, order, approve: next_act()
  std::string filing_key;
  Way stands, goes_to;
};

struct Step {
  std::string_view act;  ///< call, take, collect, hunt, deliver
  paper_charts::PlaceId place;
  std::string path;
  std::vector<paper_charts::RequisitionId> requisitions;  ///< in the order in which they stand there
  int round = 1;
  bool is_stat = false;
};
struct LeftOut {
  paper_charts::RequisitionId requisition;
  std::string_view why;  ///< off-site, not-approved
};
struct Walk {
  std::vector<Step> steps;
  std::vector<LeftOut> left_out;
};

/// Borrowers who are called look while one walks, so calls come first; then the shelves in the order of the room, begun at the
/// end nearer to `from`; then who has a volume; then what is missing; then deliveries, what is more urgent and promised sooner
/// first. STAT goes in a round of its own before everything else, and takes along what stands in the same bay.
Walk plan_walk(const std::vector<Errand>& errands, const Way& from, bool calls_borrowers);

}  // namespace charta::shift_desk
