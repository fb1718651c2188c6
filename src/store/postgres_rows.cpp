// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_rows.hpp"

#include "base/text.hpp"
#include "store/postgres_values.hpp"
#include "store/sql_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace charta::store {
namespace {

struct Parts {
  std::string head, row, tail;  ///< before VALUES; between its parentheses, with parameters replaced; after them
};

/// The one parameter of a token, as a column of `given` or as NULL; empty when it names no column.
std::string column_for(std::string_view name, std::span<const std::string_view> names, std::span<const unsigned> elements) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  const auto index = static_cast<std::size_t>(found - names.begin());
  return elements[index] == pg_type::unknown ? "NULL" : fmt::format("given.{}", name);
}

std::optional<Parts> taken_apart(std::string_view sql, std::span<const std::string_view> names,
                                 std::span<const unsigned> elements) {
  Parts parts;
  enum { head, before_row, row, tail } place = head;
  int depth = 0;
  SqlTokens tokens(sql);
  for (SqlToken token; tokens.next(token);) {
    if (token.kind == SqlToken::Kind::comment) continue;
    if (place == head && token.text == "VALUES") {
      place = before_row;
    } else if (place == before_row) {
      if (token.text == "(") place = row;
    } else if (place == row && token.text == ")" && depth == 0) {
      place = tail;
    } else if (token.kind == SqlToken::Kind::parameter) {
      const std::string column = column_for(token.text.substr(1), names, elements);
      if (place != row || column.empty()) return std::nullopt;
      parts.row += column;
    } else {
      if (place == row && token.text == "(") ++depth;
      if (place == row && token.text == ")") --depth;
      (place == head ? parts.head : place == row ? parts.row : parts.tail) += token.text;
    }
  }
  const std::string rest = upper_ascii(parts.tail);
  if (place != tail || rest.find("UPDATE") != rest.npos || trimmed(rest).starts_with(",")) return std::nullopt;
  return parts;
}

}  // namespace

std::optional<std::string> many_rows_form(std::string_view sql, std::span<const std::string_view> names,
                                          std::span<const unsigned> elements) {
  const auto parts = taken_apart(sql, names, elements);
  if (!parts) return std::nullopt;
  std::string arrays, columns;
  int number = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (elements[i] == pg_type::unknown) continue;
    const char* comma = number == 0 ? "" : ", ";
    arrays += fmt::format("{}${}::{}", comma, ++number, array_type_name(elements[i]));
    columns += fmt::format("{}{}", comma, names[i]);
  }
  if (number == 0) return std::nullopt;
  return fmt::format("{}SELECT {} FROM unnest({}) AS given({}){}", parts->head, parts->row, arrays, columns, parts->tail);
}

}  // namespace charta::store
