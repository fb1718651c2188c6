// SPDX-License-Identifier: Apache-2.0
#include "transport/download/download.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace charta::download {
namespace {

TEST(DownloadAddress, IsHttpsOrOfThisMachine) {
  const auto address = parse_address("https://www.example.org/files/a.zip").value();
  EXPECT_EQ(address.host, "www.example.org");
  EXPECT_EQ(address.port, "443");
  EXPECT_EQ(address.path, "/files/a.zip");
  EXPECT_EQ(parse_address("http://127.0.0.1:8080/a").value().port, "8080");
  for (const auto* refused :
       {"http://www.example.org/a", "ftp://x/a", "https:///a", "https://a b/", "https://user@host/", "https://host:x/"})
    EXPECT_FALSE(parse_address(refused)) << refused;
}

TEST(DownloadAnswer, IsRefusedWhenItBreaksOff) {
  EXPECT_EQ(parse_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").value().body, "abc");
  EXPECT_EQ(parse_answer("HTTP/1.1 404 Not Found\r\n\r\n").value().status, 404);
  EXPECT_EQ(parse_answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").error().message,
            "the answer breaks off: 3 of 9 bytes came");
  for (const auto* broken : {"", "HTTP/1.1 200 OK\r\nConte", "SSH-2.0\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"})
    EXPECT_FALSE(parse_answer(broken)) << broken;
}

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

TEST(Download, FollowsARedirectionAndTakesTheWholeFile) {
  const SmallServer server(
      {"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndata"});
  EXPECT_EQ(get(server.url("/here")).value(), "data");
}

TEST(Download, IsNeverSentOnToAnUnsafeAddress) {
  const SmallServer server({"HTTP/1.1 302 Found\r\nLocation: http://www.example.org/x\r\n\r\n"});
  EXPECT_EQ(get(server.url("/here")).error().kind, ErrorKind::invalid);
}

TEST(Download, SaysWhatThePublisherAnswered) {
  const SmallServer server({"HTTP/1.1 404 Not Found\r\n\r\n"});
  EXPECT_EQ(get(server.url("/gone.zip")).error().message,
            "127.0.0.1 answers 404 for /gone.zip: the publisher may have put the file elsewhere");
}

TEST(Download, StopsAtItsLimit) {
  const SmallServer server({"HTTP/1.1 200 OK\r\n\r\n0123456789"});
  DownloadLimits limits;
  limits.bytes = 20;
  EXPECT_EQ(get(server.url("/large"), limits).error().kind, ErrorKind::too_large);
}

TEST(Download, SaysWhenThereIsNoNetwork) {
  const auto none = get("https://no-such-host.invalid/a.zip");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::unavailable);
  EXPECT_NE(none.error().message.find("there is no network"), std::string::npos);
  EXPECT_NE(none.error().message.find("charta codes import"), std::string::npos);
}

}  // namespace
}  // namespace charta::download
