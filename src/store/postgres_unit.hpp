// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/postgres_pool.hpp"
#include "store/postgres_reads_together.hpp"
#include "store/script_unit.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace charta::store {

/// Reads on a connection that stands in a transaction.
class PostgresReader final : public Reader {
 public:
  /// `together`: of a thread that serves others meanwhile, else null. A connection is taken at the first read that needs one.
  PostgresReader(PostgresPool& pool, ReadsTogether* together) : pool_(pool), together_(together) {}
  using Reader::read;
  Engine engine() const override { return Engine::postgresql; }
  Result<void> read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) override;
  void ends_with_next() override { end_ = End::with_next; }
  void next_is_apart() override { apart_ = true; }
  Result<void> end();
  void drop();

 private:
  enum class End { open, with_next, reached };
  Result<PostgresResult> ask(const Statement& statement, Bindings bindings, bool ends);

  PostgresPool& pool_;
  ReadsTogether* together_;
  std::optional<PostgresPool::Lease> lease_;
  End end_ = End::open;
  bool apart_ = false;
};

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
