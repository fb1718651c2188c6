// SPDX-License-Identifier: Apache-2.0
// The tables of ICD-10-PCS: a code is built by one value on each of seven axes, and each row of a table says which go together.
// Source: ICD-10-PCS Official Guidelines, section A (conventions): the values must stand in one row.
#pragma once
#include "base/result.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "department/coding/code_books/text_pool.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace charta::code_books {

constexpr int procedure_axes = 7, table_axes = 3, row_axes = 4;

struct AxisValue {
  std::uint32_t character = 0, label = 0;
  bool operator==(const AxisValue&) const = default;
};
struct ProcedureTable {
  CodeKey key = 0;  ///< its three characters
  std::array<std::uint32_t, table_axes> labels{};
  std::uint32_t definition = 0, first_row = 0, reserved = 0;
};
struct ProcedureRow {
  std::array<std::uint32_t, row_axes> lists{};  ///< of ProcedureTables::list_starts
  std::array<std::uint32_t, row_axes> names{};  ///< of the axes: "Body Part", "Approach", …; 0 where the file does not say
};

class ProcedureTables {
 public:
  TextPool texts;
  std::vector<ProcedureTable> tables;
  std::vector<ProcedureRow> rows;
  std::vector<std::uint32_t> list_starts;  ///< per list of values and one more
  std::vector<AxisValue> values;

  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(tables, rows, list_starts, values);
  }
  /// Errors: `invalid` (the members do not fit together, a table stands twice).
  Result<void> prepare() const;

  struct Choice {
    char character = 0;
    std::string_view label;
  };
  struct Axis {
    std::string_view name;
    char chosen = '?';
    std::vector<Choice> choices;  ///< what goes with everything that is chosen elsewhere, in the order of their characters
  };
  struct Narrowed {
    std::array<Axis, procedure_axes> axes;
    std::int64_t codes = 0;  ///< that still can be built
    std::string_view definition;
  };
  /// What can follow from what is chosen: seven characters, '?' where nothing is chosen yet, in any order of choosing; a shorter
  /// pattern is a beginning. Errors: `invalid` (another character, too long).
  Result<Narrowed> narrow(std::string_view pattern) const;
  /// Whether the tables build this code.
  bool builds(CodeKey code) const;
  /// Every code of a table, sorted; a code that two rows build stands once.
  std::vector<CodeKey> codes_of(const ProcedureTable& table) const;
  std::span<const ProcedureRow> rows_of(const ProcedureTable& table) const;
  std::span<const AxisValue> list(std::uint32_t number) const {
    return std::span(values).subspan(list_starts[number], list_starts[number + 1] - list_starts[number]);
  }
  std::size_t memory_bytes() const;

 private:
  bool has(std::uint32_t list_number, char character) const;
};

}  // namespace charta::code_books
