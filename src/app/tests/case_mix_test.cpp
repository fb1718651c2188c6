// SPDX-License-Identifier: Apache-2.0
// Case mix through the front door: whose month a discharge is of, on both databases.
#include "department/coding_desk/case_mix.hpp"

#include "app/tests/door_fixture.hpp"
#include "department/coding_desk/coding_store.hpp"

#include <algorithm>
#include <map>

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

/// Cases made by chance, summed by the database and by hand.
class CaseMixByChance : public CaseMixOf {
 protected:
  void keep(coding_desk::CodingCase one, int number) {
    one.encounter = ResourceId(5000 + number);
    one.encounter_id = "stay-" + std::to_string(number);
    one.patient = patient_;
    one.class_code = number % 11 == 0 ? "EMER" : "IMP";
    one.state = number % 7 == 0 ? "recode" : "final";
    one.ended_at = Instant::parse("2026-01-01T00:00:00Z").value().plus(std::chrono::hours(7 * number));
    one.service = number % 5 == 0 ? "" : number % 2 == 0 ? "MED" : "SUR";
    one.physician = "D" + std::to_string(number % 3);
    one.physician_name = number % 3 == 0 ? "" : "Dr. " + one.physician;
    one.grouped = {430,
                   number % 4 == 0 ? 1 : 193,
                   4,
                   number % 6 == 0 ? 0 : 10000 + number,
                   number % 2 == 0 ? "mcc" : "cc",
                   number % 3 != 0,
                   "Title"};
    one.reviewed = number % 8 == 0 ? 4 : 0;
    one.agreed = one.reviewed == 0 ? 0 : 3;
    one.facility = number % 13 == 0 ? 1 : 0;
    one.sensitivity = number % 17 == 0   ? access::parse_label("sealed").value()
                      : number % 19 == 0 ? access::parse_label("vip").value()
                                         : 0;
    const auto kept =
        hospital_->store->write([&](store::UnitOfWork& work) { return coding_desk::CodingStore().save(work, one); });
    ASSERT_TRUE(kept) << kept.error().message;
    all_.push_back(std::move(one));
  }
  static std::string key_of(const coding_desk::CodingCase& one, const std::string& by) {
    if (by == "service") return one.service;
    if (by == "physician") return one.physician;
    if (by == "month") return one.ended_at.text().substr(0, 7);
    return one.grouped.drg == 1 ? "001" : "193";
  }
  /// A coder sees many labels, and not this one.
  static bool counts(const coding_desk::CodingCase& one) {
    return one.state == "final" && one.class_code == "IMP" && one.sensitivity != access::parse_label("sealed").value();
  }
  std::vector<coding_desk::CodingCase> all_;
};

TEST_P(CaseMixByChance, IsTheSameAsCountedByHand) {
  for (int number = 0; number < 200; ++number) keep({}, number);
  for (const std::string by : {"service", "physician", "month", "drg"}) {
    SCOPED_TRACE(by);
    std::map<std::string, coding_desk::MixSums> by_hand;
    coding_desk::MixSums whole;
    for (const auto& one : all_) {
      if (!counts(one)) continue;
      const bool is_split = one.grouped.is_split;
      const coding_desk::MixSums sums{1,
                                      one.grouped.weight > 0 ? 1 : 0,
                                      one.grouped.weight,
                                      is_split ? 1 : 0,
                                      is_split && one.grouped.severity == "mcc" ? 1 : 0,
                                      is_split && one.grouped.severity == "cc" ? 1 : 0,
                                      one.reviewed > 0 ? 1 : 0,
                                      one.agreed,
                                      one.reviewed};
      by_hand[key_of(one, by)] += sums;
      whole += sums;
    }
    const auto mix = ask(cora_, "GET", "/api/coding/case-mix?from=2026-01-01&until=2026-02-28&by=" + by);
    ASSERT_EQ(mix.status, 200) << mix.body;
    EXPECT_EQ(mix.at("whole.cases"), std::to_string(whole.cases));
    EXPECT_EQ(mix.at("review.cases"), std::to_string(whole.second_reviews));
    EXPECT_EQ(mix.at("review.agreed"), std::to_string(whole.agreed));
    ASSERT_EQ(mix.count("rows"), by_hand.size()) << mix.body;
    for (std::size_t at = 0; at < mix.count("rows"); ++at) {
      const auto row = "rows." + std::to_string(at);
      const auto& hand = by_hand.at(mix.at(row + ".key"));
      EXPECT_EQ(mix.at(row + ".cases"), std::to_string(hand.cases)) << mix.at(row + ".key");
      EXPECT_EQ(mix.at(row + ".weighted"), std::to_string(hand.weighted));
      EXPECT_EQ(mix.at(row + ".splitable"), std::to_string(hand.splitable));
      EXPECT_EQ(mix.at(row + ".with_mcc"), std::to_string(hand.with_mcc));
      EXPECT_EQ(mix.at(row + ".with_cc"), std::to_string(hand.with_cc));
    }
  }
}

TEST_P(CaseMixByChance, NamesTheCasesBehindEachNumberPageByPage) {
  for (int number = 0; number < 120; ++number) keep({}, number);
  for (const std::string by : {"service", "physician", "month", "drg"}) {
    const auto url = "/api/coding/case-mix?from=2026-01-01&until=2026-02-28&by=" + by;
    const auto mix = ask(cora_, "GET", url);
    EXPECT_EQ(mix.count("cases"), 0u) << "nobody is named who was not asked for";
    for (const auto& key : mix.all("rows", "key")) {
      SCOPED_TRACE(by + " " + key);
      std::vector<std::string> named, expected;
      for (std::size_t offset = 0; offset < 120; offset += 7) {
        const auto page =
            ask(cora_, "GET", url + "&limit=7&offset=" + std::to_string(offset) + "&group=" + (key.empty() ? "-" : key));
        for (const auto& one : page.all("cases", "encounter")) named.push_back(one);
        EXPECT_EQ(page.at("cases_total"), std::to_string(std::count_if(all_.begin(), all_.end(), [&](const auto& one) {
                    return counts(one) && key_of(one, by) == key;
                  })));
      }
      for (auto one = all_.rbegin(); one != all_.rend(); ++one)
        if (counts(*one) && key_of(*one, by) == key) expected.push_back(one->encounter_id);
      EXPECT_EQ(named, expected) << "the newest first";
    }
  }
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/case-mix?from=2026-01-01&until=2026-02-28&by=drg&group=abc").count("cases"), 0u);
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/case-mix?from=2026-01-01&until=2026-02-28&by=month&group=1999-01").count("cases"), 0u);
}

CHARTA_ON_BOTH_ENGINES(CaseMixByChance);
CHARTA_ON_BOTH_ENGINES(CaseMixWest);
CHARTA_ON_BOTH_ENGINES(CaseMixEast);

}  // namespace
}  // namespace charta::app
