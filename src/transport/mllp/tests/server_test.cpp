// SPDX-License-Identifier: Apache-2.0
#include "transport/mllp/server.hpp"

#include "formats/hl7v2/message.hpp"
#include "formats/hl7v2/mllp.hpp"
#include "src/transport/mllp/tests/raw_socket.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

namespace charta::mllp {
namespace {

using hl7v2::mllp_frame;
using namespace std::chrono_literals;

/// Waits until `condition` holds; false after five seconds.
bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

class Listener : public ::testing::Test {
 protected:
  void open(ServerOptions options = {}) {
    if (options.listeners.empty()) options.listeners.push_back({});
    options.workers = 4;
    auto opened = MllpServer::open(options, events_);
    ASSERT_TRUE(opened) << opened.error().message;
    server_ = *std::move(opened);
    port_ = server_->ports()[0];
  }

  void keep(const std::string& kind, const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    kept_.push_back(kind + ":" + bytes);
  }
  std::vector<std::string> kept() {
    const std::lock_guard lock(mutex_);
    return kept_;
  }

  ServerEvents events_{
      [this](std::string message, const Connection&) {
        keep("message", message);
        return std::vector<std::string>{"ack " + message};
      },
      [this](std::string rest, const Connection&) { keep("truncated", rest); },
      [this](std::string bytes, const Connection&) { keep("noise", bytes); },
      [this](std::string start, const Connection&) {
        keep("too large", start.substr(0, 10));
        return std::vector<std::string>{"refused"};
      },
  };
  std::mutex mutex_;
  std::vector<std::string> kept_;
  std::unique_ptr<MllpServer> server_;
  std::uint16_t port_ = 0;
};

TEST_F(Listener, AnswersAMessage) {
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("MSH|1"));
  EXPECT_EQ(sender.read_frames(1), mllp_frame("ack MSH|1"));
  EXPECT_EQ(kept(), std::vector<std::string>{"message:MSH|1"});
}

TEST_F(Listener, AnswersSeveralMessagesOfOnePacketInOrder) {
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("1") + mllp_frame("2") + mllp_frame("3"));
  EXPECT_EQ(sender.read_frames(3), mllp_frame("ack 1") + mllp_frame("ack 2") + mllp_frame("ack 3"));
}

TEST_F(Listener, AnswersAMessageThatComesByteByByte) {
  open();
  RawSocket sender(port_);
  for (const char c : mllp_frame("MSH|slow")) {
    sender.send({&c, 1});
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(sender.read_frames(1), mllp_frame("ack MSH|slow"));
}

TEST_F(Listener, WritesTwoAnswersOrNoneAsItIsTold) {
  events_.on_message = [](std::string message, const Connection&) {
    return message == "quiet" ? std::vector<std::string>{} : std::vector<std::string>{"CA", "AA"};
  };
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("quiet") + mllp_frame("loud"));
  EXPECT_EQ(sender.read_frames(2), mllp_frame("CA") + mllp_frame("AA"));
  EXPECT_TRUE(soon([&] { return server_->statistics().messages == 2; }));
  EXPECT_EQ(server_->statistics().answers, 2U);
}

TEST_F(Listener, AnswersASenderThatHasStoppedSending) {
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("1") + mllp_frame("2"));
  sender.end_sending();
  EXPECT_EQ(sender.read_frames(3), mllp_frame("ack 1") + mllp_frame("ack 2"));
  EXPECT_TRUE(sender.closed_by_peer());
}

TEST_F(Listener, KeepsATruncatedFrameAndAnswersNothing) {
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("1") + "\x0BMSH|cut");
  sender.end_sending();
  EXPECT_EQ(sender.read_frames(2), mllp_frame("ack 1"));
  EXPECT_TRUE(soon([&] { return kept().size() == 2; }));
  EXPECT_EQ(kept()[1], "truncated:MSH|cut");
  EXPECT_EQ(server_->statistics().truncated, 1U);
}

TEST_F(Listener, KeepsWhatAResetConnectionHadSent) {
  std::mutex gate;
  gate.lock();
  events_.on_message = [&](std::string message, const Connection&) {
    const std::lock_guard wait(gate);
    keep("message", message);
    return std::vector<std::string>{"ack"};
  };
  open();
  {
    RawSocket sender(port_);
    sender.send(mllp_frame("1") + mllp_frame("2"));
    ASSERT_TRUE(soon([&] { return server_->statistics().waiting == 2; }));
    sender.reset();
  }
  gate.unlock();
  EXPECT_TRUE(soon([&] { return kept().size() == 2; })) << "both had come whole";
  EXPECT_TRUE(soon([&] { return server_->statistics().connections_open == 0; }));
}

TEST_F(Listener, TellsNoiseAndGoesOn) {
  open();
  RawSocket sender(port_);
  sender.send("GET / HTTP/1.1" + mllp_frame("1") + "\r\n" + mllp_frame("2"));
  EXPECT_EQ(sender.read_frames(2), mllp_frame("ack 1") + mllp_frame("ack 2"));
  EXPECT_EQ(kept(), (std::vector<std::string>{"noise:GET / HTTP/1.1", "message:1", "message:2"}));
  EXPECT_EQ(server_->statistics().noise_bytes, 16U) << "white space is counted, and not told";
}

TEST_F(Listener, RefusesAMessageOverTheLimitAndCloses) {
  ServerOptions options;
  options.message_limit = 1000;
  open(options);
  RawSocket sender(port_);
  sender.send("\x0BMSH|" + std::string(3000, 'x'));
  EXPECT_EQ(sender.read_frames(2), mllp_frame("refused")) << "then the connection is closed";
  EXPECT_TRUE(sender.closed_by_peer());
  EXPECT_EQ(kept(), std::vector<std::string>{"too large:MSH|xxxxxx"});
}

TEST_F(Listener, RefusesAHundredMegabytesWithoutKeepingThem) {
  ServerOptions options;
  options.message_limit = 10U << 20U;
  open(options);
  RawSocket sender(port_);
  ASSERT_TRUE(sender.send("\x0BMSH|"));
  const std::string block(1U << 20U, 'x');
  bool refused = false;
  for (int i = 0; i < 101 && !refused; ++i) refused = !sender.send(block);
  EXPECT_EQ(sender.read_frames(1), mllp_frame("refused"));
  EXPECT_LE(server_->statistics().waiting_bytes, 11U << 20U);
  EXPECT_EQ(server_->statistics().messages, 0U);
}

TEST_F(Listener, RefusesWhenAllConnectionsTogetherHoldTooMuch) {
  ServerOptions options;
  options.memory_limit = 100000;
  open(options);
  RawSocket first(port_);
  RawSocket second(port_);
  first.send("\x0B" + std::string(90000, 'a'));
  ASSERT_TRUE(soon([&] { return server_->statistics().waiting_bytes >= 90000; }));
  second.send("\x0B" + std::string(30000, 'b'));
  EXPECT_EQ(second.read_frames(1), mllp_frame("refused"));
  first.send("\x1C\r");
  EXPECT_EQ(first.read_frames(1).size(), 90000U + 7U) << "the one that came first is served";
}

TEST_F(Listener, ReadsNoFurtherThanItsPipeline) {
  std::mutex gate;
  gate.lock();
  events_.on_message = [&](std::string, const Connection&) {
    const std::lock_guard wait(gate);
    return std::vector<std::string>{"ack"};
  };
  ServerOptions options;
  options.pipeline = 3;
  open(options);
  RawSocket sender(port_);
  std::string many;
  for (int i = 0; i < 50; ++i) many += mllp_frame(std::to_string(i));
  sender.send(many);
  ASSERT_TRUE(soon([&] { return server_->statistics().waiting >= 3; }));
  std::this_thread::sleep_for(50ms);
  EXPECT_LE(server_->statistics().waiting, 4U) << "one in work and three that wait, at most";
  gate.unlock();
  EXPECT_EQ(sender.read_frames(50).size(), 50 * mllp_frame("ack").size());
}

TEST_F(Listener, ClosesASilentConnectionAndKeepsItsHalfFrame) {
  ServerOptions options;
  options.idle_timeout_ms = 60;
  open(options);
  RawSocket sender(port_);
  sender.send("\x0BMSH|half");
  EXPECT_TRUE(sender.closed_by_peer());
  EXPECT_EQ(kept(), std::vector<std::string>{"truncated:MSH|half"});
  EXPECT_EQ(server_->statistics().idle_closed, 1U);
}

TEST_F(Listener, RefusesConnectionsOverTheLimit) {
  ServerOptions options;
  options.connection_limit = 2;
  open(options);
  RawSocket first(port_);
  RawSocket second(port_);
  ASSERT_TRUE(soon([&] { return server_->statistics().connections_open == 2; }));
  RawSocket third(port_);
  EXPECT_TRUE(third.closed_by_peer());
  EXPECT_EQ(server_->statistics().connections_refused, 1U);
  first.close();
  ASSERT_TRUE(soon([&] { return server_->statistics().connections_open == 1; }));
  RawSocket fourth(port_);
  fourth.send(mllp_frame("1"));
  EXPECT_EQ(fourth.read_frames(1), mllp_frame("ack 1"));
}

TEST_F(Listener, AHandlerThatThrowsClosesWithoutAnAnswer) {
  events_.on_message = [](std::string, const Connection&) -> std::vector<std::string> { throw std::runtime_error("broken"); };
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("1"));
  EXPECT_EQ(sender.read_frames(1), "");
  EXPECT_TRUE(sender.closed_by_peer());
  EXPECT_EQ(server_->statistics().failed, 1U);
}

TEST_F(Listener, ListensOnSeveralPortsAndNamesThem) {
  ServerOptions options;
  options.listeners = {{"lab"}, {"radiology"}};
  events_.on_message = [](std::string, const Connection& from) { return std::vector<std::string>{from.listener}; };
  open(options);
  for (std::size_t i = 0; i < 2; ++i) {
    RawSocket sender(server_->ports()[i]);
    sender.send(mllp_frame("1"));
    EXPECT_EQ(sender.read_frames(1), mllp_frame(options.listeners[i].name));
  }
}

TEST_F(Listener, SaysWhyItCannotListen) {
  open();
  ServerOptions taken;
  taken.listeners.push_back({"second", "127.0.0.1", port_});
  const auto second = MllpServer::open(taken, events_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_NE(second.error().message.find(std::to_string(port_)), std::string::npos);
  ServerOptions nowhere;
  nowhere.listeners.push_back({"x", "not an address", 0});
  EXPECT_EQ(MllpServer::open(nowhere, events_).error().kind, ErrorKind::invalid);
}

TEST_F(Listener, StoppingFinishesWhatIsInWorkAndAnswersIt) {
  std::atomic<bool> working{false};
  events_.on_message = [&](std::string message, const Connection&) {
    working = true;
    std::this_thread::sleep_for(150ms);
    return std::vector<std::string>{"ack " + message};
  };
  open();
  RawSocket sender(port_);
  sender.send(mllp_frame("1") + mllp_frame("2"));
  ASSERT_TRUE(soon([&] { return working.load(); }));
  server_->stop();
  EXPECT_EQ(sender.read_frames(2), mllp_frame("ack 1")) << "the second was not begun, and is not answered";
  EXPECT_EQ(server_->statistics().connections_open, 0U);
}

TEST_F(Listener, ServesSixtyFourConnectionsEachInItsOrder) {
  open();
  std::vector<std::thread> senders;
  std::atomic<int> wrong{0};
  for (int number = 0; number < 64; ++number)
    senders.emplace_back([&, number] {
      RawSocket sender(port_);
      std::string expected;
      std::string all;
      for (int i = 0; i < 40; ++i) {
        const std::string message = std::to_string(number) + "/" + std::to_string(i);
        all += mllp_frame(message);
        expected += mllp_frame("ack " + message);
      }
      sender.send(all);
      if (sender.read_frames(40) != expected) ++wrong;
    });
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(soon([&] { return server_->statistics().messages == 64U * 40U; }));
  EXPECT_TRUE(soon([&] { return server_->statistics().waiting_bytes == 0; }));
}

TEST_F(Listener, AnswersThatTheSenderReadsLateAreNotLost) {
  events_.on_message = [](std::string, const Connection&) { return std::vector<std::string>{std::string(200000, 'a')}; };
  open();
  RawSocket sender(port_);
  for (int i = 0; i < 40; ++i) sender.send(mllp_frame("x"));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(sender.read_frames(40).size(), 40U * 200003U);
}

}  // namespace
}  // namespace charta::mllp
