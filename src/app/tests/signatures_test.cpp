// SPDX-License-Identifier: Apache-2.0
// Signatures through the front door: what is shown is what is bound, many at once or none, and everything that follows.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"

#include <chrono>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class Signatures : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    stay_ = encounter();
    hale_ = person("hale", {"physician"});
    ruiz_ = person("ruiz", {"physician"});
    sam_ = person("sam", {"nurse"});
    tina_ = person("tina", {"technician"});
    adam_ = person("adam", {"admin"});
    known("hale", "100", "Ruth Hale, MD", "attending");
    known("ruiz", "200", "Leo Ruiz, MD", "resident");
    known("sam", "300", "Sam Ode", "scribe");
  }

  void known(const std::string& account, const std::string& number, const std::string& name, const std::string& standing) {
    const auto done = ask(adam_, "POST", "/api/signers",
                          R"({"account":")" + account + R"(","key":"urn:npi|)" + number + R"(","name":")" + name +
                              R"(","standing":")" + standing + R"("})");
    ASSERT_EQ(done.status, 200) << done.body;
  }
  std::string encounter() {
    return create(
               "Encounter",
               R"({"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"participant":[{"type":[{"coding":[{"code":"ATND"}]}],"individual":{"identifier":{"system":"urn:npi","value":"100"},"display":"Ruth Hale, MD"}}],"subject":{"reference":"Patient/)" +
                   ada_.text() + R"("},"period":{"start":"2026-02-20T10:00:00Z","end":"2026-02-25T09:00:00Z"}})")
        .text();
  }
  static std::string document_text(PatientId of, const std::string& stay, const std::string& author, const std::string& words,
                                   const std::string& id = "", const std::string& status = "preliminary") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") +
           R"("status":"current","docStatus":")" + status +
           R"(","date":"2026-02-24T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":"Progress note"}]},"author":[{"identifier":{"system":"urn:npi","value":")" +
           author + R"("},"display":"Number )" + author + R"("}],"subject":{"reference":"Patient/)" + of.text() +
           R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay +
           R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})";
  }
  std::string document(const std::string& author = "100", const std::string& words = "Seen today. Better.") {
    return create("DocumentReference", document_text(ada_, stay_, author, words)).text();
  }
  void change(const std::string& id, const std::string& words, const std::string& author = "100") {
    const auto done =
        hospital_->resources->update(system_, "DocumentReference", id, document_text(ada_, stay_, author, words, id), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  Answer shown(const Visitor& who, const std::string& id) { return ask(who, "GET", "/api/signable/" + id); }
  std::string one_of(const Answer& seen, const std::string& meaning) {
    return R"({"document":{"type":"DocumentReference","id":")" + seen.at("document.id") + R"("},"version":)" +
           seen.at("version") + R"(,"digest":")" + seen.at("digest") + R"(","meaning":")" + meaning + R"("})";
  }
  Answer sign(const Visitor& who, const std::string& documents, const std::string& word = "") {
    return ask(who, "POST", "/api/signatures",
               R"({"password":")" + (word.empty() ? password : word) + R"(","documents":[)" + documents + "]}");
  }
  Answer sign_as(const Visitor& who, const std::string& id, const std::string& meaning) {
    return sign(who, one_of(shown(who, id), meaning));
  }
  Answer amend(const Visitor& who, const std::string& kind, const std::string& id, const std::string& more) {
    const auto seen = shown(who, id);
    return ask(who, "POST", "/api/signatures/amend",
               R"({"password":")" + password + R"(","kind":")" + kind + R"(","document":{"id":")" + id + R"("},"version":)" +
                   seen.at("version") + R"(,"digest":")" + seen.at("digest") + "\"" + more + "}");
  }
  Answer mine(const Visitor& who) { return ask(who, "GET", "/api/mine"); }
  std::int64_t signatures_kept() {
    ledger::Filter filter;
    filter.act = "attested";
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value();
  }

  PatientId ada_;
  std::string stay_;
  Visitor hale_, ruiz_, sam_, tina_, adam_;
};

TEST_P(Signatures, AnAuthorReadsSignsAndTheDocumentIsAuthenticated) {
  const auto note = document();
  const auto seen = shown(hale_, note);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(seen.at("text"), "Seen today. Better.");
  EXPECT_EQ(seen.at("offered.0.code"), "author");
  const auto answer = sign(hale_, one_of(seen, "author"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.at("items.0.signer"), "Ruth Hale, MD");
  EXPECT_EQ(answer.at("items.0.meaning_title"), "Author");
  EXPECT_EQ(answer.at("items.0.digest"), seen.at("digest"));
  const auto after = shown(hale_, note);
  EXPECT_EQ(after.at("status"), "final");
  EXPECT_EQ(after.at("signatures.0.is_as_signed"), "true");
  EXPECT_EQ(after.at("authenticator.key"), "absent") << "the author is their own authenticator";
  EXPECT_EQ(ask(tina_, "GET", "/api/signatures/" + answer.at("items.0.id")).at("statement"),
            "I wrote this document, or had it written for me, and it says what I did, found and decided.");
}

TEST_P(Signatures, WhatWasSignedCanBeProvedFromTheBytesOfItsVersion) {
  const auto note = document();
  const auto seen = shown(hale_, note);
  ASSERT_EQ(sign(hale_, one_of(seen, "author")).status, 200);
  const auto bytes = ask(hale_, "GET", "/api/documents/" + note + "/content?version=1").body;
  EXPECT_EQ(seen.at("digest"), sha256("charta signed content 1\npatient " + ada_.text() + "\ndocument DocumentReference/" + note +
                                      " version 1\ntitle Progress note\npart " + std::to_string(bytes.size()) + " " +
                                      sha256(bytes).hex() + " text/plain\n")
                                   .hex());
}

TEST_P(Signatures, WhatChangedSinceItWasShownIsReadAgain) {
  const auto note = document();
  const auto seen = shown(hale_, note);
  change(note, "Seen today. Worse.");
  const auto answer = sign(hale_, one_of(seen, "author"));
  EXPECT_EQ(answer.status, 412) << answer.body;
  EXPECT_TRUE(answer.says("read it again")) << answer.body;
  EXPECT_EQ(signatures_kept(), 0);
  EXPECT_EQ(sign(hale_, one_of(shown(hale_, note), "author")).status, 200);
}

TEST_P(Signatures, ManyAreSignedWithOnePasswordOrNoneIs) {
  std::vector<std::string> notes;
  std::string all;
  for (int n = 0; n < 20; ++n) {
    notes.push_back(document("100", "Day " + std::to_string(n)));
    all += (n == 0 ? "" : ",") + one_of(shown(hale_, notes.back()), "author");
  }
  const auto theirs = document("200");
  EXPECT_EQ(sign(hale_, all + "," + one_of(shown(hale_, theirs), "author")).status, 403) << "one of them is another's";
  change(notes[19], "Day 19, written anew");
  const auto stale = sign(hale_, all);
  EXPECT_EQ(stale.status, 412);
  EXPECT_TRUE(stale.says("documents.19")) << stale.body;
  EXPECT_EQ(signatures_kept(), 0) << "all or none";
  EXPECT_EQ(shown(hale_, notes[0]).at("status"), "preliminary");

  all.clear();
  for (const auto& note : notes) all += (all.empty() ? "" : ",") + one_of(shown(hale_, note), "author");
  const auto done = sign(hale_, all);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.count("items"), 20u);
  EXPECT_EQ(signatures_kept(), 20);
}

TEST_P(Signatures, TheSameDocumentTwiceOrNoneAtAllIsRefused) {
  const auto one = one_of(shown(hale_, document()), "author");
  EXPECT_EQ(sign(hale_, one + "," + one).status, 400);
  EXPECT_EQ(sign(hale_, "").status, 400);
  EXPECT_EQ(sign(hale_, one).status, 200);
}

TEST_P(Signatures, ASignatureIsTheSignedInPersonsAndAsksWhoTheyAre) {
  const auto note = document();
  const auto one = one_of(shown(hale_, note), "author");
  EXPECT_EQ(sign(hale_, one, "not the password").status, 401);
  EXPECT_EQ(sign(ruiz_, one).status, 403) << "somebody else's note";
  EXPECT_EQ(sign(tina_, one).status, 403) << "not of the medical staff";
  const auto robot = program("robot", {"program"});
  EXPECT_EQ(sign(robot, one).status, 403);
  EXPECT_EQ(signatures_kept(), 0);
}

TEST_P(Signatures, AnAccountThatNobodyKnowsInTheStaffSignsNothing) {
  const auto kent = person("kent", {"physician"});
  const auto note = document();
  EXPECT_EQ(shown(kent, note).count("offered"), 0u);
  EXPECT_EQ(sign(kent, one_of(shown(kent, note), "author")).status, 403);
  EXPECT_EQ(mine(kent).at("signer"), "absent");
  EXPECT_EQ(
      ask(hale_, "POST", "/api/signers", R"({"account":"kent","key":"urn:npi|9","name":"K","standing":"attending"})").status,
      403);
  EXPECT_EQ(
      ask(adam_, "POST", "/api/signers", R"({"account":"kent","key":"urn:npi|100","name":"K","standing":"attending"})").status,
      422)
      << "that number is Hale's";
  EXPECT_EQ(ask(adam_, "POST", "/api/signers", R"({"account":"kent","key":"nonsense","name":"K","standing":"attending"})").status,
            400);
  EXPECT_EQ(
      ask(adam_, "POST", "/api/signers", R"({"account":"nobody","key":"urn:npi|9","name":"K","standing":"attending"})").status,
      404);
  EXPECT_EQ(ask(adam_, "POST", "/api/signers/remove", R"({"key":"urn:npi|100"})").status, 200);
  EXPECT_EQ(sign(hale_, one_of(shown(hale_, note), "author")).status, 403);
}

TEST_P(Signatures, ADeficiencyClosesInTheUnitOfTheSignature) {
  const auto note = document();
  const auto before = mine(hale_);
  EXPECT_TRUE(before.says("Progress note is not signed")) << before.body;
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  EXPECT_FALSE(mine(hale_).says("Progress note is not signed"));
}

TEST_P(Signatures, AResidentsSignatureOpensWhatTheAttendingOwes) {
  const auto note = document("200");
  ASSERT_EQ(sign_as(ruiz_, note, "author").status, 200);
  const auto seen = shown(hale_, note);
  EXPECT_EQ(seen.at("status"), "preliminary") << "sign is not authenticate for a resident";
  EXPECT_EQ(seen.at("awaited.0.meaning"), "teaching-physician");
  EXPECT_EQ(seen.at("awaited.0.asked.key"), "urn:npi|100") << "the one attending of the stay";
  EXPECT_EQ(seen.at("offered.0.code"), "teaching-physician");
  EXPECT_TRUE(mine(hale_).says("Progress note is not co-signed")) << mine(hale_).body;
  EXPECT_FALSE(mine(ruiz_).says("Progress note is not signed"));
  ASSERT_EQ(sign(hale_, one_of(seen, "teaching-physician")).status, 200);
  const auto after = shown(ruiz_, note);
  EXPECT_EQ(after.at("status"), "final");
  EXPECT_EQ(after.at("authenticator.key"), "urn:npi|100");
  EXPECT_EQ(after.count("awaited"), 0u);
}

TEST_P(Signatures, WhatAScribeRecordsIsAttestedByItsProvider) {
  const auto written =
      ask(sam_, "POST", "/api/notes",
          R"({"encounter":")" + stay_ +
              R"(","type":"11506-3","text":"Dr Hale examined the knee.","author":{"key":"urn:npi|100","name":"Ruth Hale, MD"}})");
  ASSERT_EQ(written.status, 200) << written.body;
  EXPECT_TRUE(mine(sam_).says("Progress note"));
  EXPECT_EQ(sign_as(sam_, written.at("id"), "author").status, 403);
  ASSERT_EQ(sign_as(sam_, written.at("id"), "scribe").status, 200);
  EXPECT_EQ(shown(hale_, written.at("id")).at("status"), "preliminary");
  EXPECT_TRUE(mine(hale_).says(written.at("id")));
  EXPECT_EQ(sign_as(hale_, written.at("id"), "author").status, 422);
  ASSERT_EQ(sign_as(hale_, written.at("id"), "provider-of-scribed-text").status, 200);
  EXPECT_EQ(shown(hale_, written.at("id")).at("status"), "final");
}

TEST_P(Signatures, WhatIsMissingIsWrittenHereAndSignedAndOwedNoMore) {
  EXPECT_TRUE(mine(hale_).says("Discharge summary is missing")) << mine(hale_).body;
  const auto written =
      ask(hale_, "POST", "/api/notes", R"({"encounter":")" + stay_ + R"(","type":"11490-0","text":"Admitted with a cough."})");
  ASSERT_EQ(written.status, 200) << written.body;
  const auto again =
      ask(hale_, "POST", "/api/notes/" + written.at("id"), R"({"version":1,"text":"Admitted with a cough, went home well."})");
  EXPECT_EQ(again.at("version"), "2") << again.body;
  EXPECT_EQ(ask(hale_, "POST", "/api/notes/" + written.at("id"), R"({"version":1,"text":"x"})").status, 412);
  EXPECT_EQ(ask(ruiz_, "POST", "/api/notes/" + written.at("id"), R"({"version":2,"text":"x"})").status, 422);
  ASSERT_EQ(sign_as(hale_, written.at("id"), "author").status, 200);
  EXPECT_FALSE(mine(hale_).says("Discharge summary is missing"));
  EXPECT_EQ(ask(hale_, "POST", "/api/notes/" + written.at("id"), R"({"version":3,"text":"x"})").status, 422) << "signed";
  EXPECT_EQ(ask(hale_, "POST", "/api/notes", R"({"encounter":")" + stay_ + R"(","type":"0-0","text":"x"})").status, 422);
  EXPECT_EQ(ask(hale_, "POST", "/api/notes", R"({"encounter":"0000000000000","type":"11490-0","text":"x"})").status, 404);
}

TEST_P(Signatures, AnAddendumStandsBesideTheOriginalAndSaysWhatItIs) {
  const auto note = document();
  EXPECT_EQ(amend(hale_, "addendum", note, R"(,"text":"Also dizzy.")").status, 422) << "not signed yet";
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  const auto added = amend(hale_, "addendum", note, R"(,"text":"Also dizzy.")");
  ASSERT_EQ(added.status, 200) << added.body;
  const auto addendum = added.at("amendment.document.id");
  EXPECT_EQ(added.at("signature.meaning"), "addendum");
  const auto seen = shown(tina_, addendum);
  EXPECT_EQ(seen.at("title"), "Addendum to Progress note");
  EXPECT_TRUE(seen.says("ADDENDUM to: Progress note.")) << seen.body;
  EXPECT_EQ(seen.at("status"), "final");
  EXPECT_EQ(seen.at("signatures.0.is_as_signed"), "true");
  const auto original = shown(tina_, note);
  EXPECT_EQ(original.at("text"), "Seen today. Better.");
  EXPECT_EQ(original.at("amendments.0.kind"), "addendum");
  EXPECT_EQ(original.at("amendments.0.document.id"), addendum);
  EXPECT_EQ(original.at("is_gone"), "false");
}

TEST_P(Signatures, ACorrectionTakesThePlaceOfTheOriginalWhichStaysReadable) {
  const auto note = document();
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  EXPECT_EQ(amend(ruiz_, "correction", note, R"(,"text":"Worse.","reason":"r")").status, 403);
  EXPECT_EQ(amend(hale_, "correction", note, R"(,"text":"Worse.")").status, 400) << "without a reason";
  const auto done = amend(hale_, "correction", note, R"(,"text":"Seen today. Worse.","reason":"I wrote the opposite")");
  ASSERT_EQ(done.status, 200) << done.body;
  const auto original = shown(tina_, note);
  EXPECT_EQ(original.at("status"), "superseded");
  EXPECT_EQ(original.at("text"), "Seen today. Better.");
  EXPECT_EQ(original.at("amendments.0.reason"), "I wrote the opposite");
  EXPECT_EQ(original.at("signatures.0.is_as_signed"), "true");
  const auto corrected = shown(tina_, done.at("amendment.document.id"));
  EXPECT_EQ(corrected.at("title"), "Progress note (corrected)");
  EXPECT_EQ(corrected.at("type_code"), "11506-3") << "it counts as what it corrects";
  EXPECT_EQ(amend(hale_, "correction", note, R"(,"text":"x","reason":"r")").status, 422) << "already replaced";
}

TEST_P(Signatures, ALateEntrySaysBothTimesAndIsNotDatedBack) {
  const std::string body = R"("encounter":")" + stay_ + R"(","type":"11490-0","text":"What I did that night.")";
  const auto late = [&](const std::string& at) {
    return ask(hale_, "POST", "/api/signatures/amend",
               R"({"password":")" + password + R"(","kind":"late-entry","happened_at":")" + at + "\"," + body + "}");
  };
  EXPECT_EQ(late("2027-01-01T00:00:00Z").status, 400);
  const auto done = late("2026-02-25T02:00:00Z");
  ASSERT_EQ(done.status, 200) << done.body;
  const auto id = done.at("amendment.document.id");
  const auto seen = shown(tina_, id);
  EXPECT_EQ(seen.at("title"), "Discharge summary (late entry)");
  EXPECT_TRUE(
      seen.says("LATE ENTRY: Discharge summary. Written 2026-03-01T08:00:00.000Z by Ruth Hale, MD about what happened "
                "2026-02-25T02:00:00.000Z."))
      << seen.body;
  EXPECT_EQ(ask(tina_, "GET", "/api/documents/" + id).at("date"), "2026-03-01T08:00:00.000Z");
  EXPECT_FALSE(mine(hale_).says("Discharge summary is missing"));
}

TEST_P(Signatures, WhatIsRetractedStaysReadableWithItsMark) {
  const auto note = document();
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  EXPECT_EQ(amend(ruiz_, "retraction", note, R"(,"reason":"r")").status, 403);
  const auto done = amend(hale_, "retraction", note, R"(,"reason":"another patient's visit")");
  ASSERT_EQ(done.status, 200) << done.body;
  const auto seen = shown(tina_, note);
  EXPECT_EQ(seen.at("status"), "entered-in-error");
  EXPECT_EQ(seen.at("text"), "Seen today. Better.");
  EXPECT_EQ(seen.at("amendments.0.kind"), "retraction");
  EXPECT_EQ(seen.count("signatures"), 2u);
  EXPECT_EQ(sign_as(hale_, note, "verifier").status, 422);
}

TEST_P(Signatures, WhatGoesBackToTranscriptionIsOwedByNobodyUntilItComesAgain) {
  const auto note = document();
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left, not right"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(asked.at("state"), "requested");
  const auto waiting = mine(hale_);
  EXPECT_FALSE(waiting.says(note)) << "never nags for what is in transcription: " << waiting.body;
  EXPECT_EQ(sign_as(hale_, note, "author").status, 422);
  EXPECT_EQ(ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"again"})").status, 422);
  EXPECT_EQ(ask(tina_, "POST", "/api/work-items/" + asked.at("item") + "/acts", R"({"event":"return"})").status, 422)
      << "a list brings no new version";
  const auto back = ask(tina_, "POST", "/api/corrections/" + asked.at("id") + "/return", R"({"text":"The left knee."})");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(back.at("state"), "to-review");
  EXPECT_TRUE(mine(hale_).says(note)) << mine(hale_).body;
  EXPECT_EQ(shown(hale_, note).at("text"), "The left knee.");
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  EXPECT_EQ(ask(hale_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "approved");
  EXPECT_EQ(ask(tina_, "GET", "/api/correction-of-item/" + asked.at("item")).at("id"), asked.at("id"));
}

TEST_P(Signatures, WhatIsStillWrongGoesBackAgainAndWhatWasRightIsTakenBack) {
  const auto note = document();
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
  change(note, "The left knee?");  // a version from elsewhere does it too
  EXPECT_EQ(ask(hale_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "to-review");
  const auto again =
      ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"no question mark"})");
  EXPECT_EQ(again.at("state"), "requested") << again.body;
  EXPECT_EQ(again.at("id"), asked.at("id"));
  EXPECT_EQ(ask(ruiz_, "POST", "/api/corrections/" + asked.at("id") + "/withdraw", "{}").status, 403);
  EXPECT_EQ(ask(hale_, "POST", "/api/corrections/" + asked.at("id") + "/withdraw", "{}").at("state"), "withdrawn");
  EXPECT_EQ(sign_as(hale_, note, "author").status, 200);
}

TEST_P(Signatures, WhatIsWithheldIsNotTheNewTextAndNothingThatTellsOfItIsShown) {
  const auto note = document("200");
  const auto signature = sign_as(ruiz_, note, "author").at("items.0.id");
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left, not right"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto provenance = "/fhir/Provenance?target=DocumentReference/" + note;
  EXPECT_TRUE(ask(hale_, "GET", provenance).says(signature));
  const auto withheld = hospital_->store->write([&](store::UnitOfWork& work) {
    return hospital_->quarantine->withhold(work, system_, *ResourceId::parse(note), "another-patient", "");
  });
  ASSERT_TRUE(withheld) << withheld.error().message;
  EXPECT_EQ(ask(tina_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "requested") << "it says what it said";
  for (const auto& path : {"/api/corrections/" + asked.at("id"), "/api/correction-of-item/" + asked.at("item"),
                           "/api/signatures/" + signature, "/api/work-items/" + asked.at("item")})
    EXPECT_EQ(ask(hale_, "GET", path).status, 404) << path;
  EXPECT_EQ(ask(hale_, "GET", "/api/worklists/document-correction?limit=50").at("total"), "0");
  EXPECT_FALSE(mine(hale_).says(note));
  const auto told = ask(hale_, "GET", provenance);
  EXPECT_EQ(told.status, 200) << told.body;
  EXPECT_FALSE(told.says(signature)) << told.body;
  EXPECT_EQ(ask(tina_, "GET", "/api/worklists/document-correction?limit=50").at("total"), "1");
}

TEST_P(Signatures, ALabelThatADocumentGetsLaterHidesWhatTellsOfIt) {
  const auto note = document("200");
  const auto signature = sign_as(ruiz_, note, "author").at("items.0.id");
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
  change(note, "The left knee.");
  EXPECT_TRUE(mine(hale_).says("Progress note"));
  auto text = document_text(ada_, stay_, "100", "The left knee, and more.", note);
  text.insert(1, R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ETH"}]},)");
  const auto labelled = hospital_->resources->update(system_, "DocumentReference", note, text, "");
  ASSERT_TRUE(labelled) << labelled.error().message;
  EXPECT_EQ(shown(tina_, note).status, 404);
  for (const auto& path : {"/api/corrections/" + asked.at("id"), "/api/correction-of-item/" + asked.at("item"),
                           "/api/signatures/" + signature, "/api/work-items/" + asked.at("item")})
    EXPECT_EQ(ask(tina_, "GET", path).status, 404) << path;
  EXPECT_FALSE(mine(tina_).says(note));
}

TEST_P(Signatures, WhatCameAgainIsOneLineAndIsSignedOnce) {
  const auto note = document();
  ASSERT_EQ(ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})").status, 200);
  change(note, "The left knee.");
  const auto list = mine(hale_);
  int lines = 0;
  for (std::size_t i = 0; i < list.count("items"); ++i)
    lines += list.at("items." + std::to_string(i) + ".document.id") == note ? 1 : 0;
  EXPECT_EQ(lines, 1) << list.body;
}

TEST_P(Signatures, AResidentNamesWhoFollowsThem) {
  const auto terms = ask(ruiz_, "GET", "/api/signature-terms");
  EXPECT_EQ(terms.all("staff", "name"), (std::vector<std::string>{"Leo Ruiz, MD", "Ruth Hale, MD", "Sam Ode"})) << terms.body;
  const auto kent = person("kent", {"physician"});
  known("kent", "400", "Ian Kent, MD", "attending");
  const auto note = document("200");
  auto one = one_of(shown(ruiz_, note), "author");
  one.insert(one.size() - 1, R"(,"cosigner":{"key":"urn:npi|400","name":"Ian Kent, MD"})");
  ASSERT_EQ(sign(ruiz_, one).status, 200);
  EXPECT_TRUE(mine(kent).says(note)) << mine(kent).body;
}

TEST_P(Signatures, NoListNamesADocumentThatWasSentBack) {
  const auto note = document();
  ASSERT_EQ(ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})").status, 200);
  const auto list = ask(tina_, "GET", "/api/worklists/document-correction?limit=50");
  ASSERT_EQ(list.at("total"), "1");
  EXPECT_FALSE(list.says("Progress note")) << list.body;
  change(note, "The left knee.");
  EXPECT_TRUE(mine(hale_).says("Progress note")) << "with its chart, and only for whom that is: " << mine(hale_).body;
}

TEST_P(Signatures, TheTextAnewTakesThePlaceOfTheOldTextAndOfNothingBesideIt) {
  auto text = document_text(ada_, stay_, "100", "The right knee.");
  text.insert(text.rfind("}]"),
              R"(},{"attachment":{"contentType":"application/pdf","title":"Page","data":")" + to_base64("%PDF-1.4") + R"("})");
  const auto note = create("DocumentReference", text).text();
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
  ASSERT_EQ(ask(tina_, "POST", "/api/corrections/" + asked.at("id") + "/return", R"({"text":"The left knee."})").status, 200);
  const auto stored = hospital_->resources->read(system_, "DocumentReference", note);
  ASSERT_TRUE(stored);
  const auto now = json::Document::parse(stored->json);
  ASSERT_TRUE(now);
  const auto content = now->root()["content"];
  EXPECT_EQ(content.size(), 2u) << stored->json;
  EXPECT_EQ(content.at(1)["attachment"]["title"].text(), "Page");
  EXPECT_EQ(shown(hale_, note).at("text"), "The left knee.");
}

TEST_P(Signatures, AReportIsWrittenAnewWhereItsWordsStand) {
  const auto report =
      create(
          "DiagnosticReport",
          R"({"resourceType":"DiagnosticReport","status":"preliminary","code":{"text":"Knee, two views"},"subject":{"reference":"Patient/)" +
              ada_.text() + R"("},"encounter":{"reference":"Encounter/)" + stay_ +
              R"("},"issued":"2026-02-24T10:00:00Z","presentedForm":[{"contentType":"text/plain","data":")" +
              to_base64("The right knee.") + R"("}]})")
          .text();
  const auto asked = ask(hale_, "POST", "/api/corrections",
                         R"({"document":{"type":"DiagnosticReport","id":")" + report + R"("},"words":"left"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto back = ask(tina_, "POST", "/api/corrections/" + asked.at("id") + "/return", R"({"text":"The left knee."})");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(back.at("state"), "to-review");
  const auto stored = hospital_->resources->read(system_, "DiagnosticReport", report);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->json.find("\"content\""), std::string::npos) << "no element of a report";
}

TEST_P(Signatures, WhatIsNoPlainTextIsNotWrittenOver) {
  auto text = document_text(ada_, stay_, "100", "%PDF-1.4");
  text.replace(text.find("text/plain"), 10, "application/pdf");
  const auto note = create("DocumentReference", text).text();
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(ask(tina_, "POST", "/api/corrections/" + asked.at("id") + "/return", R"({"text":"The left knee."})").status, 422);
  EXPECT_EQ(ask(tina_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "requested");
}

TEST_P(Signatures, WhatWasReplacedWithdrawnOrRetractedIsNotWrittenAnew) {
  const auto state_of = [&](const Answer& asked) { return ask(tina_, "GET", "/api/corrections/" + asked.at("id")).at("state"); };
  const auto sent_back = [&](const std::string& note) {
    const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
    EXPECT_EQ(asked.status, 200) << asked.body;
    return asked;
  };
  const auto replaced = document();
  const auto first = sent_back(replaced);
  auto text = document_text(ada_, stay_, "100", "x", replaced);
  text.replace(text.find("\"current\""), 9, "\"superseded\"");
  ASSERT_TRUE(hospital_->resources->update(system_, "DocumentReference", replaced, text, ""));
  EXPECT_EQ(state_of(first), "withdrawn");

  const auto deleted = document();
  const auto second = sent_back(deleted);
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", deleted, ""));
  EXPECT_EQ(state_of(second), "withdrawn");

  const auto retracted = document("200");
  ASSERT_EQ(sign_as(ruiz_, retracted, "author").status, 200);
  const auto third = sent_back(retracted);
  const auto done = amend(ruiz_, "retraction", retracted, R"(,"reason":"another patient's visit")");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(state_of(third), "withdrawn");
  EXPECT_EQ(ask(tina_, "GET", "/api/worklists/document-correction?limit=50").at("total"), "0");
}

TEST_P(Signatures, TheDepartmentTakesACorrectionBackToo) {
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + document() + R"("},"words":"left"})");
  const auto path = "/api/corrections/" + asked.at("id") + "/withdraw";
  EXPECT_EQ(ask(ruiz_, "POST", path, "{}").status, 403) << "neither asker nor department";
  EXPECT_EQ(ask(tina_, "POST", path, "{}").at("state"), "withdrawn");
  const auto ledger = ask(person("audra", {"auditor"}), "GET", "/api/ledger?act=commented");
  std::string taken_back_by;
  for (std::size_t i = 0; i < ledger.count("items"); ++i) {
    const auto one = "items." + std::to_string(i);
    if (ledger.at(one + ".reason") == "correction-withdrawn") taken_back_by = ledger.at(one + ".user.name");
  }
  EXPECT_EQ(taken_back_by, "Display tina") << ledger.body;
  EXPECT_EQ(ask(tina_, "POST", path, "{}").status, 422);
}

TEST_P(Signatures, WhoOnlyReadOrRecordedItDoesNotCloseThePhysiciansCorrection) {
  const auto note = document();
  const auto asked = ask(hale_, "POST", "/api/corrections", R"({"document":{"id":")" + note + R"("},"words":"left"})");
  change(note, "The left knee.");
  const auto read = sign_as(ruiz_, note, "verifier");
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(ask(hale_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "to-review");
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  EXPECT_EQ(ask(hale_, "GET", "/api/corrections/" + asked.at("id")).at("state"), "approved");
}

TEST_P(Signatures, WhatIsSentBackBetweenReadingAndSigningIsNotSigned) {
  const auto first = document(), second = document("100", "Day two.");
  const auto both = one_of(shown(hale_, first), "author") + "," + one_of(shown(hale_, second), "author");
  hospital_->signatures->tell(
      [&](store::UnitOfWork& work, const access::Actor&, const signatures::Signature& signature) -> Result<void> {
        if (signature.document_id != first) return {};
        signatures::Correction meanwhile;
        meanwhile.id = *signatures::CorrectionId::parse(first);
        meanwhile.document = *ResourceId::parse(second);
        meanwhile.state = "requested";
        return signatures::AmendmentStore().add(work, meanwhile);
      });
  const auto answer = sign(hale_, both);
  EXPECT_EQ(answer.status, 422) << answer.body;
  EXPECT_TRUE(answer.says("documents.1")) << answer.body;
  EXPECT_EQ(signatures_kept(), 0) << "all or none";
  const auto third = document("100", "Day three.");
  EXPECT_TRUE(mine(hale_).says(third)) << "a unit that failed holds no look back";
}

TEST_P(Signatures, ManySignaturesOfAStayAreOneLookBehindTheLast) {
  const auto first = document(), second = document("100", "Day two.");
  const auto both = one_of(shown(hale_, first), "author") + "," + one_of(shown(hale_, second), "author");
  EXPECT_TRUE(mine(hale_).says(first));
  int looks = 0;
  hospital_->completion->tell([&](auto&&...) -> Result<void> {
    ++looks;
    return {};
  });
  const auto answer = sign(hale_, both);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.all("items", "signer").size(), 2u);
  EXPECT_EQ(looks, 1);
  const auto list = mine(hale_);
  EXPECT_FALSE(list.says(first) || list.says(second)) << list.body;
}

TEST_P(Signatures, AVersionFromElsewhereOutdatesWhatWasSigned) {
  const auto note = document("200");
  ASSERT_EQ(sign_as(ruiz_, note, "author").status, 200);
  change(note, "Something else entirely.", "200");
  const auto seen = shown(ruiz_, note);
  EXPECT_EQ(seen.at("signatures.0.is_as_signed"), "false");
  EXPECT_EQ(sign_as(hale_, note, "teaching-physician").status, 422) << "the resident has not signed what stands now";
  EXPECT_EQ(sign_as(ruiz_, note, "author").status, 200);
  EXPECT_EQ(sign_as(hale_, note, "teaching-physician").status, 200);
}

TEST_P(Signatures, WhatIsNotTheirsGoesBackWithAReason) {
  const auto list = mine(hale_);
  const auto at = list.at("items.0.deficiency");
  ASSERT_NE(at, "absent") << list.body;
  const auto body = [&](const std::string& reason) { return R"({"deficiency":")" + at + R"(","reason":")" + reason + R"("})"; };
  EXPECT_EQ(ask(ruiz_, "POST", "/api/mine/decline", body("not-mine")).status, 403);
  EXPECT_EQ(ask(hale_, "POST", "/api/mine/decline", body("")).status, 400);
  const auto done = ask(hale_, "POST", "/api/mine/decline", body("not-my-patient"));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_FALSE(done.says(at));
  EXPECT_EQ(ask(tina_, "GET", "/api/deficiencies/" + at).at("state"), "declined");
}

TEST_P(Signatures, AMovedDocumentIsStillAsItWasSigned) {
  const auto note = document();
  ASSERT_EQ(sign_as(hale_, note, "author").status, 200);
  const auto bert = patient("Quill");
  const auto moved =
      ask(tina_, "POST", "/api/moves",
          R"({"type":"DocumentReference","id":")" + note + R"(","to":")" + bert.text() + R"(","reason":"wrong-patient"})");
  ASSERT_EQ(moved.status, 200) << moved.body;
  const auto seen = shown(hale_, note);
  EXPECT_EQ(seen.at("patient.id"), bert.text());
  EXPECT_EQ(seen.at("signatures.0.is_as_signed"), "true");
}

TEST_P(Signatures, TheLedgerHasDigestAndMeaningAndNeverWords) {
  const auto note = document();
  const auto seen = shown(hale_, note);
  ASSERT_EQ(sign(hale_, one_of(seen, "author")).status, 200);
  ledger::Filter filter;
  filter.act = "attested";
  const auto entries = hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); });
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  const auto& one = entries->front();
  EXPECT_EQ(one.digest_hex, seen.at("digest"));
  EXPECT_EQ(one.reason, "signed:author");
  EXPECT_EQ(one.rule, "signatures/meanings@1");
  EXPECT_EQ(one.patient, ada_);
  EXPECT_TRUE(hospital_->ledger->verify().value().holds);
}

TEST_P(Signatures, ARestrictedDocumentIsNeitherShownNorListed) {
  const auto note = document();
  const auto done = hospital_->resources->update(
      system_, "DocumentReference", note,
      R"({"resourceType":"DocumentReference","id":")" + note +
          R"(","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ETH"}]},)" +
          document_text(ada_, stay_, "100", "x").substr(36),
      "");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(shown(hale_, note).status, 404);
  EXPECT_FALSE(mine(hale_).says(note));
}

TEST_P(Signatures, StandsAsProvenanceBesideWhatClientsWrote) {
  const auto note = document();
  const auto own = create("Provenance", R"({"resourceType":"Provenance","target":[{"reference":"DocumentReference/)" + note +
                                            R"("}],"recorded":"2026-03-01T08:00:00Z","agent":[{"who":{"display":"A client"}}]})")
                       .text();
  const auto seen = shown(hale_, note);
  const auto done = sign(hale_, one_of(seen, "author"));
  ASSERT_EQ(done.status, 200);
  const auto robot = program("robot", {"program"});
  const auto one = ask(robot, "GET", "/fhir/Provenance/signature-" + done.at("items.0.id"));
  ASSERT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(one.at("target.0.reference"), "DocumentReference/" + note + "/_history/1");
  EXPECT_EQ(one.at("signature.0.type.0.code"), "1.2.840.10065.1.12.1.1");
  EXPECT_EQ(one.at("signature.0.who.identifier.value"), "100");
  EXPECT_EQ(to_hex(from_base64(one.at("signature.0.data")).value_or("")), seen.at("digest"));
  EXPECT_EQ(ask(robot, "GET", "/fhir/Provenance/" + own).status, 200) << "a client's own is still read";
  const auto found = ask(robot, "GET", "/fhir/Provenance?target=DocumentReference/" + note);
  EXPECT_TRUE(found.says(own)) << found.body;
  const auto count = ask(robot, "GET", "/fhir/Provenance?target=DocumentReference/" + note + "&_summary=count");
  EXPECT_EQ(count.at("total"), "2") << count.body;
  EXPECT_EQ(ask(robot, "PUT", "/fhir/Provenance/signature-" + done.at("items.0.id"), one.body).status, 422)
      << "nobody writes one";
}

CHARTA_ON_BOTH_ENGINES(Signatures);

}  // namespace
}  // namespace charta::app
