// SPDX-License-Identifier: Apache-2.0
// Blobs when the disk decays, a collection is killed, or a folder cannot be read: nothing is lost that somebody still has, and
// nothing is passed over in silence.
#include "store/blobs.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

class BlobFaults : public testing::StoreTest {
 protected:
  void SetUp() override { open({}); }
  Blobs& blobs() { return store().blobs(); }
  fs::path root() const { return fs::path(options().directory) / "blobs"; }
  fs::path file_of(const Digest& digest) const {
    const std::string hex = digest.hex();
    return root() / hex.substr(0, 2) / hex.substr(2, 2) / hex;
  }
  fs::path aside_of(const Digest& digest) const { return file_of(digest).string() + ".collecting"; }
  std::int64_t collect(milliseconds grace = milliseconds(0)) {
    std::this_thread::sleep_for(milliseconds(5));
    return store().read([&](Reader& reader) { return blobs().collect_orphans(reader, grace); }).value();
  }
  void refer(const Digest& digest, std::int64_t owner) {
    ASSERT_TRUE(store().write([&](UnitOfWork& work) { return blobs().add_reference(work, digest, "page", owner); }));
  }
  static void overwrite(const fs::path& file, const Bytes& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }
};
CHARTA_ON_BOTH_ENGINES(BlobFaults);

// Whoever sends a page again has good bytes in hand: they mend the blob that decayed.
TEST_P(BlobFaults, ADecayedBlobIsMendedByPuttingItsBytesAgain) {
  const Bytes page = "the page as it was scanned, " + Bytes(2'000, 'x');
  const Digest digest = blobs().put(page).value();
  const Bytes good = Bytes(std::istreambuf_iterator<char>(std::ifstream(file_of(digest)).rdbuf()), {});
  const Bytes decays[] = {Bytes(), good.substr(0, good.size() / 2), "Z" + Bytes(good.size(), '\0'), "Ranother page", good + "x"};
  for (const Bytes& decayed : decays) {
    overwrite(file_of(digest), decayed);
    if (!blobs().get(digest)) {
      ASSERT_EQ(blobs().put(page).value(), digest);
    }
    const auto read = blobs().get(digest);
    ASSERT_TRUE(read) << decayed.size() << " bytes";
    EXPECT_EQ(*read, page);
  }
  EXPECT_TRUE(blobs().scrub(Digest{}, 10).value().damaged.empty());
}

TEST_P(BlobFaults, ABlobThatAKilledCollectionLeftAsideIsStillRead) {
  const Digest digest = blobs().put("a page").value();
  fs::rename(file_of(digest), aside_of(digest));
  EXPECT_TRUE(blobs().has(digest));
  EXPECT_EQ(blobs().get(digest).value(), "a page");
  EXPECT_EQ(blobs().scrub(Digest{}, 10).value().checked, 1) << "a scrub sees it, and gives it its place again";
  EXPECT_TRUE(fs::exists(file_of(digest)));
  EXPECT_FALSE(fs::exists(aside_of(digest)));
}

TEST_P(BlobFaults, WhatAKilledCollectionLeftAsideIsKeptWhileItIsNeededAndCollectedWhenNot) {
  const Digest needed = blobs().put("needed").value(), orphan = blobs().put("orphan").value(), both = blobs().put("both").value();
  refer(needed, 1);
  refer(both, 2);
  for (const Digest& digest : {needed, orphan}) fs::rename(file_of(digest), aside_of(digest));
  fs::copy_file(file_of(both), aside_of(both));
  EXPECT_EQ(collect(), 1);
  EXPECT_EQ(blobs().get(needed).value(), "needed");
  EXPECT_EQ(blobs().get(both).value(), "both");
  EXPECT_FALSE(blobs().has(orphan));
  for (const Digest& digest : {needed, orphan, both}) EXPECT_FALSE(fs::exists(aside_of(digest))) << "no traces";
}

TEST_P(BlobFaults, ABlobLeftAsideIsInTheBackup) {
  const Digest digest = blobs().put("a page").value();
  fs::rename(file_of(digest), aside_of(digest));
  testing::TemporaryFolder elsewhere;
  ASSERT_TRUE(store().backup(elsewhere.path() + "/a.backup"));
  StoreOptions into;
  into.directory = elsewhere.path() + "/restored";
  into.database_url = empty_database_url();
  const auto restored = restore(elsewhere.path() + "/a.backup", into);
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(Store::open(into).value()->blobs().get(digest).value(), "a page");
}

// A folder that answers with an error (here: a link that leads to itself) is not an empty folder.
TEST_P(BlobFaults, AFolderThatCannotBeReadFailsTheBackupAndTheScrub) {
  const Digest digest = blobs().put("a page").value();
  const fs::path inner = file_of(digest).parent_path();
  fs::rename(inner, root() / "moved-away");
  fs::create_symlink(inner.filename(), inner);
  const auto scrubbed = blobs().scrub(Digest{}, 10);
  ASSERT_FALSE(scrubbed) << "it would say that all is well";
  EXPECT_EQ(scrubbed.error().kind, ErrorKind::unavailable);
  testing::TemporaryFolder elsewhere;
  EXPECT_FALSE(store().backup(elsewhere.path() + "/a.backup"));
  EXPECT_TRUE(fs::is_empty(elsewhere.path())) << "no file that could be taken for a backup";
  EXPECT_FALSE(store().read([&](Reader& reader) { return blobs().collect_orphans(reader, milliseconds(0)); }));
}

TEST_P(BlobFaults, StrangeFilesAmongTheBlobsAreLeftAlone) {
  const Digest digest = blobs().put("a page").value();
  const fs::path folder = file_of(digest).parent_path();
  for (const char* name : {"README", "0000", "zz", ".collecting", "xyz.collecting"}) overwrite(folder / name, "x");
  overwrite(root() / "lost+found", "x");
  EXPECT_EQ(blobs().scrub(Digest{}, 10).value().checked, 1);
  EXPECT_EQ(collect(), 1);
  EXPECT_TRUE(fs::exists(folder / "README"));
  EXPECT_TRUE(fs::exists(root() / "lost+found"));
}

TEST_P(BlobFaults, ReferencesAreCountedByTheirOwners) {
  const Digest digest = blobs().put("a page").value();
  refer(digest, 1);
  refer(digest, 1);
  refer(digest, 2);
  const auto drop = [&](std::int64_t owner) {
    return store().write([&](UnitOfWork& work) { return blobs().drop_reference(work, digest, "page", owner); });
  };
  ASSERT_TRUE(drop(1)) << "once is enough, however often it was said";
  EXPECT_EQ(collect(), 0) << "owner 2 needs it";
  ASSERT_TRUE(drop(3)) << "somebody who never needed it";
  EXPECT_EQ(collect(), 0);
  ASSERT_TRUE(drop(2));
  EXPECT_EQ(collect(), 1);
  EXPECT_EQ(blobs().get(digest).error().kind, ErrorKind::not_found);
}

// A reference that was never committed protects nothing; one that was taken back is none.
TEST_P(BlobFaults, AReferenceLivesAndDiesWithItsUnit) {
  const Digest digest = blobs().put("a page").value();
  (void)store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(blobs().add_reference(work, digest, "page", 1));
    return fail(ErrorKind::business_rule, "thought better of it");
  });
  (void)store().write([&](UnitOfWork& work) -> Result<void> {
    (void)work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(blobs().add_reference(work, digest, "page", 2));
      return fail(ErrorKind::business_rule, "held");
    });
    return {};
  });
  EXPECT_EQ(collect(), 1);
}

// Writers put and refer while a collector runs without grace for what stands unreferenced: what was referred to is there.
TEST_P(BlobFaults, WhatIsPutAgainWhileACollectorRunsIsThereForItsReference) {
  std::atomic<bool> enough{false};
  std::thread collector([&] {
    while (!enough) EXPECT_TRUE(store().read([&](Reader& reader) { return blobs().collect_orphans(reader, milliseconds(200)); }));
  });
  std::vector<Digest> referred;
  for (int i = 0; i < 60; ++i) {
    const Bytes page = "page " + std::to_string(i % 20);
    const Digest digest = blobs().put(page).value();
    if (i % 2 == 0) {
      refer(digest, i);
      referred.push_back(digest);
    }
  }
  enough = true;
  collector.join();
  for (const Digest& digest : referred) EXPECT_TRUE(blobs().get(digest)) << digest.hex();
}

}  // namespace
}  // namespace charta::store
