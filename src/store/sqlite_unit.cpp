// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_unit.hpp"

namespace charta::store {
namespace {

constexpr Statement open_savepoint{"store.savepoint", "SAVEPOINT inner_work"};
constexpr Statement release_savepoint{"store.release", "RELEASE inner_work"};
constexpr Statement return_to_savepoint{"store.rollback_to", "ROLLBACK TO inner_work"};

}  // namespace

template <class Answer>
Answer SqliteUnit::noting(Answer answer) {
  if (!answer && !spoiled_) spoiled_ = answer.error();
  return answer;
}

Result<void> SqliteUnit::read(const Statement& statement, Bindings bindings, FunctionRef<bool(const Row&)> visit) {
  if (spoiled_) return *spoiled_;
  return noting(connection_.query(statement, bindings, visit));
}

Result<void> SqliteUnit::write(const Statement& statement, Bindings bindings) {
  if (spoiled_) return *spoiled_;
  return noting(connection_.query(statement, bindings, [](const Row&) { return true; }));
}

Result<std::int64_t> SqliteUnit::write_counted(const Statement& statement, Bindings bindings) {
  if (spoiled_) return *spoiled_;
  return noting(connection_.change(statement, bindings));
}

Result<void> SqliteUnit::write_rows(const Statement& statement, std::span<const std::string_view> names,
                                    std::span<const Value> values) {
  if (names.empty() || values.size() % names.size() != 0) {
    return noting(Result<void>(fail(ErrorKind::internal, std::string(statement.name) + ": values do not fill whole rows")));
  }
  std::vector<Binding> row;
  row.reserve(names.size());
  for (const std::string_view name : names) row.push_back({name, nullptr});
  for (std::size_t at = 0; at < values.size(); at += names.size()) {
    for (std::size_t i = 0; i < names.size(); ++i) row[i].value = values[at + i];
    CHARTA_TRY_DO(write(statement, Bindings(row)));
  }
  return {};
}

Result<void> SqliteUnit::savepoint(FunctionRef<Result<void>()> inner) {
  CHARTA_TRY_DO(write(open_savepoint, Bindings()));
  const std::size_t acts_before = after_commit_.size();
  Result<void> done = inner();
  if (done && spoiled_) done = *spoiled_;
  if (done) return write(release_savepoint, Bindings());
  if (connection_.in_autocommit()) {  // SQLite took back the whole transaction: nothing is left to return to
    if (!spoiled_) spoiled_ = done.error();
    return done;
  }
  spoiled_.reset();
  after_commit_.resize(acts_before);
  CHARTA_TRY_DO(write(return_to_savepoint, Bindings()));
  CHARTA_TRY_DO(write(release_savepoint, Bindings()));
  return done;
}

Result<void> SqliteUnit::execute_script(const std::string& script) {
  if (spoiled_) return *spoiled_;
  return noting(connection_.execute(script.c_str()));
}

}  // namespace charta::store
