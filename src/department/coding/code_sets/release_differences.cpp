// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/release_differences.hpp"

#include "department/coding/code_books/code_reference.hpp"

#include <algorithm>
#include <map>

namespace charta::code_sets {
namespace {

using encoder::CodeTexts;
using grouper::CodeKey;

constexpr std::size_t no_place = SIZE_MAX;

/// A list by its codes; of a code that stands twice the first.
std::map<CodeKey, std::size_t> places_of(const CodeTexts& list) {
  std::map<CodeKey, std::size_t> places;
  for (std::size_t at = 0; at < list.size(); ++at) places.try_emplace(list.codes[at], at);
  return places;
}

std::size_t place_in(const CodeTexts& list, CodeKey code) {
  const auto found = std::find(list.codes.begin(), list.codes.end(), code);
  return found == list.codes.end() ? no_place : static_cast<std::size_t>(found - list.codes.begin());
}

bool can_report(const CodeTexts& list, CodeKey code) {
  const auto at = place_in(list, code);
  return at != no_place && list.billable[at] != 0;
}

CodeDifference told(CodeKey code, Difference what, const CodeTexts& list, std::size_t at) {
  CodeDifference one;
  one.code = code, one.what = what, one.is_billable = list.billable[at] != 0;
  one.title = list.text(at);
  return one;
}

void compare_code(CodeKey code, const CodeTexts& before, std::size_t then, const CodeTexts& after, std::size_t now,
                  std::vector<CodeDifference>& into) {
  if (before.billable[then] != after.billable[now]) {
    into.push_back(told(code, after.billable[now] != 0 ? Difference::billable : Difference::not_billable, after, now));
    if (after.billable[now] == 0) into.back().instead = instead_of(code, before, after);
  }
  if (before.text(then) == after.text(now)) return;
  into.push_back(told(code, Difference::retitled, after, now));
  into.back().was = before.text(then);
}

}  // namespace

std::string_view name_of(Difference difference) {
  static constexpr std::string_view names[] = {"added", "deleted", "retitled", "billable", "not-billable"};
  return names[static_cast<std::size_t>(difference)];
}

std::vector<CodeKey> instead_of(CodeKey code, const CodeTexts& before, const CodeTexts& after) {
  std::vector<CodeKey> found;
  for (std::size_t at = 0; at < after.size(); ++at)
    if (code < after.codes[at] && after.codes[at] <= code_books::last_below(code) && after.billable[at] != 0 &&
        !can_report(before, after.codes[at]))
      found.push_back(after.codes[at]);
  std::sort(found.begin(), found.end());
  for (int length = code_books::length_of(code) - 1; found.empty() && length >= 3; --length) {
    const auto above = code_books::prefix_of(code, length);
    if (can_report(after, above) && !can_report(before, above)) found.push_back(above);
  }
  return found;
}

std::vector<CodeDifference> differences_between(const CodeTexts& before, const CodeTexts& after) {
  std::vector<CodeDifference> found;
  const auto then = places_of(before), now = places_of(after);
  for (const auto& [code, at] : then) {
    if (const auto still = now.find(code); still != now.end()) {
      compare_code(code, before, at, after, still->second, found);
      continue;
    }
    found.push_back(told(code, Difference::deleted, before, at));
    if (before.billable[at] != 0) found.back().instead = instead_of(code, before, after);
  }
  for (const auto& [code, at] : now)
    if (!then.contains(code)) found.push_back(told(code, Difference::added, after, at));
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return found;
}

std::optional<CodeLife> life_of(CodeKey code, std::span<const ReleasedCodes> releases, Date day) {
  const auto holds = [&](const ReleasedCodes& one) { return one.from <= day && (!one.to || day <= *one.to); };
  const ReleasedCodes *here = nullptr, *last = nullptr, *next = nullptr;
  std::optional<Date> until;
  for (const auto& one : releases)
    if (holds(one)) here = &one;
  if (here == nullptr || can_report(*here->codes, code)) return std::nullopt;
  for (const auto& one : releases) {
    if (last != nullptr && !until && one.from <= day) until = one.from.plus_days(-1);  // the release that had it no more
    if (!can_report(*one.codes, code)) continue;
    if (one.from < here->from) last = &one, until.reset();
    if (here->from < one.from && next == nullptr) next = &one;
  }
  if (last == nullptr && next == nullptr) return std::nullopt;
  CodeLife life;
  const auto& had = *(last != nullptr ? last : next)->codes;
  life.title = had.text(place_in(had, code));
  if (last != nullptr) {
    life.until = last->to && (!until || *last->to < *until) ? last->to : until;
    life.instead = instead_of(code, *last->codes, *here->codes);
  }
  if (next != nullptr) life.since = next->from;
  return life;
}

}  // namespace charta::code_sets
