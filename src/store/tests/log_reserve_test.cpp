// SPDX-License-Identifier: Apache-2.0
// Zeros behind the write-ahead log: there ahead of need, never in the way of what was committed.
#include "store/log_reserve.hpp"

#include "store/store.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::store {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t one_megabyte = std::int64_t{1} << 20U;
constexpr Migration note_schema[] = {{"note", 1, "note", "CREATE TABLE note(id KEY, text BLOB);"}};
constexpr Statement insert_note{"note.add", "INSERT INTO note(id, text) VALUES (:id, :text)"};
constexpr Statement count_notes{"note.count", "SELECT count(*), sum(length(text)) FROM note"};

const auto at_once = [](FunctionRef<void()> act) { act(); };

class LogReserveTest : public ::testing::Test {
 protected:
  std::string database() const { return folder_.path() + "/a.db"; }
  std::string file() const { return database() + "-wal"; }
  void fill(std::size_t bytes) {
    std::ofstream(file(), std::ios::binary) << std::string(bytes, 'x');
    std::ofstream(database() + "-shm", std::ios::binary) << "index";
  }
  testing::TemporaryFolder folder_;
};

TEST_F(LogReserveTest, ExtendsTheFileWithZerosAndLeavesWhatIsThere) {
  fill(1000);
  LogReserve reserve(database(), 64 * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(1000, at_once));
  EXPECT_EQ(fs::file_size(file()), 1000u + 8u * one_megabyte);
  std::ifstream in(file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(bytes.substr(0, 1000), std::string(1000, 'x'));
  EXPECT_EQ(bytes.find_first_not_of('\0', 1000), std::string::npos);
}

TEST_F(LogReserveTest, GrowsOnlyWhenHalfAStepIsLeft) {
  fill(0);
  LogReserve reserve(database(), 64 * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(0, at_once));
  ASSERT_TRUE(reserve.keep_ahead(3 * one_megabyte, at_once));
  EXPECT_EQ(fs::file_size(file()), 8u * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(5 * one_megabyte, at_once));
  EXPECT_EQ(fs::file_size(file()), 16u * one_megabyte);
}

TEST_F(LogReserveTest, GrowsToItsMostWhileNobodyWrites) {
  fill(0);
  LogReserve reserve(database(), 20 * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(0, at_once, true));
  EXPECT_EQ(fs::file_size(file()), 8u * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(0, at_once, true));
  EXPECT_EQ(fs::file_size(file()), 16u * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(1000, at_once, false)) << "somebody writes: what there is is enough";
  EXPECT_EQ(fs::file_size(file()), 16u * one_megabyte);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(reserve.keep_ahead(1000, at_once, true));
  EXPECT_EQ(fs::file_size(file()), 20u * one_megabyte);
}

TEST_F(LogReserveTest, StopsAtItsMost) {
  fill(0);
  LogReserve reserve(database(), 10 * one_megabyte);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(reserve.keep_ahead(9 * one_megabyte, at_once));
  EXPECT_EQ(fs::file_size(file()), 10u * one_megabyte);
}

TEST_F(LogReserveTest, TakesRoomForTheIndexOfTheWholeLogAndLeavesWhatIsThere) {
  fill(0);
  LogReserve reserve(database(), 64 * one_megabyte);
  ASSERT_TRUE(reserve.keep_ahead(0, at_once));
  EXPECT_EQ(fs::file_size(database() + "-shm"), 5u * 32u * 1024u);
  std::ifstream in(database() + "-shm", std::ios::binary);
  std::string start(5, '\0');
  in.read(start.data(), 5);
  EXPECT_EQ(start, "index");
}

TEST_F(LogReserveTest, NoneIsKeptWhereNoneIsAskedFor) {
  LogReserve reserve(database(), 0);
  ASSERT_TRUE(reserve.keep_ahead(0, at_once));
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(LogReserveTest, ALogThatIsNotThereIsTold) {
  LogReserve reserve(database(), one_megabyte);
  EXPECT_FALSE(reserve.keep_ahead(0, at_once));
}

/// What a server leaves behind when it is killed: the database and the log with its zeros, read again by the next one.
TEST(StoreWithALogReserve, IsReadWholeAfterAKill) {
  const testing::TemporaryFolder folder, copy;
  constexpr int notes = 300;
  {
    auto store = Store::open({.directory = folder.path(), .log_reserve = 16 * one_megabyte}).value();
    store->migrate(note_schema).value();
    const auto log = folder.path() + "/charta.db-wal";
    for (int i = 0; i < 100 && (!fs::exists(log) || fs::file_size(log) < 8u * one_megabyte); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_GE(fs::file_size(log), 8u * one_megabyte);
    for (std::int64_t id = 1; id <= notes; ++id) {
      const std::string text(2000, 'n');
      ASSERT_TRUE(store->write([&](UnitOfWork& work) {
        return work.write(insert_note, {{"id", id}, {"text", Value::bytes(text)}});
      }));
    }
    for (const char* name : {"charta.db", "charta.db-wal"}) fs::copy_file(folder.path() + "/" + name, copy.path() + "/" + name);
  }
  auto store = Store::open({.directory = copy.path()}).value();
  const auto counted = store->read([](Reader& reader) {
    return reader.read_one(count_notes, {}, [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  });
  ASSERT_TRUE(counted);
  EXPECT_EQ(**counted, std::pair(std::int64_t{notes}, std::int64_t{notes * 2000}));
}

}  // namespace
}  // namespace charta::store
