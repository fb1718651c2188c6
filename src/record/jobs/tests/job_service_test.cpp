// SPDX-License-Identifier: Apache-2.0
#include "record/jobs/job_service.hpp"

#include "jobs_schema.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace charta::jobs {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

class JobServiceTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    open({jobs_schema()});
    jobs_ = std::make_unique<JobService>(store(), clock_, keys_);
  }
  void TearDown() override { jobs_.reset(); }

  JobId add(const NewJob& job) {
    return store().write([&](store::UnitOfWork& work) { return jobs_->add(work, job); }).value();
  }
  Job find(JobId id) {
    return store().read([&](store::Reader& reader) { return jobs_->find(reader, id); }).value().value();
  }
  /// A handler that keeps the payloads in the order in which they ran.
  Handler keeping_payloads() {
    return [this](Lease& lease) -> Result<void> {
      ran_.push_back(lease.job().payload);
      return {};
    };
  }
  std::int64_t run_due() { return jobs_->run_due().value(); }

  ManualClock clock_{Instant(1'750'000'000'000)};
  CountingKeys keys_;
  std::unique_ptr<JobService> jobs_;
  std::vector<std::string> ran_;
};
CHARTA_ON_BOTH_ENGINES(JobServiceTest);

TEST_P(JobServiceTest, RunsWhatIsDueAndKeepsItAsDone) {
  jobs_->handle("scrub", keeping_payloads());
  const JobId id = add({.kind = "scrub", .payload = "{}"});
  EXPECT_EQ(find(id).state, JobState::waiting);
  EXPECT_EQ(run_due(), 1);
  const Job job = find(id);
  EXPECT_EQ(job.state, JobState::done);
  EXPECT_EQ(job.attempts, 1);
  EXPECT_EQ(job.started_at, clock_.now());
  EXPECT_EQ(job.ended_at, clock_.now());
  EXPECT_EQ(run_due(), 0);
}

TEST_P(JobServiceTest, AJobOfAnUncommittedUnitNeverExisted) {
  jobs_->handle("scrub", keeping_payloads());
  (void)store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(jobs_->add(work, {.kind = "scrub"}));
    return fail(ErrorKind::business_rule, "no");
  });
  EXPECT_EQ(run_due(), 0);
}

TEST_P(JobServiceTest, WaitsForItsTime) {
  jobs_->handle("reconcile", keeping_payloads());
  add({.kind = "reconcile", .run_at = clock_.now().plus(milliseconds(1000))});
  EXPECT_EQ(run_due(), 0);
  clock_.advance(milliseconds(1000));
  EXPECT_EQ(run_due(), 1);
}

TEST_P(JobServiceTest, JobsOfAnUnknownKindStayWaitingAndAreListed) {
  jobs_->handle("scrub", keeping_payloads());
  const JobId id = add({.kind = "from-a-newer-program"});
  EXPECT_EQ(run_due(), 0);
  const auto listed = store().read([&](store::Reader& reader) { return jobs_->list(reader, "from-a-newer-program", 10); });
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().id, id);
  EXPECT_EQ(listed->front().state, JobState::waiting);
}

TEST_P(JobServiceTest, WaitingJobsOfOneSubjectAreOneJobWithTheNewestPayload) {
  jobs_->handle("index", keeping_payloads());
  const JobId first = add({.kind = "index", .subject = 7, .payload = "old", .run_at = clock_.now().plus(milliseconds(50))});
  EXPECT_EQ(add({.kind = "index", .subject = 7, .payload = "new"}), first);
  EXPECT_NE(add({.kind = "index", .subject = 8, .payload = "other"}), first);
  EXPECT_EQ(run_due(), 2);
  EXPECT_THAT(ran_, ::testing::UnorderedElementsAre("new", "other"));
  EXPECT_NE(add({.kind = "index", .subject = 7, .payload = "later"}), first);
}

TEST_P(JobServiceTest, AJobWrittenWhileItsTwinRunsIsNotLost) {
  jobs_->handle("index", [&](Lease& lease) -> Result<void> {
    if (lease.job().attempts == 1 && ran_.empty()) add({.kind = "index", .subject = 7, .payload = "again"});
    ran_.push_back(lease.job().payload);
    return {};
  });
  add({.kind = "index", .subject = 7, .payload = "first"});
  EXPECT_EQ(run_due(), 2);
  EXPECT_THAT(ran_, ElementsAre("first", "again"));
}

TEST_P(JobServiceTest, AFailedRunGivesWayToItsWaitingTwin) {
  jobs_->handle("index", [&](Lease& lease) -> Result<void> {
    ran_.push_back(lease.job().payload);
    if (lease.job().payload != "first") return {};
    add({.kind = "index", .subject = 7, .payload = "again"});
    return fail(ErrorKind::unavailable, "no answer");
  });
  const JobId first = add({.kind = "index", .subject = 7, .payload = "first"});
  EXPECT_EQ(run_due(), 2);
  EXPECT_THAT(ran_, ElementsAre("first", "again"));
  EXPECT_EQ(find(first).state, JobState::cancelled);
}

TEST_P(JobServiceTest, JobsOfOneOrderRunOneAfterAnotherInTheOrderTheyWereWritten) {
  bool fail_first = true;
  jobs_->handle("file-message", [&](Lease& lease) -> Result<void> {
    if (lease.job().payload == "1" && std::exchange(fail_first, false)) return fail(ErrorKind::unavailable, "no answer");
    ran_.push_back(lease.job().payload);
    return {};
  });
  for (const char* payload : {"1", "2", "3"}) add({.kind = "file-message", .payload = payload, .ordered_by = "patient:9"});
  add({.kind = "file-message", .payload = "elsewhere", .ordered_by = "patient:10"});
  run_due();
  EXPECT_THAT(ran_, ElementsAre("elsewhere"));  // 2 and 3 wait for 1, which waits to be tried again
  clock_.advance(milliseconds(1000));
  run_due();
  EXPECT_THAT(ran_, ElementsAre("elsewhere", "1", "2", "3"));
}

TEST_P(JobServiceTest, AFailingJobIsTriedAgainAfterGrowingPausesAndThenFails) {
  jobs_->handle("send", [](Lease&) -> Result<void> { return fail(ErrorKind::unavailable, "the partner does not answer"); });
  const JobId id = add({.kind = "send", .attempts_max = 3});
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).run_at, clock_.now().plus(milliseconds(1000)));
  EXPECT_EQ(run_due(), 0);
  clock_.advance(milliseconds(1000));
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).run_at, clock_.now().plus(milliseconds(4000)));
  clock_.advance(milliseconds(4000));
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::failed);
  EXPECT_EQ(find(id).message, "the partner does not answer");
}

TEST_P(JobServiceTest, AThrowingHandlerIsAFailureAndNotTheEndOfTheWorker) {
  jobs_->handle("send", [](Lease&) -> Result<void> { throw std::runtime_error("defect"); });
  const JobId id = add({.kind = "send", .attempts_max = 1});
  EXPECT_EQ(run_due(), 1);
  EXPECT_EQ(find(id).state, JobState::failed);
}

TEST_P(JobServiceTest, ProgressIsSeenWhileItRuns) {
  jobs_->handle("export", [&](Lease& lease) -> Result<void> {
    CHARTA_TRY_DO(lease.progress(3, 10));
    const Job seen = find(lease.job().id);
    EXPECT_EQ(seen.state, JobState::running);
    EXPECT_EQ(seen.done, 3);
    EXPECT_EQ(seen.total, 10);
    return lease.progress(10, 10);
  });
  const JobId id = add({.kind = "export"});
  run_due();
  EXPECT_EQ(find(id).done, 10);
}

TEST_P(JobServiceTest, AWaitingJobIsCancelledAtOnceAndARunningOneAtItsNextProgress) {
  jobs_->handle("export", [&](Lease& lease) -> Result<void> {
    CHARTA_TRY_DO(lease.progress(1, 10));
    EXPECT_TRUE(jobs_->cancel(lease.job().id));
    const auto told = lease.progress(2, 10);
    EXPECT_EQ(told.error().kind, ErrorKind::business_rule);
    return told;
  });
  const JobId waiting = add({.kind = "export", .run_at = clock_.now().plus(milliseconds(1))});
  ASSERT_TRUE(jobs_->cancel(waiting));
  EXPECT_EQ(find(waiting).state, JobState::cancelled);
  EXPECT_EQ(jobs_->cancel(waiting).error().kind, ErrorKind::business_rule);
  EXPECT_EQ(jobs_->cancel(JobId(999)).error().kind, ErrorKind::not_found);
  const JobId running = add({.kind = "export"});
  run_due();
  EXPECT_EQ(find(running).state, JobState::cancelled);
}

TEST_P(JobServiceTest, AFailedJobIsTriedAgainByAPerson) {
  bool broken = true;
  jobs_->handle("send", [&](Lease&) -> Result<void> {
    if (broken) return fail(ErrorKind::unavailable, "no answer");
    return {};
  });
  const JobId id = add({.kind = "send", .subject = 5, .attempts_max = 1});
  run_due();
  ASSERT_EQ(find(id).state, JobState::failed);
  broken = false;
  ASSERT_TRUE(jobs_->retry(id));
  run_due();
  EXPECT_EQ(find(id).state, JobState::done);
  EXPECT_EQ(jobs_->retry(id).error().kind, ErrorKind::business_rule);
}

TEST_P(JobServiceTest, AJobWithoutAHeartbeatIsTakenOverAndTheFirstWorkersWritesAreRefused) {
  JobService other(store(), clock_, keys_);
  other.handle("scrub", [&](Lease& lease) -> Result<void> {
    ran_.push_back("other");
    EXPECT_EQ(lease.job().attempts, 2);
    return store().write([&](store::UnitOfWork& work) { return lease.guard(work); });
  });
  jobs_->handle("scrub", [&](Lease& lease) -> Result<void> {
    clock_.advance(milliseconds(60'001));  // asleep for a minute
    EXPECT_EQ(other.run_due().value(), 1);
    const auto late = store().write([&](store::UnitOfWork& work) { return lease.save(work, "late"); });
    EXPECT_EQ(late.error().kind, ErrorKind::version_conflict);
    return late;
  });
  const JobId id = add({.kind = "scrub", .payload = "start"});
  run_due();
  EXPECT_THAT(ran_, ElementsAre("other"));
  const Job job = find(id);
  EXPECT_EQ(job.state, JobState::done);
  EXPECT_EQ(job.payload, "start");
  EXPECT_EQ(job.fence, 2);
}

TEST_P(JobServiceTest, OutOfAttemptsALostJobHasFailedWithAReason) {
  JobService other(store(), clock_, keys_);
  jobs_->handle("scrub", [&](Lease&) -> Result<void> {
    clock_.advance(milliseconds(60'001));
    EXPECT_EQ(other.run_due().value(), 0);
    return {};
  });
  const JobId id = add({.kind = "scrub", .attempts_max = 1});
  run_due();
  EXPECT_EQ(find(id).state, JobState::failed);
  EXPECT_THAT(find(id).message, ::testing::HasSubstr("no attempts are left"));
}

TEST_P(JobServiceTest, ResumesWhereItSaved) {
  jobs_->handle("import", [&](Lease& lease) -> Result<void> {
    ran_.push_back(lease.job().payload);
    if (ran_.size() > 1) return {};
    CHARTA_TRY_DO(store().write([&](store::UnitOfWork& work) { return lease.save(work, "line 500"); }));
    return fail(ErrorKind::unavailable, "interrupted");
  });
  add({.kind = "import", .payload = "line 1"});
  run_due();
  clock_.advance(milliseconds(1000));
  run_due();
  EXPECT_THAT(ran_, ElementsAre("line 1", "line 500"));
}

TEST_P(JobServiceTest, SeveralWorkersOfSeveralNodesRunEachJobOnce) {
  constexpr int count = 60;
  std::atomic<int> runs{0}, overlapping{0}, most{0};
  const auto handler = [&](Lease&) -> Result<void> {
    const int now = ++overlapping;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(milliseconds(1));
    --overlapping;
    ++runs;
    return {};
  };
  JobService other(store(), clock_, keys_);
  jobs_->handle("scrub", handler);
  other.handle("scrub", handler);
  jobs_->start(2);
  other.start(2);
  for (int i = 0; i < count; ++i) add({.kind = "scrub"});
  for (int i = 0; i < 2000 && runs < count; ++i) std::this_thread::sleep_for(milliseconds(5));
  jobs_->stop();
  other.stop();
  EXPECT_EQ(runs, count);
  EXPECT_GT(most, 1);
  const auto listed = store().read([&](store::Reader& reader) { return jobs_->list(reader, "", 1000); }).value();
  for (const Job& job : listed) EXPECT_EQ(job.state, JobState::done);
}

TEST_P(JobServiceTest, AStoppedServerLeavesItsJobForTheNextStart) {
  std::atomic<bool> began{false};
  jobs_->handle("import", [&](Lease& lease) -> Result<void> {
    for (std::int64_t i = 0;; ++i) {
      began = true;
      CHARTA_TRY_DO(lease.progress(i, 1'000'000));
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  const JobId id = add({.kind = "import"});
  jobs_->start(1);
  while (!began) std::this_thread::sleep_for(milliseconds(1));
  jobs_->stop();
  EXPECT_EQ(find(id).state, JobState::waiting);
  EXPECT_EQ(find(id).attempts, 0);
}

}  // namespace
}  // namespace charta::jobs
