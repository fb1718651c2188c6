// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/place.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace charta::paper_charts {
namespace {

constexpr std::array<std::pair<PlaceKind, std::string_view>, 12> place_kinds{{{PlaceKind::site, "site"},
                                                                              {PlaceKind::room, "room"},
                                                                              {PlaceKind::bay, "bay"},
                                                                              {PlaceKind::shelf, "shelf"},
                                                                              {PlaceKind::box, "box"},
                                                                              {PlaceKind::cart, "cart"},
                                                                              {PlaceKind::borrower, "borrower"},
                                                                              {PlaceKind::ward, "ward"},
                                                                              {PlaceKind::clinic, "clinic"},
                                                                              {PlaceKind::vehicle, "vehicle"},
                                                                              {PlaceKind::vendor, "vendor"},
                                                                              {PlaceKind::institution, "institution"}}};

}  // namespace

std::string_view place_kind_code(PlaceKind kind) {
  return std::find_if(place_kinds.begin(), place_kinds.end(), [&](const auto& one) { return one.first == kind; })->second;
}

std::optional<PlaceKind> parse_place_kind(std::string_view code) {
  for (const auto& [kind, name] : place_kinds)
    if (name == code) return kind;
  return std::nullopt;
}

bool is_file(PlaceKind kind) {
  return kind == PlaceKind::room || kind == PlaceKind::bay || kind == PlaceKind::shelf || kind == PlaceKind::box ||
         kind == PlaceKind::cart;
}

bool is_borrower(PlaceKind kind) {
  return kind == PlaceKind::borrower || kind == PlaceKind::ward || kind == PlaceKind::clinic || kind == PlaceKind::vehicle;
}

bool is_outside(PlaceKind kind) {
  return kind == PlaceKind::vendor || kind == PlaceKind::institution;
}

bool may_stand_in(PlaceKind inner, std::optional<PlaceKind> outer) {
  if (!outer) return inner == PlaceKind::site || inner == PlaceKind::room || is_borrower(inner) || is_outside(inner);
  switch (inner) {
    case PlaceKind::site:
      return false;
    case PlaceKind::room:
      return *outer == PlaceKind::site;
    case PlaceKind::bay:
    case PlaceKind::cart:
      return *outer == PlaceKind::room;
    case PlaceKind::shelf:
      return *outer == PlaceKind::room || *outer == PlaceKind::bay;
    case PlaceKind::box:
      return is_file(*outer) || *outer == PlaceKind::vendor;
    case PlaceKind::vendor:
    case PlaceKind::institution:
      return false;
    default:
      return *outer == PlaceKind::site || is_borrower(*outer);
  }
}

std::vector<ShelfShare> plan_shelves(const std::vector<std::string>& keys, std::int64_t capacity, int fill_percent) {
  std::vector<ShelfShare> shelves;
  const std::int64_t most = std::max<std::int64_t>(1, capacity * std::clamp(fill_percent, 1, 100) / 100);
  for (const auto& key : keys) {
    const bool is_full = shelves.empty() || shelves.back().volumes >= most;
    const bool begins_section = !shelves.empty() && shelves.back().volumes * 10 >= most * 9 &&
                                section_of(key) != section_of(keys[static_cast<std::size_t>(&key - keys.data()) - 1]);
    if (is_full || begins_section) shelves.push_back({key, 0, 0});
    ++shelves.back().volumes;
  }
  for (auto& shelf : shelves) shelf.fill_percent = static_cast<int>(shelf.volumes * 100 / std::max<std::int64_t>(1, capacity));
  return shelves;
}

std::optional<std::size_t> shelf_for(const std::vector<std::string>& first_keys, std::string_view key) {
  const auto behind = std::upper_bound(first_keys.begin(), first_keys.end(), key);
  if (behind == first_keys.begin()) return std::nullopt;
  return static_cast<std::size_t>(behind - first_keys.begin()) - 1;
}

}  // namespace charta::paper_charts
