// SPDX-License-Identifier: Apache-2.0
#include "department/off_site_orders/order_service.hpp"

#include "department/paper_charts/tests/paper_fixture.hpp"
#include "off_site_orders_schema.hpp"

#include <map>

namespace charta::off_site_orders {
namespace {

using paper_charts::PaperTest;
using paper_charts::PlaceId;
using paper_charts::VolumeId;

class OffSite : public PaperTest {
 protected:
  void SetUp() override {
    PaperTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(store().migrate(off_site_orders_schema()));
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const Date today = clock_.now().utc_date();
    orders_ = std::make_unique<OrderService>(
        store(), *desk_, *index_, *encounters_, *worklists_, *ledger_, clock_, keys_,
        *VendorService::read(**book->in_force("paper-charts/vendor-service", today)),
        *RetirementRules::read(**book->in_force("paper-charts/retirement", today)),
        [this](const std::string& vendor, const std::string& name, const std::string& bytes) -> Result<void> {
          if (vendor_is_away_) return fail(ErrorKind::unavailable, "the folder cannot be reached");
          files_[vendor + "/" + name] = bytes;
          return {};
        });
    orders_->declare();
    box_ = place("box", "Box 7", vendor_);
    must(folder_, "send-off-site", box_);
  }
  NewOrder order(std::vector<VolumeId> volumes) {
    NewOrder one;
    one.vendor = vendor_;
    one.volumes = std::move(volumes);
    return one;
  }
  OrderId sent(std::vector<VolumeId> volumes) {
    const auto made = orders_->draft(mia_, order(std::move(volumes)));
    EXPECT_TRUE(made) << made.error().message;
    EXPECT_TRUE(orders_->send(mia_, *made));
    return *made;
  }
  std::string order_state(OrderId id) { return orders_->view(mia_, id)->all.order.state; }
  std::string label(VolumeId id) { return now(id).barcode; }

  std::unique_ptr<OrderService> orders_;
  std::map<std::string, std::string> files_;
  bool vendor_is_away_ = false;
  PlaceId box_;
};
CHARTA_ON_BOTH_ENGINES(OffSite);

TEST_P(OffSite, OneOrderIsMadeOfWhatSeveralRequestsAskFor) {
  const auto second = volume(tom_);
  must(second, "send-off-site", vendor_);
  volume(tom_, "film");  // stands in the house: not for the vendor
  request(ada_, ward_, worklists::Priority::routine, {folder_});
  request(tom_, clinic_place_, worklists::Priority::routine, {second});
  NewOrder asked;
  asked.vendor = vendor_;
  asked.from_requests = true;
  asked.purchase_order = "PO-1";
  const auto made = orders_->draft(mia_, asked);
  ASSERT_TRUE(made) << made.error().message;
  const auto view = orders_->view(mia_, *made);
  EXPECT_EQ(view->all.lines.size(), 2U);
  EXPECT_TRUE(std::any_of(view->all.lines.begin(), view->all.lines.end(), [&](const Line& line) { return line.box == box_; }));
  expect_error(orders_->draft(mia_, asked), ErrorKind::business_rule, "volumes");
}

TEST_P(OffSite, AnOrderIsExpectedByTheVendorsRuleAndLiesInItsFolder) {
  const auto id = sent({folder_});
  const auto view = orders_->view(mia_, id);
  EXPECT_EQ(view->all.order.state, "ordered");
  EXPECT_EQ(view->all.order.expected_at, clock_.now().plus(std::chrono::hours(24)));
  ASSERT_EQ(files_.size(), 1U);
  const auto& csv = files_.begin()->second;
  EXPECT_NE(csv.find(label(folder_)), std::string::npos);
  EXPECT_NE(csv.find("Box 7"), std::string::npos);
  for (const auto* secret : {"Marsh", "Ada", "100042", "1961"}) EXPECT_EQ(csv.find(secret), std::string::npos) << secret;
  EXPECT_TRUE(view->all.order.is_handed_over);
}

TEST_P(OffSite, AFolderThatCannotBeReachedIsTriedByTheClock) {
  vendor_is_away_ = true;
  const auto id = sent({folder_});
  EXPECT_EQ(order_state(id), "ordered") << "the order is durable";
  EXPECT_TRUE(files_.empty());
  EXPECT_FALSE(orders_->run_clock());
  vendor_is_away_ = false;
  EXPECT_EQ(*orders_->run_clock(), 1);
  EXPECT_EQ(files_.size(), 1U);
  EXPECT_EQ(*orders_->run_clock(), 0);
}

TEST_P(OffSite, WhatComesIsReceivedByItsScanAndTheLastScanClosesTheOrder) {
  const auto second = volume(tom_);
  must(second, "send-off-site", vendor_);
  const auto id = sent({folder_, second});
  ASSERT_TRUE(orders_->scan(mia_, id, label(folder_), false));
  EXPECT_EQ(now(folder_).state, "in-file");
  EXPECT_EQ(history(folder_).back(), "receive-from-off-site");
  EXPECT_EQ(order_state(id), "ordered");
  const auto again = orders_->scan(mia_, id, label(folder_), false);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->moved.empty()) << "scanned twice, it counts once";
  ASSERT_TRUE(orders_->scan(mia_, id, label(second), false));
  EXPECT_EQ(order_state(id), "received");
  EXPECT_TRUE(items("off-site-order").empty());
  expect_error(orders_->scan(mia_, id, label(second), false), ErrorKind::business_rule, "state");
}

TEST_P(OffSite, TheScanOfABoxReceivesAllOfItThatWasOrdered) {
  const auto second = volume(tom_), third = volume(tom_, "film");
  must(second, "send-off-site", box_);
  must(third, "send-off-site", box_);
  const auto id = sent({folder_, second});
  const auto receipt = orders_->scan(mia_, id, desk_->place(mia_, box_)->barcode, false);
  ASSERT_TRUE(receipt) << receipt.error().message;
  EXPECT_EQ(receipt->moved.size(), 2U);
  EXPECT_EQ(now(third).state, "off-site") << "it was not ordered";
  EXPECT_EQ(order_state(id), "received");
}

TEST_P(OffSite, WhatIsNotOnTheOrderIsAskedBackAndNeverTakenSilently) {
  const auto second = volume(tom_);
  must(second, "send-off-site", vendor_);
  const auto id = sent({folder_});
  expect_error(orders_->scan(mia_, id, label(second), false), ErrorKind::business_rule, "confirm:not-on-this-order");
  EXPECT_EQ(now(second).state, "off-site");
  ASSERT_TRUE(orders_->scan(mia_, id, label(second), true));
  EXPECT_EQ(now(second).state, "in-file");
  EXPECT_EQ(order_state(id), "ordered") << "what was ordered is still waited for";
}

TEST_P(OffSite, WhatTheVendorDoesNotFindIsMissedAtOnceAndTheOrderIsShort) {
  const auto id = sent({folder_});
  ASSERT_TRUE(orders_->not_found(mia_, id, label(folder_)));
  EXPECT_EQ(order_state(id), "short");
  EXPECT_EQ(now(folder_).state, "missing");
  EXPECT_EQ(items("missing-volume").size(), 1U);
  expect_error(orders_->not_found(mia_, id, label(folder_)), ErrorKind::business_rule, "state");
}

TEST_P(OffSite, NobodySaysThatEverythingIsHereTheScanSaysIt) {
  const auto id = sent({folder_});
  const auto item = orders_->view(mia_, id)->all.order.item;
  expect_error(act(item, "receive"), ErrorKind::business_rule, "event");
  expect_error(act(item, "close-short"), ErrorKind::business_rule, "event");
  ASSERT_TRUE(act(item, "confirm"));
  ASSERT_TRUE(act(item, "announce"));
  EXPECT_EQ(order_state(id), "expected");
  EXPECT_FALSE(act(item, "cancel")) << "without a reason";
  ASSERT_TRUE(act(item, "cancel", "nobody-needs-it"));
  EXPECT_EQ(now(folder_).state, "off-site");
}

TEST_P(OffSite, AVolumeStandsOnOneOpenOrderOnly) {
  sent({folder_});
  expect_error(orders_->draft(mia_, order({folder_})), ErrorKind::business_rule, "volumes");
  expect_error(orders_->draft(mia_, order({volume(tom_)})), ErrorKind::business_rule, "volumes");
  expect_error(orders_->draft(mia_, order({})), ErrorKind::business_rule, "volumes");
  auto nobody = order({folder_});
  nobody.vendor = ward_;
  expect_error(orders_->draft(mia_, nobody), ErrorKind::business_rule);
  expect_error(orders_->draft(only({access::Permission::read_record}), order({folder_})), ErrorKind::forbidden);
}

TEST_P(OffSite, ALateOrderIsLateByTheClockAndCountsAsSuch) {
  const auto id = sent({folder_});
  clock_.advance(std::chrono::hours(25));
  EXPECT_TRUE(orders_->view(mia_, id)->is_late);
  EXPECT_EQ(items("off-site-order").front().due_at, orders_->view(mia_, id)->all.order.expected_at);
  const auto figures = orders_->figures(mia_, clock_.now().plus(-std::chrono::hours(99)), clock_.now());
  EXPECT_EQ(figures->open_late, 1);
  OrderService::Said said;
  said.expected_at = clock_.now().plus(std::chrono::hours(5));
  said.cost_cents = 12'345;
  ASSERT_TRUE(orders_->note_said(mia_, id, said));
  EXPECT_FALSE(orders_->view(mia_, id)->is_late);
  EXPECT_EQ(orders_->view(mia_, id)->cost_cents, 12'345);
}

TEST_P(OffSite, WhatHasBeenQuietForYearsIsPreparedAsABoxAndLeavesByItsScans) {
  paper_charts::NewVolume aged;
  aged.patient = tom_;
  aged.home = room_;
  aged.made_at = Instant::parse("2011-01-01T00:00:00Z");
  const auto old_one = *desk_->add_volume(mia_, aged);
  volume(tom_);  // of today
  const auto list = orders_->retirement_list(mia_, room_, "00", "99", 100);
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->rows.size(), 1U);
  EXPECT_EQ(list->rows.front().volume.id, old_one);
  NewBox box;
  box.vendor = vendor_;
  box.name = "Box 2026-1";
  box.volumes = {old_one};
  const auto made = orders_->prepare_box(mia_, box);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(now(old_one).state, "in-file") << "nothing leaves without its scan";
  EXPECT_TRUE(orders_->retirement_list(mia_, room_, "00", "99", 100)->rows.empty()) << "it is on an order";
  ASSERT_TRUE(orders_->send(mia_, *made));
  ASSERT_TRUE(orders_->scan(mia_, *made, label(old_one), false));
  EXPECT_EQ(now(old_one).state, "off-site");
  EXPECT_EQ(desk_->view(mia_, old_one)->row.place, "Deep Store / Box 2026-1");
  EXPECT_EQ(order_state(*made), "received");
}

TEST_P(OffSite, WhoeverWasHereSinceKeepsTheirVolumesInTheHouse) {
  paper_charts::NewVolume aged;
  aged.patient = tom_;
  aged.home = room_;
  aged.made_at = Instant::parse("2011-01-01T00:00:00Z");
  ASSERT_TRUE(desk_->add_volume(mia_, aged));
  visit(tom_, "AMB");
  const auto list = orders_->retirement_list(mia_, room_, "00", "99", 100);
  EXPECT_TRUE(list->rows.empty());
  EXPECT_EQ(list->busy, 1);
}

TEST_P(OffSite, EveryOrderAndItsStepsStandInTheLedger) {
  const auto id = sent({folder_});
  ASSERT_TRUE(orders_->scan(mia_, id, label(folder_), false));
  EXPECT_GE(entries("off_site_order", id.key()), 3);
}

}  // namespace
}  // namespace charta::off_site_orders
