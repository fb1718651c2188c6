// SPDX-License-Identifier: Apache-2.0
#include "counter_schema.hpp"
#include "department/counter/counter_service.hpp"
#include "department/shelf_audits/tests/audit_fixture.hpp"

#include <thread>

namespace charta::counter {
namespace {

using paper_charts::PlaceId;

class CounterTest : public shelf_audits::AuditTest {
 protected:
  void SetUp() override {
    shelf_audits::AuditTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    ASSERT_TRUE(store().migrate(counter_schema()));
    open_desk();
  }
  void open_desk() {
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const auto rules = CounterRules::read(*book, clock_.now().utc_date(), "US");
    ASSERT_TRUE(rules) << rules.error().message;
    counter_ = std::make_unique<CounterService>(store(), *desk_, *audits_, *ledger_, clock_, keys_, *rules);
  }
  std::string barcode_of_place(PlaceId place) { return desk_->place(mia_, place)->barcode; }

  /// A scan that was made without the server, some minutes ago.
  DeviceScan scan(const std::string& kind, const std::string& barcode, int minutes_ago = 0, PlaceId to = {}) {
    DeviceScan one;
    one.number = ++number_;
    one.kind = kind;
    one.barcode = barcode;
    one.said_at = clock_.now().plus(-std::chrono::minutes(minutes_ago));
    one.difference = 0;
    one.scanned_by = mia_.author.user;
    if (to.is_set()) one.to_barcode = barcode_of_place(to);
    return one;
  }
  DeviceScan live(DeviceScan one) {
    one.is_live = true;
    return one;
  }
  std::vector<CounterAnswer> take(const std::vector<DeviceScan>& scans) {
    auto taken = counter_->take(mia_, "tablet-1", scans);
    EXPECT_TRUE(taken) << taken.error().message;
    return taken ? *taken : std::vector<CounterAnswer>();
  }
  CounterScan take_one(const DeviceScan& one) { return take({one}).at(0).scan; }
  std::vector<CounterScan> waiting() {
    std::vector<CounterScan> all;
    for (auto& one : *counter_->open(mia_, 100)) all.push_back(one.scan);
    return all;
  }
  std::vector<std::string> ledger_reasons(CounterScanId id) {
    ledger::Filter filter;
    filter.subject_kind = "counter_scan";
    filter.subject = id.key();
    std::vector<std::string> reasons;
    const auto listed = store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); });
    for (const auto& one : *listed) reasons.insert(reasons.begin(), one.reason);
    return reasons;
  }

  std::unique_ptr<CounterService> counter_;
  std::int64_t number_ = 0;
};

TEST_P(CounterTest, AnHourWithoutTheServerIsRecordedAsItHappened) {
  const auto all =
      take({scan("charge-out", label(1), 50, ward_), scan("charge-out", label(2), 40, ward_), scan("check-in", label(1), 30)});
  ASSERT_EQ(all.size(), 3U);
  for (const auto& one : all) EXPECT_EQ(one.scan.outcome, "done") << one.scan.says;
  EXPECT_EQ(now(folders_[1]).state, "in-file");
  EXPECT_EQ(now(folders_[1]).since, clock_.now().plus(-std::chrono::minutes(30))) << "when it was done, not when it was sent";
  EXPECT_EQ(now(folders_[2]).place, ward_);
  EXPECT_TRUE(waiting().empty());
}

TEST_P(CounterTest, ANumberIsTakenOnceAndAnsweredAsItWasThen) {
  const auto out = scan("charge-out", label(1), 10, ward_);
  EXPECT_EQ(take_one(out).outcome, "done");
  must(folders_[1], "check-in");
  EXPECT_EQ(take_one(out).outcome, "done") << "sent again, because the first answer was lost on the way";
  EXPECT_EQ(now(folders_[1]).state, "in-file") << "nothing is done twice";
  EXPECT_EQ(history(folders_[1]), (std::vector<std::string>{"create", "charge-out", "check-in"}));
}

TEST_P(CounterTest, TwoSendingsOfTheSameScansAtOnceDoThemOnce) {
  std::vector<DeviceScan> scans;
  for (int one = 1; one <= 8; ++one) {
    scans.push_back(scan("charge-out", label(one), 60 - 3 * one, ward_));
    scans.push_back(scan("check-in", label(one), 59 - 3 * one));
  }
  std::vector<std::thread> tabs;
  std::vector<std::vector<std::string>> outcomes(4);
  for (auto& mine : outcomes)
    tabs.emplace_back([&] {
      const auto taken = counter_->take(mia_, "tablet-1", scans);
      if (!taken) return;
      for (const auto& one : *taken) mine.push_back(one.scan.outcome);
    });
  for (auto& one : tabs) one.join();
  for (const auto& mine : outcomes) EXPECT_EQ(mine, std::vector<std::string>(scans.size(), "done"));
  for (int one = 1; one <= 8; ++one)
    EXPECT_EQ(history(folders_[one]), (std::vector<std::string>{"create", "charge-out", "check-in"})) << one;
}

TEST_P(CounterTest, WhatWasReceivedWhenTheHouseFellIsDoneWhenItIsSentAgain) {
  const auto out = scan("charge-out", label(1), 10, ward_);
  CounterScan kept;
  static_cast<DeviceScan&>(kept) = out;
  kept.id = keys_.next<CounterScanId>();
  kept.device = "tablet-1";
  kept.volume = folders_[1];
  kept.received_at = clock_.now();
  kept.sent_by = mia_.author.user;
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return CounterStore().add(work, kept); }));
  EXPECT_EQ(take_one(out).outcome, "done");
  EXPECT_EQ(now(folders_[1]).state, "out");
}

TEST_P(CounterTest, WhatWasMovedWhenTheHouseFellIsNotMovedTwice) {
  const auto out = scan("charge-out", label(1), 10, ward_);
  auto command_of_scan = command("charge-out", ward_);
  command_of_scan.device = "tablet-1";
  command_of_scan.device_number = out.number;
  ASSERT_TRUE(desk_->move(mia_, folders_[1], command_of_scan));
  EXPECT_EQ(take_one(out).outcome, "done");
  EXPECT_EQ(history(folders_[1]), (std::vector<std::string>{"create", "charge-out"}));
}

TEST_P(CounterTest, AVolumeThatIsElsewhereIsAskedAboutAndDoneWhenItIsAffirmed) {
  must(folders_[1], "charge-out", clinic_place_);
  const auto asked = take_one(live(scan("charge-out", label(1), 0, ward_)));
  EXPECT_EQ(asked.outcome, "asks");
  EXPECT_EQ(asked.asks, "confirm:volume-is-out");
  EXPECT_EQ(now(folders_[1]).place, clinic_place_) << "nothing moved";
  ASSERT_EQ(waiting().size(), 1U);
  const auto answered = counter_->reply(mia_, asked.id, {{"volume-is-out"}, "", ""});
  ASSERT_TRUE(answered) << answered.error().message;
  EXPECT_EQ(answered->scan.outcome, "done");
  EXPECT_EQ(now(folders_[1]).place, ward_);
  EXPECT_TRUE(waiting().empty());
  expect_error(counter_->reply(mia_, asked.id, {}), ErrorKind::business_rule);
}

TEST_P(CounterTest, CheckedInTwiceWritesNothingAndSaysSo) {
  const auto answer = take_one(live(scan("check-in", label(1))));
  EXPECT_EQ(answer.outcome, "nothing-to-do");
  EXPECT_NE(answer.says.find("in the file already"), std::string::npos);
}

TEST_P(CounterTest, ALabelOfAnotherKindIsToldAtOnceOrAskedAboutLater) {
  for (const auto& label : {std::string("V000000000001ZZ"), std::string("CHS1P|urn:oid:1|1||1|1|AA"), barcode_of_place(ward_),
                            std::string("4006381333931")}) {
    const auto at_once = take_one(live(scan("check-in", label)));
    EXPECT_EQ(at_once.outcome, "wrong") << label;
    EXPECT_FALSE(at_once.says.empty());
    const auto later = take_one(scan("check-in", label, 20));
    EXPECT_EQ(later.outcome, "asks") << label;
    EXPECT_EQ(later.asks, "barcode");
  }
  EXPECT_EQ(waiting().size(), 4U) << "what nobody saw the answer to stays";
}

TEST_P(CounterTest, WithoutAKnownBorrowerNothingIsChargedOut) {
  auto one = scan("charge-out", label(1), 10);
  EXPECT_EQ(take_one(one).asks, "to_barcode");
  auto other = scan("charge-out", label(2), 10);
  other.to_barcode = "L-OLD-9";
  const auto asked = take_one(other);
  EXPECT_EQ(asked.asks, "to_barcode");
  const auto answered = counter_->reply(mia_, asked.id, {{}, "", barcode_of_place(ward_)});
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered->scan.outcome, "done") << answered->scan.says;
  EXPECT_EQ(now(folders_[2]).place, ward_);
}

TEST_P(CounterTest, WhatTheHouseRecordedMeanwhileIsAskedAboutNotOverwritten) {
  const auto out = scan("charge-out", label(1), 60, ward_);
  must(folders_[1], "charge-out", clinic_place_);
  const auto asked = take_one(out);
  EXPECT_EQ(asked.outcome, "asks");
  EXPECT_EQ(now(folders_[1]).place, clinic_place_);
  const auto reasons = counter_->rules().drop_reasons;
  expect_error(counter_->drop(mia_, asked.id, ""), ErrorKind::missing, "reason");
  expect_error(counter_->drop(mia_, asked.id, "no idea"), ErrorKind::unknown_code, "reason");
  const auto dropped = counter_->drop(mia_, asked.id, "overtaken");
  ASSERT_TRUE(dropped) << dropped.error().message;
  EXPECT_EQ(dropped->scan.outcome, "dropped");
  EXPECT_EQ(ledger_reasons(asked.id).back(), "charge-out:dropped:overtaken:by-sender");
}

TEST_P(CounterTest, LaterScansOfAVolumeWaitForTheEarlierOneAndGoOnBehindIt) {
  must(folders_[1], "charge-out", clinic_place_);
  clock_.advance(std::chrono::hours(2));
  const auto all =
      take({scan("charge-out", label(1), 50, ward_), scan("check-in", label(1), 40), scan("charge-out", label(2), 30, ward_)});
  EXPECT_EQ(all.at(0).scan.asks, "confirm:volume-is-out");
  EXPECT_EQ(all.at(1).scan.asks, "earlier-scan");
  EXPECT_EQ(all.at(2).scan.outcome, "done") << "other volumes are not held up";
  ASSERT_TRUE(counter_->reply(mia_, all.at(0).scan.id, {{"volume-is-out"}, "", ""}));
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(now(folders_[1]).state, "in-file");
  EXPECT_EQ(history(folders_[1]), (std::vector<std::string>{"create", "charge-out", "recharge", "check-in"}));
}

TEST_P(CounterTest, AClockThatIsWrongByAKnownDifferenceIsPutRight) {
  auto one = scan("charge-out", label(1), 30, ward_);
  one.said_at = one.said_at.plus(std::chrono::hours(3));
  one.difference = -3 * 3'600'000;
  EXPECT_EQ(take_one(one).outcome, "done");
  EXPECT_EQ(now(folders_[1]).since, clock_.now().plus(-std::chrono::minutes(30)));
}

TEST_P(CounterTest, AScanFromTheFutureIsAskedAbout) {
  auto one = scan("charge-out", label(1), -60, ward_);
  one.difference = std::nullopt;
  const auto asked = take_one(one);
  EXPECT_EQ(asked.asks, "confirm:device-clock");
  const auto answered = counter_->reply(mia_, asked.id, {{"device-clock"}, "", ""});
  EXPECT_EQ(answered->scan.outcome, "done");
  EXPECT_EQ(now(folders_[1]).since, clock_.now()) << "by the house's clock";
}

TEST_P(CounterTest, AClockThatWentBackBetweenTwoScansIsAskedAbout) {
  EXPECT_EQ(take_one(scan("charge-out", label(1), 5, ward_)).outcome, "done");
  EXPECT_EQ(take_one(scan("charge-out", label(2), 50, ward_)).asks, "confirm:device-clock");
}

TEST_P(CounterTest, TheLedgerTellsWhoScannedApartFromWhoSent) {
  auto mine = scan("check-in", label(1), 10), bens = scan("check-in", label(2), 9), nobodys = scan("check-in", label(3), 8);
  bens.scanned_by = ben_.author.user;
  nobodys.scanned_by = UserId();
  const auto all = take({mine, bens, nobodys});
  EXPECT_EQ(ledger_reasons(all.at(0).scan.id), (std::vector<std::string>{"check-in:nothing-to-do:by-sender"}));
  EXPECT_EQ(ledger_reasons(all.at(1).scan.id),
            (std::vector<std::string>{"check-in:nothing-to-do:by-another:" + ben_.author.user.text()}));
  EXPECT_EQ(ledger_reasons(all.at(2).scan.id), (std::vector<std::string>{"check-in:nothing-to-do:by-nobody-known"}));
}

TEST_P(CounterTest, AnInventoryIsReadIntoItsAuditAlsoFromADeviceThatWasOffline) {
  const auto audit = plan();
  std::vector<DeviceScan> scans;
  for (const int one : {1, 2, 4, 3, 5, 6, 7, 8}) {
    scans.push_back(scan("inventory", label(one), 20));
    scans.back().audit = audit;
  }
  const auto all = take(scans);
  EXPECT_EQ(all.at(0).scan.outcome, "done");
  EXPECT_EQ(all.at(3).scan.outcome, "remark");
  EXPECT_EQ(take(scans).at(3).scan.outcome, "remark") << "sent again";
  EXPECT_EQ(audits_->view(mia_, audit)->readings, 8);
  ASSERT_TRUE(step_audit(audit, "compare"));
  EXPECT_EQ(audits_->view(mia_, audit)->audit.figures.misfiled(), 1);
  auto late = scan("inventory", label(1), 1);
  late.audit = audit;
  EXPECT_EQ(take_one(late).asks, "audit") << "too late is a question, not a loss";
}

TEST_P(CounterTest, WhatNoDeviceCouldMeanIsRefusedWhole) {
  auto one = scan("check-in", label(1));
  expect_error(counter_->take(mia_, "", {one}), ErrorKind::missing, "device");
  one.kind = "destroy";
  expect_error(counter_->take(mia_, "tablet", {one}), ErrorKind::unknown_code, "kind");
  one.kind = "inventory";
  expect_error(counter_->take(mia_, "tablet", {one}), ErrorKind::missing, "audit");
  one.kind = "check-in";
  one.number = 0;
  expect_error(counter_->take(mia_, "tablet", {one}), ErrorKind::missing, "number");
  one.number = 1;
  one.barcode = std::string(201, '7');
  expect_error(counter_->take(mia_, "tablet", {one}), ErrorKind::too_large, "barcode");
  one.barcode = "7";
  expect_error(counter_->take(mia_, "tablet", std::vector<DeviceScan>(501, one)), ErrorKind::too_large, "scans");
  expect_error(counter_->take(only({access::Permission::read_record}), "tablet", {one}), ErrorKind::forbidden);
}

TEST_P(CounterTest, NothingWaitingIsLostWhenTheHouseStartsAgain) {
  must(folders_[1], "charge-out", clinic_place_);
  take({live(scan("charge-out", label(1), 0, ward_))});
  counter_.reset();
  open_desk();
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_EQ(waiting().front().asks, "confirm:volume-is-out");
  EXPECT_EQ(counter_->newest(mia_, 10)->size(), 1U);
}

CHARTA_ON_BOTH_ENGINES(CounterTest);

}  // namespace
}  // namespace charta::counter
