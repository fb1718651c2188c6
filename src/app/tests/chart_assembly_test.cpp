// SPDX-License-Identifier: Apache-2.0
// The file of an encounter from discharge to the lock and beyond, and the chart in its orders.
#include "app/assembly_wiring.hpp"
#include "app/tests/hospital_fixture.hpp"
#include "base/digest.hpp"

#include <algorithm>
#include <chrono>

namespace charta::app {
namespace {

using chart_assembly::EncounterCompleteness;

class ChartAssembly : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    tina_ = sign_in("tina", {"technician"}).actor;
    nora_ = sign_in("nora", {"nurse"}).actor;
    fred_ = sign_in("fred", {"file_clerk"}).actor;
  }
  ResourceId encounter(const std::string& status = "in-progress", const std::string& kind = "IMP") {
    return create("Encounter", encounter_text(ada_, status, kind));
  }
  static std::string encounter_text(PatientId of, const std::string& status, const std::string& kind = "IMP",
                                    const std::string& id = "") {
    const std::string end = status == "finished" ? R"(,"end":"2026-02-25T09:00:00Z")" : "";
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + kind +
           R"("},"subject":{"reference":"Patient/)" + of.text() + R"("},"period":{"start":"2026-02-20T10:00:00Z")" + end + "}}";
  }
  void set_status(ResourceId of, const std::string& status) {
    const auto done =
        hospital_->resources->update(system_, "Encounter", of.text(), encounter_text(ada_, status, "IMP", of.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  static std::string document_text(PatientId of, ResourceId stay, const std::string& type, const std::string& signed_as,
                                   const std::string& label = "", const std::string& id = "") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") +
           (label.empty() ? ""
                          : R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" +
                                label + R"("}]},)") +
           R"("status":"current","docStatus":")" + signed_as +
           R"(","date":"2026-02-24T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":")" + type +
           R"(","display":"Type )" + type + R"("}]},"subject":{"reference":"Patient/)" + of.text() + R"("},)" +
           (stay.is_set() ? R"("context":{"encounter":[{"reference":"Encounter/)" + stay.text() + R"("}]},)" : "") +
           R"("content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64("words") + R"("}}]})";
  }
  ResourceId document(ResourceId stay, const std::string& type, const std::string& signed_as = "final",
                      const std::string& label = "") {
    return create("DocumentReference", document_text(ada_, stay, type, signed_as, label));
  }
  EncounterCompleteness file_of(ResourceId stay, const access::Actor* as = nullptr) {
    const auto found = hospital_->assembly->of_encounter(as != nullptr ? *as : system_, stay.text());
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : EncounterCompleteness();
  }
  std::string state(ResourceId stay) { return file_of(stay).state; }
  std::vector<std::string> lacks(ResourceId stay, const access::Actor* as = nullptr) {
    std::vector<std::string> words;
    for (const auto& one : file_of(stay, as).missing) words.push_back(sentence_of(one));
    return words;
  }
  Result<EncounterCompleteness> act(const access::Actor& actor, ResourceId stay, const std::string& event,
                                    const std::string& reason = "") {
    worklists::Act one;
    one.event = event;
    one.reason_code = reason;
    return hospital_->assembly->act(actor, stay.text(), one);
  }
  std::vector<worklists::WorkItem> items(bool closed = false) {
    worklists::Filter filter;
    filter.kind = "chart-completeness";
    filter.include_closed = closed;
    return hospital_->worklists->list(system_, filter).value().items;
  }
  /// A stay whose file is whole and locked.
  ResourceId locked() {
    const auto stay = encounter();
    document(stay, "34117-2");
    set_status(stay, "finished");
    document(stay, "18842-5");
    const auto done = act(tina_, stay, "lock");
    EXPECT_TRUE(done) << done.error().message;
    return stay;
  }
  static std::vector<std::string> ids(const std::vector<chart_assembly::ArrangedSection>& sections) {
    std::vector<std::string> all;
    for (const auto& one : sections) all.push_back(one.id);
    return all;
  }

  PatientId ada_;
  access::Actor tina_, nora_, fred_;
};
CHARTA_ON_BOTH_ENGINES(ChartAssembly);

TEST_P(ChartAssembly, ADischargeOpensTheFileAndSaysWhatItLacks) {
  const auto stay = encounter();
  EXPECT_EQ(state(stay), "open");
  EXPECT_TRUE(items().empty()) << "while the patient is in the house nobody is asked";
  set_status(stay, "finished");
  EXPECT_EQ(state(stay), "incomplete");
  EXPECT_EQ(lacks(stay), (std::vector<std::string>{"History and physical is missing", "Discharge summary is missing"}));
  ASSERT_EQ(items().size(), 1U);
  const auto item = items().front();
  EXPECT_NE(item.detail.find("History and physical is missing, and 1 more"), std::string::npos) << item.detail;
  ASSERT_TRUE(item.due_at);
  EXPECT_EQ(item.due_at->text(), "2026-02-21T10:00:00.000Z") << "the earliest of what is missing";
}

TEST_P(ChartAssembly, EveryDocumentThatComesBringsItOnUntilItIsWholeAndSigned) {
  const auto stay = encounter();
  set_status(stay, "finished");
  document(stay, "34117-2");
  EXPECT_EQ(lacks(stay), (std::vector<std::string>{"Discharge summary is missing"}));
  const auto summary = document(stay, "18842-5", "preliminary");
  EXPECT_EQ(state(stay), "incomplete");
  EXPECT_EQ(lacks(stay), (std::vector<std::string>{"Type 18842-5 is not signed"}));
  const auto is_signed = hospital_->resources->update(system_, "DocumentReference", summary.text(),
                                                      document_text(ada_, stay, "18842-5", "final", "", summary.text()), "");
  ASSERT_TRUE(is_signed) << is_signed.error().message;
  EXPECT_EQ(state(stay), "complete");
  EXPECT_TRUE(lacks(stay).empty());
}

TEST_P(ChartAssembly, OnlyAWholeFileIsLockedAndOnlyByWhoMay) {
  const auto stay = encounter();
  set_status(stay, "finished");
  expect_error(act(tina_, stay, "lock"), ErrorKind::business_rule);
  document(stay, "34117-2");
  document(stay, "18842-5");
  expect_error(act(fred_, stay, "lock"), ErrorKind::forbidden);
  expect_error(act(nora_, stay, "lock"), ErrorKind::forbidden);
  ASSERT_TRUE(act(tina_, stay, "lock"));
  EXPECT_EQ(state(stay), "locked");
  EXPECT_EQ(file_of(stay).changed_by, tina_.author.user);
  EXPECT_TRUE(items().empty());
}

TEST_P(ChartAssembly, WhatCannotComeAnyMoreIsLockedAsItIsWithAReason) {
  const auto stay = encounter();
  set_status(stay, "finished");
  expect_error(act(tina_, stay, "lock-incomplete"), ErrorKind::business_rule);
  ASSERT_TRUE(act(tina_, stay, "lock-incomplete", "author-has-left"));
  EXPECT_EQ(state(stay), "locked");
  EXPECT_EQ(file_of(stay).reason, "author-has-left");
  EXPECT_EQ(lacks(stay).size(), 2U) << "what was missing is still said";
}

TEST_P(ChartAssembly, WhatComesAfterTheLockIsAddendedUntilAPersonLookedAtIt) {
  const auto stay = locked();
  document(stay, "11506-3");
  EXPECT_EQ(state(stay), "addended");
  ASSERT_EQ(items().size(), 1U);
  EXPECT_EQ(items().front().reason_code, "late-document");
  ASSERT_TRUE(act(tina_, stay, "look-through"));
  EXPECT_EQ(state(stay), "complete");
  ASSERT_TRUE(act(tina_, stay, "lock"));
  EXPECT_EQ(items(true).size(), 2U) << "the first lock and the second";
}

TEST_P(ChartAssembly, WhatLeavesALockedFileOpensItToo) {
  const auto stay = encounter();
  document(stay, "34117-2");
  set_status(stay, "finished");
  const auto summary = document(stay, "18842-5");
  ASSERT_TRUE(act(tina_, stay, "lock"));
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", summary.text()));
  EXPECT_EQ(state(stay), "addended");
  ASSERT_TRUE(act(tina_, stay, "look-through"));
  EXPECT_EQ(state(stay), "incomplete");
}

TEST_P(ChartAssembly, APersonOpensALockedFileWithAReasonAndNotWithout) {
  const auto stay = locked();
  expect_error(act(tina_, stay, "reopen"), ErrorKind::missing);
  expect_error(act(tina_, stay, "reopen", "because"), ErrorKind::unknown_code);
  expect_error(act(fred_, stay, "reopen", "locked-too-early"), ErrorKind::forbidden);
  ASSERT_TRUE(act(tina_, stay, "reopen", "locked-too-early"));
  EXPECT_EQ(state(stay), "addended");
  EXPECT_EQ(file_of(stay).changed_by, tina_.author.user);
  expect_error(act(tina_, stay, "reopen", "locked-too-early"), ErrorKind::business_rule);
}

TEST_P(ChartAssembly, ADischargeThatIsTakenBackLeadsBackIntoTheHouse) {
  const auto stay = encounter();
  set_status(stay, "finished");
  set_status(stay, "in-progress");
  EXPECT_EQ(state(stay), "open");
  set_status(stay, "finished");
  EXPECT_EQ(state(stay), "incomplete");
  EXPECT_EQ(items(true).size(), 1U) << "it is one file";
}

TEST_P(ChartAssembly, ACancelledVisitIsAskedForNothing) {
  const auto stay = encounter();
  set_status(stay, "finished");
  set_status(stay, "cancelled");
  EXPECT_EQ(state(stay), "cancelled");
  EXPECT_TRUE(items().empty());
}

TEST_P(ChartAssembly, AClinicVisitIsNotFollowed) {
  encounter("finished", "AMB");
  EXPECT_TRUE(items(true).empty());
  EXPECT_TRUE(hospital_->assembly->of_patient(tina_, ada_).value().empty());
}

TEST_P(ChartAssembly, WhatIsWithheldCountsNoMoreFromThatUnitOnAndAgainWhenItIsFoundRight) {
  const auto stay = encounter();
  document(stay, "34117-2");
  set_status(stay, "finished");
  const auto summary = document(stay, "18842-5");
  EXPECT_EQ(state(stay), "complete");
  const auto item = hospital_->misfiles->report(tina_, "DocumentReference", summary.text(), "compared-with-the-chart", "");
  ASSERT_TRUE(item) << item.error().message;
  EXPECT_EQ(state(stay), "incomplete");
  worklists::Act right;
  right.event = "not-a-misfile";
  right.reason_code = "speaks-of-a-relative";
  ASSERT_TRUE(hospital_->worklists->act(tina_, item->id, right));
  EXPECT_EQ(state(stay), "complete");
}

TEST_P(ChartAssembly, ADocumentThatIsNotForEverybodyIsNotNamedToThem) {
  const auto stay = encounter();
  document(stay, "34117-2");
  document(stay, "18842-5");
  document(stay, "28570-0", "preliminary", "PSY");
  set_status(stay, "finished");
  EXPECT_EQ(lacks(stay), (std::vector<std::string>{"Type 28570-0 is not signed"}));
  EXPECT_EQ(lacks(stay, &tina_), (std::vector<std::string>{"A document that is not for everybody is not signed"}));
  EXPECT_EQ(items().front().detail.find("28570-0"), std::string::npos) << "the list is for more people than the document";
}

TEST_P(ChartAssembly, APromiseThatIsOpenKeepsTheFileOpenUntilItIsExcused) {
  const auto stay = encounter();
  document(stay, "34117-2");
  document(stay, "18842-5");
  expected_records::ManualExpectation manual;
  manual.patient = ada_;
  manual.encounter = stay;
  manual.title = "Biopsy report";
  manual.type_code = "11526-1";
  manual.due_at = clock_.now().plus(std::chrono::hours(48));
  const auto promise = hospital_->expected_records->expect(tina_, manual);
  ASSERT_TRUE(promise) << promise.error().message;
  set_status(stay, "finished");
  const auto said = lacks(stay);
  EXPECT_NE(std::find(said.begin(), said.end(), "Biopsy report was promised and has not come"), said.end());
  EXPECT_EQ(state(stay), "incomplete");
  worklists::Act excuse;
  excuse.event = "excuse";
  excuse.reason_code = "no-report-for-service";
  const auto excused = hospital_->worklists->act(tina_, promise->work_item, excuse);
  ASSERT_TRUE(excused) << excused.error().message;
  EXPECT_EQ(state(stay), "complete") << "in the unit that excused it";
}

TEST_P(ChartAssembly, AnEncounterUnderItsSendersOwnIdIsFollowedToo) {
  const auto made =
      hospital_->resources->update(system_, "Encounter", "stay-7", encounter_text(ada_, "finished", "IMP", "stay-7"), "");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(hospital_->assembly->of_encounter(tina_, "stay-7").value().missing.size(), 2U);
  for (const std::string type : {"34117-2", "18842-5"}) {
    auto text = document_text(ada_, ResourceId(), type, "final");
    text.insert(text.find(R"("content")"), R"("context":{"encounter":[{"reference":"Encounter/stay-7"}]},)");
    create("DocumentReference", text);
  }
  EXPECT_EQ(hospital_->assembly->of_encounter(tina_, "stay-7").value().state, "complete");
}

TEST_P(ChartAssembly, TheChartOpensInTheOrderOfItsEncounter) {
  const auto stay = encounter();
  document(stay, "34117-2");
  document(ResourceId(), "11506-3");
  const auto on_unit = hospital_->assembly->arranged(tina_, ada_, "", "");
  ASSERT_TRUE(on_unit) << on_unit.error().message;
  EXPECT_EQ(on_unit->order->id, "on-unit");
  EXPECT_TRUE(on_unit->in_house);
  EXPECT_EQ(ids(on_unit->sections), (std::vector<std::string>{"progress", "history", "visits"}));
  set_status(stay, "finished");
  const auto after = hospital_->assembly->arranged(tina_, ada_, "", stay.text());
  ASSERT_TRUE(after);
  EXPECT_EQ(after->order->id, "permanent");
  EXPECT_EQ(ids(after->sections), (std::vector<std::string>{"history", "visits"})) << "of this encounter alone";
  EXPECT_EQ(after->total, 2);
  expect_error(hospital_->assembly->arranged(tina_, ada_, "upside-down", ""), ErrorKind::unknown_code);
  expect_error(hospital_->assembly->arranged(tina_, ada_, "", "no-such-stay"), ErrorKind::not_found);
  const auto other = patient("Kowalski");
  expect_error(hospital_->assembly->arranged(tina_, other, "", stay.text()), ErrorKind::not_found);
}

TEST_P(ChartAssembly, ByProblemADocumentStandsUnderWhatItsEncounterWasFor) {
  const auto stay = encounter("finished");
  document(stay, "18842-5");
  document(ResourceId(), "11506-3");
  const std::string condition =
      R"({"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"Pneumonia"},"subject":{"reference":"Patient/)" +
      ada_.text() + R"("},"encounter":{"reference":"Encounter/)" + stay.text() + R"("}})";
  create("Condition", condition);
  const auto chart = hospital_->assembly->arranged(tina_, ada_, "problem", "");
  ASSERT_TRUE(chart) << chart.error().message;
  ASSERT_EQ(chart->sections.size(), 2U);
  EXPECT_EQ(chart->sections[0].title, "Pneumonia");
  EXPECT_EQ(chart->sections[0].lines.size(), 2U) << "the stay and its summary";
  EXPECT_EQ(chart->sections[1].id, "no-problem");
}

TEST_P(ChartAssembly, WhatOneMayNotReadStandsInNoOrder) {
  document(ResourceId(), "28570-0", "final", "PSY");
  document(ResourceId(), "11506-3");
  for (const auto& order : hospital_->assembly->rules().orders) {
    EXPECT_EQ(hospital_->assembly->arranged(tina_, ada_, order.id, "").value().total, 1) << order.id;
    EXPECT_EQ(hospital_->assembly->arranged(system_, ada_, order.id, "").value().total, 2) << order.id;
  }
}

TEST_P(ChartAssembly, APlaceOnAPageIsForWhoeverMayReadTheDocumentAndIsNeverDeleted) {
  const auto note = document(ResourceId(), "11506-3");
  page_places::NewPlace here;
  here.comment = "the dose was changed here";
  here.region = page_places::Region{100, 200, 300, 50};
  const auto marked = hospital_->places->mark(nora_, "DocumentReference", note.text(), here);
  ASSERT_TRUE(marked) << marked.error().message;
  EXPECT_EQ(marked->version, 1);
  EXPECT_EQ(hospital_->places->of_patient(tina_, ada_).value().size(), 1U);
  expect_error(hospital_->places->retract(fred_, marked->id, ""), ErrorKind::missing);
  ASSERT_TRUE(hospital_->places->retract(nora_, marked->id, "wrong page"));
  expect_error(hospital_->places->retract(nora_, marked->id, "again"), ErrorKind::business_rule);
  EXPECT_TRUE(hospital_->places->of_patient(tina_, ada_).value().empty());
  const auto all = hospital_->places->of_document(tina_, "DocumentReference", note.text()).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().comment, here.comment);
  EXPECT_EQ(all.front().retract_reason, "wrong page");
}

TEST_P(ChartAssembly, APlaceOnADocumentThatOneMayNotReadIsNotThere) {
  const auto note = document(ResourceId(), "11506-3", "final", "PSY");
  page_places::NewPlace here;
  here.comment = "see here";
  EXPECT_FALSE(hospital_->places->mark(tina_, "DocumentReference", note.text(), here));
  const auto marked = hospital_->places->mark(nora_, "DocumentReference", note.text(), here);
  ASSERT_TRUE(marked) << marked.error().message;
  EXPECT_TRUE(hospital_->places->of_patient(tina_, ada_).value().empty());
  EXPECT_EQ(hospital_->places->of_patient(nora_, ada_).value().size(), 1U);
  expect_error(hospital_->places->retract(tina_, marked->id, "not mine"), ErrorKind::not_found);
}

TEST_P(ChartAssembly, APlaceMovesWithItsDocumentAndItsFileIsLookedAtAgain) {
  const auto stay = encounter();
  document(stay, "34117-2");
  set_status(stay, "finished");
  const auto summary = document(stay, "18842-5");
  EXPECT_EQ(state(stay), "complete");
  page_places::NewPlace here;
  here.comment = "see here";
  ASSERT_TRUE(hospital_->places->mark(tina_, "DocumentReference", summary.text(), here));
  const auto other = patient("Kowalski");
  const auto moved = hospital_->record_moves->move(tina_, {"DocumentReference", summary.text(), other, "wrong-patient", ""});
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(state(stay), "incomplete");
  EXPECT_TRUE(hospital_->places->of_patient(tina_, ada_).value().empty());
  EXPECT_EQ(hospital_->places->of_patient(tina_, other).value().size(), 1U);
}

}  // namespace
}  // namespace charta::app
