// SPDX-License-Identifier: Apache-2.0
#include "formats/dicom/multipart.hpp"

#include <gtest/gtest.h>

namespace charta::dicom {
namespace {

TEST(Multipart, WhatWasWrittenIsRead) {
  const std::string inner = "--charta-part\r\n\r\n--";
  const auto written = multipart("application/dicom", {"one\r\n", "", inner});
  const auto parts = parts_of(written.content_type, written.body);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ((*parts)[0].bytes, "one\r\n");
  EXPECT_EQ((*parts)[1].bytes, "");
  EXPECT_EQ((*parts)[2].bytes, inner);
  for (const auto& part : *parts) EXPECT_EQ(part.media_type, "application/dicom");
}

TEST(Multipart, AsOthersWriteItIsRead) {
  const auto parts =
      parts_of("Multipart/Related; type=\"application/dicom\"; boundary=b1",
               "a preamble\r\n--b1 \r\nContent-Length: 3\r\ncontent-type: application/dicom; transfer-syntax=*\r\n\r\nabc"
               "\r\n--b1\r\n\r\nno type\r\n--b1--\r\nan epilogue");
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].bytes, "abc");
  EXPECT_EQ((*parts)[0].media_type, "application/dicom");
  EXPECT_EQ((*parts)[1].media_type, "");
}

TEST(Multipart, WhatIsNotWholeIsRefused) {
  const std::string type = "multipart/related; boundary=b";
  EXPECT_EQ(parts_of("application/dicom", "x").error().kind, ErrorKind::unsupported);
  EXPECT_EQ(parts_of("multipart/related", "x").error().location, "Content-Type");
  EXPECT_EQ(parts_of(type, "x").error().location, "boundary");
  EXPECT_FALSE(parts_of(type, "--b\r\n\r\nabc"));
  EXPECT_FALSE(parts_of(type, "--b\r\nno empty line\r\n--b--"));
  EXPECT_FALSE(parts_of(type, "--b"));
  std::string many;
  for (std::size_t i = 0; i <= most_parts; ++i) many += "--b\r\n\r\nx\r\n";
  EXPECT_EQ(parts_of(type, many + "--b--").error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace charta::dicom
