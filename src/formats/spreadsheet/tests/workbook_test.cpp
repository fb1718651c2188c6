// SPDX-License-Identifier: Apache-2.0
#include "formats/spreadsheet/workbook.hpp"

#include "formats/archive/archive.hpp"

#include <gtest/gtest.h>

#include <map>

namespace charta::spreadsheet {
namespace {

using Parts = std::map<std::string, std::string>;

Parts parts_of(const std::string& workbook) {
  const auto entries = archive::unzip(workbook);
  EXPECT_TRUE(entries) << entries.error().message;
  Parts parts;
  if (entries)
    for (const auto& entry : *entries) parts[entry.name] = entry.bytes;
  return parts;
}

std::string sheet_of(const Row& heading, const std::vector<Row>& rows) {
  const auto made = workbook_of("List", heading, rows);
  EXPECT_TRUE(made) << made.error().message;
  return made ? parts_of(*made)["xl/worksheets/sheet1.xml"] : "";
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Workbook, HasThePartsThatTheStandardAsksFor) {
  const Parts parts = parts_of(workbook_of("Overdue", {"A"}, {}).value());
  for (const char* name : {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                           "xl/worksheets/sheet1.xml"})
    EXPECT_TRUE(parts.contains(name)) << name;
  EXPECT_TRUE(holds(parts.at("xl/workbook.xml"), "sheet name=\"Overdue\""));
}

TEST(Workbook, RowsStandUnderTheirHeading) {
  const std::string sheet = sheet_of({"Patient", "MRN"}, {{"Ada", "17"}, {"Bob", ""}});
  EXPECT_TRUE(holds(sheet, "<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Patient</t>"));
  EXPECT_TRUE(holds(sheet, "<c r=\"B2\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">17</t>"));
  EXPECT_TRUE(holds(sheet, "<c r=\"A3\""));
  EXPECT_FALSE(holds(sheet, "<c r=\"B3\"")) << "an empty cell is not written";
  EXPECT_TRUE(holds(sheet, "autoFilter ref=\"A1:B3\""));
}

TEST(Workbook, ALeadingEqualsSignIsTextAndNoFormula) {
  const std::string sheet = sheet_of({"A"}, {{"=1+1"}});
  EXPECT_TRUE(holds(sheet, "t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>"));
  EXPECT_FALSE(holds(sheet, "<f>"));
}

TEST(Workbook, NumbersKeepTheirLeadingZeros) {
  EXPECT_TRUE(holds(sheet_of({"MRN"}, {{"00017"}}), ">00017<"));
}

TEST(Workbook, WhatXmlReservesIsEscapedAndWhatItForbidsIsReplaced) {
  const std::string sheet = sheet_of({"A"}, {{"<&>\"\x01"}});
  EXPECT_TRUE(holds(sheet, "&lt;&amp;&gt;&quot;\xEF\xBF\xBD"));
}

TEST(Workbook, ColumnsGoOnBehindZ) {
  const Row wide(28, "x");
  const std::string sheet = sheet_of(wide, {});
  EXPECT_TRUE(holds(sheet, "r=\"Z1\""));
  EXPECT_TRUE(holds(sheet, "r=\"AA1\""));
  EXPECT_TRUE(holds(sheet, "r=\"AB1\""));
}

TEST(Workbook, ATabHasNoSignThatProgramsRefuse) {
  const Parts parts = parts_of(workbook_of("a[b]:c*?/\\'d and much more than a tab can bear", {"A"}, {}).value());
  EXPECT_TRUE(holds(parts.at("xl/workbook.xml"), "sheet name=\"abcd and much more than a tab c\""));
  EXPECT_TRUE(holds(parts_of(workbook_of("[]", {"A"}, {}).value()).at("xl/workbook.xml"), "sheet name=\"List\""));
}

TEST(Workbook, RefusesACellThatProgramsWouldCutAndSaysWhichRow) {
  const auto made = workbook_of("List", {"A"}, {{"short"}, {std::string(40'000, 'x')}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::too_large);
  EXPECT_TRUE(holds(made.error().message, "row 3"));
}

TEST(Workbook, TheSameRowsGiveTheSameBytes) {
  EXPECT_EQ(workbook_of("List", {"A"}, {{"1"}}).value(), workbook_of("List", {"A"}, {{"1"}}).value());
}

}  // namespace
}  // namespace charta::spreadsheet
