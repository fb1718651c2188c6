// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/postgres_connection.hpp"
#include "store/script_unit.hpp"

#include <functional>
#include <vector>

namespace charta::store {

/// Reads on a connection that stands in a transaction.
class PostgresReader final : public Reader {
 public:
  explicit PostgresReader(PostgresConnection& connection) : connection_(connection) {}
  using Reader::read;
  Engine engine() const override { return Engine::postgresql; }
  Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) override;
  void ends_with_next() override { end_ = End::with_next; }
  bool has_ended() const { return end_ == End::reached; }

 private:
  enum class End { open, with_next, reached };

  PostgresConnection& connection_;
  End end_ = End::open;
};

/// A transaction on a pooled connection. Writes are pipelined; a failure spoils the unit, or the savepoint around it.
class PostgresUnit final : public ScriptUnit {
 public:
  explicit PostgresUnit(PostgresConnection& connection) : connection_(connection) {}
  using UnitOfWork::read;
  using UnitOfWork::write;
  using UnitOfWork::write_counted;

  Engine engine() const override { return Engine::postgresql; }
  Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) override;
  Result<void> write(const Statement& statement, Bindings bindings) override { return connection_.send(statement, bindings); }
  Result<std::int64_t> write_counted(const Statement& statement, Bindings bindings) override;
  Result<void> write_rows(const Statement& statement, std::span<const std::string_view> names,
                          std::span<const Value> values) override;
  Result<void> savepoint(FunctionRef<Result<void>()> inner) override;
  Result<void> lock(std::int64_t key) override;
  void after_commit(std::function<void()> act) override { after_commit_.push_back(std::move(act)); }
  Result<void> execute_script(const std::string& script) override;

  std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

 private:
  PostgresConnection& connection_;
  std::vector<std::function<void()>> after_commit_;
};

}  // namespace charta::store
