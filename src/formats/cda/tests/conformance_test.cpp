// SPDX-License-Identifier: Apache-2.0
// What is wrong is told: the negative samples of the certification test data, each for its own fault.
#include "formats/cda/tests/cda_fixture.hpp"

#include <gtest/gtest.h>

namespace charta::cda::testing {
namespace {

bool tells(const MappedDocument& document, std::string_view words) {
  return std::any_of(document.warnings.begin(), document.warnings.end(),
                     [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

struct Negative {
  std::string_view file, words;
};

// ONC, 2015 Edition Cures Update test data, folder "NegativeTesting".
constexpr Negative negatives[] = {
    {"NT_Bad_DocEffectiveTime", "effectiveTime is missing or is no time"},
    {"NT_Bad_DocTypeId", "typeId is not that of CDA R2"},
    {"NT_Bad_PatientMiddleName", "a given name of the patient is empty"},
    {"NT_Bad_PreferredLanguageCodeSystem", "not of the code system of languages"},
    {"NT_Bad_RaceCodeSystem", "raceCode is not of the code system Race & Ethnicity"},
    {"NT_Bad_ProblemSectionTemplateId", "the section claims no template of its kind"},
    {"NT_Bad_MedicationSectionCode", "the code of the section is not that of its template"},
    {"NT_Bad_ProblemConcernElements", "lacks its templateId 2.16.840.1.113883.10.20.22.4.3"},
    {"NT_Bad_ProblemObservationElements", "lacks its templateId 2.16.840.1.113883.10.20.22.4.4"},
    {"NT_Bad_AllergyConcernElements", "lacks its templateId 2.16.840.1.113883.10.20.22.4.30"},
    {"NT_Bad_AllergyIntoleranceObservationElements", "lacks its templateId 2.16.840.1.113883.10.20.22.4.7"},
    {"NT_Bad_MedicationActivityElements", "lacks its templateId 2.16.840.1.113883.10.20.22.4.16"},
    {"NT_CP_Sample1", "raceCode is no code"},
    {"NT_USCDI_Sample2", "the section claims no template of its kind"},
    {"NT_USCDI_Sample5", "the language of the patient is no language code"},
};

TEST(NegativeSamples, AreEachToldTheirFault) {
  const auto files = files_below(samples() / "onc-cures");
  if (files.empty()) GTEST_SKIP() << "no sample documents here";
  std::size_t read = 0;
  for (const auto& negative : negatives) {
    for (const auto& file : files) {
      if (file.string().find(negative.file) == std::string::npos) continue;
      ++read;
      const auto document = map_document(bytes_of(file), TimeZone::utc());
      ASSERT_TRUE(document) << file << ": " << document.error().message;
      EXPECT_TRUE(tells(*document, negative.words)) << file.filename() << " is not told: " << negative.words;
      EXPECT_EQ(document->sections.front().statements,
                document->sections.front().mapped + document->sections.front().not_mapped.size());
    }
  }
  EXPECT_EQ(read, std::size(negatives));
}

TEST(Conformance, TellsOfADocumentWithoutItsParts) {
  const auto document = map_document(
      document_of(section_of("11450-4", "<entry><act><entryRelationship><observation/></entryRelationship></act></entry>")),
      TimeZone::utc());
  ASSERT_TRUE(document);
  for (const auto words :
       {"the document has no author", "the document has no custodian", "raceCode is missing",
        "the administrative gender of the patient is missing", "Title: act/entryRelationship/observation lacks value",
        "Title: act lacks statusCode", "Title: the section claims no template of its kind"})
    EXPECT_TRUE(tells(*document, words)) << words;
}

TEST(Conformance, TellsEachFaultOnce) {
  std::string entries;
  for (int i = 0; i < 50; ++i) entries += "<entry><act><entryRelationship><observation/></entryRelationship></act></entry>";
  const auto document = map_document(document_of(section_of("11450-4", entries)), TimeZone::utc());
  ASSERT_TRUE(document);
  EXPECT_EQ(std::count(document->warnings.begin(), document->warnings.end(), "Title: act lacks statusCode"), 1);
}

}  // namespace
}  // namespace charta::cda::testing
