// SPDX-License-Identifier: Apache-2.0
#include "transport/mllp/client.hpp"

#include "formats/hl7v2/message.hpp"
#include "formats/hl7v2/mllp.hpp"
#include "src/transport/mllp/tests/raw_socket.hpp"
#include "transport/mllp/server.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace charta::mllp {
namespace {

using hl7v2::mllp_frame;

std::string message(std::string_view id) {
  return "MSH|^~\\&|CHARTA|HIM|EHR|NORTH|20250301||MDM^T02|" + std::string(id) + "|P|2.5\rPID|1||77\r";
}
std::string ack(std::string_view id, std::string_view code = "AA") {
  return "MSH|^~\\&|EHR|NORTH|CHARTA|HIM|20250301||ACK|9|P|2.5\rMSA|" + std::string(code) + "|" + std::string(id) + "\r";
}
ClientOptions hurried() {
  ClientOptions options;
  options.answer_timeout_ms = 150;
  options.connect_timeout_ms = 1000;
  return options;
}

TEST(MllpClient, TakesTheAnswerToItsOwnMessage) {
  ScriptedListener listener([](RawSocket& peer) {
    while (!peer.read_frames(1).empty()) peer.send(mllp_frame(ack("1")));
  });
  auto client = MllpClient::connect(listener.endpoint());
  ASSERT_TRUE(client) << client.error().message;
  const auto answer = client->exchange(message("1"), "1");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->accepted());
  EXPECT_EQ(answer->bytes, ack("1"));
  EXPECT_EQ(answer->discarded, 0);
}

TEST(MllpClient, ARefusalIsAnAnswer) {
  ScriptedListener listener([](RawSocket& peer) {
    peer.read_frames(1);
    peer.send(mllp_frame(ack("1", "AE")));
    peer.read_frames(1);
  });
  auto client = MllpClient::connect(listener.endpoint());
  const auto answer = client->exchange(message("1"), "1");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->code, "AE");
  EXPECT_FALSE(answer->accepted());
}

// The fault of Mirth #1441 and #2070: the late answer to message 1 was taken for that of message 2, which nobody had received.
TEST(MllpClient, NeverTakesALateAnswerForTheNextMessages) {
  ScriptedListener listener([](RawSocket& peer) {
    peer.read_frames(1);
    peer.send(mllp_frame(ack("1")) + mllp_frame(ack("0")) + mllp_frame("no answer at all") + mllp_frame(ack("2", "AE")));
    peer.read_frames(1);
  });
  auto client = MllpClient::connect(listener.endpoint());
  const auto answer = client->exchange(message("2"), "2");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->code, "AE");
  EXPECT_EQ(answer->discarded, 3);
}

TEST(MllpClient, AWrongControlIdIsNoAnswerAndTheTimeoutCloses) {
  ScriptedListener listener([](RawSocket& peer) {
    peer.read_frames(1);
    peer.send(mllp_frame(ack("someone else's")));
    peer.read_frames(1);
  });
  auto client = MllpClient::connect(listener.endpoint(), hurried());
  const auto answer = client->exchange(message("1"), "1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(client->is_open());
  EXPECT_FALSE(client->exchange(message("2"), "2")) << "a closed connection sends nothing more";
}

TEST(MllpClient, ALostConnectionIsAnError) {
  for (const bool half_answer : {false, true}) {
    ScriptedListener listener([half_answer](RawSocket& peer) {
      peer.read_frames(1);
      if (half_answer) peer.send(mllp_frame(ack("1")).substr(0, 30));
      peer.reset();
    });
    auto client = MllpClient::connect(listener.endpoint());
    const auto answer = client->exchange(message("1"), "1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_FALSE(client->is_open());
  }
}

TEST(MllpClient, PutsTheAnswerTogetherFromPieces) {
  ScriptedListener listener([](RawSocket& peer) {
    peer.read_frames(1);
    for (const char c : mllp_frame(ack("1"))) peer.send({&c, 1});
    peer.read_frames(1);
  });
  auto client = MllpClient::connect(listener.endpoint());
  EXPECT_TRUE(client->exchange(message("1"), "1"));
}

TEST(MllpClient, RefusesWhatItCannotTellApart) {
  ScriptedListener listener([](RawSocket& peer) { peer.read_frames(1); });
  auto client = MllpClient::connect(listener.endpoint());
  EXPECT_EQ(client->exchange(message(""), "").error().kind, ErrorKind::invalid);
}

TEST(MllpClient, SaysWhyItCannotConnect) {
  EXPECT_EQ(MllpClient::connect("127.0.0.1").error().kind, ErrorKind::invalid);
  EXPECT_EQ(MllpClient::connect("127.0.0.1:http").error().kind, ErrorKind::invalid);
  EXPECT_EQ(MllpClient::connect(":1").error().kind, ErrorKind::invalid);
  std::uint16_t free_port = 0;
  {
    const ScriptedListener gone([](RawSocket&) {});
    free_port = gone.port;
  }
  const auto refused = MllpClient::connect("127.0.0.1:" + std::to_string(free_port));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

TEST(OutboxSender, KeepsItsConnectionAndOpensANewOneAfterATimeout) {
  std::atomic<bool> silent{false};
  ScriptedListener listener([&silent](RawSocket& peer) {
    for (;;) {
      const std::string frame = peer.read_frames(1);
      if (frame.empty()) return;
      if (silent.exchange(false)) continue;
      const auto parsed = hl7v2::Message::parse(frame.substr(1, frame.size() - 3));
      peer.send(mllp_frame(ack(parsed->header().control_id)));
    }
  });
  const auto sender = outbox_sender(hurried());
  partners::Partner partner;
  partner.endpoint = listener.endpoint();
  partners::OutboxMessage first;
  first.control_id = "A";
  first.bytes = message("A");
  EXPECT_TRUE(sender(partner, first));
  EXPECT_TRUE(sender(partner, first));
  EXPECT_EQ(listener.connections, 1);
  silent = true;
  EXPECT_FALSE(sender(partner, first)) << "no answer in time";
  const auto again = sender(partner, first);
  ASSERT_TRUE(again) << "the same control id over a new connection";
  EXPECT_EQ(*again, ack("A"));
  EXPECT_EQ(listener.connections, 2);
}

class SendFile : public ::testing::Test {
 protected:
  std::string file(const std::string& bytes) {
    const auto path = std::filesystem::temp_directory_path() / ("charta_send_" + std::to_string(::getpid()) + ".hl7");
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::vector<std::string> lines_;
  std::function<void(std::string_view)> report_ = [this](std::string_view line) { lines_.emplace_back(line); };
};

TEST_F(SendFile, ChecksEveryAcknowledgement) {
  ServerOptions options;
  options.listeners.push_back({});
  ServerEvents events;
  events.on_message = [](std::string bytes, const Connection&) {
    const auto parsed = hl7v2::Message::parse(bytes);
    const auto& header = parsed->header();
    if (header.control_id != "2")
      return std::vector{hl7v2::make_ack(header, parsed->delimiters(), hl7v2::AckCode::AA, "x", "2025")};
    return std::vector{hl7v2::make_ack(header, parsed->delimiters(), hl7v2::AckCode::AE, "x", "2025",
                                       {{"204", "PID-3", "unknown patient", 'E'}})};
  };
  auto server = MllpServer::open(options, events);
  ASSERT_TRUE(server);
  const auto path = file("FHS|^~\\&\rBHS|^~\\&\r" + message("1") + message("2") + message("3") + "BTS|4\rFTS|1\r");
  const auto summary = send_file(path, "127.0.0.1:" + std::to_string((*server)->ports()[0]), report_);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->messages, 3);
  EXPECT_EQ(summary->accepted, 2);
  EXPECT_EQ(summary->refused, 1);
  EXPECT_FALSE(summary->all_accepted());
  EXPECT_EQ(lines_, (std::vector<std::string>{"BTS-1 says 4 messages, counted were 3",
                                              "message 2 (2): refused with AE: unknown patient"}));
}

TEST_F(SendFile, SendsOnceMoreOverANewConnection) {
  std::atomic<int> received{0};
  ScriptedListener listener([&](RawSocket& peer) {
    if (peer.read_frames(1).empty()) return;
    if (++received == 1) return peer.reset();
    peer.send(mllp_frame(ack("1")));
    peer.read_frames(1);
  });
  const auto summary = send_file(file(message("1")), listener.endpoint(), report_, hurried());
  ASSERT_TRUE(summary);
  EXPECT_TRUE(summary->all_accepted());
  EXPECT_EQ(received, 2);
}

TEST_F(SendFile, SaysWhatIsWrongWithTheFileOrTheListener) {
  EXPECT_EQ(send_file("/no/such/file", "127.0.0.1:1", report_).error().kind, ErrorKind::not_found);
  EXPECT_EQ(send_file(file("hello"), "127.0.0.1:1", report_).error().kind, ErrorKind::invalid);
  EXPECT_EQ(send_file(file(message("1")), "127.0.0.1:1", report_).error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace charta::mllp
