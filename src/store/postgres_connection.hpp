// SPDX-License-Identifier: Apache-2.0
// One libpq connection in pipeline mode: statements are sent without waiting, and their answers are collected when somebody needs
// one.
#pragma once
#include "store/bind_order.hpp"
#include "store/store.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace charta::store {

struct ClearResult {
  void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, ClearResult>;

/// Why a statement failed, and which it was.
struct PostgresFailure {
  Error error;
  std::string state;           ///< SQLSTATE; empty when the connection was lost
  std::int64_t statement = 0;  ///< its number in the order of sending
};

class PostgresConnection {
 public:
  static Result<std::unique_ptr<PostgresConnection>> open(const std::string& url, std::chrono::milliseconds patience);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  /// Sent, its answer collected later: an error shows at the next settle() or ask().
  Result<void> send(const Statement& statement, Bindings bindings);
  /// The same; `take` gets the answer when it is collected, and is not called when the statement or one before it failed.
  using Take = std::function<void(PostgresResult)>;
  Result<void> send(const Statement& statement, Bindings bindings, Take take);
  Result<void> send_rows(const Statement& statement, std::span<const std::string_view> names, std::span<const Value> values);
  /// BEGIN, COMMIT and the like.
  Result<void> send_control(const char* sql);
  /// Sends it and collects every answer up to its own.
  Result<PostgresResult> ask(const Statement& statement, Bindings bindings);
  /// The same with the pipeline's end behind it, in one packet.
  Result<PostgresResult> ask_and_end(const Statement& statement, Bindings bindings);
  /// Collects what has arrived, without waiting: true when nothing more is expected. Errors: `unavailable` (the connection was
  /// lost).
  Result<bool> collect_arrived();
  int socket() const;
  /// Collects every answer. Answers the first failure.
  Result<void> settle();
  /// Ends the pipeline, so that the server takes statements again after a failure, and forgets the failure.
  Result<void> recover();
  /// Sends the pipeline's end without waiting for it.
  Result<void> send_end();
  /// Many statements without parameters (a migration), or COPY: act gets the connection outside pipeline mode.
  Result<void> outside_pipeline(FunctionRef<Result<void>(pg_conn*)> act);

  const std::optional<PostgresFailure>& failure() const { return failure_; }
  std::int64_t sent() const { return sent_; }
  bool is_lost() const { return lost_; }
  /// The command tag of the last answer collected ("COMMIT", "INSERT 0 1").
  const std::string& last_tag() const { return last_tag_; }
  /// A WARNING came since the flag was cleared.
  bool warned() const { return warned_; }
  void clear_warned() { warned_ = false; }
  /// False when the server closed an idle connection; one that answered a moment ago is not asked again.
  bool is_usable();

 private:
  struct Prepared;
  struct Expected;

  PostgresConnection(pg_conn* handle, std::chrono::milliseconds patience);
  Result<Prepared*> prepared(const Statement& statement, Bindings bindings);
  Result<void> prepare(Prepared& prepared, const Statement& statement, const std::vector<unsigned>& hints);
  Result<Prepared*> prepared_rows(const Statement& statement, const std::string& sql, std::vector<unsigned> types);
  Result<void> send_prepared(Prepared& prepared, const Statement& statement, Bindings bindings);
  Result<void> forget_statements();
  Result<void> expect(int sent, const Statement& statement, bool is_end);
  Result<void> pump();
  Result<void> wait_for_answer();
  Result<PostgresResult> collect(bool end_expected);
  Result<bool> collect_one(PostgresResult& last);
  void note(const pg_result* result, const Expected& expected);
  Error lose(std::string_view why);

  pg_conn* handle_;
  std::chrono::milliseconds patience_;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> statements_;
  std::deque<Expected> expected_;
  std::chrono::steady_clock::time_point last_answer_{};
  std::optional<PostgresFailure> failure_;
  std::int64_t sent_ = 0, next_name_ = 0;
  int empty_answers_ = 0;
  std::string last_tag_;
  bool lost_ = false, warned_ = false;
};

}  // namespace charta::store
