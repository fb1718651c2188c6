// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/walk.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace charta::shift_desk {
namespace {

using paper_charts::PlaceId;
using worklists::Priority;
using Turns = std::vector<std::pair<std::int64_t, std::string>>;

/// By what places are compared: the turn of each on the way through the house, then its name.
Turns turns_of(const Way& way) {
  Turns turns;
  for (const auto& place : way) turns.emplace_back(place.walk, place.name);
  return turns;
}

PlaceId inner(const Way& way) {
  return way.empty() ? PlaceId() : way.back().id;
}

/// The bay of a shelf, or the place itself.
PlaceId bay_of(const Way& way) {
  if (way.size() > 1 && way.back().kind == paper_charts::PlaceKind::shelf) return way[way.size() - 2].id;
  return inner(way);
}

using Errands = std::vector<const Errand*>;

/// One step a place, in the order of `errands`.
void add_steps(Walk& walk, std::string_view act, const Errands& errands, int round, bool to_delivery) {
  for (const auto* one : errands) {
    const Way& way = to_delivery ? one->goes_to : one->stands;
    auto same = std::find_if(walk.steps.begin(), walk.steps.end(), [&](const Step& step) {
      return step.act == act && step.round == round && step.place == inner(way);
    });
    if (same == walk.steps.end()) {
      Step step{act, inner(way), way.empty() ? std::string() : way.back().path, {}, round, false};
      same = walk.steps.insert(walk.steps.end(), std::move(step));
    }
    same->requisitions.push_back(one->requisition);
    same->is_stat = same->is_stat || one->priority == Priority::stat;
  }
}

Errands with(const Errands& errands, std::string_view act) {
  Errands some;
  for (const auto* one : errands)
    if (one->next == act) some.push_back(one);
  return some;
}

void sort_by_promise(Errands& errands) {
  const auto rank = [](const Errand* one) { return std::tuple(one->priority, one->promised, one->requisition); };
  std::sort(errands.begin(), errands.end(), [&](const Errand* a, const Errand* b) { return rank(a) < rank(b); });
}

/// Along the shelves, begun at the end that is nearer to where one stands; on a shelf always in filing order.
void sort_along(Errands& errands, const Way& from) {
  std::sort(errands.begin(), errands.end(), [](const Errand* a, const Errand* b) {
    return std::tuple(turns_of(a->stands), a->filing_key, a->requisition) <
           std::tuple(turns_of(b->stands), b->filing_key, b->requisition);
  });
  if (from.empty()) return;
  const Turns here = turns_of(from);
  const auto behind =
      std::count_if(errands.begin(), errands.end(), [&](const Errand* one) { return turns_of(one->stands) < here; });
  if (2 * static_cast<std::size_t>(behind) <= errands.size()) return;
  std::stable_sort(errands.begin(), errands.end(),
                   [](const Errand* a, const Errand* b) { return turns_of(b->stands) < turns_of(a->stands); });
}

/// Answers where one stands when the round is done.
Way go_round(Walk& walk, const Errands& errands, const Way& from, bool calls_borrowers, int round) {
  Errands borrowed = with(errands, "collect"), shelved = with(errands, "take"), missing = with(errands, "hunt");
  sort_by_promise(borrowed);
  sort_by_promise(missing);
  sort_along(shelved, from);
  if (calls_borrowers) add_steps(walk, "call", borrowed, round, false);
  add_steps(walk, "take", shelved, round, false);
  if (!calls_borrowers) add_steps(walk, "collect", borrowed, round, false);
  add_steps(walk, "hunt", missing, round, false);
  Errands brought;
  for (const auto* one : errands)
    if (one->next != "hunt" && !(calls_borrowers && one->next == "collect")) brought.push_back(one);
  sort_by_promise(brought);
  add_steps(walk, "deliver", brought, round, true);
  if (!brought.empty()) return brought.back()->goes_to;
  return shelved.empty() ? from : shelved.back()->stands;
}

bool may_walk(const Errand& one) {
  return one.next != "order" && one.next != "approve";
}

}  // namespace

Walk plan_walk(const std::vector<Errand>& errands, const Way& from, bool calls_borrowers) {
  Walk walk;
  std::set<PlaceId> stat_bays;
  for (const auto& one : errands)
    if (one.priority == Priority::stat && one.next == "take") stat_bays.insert(bay_of(one.stands));
  Errands first, second;
  for (const auto& one : errands) {
    if (!may_walk(one)) {
      walk.left_out.push_back({one.requisition, one.next == "order" ? "off-site" : "not-approved"});
      continue;
    }
    const bool stands_beside = one.next == "take" && stat_bays.contains(bay_of(one.stands));
    (one.priority == Priority::stat || stands_beside ? first : second).push_back(&one);
  }
  const Way at = go_round(walk, first, from, calls_borrowers, 1);
  go_round(walk, second, at, calls_borrowers, first.empty() ? 1 : 2);
  return walk;
}

}  // namespace charta::shift_desk
