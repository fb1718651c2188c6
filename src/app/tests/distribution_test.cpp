// SPDX-License-Identifier: Apache-2.0
// Finished reports reach whoever is to have them, through the front door and the gateways' folders.
#include "app/tests/distribution_fixture.hpp"
#include "base/digest.hpp"
#include "department/page_reader/page_reader.hpp"
#include "formats/pdf/text_flow.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

namespace charta::app {
namespace {

using Lines = std::vector<std::string>;

class Distribution : public testing::DistributionTest {};
CHARTA_ON_BOTH_ENGINES(Distribution);

TEST_P(Distribution, AReportGoesToWhoOrderedItAndToWhomTheMessageNames) {
  ASSERT_EQ(document("T02", "D1", "No acute distress.", "HALE1^HALE^ANN", "LUND1^LUND^EVA"), "filed");
  EXPECT_TRUE(copies().empty()) << "nothing happens in the unit of the message but that it is to be given out";
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox delivered", "Lund, Eva v1 fax sent"}));
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
  ASSERT_EQ(jobs(gateway_.path()).size(), 1U);
}

TEST_P(Distribution, AHouseThatHasNotBegunGivesNothingOut) {
  begin_again();
  ada_ = patient("Marsh");
  tina_ = person("tina", {"technician"});
  ASSERT_EQ(document("T02", "D1", "words"), "filed");
  go_round();
  EXPECT_EQ(hospital_->distribution->figures(system_)->waiting, 0);
  EXPECT_TRUE(copies().empty());
}

TEST_P(Distribution, ADictationIsNotGivenOutAndItsTranscriptIs) {
  ASSERT_EQ(document("T01", "D1", "", "HALE1^HALE^ANN", "", "", "DI"), "filed");
  go_round();
  EXPECT_TRUE(copies().empty());
  ASSERT_EQ(document("T02", "D1", "The transcript.", "HALE1^HALE^ANN", "", "", "AU"), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Hale, Ann v2 inbox delivered"});
}

TEST_P(Distribution, OnlyWhomItIsForOpensAndApprovesIt) {
  document("T02", "D1", "No acute distress.");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  EXPECT_EQ(step(ruiz_, copy, "open").status, 403);
  EXPECT_EQ(step(ruiz_, copy, "approve").status, 403);
  EXPECT_EQ(step(tina_, copy, "approve").status, 403);
  EXPECT_EQ(step(hale_, copy, "open").at("state"), "opened");
  EXPECT_EQ(open_items("document-review"), Lines{"opened"});
  EXPECT_EQ(step(hale_, copy, "approve").at("state"), "acted");
  EXPECT_TRUE(open_items("document-review").empty());
  EXPECT_EQ(step(hale_, copy, "approve").status, 422) << "once";
}

TEST_P(Distribution, AListCannotApproveWhatNobodyRead) {
  document("T02", "D1", "words");
  go_round();
  const auto item = ask(hale_, "GET", "/api/worklists/document-review").at("items.0.id");
  EXPECT_EQ(ask(hale_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"approve"})").status, 422);
}

TEST_P(Distribution, CorrectionsComeBackAsANewVersionWithTheChangeVisible) {
  document("T02", "D1", "Give 5 mg daily.");
  go_round();
  const auto first = copy_of("Hale, Ann");
  ASSERT_EQ(step(hale_, first, "request-corrections", R"(,"reason":"wrong-words","words":"50 mg")").at("state"), "acted");
  EXPECT_EQ(open_items("document-review"), Lines{"corrections-requested"});
  ASSERT_EQ(document("T08", "D1", "Give 50 mg daily."), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox superseded", "Hale, Ann v2 inbox delivered"}));
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
  const auto second = copy_of("Hale, Ann");
  const auto changes = ask(hale_, "GET", "/api/distribution/copies/" + second + "/changes");
  EXPECT_EQ(changes.all("runs", "change"), (Lines{"same", "removed", "added", "same"})) << changes.body;
  EXPECT_EQ(changes.at("runs.1.words"), "5 ");
  EXPECT_EQ(changes.at("runs.2.words"), "50 ");
  EXPECT_EQ(step(hale_, first, "approve").status, 422) << "another version stands in its place";
}

TEST_P(Distribution, NotMineIsHandedToSomebodyElseByTheDepartment) {
  document("T02", "D1", "words");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  EXPECT_EQ(step(hale_, copy, "not-mine").status, 422) << "a reason is needed";
  ASSERT_EQ(step(hale_, copy, "not-mine", R"(,"reason":"not-mine-to-review")").status, 200);
  EXPECT_EQ(open_items("document-review"), Lines{"rejected"});
  const auto ruiz = ask(tina_, "GET", "/api/distribution/recipients?q=ruiz").at("items.0.id");
  EXPECT_EQ(step(hale_, copy, "reassign", R"(,"to":")" + ruiz + "\"").status, 403);
  ASSERT_EQ(step(tina_, copy, "reassign", R"(,"to":")" + ruiz + "\"").status, 200);
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
  EXPECT_EQ(step(ruiz_, copy_of("Ruiz, Leo"), "approve").at("action"), "approved");
}

TEST_P(Distribution, AStatusAloneIsNoNewVersionForAnybody) {
  document("T02", "D1", "words", "HALE1^HALE^ANN", "", "", "PA");
  go_round();
  ASSERT_EQ(document("T03", "D1", "", "HALE1^HALE^ANN", "", "", "LA"), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Hale, Ann v1 inbox delivered"});
}

TEST_P(Distribution, AnAddendumGoesToWhoeverHasWhatItBelongsTo) {
  document("T02", "D1", "words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  ASSERT_EQ(document("T06", "D2", "more words", "", "", "D1"), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox delivered", "Lund, Eva v1 fax sent", "Hale, Ann v1 inbox delivered",
                             "Lund, Eva v1 fax sent"}));
}

TEST_P(Distribution, WhatIsReplacedIsAskedBackByItsReplacement) {
  document("T02", "D1", "left lung", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  ASSERT_EQ(document("T10", "D2", "right lung", "HALE1^HALE^ANN", "", "D1"), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox superseded", "Lund, Eva v1 fax recalled", "Hale, Ann v1 inbox delivered",
                             "Lund, Eva v1 fax sent"}))
      << "who had the version before has the next one, though nobody names them any more";
}

TEST_P(Distribution, WhatIsCancelledIsTakenBackEverywhere) {
  document("T02", "D1", "of somebody else", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  ASSERT_EQ(document("T11", "D1", ""), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Hale, Ann v1 inbox withdrawn", "Lund, Eva v1 fax recalled", "Lund, Eva v1 fax sent notice"}));
  EXPECT_TRUE(open_items("document-review").empty());
  EXPECT_EQ(jobs(gateway_.path()).size(), 2U) << "the notice is a job of its own";
}

TEST_P(Distribution, WhatNeverLeftIsJustWithdrawn) {
  std::filesystem::remove_all(gateway_.path());
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax owed"});
  ASSERT_EQ(document("T11", "D1", "", ""), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax withdrawn"});
}

TEST_P(Distribution, AnOutageLosesAndDoublesNothing) {
  std::filesystem::remove_all(gateway_.path());
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  for (int i = 0; i < 5; ++i) {
    go_round();
    later(std::chrono::minutes(1));
  }
  EXPECT_EQ(copies("&trouble=1"), Lines{"Lund, Eva v1 fax owed"}) << "it is seen while it waits";
  const auto figures = ask(tina_, "GET", "/api/distribution");
  EXPECT_TRUE(figures.says("the gateway's folder is away")) << figures.body;
  std::filesystem::create_directories(gateway_.path());
  later(std::chrono::minutes(20));
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax sent"});
  EXPECT_EQ(jobs(gateway_.path()).size(), 1U);
}

TEST_P(Distribution, AReceiptIsMatchedOnceAndAFailureIsWork) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  const auto number = *jobs(gateway_.path()).begin();
  receipt(number, "failed", "no answer");
  receipt(number, "failed", "no answer");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax failed"});
  EXPECT_EQ(open_items("failed-copy"), Lines{"failed"});
  const auto copy = copy_of("Lund, Eva");
  EXPECT_EQ(ask(tina_, "GET", "/api/distribution/copies/" + copy).at("problem"), "no answer");
  ASSERT_EQ(step(tina_, copy, "send-again").at("state"), "owed");
  EXPECT_TRUE(open_items("failed-copy").empty());
  go_round();
  EXPECT_EQ(jobs(gateway_.path()).size(), 2U) << "another sending has another number";
  receipt(number, "delivered");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax sent"}) << "what is said of the first sending says nothing of the second";
}

TEST_P(Distribution, AReceiptForNothingIsPutAside) {
  receipt("0000000000042-1", "delivered");
  receipt("what is this", "delivered");
  go_round();
  std::size_t refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(gateway_.path() + "/receipts/refused"))
    if (entry.path().extension() == ".json") ++refused;
  EXPECT_EQ(refused, 2U);
}

TEST_P(Distribution, AFailedFaxIsGivenUpWithAReasonOrSentOtherwise) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  receipt(*jobs(gateway_.path()).begin(), "failed", "busy");
  go_round();
  const auto copy = copy_of("Lund, Eva");
  EXPECT_EQ(step(tina_, copy, "send-again", R"(,"channel":"direct")").status, 400) << "nobody knows a Direct address";
  reach("LUND1", "Lund, Eva", "practitioner", {{"fax", "+1 555 0100"}, {"direct", "eva@direct.example"}});
  ASSERT_EQ(step(tina_, copy, "send-again", R"(,"channel":"direct")").status, 200);
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 direct sent"});
  EXPECT_EQ(jobs(direct_.path()).size(), 1U);
}

TEST_P(Distribution, WhomNobodyCanReachIsAskedAboutOnceAndThenAllGoesOut) {
  document("T02", "D1", "one", "", "NEW1^NEWMAN^NOR");
  document("T02", "D2", "two", "", "NEW1^NEWMAN^NOR");
  go_round();
  EXPECT_EQ(open_items("failed-copy"), Lines{"unknown"}) << "one question for both";
  EXPECT_EQ(copies().size(), 2U);
  for (const auto& line : copies()) EXPECT_TRUE(line.ends_with("failed")) << line;
  ASSERT_EQ(reach("NEW1", "Newman, Nor", "practitioner", {{"fax", "+1 555 0199"}}).status, 200);
  go_round();
  EXPECT_TRUE(open_items("failed-copy").empty());
  for (const auto& line : copies()) EXPECT_TRUE(line.ends_with("fax sent")) << line;
}

TEST_P(Distribution, ANameWithoutANumberIsNobodyAndIsSaidForEachCopy) {
  document("T02", "D1", "one", "^HALE^ANN");
  go_round();
  ASSERT_EQ(open_items("failed-copy"), Lines{"failed"});
  const auto list = ask(tina_, "GET", "/api/distribution/copies");
  EXPECT_TRUE(list.at("items.0.problem").starts_with("named without a number")) << list.body;
  const auto hale = ask(tina_, "GET", "/api/distribution/recipients?q=hale1").at("items.0.id");
  ASSERT_EQ(step(tina_, list.at("items.0.id"), "send-again", R"(,"to":")" + hale + "\"").status, 200);
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(Distribution, WhoOptedOutIsNotSentWhatIsForInformation) {
  ASSERT_EQ(ask(tina_, "POST", "/api/distribution/opt-outs",
                R"({"recipient":")" + key_of("LUND1") + R"(","reason":"asked by telephone"})")
                .status,
            204);
  document("T02", "D1", "words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  EXPECT_EQ(copies(), Lines{"Hale, Ann v1 inbox delivered"});
  const auto wishes = ask(tina_, "GET", "/api/distribution/opt-outs");
  ASSERT_EQ(wishes.count("items"), 1U);
  ASSERT_EQ(ask(tina_, "DELETE", "/api/distribution/opt-outs/" + wishes.at("items.0.id")).status, 204);
  document("T02", "D2", "other words", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  EXPECT_EQ(copies().size(), 3U);
}

TEST_P(Distribution, WhoDoesNotOpenIsRemindedAndThenOwesIt) {
  document("T02", "D1", "words");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  clock_.advance(std::chrono::hours(25));
  go_round();
  clock_.advance(std::chrono::hours(48));
  go_round();
  clock_.advance(std::chrono::hours(48));
  go_round();
  later(std::chrono::hours(1));
  const auto view = ask(tina_, "GET", "/api/distribution/copies/" + copy);
  EXPECT_EQ(view.all("steps", "event"), (Lines{"deliver", "reminded", "deficient"})) << view.body;
}

TEST_P(Distribution, WhatIsOpenedIsNotRemindedOf) {
  document("T02", "D1", "words");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  ASSERT_EQ(step(hale_, copy, "open").status, 200);
  clock_.advance(std::chrono::hours(100));
  go_round();
  later(std::chrono::hours(1));
  EXPECT_EQ(ask(tina_, "GET", "/api/distribution/copies/" + copy).all("steps", "event"), (Lines{"deliver", "open"}));
}

TEST_P(Distribution, ALabelledRecordDoesNotLeaveTheHouseByItself) {
  const auto ben =
      patient("Quill", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  (void)ben;
  const std::string text =
      "EVN|T02|20260301\rPID|1||M-Quill^^^&1.2.3&ISO^MR||Quill^Ada||19610402|F\rPV1|1|O\rTXA|1|CN|TX|20260301080000||||||||D9^"
      "HOSP|||||AU||AV||||"
      "LUND1^LUND^EVA^^^^^^HOSP\rOBX|1|TX|1^Words||words||||||F\r";
  ASSERT_EQ(send("MDM^T02", "q1", text), "filed");
  go_round();
  EXPECT_TRUE(jobs(gateway_.path()).empty());
  const auto failed = hospital_->distribution->list(system_, {});
  ASSERT_TRUE(failed);
  ASSERT_EQ(failed->copies.size(), 1U);
  EXPECT_EQ(failed->copies.front().state, distribution::CopyState::failed);
  EXPECT_NE(failed->copies.front().problem.find("labelled"), std::string::npos);
}

TEST_P(Distribution, WhatIsDisputedLeavesTheHouseOnlyWithWhatGoesAlong) {
  const auto paul = person("paul", {"privacy_officer"});
  document("T02", "D1", "Allergic to penicillin.", "HALE1^HALE^ANN", "LUND1^LUND^EVA");
  go_round();
  const auto list = ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Lund, Eva"));
  const auto note = list.at("document.id");
  const auto request =
      ask(tina_, "POST", "/api/amendment-requests",
          R"({"patient":")" + ada_.text() +
              R"(","received_on":"2026-02-27","channel":"letter","wanted":"Strike it.","documents":[{"document":)" +
              R"({"type":"DocumentReference","id":")" + note + R"("}}]})");
  ASSERT_EQ(request.status, 201) << request.body << list.body;
  const auto at = "/api/amendment-requests/" + request.at("id");
  ASSERT_EQ(document("T08", "D1", "Allergic to penicillin, severely."), "filed");
  go_round();
  EXPECT_EQ(copies().back(), "Lund, Eva v2 fax sent") << "what is not decided keeps nothing back";
  ASSERT_EQ(ask(paul, "POST", at + "/decide",
                R"({"contact":"Privacy officer","telephone":"1","decision":"denied","grounds":["accurate-and-complete"]})")
                .status,
            200);
  ASSERT_EQ(ask(tina_, "POST", at + "/disagree", R"({"words":"I was never tested.","received_on":"2026-03-01"})").status, 200);
  ASSERT_EQ(document("T08", "D1", "Allergic to penicillin, very severely."), "filed");
  go_round();
  const auto held = ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Lund, Eva"));
  EXPECT_EQ(held.at("state"), "failed") << held.body;
  EXPECT_EQ(held.at("problem"), "a request to amend goes with it; send it as a production set");
  EXPECT_EQ(open_items("failed-copy").size(), 1u);
  const auto all = copies();
  EXPECT_NE(std::find(all.begin(), all.end(), "Hale, Ann v3 inbox delivered"), all.end()) << "in the house it is shown beside it";
}

TEST_P(Distribution, PaperThatIsNotTrueAnyMoreIsAskedBackAndAnswered) {
  hospital_->distribution->send_by(distribution::Channel::print,
                                   [](const distribution::Parcel& parcel) -> Result<distribution::Dispatch> {
                                     return distribution::Dispatch{"job " + parcel.number, true};
                                   });
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", "ipp://printer.example/ipp/print"}});
  document("T02", "D1", "left", "", "OMAR1^OMAR^KIM");
  go_round();
  ASSERT_EQ(document("T08", "D1", "right", ""), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Omar, Kim v1 print recall-asked", "Omar, Kim v2 print delivered"}));
  ASSERT_EQ(open_items("copy-recall"), Lines{"asked"});
  const auto recall = ask(tina_, "GET", "/api/worklists/copy-recall").at("items.0.id");
  EXPECT_EQ(ask(tina_, "POST", "/api/work-items/" + recall + "/acts", R"({"event":"destroyed"})").status, 422)
      << "the answer is given where the copy is shown";
  const auto copy = ask(tina_, "GET", "/api/distribution/of-item/" + recall).at("id");
  ASSERT_EQ(step(tina_, copy, "recall-answer", R"(,"answer":"returned")").at("state"), "recalled");
  EXPECT_TRUE(open_items("copy-recall").empty());
}

TEST_P(Distribution, APartnerGetsTheDocumentAsAMessageAndItsAnswerCounts) {
  partners::Partner partner;
  partner.name = "Clinic";
  partner.application = "EHR";
  partner.endpoint = "127.0.0.1:1";
  ASSERT_TRUE(hospital_->partners->save(system_, partner));
  reach("CLIN1", "Clinic East", "organization", {{"outbound-hl7", "Clinic"}});
  document("T02", "D1", R"(No \F\ acute \S\ distress.)", "", "CLIN1^EAST^CLINIC");
  go_round();
  EXPECT_EQ(copies(), Lines{"Clinic East v1 outbound-hl7 sent"}) << ask(tina_, "GET", "/api/distribution/copies").body;
  const auto waiting = hospital_->partners->outbox(system_, std::nullopt, 10).value();
  ASSERT_EQ(waiting.size(), 1U);
  const auto message = hl7v2::Message::parse(waiting.front().bytes);
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(message->header().trigger, "T02");
  EXPECT_EQ(message->text("PID-3.1"), "M-Marsh");
  EXPECT_EQ(message->text("TXA-23.1"), "CLIN1");
  EXPECT_EQ(message->text("OBX-5"), "No | acute ^ distress.");
  const auto answers = [](const char* code) {
    return [code](const partners::Partner&, const partners::OutboxMessage& sent) -> Result<Bytes> {
      return "MSH|^~\\&|EHR||CHARTA||20260301||ACK|1|P|2.5.1\rMSA|" + std::string(code) + "|" + sent.control_id + "\r";
    };
  };
  ASSERT_TRUE(hospital_->partners->deliver_due(answers("AA")));
  go_round();
  EXPECT_EQ(copies(), Lines{"Clinic East v1 outbound-hl7 delivered"});
  ASSERT_EQ(document("T08", "D1", "Distress.", ""), "filed");
  go_round();
  ASSERT_TRUE(hospital_->partners->deliver_due(answers("AE")));
  go_round();
  EXPECT_EQ(copies(), (Lines{"Clinic East v1 outbound-hl7 recalled", "Clinic East v2 outbound-hl7 failed"}));
  EXPECT_EQ(open_items("failed-copy"), Lines{"failed"});
}

TEST_P(Distribution, APartnerGetsAReportAsAResultAndItsCorrectionUnderTheSameNumber) {
  partners::Partner partner;
  partner.name = "Clinic";
  partner.application = "EHR";
  partner.endpoint = "127.0.0.1:1";
  ASSERT_TRUE(hospital_->partners->save(system_, partner));
  reach("CLIN1", "Clinic East", "organization", {{"outbound-hl7", "Clinic"}});
  const auto report = [&](const std::string& status, const std::string& value) {
    static int control = 0;
    return send("ORU^R01", "o" + std::to_string(++control),
                "PID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rPV1|1|O\r"
                "OBR|1||F77^LAB|2823-3^Potassium^LN|||20260301080000||||||||||||||||||" +
                    status + "|||CLIN1^EAST^CLINIC^^^^^^HOSP\rOBX|1|NM|2823-3^Potassium^LN||" + value + "|mmol/L|||||" + status +
                    "\r");
  };
  ASSERT_EQ(report("F", "4.1"), "filed");
  go_round();
  ASSERT_EQ(copies(), Lines{"Clinic East v1 outbound-hl7 sent"});
  ASSERT_EQ(report("C", "7.3"), "filed");
  go_round();
  ASSERT_EQ(copies(), (Lines{"Clinic East v1 outbound-hl7 recalled", "Clinic East v2 outbound-hl7 sent"}));
  const auto waiting = hospital_->partners->outbox(system_, std::nullopt, 10).value();
  ASSERT_EQ(waiting.size(), 2U);
  std::map<std::string, hl7v2::Message> by_status;
  for (const auto& one : waiting) {
    auto message = hl7v2::Message::parse(one.bytes);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->header().trigger, "R01");
    EXPECT_EQ(message->text("PID-3.1"), "M-Marsh");
    EXPECT_EQ(message->text("OBR-28.1"), "CLIN1");
    EXPECT_EQ(message->text("OBR-4.1"), "2823-3");
    by_status.emplace(message->text("OBR-25"), std::move(*message));
  }
  ASSERT_EQ(by_status.size(), 2U) << "a final one and a correction";
  const auto &first = by_status.at("F"), &corrected = by_status.at("C");
  EXPECT_EQ(first.text("OBR-3.1"), corrected.text("OBR-3.1")) << "a receiver knows by it what is corrected";
  const auto has = [&](const char* value) {
    return std::count_if(waiting.begin(), waiting.end(), [&](const auto& one) { return one.bytes.find(value) != Bytes::npos; });
  };
  EXPECT_EQ(has("4.1"), 1);
  EXPECT_EQ(has("7.3"), 1);
  EXPECT_EQ(corrected.text("OBX-11"), "C");
}

TEST_P(Distribution, PagesThatTakeThePlaceOfOthersComeWithAPageThatSaysSo) {
  const auto scan = [&](const std::string& trigger, const std::string& says) {
    const auto pdf = pdf::printed(pdf::laid_out(says, {}), {}, "scan");
    static int control = 0;
    return send("MDM^" + trigger, "s" + std::to_string(++control),
                "EVN|" + trigger +
                    "|20260301\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rPV1|1|O\r"
                    "TXA|1|CN|AP|20260301080000||||||||P1^HOSP|||||AU||AV||||LUND1^LUND^EVA^^^^^^HOSP\r"
                    "OBX|1|ED|1^Scan^L||^application^pdf^Base64^" +
                    to_base64(pdf) + "||||||F\r");
  };
  const auto words_of_job = [&](const std::string& copy) {
    const auto view = ask(tina_, "GET", "/api/distribution/copies/" + copy);
    for (const auto& number : jobs(gateway_.path())) {
      if (!number.starts_with(copy)) continue;
      std::ifstream in(gateway_.path() + "/out/" + number + ".pdf", std::ios::binary);
      const Bytes pdf((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      const auto text = hospital_->page_reader->text_of_pdf(pdf);
      return text ? *text : text.error().message;
    }
    return "no job of " + view.body;
  };
  ASSERT_EQ(scan("T02", "First scan"), "filed");
  go_round();
  ASSERT_EQ(copies(), Lines{"Lund, Eva v1 fax sent"}) << ask(tina_, "GET", "/api/distribution/copies").body;
  const auto first = words_of_job(copy_of("Lund, Eva"));
  EXPECT_NE(first.find("First scan"), std::string::npos) << first;
  EXPECT_EQ(first.find("TAKES THE PLACE"), std::string::npos) << first;
  ASSERT_EQ(scan("T08", "Second scan"), "filed");
  go_round();
  const auto second = words_of_job(copy_of("Lund, Eva"));
  EXPECT_NE(second.find("THIS VERSION TAKES THE PLACE OF AN EARLIER ONE"), std::string::npos) << second;
  EXPECT_NE(second.find("Second scan"), std::string::npos) << second;
  EXPECT_LT(second.find("TAKES THE PLACE"), second.find("Second scan")) << "what is to be known comes first";
}

TEST_P(Distribution, AScannedPageIsSentAsItsPageAndWhatIsBrokenIsSaid) {
  const auto picture = [&](const std::string& number, const std::string& bytes) {
    static int control = 0;
    return send("MDM^T02", "p" + std::to_string(++control),
                "EVN|T02|20260301\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rPV1|1|O\r"
                "TXA|1|CN|AP|20260301080000||||||||" +
                    number +
                    "^HOSP|||||AU||AV||||LUND1^LUND^EVA^^^^^^HOSP\r"
                    "OBX|1|ED|1^Scan^L||^image^png^Base64^" +
                    to_base64(bytes) + "||||||F\r");
  };
  // Eight white dots on eight.
  const auto dots =
      *from_base64("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR4nGP4DwUMlDEA98A/wbI0QbsAAAAASUVORK5CYII=");
  ASSERT_EQ(picture("P1", dots), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax sent"}) << ask(tina_, "GET", "/api/distribution/copies").body;
  ASSERT_EQ(picture("P2", "no picture at all"), "filed");
  go_round();
  const auto broken = ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Lund, Eva"));
  EXPECT_EQ(broken.at("state"), "failed") << broken.body;
  EXPECT_EQ(open_items("failed-copy"), Lines{"failed"});
}

TEST_P(Distribution, EverythingThatHappenedToACopyStandsWithItAndInTheLedger) {
  document("T02", "D1", "words");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  step(hale_, copy, "open");
  step(hale_, copy, "approve");
  const auto view = ask(tina_, "GET", "/api/distribution/copies/" + copy);
  EXPECT_EQ(view.all("steps", "event"), (Lines{"deliver", "open", "act"}));
  ledger::Filter filter;
  filter.subject_kind = "distribution_copy";
  filter.patient = ada_;
  const auto entries = hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); });
  ASSERT_TRUE(entries);
  std::set<std::string> acts;
  for (const auto& entry : *entries) acts.insert(entry.act);
  EXPECT_TRUE(acts.contains("sent") && acts.contains("opened") && acts.contains("transitioned") && acts.contains("viewed"));
}

TEST_P(Distribution, ACrashBetweenTheFolderAndTheRowSendsTheSameNumberAgain) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  ASSERT_TRUE(hospital_->distribution->expand_due());
  int handed_over = 0;
  hospital_->distribution->send_by(distribution::Channel::fax,
                                   [&](const distribution::Parcel&) -> Result<distribution::Dispatch> {
                                     ++handed_over;
                                     throw std::runtime_error("the power went");
                                   });
  EXPECT_ANY_THROW((void)hospital_->distribution->send_due());
  std::set<std::string> numbers;
  hospital_->distribution->send_by(distribution::Channel::fax,
                                   [&](const distribution::Parcel& parcel) -> Result<distribution::Dispatch> {
                                     ++handed_over;
                                     numbers.insert(parcel.number);
                                     return distribution::Dispatch{};
                                   });
  go_round();
  EXPECT_EQ(handed_over, 1) << "not before the one that was on its way counts as lost";
  clock_.advance(std::chrono::minutes(6));
  go_round();
  EXPECT_EQ(handed_over, 2);
  EXPECT_EQ(numbers.size(), 1U);
  EXPECT_TRUE(numbers.begin()->ends_with("-1"));
}

}  // namespace
}  // namespace charta::app
