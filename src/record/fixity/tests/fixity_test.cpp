// SPDX-License-Identifier: Apache-2.0
// Every stored byte is read back in time, and what no copy has is asked about, with all that it touches.
#include "access_schema.hpp"
#include "fixity_schema.hpp"
#include "ledger_schema.hpp"
#include "record/fixity/fixity_service.hpp"
#include "store/blobs.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace charta::fixity {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Fixity : public testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open({ledger_schema(), access_schema(), worklists_schema(), fixity_schema()});
    begin(90);
  }
  void begin(std::int64_t cycle_days, std::int64_t bytes_a_second = 1'000'000) {
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, "");
    worklists_ = std::make_unique<worklists::WorklistService>(store(), *ledger_, clock_, keys_);
    service_ = std::make_unique<FixityService>(
        store(), *ledger_, *worklists_, clock_, keys_, FixityRules{cycle_days, bytes_a_second, "operations/fixity@1"},
        [](store::Reader&, const Digest&, const std::vector<store::BlobReference>& references) {
          std::vector<Touched> touched;
          for (const auto& one : references)
            touched.push_back({"document", "DocumentReference/" + std::to_string(one.owner), {}, PatientId(one.owner), 0, 0});
          return Result<std::vector<Touched>>(touched);
        });
    service_->declare();
  }
  Digest keep(const Bytes& bytes, std::initializer_list<std::int64_t> owners = {7}) {
    const Digest digest = store().blobs().put(bytes).value();
    EXPECT_TRUE(store().write([&](store::UnitOfWork& work) -> Result<void> {
      for (const auto owner : owners) CHARTA_TRY_DO(store().blobs().add_reference(work, digest, "resource", owner));
      return {};
    }));
    return digest;
  }
  fs::path file_of(const Digest& digest) const {
    const std::string hex = digest.hex();
    return fs::path(options().directory) / "blobs" / hex.substr(0, 2) / hex.substr(2, 2) / hex;
  }
  std::vector<worklists::WorkItem> items(bool closed = false) {
    worklists::Filter filter;
    filter.kind = "damaged-blob";
    filter.include_closed = closed;
    return worklists_->list(system_, filter).value().items;
  }
  std::size_t entries(const std::string& kind, const std::string& act) {
    ledger::Filter filter;
    filter.subject_kind = kind;
    filter.act = act;
    return store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); }).value().size();
  }
  void wait(std::chrono::milliseconds span) { clock_.set(clock_.now().plus(span)); }

  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  TimeOrderedKeys keys_{clock_, 0};
  access::Actor system_ = access::Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<worklists::WorklistService> worklists_;
  std::unique_ptr<FixityService> service_;
};
CHARTA_ON_BOTH_ENGINES(Fixity);

TEST(FixityPace, SpreadsTheShelvesEvenlyOverTheCycle) {
  const Instant start = Instant::parse("2026-01-01T00:00:00Z").value();
  const auto due = [&](std::chrono::milliseconds after) { return shelves_due(start, start.plus(after), 90); };
  EXPECT_EQ(due(0s), 0);
  EXPECT_EQ(due(24h * 45), 32768);
  EXPECT_EQ(due(24h * 90), 65536);
  EXPECT_EQ(due(24h * 180), 131072);
  EXPECT_EQ(due(2min), 1);
  EXPECT_EQ(due(-1h), 0) << "a clock that was set back reads nothing twice";
}

TEST_P(Fixity, EveryBlobIsReadWithinTheCycleAndTheShelfRemembersWhen) {
  for (int i = 0; i < 40; ++i) keep("page " + std::to_string(i));
  ASSERT_TRUE(service_->look_on());
  std::int64_t read = 0;
  for (int day = 0; day < 90; ++day) {
    wait(24h);
    while (true) {
      const auto looked = service_->look_on().value();
      read += looked.blobs;
      if (looked.shelves == 0) break;
    }
  }
  EXPECT_EQ(read, 40) << "each once";
  const auto account = service_->account().value();
  EXPECT_EQ(account.sum.blobs, 40);
  EXPECT_EQ(account.behind, 0);
  EXPECT_GE(*account.sum.oldest, Instant::parse("2026-03-01T08:00:00Z").value());
  EXPECT_EQ(entries("blob_cycle", "verified"), 1U);
}

TEST_P(Fixity, ARestartGoesOnWhereItStood) {
  keep("a page");
  ASSERT_TRUE(service_->look_on());
  wait(24h * 45);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(service_->look_on().value().shelves, 256);
  begin(90);
  EXPECT_EQ(service_->account().value().behind, 32768 - 2560);
  begin(30);
  ASSERT_TRUE(service_->look_on());
  EXPECT_EQ(service_->account().value().behind, 0) << "another rule begins a round where this one stood";
}

TEST_P(Fixity, MoreBytesThanAllowedMakeItWait) {
  begin(90, 1000);
  const Digest digest = keep(random_bytes(3'500));
  ASSERT_TRUE(service_->look_on());
  wait(24h * 90);
  Looked looked;
  while (looked.blobs == 0) looked = service_->look_on().value();
  EXPECT_LE(looked.shelves, store::shelf_of(digest) % 256 + 1);
  for (int second = 0; second < 2; ++second) EXPECT_EQ(service_->look_on().value().shelves, 0) << "it owes the desks two seconds";
  EXPECT_GT(service_->look_on().value().shelves, 0);
}

TEST_P(Fixity, BytesThatNoCopyHasAreAskedAboutOnceWithAllThatTheyTouch) {
  const Digest digest = keep("a page", {7, 9});
  fs::resize_file(file_of(digest), 3);
  EXPECT_EQ(service_->look_at_everything().value().lost, 1);
  EXPECT_EQ(service_->look_at_everything().value().lost, 1);
  const auto open = items();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_NE(open[0].detail.find("DocumentReference/7"), std::string::npos) << open[0].detail;
  EXPECT_NE(open[0].detail.find("DocumentReference/9"), std::string::npos);
  EXPECT_NE(open[0].detail.find("Bring them back from a backup"), std::string::npos);
  EXPECT_FALSE(open[0].patient.is_set()) << "it touches two patients";
  EXPECT_EQ(open[0].priority, worklists::Priority::urgent);
  EXPECT_EQ(service_->account().value().open, 1);
}

TEST_P(Fixity, AMissingBlobThatSomebodyNeedsIsFoundAndOneThatNobodyNeedsIsNot) {
  const Digest needed = keep("needed");
  const Digest nobodys = store().blobs().put("nobody's").value();
  fs::remove(file_of(needed));
  fs::remove(file_of(nobodys));
  EXPECT_EQ(service_->look_at_everything().value().lost, 1);
  EXPECT_EQ(items().at(0).patient, PatientId(7));
}

TEST_P(Fixity, NobodySaysThatBytesAreWholeButTheBytes) {
  const Digest digest = keep("a page");
  std::ofstream(file_of(digest), std::ios::binary | std::ios::trunc) << "Rother bytes";
  ASSERT_TRUE(service_->look_at_everything());
  worklists::Act look;
  look.event = "look";
  const auto refused = worklists_->act(system_, items().at(0).id, look);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("damaged"), std::string::npos) << refused.error().message;
  ASSERT_TRUE(store().blobs().put("a page"));
  EXPECT_EQ(service_->look_at_everything().value().lost, 0);
  EXPECT_TRUE(items().empty()) << "the bytes are back: the item closed by itself";
  EXPECT_EQ(items(true).at(0).state, "whole-again");
}

TEST_P(Fixity, WhatIsGivenUpIsNotAskedAgain) {
  fs::remove(file_of(keep("a page")));
  ASSERT_TRUE(service_->look_at_everything());
  worklists::Act give_up;
  give_up.event = "give-up";
  give_up.reason_code = "no-backup-has-it";
  ASSERT_TRUE(worklists_->act(system_, items().at(0).id, give_up));
  ASSERT_TRUE(service_->look_at_everything());
  EXPECT_TRUE(items().empty());
  EXPECT_EQ(service_->account().value().open, 0);
}

}  // namespace
}  // namespace charta::fixity
