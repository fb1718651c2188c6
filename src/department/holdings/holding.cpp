// SPDX-License-Identifier: Apache-2.0
#include "department/holdings/holding.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::holdings {
namespace {

std::optional<int> year_in(const std::string& day) {
  const auto year = day.size() < 4 ? std::nullopt : parse_integer(day.substr(0, 4));
  return year ? std::optional(static_cast<int>(*year)) : std::nullopt;
}

bool is_gone(const Holding& one) {
  return one.where == "destroyed";
}

bool counts(const Holding& one) {
  return one.where != "merged";  // its papers stand in another volume
}

}  // namespace

std::string_view where_of(const paper_charts::Volume& volume) {
  if (volume.state == "in-file" || volume.state == "inactive") return "on-shelf";
  if (volume.state == "out") return "charged-out";
  if (volume.state == "lost") return "missing";
  if (volume.state == "off-site" || volume.state == "missing" || volume.state == "destroyed" || volume.state == "merged" ||
      volume.state == "transferred" || volume.state == "retired")
    return volume.state;
  return "missing";
}

bool can_be_had(const Holding& one) {
  return one.where != "missing" && one.where != "destroyed" && one.where != "merged";
}

Covers covers(const Holding& one, int year, int this_year) {
  if (!one.years.empty()) return one.years.contains(year) ? Covers::yes : Covers::no;
  const auto from = year_in(one.from_day), until = year_in(one.until_day);
  if (!from && !until) return Covers::perhaps;
  if (from && year < *from) return Covers::no;
  if (until && year > *until) return Covers::no;
  if (!until && year > this_year) return Covers::no;
  return from ? Covers::yes : Covers::perhaps;
}

std::vector<Gap> gaps_of(const std::vector<Holding>& holdings, const std::set<int>& visited, int this_year) {
  std::vector<Gap> gaps;
  for (const int year : visited) {
    bool stands = false, perhaps = false;
    for (const auto& one : holdings) {
      if (!counts(one)) continue;
      const auto answer = covers(one, year, this_year);
      stands = stands || answer == Covers::yes;
      perhaps = perhaps || answer == Covers::perhaps;
    }
    if (stands) continue;
    const bool goes_on = !gaps.empty() && gaps.back().until == year - 1 && gaps.back().is_certain == !perhaps;
    if (goes_on)
      gaps.back().until = year;
    else
      gaps.push_back({year, year, !perhaps});
  }
  return gaps;
}

std::string_view answer_class(const std::vector<Holding>& holdings, const std::vector<Gap>& gaps, std::optional<int> year,
                              int this_year) {
  bool had = false, gone = false, missing = false;
  for (const auto& one : holdings) {
    if (!counts(one) || (year && covers(one, *year, this_year) == Covers::no)) continue;
    had = had || can_be_had(one);
    gone = gone || is_gone(one);
    missing = missing || one.where == "missing";
  }
  const bool has_gap =
      std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) { return !year || (gap.from <= *year && *year <= gap.until); });
  if (had) return missing || gone || has_gap ? "found-in-part" : "found";
  if (missing) return "missing";
  if (gone) return has_gap ? "found-in-part" : "destroyed";
  return has_gap ? "missing" : "never-existed";  // somebody was here, so something was written
}

}  // namespace charta::holdings
