// SPDX-License-Identifier: Apache-2.0
// Warnings about what documents say, over the front door: marked when filed, judged behind it, answered by a person.
#include "app/tests/production_fixture.hpp"

#include <chrono>

namespace charta::app {
namespace {

using testing::Visitor;

class RecordQuality : public testing::RecordProduction {
 protected:
  void SetUp() override {
    RecordProduction::SetUp();
    if (IsSkipped()) return;
    cora_ = person("cora", {"coder"});
  }
  /// A note of Ada Marsh, born 1961-04-02, nobody has recorded her sex.
  std::string note(const std::string& words, const std::string& more = "") {
    return document("Operative note", words, "text/plain", more).text();
  }
  /// A new version of a note.
  void say(const std::string& id, const std::string& words, const std::string& more) {
    const auto done = hospital_->resources->update(
        system_, "DocumentReference", id,
        R"({"resourceType":"DocumentReference","id":")" + id +
            R"(","status":"current","date":"2026-02-10T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":"Operative note"}]},"subject":{"reference":"Patient/)" +
            ada_.text() + R"("},)" + more + R"("content":[{"attachment":{"contentType":"text/plain","data":")" +
            to_base64(words) + R"("}}]})",
        "");
    ASSERT_TRUE(done) << done.error().message;
  }
  void judge() {
    while (hospital_->document_search->read_due().value() > 0) {
    }
    clock_.set(clock_.now().plus(std::chrono::seconds(31)));
    while (hospital_->quality->look_on(50).value() > 0) {
    }
  }
  testing::Answer at(const Visitor& who, const std::string& id) { return ask(who, "GET", "/api/documents/" + id + "/warnings"); }
  std::int64_t open_items() { return std::stoll(ask(cora_, "GET", "/api/worklists/record-warning?limit=50").at("total")); }

  const std::string wrong_side_ =
      "PROCEDURE: Left knee arthroscopy.\nDESCRIPTION OF PROCEDURE:\nThe right knee was prepped and draped.";
  Visitor cora_;
};

CHARTA_ON_BOTH_ENGINES(RecordQuality);

TEST_P(RecordQuality, AWrongSideIsShownWithItsWordsAndAnsweredByAPerson) {
  const auto id = note(wrong_side_);
  EXPECT_EQ(at(cora_, id).at("total"), "0") << "nothing is judged in the unit that files it";
  judge();
  const auto shown = at(cora_, id);
  ASSERT_EQ(shown.at("total"), "1") << shown.body;
  EXPECT_EQ(shown.at("items.0.check"), "laterality");
  EXPECT_EQ(shown.at("items.0.quotes.0.page"), "1");
  EXPECT_NE(shown.at("items.0.quotes.1.words").find("right knee"), std::string::npos);
  const auto item = shown.at("items.0.item");
  EXPECT_EQ(ask(cora_, "GET", "/api/record-warning-of-item/" + item).at("id"), shown.at("items.0.id"));
  EXPECT_EQ(ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"settle"})").status, 422)
      << "the words still stand there";
  EXPECT_EQ(ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"not-so"})").status, 422) << "with a reason";
  const auto answered = ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"right"})");
  EXPECT_EQ(answered.at("state"), "right") << answered.body;
  EXPECT_EQ(at(cora_, id).at("items.0.state"), "right");
  const auto figures = ask(cora_, "GET", "/api/record-warning-figures");
  EXPECT_EQ(figures.at("checks.0.check"), "laterality");
  EXPECT_EQ(figures.at("checks.0.right"), "1") << figures.body;
}

TEST_P(RecordQuality, NoWordOfAClientSettlesAWarning) {
  const auto id = note(wrong_side_);
  judge();
  const auto item = at(cora_, id).at("items.0.item");
  EXPECT_EQ(ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"settle","note":"settled"})").status, 422);
  EXPECT_EQ(open_items(), 1);
}

TEST_P(RecordQuality, AWarningFollowsItsDocumentToItsPatient) {
  const auto id = note(wrong_side_);
  judge();
  const auto other = patient("Quill");
  const auto tina = person("tina", {"technician"});
  const auto moved =
      ask(tina, "POST", "/api/moves",
          R"({"type":"DocumentReference","id":")" + id + R"(","to":")" + other.text() + R"(","reason":"wrong-patient"})");
  ASSERT_LT(moved.status, 300) << moved.body;
  judge();
  const auto kept = hospital_->store->read(
      [&](store::Reader& reader) { return record_quality::QualityStore().of_document(reader, *ResourceId::parse(id)); });
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->size(), 1u);
  EXPECT_EQ(kept->front().patient, other);
  EXPECT_EQ(kept->front().version, 2);
}

TEST_P(RecordQuality, ADocumentWhoseWordsComeLaterIsComparedWithWhatWasFiledBehindIt) {
  const auto stay =
      create("Encounter",
             R"({"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/)" +
                 ada_.text() + R"("},"period":{"start":"2026-02-01T10:00:00Z"}})")
          .text();
  const auto of_stay = R"("context":{"encounter":[{"reference":"Encounter/)" + stay + R"("}]},)";
  const auto first = note("Nothing was planned.", of_stay);
  // Blood values of many days stand in the same stay: they are no documents.
  for (int at = 0; at < 70; ++at)
    create("Observation",
           R"({"resourceType":"Observation","status":"final","code":{"text":"Sodium"},"subject":{"reference":"Patient/)" +
               ada_.text() + R"("},"encounter":{"reference":"Encounter/)" + stay +
               R"("},"effectiveDateTime":"2026-02-28T10:00:00Z","valueQuantity":{"value":140}})");
  const auto second = note("PROCEDURE: Left knee arthroscopy.", of_stay);
  judge();
  EXPECT_EQ(at(cora_, second).at("total"), "0");
  say(first, "PROCEDURE: Right knee arthroscopy.", of_stay);
  judge();
  const auto shown = at(cora_, second);
  ASSERT_EQ(shown.at("total"), "1") << shown.body;
  EXPECT_NE(shown.at("items.0.says").find("Two documents of this stay"), std::string::npos) << shown.body;
  say(first, "PROCEDURE: Left knee arthroscopy.", of_stay);
  while (hospital_->quality->look_on(50).value() > 0) clock_.set(clock_.now().plus(std::chrono::milliseconds(1)));
  EXPECT_EQ(open_items(), 1) << "words of a version before the last are compared with nothing";
  judge();
  EXPECT_EQ(open_items(), 0);
}

TEST_P(RecordQuality, AScanThatNobodyCanReadKeepsNoWarningFromTheNotesBehindIt) {
  const auto stay =
      create("Encounter",
             R"({"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/)" +
                 ada_.text() + R"("},"period":{"start":"2026-02-01T10:00:00Z"}})")
          .text();
  const auto of_stay = R"("context":{"encounter":[{"reference":"Encounter/)" + stay + R"("}]},)";
  document("Consent", "no picture at all", "image/tiff", of_stay);
  const auto behind = note(wrong_side_, of_stay);
  judge();
  EXPECT_EQ(at(cora_, behind).at("total"), "1") << "the scan is judged when it is read, if ever";
}

TEST_P(RecordQuality, WhatAPersonCalledNotSoIsNeverAskedAgainForTheSameWords) {
  const auto id = note(wrong_side_);
  judge();
  const auto item = at(cora_, id).at("items.0.item");
  ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"not-so","reason":"both-are-meant"})");
  const auto stored = hospital_->resources->read(system_, "DocumentReference", id);
  ASSERT_TRUE(stored);
  const auto updated = hospital_->resources->update(system_, "DocumentReference", id, stored->json, "");
  ASSERT_TRUE(updated) << updated.error().message;
  judge();
  EXPECT_EQ(open_items(), 0);
  EXPECT_EQ(at(cora_, id).at("items.0.state"), "not-so");
}

TEST_P(RecordQuality, AWarningSettlesWhenTheDocumentIsWithdrawn) {
  const auto id = note(wrong_side_);
  judge();
  ASSERT_EQ(open_items(), 1);
  const auto stored = hospital_->resources->read(system_, "DocumentReference", id);
  auto words = stored->json;
  words.replace(words.find("\"current\""), 9, "\"entered-in-error\"");
  ASSERT_TRUE(hospital_->resources->update(system_, "DocumentReference", id, words, ""));
  judge();
  EXPECT_EQ(open_items(), 0);
}

TEST_P(RecordQuality, CopiedTextNamesItsSourceAndIsKeptFromWhoMayNotSeeThat) {
  std::string words;
  for (int at = 0; at < 200; ++at) words += "word" + std::to_string(at * 7919 % 1009) + " ";
  note(words, labelled("ETH"));
  const auto copy = note(words + "and a line of its own.");
  judge();
  const auto shown = at(cora_, copy);
  ASSERT_EQ(shown.at("total"), "1") << shown.body;
  EXPECT_EQ(shown.at("items.0.check"), "copied-text");
  EXPECT_GE(std::stoi(shown.at("items.0.percent")), 90);
  EXPECT_EQ(at(nora_, copy).at("total"), "0") << "its source is not for this nurse";
  EXPECT_EQ(ask(nora_, "GET", "/api/record-warning-of-item/" + shown.at("items.0.item")).status, 404);
}

TEST_P(RecordQuality, AnAgeIsComparedWithTheDateOfBirth) {
  const auto id = note("This is a 46-year-old woman with knee pain.");
  const auto right = note("This is a 64-year-old woman with knee pain.");
  judge();
  EXPECT_EQ(at(cora_, id).at("items.0.check"), "age");
  EXPECT_EQ(at(cora_, right).at("total"), "0");
}

}  // namespace
}  // namespace charta::app
