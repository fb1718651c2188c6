// SPDX-License-Identifier: Apache-2.0
// import(export(x)) tells the same problems, medications, allergies and results.
#include "formats/cda/ccd.hpp"

#include "formats/cda/tests/cda_fixture.hpp"

#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>

namespace charta::cda::testing {
namespace {

/// What a resource says, as far as a CCD carries it: sorted lines, so that order does not matter.
std::string said(json::Value one) {
  const auto type = one["resourceType"].text();
  const auto concept_words = [](json::Value value) {
    std::string out;
    for (const auto coding : value["coding"])
      out += std::string(coding["system"].text()) + "|" + std::string(coding["code"].text()) + " ";
    return out + std::string(value["text"].text());
  };
  const auto code = [](json::Value value) { return std::string(value["coding"].at(0)["code"].text()); };
  std::string out = std::string(type) + " " + concept_words(one["code"]) + concept_words(one["medicationCodeableConcept"]);
  if (type == "Condition")
    return out + " " + code(one["clinicalStatus"]) + " " + code(one["verificationStatus"]) + " " +
           std::string(one["onsetDateTime"].text()) + " " + std::string(one["abatementDateTime"].text());
  if (type == "AllergyIntolerance") {
    for (const auto reaction : one["reaction"])
      out += " -> " + concept_words(reaction["manifestation"].at(0)) + " " + std::string(reaction["severity"].text());
    return out + " " + code(one["clinicalStatus"]) + " " + code(one["verificationStatus"]);
  }
  if (type == "MedicationStatement" || type == "MedicationRequest") {
    const auto dosage = one["dosage"] ? one["dosage"].at(0) : one["dosageInstruction"].at(0);
    return out + " " + std::string(one["status"].text()) + " " +
           json::write(one["effectivePeriod"]     ? one["effectivePeriod"]
                       : one["effectiveDateTime"] ? one["effectiveDateTime"]
                                                  : one["resourceType"]) +
           " " + std::string(dosage["text"].text()) + " " + concept_words(dosage["route"]) + " " +
           std::string(dosage["doseAndRate"].at(0)["doseQuantity"]["value"].text());
  }
  for (const auto part : one) {
    if (part.key().starts_with("value")) out += " " + json::write(part);
  }
  return out + " " + std::string(one["effectiveDateTime"].text());
}

bool is_result(json::Value one) {
  for (const auto category : one["category"]) {
    if (category["coding"].at(0)["code"].text() == "laboratory") return true;
  }
  return false;
}

std::map<std::string, std::vector<std::string>> told_by(const MappedDocument& document, const std::vector<std::string>& kinds) {
  std::map<std::string, std::vector<std::string>> told;
  for (const auto& made : document.resources) {
    const std::string type(made.resource["resourceType"].text());
    if (std::find(kinds.begin(), kinds.end(), type) == kinds.end()) continue;
    if (type == "Observation" && !is_result(made.resource)) continue;
    told[type].push_back(said(made.resource));
  }
  for (auto& [type, lines] : told) std::sort(lines.begin(), lines.end());
  return told;
}

/// The ids that the store would give: "cda-7" becomes "r7", in references too.
CcdContent content_of(MappedDocument& document) {
  CcdContent content;
  content.patient = document.patient;
  content.id_root = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  content.created = "2026-01-15T12:00:00Z";
  content.author = "Charta";
  content.custodian = "Records & Co";
  for (auto& made : document.resources) {
    document.json->set(made.resource, "id", "cda-" + std::to_string(made.number));
    content.resources.push_back(made.resource);
  }
  return content;
}

const std::vector<std::string> compared{"Condition", "AllergyIntolerance", "MedicationStatement", "MedicationRequest",
                                        "Observation"};

TEST(Ccd, RoundTripsTheVendorDocuments) {
  const auto files = files_below(samples() / "vendor");
  if (files.empty()) GTEST_SKIP() << "no sample documents here";
  std::map<std::string, std::size_t> same, different;
  for (const auto& file : files) {
    auto first = map_document(bytes_of(file), TimeZone::utc());
    ASSERT_TRUE(first) << file;
    const auto ccd = write_ccd(content_of(*first));
    const auto second = map_document(ccd.xml, TimeZone::utc());
    ASSERT_TRUE(second) << file << ": " << second.error().message;
    const auto before = told_by(*first, compared), after = told_by(*second, compared);
    for (const auto& type : compared) {
      const auto found = before.find(type), again = after.find(type);
      const std::vector<std::string> none;
      const auto& one = found == before.end() ? none : found->second;
      const auto& other = again == after.end() ? none : again->second;
      EXPECT_EQ(one.size(), other.size()) << file.filename() << " " << type;
      for (std::size_t i = 0; i < one.size() && i < other.size(); ++i) {
        ++(one[i] == other[i] ? same : different)[type];
        EXPECT_EQ(one[i], other[i]) << file.filename();
      }
    }
  }
  for (const auto& [type, count] : same)
    std::printf("[ ccd      ] %-20s %5zu the same after export and import, %zu different\n", type.c_str(), count,
                different[type]);
  EXPECT_GT(same["Condition"], 100U);
}

TEST(Ccd, IsWellFormedAndHasTheSectionsThatACcdMustHave) {
  auto document = map_document(document_of(""), TimeZone::utc());
  ASSERT_TRUE(document);
  const auto ccd = write_ccd(content_of(*document));
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_string(ccd.xml.c_str()));
  for (const auto loinc : {"48765-2", "10160-0", "11450-4", "47519-4", "30954-2", "29762-2", "8716-3"}) {
    const std::string query = "//section[code/@code='" + std::string(loinc) + "' and @nullFlavor='NI' and text]";
    EXPECT_EQ(xml.select_nodes(query.c_str()).size(), 1U) << loinc;
  }
  const auto again = map_document(ccd.xml, TimeZone::utc());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->header.type_code, "34133-9");
  EXPECT_EQ(again->header.release, "2.1");
  EXPECT_EQ(again->header.custodian, "Records & Co");
  EXPECT_EQ(again->patient["birthDate"].text(), "1961-04-02");
  EXPECT_EQ(again->patient["identifier"].at(0)["system"].text(), "urn:oid:1.2");
}

TEST(Ccd, LeavesOutWhatWasWithdrawn) {
  json::Document json;
  auto patient = json.object(), one = json.object();
  json.set(patient, "resourceType", "Patient");
  json.set(one, "resourceType", "Procedure");
  json.set(one, "status", "entered-in-error");
  CcdContent content;
  content.patient = patient;
  content.resources = {one};
  content.id_root = "1.2";
  content.created = "2026-01-15T12:00:00Z";
  const auto ccd = write_ccd(content);
  EXPECT_EQ(ccd.written, 0U);
  EXPECT_EQ(ccd.left_out, 1U);
}

TEST(Ccd, WritesTimesAsV3Does) {
  EXPECT_EQ(v3_time("2012"), "2012");
  EXPECT_EQ(v3_time("2012-08"), "201208");
  EXPECT_EQ(v3_time("2012-08-06"), "20120806");
  EXPECT_EQ(v3_time("2012-08-06T10:15:00-05:00"), "20120806101500-0500");
  EXPECT_EQ(v3_time("2012-08-06T10:15:00.250Z"), "20120806101500.250+0000");
  EXPECT_EQ(v3_time(""), "");
}

}  // namespace
}  // namespace charta::cda::testing
