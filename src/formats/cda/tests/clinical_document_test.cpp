// SPDX-License-Identifier: Apache-2.0
// Each kind of statement as FHIR says it: tests/cases/statements.case, one XML file's worth a case.
#include "formats/cda/clinical_document.hpp"

#include "formats/cda/tests/cda_fixture.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

namespace charta::cda::testing {
namespace {

using charta::testing::at_path;
using charta::testing::shown;

/// Finds the first resource of a type.
json::Value first_of(const MappedDocument& document, std::string_view type) {
  for (const auto& one : document.resources) {
    if (one.resource["resourceType"].text() == type) return one.resource;
  }
  return {};
}

/// A case: `section <loinc>`, lines of `xml`, then `is Type path=value` or `named <words>`.
TEST(Statements, BecomeWhatTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/statements.case");
  ASSERT_GT(cases.size(), 20U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::string loinc, entries, text = "Words";
    for (const auto& line : one.lines) {
      if (line.verb == "section") loinc = line.words.front();
      if (line.verb == "xml") entries += line.rest;
      if (line.verb == "text") text = line.rest;
    }
    const auto document = map_document(document_of(section_of(loinc, entries, text)), TimeZone::utc());
    ASSERT_TRUE(document) << document.error().message;
    const auto& report = document->sections.front();
    EXPECT_EQ(report.statements, report.mapped + report.not_mapped.size());
    std::string named;
    for (const auto& left : report.not_mapped) named += left.where + ": " + left.reason + "\n";
    for (const auto& line : one.lines) {
      SCOPED_TRACE("line " + std::to_string(line.number));
      if (line.verb == "named") {
        EXPECT_NE(named.find(line.rest), std::string::npos) << named;
      } else if (line.verb == "nothing") {
        EXPECT_EQ(report.mapped, 0U);
      } else if (line.verb == "count") {
        EXPECT_EQ(std::to_string(document->resources.size()), line.words.front());
      }
      if (line.verb != "is") continue;
      const auto resource = first_of(*document, line.words.front());
      ASSERT_TRUE(resource) << "line " << line.number << ": no " << line.words.front() << "; " << named;
      for (const auto& [path, value] : line.values)
        EXPECT_EQ(shown(at_path(resource, path)), value) << "line " << line.number << ": " << json::write(resource);
    }
  }
}

TEST(Header, TellsWhatTheDocumentIsAndWhose) {
  const auto document = map_document(
      document_of(
          "",
          R"(<confidentialityCode code="R"/><languageCode code="en-US"/><setId root="1.2.3" extension="S"/><versionNumber value="3"/>
    <relatedDocument typeCode="RPLC"><parentDocument><id root="1.2.3" extension="D0"/></parentDocument></relatedDocument>)"),
      TimeZone::utc());
  ASSERT_TRUE(document);
  EXPECT_EQ(document->header.id.text(), "1.2.3^D1");
  EXPECT_EQ(document->header.set_id.extension, "S");
  EXPECT_EQ(document->header.version_number, 3);
  EXPECT_EQ(document->header.confidentiality, "R");
  EXPECT_EQ(document->header.effective, "2026-01-10T10:15:00+00:00");
  ASSERT_EQ(document->header.related.size(), 1U);
  EXPECT_EQ(document->header.related.front().code, "RPLC");
  EXPECT_EQ(document->header.related.front().id.extension, "D0");
  EXPECT_EQ(shown(at_path(document->patient, "identifier.0.system")), "urn:oid:1.2");
  EXPECT_EQ(shown(at_path(document->patient, "name.0.family")), "Marsh");
  EXPECT_EQ(shown(at_path(document->patient, "birthDate")), "1961-04-02");
}

TEST(Header, ReadsTimesWithoutAnOffsetInTheZoneOfTheirKeeper) {
  auto text = document_of("");
  const auto at = text.find("20260110101500+0000");
  text.replace(at, 19, "20260110101500");
  const auto zone = TimeZone::open("America/New_York");
  ASSERT_TRUE(zone);
  EXPECT_EQ(map_document(text, *zone)->header.effective, "2026-01-10T10:15:00-05:00");
}

TEST(Header, KeepsEveryRaceAndTheSecondName) {
  auto text = document_of("");
  const std::string name = "<name><given>Ada</given><family>Marsh</family></name>";
  text.replace(
      text.find(name), name.size(),
      name + R"(<name><given>Ada</given><family qualifier="BR">Quill</family></name><administrativeGenderCode code="F"/>)");
  const std::string birth = R"(<birthTime value="19610402"/>)";
  text.replace(
      text.find(birth), birth.size(),
      birth +
          R"(<raceCode code="2106-3" codeSystem="2.16.840.1.113883.6.238" displayName="White"/><sdtc:raceCode code="2108-9" codeSystem="2.16.840.1.113883.6.238" displayName="European"/>)");
  const auto document = map_document(text, TimeZone::utc());
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(shown(at_path(document->patient, "name.1.use")), "maiden");
  EXPECT_EQ(shown(at_path(document->patient, "extension.0.extension.0.url")), "ombCategory");
  EXPECT_EQ(shown(at_path(document->patient, "extension.0.extension.1.url")), "detailed");
  EXPECT_EQ(shown(at_path(document->patient, "extension.0.extension.2.valueString")), "White, European");
  EXPECT_EQ(shown(at_path(document->patient, "gender")), "female");
}

TEST(Sections, StandInTheCompositionWithTheirWords) {
  const auto inner =
      R"(<component><section><code code="8653-8" codeSystem="2.16.840.1.113883.6.1"/><title>Inner</title><text>Rest</text></section></component>)";
  const auto document = map_document(document_of(R"(<component><section><title>Outer</title><text>Words</text>)" +
                                                 std::string(inner) + "</section></component>"),
                                     TimeZone::utc());
  ASSERT_TRUE(document);
  EXPECT_EQ(shown(at_path(document->composition, "section.0.title")), "Outer");
  EXPECT_EQ(shown(at_path(document->composition, "section.0.section.0.title")), "Inner");
  EXPECT_EQ(shown(at_path(document->composition, "section.0.section.0.text.div")),
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">Rest</div>");
  ASSERT_EQ(document->sections.size(), 2U);
  EXPECT_TRUE(document->sections[0].is_kept_as_text());
}

TEST(Sections, AreRefusedWhereTheyNestDeeperThanAnybodyReads) {
  std::string inner;
  for (int i = 0; i < 30; ++i) inner = "<component><section><text>x</text>" + inner + "</section></component>";
  const auto document = map_document(document_of(inner), TimeZone::utc());
  ASSERT_FALSE(document);
  EXPECT_NE(document.error().message.find("20 deep"), std::string::npos) << document.error().message;
}

TEST(UnstructuredDocument, GivesItsFile) {
  auto text = document_of("");
  const std::string body = "<structuredBody></structuredBody>";
  text.replace(text.find(body), body.size(), R"(<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBE
    Ri0x</text></nonXMLBody>)");
  const auto document = map_document(text, TimeZone::utc());
  ASSERT_TRUE(document) << document.error().message;
  ASSERT_TRUE(document->body);
  EXPECT_EQ(document->body->media_type, "application/pdf");
  EXPECT_EQ(document->body->bytes, "%PDF-1");
  text.replace(text.find("JVBE"), 4, "J*BE");
  const auto broken = map_document(text, TimeZone::utc());
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().location, "nonXMLBody");
}

TEST(Namespaces, MayHaveAnyPrefix) {
  auto text = document_of(section_of("11450-4", ""));
  for (const std::string mark : {"</", "<"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + mark.size())) {
      const char next = text[at + mark.size()];
      if (next != '/' && next != '?' && text.compare(at + mark.size(), 2, "a:") != 0) text.insert(at + mark.size(), "a:");
    }
  }
  text.replace(text.find("xmlns="), 6, "xmlns:a=");
  const auto document = map_document(text, TimeZone::utc());
  ASSERT_TRUE(document) << document.error().message << text.substr(0, 300);
  EXPECT_EQ(document->sections.front().kind, "problems");
}

struct Hostile {
  std::string_view name;
  std::string bytes, says;
};

TEST(HostileXml, IsRefusedWithItsReason) {
  std::string deep = "<ClinicalDocument>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  const std::string bomb =
      R"(<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]><ClinicalDocument>&c;</ClinicalDocument>)";
  std::string closed = deep;
  for (int i = 0; i < 200'000; ++i) closed += "</a>";
  const std::vector<Hostile> all{
      {"nothing", "", "not well-formed"},
      {"words", "hello", "not well-formed"},
      {"cut off", document_of("").substr(0, 600), "not well-formed"},
      {"an entity bomb", bomb, "DTD"},
      {"an external entity", R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ClinicalDocument>&x;</ClinicalDocument>)",
       "DTD"},
      {"200,000 deep, open", deep, "not well-formed"},
      {"200,000 deep, closed", closed + "</ClinicalDocument>", "deep"},
      {"bytes that are not UTF-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ClinicalDocument>\xC3\x28</ClinicalDocument>",
       "UTF-8"},
      {"an unknown encoding", "<?xml version=\"1.0\" encoding=\"KLINGON\"?><ClinicalDocument/>", "encoding"},
      {"another document", "<html><body/></html>", "outermost element is html"},
      {"no id", R"(<ClinicalDocument><recordTarget><patientRole/></recordTarget></ClinicalDocument>)", "no id"},
      {"no patient", R"(<ClinicalDocument><id root="1.2"/></ClinicalDocument>)", "names no patient"},
  };
  for (const auto& one : all) {
    const auto document = map_document(one.bytes, TimeZone::utc());
    ASSERT_FALSE(document) << one.name;
    EXPECT_NE(document.error().message.find(one.says), std::string::npos) << one.name << ": " << document.error().message;
  }
}

TEST(Encodings, AreReadAsDeclared) {
  auto text = document_of("");
  text.replace(text.find("<?xml version=\"1.0\"?>"), 21, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>");
  text.replace(text.find("Marsh"), 5, "M\xFCller");
  const auto document = map_document(text, TimeZone::utc());
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(shown(at_path(document->patient, "name.0.family")), "Müller");
}

TEST(Encodings, AHugeFileInsideCostsItsBytesAndNoMore) {
  auto text = document_of("");
  const std::string body = "<structuredBody></structuredBody>";
  text.replace(text.find(body), body.size(),
               R"(<nonXMLBody><text mediaType="application/pdf" representation="B64">)" + std::string(16U << 20U, 'A') +
                   "</text></nonXMLBody>");
  const auto document = map_document(text, TimeZone::utc());
  ASSERT_TRUE(document);
  EXPECT_EQ(document->body->bytes.size(), 12U << 20U);
}

}  // namespace
}  // namespace charta::cda::testing
