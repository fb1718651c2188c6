// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/code_text_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/tabular_file.hpp"
#include "formats/delimited/delimited.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

// Columns of the order file, counted from 0.
constexpr std::size_t number_width = 5, code_at = 6, code_width = 7, mark_at = 14, long_title_at = 77;
constexpr std::size_t levels_max = 12;

std::string_view line_at(std::string_view text, std::size_t& at) {
  const auto end = std::min(text.find('\n', at), text.size());
  auto line = text.substr(at, end - at);
  at = end + 1;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_order_line(std::string_view line) {
  return line.size() > long_title_at && parse_integer(line.substr(0, number_width)).has_value() && line[number_width] == ' ' &&
         (line[mark_at] == '0' || line[mark_at] == '1') && grouper::key_of(line.substr(code_at, code_width)) != 0;
}

/// "S72.0-", "E10.9 [H28]": the first code, with dashes dropped.
grouper::CodeKey index_code(std::string_view text) {
  text = trimmed(text);
  text = text.substr(0, text.find_first_of(" [,"));
  while (text.ends_with('-') || text.ends_with('.')) text.remove_suffix(1);
  return grouper::key_of(text);
}

}  // namespace

bool is_order_file(std::string_view text) {
  std::size_t at = 0;
  return is_order_line(line_at(text, at));
}

Result<encoder::CodeTexts> read_order_file(std::string_view text) {
  struct Row {
    grouper::CodeKey code;
    bool is_billable;
    std::string_view title;
  };
  std::vector<Row> rows;
  long long number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    if (line.empty()) continue;
    ++number;
    if (!is_order_line(line)) return fail(ErrorKind::invalid, fmt::format("line {} is cut short or of another layout", number));
    if (*parse_integer(line.substr(0, number_width)) != number)
      return fail(ErrorKind::invalid,
                  fmt::format("line {} has the number {}: lines are missing", number, line.substr(0, number_width)));
    rows.push_back(
        {grouper::key_of(line.substr(code_at, code_width)), line[mark_at] == '1', trimmed(line.substr(long_title_at))});
  }
  if (rows.empty()) return fail(ErrorKind::invalid, "the file is empty");
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.code < b.code; });  // M1A stands after M10 there
  encoder::CodeTexts texts;
  for (const auto& row : rows) {
    if (texts.size() != 0 && texts.codes.back() == row.code)
      return fail(ErrorKind::invalid, fmt::format("code {} stands twice", grouper::text_of(row.code)));
    texts.add(row.code, row.is_billable, row.title);
  }
  return texts;
}

bool is_procedure_system(const encoder::CodeTexts& texts) {
  for (std::size_t n = 0; n < texts.size(); ++n)
    if (texts.billable[n] != 0 && grouper::text_of(texts.codes[n]).size() != 7) return false;
  return true;
}

bool reaches_the_last_chapter(const encoder::CodeTexts& texts) {
  const std::string_view last = is_procedure_system(texts) ? "X" : "ZU";
  return std::any_of(texts.codes.begin(), texts.codes.end(),
                     [&](auto code) { return last.find(grouper::text_of(code).front()) != std::string_view::npos; });
}

Result<encoder::CodeTexts> read_alphabetic_index(std::string_view text) {
  CHARTA_TRY(auto table, delimited::Table::open(text));
  CHARTA_TRY(const auto level_column, table.column("level"));
  CHARTA_TRY(const auto term_column, table.column("term"));
  CHARTA_TRY(const auto code_column, table.column("code"));
  CHARTA_TRY(const auto see_column, table.column("see"));
  code_books::IndexWriter writer;
  bool any_code = false;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    const auto level = parse_integer(table[level_column]);
    if (!level || *level < 0 || static_cast<std::size_t>(*level) > std::min(writer.depth(), levels_max))
      return fail(ErrorKind::invalid,
                  fmt::format("line {}: a level is missing between this entry and its main term", table.line()));
    while (writer.depth() > static_cast<std::size_t>(*level)) writer.close();
    auto& entry = writer.open(table[term_column]);
    entry.see = writer.text(table[see_column]);
    entry.code = index_code(table[code_column]);
    any_code = any_code || entry.code != 0;
  }
  if (!any_code) return fail(ErrorKind::invalid, "no entry has a code");
  return searchable(writer.take());
}

}  // namespace charta::code_sets
