// SPDX-License-Identifier: Apache-2.0
// Lost connections and commits of unknown outcome: a unit is done once or not at all.
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace charta::store {
namespace {

using std::chrono::milliseconds;

constexpr Migration schema[] = {{"entry", 1, "entry", "CREATE TABLE entry(id KEY, amount BIGINT NOT NULL);"}};
constexpr Statement insert_entry{"entry.add", "INSERT INTO entry(id, amount) VALUES (:id, :amount)"};
constexpr Statement update_entry{"entry.update", "UPDATE entry SET amount = amount + 1 WHERE id = :id"};
constexpr Statement sum_entries{"entry.all", "SELECT count(*), COALESCE(sum(amount), 0) FROM entry"};
constexpr Statement own_backend{"backend.own", "SELECT pg_backend_pid()"};
constexpr Statement end_backend{"backend.end", "SELECT pg_terminate_backend(CAST(:pid AS INTEGER))"};
constexpr Statement count_units{"unit.count", "SELECT count(*) FROM store_unit"};
constexpr Statement sums{"entry.sums", "SELECT sum(amount), avg(amount), -sum(amount) * 1000000 FROM entry"};

class PostgresStoreTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({schema}); }
  std::pair<std::int64_t, std::int64_t> totals() {
    return store()
        .read([](Reader& reader) {
          return reader.read_one(sum_entries, {}, [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
        })
        .value()
        .value();
  }
  static Result<std::int64_t> backend_of(Reader& reader) {
    CHARTA_TRY(const auto pid, reader.read_one(own_backend, {}, [](const Row& row) { return row.integer(0); }));
    return *pid;
  }
  void end(std::int64_t pid) {
    ASSERT_TRUE(store().read([&](Reader& reader) {
      return reader.read(end_backend, {{"pid", pid}}, [](const Row&) { return true; });
    }));
    std::this_thread::sleep_for(milliseconds(50));
  }
};
INSTANTIATE_TEST_SUITE_P(PostgreSQL, PostgresStoreTest, ::testing::Values(Engine::postgresql));

TEST_P(PostgresStoreTest, AUnitWhoseConnectionIsLostRunsAgainAndIsDoneOnce) {
  int runs = 0;
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    ++runs;
    CHARTA_TRY_DO(work.write(insert_entry, {{"id", 1}, {"amount", 5}}));
    CHARTA_TRY(const auto pid, backend_of(work));
    if (runs == 1) end(pid);
    return work.write(update_entry, {{"id", 1}});
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(totals(), std::pair(std::int64_t{1}, std::int64_t{6}));
  EXPECT_TRUE(store().accepts_writes());
}

TEST_P(PostgresStoreTest, AnIdleConnectionThatTheServerClosedIsReplacedUnseen) {
  const auto pid = store().read([&](Reader& reader) { return backend_of(reader); }).value();
  testing::TemporaryFolder folder;
  StoreOptions elsewhere = options();
  elsewhere.directory = folder.path();
  const auto other = Store::open(elsewhere).value();
  ASSERT_TRUE(other->read([&](Reader& reader) {
    return reader.read(end_backend, {{"pid", pid}}, [](const Row&) { return true; });
  }));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(totals().first, 0);
}

TEST_P(PostgresStoreTest, WhileConnectionsAreEndedAtRandomEveryAnsweredUnitStandsOnce) {
  std::atomic<bool> ending{false};
  std::atomic<int> answered{0};
  testing::TemporaryFolder folder;
  StoreOptions elsewhere = options();
  elsewhere.directory = folder.path();
  const auto other = Store::open(elsewhere).value();
  constexpr Statement end_all{"backend.end_all", R"sql(
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid() AND query LIKE '%entry%')sql"};
  std::thread killer([&] {
    while (!ending) {
      (void)other->read([&](Reader& reader) { return reader.read(end_all, {}, [](const Row&) { return true; }); });
      std::this_thread::sleep_for(milliseconds(7));
    }
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        const auto done = store().write([&](UnitOfWork& work) {
          return work.write(insert_entry, {{"id", 1 + t * 1000 + i}, {"amount", 1}});
        });
        EXPECT_TRUE(done) << done.error().message;
        answered += done ? 1 : 0;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  ending = true;
  killer.join();
  EXPECT_EQ(totals().first, answered);
}

TEST_P(PostgresStoreTest, DeadlockedUnitsBothComeThrough) {
  ASSERT_TRUE(store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(insert_entry, {{"id", 1}, {"amount", 0}}));
    return work.write(insert_entry, {{"id", 2}, {"amount", 0}});
  }));
  std::atomic<int> inside{0};
  const auto cross = [&](std::int64_t first, std::int64_t second) {
    return store().write([&](UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(work.write_counted(update_entry, {{"id", first}}));
      ++inside;
      for (int i = 0; i < 200 && inside < 2; ++i) std::this_thread::sleep_for(milliseconds(5));
      CHARTA_TRY_DO(work.write_counted(update_entry, {{"id", second}}));
      return {};
    });
  };
  std::thread other([&] { EXPECT_TRUE(cross(2, 1)); });
  EXPECT_TRUE(cross(1, 2));
  other.join();
  EXPECT_EQ(totals().second, 4);
}

TEST_P(PostgresStoreTest, EachCommittedUnitLeavesItsIdAndARefusedOneDoesNot) {
  ASSERT_TRUE(store().write([&](UnitOfWork& work) { return work.write(insert_entry, {{"id", 1}, {"amount", 0}}); }));
  (void)store().write([&](UnitOfWork&) -> Result<void> { return fail(ErrorKind::invalid, "no"); });
  const auto units = store().read(
      [](Reader& reader) { return reader.read_one(count_units, {}, [](const Row& row) { return row.integer(0); }); });
  EXPECT_EQ(units.value().value(), 1);
}

TEST_P(PostgresStoreTest, NumericResultsAreReadAsNumbers) {
  ASSERT_TRUE(store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(insert_entry, {{"id", 1}, {"amount", 10'000'001}}));
    return work.write(insert_entry, {{"id", 2}, {"amount", 10'000'000}});
  }));
  const auto done = store().read([](Reader& reader) {
    return reader.read(sums, {}, [](const Row& row) {
      EXPECT_EQ(row.integer(0), 20'000'001);
      EXPECT_DOUBLE_EQ(row.real(1), 10'000'000.5);
      EXPECT_EQ(row.integer(2), -20'000'001'000'000);
      EXPECT_EQ(row.text(0), "20000001");
      return true;
    });
  });
  ASSERT_TRUE(done) << done.error().message;
}

TEST_P(PostgresStoreTest, ManyDeferredWritesDoNotFillTheSocket) {
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    for (int i = 1; i <= 20'000; ++i) CHARTA_TRY_DO(work.write(insert_entry, {{"id", i}, {"amount", 1}}));
    return {};
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(totals().first, 20'000);
}

TEST_P(PostgresStoreTest, AServerThatIsNotThereIsUnavailable) {
  testing::TemporaryFolder folder;
  const auto refused = Store::open({.directory = folder.path(), .database_url = "postgresql://nobody@127.0.0.1:1/none"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace charta::store
