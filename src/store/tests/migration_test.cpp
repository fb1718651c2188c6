// SPDX-License-Identifier: Apache-2.0
#include "store/migration.hpp"

#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace charta::store {
namespace {

using ::testing::HasSubstr;

constexpr Migration first_step{"shelf", 1, "shelf",
                               "CREATE TABLE shelf(id KEY, room TEXT NOT NULL); INSERT INTO shelf(id, room) VALUES (1, 'A');"};
constexpr Migration second_step{
    "shelf", 2, "place", "CREATE TABLE place(shelf_id BIGINT NOT NULL, slot BIGINT, PRIMARY KEY (shelf_id, slot)) CLUSTERED;"};
constexpr Migration third_step{"shelf", 3, "width", "ALTER TABLE shelf ADD COLUMN width DOUBLE; UPDATE shelf SET width = 1.5;"};
constexpr Migration steps[] = {first_step, second_step, third_step};

constexpr Statement select_width{"shelf.width", "SELECT width FROM shelf WHERE id = 1"};
constexpr Statement select_steps{"shelf.steps", "SELECT count(*) FROM schema_migration WHERE module = 'shelf'"};

class MigrationTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({}); }
  std::int64_t applied() {
    return store()
        .read([](Reader& reader) { return reader.read_one(select_steps, {}, [](const Row& row) { return row.integer(0); }); })
        .value()
        .value();
  }
};
CHARTA_ON_BOTH_ENGINES(MigrationTest);

TEST_P(MigrationTest, EachStepIsAppliedOnceInOrder) {
  ASSERT_TRUE(store().migrate(steps));
  ASSERT_TRUE(store().migrate(steps));
  EXPECT_EQ(applied(), 3);
  const auto width =
      store().read([](Reader& reader) { return reader.read_one(select_width, {}, [](const Row& row) { return row.real(0); }); });
  EXPECT_EQ(width.value().value(), 1.5);
}

TEST_P(MigrationTest, AStepThatFailsLeavesNothingAndTheNextStartGoesOnFromThere) {
  for (int broken = 1; broken <= 3; ++broken) {
    const std::string module = "shelf" + std::to_string(broken);
    std::vector<std::string> texts;
    for (int i = 1; i <= 3; ++i) texts.push_back("CREATE TABLE " + module + "_" + std::to_string(i) + "(id KEY);");
    const std::string half = texts[static_cast<std::size_t>(broken) - 1] + " SELECT broken FROM nowhere;";
    std::vector<Migration> good, bad;
    for (int i = 1; i <= 3; ++i) {
      good.push_back({module, i, "step", texts[static_cast<std::size_t>(i) - 1]});
      bad.push_back({module, i, "step", i == broken ? std::string_view(half) : good.back().sql});
    }
    EXPECT_FALSE(store().migrate(bad)) << broken;
    reopen();
    const auto mended = store().migrate(good);  // would fail if a half of the broken step stood
    EXPECT_TRUE(mended) << broken << ": " << mended.error().message;
  }
}

TEST_P(MigrationTest, AChangedStepIsRefusedByName) {
  ASSERT_TRUE(store().migrate(steps));
  const Migration changed[] = {first_step, {"shelf", 2, "place", "CREATE TABLE place(id KEY);"}, third_step};
  const auto refused = store().migrate(changed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("shelf 0002_place"));
}

TEST_P(MigrationTest, AnOlderProgramRefusesANewerDatabase) {
  ASSERT_TRUE(store().migrate(steps));
  reopen();
  const auto refused = store().migrate(std::span(steps).first(2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("shelf 0003"));
}

// Several nodes start at once over one database: each step is applied by one of them and found done by the others.
TEST_P(MigrationTest, NodesThatStartTogetherApplyEachStepOnce) {
  std::vector<std::unique_ptr<Store>> nodes;
  for (int i = 0; i < 3 && GetParam() == Engine::postgresql; ++i) {
    StoreOptions node = options();
    node.directory += "/node" + std::to_string(i);
    nodes.push_back(Store::open(node).value());
  }
  std::vector<std::thread> starting;
  for (const auto& node : nodes) starting.emplace_back([&] { EXPECT_TRUE(node->migrate(steps)); });
  for (int i = 0; i < 2; ++i) starting.emplace_back([&] { EXPECT_TRUE(store().migrate(steps)); });
  for (std::thread& thread : starting) thread.join();
  EXPECT_EQ(applied(), 3);
}

TEST_P(MigrationTest, AModuleThatThisProgramDoesNotKnowIsLeftAlone) {
  ASSERT_TRUE(store().migrate(steps));
  constexpr Migration other[] = {{"desk", 1, "desk", "CREATE TABLE desk(id KEY);"}};
  EXPECT_TRUE(store().migrate(other));
  EXPECT_EQ(applied(), 3);
  EXPECT_TRUE(store().migrate(steps));
}

TEST_P(MigrationTest, OnlyTheTextOfAStepCountsAndAllOfIt) {
  ASSERT_TRUE(store().migrate(std::span(steps).first(1)));
  const std::string spaced = std::string(first_step.sql) + " ";
  const Migration renamed[] = {{"shelf", 1, "cupboard", first_step.sql}}, changed[] = {{"shelf", 1, "shelf", spaced}};
  EXPECT_TRUE(store().migrate(renamed)) << "its noun is for people";
  EXPECT_FALSE(store().migrate(changed)) << "one blank is a change: who can say that it means nothing?";
}

TEST_P(MigrationTest, AStoreThatIsOnlyReadIsNotMigrated) {
  ASSERT_TRUE(store().migrate(std::span(steps).first(1)));
  StoreOptions reading = options();
  reading.read_only = true;
  const auto reader = Store::open(reading).value();
  const auto refused = reader->migrate(steps);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(reader->accepts_writes() && GetParam() == Engine::sqlite);
  EXPECT_EQ(applied(), 1);
}

}  // namespace
}  // namespace charta::store
