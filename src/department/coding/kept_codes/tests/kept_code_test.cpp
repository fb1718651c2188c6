// SPDX-License-Identifier: Apache-2.0
#include "department/coding/kept_codes/kept_code.hpp"

#include <gtest/gtest.h>

namespace charta::kept_codes {
namespace {

TEST(KeptCode, IsWrittenOneWay) {
  EXPECT_EQ(kept_code("icd10cm", "s72.011a").value().code, "S72011A");
  EXPECT_EQ(kept_code("icd10pcs", "0dtj4zz").value().code, "0DTJ4ZZ");
  EXPECT_EQ(kept_code("hcpcs", "XE").value().code, "XE");
}

TEST(KeptCode, IsOfASystemAndACode) {
  EXPECT_EQ(kept_code("snomed", "J189").error().location, "system");
  for (const auto* none : {"", "?", "J", "J18.9 or so", "ABCDEFGH"})
    EXPECT_EQ(kept_code("icd10cm", none).error().location, "code") << none;
}

}  // namespace
}  // namespace charta::kept_codes
