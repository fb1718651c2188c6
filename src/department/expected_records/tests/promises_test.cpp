// SPDX-License-Identifier: Apache-2.0
// What becomes of promises when things are taken back, come twice or in the wrong order: cases/promises.case.
#include "department/expected_records/tests/expected_records_fixture.hpp"
#include "tests/support/case_table.hpp"

#include <charconv>

namespace charta::expected_records {
namespace {

using charta::testing::CaseLine;
using namespace happenings;

std::int64_t id_of(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class Promises : public Department {
 protected:
  void placed(const CaseLine& line) {
    OrderPlaced one =
        order(id_of(line.words.at(0)), line.value("placer"), line.has("department") ? line.value("department") : "LAB");
    one.keys.filler = line.value("filler");
    if (line.has("service")) one.keys.service_code = one.keys.service_text = line.value("service");
    if (line.has("priority")) one.priority = line.value("priority");
    one.is_reinstated = line.value("reinstated") == "yes";
    post(one);
  }
  void filed(const CaseLine& line) {
    DocumentFiled one = document(id_of(line.words.at(0)), line.value("placer"), line.has("status") ? line.value("status") : "F");
    one.keys.filler = line.value("filler");
    if (line.has("service")) one.keys.service_code = one.keys.service_text = line.value("service");
    one.replaces_earlier = line.value("replaces") == "yes";
    if (line.has("visit")) one.encounter = ResourceId(id_of(line.value("visit")));
    if (line.has("for")) one.patient = PatientId(id_of(line.value("for")));
    post(one);
  }
  void visit(const CaseLine& line) {
    const ResourceId encounter(id_of(line.words.at(0)));
    if (line.verb == "admitted") post(EncounterStarted{encounter, PatientId(7), "IMP", clock_.now()});
    if (line.verb == "arrived") post(EncounterStarted{encounter, PatientId(7), "AMB", clock_.now()});
    if (line.verb == "discharged") post(EncounterEnded{encounter, PatientId(7), "IMP", clock_.now()});
    if (line.verb == "admission-cancelled") post(EncounterCancelled{encounter, PatientId(7)});
    if (line.verb == "discharge-cancelled") post(EncounterReopened{encounter, PatientId(7)});
    if (line.verb == "booked")
      post(AppointmentBooked{encounter, PatientId(7), clock_.now().plus(std::chrono::hours(24)), "CARDIO"});
    if (line.verb == "appointment-cancelled") post(AppointmentCancelled{encounter, PatientId(7)});
  }
  /// `technician 1 confirm names=50 because=…`: the first of the queue's items.
  void decides(const CaseLine& line) {
    const auto items = queue(line.has("queue") ? line.value("queue") : "expected-record");
    const auto index = static_cast<std::size_t>(id_of(line.words.at(0)));
    ASSERT_LE(index, items.size());
    worklists::Act one;
    one.event = line.words.at(1);
    one.reason_code = line.value("because");
    one.second_subject = id_of(line.value("names"));
    if (one.second_subject != 0) one.second_subject_type = "DiagnosticReport";
    const auto done = worklists_->act(person_, items[index - 1].id, one);
    answer_ = done ? "done" : std::string(done.error().message);
  }

  /// Each case begins with an empty department, on one store: the ledger alone goes on.
  void begin_case() {
    for (const auto* table : {"expected_record", "filed_document", "reconciliation_finding", "reconciliation_run", "work_item"}) {
      const std::string sql = std::string("DELETE FROM ") + table;
      const auto done = store().write([&](store::UnitOfWork& work) {
        return work.write(store::Statement{"test.empty", sql}, {});
      });
      ASSERT_TRUE(done) << done.error().message;
    }
    linked_ = {};
    clock_.set(morning_);
    answer_ = "done";
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }
  void check(const CaseLine& line) {
    if (line.verb == "expect") {
      EXPECT_EQ(states(), joined(line.words));
    } else if (line.verb == "findings") {
      EXPECT_EQ(findings(), joined(line.words));
    } else if (line.verb == "refused") {
      EXPECT_NE(answer_.find(line.rest), std::string::npos) << answer_;
      answer_ = "done";
    } else if (line.verb == "fulfilled") {
      const auto items = queue();
      const auto index = static_cast<std::size_t>(id_of(line.words.at(0)));
      ASSERT_LE(index, items.size());
      const auto expectation = expectation_of(items[index - 1]);
      EXPECT_EQ(expectation.document.key(), id_of(line.value("by")));
      EXPECT_EQ(items[index - 1].second_subject, id_of(line.value("by"))) << "the queue shows the same document";
    } else if (line.verb == "about") {
      const auto items = queue("reconciliation", false);
      ASSERT_EQ(items.size(), 1U);
      EXPECT_EQ(items[0].subject_type + "/" + std::to_string(items[0].subject), line.words.at(0));
      EXPECT_EQ(std::to_string(items[0].patient.key()), line.has("of") ? line.value("of") : "7");
    } else if (line.verb == "due") {
      EXPECT_EQ(queue().at(static_cast<std::size_t>(id_of(line.words.at(0))) - 1).due_at->text().substr(0, 16), line.words.at(1));
    } else {
      ADD_FAILURE() << "no verb " << line.verb;
    }
  }
  void step(const CaseLine& line) {
    if (line.verb != "refused") {
      EXPECT_EQ(answer_, "done");
    }
    if (line.verb == "order") return placed(line);
    if (line.verb == "report") return filed(line);
    if (line.verb == "note") return post(note(id_of(line.words.at(0)), id_of(line.value("visit")), line.value("type")));
    if (line.verb == "cancelled") return post(OrderCancelled{ResourceId(id_of(line.words.at(0))), PatientId(7), "CA"});
    if (line.verb == "withdrawn") return post(DocumentWithdrawn{ResourceId(id_of(line.words.at(0))), PatientId(7)});
    if (line.verb == "technician") return decides(line);
    if (line.verb == "later") return clock_.advance(std::chrono::hours(id_of(line.words.at(0))));
    if (line.verb == "reconciled") {
      const auto report = reconciliation_->run();
      ASSERT_TRUE(report) << report.error().message;
      EXPECT_EQ(report->found, id_of(line.value("found")));
      EXPECT_EQ(report->resolved, id_of(line.value("resolved")));
      return;
    }
    for (const auto* verb :
         {"admitted", "arrived", "discharged", "admission-cancelled", "discharge-cancelled", "booked", "appointment-cancelled"})
      if (line.verb == verb) return visit(line);
    check(line);
  }

  const Instant morning_ = *Instant::parse("2026-03-02T08:00:00Z");
  std::string answer_ = "done";
};

TEST_P(Promises, BecomeWhatTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/promises.case");
  ASSERT_GT(cases.size(), 20U);
  for (const auto& one : cases) {
    begin_case();
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      step(line);
    }
    EXPECT_EQ(answer_, "done") << one.title;
    const auto verified = ledger_->verify();
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->holds) << one.title << ": " << verified->first_broken;
  }
}
CHARTA_ON_BOTH_ENGINES(Promises);

}  // namespace
}  // namespace charta::expected_records
