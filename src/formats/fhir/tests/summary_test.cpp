// SPDX-License-Identifier: Apache-2.0
// https://hl7.org/fhir/R4/search.html#summary and #elements
#include "formats/fhir/summary.hpp"

#include <gtest/gtest.h>

namespace charta::fhir {
namespace {

constexpr std::string_view patient =
    R"({"resourceType":"Patient","id":"p","meta":{"versionId":"2"},"text":{"status":"generated","div":"<div/>"},
  "active":true,"name":[{"family":"Marsh"}],"birthDate":"1961-04-02","_birthDate":{"id":"b"},"maritalStatus":{"text":"married"},
  "contact":[{"name":{"family":"Quill"}}],"deceasedBoolean":false})";
constexpr std::string_view value_set = R"({"resourceType":"ValueSet","status":"active","compose":{"include":[{"system":"s"}]},
  "expansion":{"timestamp":"2026-01-01","contains":[{"code":"a"}]}})";

template <class Reduce>
std::string names_after(std::string_view text, Reduce reduce) {
  auto document = json::Document::parse(text).value();
  reduce(document, document.root());
  std::string names;
  for (const auto member : document.root()) names += (names.empty() ? "" : " ") + std::string(member.key());
  return names;
}

TEST(Summary, KeepsWhatTheDefinitionsMark) {
  EXPECT_EQ(names_after(patient, keep_summary), "resourceType id meta active name birthDate _birthDate deceasedBoolean");
  EXPECT_EQ(names_after(value_set, keep_summary), "resourceType status");
}

TEST(Summary, OfTextKeepsTheNarrativeAndWhatMustBeThere) {
  EXPECT_EQ(names_after(patient, keep_text), "resourceType id meta text");
  EXPECT_EQ(names_after(value_set, keep_text), "resourceType status");
}

TEST(Summary, OfDataDropsTheNarrativeOnly) {
  EXPECT_EQ(names_after(patient, drop_text),
            "resourceType id meta active name birthDate _birthDate maritalStatus contact deceasedBoolean");
}

TEST(Elements, KeepsWhatWasAskedForAndWhatMustBeThere) {
  const std::vector<std::string> asked{"birthDate", "deceased"};
  EXPECT_EQ(names_after(patient, [&](auto& document, auto root) { keep_elements(document, root, asked); }),
            "resourceType id meta birthDate _birthDate deceasedBoolean");
  const std::vector<std::string> none{"nothing"};
  EXPECT_EQ(names_after(value_set, [&](auto& document, auto root) { keep_elements(document, root, none); }),
            "resourceType status");
}

TEST(Summary, InsideABackboneElementGoesByItsOwnMarks) {
  auto document = json::Document::parse(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},
    "component":[{"code":{"text":"a"},"valueString":"v","interpretation":[{"text":"H"}],"referenceRange":[{"text":"r"}]}]})")
                      .value();
  keep_summary(document, document.root());
  EXPECT_EQ(json::write(document.root()["component"]), R"([{"code":{"text":"a"},"valueString":"v"}])");
}

TEST(Summary, SaysThatItIsNotTheWhole) {
  auto document = json::Document::parse(R"({"resourceType":"Patient"})").value();
  mark_subsetted(document, document.root());
  EXPECT_EQ(document.root()["meta"]["tag"].at(0)["code"].text(), "SUBSETTED");
}

}  // namespace
}  // namespace charta::fhir
