// SPDX-License-Identifier: Apache-2.0
#include "transport/download/download.hpp"

#include "tests/support/small_server.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <functional>
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

/// Takes one visitor and does with them what it is told; without being told it takes nobody.
class SmallHost {
 public:
  explicit SmallHost(std::function<void(int visitor)> work) {
    signal(SIGPIPE, SIG_IGN);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = ::inet_addr("127.0.0.1");
    socklen_t size = sizeof address_;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address_), size), 0);
    EXPECT_EQ(::listen(socket_, 0), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size);
    if (work)
      thread_ = std::thread([this, work = std::move(work)] {
        const int visitor = ::accept(socket_, nullptr, nullptr);
        work(visitor);
        ::close(visitor);
      });
  }
  ~SmallHost() {
    if (thread_.joinable()) thread_.join();
    ::close(socket_);
  }
  int port() const { return ntohs(address_.sin_port); }
  int knock() const {
    const int visitor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    (void)::connect(visitor, reinterpret_cast<const sockaddr*>(&address_), sizeof address_);
    return visitor;
  }

 private:
  sockaddr_in address_{};
  int socket_ = -1;
  std::thread thread_;
};

TEST(Download, FollowsARedirectionAndTakesTheWholeFile) {
  const charta::testing::SmallServer server(
      {"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndata"});
  EXPECT_EQ(get(server.url("/here")).value(), "data");
}

TEST(Download, IsNeverSentOnToAnUnsafeAddress) {
  const charta::testing::SmallServer server({"HTTP/1.1 302 Found\r\nLocation: http://www.example.org/x\r\n\r\n"});
  EXPECT_EQ(get(server.url("/here")).error().kind, ErrorKind::invalid);
}

TEST(Download, SaysWhatThePublisherAnswered) {
  const charta::testing::SmallServer server({"HTTP/1.1 404 Not Found\r\n\r\n"});
  EXPECT_EQ(get(server.url("/gone.zip")).error().message,
            "127.0.0.1 answers 404 for /gone.zip: the publisher may have put the file elsewhere");
}

TEST(Download, StopsAtItsLimit) {
  const charta::testing::SmallServer server({"HTTP/1.1 200 OK\r\n\r\n0123456789"});
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

TEST(Download, RefusesAnAnswerThatBreaksOffOrNeverEnds) {
  for (const bool is_reset : {true, false}) {
    SmallHost host([&](int visitor) {
      const std::string beginning = "HTTP/1.1 200 OK\r\n\r\nhalf of it";
      EXPECT_EQ(::write(visitor, beginning.data(), beginning.size()), static_cast<ssize_t>(beginning.size()));
      std::this_thread::sleep_for(std::chrono::milliseconds(is_reset ? 100 : 1500));
      const linger at_once{1, 0};
      if (is_reset) ::setsockopt(visitor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    });
    DownloadLimits limits;
    limits.seconds = 1;
    const auto broken = get("http://127.0.0.1:" + std::to_string(host.port()) + "/a.zip", limits);
    ASSERT_FALSE(broken) << "half a file is none";
    EXPECT_EQ(broken.error().kind, ErrorKind::unavailable);
    EXPECT_NE(broken.error().message.find("broke off after"), std::string::npos) << broken.error().message;
  }
}

TEST(Download, WaitsForALineOnlySoLong) {
  SmallHost host(nullptr);
  std::vector<int> queue;
  for (int n = 0; n < 4; ++n) queue.push_back(host.knock());  // nobody answers, and no further visitor finds a place
  DownloadLimits limits;
  limits.connecting_seconds = 1;
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(get("http://127.0.0.1:" + std::to_string(host.port()) + "/a", limits).error().kind, ErrorKind::unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  for (const int one : queue) ::close(one);
}

TEST(Download, TakesNothingFromAHostWithACertificateOfItsOwnMaking) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  SmallHost host([&](int visitor) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), visitor);
    EXPECT_NE(SSL_accept(ssl.get()), 1);
  });
  const auto refused = get("https://127.0.0.1:" + std::to_string(host.port()) + "/a.zip");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("does not show a certificate that is its own"), std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace charta::download
