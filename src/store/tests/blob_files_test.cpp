// SPDX-License-Identifier: Apache-2.0
#include "store/blobs.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::store {
namespace {

using std::chrono::milliseconds;
namespace fs = std::filesystem;

class BlobsTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({}); }
  Blobs& blobs() { return store().blobs(); }
  fs::path file_of(const Digest& digest) const {
    const std::string hex = digest.hex();
    return fs::path(options().directory) / "blobs" / hex.substr(0, 2) / hex.substr(2, 2) / hex;
  }
  std::int64_t collect(milliseconds grace) {
    return store().read([&](Reader& reader) { return blobs().collect_orphans(reader, grace); }).value();
  }
  void refer(const Digest& digest, std::int64_t owner) {
    ASSERT_TRUE(store().write([&](UnitOfWork& work) { return blobs().add_reference(work, digest, "message", owner); }));
  }
  void release(const Digest& digest, std::int64_t owner) {
    ASSERT_TRUE(store().write([&](UnitOfWork& work) { return blobs().drop_reference(work, digest, "message", owner); }));
  }
};
CHARTA_ON_BOTH_ENGINES(BlobsTest);

TEST_P(BlobsTest, BytesComeBackAsTheyWereWhateverTheyAre) {
  const std::string text(100'000, 'a');
  for (const std::string& bytes : {std::string(), std::string("Z"), std::string("R\0x", 3), text, random_bytes(70'000)}) {
    const auto digest = blobs().put(bytes);
    ASSERT_TRUE(digest) << digest.error().message;
    EXPECT_EQ(*digest, sha256(bytes));
    EXPECT_EQ(blobs().get(*digest).value(), bytes);
    EXPECT_TRUE(blobs().has(*digest));
  }
  EXPECT_LT(fs::file_size(file_of(sha256(text))), 1000u);
}

TEST_P(BlobsTest, WhatIsNotThereIsNotFound) {
  const Digest nothing = sha256("nothing");
  EXPECT_FALSE(blobs().has(nothing));
  EXPECT_EQ(blobs().get(nothing).error().kind, ErrorKind::not_found);
}

TEST_P(BlobsTest, IdenticalBytesFromManyWritersAreStoredOnce) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) writers.emplace_back([&] { EXPECT_TRUE(blobs().put("the same page")); });
  for (auto& writer : writers) writer.join();
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(options().directory) / "blobs"))
    files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, 1);
}

TEST_P(BlobsTest, ADamagedBlobIsNeverShownAndTheScrubNamesIt) {
  std::vector<Digest> digests;
  for (const char* bytes : {"one", "two", "three"}) digests.push_back(blobs().put(bytes).value());
  std::ofstream(file_of(digests[1]), std::ios::trunc) << "Rtw0";
  const auto read = blobs().get(digests[1]);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(read.error().message, ::testing::HasSubstr(digests[1].hex()));
  const auto scrubbed = blobs().scrub(Digest{}, 100).value();
  EXPECT_EQ(scrubbed.checked, 3);
  EXPECT_THAT(scrubbed.damaged, ::testing::ElementsAre(digests[1]));
}

TEST_P(BlobsTest, AScrubGoesOnWhereTheLastSliceEnded) {
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(blobs().put("page " + std::to_string(i)));
  Digest from;
  std::vector<std::int64_t> slices;
  for (;;) {
    const auto slice = blobs().scrub(from, 3).value();
    if (slice.checked == 0) break;
    slices.push_back(slice.checked);
    from = slice.last;
  }
  EXPECT_THAT(slices, ::testing::ElementsAre(3, 3, 1));
}

TEST_P(BlobsTest, OnlyWhatNobodyNeedsIsCollectedAndOnlyAfterTheGracePeriod) {
  const Digest needed = blobs().put("needed").value();
  const Digest orphan = blobs().put("orphan").value();
  refer(needed, 1);
  refer(needed, 2);
  refer(needed, 2);  // once more changes nothing
  EXPECT_EQ(collect(milliseconds(3'600'000)), 0);
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_EQ(collect(milliseconds(10)), 1);
  EXPECT_FALSE(blobs().has(orphan));
  release(needed, 1);
  EXPECT_EQ(collect(milliseconds(10)), 0);
  release(needed, 2);
  EXPECT_EQ(collect(milliseconds(10)), 1);
  EXPECT_FALSE(blobs().has(needed));
}

TEST_P(BlobsTest, PuttingItAgainRestartsTheGracePeriod) {
  const Digest digest = blobs().put("again").value();
  fs::last_write_time(file_of(digest), fs::file_time_type::clock::now() - std::chrono::hours(48));
  ASSERT_TRUE(blobs().put("again"));
  EXPECT_EQ(collect(std::chrono::hours(24)), 0);
  EXPECT_TRUE(blobs().has(digest));
}

TEST_P(BlobsTest, AFolderThatTakesNoFilesIsAnErrorAndNoClaim) {
  const Digest digest = sha256("unwritable");
  const fs::path outer = fs::path(options().directory) / "blobs" / digest.hex().substr(0, 2);
  std::ofstream(outer) << "a file where a folder should be";
  const auto refused = blobs().put("unwritable");
  ASSERT_FALSE(refused);
  EXPECT_FALSE(blobs().has(digest));
}

}  // namespace
}  // namespace charta::store
