// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_connection.hpp"

#include "base/log.hpp"
#include "store/dialect.hpp"
#include "store/postgres_rows.hpp"
#include "store/postgres_values.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <utility>

namespace charta::store {
namespace {

constexpr std::size_t statements_kept = 600;
constexpr std::size_t answers_left_waiting =
    256;  ///< then the socket is looked at while sending, so that both sides' buffers cannot fill
// What is sent outside BEGIN … COMMIT is a snapshot: statements up to a pipeline's end are one transaction (the protocol's
// documentation, "Pipelining"), which reads one state and writes nothing. BEGIN names its own properties.
constexpr std::chrono::milliseconds trusted_for{100};  // asking costs as much as a small read
constexpr const char* session_settings =
    "SET client_min_messages = warning; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '10min';"
    "SET timezone = 'UTC'; SET jit = off; SET default_transaction_isolation = 'repeatable read';"
    "SET default_transaction_read_only = on";

ErrorKind kind_of(std::string_view state) {
  if (state == "23505" || state == "23503" || state == "40001" || state == "40P01") return ErrorKind::version_conflict;
  const std::string_view family = state.substr(0, 2);
  if (family == "08" || family == "53" || family == "57" || family == "58" || state == "25006" || state == "55P03") {
    return ErrorKind::unavailable;
  }
  return ErrorKind::internal;
}

/// Only messages about the statement's own text are repeated: others quote values.
Error error_of(const PGresult* result, std::string_view statement) {
  const char* state_field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = state_field == nullptr ? "" : state_field;
  const char* constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const bool about_text = state.starts_with("42") || state.starts_with("53");
  return fail(kind_of(state), fmt::format("{}: PostgreSQL {}{}{}", statement, state,
                                          constraint != nullptr ? fmt::format(", constraint {}", constraint) : "",
                                          about_text && primary != nullptr ? fmt::format(", {}", primary) : ""));
}

/// FATAL and PANIC, and errors that libpq made itself, which have no SQLSTATE.
bool ends_the_session(const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == nullptr || std::string_view(severity) != "ERROR";
}

}  // namespace

void ClearResult::operator()(pg_result* result) const {
  PQclear(result);
}

struct PostgresConnection::Prepared {
  Prepared(std::string given_name, std::vector<std::string> names) : name(std::move(given_name)), order(std::move(names)) {}
  std::string name;  ///< on the server
  BindOrder order;
  std::vector<unsigned> hints;  ///< what we said; unknown where only NULL was seen
  std::vector<unsigned> types;  ///< what the server made of it
  std::string sql;
  std::uint64_t last_used = 0;
  // One call's arguments, kept to spare the allocations.
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  std::vector<std::array<char, 8>> scratch;
};

struct PostgresConnection::Expected {
  std::string name;
  std::int64_t number = 0;
  bool is_end = false;
  Take take{};  ///< of whoever waits for this very answer
};

PostgresConnection::PostgresConnection(pg_conn* handle, std::chrono::milliseconds patience)
    : handle_(handle), patience_(patience) {}

PostgresConnection::~PostgresConnection() {
  PQfinish(handle_);
}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& url, std::chrono::milliseconds patience) {
  const std::string timeout = std::to_string(patience.count());
  const char* keys[] = {"dbname",           "fallback_application_name", "connect_timeout",
                        "tcp_user_timeout", "target_session_attrs",      nullptr};
  const char* values[] = {url.c_str(), "charta", "5", timeout.c_str(), "read-write", nullptr};
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(PQconnectdbParams(keys, values, 1), patience));
  PGconn* handle = connection->handle_;
  if (PQstatus(handle) != CONNECTION_OK) {
    return fail(ErrorKind::unavailable, fmt::format("cannot connect to PostgreSQL: {}", PQerrorMessage(handle)));
  }
  const PostgresResult set(PQexec(handle, session_settings));
  if (PQresultStatus(set.get()) != PGRES_COMMAND_OK) return error_of(set.get(), "store.session");
  PQsetNoticeReceiver(
      handle,
      [](void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view(severity) == "WARNING")
          static_cast<PostgresConnection*>(self)->warned_ = true;
      },
      connection.get());
  if (PQsetnonblocking(handle, 1) != 0 || PQenterPipelineMode(handle) != 1) return connection->lose("no pipeline mode");
  return connection;
}

Error PostgresConnection::lose(std::string_view why) {
  lost_ = true;
  if (!failure_) {
    failure_ =
        PostgresFailure{fail(ErrorKind::unavailable, fmt::format("the connection to PostgreSQL was lost: {}", why)), {}, sent_};
  }
  return failure_->error;
}

bool PostgresConnection::is_usable() {
  if (lost_ || PQstatus(handle_) != CONNECTION_OK) return false;
  if (!failure_ && std::chrono::steady_clock::now() - last_answer_ < trusted_for) return true;
  if (!settle() && (lost_ || !recover())) return false;
  pollfd socket{PQsocket(handle_), POLLIN, 0};
  for (int looks = 0; looks < 4 && ::poll(&socket, 1, 0) > 0; ++looks) {
    if (PQconsumeInput(handle_) == 0) return false;  // the server said good-bye and hung up
    (void)PQisBusy(handle_);                         // reads the good-bye; hanging up is seen at the next look
  }
  return PQstatus(handle_) == CONNECTION_OK;
}

// ---- sending

Result<void> PostgresConnection::expect(int sent, const Statement& statement, bool is_end) {
  if (sent != 1) return lose(PQerrorMessage(handle_));
  expected_.push_back({std::string(statement.name), ++sent_, is_end});
  if (expected_.size() % answers_left_waiting == 0) return pump();
  return {};
}

/// Lets the socket take and give what it can without waiting.
Result<void> PostgresConnection::pump() {
  if (PQflush(handle_) < 0 || PQconsumeInput(handle_) == 0) return lose(PQerrorMessage(handle_));
  return {};
}

Result<void> PostgresConnection::prepare(Prepared& prepared, const Statement& statement, const std::vector<unsigned>& hints) {
  prepared.name = "s" + std::to_string(++next_name_);
  prepared.hints = hints;
  CHARTA_TRY_DO(
      expect(PQsendPrepare(handle_, prepared.name.c_str(), prepared.sql.c_str(), static_cast<int>(hints.size()), hints.data()),
             statement, false));
  CHARTA_TRY_DO(expect(PQsendDescribePrepared(handle_, prepared.name.c_str()), statement, false));
  CHARTA_TRY(const PostgresResult described, collect(false));
  if (failure_) return failure_->error;
  prepared.types.clear();
  for (int i = 0; i < PQnparams(described.get()); ++i) prepared.types.push_back(PQparamtype(described.get(), i));
  const std::size_t count = prepared.types.size();
  prepared.values.resize(count);
  prepared.lengths.resize(count);
  prepared.formats.assign(count, 1);
  prepared.scratch.resize(count);
  return {};
}

Result<PostgresConnection::Prepared*> PostgresConnection::prepared(const Statement& statement, Bindings bindings) {
  std::string key(statement.sql);
  auto found = statements_.find(key);
  std::unique_ptr<Prepared> fresh;
  if (found == statements_.end()) {
    Translated translated = translate(Engine::postgresql, statement.sql);
    fresh = std::make_unique<Prepared>("", std::move(translated.names));
    fresh->sql = std::move(translated.sql);
  }
  Prepared& wanted = fresh ? *fresh : *found->second;
  std::vector<unsigned> hints = wanted.hints;
  hints.resize(wanted.order.size(), pg_type::unknown);
  bool learned = fresh != nullptr;
  CHARTA_TRY_DO(wanted.order.apply(statement, bindings, [&](std::size_t number, const Value& value) -> Result<void> {
    const unsigned natural = natural_type(value);
    if (hints[number] != pg_type::unknown || natural == pg_type::unknown) return {};
    learned = learned || wanted.types[number] != natural;
    if (fresh || wanted.types[number] != natural) hints[number] = natural;
    return {};
  }));
  if (fresh && statements_.size() >= statements_kept) CHARTA_TRY_DO(forget_statements());
  if (learned) CHARTA_TRY_DO(prepare(wanted, statement, hints));
  if (fresh) {
    return statements_.emplace(std::move(key), std::move(fresh)).first->second.get();
  }
  return &wanted;
}

/// Generated searches have many texts; after some hundreds all of them are prepared anew.
Result<void> PostgresConnection::forget_statements() {
  statements_.clear();
  return send_control("DEALLOCATE ALL");
}

Result<void> PostgresConnection::send_prepared(Prepared& prepared, const Statement& statement, Bindings bindings) {
  CHARTA_TRY_DO(prepared.order.apply(statement, bindings, [&](std::size_t number, const Value& value) -> Result<void> {
    auto& scratch = reinterpret_cast<char(&)[8]>(prepared.scratch[number]);
    CHARTA_TRY(const std::string_view raw, encode(value, prepared.types[number], scratch));
    const bool is_null = value.kind() == Value::Kind::null;
    prepared.values[number] = is_null ? nullptr : raw.data() == nullptr ? "" : raw.data();
    prepared.lengths[number] = static_cast<int>(raw.size());
    return {};
  }));
  return expect(PQsendQueryPrepared(handle_, prepared.name.c_str(), static_cast<int>(prepared.types.size()),
                                    prepared.values.data(), prepared.lengths.data(), prepared.formats.data(), 1),
                statement, false);
}

Result<void> PostgresConnection::send(const Statement& statement, Bindings bindings) {
  if (failure_) return failure_->error;
  auto sent = [&]() -> Result<void> {
    CHARTA_TRY(Prepared * ready, prepared(statement, bindings));
    return send_prepared(*ready, statement, bindings);
  }();
  if (!sent && !failure_) failure_ = PostgresFailure{sent.error(), "XX000", ++sent_};  // our own refusal spoils the unit as well
  return sent;
}

Result<void> PostgresConnection::send(const Statement& statement, Bindings bindings, Take take) {
  CHARTA_TRY_DO(send(statement, bindings));
  expected_.back().take = std::move(take);
  return {};
}

Result<PostgresConnection::Prepared*> PostgresConnection::prepared_rows(const Statement& statement, const std::string& sql,
                                                                        std::vector<unsigned> types) {
  auto& kept = statements_[sql];
  if (kept) return kept.get();
  auto fresh = std::make_unique<Prepared>("", std::vector<std::string>());
  fresh->sql = sql;
  if (const auto done = prepare(*fresh, statement, types); !done) {
    statements_.erase(sql);
    return done.error();
  }
  kept = std::move(fresh);
  return kept.get();
}

Result<void> PostgresConnection::send_rows(const Statement& statement, std::span<const std::string_view> names,
                                           std::span<const Value> values) {
  if (failure_) return failure_->error;
  std::vector<unsigned> elements(names.size(), pg_type::unknown);
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& element = elements[i % names.size()];
    const unsigned natural = natural_type(values[i]);
    const bool widens = element == pg_type::int8 && natural == pg_type::float8;
    if (element == pg_type::unknown || widens) element = natural;
  }
  const auto sql = many_rows_form(statement.sql, names, elements);
  if (!sql) {
    std::vector<Binding> row;
    for (const std::string_view name : names) row.push_back({name, nullptr});
    for (std::size_t at = 0; at < values.size(); at += names.size()) {
      for (std::size_t i = 0; i < names.size(); ++i) row[i].value = values[at + i];
      CHARTA_TRY_DO(send(statement, Bindings(row)));
    }
    return {};
  }
  std::vector<unsigned> types;
  std::vector<std::string> arrays;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (elements[i] == pg_type::unknown) continue;
    types.push_back(array_type(elements[i]));
    auto array = encode_array(values, names.size(), i, elements[i]);
    if (!array) {
      failure_ = PostgresFailure{array.error(), "XX000", ++sent_};
      return array.error();
    }
    arrays.push_back(std::move(*array));
  }
  CHARTA_TRY(Prepared * ready, prepared_rows(statement, *sql, types));
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    ready->values[i] = arrays[i].data();
    ready->lengths[i] = static_cast<int>(arrays[i].size());
  }
  return expect(PQsendQueryPrepared(handle_, ready->name.c_str(), static_cast<int>(arrays.size()), ready->values.data(),
                                    ready->lengths.data(), ready->formats.data(), 1),
                statement, false);
}

Result<void> PostgresConnection::send_control(const char* sql) {
  return expect(PQsendQueryParams(handle_, sql, 0, nullptr, nullptr, nullptr, nullptr, 1), {sql, sql}, false);
}

Result<void> PostgresConnection::send_end() {
  CHARTA_TRY_DO(expect(PQpipelineSync(handle_), {"store.end", ""}, true));
  return pump();
}

// ---- collecting

Result<void> PostgresConnection::wait_for_answer() {
  const auto until = std::chrono::steady_clock::now() + patience_;
  while (PQisBusy(handle_) != 0) {
    const int unsent = PQflush(handle_);
    if (unsent < 0) return lose(PQerrorMessage(handle_));
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return lose("no answer in time");
    pollfd socket{PQsocket(handle_), static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN), 0};
    if (::poll(&socket, 1, static_cast<int>(left)) < 0 && errno != EINTR) return lose("poll failed");
    if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && PQconsumeInput(handle_) == 0)
      return lose(PQerrorMessage(handle_));
  }
  return {};
}

void PostgresConnection::note(const PGresult* result, const Expected& expected) {
  const auto status = PQresultStatus(result);
  if (status == PGRES_FATAL_ERROR) {
    if (ends_the_session(result)) lost_ = true;  // whatever was sent after it, a COMMIT perhaps, has an unknown outcome
    if (!failure_) {
      const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
      failure_ = PostgresFailure{error_of(result, expected.name), state == nullptr ? "" : state, expected.number};
    }
  } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
    last_tag_ = PQcmdStatus(const_cast<PGresult*>(result));
  }
}

/// One answer that is there; false: it was the end of one statement's answers.
Result<bool> PostgresConnection::collect_one(PostgresResult& last) {
  PostgresResult result(PQgetResult(handle_));
  if (!result) {
    if (PQstatus(handle_) != CONNECTION_OK || ++empty_answers_ > 3) return lose(PQerrorMessage(handle_));
    return false;
  }
  empty_answers_ = 0;
  last_answer_ = std::chrono::steady_clock::now();
  note(result.get(), expected_.front());
  if (lost_) return lose("the server ended it");
  Expected answered = std::move(expected_.front());
  expected_.pop_front();
  if (answered.take && !failure_)
    answered.take(std::move(result));
  else if (!answered.is_end)
    last = std::move(result);
  return true;
}

/// Collects every expected answer and gives the last statement's.
Result<PostgresResult> PostgresConnection::collect(bool end_expected) {
  if (!end_expected && PQsendFlushRequest(handle_) != 1) return lose(PQerrorMessage(handle_));
  PostgresResult last;
  while (!expected_.empty()) {
    CHARTA_TRY_DO(wait_for_answer());
    CHARTA_TRY_DO(collect_one(last));
  }
  return last;
}

Result<bool> PostgresConnection::collect_arrived() {
  if (PQflush(handle_) < 0 || PQconsumeInput(handle_) == 0) return lose(PQerrorMessage(handle_));
  PostgresResult last;
  while (!expected_.empty() && PQisBusy(handle_) == 0) CHARTA_TRY_DO(collect_one(last));
  return expected_.empty();
}

int PostgresConnection::socket() const {
  return PQsocket(handle_);
}

Result<void> PostgresConnection::settle() {
  if (!expected_.empty()) CHARTA_TRY_DO(collect(expected_.back().is_end));
  if (failure_) return failure_->error;
  return {};
}

Result<PostgresResult> PostgresConnection::ask(const Statement& statement, Bindings bindings) {
  CHARTA_TRY_DO(send(statement, bindings));
  CHARTA_TRY(PostgresResult result, collect(false));
  if (failure_) return failure_->error;
  return result;
}

Result<PostgresResult> PostgresConnection::ask_and_end(const Statement& statement, Bindings bindings) {
  CHARTA_TRY_DO(send(statement, bindings));
  CHARTA_TRY_DO(expect(PQpipelineSync(handle_), {"store.end", ""}, true));
  CHARTA_TRY(PostgresResult result, collect(true));
  if (failure_) return failure_->error;
  return result;
}

Result<void> PostgresConnection::recover() {
  if (lost_) return failure_->error;
  CHARTA_TRY_DO(send_end());
  CHARTA_TRY_DO(collect(true));
  failure_.reset();
  return {};
}

Result<void> PostgresConnection::outside_pipeline(FunctionRef<Result<void>(pg_conn*)> act) {
  CHARTA_TRY_DO(settle());
  CHARTA_TRY_DO(recover());
  while (PGresult* rest = PQgetResult(handle_)) PQclear(rest);
  if (PQexitPipelineMode(handle_) != 1 || PQsetnonblocking(handle_, 0) != 0) return lose(PQerrorMessage(handle_));
  Result<void> done = act(handle_);
  if (PQtransactionStatus(handle_) == PQTRANS_ACTIVE) return lose("left in the middle of a statement");
  while (PGresult* rest = PQgetResult(handle_)) PQclear(rest);
  const bool back = PQstatus(handle_) == CONNECTION_OK && PQsetnonblocking(handle_, 1) == 0 && PQenterPipelineMode(handle_) == 1;
  if (!back) return lose(PQerrorMessage(handle_));
  if (!done && !failure_) failure_ = PostgresFailure{done.error(), "XX000", ++sent_};
  return done;
}

}  // namespace charta::store
