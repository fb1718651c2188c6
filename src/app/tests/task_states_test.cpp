// SPDX-License-Identifier: Apache-2.0
// Every state of every queue as a FHIR client reads it: a Task that is valid R4 and says what the table says.
#include "app/tests/hospital_fixture.hpp"
#include "formats/fhir/definitions.hpp"
#include "formats/json/json.hpp"
#include "record/worklists/work_item_task.hpp"
#include "tests/support/case_table.hpp"

#include <algorithm>
#include <map>

namespace charta::app {
namespace {

using worklists::StateMachine;
using worklists::WorkItem;

class TaskStates : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    for (const auto& table : charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/task_status.case"))
      for (const auto& line : table.lines) rows_[table.title + "/" + line.words.at(0)] = line;
    ASSERT_GT(rows_.size(), 20U);
  }

  static WorkItem item_in(const StateMachine& machine, std::string_view state) {
    WorkItem item;
    item.id = WorkItemId(70);
    item.kind = machine.kind;
    item.state = state;
    item.subject_type = "ServiceRequest";
    item.subject = 41;
    item.created_at = Instant(1'000'000);
    item.changed_at = Instant(2'000'000);
    if (worklists::is_final(machine, state)) item.closed_at = item.changed_at;
    return item;
  }

  /// The Task's JSON, checked for what holds in every state.
  json::Document task_of(const StateMachine& machine, const WorkItem& item) {
    const auto text = worklists::task_json(machine, item, {}, hospital_->worklists->reasons().sentence(item.reason_code));
    EXPECT_TRUE(text);
    auto task = std::move(json::Document::parse(text.value()).value());
    for (const auto& issue : fhir::validate(task.root())) ADD_FAILURE() << issue.path << ": " << issue.message << "\n" << *text;
    const json::Value root = task.root();
    EXPECT_EQ(root["businessStatus"]["coding"].at(0)["code"].text(), item.state);
    EXPECT_FALSE(root["businessStatus"]["text"].text().empty()) << "a state has words for people";
    EXPECT_EQ(root["code"]["coding"].at(0)["code"].text(), machine.kind);
    EXPECT_EQ(root["code"]["text"].text(), machine.title);
    EXPECT_EQ(root["intent"].text(), "order");
    EXPECT_LE(root["authoredOn"].text(), root["lastModified"].text()) << "inv-1: last modified no earlier than authored";
    EXPECT_EQ(static_cast<bool>(root["executionPeriod"]), worklists::is_final(machine, item.state));
    return task;
  }
  std::string status_of(const StateMachine& machine, const WorkItem& item) {
    return std::string(task_of(machine, item).root()["status"].text());
  }

  std::map<std::string, charta::testing::CaseLine> rows_;
};
CHARTA_ON_BOTH_ENGINES(TaskStates);

TEST_P(TaskStates, AreWhatTheTableSaysForEveryStateOfEveryQueue) {
  std::size_t seen = 0;
  for (const StateMachine* machine : hospital_->worklists->machines()) {
    EXPECT_EQ(worklists::check(*machine), "") << machine->kind;
    for (const std::string_view state : worklists::states_of(*machine)) {
      const std::string name = std::string(machine->kind) + "/" + std::string(state);
      SCOPED_TRACE(name);
      const auto row = rows_.find(name);
      ASSERT_NE(row, rows_.end()) << "cases/task_status.case says nothing of this state";
      ++seen;
      WorkItem item = item_in(*machine, state);
      EXPECT_EQ(status_of(*machine, item), row->second.words.at(1));
      item.owner = UserId(9);
      const bool closed = item.closed_at.has_value();
      EXPECT_EQ(status_of(*machine, item), closed ? row->second.words.at(1) : row->second.value("claimed"));
      item.waiting_until = Instant(9'000'000);
      EXPECT_EQ(status_of(*machine, item), closed ? row->second.words.at(1) : row->second.value("waiting"));
    }
  }
  EXPECT_EQ(seen, rows_.size()) << "the table has states that no queue has";
}

TEST_P(TaskStates, AreValidWithEverythingThatAnItemCanHave) {
  for (const StateMachine* machine : hospital_->worklists->machines()) {
    for (const std::string_view state : worklists::states_of(*machine)) {
      for (const auto priority : {worklists::Priority::stat, worklists::Priority::urgent, worklists::Priority::routine}) {
        SCOPED_TRACE(std::string(machine->kind) + "/" + std::string(state));
        WorkItem item = item_in(*machine, state);
        item.priority = priority;
        item.patient = PatientId(42);
        item.due_at = Instant(5'000'000);
        item.reason_code = "awaiting-department";
        item.second_subject = 43;
        item.second_subject_type = "DiagnosticReport";
        item.pool = "records";
        item.detail = R"({"title":"Marsh, Ada: HIV test"})";
        item.note = "call Ada Marsh";
        item.rule = "expected-records/discharge-summary@1";
        item.escalations = 2;
        const auto task = task_of(*machine, item);
        const json::Value root = task.root();
        EXPECT_EQ(root["priority"].text(), worklists::priority_code(priority));
        EXPECT_EQ(root["for"]["reference"].text(), "Patient/" + print_key(42));
        EXPECT_EQ(root["owner"]["identifier"]["value"].text(), "records") << "the team, until a person takes it";
        EXPECT_EQ(root["restriction"]["period"]["end"].text(), Instant(5'000'000).text());
        EXPECT_EQ(json::write(root).find("Marsh"), std::string::npos) << "what people wrote stays in the department";
      }
    }
  }
}

// The other record of a pair is what the work is about; a document is what came of it.
TEST_P(TaskStates, ShowTheOtherOfAPairAsInputAndADocumentAsOutput) {
  for (const StateMachine* machine : hospital_->worklists->machines()) {
    for (const std::string_view type : {"Patient", "DocumentReference", "DiagnosticReport"}) {
      WorkItem item = item_in(*machine, machine->initial);
      item.second_subject = 43;
      item.second_subject_type = type;
      const auto task = task_of(*machine, item);
      const bool is_pair = type == "Patient";
      const json::Value shown = task.root()[is_pair ? "input" : "output"];
      EXPECT_EQ(shown.at(0)["valueReference"]["reference"].text(), std::string(type) + "/" + print_key(43)) << machine->kind;
      EXPECT_FALSE(task.root()[is_pair ? "output" : "input"]) << machine->kind;
    }
  }
}

TEST_P(TaskStates, FocusOnAResourceThatR4Knows) {
  const std::map<std::string, std::string> shown = {{"message", "DocumentReference"},
                                                    {"ServiceRequest", "ServiceRequest"},
                                                    {"Encounter", "Encounter"},
                                                    {"DocumentReference", "DocumentReference"},
                                                    {"DiagnosticReport", "DiagnosticReport"},
                                                    {"glass_use", "AuditEvent"},
                                                    {"expected_record", "Task"},
                                                    {"work_item", "Task"},
                                                    {"reconciliation", "Task"},
                                                    {"patient", "Patient"},
                                                    {"Patient", "Patient"}};
  const StateMachine& machine = *hospital_->worklists->machine("reconciliation");
  for (const auto& [subject, resource] : shown) {
    WorkItem item = item_in(machine, machine.initial);
    item.subject_type = subject;
    EXPECT_EQ(task_of(machine, item).root()["focus"]["reference"].text(), resource + "/" + print_key(41)) << subject;
  }
  WorkItem nothing = item_in(machine, machine.initial);
  nothing.subject = 0;
  EXPECT_FALSE(task_of(machine, nothing).root()["focus"]) << "no reference to nobody";
}

/// What each step leads to is also what a search by that status finds.
TEST_P(TaskStates, AreFoundByTheStatusThatTheyShow) {
  const access::Actor tina = sign_in("tina", {"technician"}).actor;
  const std::vector<std::string> all = {"requested", "accepted", "in-progress", "on-hold", "completed", "cancelled"};
  const StateMachine& machine = *hospital_->worklists->machine("expected-record");
  std::map<std::string, int> expected;
  std::int64_t subject = 1000;
  for (const std::string_view state : worklists::states_of(machine)) {
    if (worklists::is_final(machine, state)) continue;
    for (const bool is_claimed : {false, true}) {
      worklists::NewWorkItem item;
      item.kind = machine.kind;
      item.subject_type = "ServiceRequest";
      item.subject = ++subject;
      item.state = state;
      const auto opened =
          hospital_->store->write([&](store::UnitOfWork& work) { return hospital_->worklists->open(work, system_, item); });
      ASSERT_TRUE(opened) << opened.error().message;
      worklists::Act claim;
      claim.event = "claim";
      if (is_claimed) {
        ASSERT_TRUE(hospital_->worklists->act(tina, opened->id, claim));
      }
      const auto& row = rows_.at("expected-record/" + std::string(state));
      ++expected[is_claimed ? row.value("claimed") : row.words.at(1)];
    }
  }
  for (const std::string& status : all) {
    resources::SearchRequest request{"Task", "code=expected-record&_count=100&status=" + status, "http://charta/fhir", true};
    const auto bundle = hospital_->resources->search(system_, request);
    ASSERT_TRUE(bundle) << bundle.error().message;
    const auto found = std::move(json::Document::parse(*bundle).value());
    EXPECT_EQ(found.root()["total"].integer(), expected[status]) << status;
    for (const json::Value entry : found.root()["entry"]) EXPECT_EQ(entry["resource"]["status"].text(), status);
  }
}

}  // namespace
}  // namespace charta::app
