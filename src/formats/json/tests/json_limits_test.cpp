// SPDX-License-Identifier: Apache-2.0
// The edges of RFC 8259, and what a sender could do to a reader: depth, size, odd numbers, broken text.
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace charta::json {
namespace {

std::string written_again(std::string_view text) {
  const auto document = Document::parse(text);
  return document ? write(document->root()) : "refused: " + document.error().message;
}

TEST(JsonText, ReadsWhatTheStandardAllows) {
  const struct {
    std::string_view text, written;
  } cases[] = {
      {" \t\r\n[ ]\n", "[]"},
      {"{ }", "{}"},
      {"[[[]]]", "[[[]]]"},
      {R"({"":1})", R"({"":1})"},
      {R"({"a":{"a":{"a":1}}})", R"({"a":{"a":{"a":1}}})"},
      {R"({"a":1,"A":2})", R"({"a":1,"A":2})"},
      {R"(["\u0041\u00e9\u4e2d"])", R"(["Aé中"])"},
      {R"(["\ud83d\ude00"])", "[\"😀\"]"},
      {R"(["\"\\\/\b\f\n\r\t"])", R"(["\"\\/\b\f\n\r\t"])"},
      {R"(["\u0022\u005c"])", R"(["\"\\"])"},
      {R"(["\u007f"])", "[\"\x7f\"]"},
      {R"({"\u0061":1})", R"({"a":1})"},
      {"0", "0"},
      {"-0", "-0"},
      {"-0.0", "-0.0"},
      {"0e0", "0e0"},
      {"1E+2", "1E+2"},
      {"1e-400", "1e-400"},
      {"-12.30e4", "-12.30e4"},
      {"1e400", "1e400"},
      {"\"\"", "\"\""},
  };
  for (const auto& each : cases) EXPECT_EQ(written_again(each.text), each.written) << each.text;
}

TEST(JsonText, RefusesWhatTheStandardDoesNotAllowAndSaysWhy) {
  const struct {
    std::string_view text, why;
  } cases[] = {
      {"   ", "is none"},
      {"+1", "is none"},
      {"-", "is none"},
      {"- 1", "is none"},
      {"00", "is none"},
      {"-01", "is none"},
      {"NaN", "is none"},
      {"Infinity", "is none"},
      {"0x10", "after its end"},
      {"1_000", "after its end"},
      {"1.e5", "broken number"},
      {"1e+", "broken number"},
      {"1.5.5", "after its end"},
      {"TRUE", "is none"},
      {"true1", "after its end"},
      {"nil", "unknown word"},
      {"'a'", "is none"},
      {"{a:1}", "member name"},
      {"{1:1}", "member name"},
      {"{\"a\"=1}", "colon"},
      {"{\"a\":}", "is none"},
      {"{\"a\":1 \"b\":2}", "comma"},
      {"{\"a\":1,}", "member name"},
      {"{,}", "member name"},
      {"[,]", "is none"},
      {"[1,,2]", "is none"},
      {"[1}", "comma"},
      {"{\"a\":1]", "comma"},
      {"[1", "comma"},
      {"{\"a\":{\"b\":1,\"b\":1}}", "twice"},
      {"{\"a\":1,\"\\u0061\":2}", "twice"},
      {"\"a", "without an end"},
      {"\"a\\", "broken escape"},
      {"\"\\x41\"", "broken escape"},
      {"\"\\u12\"", "broken escape"},
      {"\"\\u12g4\"", "broken escape"},
      {"\"\\u+123\"", "broken escape"},
      {"\"\\ud83d\"", "broken escape"},
      {"\"\\ud83d\\u0041\"", "broken escape"},
      {"\"\\ude00\"", "broken escape"},
      {"\"line\nbreak\"", "control character"},
      {"\"tab\there\"", "control character"},
      {"// a comment\n1", "is none"},
      {"[1] // a comment", "after its end"},
      {"\xEF\xBB\xBF{}", "is none"},
  };
  for (const auto& each : cases) {
    const auto document = Document::parse(each.text);
    ASSERT_FALSE(document) << each.text;
    EXPECT_EQ(document.error().kind, ErrorKind::invalid);
    EXPECT_NE(document.error().message.find(each.why), std::string::npos) << each.text << ": " << document.error().message;
  }
}

TEST(JsonText, ATextWithANulByteIsNotReadBeyondIt) {
  using namespace std::string_view_literals;
  EXPECT_FALSE(Document::parse("{}\0"sv));
  EXPECT_FALSE(Document::parse("\0{}"sv));
  EXPECT_FALSE(Document::parse("\"a\0b\""sv));
  EXPECT_EQ(Document::parse(R"("a\u0000b")")->root().text(), "a\0b"sv);
}

TEST(JsonText, RefusesBytesThatAreNoUtf8) {
  for (const std::string_view text : {"\"\xC0\xAF\"", "\"\xE2\x82\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\x80\"",
                                      "{\"\xFF\":1}", "\"\xF8\x88\x80\x80\x80\""})
    EXPECT_FALSE(Document::parse(text));
  for (const std::string_view text : {"\"\xC2\x80\"", "\"\xEF\xBF\xBF\"", "\"\xF4\x8F\xBF\xBF\""})
    EXPECT_TRUE(Document::parse(text));
}

TEST(JsonLimits, AHundredLevelsAreReadAndOneMoreIsRefused) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(Document::parse(nested(100)));
  EXPECT_FALSE(Document::parse(nested(101)));
  std::string objects = "1";
  for (int i = 0; i < 99; ++i) objects = "{\"a\":" + objects + "}";
  EXPECT_TRUE(Document::parse(objects));
  EXPECT_FALSE(Document::parse("{\"a\":{\"a\":" + objects + "}}"));
}

/// A body of a few megabytes must not hold a worker for minutes: each member is compared with few others.
TEST(JsonLimits, AnObjectOfVeryManyMembersIsReadInAMoment) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  const std::clock_t began = std::clock();
  const auto document = Document::parse(text + "}");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().size(), 100'000U);
  EXPECT_FALSE(Document::parse(text + ",\"99999\":2}")) << "a name twice is still found";
  EXPECT_FALSE(Document::parse(text + ",\"0\":2}"));
  EXPECT_LT(std::clock() - began, 4 * CLOCKS_PER_SEC) << "processor time of three readings";
}

TEST(JsonLimits, ALongStringAndALongListAreRead) {
  const std::string letters(5'000'000, 'x');
  EXPECT_EQ(Document::parse("\"" + letters + "\"")->root().text().size(), letters.size());
  std::string list = "[0";
  for (int i = 1; i < 300'000; ++i) list += ",0";
  EXPECT_EQ(Document::parse(list + "]")->root().size(), 300'000U);
}

TEST(JsonIntegers, AreWholeNumbersOf64Bits) {
  const auto integer = [](std::string_view text) { return Document::parse(text)->root().integer(); };
  EXPECT_EQ(integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
  EXPECT_FALSE(integer("9223372036854775808"));
  EXPECT_FALSE(integer("1.0"));
  EXPECT_FALSE(integer("1e3"));
  EXPECT_FALSE(integer("\"1\""));
  EXPECT_EQ(integer("-0"), 0);
}

TEST(JsonCanonical, IsTheSameForEveryOrderOfMembers) {
  const auto form = [](std::string_view text) { return canonical(Document::parse(text)->root()); };
  EXPECT_EQ(form(R"({"b":1,"a":{"d":[3,2],"c":null}})").value(), form(R"({"a":{"c":null,"d":[3,2]},"b":1})").value());
  EXPECT_EQ(form(R"({"b":1,"a":true,"":"x"})").value(), R"({"":"x","a":true,"b":1})");
  EXPECT_NE(form("[1,2]").value(), form("[2,1]").value());
  EXPECT_FALSE(form("[1e2]"));
  EXPECT_FALSE(form(R"({"a":{"b":0.5}})"));
}

/// A tree of random shape and odd texts.
void add_random(std::mt19937& random, std::string& out, int depth) {
  const char* texts[] = {R"("")", R"("é")", R"("\"quoted\"")", R"("line\nbreak")", R"("\u0001")", "\"😀\"", R"("a\\b")"};
  const char* scalars[] = {"0", "-1", "1.50", "1e9", "true", "false", "null"};
  const unsigned kind = depth > 5 ? random() % 2 : random() % 4;
  if (kind == 0) {
    out += texts[random() % std::size(texts)];
  } else if (kind == 1) {
    out += scalars[random() % std::size(scalars)];
  } else {
    const bool object = kind == 2;
    out += object ? '{' : '[';
    const unsigned count = random() % 5;
    for (unsigned i = 0; i < count; ++i) {
      out += i == 0 ? "" : ",";
      if (object) out += "\"k" + std::to_string(i) + "\":";
      add_random(random, out, depth + 1);
    }
    out += object ? '}' : ']';
  }
}

TEST(JsonText, WhatIsWrittenIsReadAsTheSame) {
  std::mt19937 random(17);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    add_random(random, text, 0);
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << text;
    const std::string written = write(document->root());
    ASSERT_EQ(written_again(written), written) << text;
    Document other;
    ASSERT_EQ(write(other.copy(document->root())), written);
  }
}

TEST(JsonText, CutAnywhereItIsRefused) {
  const std::string_view text = R"({"name":[{"family":"M\u00e4rsh","given":["Ada",null]}],"n":-1.5e3,"b":true})";
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_FALSE(Document::parse(text.substr(0, length))) << length;
  EXPECT_TRUE(Document::parse(text));
}

}  // namespace
}  // namespace charta::json
