// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta {
namespace {

// Source: FIPS 180-4 examples, NIST "SHA256.pdf".
TEST(Sha256, AnswersThePublishedVectors) {
  EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')).hex(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, InPiecesIsTheSame) {
  const std::string text(1000, 'x');
  for (std::size_t cut = 0; cut <= text.size(); cut += 37) {
    Sha256 hash;
    hash.add(std::string_view(text).substr(0, cut));
    hash.add(std::string_view(text).substr(cut));
    EXPECT_EQ(hash.finish(), sha256(text)) << cut;
  }
}

TEST(Digests, ComeBackFromHexAndRaw) {
  const Digest digest = sha256("abc");
  EXPECT_EQ(Digest::parse_hex(digest.hex()), digest);
  EXPECT_EQ(Digest::from_raw(digest.raw()), digest);
  EXPECT_FALSE(Digest::parse_hex("ba78"));
  EXPECT_FALSE(Digest::parse_hex(digest.hex() + "00"));
  EXPECT_FALSE(Digest::from_raw("short"));
}

TEST(Hex, ReadsBothCasesAndRefusesTheRest) {
  EXPECT_EQ(to_hex(std::string_view("\x00\x0F\xA5\xFF", 4)), "000fa5ff");
  EXPECT_EQ(from_hex("000fA5Ff"), std::string("\x00\x0F\xA5\xFF", 4));
  EXPECT_EQ(from_hex(""), "");
  for (const std::string_view text : {"0", "0g", "0x00", " 00", "00 "}) EXPECT_FALSE(from_hex(text)) << text;
}

struct Base64Case {
  const char* bytes;
  const char* text;
};

// Source: RFC 4648, section 10.
TEST(Base64, AnswersThePublishedVectors) {
  for (const auto& [bytes, text] : {Base64Case{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, TakesMissingPaddingAndWhiteSpace) {
  EXPECT_EQ(from_base64("Zg"), "f");
  EXPECT_EQ(from_base64("Zm8"), "fo");
  EXPECT_EQ(from_base64("Zm9v\r\n YmFy\t"), "foobar");
}

TEST(Base64, RefusesWhatIsBroken) {
  for (const std::string_view text :
       {"Z", "Zm9vY", "=", "==", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zg==Zg==", "Zm9v!", "Zm9-", "Zm9_", "Z=g="})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, EveryByteComesBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes) << i;
  }
}

TEST(Base64, OfAddressesHasItsOwnAlphabet) {
  EXPECT_EQ(to_base64url("\xFB\xFF\xFE"), "-__-");
  EXPECT_EQ(to_base64url("f"), "Zg");
}

TEST(RandomBytes, AreAsManyAsAskedAndNeverTheSame) {
  EXPECT_EQ(random_bytes(0).size(), 0U);
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(random_bytes(16)).second);
}

}  // namespace
}  // namespace charta
