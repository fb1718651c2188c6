// SPDX-License-Identifier: Apache-2.0
#include "ledger_schema.hpp"
#include "record/worklists/chase.hpp"
#include "record/worklists/tests/loan.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace charta::worklists {
namespace {

using testing::loan;
using testing::person;
using testing::supervisor;
using testing::technician;
using namespace std::chrono_literals;

class WorklistTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({ledger_schema(), worklists_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    worklists_ = std::make_unique<WorklistService>(store(), *ledger_, clock_, keys_);
    worklists_->declare(
        loan,
        [this](store::UnitOfWork&, std::string_view guard, const WorkItem&, const Act&) -> Result<void> {
          if (guard == "on-shelf" && !on_shelf_) return fail(ErrorKind::business_rule, "the volume is not on its shelf");
          return {};
        },
        [this](store::UnitOfWork&, const access::Actor&, const WorkItem& item, const Act& act) -> Result<void> {
          entered_.push_back(act.event + " -> " + item.state);
          return {};
        });
  }

  NewWorkItem volume(std::int64_t subject) {
    NewWorkItem item;
    item.kind = loan.kind;
    item.subject_type = "volume";
    item.subject = subject;
    item.patient = PatientId(1000 + subject);
    return item;
  }
  WorkItem open_item(const NewWorkItem& item) {
    auto opened = store().write([&](store::UnitOfWork& work) { return worklists_->open(work, system_, item); });
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return opened.value();
  }
  Result<WorkItem> act(const access::Actor& actor, WorkItemId id, std::string event, std::string reason = "") {
    Act act;
    act.event = std::move(event);
    act.reason_code = std::move(reason);
    return worklists_->act(actor, id, act);
  }
  std::vector<std::int64_t> subjects(const Filter& filter, const access::Actor& actor = technician(1)) {
    std::vector<std::int64_t> list;
    const auto page = worklists_->list(actor, filter);
    EXPECT_TRUE(page) << (page ? "" : page.error().message);
    if (!page) return list;
    for (const WorkItem& item : page->items) list.push_back(item.subject);
    EXPECT_TRUE(page->total >= static_cast<std::int64_t>(list.size()));
    return list;
  }
  std::vector<std::string> ledger_of(WorkItemId id) {
    std::vector<std::string> acts;
    ledger::Filter filter;
    filter.subject_kind = "work_item";
    filter.subject = id.key();
    filter.sort = "at";
    const auto entries = store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); });
    EXPECT_TRUE(entries);
    for (const auto& entry : *entries) acts.push_back(entry.act + (entry.reason.empty() ? "" : " " + entry.reason));
    return acts;
  }

  ManualClock clock_{*Instant::parse("2026-03-02T12:00:00Z")};
  CountingKeys keys_{100};
  access::Actor system_ = access::Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<WorklistService> worklists_;
  std::vector<std::string> entered_;
  bool on_shelf_ = true;
};
CHARTA_ON_BOTH_ENGINES(WorklistTest);

TEST_P(WorklistTest, AnItemComesBackAsItWasOpened) {
  NewWorkItem item = volume(7);
  item.second_subject = 8;
  item.second_subject_type = "DocumentReference";
  item.priority = Priority::urgent;
  item.due_at = clock_.now().plus(1h);
  item.clock_basis = "requested";
  item.pool = "file-room";
  item.reason_code = "clinic-today";
  item.detail = R"({"shelf":"12-34"})";
  item.rule = "loans/ward@1";
  item.facility = 3;
  item.sensitivity = 2;
  const WorkItem opened = open_item(item);
  const auto read = worklists_->get(technician(1), opened.id);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->kind, "requisition");
  EXPECT_EQ(read->state, "requested");
  EXPECT_EQ(read->subject_type, "volume");
  EXPECT_EQ(read->second_subject, 8);
  EXPECT_EQ(read->second_subject_type, "DocumentReference");
  EXPECT_EQ(read->priority, Priority::urgent);
  EXPECT_EQ(read->due_at, item.due_at);
  EXPECT_EQ(read->clock_basis, "requested");
  EXPECT_EQ(read->pool, "file-room");
  EXPECT_EQ(read->reason_code, "clinic-today");
  EXPECT_EQ(read->detail, item.detail);
  EXPECT_EQ(read->rule, "loans/ward@1");
  EXPECT_EQ(read->facility, 3);
  EXPECT_EQ(read->sensitivity, 2U);
  EXPECT_EQ(read->patient, PatientId(1007));
  EXPECT_EQ(read->version, 1);
  EXPECT_EQ(read->created_at, clock_.now());
  EXPECT_FALSE(read->closed_at);
  const auto same = store().read([&](store::Reader& reader) { return worklists_->find_open(reader, "requisition", 7); });
  ASSERT_TRUE(same && *same);
  EXPECT_EQ((*same)->id, opened.id);
}

TEST_P(WorklistTest, AnUndeclaredKindCannotBeOpened) {
  NewWorkItem item = volume(1);
  item.kind = "errand";
  const auto opened = store().write([&](store::UnitOfWork& work) { return worklists_->open(work, system_, item); });
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::internal);
}

TEST_P(WorklistTest, EachActStandsInTheLedgerAndRunsWhatWasWired) {
  const WorkItem item = open_item(volume(1));
  clock_.advance(1min);
  ASSERT_TRUE(act(technician(1), item.id, "claim"));
  clock_.advance(1min);
  ASSERT_TRUE(act(technician(1), item.id, "approve"));
  clock_.advance(1min);
  const auto delivered = act(technician(1), item.id, "deliver");
  ASSERT_TRUE(delivered) << delivered.error().message;
  EXPECT_EQ(delivered->closed_at, clock_.now());
  EXPECT_EQ(entered_, (std::vector<std::string>{"approve -> approved", "deliver -> delivered"}));
  EXPECT_EQ(ledger_of(item.id),
            (std::vector<std::string>{"opened", "assigned claim", "transitioned approve", "transitioned deliver"}));
}

TEST_P(WorklistTest, AGuardThatRefusesChangesNothing) {
  const WorkItem item = open_item(volume(1));
  ASSERT_TRUE(act(technician(1), item.id, "approve"));
  on_shelf_ = false;
  const auto refused = act(technician(1), item.id, "deliver");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the volume is not on its shelf");
  EXPECT_EQ(worklists_->get(technician(1), item.id)->state, "approved");
  EXPECT_EQ(ledger_of(item.id).size(), 2U);
}

TEST_P(WorklistTest, OfTwoWhoClaimAtOnceOneWinsAndTheOtherIsTold) {
  const WorkItem item = open_item(volume(1));
  std::vector<Result<WorkItem>> results(2, fail(ErrorKind::internal, "not run"));
  std::vector<std::thread> people;
  for (int who = 0; who < 2; ++who) people.emplace_back([&, who] { results[who] = act(technician(40 + who), item.id, "claim"); });
  for (std::thread& one : people) one.join();
  ASSERT_NE(results[0].has_value(), results[1].has_value());
  const int winner = results[0] ? 0 : 1;
  const Error& told = results[1 - winner].error();
  EXPECT_EQ(told.kind, ErrorKind::version_conflict);
  EXPECT_NE(told.message.find("is with user " + UserId(40 + winner).text() + " since 2026-03-02T12:00:00.000Z"),
            std::string::npos)
      << told.message;
  EXPECT_EQ(worklists_->get(technician(1), item.id)->owner, UserId(40 + winner));
}

TEST_P(WorklistTest, AStepDecidedOnAnOldVersionIsRefused) {
  const WorkItem item = open_item(volume(1));
  ASSERT_TRUE(act(technician(1), item.id, "approve"));
  Act late;
  late.event = "deliver";
  late.expected_version = item.version;
  const auto refused = worklists_->act(technician(2), item.id, late);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict);
}

TEST_P(WorklistTest, NotesAreKeptInOrderBesideTheLedger) {
  const WorkItem item = open_item(volume(1));
  for (const char* words : {"asked the ward", "asked again"}) {
    Act note;
    note.event = "note";
    note.note = words;
    ASSERT_TRUE(worklists_->act(technician(5), item.id, note));
  }
  const auto notes = worklists_->notes(technician(1), item.id);
  ASSERT_TRUE(notes);
  ASSERT_EQ(notes->size(), 2U);
  EXPECT_EQ((*notes)[0].text, "asked the ward");
  EXPECT_EQ((*notes)[1].author, UserId(5));
  EXPECT_EQ(ledger_of(item.id).back(), "commented note") << "the words stay out of the ledger";
}

TEST_P(WorklistTest, TheQueueIsInOrderOfService) {
  const auto with = [&](std::int64_t subject, Priority priority, std::optional<Instant> due) {
    NewWorkItem item = volume(subject);
    item.priority = priority;
    item.due_at = due;
    open_item(item);
  };
  with(1, Priority::routine, std::nullopt);
  with(2, Priority::routine, clock_.now().plus(2h));
  with(3, Priority::stat, clock_.now().plus(5h));
  with(4, Priority::routine, clock_.now().plus(1h));
  Filter filter;
  filter.kind = loan.kind;
  EXPECT_EQ(subjects(filter), (std::vector<std::int64_t>{3, 4, 2, 1})) << "no due time comes last on both engines";
  filter.sort = "-due_at";
  EXPECT_EQ(subjects(filter), (std::vector<std::int64_t>{1, 3, 2, 4}));
  filter.sort = "subject";
  filter.limit = 2;
  filter.offset = 1;
  EXPECT_EQ(subjects(filter), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(worklists_->list(technician(1), filter)->total, 4);
  filter.sort = "detail; DROP TABLE work_item";
  const auto refused = worklists_->list(technician(1), filter);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
}

TEST_P(WorklistTest, EachMemberOfAFilterNarrows) {
  NewWorkItem one = volume(1), two = volume(2), three = volume(3);
  one.pool = "file-room";
  one.reason_code = "clinic-today";
  one.detail = R"({"title":"Müller, old volume 100%"})";
  two.priority = Priority::stat;
  two.due_at = clock_.now().plus(-1h);
  three.due_at = clock_.now().plus(3h);
  const WorkItem first = open_item(one), second = open_item(two), third = open_item(three);
  ASSERT_TRUE(act(technician(9), second.id, "claim"));
  ASSERT_TRUE(act(technician(1), third.id, "approve"));
  ASSERT_TRUE(act(technician(1), third.id, "deliver"));

  using List = std::vector<std::int64_t>;
  Filter base;
  base.kind = loan.kind;
  base.sort = "subject";
  EXPECT_EQ(subjects(base), (List{1, 2})) << "closed items are left out";
  const auto with = [&](auto change) {
    Filter filter = base;
    change(filter);
    return subjects(filter);
  };
  EXPECT_EQ(with([](Filter& f) { f.include_closed = true; }), (List{1, 2, 3}));
  EXPECT_EQ(with([](Filter& f) {
              f.include_closed = true;
              f.states = {"delivered"};
            }),
            (List{3}));
  EXPECT_EQ(with([](Filter& f) {
              f.include_closed = true;
              f.not_states = {"delivered"};
            }),
            (List{1, 2}));
  EXPECT_EQ(with([](Filter& f) {
              f.include_closed = true;
              f.task_statuses = {"completed"};
            }),
            (List{3}));
  EXPECT_EQ(with([](Filter& f) { f.not_task_statuses = {"accepted"}; }), (List{1}));
  EXPECT_EQ(with([](Filter& f) { f.reasons = {"clinic-today"}; }), (List{1}));
  EXPECT_EQ(with([](Filter& f) { f.pools = {"file-room", "annex"}; }), (List{1}));
  EXPECT_EQ(with([](Filter& f) { f.priorities = {"stat"}; }), (List{2}));
  EXPECT_EQ(with([](Filter& f) { f.priorities = {"whenever"}; }), (List{}));
  EXPECT_EQ(with([](Filter& f) { f.owner = UserId(9); }), (List{2}));
  EXPECT_EQ(with([](Filter& f) { f.unowned = true; }), (List{1}));
  EXPECT_EQ(with([](Filter& f) { f.patient = PatientId(1002); }), (List{2}));
  EXPECT_EQ(with([](Filter& f) { f.patients = {PatientId(1002), PatientId(1001)}; }), (List{1, 2}));
  EXPECT_EQ(with([](Filter& f) { f.subject = 1; }), (List{1}));
  EXPECT_EQ(with([&](Filter& f) { f.id = first.id; }), (List{1}));
  EXPECT_EQ(with([&](Filter& f) { f.due_before = clock_.now(); }), (List{2}));
  EXPECT_EQ(with([&](Filter& f) {
              f.due_from = clock_.now();
              f.include_closed = true;
            }),
            (List{1, 3}))
      << "no due time is due never, hence later";
  EXPECT_EQ(with([&](Filter& f) { f.created_from = clock_.now().plus(1ms); }), (List{}));
  EXPECT_EQ(with([](Filter& f) { f.text = "MULLER"; }), (List{1})) << "folded: without accents and capitals";
  EXPECT_EQ(with([](Filter& f) { f.text = "100%"; }), (List{1}));
  EXPECT_EQ(with([](Filter& f) { f.text = "1_0"; }), (List{})) << "a wildcard is a letter like any other";
}

TEST_P(WorklistTest, NobodySeesWhatFacilityOrLabelHides) {
  NewWorkItem here = volume(1), elsewhere = volume(2), sensitive = volume(3);
  here.facility = 1;
  elsewhere.facility = 62;
  sensitive.facility = 1;
  sensitive.sensitivity = static_cast<access::SensitivityMask>(access::Sensitivity::substance_use);
  open_item(here);
  const WorkItem far = open_item(elsewhere), hidden = open_item(sensitive);
  access::Actor local = supervisor(1);
  local.visibility = {1ULL << 1, 0, {}};
  Filter filter;
  filter.sort = "subject";
  EXPECT_EQ(subjects(filter, local), (std::vector<std::int64_t>{1}));
  for (const WorkItem& item : {far, hidden}) {
    for (const auto& refused : {worklists_->get(local, item.id), act(local, item.id, "claim")}) {
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().kind, ErrorKind::not_found) << "its existence is protected";
    }
  }
  std::int64_t seen = 0;
  const auto counts = worklists_->counts(local);
  for (const Counts& row : *counts) seen += row.open;
  EXPECT_EQ(seen, 1);
  local.visibility.opened_by_glass = {hidden.patient, PatientId(5)};
  EXPECT_EQ(subjects(filter, local), (std::vector<std::int64_t>{1})) << "what the glass does not open stays closed";
  local.visibility.glass_clearance = hidden.sensitivity;
  EXPECT_EQ(subjects(filter, local), (std::vector<std::int64_t>{1, 3})) << "the glass is broken for this patient";
  EXPECT_TRUE(worklists_->get(local, hidden.id));
  local.visibility.facilities = access::all_facilities;
  EXPECT_EQ(subjects(filter, local), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_P(WorklistTest, CountsAreLive) {
  NewWorkItem late = volume(1);
  late.due_at = clock_.now().plus(-1min);
  late.priority = Priority::stat;
  const WorkItem item = open_item(late);
  open_item(volume(2));
  auto counts = worklists_->counts(technician(1));
  ASSERT_TRUE(counts) << counts.error().message;
  ASSERT_EQ(counts->size(), 1U);
  EXPECT_EQ((*counts)[0].kind, "requisition");
  EXPECT_EQ((*counts)[0].open, 2);
  EXPECT_EQ((*counts)[0].overdue, 1);
  EXPECT_EQ((*counts)[0].unowned, 2);
  EXPECT_EQ((*counts)[0].stat, 1);
  ASSERT_TRUE(act(technician(1), item.id, "approve"));
  ASSERT_TRUE(act(technician(1), item.id, "deliver"));
  counts = worklists_->counts(technician(1));
  ASSERT_EQ(counts->size(), 1U);
  EXPECT_EQ((*counts)[0].open, 1);
  EXPECT_EQ((*counts)[0].overdue, 0);
}

TEST_P(WorklistTest, PositionAnswersWhereIAmAndWhereToGoOn) {
  const WorkItem first = open_item(volume(1)), second = open_item(volume(2)), third = open_item(volume(3));
  Filter filter;
  filter.kind = loan.kind;
  filter.sort = "subject";
  filter.limit = 1;
  const auto middle = worklists_->position(technician(1), filter, second.id);
  ASSERT_TRUE(middle);
  EXPECT_EQ(middle->position, 2);
  EXPECT_EQ(middle->total, 3);
  EXPECT_EQ(middle->previous, first.id);
  EXPECT_EQ(middle->next, third.id);
  EXPECT_FALSE(worklists_->position(technician(1), filter, third.id)->next.is_set());
  const auto left = worklists_->position(technician(1), filter, WorkItemId(5));
  EXPECT_EQ(left->position, 0);
  EXPECT_EQ(left->next, first.id);
}

TEST_P(WorklistTest, ABulkActAnswersForEachItem) {
  const WorkItem first = open_item(volume(1)), taken = open_item(volume(2)), third = open_item(volume(3));
  ASSERT_TRUE(act(technician(8), taken.id, "claim"));
  Act claim;
  claim.event = "claim";
  const auto results = worklists_->act_on_many(technician(9), {first.id, taken.id, WorkItemId(5), third.id}, claim);
  ASSERT_EQ(results.size(), 4U);
  EXPECT_TRUE(results[0].result);
  ASSERT_FALSE(results[1].result);
  EXPECT_EQ(results[1].result.error().kind, ErrorKind::version_conflict);
  ASSERT_FALSE(results[2].result);
  EXPECT_EQ(results[2].result.error().kind, ErrorKind::not_found);
  EXPECT_TRUE(results[3].result);
  EXPECT_EQ(results[3].id, third.id);
  EXPECT_EQ(worklists_->get(technician(1), third.id)->owner, UserId(9));
  EXPECT_EQ(worklists_->get(technician(1), taken.id)->owner, UserId(8));
  for (const auto& row : worklists_->act_on_many(person(9, {}), {first.id}, claim))
    EXPECT_EQ(row.result.error().kind, ErrorKind::forbidden);
}

TEST_P(WorklistTest, AReasonMustBeOneThatThisQueueKnows) {
  auto book = rules::RuleBook::from_text(
      R"({"id":"worklists/reasons","version":1,"title":"t","citation":"c","effective_from":"2026-01-01",
    "parameters":{"reasons":{"missing":{"sentence":"The volume is missing.","kinds":["requisition"],"events":["refuse"]},
                             "mrn":{"sentence":"No MRN.","kinds":["held-message"]}}},"tests":[{"name":"a","given":1,"expect":1}]})");
  ASSERT_TRUE(book) << book.error().message;
  worklists_->set_reasons(*Reasons::from_rule(book->rules()[0]));
  const WorkItem item = open_item(volume(1));
  EXPECT_EQ(act(supervisor(1), item.id, "refuse", "because").error().kind, ErrorKind::unknown_code);
  EXPECT_EQ(act(supervisor(1), item.id, "refuse", "mrn").error().message, "'mrn' is no reason for this queue");
  EXPECT_TRUE(act(supervisor(1), item.id, "refuse", "missing"));
  EXPECT_EQ(worklists_->reasons().sentence("missing"), "The volume is missing.");
  EXPECT_EQ(worklists_->reasons().sentence("unheard-of"), "unheard-of");
  ASSERT_EQ(worklists_->reasons().choices("requisition", "refuse").size(), 1U);
  EXPECT_TRUE(worklists_->reasons().choices("held-message", "refuse").empty());
  EXPECT_EQ(worklists_->reasons().of_kind("held-message").size(), 1U);
}

TEST_P(WorklistTest, TheClockClimbsTheChaseLadderStepByStep) {
  worklists_->set_ladders(
      {{"requisition", "worklists/chase-ladder@1", {{0min, "department"}, {1440min, "department-head"}, {4320min, "him-lead"}}}});
  NewWorkItem item = volume(1);
  item.due_at = clock_.now().plus(1h);
  const WorkItem opened = open_item(item);
  open_item(volume(2));
  EXPECT_EQ(*worklists_->run_clock(system_), 0) << "nothing is due yet";
  clock_.advance(1h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  EXPECT_EQ(*worklists_->run_clock(system_), 0) << "one step is climbed once";
  EXPECT_EQ(worklists_->get(technician(1), opened.id)->escalations, 1);
  clock_.advance(24h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  clock_.advance(240h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  EXPECT_EQ(*worklists_->run_clock(system_), 0) << "the top of the ladder";
  EXPECT_EQ(worklists_->get(technician(1), opened.id)->escalations, 3);
  EXPECT_EQ(ledger_of(opened.id),
            (std::vector<std::string>{"opened", "transitioned chase:department", "transitioned chase:department-head",
                                      "transitioned chase:him-lead"}));
}

TEST_P(WorklistTest, AnItemThatWaitsIsNotChasedUntilItResumes) {
  worklists_->set_ladders({{"requisition", "worklists/chase-ladder@1", {{0min, "department"}}}});
  NewWorkItem item = volume(1);
  item.due_at = clock_.now().plus(1h);
  const WorkItem opened = open_item(item);
  Act wait;
  wait.event = "wait";
  wait.reason_code = "awaiting-department";
  wait.waiting_until = clock_.now().plus(10h);
  ASSERT_TRUE(worklists_->act(technician(1), opened.id, wait));
  clock_.advance(2h);
  EXPECT_EQ(*worklists_->run_clock(system_), 0);
  clock_.advance(8h);
  EXPECT_EQ(*worklists_->run_clock(system_), 2) << "it resumes and is chased in one pass";
  const auto resumed = worklists_->get(technician(1), opened.id);
  EXPECT_FALSE(resumed->waiting_until);
  EXPECT_EQ(resumed->escalations, 1);
}

TEST_P(WorklistTest, EachStepOfTheLadderAsksItsRoleInItsOwnPool) {
  worklists_->declare(chase_machine());
  worklists_->set_ladders({{"requisition", "worklists/chase-ladder@1", {{0min, "department"}, {1440min, "department-head"}}}});
  NewWorkItem item = volume(1);
  item.due_at = clock_.now();
  item.facility = 3;
  item.sensitivity = 4;
  item.detail = R"({"title":"Volume 1","department":"CT","secret":"x"})";
  const WorkItem late = open_item(item);
  Filter asked;
  asked.kind = "chase";
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  auto page = worklists_->list(technician(1), asked).value();
  ASSERT_EQ(page.total, 1);
  EXPECT_EQ(page.items[0].pool, "department");
  EXPECT_EQ(page.items[0].subject, late.id.key());
  EXPECT_EQ(page.items[0].patient, late.patient);
  EXPECT_EQ(page.items[0].facility, 3);
  EXPECT_EQ(page.items[0].sensitivity, 4U);
  EXPECT_EQ(page.items[0].rule, "worklists/chase-ladder@1");
  EXPECT_NE(page.items[0].detail.find("\"department\":\"CT\""), std::string::npos);
  EXPECT_EQ(page.items[0].detail.find("secret"), std::string::npos);
  clock_.advance(24h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  asked.pools = {"department-head"};
  EXPECT_EQ(worklists_->list(technician(1), asked)->total, 1);
}

TEST_P(WorklistTest, WhoeverWasAskedNeedNotAnswerWhenTheWorkIsDone) {
  worklists_->declare(chase_machine());
  worklists_->set_ladders({{"requisition", "worklists/chase-ladder@1", {{0min, "department"}, {60min, "him-lead"}}}});
  NewWorkItem item = volume(1);
  item.due_at = clock_.now();
  const WorkItem late = open_item(item);
  clock_.advance(2h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1) << "both steps at once";
  Filter asked;
  asked.kind = "chase";
  const auto both = worklists_->list(technician(1), asked).value();
  ASSERT_EQ(both.total, 2);
  ASSERT_TRUE(act(technician(1), both.items[0].id, "answer"));
  ASSERT_TRUE(act(technician(1), late.id, "approve"));
  EXPECT_EQ(worklists_->list(technician(1), asked)->total, 1) << "approved is not done";
  ASSERT_TRUE(act(technician(1), late.id, "deliver"));
  EXPECT_EQ(worklists_->list(technician(1), asked)->total, 0);
  asked.include_closed = true;
  asked.states = {"withdrawn"};
  EXPECT_EQ(worklists_->list(technician(1), asked)->total, 1);
}

/// A technician with one role of the account; steps of the ladder are asked of roles.
access::Actor with_role(std::int64_t user, const std::string& role) {
  access::Actor actor = supervisor(user);
  actor.roles = {role};
  return actor;
}

TEST_P(WorklistTest, WhatRolesAreAskedIsListedAndCountedForThoseWhoAnswer) {
  worklists_->declare(chase_machine());
  worklists_->set_ladders({{"requisition", "worklists/chase-ladder@1", {{0min, "department"}, {60min, "him-lead"}}}});
  worklists_->set_answerers({{"department", {"technician", "night_clerk"}}, {"him-lead", {"him_manager"}}});
  for (const std::int64_t subject : {1, 2}) {
    NewWorkItem item = volume(subject);
    item.due_at = clock_.now().plus(subject == 1 ? -120min : 0min);
    open_item(item);
  }
  ASSERT_EQ(*worklists_->run_clock(system_), 2) << "the first asks both steps, the second the department";
  const auto tina = with_role(1, "technician"), marta = with_role(2, "him_manager"), carl = with_role(3, "coder");
  Filter asked;
  asked.kind = "chase";
  const auto pools_of = [&](const access::Actor& actor, const Filter& filter) {
    std::vector<std::string> pools;
    for (const WorkItem& item : worklists_->list(actor, filter)->items) pools.push_back(item.pool);
    std::sort(pools.begin(), pools.end());
    return pools;
  };
  const auto asked_of = [&](const access::Actor& actor) {
    std::int64_t open = 0;
    const auto counts = worklists_->counts(actor);
    EXPECT_TRUE(counts);
    for (const Counts& count : *counts)
      if (count.kind == "chase" && count.is_asked) open += count.open;
    return open;
  };
  const auto lists = [](std::initializer_list<const char*> pools) {
    return std::vector<std::string>(pools.begin(), pools.end());
  };
  EXPECT_EQ(pools_of(tina, asked), lists({"department", "department"}));
  EXPECT_EQ(pools_of(marta, asked), lists({"him-lead"}));
  EXPECT_EQ(pools_of(carl, asked), lists({}));
  EXPECT_EQ(pools_of(system_, asked), lists({"department", "department", "him-lead"})) << "programs and jobs are not narrowed";
  EXPECT_EQ(worklists_->list(tina, asked)->total, 2);
  EXPECT_EQ(asked_of(tina), 2);
  EXPECT_EQ(asked_of(marta), 1);
  EXPECT_EQ(asked_of(carl), 0);
  EXPECT_TRUE(worklists_->answers_any(tina));
  EXPECT_FALSE(worklists_->answers_any(carl));
  // Whoever asks for others' pools by name sees them; what is assigned to one is one's own.
  asked.pools = {"him-lead"};
  EXPECT_EQ(pools_of(tina, asked), lists({"him-lead"}));
  const WorkItemId lead = worklists_->list(marta, asked)->items.at(0).id;
  asked.pools.clear();
  Act assign;
  assign.event = "assign";
  assign.assignee = UserId(3);
  ASSERT_TRUE(worklists_->act(marta, lead, assign));
  EXPECT_EQ(pools_of(carl, asked), lists({"him-lead"}));
  EXPECT_EQ(asked_of(carl), 1);
  EXPECT_EQ(worklists_->position(tina, asked, lead)->position, 0) << "it is in no list of hers";
  // Other queues are everybody's, and a search over all of them leaves out what others are asked.
  Filter everything;
  EXPECT_EQ(subjects(everything, tina).size(), 4U);
  EXPECT_EQ(subjects(everything, carl).size(), 3U);
}

TEST_P(WorklistTest, AQueueWithAPermissionOfItsOwnIsNotThereForOthers) {
  static constexpr StateMachine closed{"requisition",
                                       "Requisitions",
                                       "requested",
                                       testing::loan_steps,
                                       testing::loan_ends,
                                       testing::loan_cancelled,
                                       access::Permission::review_glass};
  worklists_->declare(closed);
  const WorkItem opened = open_item(volume(1));
  const auto officer = person(5, {access::Permission::read_worklists, access::Permission::review_glass});
  EXPECT_EQ(subjects({}, technician(1)).size(), 0U);
  EXPECT_EQ(subjects({}, officer).size(), 1U);
  EXPECT_EQ(worklists_->get(technician(1), opened.id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(act(technician(1), opened.id, "approve").error().kind, ErrorKind::not_found);
  EXPECT_TRUE(worklists_->counts(technician(1))->empty());
  EXPECT_EQ(worklists_->counts(officer)->size(), 1U);
  EXPECT_TRUE(worklists_->machines(technician(1)).empty());
}

TEST_P(WorklistTest, ANewDueTimeStartsTheLadderAgain) {
  worklists_->set_ladders({{"requisition", "worklists/chase-ladder@1", {{0min, "department"}}}});
  NewWorkItem item = volume(1);
  item.due_at = clock_.now();
  const WorkItem opened = open_item(item);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
  const Instant later = clock_.now().plus(5h);
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) -> Result<bool> {
    CHARTA_TRY_DO(worklists_->set_due(work, opened.id, later, "loans/ward@2"));
    CHARTA_TRY_DO(worklists_->set_detail(work, opened.id, R"({"shelf":"1"})"));
    return true;
  }));
  const auto changed = worklists_->get(technician(1), opened.id);
  EXPECT_EQ(changed->due_at, later);
  EXPECT_EQ(changed->rule, "loans/ward@2");
  EXPECT_EQ(changed->escalations, 0);
  EXPECT_EQ(changed->detail, R"({"shelf":"1"})");
  EXPECT_EQ(*worklists_->run_clock(system_), 0);
  clock_.advance(5h);
  EXPECT_EQ(*worklists_->run_clock(system_), 1);
}

TEST_P(WorklistTest, ViewsAreMineUnlessShared) {
  WorklistService::View mine;
  mine.kind = "requisition";
  mine.name = "Overdue";
  mine.query = "due=overdue&sort=-due_at";
  mine.pinned = true;
  const auto saved = worklists_->save_view(technician(1), mine);
  ASSERT_TRUE(saved) << saved.error().message;
  WorklistService::View shared = mine;
  shared.name = "STAT";
  shared.shared = true;
  shared.pinned = false;
  ASSERT_TRUE(worklists_->save_view(technician(2), shared));
  const auto list = worklists_->list_views(technician(1));
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].name, "Overdue") << "pinned first";
  EXPECT_EQ((*list)[0].query, mine.query);
  EXPECT_EQ(worklists_->list_views(technician(2))->size(), 1U);
  EXPECT_EQ(worklists_->save_view(technician(1), mine).error().kind, ErrorKind::version_conflict) << "the name is taken";
  EXPECT_EQ(worklists_->delete_view(technician(2), saved->key).error().kind, ErrorKind::not_found);
  WorklistService::View renamed = *saved;
  renamed.name = "Late";
  ASSERT_TRUE(worklists_->save_view(technician(1), renamed));
  EXPECT_EQ(worklists_->save_view(technician(2), renamed).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(worklists_->delete_view(technician(1), saved->key));
  EXPECT_EQ(worklists_->list_views(technician(1))->size(), 1U);
}

TEST_P(WorklistTest, ReadingTheQueuesNeedsThePermission) {
  const WorkItem item = open_item(volume(1));
  const auto stranger = person(1, {});
  EXPECT_EQ(worklists_->list(stranger, {}).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(worklists_->get(stranger, item.id).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(worklists_->counts(stranger).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(worklists_->position(stranger, {}, item.id).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(worklists_->list_views(stranger).error().kind, ErrorKind::forbidden);
}

}  // namespace
}  // namespace charta::worklists
