// SPDX-License-Identifier: Apache-2.0
// What the operators' log and the list of jobs tell of jobs that went wrong: which one, and never what it stumbled over.
#include "base/log.hpp"
#include "jobs_schema.hpp"
#include "record/jobs/job_service.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace charta::jobs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class JobLog : public testing::StoreTest {
 protected:
  void SetUp() override {
    open({jobs_schema()});
    jobs_ = std::make_unique<JobService>(store(), clock_, keys_);
    log::open(file(), log::Level::debug);
  }
  void TearDown() override {
    jobs_.reset();
    log::open("/dev/stderr", log::Level::warning);
  }
  std::string file() const { return folder_.path() + "/charta.log"; }
  std::string logged() const {
    std::ifstream in(file());
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  JobId add(const std::string& kind, int attempts_max = 1) {
    NewJob job;
    job.kind = kind;
    job.payload = R"({"patient":"0000000000042"})";
    job.attempts_max = attempts_max;
    return store().write([&](store::UnitOfWork& work) { return jobs_->add(work, job); }).value();
  }
  Job find(JobId id) {
    return store().read([&](store::Reader& reader) { return jobs_->find(reader, id); }).value().value();
  }

  testing::TemporaryFolder folder_;
  ManualClock clock_{Instant(1'750'000'000'000)};
  CountingKeys keys_;
  std::unique_ptr<JobService> jobs_;
};
CHARTA_ON_BOTH_ENGINES(JobLog);

TEST_P(JobLog, AJobThatThrewIsNamedAndWhatItStumbledOverIsNot) {
  const std::string words = "cannot parse 'Marsh^Ada' born 19610402";
  jobs_->handle("import", [&](Lease&) -> Result<void> { throw std::runtime_error(words); });
  const JobId id = add("import");
  ASSERT_TRUE(jobs_->run_due());
  const std::string log = logged();
  EXPECT_THAT(log, HasSubstr("job.threw"));
  EXPECT_THAT(log, HasSubstr("\"import\""));
  EXPECT_THAT(log, HasSubstr(id.text()));
  EXPECT_THAT(log, HasSubstr("runtime_error")) << "its kind helps whoever mends it";
  const Job job = find(id);
  EXPECT_EQ(job.state, JobState::failed);
  EXPECT_FALSE(job.message.empty()) << "a failed job says why";
  for (const std::string& text : {log, job.message})
    for (const char* name : {"Marsh", "19610402", "cannot parse"}) EXPECT_THAT(text, Not(HasSubstr(name)));
}

TEST_P(JobLog, WhateverIsThrownIsAFailureAndNotTheEndOfTheServer) {
  int number = 0;
  jobs_->handle("odd", [&](Lease&) -> Result<void> {
    if (number++ == 0) throw 42;
    throw "a text";
  });
  for (int i = 0; i < 2; ++i) {
    const JobId id = add("odd");
    const auto ran = jobs_->run_due();
    ASSERT_TRUE(ran);
    EXPECT_EQ(*ran, 1);
    EXPECT_EQ(find(id).state, JobState::failed);
  }
  EXPECT_THAT(logged(), HasSubstr("job.threw"));
}

TEST_P(JobLog, AJobThatThrowsInTheMiddleOfItsUnitLeavesNothingOfItAndIsTriedAgain) {
  int runs = 0;
  jobs_->handle("import", [&](Lease& lease) -> Result<void> {
    ++runs;
    return store().write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(lease.guard(work));
      CHARTA_TRY_DO(lease.save(work, R"({"from":)" + std::to_string(runs * 100) + "}"));
      if (runs == 1) throw std::runtime_error("half way");
      return {};
    });
  });
  const JobId id = add("import", 3);
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(find(id).state, JobState::waiting);
  EXPECT_EQ(find(id).payload, R"({"patient":"0000000000042"})") << "what the failed run had saved is taken back with its unit";
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(find(id).state, JobState::done);
  EXPECT_EQ(find(id).payload, R"({"from":200})");
  EXPECT_EQ(runs, 2);
}

TEST_P(JobLog, AFailureIsToldWithItsMessageAndEachAttempt) {
  jobs_->handle("send", [](Lease&) -> Result<void> { return fail(ErrorKind::unavailable, "partner 7 does not answer"); });
  const JobId id = add("send", 2);
  ASSERT_TRUE(jobs_->run_due());
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(find(id).state, JobState::failed);
  EXPECT_EQ(find(id).message, "partner 7 does not answer");
  const std::string log = logged();
  EXPECT_THAT(log, HasSubstr(R"("attempt":1)"));
  EXPECT_THAT(log, HasSubstr(R"("attempt":2)"));
}

// An error may quote bytes from outside; a reason that the database does not take must not leave the job running for ever.
TEST_P(JobLog, AReasonThatNoDatabaseTakesSettlesTheJobAllTheSame) {
  const std::string reasons[] = {std::string("a zero \0 byte", 13), "no UTF-8: \xff\xfe", std::string(100'000, 'x')};
  int number = 0;
  for (const std::string& reason : reasons) {
    const std::string kind = "read-" + std::to_string(++number);
    jobs_->handle(kind, [&](Lease&) -> Result<void> { return fail(ErrorKind::invalid, reason); });
    const JobId id = add(kind);
    ASSERT_TRUE(jobs_->run_due());
    EXPECT_EQ(find(id).state, JobState::failed);
    EXPECT_FALSE(find(id).message.empty());
  }
}

}  // namespace
}  // namespace charta::jobs
