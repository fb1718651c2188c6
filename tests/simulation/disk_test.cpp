// SPDX-License-Identifier: Apache-2.0
// The simulated disk itself: what it keeps, loses and refuses.
#include "tests/simulation/disk.hpp"

#include "store/store.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

namespace charta::simulation {
namespace {

using store::Store;

constexpr store::Migration note_schema[] = {{"note", 1, "note", "CREATE TABLE note(id KEY, text TEXT)"}};
constexpr store::Statement insert_note{"note.add", "INSERT INTO note(id, text) VALUES (:id, :text)"};
constexpr store::Statement select_ids{"note.ids", "SELECT id FROM note ORDER BY id"};

class SimulatedDisk : public ::testing::Test {
 protected:
  void open() {
    store_.reset();
    store::StoreOptions options;
    options.directory = folder_.path();
    options.tends_itself = false;
    auto opened = Store::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    ASSERT_TRUE(store_->migrate(note_schema));
  }
  bool add(std::int64_t id) {
    return store_->write([&](store::UnitOfWork& work) {
                   return work.write(insert_note, {{"id", id}, {"text", "kept"}});
                 })
        .has_value();
  }
  std::vector<std::int64_t> ids() {
    return store_
        ->read([](store::Reader& reader) {
          return reader.read_all(select_ids, {}, [](const store::Row& row) { return row.integer(0); });
        })
        .value();
  }

  Random random_{7};
  testing::TemporaryFolder folder_;
  Disk disk_{random_};
  std::unique_ptr<Store> store_;
};

TEST_F(SimulatedDisk, KeepsWhatACommitSyncedThroughAPowerCut) {
  open();
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(add(2));
  disk_.stop();
  EXPECT_FALSE(add(3));
  store_.reset();
  disk_.start_after_power_cut();
  open();
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{1, 2}));
}

TEST_F(SimulatedDisk, WhereverThePowerGoesWhatWasAnsweredStandsAndNothingElse) {
  for (int operations = 0; operations < 12; ++operations) {
    open();
    const std::int64_t before = static_cast<std::int64_t>(ids().size());
    disk_.faults.cut_power_in = operations;
    std::int64_t answered = 0;
    for (int i = 1; i <= 4; ++i) answered += add(before + i) ? 1 : 0;
    store_.reset();
    disk_.start_after_power_cut();
    open();
    const auto stand = static_cast<std::int64_t>(ids().size());
    EXPECT_GE(stand, before + answered) << operations;
    EXPECT_LE(stand, before + answered + 1) << operations;  // the one under way may have made it
  }
}

TEST_F(SimulatedDisk, ForgetsWithALieWhatItNeverSynced) {
  disk_.faults.lies_about_sync = true;
  open();
  ASSERT_TRUE(add(1));
  disk_.stop();
  store_.reset();
  disk_.start_after_power_cut();
  EXPECT_GT(disk_.figures.lost_changes, 0);
}

TEST_F(SimulatedDisk, KeepsEverythingWrittenWhenOnlyTheProcessDies) {
  open();
  ASSERT_TRUE(add(1));
  disk_.stop();
  store_.reset();
  disk_.start_after_kill();
  EXPECT_EQ(disk_.figures.lost_changes, 0);
  open();
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{1}));
}

TEST_F(SimulatedDisk, RefusesWhatDoesNotFitAndTakesWritesAgainWhenItDoes) {
  open();
  ASSERT_TRUE(add(1));
  disk_.faults.free_bytes = 100;
  EXPECT_FALSE(add(2));
  EXPECT_GT(disk_.figures.refused_full, 0);
  EXPECT_FALSE(store_->accepts_writes());
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{1}));  // reading goes on
  store_->tend();
  EXPECT_FALSE(store_->accepts_writes()) << "there is no space yet";
  disk_.faults.free_bytes = -1;
  store_->tend();
  EXPECT_TRUE(store_->accepts_writes());
  EXPECT_TRUE(add(3));
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{1, 3}));
}

TEST_F(SimulatedDisk, AFailedSyncMakesTheStoreReadOnlyUntilItIsOpenedAgain) {
  open();
  ASSERT_TRUE(add(1));
  disk_.faults.fail_sync_in = 0;
  EXPECT_FALSE(add(2));
  EXPECT_FALSE(store_->accepts_writes());
  EXPECT_FALSE(add(3)) << "a second sync would succeed, and prove nothing";
  store_.reset();
  disk_.start_after_kill();
  open();
  EXPECT_TRUE(add(4));
  const auto stand = ids();
  EXPECT_EQ(stand.front(), 1);
  EXPECT_EQ(stand.back(), 4);
}

TEST_F(SimulatedDisk, AWriteThatFailsHalfWayIsNotAnswered) {
  open();
  ASSERT_TRUE(add(1));
  disk_.faults.fail_write_in = 0;
  EXPECT_FALSE(add(2));
  EXPECT_EQ(disk_.figures.failed_writes, 1);
  store_.reset();
  disk_.start_after_kill();
  open();
  EXPECT_EQ(ids().front(), 1);
}

}  // namespace
}  // namespace charta::simulation
