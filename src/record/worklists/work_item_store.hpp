// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/worklists/work_item.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::worklists {

/// A row beside what the item itself says: kept so that the database can select by it.
struct StoredMarks {
  std::string_view task_status;
  std::optional<Instant> escalate_at;
};

struct CountRow {
  std::string kind, state;
  std::int64_t open = 0, overdue = 0, unowned = 0, stat = 0;
};

/// Of a queue that asks roles: also by the pool, and apart what the person has.
struct PoolCountRow : CountRow {
  std::string pool;
  bool is_owned = false;
};

Result<void> insert_item(store::UnitOfWork& work, const WorkItem& item, const StoredMarks& marks);
/// False when the row's version is not `expected` any more: nothing was changed.
Result<bool> update_item(store::UnitOfWork& work, const WorkItem& item, const StoredMarks& marks, std::int64_t expected);
Result<void> relabel_items(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                           access::SensitivityMask added);
/// What is open about a resource that stands with another patient now.
Result<void> move_items(store::UnitOfWork& work, std::int64_t subject, PatientId from, PatientId to, int facility,
                        access::SensitivityMask sensitivity);
/// Of one item: what it is about carries other labels now.
Result<void> relabel_item(store::UnitOfWork& work, WorkItemId id, int facility, access::SensitivityMask sensitivity);
Result<std::optional<WorkItem>> find_item(store::Reader& reader, WorkItemId id);
Result<std::optional<WorkItem>> find_open_item(store::Reader& reader, std::string_view kind, std::int64_t subject);

/// Open items of a kind whose next step of the chase ladder is due, longest first.
Result<std::vector<WorkItem>> find_to_escalate(store::Reader& reader, std::string_view kind, Instant now, std::int64_t limit);
/// Open items that waited until now.
Result<std::vector<WorkItem>> find_waited(store::Reader& reader, Instant now, std::int64_t limit);

Result<void> insert_note(store::UnitOfWork& work, std::int64_t key, WorkItemId item, const Note& note);
Result<std::vector<Note>> find_notes(store::Reader& reader, WorkItemId item);

// What a filter selects, seen with the eyes of `visibility` (work_item_search_store.cpp).
Result<std::vector<WorkItem>> search_items(store::Reader& reader, const Filter& filter, const access::Visibility& visibility);
Result<std::int64_t> count_items(store::Reader& reader, const Filter& filter, const access::Visibility& visibility);
Result<std::vector<WorkItemId>> search_ids(store::Reader& reader, const Filter& filter, const access::Visibility& visibility);
Result<std::vector<CountRow>> count_open(store::Reader& reader, Instant now, const access::Visibility& visibility);
Result<std::vector<PoolCountRow>> count_pools(store::Reader& reader, std::string_view kind, UserId user, Instant now,
                                              const access::Visibility& visibility);
/// Errors: `invalid`, naming the sort key that is no column.
Result<std::string> order_by(std::string_view sort);

/// Columns of `select_columns` in its order.
WorkItem item_of(const store::Row& row);
extern const std::string_view select_columns;

constexpr std::int64_t never = 9007199254740991;  ///< due_at of an item without a due time

}  // namespace charta::worklists
