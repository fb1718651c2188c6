// SPDX-License-Identifier: Apache-2.0
// A list as a spreadsheet reads it: the columns that are on the screen, every row that the filter selects, in its order.
#pragma once
#include "base/text.hpp"
#include "formats/spreadsheet/workbook.hpp"
#include "transport/desk_api/desk.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::desk_api {

/// More rows leave nobody's desk in one file: a longer list is refused, never cut.
constexpr std::int64_t most_exported_rows = 20'000;

/// RFC 4180 in UTF-8 with its mark, without which spreadsheets misread accents.
class Csv {
 public:
  /// A leading =, +, -, @, tab or return is quoted so that a spreadsheet does not run it.
  void cell(std::string_view text);
  void end_row();
  std::string take() { return std::move(text_); }

 private:
  std::string text_ = "\xEF\xBB\xBF";
  bool begins_row_ = true;
};

/// `Source` is what a row's cells are read from.
template <class Source>
struct ExportColumn {
  std::string_view id, title;
  std::string (*text)(const Source&);
};

/// The columns that `columns=` names, in its order; without it all of them. Errors: `invalid`, naming the one that is not there.
template <class Source>
Result<std::vector<const ExportColumn<Source>*>> chosen_columns(const http::Request& request,
                                                                std::span<const ExportColumn<Source>> all) {
  std::vector<const ExportColumn<Source>*> chosen;
  const std::string asked = request.parameter("columns").value_or("");
  for (const std::string_view id : split(asked, ',')) {
    if (id.empty()) continue;
    const ExportColumn<Source>* found = nullptr;
    for (const auto& column : all)
      if (column.id == id) found = &column;
    if (found == nullptr) return fail(ErrorKind::invalid, "this list has no column '" + std::string(id) + "'", "columns");
    chosen.push_back(found);
  }
  if (chosen.empty())
    for (const auto& column : all) chosen.push_back(&column);
  return chosen;
}

/// What leaves, as text: the titles of its columns, then its rows.
struct Sheet {
  spreadsheet::Row heading;
  std::vector<spreadsheet::Row> rows;
};

template <class Source>
Sheet sheet_of(const std::vector<const ExportColumn<Source>*>& columns, const std::vector<Source>& rows) {
  Sheet sheet;
  for (const auto* column : columns) sheet.heading.emplace_back(column->title);
  for (const Source& row : rows) {
    spreadsheet::Row& cells = sheet.rows.emplace_back();
    for (const auto* column : columns) cells.push_back(column->text(row));
  }
  return sheet;
}

std::string csv_of(const Sheet& sheet);

/// Errors: `business_rule`: the list is longer than may leave in one file.
Result<void> require_exportable(std::int64_t total);

/// What left: its name, of which kind of thing, whose record where it is one person's, and everybody who is named in it.
struct Exported {
  std::string name;
  std::string_view subject_kind;
  PatientId patient;
  std::vector<PatientId> patients{};
};

/// The file as `format=` asks for it, `csv` (when it is silent) or `xlsx`, once the ledger has who took it and the digest of its
/// very bytes, and the ledger of each person in it the same. Errors: `invalid` (another format), `too_large` (what no workbook
/// holds).
Result<http::Response> answer_export(const Desk& desk, const http::Request& request, const Exported& what, const Sheet& sheet);

/// The words of many patients, asked in parts that a database takes.
Result<std::map<std::int64_t, PatientBrief>> briefs_of_many(const Desk& desk, const access::Actor& actor,
                                                            const std::vector<PatientId>& patients);

inline std::string text_of(std::optional<Instant> instant) {
  return instant && instant->milliseconds() != 0 ? instant->text() : std::string();
}

}  // namespace charta::desk_api
