// SPDX-License-Identifier: Apache-2.0
#include "department/coding/logic_path/code_ways.hpp"

#include <algorithm>

namespace charta::logic_path {
namespace {

using code_books::last_below;
using code_books::length_of;
using code_books::LevelKind;
using code_books::prefix_of;
using code_books::Shape;
using code_books::TabularList;

constexpr int category_length = 3, seventh_place = 7;

bool covers(const std::vector<CodeWay>& ways, CodeKey code) {
  return std::any_of(ways.begin(), ways.end(),
                     [&](const CodeWay& one) { return one.code <= code && code <= last_below(one.code); });
}

/// "S72.011A" is at or below the level S72.011, though nothing stands between them in the book.
std::uint32_t nearest_level(const TabularList& book, CodeKey code) {
  const auto level = book.find(code);
  if (level == TabularList::none) return level;
  const auto here = book.levels[level].first;
  return here == code || (!book.sevenths_at(level).empty() && book.shape_of(code) == Shape::whole) ? level : TabularList::none;
}

}  // namespace

std::size_t CodeWays::place_in_list(CodeKey code) const {
  return static_cast<std::size_t>(std::lower_bound(list_->codes.begin(), list_->codes.end(), code) - list_->codes.begin());
}

bool CodeWays::is_whole(CodeKey code) const {
  if (code == 0) return false;
  if (list_ == nullptr) return tabular_ != nullptr && tabular_->shape_of(code) == Shape::whole;
  const auto at = place_in_list(code);
  return at < list_->size() && list_->codes[at] == code && list_->billable[at] != 0;
}

bool CodeWays::leads(CodeKey code) const {
  if (code == 0) return false;
  if (list_ == nullptr) return level_of(code) != TabularList::none;
  for (auto at = place_in_list(code); at < list_->size() && list_->codes[at] <= last_below(code); ++at)
    if (list_->billable[at] != 0) return true;
  return false;
}

std::uint32_t CodeWays::level_of(CodeKey code) const {
  return tabular_ == nullptr ? TabularList::none : nearest_level(*tabular_, code);
}

std::string CodeWays::title(CodeKey code) const {
  if (list_ != nullptr)
    if (const auto at = place_in_list(code); at < list_->size() && list_->codes[at] == code) return std::string(list_->text(at));
  const auto level = level_of(code);
  if (level == TabularList::none) return {};
  std::string text(tabular_->title(level));
  if (tabular_->levels[level].first == code) return text;
  for (const auto& one : tabular_->sevenths_at(level))
    if (static_cast<char>(one.character) == code_books::character_of(code, seventh_place))
      text += ", " + std::string(tabular_->texts[one.text]);
  return text;
}

void CodeWays::add_from_tabular(CodeKey code, std::vector<CodeWay>& ways) const {
  const auto level = level_of(code);
  if (level == TabularList::none || tabular_->levels[level].first != code) return;
  for (const auto below : tabular_->below(level)) add_level(below, ways);
  if (!ways.empty()) return;
  for (const auto& one : tabular_->sevenths_at(level)) {
    const char character = static_cast<char>(one.character);
    if (const auto whole = tabular_->with_seventh(level, character); is_whole(whole))
      ways.push_back({whole, tabular_->texts[one.text], character});
  }
}

void CodeWays::add_from_list(CodeKey code, std::vector<CodeWay>& ways) const {
  if (list_ == nullptr) return;
  for (auto at = place_in_list(code); at < list_->size() && list_->codes[at] <= last_below(code); ++at)
    if (list_->codes[at] != code && !covers(ways, list_->codes[at]) && leads(list_->codes[at]))
      ways.push_back({list_->codes[at], list_->text(at)});
}

std::vector<CodeWay> CodeWays::next(CodeKey code) const {
  std::vector<CodeWay> ways;
  add_from_tabular(code, ways);
  add_from_list(code, ways);
  return ways;
}

void CodeWays::add_level(std::uint32_t level, std::vector<CodeWay>& ways) const {
  const auto& one = tabular_->levels[level];
  if (one.kind != LevelKind::code)
    ways.push_back({one.first, tabular_->title(level), 0, level});
  else if (leads(one.first))
    ways.push_back({one.first, tabular_->title(level)});
}

std::vector<CodeWay> CodeWays::inside(std::uint32_t level) const {
  std::vector<CodeWay> ways;
  for (const auto below : tabular_->below(level)) add_level(below, ways);
  return ways;
}

void CodeWays::add_within(std::uint32_t level, CodeKey from, CodeKey to, std::vector<CodeWay>& ways) const {
  const auto& one = tabular_->levels[level];
  if (one.last < from || to < one.first) return;
  if (from <= one.first && one.last <= to) return add_level(level, ways);
  for (const auto below : tabular_->below(level)) add_within(below, from, to, ways);
}

std::vector<CodeWay> CodeWays::within(CodeKey from, CodeKey to) const {
  std::vector<CodeWay> ways;
  if (to == last_below(from)) {
    if (leads(from)) ways.push_back({from, {}});
    return ways;
  }
  if (tabular_ != nullptr)
    for (std::uint32_t level = 0; level < tabular_->levels.size(); level = tabular_->levels[level].end)
      add_within(level, from, to, ways);
  if (!ways.empty() || list_ == nullptr) return ways;
  for (auto at = place_in_list(from); at < list_->size() && list_->codes[at] <= to; ++at)
    if (const auto category = prefix_of(list_->codes[at], category_length); !covers(ways, list_->codes[at]))
      ways.push_back({category, list_->codes[at] == category ? list_->text(at) : std::string_view()});
  return ways;
}

}  // namespace charta::logic_path
