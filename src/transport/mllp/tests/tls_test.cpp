// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/message.hpp"
#include "src/transport/mllp/tests/raw_socket.hpp"
#include "transport/mllp/client.hpp"
#include "transport/mllp/server.hpp"

#include <cstdlib>
#include <filesystem>

namespace charta::mllp {
namespace {

const std::string admission = "MSH|^~\\&|A|B|C|D|20250301||ADT^A01|1|P|2.5\rPID|1||77\r";

class TlsListener : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("charta_tls_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lab.example "
        "-addext subjectAltName=IP:127.0.0.1 -keyout " +
        file("key.pem") + " -out " + file("certificate.pem") + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) GTEST_SKIP() << "no openssl command here to make a certificate with";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  std::unique_ptr<MllpServer> open(bool ask_for_certificate) {
    ServerOptions options;
    options.workers = 2;
    options.listeners.push_back({"secure",
                                 "127.0.0.1",
                                 0,
                                 true,
                                 {file("certificate.pem"), file("key.pem"), ask_for_certificate ? file("certificate.pem") : ""}});
    ServerEvents events;
    events.on_message = [this](std::string bytes, const Connection& from) {
      caller_ = from.certificate;
      const auto parsed = hl7v2::Message::parse(bytes);
      return std::vector{hl7v2::make_ack(parsed->header(), parsed->delimiters(), hl7v2::AckCode::AA, "9", "2025")};
    };
    auto server = MllpServer::open(options, events);
    EXPECT_TRUE(server) << server.error().message;
    return *std::move(server);
  }

  ClientOptions trusting() const {
    ClientOptions options;
    options.tls = true;
    options.authorities = file("certificate.pem");
    options.answer_timeout_ms = 3000;
    return options;
  }

  std::filesystem::path folder_;
  std::string caller_;
};

std::string endpoint(const MllpServer& server) {
  return "127.0.0.1:" + std::to_string(server.ports()[0]);
}

TEST_F(TlsListener, AnswersASenderThatTrustsIt) {
  const auto server = open(false);
  auto client = MllpClient::connect(endpoint(*server), trusting());
  ASSERT_TRUE(client) << client.error().message;
  for (int i = 0; i < 3; ++i) {
    const auto answer = client->exchange(admission, "1");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(answer->accepted());
  }
  EXPECT_EQ(caller_, "");
}

TEST_F(TlsListener, KnowsTheCallerByItsCertificate) {
  const auto server = open(true);
  ClientOptions options = trusting();
  options.certificate = file("certificate.pem");
  options.key = file("key.pem");
  auto client = MllpClient::connect(endpoint(*server), options);
  ASSERT_TRUE(client) << client.error().message;
  ASSERT_TRUE(client->exchange(admission, "1"));
  EXPECT_EQ(caller_, "lab.example");
}

TEST_F(TlsListener, RefusesACallerWithoutACertificateWhereOneIsAsked) {
  const auto server = open(true);
  auto client = MllpClient::connect(endpoint(*server), trusting());
  EXPECT_FALSE(client && client->exchange(admission, "1"));
  EXPECT_EQ(server->statistics().messages, 0U);
}

TEST_F(TlsListener, ASenderRefusesAListenerThatItDoesNotTrust) {
  const auto server = open(false);
  ClientOptions options;
  options.tls = true;
  const auto client = MllpClient::connect(endpoint(*server), options);
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, ErrorKind::unavailable);
}

TEST_F(TlsListener, DoesNotTakeAMessageInTheClear) {
  const auto server = open(false);
  RawSocket sender(server->ports()[0]);
  sender.send("\x0B" + admission + "\x1C\r");
  EXPECT_EQ(sender.read_frames(1).find("MSA"), std::string::npos);
  EXPECT_EQ(server->statistics().messages, 0U);
}

TEST_F(TlsListener, SaysWhichFileIsWrong) {
  ServerOptions options;
  options.listeners.push_back({"secure", "127.0.0.1", 0, true, {file("certificate.pem"), "/no/such/key", ""}});
  const auto server = MllpServer::open(options, {});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::invalid);
  EXPECT_NE(server.error().message.find("key"), std::string::npos);
}

}  // namespace
}  // namespace charta::mllp
