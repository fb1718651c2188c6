// SPDX-License-Identifier: Apache-2.0
// Values, orders and mistakes that the two engines would treat differently if they were let.
#include "store/bind_order.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

namespace charta::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Migration label_schema[] = {{"label", 1, "label", R"sql(
       CREATE TABLE label(id KEY, name TEXT NOT NULL, pages BIGINT, weight DOUBLE, picture BLOB);)sql"}};
constexpr Statement insert_label{
    "label.add", "INSERT INTO label(id, name, pages, weight, picture) VALUES (:id, :name, :pages, :weight, :picture)"};
constexpr Statement insert_short{"label.add_short", "INSERT INTO label(id, name, pages) VALUES (:id, :name, :pages)"};
constexpr Statement select_names{"label.names", "SELECT name FROM label ORDER BY name, id"};
constexpr Statement select_from{"label.from", "SELECT name FROM label WHERE name >= :name ORDER BY name"};
constexpr Statement select_like{"label.like", "SELECT name FROM label WHERE name LIKE :pattern ORDER BY name"};
constexpr Statement select_label{"label.find", "SELECT id, name, pages, weight, picture FROM label WHERE id = :id"};
constexpr Statement count_labels{"label.count", "SELECT count(*) FROM label"};
constexpr Statement select_larger{"label.larger",
                                  "SELECT GREATEST(pages, :least), LEAST(pages, :least) FROM label WHERE id = :id"};

class StoreValues : public testing::StoreTest {
 protected:
  void SetUp() override { open({label_schema}); }

  Result<void> add(std::int64_t id, std::string_view name, Value pages = nullptr, Value weight = nullptr,
                   Value picture = nullptr) {
    return store().write([&](UnitOfWork& work) {
      return work.write(insert_label, {{"id", id}, {"name", name}, {"pages", pages}, {"weight", weight}, {"picture", picture}});
    });
  }
  std::vector<std::string> names(const Statement& statement, BindingList bindings = {}) {
    return store()
        .read([&](Reader& reader) { return reader.read_all(statement, bindings, [](const Row& row) { return row.string(0); }); })
        .value();
  }
  std::int64_t count() {
    return store()
        .read([](Reader& reader) { return reader.read_one(count_labels, {}, [](const Row& row) { return row.integer(0); }); })
        .value()
        .value();
  }
};
CHARTA_ON_BOTH_ENGINES(StoreValues);

TEST_P(StoreValues, TextsAreOrderedByTheirBytesWhateverTheLanguage) {
  std::vector<std::string> written = {"a",
                                      "A",
                                      "Z",
                                      "z",
                                      "",
                                      " ",
                                      "ä",
                                      "Ä",
                                      "ß",
                                      "Müller",
                                      "Muller",
                                      "M",
                                      "O'Neil",
                                      "10",
                                      "9",
                                      "_",
                                      "~",
                                      "\x01",
                                      "é",
                                      "e\xcc\x81",
                                      "日本",
                                      "Ω",
                                      "ab",
                                      "a b",
                                      "a-b",
                                      "aB",
                                      "Ab",
                                      "\xf0\x9f\x98\x80",
                                      "\xef\xbf\xbd",
                                      "{"};
  for (std::size_t i = 0; i < written.size(); ++i) ASSERT_TRUE(add(static_cast<std::int64_t>(i + 1), written[i]));
  std::sort(written.begin(), written.end());
  EXPECT_EQ(names(select_names), written);
  for (const std::string& from : written) {
    const std::vector<std::string> expected(std::lower_bound(written.begin(), written.end(), from), written.end());
    EXPECT_EQ(names(select_from, {{"name", from}}), expected) << "from '" << from << "'";
  }
}

TEST_P(StoreValues, LikeTellsCapitalsFromSmallLetters) {
  for (const char* name : {"Marsh", "marsh", "MARSH", "Marshall", "M%h"}) ASSERT_TRUE(add(count() + 1, name));
  EXPECT_THAT(names(select_like, {{"pattern", "Mar%"}}), ElementsAre("Marsh", "Marshall"));
  EXPECT_THAT(names(select_like, {{"pattern", "m%"}}), ElementsAre("marsh"));
  EXPECT_THAT(names(select_like, {{"pattern", "M_rsh"}}), ElementsAre("Marsh"));
}

TEST_P(StoreValues, NumbersAtTheirLimitsComeBackAsTheyWere) {
  using Integers = std::numeric_limits<std::int64_t>;
  const std::int64_t integers[] = {0, 1, -1, 32'768, -32'769, 2'147'483'648, -2'147'483'649, Integers::max(), Integers::min()};
  using Reals = std::numeric_limits<double>;
  const double reals[] = {0.0, -0.5, 1e-300, 1e300, Reals::max(), Reals::lowest(), Reals::denorm_min(), 0.1, 3.0, -1.0 / 3.0};
  std::int64_t id = 0;
  for (const std::int64_t integer : integers) {
    for (const double real : reals) {
      ASSERT_TRUE(add(++id, "n", integer, real));
      const auto same = store().read([&](Reader& reader) {
        return reader.read_one(select_label, {{"id", id}}, [&](const Row& row) {
          return row.integer(2) == integer && row.real(3) == real && row.is_null(4);
        });
      });
      EXPECT_TRUE(same.value().value()) << integer << " and " << real;
    }
  }
}

TEST_P(StoreValues, GreatestAndLeastTakeTheirParameterTwice) {
  ASSERT_TRUE(add(1, "n", 5));
  for (const auto& [least, larger, smaller] : {std::tuple(3, 5, 3), std::tuple(5, 5, 5), std::tuple(9, 9, 5)}) {
    const auto row = store().read([&, given = least](Reader& reader) {
      return reader.read_one(select_larger, {{"id", 1}, {"least", given}},
                             [](const Row& found) { return std::pair(found.integer(0), found.integer(1)); });
    });
    EXPECT_EQ(row.value().value(), std::pair(std::int64_t{larger}, std::int64_t{smaller}));
  }
}

// A statement is prepared by its first values: what was nothing then may be something later, and the other way round.
TEST_P(StoreValues, WhatWasNothingAtFirstMayBeSomethingLater) {
  const std::string picture("\0\xff", 2);
  ASSERT_TRUE(add(1, "first"));
  ASSERT_TRUE(add(2, "second", 7, 0.5, Value::bytes(picture)));
  ASSERT_TRUE(add(3, "third", nullptr, 3, nullptr)) << "a whole number where a real one belongs";
  ASSERT_TRUE(add(4, "fourth", 9, nullptr, Value::bytes("")));
  const auto rows = store().read([&](Reader& reader) -> Result<std::vector<std::string>> {
    std::vector<std::string> all;
    for (int id = 1; id <= 4; ++id) {
      CHARTA_TRY(const auto row, reader.read_one(select_label, {{"id", id}}, [](const Row& found) {
        const auto shown = [&](int column, const std::string& value) { return found.is_null(column) ? "-" : value; };
        return shown(2, std::to_string(found.integer(2))) + " " + shown(3, std::to_string(found.real(3)).substr(0, 3)) + " " +
               shown(4, std::to_string(found.bytes(4).size()));
      }));
      all.push_back(*row);
    }
    return all;
  });
  EXPECT_THAT(rows.value(), ElementsAre("- - -", "7 0.5 2", "- 3.0 -", "9 - 0"));
}

TEST_P(StoreValues, OfManyRowsAColumnMayBeginWithNothing) {
  constexpr std::string_view columns[] = {"id", "name", "pages", "weight", "picture"};
  const std::vector<Value> values = {1, "a", nullptr, nullptr, nullptr, 2, "b", 5,       nullptr, Value::bytes("x"),
                                     3, "",  nullptr, 1.5,     nullptr, 4, "d", nullptr, 2,       Value::bytes("")};
  const auto done = store().write([&](UnitOfWork& work) { return work.write_rows(insert_label, columns, values); });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(count(), 4);
  const auto second = store().read([](Reader& reader) {
    return reader.read_one(select_label, {{"id", 4}}, [](const Row& row) { return std::pair(row.real(3), row.is_null(4)); });
  });
  EXPECT_EQ(second.value().value(), std::pair(2.0, false));
  EXPECT_TRUE(store().write([&](UnitOfWork& work) { return work.write_rows(insert_label, columns, {}); })) << "none at all";
  EXPECT_EQ(count(), 4);
}

// A value that cannot be sent must not arrive as nothing.
TEST_P(StoreValues, AValueOfAnotherKindInAColumnOfManyRowsIsNeverWrittenAsNothing) {
  constexpr std::string_view columns[] = {"id", "name", "pages"};
  const std::vector<std::vector<Value>> mixed = {
      {1, "a", 5, 2, "b", "seven"}, {1, "a", 5, 2, 77, 5}, {1, "a", 5, 2, "b", Value::bytes("x")}};
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    const auto done = store().write([&](UnitOfWork& work) { return work.write_rows(insert_short, columns, mixed[i]); });
    if (done) {  // SQLite takes any kind in any column; then it stands there
      const auto kept = store().read([](Reader& reader) {
        return reader.read_one(select_label, {{"id", 2}}, [](const Row& row) { return !row.is_null(1) && !row.is_null(2); });
      });
      EXPECT_TRUE(kept.value().value()) << "row " << i;
      ASSERT_TRUE(store().write([](UnitOfWork& work) { return work.write({"label.clear", "DELETE FROM label"}, {}); }));
    } else {
      EXPECT_EQ(done.error().kind, ErrorKind::internal) << done.error().message;
      EXPECT_EQ(count(), 0);
    }
  }
}

TEST_P(StoreValues, AParameterBoundTwiceIsADefectAndNotAnotherOneLeftAsItWas) {
  ASSERT_TRUE(store().write([](UnitOfWork& work) {
    return work.write(insert_short, {{"id", 1}, {"name", "of the call before"}, {"pages", 1}});
  }));
  const auto twice = store().write([](UnitOfWork& work) {
    return work.write(insert_short, {{"id", 2}, {"id", 3}, {"pages", 1}});
  });
  ASSERT_FALSE(twice) << "the name of the call before was written once more";
  EXPECT_EQ(twice.error().kind, ErrorKind::internal);
  EXPECT_THAT(twice.error().message, HasSubstr("label.add_short"));
  EXPECT_EQ(count(), 1);
}

TEST(BindOrder, FindsEachNameInWhateverOrderItIsGiven) {
  const Statement statement{"s", ""};
  BindOrder order({"a", "b", "c"});
  const auto numbers = [&](std::vector<Binding> bindings) {
    std::string found;
    const auto done = order.apply(statement, bindings, [&](std::size_t number, const Value& value) -> Result<void> {
      found += std::to_string(number) + "=" + std::to_string(value.integer()) + " ";
      return {};
    });
    return done ? found : done.error().message;
  };
  EXPECT_EQ(numbers({{"a", 1}, {"b", 2}, {"c", 3}}), "0=1 1=2 2=3 ");
  EXPECT_EQ(numbers({{"c", 3}, {"a", 1}, {"b", 2}}), "2=3 0=1 1=2 ");
  EXPECT_EQ(numbers({{"a", 1}, {"b", 2}, {"c", 3}}), "0=1 1=2 2=3 ")
      << "the order of another call site is not remembered wrongly";
  EXPECT_THAT(numbers({{"a", 1}, {"b", 2}}), HasSubstr("3 parameters and 2 were bound"));
  EXPECT_THAT(numbers({{"a", 1}, {"b", 2}, {"d", 3}}), HasSubstr("no parameter :d"));
  EXPECT_THAT(numbers({{"a", 1}, {"b", 2}, {"b", 3}}), HasSubstr(":b"));
  EXPECT_THAT(numbers({{"a", 1}, {"b", 2}, {"c", 3}, {"a", 1}}), HasSubstr("3 parameters and 4 were bound"));
  EXPECT_EQ(numbers({{"b", 2}, {"a", 1}, {"c", 3}}), "1=2 0=1 2=3 ") << "after a mistake too";
}

TEST_P(StoreValues, ASnapshotWritesNothing) {
  const auto written = store().read([](Reader& reader) {
    return reader.read(insert_short, {{"id", 1}, {"name", "x"}, {"pages", 1}}, [](const Row&) { return true; });
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::unavailable) << written.error().message;
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add(1, "written as it should be"));
}

TEST_P(StoreValues, AReaderThatThrowsTakesNobodyElsesPlace) {
  ASSERT_TRUE(add(1, "n"));
  for (int i = 0; i < 40; ++i) {  // more often than there are connections
    EXPECT_THROW((void)store().read([](Reader& reader) -> Result<int> {
      (void)reader.read(select_names, {}, [](const Row&) -> bool { throw std::runtime_error("a defect in the visitor"); });
      return 0;
    }),
                 std::runtime_error);
  }
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(add(2, "n"));
}

TEST_P(StoreValues, AStatementThatFailedInASnapshotDoesNotSpoilTheNextSnapshot) {
  constexpr Statement broken{"label.broken", "SELECT shoe_size FROM label"};
  for (int i = 0; i < 20; ++i) {
    const auto refused = store().read([&](Reader& reader) { return reader.read(broken, {}, [](const Row&) { return true; }); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::internal);
    EXPECT_EQ(count(), 0);
  }
}

TEST_P(StoreValues, InsideASavepointAnErrorThatIsIgnoredIsNotForgotten) {
  ASSERT_TRUE(add(1, "taken"));
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(insert_short, {{"id", 2}, {"name", "before"}, {"pages", 1}}));
    const auto inner = work.savepoint([&]() -> Result<void> {
      (void)work.write(insert_short, {{"id", 3}, {"name", "inside"}, {"pages", 1}});
      (void)work.write(insert_short, {{"id", 1}, {"name", "clash"}, {"pages", 1}});
      (void)work.write(insert_short, {{"id", 4}, {"name", "after the clash"}, {"pages", 1}});
      return {};
    });
    EXPECT_FALSE(inner);
    EXPECT_EQ(inner.error().kind, ErrorKind::version_conflict);
    return work.write(insert_short, {{"id", 5}, {"name", "behind"}, {"pages", 1}});
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(names(select_names), ElementsAre("before", "behind", "taken"));
}

TEST_P(StoreValues, ASavepointThatThrowsTakesTheWholeUnitWithIt) {
  EXPECT_THROW((void)store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(insert_short, {{"id", 1}, {"name", "before"}, {"pages", 1}}));
    return work.savepoint([&]() -> Result<void> { throw std::runtime_error("a defect"); });
  }),
               std::runtime_error);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add(1, "the next unit"));
}

TEST_P(StoreValues, OfADeepNestOfSavepointsOnlyTheInnermostIsTakenBack) {
  const auto done = store().write([&](UnitOfWork& work) -> Result<void> {
    std::function<Result<void>(int)> nest = [&](int depth) -> Result<void> {
      if (depth == 20) return fail(ErrorKind::invalid, "the innermost gives up");
      const auto inner = work.savepoint([&]() -> Result<void> {
        CHARTA_TRY_DO(work.write(insert_short, {{"id", depth + 1}, {"name", "level"}, {"pages", depth}}));
        return nest(depth + 1);
      });
      return depth % 2 == 0 ? inner : Result<void>();  // every second level goes on all the same
    };
    return nest(1);
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(count(), 18) << "level 19 went on without what was inside it";
}

// U+0000 cannot be stored as text by PostgreSQL: whatever happens, it is told, and nothing is cut off behind it.
TEST_P(StoreValues, ATextWithAZeroByteIsKeptWholeOrRefused) {
  const std::string text("before\0after", 12);
  if (add(1, text)) {
    EXPECT_THAT(names(select_names), ElementsAre(text));
  } else {
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(add(1, "the next unit"));
  }
}

TEST_P(StoreValues, ALargeTextAndALargePictureComeBackWhole) {
  const std::string name(2'000'000, 'n');
  const Bytes picture = random_bytes(5'000'000);
  ASSERT_TRUE(add(1, name, nullptr, nullptr, Value::bytes(picture)));
  const auto same = store().read([&](Reader& reader) {
    return reader.read_one(select_label, {{"id", 1}},
                           [&](const Row& row) { return row.text(1) == name && row.bytes(4) == picture; });
  });
  EXPECT_TRUE(same.value().value());
}

}  // namespace
}  // namespace charta::store
