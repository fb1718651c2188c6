// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/ledger.hpp"

#include "record/ledger/tests/ledger_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sys/stat.h>

namespace charta::ledger {
namespace {

class LedgerOnStore : public testing::LedgerTest {};
CHARTA_ON_BOTH_ENGINES(LedgerOnStore);

TEST_P(LedgerOnStore, KeepsEveryElementOfAnEntry) {
  open_ledger();
  Entry entry = viewed(42, 77);
  entry.act = Act::amended;
  entry.reason = "wrong-patient";
  entry.rule = "expected-records/2026-01@3";
  entry.digest = sha256("bytes");
  ASSERT_TRUE(record(entry, {UserId(5), UserId(6), "ward-3"}));
  const auto entries = list();
  ASSERT_EQ(entries.size(), 1U);
  const StoredEntry& stored = entries[0];
  EXPECT_EQ(stored.at, clock_.now());
  EXPECT_EQ(stored.author.user, UserId(5));
  EXPECT_EQ(stored.author.on_behalf_of, UserId(6));
  EXPECT_EQ(stored.author.workstation, "ward-3");
  EXPECT_EQ(stored.act, "amended");
  EXPECT_EQ(stored.subject_kind, "DocumentReference");
  EXPECT_EQ(stored.subject, 77);
  EXPECT_EQ(stored.subject_version, 1);
  EXPECT_EQ(stored.patient, PatientId(42));
  EXPECT_EQ(stored.reason, "wrong-patient");
  EXPECT_EQ(stored.rule, "expected-records/2026-01@3");
  EXPECT_EQ(stored.digest_hex, sha256("bytes").hex());
}

TEST_P(LedgerOnStore, WritesTheEntryWithTheActOrNeither) {
  open_ledger();
  const auto refused = store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(ledger().record(work, {}, viewed(1)));
    return fail(ErrorKind::business_rule, "no");
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(record(viewed(1)));
  EXPECT_EQ(count(), 1);
  seal();
  EXPECT_TRUE(ledger().verify().value().holds);
}

TEST_P(LedgerOnStore, LeavesNoGapWhereAnInnerPieceOfWorkWasTakenBack) {
  open_ledger();
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(ledger().record(work, {}, viewed(1)));
    const auto inner = work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(ledger().record(work, {}, viewed(2)));
      return fail(ErrorKind::invalid, "taken back");
    });
    EXPECT_FALSE(inner);
    return ledger().record(work, {}, viewed(3));
  }));
  seal();
  Filter by_position;
  by_position.sort = "position";
  const auto entries = list(by_position);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].position, 1);
  EXPECT_EQ(entries[1].position, 2);
  EXPECT_EQ(entries[1].patient, PatientId(3));
}

TEST_P(LedgerOnStore, RefusesASubjectThatIsNoRowKey) {
  open_ledger();
  EXPECT_FALSE(record(viewed(1, -5)));
  EXPECT_FALSE(record(viewed(-1)));
  EXPECT_EQ(count(), 0);
}

TEST_P(LedgerOnStore, GivesEveryEntryOneGapFreePosition) {
  open_ledger();
  record_many(25);
  seal();
  Filter filter;
  filter.sort = "position";
  const auto entries = list(filter);
  ASSERT_EQ(entries.size(), 25U);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].position, static_cast<std::int64_t>(i) + 1);
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.sealed, 25);
  EXPECT_EQ(verified.entries, 25);
}

TEST_P(LedgerOnStore, GoesOnWithTheSameChainAfterARestart) {
  open_ledger();
  record_many(13);
  seal();
  restart();
  record_many(9);
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.sealed, 22);
}

TEST_P(LedgerOnStore, HoldsWhenManyWriteAtOnce) {
  open_ledger();
  std::atomic<int> failures{0};
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 6; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 30; ++i)
        if (!record(viewed(writer + 1, i + 1))) ++failures;
    });
  }
  std::atomic<bool> done{false};
  std::thread sealer([&] {
    while (!done) {
      if (!ledger().seal_pending()) ++failures;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  for (std::thread& writer : writers) writer.join();
  done = true;
  sealer.join();
  EXPECT_EQ(failures, 0);
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.sealed, 180);
}

TEST_P(LedgerOnStore, TwoLedgersOverOneStoreMakeOneChain) {
  open_ledger();
  record_many(3);
  seal();
  {
    Ledger other(store(), clock_, keys_, key_file());
    ASSERT_TRUE(other.record_read({UserId(2), {}, "desk-2"}, viewed(9)));
  }
  start();
  record_many(3);
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_EQ(verified.sealed, 7);
}

TEST_P(LedgerOnStore, SignsACheckpointAfterAThousandEntriesAndAfterAMinute) {
  open_ledger();
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) -> Result<void> {
    for (int i = 0; i < 1000; ++i) CHARTA_TRY_DO(ledger().record(work, {}, viewed(1 + i)));
    return {};
  }));
  seal();
  EXPECT_EQ(ledger().verify().value().checkpoints, 1);
  record_many(1);
  seal();
  EXPECT_EQ(ledger().verify().value().checkpoints, 1) << "neither old nor many enough";
  clock_.advance(std::chrono::seconds(61));
  ASSERT_TRUE(ledger().seal_pending());
  const auto verified = ledger().verify().value();
  EXPECT_EQ(verified.checkpoints, 2);
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  clock_.advance(std::chrono::seconds(61));
  ASSERT_TRUE(ledger().seal_pending());
  EXPECT_EQ(ledger().verify().value().checkpoints, 2) << "nothing new to sign";
}

TEST_P(LedgerOnStore, TellsTheWitnessEachCheckpointOnce) {
  open_ledger();
  for (int i = 0; i < 3; ++i) {
    record_many(2);
    seal();
    clock_.advance(std::chrono::seconds(61));
    ASSERT_TRUE(ledger().seal_pending());
    if (i == 1) restart();
  }
  const auto verified = ledger().verify().value();
  EXPECT_EQ(verified.checkpoints, verified.witnessed);
  EXPECT_GE(verified.witnessed, 3);
  EXPECT_TRUE(verified.holds) << verified.first_broken;
}

TEST_P(LedgerOnStore, ATornLineOfTheWitnessCostsNoOther) {
  open_ledger();
  for (int i = 0; i < 2; ++i) {
    record_many(2);
    clock_.advance(std::chrono::seconds(61));
    seal();
    ASSERT_TRUE(ledger().seal_pending());
    if (i == 0) std::ofstream(witness_file(), std::ios::app) << "{\"checkpoint\":{\"at\":17";
  }
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
  EXPECT_GE(verified.checkpoints, 2);
  EXPECT_EQ(verified.witnessed, verified.checkpoints);
}

TEST_P(LedgerOnStore, KeepsItsKeyOutsideTheDatabaseForItsOwnerAlone) {
  open_ledger();
  record_many(1);
  seal();
  struct stat status {};
  ASSERT_EQ(::stat(key_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ASSERT_EQ(::chmod(key_file().c_str(), 0644), 0);
  restart();
  EXPECT_FALSE(ledger().verify()) << "a key that others can read signs nothing";
}

TEST_P(LedgerOnStore, RowsCannotBeChangedOrDeletedThroughTheDatabase) {
  open_ledger();
  record_many(2);
  seal();
  EXPECT_FALSE(try_sql("UPDATE ledger_entry SET act = 'created'"));
  EXPECT_FALSE(try_sql("DELETE FROM ledger_entry"));
  EXPECT_FALSE(try_sql("UPDATE ledger_seal SET entry_id = entry_id + 1"));
  EXPECT_FALSE(try_sql("DELETE FROM ledger_seal"));
  EXPECT_FALSE(try_sql("DELETE FROM ledger_checkpoint"));
  if (GetParam() == store::Engine::postgresql) {
    EXPECT_FALSE(try_sql("TRUNCATE ledger_entry"));
  }
  EXPECT_EQ(count(), 2);
}

TEST_P(LedgerOnStore, ListsByPatientUserSubjectActAndTime) {
  open_ledger();
  ASSERT_TRUE(record(viewed(1, 10), {UserId(1), {}, "a"}));
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(record(viewed(2, 11), {UserId(2), {}, "b"}));
  clock_.advance(std::chrono::hours(1));
  Entry created = viewed(1, 12);
  created.act = Act::created;
  created.subject_kind = "Observation";
  ASSERT_TRUE(record(created, {UserId(2), {}, "b"}));

  struct Case {
    const char* what;
    Filter filter;
    std::vector<std::int64_t> subjects;
  };
  const Instant second = clock_.now().plus(std::chrono::hours(-1));
  std::vector<Case> cases(8);
  cases[0] = {"everything, newest first", {}, {12, 11, 10}};
  cases[1] = {"of a patient", {}, {12, 10}};
  cases[1].filter.patient = PatientId(1);
  cases[2] = {"by a user", {}, {12, 11}};
  cases[2].filter.user = UserId(2);
  cases[3] = {"of a subject", {}, {11}};
  cases[3].filter.subject = 11;
  cases[4] = {"of a kind", {}, {12}};
  cases[4].filter.subject_kind = "Observation";
  cases[5] = {"of an act", {}, {11, 10}};
  cases[5].filter.act = "viewed";
  cases[6] = {"from an instant, until before another", {}, {11}};
  cases[6].filter.from = second;
  cases[6].filter.until = second.plus(std::chrono::milliseconds(1));
  cases[7] = {"all at once", {}, {12}};
  cases[7].filter.patient = PatientId(1);
  cases[7].filter.user = UserId(2);
  cases[7].filter.act = "created";
  for (const Case& each : cases) {
    std::vector<std::int64_t> subjects;
    for (const StoredEntry& entry : list(each.filter)) subjects.push_back(entry.subject);
    EXPECT_EQ(subjects, each.subjects) << each.what;
    EXPECT_EQ(count(each.filter), static_cast<std::int64_t>(each.subjects.size())) << each.what;
  }
}

// 45 CFR 170.315(d)(3): sortable on each element.
TEST_P(LedgerOnStore, SortsByEachElementInBothDirections) {
  open_ledger();
  record_many(7);
  Entry bare;
  bare.act = Act::searched;
  ASSERT_TRUE(record(bare, {}));
  seal();
  for (const std::string element : {"at", "user", "on_behalf_of", "workstation", "act", "subject_kind", "subject", "version",
                                    "patient", "reason", "rule", "digest", "position", "id"}) {
    Filter up, down;
    up.sort = element;
    down.sort = "-" + element;
    auto ascending = list(up);
    auto descending = list(down);
    std::reverse(descending.begin(), descending.end());
    ASSERT_EQ(ascending.size(), 8U) << element;
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(ascending[i].id, descending[i].id) << element;
  }
  Filter wrong;
  wrong.sort = "mood; DROP TABLE ledger_entry";
  const auto refused = store().read([&](store::Reader& reader) { return ledger().list(reader, wrong); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
}

TEST_P(LedgerOnStore, PagesWithoutOverlapOrGap) {
  open_ledger();
  record_many(10);
  std::vector<EntryId> seen;
  Filter page;
  page.limit = 3;
  for (page.offset = 0; page.offset < 12; page.offset += 3)
    for (const StoredEntry& entry : list(page)) seen.push_back(entry.id);
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
}

TEST_P(LedgerOnStore, APersonsReadIsDurableBeforeTheAnswer) {
  open_ledger();
  ASSERT_TRUE(ledger().record_read({UserId(3), {}, "desk"}, viewed(8)));
  restart();
  Filter of_patient;
  of_patient.patient = PatientId(8);
  EXPECT_EQ(count(of_patient), 1);
}

TEST_P(LedgerOnStore, PacksAProgramsReadsIntoOneEntryPerAuthor) {
  open_ledger();
  for (int i = 0; i < 50; ++i) {
    ledger().record_program_read({UserId(1), {}, "10.0.0.1"}, viewed(200 + i % 10, 300 + i));
    ledger().record_program_read({UserId(2), {}, "10.0.0.2"}, viewed(200, 900));
  }
  ASSERT_TRUE(ledger().flush_program_reads());
  Filter blocks;
  blocks.subject_kind = "access_block";
  const std::int64_t packed = count(blocks);
  EXPECT_GE(packed, 2);
  EXPECT_LE(packed, 4) << "a window may have ended in between";
  seal();
  const auto verified = ledger().verify().value();
  EXPECT_TRUE(verified.holds) << verified.first_broken;
}

TEST_P(LedgerOnStore, AProgramsReadStandsInTheReportOfThePatient) {
  open_ledger();
  ASSERT_TRUE(record(viewed(55, 1)));
  clock_.advance(std::chrono::minutes(1));
  ledger().record_program_read({UserId(2), {}, "10.0.0.2"}, viewed(55, 2));
  ledger().record_program_read({UserId(2), {}, "10.0.0.2"}, viewed(56, 3));
  ASSERT_TRUE(ledger().flush_program_reads());
  Filter of_patient;
  of_patient.patient = PatientId(55);
  const auto entries = list(of_patient);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(count(of_patient), 2);
  EXPECT_EQ(entries[0].subject, 2);
  EXPECT_EQ(entries[0].author.user, UserId(2));
  EXPECT_EQ(entries[0].author.workstation, "10.0.0.2");
  EXPECT_EQ(entries[0].act, "viewed");
  EXPECT_EQ(entries[1].subject, 1);
  of_patient.user = UserId(1);
  EXPECT_EQ(list(of_patient).size(), 1U) << "the other filters hold for packed reads too";
  of_patient.user = UserId(2);
  of_patient.limit = 1;
  of_patient.offset = 1;
  EXPECT_TRUE(list(of_patient).empty());
}

TEST_P(LedgerOnStore, PackedReadsAreFoundAcrossHoursAndAfterARestart) {
  open_ledger();
  for (int hour = 0; hour < 3; ++hour) {
    ledger().record_program_read({UserId(2), {}, "p"}, viewed(60, 10 + hour));
    ASSERT_TRUE(ledger().flush_program_reads());
    clock_.advance(std::chrono::hours(1));
  }
  restart();
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(60, 99));
  ASSERT_TRUE(ledger().flush_program_reads());
  Filter of_patient;
  of_patient.patient = PatientId(60);
  EXPECT_EQ(list(of_patient).size(), 4U);
}

TEST_P(LedgerOnStore, WritesPackedReadsByItselfWithinTheWindow) {
  open_ledger();
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(70));
  for (int tries = 0; tries < 100 && count() == 0; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(count(), 1);
}

TEST_P(LedgerOnStore, WritesWhatIsPackedWhenItEnds) {
  open_ledger();
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(71));
  restart();
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace charta::ledger
