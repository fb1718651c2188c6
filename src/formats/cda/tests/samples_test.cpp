// SPDX-License-Identifier: Apache-2.0
// Published documents of real systems, counted by a reader of its own: XPath over the XML, nothing of the mapping.
#include "formats/cda/tests/cda_fixture.hpp"
#include "formats/fhir/definitions.hpp"
#include "formats/fhir/narrative.hpp"

#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>

namespace charta::cda::testing {
namespace {

/// "a/b" as a path of local names below a section of this LOINC code.
std::string xpath(const std::string& loinc, const std::string& path) {
  std::string out = "//*[local-name()='section'][*[local-name()='code']/@code='" + loinc + "']";
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '/');) out += "/*[local-name()='" + part + "']";
  return out;
}

struct Counted {
  std::string kind, loinc;
  std::vector<std::string> paths;     ///< each match is one statement
  std::vector<std::string> wrappers;  ///< each match without a statement in it must be named
  std::vector<std::string> inside;    ///< what a wrapper must hold
  std::vector<std::string> types;     ///< what a mapped statement may become
};

const std::vector<Counted>& counted() {
  static const std::vector<Counted> rows{
      {"problems",
       "11450-4",
       {"entry/act/entryRelationship/observation", "entry/observation"},
       {"entry/act"},
       {"entryRelationship/observation"},
       {"Condition"}},
      {"allergies",
       "48765-2",
       {"entry/act/entryRelationship/observation", "entry/observation"},
       {"entry/act"},
       {"entryRelationship/observation"},
       {"AllergyIntolerance"}},
      {"medications",
       "10160-0",
       {"entry/substanceAdministration", "entry/act/entryRelationship/substanceAdministration"},
       {},
       {},
       {"MedicationStatement", "MedicationRequest"}},
      {"results", "30954-2", {"entry/organizer/component/observation", "entry/observation"}, {}, {}, {"Observation"}},
      {"vital signs", "8716-3", {"entry/organizer/component/observation", "entry/observation"}, {}, {}, {"Observation"}},
      {"immunizations", "11369-6", {"entry/substanceAdministration"}, {}, {}, {"Immunization", "MedicationRequest"}},
      {"procedures", "47519-4", {"entry/procedure", "entry/act", "entry/observation"}, {}, {}, {"Procedure", "ServiceRequest"}},
  };
  return rows;
}

std::size_t count(const pugi::xml_document& xml, const std::string& loinc, const std::string& path) {
  return xml.select_nodes(xpath(loinc, path).c_str()).size();
}

/// Wrappers with nothing in them are statements too: they must be named, not dropped.
std::size_t empty_wrappers(const pugi::xml_document& xml, const Counted& row) {
  std::size_t empty = 0;
  for (const auto& wrapper : row.wrappers) {
    for (const auto& found : xml.select_nodes(xpath(row.loinc, wrapper).c_str())) {
      bool holds = false;
      for (const auto& inside : row.inside) {
        const auto slash = inside.find('/');
        const std::string query =
            "*[local-name()='" + inside.substr(0, slash) + "']/*[local-name()='" + inside.substr(slash + 1) + "']";
        holds = holds || !found.node().select_nodes(query.c_str()).empty();
      }
      if (!holds) ++empty;
    }
  }
  return empty;
}

TEST(VendorDocuments, HaveEveryProblemMedicationAllergyAndResultAccountedFor) {
  const auto files = files_below(samples() / "vendor");
  if (files.empty()) GTEST_SKIP() << "no sample documents here";
  EXPECT_EQ(files.size(), 73U);
  std::map<std::string, std::size_t> in_xml, mapped, named;
  for (const auto& file : files) {
    const auto bytes = bytes_of(file);
    const auto document = map_document(bytes, TimeZone::utc());
    ASSERT_TRUE(document) << file << ": " << document.error().message;
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(bytes.c_str())) << file;
    for (const auto& row : counted()) {
      std::size_t expected = empty_wrappers(xml, row), statements = 0, made = 0, left = 0;
      for (const auto& path : row.paths) expected += count(xml, row.loinc, path);
      for (const auto& section : document->sections) {
        if (section.code != row.loinc) continue;
        EXPECT_EQ(section.statements, section.mapped + section.not_mapped.size()) << file << " " << row.kind;
        statements += section.statements;
        made += section.mapped;
        left += section.not_mapped.size();
      }
      EXPECT_EQ(statements, expected) << file.filename() << ": " << row.kind << " in the XML against those accounted for";
      in_xml[row.kind] += expected;
      mapped[row.kind] += made;
      named[row.kind] += left;
    }
    std::size_t entries = 0;
    for (const auto& section : document->sections) entries += section.entries;
    EXPECT_EQ(entries, xml.select_nodes("//*[local-name()='section']/*[local-name()='entry']").size()) << file;
  }
  for (const auto& [kind, total] : in_xml) {
    std::printf("[ vendor   ] %-14s %5zu in the XML, %5zu as data, %3zu named as kept in text\n", kind.c_str(), total,
                mapped[kind], named[kind]);
    EXPECT_GT(total, 0U) << kind;
  }
}

/// Statements are counted by resources too: what is said to be mapped stands there.
TEST(VendorDocuments, HaveAResourceForEveryMappedStatement) {
  const auto files = files_below(samples() / "vendor");
  if (files.empty()) GTEST_SKIP() << "no sample documents here";
  for (const auto& file : files) {
    const auto document = map_document(bytes_of(file), TimeZone::utc());
    ASSERT_TRUE(document) << file;
    std::size_t made = document->encounter != 0 ? 1 : 0;
    for (const auto& section : document->sections) made += section.resources;
    EXPECT_EQ(document->resources.size(), made) << file;
  }
}

TEST(PublishedDocuments, AllImportOrAreRefusedWithAReason) {
  const auto files = files_below(samples());
  if (files.empty()) GTEST_SKIP() << "no sample documents here";
  std::size_t taken = 0, refused = 0;
  for (const auto& file : files) {
    const auto bytes = bytes_of(file);
    const auto document = map_document(bytes, TimeZone::utc());
    if (!document) {
      ++refused;
      EXPECT_GT(document.error().message.size(), 20U) << file;
      continue;
    }
    ++taken;
    for (const auto& one : document->resources) {
      for (const auto& issue : fhir::validate(one.resource))
        EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << file << " " << issue.path << " " << issue.message;
    }
    for (const auto& issue : fhir::validate(document->patient))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << file << " " << issue.path << " " << issue.message;
    auto composition = document->composition;
    if (!composition["date"]) document->json->set(composition, "date", "2026-01-01");
    for (const auto& issue : fhir::validate(composition))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << file << " " << issue.path << " " << issue.message;
    for (const auto section : composition["section"])
      EXPECT_EQ(fhir::problem_of_narrative(section["text"]["div"].text()), "") << file;
    EXPECT_EQ(document->html.find("<script"), std::string::npos) << file;
    EXPECT_EQ(document->html.find("src="), std::string::npos) << file;
  }
  std::printf("[ samples  ] %zu files: %zu documents taken, %zu refused with a reason\n", files.size(), taken, refused);
  EXPECT_EQ(taken + refused, files.size());
  EXPECT_GE(taken, 220U);
}

}  // namespace
}  // namespace charta::cda::testing
