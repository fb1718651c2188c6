// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_unit.hpp"

#include "store/postgres_values.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <utility>

namespace charta::store {
namespace {

constexpr Statement take_lock{"store.lock", "SELECT pg_advisory_xact_lock(:key)"};

void visit_rows(const PostgresResult& result, FunctionRef<bool(const Row&)> visit) {
  const int rows = PQntuples(result.get());
  for (int i = 0; i < rows; ++i) {
    if (!visit(PostgresRow(result.get(), i))) break;
  }
}

}  // namespace

Result<void> PostgresReader::read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) {
  // A statement after the end would see another state than those before it.
  if (end_ == End::reached) return fail(ErrorKind::internal, fmt::format("{}: the snapshot has ended", statement.name));
  const bool ends = end_ == End::with_next;
  if (ends) end_ = End::reached;
  CHARTA_TRY(const PostgresResult result, ask(statement, bindings, ends));
  visit_rows(result, visit);
  return {};
}

Result<PostgresResult> PostgresReader::ask(const Statement& statement, Bindings bindings, bool ends) {
  if (const bool apart = std::exchange(apart_, false); !lease_ && (ends || apart) && together_ != nullptr)
    if (PostgresResult result = together_->ask(statement, bindings)) return result;
  if (!lease_) {
    CHARTA_TRY(auto lease, pool_.take());
    lease_.emplace(std::move(lease));
  }
  PostgresConnection& connection = **lease_;
  return ends ? connection.ask_and_end(statement, bindings) : connection.ask(statement, bindings);
}

void PostgresReader::drop() {
  if (lease_) lease_->drop();
}

Result<void> PostgresReader::end() {
  if (!lease_) return {};
  if ((*lease_)->failure()) {
    drop();
  } else if (end_ !=
             End::reached) {  // nobody waits for the end of a snapshot: its answer is collected at the connection's next use
    return (*lease_)->send_end();
  }
  return {};
}

Result<void> PostgresUnit::read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) {
  CHARTA_TRY(const PostgresResult result, connection_.ask(statement, bindings));
  visit_rows(result, visit);
  return {};
}

Result<std::int64_t> PostgresUnit::write_counted(const Statement& statement, Bindings bindings) {
  CHARTA_TRY(const PostgresResult result, connection_.ask(statement, bindings));
  const std::string_view count = PQcmdTuples(result.get());
  std::int64_t changed = 0;
  std::from_chars(count.data(), count.data() + count.size(), changed);
  return changed;
}

Result<void> PostgresUnit::write_rows(const Statement& statement, std::span<const std::string_view> names,
                                      std::span<const Value> values) {
  if (names.empty() || values.size() % names.size() != 0) {
    return fail(ErrorKind::internal, fmt::format("{}: values do not fill whole rows", statement.name));
  }
  if (values.empty()) return {};
  return connection_.send_rows(statement, names, values);
}

Result<void> PostgresUnit::savepoint(FunctionRef<Result<void>()> inner) {
  if (connection_.failure()) return connection_.failure()->error;
  const std::int64_t before = connection_.sent();
  CHARTA_TRY_DO(connection_.send_control("SAVEPOINT inner_work"));
  const std::size_t acts_before = after_commit_.size();
  Result<void> done = inner();
  const auto settled = connection_.settle();
  if (done && settled) return connection_.send_control("RELEASE inner_work");
  if (connection_.is_lost() || (connection_.failure() && connection_.failure()->statement <= before)) {
    return connection_.failure()->error;  // what went before the savepoint had failed already
  }
  if (done) done = settled.error();
  after_commit_.resize(acts_before);
  CHARTA_TRY_DO(connection_.recover());
  CHARTA_TRY_DO(connection_.send_control("ROLLBACK TO inner_work"));
  CHARTA_TRY_DO(connection_.send_control("RELEASE inner_work"));
  return done;
}

Result<void> PostgresUnit::lock(std::int64_t key) {
  return connection_.send(take_lock, Bindings(std::array{Binding{"key", key}}));
}

Result<void> PostgresUnit::execute_script(const std::string& script) {
  return connection_.outside_pipeline([&](pg_conn* handle) -> Result<void> {
    const PostgresResult result(PQexec(handle, script.c_str()));
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK || PQresultStatus(result.get()) == PGRES_TUPLES_OK) return {};
    return fail(ErrorKind::internal, fmt::format("the script failed: {}", PQresultErrorMessage(result.get())));
  });
}

}  // namespace charta::store
