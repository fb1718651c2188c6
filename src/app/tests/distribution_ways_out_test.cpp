// SPDX-License-Identifier: Apache-2.0
// Whatever becomes of a copy, somebody can end its work: whoever reads, whoever sends, or the house itself.
#include "app/tests/distribution_fixture.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using Lines = std::vector<std::string>;

class WaysOut : public testing::DistributionTest {
 protected:
  std::string item_of(const std::string& kind) { return ask(tina_, "GET", "/api/worklists/" + kind).at("items.0.id"); }
  testing::Answer act(const std::string& item, const std::string& event, const std::string& reason) {
    return ask(tina_, "POST", "/api/work-items/" + item + "/acts", R"({"event":")" + event + R"(","reason":")" + reason + "\"}");
  }
  std::string recipient(const std::string& part) {
    return ask(tina_, "GET", "/api/distribution/recipients?q=" + part).at("items.0.id");
  }
  Lines owed() {
    Lines all;
    const auto list = hospital_->completion->of_patient(system_, ada_);
    EXPECT_TRUE(list) << list.error().message;
    for (const auto& one : *list)
      if (one.row.lack == chart_completion::Lack::review)
        all.push_back(one.row.responsible.key + " " + one.row.state + " " + std::string(lack_code(one.row.lack)));
    return all;
  }
  void fail_the_fax(const std::string& reason) {
    for (const auto& number : jobs(gateway_.path())) receipt(number, "failed", reason);
    go_round();
  }
};
CHARTA_ON_BOTH_ENGINES(WaysOut);

TEST_P(WaysOut, WhatNobodyCorrectsIsLeftAsItIsWithAReason) {
  document("T02", "D1", "Give 5 mg daily.");
  go_round();
  ASSERT_EQ(step(hale_, copy_of("Hale, Ann"), "request-corrections", R"(,"reason":"wrong-words","words":"50 mg")").status, 200);
  const auto item = item_of("document-review");
  EXPECT_NE(act(item, "leave-as-is", "").status, 200) << "a reason is needed";
  const auto done = act(item, "leave-as-is", "stays-as-it-is");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(open_items("document-review").empty());
  EXPECT_EQ(ask(tina_, "GET", "/api/distribution/copies/" + copy_of("Hale, Ann")).all("steps", "event").back(), "left-as-is");
}

TEST_P(WaysOut, WhoHasTheReportAlreadyReviewsThatCopy) {
  document("T02", "D1", "words", "HALE1^HALE^ANN", "RUIZ1^RUIZ^LEO");
  go_round();
  const auto copy = copy_of("Hale, Ann");
  ASSERT_EQ(step(hale_, copy, "not-mine", R"(,"reason":"not-mine-to-review")").status, 200);
  EXPECT_EQ(step(tina_, copy, "reassign", R"(,"to":")" + recipient("hale") + "\"").status, 422)
      << "they said that it is not theirs";
  const auto done = step(tina_, copy, "reassign", R"(,"to":")" + recipient("ruiz") + "\"");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(copies().size(), 2U) << "nobody has it twice";
  EXPECT_EQ(open_items("document-review"), Lines{"to-review"});
  EXPECT_EQ(step(ruiz_, copy_of("Ruiz, Leo"), "approve").at("action"), "approved");
  EXPECT_TRUE(open_items("document-review").empty());
}

TEST_P(WaysOut, AQuestionForWhichNothingWaitsIsClosedByTheHouse) {
  document("T02", "D1", "one", "", "NEW1^NEWMAN^NOR");
  document("T02", "D2", "two", "", "NEW1^NEWMAN^NOR");
  go_round();
  ASSERT_EQ(open_items("failed-copy"), Lines{"unknown"});
  ASSERT_EQ(document("T11", "D1", ""), "filed");
  go_round();
  EXPECT_EQ(open_items("failed-copy"), Lines{"unknown"}) << "the other waits still";
  ASSERT_EQ(document("T11", "D2", ""), "filed");
  go_round();
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(WaysOut, AQuestionThatNobodyCanAnswerIsGivenUpWithAllThatWaits) {
  document("T02", "D1", "one", "", "NEW1^NEWMAN^NOR");
  document("T02", "D2", "two", "", "NEW1^NEWMAN^NOR");
  go_round();
  const auto done = act(item_of("failed-copy"), "give-up", "copy-not-needed");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(open_items("failed-copy").empty());
  for (const auto& line : copies()) EXPECT_TRUE(line.ends_with("withdrawn")) << line;
}

TEST_P(WaysOut, WhatGoesToSomebodyElseSaysNothingOfWhatTheFirstHad) {
  document("T02", "D1", "left lung", "", "LUND1^LUND^EVA");
  go_round();
  ASSERT_EQ(document("T08", "D1", "right lung", ""), "filed");
  std::filesystem::remove_all(gateway_.path());
  ASSERT_TRUE(hospital_->distribution->expand_due());
  const auto newer = copy_of("Lund, Eva");
  EXPECT_EQ(step(tina_, newer, "send-again").status, 422) << "it has not failed";
  hospital_->distribution->send_by(distribution::Channel::fax, [](const distribution::Parcel&) -> Result<distribution::Dispatch> {
    return fail(ErrorKind::invalid, "no such number");
  });
  go_round();
  ASSERT_EQ(copies(), (Lines{"Lund, Eva v1 fax recall-asked", "Lund, Eva v2 fax failed"}));
  ASSERT_EQ(step(tina_, newer, "send-again", R"(,"to":")" + recipient("ruiz") + "\"").status, 200);
  EXPECT_EQ(copies(), (Lines{"Lund, Eva v1 fax recall-asked", "Lund, Eva v2 fax superseded", "Ruiz, Leo v2 inbox delivered"}));
  const auto changes = ask(ruiz_, "GET", "/api/distribution/copies/" + copy_of("Ruiz, Leo") + "/changes");
  EXPECT_EQ(changes.at("has_earlier"), "false") << changes.body;
  EXPECT_EQ(open_items("copy-recall"), Lines{"asked"}) << "who has the old version is told by a person";
  const auto recall = ask(tina_, "GET", "/api/distribution/of-item/" + item_of("copy-recall")).at("id");
  ASSERT_EQ(step(tina_, recall, "recall-answer", R"(,"answer":"destroyed")").at("state"), "recalled");
  EXPECT_TRUE(open_items("copy-recall").empty());
}

TEST_P(WaysOut, AnAddressThatIsAwayHoldsUpNoOther) {
  reach("EVA1", "Eva", "practitioner", {{"print", "ipp://away.example/"}});
  reach("OMAR1", "Omar", "practitioner", {{"print", "ipp://here.example/"}});
  hospital_->distribution->send_by(distribution::Channel::print,
                                   [](const distribution::Parcel& parcel) -> Result<distribution::Dispatch> {
                                     if (parcel.copy.address.find("away") != std::string::npos)
                                       return fail(ErrorKind::unavailable, "the printer does not answer");
                                     return distribution::Dispatch{"job 1", false};
                                   });
  hospital_->distribution->track_by(distribution::Channel::print,
                                    [](const distribution::Copy& copy) -> Result<std::optional<distribution::Arrival>> {
                                      return std::optional(distribution::Arrival{true, "", copy.proof});
                                    });
  document("T02", "D1", "one", "EVA1^EVA^X", "OMAR1^OMAR^X");
  go_round();
  auto lines = copies();
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (Lines{"Eva v1 print owed", "Omar v1 print delivered"}));
}

TEST_P(WaysOut, AGatewayThatSaysNothingIsAskedByAPerson) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  const auto number = *jobs(gateway_.path()).begin();
  later(std::chrono::hours(25));
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax failed"});
  EXPECT_EQ(open_items("failed-copy"), Lines{"failed"});
  receipt(number, "delivered");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax delivered"}) << "a receipt that comes late still counts";
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(WaysOut, WhatAGatewaySaidNothingOfIsAskedBackWhenItIsNotTrueAnyMore) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  later(std::chrono::hours(25));
  go_round();
  ASSERT_EQ(copies(), Lines{"Lund, Eva v1 fax failed"});
  ASSERT_EQ(document("T11", "D1", ""), "filed");
  go_round();
  EXPECT_EQ(copies(), (Lines{"Lund, Eva v1 fax recalled", "Lund, Eva v1 fax sent notice"})) << "it may lie there";
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(WaysOut, WhatAGatewaySaysDidNotArriveIsNotAskedBack) {
  document("T02", "D1", "words", "", "LUND1^LUND^EVA");
  go_round();
  receipt(*jobs(gateway_.path()).begin(), "failed", "no answer");
  go_round();
  ASSERT_EQ(copies(), Lines{"Lund, Eva v1 fax failed"});
  ASSERT_EQ(document("T11", "D1", ""), "filed");
  go_round();
  EXPECT_EQ(copies(), Lines{"Lund, Eva v1 fax withdrawn"});
}

TEST_P(WaysOut, WhatIsNotOpenedIsOwedUntilItIs) {
  ASSERT_EQ(send("ADT^A01", "v1",
                 "EVN|A01|20260301\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\r"
                 "PV1|1|I|3W^1^A||||||||||||||||V1^^^HOSP|||||||||||||||||||||||||20260228070000\r"),
            "filed");
  ASSERT_EQ(
      send("MDM^T02", "m1",
           "EVN|T02|20260301\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rPV1|1|I|3W^1^A||||||||||||||||V1^^^HOSP\r"
           "OBR|1|||11488-4^Consultation note^LN||||||||||||HALE1^HALE^ANN^^^^^^HOSP\r"
           "TXA|1|CN|TX|20260301080000||||||||D1^HOSP|||||AU||AV\rOBX|1|TX|1^Words||Potassium 6.8.||||||F\r"),
      "filed");
  go_round();
  clock_.advance(std::chrono::hours(25));
  go_round();
  EXPECT_TRUE(owed().empty()) << "reminded, and not owed yet";
  clock_.advance(std::chrono::hours(48));
  go_round();
  EXPECT_EQ(owed(), Lines{key_of("HALE1") + " assigned report-not-opened"});
  const auto copy = hospital_->distribution->list(system_, {})->copies.at(0);
  auto hale = access::Actor::system("test");
  hale.author.user = user_of("hale");
  ASSERT_TRUE(hospital_->distribution->open(hale, copy.id));
  EXPECT_EQ(owed(), Lines{key_of("HALE1") + " completed report-not-opened"});
}

}  // namespace
}  // namespace charta::app
