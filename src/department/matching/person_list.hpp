// SPDX-License-Identifier: Apache-2.0
// Lists of people as others keep them: a CSV file and a mapping that says which column is which field.
#pragma once
#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "department/matching/person.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::matching {

/// What a column may hold beside a field of its own.
enum class ColumnUse { field, former_surname, other_given_name, full_name };

struct Column {
  std::string name;
  ColumnUse use = ColumnUse::field;
  Field field = Field::surname;
};

/// docs/formats/column-mapping.md.
struct ColumnMapping {
  std::string id_column;    ///< empty: rows are named by their number, from 1
  std::string list_column;  ///< empty: one list
  bool each_list_without_duplicates = false;
  char separator = ',';
  std::vector<Column> columns;
  /// Errors: `invalid`, naming the member; `unknown_code` (no such field, with those that are known).
  static Result<ColumnMapping> parse(std::string_view json);
};

struct ListedPerson {
  std::string id, list;
  Person person;
};

/// Reads row by row; nothing of the file is kept. RFC 4180, blanks around values trimmed, a byte order mark skipped.
/// Errors: `missing` (a mapped column is not in the header), `invalid` (a row with more values than the header; an open quote),
/// with the line.
Result<void> read_people(std::istream& in, const ColumnMapping& mapping, FunctionRef<void(ListedPerson&&)> take);

/// One row of RFC 4180; false at the end.
Result<bool> read_row(std::istream& in, char separator, std::vector<std::string>& values);
/// Quoted where it must be.
std::string csv_value(std::string_view text);

}  // namespace charta::matching
