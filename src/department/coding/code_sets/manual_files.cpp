// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/manual_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/term_writer.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

constexpr std::string_view list_title = "List of MS-DRGs Version ", list_heading = "DRG MDC MS Description";
constexpr std::string_view kinds_of_drg = "MP ";  // 998 and 999 are neither
constexpr std::size_t title_within = 400, mdc_at = 4, kind_at = 8, description_at = 11;

/// 400 of "… Version 40.0  |"; 0 where no version stands there.
int version_in_title(std::string_view text) {
  const auto at = text.substr(0, title_within).find(list_title);
  if (at == std::string_view::npos) return 0;
  const auto rest = text.substr(at + list_title.size(), 8);
  const auto dot = rest.find('.');
  if (dot == std::string_view::npos || dot + 1 >= rest.size()) return 0;
  const auto whole = parse_integer(rest.substr(0, dot)), tenth = parse_integer(rest.substr(dot + 1, 1));
  return whole && tenth && *whole > 0 && *whole < 100 && *tenth >= 0 ? static_cast<int>(*whole * 10 + *tenth) : 0;
}

}  // namespace

bool is_drg_list(std::string_view text) {
  return version_in_title(text) != 0;
}

Result<DrgList> read_drg_list(std::string_view text) {
  DrgList list;
  list.version = version_in_title(text);
  TermWriter writer;
  int number = 0;
  long long last = 0;
  bool is_below_heading = false;
  for (auto line : split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(list_heading)) is_below_heading = true;
    if (!is_below_heading || line.starts_with(list_heading) || trimmed(line).empty()) continue;
    const auto broken = [&](std::string_view why) { return fail(ErrorKind::invalid, fmt::format("line {}: {}", number, why)); };
    const auto drg = parse_integer(line.substr(0, 3));
    if (line.size() <= description_at || !drg || kinds_of_drg.find(line[kind_at]) == std::string_view::npos)
      return broken("it is cut short or of another layout");
    if (*drg <= last) return broken(fmt::format("DRG {} does not follow DRG {}", *drg, last));
    last = *drg;
    writer.add(line.substr(0, 3), trimmed(line.substr(description_at)), trimmed(line.substr(mdc_at, 2)),
               line[kind_at] == 'P'   ? "surgical"
               : line[kind_at] == 'M' ? "medical"
                                      : "");
  }
  if (writer.is_empty()) return fail(ErrorKind::invalid, "there is no MS-DRG in it: the file is cut short");
  if (last != 999)
    return fail(ErrorKind::invalid, fmt::format("it ends with DRG {} instead of 999: the file is cut short", last));
  list.drgs = writer.take();
  return list;
}

}  // namespace charta::code_sets
