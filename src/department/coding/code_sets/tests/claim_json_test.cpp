// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/claim_json.hpp"

#include <gtest/gtest.h>

namespace charta::code_sets {
namespace {

Result<ClaimLine> read(const std::string& text) {
  const auto document = json::Document::parse(text).value();
  return read_claim(document.root());
}

TEST(ClaimLine, IsReadAsItIsWritten) {
  const auto line = read(R"({"id":"a","age":74,"sex":"m","discharge_status":"01","length_of_stay":7,"discharge_date":"20251115",
    "pdx":{"code":"k70.30","poa":"y"},"sdx":[{"code":"E119","poa":"N"},{"code":"N179"},"I10"],"procedures":["3E10X8X",{"code":"5A1955Z"}]})")
                        .value();
  EXPECT_EQ(line.id, "a");
  EXPECT_EQ(line.claim.sex, 'M');
  EXPECT_EQ(line.claim.discharge_status, 1);
  EXPECT_EQ(line.discharge_date.text(), "2025-11-15");
  EXPECT_EQ(grouper::text_of(line.claim.principal.code), "K7030");
  EXPECT_EQ(line.claim.principal.poa, 'Y');
  ASSERT_EQ(line.claim.secondary.size(), 3U);
  EXPECT_EQ(line.claim.secondary[1].poa, ' ');
  EXPECT_EQ(grouper::text_of(line.claim.secondary[2].code), "I10");
  EXPECT_EQ(grouper::text_of(line.claim.procedures[1]), "5A1955Z");
}

TEST(ClaimLine, WithoutAPrincipalDiagnosisIsReadAndLeftToTheGrouper) {
  EXPECT_EQ(read(R"({"discharge_date":"2025-11-15"})").value().claim.principal.code, 0U);
  EXPECT_EQ(read(R"({"discharge_date":"2025-11-15","pdx":null,"sdx":[]})").value().claim.principal.code, 0U);
}

TEST(ClaimLine, IsRefusedWithTheMemberThatIsWrong) {
  const struct {
    const char *text, *location;
    ErrorKind kind;
  } wrong[] = {{"{}", "discharge_date", ErrorKind::missing},
               {R"({"discharge_date":"2025-02-30"})", "discharge_date", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","age":"old"})", "age", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","age":-5})", "age", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","discharge_status":1.5})", "discharge_status", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","length_of_stay":99999999999})", "length_of_stay", ErrorKind::invalid},
               {"[]", "", ErrorKind::invalid}};
  for (const auto& one : wrong) {
    const auto refused = read(one.text);
    ASSERT_FALSE(refused) << one.text;
    EXPECT_EQ(refused.error().location, one.location) << one.text;
    EXPECT_EQ(refused.error().kind, one.kind) << one.text;
  }
}

TEST(ClaimLine, IsRefusedWithMoreCodesThanAnyClaimHas) {
  std::string text = R"({"discharge_date":"2025-11-15","sdx":["I10")";
  for (int n = 0; n < 1000; ++n) text += ",\"I10\"";
  EXPECT_EQ(read(text + "]}").error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace charta::code_sets
