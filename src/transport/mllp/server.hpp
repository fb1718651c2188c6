// SPDX-License-Identifier: Apache-2.0
// The MLLP listener: frames in, acknowledgements out, strictly in order on each connection.
#pragma once
#include "base/result.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace charta::mllp {

/// Who a message came from. `number` tells connections apart in logs; `remote` is "address:port".
struct Connection {
  std::uint64_t number = 0;
  std::string remote;
  std::string listener;     ///< the name of the listener it came in by
  std::string certificate;  ///< the subject's common name of a client that proved itself by TLS, else empty
};

/// PEM files. With `authorities`, a client must show a certificate that they signed.
struct TlsFiles {
  std::string certificate, key, authorities;
};

struct ListenerOptions {
  std::string name = "mllp";
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one, see `ports()`
  bool tls = false;
  TlsFiles files = {};
};

struct ServerOptions {
  std::vector<ListenerOptions> listeners;
  int workers = 32;  ///< messages in work at one time, over all connections
  std::size_t connection_limit = 1024;
  std::size_t message_limit = 100U << 20U;             ///< bytes of one message
  std::size_t memory_limit = std::size_t{512} << 20U;  ///< bytes received and not yet answered, over all connections
  std::size_t pipeline = 64;                           ///< messages that may wait on one connection before it is read no further
  std::int64_t idle_timeout_ms = 0;                    ///< a silent connection is closed after this long; 0: never
  std::int64_t linger_ms = 5000;  ///< how long a refused sender's bytes are read away, so that the answer reaches it
};

/// What the listener hands out. Each is called on a worker, and for one connection never two at a time. What they return is
/// framed and written, one frame each, in order; nothing is written for an empty list. They must not throw; if one does, the
/// connection is closed without an answer, so that the sender sends again.
struct ServerEvents {
  std::function<std::vector<std::string>(std::string message, const Connection&)> on_message;
  /// A frame that the end of its connection cut off. There is nobody to answer.
  std::function<void(std::string rest, const Connection&)> on_truncated;
  /// Bytes outside any frame (white space is not told).
  std::function<void(std::string bytes, const Connection&)> on_noise;
  /// The first 4 KiB of a message over the limit; the connection is closed after the answers are written.
  std::function<std::vector<std::string>(std::string start, const Connection&)> on_too_large;
};

struct ServerStatistics {
  std::uint64_t connections_opened = 0, connections_refused = 0, connections_open = 0, idle_closed = 0;
  std::uint64_t messages = 0, answers = 0, noise_bytes = 0, truncated = 0, too_large = 0, failed = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0, tls_failures = 0;
  std::uint64_t waiting = 0, waiting_bytes = 0;  ///< received and not yet answered, now
};

class MllpServer {
 public:
  /// Binds every listener and begins to accept. Errors: `unavailable` (an address that cannot be bound), `invalid` (TLS files).
  static Result<std::unique_ptr<MllpServer>> open(ServerOptions options, ServerEvents events);
  ~MllpServer();

  std::vector<std::uint16_t> ports() const;  ///< in the order of the listeners
  ServerStatistics statistics() const;
  /// Takes no more connections or messages, finishes those in work, writes their answers and closes. Messages that only wait are
  /// not answered: their senders send them again. May be called more than once.
  void stop();

 private:
  struct Parts;
  explicit MllpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::mllp
