// SPDX-License-Identifier: Apache-2.0
#include "transport/mllp/server.hpp"

#include "transport/mllp/session.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace charta::mllp {
namespace asio = boost::asio;
namespace {

std::string endpoint_text(const tcp::endpoint& endpoint) {
  const bool v6 = endpoint.address().is_v6();
  return (v6 ? "[" : "") + endpoint.address().to_string() + (v6 ? "]:" : ":") + std::to_string(endpoint.port());
}

struct Listener {
  Listener(asio::io_context& io, ListenerOptions o) : options(std::move(o)), acceptor(io), pause(io) {}
  ListenerOptions options;
  TlsContext tls;
  tcp::acceptor acceptor;
  asio::steady_timer pause;  ///< after an accept that failed (no descriptors left)
};

}  // namespace

struct MllpServer::Parts {
  Parts(ServerOptions options, ServerEvents events) : shared(std::move(options), std::move(events)), sweep_timer(shared.io) {}
  ~Parts() { stop(); }

  Result<void> bind(const ListenerOptions& options);
  void run();
  void accept(Listener& listener);
  void admit(Listener& listener, tcp::socket socket, const tcp::endpoint& peer);
  template <class Stream>
  void begin(Stream stream, Connection connection);
  void sweep();
  void stop();

  Shared shared;
  std::vector<std::unique_ptr<Listener>> listeners;
  std::map<std::uint64_t, std::shared_ptr<AnySession>> sessions;  ///< I/O thread only
  asio::steady_timer sweep_timer;
  std::uint64_t last_number = 0;
  std::thread thread;
  std::mutex mutex;
  std::condition_variable emptied;
  bool stopping = false;  ///< I/O thread only
  bool empty = false;     ///< under `mutex`: stopping, and no session left
  bool stopped = false;
};

Result<void> MllpServer::Parts::bind(const ListenerOptions& options) {
  auto listener = std::make_unique<Listener>(shared.io, options);
  const std::string name = options.host + ":" + std::to_string(options.port);
  if (options.tls) {
    CHARTA_TRY(listener->tls, listener_context(options.files));
  }
  ErrorCode error;
  const auto address = asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
  if (error) return fail(ErrorKind::invalid, "the MLLP address " + options.host + " is not an IP address");
  const tcp::endpoint endpoint(address, options.port);
  listener->acceptor.open(endpoint.protocol(), error);
  if (!error) listener->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) listener->acceptor.bind(endpoint, error);
  if (!error) listener->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(ErrorKind::unavailable, "cannot listen on " + name + " for MLLP: " + error.message());
  listeners.push_back(std::move(listener));
  return {};
}

void MllpServer::Parts::run() {
  for (auto& listener : listeners) accept(*listener);
  sweep();
  thread = std::thread([this] { shared.io.run(); });
}

void MllpServer::Parts::accept(Listener& listener) {
  auto peer = std::make_shared<tcp::endpoint>();
  listener.acceptor.async_accept(*peer, [this, &listener, peer](ErrorCode error, tcp::socket socket) {
    if (stopping || error == asio::error::operation_aborted) return;
    if (error) {
      log::error("mllp.accept_failed", {{"listener", listener.options.name}, {"why", error.message()}});
      listener.pause.expires_after(std::chrono::milliseconds(200));
      return listener.pause.async_wait([this, &listener](ErrorCode cancelled) {
        if (!cancelled && !stopping) accept(listener);
      });
    }
    admit(listener, std::move(socket), *peer);
    accept(listener);
  });
}

void MllpServer::Parts::admit(Listener& listener, tcp::socket socket, const tcp::endpoint& peer) {
  if (sessions.size() >= shared.options.connection_limit) {
    ++shared.counters.connections_refused;
    return;  // the socket closes itself
  }
  Connection connection{++last_number, endpoint_text(peer), listener.options.name, {}};
  if (listener.tls)
    begin(asio::ssl::stream<tcp::socket>(std::move(socket), *listener.tls), std::move(connection));
  else
    begin(std::move(socket), std::move(connection));
}

template <class Stream>
void MllpServer::Parts::begin(Stream stream, Connection connection) {
  const auto number = connection.number;
  auto session = std::make_shared<Session<Stream>>(shared, std::move(stream), std::move(connection), [this](std::uint64_t gone) {
    sessions.erase(gone);
    --shared.counters.connections_open;
    if (!stopping || !sessions.empty()) return;
    const std::lock_guard lock(mutex);
    empty = true;
    emptied.notify_all();
  });
  sessions.emplace(number, session);
  ++shared.counters.connections_opened;
  ++shared.counters.connections_open;
  session->start();
}

void MllpServer::Parts::sweep() {
  const auto now = steady_ms();
  std::vector<std::shared_ptr<AnySession>> all;  // a session that closes leaves the map
  for (const auto& [number, session] : sessions) all.push_back(session);
  for (const auto& session : all) session->sweep(now);
  const auto idle = shared.options.idle_timeout_ms;
  const std::int64_t pause = idle > 0 && idle < 2000 ? std::max<std::int64_t>(idle / 4, 10) : 500;
  sweep_timer.expires_after(std::chrono::milliseconds(stopping ? std::min<std::int64_t>(pause, 50) : pause));
  sweep_timer.async_wait([this](ErrorCode cancelled) {
    if (!cancelled) sweep();
  });
}

void MllpServer::Parts::stop() {
  if (std::exchange(stopped, true)) return;
  if (thread.joinable()) {
    asio::post(shared.io, [this] {
      stopping = true;
      for (auto& listener : listeners) {
        ErrorCode ignored;
        listener->acceptor.close(ignored);
        listener->pause.cancel();
      }
      std::vector<std::shared_ptr<AnySession>> all;
      for (const auto& [number, session] : sessions) all.push_back(session);
      for (const auto& session : all) session->stop();
      sweep_timer.cancel();
      if (sessions.empty()) {
        const std::lock_guard lock(mutex);
        empty = true;
        emptied.notify_all();
      } else {
        sweep();
      }
    });
    std::unique_lock lock(mutex);
    emptied.wait(lock, [this] { return empty; });
  }
  shared.pool.stop();
  shared.io.stop();
  if (thread.joinable()) thread.join();
}

MllpServer::MllpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
MllpServer::~MllpServer() = default;

Result<std::unique_ptr<MllpServer>> MllpServer::open(ServerOptions options, ServerEvents events) {
  const auto listeners = options.listeners;
  auto parts = std::make_unique<Parts>(std::move(options), std::move(events));
  for (const ListenerOptions& listener : listeners) CHARTA_TRY_DO(parts->bind(listener));
  parts->run();
  return std::unique_ptr<MllpServer>(new MllpServer(std::move(parts)));
}

std::vector<std::uint16_t> MllpServer::ports() const {
  std::vector<std::uint16_t> all;
  for (const auto& listener : parts_->listeners) {
    ErrorCode closed;
    all.push_back(listener->acceptor.local_endpoint(closed).port());
  }
  return all;
}

ServerStatistics MllpServer::statistics() const {
  const Counters& c = parts_->shared.counters;
  ServerStatistics s;
  s.connections_opened = c.connections_opened;
  s.connections_refused = c.connections_refused;
  s.connections_open = c.connections_open;
  s.idle_closed = c.idle_closed;
  s.messages = c.messages;
  s.answers = c.answers;
  s.noise_bytes = c.noise_bytes;
  s.truncated = c.truncated;
  s.too_large = c.too_large;
  s.failed = c.failed;
  s.bytes_in = c.bytes_in;
  s.bytes_out = c.bytes_out;
  s.tls_failures = c.tls_failures;
  s.waiting = c.waiting;
  s.waiting_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(0, c.held_bytes));
  return s;
}

void MllpServer::stop() {
  parts_->stop();
}

}  // namespace charta::mllp
