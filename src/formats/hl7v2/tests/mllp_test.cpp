// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/mllp.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace charta::hl7v2 {
namespace {

using Event = MllpFramer::Event;

/// Everything that comes out, one letter an event: M message, N noise, L too large.
std::vector<std::string> drained(MllpFramer& framer) {
  std::vector<std::string> events;
  std::string bytes;
  for (;;) switch (framer.next(bytes)) {
      case Event::need_more:
        return events;
      case Event::message:
        events.push_back("M:" + bytes);
        break;
      case Event::noise:
        events.push_back("N:" + bytes);
        break;
      case Event::too_large:
        events.push_back("L:" + bytes);
        break;
    }
}

using Events = std::vector<std::string>;

TEST(MllpFramer, GivesAFrameItsMessage) {
  MllpFramer framer;
  framer.feed(mllp_frame("MSH|1"));
  EXPECT_EQ(drained(framer), Events{"M:MSH|1"});
  EXPECT_FALSE(framer.in_frame());
  EXPECT_EQ(framer.take_rest(), "");
}

TEST(MllpFramer, TakesSeveralMessagesFromOnePacket) {
  MllpFramer framer;
  framer.feed(mllp_frame("MSH|1") + mllp_frame("MSH|2") + mllp_frame("") + "\x0BMSH|3");
  EXPECT_EQ(drained(framer), (Events{"M:MSH|1", "M:MSH|2", "M:"}));
  EXPECT_TRUE(framer.in_frame());
  framer.feed("x\x1C\r");
  EXPECT_EQ(drained(framer), Events{"M:MSH|3x"});
}

TEST(MllpFramer, TakesBytesOneByOne) {
  MllpFramer framer;
  Events all;
  for (const char c : mllp_frame("MSH|1") + mllp_frame("MSH|2")) {
    framer.feed({&c, 1});
    for (auto& event : drained(framer)) all.push_back(event);
  }
  EXPECT_EQ(all, (Events{"M:MSH|1", "M:MSH|2"}));
}

TEST(MllpFramer, BytesBetweenFramesAreNoiseAndNotLost) {
  MllpFramer framer;
  framer.feed("hello\x0BMSH|1\x1C\r\r\nGET /");
  EXPECT_EQ(drained(framer), (Events{"N:hello", "M:MSH|1", "N:\r\nGET /"}));
}

TEST(MllpFramer, ATruncatedFrameIsLeftBehind) {
  MllpFramer framer;
  framer.feed("\x0BMSH|1|cut");
  EXPECT_TRUE(drained(framer).empty());
  EXPECT_TRUE(framer.in_frame());
  EXPECT_EQ(framer.take_rest(), "MSH|1|cut");
  EXPECT_FALSE(framer.in_frame());
}

TEST(MllpFramer, AFrameBegunAnewLeavesTheFirstAsNoise) {
  MllpFramer framer;
  framer.feed("\x0BMSH|cut\x0BMSH|whole\x1C\r");
  EXPECT_EQ(drained(framer), (Events{"N:\x0BMSH|cut", "M:MSH|whole"}));
}

TEST(MllpFramer, ControlBytesInTheTextDoNotEndIt) {
  MllpFramer framer;
  framer.feed("\x0BMSH|a\x0B b\x1C|c\x1C\r");
  EXPECT_EQ(drained(framer), Events{"M:MSH|a\x0B b\x1C|c"});
}

TEST(MllpFramer, AcceptsEndsThatLackTheCarriageReturn) {
  MllpFramer framer;
  framer.feed("\x0BMSH|1\x1C\x0BMSH|2\x1C\n\x0BMSH|3\x1C\r");
  EXPECT_EQ(drained(framer), (Events{"M:MSH|1", "M:MSH|2", "M:MSH|3"}));
}

TEST(MllpFramer, RefusesWhatIsTooLargeAndGoesOnAfterIt) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{100000}}) {
    MllpFramer framer(50);
    const std::string stream = mllp_frame("MSH|" + std::string(200, 'x')) + mllp_frame("MSH|2");
    Events all;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      framer.feed(std::string_view(stream).substr(at, step));
      for (auto& event : drained(framer)) all.push_back(event);
    }
    ASSERT_EQ(all.size(), 2U) << step;
    EXPECT_TRUE(all[0].starts_with("L:MSH|xxx"));
    EXPECT_EQ(all[1], "M:MSH|2");
  }
}

TEST(MllpFramer, KeepsNoMoreThanTheLimit) {
  MllpFramer framer(1000);
  std::string bytes;
  framer.feed("\x0B");
  int refused = 0;
  for (int i = 0; i < 10000; ++i) {
    framer.feed(std::string(100, 'x'));
    while (true) {
      const Event event = framer.next(bytes);
      if (event == Event::need_more) break;
      ++refused;
    }
  }
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(framer.take_rest(), "");
}

TEST(MllpFramer, LosesNoByteOfAnyStream) {
  std::mt19937 random(3);
  const std::string_view alphabet("\x0B\x1C\rMSH|ab\n", 10);
  for (int round = 0; round < 5000; ++round) {
    MllpFramer framer;
    std::size_t fed = 0;
    std::size_t given = 0;
    std::size_t frames = 0;
    for (unsigned pieces = random() % 6; pieces > 0; --pieces) {
      std::string piece;
      for (unsigned length = random() % 9; length > 0; --length) piece += alphabet[random() % alphabet.size()];
      fed += piece.size();
      framer.feed(piece);
      for (const auto& event : drained(framer)) {
        given += event.size() - 2;
        if (event[0] == 'M') ++frames;
      }
    }
    const bool open = framer.in_frame();
    given += framer.take_rest().size() + (open ? 1 : 0);
    // A frame's own two or three bytes are all that may be missing.
    EXPECT_GE(fed, given + 2 * frames);
    EXPECT_LE(fed, given + 3 * frames);
  }
}

}  // namespace
}  // namespace charta::hl7v2
