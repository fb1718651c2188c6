// SPDX-License-Identifier: Apache-2.0
#include "formats/spreadsheet/workbook.hpp"

#include "formats/archive/zip_writer.hpp"

#include <algorithm>

namespace charta::spreadsheet {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view office_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view package_space = "http://schemas.openxmlformats.org/package/2006";
constexpr std::size_t widest_column = 60, narrowest_column = 8, longest_tab = 31;

std::string content_types() {
  const std::string of_sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  return std::string(declaration) + "<Types xmlns=\"" + std::string(package_space) +
         "/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
         "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" +
         of_sheets +
         "sheet.main+xml\"/>"
         "<Override PartName=\"/xl/styles.xml\" ContentType=\"" +
         of_sheets +
         "styles+xml\"/>"
         "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" +
         of_sheets + "worksheet+xml\"/></Types>";
}

struct Relation {
  std::string_view kind, target;
};

std::string relations(std::initializer_list<Relation> all) {
  std::string out = std::string(declaration) + "<Relationships xmlns=\"" + std::string(package_space) + "/relationships\">";
  int number = 0;
  for (const auto& [kind, target] : all) {
    out += "<Relationship Id=\"r" + std::to_string(++number) + "\" Type=\"" + std::string(office_space) + "/";
    out += std::string(kind) + "\" Target=\"" + std::string(target) + "\"/>";
  }
  return out + "</Relationships>";
}

/// Two looks of a cell: plain, and the heading's.
std::string styles() {
  return std::string(declaration) + "<styleSheet xmlns=\"" + std::string(main_space) +
         "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name "
         "val=\"Calibri\"/></font></fonts>"
         "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
         "patternType=\"gray125\"/></fill></fills>"
         "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
         "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
         "<cellXfs count=\"2\"><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
         "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
         "applyFont=\"1\"/></cellXfs></styleSheet>";
}

bool xml_can_hold(unsigned char c) {
  return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

void escape_into(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (xml_can_hold(static_cast<unsigned char>(c)))
          out += c;
        else
          out += "\xEF\xBF\xBD";
    }
  }
}

std::string tab_name(std::string_view name) {
  std::string kept;
  for (const char c : name)
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos && kept.size() < longest_tab) kept += c;
  return kept.empty() ? "List" : kept;
}

std::string workbook(std::string_view sheet) {
  std::string out = std::string(declaration) + "<workbook xmlns=\"" + std::string(main_space) + "\" xmlns:r=\"" +
                    std::string(office_space) + "\"><sheets><sheet name=\"";
  escape_into(out, tab_name(sheet));
  return out + "\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
}

/// A, B, … Z, AA, …: `column` from 0.
std::string letters_of_column(std::size_t column) {
  std::string out;
  for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (left - 1) % 26));
  return out;
}

Result<void> write_row(std::string& out, std::size_t number, const Row& cells, std::string_view style) {
  out += "<row r=\"" + std::to_string(number) + "\">";
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (cells[column].empty()) continue;
    if (cells[column].size() > most_workbook_cell)
      return fail(ErrorKind::too_large,
                  "row " + std::to_string(number) + " has a cell of more than 32,767 characters; take the list as CSV");
    out += "<c r=\"" + letters_of_column(column) + std::to_string(number) + "\" s=\"" + std::string(style) +
           "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
    escape_into(out, cells[column]);
    out += "</t></is></c>";
  }
  out += "</row>";
  return {};
}

/// As wide as the longest of its first rows, within what a screen shows.
std::string column_widths(const Row& heading, const std::vector<Row>& rows) {
  constexpr std::size_t looked_at = 200;
  std::string out = "<cols>";
  for (std::size_t column = 0; column < heading.size(); ++column) {
    std::size_t width = std::max(heading[column].size() + 2, narrowest_column);
    for (std::size_t row = 0; row < std::min(rows.size(), looked_at); ++row)
      if (column < rows[row].size()) width = std::max(width, rows[row][column].size() + 1);
    const std::string place = std::to_string(column + 1);
    out += "<col min=\"" + place + "\" max=\"" + place + "\" width=\"" + std::to_string(std::min(width, widest_column)) +
           "\" customWidth=\"1\"/>";
  }
  return out + "</cols>";
}

Result<std::string> worksheet(const Row& heading, const std::vector<Row>& rows) {
  std::string out =
      std::string(declaration) + "<worksheet xmlns=\"" + std::string(main_space) +
      "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
      "state=\"frozen\"/></sheetView></sheetViews>";
  out += column_widths(heading, rows) + "<sheetData>";
  CHARTA_TRY_DO(write_row(out, 1, heading, "1"));
  for (std::size_t i = 0; i < rows.size(); ++i) CHARTA_TRY_DO(write_row(out, i + 2, rows[i], "0"));
  out += "</sheetData><autoFilter ref=\"A1:" + letters_of_column(heading.size() - 1) + std::to_string(rows.size() + 1) +
         "\"/></worksheet>";
  return out;
}

}  // namespace

Result<std::string> workbook_of(std::string_view sheet, const Row& heading, const std::vector<Row>& rows) {
  if (heading.empty()) return fail(ErrorKind::invalid, "a workbook needs a heading");
  if (rows.size() >= most_workbook_rows) return fail(ErrorKind::too_large, "a sheet holds 1,048,576 rows at most");
  CHARTA_TRY(const std::string cells, worksheet(heading, rows));
  archive::ZipWriter zip;
  CHARTA_TRY_DO(zip.add("[Content_Types].xml", content_types()));
  CHARTA_TRY_DO(zip.add("_rels/.rels", relations({{"officeDocument", "xl/workbook.xml"}})));
  CHARTA_TRY_DO(zip.add("xl/workbook.xml", workbook(sheet)));
  CHARTA_TRY_DO(
      zip.add("xl/_rels/workbook.xml.rels", relations({{"worksheet", "worksheets/sheet1.xml"}, {"styles", "styles.xml"}})));
  CHARTA_TRY_DO(zip.add("xl/styles.xml", styles()));
  CHARTA_TRY_DO(zip.add("xl/worksheets/sheet1.xml", cells));
  return zip.take();
}

}  // namespace charta::spreadsheet
