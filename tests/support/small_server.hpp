// SPDX-License-Identifier: Apache-2.0
// A server of this machine that answers as a test says, for programs that fetch files.
#pragma once
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace charta::testing {

/// Answers each connection with the next of its texts.
class SmallServer {
 public:
  explicit SmallServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::inet_addr("127.0.0.1");
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 4), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (const auto& answer : answers_) {
        const int visitor = ::accept(socket_, nullptr, nullptr);
        char request[2048];
        const auto count = ::read(visitor, request, sizeof request);
        EXPECT_GT(count, 0);
        EXPECT_EQ(::write(visitor, answer.data(), answer.size()), static_cast<ssize_t>(answer.size()));
        ::close(visitor);
      }
    });
  }
  ~SmallServer() {
    thread_.join();
    ::close(socket_);
  }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }

 private:
  std::vector<std::string> answers_;
  int socket_ = -1, port_ = 0;
  std::thread thread_;
};

}  // namespace charta::testing
