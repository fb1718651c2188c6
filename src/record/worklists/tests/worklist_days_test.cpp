// SPDX-License-Identifier: Apache-2.0
// Days of a queue as tables: who does what, who is refused and told why, whom the clock asks.
#include "ledger_schema.hpp"
#include "record/worklists/chase.hpp"
#include "record/worklists/tests/loan.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

namespace charta::worklists {
namespace {

using charta::testing::CaseLine;
using Minutes = std::chrono::minutes;

std::vector<std::string> listed(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

class WorklistDays : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open({ledger_schema(), worklists_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, "");
    start();
  }
  void start() {
    worklists_ = std::make_unique<WorklistService>(store(), *ledger_, clock_, keys_);
    worklists_->declare(testing::loan);
    worklists_->declare(chase_machine());
  }

  void run(const charta::testing::Case& one) {
    SCOPED_TRACE(one.title);
    clock_.set(Instant::parse("2026-03-02T12:00:00Z").value());
    items_.clear();
    for (const CaseLine& line : one.lines) {
      SCOPED_TRACE("line " + line.verb + " " + joined(line.words));
      follow(line);
      if (HasFatalFailure()) return;
    }
    close_all();  // what is left does not disturb the next case
  }

 private:
  static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }
  void follow(const CaseLine& line) {
    if (line.verb == "ladder") return set_ladder(line);
    if (line.verb == "open") return open_item(line);
    if (line.verb == "does") return does(line);
    if (line.verb == "bulk") return bulk(line);
    if (line.verb == "after") return clock_.advance(Minutes(std::stoi(line.words.at(0))));
    if (line.verb == "clock") return run_clock(line);
    if (line.verb == "due") return set_due(line);
    if (line.verb == "stands") return stands(line);
    if (line.verb == "asked") return asked(line);
    if (line.verb == "queue") return queue(line);
    FAIL() << "the table has a word that is not known";
  }

  /// anna and bert are technicians, eva leads the department, guest may look, filer is a program.
  static access::Actor who(const std::string& name) {
    if (name == "anna") return testing::technician(1);
    if (name == "bert") return testing::technician(2);
    if (name == "eva") return testing::supervisor(3);
    if (name == "guest") return testing::person(4, {access::Permission::read_worklists});
    auto program = testing::technician(5);
    program.kind = access::Actor::Kind::program;
    return program;
  }
  static std::string name_of(UserId user) {
    const char* names[] = {"nobody", "anna", "bert", "eva", "guest", "filer"};
    return names[user.is_set() ? user.key() : 0];
  }
  static std::string kind_name(ErrorKind kind) {
    switch (kind) {
      case ErrorKind::forbidden:
        return "forbidden";
      case ErrorKind::version_conflict:
        return "conflict";
      case ErrorKind::business_rule:
        return "rule";
      case ErrorKind::missing:
        return "missing";
      case ErrorKind::not_found:
        return "not-found";
      default:
        return "another";
    }
  }

  /// ladder 0:department 1440:department-head
  void set_ladder(const CaseLine& line) {
    ChaseLadder ladder{"requisition", "worklists/chase-ladder@1", {}};
    for (const std::string& step : line.words)
      ladder.steps.push_back({Minutes(std::stoi(step)), step.substr(step.find(':') + 1)});
    worklists_->set_ladders({ladder});
  }
  void open_item(const CaseLine& line) {
    NewWorkItem item;
    item.kind = testing::loan.kind;
    item.subject_type = "volume";
    item.subject = 1;
    if (line.has("due")) item.due_at = clock_.now().plus(Minutes(std::stoi(line.value("due"))));
    if (line.has("priority")) item.priority = parse_priority(line.value("priority")).value();
    clock_.advance(std::chrono::milliseconds(1));
    const auto opened = store().write([&](store::UnitOfWork& work) { return worklists_->open(work, system_, item); });
    ASSERT_TRUE(opened) << opened.error().message;
    items_[line.words.at(0)] = opened->id;
  }
  Act act_of(const CaseLine& line, const std::string& event) const {
    Act act;
    act.event = event;
    act.reason_code = line.value("reason");
    act.note = line.value("note");
    if (line.has("to")) act.assignee = who(line.value("to")).author.user;
    if (line.has("until")) act.waiting_until = clock_.now().plus(Minutes(std::stoi(line.value("until"))));
    if (line.has("seen")) act.expected_version = std::stoi(line.value("seen"));
    return act;
  }
  /// does anna claim v1, or refused=conflict says="is with user"
  void does(const CaseLine& line) {
    const auto done = worklists_->act(who(line.words.at(0)), items_.at(line.words.at(2)), act_of(line, line.words.at(1)));
    if (!line.has("refused")) {
      ASSERT_TRUE(done) << done.error().message;
      return;
    }
    ASSERT_FALSE(done) << "it was done";
    EXPECT_EQ(kind_name(done.error().kind), line.value("refused")) << done.error().message;
    EXPECT_NE(done.error().message.find(line.value("says")), std::string::npos) << done.error().message;
  }
  /// bulk anna claim "v1 v2 v3" done="v1 v3"
  void bulk(const CaseLine& line) {
    const auto names = listed(line.words.at(2));
    std::vector<WorkItemId> ids;
    for (const std::string& name : names) ids.push_back(name == "none" ? WorkItemId(999'999) : items_.at(name));
    const auto results = worklists_->act_on_many(who(line.words.at(0)), ids, act_of(line, line.words.at(1)));
    ASSERT_EQ(results.size(), ids.size());
    std::vector<std::string> done;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      EXPECT_EQ(results[i].id, ids[i]) << "an answer for each, in order";
      if (results[i].result) done.push_back(names[i]);
    }
    EXPECT_EQ(joined(done), line.value("done"));
  }
  void run_clock(const CaseLine& line) {
    const auto moved = worklists_->run_clock(system_);
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_EQ(std::to_string(*moved), line.value("moves"));
  }
  void set_due(const CaseLine& line) {
    std::optional<Instant> due;
    if (line.words.at(1) != "never") due = clock_.now().plus(Minutes(std::stoi(line.words[1])));
    ASSERT_TRUE(store().write(
        [&](store::UnitOfWork& work) { return worklists_->set_due(work, items_.at(line.words[0]), due, "loans/ward@2"); }));
  }
  /// stands v1 state=approved owner=anna status=in-progress steps=2 closed=no version=3
  void stands(const CaseLine& line) {
    const auto item = worklists_->get(who("eva"), items_.at(line.words.at(0)));
    ASSERT_TRUE(item) << item.error().message;
    const std::map<std::string, std::string> is{{"state", item->state},
                                                {"owner", name_of(item->owner)},
                                                {"status", std::string(task_status(testing::loan, *item))},
                                                {"steps", std::to_string(item->escalations)},
                                                {"closed", item->closed_at ? "yes" : "no"},
                                                {"reason", item->reason_code},
                                                {"version", std::to_string(item->version)}};
    ASSERT_FALSE(line.values.empty());
    for (const auto& [name, value] : line.values) EXPECT_EQ(is.at(name), value) << name;
  }
  /// asked department 1: so many open requests wait in that pool.
  void asked(const CaseLine& line) {
    Filter filter;
    filter.kind = chase_machine().kind;
    filter.pools = {line.words.at(0)};
    EXPECT_EQ(std::to_string(worklists_->list(who("eva"), filter)->total), line.words.at(1));
  }
  /// queue "v2 v1" owner=anna status=on-hold sort=-due_at
  void queue(const CaseLine& line) {
    Filter filter;
    filter.kind = testing::loan.kind;
    if (line.has("sort")) filter.sort = line.value("sort");
    if (line.has("owner")) filter.owner = who(line.value("owner")).author.user;
    filter.unowned = line.has("unowned");
    if (line.has("status")) filter.task_statuses = {line.value("status")};
    if (line.has("closed")) filter.include_closed = true;
    if (line.has("late")) filter.due_before = clock_.now();
    std::vector<std::string> names;
    for (const WorkItem& item : worklists_->list(who("eva"), filter)->items)
      for (const auto& [name, id] : items_)
        if (id == item.id) names.push_back(name);
    EXPECT_EQ(joined(names), line.words.at(0));
  }
  void close_all() {
    Filter filter;
    filter.kind = testing::loan.kind;
    Act refuse;
    refuse.event = "refuse";
    refuse.reason_code = "end-of-case";
    const auto open = worklists_->list(who("eva"), filter).value();
    for (const WorkItem& item : open.items) ASSERT_TRUE(worklists_->act(who("eva"), item.id, refuse));
    Act withdraw;
    withdraw.event = "withdraw";
    filter.kind = chase_machine().kind;
    const auto chases = worklists_->list(who("eva"), filter).value();
    EXPECT_EQ(chases.total, 0) << "somebody is still asked about work that is done";
    for (const WorkItem& item : chases.items) ASSERT_TRUE(worklists_->act(who("eva"), item.id, withdraw));
  }

  ManualClock clock_{*Instant::parse("2026-03-02T12:00:00Z")};
  CountingKeys keys_{100};
  access::Actor system_ = access::Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<WorklistService> worklists_;
  std::map<std::string, WorkItemId> items_;
};
CHARTA_ON_BOTH_ENGINES(WorklistDays);

TEST_P(WorklistDays, GoAsTheTablesSay) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/worklist_days.case");
  ASSERT_GT(cases.size(), 15U);
  for (const charta::testing::Case& one : cases) run(one);
}

}  // namespace
}  // namespace charta::worklists
