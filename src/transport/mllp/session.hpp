// SPDX-License-Identifier: Apache-2.0
// One connection of the listener. Included by server.cpp alone. Everything here runs on the I/O thread, but for work().
#pragma once
#include "base/log.hpp"
#include "base/only_caller.hpp"
#include "formats/hl7v2/mllp.hpp"
#include "transport/mllp/server.hpp"
#include "transport/mllp/tls.hpp"
#include "transport/mllp/worker_pool.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <type_traits>
#include <vector>

namespace charta::mllp {

using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

inline std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Counters {
  std::atomic<std::uint64_t> connections_opened{0}, connections_refused{0}, connections_open{0}, idle_closed{0}, messages{0},
      answers{0}, noise_bytes{0}, truncated{0}, too_large{0}, failed{0}, bytes_in{0}, bytes_out{0}, tls_failures{0}, waiting{0};
  std::atomic<std::int64_t> held_bytes{0};
};

/// What the connections share with their server.
struct Shared {
  Shared(ServerOptions o, ServerEvents e) : options(std::move(o)), events(std::move(e)), pool(options.workers) {}
  ServerOptions options;
  ServerEvents events;
  Counters counters;
  OnlyCaller only_caller;
  boost::asio::io_context io{1};
  WorkerPool pool;
};

class AnySession {
 public:
  virtual ~AnySession() = default;
  virtual void sweep(std::int64_t now_ms) = 0;
  virtual void stop() = 0;
};

template <class Stream>
class Session final : public AnySession, public std::enable_shared_from_this<Session<Stream>> {
 public:
  static constexpr bool is_tls = !std::is_same_v<Stream, tcp::socket>;
  using Gone = std::function<void(std::uint64_t number)>;

  Session(Shared& shared, Stream stream, Connection connection, Gone gone)
      : shared_(shared),
        stream_(std::move(stream)),
        connection_(std::move(connection)),
        gone_(std::move(gone)),
        framer_(shared.options.message_limit),
        last_heard_(steady_ms()) {}

  void start() {
    ErrorCode ignored;
    socket().set_option(tcp::no_delay(true), ignored);
    socket().set_option(boost::asio::socket_base::keep_alive(true), ignored);
    if constexpr (is_tls) {
      handshaking_ = true;
      stream_.async_handshake(boost::asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](ErrorCode error) { self->shaken(error); });
    } else {
      socket().non_blocking(true, ignored);
      read();
    }
  }

  void sweep(std::int64_t now_ms) override {
    if (closed_) return;
    if (close_by_ != 0 && now_ms >= close_by_) return broken_ = true, let_go();
    if (handshaking_ && now_ms - last_heard_ > handshake_limit_ms) return broken_ = true, let_go();
    const auto limit = shared_.options.idle_timeout_ms;
    if (limit > 0 && !working_ && waiting_.empty() && out_.empty() && !eof_ && now_ms - last_heard_ > limit) {
      ++shared_.counters.idle_closed;
      return ended();
    }
    read();
  }

  void stop() override {
    stopping_ = true;
    shared_.counters.waiting -= waiting_.size();
    waiting_.clear();
    close_by_ = working_ ? 0 : steady_ms() + stop_limit_ms;
    let_go();
  }

 private:
  enum class Kind { message, noise, truncated, too_large };
  struct Item {
    Kind kind;
    std::string bytes;
  };
  static constexpr std::size_t brief_bytes = 64 * 1024;  ///< a larger message keeps no other connection waiting
  static constexpr std::int64_t handshake_limit_ms = 10000;
  static constexpr std::int64_t stop_limit_ms = 2000;

  tcp::socket& socket() {
    if constexpr (is_tls)
      return stream_.next_layer();
    else
      return stream_;
  }

  void shaken(ErrorCode error) {
    handshaking_ = false;
    if constexpr (is_tls) {
      if (error) {
        ++shared_.counters.tls_failures;
        log::warning("mllp.tls_refused", {{"connection", connection_.number}, {"why", error.message()}});
        broken_ = true;
        return let_go();
      }
      connection_.certificate = peer_name(stream_.native_handle());
    }
    read();
  }

  bool may_read() const {
    if (reading_ || eof_ || closed_ || broken_ || stopping_ || handshaking_) return false;
    if (discarding_) return true;
    if (waiting_.size() >= shared_.options.pipeline) return false;
    // Over the common limit nobody reads on while messages of the own connection can still be finished.
    const bool crowded = shared_.counters.held_bytes > static_cast<std::int64_t>(shared_.options.memory_limit);
    return !crowded || (!working_ && waiting_.empty());
  }

  void read() {
    if (!may_read()) return;
    reading_ = true;
    stream_.async_read_some(boost::asio::buffer(buffer_), [self = this->shared_from_this()](ErrorCode error, std::size_t count) {
      self->received(error, count);
    });
  }

  void received(ErrorCode error, std::size_t count) {
    reading_ = false;
    if (closed_) return;
    last_heard_ = steady_ms();
    shared_.counters.bytes_in += count;
    if (!discarding_) {
      framer_.feed({buffer_.data(), count});
      if (!stopping_) take_frames();
    }
    if (error) return ended();
    refuse_when_crowded();
    begin_work();
    read();
  }

  void take_frames() {
    std::string bytes;
    while (!discarding_ && waiting_.size() < shared_.options.pipeline) {
      const auto event = framer_.next(bytes);
      if (event == hl7v2::MllpFramer::Event::need_more) break;
      if (event == hl7v2::MllpFramer::Event::message) push(Kind::message, std::move(bytes));
      if (event == hl7v2::MllpFramer::Event::noise) take_noise(std::move(bytes));
      if (event == hl7v2::MllpFramer::Event::too_large) refuse(std::move(bytes));
    }
    count_held();
  }

  void take_noise(std::string bytes) {
    shared_.counters.noise_bytes += bytes.size();
    if (bytes.find_first_not_of(std::string_view("\r\n\t \0\x1C", 6)) != std::string::npos) push(Kind::noise, std::move(bytes));
  }

  void refuse(std::string start) {
    ++shared_.counters.too_large;
    discarding_ = true;
    framer_.take_rest();
    push(Kind::too_large, std::move(start));
  }

  /// Many large messages at once: the one that grows while nothing of its connection is in work is refused.
  void refuse_when_crowded() {
    if (discarding_ || working_ || !waiting_.empty() || !framer_.in_frame()) return;
    if (shared_.counters.held_bytes <= static_cast<std::int64_t>(shared_.options.memory_limit)) return;
    std::string start = framer_.take_rest();
    start.resize(std::min<std::size_t>(start.size(), 4096));
    refuse(std::move(start));
    count_held();
  }

  void push(Kind kind, std::string bytes) {
    waiting_bytes_ += bytes.size();
    waiting_.push_back({kind, std::move(bytes)});
    ++shared_.counters.waiting;
  }

  void count_held() {
    const auto held = static_cast<std::int64_t>(framer_.buffered() + waiting_bytes_);
    shared_.counters.held_bytes += held - std::exchange(held_, held);
  }

  /// The other side sends no more, or was silent too long: what it left is kept, what it sent is finished.
  void ended() {
    eof_ = true;
    if (std::string rest = discarding_ || stopping_ ? std::string() : left_over(); !rest.empty()) {
      ++shared_.counters.truncated;
      push(Kind::truncated, std::move(rest));
    }
    count_held();
    begin_work();
    let_go();
  }

  std::string left_over() {
    take_all_frames();
    return framer_.in_frame() ? framer_.take_rest() : std::string();
  }

  /// At the end nothing is read any more, so that every frame that has come may wait.
  void take_all_frames() {
    std::string bytes;
    for (;;) {
      const auto event = framer_.next(bytes);
      if (event == hl7v2::MllpFramer::Event::need_more) return;
      if (event == hl7v2::MllpFramer::Event::message) push(Kind::message, std::move(bytes));
      if (event == hl7v2::MllpFramer::Event::noise) take_noise(std::move(bytes));
      if (event == hl7v2::MllpFramer::Event::too_large) return refuse(std::move(bytes));
    }
  }

  void begin_work() {
    if (working_ || waiting_.empty() || stopping_ || closed_) return;
    working_ = true;
    auto item = std::make_shared<Item>(std::move(waiting_.front()));
    waiting_.pop_front();
    const bool only = shared_.only_caller.heard(connection_.number, steady_ms());
    if (only && shared_.counters.waiting == 1 && item->bytes.size() <= brief_bytes) return work(*item);
    shared_.pool.submit([self = this->shared_from_this(), item] { self->work(*item); });
  }

  /// On a worker, or on the I/O thread for the only sender. An answer that the socket takes at once is written from here: the
  /// sender need not wait for the I/O thread.
  void work(Item& item) {
    const std::size_t size = item.bytes.size();
    bool failed = false;
    std::string frames;
    try {
      for (const std::string& answer : handled(item)) {
        frames += hl7v2::mllp_frame(answer);
        ++shared_.counters.answers;
      }
    } catch (const std::exception&) {
      failed = true;  // the text of an exception may hold what the message held, and is not logged
    }
    if constexpr (!is_tls) {
      if (!frames.empty() && !writing_.load(std::memory_order_acquire)) {
        const auto sent = ::send(stream_.native_handle(), frames.data(), frames.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) {
          shared_.counters.bytes_out += static_cast<std::uint64_t>(sent);
          frames.erase(0, static_cast<std::size_t>(sent));
        }
      }
    }
    boost::asio::post(shared_.io, [self = this->shared_from_this(), frames = std::move(frames), kind = item.kind, size,
                                   failed]() mutable { self->worked(std::move(frames), kind, size, failed); });
  }

  std::vector<std::string> handled(Item& item) {
    const ServerEvents& events = shared_.events;
    switch (item.kind) {
      case Kind::message:
        return events.on_message(std::move(item.bytes), connection_);
      case Kind::too_large:
        return events.on_too_large ? events.on_too_large(std::move(item.bytes), connection_) : std::vector<std::string>();
      case Kind::noise:
        if (events.on_noise) events.on_noise(std::move(item.bytes), connection_);
        return {};
      case Kind::truncated:
        if (events.on_truncated) events.on_truncated(std::move(item.bytes), connection_);
        return {};
    }
    return {};
  }

  void worked(std::string frames, Kind kind, std::size_t size, bool failed) {
    working_ = false;
    waiting_bytes_ -= size;
    --shared_.counters.waiting;
    if (kind == Kind::message) ++shared_.counters.messages;
    last_heard_ = steady_ms();
    if (failed) {
      ++shared_.counters.failed;
      log::error("mllp.handler_failed", {{"connection", connection_.number}});
      broken_ = true;
    }
    if (kind == Kind::too_large) farewell_ = true;
    if (stopping_) close_by_ = last_heard_ + stop_limit_ms;
    if (!broken_ && !frames.empty()) out_ += frames;
    write();
    if (!eof_ && !stopping_) take_frames();
    count_held();
    begin_work();
    read();
    let_go();
  }

  void write() {
    if (writing_ || out_.empty() || closed_) return;
    writing_ = true;
    auto frames = std::make_shared<std::string>(std::move(out_));
    out_.clear();
    boost::asio::async_write(
        stream_, boost::asio::buffer(*frames),
        [self = this->shared_from_this(), frames](ErrorCode error, std::size_t count) { self->written(error, count); });
  }

  void written(ErrorCode error, std::size_t count) {
    shared_.counters.bytes_out += count;
    writing_ = false;
    if (error) broken_ = true;
    write();
    let_go();
  }

  /// Closes when there is nothing left to do. Never while a worker may still write to the socket.
  void let_go() {
    if (closed_ || working_ || (!broken_ && (writing_ || !out_.empty()))) return;
    if (!broken_ && !stopping_ && !waiting_.empty()) return;
    if (farewell_ && !eof_ && !broken_ && !stopping_) return say_farewell();
    if (broken_ || stopping_ || eof_) close();
  }

  /// The rest of a refused message is read away for a while: closing at once would reset the connection, and the answer with it.
  void say_farewell() {
    if (close_by_ != 0) return;
    close_by_ = steady_ms() + shared_.options.linger_ms;
    ErrorCode ignored;
    if constexpr (!is_tls) socket().shutdown(tcp::socket::shutdown_send, ignored);
    read();
  }

  void close() {
    closed_ = true;
    shared_.counters.waiting -= waiting_.size();
    waiting_.clear();
    shared_.counters.held_bytes -= std::exchange(held_, 0);
    if constexpr (is_tls) {
      if (!broken_ && !eof_) SSL_shutdown(stream_.native_handle());
    }
    ErrorCode ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
    gone_(connection_.number);
  }

  Shared& shared_;
  Stream stream_;
  Connection connection_;
  Gone gone_;
  hl7v2::MllpFramer framer_;
  std::array<char, 16384> buffer_;
  std::deque<Item> waiting_;
  std::size_t waiting_bytes_ = 0;  ///< of messages that wait or are in work
  std::int64_t held_ = 0;          ///< what this connection adds to the common count
  std::string out_;
  std::int64_t last_heard_;
  std::int64_t close_by_ = 0;
  std::atomic<bool> writing_{
      false};  ///< set and cleared by the I/O thread; while clear and working_, the worker owns the socket's sending side
  bool handshaking_ = false, reading_ = false, working_ = false;
  bool eof_ = false, stopping_ = false, discarding_ = false, farewell_ = false, broken_ = false, closed_ = false;
};

}  // namespace charta::mllp
