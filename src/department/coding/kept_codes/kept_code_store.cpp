// SPDX-License-Identifier: Apache-2.0
#include "department/coding/kept_codes/kept_code_store.hpp"

namespace charta::kept_codes {
namespace {

using store::Row;
using store::Statement;

constexpr Statement select_favourites{"kept_codes.select_favourites", R"sql(
  SELECT system, code, favourite, times, taken_at FROM kept_code WHERE account = :account AND favourite = 1 ORDER BY code, system)sql"};
constexpr Statement select_recents{"kept_codes.select_recents", R"sql(
  SELECT system, code, favourite, times, taken_at FROM kept_code WHERE account = :account AND taken_at IS NOT NULL
   ORDER BY taken_at DESC, code LIMIT :most)sql"};
constexpr Statement count_marked{"kept_codes.count_favourites",
                                 "SELECT COUNT(*) FROM kept_code WHERE account = :account AND favourite = 1"};
constexpr Statement upsert_mark{"kept_codes.mark", R"sql(
  INSERT INTO kept_code (account, system, code, favourite, times) VALUES (:account, :system, :code, :favourite, 0)
  ON CONFLICT (account, system, code) DO UPDATE SET favourite = excluded.favourite)sql"};
constexpr Statement upsert_taken{"kept_codes.take", R"sql(
  INSERT INTO kept_code (account, system, code, favourite, times, taken_at) VALUES (:account, :system, :code, 0, 1, :at)
  ON CONFLICT (account, system, code) DO UPDATE SET times = kept_code.times + 1, taken_at = excluded.taken_at)sql"};

KeptCode kept_from(const Row& row) {
  KeptCode kept;
  kept.system = row.string(0);
  kept.code = row.string(1);
  kept.is_favourite = row.integer(2) != 0;
  kept.times = row.integer(3);
  if (!row.is_null(4)) kept.taken_at = row.instant(4);
  return kept;
}

}  // namespace

Result<std::vector<KeptCode>> KeptCodeStore::favourites(store::Reader& reader, UserId account) const {
  return reader.read_all(select_favourites, {{"account", account.key()}}, kept_from);
}

Result<std::vector<KeptCode>> KeptCodeStore::recents(store::Reader& reader, UserId account, std::int64_t most) const {
  return reader.read_all(select_recents, {{"account", account.key()}, {"most", most}}, kept_from);
}

Result<std::int64_t> KeptCodeStore::count_favourites(store::Reader& reader, UserId account) const {
  CHARTA_TRY(const auto count,
             reader.read_one(count_marked, {{"account", account.key()}}, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<void> KeptCodeStore::mark(store::UnitOfWork& work, UserId account, const KeptCode& code) const {
  return work.write(
      upsert_mark,
      {{"account", account.key()}, {"system", code.system}, {"code", code.code}, {"favourite", code.is_favourite ? 1 : 0}});
}

Result<void> KeptCodeStore::take(store::UnitOfWork& work, UserId account, const KeptCode& code, Instant at) const {
  return work.write(upsert_taken, {{"account", account.key()}, {"system", code.system}, {"code", code.code}, {"at", at}});
}

}  // namespace charta::kept_codes
