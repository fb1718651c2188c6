// SPDX-License-Identifier: Apache-2.0
// Transfers, discharges, versions, runs and receipts in random order: at every hour each ward's copy is one copy, on its way to
// where its patient is, there, or out of use; and whoever else was named has the newest version once.
#include "app/tests/distribution_fixture.hpp"

#include <random>

namespace charta::app {
namespace {

using distribution::Channel;
using distribution::Copy;
using distribution::CopyState;

class DistributionTransfers : public testing::DistributionTest {
 protected:
  struct Stay {
    std::string family, place;
    bool is_here = true;
  };
  struct Report {
    std::string number;
    std::size_t stay;
  };
  static constexpr const char* places[] = {"3W^1^A", "4E^2^B", "ICU^3^C"};
  static constexpr int stays_at_once = 6;

  void SetUp() override {
    DistributionTest::SetUp();
    if (IsSkipped()) return;
    for (const auto* ward : {"3W", "4E"}) ASSERT_TRUE(hospital_->floor->set_wish(system_, ward, true, false));
    badge_ = floor_delivery::badge_barcode(user_of("hale"));
    for (int i = 0; i < stays_at_once; ++i) {
      stays_.push_back({"Family" + std::string(1, static_cast<char>('a' + i)), places[i % 3], true});
      patient(stays_.back().family);
      ASSERT_EQ(visit("A01", stays_.back()), "filed");
    }
  }
  std::string hour() {
    clock_.advance(std::chrono::minutes(1));
    return clock_.now().text().substr(0, 4) + clock_.now().text().substr(5, 2) + clock_.now().text().substr(8, 2) +
           clock_.now().text().substr(11, 2) + clock_.now().text().substr(14, 2) + "00";
  }
  static std::string head_of(const Stay& stay) {
    return "PID|1||M-" + stay.family + "^^^&1.2.3&ISO^MR||" + stay.family + "^Ada||19610402|F\rPV1|1|I|" + stay.place +
           "||||||||||||||||V" + stay.family + "^^^HOSP";
  }
  std::string visit(const std::string& trigger, const Stay& stay) {
    const auto now = hour();
    return send("ADT^" + trigger, "t" + std::to_string(++control_),
                "EVN|" + trigger + "|" + now + "\r" + head_of(stay) + "|||||||||||||||||||||||||20260228070000" +
                    (trigger == "A03" ? "|" + now : "") + "\r");
  }
  std::string report(const std::string& trigger, const Report& one) {
    ++control_;
    return send(
        "MDM^" + trigger, "t" + std::to_string(control_),
        "EVN|" + trigger + "|20260301\r" + head_of(stays_[one.stay]) +
            "\rOBR|1|||11488-4^Consultation note^LN||||||||||||HALE1^HALE^ANN^^^^^^HOSP\rTXA|1|CN|TX|20260301080000||||||||" +
            one.number + "^HOSP|||||AU||AV\rOBX|1|TX|1^Words||Finding " + std::to_string(control_) + "||||||F\r");
  }
  void carry(std::mt19937& random) {
    (void)hospital_->floor->take_run(system_, {}, false);
    for (const auto& board : *hospital_->floor->board(system_))
      for (const auto& copy : board.copies)
        if (random() % 2 == 0) (void)hospital_->floor->receive(system_, copy.barcode, badge_, copy.ward);
  }
  void something_happens(std::mt19937& random) {
    auto& stay = stays_[random() % stays_.size()];
    const auto dice = random() % 12;
    if (dice < 4 && stay.is_here) {
      reports_.push_back({"D" + std::to_string(reports_.size()), static_cast<std::size_t>(&stay - stays_.data())});
      ASSERT_EQ(report("T02", reports_.back()), "filed");
    } else if (dice < 6 && !reports_.empty()) {
      ASSERT_EQ(report("T08", reports_[random() % reports_.size()]), "filed");
    } else if (dice < 9 && stay.is_here) {
      stay.place = places[random() % 3];
      ASSERT_EQ(visit("A02", stay), "filed");
    } else if (dice == 9) {
      ASSERT_EQ(visit(stay.is_here ? "A03" : "A13", stay), "filed");
      stay.is_here = !stay.is_here;
    } else {
      carry(random);
    }
  }
  void check(const Report& report) {
    const auto& stay = stays_[report.stay];
    SCOPED_TRACE(report.number + " of " + stay.family + (stay.is_here ? " at " + stay.place : " who left"));
    std::vector<Copy> copies;
    ASSERT_TRUE(hospital_->store->read([&](store::Reader& reader) -> Result<void> {
      CHARTA_TRY(const auto keys, hospital_->chart->rows().keys(reader, "document", "urn:charta:assigner:HOSP", report.number));
      for (const auto& key : keys) {
        CHARTA_TRY(copies, hospital_->distribution->copies().of_document(reader, key.resource));
      }
      return {};
    }));
    int of_hale = 0, of_wards = 0;
    for (const auto& copy : copies) {
      carried_ += copy.channel == Channel::ward_paper;
      if (copy.is_current()) ++(copy.channel == Channel::ward_paper ? of_wards : of_hale);
      if (copy.channel != Channel::ward_paper || copy.state != CopyState::owed) continue;
      const auto carried =
          *hospital_->store->read([&](store::Reader& reader) { return hospital_->floor->of_copy(reader, copy.id.key()); });
      ASSERT_TRUE(carried) << "owed, and nobody carries it";
      const auto ward = stay.place.substr(0, stay.place.find('^'));
      const bool is_on_its_way = carried->is_open() && (carried->ward == ward || carried->ward.empty());
      EXPECT_TRUE(is_on_its_way || carried->state == "to-loose-queue") << carried->state << " for " << carried->ward;
    }
    EXPECT_EQ(of_hale, 1) << "whoever ordered it has the newest once";
    EXPECT_LE(of_wards, 1) << "a ward's copy is one copy";
  }

  std::vector<Stay> stays_;
  std::vector<Report> reports_;
  std::string badge_;
  int control_ = 0, carried_ = 0;
};
CHARTA_ON_BOTH_ENGINES(DistributionTransfers);

TEST_P(DistributionTransfers, LeaveEveryCopyAccountedFor) {
  std::mt19937 random(31);
  for (int i = 0; i < 300 && !HasFatalFailure(); ++i) {
    something_happens(random);
    if (i % 3 == 0) go_round();
    if (i % 30 != 29) continue;
    go_round();
    for (const auto& one : reports_) check(one);
  }
  EXPECT_GT(reports_.size(), 40U);
  EXPECT_GT(carried_, 100);
}

}  // namespace
}  // namespace charta::app
