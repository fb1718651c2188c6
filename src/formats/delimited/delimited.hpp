// SPDX-License-Identifier: Apache-2.0
// Comma separated values (RFC 4180) and their tab separated kin, one row at a time, without copies where nothing was quoted.
#pragma once
#include "base/result.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::delimited {

/// Rows of a text. A byte order mark is skipped; rows end at LF or CRLF; empty lines are left out.
class Reader {
 public:
  explicit Reader(std::string_view text, char separator = ',');

  /// The next row's fields, or nothing at the end. Views live until the next call.
  /// Errors: `invalid`, naming the line (a quote that never closes, text after a closing quote).
  Result<std::optional<std::vector<std::string_view>>> next();
  int line() const { return line_; }  ///< of the row last answered, from 1

 private:
  Result<std::string_view> field();
  bool at_end() const { return at_ >= text_.size(); }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 0, next_line_ = 1;
  std::deque<std::string> unquoted_;
};

/// A table with a heading row: columns are asked for by name.
class Table {
 public:
  /// Errors: `invalid` (no heading).
  static Result<Table> open(std::string_view text, char separator = ',');
  bool has(std::string_view column) const { return find(column) >= 0; }
  /// The column's place. Errors: `invalid`, naming the column that the heading lacks.
  Result<std::size_t> column(std::string_view name) const;
  /// The next row, always as wide as the heading. Errors: `invalid`, naming the line (a row of another width: the file is
  /// damaged).
  Result<bool> next();
  std::string_view operator[](std::size_t column) const { return row_[column]; }
  int line() const { return reader_.line(); }

 private:
  explicit Table(Reader reader) : reader_(std::move(reader)) {}
  int find(std::string_view column) const;
  Reader reader_;
  std::vector<std::string> heading_;
  std::vector<std::string_view> row_;
};

}  // namespace charta::delimited
