// SPDX-License-Identifier: Apache-2.0
// The log is written in one piece at the sync; whoever reads must not be able to tell.
#include "store/combined_log_writes.hpp"

#include "store/store.hpp"
#include "store/tests/faulty_disk.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

namespace charta::store {
namespace {

constexpr Migration filler_schema[] = {{"page", 1, "page", "CREATE TABLE page(id KEY, text BLOB);"}};
constexpr Statement insert_filler{"page.add", "INSERT INTO page(id, text) VALUES (:id, :text)"};
constexpr Statement measure{"page.measure", "SELECT count(*), sum(length(text)) FROM page"};

using Measured = std::pair<std::int64_t, std::int64_t>;
Measured measured(Reader& reader) {
  return reader.read_one(measure, {}, [](const Row& row) { return Measured(row.integer(0), row.integer(1)); }).value().value();
}
Result<void> add_filler(UnitOfWork& work, std::int64_t id, std::size_t size) {
  const std::string text(size, 'x');
  return work.write(insert_filler, {{"id", id}, {"text", Value::bytes(text)}});
}

class CombinedLogWritesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = Store::open({.directory = folder_.path()}).value();
    store_->migrate(filler_schema).value();
  }
  Measured stand() {
    return store_->read([](Reader& reader) -> Result<Measured> { return measured(reader); }).value();
  }
  testing::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(CombinedLogWritesTest, AUnitLargerThanTheCacheReadsItsOwnPagesBackBeforeItsCommit) {
  constexpr std::int64_t pages = 60;
  constexpr std::size_t megabyte = std::size_t{1} << 20U;
  const auto done = store_->write([&](UnitOfWork& work) -> Result<Measured> {
    for (std::int64_t id = 1; id <= pages; ++id) CHARTA_TRY_DO(add_filler(work, id, megabyte));
    return measured(work);
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(*done, Measured(pages, pages * static_cast<std::int64_t>(megabyte)));
  EXPECT_EQ(stand(), *done);
}

TEST_F(CombinedLogWritesTest, AnotherReaderSeesACommitAsSoonAsItIsAnsweredAndNothingBefore) {
  for (std::int64_t id = 1; id <= 50; ++id) {
    const auto done = store_->write([&](UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(add_filler(work, id, 100));
      EXPECT_EQ(stand().first, id - 1);
      return {};
    });
    ASSERT_TRUE(done);
    ASSERT_EQ(stand().first, id);
  }
}

TEST_F(CombinedLogWritesTest, WhatIsCommittedIsReadByTheNextServer) {
  for (std::int64_t id = 1; id <= 50; ++id)
    ASSERT_TRUE(store_->write([&](UnitOfWork& work) { return add_filler(work, id, 10'000); }));
  const testing::TemporaryFolder copy;
  for (const char* name : {"charta.db", "charta.db-wal"}) {
    std::filesystem::copy_file(folder_.path() + "/" + name, copy.path() + "/" + name);
  }
  auto next = Store::open({.directory = copy.path()}).value();
  EXPECT_EQ(next->read([](Reader& reader) -> Result<Measured> { return measured(reader); }).value(), Measured(50, 500'000));
}

TEST(CombinedLogWritesOnAFaultyDisk, ACommitThatCannotBeWrittenLeavesNothingInTheLogForTheNextOne) {
  const FaultyDisk disk;
  const testing::TemporaryFolder folder;
  auto store = Store::open({.directory = folder.path()}).value();
  store->migrate(filler_schema).value();
  ASSERT_TRUE(store->write([](UnitOfWork& work) { return add_filler(work, 1, 10); }));
  FaultyDisk::writes_left = 1;  // the first 64 KiB reach the disk, the rest does not
  EXPECT_FALSE(store->write([](UnitOfWork& work) { return add_filler(work, 2, 300'000); }));
  FaultyDisk::writes_left = -1;
  for (int i = 0; i < 100 && !store->accepts_writes(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // until it looked again
  ASSERT_TRUE(store->write([](UnitOfWork& work) { return add_filler(work, 3, 20); }));
  store.reset();
  store = Store::open({.directory = folder.path()}).value();
  EXPECT_EQ(store->read([](Reader& reader) -> Result<Measured> { return measured(reader); }).value(), Measured(2, 30));
}

}  // namespace
}  // namespace charta::store
