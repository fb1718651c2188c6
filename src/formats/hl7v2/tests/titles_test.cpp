// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/titles.hpp"

#include "formats/hl7v2/title_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::hl7v2 {
namespace {

TEST(Hl7Titles, AreHl7sOwnTerms) {
  const struct {
    std::string_view segment;
    int number;
    std::string_view title, type;
  } cases[] = {
      {"MSH", 9, "Message Type", "MSG"},
      {"MSH", 18, "Character Set", "ID"},
      {"PID", 3, "Patient Identifier List", "CX"},
      {"PID", 18, "Patient Account Number", "CX"},
      {"PID", 30, "Patient Death Indicator", "ID"},
      {"PV1", 19, "Visit Number", "CX"},
      {"PV1", 36, "Discharge Disposition", "CWE"},
      {"PV1", 44, "Admit Date/Time", "DTM"},
      {"PV1", 45, "Discharge Date/Time", "DTM"},
      {"ORC", 1, "Order Control", "ID"},
      {"ORC", 12, "Ordering Provider", "XCN"},
      {"OBR", 4, "Universal Service Identifier", "CWE"},
      {"OBR", 25, "Result Status", "ID"},
      {"OBR", 28, "Result Copies To", "XCN"},
      {"OBX", 5, "Observation Value", ""},
      {"OBX", 11, "Observation Result Status", "ID"},
      {"TXA", 12, "Unique Document Number", "EI"},
      {"TXA", 17, "Document Completion Status", "ID"},
      {"TXA", 19, "Document Availability Status", "ID"},
      {"MRG", 1, "Prior Patient Identifier List", "CX"},
      {"SCH", 25, "Filler Status Code", "CWE"},
      {"ZPI", 1, "", ""},
      {"PID", 0, "", ""},
      {"PID", 999, "", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(field_title(c.segment, c.number), c.title) << c.segment << '-' << c.number;
    EXPECT_EQ(field_type(c.segment, c.number), c.type) << c.segment << '-' << c.number;
  }
}

TEST(Hl7Titles, NameTheComponents) {
  EXPECT_EQ(component_title("PID", 3, 4), "Assigning Authority");
  EXPECT_EQ(component_title("PID", 5, 1), "Family Name");
  EXPECT_EQ(component_title("PV1", 3, 1), "Point of Care");
  EXPECT_EQ(component_title("OBR", 2, 1), "Entity Identifier");
  EXPECT_EQ(component_title("PID", 1, 1), "") << "a set id has no components";
  EXPECT_EQ(component_title("ZPI", 1, 1), "");
  EXPECT_EQ(type_component_title("ED", 5), "Data");
}

TEST(Hl7Titles, SegmentsHaveNames) {
  EXPECT_EQ(segment_title("PID"), "Patient Identification");
  EXPECT_EQ(segment_title("Z99"), "");
}

TEST(Hl7Titles, TheTablesAreInOrderAndEveryTypeIsKnownOrPrimitive) {
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  EXPECT_TRUE(std::is_sorted(segment_rows().begin(), segment_rows().end(), by_name));
  EXPECT_TRUE(std::is_sorted(type_rows().begin(), type_rows().end(), by_name));
  const std::string_view primitive[] = {"SI", "ID", "IS", "ST",  "NM",  "DTM", "DT", "TM",
                                        "TX", "FT", "OG", "AUI", "MOC", "RPT", ""};
  for (const auto& row : segment_rows())
    for (int number = 1; !field_title(row.name, number).empty(); ++number) {
      const auto type = field_type(row.name, number);
      const bool known = !type_component_title(type, 1).empty() ||
                         std::find(std::begin(primitive), std::end(primitive), type) != std::end(primitive);
      EXPECT_TRUE(known) << row.name << '-' << number << ' ' << type;
    }
}

}  // namespace
}  // namespace charta::hl7v2
