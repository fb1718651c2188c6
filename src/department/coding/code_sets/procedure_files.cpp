// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/procedure_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/published_table.hpp"
#include "department/coding/code_sets/term_writer.hpp"
#include "formats/cda/xml.hpp"

#include <fmt/format.h>

#include <map>

namespace charta::code_sets {
namespace {

using code_books::procedure_axes;
using code_books::row_axes;
using code_books::table_axes;

using Values = std::vector<std::pair<char, std::string>>;

/// Tables row by row; the same list of values is kept once.
class TableMaker {
 public:
  Result<void> table(grouper::CodeKey key, const std::array<std::string, table_axes>& labels, std::string_view definition) {
    if (!tables_.empty() && tables_.back().key == key) return {};
    if (code_books::length_of(key) != table_axes) return fail(ErrorKind::invalid, "a table has not three characters");
    code_books::ProcedureTable made;
    made.key = key, made.definition = texts_.add(definition);
    for (std::size_t n = 0; n < table_axes; ++n) made.labels[n] = texts_.add(labels[n]);
    made.first_row = static_cast<std::uint32_t>(rows_.size());
    tables_.push_back(made);
    return {};
  }
  void row(const std::array<Values, row_axes>& lists, const std::array<std::string, row_axes>& names) {
    code_books::ProcedureRow made;
    for (std::size_t n = 0; n < row_axes; ++n) made.lists[n] = list(lists[n]), made.names[n] = texts_.add(names[n]);
    rows_.push_back(made);
  }
  Result<code_books::ProcedureTables> take() {
    if (tables_.empty()) return fail(ErrorKind::invalid, "there is no table");
    // The publisher's order is that of the characters; CSV of another order is put right, its rows going with their table.
    code_books::ProcedureTables made;
    std::vector<std::size_t> order(tables_.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return tables_[a].key < tables_[b].key; });
    for (const auto n : order) {
      const auto to = n + 1 < tables_.size() ? tables_[n + 1].first_row : rows_.size();
      auto table = tables_[n];
      table.first_row = static_cast<std::uint32_t>(made.rows.size());
      for (std::size_t row = tables_[n].first_row; row < to; ++row) made.rows.push_back(rows_[row]);
      made.tables.push_back(table);
    }
    made.texts = texts_.take(), made.list_starts = std::move(list_starts_), made.values = std::move(values_);
    CHARTA_TRY_DO(made.prepare());
    return made;
  }

 private:
  std::uint32_t list(const Values& values) {
    std::string name;
    for (const auto& [character, label] : values) name += character + label + '\n';
    const auto [found, is_new] = lists_.try_emplace(name, static_cast<std::uint32_t>(lists_.size()));
    if (is_new) {
      for (const auto& [character, label] : values)
        values_.push_back({static_cast<std::uint32_t>(static_cast<unsigned char>(character)), texts_.add(label)});
      list_starts_.push_back(static_cast<std::uint32_t>(values_.size()));
    }
    return found->second;
  }

  code_books::TextPoolWriter texts_;
  std::vector<code_books::ProcedureTable> tables_;
  std::vector<code_books::ProcedureRow> rows_;
  std::vector<std::uint32_t> list_starts_{0};
  std::vector<code_books::AxisValue> values_;
  std::map<std::string, std::uint32_t> lists_;
};

/// "0=Open|3=Percutaneous". Nothing when it is no such list.
std::optional<Values> values_in(std::string_view text) {
  Values values;
  for (const auto part : split(text, '|')) {
    if (part.size() < 3 || part[1] != '=' || code_books::bit_of(part[0]) < 0) {
      if (values.empty()) return std::nullopt;
      values.back().second += "|" + std::string(part);  // a label with a bar in it
      continue;
    }
    values.emplace_back(part[0], std::string(part.substr(2)));
  }
  return values;
}

Result<code_books::ProcedureTables> tables_of_csv(std::string_view text) {
  static constexpr PublishedTable::Column columns[] = {
      {"table"}, {"section"}, {"bodysystem"}, {"operation"}, {"axis4name", false}, {"axis4"}, {"axis5"}, {"axis6"}, {"axis7"}};
  CHARTA_TRY(auto table, PublishedTable::open(text, columns));
  TableMaker maker;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    const auto key = grouper::key_of(table[0]);
    if (code_books::length_of(key) != table_axes) return table.broken(fmt::format("'{}' is no table", table[0]));
    CHARTA_TRY_DO(maker.table(key, {std::string(table[1]), std::string(table[2]), std::string(table[3])}, {}));
    std::array<Values, row_axes> lists;
    for (std::size_t n = 0; n < row_axes; ++n) {
      auto values = values_in(table[5 + n]);
      if (!values) return table.broken(fmt::format("the values of axis {} cannot be read", n + 4));
      lists[n] = std::move(*values);
    }
    maker.row(lists, {std::string(table[4]), "", "", ""});
  }
  return maker.take();
}

struct AxisRead {
  std::string title, definition;
  Values values;
};

Result<AxisRead> axis_of(cda::Element axis, std::string_view table) {
  AxisRead read{cda::text_of(cda::child(axis, "title")), cda::text_of(cda::child(axis, "definition")), {}};
  for (const auto label : cda::children(axis, "label")) {
    const auto code = cda::attribute(label, "code");
    if (code.size() != 1 || code_books::bit_of(code[0]) < 0)
      return fail(ErrorKind::invalid, fmt::format("table {}: an axis has the value '{}'", table, code));
    read.values.emplace_back(code[0], cda::text_of(label));
  }
  const auto counted = cda::attribute(axis, "values");
  if (read.values.empty() || (!counted.empty() && counted != std::to_string(read.values.size())))
    return fail(ErrorKind::invalid,
                fmt::format("table {}: an axis has {} values and says that it has {}", table, read.values.size(), counted));
  return read;
}

Result<void> read_pcs_table(cda::Element element, TableMaker& maker) {
  std::string code;
  std::array<std::string, table_axes> labels;
  std::string definition;
  const auto axes = cda::children(element, "axis");
  if (axes.size() != table_axes) return fail(ErrorKind::invalid, "a table has not its three first axes");
  for (std::size_t n = 0; n < table_axes; ++n) {
    CHARTA_TRY(const auto axis, axis_of(axes[n], code.empty() ? "?" : code));
    code += axis.values.front().first, labels[n] = axis.values.front().second;
    if (!axis.definition.empty()) definition = axis.definition;
  }
  CHARTA_TRY_DO(maker.table(grouper::key_of(code), labels, definition));
  const auto rows = cda::children(element, "pcsRow");
  if (rows.empty()) return fail(ErrorKind::invalid, fmt::format("table {} has no rows", code));
  for (const auto row : rows) {
    const auto row_axis = cda::children(row, "axis");
    if (row_axis.size() != row_axes)
      return fail(ErrorKind::invalid, fmt::format("table {}: a row has {} axes of 4", code, row_axis.size()));
    std::array<Values, row_axes> lists;
    std::array<std::string, row_axes> names;
    std::size_t codes = 1;
    for (std::size_t n = 0; n < row_axes; ++n) {
      CHARTA_TRY(auto axis, axis_of(row_axis[n], code));
      codes *= axis.values.size();
      lists[n] = std::move(axis.values), names[n] = axis.title;
    }
    const auto counted = cda::attribute(row, "codes");
    if (!counted.empty() && counted != std::to_string(codes))
      return fail(ErrorKind::invalid,
                  fmt::format("table {}: a row builds {} codes and says {}: the file is damaged", code, codes, counted));
    maker.row(lists, names);
  }
  return {};
}

}  // namespace

Result<code_books::ProcedureTables> read_procedure_tables(std::string_view text) {
  if (!text.substr(0, 400).starts_with("<?xml") && text.substr(0, 400).find("<ICD10PCS") == std::string_view::npos)
    return tables_of_csv(text);
  CHARTA_TRY(const auto xml, cda::Xml::parse(text));
  if (cda::local_name(xml.root()) != "ICD10PCS.tabular") return fail(ErrorKind::invalid, "these are no tables of ICD-10-PCS");
  TableMaker maker;
  for (const auto table : cda::children(xml.root(), "pcsTable")) CHARTA_TRY_DO(read_pcs_table(table, maker));
  return maker.take();
}

Result<code_books::TermList> read_procedure_definitions(std::string_view text) {
  TermWriter writer;
  if (text.starts_with("<?xml") || text.substr(0, 400).find("<ICD10PCS") != std::string_view::npos) {
    CHARTA_TRY(const auto xml, cda::Xml::parse(text));
    for (const auto section : cda::children(xml.root(), "section"))
      for (const auto axis : cda::children(section, "axis"))
        for (const auto terms : cda::children(axis, "terms")) {
          std::string more;
          for (const auto part : cda::elements(terms))
            if (const auto name = cda::local_name(part); name == "explanation" || name == "includes")
              more += (more.empty() ? "" : "; ") + cda::text_of(part);
          for (const auto title : cda::children(terms, "title"))
            writer.add(fmt::format("{}.{}", cda::attribute(section, "code"), cda::attribute(axis, "pos")), cda::text_of(title),
                       cda::text_of(cda::child(terms, "definition")), more);
        }
  } else {
    static constexpr PublishedTable::Column columns[] = {
        {"section"}, {"axis"}, {"label"}, {"definition"}, {"explanation", false}};
    CHARTA_TRY(auto table, PublishedTable::open(text, columns));
    for (;;) {
      CHARTA_TRY(const bool more, table.next());
      if (!more) break;
      writer.add(fmt::format("{}.{}", table[0], table[1]), table[2], table[3], table[4]);
    }
  }
  if (writer.is_empty()) return fail(ErrorKind::invalid, "there is no definition");
  return writer.take();
}

Result<code_books::TermList> read_procedure_keys(std::string_view text) {
  static constexpr PublishedTable::Column parts[] = {{"section"}, {"axis"}, {"label"}, {"includes"}};
  static constexpr PublishedTable::Column devices[] = {{"section"}, {"device"}, {"devicename"}, {"includes"}};
  CHARTA_TRY(auto table, PublishedTable::open(text, PublishedTable::is_one(text, parts) ? std::span(parts) : std::span(devices)));
  TermWriter writer;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    if (table[2].empty()) return table.broken("a value has no name");
    writer.add(table[2], table[3], fmt::format("{}.{}", table[0], table[1]));
  }
  if (writer.is_empty()) return fail(ErrorKind::invalid, "the key has no rows");
  return writer.take();
}

}  // namespace charta::code_sets
