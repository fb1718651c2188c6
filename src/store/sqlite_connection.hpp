// SPDX-License-Identifier: Apache-2.0
// One SQLite connection, used by one thread at a time, with its prepared statements.
#pragma once
#include "store/bind_order.hpp"
#include "store/store.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace charta::store {

/// One prepared statement and the order in which its call site binds.
class SqlitePrepared {
 public:
  SqlitePrepared(sqlite3_stmt* handle, std::string source, std::vector<std::string> names)
      : handle_(handle), source_(std::move(source)), order_(std::move(names)) {}
  ~SqlitePrepared();
  SqlitePrepared(const SqlitePrepared&) = delete;
  SqlitePrepared& operator=(const SqlitePrepared&) = delete;

  sqlite3_stmt* handle() const { return handle_; }
  const std::string& source() const { return source_; }
  Result<void> bind(const Statement& statement, Bindings bindings);

  bool in_use = false;  ///< a visitor of its rows is running
  std::uint64_t last_used = 0;

 private:
  sqlite3_stmt* handle_;
  std::string source_;
  BindOrder order_;
};

class SqliteConnection {
 public:
  enum class Mode { writer, reader, read_only_file };
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& file, Mode mode, int cache_kib);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  sqlite3* handle() const { return handle_; }
  /// Runs a script of statements without rows.
  Result<void> execute(const char* script);
  Result<void> query(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit);
  /// Answers how many rows changed.
  Result<std::int64_t> change(const Statement& statement, Bindings bindings);

  /// False inside a transaction. After a failed unit it tells whether SQLite took back the whole transaction by itself.
  bool in_autocommit() const;
  /// The extended code of the last failure, 0 when none happened since clear_failure().
  int failure_code() const { return failure_code_; }
  void clear_failure() { failure_code_ = 0; }
  /// Leaves the write-ahead log as it is when the last connection closes (after a failed fsync its pages are not to be trusted).
  void keep_log_on_close();

 private:
  explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
  Result<void> configure(Mode mode, int cache_kib);
  Result<SqlitePrepared*> prepared(const Statement& statement);
  Result<SqlitePrepared*> find_or_prepare(const Statement& statement);
  Result<std::unique_ptr<SqlitePrepared>> prepare(const Statement& statement);
  Result<void> query_with(SqlitePrepared& prepared, const Statement& statement, Bindings bindings,
                          FunctionRef<bool(const Row&)> visit);
  void forget_oldest();
  Error failure(int code, std::string_view what);

  static constexpr std::size_t quick_slots = 256;
  sqlite3* handle_;
  std::array<SqlitePrepared*, quick_slots> quick_{};                                  ///< by address and length of the text
  std::unordered_map<std::string_view, std::unique_ptr<SqlitePrepared>> statements_;  ///< by the text; keys live in the values
  std::uint64_t uses_ = 0;
  int failure_code_ = 0;
};

}  // namespace charta::store
