// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/weight_table.hpp"

#include "base/text.hpp"
#include "formats/delimited/delimited.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

constexpr int heading_lines_max = 6;

struct Columns {
  int drg = -1, weight = -1, geometric = -1, arithmetic = -1;
  bool complete() const { return drg >= 0 && weight >= 0 && geometric >= 0 && arithmetic >= 0; }
};

Columns columns_of(const std::vector<std::string_view>& row) {
  Columns columns;
  for (int n = 0; n < static_cast<int>(row.size()); ++n) {
    const std::string name = lower_ascii(trimmed(row[static_cast<std::size_t>(n)]));
    if (name == "ms-drg" || name == "ms_drg" || name == "drg")
      columns.drg = n;
    else if (name.starts_with("weight") || name.ends_with(" weights") || name.ends_with(" weight"))
      columns.weight = n;
    else if (name == "gmlos" || name.starts_with("geometric"))
      columns.geometric = n;
    else if (name == "amlos" || name.starts_with("arithmetic"))
      columns.arithmetic = n;
  }
  return columns;
}

char separator_of(std::string_view text) {
  return text.substr(0, text.find('\n', 400)).find('\t') != std::string_view::npos ? '\t' : ',';
}

/// "28.9651" in ten-thousandths with `digits` 4. Empty when it is no such number.
std::optional<long long> scaled(std::string_view text, int digits) {
  const auto point = text.find('.');
  std::string plain(text.substr(0, point));
  std::string fraction = point == std::string_view::npos ? "" : std::string(text.substr(point + 1));
  if (fraction.size() > 6 || plain.size() > 6) return std::nullopt;
  fraction.resize(static_cast<std::size_t>(digits), '0');
  return parse_integer(plain + fraction);
}

Result<std::optional<Columns>> find_heading(delimited::Reader& reader) {
  for (int line = 0; line < heading_lines_max; ++line) {
    CHARTA_TRY(const auto row, reader.next());
    if (!row) break;
    if (const auto columns = columns_of(*row); columns.complete()) return std::optional(columns);
  }
  return std::optional<Columns>();
}

}  // namespace

bool is_weight_table(std::string_view text) {
  delimited::Reader reader(text, separator_of(text));
  const auto heading = find_heading(reader);
  return heading && heading->has_value();
}

Result<WeightTable> read_weight_table(std::string_view text, int version) {
  delimited::Reader reader(text, separator_of(text));
  CHARTA_TRY(const auto heading, find_heading(reader));
  if (!heading) return fail(ErrorKind::invalid, "no heading with MS-DRG, weights and mean stays");
  WeightTable table;
  table.version = static_cast<std::uint32_t>(version);
  for (;;) {
    CHARTA_TRY(const auto row, reader.next());
    if (!row) break;
    const auto field = [&](int column) {
      return static_cast<std::size_t>(column) < row->size() ? trimmed((*row)[static_cast<std::size_t>(column)])
                                                            : std::string_view();
    };
    const auto drg = parse_integer(field(heading->drg));
    if (!drg) continue;  // notes stand below the table
    const auto weight = scaled(field(heading->weight), 4), geometric = scaled(field(heading->geometric), 1),
               arithmetic = scaled(field(heading->arithmetic), 1);
    const bool is_none = field(heading->weight).empty() || field(heading->weight).starts_with('*');
    if (*drg < 1 || *drg > 999 ||
        (!is_none && (!weight || !geometric || !arithmetic || *geometric > 65535 || *arithmetic > 65535)))
      return fail(ErrorKind::invalid, fmt::format("line {}: a number cannot be read", reader.line()));
    if (is_none) continue;
    table.facts.push_back({static_cast<std::uint32_t>(*weight), static_cast<std::uint16_t>(*drg),
                           static_cast<std::uint16_t>(*geometric), static_cast<std::uint16_t>(*arithmetic), 0});
  }
  if (table.facts.empty()) return fail(ErrorKind::invalid, "no weights below the heading: the file is cut short");
  std::sort(table.facts.begin(), table.facts.end(), [](const auto& a, const auto& b) { return a.drg < b.drg; });
  return table;
}

}  // namespace charta::code_sets
