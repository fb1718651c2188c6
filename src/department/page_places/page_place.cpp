// SPDX-License-Identifier: Apache-2.0
#include "department/page_places/page_place.hpp"

#include "base/text.hpp"

#include <array>

namespace charta::page_places {

Result<void> check(const NewPlace& place) {
  if (place.comment.find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(ErrorKind::missing, "say what is to be seen here", "comment");
  if (place.comment.size() > longest_comment)
    return fail(ErrorKind::invalid, "a comment has at most " + std::to_string(longest_comment) + " bytes; write a note instead",
                "comment");
  if (place.page < 1 || place.page > last_page) return fail(ErrorKind::invalid, "pages are counted from 1", "page");
  if (!place.region) return {};
  const Region& one = *place.region;
  const bool fits = one.left >= 0 && one.top >= 0 && one.width > 0 && one.height > 0 && one.width <= 1000 && one.height <= 1000 &&
                    one.left <= 1000 - one.width && one.top <= 1000 - one.height;
  if (!fits)
    return fail(ErrorKind::invalid, "a region lies on the page: left, top, width and height in thousandths of it", "region");
  return {};
}

std::string print(const std::optional<Region>& region) {
  if (!region) return {};
  return std::to_string(region->left) + "," + std::to_string(region->top) + "," + std::to_string(region->width) + "," +
         std::to_string(region->height);
}

std::optional<Region> parse_region(std::string_view text) {
  std::array<int, 4> numbers{};
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    const auto comma = text.find(',');
    if ((comma == std::string_view::npos) != (at == 3)) return std::nullopt;
    const auto number = parse_integer(text.substr(0, comma));
    if (!number) return std::nullopt;
    numbers[at] = static_cast<int>(*number);
    if (at < 3) text.remove_prefix(comma + 1);
  }
  return Region{numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace charta::page_places
