// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/tests/paper_fixture.hpp"

namespace charta::paper_charts {
namespace {

using access::Permission;
using charta::testing::StoreTest;

class FileRoom : public PaperTest {};
CHARTA_ON_BOTH_ENGINES(FileRoom);

TEST_P(FileRoom, AScanSaysWhoseItIsWhereItIsAndWhatIsAskedForIt) {
  request(ada_, ward_);
  const auto answer = desk_->scan(mia_, now(folder_).barcode);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->kind, "volume");
  ASSERT_TRUE(answer->volume);
  EXPECT_EQ(answer->volume->volume.patient, ada_);
  EXPECT_EQ(answer->volume->place, "Main house / File room");
  ASSERT_EQ(answer->requisitions.size(), 1U);
  EXPECT_EQ(answer->requisitions.front().deliver_to, ward_);
  EXPECT_EQ(answer->history.size(), 1U);
}

TEST_P(FileRoom, ABarcodeOfAnotherKindIsToldApart) {
  EXPECT_EQ(desk_->scan(mia_, "CHS1P|urn:oid:1.2|100042||11488-4|1|AA")->kind, "separator");
  EXPECT_EQ(desk_->scan(mia_, barcode_of(Scanned::place, ward_.key()))->kind, "place");
  std::string damaged = now(folder_).barcode;
  damaged[7] = damaged[7] == '0' ? '1' : '0';
  EXPECT_EQ(desk_->scan(mia_, damaged)->kind, "damaged");
  const auto slip = desk_->scan(mia_, barcode_of(Scanned::requisition, request(ada_, ward_).key()));
  EXPECT_EQ(slip->kind, "requisition");
  EXPECT_EQ(slip->volume->volume.id, folder_);
}

TEST_P(FileRoom, AnUnknownVolumeIsAnAnswerAndNoError) {
  for (const auto* code : {"4006381333931", "V0000000000000", "999999"}) {
    const auto answer = desk_->scan(mia_, code);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, "unknown") << code;
    EXPECT_FALSE(answer->says.empty());
  }
  EXPECT_EQ(desk_->scan(mia_, barcode_of(Scanned::volume, 4242))->kind, "unknown");
  expect_error(desk_->scan(mia_, "  "), ErrorKind::missing, "code");
}

TEST_P(FileRoom, ANumberThatWasTypedFindsEveryVolumeUnderIt) {
  volume(ada_);
  volume(ada_, "film");
  const auto answer = desk_->scan(mia_, "10-00-42");
  EXPECT_EQ(answer->kind, "volumes");
  EXPECT_EQ(answer->volumes.size(), 3U);
}

TEST_P(FileRoom, AnOlderSystemsLabelGoesOnServing) {
  const auto old = volume(tom_, "medical", "hx-77-a");
  EXPECT_EQ(desk_->scan(mia_, "HX-77-A")->volume->volume.id, old);
}

TEST_P(FileRoom, ALoanHasItsTermItsMovementAndItsLedgerEntry) {
  const auto before = entries("paper_volume", folder_.key());
  must(folder_, "charge-out", ward_);
  const auto volume = now(folder_);
  EXPECT_EQ(volume.state, "out");
  EXPECT_EQ(volume.place, ward_);
  EXPECT_EQ(volume.due_at, clock_.now().plus(std::chrono::hours(168))) << "a ward's term";
  EXPECT_EQ(volume.rule, "paper-charts/loans@1");
  EXPECT_EQ(entries("paper_volume", folder_.key()), before + 1);
  EXPECT_EQ(history(folder_), (std::vector<std::string>{"create", "charge-out"}));
}

TEST_P(FileRoom, TheWholeRoundOfAVolume) {
  must(folder_, "charge-out", ward_);
  must(folder_, "recharge", clinic_place_);
  must(folder_, "check-in");
  must(folder_, "move", cart_);
  must(folder_, "mark-missing");
  must(folder_, "find", room_);
  must(folder_, "send-off-site", vendor_);
  must(folder_, "receive-from-off-site");
  must(folder_, "inactivate");
  must(folder_, "reactivate");
  EXPECT_EQ(now(folder_).state, "in-file");
  EXPECT_EQ(now(folder_).place, room_);
  EXPECT_EQ(history(folder_).size(), 11U) << "nothing of it was forgotten";
}

TEST_P(FileRoom, ADoubleCheckInWritesNothing) {
  must(folder_, "charge-out", ward_);
  must(folder_, "check-in");
  const auto version = now(folder_).version;
  const auto again = move(folder_, "check-in");
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->movements.empty());
  EXPECT_FALSE(again->says.empty());
  EXPECT_EQ(now(folder_).version, version);
}

TEST_P(FileRoom, AChargeOutOfAVolumeThatIsElsewhereIsAskedNeverSilent) {
  must(folder_, "charge-out", ward_);
  expect_error(move(folder_, "charge-out", clinic_place_), ErrorKind::business_rule, "confirm:volume-is-out");
  EXPECT_EQ(now(folder_).place, ward_) << "nothing moved";
  ASSERT_TRUE(move(folder_, "charge-out", clinic_place_, {"volume-is-out"}));
  EXPECT_EQ(now(folder_).place, clinic_place_);
  EXPECT_EQ(history(folder_).back(), "recharge");
}

TEST_P(FileRoom, TwoClerksWhoScanTheSameVolumeAtOnceDoNotBothWin) {
  const auto version = now(folder_).version;
  auto first = command("charge-out", ward_), second = command("charge-out", clinic_place_);
  first.version = second.version = version;
  ASSERT_TRUE(desk_->move(mia_, folder_, first));
  expect_error(desk_->move(ben_, folder_, second), ErrorKind::version_conflict, "version");
}

TEST_P(FileRoom, APsychiatricVolumeAsksForAPurpose) {
  const auto closed = volume(ada_, "psychiatric");
  expect_error(move(closed, "charge-out", ward_), ErrorKind::missing, "purpose");
  auto said = command("charge-out", ward_);
  said.purpose = "curiosity";
  expect_error(desk_->move(mia_, closed, said), ErrorKind::unknown_code, "purpose");
  said.purpose = "treatment";
  EXPECT_TRUE(desk_->move(mia_, closed, said));
}

TEST_P(FileRoom, APlaceIsNotClosedWhileVolumesStandInIt) {
  must(folder_, "charge-out", ward_);
  expect_error(desk_->close_place(mia_, ward_, 0), ErrorKind::business_rule);
  expect_error(desk_->close_place(mia_, room_, 0), ErrorKind::business_rule);
  must(folder_, "check-in");
  ASSERT_TRUE(desk_->close_place(mia_, ward_, 0));
  expect_error(move(folder_, "charge-out", ward_), ErrorKind::business_rule, "to");
  expect_error(desk_->close_place(mia_, ward_, 0), ErrorKind::not_found);
}

TEST_P(FileRoom, APlaceIsNotClosedWhileItIsSomethingsHome) {
  const auto shelf_volume = volume(tom_);
  must(shelf_volume, "charge-out", ward_);
  must(folder_, "charge-out", ward_);
  expect_error(desk_->close_place(mia_, room_, 0), ErrorKind::business_rule);
}

TEST_P(FileRoom, APlaceIsNotClosedWhileChartsAreOnTheirWayThereNorWithPlacesInIt) {
  request(ada_, clinic_place_);
  expect_error(desk_->close_place(mia_, clinic_place_, 0), ErrorKind::business_rule);
  expect_error(desk_->close_place(mia_, site_, 0), ErrorKind::business_rule);
  EXPECT_TRUE(desk_->close_place(mia_, annex_, 0));
}

TEST_P(FileRoom, APlaceStandsWhereItsKindMay) {
  NewPlace one;
  one.kind = "bay";
  one.name = "Bay 9";
  one.parent = shelf_;
  expect_error(desk_->add_place(mia_, one), ErrorKind::invalid, "parent");
  one.kind = "hammock";
  expect_error(desk_->add_place(mia_, one), ErrorKind::unknown_code, "kind");
  one.kind = "bay";
  one.name = " ";
  expect_error(desk_->add_place(mia_, one), ErrorKind::missing, "name");
  one.name = "Bay 9";
  one.parent = PlaceId(404);
  expect_error(desk_->add_place(mia_, one), ErrorKind::not_found, "parent");
}

TEST_P(FileRoom, APlaceIsFoundByAPartOfItsName) {
  PlaceFilter filter;
  filter.text = "cardio";
  ASSERT_EQ(desk_->places(mia_, filter)->size(), 1U);
  EXPECT_EQ(desk_->places(mia_, filter)->front().path, "Main house / Cardiology");
  filter.text = "100%";
  EXPECT_TRUE(desk_->places(mia_, filter)->empty());
  PlaceFilter below;
  below.parent = room_;
  EXPECT_EQ(desk_->places(mia_, below)->size(), 2U);
}

TEST_P(FileRoom, VolumesAreNumberedPerKindAndNeverTwice) {
  EXPECT_EQ(now(volume(ada_)).number, 2);
  EXPECT_EQ(now(volume(ada_, "film")).number, 1);
  NewVolume twice;
  twice.patient = ada_;
  twice.home = room_;
  twice.number = 2;
  expect_error(desk_->add_volume(mia_, twice), ErrorKind::business_rule, "number");
  twice.number = 0;
  twice.barcode = now(folder_).barcode;
  expect_error(desk_->add_volume(mia_, twice), ErrorKind::business_rule, "barcode");
}

TEST_P(FileRoom, AVolumeIsMadeOfKnownWordsOnly) {
  NewVolume one;
  one.patient = ada_;
  one.home = room_;
  one.kind = "novel";
  expect_error(desk_->add_volume(mia_, one), ErrorKind::unknown_code, "kind");
  one.kind = "medical";
  one.medium = "clay";
  expect_error(desk_->add_volume(mia_, one), ErrorKind::unknown_code, "medium");
  one.medium = "roll";
  one.from_day = "long ago";
  expect_error(desk_->add_volume(mia_, one), ErrorKind::invalid, "from_day");
  one.from_day = "1987-03-01";
  one.home = ward_;
  expect_error(desk_->add_volume(mia_, one), ErrorKind::invalid, "home");
  one.home = room_;
  one.patient = PatientId(404);
  expect_error(desk_->add_volume(mia_, one), ErrorKind::not_found, "patient");
  one.patient = ada_;
  one.position = "roll 118, frame 2040";
  EXPECT_TRUE(desk_->add_volume(mia_, one));
}

TEST_P(FileRoom, ATemporaryVolumeStandsBesideTheMissingOneOfItsNumber) {
  must(folder_, "mark-missing");
  NewVolume one;
  one.patient = ada_;
  one.home = room_;
  one.number = 1;
  one.is_temporary = true;
  const auto made = desk_->add_volume(mia_, one);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(now(*made).is_temporary);
}

TEST_P(FileRoom, APatientsVolumesAreThoseOfEveryLinkedRecord) {
  volume(tom_);
  const auto linked = index_->link(mia_, ada_, tom_, "same-person");
  ASSERT_TRUE(linked) << linked.error().message;
  EXPECT_EQ(desk_->of_patient(mia_, ada_)->size(), 2U);
  EXPECT_EQ(desk_->of_patient(mia_, tom_)->size(), 2U);
  expect_error(desk_->of_patient(mia_, PatientId(404)), ErrorKind::not_found);
}

TEST_P(FileRoom, ALabelOfTheRecordHidesItsVolumesAndAsksForAPurpose) {
  post(happenings::RecordRelabelled{ada_, 0, static_cast<std::uint32_t>(access::Sensitivity::vip)});
  EXPECT_EQ(now(folder_).sensitivity, static_cast<std::uint32_t>(access::Sensitivity::vip));
  expect_error(move(folder_, "charge-out", ward_), ErrorKind::missing, "purpose");
  post(happenings::RecordRelabelled{ada_, static_cast<std::uint32_t>(access::Sensitivity::vip), 0});
  EXPECT_EQ(now(folder_).sensitivity, 0U);
}

TEST_P(FileRoom, WhoMayNotHandlePaperHandlesNone) {
  const auto nurse = only({Permission::read_record, Permission::read_worklists});
  expect_error(desk_->scan(nurse, "1"), ErrorKind::forbidden);
  expect_error(desk_->move(nurse, folder_, command("charge-out", ward_)), ErrorKind::forbidden);
  expect_error(desk_->view(nurse, folder_), ErrorKind::forbidden);
  expect_error(desk_->overdue(nurse, 10, 0), ErrorKind::forbidden);
  expect_error(desk_->hunt(nurse, folder_), ErrorKind::forbidden);
  expect_error(desk_->pull_list(nurse, clock_.now(), {}), ErrorKind::forbidden);
  expect_error(desk_->add_place(nurse, {}), ErrorKind::forbidden);
  EXPECT_TRUE(desk_->of_patient(nurse, ada_));
}

TEST_P(FileRoom, VolumesGoTogetherIntoOne) {
  const auto second = volume(ada_);
  auto said = command("merge-into");
  said.into = second;
  ASSERT_TRUE(desk_->move(mia_, folder_, said));
  EXPECT_EQ(now(folder_).merged_into, second);
  expect_error(move(folder_, "check-in"), ErrorKind::business_rule);
  said.into = folder_;
  expect_error(desk_->move(mia_, second, said), ErrorKind::invalid, "into");
}

TEST_P(FileRoom, WhatIsDestroyedKeepsItsCertificate) {
  auto said = command("scan-and-destroy");
  said.reason = "scanned";
  said.certificate = "C-118";
  ASSERT_TRUE(desk_->move(mia_, folder_, said));
  EXPECT_EQ(now(folder_).certificate, "C-118");
  NewRequest asked;
  asked.patient = ada_;
  asked.deliver_to = ward_;
  asked.volumes = {folder_};
  const auto refused = desk_->request(mia_, asked);
  expect_error(refused, ErrorKind::business_rule, "volumes");
  EXPECT_NE(refused.error().message.find("C-118"), std::string::npos);
}

TEST_P(FileRoom, EverythingStandsInTheLedgerAndItHolds) {
  must(folder_, "charge-out", ward_);
  must(folder_, "check-in");
  ASSERT_TRUE(ledger_->seal_pending());
  const auto verified = ledger_->verify();
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds) << verified->first_broken;
}

// What a phone scanned in the stacks while the network was away.
OfflineScan offline(const std::string& barcode, const std::string& kind, PlaceId to, std::int64_t number, Instant at) {
  OfflineScan scan;
  scan.barcode = barcode;
  scan.command.kind = kind;
  scan.command.to = to;
  scan.command.device = "phone-3";
  scan.command.device_number = number;
  scan.command.said_at = at;
  return scan;
}

TEST_P(FileRoom, ScansMadeWithoutTheServerAreTakenOnce) {
  const auto barcode = now(folder_).barcode;
  clock_.advance(std::chrono::hours(2));
  const std::vector<OfflineScan> scans{offline(barcode, "charge-out", ward_, 1, clock_.now().plus(-std::chrono::minutes(60))),
                                       offline(barcode, "check-in", {}, 2, clock_.now().plus(-std::chrono::minutes(10)))};
  const auto first = desk_->reconcile(mia_, scans);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->at(0).outcome, "done");
  EXPECT_EQ(first->at(1).outcome, "done");
  const auto count = history(folder_).size();
  const auto again = desk_->reconcile(mia_, scans);
  EXPECT_EQ(again->at(0).outcome, "known");
  EXPECT_EQ(again->at(1).outcome, "known");
  EXPECT_EQ(history(folder_).size(), count) << "an answer that was lost is asked for again, and nothing doubles";
}

TEST_P(FileRoom, AConflictIsListedAndHoldsUpOnlyItsOwnVolume) {
  const auto other = volume(tom_);
  clock_.advance(std::chrono::hours(2));
  must(folder_, "charge-out", clinic_place_);  // meanwhile, at the counter
  const auto before = clock_.now().plus(-std::chrono::minutes(30));
  const auto answer = desk_->reconcile(
      mia_, {offline(now(folder_).barcode, "charge-out", ward_, 1, before),
             offline(now(folder_).barcode, "check-in", {}, 2, before.plus(std::chrono::minutes(1))),
             offline(now(other).barcode, "charge-out", ward_, 3, before), offline("4711", "check-in", {}, 4, before)});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->at(0).outcome, "conflict");
  EXPECT_EQ(answer->at(0).asks, "confirm:recorded-later");
  EXPECT_EQ(answer->at(1).asks, "earlier-conflict");
  EXPECT_EQ(answer->at(2).outcome, "done");
  EXPECT_EQ(answer->at(3).asks, "barcode");
  EXPECT_EQ(now(folder_).place, clinic_place_);
}

TEST_P(FileRoom, ADeviceSaysWhoItIsAndWhenItWas) {
  auto scan = offline(now(folder_).barcode, "check-in", {}, 1, clock_.now());
  scan.command.device.clear();
  expect_error(desk_->reconcile(mia_, {scan}), ErrorKind::missing, "scans");
}

}  // namespace
}  // namespace charta::paper_charts
