// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "store/backup.hpp"
#include "store/migrator.hpp"
#include "store/postgres_store.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <map>
#include <set>
#include <vector>

namespace charta::store {
namespace {

constexpr const char* select_tables = R"sql(
  SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname)sql";
constexpr const char* select_references = R"sql(
  SELECT referring.relname, referred.relname
    FROM pg_constraint
    JOIN pg_class referring ON referring.oid = conrelid
    JOIN pg_class referred ON referred.oid = confrelid
   WHERE contype = 'f' AND referring.relnamespace = current_schema()::regnamespace)sql";
constexpr const char* select_scripts = "SELECT script FROM schema_migration ORDER BY position";

Error refused(pg_conn* handle, std::string_view what) {
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", what, PQerrorMessage(handle)));
}

Result<void> execute(pg_conn* handle, const std::string& sql) {
  const PostgresResult result(PQexec(handle, sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
  return refused(handle, "backup");
}

Result<std::vector<std::vector<std::string>>> select(pg_conn* handle, const char* sql) {
  const PostgresResult result(PQexec(handle, sql));
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return refused(handle, "backup");
  std::vector<std::vector<std::string>> rows(static_cast<std::size_t>(PQntuples(result.get())));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      rows[i].emplace_back(PQgetvalue(result.get(), static_cast<int>(i), column));
    }
  }
  return rows;
}

/// A table after those that it refers to, so that no row is restored before the row it needs.
Result<std::vector<std::string>> tables_in_order(pg_conn* handle) {
  CHARTA_TRY(const auto tables, select(handle, select_tables));
  CHARTA_TRY(const auto references, select(handle, select_references));
  std::map<std::string, std::set<std::string>> needs;
  for (const auto& row : tables) needs[row[0]];
  for (const auto& row : references) {
    if (row[0] != row[1]) needs[row[0]].insert(row[1]);
  }
  std::vector<std::string> ordered;
  while (!needs.empty()) {
    auto next = needs.begin();
    while (next != needs.end() && !next->second.empty()) ++next;
    if (next == needs.end()) return fail(ErrorKind::unsupported, "backup: tables refer to each other in a circle");
    const std::string name = next->first;
    needs.erase(next);
    for (auto& [table, needed] : needs) needed.erase(name);
    ordered.push_back(name);
  }
  return ordered;
}

Result<void> copy_out(pg_conn* handle, const std::string& table, ArchiveWriter& archive) {
  const PostgresResult begun(PQexec(handle, fmt::format("COPY \"{}\" TO STDOUT", table).c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) return refused(handle, "backup of " + table);
  CHARTA_TRY_DO(archive.begin_part(std::string(table_part_prefix) + table));
  std::string pending;
  for (;;) {
    char* line = nullptr;
    const int size = PQgetCopyData(handle, &line, 0);
    if (size <= 0) {
      if (size == -2) return refused(handle, "backup of " + table);
      break;
    }
    pending.append(line, static_cast<std::size_t>(size));
    PQfreemem(line);
    if (pending.size() < (1 << 20)) continue;
    CHARTA_TRY_DO(archive.add(pending));
    pending.clear();
  }
  CHARTA_TRY_DO(archive.add(pending));
  const PostgresResult ended(PQgetResult(handle));
  if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) return refused(handle, "backup of " + table);
  return archive.end_part();
}

Result<void> copy_in(pg_conn* handle, const std::string& table, ArchiveReader& archive) {
  CHARTA_TRY_DO(execute(handle, fmt::format("DELETE FROM \"{}\"", table)));  // rows that a migration itself had written
  const PostgresResult begun(PQexec(handle, fmt::format("COPY \"{}\" FROM STDIN", table).c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return refused(handle, "restore of " + table);
  for (;;) {
    CHARTA_TRY(const auto chunk, archive.next_chunk());
    if (!chunk) break;
    if (PQputCopyData(handle, chunk->data(), static_cast<int>(chunk->size())) != 1) return refused(handle, "restore of " + table);
  }
  if (PQputCopyEnd(handle, nullptr) != 1) return refused(handle, "restore of " + table);
  const PostgresResult ended(PQgetResult(handle));
  if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) return refused(handle, "restore of " + table);
  return {};
}

/// Each script as its length on a line and its text.
Result<void> copy_out_scripts(pg_conn* handle, ArchiveWriter& archive) {
  CHARTA_TRY(const auto scripts, select(handle, select_scripts));
  std::string text;
  for (const auto& row : scripts) text += fmt::format("{}\n{}", row[0].size(), row[0]);
  return archive.add_part(std::string(migrations_part), text);
}

Result<void> run_scripts(pg_conn* handle, std::string_view text) {
  CHARTA_TRY_DO(execute(handle, migration_table(Engine::postgresql)));
  while (!text.empty()) {
    const auto line = text.find('\n');
    const auto size = line == text.npos ? std::nullopt : parse_integer(text.substr(0, line));
    if (!size || *size < 0 || static_cast<std::size_t>(*size) > text.size() - line - 1)
      return fail(ErrorKind::invalid, "the backup file's scripts cannot be read");
    text.remove_prefix(line + 1);
    CHARTA_TRY_DO(execute(handle, std::string(text.substr(0, static_cast<std::size_t>(*size)))));
    text.remove_prefix(static_cast<std::size_t>(*size));
  }
  return {};
}

Result<void> restore_tables(pg_conn* handle, ArchiveReader& archive) {
  CHARTA_TRY(const auto tables, select(handle, select_tables));
  if (!tables.empty()) return fail(ErrorKind::business_rule, "the PostgreSQL schema is not empty; restore into an empty one");
  CHARTA_TRY_DO(execute(handle, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL statement_timeout = 0"));
  for (;;) {
    CHARTA_TRY(const auto name, archive.next_part());
    if (name.starts_with(table_part_prefix)) {
      CHARTA_TRY_DO(copy_in(handle, name.substr(table_part_prefix.size()), archive));
      continue;
    }
    CHARTA_TRY(const Bytes bytes, archive.whole_part());
    if (name == end_of_tables_part) return execute(handle, "COMMIT");
    if (name != migrations_part) return fail(ErrorKind::invalid, "the backup file holds no PostgreSQL tables");
    CHARTA_TRY_DO(run_scripts(handle, bytes));
  }
}

}  // namespace

Result<void> back_up_postgres(PostgresConnection& connection, ArchiveWriter& archive) {
  CHARTA_TRY_DO(archive.add_part(std::string(engine_part), "postgresql"));
  const auto copied = connection.outside_pipeline([&](pg_conn* handle) -> Result<void> {
    CHARTA_TRY_DO(execute(handle, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0"));
    CHARTA_TRY_DO(copy_out_scripts(handle, archive));
    CHARTA_TRY(const auto tables, tables_in_order(handle));
    for (const std::string& table : tables) CHARTA_TRY_DO(copy_out(handle, table, archive));
    return execute(handle, "COMMIT");
  });
  CHARTA_TRY_DO(copied);
  return archive.add_part(std::string(end_of_tables_part), "");
}

Result<void> PostgresStore::backup(const std::string& file) {
  CHARTA_TRY(ArchiveWriter archive, ArchiveWriter::create(file));
  const auto hold = blobs_->hold_collection();
  CHARTA_TRY(PostgresPool::Lease lease, pool_->take());
  const auto copied = back_up_postgres(*lease, archive);
  if (!copied) lease.drop();
  CHARTA_TRY_DO(copied);
  CHARTA_TRY_DO(back_up_blobs(*blobs_, archive));
  return archive.finish();
}

Result<void> restore_postgres(ArchiveReader& archive, const StoreOptions& into) {
  CHARTA_TRY(const auto connection, PostgresConnection::open(into.database_url, std::chrono::seconds(60)));
  return connection->outside_pipeline([&](pg_conn* handle) { return restore_tables(handle, archive); });
}

}  // namespace charta::store
