// SPDX-License-Identifier: Apache-2.0
// Copies read through FHIR, the channel that is this reading, and wishes not to be sent something, over the whole hospital.
#include "app/tests/distribution_fixture.hpp"

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;
using Lines = std::vector<std::string>;

class Communications : public testing::DistributionTest {
 protected:
  void SetUp() override {
    DistributionTest::SetUp();
    if (!IsSkipped()) robot_ = program("robot", {"program"});
  }
  Answer found(const Visitor& who, const std::string& query) { return ask(who, "GET", "/fhir/Communication?" + query); }
  Answer shown(const Visitor& who, const std::string& copy) { return ask(who, "GET", "/fhir/Communication/copy-" + copy); }
  std::string document_id() { return ask(tina_, "GET", "/api/distribution/copies").at("items.0.document.id"); }
  std::int64_t entries(std::string_view kind, std::int64_t subject = 0) {
    ledger::Filter filter;
    filter.subject_kind = kind;
    filter.act = std::string(ledger::act_code(ledger::Act::viewed));
    if (subject != 0) filter.subject = subject;
    filter.limit = 200;
    return static_cast<std::int64_t>(
        hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); })->size());
  }
  Answer wish(const std::string& body) { return ask(tina_, "POST", "/api/distribution/opt-outs", body); }

  Visitor robot_;
};

TEST_P(Communications, EveryCopyIsReadByItsIdAndFoundByWhomAndWhat) {
  document("T02", "D1", "words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  const auto fax = shown(robot_, copy_of("Lund, Eva"));
  ASSERT_EQ(fax.status, 200) << fax.body;
  EXPECT_EQ(fax.at("status"), "in-progress");
  EXPECT_EQ(fax.at("subject.reference"), "Patient/" + ada_.text());
  EXPECT_EQ(fax.at("recipient.0.identifier.value"), "LUND1");
  EXPECT_EQ(fax.at("about.0.reference"), "DocumentReference/" + document_id() + "/_history/1");
  EXPECT_EQ(shown(robot_, copy_of("Hale, Ann")).at("status"), "completed");
  EXPECT_EQ(found(robot_, "subject=Patient/" + ada_.text()).at("total"), "2");
  EXPECT_EQ(found(robot_, "patient=" + ada_.text() + "&status=in-progress").at("total"), "1");
  EXPECT_EQ(found(robot_, "about=DocumentReference/" + document_id()).at("total"), "2");
  EXPECT_EQ(found(robot_, "about=DocumentReference/nothing").at("total"), "0");
  EXPECT_EQ(found(robot_, "recipient:identifier=" + key_of("LUND1")).at("total"), "1");
  EXPECT_EQ(found(robot_, "identifier=urn:charta:copy|" + fax.at("identifier.0.value")).at("entry.0.resource.id"), fax.at("id"));
  EXPECT_EQ(found(robot_, "subject=Patient/" + ada_.text() + "&_summary=count").at("total"), "2");
  EXPECT_TRUE(ask(robot_, "GET", "/fhir/metadata").says("copies of a document"));
}

TEST_P(Communications, AreReadPageByPageBesideThoseThatClientsWrote) {
  document("T02", "D1", "words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  const auto own =
      create("Communication",
             R"({"resourceType":"Communication","status":"completed","subject":{"reference":"Patient/)" + ada_.text() + R"("}})")
          .text();
  std::set<std::string> met;
  std::string next = "/fhir/Communication?_count=1&subject=Patient/" + ada_.text();
  for (int page = 0; page < 6 && !next.empty(); ++page) {
    const auto one = ask(robot_, "GET", next);
    ASSERT_EQ(one.status, 200) << next << one.body;
    for (const auto& resource : one.all("entry", "resource.id")) met.insert(resource);
    next.clear();
    for (std::size_t i = 0; i < one.count("link"); ++i)
      if (const auto link = "link." + std::to_string(i); one.at(link + ".relation") == "next")
        next = one.at(link + ".url").substr(one.at(link + ".url").find("/fhir/"));
  }
  EXPECT_EQ(met.size(), 3U);
  EXPECT_TRUE(met.contains(own));
  EXPECT_EQ(ask(robot_, "GET", "/fhir/Communication/" + own).status, 200);
  const auto written =
      ask(robot_, "PUT", "/fhir/Communication/copy-" + copy_of("Lund, Eva"),
          R"({"resourceType":"Communication","id":"copy-)" + copy_of("Lund, Eva") + R"(","status":"completed"})");
  EXPECT_EQ(written.status, 422) << "nobody writes one";
}

TEST_P(Communications, AreSeenByWhoSeesTheDocumentAndEveryReadIsNoted) {
  document("T02", "D1", "words");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  const auto nora = person("nora", {"nurse"});
  ASSERT_EQ(shown(nora, copy).status, 200);
  EXPECT_EQ(entries("distribution_copy", distribution::CopyId::parse(copy)->key()), 1);
  EXPECT_EQ(found(nora, "subject=Patient/" + ada_.text()).at("total"), "1");
  EXPECT_GE(entries("distribution_copies"), 1);
  EXPECT_EQ(shown(person("ingo", {"interface_analyst"}), copy).status, 403);
  const auto id = document_id();
  const auto stored = hospital_->resources->read(system_, "DocumentReference", id);
  ASSERT_TRUE(stored);
  std::string labelled = stored->json;
  labelled.insert(1, R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ETH"}]},)");
  if (const auto meta = labelled.find(R"(,"meta":{"versionId)"); meta != std::string::npos)
    labelled.erase(meta, labelled.find('}', meta) + 1 - meta);
  const auto done = hospital_->resources->update(system_, "DocumentReference", id, labelled, "");
  ASSERT_TRUE(done) << done.error().message << labelled;
  EXPECT_EQ(shown(nora, copy).status, 404) << "neither shown nor said to be there";
  EXPECT_EQ(found(nora, "subject=Patient/" + ada_.text()).at("total"), "0");
}

TEST_P(Communications, AreAWayWhoseReceiptIsItsClientsOwnReading) {
  const auto portal = program("portal", {"program"});
  ASSERT_EQ(reach("PORT1", "Portal clinic", "organization", {{"fhir-communication", "portal"}}).status, 200);
  document("T02", "D1", "words", "", "PORT1^PORTAL^CLINIC");
  go_round();
  EXPECT_EQ(copies(), Lines{"Portal clinic v1 fhir-communication sent"});
  const auto copy = copy_of("Portal clinic");
  EXPECT_EQ(shown(robot_, copy).at("status"), "in-progress") << "somebody else's reading is no receipt";
  EXPECT_EQ(found(portal, "recipient:identifier=" + key_of("PORT1") + "&status=in-progress").at("entry.0.resource.id"),
            "copy-" + copy);
  EXPECT_EQ(copies(), Lines{"Portal clinic v1 fhir-communication sent"}) << "a list is no reading of it";
  const auto read = shown(portal, copy);
  EXPECT_EQ(read.at("status"), "completed") << read.body;
  EXPECT_NE(read.at("received"), "absent");
  EXPECT_EQ(shown(portal, copy).status, 200) << "read again";
  const auto view = ask(tina_, "GET", "/api/distribution/copies/" + copy);
  EXPECT_EQ(view.all("steps", "event"), (Lines{"made", "send", "deliver"})) << "one receipt";
  const auto payload = read.at("payload.0.contentReference.reference");
  EXPECT_EQ(ask(portal, "GET", "/fhir/" + payload).status, 200) << payload;
}

TEST_P(Communications, TellByTheNextVersionThatTheOneBeforeIsNotTrue) {
  const auto portal = program("portal", {"program"});
  reach("PORT1", "Portal clinic", "organization", {{"fhir-communication", "portal"}});
  document("T02", "D1", "words", "", "PORT1^PORTAL^CLINIC");
  go_round();
  const auto first = copy_of("Portal clinic");
  ASSERT_EQ(shown(portal, first).at("status"), "completed");
  document("T08", "D1", "other words", "", "PORT1^PORTAL^CLINIC");
  go_round();
  const auto second = copy_of("Portal clinic");
  ASSERT_NE(first, second);
  EXPECT_EQ(shown(portal, second).at("inResponseTo.0.reference"), "Communication/copy-" + first);
  EXPECT_EQ(shown(portal, first).at("statusReason.coding.0.code"), "recalled") << "told by the one that took its place";
}

TEST_P(Communications, ThatNobodyReadsForLongAreWorkAndALateReadingStillCounts) {
  reach("PORT1", "Portal clinic", "organization", {{"fhir-communication", "portal"}});
  program("portal", {"program"});
  document("T02", "D1", "words", "", "PORT1^PORTAL^CLINIC");
  go_round();
  later(std::chrono::hours(24 * 30));
  go_round();
  EXPECT_EQ(copies(), Lines{"Portal clinic v1 fhir-communication failed"});
  const auto portal = Visitor{"", hospital_->access->issue_token(system_, {"portal", "", std::nullopt}).value()};
  EXPECT_EQ(shown(portal, copy_of("Portal clinic")).at("status"), "completed");
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(Communications, ForAnAccountThatNobodyHasAreWork) {
  reach("PORT1", "Portal clinic", "organization", {{"fhir-communication", "nobody-here"}});
  document("T02", "D1", "words", "", "PORT1^PORTAL^CLINIC");
  go_round();
  EXPECT_EQ(copies(), Lines{"Portal clinic v1 fhir-communication failed"});
  const auto item = ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Portal clinic"));
  EXPECT_NE(item.at("problem").find("no account 'nobody-here'"), std::string::npos) << item.body;
  EXPECT_EQ(shown(robot_, copy_of("Portal clinic")).at("status"), "on-hold");
  program("nobody-here", {"program"});
  ASSERT_EQ(step(tina_, copy_of("Portal clinic"), "send-again").status, 200);
  go_round();
  EXPECT_EQ(copies(), Lines{"Portal clinic v1 fhir-communication sent"});
}

TEST_P(Communications, WhoAskedNotToBeSentOfAPersonIsNotSentInAnyRecordOfTheirs) {
  const auto twin = patient("Marshall");
  ASSERT_EQ(
      wish(R"({"recipient":")" + key_of("LUND1") + R"(","patient":")" + twin.text() + R"(","reason":"asked by letter"})").status,
      204);
  const auto banner = [&](PatientId of) { return ask(tina_, "GET", "/api/patients/" + of.text()); };
  EXPECT_TRUE(banner(twin).says("copies-opt-out"));
  EXPECT_FALSE(banner(ada_).says("copies-opt-out")) << "the two are not known to be one";
  ASSERT_TRUE(hospital_->patient_index->link(system_, ada_, twin, "identity-review"));
  EXPECT_TRUE(banner(ada_).says("copies-opt-out"));
  document("T02", "D1", "words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  EXPECT_EQ(copies(), Lines{"Hale, Ann v1 inbox delivered"});
  const auto wishes = ask(tina_, "GET", "/api/distribution/opt-outs?patient=" + ada_.text());
  ASSERT_EQ(wishes.count("items"), 1U) << wishes.body;
  EXPECT_EQ(wishes.at("items.0.said_by.name"), "Display tina");
  ASSERT_EQ(ask(tina_, "DELETE", "/api/distribution/opt-outs/" + wishes.at("items.0.id")).status, 204);
  EXPECT_EQ(ask(tina_, "DELETE", "/api/distribution/opt-outs/" + wishes.at("items.0.id")).status, 404);
  EXPECT_FALSE(banner(ada_).says("copies-opt-out"));
  ledger::Filter filter;
  filter.subject_kind = "distribution_opt_out";
  filter.patient = twin;
  const auto noted = hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); });
  ASSERT_EQ(noted->size(), 2U) << "asked and ended, each with whose they are";
}

TEST_P(Communications, AWishNamesAReasonAndSomebodyOrSomething) {
  EXPECT_EQ(wish(R"({"recipient":"x"})").status, 400);
  EXPECT_EQ(wish(R"({"reason":"asked"})").status, 400);
  EXPECT_EQ(wish(R"({"reason":"asked","patient":"0000000000042"})").status, 404);
  EXPECT_EQ(ask(person("cora", {"coder"}), "POST", "/api/distribution/opt-outs", R"({"recipient":"x","reason":"y"})").status,
            403);
}

CHARTA_ON_BOTH_ENGINES(Communications);

}  // namespace
}  // namespace charta::app
