// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/clock.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/work_item.hpp"
#include "store/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::worklists {

struct Act {
  std::string event;  ///< of the machine, or "claim", "release", "assign", "note", "wait" which every machine has
  std::string reason_code, note;
  UserId assignee;                       ///< for "assign"
  std::optional<Instant> waiting_until;  ///< for "wait"
  std::int64_t expected_version = 0;     ///< 0: any; else `version_conflict` when somebody was faster
  std::int64_t second_subject = 0;
};

struct Counts {
  std::string kind, state;
  std::int64_t open = 0, overdue = 0, unowned = 0, stat = 0;
};

class WorklistService {
 public:
  WorklistService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys);
  ~WorklistService();

  /// At start-up. `guard` answers for the machine's named guards; `entered` runs in the unit after each transition.
  using Guard = std::function<Result<void>(store::UnitOfWork&, std::string_view guard, const WorkItem&, const Act&)>;
  using Entered = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const WorkItem&, const Act&)>;
  void declare(const StateMachine& machine, Guard guard = {}, Entered entered = {});
  const StateMachine* machine(std::string_view kind) const;
  std::vector<const StateMachine*> machines() const;

  Result<WorkItem> open(store::UnitOfWork& work, const access::Actor& actor, const NewWorkItem& item);
  Result<WorkItem> apply(store::UnitOfWork& work, const access::Actor& actor, WorkItemId id, const Act& act);
  /// The open item of a kind about a subject, if any.
  Result<std::optional<WorkItem>> find_open(store::Reader& reader, std::string_view kind, std::int64_t subject);
  Result<void> set_due(store::UnitOfWork& work, WorkItemId id, std::optional<Instant> due_at, const std::string& rule);
  Result<void> set_detail(store::UnitOfWork& work, WorkItemId id, const std::string& detail);

  /// In a unit of its own, permission asked.
  Result<WorkItem> act(const access::Actor& actor, WorkItemId id, const Act& act);
  struct BulkResult {
    WorkItemId id;
    Result<WorkItem> result;
  };
  std::vector<BulkResult> act_on_many(const access::Actor& actor, const std::vector<WorkItemId>& ids, const Act& act);

  Result<WorkItem> get(const access::Actor& actor, WorkItemId id);
  struct Page {
    std::vector<WorkItem> items;
    std::int64_t total = 0;
  };
  Result<Page> list(const access::Actor& actor, const Filter& filter);
  Result<std::vector<Counts>> counts(const access::Actor& actor);

  struct View {
    std::int64_t key = 0;
    UserId owner;
    std::string kind, name, query;  ///< query: the URL's, as the web wrote it
    bool shared = false, pinned = false;
  };
  Result<View> save_view(const access::Actor& actor, const View& view);
  Result<std::vector<View>> list_views(const access::Actor& actor);
  Result<void> delete_view(const access::Actor& actor, std::int64_t key);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::worklists
