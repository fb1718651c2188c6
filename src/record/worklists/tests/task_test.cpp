// SPDX-License-Identifier: Apache-2.0
#include "formats/json/json.hpp"
#include "ledger_schema.hpp"
#include "record/worklists/task_search.hpp"
#include "record/worklists/tests/loan.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

namespace charta::worklists {
namespace {

using testing::loan;
using testing::person;
using testing::technician;

constexpr std::string_view promised_ends[] = {"filed", "cancelled"};
constexpr std::string_view promised_cancelled[] = {"cancelled"};
constexpr Transition promised_steps[] = {{"expected", "file", "filed", "", access::Permission::work_worklists},
                                         {"expected", "cancel", "cancelled", "", access::Permission::work_worklists}};
constexpr StateMachine promised{"expected-record", "Expected records", "expected",
                                promised_steps,    promised_ends,      promised_cancelled};

const Instant noon = *Instant::parse("2026-03-02T12:00:00Z");

WorkItem expected() {
  WorkItem item;
  item.id = WorkItemId(70);
  item.kind = "expected-record";
  item.state = "expected";
  item.subject_type = "ServiceRequest";
  item.subject = 41;
  item.patient = PatientId(42);
  item.priority = Priority::stat;
  item.due_at = noon.plus(std::chrono::hours(4));
  item.reason_code = "awaiting-department";
  item.pool = "radiology";
  item.created_at = item.changed_at = noon;
  return item;
}

class Parsed {
 public:
  explicit Parsed(std::string text) : text_(std::move(text)), document_(json::Document::parse(text_)) {
    EXPECT_TRUE(document_) << text_;
  }
  json::Value operator[](std::string_view key) const { return document_->root()[key]; }

 private:
  std::string text_;
  Result<json::Document> document_;
};

TEST(TaskJson, SaysWhatTheItemSays) {
  const Parsed task(*task_json(promised, expected(), {}, "The department has been asked."));
  EXPECT_EQ(task["resourceType"].text(), "Task");
  EXPECT_EQ(task["id"].text(), WorkItemId(70).text());
  EXPECT_EQ(task["meta"]["versionId"].text(), "1");
  EXPECT_EQ(task["status"].text(), "requested");
  EXPECT_EQ(task["intent"].text(), "order");
  EXPECT_EQ(task["priority"].text(), "stat");
  EXPECT_EQ(task["code"]["coding"].at(0)["system"].text(), "urn:charta:work-item-kind");
  EXPECT_EQ(task["code"]["coding"].at(0)["code"].text(), "expected-record");
  EXPECT_EQ(task["statusReason"]["coding"].at(0)["code"].text(), "awaiting-department");
  EXPECT_EQ(task["statusReason"]["text"].text(), "The department has been asked.");
  EXPECT_EQ(task["businessStatus"]["coding"].at(0)["code"].text(), "expected");
  EXPECT_EQ(task["focus"]["reference"].text(), "ServiceRequest/" + print_key(41));
  EXPECT_EQ(task["for"]["reference"].text(), "Patient/" + print_key(42));
  EXPECT_EQ(task["owner"]["identifier"]["value"].text(), "radiology");
  EXPECT_EQ(task["authoredOn"].text(), "2026-03-02T12:00:00.000Z");
  EXPECT_EQ(task["restriction"]["period"]["end"].text(), "2026-03-02T16:00:00.000Z");
  EXPECT_FALSE(task["output"]);
}

TEST(TaskJson, NamesTheDocumentThatFulfilledIt) {
  WorkItem item = expected();
  item.state = "filed";
  item.closed_at = noon.plus(std::chrono::hours(1));
  item.second_subject = 43;
  item.second_subject_type = "DiagnosticReport";
  item.owner = UserId(9);
  const Parsed task(*task_json(promised, item, {}, ""));
  EXPECT_EQ(task["status"].text(), "completed");
  EXPECT_EQ(task["output"].at(0)["valueReference"]["reference"].text(), "DiagnosticReport/" + print_key(43));
  EXPECT_EQ(task["output"].at(0)["type"]["text"].text(), "document");
  EXPECT_EQ(task["owner"]["reference"].text(), "Practitioner/" + print_key(9));
  EXPECT_EQ(task["executionPeriod"]["end"].text(), "2026-03-02T13:00:00.000Z");
}

TEST(TaskJson, ShowsAJournalledMessageAsTheDocumentReferenceOfItsBytesAndAPairAsInput) {
  WorkItem held = expected();
  held.kind = "held-message";
  held.subject_type = "message";
  EXPECT_EQ(Parsed(*task_json(promised, held, {}, ""))["focus"]["reference"].text(), "DocumentReference/" + print_key(41));
  WorkItem pair = expected();
  pair.kind = "identity-review";
  pair.subject_type = "Patient";
  pair.second_subject = 44;
  pair.second_subject_type = "Patient";
  const Parsed task(*task_json(promised, pair, {}, ""));
  EXPECT_EQ(task["input"].at(0)["valueReference"]["reference"].text(), "Patient/" + print_key(44));
  EXPECT_FALSE(task["output"]);
}

TEST(TaskJson, UsesTheIdsThatTheRepositoryKnows) {
  References references;
  references.id_of = [](std::string_view type, std::int64_t key) -> Result<std::string> {
    return type == "Patient" ? "ada-" + std::to_string(key) : print_key(key);
  };
  EXPECT_EQ(Parsed(*task_json(promised, expected(), references, ""))["for"]["reference"].text(), "Patient/ada-42");
}

TEST(TaskJson, AStoreThatCannotBeReadIsNoUnknownId) {
  References references;
  references.id_of = [](std::string_view, std::int64_t) -> Result<std::string> { return fail(ErrorKind::unavailable, "down"); };
  references.key_of = [](std::string_view, std::string_view) -> Result<std::optional<std::int64_t>> {
    return fail(ErrorKind::unavailable, "down");
  };
  EXPECT_EQ(task_json(promised, expected(), references, "").error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read_task_query("patient=Patient/ada", references).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read_task_query("focus=ServiceRequest/one", references).error().kind, ErrorKind::unavailable);
}

TEST(TaskQuery, ReadsEachParameter) {
  References references;
  references.key_of = [](std::string_view type, std::string_view id) -> Result<std::optional<std::int64_t>> {
    if (type == "Patient" && id == "ada") return std::optional<std::int64_t>(42);
    if (type == "ServiceRequest" && id == "order-1") return std::optional<std::int64_t>(41);
    return std::optional<std::int64_t>();
  };
  const auto read = read_task_query(
      "code=urn%3Acharta%3Awork-item-kind%7Cexpected-record&status=requested,accepted&patient=Patient/"
      "ada&focus=ServiceRequest%2Forder-1"
      "&owner=Practitioner/" +
          UserId(9).text() + "&priority=stat&_count=20&_offset=40&_sort=-period&_format=json&colour=red",
      references);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->filter.kind, "expected-record");
  EXPECT_EQ(read->filter.task_statuses, (std::vector<std::string>{"requested", "accepted"}));
  EXPECT_EQ(read->filter.patients, (std::vector<PatientId>{PatientId(42)}));
  EXPECT_EQ(read->filter.subject, 41);
  EXPECT_EQ(read->filter.owner, UserId(9));
  EXPECT_EQ(read->filter.priorities, (std::vector<std::string>{"stat"}));
  EXPECT_EQ(read->filter.limit, 20);
  EXPECT_EQ(read->filter.offset, 40);
  EXPECT_EQ(read->filter.sort, "-due_at");
  EXPECT_FALSE(read->filter.include_closed) << "only open statuses are asked";
  EXPECT_EQ(read->ignored, (std::vector<std::string>{"colour"}));
  EXPECT_FALSE(read->nothing);
}

TEST(TaskQuery, IncludesClosedItemsUnlessOpenOnesAreAsked) {
  EXPECT_TRUE(read_task_query("", {})->filter.include_closed);
  EXPECT_TRUE(read_task_query("status=completed,requested", {})->filter.include_closed);
  EXPECT_FALSE(read_task_query("status:not=completed,cancelled", {})->filter.include_closed);
  EXPECT_TRUE(read_task_query("patient=unknown%20one", {})->nothing);
  EXPECT_EQ(read_task_query("_count=-1", {}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_task_query("_sort=colour", {}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_task_query("code:text=x", {}).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(read_task_query("code=a,b", {}).error().kind, ErrorKind::unsupported);
}

class TaskFaceTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({ledger_schema(), worklists_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    worklists_ = std::make_unique<WorklistService>(store(), *ledger_, clock_, keys_);
    worklists_->declare(promised);
    worklists_->declare(loan);
    face_ = std::make_unique<TaskFace>(*worklists_, References{});
    for (std::int64_t subject = 1; subject <= 5; ++subject) {
      NewWorkItem item = expected();
      item.subject = subject;
      item.patient = PatientId(100 + subject % 2);
      items_.push_back(
          *store().write([&](store::UnitOfWork& work) { return worklists_->open(work, access::Actor::system("test"), item); }));
      clock_.advance(std::chrono::minutes(1));
    }
  }
  Parsed search(const std::string& query) {
    const auto bundle = face_->search(technician(1), query, "http://charta/fhir", false);
    EXPECT_TRUE(bundle) << bundle.error().message;
    return Parsed(*bundle);
  }

  ManualClock clock_{noon};
  CountingKeys keys_{100};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<WorklistService> worklists_;
  std::unique_ptr<TaskFace> face_;
  std::vector<WorkItem> items_;
};
CHARTA_ON_BOTH_ENGINES(TaskFaceTest);

TEST_P(TaskFaceTest, ReadsOneTask) {
  const auto task = face_->read(technician(1), items_[0].id.text());
  ASSERT_TRUE(task) << task.error().message;
  EXPECT_EQ(Parsed(*task)["id"].text(), items_[0].id.text());
  EXPECT_EQ(face_->read(technician(1), "nonsense!").error().kind, ErrorKind::not_found);
  EXPECT_EQ(face_->read(person(1, {}), items_[0].id.text()).error().kind, ErrorKind::forbidden);
}

TEST_P(TaskFaceTest, FindsByEachParameter) {
  Act file;
  file.event = "file";
  file.second_subject = 900;
  ASSERT_TRUE(worklists_->act(technician(1), items_[0].id, file));
  Act claim;
  claim.event = "claim";
  ASSERT_TRUE(worklists_->act(technician(7), items_[1].id, claim));
  EXPECT_EQ(search("")["total"].integer(), 5);
  EXPECT_EQ(search("code=expected-record")["total"].integer(), 5);
  EXPECT_EQ(search("code=requisition")["total"].integer(), 0);
  EXPECT_EQ(search("status=completed")["total"].integer(), 1);
  EXPECT_EQ(search("status=requested")["total"].integer(), 3);
  EXPECT_EQ(search("status:not=completed")["total"].integer(), 4);
  EXPECT_EQ(search("patient=" + PatientId(101).text())["total"].integer(), 3);
  EXPECT_EQ(search("subject=Patient/" + PatientId(100).text())["total"].integer(), 2);
  EXPECT_EQ(search("owner=" + UserId(7).text())["total"].integer(), 1);
  EXPECT_EQ(search("focus=ServiceRequest/" + print_key(3))["total"].integer(), 1);
  EXPECT_EQ(search("_id=" + items_[2].id.text())["total"].integer(), 1);
  EXPECT_EQ(search("business-status=filed")["total"].integer(), 1);
  EXPECT_EQ(search("patient=Patient/nobody-here")["total"].integer(), 0);
}

TEST_P(TaskFaceTest, PagesWithoutOverlap) {
  const Parsed first = search("_count=2&_sort=authored-on");
  EXPECT_EQ(first["type"].text(), "searchset");
  EXPECT_EQ(first["total"].integer(), 5);
  EXPECT_EQ(first["entry"].size(), 2U);
  EXPECT_EQ(first["entry"].at(0)["resource"]["id"].text(), items_[0].id.text());
  EXPECT_EQ(first["entry"].at(0)["fullUrl"].text(), "http://charta/fhir/Task/" + items_[0].id.text());
  EXPECT_EQ(first["link"].at(1)["relation"].text(), "next");
  EXPECT_EQ(first["link"].at(1)["url"].text(), "http://charta/fhir/Task?_count=2&_sort=authored-on&_offset=2");
  const Parsed last = search("_count=2&_sort=authored-on&_offset=4");
  EXPECT_EQ(last["entry"].size(), 1U);
  EXPECT_EQ(last["entry"].at(0)["resource"]["id"].text(), items_[4].id.text());
  EXPECT_EQ(last["link"].at(1)["relation"].text(), "previous");
  const Parsed counted = search("_count=0");
  EXPECT_EQ(counted["total"].integer(), 5);
  EXPECT_FALSE(counted["entry"]);
}

TEST_P(TaskFaceTest, AnUnknownParameterIsAWarningOrWhenStrictAnError) {
  const Parsed lenient = search("colour=red&_count=1");
  EXPECT_EQ(lenient["entry"].size(), 2U);
  EXPECT_EQ(lenient["entry"].at(1)["search"]["mode"].text(), "outcome");
  const auto strict = face_->search(technician(1), "colour=red", "http://charta/fhir", true);
  ASSERT_FALSE(strict);
  EXPECT_EQ(strict.error().kind, ErrorKind::invalid);
  EXPECT_EQ(face_->search(person(1, {}), "patient=Patient/nobody-here", "", false).error().kind, ErrorKind::forbidden);
}

TEST_P(TaskFaceTest, ShowsNothingThatTheCallerMayNotSee) {
  access::Actor local = technician(1);
  local.visibility = {1ULL << 5, 0, {}};
  EXPECT_EQ(Parsed(*face_->search(local, "code=expected-record", "", false))["total"].integer(), 0);
  EXPECT_EQ(face_->read(local, items_[0].id.text()).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace charta::worklists
