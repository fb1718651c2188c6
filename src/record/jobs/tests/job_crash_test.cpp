// SPDX-License-Identifier: Apache-2.0
// What a worker that died leaves behind, and how the others find it: no job waits for ever, none runs twice at once.
#include "jobs_schema.hpp"
#include "record/jobs/job_service.hpp"
#include "record/jobs/job_store.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace charta::jobs {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Workers that die: they claim and are never heard of again.
class DeadWorkers : public testing::StoreTest {
 protected:
  void SetUp() override {
    open({jobs_schema()});
    jobs_ = make_node();
    dead_.set_kinds({"index", "import"});
  }
  void TearDown() override { jobs_.reset(); }

  std::unique_ptr<JobService> make_node() {
    auto node = std::make_unique<JobService>(store(), clock_, keys_);
    for (const char* kind : {"index", "import"})
      node->handle(kind, [this](Lease& lease) -> Result<void> {
        ran_.push_back(lease.job().payload);
        return {};
      });
    return node;
  }
  JobId add(const NewJob& job) {
    return store().write([&](store::UnitOfWork& work) { return jobs_->add(work, job); }).value();
  }
  Job claim_and_die() {
    return store().write([&](store::UnitOfWork& work) { return dead_.claim(work, clock_.now()); }).value().value();
  }
  Job find(JobId id) {
    return store().read([&](store::Reader& reader) { return jobs_->find(reader, id); }).value().value();
  }
  std::int64_t run_due() {
    const auto ran = jobs_->run_due();
    EXPECT_TRUE(ran) << (ran ? "" : ran.error().message);
    return ran ? *ran : -1;
  }

  ManualClock clock_{Instant(1'750'000'000'000)};
  CountingKeys keys_;
  JobStore dead_;
  std::unique_ptr<JobService> jobs_;
  std::vector<std::string> ran_;
};
CHARTA_ON_BOTH_ENGINES(DeadWorkers);

TEST_P(DeadWorkers, AJobIsTakenOverAfterAMinuteWithoutASignOfLifeAndNotBefore) {
  const JobId id = add({.kind = "import", .payload = "line 1"});
  claim_and_die();
  clock_.advance(milliseconds(60'000));
  EXPECT_EQ(run_due(), 0) << "the sixtieth second is still in time";
  EXPECT_EQ(find(id).state, JobState::running);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::done);
  EXPECT_EQ(find(id).attempts, 2);
}

TEST_P(DeadWorkers, TheNextWorkerGoesOnWhereTheDeadOneHadSaved) {
  add({.kind = "import", .payload = "line 1"});
  const Job claimed = claim_and_die();
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return JobStore::set_payload(work, claimed, "line 500"); }));
  clock_.advance(milliseconds(60'001));
  run_due();
  EXPECT_THAT(ran_, ElementsAre("line 500"));
}

TEST_P(DeadWorkers, AfterARestartTheJobOfTheLastRunIsTakenOver) {
  const JobId id = add({.kind = "import", .payload = "x"});
  claim_and_die();
  jobs_.reset();
  reopen();
  jobs_ = make_node();
  EXPECT_EQ(run_due(), 0);
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::done);
}

TEST_P(DeadWorkers, AHeartbeatKeepsTheJobWithItsWorker) {
  const JobId id = add({.kind = "import"});
  const Job claimed = claim_and_die();
  for (int minute = 0; minute < 5; ++minute) {
    clock_.advance(milliseconds(59'000));
    ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return JobStore::beat(work, claimed, clock_.now()); }));
    EXPECT_EQ(run_due(), 0);
  }
  EXPECT_EQ(find(id).attempts, 1);
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 1);
}

TEST_P(DeadWorkers, AWorkerThatWakesUpLateCanNeitherBeatNorEndNorSave) {
  const JobId id = add({.kind = "import", .payload = "line 1"});
  const Job late = claim_and_die();
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 1);
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(JobStore::beat(work, late, clock_.now()));
    CHARTA_TRY_DO(JobStore::set_payload(work, late, "late"));
    CHARTA_TRY_DO(JobStore::set_progress(work, late, 9, 9, clock_.now()));
    CHARTA_TRY_DO(JobStore::end(work, late, JobState::failed, "late", clock_.now()));
    CHARTA_TRY(const auto standing, JobStore::standing(work, late));
    EXPECT_EQ(standing, JobStore::Standing::lost);
    return {};
  }));
  const Job job = find(id);
  EXPECT_EQ(job.state, JobState::done);
  EXPECT_EQ(job.payload, "line 1");
  EXPECT_EQ(job.done, 0);
}

// Both ran, both servers died: waiting they would be two of one subject, of which there may be only one.
TEST_P(DeadWorkers, TwoLostJobsOfOneSubjectBecomeOneThatRuns) {
  const JobId first = add({.kind = "index", .subject = 7, .payload = "old"});
  claim_and_die();
  const JobId second = add({.kind = "index", .subject = 7, .payload = "new"});
  claim_and_die();
  ASSERT_NE(first, second);
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 1);
  EXPECT_THAT(ran_, ElementsAre("new"));
  EXPECT_EQ(find(first).state, JobState::cancelled);
  EXPECT_THAT(find(first).message, HasSubstr("later job for the same subject"));
  EXPECT_EQ(find(second).state, JobState::done);
}

TEST_P(DeadWorkers, ALostJobGivesWayToItsWaitingTwinAndDoesNotHoldUpOthers) {
  const JobId lost = add({.kind = "index", .subject = 7, .payload = "old"});
  claim_and_die();
  add({.kind = "index", .subject = 7, .payload = "new"});
  const JobId other = add({.kind = "import", .payload = "other"});
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 2);
  EXPECT_THAT(ran_, ::testing::UnorderedElementsAre("new", "other"));
  EXPECT_EQ(find(lost).state, JobState::cancelled);
  EXPECT_EQ(find(other).state, JobState::done);
}

TEST_P(DeadWorkers, LostJobsOfDifferentSubjectsAllRunAgain) {
  for (std::int64_t subject : {0, 0, 1, 2}) add({.kind = "index", .subject = subject, .payload = std::to_string(subject)});
  for (int i = 0; i < 4; ++i) claim_and_die();
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 4);
  EXPECT_THAT(ran_, ::testing::UnorderedElementsAre("0", "0", "1", "2"));
}

TEST_P(DeadWorkers, AJobWhoseWorkerDiedAfterItWasToBeCancelledIsNotRunAgain) {
  const JobId id = add({.kind = "import", .payload = "x"});
  claim_and_die();
  ASSERT_TRUE(jobs_->cancel(id));
  EXPECT_EQ(find(id).state, JobState::running) << "its worker is asked first";
  clock_.advance(milliseconds(60'001));
  run_due();
  EXPECT_THAT(ran_, IsEmpty());
  EXPECT_EQ(find(id).state, JobState::cancelled);
}

TEST_P(DeadWorkers, AFailedRunThatAnotherServersUserCancelledIsNotTriedAgain) {
  jobs_->handle("import", [&](Lease& lease) -> Result<void> {
    ran_.push_back("run");
    EXPECT_TRUE(make_node()->cancel(lease.job().id));  // another server of the same store
    return fail(ErrorKind::unavailable, "no answer");
  });
  const JobId id = add({.kind = "import"});
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::cancelled);
  clock_.advance(milliseconds(3'600'000));
  EXPECT_EQ(run_due(), 0);
}

TEST_P(DeadWorkers, ACancelledJobThatAPersonTriesAgainRunsToItsEnd) {
  const JobId id = add({.kind = "import", .payload = "x"});
  claim_and_die();
  ASSERT_TRUE(jobs_->cancel(id));
  clock_.advance(milliseconds(60'001));
  run_due();
  ASSERT_TRUE(jobs_->retry(id));
  jobs_->handle("import", [&](Lease& lease) -> Result<void> {
    CHARTA_TRY_DO(lease.progress(1, 1));  // would say so if the old wish to cancel stood
    ran_.push_back("again");
    return {};
  });
  EXPECT_EQ(run_due(), 1);
  EXPECT_THAT(ran_, ElementsAre("again"));
  EXPECT_EQ(find(id).state, JobState::done);
}

TEST_P(DeadWorkers, OutOfAttemptsItHasFailedAndItsOrderGoesOn) {
  const JobId lost = add({.kind = "import", .payload = "1", .ordered_by = "patient:9", .attempts_max = 1});
  add({.kind = "import", .payload = "2", .ordered_by = "patient:9"});
  claim_and_die();
  EXPECT_EQ(run_due(), 0) << "the second waits for the first";
  clock_.advance(milliseconds(60'001));
  EXPECT_EQ(run_due(), 1);
  EXPECT_THAT(ran_, ElementsAre("2"));
  EXPECT_EQ(find(lost).state, JobState::failed);
  EXPECT_THAT(find(lost).message, HasSubstr("no sign of life for 60 s"));
}

TEST_P(DeadWorkers, PausesGrowFourfoldUpToTenMinutes) {
  jobs_->handle("import", [](Lease&) -> Result<void> { return fail(ErrorKind::unavailable, "down"); });
  const JobId id = add({.kind = "import", .attempts_max = 9});
  for (const int seconds : {1, 4, 16, 64, 256, 600, 600, 600}) {
    ASSERT_EQ(run_due(), 1);
    ASSERT_EQ(find(id).run_at - clock_.now(), std::chrono::seconds(seconds));
    clock_.advance(milliseconds(seconds * 1000 - 1));
    EXPECT_EQ(run_due(), 0);
    clock_.advance(milliseconds(1));
  }
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::failed);
}

TEST_P(DeadWorkers, WhatEndedAWeekAgoIsForgottenButNotWhatFailed) {
  const JobId done = add({.kind = "import"});
  jobs_->handle("index", [](Lease&) -> Result<void> { return fail(ErrorKind::invalid, "broken"); });
  const JobId failed = add({.kind = "index", .attempts_max = 1});
  run_due();
  clock_.advance(std::chrono::hours(24 * 7) + milliseconds(1));
  const JobId young = add({.kind = "import"});
  run_due();
  const auto forgotten = store().write(
      [&](store::UnitOfWork& work) { return JobStore::forget_ended(work, clock_.now().plus(-std::chrono::hours(24 * 7))); });
  EXPECT_EQ(forgotten.value(), 1);
  const auto there = [&](JobId id) {
    return store().read([&](store::Reader& reader) { return jobs_->find(reader, id); }).value().has_value();
  };
  EXPECT_FALSE(there(done));
  EXPECT_TRUE(there(young));
  EXPECT_TRUE(there(failed)) << "a person has still to look at it";
}

TEST_P(DeadWorkers, ACommittedJobWakesAWorkerAtOnce) {
  std::atomic<int> ran{0};
  jobs_->handle("import", [&](Lease&) -> Result<void> {
    ++ran;
    return {};
  });
  jobs_->start(1);
  std::this_thread::sleep_for(milliseconds(30));
  const auto began = std::chrono::steady_clock::now();
  constexpr int rounds = 16;
  for (int round = 1; round <= rounds; ++round) {
    add({.kind = "import"});
    while (ran < round && std::chrono::steady_clock::now() - began < std::chrono::seconds(30))
      std::this_thread::sleep_for(milliseconds(2));
  }
  const auto took = std::chrono::steady_clock::now() - began;
  jobs_->stop();
  EXPECT_EQ(ran, rounds);
  EXPECT_LT(took, std::chrono::seconds(6)) << "a worker slept through its waking";
}

}  // namespace
}  // namespace charta::jobs
