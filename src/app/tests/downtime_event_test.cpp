// SPDX-License-Identifier: Apache-2.0
// A time without the server: numbered forms given out, entered and accounted for, by number.
#include "app/tests/hospital_fixture.hpp"
#include "department/downtime/event.hpp"

#include <set>

namespace charta::app {
namespace {

using namespace downtime;

class DowntimeEvents : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    mia_ = sign_in("mia", {"file_clerk"}).actor;
    ada_ = patient("Marsh");
    auto& paper = *hospital_->paper;
    paper_charts::NewPlace site, room, ward;
    site.kind = "site", site.name = "Main house";
    room.kind = "room", room.name = "File room", room.parent = paper.add_place(mia_, site).value();
    ward.kind = "ward", ward.name = "Ward 3", ward.parent = room.parent;
    ward_ = paper.add_place(mia_, ward).value();
    paper_charts::NewVolume folder;
    folder.patient = ada_;
    folder.home = paper.add_place(mia_, room).value();
    folder.made_at = *Instant::parse("2026-01-01T00:00:00Z");
    volume_ = paper.add_volume(mia_, folder).value();
    barcode_ = paper.view(mia_, volume_).value().row.volume.barcode;
  }
  EventService& service() { return *hospital_->downtimes; }
  DowntimeId begun(const std::string& at = "2026-03-01T05:00:00Z") {
    const auto id = service().begin(mia_, "power of the server room", Instant::parse(at));
    EXPECT_TRUE(id) << id.error().message;
    return id ? *id : DowntimeId();
  }
  std::int64_t issued(DowntimeId id, const std::string& kind, std::int64_t count) {
    const auto forms = service().issue(mia_, id, kind, count);
    EXPECT_TRUE(forms) << forms.error().message;
    return forms ? forms->front().number : 0;
  }
  Result<Form> account(std::int64_t number, const std::string& state, const std::string& reason = "") {
    return service().account(mia_, {form_barcode(number), state, reason, "", {}});
  }
  Result<Form> moved(std::int64_t number, const std::string& kind, const std::string& at,
                     std::vector<std::string> confirmed = {}) {
    Accounting said{std::to_string(number), "used", "", "",
                    NotedMovement{barcode_, kind, kind == "check-in" ? paper_charts::PlaceId() : ward_, *Instant::parse(at),
                                  std::move(confirmed)}};
    return service().account(mia_, said);
  }
  std::string place() { return hospital_->paper->view(mia_, volume_).value().row.place; }

  access::Actor mia_;
  PatientId ada_;
  paper_charts::PlaceId ward_;
  paper_charts::VolumeId volume_;
  std::string barcode_;
};
CHARTA_ON_BOTH_ENGINES(DowntimeEvents);

TEST_P(DowntimeEvents, NoNumberIsGivenTwice) {
  const auto first = begun(), second = begun();
  std::set<std::int64_t> numbers;
  for (const auto id : {first, second, first})
    for (const auto& form : service().issue(mia_, id, "requisition", 7).value()) numbers.insert(form.number);
  EXPECT_EQ(numbers.size(), 21U);
  expect_error(service().issue(mia_, first, "poster", 1), ErrorKind::invalid);
  expect_error(service().issue(mia_, first, "note", 0), ErrorKind::invalid);
}

TEST_P(DowntimeEvents, IsClosedOnlyWhenEveryNumberIsAccountedFor) {
  const auto id = begun();
  const auto first = issued(id, "requisition", 4);
  expect_error(service().close(mia_, id), ErrorKind::business_rule);
  ASSERT_TRUE(service().end(mia_, id));
  ASSERT_TRUE(account(first, "used"));
  expect_error(account(first + 1, "spoiled"), ErrorKind::missing);
  ASSERT_TRUE(account(first + 1, "spoiled", "coffee"));
  expect_error(service().close(mia_, id), ErrorKind::business_rule);
  EXPECT_EQ(service().account_unused(mia_, id, first, first + 99).value(), 2) << "only those of which nothing was said";
  const auto report = service().report(mia_, id).value();
  EXPECT_EQ(std::make_tuple(report.out, report.used, report.spoiled, report.unused), std::make_tuple(0, 1, 1, 2));
  ASSERT_TRUE(service().close(mia_, id));
  expect_error(account(first, "unused"), ErrorKind::business_rule);
}

TEST_P(DowntimeEvents, AMovementOnAFormIsEnteredWithItsOwnTimeAndOnce) {
  const auto id = begun();
  const auto form = issued(id, "outguide", 1);
  const auto entered = moved(form, "charge-out", "2026-03-01T06:30:00Z");
  ASSERT_TRUE(entered) << entered.error().message;
  EXPECT_EQ(entered->outcome, "done") << entered->says;
  EXPECT_EQ(place(), "Main house / Ward 3");
  const auto history = hospital_->paper->view(mia_, volume_).value().history;
  EXPECT_EQ(history.front().movement.at, *Instant::parse("2026-03-01T06:30:00Z"));
  EXPECT_EQ(moved(form, "charge-out", "2026-03-01T06:30:00Z")->outcome, "known") << "entered twice, counted once";
  EXPECT_EQ(hospital_->paper->view(mia_, volume_).value().history.size(), history.size());
}

TEST_P(DowntimeEvents, AMovementThatConflictsKeepsTheEventOpenUntilItIsSettled) {
  const auto id = begun();
  const auto form = issued(id, "outguide", 1);
  ASSERT_TRUE(service().end(mia_, id));
  Accounting damaged{std::to_string(form), "used", "", "",
                     NotedMovement{"V000000000001", "charge-out", ward_, *Instant::parse("2026-03-01T06:00:00Z"), {}}};
  EXPECT_EQ(service().account(mia_, damaged)->outcome, "conflict");
  EXPECT_EQ(service().report(mia_, id)->conflicts, 1);
  expect_error(service().close(mia_, id), ErrorKind::business_rule);
  expect_error(account(form, "used"), ErrorKind::missing);
  ASSERT_TRUE(account(form, "used", "the volume was found on Ward 3 and checked in there"));
  ASSERT_TRUE(service().close(mia_, id));
}

TEST_P(DowntimeEvents, WhatTheRecordContradictsIsAskedInWordsAndGoesOnWhenItIsSo) {
  const auto id = begun();
  const auto form = issued(id, "outguide", 2);
  ASSERT_EQ(moved(form, "charge-out", "2026-03-01T06:00:00Z")->outcome, "done");
  const auto asked = moved(form + 1, "check-in", "2026-03-01T05:30:00Z");
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_EQ(asked->outcome, "conflict");
  EXPECT_EQ(asked->asks, "confirm:recorded-later") << "the other form tells of a later movement";
  EXPECT_FALSE(asked->says.empty()) << "a person reads words, not the code";
  EXPECT_EQ(asked->says.find("confirm:"), std::string::npos);
  const auto affirmed = moved(form + 1, "check-in", "2026-03-01T05:30:00Z", {"recorded-later"});
  ASSERT_TRUE(affirmed) << affirmed.error().message;
  EXPECT_NE(affirmed->outcome, "conflict") << affirmed->says;
  EXPECT_TRUE(affirmed->asks.empty());
  EXPECT_EQ(service().report(mia_, id)->conflicts, 0);
}

TEST_P(DowntimeEvents, AFormThatNobodyGaveOutIsNobodys) {
  begun();
  expect_error(account(4711, "used"), ErrorKind::not_found);
}

TEST_P(DowntimeEvents, BeginsNowOrBeforeAndPrintsItsBlankForms) {
  expect_error(service().begin(mia_, "power", Instant::parse("2026-03-01T09:00:00Z")), ErrorKind::business_rule);
  const auto id = begun();
  const auto first = issued(id, "register", 3);
  ASSERT_TRUE(account(first, "used"));
  const auto pdf = service().forms_pdf(mia_, id, first, first + 2);
  ASSERT_TRUE(pdf);
  EXPECT_EQ(pdf->substr(0, 5), "%PDF-");
  expect_error(service().forms_pdf(mia_, id, first, first), ErrorKind::not_found);
}

TEST(FormNumbers, AreReadFromScannersAndFromFingersAndADamagedOneIsNobodys) {
  EXPECT_EQ(read_form_number(form_barcode(123)).value(), 123);
  EXPECT_EQ(read_form_number(" df-00000123 ").value(), 123);
  EXPECT_EQ(read_form_number("123").value(), 123);
  auto damaged = form_barcode(123);
  damaged[5] = damaged[5] == '9' ? '8' : '9';
  EXPECT_FALSE(read_form_number(damaged));
  for (const auto* bad : {"", "DF", "0", "V0SAH4MXTR0000*", "12 beds", "123456789"}) EXPECT_FALSE(read_form_number(bad)) << bad;
}

}  // namespace
}  // namespace charta::app
