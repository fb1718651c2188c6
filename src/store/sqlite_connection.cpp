// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_connection.hpp"

#include "store/combined_log_writes.hpp"
#include "store/dialect.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace charta::store {
namespace {

constexpr std::size_t prepared_kept = 600;
constexpr int busy_timeout_ms = 10'000;

/// Before the first connection: no global allocation counters (they are one mutex for all threads), and savepoint journals of a
/// group stay in memory.
void configure_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    sqlite3_initialize();
  });
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, text == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  BytesView bytes(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

/// Resets a statement and lets go of the borrowed values, whatever way the block is left.
class Running {
 public:
  explicit Running(SqlitePrepared& prepared) : prepared_(prepared) { prepared_.in_use = true; }
  ~Running() {
    sqlite3_reset(prepared_.handle());
    prepared_.in_use = false;
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  SqlitePrepared& prepared_;
};

int bind_value(sqlite3_stmt* statement, int number, const Value& value) {
  const auto size = static_cast<sqlite3_uint64>(value.text().size());
  const char* data = value.text().data() == nullptr ? "" : value.text().data();
  switch (value.kind()) {
    case Value::Kind::null:
      return sqlite3_bind_null(statement, number);
    case Value::Kind::integer:
      return sqlite3_bind_int64(statement, number, value.integer());
    case Value::Kind::real:
      return sqlite3_bind_double(statement, number, value.real());
    case Value::Kind::text:
      return sqlite3_bind_text64(statement, number, data, size, SQLITE_STATIC, SQLITE_UTF8);
    case Value::Kind::bytes:
      return sqlite3_bind_blob64(statement, number, data, size, SQLITE_STATIC);
  }
  return SQLITE_MISUSE;
}

bool is_key_conflict(int extended) {
  return extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
         extended == SQLITE_CONSTRAINT_FOREIGNKEY || extended == SQLITE_CONSTRAINT_ROWID;
}

ErrorKind kind_of(int extended) {
  if (is_key_conflict(extended)) return ErrorKind::version_conflict;
  switch (extended & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_INTERRUPT:
    case SQLITE_PROTOCOL:
      return ErrorKind::unavailable;
    case SQLITE_TOOBIG:
      return ErrorKind::too_large;
    default:
      return ErrorKind::internal;
  }
}

std::size_t quick_slot(std::string_view sql, std::size_t slots) {
  return ((reinterpret_cast<std::uintptr_t>(sql.data()) >> 3) ^ (sql.size() * 31)) % slots;
}

}  // namespace

SqlitePrepared::~SqlitePrepared() {
  sqlite3_finalize(handle_);
}

Result<void> SqlitePrepared::bind(const Statement& statement, Bindings bindings) {
  return order_.apply(statement, bindings, [&](std::size_t number, const Value& value) -> Result<void> {
    const int code = bind_value(handle_, static_cast<int>(number) + 1, value);
    if (code == SQLITE_OK) return {};
    return fail(kind_of(code), fmt::format("statement {} cannot take :{} ({})", statement.name, order_.names()[number], code));
  });
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& file, Mode mode, int cache_kib) {
  configure_library();
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == Mode::read_only_file ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    (mode == Mode::writer ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, combined_log_writes());
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
  if (code != SQLITE_OK) return fail(ErrorKind::unavailable, fmt::format("{} cannot be opened: {}", file, sqlite3_errstr(code)));
  sqlite3_busy_timeout(handle, busy_timeout_ms);  // before any PRAGMA: they too can meet a lock
  CHARTA_TRY_DO(connection->configure(mode, cache_kib));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

Result<void> SqliteConnection::configure(Mode mode, int cache_kib) {
  if (mode == Mode::writer) {
    CHARTA_TRY_DO(
        execute("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                "PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON;"));
  } else {
    CHARTA_TRY_DO(execute("PRAGMA query_only=ON"));
    keep_log_on_close();
  }
  // LIKE compares case as PostgreSQL does; then a prefix can use an ordinary index.
  const std::string rest =
      fmt::format("PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON; PRAGMA cache_size=-{}", cache_kib);
  return execute(rest.c_str());
}

void SqliteConnection::keep_log_on_close() {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool SqliteConnection::in_autocommit() const {
  return sqlite3_get_autocommit(handle_) != 0;
}

Error SqliteConnection::failure(int code, std::string_view what) {
  failure_code_ = code;
  return fail(kind_of(code), fmt::format("{}: {}", what, sqlite3_errmsg(handle_)));
}

Result<void> SqliteConnection::execute(const char* script) {
  const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code, "database");
  return {};
}

Result<std::unique_ptr<SqlitePrepared>> SqliteConnection::prepare(const Statement& statement) {
  Translated translated = translate(Engine::sqlite, statement.sql);
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, translated.sql.data(), static_cast<int>(translated.sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) return failure(code, statement.name);
  return std::make_unique<SqlitePrepared>(handle, std::string(statement.sql), std::move(translated.names));
}

Result<SqlitePrepared*> SqliteConnection::find_or_prepare(const Statement& statement) {
  if (const auto found = statements_.find(statement.sql); found != statements_.end()) return found->second.get();
  CHARTA_TRY(auto fresh, prepare(statement));
  if (statements_.size() >= prepared_kept) forget_oldest();
  SqlitePrepared* prepared = fresh.get();
  statements_.emplace(prepared->source(), std::move(fresh));
  return prepared;
}

Result<SqlitePrepared*> SqliteConnection::prepared(const Statement& statement) {
  SqlitePrepared*& quick = quick_[quick_slot(statement.sql, quick_slots)];
  if (quick == nullptr || quick->source() != statement.sql) {  // generated texts may reuse an address, so the text is compared
    CHARTA_TRY(quick, find_or_prepare(statement));
  }
  quick->last_used = ++uses_;
  return quick;
}

/// Generated searches have many texts: the half that was used longest ago goes.
void SqliteConnection::forget_oldest() {
  std::vector<std::uint64_t> uses;
  for (const auto& [text, prepared] : statements_) uses.push_back(prepared->last_used);
  const auto middle = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 2);
  std::nth_element(uses.begin(), middle, uses.end());
  const std::uint64_t limit = *middle;
  quick_.fill(nullptr);
  std::erase_if(statements_, [&](const auto& entry) { return entry.second->last_used < limit && !entry.second->in_use; });
}

Result<void> SqliteConnection::query_with(SqlitePrepared& prepared, const Statement& statement, Bindings bindings,
                                          FunctionRef<bool(const Row&)> visit) {
  const Running running(prepared);
  CHARTA_TRY_DO(prepared.bind(statement, bindings));
  const SqliteRow row(prepared.handle());
  for (;;) {
    const int code = sqlite3_step(prepared.handle());
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failure(code, statement.name);
    if (!visit(row)) return {};
  }
}

Result<void> SqliteConnection::query(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) {
  CHARTA_TRY(SqlitePrepared * kept, prepared(statement));
  if (!kept->in_use) return query_with(*kept, statement, bindings, visit);
  CHARTA_TRY(auto another, prepare(statement));  // asked again from within its own visitor
  return query_with(*another, statement, bindings, visit);
}

Result<std::int64_t> SqliteConnection::change(const Statement& statement, Bindings bindings) {
  const auto before = sqlite3_total_changes64(handle_);
  CHARTA_TRY_DO(query(statement, bindings, [](const Row&) { return true; }));
  return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

}  // namespace charta::store
