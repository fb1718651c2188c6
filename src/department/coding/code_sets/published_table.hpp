// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/delimited/delimited.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace charta::code_sets {

/// A publisher's table: its heading may stand below lines of title, and columns are called otherwise from year to year.
class PublishedTable {
 public:
  /// `names`: without anything but letters and digits, small, several parted by '|': "hcpcscode|hcpcs". One that ends in '*' is a
  /// beginning.
  struct Column {
    std::string_view names;
    bool is_needed = true;
  };
  /// Errors: `invalid` (no line with all needed columns among the first lines).
  static Result<PublishedTable> open(std::string_view text, std::span<const Column> columns);
  /// Whether the text has such a heading.
  static bool is_one(std::string_view text, std::span<const Column> columns) { return open(text, columns).has_value(); }

  /// The next row. Errors: `invalid`, naming the line (a row that ends before a needed column, a quote that never closes).
  Result<bool> next();
  /// Without white space at its ends; empty where the file has no such column.
  std::string_view operator[](std::size_t column) const;
  int line() const { return reader_.line(); }
  /// "line 12: …"
  Error broken(std::string_view why) const;

 private:
  explicit PublishedTable(delimited::Reader reader) : reader_(std::move(reader)) {}
  bool takes_heading(const std::vector<std::string_view>& row, std::span<const Column> columns);
  delimited::Reader reader_;
  std::vector<int> places_;
  std::size_t width_ = 0;
  std::vector<std::string_view> row_;
};

}  // namespace charta::code_sets
