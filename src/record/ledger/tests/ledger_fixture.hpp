// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ledger_schema.hpp"
#include "record/ledger/ledger.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

namespace charta::ledger::testing {

/// A ledger on an empty store of either engine, with key and witness outside the database.
class LedgerTest : public charta::testing::StoreTest {
 protected:
  void open_ledger() {
    open({ledger_schema()});
    start();
  }
  void start() {
    ledger_.reset();  // before the new one hooks itself into the store
    ledger_ = std::make_unique<Ledger>(store(), clock_, keys_, key_file(), witness_file());
  }
  void restart() {
    ledger_.reset();
    reopen();
    start();
  }
  Ledger& ledger() { return *ledger_; }
  std::string key_file() const { return outside_.path() + "/ledger.key"; }
  std::string witness_file() const { return outside_.path() + "/witness.jsonl"; }

  static Entry viewed(std::int64_t patient, std::int64_t subject = 7) {
    Entry entry;
    entry.act = Act::viewed;
    entry.subject_kind = "DocumentReference";
    entry.subject = subject;
    entry.subject_version = 1;
    entry.patient = PatientId(patient);
    return entry;
  }
  Result<void> record(const Entry& entry, const Author& author = {UserId(1), {}, "desk-1"}) {
    return store().write([&](store::UnitOfWork& work) { return ledger().record(work, author, entry); });
  }
  void record_many(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(record(viewed(100 + i % 5, 1000 + i)));
      clock_.advance(std::chrono::milliseconds(10));
    }
  }
  /// Seals everything. On PostgreSQL other tests' transactions on the same server may have to end first.
  void seal() {
    for (int tries = 0; tries < 200; ++tries) {
      ASSERT_TRUE(ledger().seal_pending());
      if (ledger().verify().value().unsealed == 0) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    FAIL() << "entries stay unsealed";
  }
  std::vector<StoredEntry> list(const Filter& filter = {}) {
    return store().read([&](store::Reader& reader) { return ledger().list(reader, filter); }).value();
  }
  std::int64_t count(const Filter& filter = {}) {
    return store().read([&](store::Reader& reader) { return ledger().count(reader, filter); }).value();
  }
  /// What somebody does who owns the database: the guards go first.
  void tamper(const std::string& sql) {
    const bool is_sqlite = GetParam() == store::Engine::sqlite;
    for (const std::string table :
         {"ledger_entry", "ledger_seal", "ledger_checkpoint", "ledger_access_block", "ledger_access_hour"}) {
      for (const std::string name : {"_kept", "_stays"})
        run("DROP TRIGGER IF EXISTS " + table + name + (is_sqlite ? "" : " ON " + table));
    }
    run(sql);
  }
  Result<void> try_sql(const std::string& sql) {
    const store::Statement statement{"test.raw", kept(sql)};
    return store().write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(work.write_counted(statement, {}));
      return {};
    });
  }
  void run(const std::string& sql) {
    const auto done = try_sql(sql);
    ASSERT_TRUE(done) << done.error().message << ": " << sql;
  }

  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  CountingKeys keys_{1000};

 private:
  std::string_view kept(const std::string& sql) {
    texts_.push_back(std::make_unique<std::string>(sql));
    return *texts_.back();
  }

  charta::testing::TemporaryFolder outside_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace charta::ledger::testing
