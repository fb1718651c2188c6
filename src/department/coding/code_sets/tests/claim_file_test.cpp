// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/claim_file.hpp"

#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"

#include <fstream>
#include <thread>
#include <unistd.h>

namespace charta::code_sets {
namespace {

const std::string claims = R"({"id":"1","discharge_date":"2026-01-15","pdx":"J189"})"
                           "\n";

/// `printf claims | gzip`, and the same as a ZIP of one stored file.
const unsigned char gzipped[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x4c,
                                 0x51, 0xb2, 0x52, 0x32, 0x54, 0xd2, 0x51, 0x4a, 0xc9, 0x2c, 0x4e, 0xce, 0x48, 0x2c,
                                 0x4a, 0x4f, 0x8d, 0x4f, 0x49, 0x2c, 0x49, 0x05, 0x0a, 0x1a, 0x19, 0x18, 0x99, 0xe9,
                                 0x1a, 0x18, 0xea, 0x1a, 0x9a, 0x02, 0x65, 0x0b, 0x52, 0x2a, 0x80, 0x42, 0x5e, 0x86,
                                 0x16, 0x96, 0x4a, 0xb5, 0x5c, 0x00, 0xc2, 0x5b, 0x7b, 0xfe, 0x36, 0x00, 0x00, 0x00};
const unsigned char zipped[] = {
    0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21, 0x5c, 0xc2, 0x5b, 0x7b, 0xfe, 0x36, 0x00, 0x00,
    0x00, 0x36, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x61, 0x2e, 0x6a, 0x73, 0x6f, 0x6e, 0x6c, 0x7b, 0x22, 0x69, 0x64, 0x22,
    0x3a, 0x22, 0x31, 0x22, 0x2c, 0x22, 0x64, 0x69, 0x73, 0x63, 0x68, 0x61, 0x72, 0x67, 0x65, 0x5f, 0x64, 0x61, 0x74, 0x65, 0x22,
    0x3a, 0x22, 0x32, 0x30, 0x32, 0x36, 0x2d, 0x30, 0x31, 0x2d, 0x31, 0x35, 0x22, 0x2c, 0x22, 0x70, 0x64, 0x78, 0x22, 0x3a, 0x22,
    0x4a, 0x31, 0x38, 0x39, 0x22, 0x7d, 0x0a, 0x50, 0x4b, 0x01, 0x02, 0x14, 0x03, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x21, 0x5c, 0xc2, 0x5b, 0x7b, 0xfe, 0x36, 0x00, 0x00, 0x00, 0x36, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x61, 0x2e, 0x6a, 0x73, 0x6f, 0x6e, 0x6c, 0x50, 0x4b, 0x05,
    0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x35, 0x00, 0x00, 0x00, 0x5b, 0x00, 0x00, 0x00, 0x00, 0x00};

class ClaimFile : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_.path()); }
  std::string write(const std::string& name, std::string_view bytes) {
    const auto path = folder_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  static std::string_view bytes_of(const unsigned char* bytes, std::size_t count) {
    return {reinterpret_cast<const char*>(bytes), count};
  }
  testing::LibraryFolder folder_;
};

TEST_F(ClaimFile, IsReadFromAPipeToItsEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::string many;
  for (int n = 0; n < 40000; ++n) many += claims;  // more than a pipe holds at once
  std::thread writer([&] {
    for (std::size_t at = 0; at < many.size();) {
      const auto count = ::write(ends[1], many.data() + at, many.size() - at);
      if (count <= 0) break;
      at += static_cast<std::size_t>(count);
    }
    ::close(ends[1]);
  });
  const auto read = read_claim_file("/dev/fd/" + std::to_string(ends[0]));
  writer.join();
  ::close(ends[0]);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), many.size());
}

TEST_F(ClaimFile, IsReadWithoutItsByteOrderMarkAndOutOfItsArchive) {
  EXPECT_EQ(read_claim_file(write("a.jsonl", "\xEF\xBB\xBF" + claims)).value(), claims);
  EXPECT_EQ(read_claim_file(write("a.jsonl.gz", bytes_of(gzipped, sizeof gzipped))).value(), claims);
  EXPECT_EQ(read_claim_file(write("a.zip", bytes_of(zipped, sizeof zipped))).value(), claims);
}

TEST_F(ClaimFile, WithoutAClaimOrOfAnotherKindSaysSoOnce) {
  const auto empty = write("empty.jsonl", " \n\n");
  EXPECT_EQ(read_claim_file(empty).error().message, empty + " holds no claim: give one JSON object a line");
  EXPECT_EQ(read_claim_file(write("none.jsonl", "")).error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_claim_file(folder_.path()).error().message, folder_.path() + " is a folder, not a file");
  EXPECT_EQ(read_claim_file(folder_.path() + "/nowhere").error().kind, ErrorKind::not_found);
  const auto cut = write("cut.gz", bytes_of(gzipped, sizeof gzipped - 9));
  EXPECT_TRUE(read_claim_file(cut).error().message.starts_with(cut + ": ")) << read_claim_file(cut).error().message;
}

TEST_F(ClaimFile, ANumberOutOfRangeSaysTheRange) {
  const auto document = json::Document::parse(R"({"discharge_date":"2026-01-15","age":200000})").value();
  EXPECT_EQ(read_claim(document.root()).error().message, "'age' is 200000: it takes 0 to 100000, or -1 where it is not known");
}

}  // namespace
}  // namespace charta::code_sets
