// SPDX-License-Identifier: Apache-2.0
// C-CDA documents: identified like a message, held like a message, filed whole.
#include "department/intake/tests/intake_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace charta::intake::testing {
namespace {

constexpr std::string_view header_of_ada = R"(<id root="2.16.840.1.113883.19.5.99999.1" extension="1001"/>
  <patient><name><given>Ada</given><given>Jane</given><family>Marsh</family></name><administrativeGenderCode code="F"/><birthTime value="19610402"/></patient>)";

struct Document {
  std::string id = "D1";
  std::string patient = std::string(header_of_ada);
  std::string related;
  std::string problem = "Asthma";
  std::string more_header;
};

std::string problem_section(const std::string& problem) {
  return R"(<component><section><code code="11450-4" codeSystem="2.16.840.1.113883.6.1"/><title>Problems</title><text>)" +
         problem + R"(</text>
  <entry><act classCode="ACT" moodCode="EVN"><statusCode code="active"/><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
  <id root="1.2.3" extension="P1"/><code code="55607006" codeSystem="2.16.840.1.113883.6.96"/><effectiveTime><low value="20120806"/></effectiveTime>
  <value xsi:type="CD" code="195967001" codeSystem="2.16.840.1.113883.6.96" displayName=")" +
         problem + R"("/></observation></entryRelationship></act></entry></section></component>)";
}

std::string print(const Document& document) {
  return R"(<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><templateId root="2.16.840.1.113883.10.20.22.1.2" extension="2015-08-01"/>
  <id root="2.16.840.1.113883.19.5" extension=")" +
         document.id + R"("/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summarization of Episode Note"/>
  <title>Continuity of Care</title><effectiveTime value="20260110101500+0000"/>)" +
         document.more_header + R"(
  <recordTarget><patientRole>)" +
         document.patient + R"(</patientRole></recordTarget>
  <author><time value="20260110"/><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="77"/><assignedPerson><name><given>Rosa</given><family>Weiss</family></name></assignedPerson></assignedAuthor></author>
  <custodian><assignedCustodian><representedCustodianOrganization><id root="1.9"/><name>Hill Clinic</name></representedCustodianOrganization></assignedCustodian></custodian>)" +
         document.related + "<component><structuredBody>" + problem_section(document.problem) +
         "</structuredBody></component></ClinicalDocument>";
}

const std::string ada_with_oid = "PID|1||1001^^^HILL&2.16.840.1.113883.19.5.99999.1&ISO^MR||Marsh^Ada^Jane||19610402|F";
const std::string tom_with_oid = "PID|1||1002^^^HILL&2.16.840.1.113883.19.5.99999.1&ISO^MR||Quill^Tom||19700102|M";

class ClinicalDocumentsIn : public IntakeTest {
 protected:
  void SetUp() override {
    IntakeTest::SetUp();
    EXPECT_EQ(department().send(message("ADT^A28", "reg", {"EVN|A28|20260101080000", ada_with_oid})).outcome, Outcome::filed);
    EXPECT_EQ(department().send(message("ADT^A28", "reg2", {"EVN|A28|20260101080000", tom_with_oid})).outcome, Outcome::filed);
    department().happened.clear();
  }
  Received take(const std::string& text) { return department().intake->receive_document(text, {"test", "a.xml", AckMode::done}); }
  Received expect_filed(const Document& document) {
    const auto received = take(print(document));
    EXPECT_EQ(received.outcome, Outcome::filed)
        << department().row(received.message).reason << ": " << department().row(received.message).detail;
    return received;
  }
  void expect_held(const Document& document, const std::string& reason) {
    const auto received = take(print(document));
    EXPECT_EQ(received.outcome, Outcome::held);
    EXPECT_EQ(department().row(received.message).reason, reason) << department().row(received.message).detail;
    EXPECT_EQ(department().count("chart_entry WHERE kind = 'document'"), 0);
  }
  PatientId patient(const std::string& number) { return department().index->find(technician(), number, 1)->front().patient; }
  std::vector<chart::ChartEntry> documents(const std::string& number = "1001") {
    const auto timeline = department().chart->timeline(technician(), patient(number), {{}, "document", {}, {}, 100, 0});
    EXPECT_TRUE(timeline);
    return timeline ? timeline->entries : std::vector<chart::ChartEntry>();
  }
  std::string search(const std::string& type, const std::string& query) {
    const auto found = department().resources->search(technician(), {type, query, "http://x", true});
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    return found ? *found : std::string();
  }
};

TEST_P(ClinicalDocumentsIn, FilesTheDocumentItsWordsAndItsStatementsToTheRightPatient) {
  const auto received = expect_filed({});
  const auto listed = documents();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed.front().title, "Summarization of Episode Note");
  EXPECT_EQ(listed.front().content_type, "text/html");
  EXPECT_EQ(listed.front().source_message, received.message);
  EXPECT_EQ(listed.front().at.text(), "2026-01-10T10:15:00.000Z");
  const auto read = department().chart->content(technician(), "DocumentReference", listed.front().fhir_id, "", 0);
  ASSERT_TRUE(read);
  EXPECT_NE(read->bytes.find("<h2>Problems</h2><div>Asthma</div>"), std::string::npos) << read->bytes;
  const auto original = department().chart->content(technician(), "DocumentReference", listed.front().fhir_id, "", 1);
  ASSERT_TRUE(original);
  EXPECT_EQ(original->bytes, print({})) << "the bytes as they came";
  const auto conditions = search("Condition", "patient=Patient/" + patient("1001").text());
  EXPECT_NE(conditions.find("\"total\":1"), std::string::npos) << conditions;
  EXPECT_NE(conditions.find("195967001"), std::string::npos);
  EXPECT_EQ(std::count(department().happened.begin(), department().happened.end(), "document_filed"), 1);
}

TEST_P(ClinicalDocumentsIn, NeverRegistersAndNeverGuessesAPatient) {
  Document document;
  document.patient =
      R"(<id root="2.16.840.1.113883.19.5.99999.1" extension="9999"/><patient><name><given>New</given><family>Person</family></name><birthTime value="19900101"/></patient>)";
  expect_held(document, "no-mrn-match");
  document.id = "D2";
  document.patient =
      R"(<id root="1.2.3.4" extension="1001"/><patient><name><given>Ada</given><family>Marsh</family></name><birthTime value="19610402"/></patient>)";
  expect_held(document, "no-mrn-match");
  document.id = "D3";
  document.patient =
      R"(<id root="2.16.840.1.113883.19.5.99999.1" extension="1001"/><patient><name><given>Ada</given><family>Marsh</family></name><birthTime value="1961"/></patient>)";
  expect_held(document, "no-birth-date");
  EXPECT_EQ(department().count("message_journal WHERE type = 'CDA^34133-9' AND state = 'held'"), 3);
}

TEST_P(ClinicalDocumentsIn, IsFiledOnceHoweverOftenItComes) {
  const auto first = expect_filed({});
  const auto again = take(print({}));
  EXPECT_EQ(again.outcome, Outcome::duplicate);
  EXPECT_EQ(again.message, first.message);
  EXPECT_EQ(documents().size(), 1U);
  Document changed;
  changed.problem = "Gout";
  const auto other = take(print(changed));
  EXPECT_EQ(other.outcome, Outcome::changed_duplicate);
  EXPECT_EQ(department().row(other.message).reason, "changed-duplicate");
}

TEST_P(ClinicalDocumentsIn, IsHeldUntilAPersonNamesThePatient) {
  Document document;
  document.patient =
      R"(<id root="1.2.3.4" extension="X"/><patient><name><given>Ada</given><family>Marsh</family></name><birthTime value="19610402"/></patient>)";
  const auto held = take(print(document));
  ASSERT_EQ(held.outcome, Outcome::held);
  const auto candidates = department().intake->candidates(technician(), held.message, 5);
  ASSERT_TRUE(candidates);
  ASSERT_FALSE(candidates->empty());
  EXPECT_EQ(candidates->front().person.record.patient, patient("1001"));
  const auto assigned = department().intake->assign(technician(), held.message, patient("1001"), "seen in person");
  ASSERT_TRUE(assigned) << assigned.error().message;
  EXPECT_EQ(documents().size(), 1U);
  EXPECT_EQ(department().row(held.message).state, "filed");
}

TEST_P(ClinicalDocumentsIn, IsReplayedWhenItsPatientIsKnownMeanwhile) {
  Document document;
  document.patient =
      R"(<id root="2.16.840.1.113883.19.5.99999.1" extension="1003"/><patient><name><given>Eve</given><family>Stone</family></name><birthTime value="19800303"/></patient>)";
  const auto held = take(print(document));
  ASSERT_EQ(held.outcome, Outcome::held);
  department().send(
      message("ADT^A28", "reg3",
              {"EVN|A28|20260101080000", "PID|1||1003^^^HILL&2.16.840.1.113883.19.5.99999.1&ISO^MR||Stone^Eve||19800303|F"}));
  const auto replayed = department().intake->replay(technician(), held.message, std::nullopt, "");
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_EQ(documents("1003").size(), 1U);
}

TEST_P(ClinicalDocumentsIn, IsSupersededByTheOneThatReplacesIt) {
  expect_filed({});
  Document second;
  second.id = "D2";
  second.problem = "Asthma, mild";
  second.related =
      R"(<relatedDocument typeCode="RPLC"><parentDocument><id root="2.16.840.1.113883.19.5" extension="D1"/></parentDocument></relatedDocument>)";
  expect_filed(second);
  const auto listed = documents();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(std::count_if(listed.begin(), listed.end(), [](const chart::ChartEntry& one) { return one.status == "superseded"; }),
            1);
  const auto standing = search("Condition", "patient=Patient/" + patient("1001").text() + "&clinical-status=active");
  EXPECT_NE(standing.find("\"total\":1"), std::string::npos) << standing;
  EXPECT_NE(standing.find("Asthma, mild"), std::string::npos);
  const auto withdrawn =
      search("Condition", "patient=Patient/" + patient("1001").text() + "&verification-status=entered-in-error");
  EXPECT_NE(withdrawn.find("\"total\":1"), std::string::npos) << "what the earlier one told is told no more";
}

TEST_P(ClinicalDocumentsIn, IsHeldWhenItReplacesAnotherPatientsDocument) {
  expect_filed({});
  Document second;
  second.id = "D2";
  second.patient =
      R"(<id root="2.16.840.1.113883.19.5.99999.1" extension="1002"/><patient><name><given>Tom</given><family>Quill</family></name><birthTime value="19700102"/></patient>)";
  second.related =
      R"(<relatedDocument typeCode="RPLC"><parentDocument><id root="2.16.840.1.113883.19.5" extension="D1"/></parentDocument></relatedDocument>)";
  const auto received = take(print(second));
  EXPECT_EQ(received.outcome, Outcome::held);
  EXPECT_EQ(department().row(received.message).reason, "number-of-another-patient");
}

TEST_P(ClinicalDocumentsIn, RefusesWhatIsNoDocumentAndKeepsItsBytes) {
  for (const std::string text :
       {"not xml at all", "<html/>", "<ClinicalDocument/>", "<!DOCTYPE a [<!ENTITY x \"y\">]><ClinicalDocument/>"}) {
    const auto received = take(text);
    EXPECT_EQ(received.outcome, Outcome::unreadable) << text;
    const auto row = department().row(received.message);
    EXPECT_EQ(row.state, "refused") << text;
    EXPECT_FALSE(row.detail.empty()) << text;
    EXPECT_EQ(department().intake->view(technician(), received.message)->raw, text);
  }
}

TEST_P(ClinicalDocumentsIn, TellsInTheBrowserWhatBecameOfEverySection) {
  const auto received = expect_filed({});
  const auto view = department().intake->view(technician(), received.message);
  ASSERT_TRUE(view);
  ASSERT_EQ(view->segments.size(), 2U);
  EXPECT_EQ(view->segments[1].title, "Problems");
  EXPECT_TRUE(std::any_of(view->outcome.begin(), view->outcome.end(), [](const OutcomeLine& line) {
    return line.text == "Problems: 1 entries, 1 of 1 statements as data, 1 resources";
  }));
  EXPECT_TRUE(std::any_of(view->outcome.begin(), view->outcome.end(),
                          [](const OutcomeLine& line) { return line.link_type == "Condition"; }));
}

TEST_P(ClinicalDocumentsIn, KeepsARestrictedDocumentRestricted) {
  Document document;
  document.more_header = R"(<confidentialityCode code="R"/>)";
  expect_filed(document);
  EXPECT_EQ(department().count("chart_entry WHERE kind = 'document' AND sensitivity <> 0"), 1);
}

TEST_P(ClinicalDocumentsIn, IsEvidenceOfWhatCameUnderWhichName) {
  expect_filed({});
  const auto found = store().read([&](store::Reader& reader) { return department().intake->evidence(reader, patient("1001")); });
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->back().who.names.front().family, "Marsh");
  EXPECT_GE(found->back().resources.size(), 3U);
}

TEST_P(ClinicalDocumentsIn, ShowsTheFileThatADocumentCarries) {
  auto text = print({});
  const auto from = text.find("<structuredBody>"), until = text.find("</structuredBody>") + 17;
  text.replace(from, until - from,
               R"(<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0x</text></nonXMLBody>)");
  ASSERT_EQ(take(text).outcome, Outcome::filed);
  ASSERT_EQ(documents().size(), 1U);
  EXPECT_EQ(documents().front().content_type, "application/pdf");
  const auto read = department().chart->content(technician(), "DocumentReference", documents().front().fhir_id, "", 0);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, "%PDF-1");
}

TEST_P(ClinicalDocumentsIn, StandsWithTheVisitThatItNamesByItsNumber) {
  const auto visit =
      message("ADT^A01", "v1",
              {"EVN|A01|20260109080000", ada_with_oid,
               "PV1|1|I|W1||||||||||||||||V1^^^HILL&2.16.840.1.113883.19.5.77&ISO|||||||||||||||||||||||||20260109080000"});
  ASSERT_EQ(department().send(visit).outcome, Outcome::filed);
  Document document;
  document.related =
      R"(<componentOf><encompassingEncounter><id root="2.16.840.1.113883.19.5.77" extension="V1"/><effectiveTime><low value="20260109"/></effectiveTime></encompassingEncounter></componentOf>)";
  expect_filed(document);
  const auto found = search("Encounter", "patient=Patient/" + patient("1001").text());
  EXPECT_NE(found.find("\"total\":1"), std::string::npos) << "no second visit: " << found;
  EXPECT_FALSE(documents().front().encounter.empty());
  document.id = "D2";
  document.related =
      R"(<componentOf><encompassingEncounter><id root="1.2.3.9" extension="ELSEWHERE"/></encompassingEncounter></componentOf>)";
  expect_filed(document);
  EXPECT_EQ(department().count("encounter_visit"), 1) << "a visit of another house is no visit of this one";
}

/// Real documents name nobody here: each waits, a person names the patient, and everything that was mapped stands in the record.
TEST_P(ClinicalDocumentsIn, FilesEveryVendorDocumentWhole) {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  const std::filesystem::path samples =
      std::filesystem::path(folder != nullptr ? folder : CHARTA_SOURCE_FOLDER "/../shared/data") / "ccda/vendor";
  if (!std::filesystem::exists(samples)) GTEST_SKIP() << "no sample documents here";
  std::map<std::string, std::size_t> mapped;
  std::size_t documents_read = 0;
  for (const auto& file : std::filesystem::directory_iterator(samples)) {
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto received = take(text.str());
    ASSERT_EQ(department().row(received.message).state, "held") << file.path();
    const auto filed = department().intake->assign(technician(), received.message, patient("1001"), "asked");
    ASSERT_TRUE(filed) << file.path() << ": " << filed.error().message;
    const auto document = cda::map_document(text.str(), TimeZone::utc());
    ASSERT_TRUE(document);
    for (const auto& one : document->resources) ++mapped[std::string(one.resource["resourceType"].text())];
    ++documents_read;
  }
  EXPECT_EQ(documents_read, 73U);
  for (const auto type : {"Condition", "AllergyIntolerance", "MedicationStatement", "MedicationRequest", "Observation",
                          "DiagnosticReport", "Immunization", "Procedure"}) {
    const auto found = search(type, "patient=Patient/" + patient("1001").text() + "&_summary=count");
    EXPECT_NE(found.find("\"total\":" + std::to_string(mapped[type])), std::string::npos)
        << type << " " << mapped[type] << ": " << found;
  }
}

CHARTA_ON_BOTH_ENGINES(ClinicalDocumentsIn);

}  // namespace
}  // namespace charta::intake::testing
