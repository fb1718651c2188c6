// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/old_number.hpp"

#include <gtest/gtest.h>

namespace charta::paper_charts {
namespace {

using Parts = std::vector<PositionPart>;

TEST(OldNumber, IsFoundAsItIsSaid) {
  EXPECT_EQ(number_folded("St-44/10 7.B"), number_folded("ST44107b"));
  EXPECT_NE(number_folded("441070"), number_folded("44107"));
}

TEST(Position, IsReadFromTheOuterToTheInner) {
  EXPECT_EQ(parse_position("roll 118, frame 2040"), (Parts{{"roll", "118"}, {"frame", "2040"}}));
  EXPECT_EQ(parse_position("Frame no. 2040 of Reel 0118"), (Parts{{"roll", "118"}, {"frame", "2040"}}));
  EXPECT_EQ(parse_position("frames 2040-2051 roll A7"), (Parts{{"roll", "a7"}, {"frame", "2040", "2051"}}));
  EXPECT_EQ(parse_position("Box 4711"), (Parts{{"box", "4711"}}));
  EXPECT_EQ(parse_position("roll 12-6"), (Parts{{"roll", "12"}})) << "a range does not run backwards";
  EXPECT_EQ(parse_position("box 00no"), (Parts{{"box", "0no"}})) << "a zero before a letter is part of the number";
  EXPECT_EQ(parse_position("jacket 5512 in carton 9"), (Parts{{"box", "9"}, {"jacket", "5512"}}));
}

TEST(Position, WhereNoPartIsNamedThereIsNone) {
  for (const auto* text : {"", "Marsh, Ada", "100042", "roll", "frame frame", "box -", "118 2040"})
    EXPECT_TRUE(parse_position(text).empty()) << text;
}

TEST(Position, IsKeptInOneWayHoweverItIsWritten) {
  EXPECT_EQ(position_folded("Frame 2040, Roll 118"), "roll 118 frame 2040");
  EXPECT_EQ(position_folded("Third drawer, LEFT"), "third drawer left");
  EXPECT_EQ(position_folded(position_folded("Frame 2040, Roll 118")), "roll 118 frame 2040");
}

TEST(Position, AFrameWithinTheFramesOfARollIsFound) {
  const auto stored = parse_position("roll 118, frames 2040-2051");
  EXPECT_TRUE(position_holds(stored, parse_position("roll 118 frame 2045")));
  EXPECT_TRUE(position_holds(stored, parse_position("roll 118")));
  EXPECT_TRUE(position_holds(stored, parse_position("frame 2051")));
  EXPECT_FALSE(position_holds(stored, parse_position("roll 118 frame 2052")));
  EXPECT_FALSE(position_holds(stored, parse_position("roll 119 frame 2045")));
  EXPECT_FALSE(position_holds(stored, parse_position("roll 118 jacket 1")));
}

}  // namespace
}  // namespace charta::paper_charts
