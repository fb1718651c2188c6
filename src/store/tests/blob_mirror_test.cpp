// SPDX-License-Identifier: Apache-2.0
// Two folders, each of which may decay: what is whole in one is mended in the other, nothing damaged is thrown away, and a mirror
// that is not there stops nobody.
#include "store/blobs.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::store {
namespace {

namespace fs = std::filesystem;

enum class Harm { flip, cut, remove, empty };

class BlobMirrorTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open_hospital(mirror_.path());
  }
  void open_hospital(const std::string& mirror, bool read_only = false) {
    store_.reset();
    StoreOptions opened;
    opened.directory = hospital_.path();
    if (GetParam() == Engine::postgresql && url_.empty()) url_ = empty_database_url();
    opened.database_url = url_;
    opened.blob_mirror = mirror;
    opened.read_only = read_only;
    store_ = std::move(Store::open(opened).value());
  }
  Blobs& blobs() { return store_->blobs(); }
  void copy_all() {
    while (blobs().copy_to_mirror(1 << 20)) continue;
  }
  static fs::path file_in(const std::string& root, const Digest& digest) {
    const std::string hex = digest.hex();
    return fs::path(root) / hex.substr(0, 2) / hex.substr(2, 2) / hex;
  }
  fs::path first(const Digest& digest) const { return file_in(hospital_.path() + "/blobs", digest); }
  fs::path second(const Digest& digest) const { return file_in(mirror_.path(), digest); }
  static void harm(const fs::path& file, Harm how) {
    const auto size = fs::file_size(file);
    if (how == Harm::remove) fs::remove(file);
    if (how == Harm::cut) fs::resize_file(file, size / 2);
    if (how == Harm::empty) fs::resize_file(file, 0);
    if (how != Harm::flip) return;
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(size / 2));
    const char was = static_cast<char>(bytes.get());
    bytes.seekp(static_cast<std::streamoff>(size / 2));
    bytes.put(static_cast<char>(was ^ 1));
  }
  static std::size_t kept_aside(const std::string& root) {
    const fs::path folder = fs::path(root) / "damaged";
    return fs::exists(folder) ? static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()))
                              : 0;
  }
  static void wait_a_look() { std::this_thread::sleep_for(std::chrono::milliseconds(1100)); }

  charta::testing::TemporaryFolder hospital_, mirror_;
  std::string url_;
  std::unique_ptr<Store> store_;
  const Bytes page_ = "a page as it was scanned, " + random_bytes(5'000);
};
CHARTA_ON_BOTH_ENGINES(BlobMirrorTest);

TEST_P(BlobMirrorTest, EveryNewBlobIsThereSoonAfterAndOlderOnesAreCaughtUp) {
  open_hospital("");
  const Digest old = blobs().put("an older page").value();
  open_hospital(mirror_.path());
  const Digest fresh = blobs().put(page_).value();
  EXPECT_EQ(blobs().mirror_state().waiting, 1);
  copy_all();
  EXPECT_TRUE(fs::exists(second(old)) && fs::exists(second(fresh)));
  const auto state = blobs().mirror_state();
  EXPECT_EQ(state.waiting, 0);
  EXPECT_TRUE(state.is_compared && state.problem.empty()) << state.problem;
}

TEST_P(BlobMirrorTest, WhatIsHarmedInOneFolderIsMendedFromTheOther) {
  for (const Harm how : {Harm::flip, Harm::cut, Harm::remove, Harm::empty})
    for (const bool is_first : {true, false}) {
      const Digest digest = blobs().put(page_ + std::to_string(static_cast<int>(how)) + (is_first ? "f" : "m")).value();
      copy_all();
      const auto root = is_first ? hospital_.path() + "/blobs" : mirror_.path();
      const auto aside = kept_aside(root);
      harm(file_in(root, digest), how);
      const auto seen = blobs().inspect(digest, Blobs::Mend::yes).value();
      EXPECT_FALSE(seen.is_lost());
      EXPECT_EQ(seen.first_mended, is_first);
      EXPECT_EQ(seen.mirror_mended, !is_first);
      EXPECT_EQ(kept_aside(root), aside + (how == Harm::remove ? 0U : 1U)) << "the damaged bytes are kept";
      const auto again = blobs().inspect(digest, Blobs::Mend::yes).value();
      EXPECT_TRUE(again.first == BlobCopy::whole && again.mirror == BlobCopy::whole);
    }
}

TEST_P(BlobMirrorTest, HarmedInBothItIsLostAndNothingIsOverwritten) {
  for (const Harm how : {Harm::flip, Harm::cut, Harm::remove}) {
    const Digest digest = blobs().put(page_ + std::to_string(static_cast<int>(how))).value();
    copy_all();
    harm(first(digest), how);
    harm(second(digest), how);
    const auto seen = blobs().inspect(digest, Blobs::Mend::yes).value();
    EXPECT_TRUE(seen.is_lost());
    EXPECT_FALSE(seen.first_mended || seen.mirror_mended);
    EXPECT_EQ(fs::exists(first(digest)), how != Harm::remove);
    EXPECT_FALSE(blobs().get(digest));
  }
}

TEST_P(BlobMirrorTest, AReaderHasTheMirrorsBytesAtOnceAndTheFirstFolderIsMended) {
  const Digest digest = blobs().put(page_).value();
  copy_all();
  harm(first(digest), Harm::flip);
  EXPECT_EQ(blobs().get(digest).value(), page_);
  const auto mended = blobs().take_mended();
  ASSERT_EQ(mended.size(), 1U) << "for the ledger";
  EXPECT_EQ(mended[0].digest, digest);
  EXPECT_TRUE(blobs().scrub(Digest{}, 10).value().damaged.empty());
}

TEST_P(BlobMirrorTest, WhoMayNotWriteReadsTheMirrorAndMendsNothing) {
  const Digest digest = blobs().put(page_).value();
  copy_all();
  harm(first(digest), Harm::flip);
  open_hospital(mirror_.path(), GetParam() == Engine::sqlite);
  if (GetParam() == Engine::sqlite) {
    EXPECT_EQ(blobs().get(digest).value(), page_);
  }
  const auto seen = blobs().inspect(digest, Blobs::Mend::no).value();
  EXPECT_EQ(seen.first, BlobCopy::damaged);
  EXPECT_EQ(blobs().inspect(digest, Blobs::Mend::no).value().first, BlobCopy::damaged);
}

// A mount point whose disk is away looks like an empty folder: it is written to by nobody.
TEST_P(BlobMirrorTest, AnotherFolderInTheMirrorsPlaceIsToldAndNotWrittenTo) {
  blobs().put("begun").value();
  copy_all();
  const fs::path away = mirror_.path() + "-away";
  fs::rename(mirror_.path(), away);
  fs::create_directory(mirror_.path());
  wait_a_look();
  const Digest digest = blobs().put(page_).value();
  EXPECT_FALSE(blobs().copy_to_mirror(1 << 20));
  EXPECT_TRUE(fs::is_empty(mirror_.path()));
  EXPECT_NE(blobs().mirror_state().problem.find("mark"), std::string::npos) << blobs().mirror_state().problem;
  EXPECT_EQ(blobs().get(digest).value(), page_) << "the hospital goes on";
  fs::remove(mirror_.path());
  wait_a_look();
  EXPECT_FALSE(blobs().copy_to_mirror(1 << 20));
  EXPECT_NE(blobs().mirror_state().problem.find("not there"), std::string::npos);
  fs::rename(away, mirror_.path());
  wait_a_look();
  copy_all();
  EXPECT_TRUE(fs::exists(second(digest))) << "back again, it catches up";
  EXPECT_TRUE(blobs().mirror_state().problem.empty());
}

TEST_P(BlobMirrorTest, ANewDiskIsTakenWhenAPersonSaysSo) {
  const Digest digest = blobs().put(page_).value();
  copy_all();
  charta::testing::TemporaryFolder fresh;
  open_hospital(fresh.path());
  EXPECT_FALSE(blobs().copy_to_mirror(1 << 20));
  EXPECT_TRUE(fs::is_empty(fresh.path()));
  ASSERT_TRUE(blobs().accept_mirror());
  copy_all();
  EXPECT_TRUE(fs::exists(file_in(fresh.path(), digest)));
}

// A file where the mirror would make its folder: as a full disk does, it refuses, and the hospital takes what comes.
TEST_P(BlobMirrorTest, AMirrorThatRefusesStopsNobodyAndIsTriedAgain) {
  copy_all();
  const Digest digest = sha256(page_);
  const fs::path in_the_way = fs::path(mirror_.path()) / digest.hex().substr(0, 2);
  std::ofstream(in_the_way) << "x";
  ASSERT_EQ(blobs().put(page_).value(), digest);
  EXPECT_FALSE(blobs().copy_to_mirror(1 << 20));
  EXPECT_FALSE(blobs().mirror_state().problem.empty());
  EXPECT_EQ(blobs().mirror_state().waiting, 1);
  fs::remove(in_the_way);
  copy_all();
  EXPECT_TRUE(fs::exists(second(digest)));
  EXPECT_TRUE(blobs().mirror_state().problem.empty());
}

TEST_P(BlobMirrorTest, AShelfNamesWhatStandsInEitherFolder) {
  const Digest digest = blobs().put(page_).value();
  copy_all();
  fs::remove(first(digest));
  EXPECT_EQ(blobs().on_shelf(shelf_of(digest)).value(), std::vector<Digest>{digest});
  EXPECT_TRUE(blobs().on_shelf((shelf_of(digest) + 1) % blob_shelves).value().empty());
}

}  // namespace
}  // namespace charta::store
