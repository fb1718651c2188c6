// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/copy.hpp"

#include "department/distribution/gateway_folder.hpp"
#include "department/distribution/review.hpp"
#include "department/distribution/word_diff.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

namespace charta::distribution {
namespace {

TEST(CopyStates, AllowTheDeclaredStepsAndNoOther) {
  for (const auto state : all_states()) {
    for (const auto event : all_events()) {
      SCOPED_TRACE(std::string(state_code(state)) + " " + std::string(event_code(event)));
      Copy copy;
      copy.state = state;
      const auto to = next_state(state, event);
      const auto taken = take_step(copy, event, Instant(1000));
      EXPECT_EQ(to.has_value(), taken.has_value());
      EXPECT_EQ(copy.state, to.value_or(state)) << "a step that is not declared changes nothing";
    }
  }
}

TEST(CopyStates, EndWhereNothingMoreCanHappen) {
  for (const auto state : all_states()) {
    bool has_a_way_on = false;
    for (const auto event : all_events()) {
      const bool is_taken_up = state == CopyState::withdrawn && event == CopyEvent::try_again;
      has_a_way_on = has_a_way_on || (next_state(state, event).has_value() && !is_taken_up);
    }
    EXPECT_EQ(has_a_way_on, !is_settled(state)) << state_code(state);
  }
}

TEST(CopyStates, WhatIsOutIsAskedBackAndNeverForgotten) {
  for (const auto state : all_states()) {
    if (!is_out(state)) continue;
    EXPECT_EQ(next_state(state, CopyEvent::ask_back), CopyState::recall_asked) << state_code(state);
  }
}

TEST(CopyStates, KeepWhenEachThingHappened) {
  Copy copy;
  ASSERT_TRUE(take_step(copy, CopyEvent::send, Instant(10)));
  ASSERT_TRUE(take_step(copy, CopyEvent::deliver, Instant(20)));
  ASSERT_TRUE(take_step(copy, CopyEvent::open, Instant(30)));
  ASSERT_TRUE(take_step(copy, CopyEvent::act, Instant(40)));
  EXPECT_EQ(copy.sent_at, Instant(10));
  EXPECT_EQ(copy.delivered_at, Instant(20));
  EXPECT_EQ(copy.opened_at, Instant(30));
  EXPECT_EQ(copy.acted_at, Instant(40));
  EXPECT_FALSE(copy.settled_at);
}

TEST(CopyStates, EveryCodeIsReadBack) {
  for (const auto state : all_states()) EXPECT_EQ(parse_state(state_code(state)), state);
  for (const auto channel : all_channels()) EXPECT_EQ(parse_channel(channel_code(channel)), channel);
  EXPECT_FALSE(parse_state("lost"));
  EXPECT_FALSE(parse_channel("pigeon"));
}

TEST(CopyPauses, DoubleUntilTheLongest) {
  const SendingPauses pauses{std::chrono::seconds(5), std::chrono::seconds(60), 10};
  EXPECT_EQ(pause_after(1, pauses), std::chrono::seconds(5));
  EXPECT_EQ(pause_after(2, pauses), std::chrono::seconds(10));
  EXPECT_EQ(pause_after(4, pauses), std::chrono::seconds(40));
  EXPECT_EQ(pause_after(5, pauses), std::chrono::seconds(60));
  EXPECT_EQ(pause_after(50, pauses), std::chrono::seconds(60));
}

TEST(DistributionQueues, AreDeclaredWithoutDeadEnds) {
  for (const auto* machine : {&document_review_machine(), &failed_copy_machine(), &copy_recall_machine()})
    EXPECT_EQ(worklists::check(*machine), "") << machine->kind;
}

TEST(DistributionQueues, LeaveNobodyWithoutAWayOut) {
  // What a person does where the copy is shown, or in the list itself; not what only another message or version brings.
  const std::set<std::string_view> by_a_person{
      "", "is-approved", "is-reassigned", "is-given-up", "is-recalled", "is-unrecovered"};
  for (const auto* machine : {&document_review_machine(), &failed_copy_machine(), &copy_recall_machine()}) {
    std::set<std::string_view> states{machine->initial};
    for (const auto& step : machine->transitions) states.insert(step.from);
    for (const auto state : states) {
      const bool has_a_way = std::any_of(machine->transitions.begin(), machine->transitions.end(), [&](const auto& step) {
        return step.from == state && by_a_person.contains(step.guard) && worklists::is_final(*machine, step.to);
      });
      EXPECT_TRUE(has_a_way) << machine->kind << " " << state;
    }
  }
}

std::string without(const std::vector<DiffRun>& runs, Change change) {
  std::string text;
  for (const auto& run : runs)
    if (run.change != change) text += run.words;
  return text;
}

TEST(WordDiff, ShowsTheWordThatChanged) {
  const auto runs = compare_words("Give 5 mg daily.\n", "Give 50 mg daily.\n");
  const std::vector<DiffRun> expected{
      {Change::same, "Give "}, {Change::removed, "5 "}, {Change::added, "50 "}, {Change::same, "mg daily.\n"}};
  EXPECT_EQ(runs, expected);
  EXPECT_EQ(marked_up(runs), "Give [-5-] {+50+} mg daily.\n");
}

TEST(WordDiff, OfEqualTextsIsOneRunAndOfNothingNone) {
  EXPECT_TRUE(compare_words("", "").empty());
  EXPECT_EQ(compare_words("no change", "no change").size(), 1U);
  EXPECT_EQ(compare_words("", "new").front().change, Change::added);
  EXPECT_EQ(compare_words("old", "").front().change, Change::removed);
}

TEST(WordDiff, AlwaysGivesBothTextsBack) {
  std::mt19937 random(7);  // NOLINT: the same texts every time
  const std::vector<std::string> vocabulary{"no ", "acute ", "distress.\n", "5 ", "mg ", "left ", "right ", "  ", "\n", "lung\f"};
  for (int round = 0; round < 400; ++round) {
    std::string before, now;
    const auto length = random() % 60;
    for (std::size_t i = 0; i < length; ++i) {
      const auto& word = vocabulary[random() % vocabulary.size()];
      if (random() % 6 != 0) before += word;
      if (random() % 6 != 0) now += word;
      if (random() % 9 == 0) now += vocabulary[random() % vocabulary.size()];
    }
    const auto runs = compare_words(before, now);
    ASSERT_EQ(without(runs, Change::added), before);
    ASSERT_EQ(without(runs, Change::removed), now);
  }
}

TEST(WordDiff, OfTextsThatShareNothingStaysQuickAndWhole) {
  std::string before, now;
  for (int i = 0; i < 20'000; ++i) {
    before += "b" + std::to_string(i) + " ";
    now += "n" + std::to_string(i) + " ";
  }
  const auto runs = compare_words(before, now);
  EXPECT_EQ(without(runs, Change::added), before);
  EXPECT_EQ(without(runs, Change::removed), now);
}

TEST(Receipts, AreReadStrictly) {
  const auto good = read_receipt(R"({"number":"0000000000042-1","state":"delivered"})");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->number, "0000000000042-1");
  EXPECT_EQ(good->id, "0000000000042-1 delivered");
  for (const char* bad : {"", "[]", "{", R"({"state":"sent"})", R"({"number":"x"})", R"({"number":7,"state":"sent"})", "null"})
    EXPECT_FALSE(read_receipt(bad)) << bad;
  EXPECT_FALSE(read_receipt(std::string(largest_receipt + 1, ' ')));
}

Parcel parcel_for(std::int64_t id) {
  Parcel parcel;
  parcel.copy.id = CopyId(id);
  parcel.copy.sendings = 1;
  parcel.copy.channel = Channel::fax;
  parcel.copy.address = "+1 555 0100";
  parcel.copy.title = "A title that may say what somebody has";
  parcel.number = parcel.copy.number();
  parcel.pdf = "%PDF-1.7 of " + std::to_string(id);
  parcel.sha256 = sha256(parcel.pdf).hex();
  return parcel;
}

TEST(GatewayFolders, HoldAJobWholeOrNotAtAll) {
  const charta::testing::TemporaryFolder folder;
  const GatewayFolder gateway(folder.path());
  ASSERT_TRUE(gateway.send(parcel_for(42)));
  const auto out = std::filesystem::path(folder.path()) / "out";
  EXPECT_TRUE(std::filesystem::exists(out / (parcel_for(42).number + ".pdf")));
  EXPECT_TRUE(std::filesystem::exists(out / (parcel_for(42).number + ".json")));
  for (const auto& entry : std::filesystem::directory_iterator(out))
    EXPECT_FALSE(entry.path().filename().string().ends_with(".part"));
}

TEST(GatewayFolders, NameNoPatientAndNoTitle) {
  const auto job = print_job(parcel_for(42));
  EXPECT_EQ(job.find("title"), std::string::npos);
  EXPECT_EQ(job.find("somebody has"), std::string::npos);
}

TEST(GatewayFolders, TheSameNumberAgainIsTheSameJob) {
  const charta::testing::TemporaryFolder folder;
  const GatewayFolder gateway(folder.path());
  ASSERT_TRUE(gateway.send(parcel_for(42)));
  ASSERT_TRUE(gateway.send(parcel_for(42)));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path() + "/out")) ++files;
  EXPECT_EQ(files, 2U);
}

TEST(GatewayFolders, AFolderThatIsAwayIsTriedAgain) {
  const auto sent = GatewayFolder("/nowhere/at/all").send(parcel_for(42));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, ErrorKind::unavailable);
}

TEST(GatewayFolders, TakeEachReceiptOnceAndPutAsideWhatCannotBeRead) {
  const charta::testing::TemporaryFolder folder;
  const auto receipts = std::filesystem::path(folder.path()) / "receipts";
  std::filesystem::create_directories(receipts);
  std::ofstream(receipts / "a.json") << R"({"number":"0000000000042-1","state":"sent"})";
  std::ofstream(receipts / "b.json") << "no receipt";
  std::ofstream(receipts / ".c.json") << "being written";
  std::vector<std::string> taken;
  const GatewayFolder gateway(folder.path());
  const auto take = [&](const Receipt& receipt) -> Result<bool> {
    taken.push_back(receipt.id);
    return true;
  };
  EXPECT_EQ(gateway.take_receipts(take).value(), 2);
  EXPECT_EQ(gateway.take_receipts(take).value(), 0);
  EXPECT_EQ(taken, std::vector<std::string>{"0000000000042-1 sent"});
  EXPECT_TRUE(std::filesystem::exists(receipts / "taken" / "a.json"));
  EXPECT_TRUE(std::filesystem::exists(receipts / "refused" / "b.json"));
  EXPECT_TRUE(std::filesystem::exists(receipts / "refused" / "b.reason.txt"));
  EXPECT_TRUE(std::filesystem::exists(receipts / ".c.json"));
}

TEST(GatewayFolders, AReceiptThatCannotBeTakenNowStaysWhereItIs) {
  const charta::testing::TemporaryFolder folder;
  const auto receipts = std::filesystem::path(folder.path()) / "receipts";
  std::filesystem::create_directories(receipts);
  std::ofstream(receipts / "a.json") << R"({"number":"0000000000042-1","state":"sent"})";
  const auto taken = GatewayFolder(folder.path()).take_receipts([](const Receipt&) -> Result<bool> {
    return fail(ErrorKind::unavailable, "the store is away");
  });
  EXPECT_FALSE(taken);
  EXPECT_TRUE(std::filesystem::exists(receipts / "a.json"));
}

}  // namespace
}  // namespace charta::distribution
