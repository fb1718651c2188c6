// SPDX-License-Identifier: Apache-2.0
// The registration desk of a running hospital: nobody gets a number before the index was asked.
#include "app/tests/hospital_fixture.hpp"
#include "department/patient_index/duplicate_creation_store.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace charta::app {
namespace {

using patient_index::Demographics;
using patient_index::NoneOfThese;
using patient_index::RegistrationOutcome;

class RegistrationDesk : public testing::HospitalTest {
 protected:
  void SetUp() override {
    more_words_ = {"--mrn-assigner", "urn:oid:1.2.3", "--mrn-pattern", "R####", "--mrn-first", "41"};
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    settle_town();
    ASSERT_TRUE(hospital_->identity->load());
    rosa_ = sign_in("rosa", {"registrar"}).actor;
  }
  static Demographics person(const std::string& family = "Marsh", const std::string& given = "Adaline",
                             const std::string& born = "1961-04-02") {
    Demographics who;
    who.names.push_back({family, given, "", ""});
    who.birth_text = born;
    who.birth_date = Date::parse(born);
    who.sex = "female";
    who.phone = "440-555-0117";
    return who;
  }
  Result<RegistrationOutcome> ask(const Demographics& who, const std::optional<NoneOfThese>& none = {}) {
    return hospital_->registration->register_patient(rosa_, who, none);
  }
  std::vector<ledger::StoredEntry> told_apart(PatientId chart) {
    ledger::Filter filter;
    filter.patient = chart;
    filter.act = "commented";
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); }).value();
  }
  access::Actor rosa_;
};
CHARTA_ON_BOTH_ENGINES(RegistrationDesk);

TEST_P(RegistrationDesk, IssuesTheNextNumberOfTheSeries) {
  const auto first = ask(person());
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE(first->registered);
  EXPECT_EQ(first->registered->mrn, "R0041");
  EXPECT_EQ(first->registered->assigner, "urn:oid:1.2.3");
  EXPECT_EQ(first->registered->name, "Marsh, Adaline");
  const auto second = ask(person("Quill", "Thomas", "1950-11-23"));
  ASSERT_TRUE(second && second->registered);
  EXPECT_EQ(second->registered->mrn, "R0042");
}

TEST_P(RegistrationDesk, LeavesOutNumbersThatAnotherSystemHasGiven) {
  create("Patient",
         R"({"resourceType":"Patient","name":[{"family":"Fell","given":["Otto"]}],"birthDate":"1944-01-09","identifier":[)"
         R"({"system":"urn:oid:1.2.3","value":"R0041","type":{"coding":[{"code":"MR"}]}}]})");
  const auto made = ask(person());
  ASSERT_TRUE(made && made->registered);
  EXPECT_EQ(made->registered->mrn, "R0042");
}

TEST_P(RegistrationDesk, AnswersWithWhoItMayBeInsteadOfANumber) {
  const auto first = ask(person());
  ASSERT_TRUE(first && first->registered);
  const auto again = ask(person("Marsh", "Adalin"));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->registered);
  ASSERT_EQ(again->candidates.candidates.size(), 1U);
  EXPECT_EQ(again->candidates.candidates[0].hit.patient, first->registered->patient)
      << "found at once, without waiting for the index";
}

TEST_P(RegistrationDesk, TheLedgerSaysWhoToldWhomApartAndWhy) {
  const auto first = ask(person()).value().registered.value();
  const auto told = ask(person("Marsh", "Adalin"), NoneOfThese{{first.patient}, "relative-of-the-one-found"});
  ASSERT_TRUE(told) << told.error().message;
  ASSERT_TRUE(told->registered);
  const PatientId second = told->registered->patient;
  for (const auto& [chart, other] : {std::pair(first.patient, second), std::pair(second, first.patient)}) {
    const auto entries = told_apart(chart);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].author.user, rosa_.author.user);
    EXPECT_EQ(entries[0].subject, other.key());
    EXPECT_EQ(entries[0].reason, "told-apart:relative-of-the-one-found");
    EXPECT_EQ(entries[0].rule, "patient-index/matching-policy@1");
  }
  ASSERT_TRUE(hospital_->identity->catch_up());
  worklists::Filter filter;
  filter.kind = "identity";
  EXPECT_EQ(hospital_->worklists->list(system_, filter).value().total, 1) << "a technician looks at it all the same";
}

TEST_P(RegistrationDesk, WantsAReasonFromTheList) {
  const auto first = ask(person()).value().registered.value();
  expect_error(ask(person("Marsh", "Adalin"), NoneOfThese{{first.patient}, ""}), ErrorKind::missing);
  expect_error(ask(person("Marsh", "Adalin"), NoneOfThese{{first.patient}, "because"}), ErrorKind::unknown_code);
}

TEST_P(RegistrationDesk, AsksAgainAboutWhoWasNotShown) {
  const auto first = ask(person()).value().registered.value();
  const auto second =
      ask(person("Marsh", "Adalin"), NoneOfThese{{first.patient}, "never-here-before"}).value().registered.value();
  const auto third = ask(person("Marsh", "Adaline"), NoneOfThese{{first.patient}, "never-here-before"});
  ASSERT_TRUE(third);
  EXPECT_FALSE(third->registered) << "somebody was registered after the clerk had looked";
  const auto shown = std::vector<PatientId>{first.patient, second.patient};
  EXPECT_TRUE(ask(person("Marsh", "Adaline"), NoneOfThese{shown, "never-here-before"}).value().registered);
}

TEST_P(RegistrationDesk, TwoDesksWithOnePersonGetOneNumber) {
  constexpr int desks = 6;
  std::atomic<int> registered{0}, shown{0};
  std::vector<std::thread> threads;
  for (int desk = 0; desk < desks; ++desk)
    threads.emplace_back([&] {
      const auto outcome = ask(person());
      ASSERT_TRUE(outcome) << outcome.error().message;
      ++(outcome->registered ? registered : shown);
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(registered, 1);
  EXPECT_EQ(shown, desks - 1);
}

TEST_P(RegistrationDesk, IsForThoseWhoMayRegister) {
  const auto nurse = sign_in("nina", {"nurse"});
  expect_error(hospital_->registration->register_patient(nurse.actor, person(), {}), ErrorKind::forbidden);
}

TEST_P(RegistrationDesk, FindsNobodyWhoIsProtectedFromTheClerkAndAsksATechnicianWhoMaySee) {
  std::string hidden =
      R"({"resourceType":"Patient","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",)"
      R"("code":"PSYTHPN"}]},"name":[{"family":"Marsh","given":["Adaline"]}],"birthDate":"1961-04-02","gender":"female",)"
      R"("telecom":[{"system":"phone","value":"440-555-0117"}]})";
  create("Patient", hidden);
  ASSERT_TRUE(hospital_->identity->catch_up());
  const auto made = ask(person());
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(made->registered) << "what the clerk may not see holds up no registration, and is not shown by a refusal";
  ASSERT_TRUE(hospital_->identity->catch_up());
  worklists::Filter filter;
  filter.kind = "identity";
  EXPECT_EQ(hospital_->worklists->list(system_, filter).value().total, 1);
}

TEST_P(RegistrationDesk, AUsedUpSeriesSaysSo) {
  ASSERT_TRUE(hospital_->store->write(
      [](store::UnitOfWork& work) { return patient_index::NumberStore().set_issued(work, "urn:oid:1.2.3", 9999); }));
  const auto refused = ask(person());
  expect_error(refused, ErrorKind::business_rule);
  EXPECT_NE(refused.error().message.find("used up"), std::string::npos);
}

class NoSeries : public testing::HospitalTest {};
CHARTA_ON_BOTH_ENGINES(NoSeries);

TEST_P(NoSeries, NoNumberIsMadeUpWhereTheSiteDeclaresNone) {
  ASSERT_TRUE(hospital_->identity->load());
  Demographics who;
  who.names.push_back({"Marsh", "Adaline", "", ""});
  who.birth_text = "1961-04-02";
  who.birth_date = Date::parse(who.birth_text);
  who.sex = "female";
  const auto refused = hospital_->registration->register_patient(system_, who, {});
  expect_error(refused, ErrorKind::business_rule);
  EXPECT_NE(refused.error().message.find("mrn-assigner"), std::string::npos);
}

// Confirmed new duplicates divided by registrations, both of the period; what was taken back does not count.
TEST_P(RegistrationDesk, TheCreationRateCountsWhatWasRegisteredTwiceAndMerged) {
  const auto first = ask(person()).value().registered.value();
  const Instant midnight = clock_.now().plus(std::chrono::hours(16));
  clock_.set(midnight.plus(std::chrono::hours(1)));
  const auto second =
      ask(person("Marsh", "Adalin"), NoneOfThese{{first.patient}, "never-here-before"}).value().registered.value();
  ASSERT_TRUE(ask(person("Quill", "Thomas", "1950-11-23")).value().registered);
  const auto creation = [&](Instant from, Instant until) {
    return hospital_->store
        ->read([&](store::Reader& reader) { return patient_index::DuplicateCreationStore().creation(reader, from, until); })
        .value();
  };
  const Instant end = midnight.plus(std::chrono::hours(24));
  EXPECT_EQ(creation(midnight, end).registrations, 2);
  EXPECT_EQ(creation(midnight, end).confirmed, 0) << "looking alike is not confirmed";
  ASSERT_TRUE(hospital_->patient_index->link(system_, second.patient, first.patient, "A40"));
  EXPECT_EQ(creation(midnight, end).confirmed, 1) << "whichever of the two survives";
  EXPECT_NEAR(creation(midnight, end).rate(), 0.5, 1e-9);
  EXPECT_EQ(creation(midnight.plus(std::chrono::hours(-24)), midnight).confirmed, 0) << "the older record was no duplicate";
  const auto list =
      hospital_->store
          ->read([&](store::Reader& reader) { return patient_index::DuplicateCreationStore().list(reader, midnight, end, 10); })
          .value();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].newer, second.patient);
  EXPECT_EQ(list[0].older, first.patient);
  ASSERT_TRUE(hospital_->identity->unmerge(system_, second.patient, first.patient, "merged-by-mistake"));
  EXPECT_EQ(creation(midnight, end).confirmed, 0);
}

}  // namespace
}  // namespace charta::app
