// SPDX-License-Identifier: Apache-2.0
// A patient's request to amend the record through the front door: received, answered in writing, disputed, and carried along.
#include "app/tests/production_fixture.hpp"

#include <chrono>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class AmendmentRequests : public testing::RecordProduction {
 protected:
  void SetUp() override {
    RecordProduction::SetUp();
    if (IsSkipped()) return;
    paul_ = person("paul", {"privacy_officer"});
    hale_ = person("hale", {"physician"});
    ruiz_ = person("ruiz", {"physician"});
    note_ = document("Progress note", "Allergic to penicillin.").text();
  }

  static std::string linked(const std::string& id) { return R"({"document":{"type":"DocumentReference","id":")" + id + R"("}})"; }
  Answer receive(const std::string& documents, const std::string& more = "") {
    return ask(
        rosa_, "POST", "/api/amendment-requests",
        R"({"patient":")" + ada_.text() +
            R"(","received_on":"2026-02-27","channel":"letter","wanted":"Strike the allergy to penicillin.","because":"It was tested.","documents":[)" +
            documents + "]" + more + "}");
  }
  std::string received(const std::string& more = "") {
    const auto made = receive(linked(note_), more);
    EXPECT_EQ(made.status, 201) << made.body;
    return made.at("id");
  }
  Answer step(const Visitor& who, const std::string& id, const std::string& what, const std::string& body = "{}") {
    return ask(who, "POST", "/api/amendment-requests/" + id + "/" + what, body);
  }
  static std::string with_contact(const std::string& more = "") {
    return R"({"contact":"Privacy officer","telephone":"555-0199")" + more + "}";
  }
  Answer deny(const std::string& id, const std::string& more = "") {
    return step(paul_, id, "decide", with_contact(R"(,"decision":"denied","grounds":["accurate-and-complete"])" + more));
  }
  Answer accept(const std::string& id) {
    return step(paul_, id, "decide", with_contact(R"(,"decision":"accepted","accepted":"The allergy is struck.")"));
  }
  std::string letter(const Answer& request, std::size_t at) {
    const auto pdf = ask(rosa_, "GET", "/api/amendment-letters/" + request.at("letters." + std::to_string(at) + ".id") + "/pdf");
    EXPECT_EQ(pdf.status, 200) << pdf.body;
    const auto text = hospital_->page_reader->text_of_pdf(pdf.body);
    return text ? *text : text.error().message;
  }
  std::string statement() const { return R"({"words":"I was never tested for it.","received_on":"2026-03-01"})"; }
  Answer at_document(const Visitor& who, const std::string& id) {
    return ask(who, "GET", "/api/documents/" + id + "/amendments");
  }

  Visitor paul_, hale_, ruiz_;
  std::string note_;
};

CHARTA_ON_BOTH_ENGINES(AmendmentRequests);

TEST_P(AmendmentRequests, ARequestIsAcknowledgedGivenMoreTimeOnceAndDueAsTheLawSays) {
  const auto id = received();
  const auto shown = ask(rosa_, "GET", "/api/amendment-requests/" + id);
  EXPECT_EQ(shown.at("state"), "received");
  EXPECT_EQ(shown.at("last_day"), "2026-04-28") << "sixty days after the 27th of February";
  EXPECT_EQ(shown.at("documents.0.title"), "Progress note");
  EXPECT_EQ(step(rosa_, id, "acknowledge").status, 400) << "a letter names whom to turn to";
  const auto told = step(rosa_, id, "acknowledge", with_contact());
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.at("state"), "acknowledged");
  EXPECT_EQ(told.at("letters.0.kind"), "acknowledgement");
  const auto words = letter(told, 0);
  for (const auto* said : {"Marsh", "2026-04-28", "Privacy officer", "555-0199", "Strike the allergy"})
    EXPECT_NE(words.find(said), std::string::npos) << said << " in " << words;
  EXPECT_EQ(step(rosa_, id, "extend", with_contact(R"(,"until":"2026-05-20","reason":"The author is away.")")).status, 403)
      << "a clerk takes no more time";
  EXPECT_EQ(step(paul_, id, "extend", with_contact(R"(,"until":"2026-06-20","reason":"The author is away.")")).status, 422);
  const auto later = step(paul_, id, "extend", with_contact(R"(,"until":"2026-05-20","reason":"The author is away.")"));
  ASSERT_EQ(later.status, 200) << later.body;
  EXPECT_EQ(later.at("last_day"), "2026-05-20");
  const auto more_time = letter(later, 1);
  EXPECT_NE(more_time.find("The author is away."), std::string::npos);
  EXPECT_NE(more_time.find("within 60 days"), std::string::npos) << "the days of the rule: " << more_time;
  EXPECT_EQ(step(paul_, id, "extend", with_contact(R"(,"until":"2026-05-25","reason":"Again.")")).status, 422);
  const auto task = ask(program("reader", {"program"}), "GET", "/fhir/Task/" + later.at("item"));
  EXPECT_EQ(task.at("code.coding.0.code"), "amendment-request") << task.body;
  EXPECT_EQ(task.at("input.0.valueReference.reference"), "DocumentReference/" + note_) << "what it is about";
  EXPECT_EQ(task.at("restriction.period.end").substr(0, 10), later.at("due_at").substr(0, 10));
}

TEST_P(AmendmentRequests, TheAuthorIsAskedAndTheDepartmentDecides) {
  const auto id = received();
  const auto terms = ask(rosa_, "GET", "/api/amendment-terms");
  std::string hale;
  for (std::size_t at = 0; at < terms.count("authors"); ++at)
    if (terms.at("authors." + std::to_string(at) + ".name") == "Display hale")
      hale = terms.at("authors." + std::to_string(at) + ".id");
  ASSERT_FALSE(hale.empty()) << terms.body;
  EXPECT_EQ(terms.count("grounds"), 4u);
  const auto asked = step(rosa_, id, "ask", R"({"to":")" + hale + R"("})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(ask(hale_, "GET", "/api/work-items/" + asked.at("item")).at("owner.name"), "Display hale") << "it is on her list";
  EXPECT_EQ(step(ruiz_, id, "advise", R"({"opinion":"agrees","words":"Yes."})").status, 403);
  EXPECT_EQ(step(hale_, id, "advise", R"({"opinion":"agrees"})").status, 400);
  const auto said = step(hale_, id, "advise", R"({"opinion":"agrees","words":"The skin test was negative."})");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(said.at("author.opinion"), "agrees");
  EXPECT_EQ(said.at("state"), "received") << "what the author says is no decision";
  EXPECT_EQ(step(hale_, id, "decide", with_contact(R"(,"decision":"accepted","accepted":"Struck.")")).status, 403);
  EXPECT_EQ(accept(id).at("state"), "accepted");
}

TEST_P(AmendmentRequests, WhatIsAcceptedIsDoneWhenItIsAmendedAndEverybodyToldAndNotBefore) {
  const auto id = received();
  EXPECT_EQ(
      step(rosa_, id, "documents", R"({"role":"amendment","document":{"type":"DocumentReference","id":")" + note_ + R"("}})")
          .status,
      422)
      << "nothing is accepted yet";
  const auto accepted = accept(id);
  ASSERT_EQ(accepted.at("state"), "accepted");
  EXPECT_NE(letter(accepted, 0).find("Your request is accepted"), std::string::npos) << "nothing is amended yet";
  EXPECT_EQ(step(rosa_, id, "amended").status, 422) << "no document amends it";
  const auto addendum = document("Addendum", "No allergy to penicillin.").text();
  const auto linked =
      step(rosa_, id, "documents", R"({"role":"amendment","document":{"type":"DocumentReference","id":")" + addendum + R"("}})");
  ASSERT_EQ(linked.status, 200) << linked.body;
  const auto person =
      step(rosa_, id, "persons", R"({"name":"Dr. Kent, Family Medicine","why":"named-by-patient","reached":"fax 555-0133"})");
  ASSERT_EQ(person.status, 200) << person.body;
  EXPECT_EQ(step(rosa_, id, "amended").status, 422) << "the family doctor does not know yet";
  EXPECT_EQ(step(rosa_, id, "informed", R"({"person":")" + person.at("persons.0.id") + R"(","how":"fax"})").at("persons.0.how"),
            "fax");
  EXPECT_EQ(step(rosa_, id, "informed", R"({"person":")" + person.at("persons.0.id") + R"(","how":"fax"})").status, 422)
      << "once";
  EXPECT_EQ(step(rosa_, id, "amended").at("state"), "amended");
  EXPECT_EQ(step(rosa_, id, "close").at("state"), "closed");
  EXPECT_EQ(at_document(nora_, addendum).at("items.0.role"), "amendment") << "the addendum leads to the request, too";
  EXPECT_EQ(at_document(nora_, note_).at("items.0.request.decision.accepted"), "The allergy is struck.");
}

TEST_P(AmendmentRequests, ADenialSaysAllThatTheLawAsksOfIt) {
  const auto id = received();
  EXPECT_EQ(step(paul_, id, "decide", with_contact(R"(,"decision":"denied")")).status, 400) << "without a ground";
  EXPECT_EQ(step(paul_, id, "decide", with_contact(R"(,"decision":"denied","grounds":["too-much-work"])")).status, 422);
  const auto denied = deny(id);
  ASSERT_EQ(denied.status, 200) << denied.body;
  EXPECT_EQ(denied.at("decision.grounds.0.paragraph"), "45 CFR 164.526(a)(2)(iv)");
  auto words = letter(denied, 0);
  std::replace(words.begin(), words.end(), '\n', ' ');
  std::string plain;
  for (const auto& word : split(words, ' '))
    if (!word.empty()) plain += (plain.empty() ? "" : " ") + std::string(word);
  for (const auto* said : {"accurate and complete", "written statement that you disagree", "go with every later disclosure",
                           "complain to us: Privacy officer, telephone 555-0199", "Secretary of Health and Human Services"})
    EXPECT_NE(plain.find(said), std::string::npos) << said << " in " << plain;
}

TEST_P(AmendmentRequests, AStatementIsAnsweredAndOneThatComesLateOpensTheRequestAgain) {
  const auto id = received();
  EXPECT_EQ(step(rosa_, id, "disagree", statement()).status, 422) << "nothing was denied yet";
  const auto denied = deny(id);
  const auto closed = step(rosa_, id, "close");
  EXPECT_EQ(closed.at("state"), "closed");
  const auto late = step(rosa_, id, "disagree", statement());
  ASSERT_EQ(late.status, 200) << late.body;
  EXPECT_EQ(late.at("state"), "disagreed");
  EXPECT_NE(late.at("item"), denied.at("item")) << "with a new item";
  EXPECT_EQ(ask(rosa_, "GET", "/api/work-items/" + late.at("item")).at("state"), "disagreed");
  EXPECT_EQ(step(rosa_, id, "disagree", statement()).status, 422) << "there is one already";
  const auto answered = step(paul_, id, "rebut", with_contact(R"(,"words":"The test of 2019 is in the chart.")"));
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(answered.at("state"), "rebutted");
  EXPECT_NE(letter(answered, 1).find("The test of 2019"), std::string::npos);
  EXPECT_EQ(step(rosa_, id, "close").at("state"), "closed");
}

TEST_P(AmendmentRequests, AStatementThatComesBeforeTheAmendmentIsMadeIsKeptAndTakenUpThen) {
  const auto id = received();
  const auto decided = step(
      paul_, id, "decide",
      with_contact(
          R"(,"decision":"in-part","accepted":"The date.","denied":"The allergy stays.","grounds":["accurate-and-complete"])"));
  ASSERT_EQ(decided.at("state"), "accepted") << decided.body;
  const auto early = step(rosa_, id, "disagree", statement());
  ASSERT_EQ(early.status, 200) << early.body;
  EXPECT_EQ(early.at("state"), "accepted") << "it is still to be amended";
  EXPECT_EQ(early.at("statement.words"), "I was never tested for it.") << early.body;
  EXPECT_EQ(step(rosa_, id, "disagree", statement()).status, 422) << "there is one already";
  const auto addendum = document("Addendum", "The date is put right.").text();
  step(rosa_, id, "documents", R"({"role":"amendment","document":{"type":"DocumentReference","id":")" + addendum + R"("}})");
  const auto done = step(rosa_, id, "amended");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("state"), "disagreed");
  EXPECT_EQ(ask(rosa_, "GET", "/api/work-items/" + done.at("item")).at("state"), "disagreed");
  EXPECT_EQ(done.at("due_at").substr(0, 10), "2026-03-31") << "thirty days behind the statement";
  EXPECT_EQ(step(paul_, id, "rebut", with_contact(R"(,"words":"It was tested.")")).at("state"), "rebutted");
}

TEST_P(AmendmentRequests, NoListDecidesAndWhatIsTakenBackIsGoneFromTheEntry) {
  const auto id = received();
  const auto item = ask(rosa_, "GET", "/api/amendment-requests/" + id).at("item");
  for (const auto* event : {"acknowledge", "accept", "deny", "extend"})
    EXPECT_EQ(ask(paul_, "POST", "/api/work-items/" + item + "/acts", std::string(R"({"event":")") + event + R"("})").status, 422)
        << event;
  EXPECT_EQ(step(rosa_, id, "withdraw").status, 400);
  EXPECT_EQ(at_document(nora_, note_).at("total"), "1");
  EXPECT_EQ(step(rosa_, id, "withdraw", R"({"reason":"taken-back-by-the-patient"})").at("state"), "withdrawn");
  EXPECT_EQ(at_document(nora_, note_).at("total"), "0");
  EXPECT_EQ(receive("", R"(,"wanted":"")").status, 400);
}

TEST_P(AmendmentRequests, WhoMayNotSeeOneEntryLearnsOfTheOtherThatThereIsARequestAndNoWordOfIt) {
  const auto kept = document("Substance use note", "Kept apart.", "text/plain", labelled("ETH")).text();
  const auto made = receive(linked(note_) + "," + linked(kept));
  ASSERT_EQ(made.status, 201) << made.body;
  const auto shown = at_document(rosa_, note_);
  EXPECT_EQ(shown.at("items.0.shown"), "true") << shown.body;
  const auto hidden = at_document(nora_, note_);
  EXPECT_EQ(hidden.at("items.0.shown"), "false") << hidden.body;
  EXPECT_EQ(hidden.at("items.0.state"), "received");
  EXPECT_FALSE(hidden.says("penicillin"));
  EXPECT_FALSE(hidden.says("Substance"));
  EXPECT_EQ(ask(nora_, "GET", "/api/amendment-requests/" + made.at("id")).status, 404);
  EXPECT_EQ(ask(nora_, "GET", of_ada("/amendment-requests")).at("total"), "0") << "neither named nor counted";
  EXPECT_EQ(at_document(nora_, kept).status, 404);
  EXPECT_EQ(ask(rosa_, "GET", of_ada("/amendment-requests")).at("total"), "1");
}

TEST_P(AmendmentRequests, AnEntryThatWasMovedToSomebodyElseLeadsNoLongerToThisPatientsRequest) {
  const auto id = received();
  const auto other = patient("Quill");
  const auto tina = person("tina", {"technician"});
  const auto moved =
      ask(tina, "POST", "/api/moves",
          R"({"type":"DocumentReference","id":")" + note_ + R"(","to":")" + other.text() + R"(","reason":"wrong-patient"})");
  ASSERT_LT(moved.status, 300) << moved.body;
  EXPECT_EQ(at_document(rosa_, note_).at("total"), "0");
  const auto shown = ask(rosa_, "GET", "/api/amendment-requests/" + id);
  EXPECT_EQ(shown.at("documents.0.elsewhere"), "true");
  EXPECT_EQ(shown.at("documents.0.title"), "");
  EXPECT_EQ(shown.at("patient.name").find("Quill"), std::string::npos);
}

TEST_P(AmendmentRequests, AProductionSetCarriesWhatTheLawHasGoAlong) {
  const auto id = received();
  const auto before = made(asked());
  EXPECT_EQ(file(before, "pdf").status, 200);
  deny(id);
  EXPECT_EQ(file(before, "pdf").status, 200) << "a denial alone goes along only when the patient asks for it";
  step(rosa_, id, "goes-along", R"({"wanted":true})");
  const auto stale = file(before, "pdf");
  EXPECT_EQ(stale.status, 422) << "the old set lacks it now";
  const auto second = made(asked());
  const auto pages = words_by_page(file(second, "pdf").body);
  ASSERT_GE(pages.size(), 4u) << detail(second).body;
  EXPECT_NE(pages[1].find("with what was asked to be amended"), std::string::npos) << pages[1];
  EXPECT_NE(pages[2].find("Allergic to penicillin."), std::string::npos);
  EXPECT_NE(pages[3].find("A REQUEST TO AMEND THIS ENTRY"), std::string::npos) << pages[3];
  EXPECT_NE(pages[3].find("denied"), std::string::npos);
  step(rosa_, id, "disagree", statement());
  EXPECT_EQ(file(second, "pdf").status, 422);
  const auto third = made(asked());
  EXPECT_NE(words_by_page(file(third, "pdf").body)[3].find("I was never tested for it."), std::string::npos);
  const auto list = rows(file(third, "hashes").body);
  EXPECT_EQ(list[4][4], "-1") << "behind the attachments";
}

TEST_P(AmendmentRequests, ASetOfWhoMayNotSeeAllOfARequestIsNotMadeAndNamesNoOtherEntry) {
  const auto kept = document("Substance use note", "Kept apart.", "text/plain", labelled("ETH")).text();
  const auto made_request =
      receive(linked(note_) + R"(,{"document":{"type":"DocumentReference","id":")" + kept + R"("},"quote":"Kept apart."})");
  ASSERT_EQ(made_request.status, 201) << made_request.body;
  const auto id = made_request.at("id");
  ASSERT_EQ(deny(id).status, 200);
  step(rosa_, id, "disagree", statement());
  const auto tina = person("tina", {"technician"});
  const auto started = ask(tina, "POST", of_ada("/productions"), asked());
  ASSERT_EQ(started.status, 201) << started.body;
  ASSERT_TRUE(hospital_->jobs->run_due());
  const auto shown = ask(tina, "GET", "/api/productions/" + started.at("id"));
  EXPECT_EQ(shown.at("state"), "failed") << shown.body;
  EXPECT_TRUE(shown.says("somebody who may see all of the request makes this set")) << shown.body;
  const auto whole = made(asked());
  const auto pages = words_by_page(file(whole, "pdf").body);
  ASSERT_GE(pages.size(), 4u) << detail(whole).body;
  EXPECT_NE(pages[3].find("Progress note"), std::string::npos) << pages[3];
  EXPECT_EQ(pages[3].find("Substance use note"), std::string::npos) << "each entry with its own name alone";
  EXPECT_EQ(pages[3].find("Kept apart."), std::string::npos);
  EXPECT_NE(pages[3].find("another entry of the record"), std::string::npos);
  EXPECT_EQ(ask(tina, "GET", "/api/productions/" + whole + "/pdf").status / 100, 4) << "nor does an old set open for them";
}

TEST_P(AmendmentRequests, TheTimelineAndTheSearchSayWhichEntriesWereDisputed) {
  const auto other = document("Second note", "Penicillin was given without harm.").text();
  received();
  const auto timeline = ask(nora_, "GET", of_ada("/timeline"));
  for (std::size_t at = 0; at < timeline.count("items"); ++at) {
    const auto row = "items." + std::to_string(at);
    EXPECT_EQ(timeline.at(row + ".amendment_asked"), timeline.at(row + ".id") == note_ ? "true" : "absent")
        << timeline.at(row + ".title");
  }
  while (hospital_->document_search->read_due().value() > 0) {
  }
  const auto found = ask(nora_, "POST", "/api/documents/search", R"({"text":"penicillin"})");
  ASSERT_EQ(found.count("items"), 2u) << found.body;
  for (const auto* row : {"items.0", "items.1"})
    EXPECT_EQ(found.at(std::string(row) + ".amendment_asked"), found.at(std::string(row) + ".id") == note_ ? "true" : "absent");
}

TEST_P(AmendmentRequests, EveryStepStandsInTheLedgerWithoutAWordOfIt) {
  const auto id = received();
  deny(id);
  letter(ask(rosa_, "GET", "/api/amendment-requests/" + id), 0);
  ledger::Filter filter;
  filter.patient = ada_;
  filter.subject_kind = "amendment_request";
  const auto entries = hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); });
  ASSERT_TRUE(entries) << entries.error().message;
  std::set<std::string> acts;
  for (const auto& one : *entries) {
    acts.insert(one.act);
    EXPECT_EQ(one.reason.find("enicillin"), std::string::npos);
  }
  for (const auto* act : {"created", "amended", "printed", "viewed"}) EXPECT_TRUE(acts.contains(act)) << act;
}

TEST_P(AmendmentRequests, AFhirClientIsNotToldOfADocumentThatBearsALabelOfItsOwn) {
  const auto hidden = document("Counselling", "words", "text/plain", labelled("ETH")).text();
  const auto made = receive(linked(note_) + "," + linked(hidden));
  ASSERT_EQ(made.status, 201) << made.body;
  const auto task = ask(program("reader", {"program"}), "GET", "/fhir/Task/" + made.at("item"));
  EXPECT_TRUE(task.says("DocumentReference/" + note_)) << task.body;
  EXPECT_FALSE(task.says(hidden)) << task.body;
}

}  // namespace
}  // namespace charta::app
