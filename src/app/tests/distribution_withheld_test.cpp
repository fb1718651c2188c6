// SPDX-License-Identifier: Apache-2.0
// A copy is for the eyes for which its document is, and leaves the house by a person's word alone where its labels keep it.
#include "app/tests/distribution_fixture.hpp"

namespace charta::app {
namespace {

using Lines = std::vector<std::string>;

class WithheldCopies : public testing::DistributionTest {
 protected:
  ResourceId only_document() {
    const auto page = hospital_->distribution->list(system_, {});
    return page && !page->copies.empty() ? page->copies.front().document : ResourceId();
  }
  void withhold(ResourceId document) {
    ASSERT_TRUE(hospital_->store->write([&](store::UnitOfWork& work) {
      return hospital_->quarantine->withhold(work, system_, document, "another-patient", "");
    }));
  }
  void found_right(ResourceId document) {
    ASSERT_TRUE(hospital_->store->write(
        [&](store::UnitOfWork& work) { return hospital_->quarantine->release(work, system_, document); }));
  }
  /// A new version of the resource whose only news is a label of this confidentiality.
  void put_label(const std::string& type, const std::string& id, const std::string& code) {
    const auto stored = hospital_->resources->read(system_, type, id);
    ASSERT_TRUE(stored);
    const auto parsed = std::move(json::Document::parse(stored->json).value());
    std::string text = R"({"meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":")" +
                       code + R"("}]})";
    for (const auto member : parsed.root())
      if (member.key() != "meta") text += ",\"" + std::string(member.key()) + "\":" + json::write(member);
    const auto done = hospital_->resources->update(system_, type, id, text + "}", "");
    ASSERT_TRUE(done) << done.error().message;
  }
  distribution::Copy newest(const std::string& name) {
    const auto page = hospital_->distribution->list(system_, {});
    for (const auto& one : page->copies)
      if (one.recipient_name == name) return one;
    ADD_FAILURE() << "no copy of " << name << ", but of "
                  << (page->copies.empty() ? "nobody" : page->copies.front().recipient_name);
    return {};
  }
};
CHARTA_ON_BOTH_ENGINES(WithheldCopies);

TEST_P(WithheldCopies, AreReadByNobodyWhoMayNotSeeTheDocument) {
  document("T02", "D1", "No acute distress.");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  ASSERT_EQ(ask(hale_, "GET", "/api/distribution/copies/" + copy + "/changes").status, 200);
  ASSERT_EQ(ask(hale_, "GET", "/api/worklists/document-review").count("items"), 1U);
  const auto note = only_document();
  withhold(note);
  EXPECT_EQ(ask(hale_, "GET", "/api/distribution/copies/" + copy).status, 404);
  EXPECT_EQ(ask(hale_, "GET", "/api/distribution/copies/" + copy + "/changes").status, 404);
  EXPECT_EQ(ask(hale_, "GET", "/api/distribution/copies?limit=10").count("items"), 0U);
  EXPECT_EQ(ask(hale_, "GET", "/api/worklists/document-review").count("items"), 0U) << "its work names the document";
  EXPECT_EQ(step(hale_, copy, "approve").status, 404);
  EXPECT_EQ(ask(tina_, "GET", "/api/distribution/copies/" + copy).status, 200) << "who brings it home sees it";
  found_right(note);
  go_round();
  EXPECT_EQ(ask(hale_, "GET", "/api/distribution/copies/" + copy).status, 200);
  EXPECT_EQ(ask(hale_, "GET", "/api/worklists/document-review").count("items"), 1U);
  EXPECT_EQ(copies(), Lines{"Hale, Ann v1 inbox delivered"}) << "it says what it said: nobody has it twice";
}

TEST_P(WithheldCopies, FollowALabelThatIsPutOnTheDocument) {
  document("T02", "D1", "No acute distress.");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  put_label("DocumentReference", only_document().text(), "R");
  EXPECT_EQ(ask(hale_, "GET", "/api/distribution/copies/" + copy + "/changes").status, 404);
  EXPECT_EQ(ask(hale_, "GET", "/api/worklists/document-review").count("items"), 0U);
}

TEST_P(WithheldCopies, AreNotSentAsAMessageNorAsPagesWhileTheyAreLookedAt) {
  partners::Partner partner;
  partner.name = "Clinic";
  partner.application = "EHR";
  partner.endpoint = "127.0.0.1:1";
  ASSERT_TRUE(hospital_->partners->save(system_, partner));
  reach("CLIN1", "Clinic East", "organization", {{"outbound-hl7", "Clinic"}});
  document("T02", "D1", "No acute distress.", "LUND1^LUND^EVA", "CLIN1^EAST^CLINIC");
  ASSERT_TRUE(hospital_->distribution->expand_due());
  const auto note = only_document();
  withhold(note);
  go_round();
  EXPECT_TRUE(hospital_->partners->outbox(system_, std::nullopt, 10).value().empty());
  EXPECT_TRUE(jobs(gateway_.path()).empty());
  const auto waiting = newest("Clinic East");
  EXPECT_EQ(waiting.state, distribution::CopyState::owed);
  EXPECT_EQ(waiting.problem, "the document is withheld until somebody looked whose it is");
  found_right(note);
  later(std::chrono::minutes(20));
  go_round();
  EXPECT_EQ(newest("Clinic East").state, distribution::CopyState::sent);
  EXPECT_EQ(newest("Lund, Eva").state, distribution::CopyState::sent);
}

TEST_P(WithheldCopies, OfARecordThatWasLabelledMeanwhileStayUntilAPersonSendsThem) {
  std::filesystem::rename(gateway_.path(), gateway_.path() + ".away");
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  ASSERT_EQ(newest("Lund, Eva").state, distribution::CopyState::owed);
  put_label("Patient", ada_.text(), "R");
  std::filesystem::rename(gateway_.path() + ".away", gateway_.path());
  later(std::chrono::minutes(20));
  go_round();
  EXPECT_TRUE(jobs(gateway_.path()).empty());
  const auto kept = newest("Lund, Eva");
  EXPECT_EQ(kept.state, distribution::CopyState::failed);
  EXPECT_NE(kept.problem.find("labelled"), std::string::npos) << kept.problem;
  ASSERT_TRUE(hospital_->distribution->send_again(system_, kept.id, std::nullopt));
  go_round();
  EXPECT_EQ(newest("Lund, Eva").state, distribution::CopyState::sent) << "whoever was told so answers for the consent";
}

TEST_P(WithheldCopies, OfALabelledRecordStayWhenSomebodySaysHowTheirRecipientIsReached) {
  document("T02", "D1", "words", "", "NEW1^NEWMAN^NOR");
  go_round();
  put_label("Patient", ada_.text(), "R");
  ASSERT_EQ(reach("NEW1", "Newman, Nor", "practitioner", {{"fax", "+1 555 0199"}}).status, 200);
  go_round();
  EXPECT_TRUE(jobs(gateway_.path()).empty());
  const auto kept = hospital_->distribution->list(system_, {})->copies.at(0);
  EXPECT_EQ(kept.state, distribution::CopyState::failed);
  EXPECT_NE(kept.problem.find("labelled"), std::string::npos) << kept.problem;
}

TEST_P(WithheldCopies, AVersionThatIsBeingWrittenGoesToNobodyWhoHasTheOneBefore) {
  document("T02", "D1", "Give 5 mg daily.");
  go_round();
  ASSERT_EQ(document("T08", "D1", "Give", "", "", "", "IP"), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Hale, Ann v1 inbox delivered"});
  ASSERT_EQ(document("T08", "D1", "Give 50 mg daily.", "", "", "", "AU"), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox superseded", "Hale, Ann v3 inbox delivered"}));
}

}  // namespace
}  // namespace charta::app
