// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/procedure_tables.hpp"

#include <fmt/format.h>

#include <map>

namespace charta::code_books {
namespace {

using Labels = std::map<char, std::string_view>;
constexpr std::string_view table_axis_names[] = {"Section", "Body System", "Operation"};

bool agrees(std::string_view pattern, std::size_t axis, char character) {
  return pattern[axis] == '?' || pattern[axis] == character;
}

Result<std::string> whole_pattern(std::string_view given) {
  std::string pattern;
  for (const char c : given) {
    if (c == ' ') continue;
    const char raised = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (raised != '?' && bit_of(raised) < 0)
      return fail(ErrorKind::invalid, fmt::format("'{}' is no character of ICD-10-PCS: give letters, digits or '?'", c),
                  "pattern");
    pattern += raised;
  }
  if (pattern.size() > procedure_axes) return fail(ErrorKind::invalid, "an ICD-10-PCS code has seven characters", "pattern");
  pattern.resize(procedure_axes, '?');
  return pattern;
}

}  // namespace

Result<void> ProcedureTables::prepare() const {
  const auto broken = [](std::string_view why) {
    return fail(ErrorKind::invalid,
                fmt::format("the procedure tables do not fit together ({}): import the publisher's file again", why));
  };
  if (!texts.fits() || tables.empty() || list_starts.size() < 2 || list_starts.back() != values.size() ||
      !std::is_sorted(list_starts.begin(), list_starts.end()))
    return broken("a member is missing");
  for (std::size_t n = 0; n < tables.size(); ++n) {
    const auto next = n + 1 < tables.size() ? tables[n + 1].first_row : rows.size();
    if (length_of(tables[n].key) != table_axes || (n != 0 && tables[n - 1].key >= tables[n].key))
      return broken("a table stands twice");
    if (tables[n].first_row >= next || next > rows.size() || !texts.holds(tables[n].definition))
      return broken("a table has no rows");
    for (const auto label : tables[n].labels)
      if (!texts.holds(label)) return broken("a label is missing");
  }
  for (const auto& row : rows)
    for (std::size_t axis = 0; axis < row_axes; ++axis)
      if (row.lists[axis] + 1 >= list_starts.size() || !texts.holds(row.names[axis])) return broken("an axis has no values");
  for (const auto& value : values)
    if (!texts.holds(value.label) || value.character > 127 || bit_of(static_cast<char>(value.character)) < 0)
      return broken("a value is no character");
  return {};
}

std::span<const ProcedureRow> ProcedureTables::rows_of(const ProcedureTable& table) const {
  const auto* next = &table + 1;
  const auto to = next < tables.data() + tables.size() ? next->first_row : static_cast<std::uint32_t>(rows.size());
  return std::span(rows).subspan(table.first_row, to - table.first_row);
}

bool ProcedureTables::has(std::uint32_t list_number, char character) const {
  for (const auto& value : list(list_number))
    if (static_cast<char>(value.character) == character) return true;
  return false;
}

Result<ProcedureTables::Narrowed> ProcedureTables::narrow(std::string_view given) const {
  CHARTA_TRY(const auto pattern, whole_pattern(given));
  Narrowed found;
  std::array<Labels, procedure_axes> labels;
  std::size_t tables_met = 0;
  for (const auto& table : tables) {
    // An axis lists what goes with the choices on the others: its own choice does not narrow it.
    int differing = 0;
    std::size_t differs_at = procedure_axes;
    for (std::size_t axis = 0; axis < table_axes; ++axis)
      if (!agrees(pattern, axis, character_of(table.key, static_cast<int>(axis) + 1))) ++differing, differs_at = axis;
    if (differing > 1) continue;
    bool any_row = false;
    for (const auto& row : rows_of(table)) {
      std::size_t differing_axis = differs_at;
      int missing = differing;
      std::int64_t combinations = 1;
      for (std::size_t axis = 0; axis < row_axes; ++axis) {
        const char chosen = pattern[table_axes + axis];
        if (chosen == '?')
          combinations *= static_cast<std::int64_t>(list(row.lists[axis]).size());
        else if (!has(row.lists[axis], chosen))
          ++missing, differing_axis = table_axes + axis;
      }
      if (missing > 1) continue;
      any_row = any_row || missing == 0;
      if (missing == 0) found.codes += combinations;
      for (std::size_t axis = 0; axis < procedure_axes; ++axis) {
        if (missing == 1 && axis != differing_axis) continue;
        if (axis < table_axes) {
          labels[axis].try_emplace(character_of(table.key, static_cast<int>(axis) + 1), texts[table.labels[axis]]);
          continue;
        }
        if (differing == 1) continue;  // values mean something only within their table
        found.axes[axis].name = texts[row.names[axis - table_axes]];
        for (const auto& value : list(row.lists[axis - table_axes]))
          labels[axis].try_emplace(static_cast<char>(value.character), texts[value.label]);
      }
    }
    if (!any_row) continue;
    ++tables_met;
    found.definition = texts[table.definition];
  }
  if (tables_met != 1) {  // before one table is chosen, its axes have no meaning of their own
    found.definition = {};
    for (std::size_t axis = table_axes; axis < procedure_axes; ++axis) labels[axis].clear(), found.axes[axis].name = {};
  }
  for (std::size_t axis = 0; axis < procedure_axes; ++axis) {
    if (axis < table_axes) found.axes[axis].name = table_axis_names[axis];
    found.axes[axis].chosen = pattern[axis];
    for (const auto& [character, label] : labels[axis]) found.axes[axis].choices.push_back({character, label});
  }
  return found;
}

bool ProcedureTables::builds(CodeKey code) const {
  if (length_of(code) != procedure_axes) return false;
  const auto key = prefix_of(code, table_axes);
  const auto table =
      std::lower_bound(tables.begin(), tables.end(), key, [](const auto& one, CodeKey wanted) { return one.key < wanted; });
  if (table == tables.end() || table->key != key) return false;
  for (const auto& row : rows_of(*table)) {
    bool all = true;
    for (std::size_t axis = 0; all && axis < row_axes; ++axis)
      all = has(row.lists[axis], character_of(code, static_cast<int>(axis) + table_axes + 1));
    if (all) return true;
  }
  return false;
}

std::vector<CodeKey> ProcedureTables::codes_of(const ProcedureTable& table) const {
  std::vector<CodeKey> codes;
  for (const auto& row : rows_of(table)) {
    std::vector<CodeKey> built{table.key};
    for (std::size_t axis = 0; axis < row_axes; ++axis) {
      std::vector<CodeKey> longer;
      const auto shift = 64U - 8U * static_cast<unsigned>(table_axes + axis + 1);
      for (const auto code : built)
        for (const auto& value : list(row.lists[axis])) longer.push_back(code | (CodeKey{value.character} << shift));
      built = std::move(longer);
    }
    codes.insert(codes.end(), built.begin(), built.end());
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::size_t ProcedureTables::memory_bytes() const {
  return texts.memory_bytes() + tables.capacity() * sizeof(ProcedureTable) + rows.capacity() * sizeof(ProcedureRow) +
         list_starts.capacity() * sizeof(std::uint32_t) + values.capacity() * sizeof(AxisValue);
}

}  // namespace charta::code_books
