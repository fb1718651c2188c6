// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_reads_together.hpp"

#include <utility>

namespace charta::store {
namespace {

constexpr std::chrono::milliseconds patience{60'000};  // as long as a statement may take

}  // namespace

bool ReadsTogether::open() {
  if (connection_ && (!waiting_.empty() || connection_->is_usable())) return true;
  if (connection_) give_up();
  auto fresh = PostgresConnection::open(url_, patience);
  if (!fresh) return false;
  // A batch is one transaction; each of its statements reads what is committed when it runs.
  if (!(*fresh)->send_control("SET default_transaction_isolation = 'read committed'") || !(*fresh)->send_end() ||
      !(*fresh)->settle())
    return false;
  connection_ = std::move(*fresh);
  return true;
}

PostgresResult ReadsTogether::ask(const Statement& statement, Bindings bindings) {
  if (!open()) return {};
  Waiting mine;
  waiting_.push_back(&mine);
  const auto sent = connection_->send(statement, bindings, [this, &mine](PostgresResult result) {
    mine.result = std::move(result);
    waiting_.remove(&mine);
    mine.go_on();
  });
  if (!sent) {
    waiting_.remove(&mine);
    give_up();
    return {};
  }
  if (unsent_++ == 0) thread_.later([this] { send(); });
  thread_.wait([&mine](std::function<void()> go_on) { mine.go_on = std::move(go_on); });
  return std::move(mine.result);
}

void ReadsTogether::send() {
  unsent_ = 0;
  if (!connection_) return;  // given up meanwhile
  if (!connection_->send_end()) return give_up();
  collect();  // sending has taken from the socket what had come, and the socket will not speak of it again
}

void ReadsTogether::listen() {
  if (std::exchange(listens_, true)) return;
  thread_.when_readable(connection_->socket(), patience, [this](bool in_time) {
    listens_ = false;
    if (!in_time) return give_up();
    collect();
  });
}

void ReadsTogether::collect() {
  const auto done = connection_->collect_arrived();
  if (!done) return give_up();
  if (!*done) return listen();
  if (connection_->failure()) give_up();
}

/// Whoever still waits asks alone.
void ReadsTogether::give_up() {
  if (connection_) thread_.forget(connection_->socket());
  connection_.reset();
  listens_ = false;
  unsent_ = 0;
  for (const Waiting* waiting : std::exchange(waiting_, {})) waiting->go_on();
}

}  // namespace charta::store
