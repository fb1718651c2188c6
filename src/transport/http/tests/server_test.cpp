// SPDX-License-Identifier: Apache-2.0
// The server against real sockets on loopback.
#include "transport/http/server.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace charta::http {
namespace {

/// Echoes the request; POSTs run on the pool; "/slow" takes a while; "/stream" becomes a stream.
class EchoSite final : public Site {
 public:
  Cost route(Request& request) override { return request.method == "POST" ? Cost::write : Cost::read; }
  Response answer(Request& request) override {
    if (request.path == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(100));
    Response response;
    response.content_type = request.path == "/stream" ? "text/event-stream" : "text/plain";
    response.body = request.method + " " + request.path + " " + request.query + " " + request.body;
    return response;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    timeval limit{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~Client() { ::close(socket_); }
  bool connected() const { return connected_; }
  void send(std::string_view bytes) {
    ASSERT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  /// Reads until `text` has arrived or the connection ends.
  std::string until(std::string_view text) {
    char buffer[4096];
    while (received_.find(text) == std::string::npos) {
      const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      received_.append(buffer, static_cast<std::size_t>(count));
    }
    return std::exchange(received_, {});
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string received_;
};

/// With requests on the thread's stack and on stacks of their own.
class ServerTest : public ::testing::TestWithParam<bool> {
 protected:
  ServerTest() {
    ServerOptions options;
    options.port = 0;
    options.body_limit = 1000;
    options.own_stacks = GetParam();
    server_ = std::move(Server::start(options, site_).value());
  }
  EchoSite site_;
  std::unique_ptr<Server> server_;
};

INSTANTIATE_TEST_SUITE_P(Stacks, ServerTest, ::testing::Bool(), [](const auto& each) { return each.param ? "own" : "shared"; });

TEST_P(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  Client client(server_->port());
  ASSERT_TRUE(client.connected());
  client.send("GET /a?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_NE(client.until("GET /a x=1").find("200 OK"), std::string::npos);
  client.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_NE(client.until("hello").find("POST /b  hello"), std::string::npos);
  EXPECT_EQ(server_->figures().requests, 2);
}

TEST_P(ServerTest, AnswersPipelinedRequestsInOrder) {
  Client client(server_->port());
  client.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n1GET /after HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string both = client.until("/after");
  EXPECT_LT(both.find("/slow"), both.find("/after"));
}

TEST_P(ServerTest, RefusesATooLargeBodyAndGarbageWithAnAnswer) {
  Client large(server_->port());
  large.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_NE(large.until("}").find("413"), std::string::npos);
  Client garbage(server_->port());
  garbage.send("this is not HTTP\r\n\r\n");
  EXPECT_NE(garbage.until("}").find("400"), std::string::npos);
}

TEST_P(ServerTest, BroadcastsToStreamsAndForgetsThoseThatLeft) {
  {
    Client client(server_->port());
    client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    client.until("retry");
    server_->broadcast("counts", "{}");
    EXPECT_NE(client.until("data: {}").find("event: counts"), std::string::npos);
    EXPECT_EQ(server_->figures().streams, 1);
  }
  for (int i = 0; i < 200 && server_->figures().streams > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(server_->figures().streams, 0);
  server_->broadcast("counts", "{}");
}

TEST_P(ServerTest, HeadHasNoBody) {
  Client client(server_->port());
  client.send("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string all = client.until("never");
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

TEST_P(ServerTest, AnAddressInUseIsRefusedByName) {
  ServerOptions options;
  options.port = server_->port();
  const auto second = Server::start(options, site_);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find(std::to_string(options.port)), std::string::npos);
}

TEST_P(ServerTest, ServesManyClientsAndStopsCleanly) {
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 32; ++i)
    clients.emplace_back([&] {
      Client client(server_->port());
      for (int j = 0; j < 20; ++j) {
        client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");
        if (client.until("POST /x  ab").find("200 OK") != std::string::npos) ++answered;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(answered, 640);
  server_->stop();
  EXPECT_FALSE(Client(server_->port()).connected());
}

}  // namespace
}  // namespace charta::http
