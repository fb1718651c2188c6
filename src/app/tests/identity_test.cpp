// SPDX-License-Identifier: Apache-2.0
// Never two numbers for one person: what the index of a running hospital asks people, and what their answers do.
#include "app/tests/hospital_fixture.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>

namespace charta::app {
namespace {

using patient_index::PairVerdict;

struct Who {
  std::string mrn, family = "Marsh", given = "Ada", born = "1961-04-02", phone = "555-201-7788", ssn = "", sex = "female";
};

class IdentityQueue : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (!IsSkipped()) add_others();
  }
  static std::string body(const Who& who, const std::string& id = "") {
    std::string text = R"({"resourceType":"Patient",)";
    if (!id.empty()) text += R"("id":")" + id + "\",";
    text += R"("name":[{"family":")" + who.family + R"(","given":[")" + who.given + R"("]}],"birthDate":")" + who.born +
            R"(","gender":")" + who.sex + "\"";
    if (!who.phone.empty()) text += R"(,"telecom":[{"system":"phone","value":")" + who.phone + R"("}])";
    text += R"(,"identifier":[{"system":"urn:oid:1.2.3","value":")" + who.mrn + R"(","type":{"coding":[{"code":"MR"}]}})";
    if (!who.ssn.empty()) text += R"(,{"system":"http://hl7.org/fhir/sid/us-ssn","value":")" + who.ssn + R"("})";
    return text + "]}";
  }
  PatientId add(const Who& who) { return PatientId(create("Patient", body(who)).key()); }
  void change(PatientId patient, const Who& who) {
    const auto done = hospital_->resources->update(system_, "Patient", patient.text(), body(who, patient.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  std::size_t catch_up() {
    const auto done = hospital_->identity->catch_up();
    EXPECT_TRUE(done) << done.error().message;
    return done ? *done : 0;
  }
  std::vector<worklists::WorkItem> queue(bool closed = false) {
    worklists::Filter filter;
    filter.kind = "identity";
    filter.include_closed = closed;
    return hospital_->worklists->list(system_, filter).value().items;
  }
  worklists::Act event(const std::string& name, const std::string& reason = "") {
    worklists::Act act;
    act.event = name;
    act.reason_code = reason;
    return act;
  }
  bool linked(PatientId a, PatientId b) {
    const auto group =
        hospital_->store->read([&](store::Reader& reader) { return hospital_->patient_index->expand(reader, a); }).value();
    return std::find(group.begin(), group.end(), b) != group.end();
  }
  static constexpr std::int64_t others = 12;

 private:
  /// Other people, so that a name is as rare as in a small town.
  void add_others() {
    constexpr std::array<const char*, others> families{"Abbott", "Brennan",   "Castillo", "Dvorak",    "Eriksen",   "Fontaine",
                                                       "Gupta",  "Hashimoto", "Ivanov",   "Jankowski", "Kowalczyk", "Lindqvist"};
    constexpr std::array<const char*, others> given{"Peter",  "Quentin", "Rafael", "Stefan", "Tariq",  "Ulrich",
                                                    "Viktor", "Walter",  "Xavier", "Yusuf",  "Zoltan", "Oskar"};
    for (std::size_t i = 0; i < families.size(); ++i)
      add({"T" + std::to_string(i), families[i], given[i],
           Date::parse("1930-01-03")->plus_days(static_cast<int>(i) * 1931).text(),
           std::to_string(2125550000 + static_cast<long long>(i) * 173'939'171), "", "male"});
  }
};
CHARTA_ON_BOTH_ENGINES(IdentityQueue);

TEST_P(IdentityQueue, ANewPersonUnderASecondNumberOpensAQuestion) {
  const PatientId first = add({"1001"});
  catch_up();
  EXPECT_TRUE(queue().empty());
  const PatientId second = add({"2002"});
  EXPECT_EQ(catch_up(), 1U);
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].subject, first.key());
  EXPECT_EQ(items[0].second_subject, second.key());
  EXPECT_EQ(items[0].patient, second);
  EXPECT_EQ(items[0].state, "open");
  EXPECT_EQ(items[0].rule, "patient-index/matching-policy@1");
  EXPECT_EQ(items[0].detail.find("Marsh"), std::string::npos) << "the list's detail names fields, never values";
  EXPECT_FALSE(linked(first, second)) << "nothing is merged without a person";
}

TEST_P(IdentityQueue, WhatStoodBeforeAStartIsComparedWithWhatComesAfter) {
  add({"1001"});
  ASSERT_TRUE(hospital_->identity->load());
  EXPECT_EQ(static_cast<std::int64_t>(hospital_->identity->live().size()), others + 1);
  add({"2002"});
  catch_up();
  EXPECT_EQ(queue().size(), 1U);
  catch_up();
  EXPECT_EQ(queue().size(), 1U) << "asked once";
}

TEST_P(IdentityQueue, TwoPeopleOpenNothing) {
  add({"1001"});
  add({"2002", "Quill", "Tom", "1950-11-23", "555-999-0000", "", "male"});
  catch_up();
  EXPECT_TRUE(queue().empty());
}

TEST_P(IdentityQueue, AnAskerHearsBusyUntilTheIndexIsReadIn) {
  add({"1001"});
  patient_index::Demographics who;
  who.names.push_back({"Marsh", "Ada", "", ""});
  who.birth_date = Date::parse("1961-04-02");
  expect_error(hospital_->identity->candidates(system_, who, 5), ErrorKind::busy);
  catch_up();
  const auto answer = hospital_->identity->candidates(system_, who, 5);
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->candidates.size(), 1U);
  double sum = answer->prior_bits;
  for (const auto& part : answer->candidates[0].explanation.contributions) sum += part.bits;
  EXPECT_NEAR(sum, answer->candidates[0].match.bits, 1e-9) << "the reasons are the score";
}

TEST_P(IdentityQueue, NotAMatchIsFinalUntilTheEvidenceChanges) {
  add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  const auto technician = sign_in("tina", {"technician"});
  const auto item = queue().at(0);
  expect_error(hospital_->worklists->act(technician.actor, item.id, event("not-a-match")), ErrorKind::business_rule);
  ASSERT_TRUE(hospital_->worklists->act(technician.actor, item.id, event("not-a-match", "twins")));
  EXPECT_TRUE(queue().empty());
  change(second, {"2002", "Marsh", "Ada", "1961-04-02", "555-201-7788", "", "female"});
  catch_up();
  EXPECT_TRUE(queue().empty()) << "written again with nothing new";
  ASSERT_TRUE(hospital_->identity->find_duplicates({[](std::int64_t, std::int64_t) { return true; }}));
  EXPECT_TRUE(queue().empty()) << "nor does a pass over the whole index ask again";
}

TEST_P(IdentityQueue, NewEvidenceAsksAgain) {
  const PatientId first = add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  ASSERT_TRUE(hospital_->worklists->act(system_, queue().at(0).id, event("not-a-match", "different-people")));
  change(first, {"1001", "Marsh", "Ada", "1961-04-02", "555-201-7788", "524117710"});
  change(second, {"2002", "Marsh", "Ada", "1961-04-02", "555-201-7788", "524117710"});
  catch_up();
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].reason_code, "new-evidence");
  EXPECT_EQ(queue(true).size(), 2U) << "what was decided before stands in its own item";
}

TEST_P(IdentityQueue, ACorrectionThatTellsTwoApartWithdrawsTheQuestion) {
  add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  ASSERT_EQ(queue().size(), 1U);
  change(second, {"2002", "Quill", "Tom", "1950-11-23", "555-999-0000", "", "male"});
  catch_up();
  EXPECT_TRUE(queue().empty());
  const auto closed = queue(true);
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].state, "withdrawn");
  EXPECT_EQ(closed[0].reason_code, "no-longer-alike");
}

TEST_P(IdentityQueue, APersonMergesAndBothNumbersStayFindable) {
  const PatientId first = add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  const auto technician = sign_in("tina", {"technician"});
  const auto item = queue().at(0);
  expect_error(hospital_->worklists->act(technician.actor, item.id, event("merge")), ErrorKind::business_rule);
  const auto detail = hospital_->identity->pair(technician.actor, item.id);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->left.patient, first);
  EXPECT_FALSE(detail->linked);
  const auto preview = hospital_->identity->preview(technician.actor, item.id, first);
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->absorbed.patient, second);
  ASSERT_FALSE(preview->counts.empty());
  EXPECT_EQ(preview->counts[0].what, "Patient");
  const auto merged = hospital_->identity->merge(technician.actor, item.id, first, item.version, "same passport");
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->state, "merged");
  EXPECT_TRUE(linked(first, second));
  const auto hits = hospital_->patient_index->find(technician.actor, "2002", 5).value();
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].merged_into, first);
}

TEST_P(IdentityQueue, TwoPeopleMergingThePairAtOnceOneWinsAndTheOtherIsTold) {
  const PatientId first = add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  const auto item = queue().at(0);
  ASSERT_TRUE(hospital_->identity->merge(system_, item.id, first, item.version, ""));
  const auto late = hospital_->identity->merge(system_, item.id, second, item.version, "");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::business_rule);
  EXPECT_NE(late.error().message.find("linked already"), std::string::npos);
}

TEST_P(IdentityQueue, AMergeFromElsewhereClosesTheQuestion) {
  const PatientId first = add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  ASSERT_TRUE(hospital_->patient_index->link(system_, first, second, "A40"));
  EXPECT_TRUE(queue().empty());
  EXPECT_EQ(queue(true).at(0).state, "merged");
}

TEST_P(IdentityQueue, AMergeTakenBackIsNotAskedAgain) {
  const PatientId first = add({"1001"});
  const PatientId second = add({"2002"});
  catch_up();
  ASSERT_TRUE(hospital_->identity->merge(system_, queue().at(0).id, first, 0, ""));
  ASSERT_TRUE(hospital_->identity->unmerge(system_, first, second, "two-people"));
  EXPECT_FALSE(linked(first, second));
  change(second, {"2002"});
  catch_up();
  EXPECT_TRUE(queue().empty());
  expect_error(hospital_->identity->unmerge(system_, first, second, "again"), ErrorKind::business_rule);
}

TEST_P(IdentityQueue, WhatIsPutOffComesBackWhenItsTimeHasCome) {
  add({"1001"});
  add({"2002"});
  catch_up();
  auto later = event("defer", "awaiting-source");
  later.waiting_until = clock_.now().plus(std::chrono::hours(24));
  const auto put_off = hospital_->worklists->act(system_, queue().at(0).id, later);
  ASSERT_TRUE(put_off) << put_off.error().message;
  EXPECT_EQ(put_off->state, "deferred");
  EXPECT_EQ(put_off->waiting_until, later.waiting_until);
  clock_.advance(std::chrono::hours(2));
  catch_up();
  EXPECT_EQ(queue().at(0).state, "deferred");
  clock_.advance(std::chrono::hours(23));
  catch_up();
  EXPECT_EQ(queue().at(0).state, "open");
}

TEST_P(IdentityQueue, APairWithARestrictedRecordIsNotThereForWhoMayNotSeeIt) {
  add({"1001"});
  const std::string hidden =
      R"({"resourceType":"Patient","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},)";
  std::string other = body({"2002"});
  create("Patient", hidden + other.substr(other.find("\"name\"")));
  catch_up();
  ASSERT_EQ(queue().size(), 1U);
  const auto technician = sign_in("tina", {"technician"});
  const auto item = queue().at(0);
  expect_error(hospital_->identity->pair(technician.actor, item.id), ErrorKind::not_found);
  expect_error(hospital_->identity->merge(technician.actor, item.id, PatientId(item.subject), 0, ""), ErrorKind::not_found);
}

TEST_P(IdentityQueue, APassFindsWhatWasNeverComparedAndCountsByTheFormula) {
  add({"1001"});
  add({"2002"});
  add({"3003", "Marsh", "Ada", "1961-04-02", "555-201-7789"});
  const auto pass = hospital_->identity->find_duplicates({[](std::int64_t, std::int64_t) { return true; }});
  ASSERT_TRUE(pass) << pass.error().message;
  EXPECT_TRUE(pass->ended_at);
  const auto figures =
      hospital_->store->read([&](store::Reader& reader) { return hospital_->identity->figures(reader); }).value();
  EXPECT_EQ(figures.records, others + 3);
  EXPECT_EQ(figures.in_sets, 3);
  EXPECT_EQ(figures.sets, 1);
  EXPECT_NEAR(figures.rate(), 3.0 / 15.0, 1e-9);
  EXPECT_EQ(static_cast<std::int64_t>(queue().size()), figures.pairs);
  const auto again = hospital_->identity->find_duplicates({[](std::int64_t, std::int64_t) { return true; }});
  ASSERT_TRUE(again);
  EXPECT_NE(again->key, pass->key);
  EXPECT_EQ(static_cast<std::int64_t>(queue().size()), figures.pairs) << "a second pass asks nothing twice";
}

TEST_P(IdentityQueue, AStoppedPassGoesOn) {
  add({"1001"});
  add({"2002"});
  const auto stopped = hospital_->identity->find_duplicates({[](std::int64_t, std::int64_t) { return false; }});
  ASSERT_TRUE(stopped);
  EXPECT_FALSE(stopped->ended_at);
  const auto resumed = hospital_->identity->find_duplicates({[](std::int64_t, std::int64_t) { return true; }});
  ASSERT_TRUE(resumed);
  EXPECT_EQ(resumed->key, stopped->key);
  EXPECT_TRUE(resumed->ended_at);
  EXPECT_EQ(queue().size(), 1U);
}

// Invariant: a merge followed by its unmerge leaves the record byte-identical, ledger, link history and work items aside.
TEST_P(IdentityQueue, MergesAndUnmergesInAnyOrderLeaveEveryRecordByteIdentical) {
  std::vector<PatientId> people;
  std::map<PatientId, std::string> bytes;
  for (int i = 0; i < 5; ++i) {
    people.push_back(add({std::to_string(1000 + i), "Marsh" + std::string(1, static_cast<char>('a' + i)), "Ada",
                          "196" + std::to_string(i) + "-04-02"}));
    create("Observation",
           R"({"resourceType":"Observation","status":"final","code":{"text":"note"},"subject":{"reference":"Patient/)" +
               people.back().text() + "\"}}");
  }
  const auto read = [&](PatientId patient) {
    const auto stored = hospital_->resources->read(system_, "Patient", patient.text()).value();
    return std::string(stored.json.begin(), stored.json.end());
  };
  for (const PatientId patient : people) bytes[patient] = read(patient);
  std::mt19937 random(7);
  std::vector<std::pair<PatientId, PatientId>> merged;
  int edits = 0;
  for (int step = 0; step < 60; ++step) {
    const PatientId a = people[random() % people.size()], b = people[random() % people.size()];
    if (random() % 4 == 0) {
      const auto which = static_cast<std::size_t>(random() % people.size());
      change(people[which], {std::to_string(1000 + which), "Edited" + std::string(1, static_cast<char>('a' + ++edits % 26)),
                             "Ada", "1961-04-02"});
      bytes[people[which]] = read(people[which]);
    } else if (merged.empty() || random() % 2 == 0) {
      if (hospital_->patient_index->link(system_, a, b, "test")) merged.emplace_back(a, b);
    } else {
      const auto which = random() % merged.size();
      EXPECT_TRUE(hospital_->identity->unmerge(system_, merged[which].first, merged[which].second, "test"));
      merged.erase(merged.begin() + static_cast<std::ptrdiff_t>(which));
    }
    if (step % 10 == 0) catch_up();
  }
  for (const auto& [survivor, absorbed] : merged) EXPECT_TRUE(hospital_->identity->unmerge(system_, survivor, absorbed, "test"));
  for (const PatientId patient : people) {
    EXPECT_EQ(read(patient), bytes[patient]);
    const auto group =
        hospital_->store->read([&](store::Reader& reader) { return hospital_->patient_index->expand(reader, patient); }).value();
    EXPECT_EQ(group.size(), 1U);
  }
}

}  // namespace
}  // namespace charta::app
