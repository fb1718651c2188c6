// SPDX-License-Identifier: Apache-2.0
// Deficiencies from the happening that opens them to the one that closes them, by themselves.
#include "app/completion_wiring.hpp"
#include "app/tests/hospital_fixture.hpp"
#include "base/digest.hpp"

#include <algorithm>
#include <chrono>

namespace charta::app {
namespace {

using chart_completion::DeficiencyAct;
using chart_completion::DeficiencyView;

class Deficiencies : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    tina_ = sign_in("tina", {"technician"}).actor;
    mona_ = sign_in("mona", {"him_manager"}).actor;
  }
  static std::string encounter_text(PatientId of, const std::string& status, const std::string& kind,
                                    const std::string& attending, const std::string& id = "") {
    const std::string end = status == "finished" ? R"(,"end":"2026-02-28T09:00:00Z")" : "";
    const std::string who =
        attending.empty()
            ? ""
            : R"("participant":[{"type":[{"coding":[{"code":"ATND"}]}],"individual":{"identifier":{"system":"urn:npi","value":")" +
                  attending + R"("},"display":"Dr )" + attending + R"("}}],)";
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + kind + R"("},)" + who +
           R"("subject":{"reference":"Patient/)" + of.text() + R"("},"period":{"start":"2026-02-26T10:00:00Z")" + end + "}}";
  }
  ResourceId stay(const std::string& status = "finished", const std::string& kind = "IMP", const std::string& attending = "100") {
    return create("Encounter", encounter_text(ada_, status, kind, attending));
  }
  void set_stay(ResourceId of, const std::string& status, const std::string& attending = "100") {
    const auto done = hospital_->resources->update(system_, "Encounter", of.text(),
                                                   encounter_text(ada_, status, "IMP", attending, of.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  static std::string document_text(PatientId of, ResourceId stay, const std::string& type, const std::string& signed_as,
                                   const std::string& author, const std::string& id = "") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" +
           (signed_as == "entered-in-error" ? "entered-in-error" : "current") + R"(","docStatus":")" + signed_as +
           R"(","date":"2026-02-27T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":")" + type +
           R"(","display":"Type )" + type + R"("}]},)" +
           (author.empty() ? ""
                           : R"("author":[{"identifier":{"system":"urn:npi","value":")" + author + R"("},"display":"Dr )" +
                                 author + R"("}],)") +
           R"("subject":{"reference":"Patient/)" + of.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" +
           stay.text() + R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64("words") +
           R"("}}]})";
  }
  ResourceId document(ResourceId of, const std::string& type, const std::string& signed_as = "final",
                      const std::string& author = "") {
    return create("DocumentReference", document_text(ada_, of, type, signed_as, author));
  }
  void change(ResourceId document, ResourceId of, const std::string& type, const std::string& signed_as,
              const std::string& author = "") {
    const auto done = hospital_->resources->update(system_, "DocumentReference", document.text(),
                                                   document_text(ada_, of, type, signed_as, author, document.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  ResourceId operation(ResourceId of, const std::string& surgeon, const std::string& at = "2026-02-27T08:00:00Z") {
    return create(
        "Procedure",
        R"({"resourceType":"Procedure","status":"completed","category":{"coding":[{"code":"387713003"}]},"code":{"text":"Repair"},)"
        R"("subject":{"reference":"Patient/)" +
            ada_.text() + R"("},"encounter":{"reference":"Encounter/)" + of.text() + R"("},"performedDateTime":")" + at +
            R"(","performer":[{"actor":{"identifier":{"system":"urn:npi","value":")" + surgeon + R"("}}}]})");
  }
  std::vector<DeficiencyView> all(ResourceId of) {
    const auto found = hospital_->completion->of_encounter(system_, of.text());
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : std::vector<DeficiencyView>();
  }
  /// "missing-document Discharge summary assigned urn:npi|100"
  std::vector<std::string> owed(ResourceId of) {
    std::vector<std::string> words;
    for (const auto& one : all(of))
      if (one.row.is_owed())
        words.push_back(std::string(chart_completion::lack_code(one.row.lack)) + " " + one.row.title + " " + one.row.state + " " +
                        one.row.responsible.key);
    return words;
  }
  DeficiencyView only(ResourceId of) {
    const auto found = all(of);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? DeficiencyView() : found.front();
  }
  std::string state(ResourceId of) { return only(of).row.state; }
  Result<DeficiencyView> act(const access::Actor& actor, const DeficiencyView& of, DeficiencyAct act) {
    return hospital_->completion->act(actor, of.row.id, act);
  }
  /// A finished stay that lacks its summary alone.
  ResourceId without_summary() {
    const auto one = stay();
    document(one, "34117-2");
    return one;
  }
  std::vector<worklists::WorkItem> items() {
    worklists::Filter filter;
    filter.kind = "deficiency";
    return hospital_->worklists->list(system_, filter).value().items;
  }

  PatientId ada_;
  access::Actor tina_, mona_;
};
CHARTA_ON_BOTH_ENGINES(Deficiencies);

using Words = std::vector<std::string>;

TEST_P(Deficiencies, ADischargeOpensWhatTheFileLacksForWhoeverOwesIt) {
  const auto one = stay();
  EXPECT_EQ(owed(one), (Words{"missing-document History and physical assigned urn:npi|100",
                              "missing-document Discharge summary assigned urn:npi|100"}));
  ASSERT_EQ(items().size(), 2U);
  EXPECT_EQ(items().front().pool, "medical-staff");
}

TEST_P(Deficiencies, ADocumentThatComesClosesItsDeficiencyWithoutAPerson) {
  const auto one = without_summary();
  document(one, "18842-5");
  const auto closed = all(one);
  ASSERT_EQ(closed.size(), 2U);
  for (const auto& view : closed) {
    EXPECT_EQ(view.row.state, "completed") << view.row.title;
    EXPECT_FALSE(view.row.closed_by.is_set());
    EXPECT_EQ(view.row.closed_with, "document");
  }
  EXPECT_TRUE(items().empty());
}

TEST_P(Deficiencies, NobodyKnownIsTheDepartmentsOwnQueueAndNeverAGuess) {
  const auto one = stay("finished", "IMP", "");
  EXPECT_EQ(owed(one), (Words{"missing-document History and physical open ", "missing-document Discharge summary open "}));
  set_stay(one, "finished", "200");
  EXPECT_EQ(owed(one), (Words{"missing-document History and physical assigned urn:npi|200",
                              "missing-document Discharge summary assigned urn:npi|200"}))
      << "the encounter names its attending later";
}

TEST_P(Deficiencies, AnUnsignedDocumentIsOwedByItsAuthorAndClosedByTheSignature) {
  const auto one = without_summary();
  const auto summary = document(one, "18842-5", "preliminary", "300");
  EXPECT_EQ(owed(one), (Words{"missing-signature Type 18842-5 assigned urn:npi|300"}));
  change(summary, one, "18842-5", "final", "300");
  EXPECT_TRUE(owed(one).empty());
  for (const auto& view : all(one)) {
    if (view.row.lack != chart_completion::Lack::signature) continue;
    EXPECT_EQ(view.row.closed_with, "signature");
  }
}

TEST_P(Deficiencies, AWithdrawnDocumentTakesItsDeficiencyUpAgainAndTheTimeBetweenDoesNotCount) {
  const auto one = without_summary();
  const auto summary = document(one, "18842-5");
  clock_.advance(std::chrono::hours(48));
  change(summary, one, "18842-5", "entered-in-error");
  EXPECT_EQ(owed(one), (Words{"missing-document Discharge summary assigned urn:npi|100"}));
  const auto views = all(one);
  const auto again = std::find_if(views.begin(), views.end(), [](const auto& view) { return view.row.is_owed(); });
  ASSERT_NE(again, views.end());
  EXPECT_EQ(again->row.times_reopened, 1);
  EXPECT_EQ(again->clock.stopped, std::chrono::hours(48));
}

TEST_P(Deficiencies, ACancelledStayOwesNothingAndATakenBackDischargeNoSummary) {
  const auto one = without_summary();
  set_stay(one, "in-progress");
  EXPECT_TRUE(owed(one).empty());
  set_stay(one, "finished");
  EXPECT_EQ(owed(one).size(), 1U);
  set_stay(one, "cancelled");
  EXPECT_TRUE(owed(one).empty());
  EXPECT_TRUE(items().empty());
}

TEST_P(Deficiencies, AnOperationAsksItsSurgeonForTheReport) {
  const auto one = stay("in-progress");
  document(one, "34117-2");
  operation(one, "400");
  EXPECT_EQ(owed(one), (Words{"missing-document Operative report assigned urn:npi|400"}));
  document(one, "11504-8");
  EXPECT_TRUE(owed(one).empty());
}

TEST_P(Deficiencies, TimeAloneMakesTheHistoryOwed) {
  clock_.set(*Instant::parse("2026-02-26T11:00:00Z"));
  const auto one = stay("in-progress");
  EXPECT_TRUE(owed(one).empty()) << "24 hours are left";
  clock_.set(*Instant::parse("2026-02-27T10:00:01Z"));
  EXPECT_EQ(hospital_->completion->run_clock(100).value(), 1);
  EXPECT_EQ(owed(one), (Words{"missing-document History and physical assigned urn:npi|100"}));
  EXPECT_EQ(hospital_->completion->run_clock(100).value(), 0) << "nothing more is due";
}

TEST_P(Deficiencies, APersonDeclinesReassignsAndCannotCloseWhatIsNotThere) {
  const auto one = without_summary();
  document(one, "34117-2");
  const auto views = all(one);
  const auto summary = *std::find_if(views.begin(), views.end(), [](const auto& view) { return view.row.is_owed(); });
  expect_error(act(tina_, summary, {"complete", "", "", {}}), ErrorKind::business_rule);
  expect_error(act(tina_, summary, {"decline", "", "", {}}), ErrorKind::business_rule);
  ASSERT_TRUE(act(tina_, summary, {"decline", "not-my-patient", "", {}}));
  expect_error(act(tina_, summary, {"reassign", "", "", {"", "Somebody"}}), ErrorKind::missing);
  const auto asked = act(tina_, summary, {"reassign", "not-my-patient", "", {"urn:npi|500", "Dr Ross"}});
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_EQ(asked->row.state, "reassigned");
  set_stay(one, "finished", "100");
  EXPECT_EQ(owed(one), (Words{"missing-document Discharge summary reassigned urn:npi|500"}))
      << "a person named them: a look leaves it so";
}

TEST_P(Deficiencies, OnlyTheCommitteeWaivesAndWhatIsWaivedStaysSo) {
  const auto one = without_summary();
  const auto views = all(one);
  const auto summary = *std::find_if(views.begin(), views.end(), [](const auto& view) { return view.row.is_owed(); });
  expect_error(act(tina_, summary, {"waive", "committee-waived", "", {}}), ErrorKind::forbidden);
  ASSERT_TRUE(act(mona_, summary, {"waive", "committee-waived", "", {}}));
  document(one, "11506-3", "preliminary", "300");
  EXPECT_EQ(owed(one), (Words{"missing-signature Type 11506-3 assigned urn:npi|300"}));
}

TEST_P(Deficiencies, AStoppedClockMovesTheDueTimeAndStandsInTheLedger) {
  const auto one = without_summary();
  const auto views = all(one);
  const auto summary = *std::find_if(views.begin(), views.end(), [](const auto& view) { return view.row.is_owed(); });
  expect_error(act(tina_, summary, {"stop-clock", "", "", {}}), ErrorKind::missing);
  ASSERT_TRUE(act(tina_, summary, {"stop-clock", "chart-held-by-department", "", {}}));
  clock_.advance(std::chrono::hours(72));
  const auto going = act(tina_, summary, {"start-clock", "chart-made-available", "", {}});
  ASSERT_TRUE(going) << going.error().message;
  EXPECT_EQ(going->clock.stopped, std::chrono::hours(72));
  EXPECT_EQ(*going->clock.due_at, summary.row.due_at->plus(std::chrono::hours(72)));
  ledger::Filter filter;
  filter.subject_kind = "deficiency";
  EXPECT_EQ(hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value(), 2);
}

TEST_P(Deficiencies, ARecordIsDelinquentAfterThirtyDaysAndEachNumberHasItsList) {
  const auto one = without_summary();
  EXPECT_EQ(hospital_->delinquency->figures(tina_)->counts.incomplete, 1);
  EXPECT_EQ(hospital_->delinquency->figures(tina_)->counts.delinquent, 0);
  clock_.advance(std::chrono::hours(24 * 31));
  const auto figures = hospital_->delinquency->figures(tina_);
  ASSERT_TRUE(figures) << figures.error().message;
  EXPECT_EQ(figures->counts.delinquent, 1);
  EXPECT_EQ(figures->counts.discharges, 1);
  EXPECT_DOUBLE_EQ(*figures->rate, 1200.0) << "one delinquent record, a twelfth of a discharge a month";
  const auto behind = hospital_->delinquency->records_behind(tina_, true);
  ASSERT_TRUE(behind) << behind.error().message;
  ASSERT_EQ(behind->size(), 1U);
  EXPECT_EQ(behind->front().row.encounter, one);
  document(one, "18842-5");
  EXPECT_EQ(hospital_->delinquency->figures(tina_)->counts.delinquent, 0);
}

TEST_P(Deficiencies, LettersClimbTheLadderAndStandInTheLedgerOfEachPatient) {
  without_summary();
  expect_error(hospital_->delinquency->write_letter(tina_, "urn:npi|100"), ErrorKind::business_rule);
  clock_.advance(std::chrono::hours(24 * 14));
  const auto due = hospital_->delinquency->letters_due(tina_);
  ASSERT_TRUE(due) << due.error().message;
  ASSERT_EQ(due->size(), 1U);
  EXPECT_EQ(due->front().level->title, "Reminder");
  const auto letter = hospital_->delinquency->write_letter(tina_, "urn:npi|100");
  ASSERT_TRUE(letter) << letter.error().message;
  EXPECT_NE(letter->body.find("Discharge summary is missing; record M-Marsh"), std::string::npos) << letter->body;
  EXPECT_EQ(letter->made_by, tina_.author.user);
  const auto pdf = hospital_->delinquency->letter_pdf(tina_, letter->id);
  ASSERT_TRUE(pdf) << pdf.error().message;
  EXPECT_TRUE(pdf->starts_with("%PDF-"));
  ledger::Filter filter;
  filter.subject_kind = "completion_letter";
  filter.patient = ada_;
  EXPECT_EQ(hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value(), 1);
}

TEST_P(Deficiencies, APersonApprovesASuspensionAndTheRecordLiftsIt) {
  const auto one = without_summary();
  expect_error(hospital_->delinquency->suspend(mona_, "urn:npi|100"), ErrorKind::business_rule);
  clock_.advance(std::chrono::hours(24 * 40));
  expect_error(hospital_->delinquency->suspend(tina_, "urn:npi|100"), ErrorKind::forbidden);
  ASSERT_TRUE(hospital_->delinquency->suspend(mona_, "urn:npi|100"));
  expect_error(hospital_->delinquency->suspend(mona_, "urn:npi|100"), ErrorKind::business_rule);
  EXPECT_EQ(hospital_->delinquency->lift_what_is_done().value(), 0);
  document(one, "18842-5");
  EXPECT_EQ(hospital_->delinquency->lift_what_is_done().value(), 1);
  const auto list = hospital_->delinquency->suspensions(tina_);
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->front().lifted_at);
}

}  // namespace
}  // namespace charta::app
