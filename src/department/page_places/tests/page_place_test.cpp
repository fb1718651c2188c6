// SPDX-License-Identifier: Apache-2.0
#include "department/page_places/page_place.hpp"

#include <gtest/gtest.h>

namespace charta::page_places {
namespace {

NewPlace place(std::optional<Region> region, const std::string& comment = "see here", std::int64_t page = 1) {
  NewPlace one;
  one.region = region;
  one.comment = comment;
  one.page = page;
  return one;
}

TEST(PagePlace, IsAPageOrARegionOfItWithAComment) {
  EXPECT_TRUE(check(place({})));
  EXPECT_TRUE(check(place(Region{0, 0, 1000, 1000})));
  EXPECT_TRUE(check(place(Region{990, 990, 10, 10})));
}

TEST(PagePlace, SaysWhatItLacksOrWhatIsWrong) {
  EXPECT_EQ(check(place({}, " \n ")).error().location, "comment");
  EXPECT_EQ(check(place({}, std::string(longest_comment + 1, 'x'))).error().location, "comment");
  EXPECT_EQ(check(place({}, "see", 0)).error().location, "page");
  EXPECT_EQ(check(place({}, "see", last_page + 1)).error().location, "page");
  for (const Region wrong :
       {Region{0, 0, 0, 5}, Region{-1, 0, 5, 5}, Region{996, 0, 5, 5}, Region{0, 0, 1001, 5}, Region{0, 999, 5, 2}})
    EXPECT_EQ(check(place(wrong)).error().location, "region") << print(wrong);
}

TEST(PagePlace, ARegionComesBackAsItWasWritten) {
  const auto back = parse_region(print(Region{12, 345, 67, 8}));
  ASSERT_TRUE(back);
  EXPECT_EQ(print(*back), "12,345,67,8");
  EXPECT_FALSE(parse_region(""));
  EXPECT_FALSE(parse_region("1,2,3"));
  EXPECT_FALSE(parse_region("1,2,3,4,5"));
  EXPECT_FALSE(parse_region("a,b,c,d"));
}

}  // namespace
}  // namespace charta::page_places
