// SPDX-License-Identifier: Apache-2.0
// Links, not rewrites: whatever happens around them, merges and unmerges change no byte of any record, and what a person chose
// field by field ends with its link.
#include "app/tests/hospital_fixture.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <random>
#include <thread>

namespace charta::app {
namespace {

using patient_index::LinkKind;
using patient_index::SurvivorChoices;
using patient_index::SurvivorField;

class MergeHistory : public testing::HospitalTest {
 protected:
  PatientId person(int number) {
    const std::string family(1, static_cast<char>('A' + number));
    return PatientId(create("Patient", body(number, family + "marsh")).key());
  }
  static std::string body(int number, const std::string& family, const std::string& id = "") {
    return R"({"resourceType":"Patient",)" + (id.empty() ? "" : R"("id":")" + id + "\",") + R"("name":[{"family":")" + family +
           R"(","given":["Ada"]}],"birthDate":"196)" + std::to_string(number) +
           R"(-04-02","telecom":[{"system":"phone","value":"555-000)" + std::to_string(number) + R"("}],"address":[{"line":[")" +
           std::to_string(number) + R"( Mill Lane"],"city":"Dorset"}],"identifier":[{"system":"urn:oid:1.2.3","value":"N)" +
           std::to_string(number) + R"(","type":{"coding":[{"code":"MR"}]}}]})";
  }
  /// Every live resource of these records with its version: what a merge must not touch.
  std::map<std::string, std::string> everything(const std::vector<PatientId>& people) {
    std::map<std::string, std::string> all;
    for (const PatientId patient : people) {
      const auto stored = hospital_->store->read([&](store::Reader& reader) -> Result<std::vector<resources::StoredResource>> {
        std::vector<resources::StoredResource> found;
        for (const auto* type : {"Patient", "Encounter", "DocumentReference", "Observation"}) {
          CHARTA_TRY(auto some, hospital_->resources->of_patient(reader, patient, type, 1000));
          for (auto& one : some) found.push_back(std::move(one));
        }
        return found;
      });
      EXPECT_TRUE(stored);
      for (const auto& one : *stored) all[one.patient.text() + " " + one.type + "/" + one.id] = one.json;
    }
    return all;
  }
  std::vector<PatientId> group(PatientId patient) {
    auto found =
        hospital_->store->read([&](store::Reader& reader) { return hospital_->patient_index->expand(reader, patient); }).value();
    std::sort(found.begin(), found.end());
    return found;
  }
  patient_index::PatientHit banner(PatientId patient) { return hospital_->patient_index->banner(system_, patient).value(); }
  Result<void> link(PatientId survivor, PatientId absorbed, const SurvivorChoices& choices = {},
                    LinkKind kind = LinkKind::merge) {
    return hospital_->store->write([&](store::UnitOfWork& work) {
      return hospital_->patient_index->link(work, system_, survivor, absorbed, {"test", kind, print_choices(choices), {}, {}});
    });
  }
};
CHARTA_ON_BOTH_ENGINES(MergeHistory);

TEST_P(MergeHistory, OfMergesMovesEditsAndArrivalsLeavesEveryRecordByteIdentical) {
  std::vector<PatientId> people;
  for (int i = 0; i < 6; ++i) people.push_back(person(i));
  std::vector<ResourceId> letters;
  std::vector<std::pair<PatientId, PatientId>> merged;
  std::vector<record_moves::MoveId> moves;
  std::mt19937 random(11);
  const auto any = [&](std::size_t of) { return static_cast<std::size_t>(random() % of); };
  int links = 0, done_moves = 0, edits = 0;
  for (int step = 0; step < 150; ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    const std::size_t who = any(people.size());
    const auto before = everything(people);
    switch (any(7)) {
      case 0:
      case 1: {  // a merge, sometimes with choices, sometimes a mere link
        SurvivorChoices choices;
        if (any(2) == 0) choices[SurvivorField::address] = true;
        if (any(2) == 0) choices[SurvivorField::name] = any(2) == 0;
        const PatientId other = people[any(people.size())];
        if (link(people[who], other, choices, any(4) == 0 ? LinkKind::link : LinkKind::merge)) {
          merged.emplace_back(people[who], other);
          ++links;
        }
        EXPECT_EQ(everything(people), before) << "a merge touches nothing";
        break;
      }
      case 2: {  // an unmerge, of any link, also of one with later merges above and below it
        if (merged.empty()) break;
        const auto which = merged.begin() + static_cast<std::ptrdiff_t>(any(merged.size()));
        EXPECT_TRUE(hospital_->identity->unmerge(system_, which->first, which->second, "test"));
        merged.erase(which);
        EXPECT_EQ(everything(people), before) << "nor does an unmerge";
        break;
      }
      case 3: {  // somebody corrects a name
        const std::string family = "Edited" + std::to_string(++edits);
        ASSERT_TRUE(hospital_->resources->update(system_, "Patient", people[who].text(),
                                                 body(static_cast<int>(who), family, people[who].text()), ""));
        break;
      }
      case 4:  // something arrives
        letters.push_back(create(
            "DocumentReference",
            R"({"resourceType":"DocumentReference","status":"current","type":{"text":"Letter"},"subject":{"reference":"Patient/)" +
                people[who].text() + R"("},"content":[{"attachment":{"contentType":"text/plain","data":"aGVsbG8="}}]})"));
        break;
      case 5: {  // a letter is brought to another record
        if (letters.empty()) break;
        const auto moved = hospital_->record_moves->move(
            system_, {"DocumentReference", letters[any(letters.size())].text(), people[who], "wrong-patient", ""});
        if (moved) moves.push_back(moved->id), ++done_moves;
        break;
      }
      default: {  // and perhaps back
        if (moves.empty()) break;
        static_cast<void>(
            hospital_->record_moves->take_back(system_, moves.back(), "moved-in-error", ""));  // unless it was moved on
        moves.pop_back();
      }
    }
  }
  ASSERT_GT(links, 10);
  ASSERT_GT(done_moves, 5);
  const auto before = everything(people);
  for (const auto& [survivor, absorbed] : merged) EXPECT_TRUE(hospital_->identity->unmerge(system_, survivor, absorbed, "test"));
  EXPECT_EQ(everything(people), before);
  for (std::size_t i = 0; i < people.size(); ++i) {
    EXPECT_EQ(group(people[i]), std::vector<PatientId>{people[i]});
    const auto alone = banner(people[i]);
    EXPECT_EQ(alone.address.find(std::to_string(i) + " Mill Lane"), 0U)
        << "what was chosen ended with its link: " << alone.address;
    EXPECT_EQ(alone.phone, "555-000" + std::to_string(i));
    EXPECT_FALSE(alone.merged_into.is_set());
  }
}

TEST_P(MergeHistory, WhatAPersonChoseIsShownUntilTheUnmerge) {
  const auto first = person(0), second = person(1);
  ASSERT_TRUE(link(first, second, {{SurvivorField::address, true}, {SurvivorField::name, true}}));
  EXPECT_EQ(banner(first).address.find("1 Mill Lane"), 0U);
  EXPECT_EQ(banner(first).name.find("Bmarsh"), 0U) << banner(first).name;
  EXPECT_EQ(banner(first).mrn, "N0") << "the survivor's number stays the survivor's";
  EXPECT_EQ(banner(second).address.find("1 Mill Lane"), 0U) << "the absorbed record is as it was";
  ASSERT_TRUE(hospital_->identity->unmerge(system_, first, second, "two-people"));
  EXPECT_EQ(banner(first).address.find("0 Mill Lane"), 0U);
  EXPECT_EQ(banner(first).name.find("Amarsh"), 0U);
}

TEST_P(MergeHistory, AChoiceOfTheChoiceBelowIsShownAtTheTop) {
  const auto top = person(0), middle = person(1), bottom = person(2);
  ASSERT_TRUE(link(middle, bottom, {{SurvivorField::address, true}}));
  ASSERT_TRUE(link(top, middle, {{SurvivorField::address, true}}));
  EXPECT_EQ(banner(top).address.find("2 Mill Lane"), 0U);
  EXPECT_EQ(banner(bottom).merged_into, top) << "the last survivor, not the first";
}

TEST_P(MergeHistory, AnUnmergeAfterLaterMergesTakesOnlyItsOwnLinkBack) {
  const auto a = person(0), b = person(1), c = person(2), d = person(3);
  ASSERT_TRUE(link(a, b));
  ASSERT_TRUE(link(b, c));
  ASSERT_TRUE(link(d, a));
  ASSERT_TRUE(hospital_->identity->unmerge(system_, a, b, "two-people"));
  EXPECT_EQ(group(a), (std::vector<PatientId>{a, d}));
  EXPECT_EQ(group(b), (std::vector<PatientId>{b, c})) << "what was merged into it stays with it";
  EXPECT_EQ(banner(c).merged_into, b);
  ASSERT_TRUE(link(d, b)) << "and what was taken back may be decided anew";
}

TEST_P(MergeHistory, TwoPeopleMergingOnePairBothWaysAtOnceOneWins) {
  for (int round = 0; round < 6; ++round) {
    const auto first = person(round), second = patient("Twin" + std::to_string(round));
    std::array<Result<void>, 2> outcomes{Result<void>(), Result<void>()};
    std::atomic<int> ready{0};
    const auto merging = [&](std::size_t one, PatientId survivor, PatientId absorbed) {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      outcomes[one] = link(survivor, absorbed);
    };
    std::thread there(merging, 0U, first, second), back(merging, 1U, second, first);
    there.join();
    back.join();
    ASSERT_NE(outcomes[0].has_value(), outcomes[1].has_value()) << "round " << round;
    const auto& refused = outcomes[0] ? outcomes[1] : outcomes[0];
    EXPECT_EQ(refused.error().kind, ErrorKind::business_rule);
    EXPECT_NE(refused.error().message.find("linked already"), std::string::npos) << refused.error().message;
  }
}

}  // namespace
}  // namespace charta::app
