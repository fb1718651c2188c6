// SPDX-License-Identifier: Apache-2.0
#include "formats/ipp/ipp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace charta::ipp {
namespace {

Message sample() {
  auto message = request_to(Operation::print_job, "ipp://printer.example/ipp/print", "charta");
  add_attribute(message.groups.front(), "job-name", ValueTag::name, "copy 0000000000042-1");
  add_integer(message.groups.front(), "copies", ValueTag::integer, 1);
  add_integer(message.groups.front(), "job-state", ValueTag::enumeration, -7);
  return message;
}

TEST(Ipp, WhatIsPrintedIsReadBack) {
  const auto bytes = print(sample()) + "%PDF-1.7";
  BytesView rest;
  const auto read = parse(bytes, &rest);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->code, 0x0002);
  ASSERT_NE(read->group(1), nullptr);
  EXPECT_EQ(read->group(1)->text("job-name"), "copy 0000000000042-1");
  EXPECT_EQ(read->group(1)->integer("copies"), 1);
  EXPECT_EQ(read->group(1)->integer("job-state"), -7);
  EXPECT_EQ(rest, "%PDF-1.7");
}

/// RFC 8010, appendix A.1: the first bytes of a Print-Job request.
TEST(Ipp, IsEncodedAsTheRfcShows) {
  const auto bytes = print(request_to(Operation::print_job, "ipp://printer.example.com/ipp/print/pinetree", "x"));
  const Bytes beginning(
      "\x01\x01\x00\x02\x00\x00\x00\x01\x01\x47\x00\x12"
      "attributes-charset\x00\x05utf-8\x48\x00\x1b"
      "attributes-natural-language",
      8 + 1 + 3 + 18 + 2 + 5 + 3 + 27);
  EXPECT_EQ(bytes.substr(0, beginning.size()), beginning);
  EXPECT_EQ(bytes.back(), '\x03');
}

TEST(Ipp, EveryShorterMessageIsRefused) {
  const auto bytes = print(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(parse(bytes.substr(0, size))) << size;
}

TEST(Ipp, AnyBytesAreReadOrRefused) {
  std::mt19937 random(3);  // NOLINT: the same bytes every time
  const auto whole = print(sample());
  for (int round = 0; round < 3000; ++round) {
    auto bytes = whole;
    for (int i = 0; i < 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    if (const auto read = parse(bytes)) {
      const auto again = parse(print(*read));
      ASSERT_TRUE(again);
      EXPECT_EQ(again->groups.size(), read->groups.size());
    }
  }
}

TEST(Ipp, TellsWhatMaySucceedLater) {
  EXPECT_TRUE(is_success(0x0000));
  EXPECT_TRUE(is_success(0x0001));
  EXPECT_TRUE(may_succeed_later(0x0507));
  EXPECT_TRUE(may_succeed_later(0x0506));
  EXPECT_FALSE(may_succeed_later(0x0406));
  EXPECT_FALSE(may_succeed_later(0x040a));
  EXPECT_EQ(status_words(0x0507), "server-error-busy");
}

}  // namespace
}  // namespace charta::ipp
