// SPDX-License-Identifier: Apache-2.0
// A disaster from its declaration to the last one identified, through the whole hospital.
#include "app/tests/hospital_fixture.hpp"
#include "department/disaster_identities/kits.hpp"

#include <algorithm>
#include <set>

namespace charta::app {
namespace {

using namespace disaster_identities;

class DisasterMode : public testing::HospitalTest {
 protected:
  void SetUp() override {
    more_words_ = {"--mrn-assigner", "urn:oid:1.2.3", "--mrn-first", "9001"};
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    tina_ = sign_in("tina", {"technician"}).actor;
    nora_ = sign_in("nora", {"nurse"}).actor;
  }
  DisasterService& service() { return *hospital_->disasters; }
  DisasterId declared(std::int64_t count = 5) {
    const auto made = service().declare(tina_, {"Bus on route 9", "ordered by the house supervisor", count});
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : DisasterId();
  }
  std::vector<Identity> identities(DisasterId id) { return service().view(tina_, id).value().identities; }
  Identity identity(DisasterId id, std::size_t at = 0) { return identities(id).at(at); }
  Identity used(DisasterId id, const std::string& tag, std::size_t at = 0) {
    const auto one = service().describe(tina_, identity(id, at).patient, {tag, "male", "about 40", "scar, left hand", "ED 3"}, 0);
    EXPECT_TRUE(one) << one.error().message;
    return one ? *one : Identity();
  }
  std::vector<worklists::WorkItem> queue() {
    worklists::Filter filter;
    filter.kind = "disaster-identity";
    return hospital_->worklists->list(system_, filter).value().items;
  }
  Result<worklists::WorkItem> act(WorkItemId item, const std::string& event, const std::string& reason = "") {
    worklists::Act one;
    one.event = event;
    one.reason_code = reason;
    return hospital_->worklists->act(tina_, item, one);
  }
  intake::Outcome arrives(const std::string& number, const std::string& name, const std::string& born,
                          const std::string& control) {
    const std::string message = "MSH|^~\\&|REG|HOSP|CHARTA|HOSP|20260301080000||ADT^A01^ADT_A01|" + control +
                                "|P|2.5.1\rEVN|A01|20260301080000\rPID|1||" + number + "^^^&1.2.3&ISO^MR||" + name + "||" + born +
                                "|U\rPV1|1|I|4E^7^A|||||||||||||||||V" + control + "\r";
    return hospital_->intake->receive(message, {"test", "127.0.0.1"}).outcome;
  }
  std::int64_t told_of(PatientId patient, const std::string& act) {
    ledger::Filter filter;
    filter.patient = patient;
    filter.act = act;
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value();
  }
  access::Actor tina_, nora_;
};
CHARTA_ON_BOTH_ENGINES(DisasterMode);

TEST_P(DisasterMode, ReservesABlockOfUnknownPeopleWithNumbersOfTheHouse) {
  const auto all = identities(declared(5));
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all.front().name, "DISASTER, A001");
  EXPECT_EQ(all.front().number, "0009001");
  EXPECT_EQ(all.back().name, "DISASTER, A005");
  std::set<std::string> numbers;
  for (const auto& one : all) {
    numbers.insert(one.number);
    EXPECT_EQ(one.state, "reserved");
    const auto found = hospital_->patient_index->find(tina_, one.number, 5).value();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().patient, one.patient);
    const auto record = hospital_->resources->read(tina_, "Patient", one.patient.text());
    ASSERT_TRUE(record);
    EXPECT_NE(record->json.find("patient-unknownIdentity"), std::string::npos);
  }
  EXPECT_EQ(numbers.size(), 5U);
  EXPECT_TRUE(queue().empty()) << "an item stands there when somebody bears the identity";
}

TEST_P(DisasterMode, NoNumberAndNoNameIsGivenTwice) {
  const auto first = declared(3);
  ASSERT_TRUE(service().reserve(tina_, first, 2));
  const auto second = declared(3);
  std::set<std::string> numbers, names;
  for (const auto id : {first, second})
    for (const auto& one : identities(id)) {
      numbers.insert(one.number);
      names.insert(one.name);
    }
  EXPECT_EQ(numbers.size(), 8U);
  EXPECT_EQ(names.size(), 8U);
  EXPECT_TRUE(names.contains("DISASTER, B001"));
}

TEST_P(DisasterMode, ReservedPeopleLookLikeNobodyAndNotLikeEachOther) {
  settle_town();
  declared(40);
  ASSERT_TRUE(hospital_->identity->catch_up());
  while (hospital_->identity->catch_up().value() > 0) {
  }
  worklists::Filter filter;
  filter.kind = "identity";
  EXPECT_TRUE(hospital_->worklists->list(system_, filter).value().items.empty());
}

TEST_P(DisasterMode, IsDeclaredByWhoMayRegisterAndNeedsAReason) {
  expect_error(service().declare(nora_, {"Bus", "ordered", 3}), ErrorKind::forbidden);
  expect_error(service().declare(tina_, {"Bus", "", 3}), ErrorKind::missing);
  expect_error(service().declare(tina_, {"Bus", "ordered", 0}), ErrorKind::invalid);
  expect_error(service().declare(tina_, {"Bus", "ordered", 501}), ErrorKind::invalid);
  EXPECT_TRUE(service().disasters(tina_).value().empty()) << "nothing of a refused one stays";
}

TEST_P(DisasterMode, SomebodyWhoBearsAnIdentityStandsInTheQueueAndTheTagHangsOnOnePerson) {
  const auto id = declared();
  const auto one = used(id, "T-17");
  EXPECT_EQ(one.state, "in-use");
  ASSERT_EQ(queue().size(), 1U);
  EXPECT_EQ(queue().front().state, "in-use");
  expect_error(service().describe(tina_, identity(id, 1).patient, {"T-17", "", "", "", ""}, 0), ErrorKind::business_rule);
  expect_error(service().describe(tina_, one.patient, {"T-18", "", "", "", ""}, one.version - 1), ErrorKind::version_conflict);
  EXPECT_EQ(queue().size(), 1U);
}

TEST_P(DisasterMode, AnArrivalWithTheTemporaryNumberReachesThatIdentityAndNoOther) {
  const auto id = declared();
  const auto one = identity(id, 2);
  EXPECT_EQ(arrives(one.number, "DISASTER^A003", "", "c1"), intake::Outcome::filed);
  const auto visit =
      hospital_->store->read([&](store::Reader& reader) { return hospital_->encounters->current(reader, one.patient); });
  ASSERT_TRUE(visit && *visit) << "the visit stands with the identity";
  EXPECT_EQ(arrives(one.number, "DISASTER^A004", "", "c2"), intake::Outcome::held) << "another's name";
  EXPECT_EQ(arrives(one.number, "Marsh^Ada", "19610402", "c3"), intake::Outcome::held) << "a real name is for a person to judge";
}

TEST_P(DisasterMode, IsIdentifiedByTwoIdentifiersAsAMergeAndTakenBackAgain) {
  const auto real = patient("Marsh");
  const auto id = declared();
  const auto one = used(id, "T-17");
  expect_error(service().identify(tina_, one.patient, {real, "M-Marsh", "1961-04-20", ""}), ErrorKind::business_rule);
  expect_error(service().identify(tina_, one.patient, {real, "M-March", "1961-04-02", ""}), ErrorKind::business_rule);
  expect_error(service().identify(nora_, one.patient, {real, "M-Marsh", "1961-04-02", ""}), ErrorKind::forbidden);
  EXPECT_EQ(identity(id).state, "in-use") << "nothing was linked";
  const auto done = service().identify(tina_, one.patient, {real, "M-Marsh", "1961-04-02", ""});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(identity(id).state, "identified");
  EXPECT_EQ(identity(id).real, real);
  EXPECT_TRUE(queue().empty());
  const auto survivor = [&] {
    return hospital_->store
        ->read([&](store::Reader& reader) { return hospital_->patient_index->survivor_of(reader, one.patient); })
        .value();
  };
  EXPECT_EQ(survivor(), real);
  ASSERT_TRUE(service().take_back(tina_, one.patient, "wrong-person"));
  EXPECT_EQ(survivor(), one.patient);
  EXPECT_EQ(identity(id).state, "in-use");
  EXPECT_EQ(queue().size(), 1U) << "unknown again";
}

TEST_P(DisasterMode, AMergeFromElsewhereIdentifiesTheBearerToo) {
  const auto real = patient("Marsh");
  const auto one = used(declared(), "T-17");
  ASSERT_TRUE(hospital_->patient_index->link(system_, real, one.patient, "A40"));
  EXPECT_EQ(identity(one.disaster).state, "identified");
  EXPECT_EQ(identity(one.disaster).real, real);
  EXPECT_TRUE(queue().empty());
}

TEST_P(DisasterMode, NothingIsIdentifiedByAStepOfTheQueueAlone) {
  const auto one = used(declared(), "T-17");
  expect_error(act(one.item, "identify"), ErrorKind::business_rule);
  ASSERT_TRUE(act(one.item, "discharge-unknown"));
  EXPECT_EQ(identity(one.disaster).state, "discharged-unknown");
  EXPECT_EQ(queue().size(), 1U) << "still unknown";
  expect_error(act(one.item, "close-unknown"), ErrorKind::business_rule);
  ASSERT_TRUE(act(one.item, "close-unknown", "left-no-trace"));
  EXPECT_TRUE(queue().empty());
}

TEST_P(DisasterMode, AtTheEndWhatNobodyUsedIsRetiredAndNothingIsDeleted) {
  const auto id = declared(4);
  used(id, "T-1");
  ASSERT_TRUE(service().end(tina_, id));
  const auto all = identities(id);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& one) { return one.state == "unused"; }), 3);
  EXPECT_EQ(queue().size(), 1U);
  expect_error(service().reserve(tina_, id, 1), ErrorKind::business_rule);
  expect_error(service().describe(tina_, all.back().patient, {"T-9", "", "", "", ""}, 0), ErrorKind::business_rule);
  EXPECT_EQ(hospital_->patient_index->find(tina_, all.back().number, 5).value().size(), 1U);
}

TEST_P(DisasterMode, WhatAFamilyAskedAndWasToldStandsInTheLedgerWithItsBasis) {
  const auto id = declared();
  const auto one = used(id, "T-17");
  const auto asked = service().ask(nora_, id, {"Maria Okafor", "sister", "555 0101", "Tom, 41, tattoo of a swallow"});
  ASSERT_TRUE(asked);
  expect_error(service().tell(nora_, *asked, {one.patient, "curious", "agreed", "ED"}), ErrorKind::unknown_code);
  expect_error(service().tell(nora_, *asked, {one.patient, "notification", "", "ED"}), ErrorKind::unknown_code);
  ASSERT_TRUE(service().tell(nora_, *asked, {one.patient, "disaster-relief", "could-not-be-asked", "in the ED, stable"}));
  EXPECT_EQ(told_of(one.patient, "exported"), 1);
  const auto view = service().view(tina_, id).value();
  ASSERT_EQ(view.inquiries.size(), 1U);
  EXPECT_EQ(view.inquiries.front().disclosures.front().rule, "disaster-identities/disclosures@1");
}

TEST_P(DisasterMode, PrintsAKitForEachAndSaysSoInItsRecord) {
  const auto id = declared();
  const auto pdf = service().kits(tina_, id, 1, 3);
  ASSERT_TRUE(pdf) << pdf.error().message;
  EXPECT_EQ(pdf->substr(0, 5), "%PDF-");
  EXPECT_EQ(told_of(identity(id, 2).patient, "printed"), 1);
  EXPECT_EQ(told_of(identity(id, 3).patient, "printed"), 0);
  expect_error(service().kits(tina_, id, 90, 99), ErrorKind::not_found);
}

TEST_P(DisasterMode, AFullBlockIsReservedInOneGo) {
  const auto began = std::chrono::steady_clock::now();
  const auto id = declared(500);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
  RecordProperty("milliseconds", static_cast<int>(took));
  EXPECT_EQ(identities(id).size(), 500U);
  EXPECT_TRUE(hospital_->ledger->verify().value().holds);
}

TEST(DisasterNames, AreWhatTheRulesOwnCasesSay) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  const Date today = *Date::parse("2026-11-23");
  const auto rules = DisasterRules::read(book, today, "US");
  ASSERT_TRUE(rules) << rules.error().message;
  const auto names = json::Document::parse((*book.in_force("disaster-identities/names", today))->tests).value();
  for (const auto test : names.root()) {
    const auto name = name_of(*rules, letter_of(*test["given"]["event"].integer()), *test["given"]["place"].integer());
    EXPECT_EQ(name ? patient_index::display_name(*name) : "", test["expect"]["name"].text()) << test["name"].text();
  }
  const auto told = json::Document::parse((*book.in_force("disaster-identities/disclosures", today))->tests).value();
  for (const auto test : told.root()) {
    const auto* basis = rules->basis(test["given"]["basis"].text());
    if (test["expect"]["known"]) {
      EXPECT_EQ(basis, nullptr);
    } else {
      ASSERT_NE(basis, nullptr);
      EXPECT_EQ(basis->needs_agreement, test["expect"]["needs_agreement"].boolean()) << test["name"].text();
    }
  }
}

}  // namespace
}  // namespace charta::app
