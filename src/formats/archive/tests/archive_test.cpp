// SPDX-License-Identifier: Apache-2.0
#include "formats/archive/archive.hpp"

#include "base/digest.hpp"

#include <gtest/gtest.h>

namespace charta::archive {
namespace {

// "charta\n" as gzip wrote it, and a ZIP of a/one.txt ("one") stored and two.txt ("twotwotwotwotwotwo") deflated.
const Bytes gzipped = from_hex("1f8b08000000000002ff4bce482c2a49e40200af413a6907000000").value();
const Bytes zipped =
    from_hex(
        "504b030414000000000000002100f1866c7a030000000300000009000000612f6f6e652e7478746f6e65504b030414000000080000002100d42e458c"
        "07000000120000000700000074776f2e7478742b29cf2f414500504b0102140314000000000000002100f1866c7a0300000003000000090000000000"
        "000000000000800100000000612f6f6e652e747874504b0102140314000000080000002100d42e458c07000000120000000700000000000000000000"
        "0080012a00000074776f2e747874504b050600000000020002006c000000560000000000")
        .value();

TEST(Gzip, UnfoldsWhatWasFolded) {
  const auto text = gunzip(gzipped);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "charta\n");
}

TEST(Gzip, UnfoldsMembersThatFollowEachOther) {
  EXPECT_EQ(gunzip(gzipped + gzipped).value(), "charta\ncharta\n");
}

TEST(Gzip, RefusesAFileCutShortAtEveryByte) {
  for (std::size_t length = 0; length < gzipped.size(); ++length)
    EXPECT_FALSE(gunzip(BytesView(gzipped).substr(0, length))) << length;
}

TEST(Gzip, RefusesADamagedFile) {
  Bytes damaged = gzipped;
  damaged[gzipped.size() - 6] ^= 1;
  EXPECT_FALSE(gunzip(damaged));
  EXPECT_FALSE(gunzip("plain text"));
}

TEST(Gzip, RefusesMoreThanItMayUnfold) {
  const auto refused = gunzip(gzipped, 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
}

TEST(Zip, HasItsFilesInOrder) {
  const auto entries = unzip(zipped);
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].name, "a/one.txt");
  EXPECT_EQ((*entries)[0].bytes, "one");
  EXPECT_EQ((*entries)[1].name, "two.txt");
  EXPECT_EQ((*entries)[1].bytes, "twotwotwotwotwotwo");
}

TEST(Zip, RefusesAFileCutShortAtEveryByte) {
  ASSERT_FALSE(zipped.empty());
  for (std::size_t length = 0; length < zipped.size(); ++length)
    EXPECT_FALSE(unzip(BytesView(zipped).substr(0, length))) << length;
}

TEST(Zip, RefusesAFileWhoseChecksumDiffers) {
  Bytes damaged = zipped;
  damaged[39] = 'X';  // the first letter of "one"
  const auto refused = unzip(damaged);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("checksum"), std::string::npos);
}

TEST(Zip, RefusesMoreThanItMayUnfold) {
  EXPECT_FALSE(unzip(zipped, 4));
}

}  // namespace
}  // namespace charta::archive
