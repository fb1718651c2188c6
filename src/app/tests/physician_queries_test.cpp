// SPDX-License-Identifier: Apache-2.0
// A question to a physician through the front door: written with quotes, judged, sent, answered, handed on, and counted.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"

#include <chrono>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class PhysicianQueries : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    stay_ = encounter("finished");
    note_ =
        document(stay_, "Progress note\nSpO2 82 % on room air, RR 32, using accessory muscles.\nPneumonia, ceftriaxone begun.");
    read_words();
    cora_ = person("cora", {"coder"});
    hale_ = person("hale", {"physician"});
    ruiz_ = person("ruiz", {"physician"});
    tina_ = person("tina", {"technician"});
    const auto terms = ask(cora_, "GET", "/api/query-terms");
    for (std::size_t at = 0; at < terms.count("physicians"); ++at) {
      const std::string one = "physicians." + std::to_string(at);
      physicians_[terms.at(one + ".name")] = terms.at(one + ".id");
    }
  }

  void read_words() {
    for (;;) {
      const auto read = hospital_->document_search->read_due();
      ASSERT_TRUE(read) << read.error().message;
      if (*read == 0) return;
    }
  }
  std::string encounter(const std::string& status) {
    const std::string end = status == "finished" ? R"(,"end":"2026-02-25T09:00:00Z")" : "";
    return create(
               "Encounter",
               R"({"resourceType":"Encounter","status":")" + status +
                   R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"Patient/)" +
                   ada_.text() + R"("},"period":{"start":"2026-02-20T10:00:00Z")" + end + "}}")
        .text();
  }
  std::string document(const std::string& stay, const std::string& words) {
    return create(
               "DocumentReference",
               R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-02-24T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":"Progress note"}]},"subject":{"reference":"Patient/)" +
                   ada_.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay +
                   R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})")
        .text();
  }
  std::string quoting(const std::string& words, const std::string& document, bool earlier = false) const {
    return R"({"document":{"type":"DocumentReference","id":")" + document + R"("},"page":1,"quote":")" + words +
           R"(","says_earlier":)" + (earlier ? "true" : "false") + "}";
  }
  std::string question(const std::string& title, const std::string& words, const std::string& quotes,
                       const std::string& to = "Display hale", const std::string& more = R"(,"format":"open")") {
    return R"({"patient":")" + ada_.text() + R"(","encounter":")" + stay_ + R"(","purpose":"missing-diagnosis","title":")" +
           title + R"(","question":")" + words + R"(","findings":[)" + quotes + "]" +
           (to.empty() ? "" : R"(,"to":")" + physicians_[to] + '"') + more + "}";
  }
  std::string good() {
    return question("Clarification of respiratory status", "Please clarify the diagnosis that was treated with oxygen.",
                    quoting("SpO2 82 % on room air", note_));
  }
  std::string choices() {
    return question(
        "Clarification of respiratory status", "Which diagnosis explains these findings?",
        quoting("RR 32, using accessory muscles", note_), "Display hale",
        R"x(,"format":"choice","choices":["Acute respiratory failure","Hypoxia","Other (please specify)","Unable to determine"])x");
  }
  Answer step(const Visitor& who, const std::string& id, const std::string& what, const std::string& body = "{}") {
    return ask(who, "POST", "/api/queries/" + id + "/" + what, body);
  }
  std::string sent(const std::string& body) {
    const auto written = ask(cora_, "POST", "/api/queries", body);
    EXPECT_EQ(written.status, 200) << written.body;
    const auto answer = step(cora_, written.at("id"), "send");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return written.at("id");
  }

  PatientId ada_;
  std::string stay_, note_;
  Visitor cora_, hale_, ruiz_, tina_;
  std::map<std::string, std::string> physicians_;
};

TEST_P(PhysicianQueries, AQuestionWithAQuoteIsSentAnsweredAndJudged) {
  const auto judged = ask(cora_, "POST", "/api/queries/check", good());
  EXPECT_EQ(judged.at("may_be_asked"), "true") << judged.body;
  const auto id = sent(good());
  const auto waiting = ask(hale_, "GET", "/api/queries/" + id);
  EXPECT_EQ(waiting.at("state"), "sent");
  EXPECT_EQ(waiting.at("timing"), "retrospective");
  EXPECT_EQ(waiting.at("is_mine_to_answer"), "true");
  EXPECT_EQ(waiting.at("due_at"), "2026-03-08T08:00:00.000Z") << "168 hours after it was sent";
  EXPECT_EQ(waiting.at("findings.0.quote"), "SpO2 82 % on room air");
  EXPECT_EQ(waiting.at("findings.0.of_this_encounter"), "true");
  EXPECT_EQ(ask(hale_, "GET", "/api/query-of-item/" + waiting.at("item")).at("id"), id);

  clock_.set(clock_.now().plus(std::chrono::minutes(6)));
  EXPECT_EQ(step(hale_, id, "answer", R"({"words":""})").status, 400);
  const auto answered = step(hale_, id, "answer", R"({"words":"Acute hypoxic respiratory failure due to pneumonia"})");
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(answered.at("state"), "response-received");
  EXPECT_EQ(answered.at("answer.by.name"), "Display hale");
  EXPECT_EQ(step(hale_, id, "complete", R"({"outcome":"agreed"})").status, 403) << "who asks judges the answer";
  EXPECT_EQ(step(cora_, id, "complete", R"({"outcome":"agreed"})").at("state"), "completed");

  const auto figures = ask(cora_, "GET", "/api/query-figures?from=2026-03-01&until=2026-03-02");
  EXPECT_EQ(figures.at("sent"), "1");
  EXPECT_EQ(figures.at("answered"), "1");
  EXPECT_EQ(figures.at("agreed"), "1");
  EXPECT_EQ(figures.at("median_minutes"), "6");
  EXPECT_EQ(figures.count("items"), 1u);
  EXPECT_EQ(ask(tina_, "GET", "/api/patients/" + ada_.text() + "/queries").at("total"), "1") << "the trail stays readable";
}

TEST_P(PhysicianQueries, WhatLeadsOrMisquotesIsNotSent) {
  for (const auto& [body, fault] :
       {std::pair(question("Acute respiratory failure", "Please clarify.", quoting("SpO2 82 % on room air", note_)),
                  "names-diagnosis"),
        std::pair(question("Clarification", "Please clarify, the DRG depends on it.", quoting("SpO2 82 % on room air", note_)),
                  "money"),
        std::pair(question("Clarification", "Please clarify.", quoting("SpO2 70 % on room air", note_)), "not-word-for-word"),
        std::pair(question("Clarification", "Please clarify.", ""), "no-indicator")}) {
    const auto judged = ask(cora_, "POST", "/api/queries/check", body);
    EXPECT_EQ(judged.at("may_be_asked"), "false");
    EXPECT_EQ(judged.at("findings.0.fault"), fault) << judged.body;
    const auto written = ask(cora_, "POST", "/api/queries", body);
    ASSERT_EQ(written.status, 200) << "it may be kept and mended: " << written.body;
    const auto refused = step(cora_, written.at("id"), "send");
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(ask(cora_, "GET", "/api/queries/" + written.at("id")).at("state"), "pending");
  }
}

TEST_P(PhysicianQueries, WhatIsDocumentedInTheStayMayBeNamed) {
  EXPECT_EQ(
      ask(cora_, "POST", "/api/queries/check",
          question("Type of pneumonia", "Please specify the organism of the pneumonia.", quoting("ceftriaxone begun", note_)))
          .at("may_be_asked"),
      "true");
  const auto other = document(encounter("finished"), "Sepsis due to pneumonia");
  read_words();
  const auto judged = ask(cora_, "POST", "/api/queries/check",
                          question("Source of sepsis", "Please specify.",
                                   quoting("Sepsis due to pneumonia", other, true) + "," + quoting("RR 32", note_)));
  EXPECT_EQ(judged.at("findings.0.fault"), "names-diagnosis")
      << "another stay's diagnosis is none of this one's: " << judged.body;
}

TEST_P(PhysicianQueries, OnlyWhoIsAskedAnswersAndAnotherMayBeAskedInstead) {
  const auto id = sent(choices());
  EXPECT_EQ(step(ruiz_, id, "answer", R"({"choice":1})").status, 403);
  EXPECT_EQ(
      step(hale_, id, "reassign", R"({"to":")" + physicians_["Display hale"] + R"(","reason":"covers-this-patient"})").status,
      422)
      << "with her already";
  EXPECT_EQ(
      step(ruiz_, id, "reassign", R"({"to":")" + physicians_["Display ruiz"] + R"(","reason":"covers-this-patient"})").status,
      403)
      << "nobody takes what is not theirs";
  const auto handed =
      step(hale_, id, "reassign", R"({"to":")" + physicians_["Display ruiz"] + R"(","reason":"covers-this-patient"})");
  ASSERT_EQ(handed.status, 200) << handed.body;
  EXPECT_EQ(handed.at("state"), "reassigned");
  EXPECT_EQ(step(hale_, id, "answer", R"({"choice":1})").status, 403);
  EXPECT_EQ(step(ruiz_, id, "answer", R"({"choice":9})").status, 400);
  EXPECT_EQ(step(ruiz_, id, "answer", "{}").status, 400) << "a choice is made";
  EXPECT_EQ(step(ruiz_, id, "answer", R"({"choice":3})").status, 400) << "Other needs words";
  EXPECT_EQ(step(ruiz_, id, "answer", R"({"choice":4})").at("answer.choice"), "4") << "Unable to determine needs none";
  EXPECT_EQ(step(cora_, id, "complete", R"({"outcome":"undetermined"})").at("outcome"), "undetermined");
}

TEST_P(PhysicianQueries, WhatWasSentStaysAsItWasAndIsTakenBackWithAReason) {
  const auto written = ask(cora_, "POST", "/api/queries", good());
  const auto changed = ask(cora_, "POST", "/api/queries/" + written.at("id"), choices());
  EXPECT_EQ(changed.at("format"), "choice") << changed.body;
  EXPECT_EQ(step(cora_, written.at("id"), "send").status, 200);
  EXPECT_EQ(ask(cora_, "POST", "/api/queries/" + written.at("id"), good()).status, 422);
  EXPECT_EQ(step(cora_, written.at("id"), "discard").status, 422) << "somebody may have read it";
  EXPECT_EQ(step(cora_, written.at("id"), "deactivate").status, 400) << "without a reason";
  EXPECT_EQ(step(cora_, written.at("id"), "deactivate", R"({"reason":"answered-in-the-record"})").at("state"), "deactivated");
  const auto thrown = ask(cora_, "POST", "/api/queries", good());
  EXPECT_EQ(step(cora_, thrown.at("id"), "discard").at("state"), "deleted");
}

TEST_P(PhysicianQueries, NoListSendsOrAnswersAQuestion) {
  const auto written = ask(cora_, "POST", "/api/queries", good());
  const auto done = ask(cora_, "POST", "/api/work-items/" + written.at("item") + "/acts", R"({"event":"send"})");
  EXPECT_EQ(done.status, 422) << done.body;
  EXPECT_EQ(step(cora_, written.at("id"), "send").status, 200);
  EXPECT_EQ(ask(hale_, "POST", "/api/work-items/" + written.at("item") + "/acts", R"({"event":"answer"})").status, 422);
}

TEST_P(PhysicianQueries, NobodyIsAskedByAccident) {
  const auto written =
      ask(cora_, "POST", "/api/queries",
          question("Clarification of respiratory status", "Please clarify.", quoting("SpO2 82 % on room air", note_), ""));
  ASSERT_EQ(written.status, 200) << written.body;
  EXPECT_EQ(step(cora_, written.at("id"), "send").status, 422);
  EXPECT_EQ(ask(tina_, "POST", "/api/queries", good()).status, 403);
  EXPECT_EQ(ask(hale_, "POST", "/api/queries/check", good()).status, 403);
}

TEST_P(PhysicianQueries, AQuoteOfAnotherChartIsRefused) {
  const auto bert = patient("Quill");
  const auto theirs = create("DocumentReference",
                             R"({"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/)" +
                                 bert.text() + R"("},"content":[{"attachment":{"contentType":"text/plain","data":"YQ=="}}]})")
                          .text();
  EXPECT_EQ(ask(cora_, "POST", "/api/queries/check", question("Clarification", "Please clarify.", quoting("a", theirs))).status,
            422);
  EXPECT_EQ(ask(cora_, "POST", "/api/queries/check", question("Clarification", "Please clarify.", quoting("a", "0000000000000")))
                .status,
            404);
}

TEST_P(PhysicianQueries, TheQuestionNeverReachesTheLedgerInWords) {
  const auto id = sent(good());
  const auto entries = hospital_->store->read([&](store::Reader& reader) {
    ledger::Filter filter;
    filter.subject_kind = "physician_query";
    return hospital_->ledger->list(reader, filter);
  });
  ASSERT_TRUE(entries) << entries.error().message;
  bool was_sent = false;
  for (const auto& one : *entries) {
    was_sent |= one.act == "sent" && !one.digest_hex.empty() && one.patient == ada_;
    EXPECT_EQ(one.reason.find("oxygen"), std::string::npos);
  }
  EXPECT_TRUE(was_sent);
}

CHARTA_ON_BOTH_ENGINES(PhysicianQueries);

}  // namespace
}  // namespace charta::app
