// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/tests/audit_fixture.hpp"

namespace charta::shelf_audits {
namespace {

using access::Permission;

TEST_P(AuditTest, IsPlannedAsWorkOfTheFileRoomWithItsDueTimeAndRule) {
  const auto id = plan();
  const auto view = audits_->view(mia_, id);
  EXPECT_EQ(view->audit.state, "planned");
  EXPECT_EQ(view->audit.from_number, "00-01-41");
  const auto open = items("shelf-audit");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.front().rule, "paper-charts/audits@1");
  EXPECT_EQ(open.front().due_at, clock_.now().plus(std::chrono::days(7)));
  EXPECT_EQ(open.front().pool, "file-room");
  EXPECT_GT(entries("shelf_audit", id.key()), 0);
}

TEST_P(AuditTest, ASectionAtRandomBeginsWhereAVolumeStands) {
  for (int round = 0; round < 5; ++round) {
    const auto id = audits_->plan(mia_, {room_, 3, ""});
    ASSERT_TRUE(id) << id.error().message;
    EXPECT_FALSE(audits_->view(mia_, *id)->audit.from_number.empty());
  }
}

TEST_P(AuditTest, ARoomWithNothingInItIsNotRead) {
  expect_error(audits_->plan(mia_, {annex_, 0, ""}), ErrorKind::business_rule, "room");
  expect_error(audits_->plan(mia_, {annex_, 0, "12-34-56"}), ErrorKind::business_rule, "from_number");
  expect_error(audits_->plan(mia_, {ward_, 0, ""}), ErrorKind::not_found, "room");
  expect_error(audits_->plan(mia_, {room_, -3, ""}), ErrorKind::invalid, "volumes");
}

TEST_P(AuditTest, WhoMayNotHandlePaperReadsNoShelf) {
  const auto nurse = only({Permission::read_record, Permission::read_worklists});
  const auto id = plan();
  expect_error(audits_->plan(nurse, {room_, 0, ""}), ErrorKind::forbidden);
  expect_error(audits_->read(nurse, {id, label(1), "tablet", 1, clock_.now()}), ErrorKind::forbidden);
  expect_error(audits_->view(nurse, id), ErrorKind::forbidden);
  expect_error(audits_->confirm(nurse, id, 1), ErrorKind::forbidden);
  EXPECT_TRUE(audits_->rates(nurse, clock_.now(), clock_.now()));
}

TEST_P(AuditTest, TheFirstLabelBeginsItAndTakesWhatTheShelfShouldHold) {
  const auto id = plan(5);
  const auto answer = read(id, label(1));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->remark, "");
  EXPECT_EQ(answer->position, 1);
  EXPECT_EQ(answer->expected, 5);
  EXPECT_EQ(audits_->view(mia_, id)->audit.state, "reading");
}

TEST_P(AuditTest, ALabelIsRemarkedUponAtOnce) {
  const auto id = plan();
  must(folders_[4], "charge-out", ward_);
  EXPECT_EQ(read(id, label(2))->remark, "");
  EXPECT_EQ(read(id, label(1))->remark, "out-of-order");
  EXPECT_EQ(read(id, label(4))->remark, "stands-elsewhere");
  EXPECT_EQ(read(id, label(2))->remark, "read-before");
  EXPECT_EQ(read(id, "4006381333931")->remark, "no-volume");
}

TEST_P(AuditTest, ADevicesNumberIsReadOnceHoweverOftenItIsSent) {
  const auto id = plan();
  const NewReading one{id, label(1), "tablet-1", 77, clock_.now()};
  EXPECT_EQ(audits_->read(mia_, one)->position, 1);
  EXPECT_EQ(audits_->read(mia_, one)->position, 1);
  EXPECT_EQ(audits_->view(mia_, id)->readings, 1);
}

TEST_P(AuditTest, AShelfInOrderClosesWithoutAnAnswer) {
  const auto id = plan();
  read_all(id, {1, 2, 3, 4, 5, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  EXPECT_TRUE(audits_->view(mia_, id)->findings.empty());
  ASSERT_TRUE(step_audit(id, "close"));
  EXPECT_EQ(audits_->view(mia_, id)->audit.state, "closed");
  EXPECT_TRUE(items("shelf-audit").empty());
}

TEST_P(AuditTest, NothingIsComparedBeforeSomethingWasRead) {
  const auto id = plan();
  ASSERT_TRUE(step_audit(id, "begin"));
  expect_error(step_audit(id, "compare"), ErrorKind::business_rule, "event");
}

TEST_P(AuditTest, WhatIsReadAfterTheComparisonIsRefused) {
  const auto id = plan();
  read_all(id, {1, 2});
  ASSERT_TRUE(step_audit(id, "compare"));
  expect_error(read(id, label(3)), ErrorKind::business_rule, "audit");
}

TEST_P(AuditTest, WhatStandsHereAgainstTheRecordIsRecordedHereWhenAPersonConfirms) {
  const auto id = plan(5);
  must(folders_[3], "charge-out", ward_);
  must(folders_[5], "mark-missing");
  must(folders_[6], "move", cart_);
  read_all(id, {1, 2, 3, 4, 5, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  const auto found = findings_by_number(id);
  ASSERT_EQ(found.size(), 3U);
  for (const auto& [number, finding] : found) {
    EXPECT_EQ(finding.kind, FindingKind::stands_here);
    const auto done = audits_->confirm(mia_, id, number);
    ASSERT_TRUE(done) << done.error().message;
  }
  for (const int one : {3, 5, 6}) {
    EXPECT_EQ(now(folders_[one]).state, "in-file") << one;
    EXPECT_EQ(now(folders_[one]).place, shelf_) << "its home is in this room";
  }
  EXPECT_TRUE(items("missing-volume").empty()) << "the hunt ends";
  EXPECT_TRUE(step_audit(id, "close"));
}

TEST_P(AuditTest, WhatWasNotSeenIsHuntedWhenAPersonConfirms) {
  const auto id = plan();
  read_all(id, {1, 2, 4, 5, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  expect_error(step_audit(id, "close"), ErrorKind::business_rule, "event");
  ASSERT_EQ(findings_by_number(id).size(), 1U);
  EXPECT_EQ(now(folders_[3]).state, "in-file") << "nothing happens by itself";
  ASSERT_TRUE(audits_->confirm(mia_, id, 1));
  EXPECT_EQ(now(folders_[3]).state, "missing");
  EXPECT_EQ(items("missing-volume").size(), 1U);
  expect_error(audits_->confirm(mia_, id, 1), ErrorKind::business_rule);
  EXPECT_TRUE(step_audit(id, "close"));
}

TEST_P(AuditTest, WhatWasChargedOutWhileItWasReadIsNotMissing) {
  const auto id = plan();
  read_all(id, {1, 2});
  must(folders_[3], "charge-out", ward_);
  read_all(id, {4, 5, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  EXPECT_TRUE(findings_by_number(id).empty());
}

TEST_P(AuditTest, AFindingThatTheRecordContradictsByNowIsRefusedAndMayBeDismissed) {
  const auto id = plan();
  read_all(id, {1, 2, 4, 5, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  must(folders_[3], "mark-missing");
  expect_error(audits_->confirm(mia_, id, 1), ErrorKind::business_rule);
  expect_error(audits_->dismiss(mia_, id, 1, "because"), ErrorKind::unknown_code, "reason");
  expect_error(audits_->dismiss(mia_, id, 1, ""), ErrorKind::missing, "reason");
  ASSERT_TRUE(audits_->dismiss(mia_, id, 1, "moved-meanwhile"));
  EXPECT_EQ(findings_by_number(id).at(1).state, "dismissed");
  expect_error(audits_->confirm(mia_, id, 9), ErrorKind::not_found);
}

TEST_P(AuditTest, AnAuditIsAbandonedOnlyWithAReason) {
  const auto id = plan();
  expect_error(step_audit(id, "abandon"), ErrorKind::business_rule);
  ASSERT_TRUE(step_audit(id, "abandon", "shelf-was-shifted"));
  EXPECT_EQ(audits_->view(mia_, id)->audit.state, "abandoned");
}

TEST_P(AuditTest, TheRateOfARoomIsOfWhatWasComparedInThePeriod) {
  const auto id = plan();
  read_all(id, {1, 2, 5, 3, 4, 6, 7, 8});
  ASSERT_TRUE(step_audit(id, "compare"));
  ASSERT_TRUE(step_audit(plan(), "abandon", "shelf-was-shifted"));
  const auto now = clock_.now();
  const auto rates = audits_->rates(mia_, now.plus(-std::chrono::hours(1)), now.plus(std::chrono::hours(1)));
  ASSERT_TRUE(rates) << rates.error().message;
  ASSERT_EQ(rates->size(), 1U);
  EXPECT_EQ(rates->front().read, 8);
  EXPECT_EQ(rates->front().misfiled, 1);
  EXPECT_DOUBLE_EQ(rates->front().rate.per_thousand, 125);
  EXPECT_LT(rates->front().rate.from, 125);
  EXPECT_GT(rates->front().rate.until, 125);
  EXPECT_TRUE(audits_->rates(mia_, now.plus(std::chrono::hours(1)), now.plus(std::chrono::hours(2)))->empty());
}

CHARTA_ON_BOTH_ENGINES(AuditTest);

}  // namespace
}  // namespace charta::shelf_audits
