// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/script_unit.hpp"
#include "store/sqlite_connection.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace charta::store {

/// Reads on a connection that stands in a read transaction.
class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(SqliteConnection& connection) : connection_(connection) {}
  using Reader::read;
  Engine engine() const override { return Engine::sqlite; }
  Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) override {
    if (reads_left_ == 0) return fail(ErrorKind::internal, std::string(statement.name) + ": the snapshot has ended");
    if (reads_left_ > 0) --reads_left_;
    return connection_.query(statement, bindings, visit);
  }
  void ends_with_next() override { reads_left_ = 1; }

 private:
  SqliteConnection& connection_;
  int reads_left_ = -1;  ///< -1: nobody has said
};

/// A unit on the writer's connection. As on PostgreSQL a statement that failed spoils the unit (or the savepoint around it): the
/// unit then cannot commit, whatever its function answers.
class SqliteUnit final : public ScriptUnit {
 public:
  explicit SqliteUnit(SqliteConnection& connection) : connection_(connection) {}
  using UnitOfWork::read;
  using UnitOfWork::write;
  using UnitOfWork::write_counted;

  Engine engine() const override { return Engine::sqlite; }
  Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) override;
  Result<void> write(const Statement& statement, Bindings bindings) override;
  Result<std::int64_t> write_counted(const Statement& statement, Bindings bindings) override;
  Result<void> write_rows(const Statement& statement, std::span<const std::string_view> names,
                          std::span<const Value> values) override;
  Result<void> savepoint(FunctionRef<Result<void>()> inner) override;
  Result<void> lock(std::int64_t) override { return {}; }
  void after_commit(std::function<void()> act) override { after_commit_.push_back(std::move(act)); }
  Result<void> execute_script(const std::string& script) override;

  const std::optional<Error>& spoiled() const { return spoiled_; }
  std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

 private:
  template <class Answer>
  Answer noting(Answer answer);

  SqliteConnection& connection_;
  std::vector<std::function<void()>> after_commit_;
  std::optional<Error> spoiled_;
};

}  // namespace charta::store
