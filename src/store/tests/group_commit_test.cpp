// SPDX-License-Identifier: Apache-2.0
// Many callers at once, and disks that fail: what was answered positively is there, once, and nothing else is claimed.
#include "store/store.hpp"
#include "store/tests/faulty_disk.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <set>
#include <thread>

namespace charta::store {
namespace {

using std::chrono::milliseconds;

constexpr Migration text_schema[] = {
    {"page", 1, "page", "CREATE TABLE page(id KEY, text BLOB); CREATE TABLE seal(id KEY, up_to BIGINT);"}};
constexpr Statement insert_text{"page.add", "INSERT INTO page(id, text) VALUES (:id, :text)"};
constexpr Statement select_text_ids{"page.ids", "SELECT id FROM page ORDER BY id"};
constexpr Statement limit_pages{"page.limit", "PRAGMA max_page_count = 120"};
constexpr Statement no_limit{"page.no_limit", "PRAGMA max_page_count = 1000000"};
constexpr Statement insert_seal{"seal.add", "INSERT INTO seal(up_to) SELECT max(id) FROM page"};
constexpr Statement count_seals{"seal.count", "SELECT count(*), max(up_to) FROM seal"};

Result<void> add(UnitOfWork& work, std::int64_t id, std::size_t size = 10) {
  const std::string text(size, 'x');
  return work.write(insert_text, {{"id", id}, {"text", Value::bytes(text)}});
}
std::vector<std::int64_t> ids(Store& store) {
  return store
      .read([](Reader& reader) { return reader.read_all(select_text_ids, {}, [](const Row& row) { return row.integer(0); }); })
      .value();
}

class ManyCallersTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({text_schema}); }
};
CHARTA_ON_BOTH_ENGINES(ManyCallersTest);

TEST_P(ManyCallersTest, EachUnitCommitsOnceAndAFailingOneAlone) {
  constexpr int threads = 8, each = 50;
  std::atomic<int> acts{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t) {
    callers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        const std::int64_t id = 1 + t * each + i;
        const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
          CHARTA_TRY_DO(add(work, id));
          work.after_commit([&] { ++acts; });
          if (id % 7 == 0) return fail(ErrorKind::business_rule, "seven");
          return {};
        });
        EXPECT_EQ(done.has_value(), id % 7 != 0);
      }
    });
  }
  for (auto& caller : callers) caller.join();
  std::vector<std::int64_t> expected;
  for (std::int64_t id = 1; id <= threads * each; ++id) {
    if (id % 7 != 0) expected.push_back(id);
  }
  EXPECT_EQ(ids(store()), expected);
  EXPECT_EQ(acts, static_cast<int>(expected.size()));
}

TEST_P(ManyCallersTest, UnitsThatNameTheSameKeyRunOneAfterAnother) {
  constexpr Statement highest{"page.highest", "SELECT COALESCE(max(id), 0) FROM page"};
  std::vector<std::thread> callers;
  for (int t = 0; t < 6; ++t) {
    callers.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
          CHARTA_TRY_DO(work.lock(77));
          CHARTA_TRY(const auto last, work.read_one(highest, {}, [](const Row& row) { return row.integer(0); }));
          return add(work, *last + 1);
        });
        EXPECT_TRUE(done) << done.error().message;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(ids(store()).size(), 60u);
  EXPECT_EQ(ids(store()).back(), 60);
}

TEST_P(ManyCallersTest, AUnitInsideAUnitIsRefusedOrServedButNeverHangs) {
  const auto outer = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(add(work, 1));
    return store().write([&](UnitOfWork& inner) { return add(inner, 2); });
  });
  EXPECT_EQ(outer.has_value(), GetParam() == Engine::postgresql);
}

/// SQLite alone: groups and the disk below them.
class GroupCommitTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    store_.reset();
    store_ = Store::open({.directory = folder_.path()}).value();
    store_->migrate(text_schema).value();
  }

  struct Answers {
    std::vector<Result<void>> outcomes;
    std::vector<int> runs;
  };
  /// Runs the units in one group: while a first unit holds the writer they all line up behind it.
  Answers run_group(const std::vector<std::function<Result<void>(UnitOfWork&)>>& units) {
    Answers answers{std::vector<Result<void>>(units.size()), std::vector<int>(units.size(), 0)};
    std::latch held{1};
    std::atomic<bool> may_go{false};
    std::thread holder([&] {
      (void)store_->write([&](UnitOfWork&) -> Result<void> {
        held.count_down();
        while (!may_go) std::this_thread::sleep_for(milliseconds(1));
        return {};
      });
    });
    held.wait();
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i < units.size(); ++i) {
      callers.emplace_back([&, i] {
        answers.outcomes[i] = store_->write([&](UnitOfWork& work) -> Result<void> {
          ++answers.runs[i];
          return units[i](work);
        });
      });
      std::this_thread::sleep_for(milliseconds(10));  // in this order
    }
    may_go = true;
    holder.join();
    for (auto& caller : callers) caller.join();
    return answers;
  }

  static std::function<Result<void>(UnitOfWork&)> adding(std::int64_t id, std::size_t size = 10) {
    return [=](UnitOfWork& work) { return add(work, id, size); };
  }
  bool accepts_writes_within(milliseconds patience) {
    for (auto waited = milliseconds(0); waited < patience && !store_->accepts_writes(); waited += milliseconds(20)) {
      std::this_thread::sleep_for(milliseconds(20));
    }
    return store_->accepts_writes();
  }

  FaultyDisk disk_;
  testing::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(GroupCommitTest, AGroupIsSealedOnceBeforeItsCommit) {
  store_->set_before_group_commit([](UnitOfWork& work) { return work.write(insert_seal, Bindings()); });
  const auto answers = run_group({adding(1), adding(2), adding(3)});
  for (const auto& outcome : answers.outcomes) EXPECT_TRUE(outcome);
  const auto seals = store_->read([](Reader& reader) {
    return reader.read_one(count_seals, {}, [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  });
  EXPECT_EQ(seals.value().value(), std::pair(std::int64_t{2}, std::int64_t{3}));  // the holder's unit and the group
}

TEST_F(GroupCommitTest, AFailedSealFailsTheWholeGroup) {
  store_->set_before_group_commit([](UnitOfWork&) -> Result<void> { return fail(ErrorKind::internal, "no seal"); });
  const auto answers = run_group({adding(1), adding(2)});
  for (const auto& outcome : answers.outcomes) EXPECT_EQ(outcome.error().message, "no seal");
  EXPECT_TRUE(ids(*store_).empty());
  EXPECT_TRUE(store_->accepts_writes());
}

// A full disk makes SQLite take back the whole transaction, units that had succeeded included.
TEST_F(GroupCommitTest, WhenTheDiskFillsUpInTheKthUnitTheOthersAreRunAgainAlone) {
  for (std::size_t k = 0; k < 4; ++k) {
    ASSERT_TRUE(store_->write([](UnitOfWork& work) { return work.read(limit_pages, {}, [](const Row&) { return true; }); }));
    std::vector<std::function<Result<void>(UnitOfWork&)>> units;
    const auto base = static_cast<std::int64_t>(10 * (k + 1));
    for (std::size_t i = 0; i < 4; ++i) units.push_back(adding(base + static_cast<std::int64_t>(i), i == k ? 1'000'000 : 10));
    const auto answers = run_group(units);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(answers.outcomes[i].has_value(), i != k) << "unit " << i << " with the large one at " << k;
    }
    EXPECT_EQ(answers.outcomes[k].error().kind, ErrorKind::unavailable);
    if (k > 0) {
      EXPECT_EQ(answers.runs[0], 2);
    }
    std::vector<std::int64_t> stand = ids(*store_);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(std::count(stand.begin(), stand.end(), base + static_cast<std::int64_t>(i)), i == k ? 0 : 1);
    }
    ASSERT_TRUE(accepts_writes_within(milliseconds(3000)));
    ASSERT_TRUE(store_->write([](UnitOfWork& work) { return work.read(no_limit, {}, [](const Row&) { return true; }); }));
  }
}

TEST_F(GroupCommitTest, AFullDiskRefusesWritesGoesOnReadingAndRecoversWhenSpaceReturns) {
  ASSERT_TRUE(store_->write(adding(1)));
  FaultyDisk::writes_left = 0;
  for (int i = 0; i < 3; ++i) {
    const auto refused = store_->write(adding(2 + i));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  }
  EXPECT_FALSE(store_->accepts_writes());
  EXPECT_THAT(ids(*store_), ::testing::ElementsAre(1));
  FaultyDisk::writes_left = -1;
  ASSERT_TRUE(accepts_writes_within(milliseconds(5000)));
  ASSERT_TRUE(store_->write(adding(9)));
  open();
  EXPECT_THAT(ids(*store_), ::testing::ElementsAre(1, 9));
}

TEST_F(GroupCommitTest, WhereverTheDiskFillsUpNothingAnsweredIsLostAndNothingRefusedStands) {
  ASSERT_TRUE(store_->write(adding(1)));
  std::set<std::int64_t> answered{1};
  for (int writes = 0; writes < 14; ++writes) {
    FaultyDisk::writes_left = writes;
    const std::int64_t base = 100 + 10 * writes;
    const auto answers = run_group({adding(base), adding(base + 1, 9000), adding(base + 2)});
    for (std::size_t i = 0; i < 3; ++i) {
      if (answers.outcomes[i]) answered.insert(base + static_cast<std::int64_t>(i));
    }
    FaultyDisk::writes_left = -1;
    ASSERT_TRUE(accepts_writes_within(milliseconds(5000)));
    const auto stand = ids(*store_);
    EXPECT_EQ(std::set<std::int64_t>(stand.begin(), stand.end()), answered) << "after " << writes << " writes";
  }
  open();
  const auto stand = ids(*store_);
  EXPECT_EQ(std::set<std::int64_t>(stand.begin(), stand.end()), answered);
}

TEST_F(GroupCommitTest, AFailedSyncAnswersNobodyIsNeverRepeatedAndLeavesTheStoreReadOnly) {
  ASSERT_TRUE(store_->write(adding(1)));
  FaultyDisk::sync_fails = true;
  const auto answers = run_group({adding(2), adding(3)});
  for (const auto& outcome : answers.outcomes) EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
  const int failed = FaultyDisk::syncs_failed;
  FaultyDisk::sync_fails = false;  // a second fsync would succeed, and prove nothing
  EXPECT_FALSE(store_->accepts_writes());
  const auto later = store_->write(adding(4));
  EXPECT_EQ(later.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(store_->checkpoint());
  std::this_thread::sleep_for(milliseconds(1300));
  EXPECT_FALSE(store_->accepts_writes());
  EXPECT_EQ(FaultyDisk::syncs_failed, failed);
  EXPECT_EQ(failed, 1);
  EXPECT_THAT(ids(*store_), ::testing::Contains(1));
  open();  // a restart
  EXPECT_TRUE(store_->write(adding(5)));
  EXPECT_THAT(ids(*store_), ::testing::IsSupersetOf({1, 5}));
}

TEST_F(GroupCommitTest, TheLogIsMovedIntoTheDatabaseOffTheRequestPath) {
  for (int i = 1; i <= 20; ++i) ASSERT_TRUE(store_->write(adding(i, 1'000'000)));
  EXPECT_TRUE(store_->checkpoint());
  EXPECT_EQ(ids(*store_).size(), 20u);
}

}  // namespace
}  // namespace charta::store
