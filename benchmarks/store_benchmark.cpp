// SPDX-License-Identifier: Apache-2.0
// Durable units of work per second: one resource row of 600 bytes and 12 index rows, by 1, 8 and 32 callers, as a ratio to the
// same rows written by a bare SQLite loop on the same disk. Usage: store_benchmark DIRECTORY [SECONDS [POSTGRESQL-URL]]
#include "store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

namespace charta::store {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int index_rows = 6;  // of each of two tables
constexpr Migration schema[] = {{"benchmark", 1, "resource", R"sql(
  CREATE TABLE resource(id KEY, type BIGINT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, body BLOB NOT NULL);
  CREATE TABLE token_index(parameter BIGINT NOT NULL, code TEXT NOT NULL, resource_id BIGINT NOT NULL,
                           PRIMARY KEY (parameter, code, resource_id)) CLUSTERED;
  CREATE TABLE string_index(parameter BIGINT NOT NULL, folded TEXT NOT NULL, resource_id BIGINT NOT NULL,
                            PRIMARY KEY (parameter, folded, resource_id)) CLUSTERED;)sql"}};
constexpr Statement insert_resource{
    "resource.add", "INSERT INTO resource(id, type, version, at, body) VALUES (:id, :type, :version, :at, :body)"};
constexpr Statement insert_token{
    "token.add", "INSERT INTO token_index(parameter, code, resource_id) VALUES (:parameter, :code, :resource_id)"};
constexpr Statement insert_string{
    "string.add", "INSERT INTO string_index(parameter, folded, resource_id) VALUES (:parameter, :folded, :resource_id)"};

std::string word(std::int64_t id, int column) {
  return fmt::format("{:08x}",
                     (static_cast<std::uint64_t>(id) * 2654435761u + static_cast<std::uint64_t>(column) * 40503u) & 0xffffffu);
}

Result<void> add_resource(UnitOfWork& work, std::int64_t id, std::string_view body) {
  static constexpr std::string_view token_names[] = {"parameter", "code", "resource_id"};
  static constexpr std::string_view string_names[] = {"parameter", "folded", "resource_id"};
  CHARTA_TRY_DO(work.write(insert_resource, {{"id", id}, {"type", 7}, {"version", 1}, {"at", 0}, {"body", Value::bytes(body)}}));
  std::vector<std::string> words;
  for (int i = 0; i < index_rows; ++i) words.push_back(word(id, i));
  std::vector<Value> values;
  for (int i = 0; i < index_rows; ++i)
    values.insert(values.end(), {Value(i), Value(words[static_cast<std::size_t>(i)]), Value(id)});
  CHARTA_TRY_DO(work.write_rows(insert_token, token_names, values));
  return work.write_rows(insert_string, string_names, values);
}

struct Measured {
  double per_second = 0, p99_ms = 0, p50_ms = 0;
};

Measured measure(Store& store, std::atomic<std::int64_t>& next_id, int callers, double seconds) {
  const std::string body(600, 'b');
  std::vector<std::vector<double>> times(static_cast<std::size_t>(callers));
  const auto until = Steady::now() + std::chrono::duration<double>(seconds);
  std::vector<std::thread> threads;
  for (auto& mine : times) {
    threads.emplace_back([&] {
      while (Steady::now() < until) {
        const auto begun = Steady::now();
        const std::int64_t id = ++next_id;
        const auto done = store.write([&](UnitOfWork& work) { return add_resource(work, id, body); });
        if (!done) {
          fmt::print(stderr, "{}\n", done.error().message);
          std::exit(1);
        }
        mine.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begun).count());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  return {static_cast<double>(all.size()) / seconds, all[all.size() * 99 / 100], all[all.size() / 2]};
}

/// The limit: the same rows by SQLite's own calls, `per_commit` resources in a transaction.
double rows_alone(const std::string& file, int per_commit, double seconds) {
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  sqlite3_exec(db, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;", nullptr,
               nullptr, nullptr);
  sqlite3_exec(db, R"sql(CREATE TABLE resource(id INTEGER PRIMARY KEY, type, version, at, body BLOB);
    CREATE TABLE token_index(parameter, code TEXT, resource_id, PRIMARY KEY (parameter, code, resource_id)) WITHOUT ROWID;
    CREATE TABLE string_index(parameter, folded TEXT, resource_id, PRIMARY KEY (parameter, folded, resource_id)) WITHOUT ROWID;)sql",
               nullptr, nullptr, nullptr);
  sqlite3_stmt *resource = nullptr, *token = nullptr, *string = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO resource VALUES (?, 7, 1, 0, ?)", -1, &resource, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO token_index VALUES (?, ?, ?)", -1, &token, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO string_index VALUES (?, ?, ?)", -1, &string, nullptr);
  const std::string body(600, 'b');
  std::int64_t id = 0;
  const auto begun = Steady::now();
  const auto until = begun + std::chrono::duration<double>(seconds);
  while (Steady::now() < until) {
    sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (int n = 0; n < per_commit; ++n) {
      ++id;
      sqlite3_bind_int64(resource, 1, id);
      sqlite3_bind_blob(resource, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
      sqlite3_step(resource);
      sqlite3_reset(resource);
      for (sqlite3_stmt* index : {token, string}) {
        for (int i = 0; i < index_rows; ++i) {
          const std::string text = word(id, i);
          sqlite3_bind_int(index, 1, i);
          sqlite3_bind_text(index, 2, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
          sqlite3_bind_int64(index, 3, id);
          sqlite3_step(index);
          sqlite3_reset(index);
        }
      }
    }
    if (sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK) std::exit(1);
  }
  const double took = std::chrono::duration<double>(Steady::now() - begun).count();
  for (sqlite3_stmt* statement : {resource, token, string}) sqlite3_finalize(statement);
  sqlite3_close(db);
  return static_cast<double>(id) / took;
}

int run(const std::string& directory, double seconds, const std::string& url) {
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  const double one = rows_alone(directory + "/alone1.db", 1, seconds);
  const double many = rows_alone(directory + "/alone32.db", 32, seconds);
  fmt::print("rows alone, SQLite, 1 per commit {:8.0f}/s\nrows alone, SQLite, 32 per commit {:7.0f}/s\n", one, many);
  for (const std::string& database : {std::string(), url}) {
    StoreOptions options{
        .directory = directory + (database.empty() ? "/sqlite" : "/postgresql"), .database_url = database, .readers = 32};
    auto store = Store::open(options);
    if (!store || !(*store)->migrate(schema)) {
      fmt::print(stderr, "{}\n", store ? "the schema could not be made" : store.error().message);
      return 1;
    }
    std::atomic<std::int64_t> next_id{0};
    for (const int callers : {1, 8, 32}) {
      const Measured measured = measure(**store, next_id, callers, seconds);
      fmt::print("{:<10} {:2} callers {:8.0f} units/s  p50 {:6.2f} ms  p99 {:6.2f} ms  ratio {:.2f}\n",
                 database.empty() ? "SQLite" : "PostgreSQL", callers, measured.per_second, measured.p50_ms, measured.p99_ms,
                 measured.per_second / (callers == 1 ? one : many));
    }
    if (url.empty()) break;
  }
  return 0;
}

}  // namespace
}  // namespace charta::store

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "usage: store_benchmark DIRECTORY [SECONDS [POSTGRESQL-URL]]\n");
    return 2;
  }
  return charta::store::run(arguments[1], count > 2 ? std::atof(arguments[2]) : 5, count > 3 ? arguments[3] : "");
}
