// SPDX-License-Identifier: Apache-2.0
#include "store/dialect.hpp"

#include "store/postgres_rows.hpp"
#include "store/postgres_values.hpp"

#include <gtest/gtest.h>

namespace charta::store {
namespace {

TEST(Dialect, NumbersParametersByTheirFirstAppearance) {
  const auto translated =
      translate(Engine::postgresql, "SELECT :b, ':a', x::text -- :c\n FROM t WHERE a = :a AND b = :b /* :d */");
  EXPECT_EQ(translated.sql, "SELECT $1, ':a', x::text -- :c\n FROM t WHERE a = $2 AND b = $1 /* :d */");
  EXPECT_EQ(translated.names, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(translate(Engine::sqlite, "SELECT :b, :a, :b").names, (std::vector<std::string>{"b", "a"}));
}

struct WordCase {
  const char *written, *sqlite, *postgresql;
};
TEST(Dialect, ReplacesItsWordsInStatements) {
  constexpr WordCase cases[] = {
      {"SELECT LEAST(a, 'LEAST')", "SELECT min(a, 'LEAST')", "SELECT LEAST(a, 'LEAST')"},
      {"SELECT GREATEST(a, b)", "SELECT max(a, b)", "SELECT GREATEST(a, b)"},
      {"SELECT 1 FROM t SKIP_LOCKED", "SELECT 1 FROM t ", "SELECT 1 FROM t FOR UPDATE SKIP LOCKED"},
      {"SELECT 1 FROM t FOR_UPDATE", "SELECT 1 FROM t ", "SELECT 1 FROM t FOR UPDATE"},
  };
  for (const WordCase& each : cases) {
    EXPECT_EQ(translate(Engine::sqlite, each.written).sql, each.sqlite);
    EXPECT_EQ(translate(Engine::postgresql, each.written).sql, each.postgresql);
  }
}

TEST(Dialect, ReplacesTypesInMigrations) {
  constexpr WordCase cases[] = {
      {"id KEY,", "id INTEGER PRIMARY KEY,\n", "id BIGINT PRIMARY KEY,\n"},
      {"PRIMARY KEY (a)", "PRIMARY KEY (a)\n", "PRIMARY KEY (a)\n"},
      {"a TEXT, b BLOB, c DOUBLE", "a TEXT, b BLOB, c REAL\n", "a TEXT COLLATE \"C\", b BYTEA, c DOUBLE PRECISION\n"},
      {"CAST(a AS TEXT)", "CAST(a AS TEXT)\n", "CAST(a AS TEXT)\n"},
      {") CLUSTERED;", ") WITHOUT ROWID;\n", ") ;\n"},
      {"-- TEXT of KEY", "-- TEXT of KEY\n", "-- TEXT of KEY\n"},
      {"a\n-- only sqlite\nb\n-- only postgresql\nc\n-- both\nd", "a\nb\nd\n", "a\nc\nd\n"},
  };
  for (const WordCase& each : cases) {
    EXPECT_EQ(migration_text(Engine::sqlite, each.written), each.sqlite);
    EXPECT_EQ(migration_text(Engine::postgresql, each.written), each.postgresql);
  }
}

TEST(ManyRows, BecomeOneInsertOverArrays) {
  constexpr std::string_view names[] = {"id", "name", "note"};
  constexpr unsigned elements[] = {pg_type::int8, pg_type::text, pg_type::unknown};
  EXPECT_EQ(
      many_rows_form("INSERT INTO t(id, name, note) VALUES (:id, lower(:name), :note) ON CONFLICT DO NOTHING", names, elements),
      "INSERT INTO t(id, name, note) SELECT given.id, lower(given.name), NULL FROM unnest($1::bigint[], $2::text[]) "
      "AS given(id, name) ON CONFLICT DO NOTHING");
}

TEST(ManyRows, OtherShapesAreLeftAlone) {
  constexpr std::string_view names[] = {"id"};
  constexpr unsigned elements[] = {pg_type::int8};
  for (const char* sql :
       {"UPDATE t SET a = 1 WHERE id = :id", "INSERT INTO t(id) VALUES (:id), (:id)", "INSERT INTO t(id) VALUES (:other)",
        "INSERT INTO t(id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET n = 1", "INSERT INTO t(id) SELECT :id"}) {
    EXPECT_FALSE(many_rows_form(sql, names, elements)) << sql;
  }
}

}  // namespace
}  // namespace charta::store
