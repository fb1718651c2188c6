// SPDX-License-Identifier: Apache-2.0
// Case mix through the front door: whose month a discharge is of, on both databases.

#include "app/tests/door_fixture.hpp"
#include "department/coding_desk/coding_store.hpp"

namespace charta::app {
namespace {

class CaseMixOf : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    cora_ = person("cora", {"coder"});
    patient_ = patient("Marsh");
  }
  /// A final stay that ended then.
  void discharge(const std::string& at) {
    coding_desk::CodingCase one;
    one.encounter = ResourceId(++key_);
    one.encounter_id = "stay-" + std::to_string(key_);
    one.patient = patient_;
    one.state = "final";
    one.class_code = "IMP";
    one.ended_at = Instant::parse(at).value();
    one.service = "MED";
    one.grouped = {430, 193, 4, 13107, "mcc", true, "Simple pneumonia"};
    const auto kept =
        hospital_->store->write([&](store::UnitOfWork& work) { return coding_desk::CodingStore().save(work, one); });
    ASSERT_TRUE(kept) << kept.error().message;
  }
  std::string cases(const std::string& period) {
    const auto mix = ask(cora_, "GET", "/api/coding/case-mix?" + period);
    return mix.status == 200 ? mix.at("whole.cases") : std::to_string(mix.status) + " " + mix.at("location");
  }
  std::string months() {
    std::string text;
    for (const auto& key : ask(cora_, "GET", "/api/coding/case-mix?by=month&from=2025-12-01&until=2026-03-01").all("rows", "key"))
      text += key + " ";
    return text;
  }

  testing::Visitor cora_;
  PatientId patient_;
  std::int64_t key_ = 1000;
};

struct CaseMixWest : CaseMixOf {
  CaseMixWest() { more_words_ = {"--zone", "America/New_York"}; }
};
struct CaseMixEast : CaseMixOf {
  CaseMixEast() { more_words_ = {"--zone", "Asia/Tokyo"}; }
};

TEST_P(CaseMixWest, ADischargeLateOnTheLastEveningIsOfThatMonth) {
  discharge("2026-02-01T04:30:00Z");  // 31 January, 23:30
  EXPECT_EQ(cases("from=2026-01-01&until=2026-01-31"), "1");
  EXPECT_EQ(cases("from=2026-02-01&until=2026-02-28"), "0");
  EXPECT_EQ(months(), "2026-01 ");
}

TEST_P(CaseMixEast, ADischargeLateOnTheLastEveningIsOfThatMonth) {
  discharge("2026-01-31T14:30:00Z");  // 31 January, 23:30
  discharge("2026-01-31T15:30:00Z");  // 1 February, 0:30
  EXPECT_EQ(cases("from=2026-01-01&until=2026-01-31"), "1");
  EXPECT_EQ(cases("from=2026-02-01&until=2026-02-28"), "1");
  EXPECT_EQ(months(), "2026-01 2026-02 ");
}

TEST_P(CaseMixWest, ADayIsWholeAndAnInstantIsWhatItSays) {
  discharge("2026-01-15T05:00:00Z");  // midnight, the day begins
  discharge("2026-01-16T04:59:59Z");
  EXPECT_EQ(cases("from=2026-01-15&until=2026-01-15"), "2");
  EXPECT_EQ(cases("from=2026-01-15&until=2026-01-16T04:59:59Z"), "1") << "an instant itself is not in it";
  EXPECT_EQ(cases("from=2026-01-15T05:00:01Z&until=2026-01-15"), "1");
  EXPECT_EQ(cases("from=2026-01-16&until=2026-01-15"), "0") << "it ends where it begins";
  EXPECT_EQ(cases("from=2026-01-17&until=2026-01-15").substr(0, 3), "400");
  EXPECT_EQ(cases("from=yesterday").substr(0, 3), "400");
}

CHARTA_ON_BOTH_ENGINES(CaseMixWest);
CHARTA_ON_BOTH_ENGINES(CaseMixEast);

}  // namespace
}  // namespace charta::app
