// SPDX-License-Identifier: Apache-2.0
// Somebody turns or takes away any row of any table of the ledger.
#include "record/ledger/tests/ledger_fixture.hpp"

namespace charta::ledger {
namespace {

class AnyRow : public testing::LedgerTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open_ledger();
    record_many(12);
    Entry read = viewed(300, 8);
    ledger().record_program_read({UserId(5), {}, "lab"}, read);
    ASSERT_TRUE(ledger().flush_program_reads());
    clock_.advance(std::chrono::seconds(61));
    seal();
    ASSERT_TRUE(ledger().seal_pending());
    record_many(3);
    clock_.advance(std::chrono::seconds(61));
    seal();
    ASSERT_TRUE(ledger().seal_pending());
    const auto verified = ledger().verify().value();
    ASSERT_TRUE(verified.holds) << verified.first_broken;
    ASSERT_GE(verified.checkpoints, 2);
  }
  std::int64_t number(const std::string& sql) {
    const std::string text = sql;
    return store()
        .read([&](store::Reader& reader) {
          return reader.read_one(store::Statement{"test.number", text}, {}, [](const store::Row& row) { return row.integer(0); });
        })
        .value()
        .value_or(0);
  }
};
CHARTA_ON_BOTH_ENGINES(AnyRow);

TEST_P(AnyRow, OfTheLedgerThatIsTurnedOrTakenAwayIsMissed) {
  const bool is_sqlite = GetParam() == store::Engine::sqlite;
  const auto turned_bytes = [&](const std::string& column) {
    return column + " = " + (is_sqlite ? "CAST('tampered' AS BLOB)" : "convert_to('tampered', 'UTF8')");
  };
  const struct {
    std::string table, key;
    std::vector<std::string> changes;
  } tables[] = {
      {"ledger_entry",
       "id",
       {turned_bytes("leaf"), "at = at + 1", "user_id = 77", "act = 'printed'", "patient_id = 78", turned_bytes("digest"),
        "reason = 'x'", "subject = 79"}},
      {"ledger_seal", "position", {turned_bytes("chain"), turned_bytes("nodes"), "entry_id = entry_id + 1000000"}},
      {"ledger_checkpoint",
       "size",
       {turned_bytes("root"), "at = at + 1", turned_bytes("previous"), "signer = 'x'", turned_bytes("signature")}},
      {"ledger_access_block", "entry_id", {turned_bytes("body")}},
  };
  tamper("SELECT 1");
  for (const auto& table : tables) {
    run("CREATE TABLE kept AS SELECT * FROM " + table.table);
    const std::int64_t rows = number("SELECT count(*) FROM kept");
    ASSERT_GT(rows, 0) << table.table;
    const std::string put_back = "INSERT INTO " + table.table + " SELECT * FROM kept k WHERE k." + table.key + " = ";
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::string key = std::to_string(
          number("SELECT " + table.key + " FROM kept ORDER BY " + table.key + " LIMIT 1 OFFSET " + std::to_string(row)));
      const std::string this_row = " WHERE " + table.key + " = " + key;
      for (const std::string& change : table.changes) {
        run("UPDATE " + table.table + " SET " + change + this_row);
        const auto verified = ledger().verify();
        EXPECT_FALSE(verified && verified->holds) << table.table << " " << key << ": " << change;
        if (verified) {
          EXPECT_FALSE(verified->first_broken.empty()) << "it is named";
        }
        run("DELETE FROM " + table.table + this_row);
        run(put_back + key);
      }
      run("DELETE FROM " + table.table + this_row);
      const auto verified = ledger().verify();
      EXPECT_FALSE(verified && verified->holds) << table.table << " without " << key;
      run(put_back + key);
    }
    run("DROP TABLE kept");
    const auto whole = ledger().verify().value();
    ASSERT_TRUE(whole.holds) << table.table << " was put back: " << whole.first_broken;
  }
}

}  // namespace
}  // namespace charta::ledger
