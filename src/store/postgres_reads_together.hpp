// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/serving_thread.hpp"
#include "store/postgres_connection.hpp"

#include <list>
#include <memory>
#include <string>

namespace charta::store {

/// Snapshots of a single read that the requests of one thread wait for: all that are ready go out in one packet, and the thread
/// serves others until the answers come. Each statement reads the state committed when it runs (READ COMMITTED), and shares with
/// the others nothing but the connection.
class ReadsTogether {
 public:
  ReadsTogether(std::string url, ServingThread& thread) : url_(std::move(url)), thread_(thread) {}
  ~ReadsTogether() = default;

  /// The answer, or nothing: the connection or a statement sent with this one failed. The caller then asks on a connection of its
  /// own, which says why.
  PostgresResult ask(const Statement& statement, Bindings bindings);

 private:
  struct Waiting {
    std::function<void()> go_on;
    PostgresResult result;
  };
  bool open();
  void send();
  void listen();
  void collect();
  void give_up();

  std::string url_;
  ServingThread& thread_;
  std::unique_ptr<PostgresConnection> connection_;
  std::list<Waiting*> waiting_;  ///< in the order of sending
  std::size_t unsent_ = 0;
  bool listens_ = false;
};

}  // namespace charta::store
