// SPDX-License-Identifier: Apache-2.0
// The one door to the database: units of work and snapshots, alike on SQLite and PostgreSQL.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/digest.hpp"
#include "base/function_ref.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "store/migration.hpp"

namespace charta::store {

enum class Engine { sqlite, postgresql };

/// A named SQL text with `:name` parameters. The same text serves both engines; dialect.cpp holds the few replacements
/// (documented in store/README.md). Prepared once per connection, found again by the text.
struct Statement {
  std::string_view name;
  std::string_view sql;
};

/// A value to bind. Text and bytes are borrowed until the call returns.
class Value {
 public:
  enum class Kind { null, integer, real, text, bytes };

  Value(std::nullptr_t) {}
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}
  Value(const char* text) : kind_(Kind::text), text_(text) {}
  Value(const std::string& text) : kind_(Kind::text), text_(text) {}
  Value(double real) : kind_(Kind::real), real_(real) {}
  template <class Integer>
    requires(std::is_integral_v<Integer> || std::is_enum_v<Integer>)
  Value(Integer integer) : kind_(Kind::integer), integer_(static_cast<std::int64_t>(integer)) {}
  Value(Instant instant) : kind_(Kind::integer), integer_(instant.milliseconds()) {}  ///< BIGINT, milliseconds since 1970 UTC
  Value(Date date) : kind_(Kind::integer), integer_(date.days().time_since_epoch().count()) {}  ///< BIGINT, days since 1970
  template <class Tag>
  Value(Id<Tag> id) : kind_(id.is_set() ? Kind::integer : Kind::null), integer_(id.key()) {}  ///< an unset id is NULL
  template <class T>
  Value(const std::optional<T>& maybe) : Value(maybe ? Value(*maybe) : Value(nullptr)) {}
  static Value bytes(BytesView bytes) {
    Value value(bytes);
    value.kind_ = Kind::bytes;
    return value;
  }

  Kind kind() const { return kind_; }
  std::int64_t integer() const { return integer_; }
  double real() const { return real_; }
  std::string_view text() const { return text_; }

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string_view text_;
};

struct Binding {
  std::string_view name;  ///< without the colon
  Value value;
};
using Bindings = std::span<const Binding>;
using BindingList = std::initializer_list<Binding>;

/// The current row of a result. Columns count from 0; views live until the visitor returns.
class Row {
 public:
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  ///< 0 when NULL
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;   ///< empty when NULL
  virtual BytesView bytes(int column) const = 0;

  template <class IdType>
  IdType id(int column) const {
    return IdType(integer(column));
  }
  Instant instant(int column) const { return Instant(integer(column)); }
  Date date(int column) const { return Date(std::chrono::sys_days(std::chrono::days(integer(column)))); }
  std::string string(int column) const { return std::string(text(column)); }

 protected:
  ~Row() = default;
};

/// Reads of one consistent snapshot.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual Engine engine() const = 0;

  /// Calls `visit` for each row until it returns false. Errors: `unavailable` (connection, disk), `internal` (the SQL is wrong).
  virtual Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) = 0;

  Result<void> read(const Statement& statement, BindingList bindings, FunctionRef<bool(const Row&)> visit) {
    return read(statement, Bindings(bindings.begin(), bindings.size()), visit);
  }
  /// The next read is this snapshot's last: PostgreSQL then ends it in the same packet, which spares both sides a wake-up. One
  /// after it is `internal`, since it would see another state. Means nothing to units of work.
  virtual void ends_with_next() {}
  /// The next read may see an earlier state than the reads after it: PostgreSQL then sends it with those of other requests, where a thread
  /// serves several (base/serving_thread.hpp). Means nothing after another read, nor to units of work.
  virtual void next_is_apart() {}

  /// The first row through `map`, or nothing.
  template <class Map>
  auto read_one(const Statement& statement, BindingList bindings, Map&& map)
      -> Result<std::optional<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>>> {
    std::optional<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>> found;
    CHARTA_TRY_DO(read(statement, bindings, [&](const Row& row) {
      found.emplace(map(row));
      return false;
    }));
    return found;
  }
  /// Every row through `map`.
  template <class Map>
  auto read_all(const Statement& statement, BindingList bindings, Map&& map)
      -> Result<std::vector<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>>> {
    std::vector<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>> rows;
    CHARTA_TRY_DO(read(statement, bindings, [&](const Row& row) {
      rows.push_back(map(row));
      return true;
    }));
    return rows;
  }
};

/// One all-or-nothing piece of work. The function that receives it may be run again from the start, so it does no I/O but this, and
/// ids, instants and blobs are made before it (decisions 2 and 3 of docs/decisions/0001-foundation.md).
class UnitOfWork : public Reader {
 public:
  using Reader::read;
  /// May be deferred: an error can appear at the next read, counted write or commit instead. A broken unique or foreign key is
  /// `version_conflict`.
  virtual Result<void> write(const Statement& statement, Bindings bindings) = 0;
  Result<void> write(const Statement& statement, BindingList bindings) {
    return write(statement, Bindings(bindings.begin(), bindings.size()));
  }
  /// Runs now and answers how many rows changed: for `UPDATE … WHERE version = :expected` and `ON CONFLICT DO NOTHING`.
  virtual Result<std::int64_t> write_counted(const Statement& statement, Bindings bindings) = 0;
  Result<std::int64_t> write_counted(const Statement& statement, BindingList bindings) {
    return write_counted(statement, Bindings(bindings.begin(), bindings.size()));
  }
  /// The same statement for many rows; `values` holds rows × names.size() values, row by row. One round trip on PostgreSQL.
  virtual Result<void> write_rows(const Statement& statement, std::span<const std::string_view> names, std::span<const Value> values) = 0;

  /// Runs `inner`; when it fails, takes back what it wrote and answers its error, and the unit goes on.
  virtual Result<void> savepoint(FunctionRef<Result<void>()> inner) = 0;
  /// Serialises units that name the same key until they end: an advisory lock on PostgreSQL; nothing to do with one writer.
  virtual Result<void> lock(std::int64_t key) = 0;
  /// Runs once, after the durable commit of this unit (never for a run that was thrown away). Must not block or throw.
  virtual void after_commit(std::function<void()> act) = 0;
};

struct StoreOptions {
  std::string directory{};       ///< SQLite: charta.db; both: blobs/, lock file. Created when absent.
  std::string database_url{};    ///< empty: SQLite in `directory`; else postgresql://…
  std::string blob_directory{};  ///< empty: `directory`/blobs
  std::string blob_mirror{};     ///< a second folder for blobs, on another disk; empty: none
  int readers = 8;             ///< most connections kept for reading (PostgreSQL: for everything)
  bool read_only = false;
  std::int64_t log_reserve = 0;  ///< SQLite: bytes of write-ahead log made ahead of need (a server: 64 MB), so that commits are quicker
  bool tends_itself = true;  ///< SQLite: false leaves the upkeep to `tend()`, so that a simulation decides when it happens
};

class Blobs;

class Store {
 public:
  /// Opens the database and takes the directory's lock. Errors: `unavailable` (another server has this directory; cannot connect;
  /// newer schema than this program).
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  virtual ~Store() = default;

  virtual Engine engine() const = 0;
  virtual Blobs& blobs() = 0;

  /// Applies what is missing, in order, each step in a transaction of its own. `unavailable` when a checksum differs or the schema is newer.
  virtual Result<void> migrate(std::span<const Migration> migrations) = 0;

  /// Commits `work` durably, or nothing of it. After an unknown outcome the function is run again, never doubled.
  /// Errors: what the function returned; `unavailable` (full disk, lost database: nothing was claimed).
  template <class Function>
  auto write(Function&& function) -> std::invoke_result_t<Function, UnitOfWork&> {
    using Answer = std::invoke_result_t<Function, UnitOfWork&>;
    std::optional<Answer> answer;
    const Result<void> done = run_unit([&](UnitOfWork& work) -> Result<void> {
      answer.emplace(function(work));
      if (!*answer) return answer->error();
      return {};
    });
    if (!done) return done.error();
    return std::move(*answer);
  }

  /// Runs `function` on one snapshot. Never waits for the writer.
  template <class Function>
  auto read(Function&& function) -> std::invoke_result_t<Function, Reader&> {
    using Answer = std::invoke_result_t<Function, Reader&>;
    std::optional<Answer> answer;
    const Result<void> done = run_snapshot([&](Reader& reader) -> Result<void> {
      answer.emplace(function(reader));
      return {};
    });
    if (!done) return done.error();
    return std::move(*answer);
  }

  /// SQLite: runs inside each group's transaction just before its COMMIT, once for the whole group; an error fails the group.
  /// PostgreSQL: never called (the sealer polls). Set before the first write.
  virtual void set_before_group_commit(std::function<Result<void>(UnitOfWork&)> seal) = 0;

  /// False after a failed COMMIT or fsync, and while the disk is full: reads go on, writes answer `unavailable`.
  virtual bool accepts_writes() const = 0;

  /// A consistent copy while serving: the database first, then its blobs (docs/operations/backup.md).
  virtual Result<void> backup(const std::string& file) = 0;
  /// Moves WAL pages into the database; called off the request path by a background job.
  virtual Result<void> checkpoint() = 0;
  /// One round of the upkeep that the store's own thread does: looks whether a full disk has space again, moves a long log into the
  /// database. Nothing to do with PostgreSQL.
  virtual void tend() {}

 protected:
  virtual Result<void> run_unit(FunctionRef<Result<void>(UnitOfWork&)> unit) = 0;
  virtual Result<void> run_snapshot(FunctionRef<Result<void>(Reader&)> snapshot) = 0;
};

/// Restores a backup file into an empty directory (or an empty PostgreSQL database). The caller verifies it before serving.
Result<void> restore(const std::string& file, const StoreOptions& into);

}  // namespace charta::store
