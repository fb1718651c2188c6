// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/name_agreement.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace charta::patient_index {
namespace {

TEST(NameAgreement, ComparesSurnamesAsARegistrarReadsThem) {
  const std::tuple<const char*, const char*, Agreement> cases[] = {
      {"Marsh", "MARSH", Agreement::agrees},           {"Marsh-Quill", "Quill Marsh", Agreement::agrees},
      {"O'Brien", "OBrien", Agreement::agrees},        {"Van der Berg", "Vanderberg", Agreement::agrees},
      {"Müller", "Muller", Agreement::agrees},         {"Marsh-Quill", "Marsh", Agreement::partly},
      {"Marsh", "Marsch", Agreement::differs},         {"Marsh", "", Agreement::unknown},
      {"St. John", "St John", Agreement::agrees},      {"de la Cruz", "Cruz", Agreement::partly},
  };
  for (const auto& [a, b, expected] : cases) {
    EXPECT_EQ(compare_surnames(a, b), expected) << a << " / " << b;
    EXPECT_EQ(compare_surnames(b, a), expected) << b << " / " << a;
  }
}

TEST(NameAgreement, TakesAnInitialForLessThanAName) {
  EXPECT_EQ(compare_given_names("A", "Ada"), Agreement::partly);
  EXPECT_EQ(compare_given_names("Ada", "Adam"), Agreement::differs);
  EXPECT_EQ(compare_given_names("Mary-Ann", "Maryann"), Agreement::agrees);
  EXPECT_EQ(compare_middle_names("J", "Jane"), Agreement::agrees);
  EXPECT_EQ(compare_middle_names("", "Jane"), Agreement::unknown);
  EXPECT_EQ(compare_middle_names("Ruth", "Jane"), Agreement::differs);
}

TEST(NameAgreement, PartsGenerations) {
  EXPECT_EQ(compare_suffixes("Jr.", "Junior"), Agreement::agrees);
  EXPECT_EQ(compare_suffixes("Jr", "Sr"), Agreement::differs);
  EXPECT_EQ(compare_suffixes("MD", "Jr"), Agreement::unknown);
  EXPECT_EQ(compare_suffixes("II", "III"), Agreement::differs);
}

TEST(NameAgreement, IsSymmetric) {
  const Name names[] = {{"Marsh", "Ada", "Jane", ""}, {"Marsh", "A", "", "Jr"}, {"Quill-Marsh", "Ada", "J", ""}, {"", "Ada", "", ""}};
  for (const auto& a : names) {
    for (const auto& b : names) EXPECT_EQ(compare_names(a, b), compare_names(b, a));
  }
}

}  // namespace
}  // namespace charta::patient_index
