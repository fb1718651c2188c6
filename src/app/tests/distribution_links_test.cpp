// SPDX-License-Identifier: Apache-2.0
// A signature is the review of whoever signs, and of nobody else.
#include "app/tests/distribution_fixture.hpp"

namespace charta::app {
namespace {

using Lines = std::vector<std::string>;

class DistributionLinks : public testing::DistributionTest {
 protected:
  void SetUp() override {
    DistributionTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_EQ(ask(person("adam", {"admin"}), "POST", "/api/signers",
                  R"({"account":"hale","key":")" + key_of("HALE1") + R"(","name":"Ann Hale, MD","standing":"attending"})")
                  .status,
              200);
  }
  testing::Answer sign(const std::string& id) {
    const auto seen = ask(hale_, "GET", "/api/signable/" + id);
    EXPECT_EQ(seen.status, 200) << seen.body;
    return ask(hale_, "POST", "/api/signatures",
               R"({"password":")" + password + R"(","documents":[{"document":{"type":"DocumentReference","id":")" + id +
                   R"("},"version":)" + seen.at("version") + R"(,"digest":")" + seen.at("digest") + R"(","meaning":")" +
                   seen.at("offered.0.code") + R"("}]})");
  }
};
CHARTA_ON_BOTH_ENGINES(DistributionLinks);

TEST_P(DistributionLinks, WhoeverSignsHasReviewed) {
  ASSERT_EQ(document("T02", "D9", "Seen today. Better.", "HALE1^HALE^ANN", "", "", "DO"), "filed");
  go_round();
  ASSERT_EQ(open_items("document-review"), Lines{"to-review"});
  const auto copy = copy_of("Hale, Ann");
  const auto id = ask(tina_, "GET", "/api/distribution/copies/" + copy).at("document.id");
  const auto answer = sign(id);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(open_items("document-review").empty());
  EXPECT_EQ(ask(tina_, "GET", "/api/distribution/copies/" + copy).at("action"), "approved");
  go_round();
  EXPECT_TRUE(open_items("document-review").empty()) << "a signature says nothing new to whoever has read it";
}

TEST_P(DistributionLinks, ASignatureOfSomebodyElseReviewsNothingForOthers) {
  ASSERT_EQ(document("T02", "D9", "Seen today. Better.", "RUIZ1^RUIZ^LEO", "", "", "DO"), "filed");
  go_round();
  const auto id = ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Ruiz, Leo")).at("document.id");
  sign(id);
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
}

}  // namespace
}  // namespace charta::app
