// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/published_table.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace charta::code_sets {
namespace {

constexpr int title_lines_max = 14;

std::string plain_heading(std::string_view heading) {
  std::string plain;
  for (const char c : heading)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

bool is_called(const std::string& heading, std::string_view names) {
  for (auto name : split(names, '|')) {
    if (heading == name) return true;
    if (name.ends_with('*') && heading.starts_with(name.substr(0, name.size() - 1))) return true;
  }
  return false;
}

/// A tab in the first lines parts columns, unless there is none.
char parts_columns(std::string_view text) {
  return text.substr(0, 2000).find('\t') != std::string_view::npos ? '\t' : ',';
}

}  // namespace

Result<PublishedTable> PublishedTable::open(std::string_view text, std::span<const Column> columns) {
  PublishedTable table{delimited::Reader(text, parts_columns(text))};
  for (int line = 0; line < title_lines_max; ++line) {
    CHARTA_TRY(const auto row, table.reader_.next());
    if (!row) break;
    if (table.takes_heading(*row, columns)) return table;
  }
  return fail(ErrorKind::invalid, fmt::format("no heading with the column '{}'", columns.front().names));
}

bool PublishedTable::takes_heading(const std::vector<std::string_view>& row, std::span<const Column> columns) {
  places_.assign(columns.size(), -1);
  width_ = 0;
  std::vector<std::string> headings;
  for (const auto heading : row) headings.push_back(plain_heading(heading));
  for (std::size_t n = 0; n < columns.size(); ++n) {
    for (std::size_t at = 0; at < headings.size() && places_[n] < 0; ++at)
      if (!headings[at].empty() && is_called(headings[at], columns[n].names)) places_[n] = static_cast<int>(at);
    if (columns[n].is_needed) {
      if (places_[n] < 0) return false;
      width_ = std::max(width_, static_cast<std::size_t>(places_[n]) + 1);
    }
  }
  return true;
}

Result<bool> PublishedTable::next() {
  for (;;) {
    CHARTA_TRY(auto row, reader_.next());
    if (!row) return false;
    if (std::all_of(row->begin(), row->end(), [](auto field) { return trimmed(field).empty(); })) continue;
    if (row->size() < width_)
      return broken(fmt::format("it has {} columns and needs {}: the file is damaged", row->size(), width_));
    row_ = std::move(*row);
    return true;
  }
}

std::string_view PublishedTable::operator[](std::size_t column) const {
  const int place = places_[column];
  return place < 0 || static_cast<std::size_t>(place) >= row_.size() ? std::string_view()
                                                                     : trimmed(row_[static_cast<std::size_t>(place)]);
}

Error PublishedTable::broken(std::string_view why) const {
  return fail(ErrorKind::invalid, fmt::format("line {}: {}", reader_.line(), why));
}

}  // namespace charta::code_sets
