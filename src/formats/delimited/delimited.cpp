// SPDX-License-Identifier: Apache-2.0
#include "formats/delimited/delimited.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace charta::delimited {

Reader::Reader(std::string_view text, char separator) : text_(text), separator_(separator) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

Result<std::string_view> Reader::field() {
  if (at_end() || text_[at_] != '"') {
    const std::size_t start = at_;
    while (!at_end() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
    std::string_view plain = text_.substr(start, at_ - start);
    if (plain.ends_with('\r') && (at_end() || text_[at_] == '\n')) plain.remove_suffix(1);
    return plain;
  }
  std::string& text = unquoted_.emplace_back();
  for (++at_;; ++at_) {
    if (at_end()) return fail(ErrorKind::invalid, fmt::format("line {}: a quoted field never ends", line_));
    if (text_[at_] == '\n') ++next_line_;
    if (text_[at_] != '"') {
      text += text_[at_];
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      text += text_[++at_];
    } else {
      ++at_;
      break;
    }
  }
  if (!at_end() && text_[at_] == '\r') ++at_;
  if (!at_end() && text_[at_] != separator_ && text_[at_] != '\n')
    return fail(ErrorKind::invalid, fmt::format("line {}: text after a closing quote", line_));
  return std::string_view(text);
}

Result<std::optional<std::vector<std::string_view>>> Reader::next() {
  while (!at_end() && (text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n'))) {
    at_ += text_[at_] == '\r' ? 2 : 1;
    ++next_line_;
  }
  if (at_end()) return std::optional<std::vector<std::string_view>>();
  line_ = next_line_++;
  unquoted_.clear();
  std::vector<std::string_view> fields;
  for (;;) {
    CHARTA_TRY(const auto text, field());
    fields.push_back(text);
    if (at_end()) break;
    if (text_[at_++] == '\n') break;
  }
  return std::optional(std::move(fields));
}

Result<Table> Table::open(std::string_view text, char separator) {
  Table table{Reader(text, separator)};
  CHARTA_TRY(const auto heading, table.reader_.next());
  if (!heading) return fail(ErrorKind::invalid, "the file is empty");
  for (const auto name : *heading) table.heading_.push_back(lower_ascii(trimmed(name)));
  return table;
}

int Table::find(std::string_view column) const {
  for (std::size_t n = 0; n < heading_.size(); ++n)
    if (heading_[n] == column) return static_cast<int>(n);
  return -1;
}

Result<std::size_t> Table::column(std::string_view name) const {
  const int found = find(name);
  if (found < 0) return fail(ErrorKind::invalid, fmt::format("the heading has no column '{}'", name));
  return static_cast<std::size_t>(found);
}

Result<bool> Table::next() {
  CHARTA_TRY(auto row, reader_.next());
  if (!row) return false;
  if (row->size() != heading_.size())
    return fail(ErrorKind::invalid,
                fmt::format("line {} has {} fields where the heading has {}", reader_.line(), row->size(), heading_.size()));
  row_ = std::move(*row);
  return true;
}

}  // namespace charta::delimited
