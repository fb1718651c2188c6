// SPDX-License-Identifier: Apache-2.0
// A note on paper through the front door: it opens its entry, is typed, checked, typed again blind, verified and posted.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"
#include "department/data_entry/double_entry.hpp"

#include <algorithm>
#include <chrono>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class DataEntry : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    stay_ = visit(ada_, "AMB");
    tina_ = person("tina", {"technician"});
    tom_ = person("tom", {"technician"});
    hale_ = person("hale", {"physician"});
    cleo_ = person("cleo", {"file_clerk"});
  }

  std::string visit(PatientId who, const std::string& class_code) {
    return create(
               "Encounter",
               R"({"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" +
                   class_code + R"("},"subject":{"reference":"Patient/)" + who.text() +
                   R"("},"period":{"start":"2026-02-28T10:00:00Z","end":"2026-02-28T10:30:00Z"}})")
        .text();
  }
  std::string note_body(const std::string& words, const std::string& type, const std::string& media,
                        const std::string& status = "current", const std::string& id = "") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","docStatus":"final","date":"2026-02-28T10:30:00Z","type":{"coding":[{"system":"http://loinc.org","code":")" +
           type + R"(","display":"Progress note"}]},"subject":{"reference":"Patient/)" + ada_.text() +
           R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay_ +
           R"("}]},"content":[{"attachment":{"contentType":")" + media + R"(","data":")" + to_base64(words) + R"("}}]})";
  }
  ResourceId note(const std::string& words = "%PDF a note", const std::string& type = "11506-3",
                  const std::string& media = "application/pdf") {
    return create("DocumentReference", note_body(words, type, media));
  }
  ResourceId condition(const std::string& words) {
    return create(
        "Condition",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/)" + ada_.text() +
            R"("},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":")" +
            words + R"("}})");
  }
  /// The one entry that waits to be typed.
  std::string waiting() {
    const auto desk = ask(tina_, "GET", "/api/data-entry");
    EXPECT_EQ(desk.count("to_type"), 1u) << desk.body;
    return desk.at("to_type.0.id");
  }
  Answer act(const Visitor& who, const std::string& id, const std::string& what, const std::string& body) {
    return ask(who, "POST", "/api/data-entry/" + id + "/" + what, body);
  }
  static std::string value(const std::string& text, const std::string& more = "") {
    return R"({"text":")" + text +
           R"(","source":{"version":1,"page":2,"region":{"left":100,"top":200,"width":300,"height":40},"quote":"as written"})" +
           more + "}";
  }
  Answer save(const Visitor& who, const std::string& id, const std::string& field, const std::string& values) {
    return act(who, id, "fields", R"({"field":")" + field + R"(","values":[)" + values + "]}");
  }
  /// Everything that an office visit requires.
  Answer type_all(const Visitor& who, const std::string& id, const std::string& pulse = "72") {
    Answer last;
    for (const auto& [field, text] : {std::pair<std::string, std::string>("systolic", "128"),
                                      {"diastolic", "82"},
                                      {"pulse", pulse},
                                      {"weight", "165 lb"},
                                      {"problems", "Hypertension"},
                                      {"medications", "Lisinopril"},
                                      {"allergies", "NKDA"}}) {
      last = save(who, id, field, value(text));
      EXPECT_EQ(last.status, 200) << field << ": " << last.body;
    }
    return last;
  }
  std::string validated(const Visitor& who = {}) {
    const auto& typist = who.cookie.empty() ? tina_ : who;
    const auto id = waiting();
    type_all(typist, id);
    const auto done = act(typist, id, "validate", "{}");
    EXPECT_EQ(done.status, 200) << done.body;
    if (done.at("state") == "second-entry") pass_second(id);
    return id;
  }
  /// An entry that was drawn is typed a second time by somebody who does nothing else in these tests.
  void pass_second(const std::string& id) {
    const auto uma = person("uma", {"technician"});
    type_all(uma, id);
    EXPECT_EQ(act(uma, id, "second", "{}").status, 200);
  }
  std::size_t found(const std::string& query) {
    resources::SearchRequest request;
    request.type = query.substr(0, query.find('?'));
    request.query = query.substr(query.find('?') + 1);
    const auto bundle = hospital_->resources->search(system_, request);
    EXPECT_TRUE(bundle) << bundle.error().message;
    return bundle ? json::Document::parse(*bundle)->root()["entry"].size() : 0;
  }
  std::string of_ada(const std::string& type) {
    return type + "?" + (type == "AllergyIntolerance" ? "patient=" : "subject=Patient/") + ada_.text();
  }

  PatientId ada_;
  std::string stay_;
  Visitor tina_, tom_, hale_, cleo_;
};

TEST_P(DataEntry, ANoteOnPaperIsTypedVerifiedAndPostedWithItsPage) {
  note();
  const auto id = validated();
  EXPECT_EQ(found(of_ada("Observation")), 0u) << "nothing stands in the chart before somebody verified it";
  const auto refused = act(tina_, id, "verify", "{}");
  EXPECT_EQ(refused.status, 403) << refused.body;
  clock_.set(*Instant::parse("2026-03-01T08:06:00Z"));
  const auto posted = act(tom_, id, "verify", "{}");
  ASSERT_EQ(posted.status, 200) << posted.body;
  EXPECT_EQ(posted.at("state"), "posted");
  EXPECT_EQ(posted.at("verified_as"), "second-person");
  EXPECT_EQ(posted.count("postings"), 6u) << "both pressures are one observation";
  EXPECT_EQ(found(of_ada("Observation")), 3u);
  EXPECT_EQ(found("Observation?code=http://loinc.org%7C85354-9&patient=" + ada_.text()), 1u);
  EXPECT_EQ(found(of_ada("Condition")), 1u);
  EXPECT_EQ(found(of_ada("MedicationStatement")), 1u);
  EXPECT_EQ(found(of_ada("AllergyIntolerance")), 1u);
  EXPECT_EQ(found("Provenance?target=" + posted.at("postings.0.resource.type") + "/" + posted.at("postings.0.resource.id")), 1u);
  const auto values = ask(hale_, "GET", "/api/patients/" + ada_.text() + "/typed-values");
  EXPECT_EQ(values.at("total"), "6");
  EXPECT_EQ(values.at("items.0.value.source.page"), "2");
  EXPECT_EQ(values.at("items.0.value.source.region.left"), "100");
  const auto figures = ask(tina_, "GET", "/api/data-entry-figures?from=2026-03-01&until=2026-03-02");
  EXPECT_EQ(figures.at("posted"), "1");
  EXPECT_EQ(figures.at("median_minutes"), "1296") << "from half past ten to six past eight on the next day";
  EXPECT_EQ(figures.at("within_goal"), "1");
  EXPECT_EQ(figures.count("items"), 1u);
  EXPECT_EQ(act(tom_, id, "verify", "{}").status, 422) << "once";
  EXPECT_EQ(found(of_ada("Observation")), 3u);
}

TEST_P(DataEntry, OnlyNotesOnPaperOfVisitsThatTheRuleNamesAreTyped) {
  note("words", "11506-3", "text/plain");
  note("%PDF", "18842-5");
  EXPECT_EQ(ask(tina_, "GET", "/api/data-entry").count("to_type"), 0u);
  stay_ = visit(ada_, "IMP");
  note();
  EXPECT_EQ(ask(tina_, "GET", "/api/data-entry").count("to_type"), 0u);
  stay_ = visit(ada_, "EMER");
  note("%PDF", "34111-5", "image/png");
  EXPECT_EQ(ask(tina_, "GET", "/api/data-entry").at("to_type.0.form"), "emergency-visit");
}

TEST_P(DataEntry, APersonMayOpenOneForAnyNoteAndOnce) {
  const auto report = note("%PDF a summary", "18842-5");
  const auto body = R"({"document":{"type":"DocumentReference","id":")" + report.text() + R"("},"form":"office-visit"})";
  const auto opened = ask(tina_, "POST", "/api/data-entry", body);
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(ask(tom_, "POST", "/api/data-entry", body).at("id"), opened.at("id"));
  const auto looks = hospital_->store->read([&](store::Reader& reader) {
    ledger::Filter filter;
    filter.subject_kind = "data_entry";
    filter.act = std::string(ledger::act_code(ledger::Act::viewed));
    return hospital_->ledger->list(reader, filter);
  });
  ASSERT_TRUE(looks);
  EXPECT_EQ(looks->size(), 2u) << "who opens it, reads it";
  EXPECT_EQ(ask(cleo_, "POST", "/api/data-entry", body).status, 403);
  EXPECT_EQ(ask(tina_, "POST", "/api/data-entry", R"({"document":{"type":"DocumentReference","id":"0000000000000"}})").status,
            404);
}

TEST_P(DataEntry, ErrorsAndUnansweredWarningsKeepItFromBeingValidated) {
  note();
  const auto id = waiting();
  EXPECT_EQ(act(tina_, id, "validate", "{}").status, 422) << "nothing was typed";
  auto seen = type_all(tina_, id, "160");
  EXPECT_EQ(seen.at("state"), "captured");
  const auto warned = act(tina_, id, "validate", "{}");
  EXPECT_EQ(warned.status, 422) << warned.body;
  EXPECT_TRUE(warned.says("answer the warning"));
  EXPECT_EQ(act(tina_, id, "warnings", R"({"finding":"unusual/pulse/1","words":""})").status, 400);
  EXPECT_EQ(act(tina_, id, "warnings", R"({"finding":"unusual/weight/1","words":"so it is"})").status, 404)
      << "nothing warns of that";
  EXPECT_EQ(
      act(tina_, id, "warnings", R"({"finding":"unusual/pulse/1","words":"The note says 160, atrial fibrillation."})").status,
      200);
  save(tina_, id, "pulse", value("170"));
  EXPECT_EQ(act(tina_, id, "validate", "{}").status, 422) << "the answer was about another value";
  EXPECT_EQ(act(tina_, id, "warnings", R"({"finding":"unusual/pulse/1","words":"The note says 170."})").status, 200);
  save(tina_, id, "weight", R"({"text":"165 lb"})");
  EXPECT_TRUE(act(tina_, id, "validate", "{}").says("mark where in the note")) << "a value without its place";
  save(tina_, id, "weight", R"({"absent":true})");
  EXPECT_EQ(act(tina_, id, "validate", "{}").status, 200);
}

TEST_P(DataEntry, EveryItemOfTheChartIsAnsweredForAndWhatEndsEndsWithIt) {
  const auto asthma = condition("Asthma"), gout = condition("Gout"), migraine = condition("Migraine");
  note();
  const auto id = waiting();
  type_all(tina_, id);
  const auto prior = [&](ResourceId item, const std::string& says, const std::string& more = "") {
    return act(
        tina_, id, "prior",
        R"({"prior":{"type":"Condition","id":")" + item.text() + R"("},"prior_version":1,"says":")" + says + '"' + more + "}");
  };
  EXPECT_TRUE(act(tina_, id, "validate", "{}").says("say what the note says of it"));
  EXPECT_EQ(prior(asthma, "goes-on").status, 200);
  EXPECT_EQ(prior(gout, "stopped").status, 200);
  EXPECT_EQ(prior(migraine, "changed").status, 200);
  EXPECT_TRUE(act(tina_, id, "validate", "{}").says("choose what stands in its place"));
  EXPECT_EQ(prior(migraine, "changed", R"(,"value":{"field":"problems","row":1})").status, 200);
  const auto checked = act(tina_, id, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") == "second-entry") pass_second(id);
  const auto posted = act(tom_, id, "verify", "{}");
  ASSERT_EQ(posted.status, 200) << posted.body;
  EXPECT_EQ(posted.count("postings"), 8u);
  EXPECT_EQ(found("Condition?clinical-status=inactive&patient=" + ada_.text()), 2u);
  EXPECT_EQ(found("Condition?clinical-status=active&patient=" + ada_.text()), 2u) << "asthma and what was typed";
}

TEST_P(DataEntry, AChartThatChangedMeanwhileIsComparedAgain) {
  const auto asthma = condition("Asthma");
  note();
  const auto id = waiting();
  type_all(tina_, id);
  act(tina_, id, "prior", R"({"prior":{"type":"Condition","id":")" + asthma.text() + R"("},"prior_version":1,"says":"stopped"})");
  const auto checked = act(tina_, id, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") == "second-entry") pass_second(id);
  clock_.set(clock_.now().plus(std::chrono::minutes(1)));
  condition("Eczema");
  const auto refused = act(tom_, id, "verify", "{}");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(found(of_ada("Observation")), 0u);
  EXPECT_EQ(act(tom_, id, "steps", R"({"event":"return"})").status, 400) << "with a reason";
  const auto back = act(tom_, id, "steps", R"({"event":"return","reason":"compare-the-lists-again","words":"Eczema came"})");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(back.at("state"), "returned");
  EXPECT_EQ(back.at("returned_words"), "Eczema came");
  EXPECT_TRUE(act(tina_, id, "validate", "{}").says("say what the note says of it"));
}

TEST_P(DataEntry, AnAnswerIsBoundToWhatTheLineOfTheFormSaidThen) {
  const auto standing = create(
      "MedicationStatement",
      R"({"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":{"text":"Lisinopril"},"subject":{"reference":"Patient/)" +
          ada_.text() + R"("}})");
  note();
  const auto id = waiting();
  type_all(tina_, id);
  const auto answer = [&](const std::string& says, const std::string& more = "") {
    return act(tina_, id, "prior",
               R"({"prior":{"type":"MedicationStatement","id":")" + standing.text() + R"("},"prior_version":1,"says":")" + says +
                   '"' + more + "}");
  };
  EXPECT_EQ(answer("goes-on", R"(,"value":{"field":"medications","row":1})").status, 200);
  save(tina_, id, "medications", value("Warfarin"));
  const auto refused = act(tina_, id, "validate", "{}");
  EXPECT_EQ(refused.status, 422) << "Warfarin is not what goes on: it would be lost";
  EXPECT_TRUE(refused.says("look at it again")) << refused.body;
  EXPECT_EQ(answer("not-in-note").status, 200);
  const auto checked = act(tina_, id, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") != "second-entry") {
    ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
    EXPECT_EQ(found("MedicationStatement?status=active&subject=Patient/" + ada_.text()), 2u);
  }
}

TEST_P(DataEntry, WhatTheTypistSawIsComparedAndNotWhatTheVerifierSees) {
  const auto hidden_label = R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"MH"}]},)";
  const auto hidden =
      create("Condition", std::string(R"({"resourceType":"Condition",)") + hidden_label + R"("subject":{"reference":"Patient/)" +
                              ada_.text() + R"("},"code":{"text":"Depression"}})");
  note();
  const auto unseen = validated();
  const auto posted = act(hale_, unseen, "verify", "{}");
  EXPECT_EQ(posted.status, 200) << "hale sees one item more than tina could answer for: " << posted.body;
  const auto marta = person("marta", {"him_manager"});
  note("%PDF another");
  const auto id = waiting();
  const auto says = [&](const std::string& type, const std::string& item, const std::string& version, const std::string& word) {
    return act(marta, id, "prior",
               R"({"prior":{"type":")" + type + R"(","id":")" + item + R"("},"prior_version":)" + version + R"(,"says":")" +
                   word + R"("})");
  };
  for (const auto& field : {"systolic", "diastolic", "pulse", "weight", "problems", "medications", "allergies"})
    save(marta, id, field, R"({"absent":true})");
  const auto seen = ask(marta, "GET", "/api/data-entry/" + id);
  ASSERT_EQ(seen.count("reconciliation.items"), 4u) << seen.body;
  for (std::size_t at = 0; at < 4; ++at) {
    const auto item = "reconciliation.items." + std::to_string(at);
    const bool is_hidden = seen.at(item + ".resource.id") == hidden.text();
    EXPECT_EQ(says(seen.at(item + ".resource.type"), seen.at(item + ".resource.id"), seen.at(item + ".version"),
                   is_hidden ? "stopped" : "goes-on")
                  .status,
              200);
  }
  const auto checked = act(marta, id, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") == "second-entry") return;
  EXPECT_EQ(act(tom_, id, "verify", "{}").status, 403) << "an end that tom cannot see is not his to verify";
  EXPECT_EQ(act(hale_, id, "verify", "{}").status, 200);
  EXPECT_EQ(found("Condition?clinical-status=inactive&patient=" + ada_.text()), 1u);
}

TEST_P(DataEntry, AHiddenItemOfARecordThatWasLinkedLongAgoIsNoNewsAndOneLinkedSinceIs) {
  const auto depressed = [&](PatientId who) {
    create(
        "Condition",
        R"({"resourceType":"Condition","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"MH"}]},)"
        R"("subject":{"reference":"Patient/)" +
            who.text() + R"("},"code":{"text":"Depression"}})");
  };
  const auto before = patient("Quill"), since = patient("Quell");
  depressed(before);
  depressed(since);
  ASSERT_TRUE(hospital_->patient_index->link(system_, ada_, before, "identity-review"));
  clock_.advance(std::chrono::minutes(1));
  note();
  const auto id = validated();
  clock_.advance(std::chrono::minutes(1));
  const auto linked = hospital_->patient_index->link(system_, ada_, since, "identity-review");
  ASSERT_TRUE(linked) << linked.error().message;
  EXPECT_EQ(act(hale_, id, "verify", "{}").status, 422) << "nobody can have answered for what came with the second record";
  ASSERT_TRUE(hospital_->patient_index->unlink(system_, ada_, since, "identity-review"));
  EXPECT_EQ(act(hale_, id, "verify", "{}").status, 200) << "tina could not see the first, and nobody else ever types this";
}

TEST_P(DataEntry, WhatEndedSinceItWasTypedIsComparedAgain) {
  const auto asthma = condition("Asthma");
  note();
  const auto id = waiting();
  type_all(tina_, id);
  act(tina_, id, "prior", R"({"prior":{"type":"Condition","id":")" + asthma.text() + R"("},"prior_version":1,"says":"goes-on"})");
  const auto checked = act(tina_, id, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") == "second-entry") pass_second(id);
  clock_.set(clock_.now().plus(std::chrono::minutes(1)));
  ASSERT_TRUE(hospital_->resources->update(
      system_, "Condition", asthma.text(),
      R"({"resourceType":"Condition","id":")" + asthma.text() + R"(","subject":{"reference":"Patient/)" + ada_.text() +
          R"("},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"inactive"}]},"code":{"text":"Asthma"}})",
      ""));
  const auto refused = act(tom_, id, "verify", "{}");
  EXPECT_EQ(refused.status, 422) << "it stands no more, so nobody lists it: it was answered for all the same";
  EXPECT_EQ(found(of_ada("Observation")), 0u);
  ASSERT_EQ(act(tom_, id, "steps", R"({"event":"return","reason":"compare-the-lists-again"})").status, 200);
  EXPECT_EQ(act(tina_, id, "validate", "{}").status, 200) << "what ended needs no answer";
}

TEST_P(DataEntry, WhatWasTypedFollowsTheLabelsOfItsNoteByWhateverDoor) {
  const auto document = note();
  const auto id = validated();
  ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
  const auto path = "/api/patients/" + ada_.text() + "/typed-values";
  ASSERT_EQ(ask(hale_, "GET", path).at("total"), "6");
  const auto put = [&](const std::string& meta) {
    auto body = note_body("%PDF a note", "11506-3", "application/pdf", "current", document.text());
    body.insert(1, meta);
    const auto done = hospital_->resources->update(system_, "DocumentReference", document.text(), body, "");
    ASSERT_TRUE(done) << done.error().message;
  };
  const auto labelled = [&] {
    return hospital_->store
        ->read([&](store::Reader& reader) -> Result<std::size_t> {
          std::size_t count = 0;
          for (const auto* type : {"Condition", "Observation", "MedicationStatement", "AllergyIntolerance"}) {
            CHARTA_TRY(const auto all, hospital_->resources->of_patient(reader, ada_, type, 100));
            for (const auto& one : all) count += one.sensitivity != 0 ? 1 : 0;
          }
          return count;
        })
        .value();
  };
  put(R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},)");
  EXPECT_EQ(labelled(), 6u) << "the values in the chart are as restricted as their note";
  EXPECT_EQ(ask(hale_, "GET", path).at("total"), "0");
  EXPECT_EQ(ask(hale_, "GET", "/api/data-entry/" + id).status, 404);
  put("");
  EXPECT_EQ(labelled(), 0u);
  EXPECT_EQ(ask(hale_, "GET", path).at("total"), "6");
}

TEST_P(DataEntry, WhatWasTypedFromANoteThatIsWithheldIsWithheldUntilSomebodyDecides) {
  const auto document = note();
  const auto id = validated();
  ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
  const auto withheld = [&] {
    return hospital_->store
        ->read([&](store::Reader& reader) -> Result<std::size_t> {
          CHARTA_TRY(const auto all, hospital_->resources->of_patient(reader, ada_, "Observation", 100));
          return static_cast<std::size_t>(
              std::count_if(all.begin(), all.end(), [](const auto& one) { return one.sensitivity != 0; }));
        })
        .value();
  };
  const auto move_on = [&](auto change) {
    const auto done = hospital_->store->write([&](store::UnitOfWork& work) -> Result<void> { return change(work); });
    ASSERT_TRUE(done) << done.error().message;
  };
  move_on([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(hospital_->quarantine->withhold(work, system_, document, "of-another-person", ""));
    return {};
  });
  EXPECT_EQ(withheld(), 3u) << "with its note, in the same unit";
  EXPECT_EQ(ask(hale_, "GET", "/api/data-entry/" + id).status, 404);
  const auto asked = ask(tom_, "GET", "/api/worklists/data-entry-source");
  ASSERT_EQ(asked.count("items"), 1u) << asked.body;
  move_on([&](store::UnitOfWork& work) { return hospital_->quarantine->release(work, system_, document); });
  EXPECT_EQ(withheld(), 0u) << "found right";
  EXPECT_EQ(ask(tom_, "POST", "/api/work-items/" + asked.at("items.0.id") + "/acts",
                R"({"event":"keep","reason":"values-are-right","note":"It is hers."})")
                .status,
            200);
  EXPECT_EQ(ask(hale_, "GET", "/api/data-entry/" + id).at("may_settle"), "false");
}

TEST_P(DataEntry, WhatWasTypedFromAWithheldNoteOfAnotherStaysWithheldWhenThatGoesHome) {
  const auto bert = patient("Quill");
  const auto document = note();
  const auto id = validated();
  ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
  const auto readable = [&] {
    const auto all = hospital_->store->read(
        [&](store::Reader& reader) { return hospital_->resources->of_patient(reader, ada_, "Observation", 100); });
    return std::count_if(all->begin(), all->end(), [](const auto& one) { return one.sensitivity == 0; });
  };
  ASSERT_EQ(readable(), 3);
  const auto withheld = hospital_->store->write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(hospital_->quarantine->withhold(work, system_, document, "of-another-person", ""));
    return {};
  });
  ASSERT_TRUE(withheld) << withheld.error().message;
  ASSERT_EQ(readable(), 0);
  record_moves::MoveService::Command command;
  command.type = "DocumentReference";
  command.id = document.text();
  command.to = bert;
  command.reason = "wrong-patient";
  const auto moved = hospital_->record_moves->move(system_, command);
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(readable(), 0) << "they stand in the wrong chart until somebody decides";
  EXPECT_GE(ask(tom_, "GET", "/api/worklists/data-entry-source").count("items"), 1u);
}

TEST_P(DataEntry, EachEntryOfANoteThatLeftIsAskedAbout) {
  const auto document = note();
  const auto first = validated();
  ASSERT_EQ(act(tom_, first, "verify", "{}").status, 200);
  const auto opened = ask(tina_, "POST", "/api/data-entry",
                          R"({"document":{"type":"DocumentReference","id":")" + document.text() + R"("},"form":"office-visit"})");
  ASSERT_EQ(opened.status, 200) << opened.body;
  const auto second = opened.at("id");
  for (const auto& field : {"systolic", "diastolic", "weight", "problems", "medications", "allergies"})
    save(tina_, second, field, R"({"absent":true})");
  save(tina_, second, "pulse", value("71"));
  const auto seen = ask(tina_, "GET", "/api/data-entry/" + second);
  for (std::size_t at = 0; at < seen.count("reconciliation.items"); ++at) {
    const auto item = "reconciliation.items." + std::to_string(at);
    act(tina_, second, "prior",
        R"({"prior":{"type":")" + seen.at(item + ".resource.type") + R"(","id":")" + seen.at(item + ".resource.id") +
            R"("},"prior_version":)" + seen.at(item + ".version") + R"(,"says":"goes-on"})");
  }
  const auto checked = act(tina_, second, "validate", "{}");
  ASSERT_EQ(checked.status, 200) << checked.body;
  if (checked.at("state") == "second-entry") return;
  ASSERT_EQ(act(tom_, second, "verify", "{}").status, 200);
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", document.text()));
  EXPECT_EQ(ask(tom_, "GET", "/api/worklists/data-entry-source").count("items"), 2u);
  const auto asked = ask(tom_, "GET", "/api/data-entry/" + second);
  EXPECT_EQ(asked.at("asked_about"), "The note was withdrawn.");
  EXPECT_EQ(asked.at("may_settle"), "true");
  EXPECT_EQ(act(tom_, second, "steps", R"({"event":"keep","reason":"values-are-right","words":"seen"})").status, 200);
  EXPECT_EQ(ask(tom_, "GET", "/api/data-entry/" + second).at("may_settle"), "false");
}

TEST_P(DataEntry, TwoPeopleNeverTypeIntoOneAnother) {
  note();
  const auto id = waiting();
  const auto first = save(tina_, id, "pulse", value("72"));
  EXPECT_EQ(save(tom_, id, "pulse", value("75")).status, 412);
  EXPECT_EQ(act(tina_, id, "fields", R"({"field":"pulse","version":1,"values":[]})").status, 412) << "a page that is out of date";
  EXPECT_EQ(act(tina_, id, "fields", R"({"field":"pulse","version":)" + first.at("version") + R"(,"values":[]})").status, 200);
}

TEST_P(DataEntry, NoListTypesChecksVerifiesOrPosts) {
  note();
  const auto id = waiting();
  const auto item = ask(tina_, "GET", "/api/data-entry/" + id).at("item");
  const auto list = [&](const Visitor& who, const std::string& event) {
    return ask(who, "POST", "/api/work-items/" + item + "/acts", R"({"event":")" + event + R"("})").status;
  };
  EXPECT_EQ(list(tina_, "capture"), 422);
  type_all(tina_, id);
  EXPECT_EQ(list(tina_, "validate"), 422);
  EXPECT_EQ(act(tina_, id, "validate", "{}").status, 200);
  EXPECT_EQ(list(tom_, "verify"), 422);
  EXPECT_EQ(list(tom_, "source-gone"), 422);
}

TEST_P(DataEntry, TheSecondPersonSeesNothingOfTheFirstsAndTheVerifierChooses) {
  // The key decides who is drawn: notes are opened until one is.
  std::string id;
  for (int tries = 0; tries < 400 && id.empty(); ++tries) {
    note("%PDF " + std::to_string(tries));
    const auto desk = ask(tina_, "GET", "/api/data-entry");
    const auto key = parse_key(desk.at("to_type.0.id"));
    if (data_entry::is_drawn(*key, hospital_->data_entry->rules().double_entry.per_thousand))
      id = desk.at("to_type.0.id");
    else
      EXPECT_EQ(act(tina_, desk.at("to_type.0.id"), "steps", R"({"event":"not-needed","reason":"nothing-to-type"})").status, 200);
  }
  ASSERT_FALSE(id.empty());
  type_all(tina_, id, "72");
  const auto vera = person("vera", {"technician"});
  EXPECT_EQ(ask(vera, "GET", "/api/data-entry/" + id).status, 200);
  EXPECT_EQ(act(tina_, id, "validate", "{}").at("state"), "second-entry");
  EXPECT_EQ(save(vera, id, "pulse", value("72")).status, 403) << "she saw it while it was typed";
  clock_.set(clock_.now().plus(std::chrono::seconds(20)));
  const auto blind = ask(tom_, "GET", "/api/data-entry/" + id);
  EXPECT_EQ(blind.at("blind"), "true");
  EXPECT_EQ(blind.count("values"), 0u);
  EXPECT_FALSE(blind.says("Lisinopril"));
  EXPECT_EQ(save(tina_, id, "pulse", value("72")).status, 403) << "the second entry is somebody else's";
  EXPECT_EQ(act(hale_, id, "verify", "{}").status, 422) << "not before it was typed twice";
  type_all(tom_, id, "77");
  const auto twice = act(tom_, id, "second", "{}");
  ASSERT_EQ(twice.status, 200) << twice.body;
  EXPECT_EQ(twice.at("compared"), "7");
  EXPECT_EQ(twice.at("agreed"), "6");
  EXPECT_EQ(act(tom_, id, "verify", "{}").status, 403);
  EXPECT_EQ(act(hale_, id, "verify", "{}").status, 422) << "two people typed one field differently";
  const auto posted = act(hale_, id, "verify", R"({"settled":[{"field":"pulse","row":1,"second_row":1,"takes_second":true}]})");
  ASSERT_EQ(posted.status, 200) << posted.body;
  EXPECT_EQ(posted.at("verified_as"), "provider");
  EXPECT_EQ(found("Observation?code=http://loinc.org%7C8867-4&value-quantity=77&patient=" + ada_.text()), 1u);
  const auto figures = ask(tina_, "GET", "/api/data-entry-figures");
  EXPECT_EQ(figures.at("accuracy_per_thousand"), "857") << "six of seven fields";
}

TEST_P(DataEntry, AWithdrawnNoteTakesItsEntryBackAndPostedValuesAreAskedAbout) {
  const auto document = note();
  const auto id = waiting();
  type_all(tina_, id);
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", document.text()));
  EXPECT_EQ(ask(tina_, "GET", "/api/data-entry/" + id).at("state"), "void");
  const auto second = note("%PDF another");
  const auto posted_id = validated();
  ASSERT_EQ(act(tom_, posted_id, "verify", "{}").status, 200);
  ASSERT_TRUE(hospital_->resources->update(
      system_, "DocumentReference", second.text(),
      note_body("%PDF another", "11506-3", "application/pdf", "entered-in-error", second.text()), ""));
  const auto asked = ask(tom_, "GET", "/api/worklists/data-entry-source");
  ASSERT_EQ(asked.count("items"), 1u) << asked.body;
  EXPECT_EQ(found(of_ada("Condition")), 1u) << "nothing goes silently";
  EXPECT_EQ(ask(tom_, "GET", "/api/data-entry-of-item/" + asked.at("items.0.id")).at("id"), posted_id);
  const auto retracted = act(tom_, posted_id, "steps", R"({"event":"retract","reason":"values-are-wrong"})");
  ASSERT_EQ(retracted.status, 200) << retracted.body;
  EXPECT_EQ(found("Condition?verification-status=entered-in-error&patient=" + ada_.text()), 1u);
  EXPECT_EQ(found("Observation?status=entered-in-error&patient=" + ada_.text()), 3u);
}

TEST_P(DataEntry, WhatEndedByARetractedNoteStandsAgain) {
  const auto gout = condition("Gout");
  const auto document = note();
  const auto id = waiting();
  type_all(tina_, id);
  act(tina_, id, "prior", R"({"prior":{"type":"Condition","id":")" + gout.text() + R"("},"prior_version":1,"says":"stopped"})");
  const auto checked = act(tina_, id, "validate", "{}");
  if (checked.at("state") == "second-entry") pass_second(id);
  ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
  EXPECT_EQ(found("Condition?clinical-status=inactive&patient=" + ada_.text()), 1u);
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", document.text()));
  ASSERT_EQ(act(tom_, id, "steps", R"({"event":"retract","reason":"values-of-another-person"})").status, 200);
  EXPECT_EQ(found("Condition?clinical-status=active&patient=" + ada_.text()), 1u);
}

TEST_P(DataEntry, ANoteThatIsMovedBeforePostingComesBackToBeLookedAtAgain) {
  const auto bert = patient("Quill");
  const auto document = note();
  const auto id = validated();
  const auto manager = person("marta", {"him_manager"});
  const auto moved = ask(
      manager, "POST", "/api/moves",
      R"({"type":"DocumentReference","id":")" + document.text() + R"(","to":")" + bert.text() + R"(","reason":"wrong-patient"})");
  ASSERT_LT(moved.status, 300) << moved.body;
  const auto back = ask(tina_, "GET", "/api/data-entry/" + id);
  EXPECT_EQ(back.at("state"), "returned");
  EXPECT_EQ(back.at("patient.id"), bert.text());
}

TEST_P(DataEntry, TheLedgerTellsEveryActAndNoWords) {
  note();
  const auto id = validated();
  ASSERT_EQ(act(tom_, id, "verify", "{}").status, 200);
  const auto entries = hospital_->store->read([&](store::Reader& reader) {
    ledger::Filter filter;
    filter.subject_kind = "data_entry";
    return hospital_->ledger->list(reader, filter);
  });
  ASSERT_TRUE(entries);
  std::size_t filed = 0, amended = 0;
  for (const auto& one : *entries) {
    filed += one.act == "filed" ? 1 : 0;
    amended += one.act == "amended" ? 1 : 0;
    EXPECT_EQ(one.reason.find("Lisinopril"), std::string::npos);
  }
  EXPECT_EQ(filed, 1u);
  EXPECT_GE(amended, 7u);
}

CHARTA_ON_BOTH_ENGINES(DataEntry);

}  // namespace
}  // namespace charta::app
