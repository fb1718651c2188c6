// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/clock.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/chase_ladder.hpp"
#include "record/worklists/reasons.hpp"
#include "record/worklists/work_item.hpp"
#include "record/worklists/work_item_act.hpp"
#include "store/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::worklists {

/// In a queue that asks roles each pool is counted by itself, and only what `is_asked` is this person's work.
struct Counts {
  std::string kind, state;
  std::int64_t open = 0, overdue = 0, unowned = 0, stat = 0;
  std::string pool;      ///< empty in the other queues
  bool is_asked = true;  ///< it is theirs, or a role of theirs answers it
};

class WorklistService {
 public:
  WorklistService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys);
  ~WorklistService();

  /// At start-up. `guard` answers for the machine's named guards; `entered` runs in the unit after each transition.
  using Guard = std::function<Result<void>(store::UnitOfWork&, std::string_view guard, const WorkItem&, const Act&)>;
  using Entered = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const WorkItem&, const Act&)>;
  void declare(const StateMachine& machine, Guard guard = {}, Entered entered = {});
  /// From then on a reason must be one of these.
  void set_reasons(Reasons reasons);
  const Reasons& reasons() const;
  void set_ladders(std::vector<ChaseLadder> ladders);
  void set_answerers(Answerers answerers);
  /// Whether what this pool is asked is a person's to answer. Programs and jobs are never narrowed.
  bool answers(const access::Actor& actor, std::string_view pool) const;
  bool answers_any(const access::Actor& actor) const;
  const StateMachine* machine(std::string_view kind) const;
  std::string state_title(const WorkItem& item) const;
  std::vector<const StateMachine*> machines() const;
  /// Those whose queue this actor may see.
  std::vector<const StateMachine*> machines(const access::Actor& actor) const;

  // In the caller's unit. The actor's permission for the step is asked; what an actor may see is the caller's to ask.
  /// Errors: `internal` (the kind is not declared).
  Result<WorkItem> open(store::UnitOfWork& work, const access::Actor& actor, const NewWorkItem& item);
  Result<WorkItem> apply(store::UnitOfWork& work, const access::Actor& actor, WorkItemId id, const Act& act);
  /// The open item of a kind about a subject, if any.
  Result<std::optional<WorkItem>> find_open(store::Reader& reader, std::string_view kind, std::int64_t subject);
  Result<std::optional<WorkItem>> find(store::Reader& reader, WorkItemId id);
  Result<void> set_due(store::UnitOfWork& work, WorkItemId id, std::optional<Instant> due_at, const std::string& rule);
  /// The items of a patient follow the labels of the record.
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added);
  /// One item follows the labels of the document that it is about.
  Result<void> relabel_one(store::UnitOfWork& work, WorkItemId id, int facility, access::SensitivityMask sensitivity);
  /// What is open about something that was moved follows it to its new record.
  Result<void> follow_move(store::UnitOfWork& work, std::int64_t subject, PatientId from, PatientId to, int facility,
                           access::SensitivityMask sensitivity);
  Result<void> set_detail(store::UnitOfWork& work, WorkItemId id, const std::string& detail);
  /// Its turn in a queue that is ranked by need, with what the list shows of it.
  Result<void> set_rank(store::UnitOfWork& work, WorkItemId id, std::int64_t rank, const std::string& detail);

  /// In a unit of its own, permission asked.
  Result<WorkItem> act(const access::Actor& actor, WorkItemId id, const Act& act);
  struct BulkResult {
    WorkItemId id;
    Result<WorkItem> result;
  };
  /// One outcome for each id, in order; one that fails does not hold up the others.
  std::vector<BulkResult> act_on_many(const access::Actor& actor, const std::vector<WorkItemId>& ids, const Act& act);

  Result<WorkItem> get(const access::Actor& actor, WorkItemId id);
  Result<std::vector<Note>> notes(const access::Actor& actor, WorkItemId id);
  /// What the actor may do to it now, and why not where not.
  std::vector<Offer> offers(const access::Actor& actor, const WorkItem& item) const;
  struct Page {
    std::vector<WorkItem> items;
    std::int64_t total = 0;
  };
  /// A queue that asks roles lists what this person's roles answer, unless the filter names pools, an owner or the item.
  Result<Page> list(const access::Actor& actor, const Filter& filter);
  /// "3 of 41", and the neighbours to go on to. An item that left the list has position 0 and `next` the first of the list.
  struct Position {
    std::int64_t position = 0, total = 0;
    WorkItemId previous, next;
  };
  Result<Position> position(const access::Actor& actor, const Filter& filter, WorkItemId id);
  Result<std::vector<Counts>> counts(const access::Actor& actor);

  /// One pass of the clock over every queue: items that waited long enough resume, items past due climb their chase ladder. In
  /// units of at most `limit` items; answers how many items moved. Run again until it answers 0.
  Result<std::int64_t> run_clock(const access::Actor& actor, std::int64_t limit = 200);

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
