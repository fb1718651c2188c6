// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/document_titles.hpp"

#include <gtest/gtest.h>

namespace charta::document_imaging {
namespace {

const std::vector<DocumentType>& forms() {
  static const std::vector<DocumentType> types{
      {"34117-2", "History and physical note", {}, {"history and physical", "H&P"}},
      {"11488-4", "Consult note", {}, {"consultation", "consultation report"}},
      {"11526-1", "Pathology study", {}, {"pathology report", "surgical pathology report"}},
      {"59284-0", "Consent Document", {}, {"consent", "informed consent"}},
      {"51851-4", "Administrative note", {}, {}},
  };
  return types;
}

struct HeadOfPage {
  const char* words;
  const char* types;  ///< codes from the top
};

class TitlesOfForms : public ::testing::TestWithParam<HeadOfPage> {};

TEST_P(TitlesOfForms, AreFoundFromTheTop) {
  std::string found;
  for (const auto& one : titles_on(forms(), GetParam().words)) found += (found.empty() ? "" : " ") + one.type->code;
  EXPECT_EQ(found, GetParam().types) << GetParam().words;
}

INSTANTIATE_TEST_SUITE_P(Heads, TitlesOfForms,
                         ::testing::Values(HeadOfPage{"glen arden hospital history and physical patient marsh", "34117-2"},
                                           HeadOfPage{"consultation report patient marsh", "11488-4"},
                                           HeadOfPage{"surgical pathology report specimen", "11526-1"},
                                           HeadOfPage{"consultation the patient gave informed consent", "11488-4 59284-0"},
                                           HeadOfPage{"consultations of the day", ""},      // a word that only begins alike
                                           HeadOfPage{"history of a physical nature", ""},  // words that do not follow each other
                                           HeadOfPage{"", ""}, HeadOfPage{"progress note", ""}));

TEST(TitlesOfForms, AreNamedAsTheRuleWritesThem) {
  const auto found = titles_on(forms(), "surgical pathology report");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().title, "surgical pathology report");
}

}  // namespace
}  // namespace charta::document_imaging
