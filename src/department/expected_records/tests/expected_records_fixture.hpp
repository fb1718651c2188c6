// SPDX-License-Identifier: Apache-2.0
// A records department with its rules, its queues and nothing else.
#pragma once
#include "department/expected_records/expected_records_service.hpp"
#include "expected_records_schema.hpp"
#include "ledger_schema.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace charta::expected_records {

class Department : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({ledger_schema(), worklists_schema(), expected_records_schema()});
    auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
    ASSERT_TRUE(book) << book.error().message;
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    worklists_ = std::make_unique<worklists::WorklistService>(store(), *ledger_, clock_, keys_);
    worklists_->set_reasons(*worklists::Reasons::from_rule(**book->in_force("worklists/reasons", today(), "")));
    worklists_->set_ladders(*worklists::read_ladders(**book->in_force("worklists/chase-ladder", today())));
    rules_ = std::make_unique<ExpectationRules>(*ExpectationRules::read(*book, "US"));
    Questions questions;
    questions.linked = [this](store::Reader&, PatientId patient) -> Result<std::vector<PatientId>> {
      return patient == linked_.first ? std::vector<PatientId>{linked_.second} : std::vector<PatientId>{};
    };
    questions.has_number_of = [](store::Reader&, PatientId, std::string_view assigner) -> Result<bool> {
      return assigner != "urn:oid:9.9";
    };
    reconciliation_ = std::make_unique<ReconciliationService>(store(), *worklists_, *rules_, clock_, keys_, questions);
    service_ = std::make_unique<ExpectedRecordsService>(store(), *worklists_, *reconciliation_, *rules_, clock_, keys_,
                                                        TimeZone::utc(), questions);
    reconciliation_->declare();
    service_->declare();
    service_->subscribe(bus_);
  }

  Date today() const { return clock_.now().utc_date(); }

  void post(happenings::Happening happening) {
    const auto done = store().write([&](store::UnitOfWork& work) { return bus_.post(work, happening); });
    ASSERT_TRUE(done) << done.error().message;
  }
  happenings::OrderPlaced order(std::int64_t id, std::string placer, std::string department = "LAB") {
    happenings::OrderPlaced placed;
    placed.order = ResourceId(id);
    placed.patient = PatientId(7);
    placed.keys.placer = std::move(placer);
    placed.keys.service_code = "GLU";
    placed.keys.service_text = "Glucose";
    placed.department = std::move(department);
    placed.priority = "routine";
    placed.ordered_at = clock_.now();
    return placed;
  }
  happenings::DocumentFiled document(std::int64_t id, std::string placer, std::string completion = "F") {
    happenings::DocumentFiled filed;
    filed.document = ResourceId(id);
    filed.patient = PatientId(7);
    filed.encounter = ResourceId(5);
    filed.keys.placer = std::move(placer);
    filed.keys.service_code = "GLU";
    filed.keys.service_text = "Glucose";
    filed.type_code = "11502-2";
    filed.completion = std::move(completion);
    filed.at = clock_.now();
    filed.resource_type = "DiagnosticReport";
    return filed;
  }
  happenings::DocumentFiled note(std::int64_t id, std::int64_t encounter, std::string type) {
    happenings::DocumentFiled filed = document(id, "", "AU");
    filed.encounter = ResourceId(encounter);
    filed.keys = {};
    filed.type_code = std::move(type);
    filed.resource_type = "DocumentReference";
    return filed;
  }

  std::vector<worklists::WorkItem> queue(const std::string& kind = "expected-record", bool closed = true) {
    worklists::Filter filter;
    filter.kind = kind;
    filter.include_closed = closed;
    filter.sort = "id";
    const auto page = worklists_->list(person_, filter);
    EXPECT_TRUE(page) << page.error().message;
    return page->items;
  }
  /// "GLU:expected" for each expected record, in order of opening.
  std::string states() {
    std::string text;
    for (const auto& item : queue()) text += (text.empty() ? "" : " ") + item.state;
    return text;
  }
  std::string findings(bool closed = false) {
    std::string text;
    for (const auto& item : queue("reconciliation", closed))
      text += (text.empty() ? "" : " ") + (closed ? item.state : item.reason_code);
    return text;
  }
  Expectation expectation_of(const worklists::WorkItem& item) {
    const auto found = store().read([&](store::Reader& reader) { return find_by_work_item(reader, item.id); });
    EXPECT_TRUE(found && *found);
    return **found;
  }
  Result<worklists::WorkItem> act(const worklists::WorkItem& item, std::string event, std::string reason = "") {
    worklists::Act act;
    act.event = std::move(event);
    act.reason_code = std::move(reason);
    return worklists_->act(person_, item.id, act);
  }

  static access::Actor everybody() {
    access::Actor actor = access::Actor::system("desk");
    actor.kind = access::Actor::Kind::person;
    actor.author.user = UserId(3);
    return actor;
  }

  ManualClock clock_{*Instant::parse("2026-03-02T08:00:00Z")};
  CountingKeys keys_{100000};
  access::Actor person_ = everybody();
  happenings::Bus bus_;
  std::pair<PatientId, PatientId> linked_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<worklists::WorklistService> worklists_;
  std::unique_ptr<ExpectationRules> rules_;
  std::unique_ptr<ReconciliationService> reconciliation_;
  std::unique_ptr<ExpectedRecordsService> service_;
};

}  // namespace charta::expected_records
