// SPDX-License-Identifier: Apache-2.0
// What every unit of work and snapshot promises, on both engines.
#include "store/store.hpp"

#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

namespace charta::store {
namespace {

constexpr Migration volume_schema[] = {{"volume", 1, "volume", R"sql(
       CREATE TABLE volume(id KEY, barcode TEXT NOT NULL UNIQUE, pages BIGINT, weight DOUBLE, cover BLOB);
       CREATE TABLE loan(volume_id BIGINT NOT NULL REFERENCES volume(id), borrower TEXT NOT NULL, PRIMARY KEY (volume_id, borrower)) CLUSTERED;
     )sql"}};

constexpr Statement insert_volume{"volume.add", "INSERT INTO volume(id, barcode, pages) VALUES (:id, :barcode, :pages)"};
constexpr Statement insert_whole{
    "volume.add_whole", "INSERT INTO volume(id, barcode, pages, weight, cover) VALUES (:id, :barcode, :pages, :weight, :cover)"};
constexpr Statement insert_once{"volume.add_once",
                                "INSERT INTO volume(id, barcode, pages) VALUES (:id, :barcode, :pages) ON CONFLICT DO NOTHING"};
constexpr Statement insert_loan{"loan.add", "INSERT INTO loan(volume_id, borrower) VALUES (:volume_id, :borrower)"};
constexpr Statement update_pages{"volume.recount", "UPDATE volume SET pages = :pages WHERE pages = :expected"};
constexpr Statement count_volumes{"volume.count", "SELECT count(*) FROM volume"};
constexpr Statement select_volume{"volume.find", "SELECT id, barcode, pages, weight, cover FROM volume WHERE id = :id"};
constexpr Statement select_ids{"volume.ids", "SELECT id FROM volume ORDER BY id"};
constexpr Statement broken_statement{"volume.broken", "SELECT nothing FROM nowhere"};

class UnitOfWorkTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({volume_schema}); }

  static Result<void> add(UnitOfWork& work, std::int64_t id, const std::string& barcode, std::int64_t pages = 1) {
    return work.write(insert_volume, {{"id", id}, {"barcode", barcode}, {"pages", pages}});
  }
  Result<void> add(std::int64_t id, const std::string& barcode, std::int64_t pages = 1) {
    return store().write([&](UnitOfWork& work) { return add(work, id, barcode, pages); });
  }
  std::int64_t count() {
    const auto counted = store().read(
        [](Reader& reader) { return reader.read_one(count_volumes, {}, [](const Row& row) { return row.integer(0); }); });
    return counted.value().value();
  }
  std::vector<std::int64_t> ids() {
    return store()
        .read([](Reader& reader) { return reader.read_all(select_ids, {}, [](const Row& row) { return row.integer(0); }); })
        .value();
  }
};
CHARTA_ON_BOTH_ENGINES(UnitOfWorkTest);

TEST_P(UnitOfWorkTest, WhatItWroteIsReadAfterItsCommit) {
  ASSERT_TRUE(add(7, "V-7"));
  EXPECT_EQ(count(), 1);
  reopen();
  EXPECT_EQ(count(), 1);
}

TEST_P(UnitOfWorkTest, AFailedFunctionLeavesNothing) {
  const auto refused = store().write([&](UnitOfWork& work) -> Result<int> {
    CHARTA_TRY_DO(add(work, 1, "V-1"));
    return fail(ErrorKind::business_rule, "volume 1 is on loan");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::business_rule);
  EXPECT_EQ(count(), 0);
}

TEST_P(UnitOfWorkTest, AThrowingFunctionLeavesNothingAndTheStoreGoesOn) {
  EXPECT_THROW((void)store().write([&](UnitOfWork& work) -> Result<int> {
    CHARTA_TRY_DO(add(work, 1, "V-1"));
    throw std::runtime_error("defect");
  }),
               std::runtime_error);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add(1, "V-1"));
}

TEST_P(UnitOfWorkTest, EveryKindOfValueComesBackAsItWasWritten) {
  const std::string cover("\0\x01\xff%'\\", 6);
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(insert_whole, {{"id", 1},
                                            {"barcode", "Müller \\ 'x' \"y\""},
                                            {"pages", std::int64_t{-9'000'000'000'000'000'000}},
                                            {"weight", 1.0 / 3.0},
                                            {"cover", Value::bytes(cover)}}));
    return work.write(insert_whole,
                      {{"id", 2}, {"barcode", ""}, {"pages", nullptr}, {"weight", nullptr}, {"cover", Value::bytes("")}});
  });
  ASSERT_TRUE(done) << done.error().message;
  const auto checked = store().read([&](Reader& reader) -> Result<void> {
    CHARTA_TRY_DO(reader.read(select_volume, {{"id", 1}}, [&](const Row& row) {
      EXPECT_EQ(row.integer(0), 1);
      EXPECT_EQ(row.text(1), "Müller \\ 'x' \"y\"");
      EXPECT_EQ(row.integer(2), -9'000'000'000'000'000'000);
      EXPECT_EQ(row.real(3), 1.0 / 3.0);
      EXPECT_EQ(row.bytes(4), cover);
      EXPECT_FALSE(row.is_null(4));
      return true;
    }));
    return reader.read(select_volume, {{"id", 2}}, [&](const Row& row) {
      EXPECT_EQ(row.text(1), "");
      EXPECT_FALSE(row.is_null(1));
      EXPECT_TRUE(row.is_null(2));
      EXPECT_EQ(row.integer(2), 0);
      EXPECT_TRUE(row.is_null(3));
      EXPECT_EQ(row.bytes(4), "");
      return true;
    });
  });
  ASSERT_TRUE(checked) << checked.error().message;
}

TEST_P(UnitOfWorkTest, ATakenKeyIsAVersionConflictAndSpoilsTheUnit) {
  ASSERT_TRUE(add(1, "V-1"));
  const auto refused = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(add(work, 2, "V-2"));
    (void)add(work, 3, "V-1");  // an error that the function ignores does not become half a unit
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict) << refused.error().message;
  EXPECT_THAT(ids(), ::testing::ElementsAre(1));
}

TEST_P(UnitOfWorkTest, AMissingForeignKeyIsAVersionConflict) {
  const auto refused = store().write([&](UnitOfWork& work) {
    return work.write(insert_loan, {{"volume_id", 99}, {"borrower", "cardiology"}});
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict);
}

TEST_P(UnitOfWorkTest, AnErrorNamesTheStatementAndNoValue) {
  const auto unknown =
      store().read([&](Reader& reader) { return reader.read(broken_statement, {}, [](const Row&) { return true; }); });
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::internal);
  EXPECT_THAT(unknown.error().message, ::testing::HasSubstr("volume.broken"));

  ASSERT_TRUE(add(1, "Ada Marsh"));
  const auto taken = add(2, "Ada Marsh");
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, ::testing::Not(::testing::HasSubstr("Marsh")));
}

TEST_P(UnitOfWorkTest, AParameterThatIsUnknownOrForgottenIsADefect) {
  for (const auto& bindings :
       {std::vector<Binding>{{"id", 1}, {"barcode", "x"}}, std::vector<Binding>{{"id", 1}, {"mrn", "x"}, {"pages", 1}}}) {
    const auto refused = store().write([&](UnitOfWork& work) { return work.write(insert_volume, Bindings(bindings)); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::internal);
  }
}

TEST_P(UnitOfWorkTest, ACountedWriteTellsHowManyRowsChanged) {
  ASSERT_TRUE(add(1, "V-1", 10));
  ASSERT_TRUE(add(2, "V-2", 10));
  const auto counts = store().write([&](UnitOfWork& work) -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> found;
    for (const std::int64_t expected : {10, 10}) {
      CHARTA_TRY(const auto changed, work.write_counted(update_pages, {{"pages", 11}, {"expected", expected}}));
      found.push_back(changed);
    }
    CHARTA_TRY(const auto once, work.write_counted(insert_once, {{"id", 3}, {"barcode", "V-3"}, {"pages", 1}}));
    CHARTA_TRY(const auto again, work.write_counted(insert_once, {{"id", 3}, {"barcode", "V-3"}, {"pages", 1}}));
    found.insert(found.end(), {once, again});
    return found;
  });
  ASSERT_TRUE(counts) << counts.error().message;
  EXPECT_THAT(*counts, ::testing::ElementsAre(2, 0, 1, 0));
}

TEST_P(UnitOfWorkTest, ManyRowsAreWrittenAtOnce) {
  constexpr std::string_view names[] = {"id", "barcode", "pages"};
  std::vector<std::string> barcodes;
  for (int i = 0; i < 300; ++i) barcodes.push_back("V-" + std::to_string(i));
  std::vector<Value> values;
  for (int i = 0; i < 300; ++i) {
    values.insert(values.end(),
                  {Value(i + 1), Value(barcodes[static_cast<std::size_t>(i)]), i % 2 == 0 ? Value(nullptr) : Value(i)});
  }
  const auto done = store().write([&](UnitOfWork& work) { return work.write_rows(insert_volume, names, values); });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(count(), 300);
  const auto refused =
      store().write([&](UnitOfWork& work) { return work.write_rows(insert_volume, names, std::span(values).first(4)); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::internal);
}

TEST_P(UnitOfWorkTest, AFailedSavepointTakesBackItsOwnWritesOnly) {
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(add(work, 1, "V-1"));
    const auto kept = work.savepoint([&] { return add(work, 2, "V-2"); });
    EXPECT_TRUE(kept);
    const auto refused = work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(add(work, 3, "V-3"));
      return fail(ErrorKind::business_rule, "held");
    });
    EXPECT_EQ(refused.error().kind, ErrorKind::business_rule);
    const auto conflict = work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(add(work, 4, "V-4"));
      return add(work, 5, "V-1");
    });
    EXPECT_FALSE(conflict);
    EXPECT_EQ(conflict.error().kind, ErrorKind::version_conflict);
    return add(work, 6, "V-6");
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(ids(), ::testing::ElementsAre(1, 2, 6));
}

TEST_P(UnitOfWorkTest, SavepointsNest) {
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    return work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(add(work, 1, "V-1"));
      const auto inner = work.savepoint([&]() -> Result<void> {
        CHARTA_TRY_DO(add(work, 2, "V-2"));
        return fail(ErrorKind::invalid, "inner");
      });
      EXPECT_FALSE(inner);
      return add(work, 3, "V-3");
    });
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(ids(), ::testing::ElementsAre(1, 3));
}

TEST_P(UnitOfWorkTest, AnErrorBeforeASavepointIsNotForgivenByIt) {
  ASSERT_TRUE(add(1, "V-1"));
  const auto refused = store().write([&](UnitOfWork& work) -> Result<void> {
    (void)add(work, 2, "V-1");  // broken key, perhaps reported later
    (void)work.savepoint([&]() -> Result<void> { return fail(ErrorKind::invalid, "inner"); });
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict);
}

TEST_P(UnitOfWorkTest, ActsAfterTheCommitRunOnceAndOnlyThen) {
  int acts = 0;
  (void)store().write([&](UnitOfWork& work) -> Result<void> {
    work.after_commit([&] { ++acts; });
    return fail(ErrorKind::invalid, "no");
  });
  EXPECT_EQ(acts, 0);
  ASSERT_TRUE(store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(add(work, 1, "V-1"));
    work.after_commit([&] { acts += 10; });
    (void)work.savepoint([&]() -> Result<void> {
      work.after_commit([&] { acts += 1000; });  // belongs to what is taken back
      return fail(ErrorKind::invalid, "inner");
    });
    EXPECT_EQ(acts, 0);
    return {};
  }));
  EXPECT_EQ(acts, 10);
}

TEST_P(UnitOfWorkTest, ASnapshotDoesNotMoveWhileOthersWrite) {
  ASSERT_TRUE(add(1, "V-1"));
  const auto counts = store().read([&](Reader& reader) -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> found;
    for (int i = 0; i < 2; ++i) {
      CHARTA_TRY(const auto counted, reader.read_one(count_volumes, {}, [](const Row& row) { return row.integer(0); }));
      found.push_back(*counted);
      EXPECT_TRUE(add(2 + i, "W-" + std::to_string(i)));
    }
    return found;
  });
  ASSERT_TRUE(counts);
  EXPECT_THAT(*counts, ::testing::ElementsAre(1, 1));
  EXPECT_EQ(count(), 3);
}

TEST_P(UnitOfWorkTest, ASnapshotEndsWithTheReadThatIsSaidToBeItsLast) {
  ASSERT_TRUE(add(1, "V-1"));
  const auto number_of_volumes = [](Reader& reader) {
    return reader.read_one(count_volumes, {}, [](const Row& row) { return row.integer(0); });
  };
  for (std::int64_t there = 1; there <= 20; ++there) {  // more often than there are connections
    const auto done = store().read([&](Reader& reader) -> Result<void> {
      CHARTA_TRY(const auto first, number_of_volumes(reader));
      EXPECT_TRUE(add(static_cast<int>(there) + 1, "W-" + std::to_string(there)));
      reader.ends_with_next();
      CHARTA_TRY(const auto last, number_of_volumes(reader));
      EXPECT_EQ(*first, there);
      EXPECT_EQ(*last, there) << "the last read sees what the first saw";
      const auto after = number_of_volumes(reader);
      EXPECT_FALSE(after);
      EXPECT_EQ(after.error().kind, ErrorKind::internal) << after.error().message;
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(count(), there + 1) << "the next snapshot sees what was written meanwhile";
  }
}

TEST_P(UnitOfWorkTest, ALastReadThatFailsDoesNotSpoilTheNextSnapshot) {
  constexpr Statement broken{"volume.broken", "SELECT shoe_size FROM volume"};
  for (int i = 0; i < 20; ++i) {
    const auto refused = store().read([&](Reader& reader) {
      reader.ends_with_next();
      return reader.read(broken, {}, [](const Row&) { return true; });
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::internal);
    EXPECT_EQ(count(), 0);
  }
}

TEST_P(UnitOfWorkTest, AStatementMayBeAskedAgainWithinItsOwnVisitor) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(add(i, "V-" + std::to_string(i)));
  int pairs = 0;
  const auto done = store().read([&](Reader& reader) -> Result<void> {
    return reader.read(select_ids, {}, [&](const Row&) {
      EXPECT_TRUE(reader.read(select_ids, {}, [&](const Row&) { return ++pairs, true; }));
      return true;
    });
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(pairs, 9);
}

TEST_P(UnitOfWorkTest, GeneratedTextsAtTheSameAddressAreToldApart) {
  ASSERT_TRUE(add(1, "V-1", 5));
  std::string sql;
  for (int i = 0; i < 900; ++i) {  // more than are kept prepared
    sql = "SELECT pages + " + std::to_string(i) + " FROM volume WHERE id = :id";
    const Statement generated{"volume.generated", sql};
    const auto found = store().read([&](Reader& reader) {
      return reader.read_one(generated, {{"id", 1}}, [](const Row& row) { return row.integer(0); });
    });
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(**found, 5 + i);
  }
}

}  // namespace
}  // namespace charta::store
