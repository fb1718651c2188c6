// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/list_export.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace charta::desk_api {

void Csv::cell(std::string_view text) {
  text_ += begins_row_ ? "\"" : ",\"";
  begins_row_ = false;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text_ += '\'';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void Csv::end_row() {
  text_ += "\r\n";
  begins_row_ = true;
}

Result<void> require_exportable(std::int64_t total) {
  if (total <= most_exported_rows) return {};
  return fail(ErrorKind::business_rule, "the list has " + std::to_string(total) + " rows; narrow it to " +
                                            std::to_string(most_exported_rows) + " at most before exporting it");
}

std::string csv_of(const Sheet& sheet) {
  Csv csv;
  const auto write_row = [&csv](const spreadsheet::Row& cells) {
    for (const std::string& cell : cells) csv.cell(cell);
    csv.end_row();
  };
  write_row(sheet.heading);
  for (const auto& row : sheet.rows) write_row(row);
  return csv.take();
}

namespace {

std::vector<PatientId> each_once(const std::vector<PatientId>& patients) {
  std::vector<PatientId> each;
  for (const PatientId patient : patients)
    if (patient.is_set()) each.push_back(patient);
  std::sort(each.begin(), each.end());
  each.erase(std::unique(each.begin(), each.end()), each.end());
  return each;
}

struct ExportedFile {
  std::string_view ending, type;
  std::string bytes;
};

Result<ExportedFile> file_of_sheet(const std::string& format, const std::string& name, const Sheet& sheet) {
  if (format.empty() || format == "csv") return ExportedFile{".csv", "text/csv; charset=utf-8", csv_of(sheet)};
  if (format != "xlsx") return fail(ErrorKind::invalid, "a list leaves as csv or xlsx, not as '" + format + "'", "format");
  CHARTA_TRY(auto bytes, spreadsheet::workbook_of(name, sheet.heading, sheet.rows));
  return ExportedFile{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", std::move(bytes)};
}

}  // namespace

Result<http::Response> answer_export(const Desk& desk, const http::Request& request, const Exported& what, const Sheet& sheet) {
  CHARTA_TRY(auto file, file_of_sheet(request.parameter("format").value_or(""), what.name, sheet));
  ledger::Entry entry;
  entry.act = ledger::Act::exported;
  entry.subject_kind = what.subject_kind;
  entry.digest = sha256(file.bytes);
  const auto noted = desk.store.write([&](store::UnitOfWork& work) -> Result<void> {
    entry.patient = what.patient;
    CHARTA_TRY_DO(desk.ledger.record(work, request.actor.author, entry));
    for (const PatientId patient : each_once(what.patients)) {
      entry.patient = patient;
      if (patient != what.patient) CHARTA_TRY_DO(desk.ledger.record(work, request.actor.author, entry));
    }
    return {};
  });
  if (!noted) return noted.error();
  http::Response response;
  response.content_type = file.type;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + what.name + std::string(file.ending) + "\"");
  response.body = std::move(file.bytes);
  return response;
}

Result<std::map<std::int64_t, PatientBrief>> briefs_of_many(const Desk& desk, const access::Actor& actor,
                                                            const std::vector<PatientId>& patients) {
  constexpr std::size_t part = 500;
  const auto each = each_once(patients);
  std::map<std::int64_t, PatientBrief> all;
  for (std::size_t from = 0; from < each.size(); from += part) {
    const std::vector<PatientId> some(each.begin() + static_cast<std::ptrdiff_t>(from),
                                      each.begin() + static_cast<std::ptrdiff_t>(std::min(from + part, each.size())));
    CHARTA_TRY(auto found, desk.briefs(actor, some));
    all.merge(found);
  }
  return all;
}

}  // namespace charta::desk_api
