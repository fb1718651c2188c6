// SPDX-License-Identifier: Apache-2.0
// The tamper matrix: somebody who owns the database changes it, and verification names what does not hold.
#include "record/ledger/checkpoint.hpp"
#include "record/ledger/entry_text.hpp"
#include "record/ledger/ledger_store.hpp"
#include "record/ledger/merkle.hpp"
#include "record/ledger/tests/ledger_fixture.hpp"

#include <filesystem>
#include <fstream>

namespace charta::ledger {
namespace {

using ::testing::Test;

class TamperMatrix : public testing::LedgerTest {
 protected:
  /// Twenty entries, sealed, signed and witnessed.
  void SetUp() override {
    if (IsSkipped()) return;
    open_ledger();
    record_many(20);
    seal();
    sign_now();
    ASSERT_TRUE(ledger().verify().value().holds);
    ASSERT_GE(ledger().verify().value().checkpoints, 1);
  }
  void sign_now() {
    clock_.advance(std::chrono::seconds(61));
    ASSERT_TRUE(ledger().seal_pending());
  }
  void expect_broken(const std::string& words) {
    const auto verified = ledger().verify().value();
    EXPECT_FALSE(verified.holds);
    EXPECT_NE(verified.first_broken.find(words), std::string::npos) << verified.first_broken;
  }
  std::string entry_at(std::int64_t position) {
    Filter filter;
    filter.sort = "position";
    filter.offset = position - 1;
    filter.limit = 1;
    return std::to_string(list(filter).at(0).id.key());
  }
  static std::string hex_literal(store::Engine engine, std::string_view bytes) {
    return engine == store::Engine::sqlite ? "x'" + to_hex(bytes) + "'" : "decode('" + to_hex(bytes) + "', 'hex')";
  }
  /// Re-computes leaves, chain and nodes of everything, as an attacker would who has our source.
  void recompute_everything() {
    struct Row {
      std::int64_t position, entry;
      Digest leaf;
    };
    std::vector<Row> rows;
    const LedgerStore entries;
    ASSERT_TRUE(store().read([&](store::Reader& reader) {
      return entries.each_sealed(reader, [&](const SealedRow& row) {
        std::string text;
        write_canonical(text, row.entry);
        rows.push_back({row.position, row.entry_id, leaf_digest(text)});
        return true;
      });
    }));
    Frontier tree;
    Digest chain;
    for (const Row& row : rows) {
      std::string nodes;
      tree.add(row.leaf, &nodes);
      chain = chain_digest(chain, row.leaf);
      run("UPDATE ledger_entry SET leaf = " + hex_literal(GetParam(), row.leaf.raw()) +
          " WHERE id = " + std::to_string(row.entry));
      run("UPDATE ledger_seal SET chain = " + hex_literal(GetParam(), chain.raw()) + ", nodes = " +
          (nodes.empty() ? "NULL" : hex_literal(GetParam(), nodes)) + " WHERE position = " + std::to_string(row.position));
    }
  }
};
CHARTA_ON_BOTH_ENGINES(TamperMatrix);

TEST_P(TamperMatrix, T1AChangedByteOfAnEntryIsNamed) {
  const std::string columns[] = {"act = 'printed'", "at = at + 1",         "user_id = 2",           "workstation = 'desk-2'",
                                 "subject = 5",     "subject_version = 2", "patient_id = 999",      "reason = 'x'",
                                 "rule = 'r@1'",    "on_behalf_of = 8",    "subject_kind = 'Media'"};
  const std::string id = entry_at(7);
  for (const std::string& change : columns) {
    const std::string column = change.substr(0, change.find(' '));
    tamper("CREATE TABLE kept_" + column + " AS SELECT id, " + column + " AS old FROM ledger_entry");
    run("UPDATE ledger_entry SET " + change + " WHERE id = " + id);
    expect_broken("entry " + print_key(std::stoll(id)) + " at position 7 was changed");
    run("UPDATE ledger_entry SET " + column + " = (SELECT old FROM kept_" + column + " k WHERE k.id = ledger_entry.id)");
    EXPECT_TRUE(ledger().verify().value().holds) << "put back: " << column;
  }
}

TEST_P(TamperMatrix, T1AChangedEntryWithItsLeafMadeToFitBreaksTheChain) {
  const std::string id = entry_at(7);
  tamper("UPDATE ledger_entry SET act = 'printed' WHERE id = " + id);
  const LedgerStore entries;
  Digest leaf;
  ASSERT_TRUE(store().read([&](store::Reader& reader) {
    return entries.each_sealed(reader, [&](const SealedRow& row) {
      std::string text;
      write_canonical(text, row.entry);
      leaf = leaf_digest(text);
      return row.position < 7;
    });
  }));
  run("UPDATE ledger_entry SET leaf = " + hex_literal(GetParam(), leaf.raw()) + " WHERE id = " + id);
  expect_broken("at position 7 breaks the chain");
}

TEST_P(TamperMatrix, T2ADeletedEntryIsNamedEvenWhenTheRestIsRenumbered) {
  const std::string id = entry_at(9);
  tamper("DELETE FROM ledger_entry WHERE id = " + id);
  expect_broken("entry " + print_key(std::stoll(id)) + " at position 9 is missing");
  run("DELETE FROM ledger_seal WHERE position = 9");
  expect_broken("position 9 is missing");
  for (int position = 10; position <= 20; ++position)
    run("UPDATE ledger_seal SET position = " + std::to_string(position - 1) + " WHERE position = " + std::to_string(position));
  expect_broken("at position 9 breaks the chain");
}

TEST_P(TamperMatrix, T3TheNewestEntriesTakenAwayAreMissedByTheCheckpoint) {
  const std::string id = entry_at(18);
  tamper("DELETE FROM ledger_entry WHERE id > " + id);
  run("DELETE FROM ledger_seal WHERE position > 18");
  expect_broken("the checkpoint of size 20 covers more than the 18 entries that stand");
  run("DELETE FROM ledger_checkpoint WHERE size > 18");
  expect_broken("the witnessed checkpoint of size 20 covers more than the 18 entries that stand");
}

TEST_P(TamperMatrix, T4AnEntryPutInWithAnEarlierDateIsNamed) {
  const std::int64_t before = std::stoll(entry_at(1)) - 1;
  const std::string transaction = GetParam() == store::Engine::postgresql ? ", written_in" : "";
  const std::string first = GetParam() == store::Engine::postgresql ? ", (SELECT min(written_in) FROM ledger_entry)" : "";
  tamper("INSERT INTO ledger_entry (id, leaf, at, act" + transaction + ") SELECT " + std::to_string(before) +
         ", leaf, at - 86400000, 'viewed'" + first + " FROM ledger_entry WHERE id = " + entry_at(1));
  expect_broken("entry " + print_key(before) + " was put in without a seal");
}

TEST_P(TamperMatrix, T4AnEntryDatedBackAndSealedLikeAnyOtherIsNamed) {
  EntryFields forged;
  forged.id = 900'000;
  forged.at = clock_.now().milliseconds() - 86'400'000;
  forged.act = "viewed";
  std::string text;
  write_canonical(text, forged);
  const LedgerStore entries;
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return entries.add(work, forged, leaf_digest(text)); }));
  ASSERT_TRUE(record(viewed(1)));  // SQLite seals with the next act
  seal();
  expect_broken("entry " + print_key(forged.id) + " at position");
  expect_broken("is dated before the entry ahead of it");
  EXPECT_EQ(ledger().verify().value().unsealed, 0) << "a great id does not stop the sealing of what follows";
}

TEST_P(TamperMatrix, T5TwoEntriesExchangedBreakTheChain) {
  const std::string a = entry_at(5), b = entry_at(6);
  tamper("UPDATE ledger_seal SET entry_id = -1 WHERE position = 5");
  run("UPDATE ledger_seal SET entry_id = " + a + " WHERE position = 6");
  run("UPDATE ledger_seal SET entry_id = " + b + " WHERE position = 5");
  expect_broken("at position 5 breaks the chain");
}

TEST_P(TamperMatrix, T6AWhollyRecomputedLedgerContradictsItsSignedCheckpoint) {
  tamper("UPDATE ledger_entry SET act = 'printed' WHERE id = " + entry_at(7));
  recompute_everything();
  expect_broken("the checkpoint of size 20 has another root");
}

TEST_P(TamperMatrix, T6ACheckpointMadeToFitDoesNotBearTheSignature) {
  tamper("UPDATE ledger_entry SET act = 'printed' WHERE id = " + entry_at(7));
  recompute_everything();
  const LedgerStore entries;
  Frontier tree;
  ASSERT_TRUE(store().read([&](store::Reader& reader) {
    return entries.each_sealed(reader, [&](const SealedRow& row) {
      tree.add(Digest::from_raw(row.leaf).value(), nullptr);
      return true;
    });
  }));
  run("UPDATE ledger_checkpoint SET root = " + hex_literal(GetParam(), tree.root().raw()) + " WHERE size = 20");
  expect_broken("the checkpoint of size 20 does not bear its signature");
}

TEST_P(TamperMatrix, T6ACheckpointSignedWithAnotherKeyIsNotTrusted) {
  tamper("UPDATE ledger_checkpoint SET signer = '0000000000000000' WHERE size = 20");
  expect_broken("signed by key 0000000000000000, which is not trusted");
}

TEST_P(TamperMatrix, T6ACheckpointTakenOutOfTheMiddleIsMissed) {
  record_many(3);
  seal();
  sign_now();
  record_many(3);
  seal();
  sign_now();
  tamper("DELETE FROM ledger_checkpoint WHERE size = 23");
  expect_broken("the checkpoint of size 26 does not follow from the one before it");
}

TEST_P(TamperMatrix, T6AllCheckpointsTakenAwayAreMissedByTheWitness) {
  tamper("UPDATE ledger_entry SET act = 'printed' WHERE id = " + entry_at(7));
  recompute_everything();
  run("DELETE FROM ledger_checkpoint");
  expect_broken("the witnessed checkpoint of size 20 has another root");
}

// Yesterday's database put in place of today's: everything in it fits together.
TEST_P(TamperMatrix, T7ADatabaseRolledBackIsMissedByTheWitness) {
  const std::string last = entry_at(20);
  record_many(5);
  seal();
  sign_now();
  tamper("DELETE FROM ledger_entry WHERE id > " + last);
  run("DELETE FROM ledger_seal WHERE position > 20");
  run("DELETE FROM ledger_checkpoint WHERE size > 20");
  expect_broken("the witnessed checkpoint of size 25 covers more than the 20 entries that stand");
}

// Two histories, each whole and signed with the true key, shown to two auditors: the witness saw the other one.
TEST_P(TamperMatrix, T8AForkedHistoryContradictsTheWitness) {
  const std::string last = entry_at(20);
  const std::string witnessed_copy = witness_file() + ".copy";
  record_many(5);
  seal();
  sign_now();
  std::filesystem::copy_file(witness_file(), witnessed_copy);
  tamper("DELETE FROM ledger_entry WHERE id > " + last);
  run("DELETE FROM ledger_seal WHERE position > 20");
  run("DELETE FROM ledger_checkpoint WHERE size > 20");
  restart();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(record(viewed(500 + i)));
  seal();
  sign_now();
  std::filesystem::copy_file(witnessed_copy, witness_file(), std::filesystem::copy_options::overwrite_existing);
  expect_broken("the witnessed checkpoint of size 25 has another root");
}

TEST_P(TamperMatrix, T10AClockSetBackIsItselfAnEntryAndTheLedgerHolds) {
  clock_.advance(-std::chrono::hours(24));
  record_many(3);
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.clock_steps, 1);
  EXPECT_EQ(verified.sealed, 24);
  Filter clock;
  clock.subject_kind = "clock";
  const auto entries = list(clock);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].reason, "clock-set-back");
  EXPECT_GE(entries[0].subject_version, 86'000) << "seconds";
}

TEST_P(TamperMatrix, T10AClockSetBackWhileTheServerWasDownIsSeenToo) {
  clock_.advance(-std::chrono::hours(24));
  restart();
  record_many(2);
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.clock_steps, 1);
}

TEST_P(TamperMatrix, AChangedTreeDigestIsNamed) {
  tamper("UPDATE ledger_seal SET nodes = " + hex_literal(GetParam(), std::string(32, 'x')) + " WHERE position = 4");
  expect_broken("at position 4 has other tree digests");
}

TEST_P(TamperMatrix, AChangedOrMissingAccessBlockIsNamed) {
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(70));
  ASSERT_TRUE(ledger().flush_program_reads());
  seal();
  ASSERT_TRUE(ledger().verify().value().holds);
  tamper("DELETE FROM ledger_access_hour");
  expect_broken("is not listed for patient " + print_key(70));
  run("UPDATE ledger_access_block SET body = " + hex_literal(GetParam(), std::string("\x01\x01\x00\x00", 4)));
  expect_broken("the access block of entry");
  run("DELETE FROM ledger_access_block");
  expect_broken("is missing");
}

TEST_P(TamperMatrix, AFormerKeysSignaturesStayGoodWhenItsPublicHalfIsKept) {
  std::filesystem::rename(key_file(), key_file() + ".old");
  std::filesystem::rename(key_file() + ".pub", key_file() + ".former");
  restart();
  record_many(2);
  seal();
  sign_now();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  std::filesystem::remove(key_file() + ".former");
  expect_broken("which is not trusted");
}

}  // namespace
}  // namespace charta::ledger
