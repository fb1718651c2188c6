// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/view_store.hpp"

namespace charta::worklists {
namespace {

constexpr store::Statement upsert_view{"worklists.save_view", R"sql(
  INSERT INTO worklist_view (id, owner, kind, name, query, shared, pinned) VALUES (:id, :owner, :kind, :name, :query, :shared, :pinned)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, shared = excluded.shared, pinned = excluded.pinned)sql"};

constexpr store::Statement select_views{"worklists.find_views", R"sql(
  SELECT id, owner, kind, name, query, shared, pinned FROM worklist_view
   WHERE owner = :owner OR shared = 1
   ORDER BY pinned DESC, kind, name, id)sql"};

constexpr store::Statement select_view{"worklists.find_view", R"sql(
  SELECT id, owner, kind, name, query, shared, pinned FROM worklist_view WHERE id = :id)sql"};

constexpr store::Statement delete_one{"worklists.delete_view", "DELETE FROM worklist_view WHERE id = :id"};

WorklistService::View view_of(const store::Row& row) {
  return {row.integer(0), row.id<UserId>(1),   row.string(2),      row.string(3),
          row.string(4),  row.integer(5) != 0, row.integer(6) != 0};
}

}  // namespace

Result<void> save_view_row(store::UnitOfWork& work, const WorklistService::View& view) {
  CHARTA_TRY_DO(work.write_counted(upsert_view, {{"id", view.key},
                                                 {"owner", view.owner.key()},
                                                 {"kind", view.kind},
                                                 {"name", view.name},
                                                 {"query", view.query},
                                                 {"shared", view.shared ? 1 : 0},
                                                 {"pinned", view.pinned ? 1 : 0}}));
  return {};
}

Result<std::vector<WorklistService::View>> find_views(store::Reader& reader, UserId owner) {
  return reader.read_all(select_views, {{"owner", owner.key()}}, view_of);
}

Result<std::optional<WorklistService::View>> find_view(store::Reader& reader, std::int64_t key) {
  return reader.read_one(select_view, {{"id", key}}, view_of);
}

Result<void> delete_view_row(store::UnitOfWork& work, std::int64_t key) {
  return work.write(delete_one, {{"id", key}});
}

}  // namespace charta::worklists
