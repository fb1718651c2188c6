// SPDX-License-Identifier: Apache-2.0
// The floor over the whole hospital: copies follow their patients, nothing is lost among moves, discharges and new versions, and
// what is loose is filed by who needs it, with a proof.
#include "app/distribution_wiring.hpp"
#include "app/tests/hospital_fixture.hpp"
#include "base/digest.hpp"
#include "department/floor_delivery/floor_service.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>

namespace charta::app {
namespace {

using floor_delivery::Delivery;
using std::chrono::minutes;

class FloorTest : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    tina_ = sign_in("tina", {"technician"}).actor;
    nora_ = sign_in("nora", {"nurse"}).actor;
    badge_ = floor_delivery::badge_barcode(nora_.author.user);
    for (const auto* ward : {"3W", "4E"}) ASSERT_TRUE(hospital_->floor->set_wish(tina_, ward, true, true));
  }
  static std::string stay_text(PatientId of, const std::string& status, const std::string& place, const std::string& id = "") {
    const std::string end = status == "finished" ? R"(,"end":"2026-03-01T12:00:00Z")" : "";
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"Patient/)" +
           of.text() + R"("},"location":[{"location":{"display":")" + place +
           R"("},"status":"active"}],"period":{"start":"2026-02-26T10:00:00Z")" + end + "}}";
  }
  ResourceId admit(PatientId of, const std::string& place = "3W 1 A") {
    return create("Encounter", stay_text(of, "in-progress", place));
  }
  void set_stay(ResourceId stay, PatientId of, const std::string& status, const std::string& place) {
    const auto done =
        hospital_->resources->update(system_, "Encounter", stay.text(), stay_text(of, status, place, stay.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  static std::string report_text(PatientId of, ResourceId stay, const std::string& words, const std::string& status = "current",
                                 const std::string& id = "") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","docStatus":"final","date":"2026-03-01T07:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11502-2","display":"Laboratory report"}]},"subject":{"reference":"Patient/)" +
           of.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay.text() +
           R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})";
  }
  ResourceId report(PatientId of, ResourceId stay, const std::string& words = "potassium 4.1") {
    return create("DocumentReference", report_text(of, stay, words));
  }
  void change_report(ResourceId report, PatientId of, ResourceId stay, const std::string& words,
                     const std::string& status = "current") {
    const auto done = hospital_->resources->update(system_, "DocumentReference", report.text(),
                                                   report_text(of, stay, words, status, report.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  std::vector<Delivery> on_floor() {
    std::vector<Delivery> all;
    const auto boards = hospital_->floor->board(system_);
    EXPECT_TRUE(boards) << boards.error().message;
    for (const auto& one : *boards) all.insert(all.end(), one.copies.begin(), one.copies.end());
    return all;
  }
  Delivery only_copy() {
    const auto all = on_floor();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? Delivery() : all.front();
  }
  std::string receive(const Delivery& copy, const std::string& at_ward) {
    const auto scan = hospital_->floor->receive(tina_, copy.barcode, badge_, at_ward);
    EXPECT_TRUE(scan) << scan.error().message;
    return scan ? scan->outcome : "";
  }
  worklists::WorkItem item(WorkItemId id) { return *hospital_->worklists->get(system_, id); }
  std::vector<loose_reports::LooseLine> loose() { return hospital_->loose->report(system_)->lines; }

  access::Actor tina_, nora_;
  std::string badge_;
};

TEST_P(FloorTest, AWardThatAsksForNothingCausesNothing) {
  const PatientId ada = patient("Marsh");
  report(ada, admit(ada, "ICU 2 B"));
  EXPECT_TRUE(on_floor().empty());
}

TEST_P(FloorTest, ACopyIsTakenReceivedByABadgeAndFiledOnTheUnit) {
  const PatientId ada = patient("Marsh");
  report(ada, admit(ada));
  auto copy = only_copy();
  EXPECT_EQ(copy.ward, "3W");
  EXPECT_EQ(copy.room, "1 A");
  EXPECT_EQ(copy.due_at, clock_.now().plus(minutes(240)));
  const auto run = hospital_->floor->take_run(tina_, {}, false);
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->copies.size(), 1u);
  EXPECT_EQ(only_copy().state, "on-run");
  expect_error(hospital_->floor->take_run(tina_, {}, false), ErrorKind::business_rule);
  const auto early = hospital_->floor->file(tina_, copy.barcode, "");
  EXPECT_EQ(early->outcome, "wrong") << "nobody received it yet";
  expect_error(hospital_->floor->receive(tina_, copy.barcode, "U000000000000X9", "3W"), ErrorKind::not_found);
  EXPECT_EQ(receive(copy, "4E"), "wrong") << "the patient is on 3W";
  EXPECT_EQ(receive(copy, "3W"), "done");
  EXPECT_EQ(receive(copy, "3W"), "nothing-to-do") << "a scan that is sent again does nothing";
  copy = only_copy();
  EXPECT_EQ(copy.delivered_to, nora_.author.user);
  EXPECT_EQ(hospital_->floor->file(tina_, copy.barcode, "")->outcome, "done");
  EXPECT_TRUE(on_floor().empty());
  EXPECT_EQ(item(copy.item).state, "filed-on-unit");
  const auto proofs = hospital_->loose->proofs(tina_, copy.document);
  ASSERT_EQ(proofs->size(), 1u);
  EXPECT_EQ(proofs->front().kind, "ward-scan");
  const auto period = hospital_->floor->period(tina_, clock_.now().plus(minutes(-5)), clock_.now().plus(minutes(5)));
  EXPECT_EQ(period->figures.delivered, 1);
  EXPECT_EQ(period->figures.on_time, 1);
}

TEST_P(FloorTest, NoListDeliversOrFiles) {
  const PatientId ada = patient("Marsh");
  report(ada, admit(ada));
  const auto copy = only_copy();
  for (const auto* event : {"take", "receive", "discharge", "recall"}) {
    worklists::Act act;
    act.event = event;
    expect_error(hospital_->worklists->act(tina_, copy.item, act), ErrorKind::business_rule);
  }
  EXPECT_EQ(only_copy().state, "waiting");
}

TEST_P(FloorTest, ACopyGoesWhereItsPatientIs) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  report(ada, stay);
  set_stay(stay, ada, "in-progress", "4E 2 B");
  EXPECT_EQ(only_copy().state, "re-routed");
  EXPECT_EQ(only_copy().ward, "4E");
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {"4E"}, false));
  EXPECT_EQ(receive(only_copy(), "3W"), "wrong");
  EXPECT_EQ(receive(only_copy(), "4E"), "done");
  set_stay(stay, ada, "in-progress", "3W 5 A");
  EXPECT_EQ(only_copy().state, "forwarding") << "received and not filed: the ward sends it after the patient";
  EXPECT_EQ(only_copy().lies_at, "4E");
  EXPECT_EQ(receive(only_copy(), "3W"), "done");
  EXPECT_EQ(only_copy().lies_at, "3W");
}

TEST_P(FloorTest, ADischargeSendsItToTheLooseQueueAndIsTakenBackWithTheSameBarcode) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  report(ada, stay);
  const auto copy = only_copy();
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {}, false));
  set_stay(stay, ada, "finished", "3W 1 A");
  EXPECT_TRUE(on_floor().empty());
  ASSERT_EQ(loose().size(), 1u);
  EXPECT_EQ(loose().front().barcode, copy.barcode);
  EXPECT_EQ(loose().front().lies_at, floor_delivery::on_the_way);
  set_stay(stay, ada, "in-progress", "3W 1 A");
  EXPECT_TRUE(loose().empty());
  const auto again = only_copy();
  EXPECT_EQ(again.barcode, copy.barcode) << "the paper carries it already";
  EXPECT_EQ(again.state, "waiting");
  EXPECT_EQ(receive(again, "3W"), "done");
}

TEST_P(FloorTest, ACancelledAdmissionAndANewVersionBringPaperBack) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  const auto document = report(ada, stay);
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {}, false));
  const auto first = only_copy();
  EXPECT_EQ(receive(first, "3W"), "done");
  change_report(document, ada, stay, "potassium 6.8, corrected");
  auto all = on_floor();
  ASSERT_EQ(all.size(), 2u) << "the old one comes back, the new one goes there";
  const auto old = std::find_if(all.begin(), all.end(), [&](const Delivery& one) { return one.id == first.id; });
  const auto fresh = std::find_if(all.begin(), all.end(), [&](const Delivery& one) { return one.id != first.id; });
  EXPECT_EQ(old->state, "recalling");
  EXPECT_EQ(fresh->state, "waiting");
  EXPECT_EQ(fresh->replaces, first.id);
  EXPECT_EQ(receive(*old, "3W"), "wrong") << "a recalled copy is received by nobody";
  worklists::Act act;
  act.event = "returned";
  EXPECT_FALSE(hospital_->worklists->act(tina_, old->item, act)) << "a reason is needed";
  act.reason_code = "copy-destroyed";
  ASSERT_TRUE(hospital_->worklists->act(tina_, old->item, act));
  EXPECT_EQ(only_copy().id, fresh->id);
  set_stay(stay, ada, "cancelled", "3W 1 A");
  EXPECT_TRUE(on_floor().empty()) << "never printed: nothing must be brought back";
}

TEST_P(FloorTest, AWithdrawnDocumentIsTakenOutOfTheWardsChart) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  const auto document = report(ada, stay);
  const auto copy = only_copy();
  EXPECT_EQ(receive(copy, "3W"), "done");
  EXPECT_EQ(hospital_->floor->file(tina_, copy.barcode, "")->outcome, "done");
  change_report(document, ada, stay, "potassium 4.1", "entered-in-error");
  EXPECT_EQ(only_copy().state, "recalling") << "it was filed: somebody must take it out";
}

TEST_P(FloorTest, WhatWasNeverPrintedIsNotLooseWhenThePatientLeaves) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  report(ada, stay);
  set_stay(stay, ada, "finished", "3W 1 A");
  EXPECT_TRUE(on_floor().empty());
  EXPECT_TRUE(loose().empty()) << "there is no paper that could lie about";
  set_stay(stay, ada, "in-progress", "4E 2 B");
  EXPECT_EQ(only_copy().state, "waiting") << "the discharge was taken back: the ward wants it";
  EXPECT_EQ(only_copy().ward, "4E");
}

TEST_P(FloorTest, WhatIsFiledOnAWardIsAskedBackWhenANewerVersionComes) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  const auto document = report(ada, stay);
  const auto first = only_copy();
  EXPECT_EQ(receive(first, "3W"), "done");
  EXPECT_EQ(hospital_->floor->file(tina_, first.barcode, "")->outcome, "done");
  change_report(document, ada, stay, "potassium 6.8, corrected");
  change_report(document, ada, stay, "potassium 6.9, corrected");
  auto all = on_floor();
  std::map<std::string, int> states;
  for (const auto& one : all) ++states[one.state];
  EXPECT_EQ(states, (std::map<std::string, int>{{"recalling", 1}, {"waiting", 1}}))
      << "asked back once, and the newest goes there";
}

TEST_P(FloorTest, AWithheldDocumentIsBroughtBackAndGoesOutAgainWhenItIsFoundRight) {
  const PatientId ada = patient("Marsh");
  const auto document = report(ada, admit(ada), "potassium 6.8");
  ASSERT_TRUE(hospital_->floor->ask_for_call(tina_, document));
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {}, false));
  const auto copy = only_copy();
  const auto withheld = hospital_->store->write(
      [&](store::UnitOfWork& work) { return hospital_->quarantine->withhold(work, system_, document, "another-patient", ""); });
  ASSERT_TRUE(withheld) << withheld.error().message << " " << withheld.error().location;
  EXPECT_EQ(only_copy().state, "recalling");
  EXPECT_EQ(receive(copy, "3W"), "wrong") << "it is given to nobody while it is looked at whose it is";
  const auto clerk = sign_in("fred", {"file_clerk"}).actor;
  for (const auto& board : *hospital_->floor->board(clerk)) EXPECT_TRUE(board.copies.empty());
  for (const auto& call : *hospital_->floor->calls(tina_)) EXPECT_EQ(call.state, "withdrawn");
  ASSERT_TRUE(
      hospital_->store->write([&](store::UnitOfWork& work) { return hospital_->quarantine->release(work, system_, document); }));
  EXPECT_EQ(on_floor().size(), 2u) << "the paper comes back, and the ward gets one anew";
  const auto calls = hospital_->floor->calls(tina_);
  EXPECT_EQ(std::count_if(calls->begin(), calls->end(), [](const auto& one) { return one.state == "open"; }), 1);
}

TEST_P(FloorTest, AResultOfSomebodyElseIsBroughtAndToldToTheirWard) {
  const PatientId ada = patient("Marsh"), bert = patient("Quill");
  const auto document = report(ada, admit(ada), "potassium 6.8");
  admit(bert, "4E 2 B");
  ASSERT_TRUE(hospital_->floor->ask_for_call(tina_, document));
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {}, false));
  const auto moved =
      hospital_->record_moves->move(system_, {"DocumentReference", document.text(), bert, "wrong-patient", "read the wristband"});
  ASSERT_TRUE(moved) << moved.error().message;
  const auto all = on_floor();
  ASSERT_EQ(all.size(), 2u);
  const auto is_fresh = [](const Delivery& one) { return one.state == "waiting"; };
  const auto fresh = std::find_if(all.begin(), all.end(), is_fresh);
  ASSERT_NE(fresh, all.end());
  EXPECT_EQ(fresh->ward, "4E");
  EXPECT_EQ(fresh->patient, bert);
  const auto calls = hospital_->floor->calls(tina_);
  const auto open = std::find_if(calls->begin(), calls->end(), [](const auto& one) { return one.state == "open"; });
  ASSERT_NE(open, calls->end()) << "whose result it is, their ward was never told";
  EXPECT_EQ(open->ward, "4E");
  EXPECT_EQ(open->patient, bert);
}

TEST_P(FloorTest, ALostCopyIsMadeAgain) {
  const PatientId ada = patient("Marsh");
  report(ada, admit(ada));
  ASSERT_TRUE(hospital_->floor->take_run(tina_, {}, false));
  const auto copy = only_copy();
  worklists::Act act;
  act.event = "lose";
  act.reason_code = "copy-not-found";
  ASSERT_TRUE(hospital_->worklists->act(tina_, copy.item, act));
  const auto again = only_copy();
  EXPECT_EQ(again.replaces, copy.id);
  EXPECT_NE(again.barcode, copy.barcode);
  EXPECT_EQ(receive(copy, ""), "wrong") << "the lost one turned up: it is destroyed";
}

TEST_P(FloorTest, AStatResultIsToldAndStaysOpenUntilItIsReadBack) {
  const PatientId ada = patient("Marsh");
  const auto document = report(ada, admit(ada), "potassium 6.8");
  const auto call = hospital_->floor->ask_for_call(tina_, document);
  ASSERT_TRUE(call) << call.error().message;
  expect_error(hospital_->floor->ask_for_call(tina_, document), ErrorKind::business_rule);
  EXPECT_EQ(call->ward, "3W");
  EXPECT_EQ(call->due_at, clock_.now().plus(minutes(30)));
  floor_delivery::CallAttempt attempt;
  attempt.outcome = "no-answer";
  ASSERT_TRUE(hospital_->floor->note_call(tina_, call->id, attempt));
  attempt.outcome = "told";
  attempt.who_answered = "Nurse Abara";
  ASSERT_TRUE(hospital_->floor->note_call(tina_, call->id, attempt));
  EXPECT_EQ(item(call->item).state, "called") << "told, and nobody read it back: it stays open";
  worklists::Act act;
  act.event = "confirm";
  expect_error(hospital_->worklists->act(tina_, call->item, act), ErrorKind::business_rule);
  attempt.read_back = "potassium six point eight";
  attempt.is_confirmed = true;
  const auto done = hospital_->floor->note_call(tina_, call->id, attempt);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->attempts.size(), 3u);
  EXPECT_EQ(item(call->item).state, "read-back");
  expect_error(hospital_->floor->note_call(tina_, call->id, attempt), ErrorKind::business_rule);
}

TEST_P(FloorTest, AStatOrdersResultAsksForItsCallByItself) {
  const PatientId ada = patient("Marsh");
  const auto stay = admit(ada);
  create(
      "ServiceRequest",
      R"({"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"stat","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:orders","value":"P-1"}],"code":{"text":"Potassium"},"subject":{"reference":"Patient/)" +
          ada.text() + R"("},"encounter":{"reference":"Encounter/)" + stay.text() + R"("},"authoredOn":"2026-03-01T06:00:00Z"})");
  create(
      "DiagnosticReport",
      R"({"resourceType":"DiagnosticReport","status":"final","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:orders","value":"P-1"}],"code":{"text":"Potassium"},"subject":{"reference":"Patient/)" +
          ada.text() + R"("},"encounter":{"reference":"Encounter/)" + stay.text() +
          R"("},"effectiveDateTime":"2026-03-01T07:00:00Z"})");
  const auto calls = hospital_->floor->calls(tina_);
  ASSERT_TRUE(calls);
  ASSERT_EQ(calls->size(), 1u) << "the order was STAT, so its result is told";
  EXPECT_EQ(only_copy().priority, worklists::Priority::stat);
  EXPECT_EQ(only_copy().due_at, clock_.now().plus(minutes(30)));
}

TEST_P(FloorTest, WhatIsRestrictedIsNotOnTheSheetOfWhoMayNotSeeIt) {
  const PatientId ada =
      patient("Marsh", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  report(ada, admit(ada));
  ASSERT_EQ(on_floor().size(), 1u);
  const auto clerk = sign_in("fred", {"file_clerk"}).actor;
  const auto boards = hospital_->floor->board(clerk);
  ASSERT_TRUE(boards);
  for (const auto& one : *boards) EXPECT_TRUE(one.copies.empty());
  expect_error(hospital_->floor->take_run(clerk, {}, false), ErrorKind::business_rule);
  expect_error(hospital_->floor->receive(clerk, only_copy().barcode, badge_, "3W"), ErrorKind::not_found);
}

class LooseTest : public FloorTest {
 protected:
  paper_charts::PaperService& paper() { return *hospital_->paper; }
  std::string folder_of(PatientId of) {
    if (!room_.is_set()) {
      const auto site = paper().add_place(tina_, {{}, "site", "House", "", "", "", "", "", 0, 0, {}});
      room_ = *paper().add_place(tina_, {*site, "room", "File room", "", "", "", "", "", 0, 0, {}});
    }
    paper_charts::NewVolume volume;
    volume.patient = of;
    volume.home = room_;
    const auto made = paper().add_volume(tina_, volume);
    EXPECT_TRUE(made) << made.error().message;
    return paper().view(tina_, *made)->row.volume.barcode;
  }
  /// A printed report of somebody who left.
  std::string loose_report_of(PatientId of) {
    const auto stay = admit(of);
    report(of, stay);
    const auto barcode = only_copy().barcode;
    EXPECT_TRUE(hospital_->floor->take_run(tina_, {}, false));
    set_stay(stay, of, "finished", "3W 1 A");
    return barcode;
  }
  paper_charts::PlaceId room_;
};

TEST_P(LooseTest, AReportIsFiledByBothBarcodesAndIntoNobodyElsesFolder) {
  const PatientId ada = patient("Marsh"), bert = patient("Quill");
  const auto barcode = loose_report_of(ada);
  const auto mine = folder_of(ada), other = folder_of(bert);
  const auto before = loose().front().item;
  worklists::Act act;
  act.event = "file";
  expect_error(hospital_->worklists->act(tina_, before, act), ErrorKind::business_rule);
  expect_error(hospital_->loose->file(tina_, barcode, other), ErrorKind::business_rule);
  expect_error(hospital_->loose->file(tina_, barcode, "no such folder"), ErrorKind::not_found);
  EXPECT_EQ(loose().size(), 1u) << "what was refused left nothing behind";
  const auto filed = hospital_->loose->file(tina_, barcode, mine);
  ASSERT_TRUE(filed) << filed.error().message;
  EXPECT_TRUE(loose().empty());
  const auto proofs = hospital_->loose->proofs(tina_, filed->document);
  ASSERT_EQ(proofs->size(), 1u);
  EXPECT_EQ(proofs->front().kind, "barcodes");
  EXPECT_TRUE(proofs->front().volume.is_set());
  expect_error(hospital_->loose->file(tina_, barcode, mine), ErrorKind::business_rule);
}

TEST_P(LooseTest, IsListedByWhoNeedsIt) {
  const PatientId ada = patient("Marsh"), bert = patient("Quill");
  loose_report_of(ada);
  clock_.set(clock_.now().plus(minutes(10)));
  loose_report_of(bert);
  ASSERT_TRUE(hospital_->loose->rank_all());
  EXPECT_EQ(loose().front().patient, ada) << "the older one";
  create(
      "Appointment",
      R"({"resourceType":"Appointment","status":"booked","start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:30:00Z","participant":[{"actor":{"reference":"Patient/)" +
          bert.text() + R"("},"status":"accepted"}]})");
  EXPECT_EQ(*hospital_->loose->rank_all(), 1);
  EXPECT_EQ(loose().front().patient, bert) << "who comes tomorrow goes first";
  EXPECT_EQ(loose().front().need.need, loose_reports::Need::appointment);
  worklists::Filter filter;
  filter.kind = "loose-report";
  filter.sort = loose_reports::loose_report_machine().order;
  EXPECT_EQ(hospital_->worklists->list(tina_, filter)->items.front().patient, bert);
  EXPECT_EQ(*hospital_->loose->rank_all(), 0) << "a second pass changes nothing";
  clock_.set(clock_.now().plus(std::chrono::hours(48)));
  ASSERT_TRUE(hospital_->loose->rank_all());
  EXPECT_EQ(loose().front().patient, ada) << "the appointment is over";
}

TEST_P(LooseTest, TheReportCountsWhatWaitsByWhatComesInADay) {
  const PatientId ada = patient("Marsh");
  for (int i = 0; i < 7; ++i) loose_report_of(ada);
  const auto report = hospital_->loose->report(tina_);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->figures.reports, 7);
  EXPECT_EQ(report->figures.pages, 7);
  EXPECT_EQ(report->figures.of_unknown_length, 7);
  EXPECT_DOUBLE_EQ(report->figures.daily_intake, 0.5) << "7 pages in 14 days";
  EXPECT_DOUBLE_EQ(*report->figures.days, 14);
  const auto pdf = loose_report_as_pdf(
      *report, hospital_->loose->rules(), [](PatientId) { return std::string("Marsh, Ada"); }, "now");
  ASSERT_TRUE(pdf);
  EXPECT_TRUE(pdf->starts_with("%PDF-"));
}

/// Random admissions, moves, discharges, versions and scans, against a truth kept beside the program.
class FloorTruth : public FloorTest {
 protected:
  struct Stay {
    PatientId patient;
    ResourceId stay;
    std::string status = "in-progress", place;
    std::map<std::int64_t, int> documents;  ///< and its newest version
  };
  static constexpr const char* places[] = {"3W 1 A", "3W 2 B", "4E 1 A", "4E 7 C", "ICU 3", "somewhere else"};

  void move_on(Stay& stay, const std::string& status, const std::string& place) {
    set_stay(stay.stay, stay.patient, status, place);
    stay.status = status;
    stay.place = place;
  }
  void scan_something(std::mt19937& random) {
    auto all = on_floor();
    if (all.empty()) return;
    const auto& copy = all[random() % all.size()];
    switch (random() % 5) {
      case 0:
        (void)hospital_->floor->take_run(tina_, {}, false);
        break;
      case 1:
        (void)hospital_->floor->receive(tina_, copy.barcode, badge_, copy.ward);
        break;
      case 2:
        (void)hospital_->floor->receive(tina_, copy.barcode, badge_, "4E");
        break;
      case 3:
        (void)hospital_->floor->file(tina_, copy.barcode, "");
        break;
      default: {
        worklists::Act act;
        act.event = random() % 2 == 0 ? "returned" : "come-back";
        if (act.event == "returned") act.reason_code = "copy-returned";
        (void)hospital_->worklists->act(tina_, copy.item, act);
      }
    }
  }
  bool waits_loose(ResourceId document) {
    const auto lines = loose();
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return item(line.item).subject == document.key(); });
  }
  /// For whoever reads why it failed.
  std::string history_of(ResourceId document) {
    return *hospital_->store->read([&](store::Reader& reader) -> Result<std::string> {
      std::string lines;
      CHARTA_TRY(const auto copies, floor_delivery::FloorStore().of_document(reader, document));
      for (const auto& one : copies)
        lines += "\n  " + one.id.text() + " v" + std::to_string(one.version) + " " + one.state + " " + one.reason + " for " +
                 one.ward + ", copy " + std::to_string(one.copy) + ", in place of " + one.replaces.text();
      CHARTA_TRY(const auto given, hospital_->distribution->copies().of_document(reader, document));
      for (const auto& one : given)
        lines += "\n  " + one.id.text() + " v" + std::to_string(one.version) + " " + std::string(state_code(one.state));
      return lines;
    });
  }
  /// Distribution knows of every copy that is carried what the floor knows.
  void check_that_distribution_agrees() {
    static const std::map<std::string, std::set<std::string>> agreeing{
        {"waiting", {"owed", "sent"}}, {"on-run", {"sent"}},     {"re-routed", {"owed", "sent"}},
        {"delivered", {"delivered"}},  {"forwarding", {"owed"}}, {"recalling", {"recall-asked"}}};
    std::set<std::int64_t> carried;
    for (const auto& one : on_floor()) {
      ASSERT_NE(one.copy, 0) << "a copy of which distribution knows nothing: " << history_of(one.document);
      ASSERT_TRUE(carried.insert(one.copy).second) << "carried twice";
      const auto copy = *hospital_->store->read(
          [&](store::Reader& reader) { return hospital_->distribution->copies().find(reader, distribution::CopyId(one.copy)); });
      ASSERT_TRUE(copy);
      EXPECT_TRUE(agreeing.at(one.state).contains(std::string(distribution::state_code(copy->state))))
          << "floor: " << one.state << " distribution: " << distribution::state_code(copy->state);
    }
    distribution::CopyFilter filter;
    filter.channel = distribution::Channel::ward_paper;
    filter.limit = 10000;
    const auto page = hospital_->distribution->list(system_, filter);
    ASSERT_TRUE(page) << page.error().message;
    for (const auto& copy : page->copies) {
      const bool is_on_its_way = copy.state == distribution::CopyState::owed || copy.state == distribution::CopyState::sent ||
                                 copy.state == distribution::CopyState::recall_asked;
      const bool is_loose = copy.place == "loose reports" && waits_loose(copy.document);
      EXPECT_TRUE(!is_on_its_way || carried.contains(copy.id.key()) || is_loose)
          << distribution::state_code(copy.state) << " and nobody carries it";
    }
  }
  /// Each copy is in one true place, and nobody who should have a current copy lacks one.
  void check(const std::vector<Stay>& stays) {
    const floor_delivery::FloorStore rows;
    std::map<std::string, int> open_barcodes;
    const auto open = on_floor();
    for (const auto& copy : open) {
      ++open_barcodes[copy.barcode + (copy.state == "recalling" ? "r" : "")];
      const auto item_of_it = item(copy.item);
      ASSERT_EQ(item_of_it.state, copy.state);
      ASSERT_FALSE(item_of_it.closed_at);
      const auto stay = std::find_if(stays.begin(), stays.end(), [&](const Stay& one) { return one.stay == copy.encounter; });
      ASSERT_NE(stay, stays.end());
      if (copy.state == "recalling") continue;
      ASSERT_EQ(stay->status, "in-progress") << copy.state;
      const auto* ward = hospital_->floor->rules().ward_of(stay->place);
      ASSERT_EQ(copy.ward, ward == nullptr ? "" : ward->code) << "a copy goes where its patient is";
      if (copy.state == "delivered") {
        ASSERT_EQ(copy.lies_at, copy.ward);
      }
    }
    for (const auto& [barcode, count] : open_barcodes) ASSERT_EQ(count, 1) << barcode;
    const auto waiting = loose();
    for (const auto& stay : stays) {
      for (const auto& [document, version] : stay.documents) {
        const auto copies =
            *hospital_->store->read([&](store::Reader& reader) { return rows.of_document(reader, ResourceId(document)); });
        if (copies.empty()) continue;  // its ward asked for nothing
        int current = 0, in_queue = 0;
        for (const auto& copy : copies) {
          const bool is_live = copy.is_open() && copy.state != "recalling";
          if (copy.version < version) {
            ASSERT_FALSE(is_live) << "an old version is still carried: " << copy.state;
          }
          if (copy.version == version && (is_live || copy.state == "filed-on-unit")) ++current;
        }
        for (const auto& line : waiting) in_queue += item(line.item).subject == document;
        if (stay.status == "in-progress") {
          ASSERT_EQ(current, 1) << "exactly one current copy";
        }
        if (stay.status == "finished") {
          const auto newest =
              std::find_if(copies.rbegin(), copies.rend(), [&](const Delivery& copy) { return copy.version == version; });
          const bool is_unprinted = newest != copies.rend() && newest->state == "recalled" && !newest->is_on_paper();
          ASSERT_EQ(current + in_queue, is_unprinted ? 0 : 1) << "filed on the unit, loose, or never printed";
        }
        if (stay.status == "cancelled") {
          ASSERT_EQ(in_queue, 0);
        }
      }
    }
  }
  void go_through(std::initializer_list<unsigned> seeds, bool with_distribution) {
    std::vector<Stay> stays;  // of every round: what was left open goes on among the next
    for (const unsigned seed : seeds) {
      std::mt19937 random(seed);
      for (int i = 0; i < 5; ++i) {
        Stay stay;
        stay.patient = patient("Family" + std::to_string(seed) + std::string(1, static_cast<char>('a' + i)));
        stay.place = places[random() % 4];
        stay.stay = admit(stay.patient, stay.place);
        stays.push_back(stay);
      }
      for (int step = 0; step < 120; ++step) {
        SCOPED_TRACE("seed " + std::to_string(seed) + " step " + std::to_string(step));
        auto& stay = stays[random() % stays.size()];
        const auto act = random() % 12;
        clock_.set(clock_.now().plus(std::chrono::seconds(1)));
        if (act < 3 && stay.status == "in-progress") {
          stay.documents.emplace(report(stay.patient, stay.stay, "words " + std::to_string(step)).key(), 1);
        } else if (act < 5 && stay.status == "in-progress") {
          move_on(stay, "in-progress", places[random() % std::size(places)]);
        } else if (act == 5 && !stay.documents.empty() && stay.status == "in-progress") {
          auto one = stay.documents.begin();
          std::advance(one, static_cast<std::ptrdiff_t>(random() % stay.documents.size()));
          // Now and then another version says what it said before.
          const auto words = random() % 3 == 0 ? std::string("corrected") : "corrected " + std::to_string(step);
          change_report(ResourceId(one->first), stay.patient, stay.stay, words);
          ++one->second;
        } else if (act == 6) {
          if (stay.status == "in-progress")
            move_on(stay, "finished", stay.place);
          else if (stay.status == "finished")
            move_on(stay, "in-progress", stay.place);
        } else if (act == 7 && random() % 6 == 0 && stay.status == "in-progress") {
          move_on(stay, "cancelled", stay.place);
        } else {
          scan_something(random);
        }
        if (with_distribution) {
          ASSERT_TRUE(give_out_once(*hospital_));
          ASSERT_NO_FATAL_FAILURE(check_that_distribution_agrees());
        }
        if (step % 10 == 9) {
          ASSERT_NO_FATAL_FAILURE(check(stays));
        }
      }
    }
  }
};

TEST_P(FloorTruth, NoCopyIsLostOrDoubledByRandomMovesDischargesVersionsAndScans) {
  go_through({11U, 12U, 13U, 14U}, false);
}

TEST_P(FloorTruth, DistributionKnowsOfEveryCopyWhatTheFloorKnows) {
  ASSERT_TRUE(hospital_->distribution->begin(tina_));
  go_through({21U, 22U, 23U}, true);
}
CHARTA_ON_BOTH_ENGINES(FloorTest);
CHARTA_ON_BOTH_ENGINES(LooseTest);
CHARTA_ON_BOTH_ENGINES(FloorTruth);

}  // namespace
}  // namespace charta::app
