// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/postgres_connection.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace charta::store {

/// Connections that are used again; at most `most` are lent at a time. A thread that holds one already gets another at once (a
/// unit inside a snapshot must not wait for itself).
class PostgresPool {
 public:
  PostgresPool(std::string url, int most) : url_(std::move(url)), most_(most) {}

  /// A lent connection; it goes back when this ends, unless it was lost or dropped.
  class Lease {
   public:
    Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection);
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    PostgresConnection& operator*() const { return *connection_; }
    PostgresConnection* operator->() const { return connection_.get(); }
    /// Closes it instead of giving it back.
    void drop() { connection_.reset(); }

   private:
    PostgresPool* pool_;
    std::unique_ptr<PostgresConnection> connection_;
  };
  Result<Lease> take();
  const std::string& url() const { return url_; }

 private:
  void give_back(std::unique_ptr<PostgresConnection> connection);

  std::string url_;
  int most_;
  std::mutex lock_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
  int lent_ = 0;
};

}  // namespace charta::store
