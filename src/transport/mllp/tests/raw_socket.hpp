// SPDX-License-Identifier: Apache-2.0
// A plain socket that sends and reads exactly what a test says, and a listener that answers exactly what a test says.
#pragma once
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace charta::mllp {

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const auto address = loopback(port);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  struct Taken {
    int socket;
  };
  explicit RawSocket(Taken taken) : socket_(taken.socket) {}
  ~RawSocket() { close(); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Reads until `count` bytes 0x1C have come, the other side closed, or the time is over.
  std::string read_frames(int count, int timeout_ms = 5000) {
    std::string all;
    char buffer[4096];
    while (count > 0) {
      pollfd wait{socket_, POLLIN, 0};
      if (::poll(&wait, 1, timeout_ms) <= 0) break;
      const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      for (ssize_t i = 0; i < got; ++i) count -= buffer[i] == '\x1C' ? 1 : 0;
      all.append(buffer, static_cast<std::size_t>(got));
    }
    return all;
  }

  bool closed_by_peer(int timeout_ms = 5000) {
    char byte = 0;
    pollfd wait{socket_, POLLIN, 0};
    return ::poll(&wait, 1, timeout_ms) > 0 && ::recv(socket_, &byte, 1, MSG_PEEK) <= 0;
  }

  void end_sending() { ::shutdown(socket_, SHUT_WR); }
  void reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

 private:
  int socket_;
};

/// Accepts connections one after the other and hands each to `serve` on its own thread of control.
class ScriptedListener {
 public:
  explicit ScriptedListener(std::function<void(RawSocket&)> serve) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this, serve = std::move(serve)] {
      for (;;) {
        const int accepted = ::accept(socket_, nullptr, nullptr);
        if (accepted < 0) return;
        ++connections;
        RawSocket taken(RawSocket::Taken{accepted});
        serve(taken);
      }
    });
  }
  ~ScriptedListener() {
    ::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
    thread_.join();
  }

  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port); }
  std::uint16_t port = 0;
  std::atomic<int> connections{0};

 private:
  int socket_;
  std::thread thread_;
};

}  // namespace charta::mllp
