// SPDX-License-Identifier: Apache-2.0
#include "store/blobs.hpp"
#include "store/durable_file.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::store {
namespace {

namespace fs = std::filesystem;

constexpr Migration chart_schema[] = {{"chart", 1, "chart", R"sql(
       CREATE TABLE page(id KEY, chart_id BIGINT NOT NULL, image BLOB, note TEXT);
       CREATE TABLE a_loan(id KEY, page_id BIGINT NOT NULL REFERENCES page(id));
       INSERT INTO page(id, chart_id, note) VALUES (1, 1, 'from the migration');)sql"}};
constexpr Statement insert_scan{"page.add", "INSERT INTO page(id, chart_id, image, note) VALUES (:id, :chart_id, :image, :note)"};
constexpr Statement lend_scan{"loan.add", "INSERT INTO a_loan(id, page_id) VALUES (:id, :page_id)"};
constexpr Statement select_scans{"page.all", "SELECT id, chart_id, image, note FROM page ORDER BY id"};
constexpr Statement count_both{"page.counts", "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM a_loan)"};

class BackupTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({chart_schema}); }

  Result<void> add(std::int64_t id) {
    const std::string image("\0\\\t\n\xff", 5);
    return store().write([&](UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(
          work.write(insert_scan, {{"id", id}, {"chart_id", 2}, {"image", Value::bytes(image)}, {"note", "Ünïcode\t\\N\n"}}));
      return work.write(lend_scan, {{"id", id}, {"page_id", id}});
    });
  }
  static std::vector<std::string> rows(Store& store) {
    return store
        .read([](Reader& reader) {
          return reader.read_all(select_scans, {}, [](const Row& row) {
            return std::to_string(row.integer(0)) + "|" + row.string(1) + "|" + std::string(row.bytes(2)) + "|" + row.string(3) +
                   (row.is_null(2) ? "null" : "");
          });
        })
        .value();
  }
  StoreOptions target() {
    StoreOptions into;
    into.directory = elsewhere_.path() + "/restored";
    into.database_url = empty_database_url();
    return into;
  }
  std::string file() const { return elsewhere_.path() + "/charta.backup"; }

  testing::TemporaryFolder elsewhere_;
};
CHARTA_ON_BOTH_ENGINES(BackupTest);

TEST_P(BackupTest, ARestoredStoreHoldsTheSameRowsAndBlobs) {
  for (int id = 2; id <= 40; ++id) ASSERT_TRUE(add(id));
  const Digest digest = store().blobs().put(std::string(3'000'000, 'p')).value();
  const auto saved = store().backup(file());
  ASSERT_TRUE(saved) << saved.error().message;
  const auto expected = rows(store());

  const StoreOptions into = target();
  const auto done = restore(file(), into);
  ASSERT_TRUE(done) << done.error().message;
  const auto restored = Store::open(into).value();
  ASSERT_TRUE(restored->migrate(chart_schema));  // the steps are known as applied
  EXPECT_EQ(rows(*restored), expected);
  EXPECT_EQ(restored->blobs().get(digest).value().size(), 3'000'000u);
}

TEST_P(BackupTest, ACopyTakenWhileOthersWriteIsOneMoment) {
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    for (int id = 2; !enough; ++id) ASSERT_TRUE(add(id));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto saved = store().backup(file());
  enough = true;
  writer.join();
  ASSERT_TRUE(saved) << saved.error().message;
  const StoreOptions into = target();
  ASSERT_TRUE(restore(file(), into));
  const auto restored = Store::open(into).value();
  const auto counts = restored->read([](Reader& reader) {
    return reader.read_one(count_both, {}, [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  });
  EXPECT_EQ(counts.value()->first, counts.value()->second + 1);  // page 1 is the migration's
  EXPECT_GT(counts.value()->second, 0);
}

TEST_P(BackupTest, ADamagedOrShortenedFileIsRefusedBeforeAnythingIsWritten) {
  ASSERT_TRUE(add(2));
  ASSERT_TRUE(store().blobs().put("a page image"));
  ASSERT_TRUE(store().backup(file()));
  const Bytes good = read_file(file()).value();
  const StoreOptions into = target();
  const auto refused = [&](const Bytes& bytes) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    return !restore(file(), into) && !fs::exists(into.directory + "/charta.db");
  };
  for (std::size_t at = 0; at < good.size(); at += good.size() / 40 + 1) {
    Bytes bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    EXPECT_TRUE(refused(bad)) << "byte " << at;
  }
  EXPECT_TRUE(refused(good.substr(0, good.size() - 1)));
  EXPECT_TRUE(refused(good + "x"));
  EXPECT_TRUE(refused(""));
  EXPECT_FALSE(refused(good));
}

TEST_P(BackupTest, ATargetInUseIsRefused) {
  ASSERT_TRUE(store().backup(file()));
  const auto busy = restore(file(), options());
  ASSERT_FALSE(busy);
  EXPECT_THAT(busy.error().message, ::testing::HasSubstr(options().directory));
  StoreOptions into = target();
  ASSERT_TRUE(restore(file(), into));
  EXPECT_FALSE(restore(file(), into));
}

TEST_P(BackupTest, AnExistingFileIsNotOverwrittenAndAFailedBackupLeavesNone) {
  ASSERT_TRUE(store().backup(file()));
  EXPECT_FALSE(store().backup(file()));
  EXPECT_FALSE(store().backup(elsewhere_.path() + "/no/such/folder/file"));
  EXPECT_FALSE(fs::exists(file() + ".partial"));
}

TEST_P(BackupTest, ADamagedBlobDoesNotStopTheBackupOfTheOthers) {
  const Digest good = store().blobs().put("good").value();
  const Digest bad = store().blobs().put("bad").value();
  const std::string hex = bad.hex();
  std::ofstream(options().directory + "/blobs/" + hex.substr(0, 2) + "/" + hex.substr(2, 2) + "/" + hex, std::ios::trunc)
      << "Rb4d";
  ASSERT_TRUE(store().backup(file()));
  const StoreOptions into = target();
  ASSERT_TRUE(restore(file(), into));
  const auto restored = Store::open(into).value();
  EXPECT_TRUE(restored->blobs().has(good));
  EXPECT_FALSE(restored->blobs().has(bad));
}

// Two servers on one data directory would each believe that they are the only writer.
TEST_P(BackupTest, ASecondServerOnTheDirectoryIsRefusedWithItsName) {
  const auto second = Store::open(options());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(second.error().message, ::testing::HasSubstr(options().directory));
}

TEST_P(BackupTest, AStoreOpenedToReadOnlyReadsBesideTheServerAndRefusesWrites) {
  StoreOptions to_read = options();
  to_read.read_only = true;
  const auto reader = Store::open(to_read);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(rows(**reader).size(), 1u);
  EXPECT_FALSE((*reader)->accepts_writes());
  const auto refused = (*reader)->write([](UnitOfWork& work) { return work.write(lend_scan, {{"id", 1}, {"page_id", 1}}); });
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace charta::store
