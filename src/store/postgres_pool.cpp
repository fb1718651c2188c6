// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_pool.hpp"

#include <chrono>
#include <utility>

namespace charta::store {
namespace {

constexpr std::chrono::milliseconds answer_patience{60'000};
constexpr std::chrono::seconds lease_patience{20};
thread_local int held_by_this_thread = 0;

}  // namespace

PostgresPool::Lease::Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection)
    : pool_(&pool), connection_(std::move(connection)) {
  ++held_by_this_thread;
}

PostgresPool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}

PostgresPool::Lease::~Lease() {
  if (pool_ == nullptr) return;
  --held_by_this_thread;
  pool_->give_back(std::move(connection_));
}

Result<PostgresPool::Lease> PostgresPool::take() {
  for (;;) {
    std::unique_ptr<PostgresConnection> idle;
    {
      std::unique_lock lock(lock_);
      const auto is_free = [this] { return lent_ < most_; };
      if (held_by_this_thread == 0 && !returned_.wait_for(lock, lease_patience, is_free)) {
        return fail(ErrorKind::unavailable, "every connection to PostgreSQL is in use");
      }
      ++lent_;
      if (!idle_.empty()) {
        idle = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (!idle) break;
    Lease lease(*this, std::move(idle));
    if (lease->is_usable()) return lease;
    lease.drop();
  }
  auto fresh = PostgresConnection::open(url_, answer_patience);
  Lease lease(*this, fresh ? std::move(*fresh) : nullptr);
  if (!fresh) return fresh.error();
  return lease;
}

void PostgresPool::give_back(std::unique_ptr<PostgresConnection> connection) {
  const bool keep = connection && !connection->is_lost();
  {
    const std::lock_guard lock(lock_);
    --lent_;
    if (keep && static_cast<int>(idle_.size()) < most_) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace charta::store
