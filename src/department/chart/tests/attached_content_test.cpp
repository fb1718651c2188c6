// SPDX-License-Identifier: Apache-2.0
#include "department/chart/attached_content.hpp"

#include "department/chart/chart_entry.hpp"
#include "department/chart/document_types.hpp"
#include "department/chart/message_groups.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

namespace charta::chart {
namespace {

hl7v2::Message message_of(const std::string& segments) {
  auto parsed = hl7v2::Message::parse("MSH|^~\\&|LAB|MAIN|CHARTA|MAIN|20260301||ORU^R01|1|P|2.5.1\r" + segments);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return std::move(*parsed);
}

/// \n as the case tables write it.
std::string with_line_ends(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at) text.replace(at, 2, "\n");
  return text;
}

void compare(const AttachedContent& document, const testing::CaseLine& line) {
  if (line.has("type")) {
    EXPECT_EQ(document.content_type, line.value("type"));
  }
  if (line.has("title")) {
    EXPECT_EQ(document.title, line.value("title"));
  }
  if (line.has("url")) {
    EXPECT_EQ(document.url, line.value("url"));
  }
  if (line.has("text")) {
    EXPECT_EQ(document.bytes, with_line_ends(line.value("text")));
  }
}

TEST(AttachedContent, IsWhatTheTableSays) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/attachments.case");
  ASSERT_GE(cases.size(), 25U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    std::string segments;
    for (const auto& line : one.lines) {
      if (line.verb == "obx")
        segments += "OBX|1|" + line.words.at(0) + "|" + line.words.at(1) + "||" + line.words.at(2) + "||||||F\r";
    }
    const auto message = message_of(segments);
    const auto documents = attached_content(message.segments(), true);
    std::size_t compared = 0;
    for (const auto& line : one.lines) {
      if (line.verb == "refused") {
        ASSERT_FALSE(documents);
        EXPECT_EQ(documents.error().location, line.value("at"));
        EXPECT_EQ(documents.error().kind, ErrorKind::invalid);
      } else if (line.verb == "document") {
        ASSERT_TRUE(documents) << documents.error().message;
        ASSERT_LT(compared, documents->size());
        compare((*documents)[compared++], line);
      }
    }
    if (documents) {
      EXPECT_EQ(documents->size(), compared);
    }
  }
}

TEST(AttachedContent, LeavesOutTextWhereItIsFiledAsFindings) {
  const auto message = message_of("OBX|1|TX|1^Words||One||||||F\rOBX|2|ED|2^Report||^AP^PDF^Base64^JVBERi0xLjQK||||||F\r");
  const auto documents = attached_content(message.segments(), false);
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 1U);
  EXPECT_EQ(documents->front().content_type, "application/pdf");
}

/// "ORC+OBR" for each group, with how many segments follow.
std::string shape(const std::string& segments) {
  std::string text;
  const auto message = message_of(segments);
  for (const auto& group : order_groups(message)) {
    if (!text.empty()) text += " ";
    text += group.orc != nullptr ? "ORC" + group.orc->field(2).text() : "-";
    text += group.obr != nullptr ? "+OBR" + group.obr->field(2).text() : "";
    text += group.tq1 != nullptr ? "+TQ1" : "";
    if (!group.rest.empty()) text += "(" + std::to_string(group.rest.size()) + ")";
  }
  return text;
}

struct GroupCase {
  const char* title;
  std::string segments, shape;
};

TEST(OrderGroups, PartAMessageAsItsSenderMeant) {
  const std::vector<GroupCase> cases{
      {"no order at all", "PID|1||1001\r", ""},
      {"one order", "ORC|NW|A\rOBR|1|A\r", "ORCA+OBRA"},
      {"a result without ORC", "OBR|1|A\rOBX|1\rOBX|2\r", "-+OBRA(2)"},
      {"two requests under one order", "ORC|NW|A\rOBR|1|A\rOBX|1\rOBR|2|B\rOBX|1\rNTE|1\r", "ORCA+OBRA(1) ORCA+OBRB(2)"},
      {"two orders", "ORC|NW|A\rOBR|1|A\rORC|NW|B\rOBR|1|B\r", "ORCA+OBRA ORCB+OBRB"},
      {"a cancellation that repeats no request", "ORC|CA|A\r", "ORCA"},
      {"two cancellations", "ORC|CA|A\rORC|CA|B\r", "ORCA ORCB"},
      {"a cancellation beside a request", "ORC|CA|A\rORC|NW|B\rOBR|1|B\r", "ORCA ORCB+OBRB"},
      {"timing before the request", "ORC|NW|A\rTQ1|1\rOBR|1|A\r", "ORCA+OBRA+TQ1"},
      {"timing after the request", "ORC|NW|A\rOBR|1|A\rTQ1|1\r", "ORCA+OBRA+TQ1(1)"},
      {"the timing of one order is not the other's", "ORC|NW|A\rTQ1|1\rOBR|1|A\rORC|NW|B\rOBR|1|B\r", "ORCA+OBRA+TQ1 ORCB+OBRB"},
      {"a request of pharmacy is none of ours", "ORC|NW|A\rRXO|1\rORC|NW|B\rOBR|1|B\r", "ORCB+OBRB"},
      {"Z segments belong to their group", "ORC|NW|A\rOBR|1|A\rZXX|1\r", "ORCA+OBRA(1)"},
  };
  for (const auto& one : cases) EXPECT_EQ(shape(one.segments), one.shape) << one.title;
}

struct EntryCase {
  const char* title;
  std::string resource, field, expected;
};

TEST(ChartEntry, ReadsItsLineFromTheResource) {
  const auto value_of = [](const ChartEntry& entry, const std::string& field) {
    const std::map<std::string, std::string> fields{
        {"title", entry.title},   {"code", entry.title_code},     {"status", entry.status}, {"at", entry.at.text()},
        {"author", entry.author}, {"encounter", entry.encounter}, {"kind", entry.kind},     {"type", entry.content_type}};
    return fields.at(field);
  };
  const Instant otherwise = *Instant::parse("2026-03-10T12:00:00Z");
  const std::string document = R"({"resourceType":"DocumentReference","status":"current",)",
                    report = R"({"resourceType":"DiagnosticReport","status":"final",)";
  const std::vector<EntryCase> cases{
      {"the display of a code is the title",
       document + R"("type":{"coding":[{"code":"18842-5","display":"Discharge summary"}],"text":"summary"}})", "title",
       "Discharge summary"},
      {"else the text", document + R"("type":{"coding":[{"code":"X"}],"text":"My note"}})", "title", "My note"},
      {"else the code", document + R"("type":{"coding":[{"code":"X"}]}})", "title", "X"},
      {"else the attachment's title", document + R"("content":[{"attachment":{"title":"scan 7"}}]})", "title", "scan 7"},
      {"else the description", document + R"("description":"a letter"})", "title", "a letter"},
      {"else what it is", document + R"("id":"1"})", "title", "DocumentReference"},
      {"LOINC is what rules ask for",
       document + R"("type":{"coding":[{"system":"urn:local","code":"DS"},{"system":"http://loinc.org","code":"18842-5"}]}})",
       "code", "18842-5"},
      {"a current document shows how far it has come", document + R"("docStatus":"preliminary"})", "status", "preliminary"},
      {"one entered in error shows that",
       R"({"resourceType":"DocumentReference","status":"entered-in-error","docStatus":"final"})", "status", "entered-in-error"},
      {"its time is that of the act", document + R"("date":"2026-03-05T00:00:00Z","context":{"period":{"start":"2026-03-01"}}})",
       "at", "2026-03-01T00:00:00.000Z"},
      {"else when it was written", document + R"("date":"2026-03-05T00:00:00Z"})", "at", "2026-03-05T00:00:00.000Z"},
      {"else when it came", document + R"("id":"1"})", "at", "2026-03-10T12:00:00.000Z"},
      {"a time that is none is none", document + R"("date":"soon"})", "at", "2026-03-10T12:00:00.000Z"},
      {"a partial time counts from its beginning", report + R"("effectiveDateTime":"2026-02"})", "at",
       "2026-02-01T00:00:00.000Z"},
      {"a report's interpreter is its author",
       report + R"("performer":[{"display":"Lab"}],"resultsInterpreter":[{"display":"Ruth Hale"}]})", "author", "Ruth Hale"},
      {"else who performed it", report + R"("performer":[{"display":"Lab"}]})", "author", "Lab"},
      {"its visit, without the type", report + R"("encounter":{"reference":"Encounter/abc"}})", "encounter", "abc"},
      {"a visit by an absolute address", report + R"("encounter":{"reference":"http://x/fhir/Encounter/abc"}})", "encounter",
       "abc"},
      {"a visit without a reference", report + R"("encounter":{"display":"ward"}})", "encounter", ""},
      {"an order", R"({"resourceType":"ServiceRequest","status":"active","code":{"text":"CT"},"requester":{"display":"Hale"}})",
       "author", "Hale"},
      {"an inpatient", R"({"resourceType":"Encounter","status":"planned","class":{"code":"IMP"}})", "title",
       "Inpatient encounter"},
      {"an emergency", R"({"resourceType":"Encounter","status":"planned","class":{"code":"EMER"}})", "title",
       "Emergency encounter"},
      {"why the patient came says more", R"({"resourceType":"Encounter","class":{"code":"IMP"},"reasonCode":[{"text":"Hip"}]})",
       "title", "Hip"},
      {"an appointment without a service", R"({"resourceType":"Appointment","status":"booked"})", "title", "Appointment"},
      {"an appointment's time", R"({"resourceType":"Appointment","start":"2026-04-01T08:00:00Z"})", "at",
       "2026-04-01T08:00:00.000Z"},
      {"a resource of no timeline has no kind", R"({"resourceType":"Observation","status":"final"})", "kind", ""},
  };
  for (const auto& one : cases) {
    const auto parsed = json::Document::parse(one.resource);
    ASSERT_TRUE(parsed) << one.title;
    EXPECT_EQ(value_of(entry_of(parsed->root(), otherwise), one.field), one.expected) << one.title;
  }
}

TEST(ChartEntry, IsMadeForWhatACliniciansTimelineShows) {
  for (const auto* type : {"DocumentReference", "DiagnosticReport", "ServiceRequest", "Encounter", "Appointment"})
    EXPECT_TRUE(has_timeline_entry(type)) << type;
  for (const auto* type : {"Observation", "Patient", "Binary", "", "documentreference"})
    EXPECT_FALSE(has_timeline_entry(type)) << type;
}

TEST(DocumentTypes, RefuseATableWithAGap) {
  EXPECT_TRUE(DocumentTypes::parse(R"({"types":[{"code":"DS","loinc":"18842-5","display":"Discharge summary"}]})"));
  for (const auto* broken :
       {R"({"types":[{"code":"DS"}]})", R"({"types":[{"loinc":"18842-5"}]})", R"({"types":[{"code":"","loinc":"1-8"}]})", "{"}) {
    EXPECT_FALSE(DocumentTypes::parse(broken)) << broken;
  }
}

TEST(DocumentTypes, KnowOnlyWhatStandsInTheTable) {
  const auto types = DocumentTypes::parse(R"({"types":[{"code":"DS","loinc":"18842-5","display":"Discharge summary"}]})");
  ASSERT_TRUE(types);
  EXPECT_EQ(types->find("DS")->loinc, "18842-5");
  EXPECT_EQ(types->find("ds"), nullptr);
  EXPECT_EQ(types->find(""), nullptr);
}

}  // namespace
}  // namespace charta::chart
