// SPDX-License-Identifier: Apache-2.0
#include "formats/archive/zip_writer.hpp"

#include "formats/archive/archive.hpp"

#include <gtest/gtest.h>

namespace charta::archive {
namespace {

Bytes zip_of(std::initializer_list<std::pair<std::string, std::string>> entries) {
  ZipWriter zip;
  for (const auto& [name, content] : entries) EXPECT_TRUE(zip.add(name, content));
  return zip.take().value();
}

TEST(ZipWriter, WhatIsWrittenIsReadBack) {
  const std::string large(1'000'000, 'x');
  const auto entries = unzip(zip_of({{"one.txt", "one"}, {"folder/grüße.txt", large}, {"empty", ""}}));
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].name, "one.txt");
  EXPECT_EQ((*entries)[0].bytes, "one");
  EXPECT_EQ((*entries)[1].name, "folder/grüße.txt");
  EXPECT_EQ((*entries)[1].bytes, large);
  EXPECT_EQ((*entries)[2].bytes, "");
}

TEST(ZipWriter, RepeatedTextIsMadeSmall) {
  EXPECT_LT(zip_of({{"a", std::string(100'000, 'a')}}).size(), 1'000U);
}

TEST(ZipWriter, TheSameContentsGiveTheSameBytes) {
  EXPECT_EQ(zip_of({{"a", "b"}, {"c", "d"}}), zip_of({{"a", "b"}, {"c", "d"}}));
}

TEST(ZipWriter, AnEmptyZipIsStillOne) {
  const auto entries = unzip(zip_of({}));
  ASSERT_TRUE(entries) << entries.error().message;
  EXPECT_TRUE(entries->empty());
}

TEST(ZipWriter, RefusesANameThatNoEntryCanBear) {
  ZipWriter zip;
  const auto added = zip.add(std::string(70'000, 'n'), "x");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace charta::archive
