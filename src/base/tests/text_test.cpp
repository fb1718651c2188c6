// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace charta {
namespace {

template <class Text>
concept can_be_viewed = requires(Text&& text) { trimmed(std::forward<Text>(text)); };

TEST(Ascii, IsToldAtEveryPosition) {
  EXPECT_TRUE(is_ascii(""));
  for (std::size_t size = 1; size < 40; ++size) {
    std::string text(size, 'a');
    EXPECT_TRUE(is_ascii(text));
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = '\x80';
      EXPECT_FALSE(is_ascii(text)) << at << " of " << size;
      text[at] = 'a';
    }
  }
}

struct Utf8Case {
  const char* why;
  std::string_view text;
  bool valid;
};

// Source: RFC 3629, section 4.
TEST(Utf8, IsCheckedToTheLetter) {
  for (const auto& [why, text, valid] : {Utf8Case{"empty", "", true},
                                         {"two bytes", "\xC3\xBC", true},
                                         {"three bytes", "\xE2\x82\xAC", true},
                                         {"four bytes", "\xF0\x9F\x98\x80", true},
                                         {"the last code point", "\xF4\x8F\xBF\xBF", true},
                                         {"beyond it", "\xF4\x90\x80\x80", false},
                                         {"a lead that never is", "\xF5\x80\x80\x80", false},
                                         {"overlong slash", "\xC0\xAF", false},
                                         {"overlong in three", "\xE0\x80\xAF", false},
                                         {"overlong in four", "\xF0\x80\x80\xAF", false},
                                         {"a surrogate", "\xED\xA0\x80", false},
                                         {"below the surrogates", "\xED\x9F\xBF", true},
                                         {"above the surrogates", "\xEE\x80\x80", true},
                                         {"a lone continuation", "\x80", false},
                                         {"cut after one", "\xC3", false},
                                         {"cut after two", "\xE2\x82", false},
                                         {"cut after three", "\xF0\x9F\x98", false},
                                         {"a letter where a continuation belongs", "\xC3(", false},
                                         {"good around bad", "a\xFF z", false},
                                         {"Latin-1", "M\xFCller", false}})
    EXPECT_EQ(is_valid_utf8(text), valid) << why;
}

TEST(Text, IsTrimmedAndSplit) {
  EXPECT_EQ(trimmed(" \t a b \r\n"), "a b");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(stripped(std::string(" \t a b \r\n")), "a b");
  static_assert(!can_be_viewed<std::string> && can_be_viewed<const std::string&>, "a view of a temporary would dangle");
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(split("abc", ','), (std::vector<std::string_view>{"abc"}));
}

TEST(Text, ChangesCaseOfAsciiOnly) {
  EXPECT_EQ(lower_ascii("ABCxyz-Ü@[`{"), "abcxyz-Ü@[`{");
  EXPECT_EQ(upper_ascii("abcXYZ-ü@[`{"), "ABCXYZ-ü@[`{");
}

TEST(Integers, AreWholeNumbersWithASign) {
  EXPECT_EQ(parse_integer("42"), 42);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("+7"), 7);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (const std::string_view text :
       {"", "+", "-", "+-7", "-+7", "++7", " 7", "7 ", "7.0", "7a", "0x10", "9223372036854775808", "1e3"})
    EXPECT_FALSE(parse_integer(text)) << text;
}

struct FoldCase {
  const char* text;
  const char* expected;
};

TEST(Folding, MeetsNamesAsPeopleTypeThem) {
  for (const auto& [text, expected] : {FoldCase{"Müller", "muller"},
                                       {"MUELLER", "mueller"},
                                       {"Ólafur", "olafur"},
                                       {"Иванов", "ivanov"},
                                       {"Straße", "strasse"},
                                       {"Đorđević", "dordevic"},
                                       {"O’Brien", "o'brien"},
                                       {"Núñez  de\tBalboa", "nunez de balboa"},
                                       {" Ada  Rose ", "ada rose"},
                                       {"Ωmega", "omega"},
                                       {"", ""},
                                       {"   ", ""},
                                       {"ﬁ", "fi"},
                                       {"Nguyễn", "nguyen"},
                                       {"Łukasz", "lukasz"},
                                       {"Þór", "thor"}})
    EXPECT_EQ(folded(text), expected) << text;
}

TEST(Folding, IsTheSameTwice) {
  for (const std::string_view text : {"Müller", "Ólafur", "Иванов", "北京", "O'Brien", "ÆØÅ", "e\xCC\x81"})
    EXPECT_EQ(folded(folded(text)), folded(text)) << text;
}

TEST(Folding, ComposedAndDecomposedMeet) {
  EXPECT_EQ(folded("\xC3\xA9"), folded("e\xCC\x81"));
}

TEST(Charsets, AreConvertedToUtf8) {
  EXPECT_EQ(to_utf8("M\xFCller", "ISO-8859-1"), "Müller");
  EXPECT_EQ(to_utf8("\xA4", "ISO-8859-15"), "€");
  EXPECT_EQ(to_utf8("\x93\x8C\x8B\x9E", "Shift_JIS"), "東京");
  EXPECT_EQ(to_utf8("abc", "US-ASCII"), "abc");
  EXPECT_EQ(to_utf8("", "UTF-8"), "");
}

TEST(Charsets, RefuseBytesThatAreNotTheirs) {
  EXPECT_FALSE(to_utf8("M\xFCller", "UTF-8"));
  EXPECT_FALSE(to_utf8("M\xFCller", "US-ASCII"));
  EXPECT_FALSE(to_utf8("\x93", "Shift_JIS")) << "cut in the middle of a character";
  EXPECT_FALSE(to_utf8("a", "no such charset"));
}

TEST(Charsets, WriteWhatTheyHave) {
  EXPECT_EQ(from_utf8("Müller", "ISO-8859-1"), "M\xFCller");
  EXPECT_EQ(from_utf8("東京", "Shift_JIS"), "\x93\x8C\x8B\x9E");
  EXPECT_EQ(from_utf8("", "ISO-8859-1"), "");
  EXPECT_FALSE(from_utf8("東京", "ISO-8859-1")) << "never replaced by question marks";
  EXPECT_FALSE(from_utf8("M\xFCller", "ISO-8859-1")) << "no UTF-8";
  EXPECT_FALSE(from_utf8("a", "no such charset"));
}

TEST(Charsets, ComeBack) {
  for (const std::string& charset :
       {std::string("UTF-8"), std::string("UTF-16LE"), std::string("GB18030"), std::string("ISO-2022-JP")}) {
    const auto bytes = from_utf8("Tokyo 東京", charset);
    ASSERT_TRUE(bytes) << charset;
    EXPECT_EQ(to_utf8(*bytes, charset), "Tokyo 東京") << charset;
  }
}

}  // namespace
}  // namespace charta
