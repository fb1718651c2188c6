// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: reads requests, hands them to a Site, writes what it answers. Callbacks live here and nowhere else.
#pragma once
#include "transport/http/http.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace charta::http {

/// What the server serves. Both calls may come from several threads.
class Site {
 public:
  virtual ~Site() = default;
  /// Fills `route` and `captured` and says where answer() shall run: read on the I/O thread, write on the worker pool.
  virtual Cost route(Request& request) = 0;
  /// Never throws; every error is a Response.
  virtual Response answer(Request& request) = 0;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free port; see Server::port()
  int io_threads = 2;
  bool own_stacks =
      false;         ///< reads get a stack each, so that those that wait for the store let others in (base/serving_thread.hpp)
  int workers = 32;  ///< writes wait for the group commit, so there are more than cores
  std::size_t body_limit = 64U << 20U;
  std::size_t header_limit = 32U << 10U;
  std::chrono::seconds idle{60};
  int connections_max = 10'000;
};

struct ServerFigures {
  std::int64_t connections = 0, requests = 0, refused = 0, streams = 0;
};

class Server {
 public:
  /// Binds and starts. Errors: `unavailable` (the address is in use; names it).
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Site& site);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Sends one server-sent event to every open /api/events stream.
  virtual void broadcast(std::string_view event, std::string_view data) = 0;
  virtual ServerFigures figures() const = 0;
  /// Stops accepting, lets requests in work finish (up to 10 s), closes.
  virtual void stop() = 0;
};

}  // namespace charta::http
