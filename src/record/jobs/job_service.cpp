// SPDX-License-Identifier: Apache-2.0
#include "record/jobs/job_service.hpp"

#include "base/log.hpp"
#include "base/storable_text.hpp"
#include "record/jobs/job_store.hpp"
#include "record/jobs/running_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <typeinfo>

namespace charta::jobs {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds lease_time{60'000};
constexpr milliseconds heartbeat_pause{10'000};
constexpr milliseconds idle_pause{1'000};  ///< another node's job, or one whose time has come, is seen within it
constexpr milliseconds ended_kept = std::chrono::hours(24 * 7);
constexpr std::int64_t runs_at_once = 10'000;

/// 1 s, 4 s, 16 s, … at most 10 minutes.
milliseconds pause_after(int attempts) {
  const auto pause = milliseconds(1'000) * (std::int64_t{1} << std::min(2 * (attempts - 1), 20));
  return std::min<milliseconds>(pause, std::chrono::minutes(10));
}

Error threw() {
  return fail(ErrorKind::internal, "the job's handler threw an exception; the server's log has it");
}

}  // namespace

struct JobService::Parts {
  Parts(store::Store& s, const Clock& c, KeySource& k) : store(s), clock(c), keys(k) {}

  Result<std::optional<Job>> claim();
  Result<bool> run_one();
  void run(RunningJob& running);
  Result<void> call(const Handler& handler, RunningJob& running);
  Result<void> settle(const RunningJob& running, const Result<void>& outcome);
  Result<void> tidy();
  void work();
  void beat();

  store::Store& store;
  const Clock& clock;
  KeySource& keys;
  std::map<std::string, Handler, std::less<>> handlers;
  JobStore jobs;

  std::mutex lock;
  std::condition_variable waked;  ///< workers wait here, and nobody else: one waking is for one of them
  std::condition_variable ended;  ///< the heartbeat waits here
  std::uint64_t wakes = 0;
  std::set<RunningJob*> running;
  std::atomic<bool> stopping{false};
  std::vector<std::thread> threads;
};

JobService::JobService(store::Store& store, const Clock& clock, KeySource& keys)
    : parts_(std::make_unique<Parts>(store, clock, keys)) {}

JobService::~JobService() {
  stop();
}

void JobService::handle(std::string kind, Handler handler) {
  parts_->handlers[std::move(kind)] = std::move(handler);
  std::vector<std::string> kinds;
  for (const auto& [known, unused] : parts_->handlers) kinds.push_back(known);
  parts_->jobs.set_kinds(std::move(kinds));
}

Result<JobId> JobService::add(store::UnitOfWork& work, const NewJob& job) {
  CHARTA_TRY(const JobId id, JobStore::add(work, parts_->keys.next<JobId>(), job, parts_->clock.now()));
  work.after_commit([this] { wake(); });
  return id;
}

void JobService::wake() {
  {
    const std::lock_guard lock(parts_->lock);
    ++parts_->wakes;
  }
  parts_->waked.notify_one();
}

// ---- running

/// Looks before it takes the writer: most wakings find nothing.
Result<std::optional<Job>> JobService::Parts::claim() {
  const Instant now = clock.now();
  CHARTA_TRY(const bool due, store.read([&](store::Reader& reader) { return jobs.has_due(reader, now); }));
  if (!due) return std::optional<Job>();
  return store.write([&](store::UnitOfWork& work) { return jobs.claim(work, now); });
}

Result<void> JobService::Parts::call(const Handler& handler, RunningJob& running_job) {
  try {
    return handler(running_job);
  } catch (const std::exception& defect) {
    // Its kind and not its words, which may quote what it stumbled over.
    log::error("job.threw",
               {{"kind", running_job.job().kind}, {"job", running_job.job().id.text()}, {"exception", typeid(defect).name()}});
    return threw();
  } catch (...) {
    log::error("job.threw", {{"kind", running_job.job().kind}, {"job", running_job.job().id.text()}, {"exception", "unknown"}});
    return threw();
  }
}

Result<void> JobService::Parts::settle(const RunningJob& running_job, const Result<void>& outcome) {
  const Job& job = running_job.job();
  const Instant now = clock.now();
  return store.write([&](store::UnitOfWork& work) -> Result<void> {
    if (outcome) return JobStore::end(work, job, JobState::done, "", now);
    const std::string message = storable_text(outcome.error().message);  // or the job could not be settled
    if (running_job.is_cancelled()) return JobStore::end(work, job, JobState::cancelled, message, now);
    if (stopping) return JobStore::wait_again(work, job, job.attempts - 1, message, now, now);
    if (job.attempts >= job.attempts_max) return JobStore::end(work, job, JobState::failed, message, now);
    return JobStore::wait_again(work, job, job.attempts, message, now.plus(pause_after(job.attempts)), now);
  });
}

void JobService::Parts::run(RunningJob& running_job) {
  const Job& job = running_job.job();
  {
    const std::lock_guard guard(lock);
    running.insert(&running_job);
  }
  const Result<void> outcome = call(handlers.find(job.kind)->second, running_job);
  {
    const std::lock_guard guard(lock);
    running.erase(&running_job);
  }
  // A job that the server's own stop interrupted goes on after the restart: nothing failed.
  if (!outcome && stopping) {
    log::info("job.interrupted", {{"kind", job.kind}, {"job", job.id.text()}});
  } else if (!outcome) {
    log::warning("job.failed",
                 {{"kind", job.kind}, {"job", job.id.text()}, {"attempt", job.attempts}, {"message", outcome.error().message}});
  }
  if (running_job.is_lost()) return;
  if (const auto settled = settle(running_job, outcome); !settled) {  // its heartbeat ends: another worker takes it over
    log::error("job.not_settled", {{"job", job.id.text()}, {"message", settled.error().message}});
  }
}

Result<bool> JobService::Parts::run_one() {
  CHARTA_TRY(auto job, claim());
  if (!job) return false;
  RunningJob running_job(store, clock, stopping, std::move(*job));
  run(running_job);
  return true;
}

Result<void> JobService::Parts::tidy() {
  const Instant now = clock.now();
  const Instant limit = now.plus(-lease_time);
  CHARTA_TRY(const bool lost, store.read([&](store::Reader& reader) { return JobStore::has_lost(reader, limit); }));
  if (!lost) return {};
  CHARTA_TRY(const auto released, store.write([&](store::UnitOfWork& work) { return JobStore::release_lost(work, limit, now); }));
  log::warning("job.lost_worker", {{"jobs", released}});
  return {};
}

Result<std::int64_t> JobService::run_due() {
  CHARTA_TRY_DO(parts_->tidy());
  std::int64_t ran = 0;
  for (; ran < runs_at_once; ++ran) {
    CHARTA_TRY(const bool found, parts_->run_one());
    if (!found) break;
  }
  return ran;
}

// ---- workers

void JobService::Parts::work() {
  std::uint64_t seen = 0;
  while (!stopping) {
    {
      const std::lock_guard guard(lock);
      seen = wakes;
    }
    const auto ran = run_one();
    if (ran && *ran) continue;
    if (!ran) log::warning("job.not_claimed", {{"message", ran.error().message}});
    std::unique_lock guard(lock);
    waked.wait_for(guard, idle_pause, [&] { return stopping || (ran && wakes != seen); });
  }
}

void JobService::Parts::beat() {
  std::unique_lock guard(lock);
  for (int pauses = 0; !ended.wait_for(guard, heartbeat_pause, [&] { return stopping.load(); }); ++pauses) {
    for (RunningJob* each : running) {  // under the lock: a job that ends waits for its last heartbeat
      if (const auto done = each->beat(); !done) log::warning("job.no_heartbeat", {{"message", done.error().message}});
    }
    guard.unlock();
    if (const auto done = tidy(); !done) log::warning("job.not_tidied", {{"message", done.error().message}});
    if (pauses % 60 == 0) {
      (void)store.write([&](store::UnitOfWork& unit) { return JobStore::forget_ended(unit, clock.now().plus(-ended_kept)); });
    }
    guard.lock();
  }
}

void JobService::start(int workers) {
  parts_->stopping = false;
  for (int i = 0; i < workers; ++i) parts_->threads.emplace_back([this] { parts_->work(); });
  parts_->threads.emplace_back([this] { parts_->beat(); });
}

void JobService::stop() {
  {
    const std::lock_guard lock(parts_->lock);
    parts_->stopping = true;
  }
  parts_->waked.notify_all();
  parts_->ended.notify_all();
  for (std::thread& thread : parts_->threads) thread.join();
  parts_->threads.clear();
  parts_->stopping = false;
}

// ---- what people do

Result<std::vector<Job>> JobService::list(store::Reader& reader, std::string_view kind, std::int64_t limit) {
  return JobStore::list(reader, kind, limit);
}

Result<std::optional<Job>> JobService::find(store::Reader& reader, JobId id) {
  return JobStore::find(reader, id);
}

Result<void> JobService::cancel(JobId id) {
  const Instant now = parts_->clock.now();
  const Result<void> done = parts_->store.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto cancelled, JobStore::cancel_waiting(work, id, now));
    if (cancelled == 1) return {};
    CHARTA_TRY(const auto asked, JobStore::request_cancel(work, id));
    if (asked == 1) return {};
    CHARTA_TRY(const auto job, JobStore::find(work, id));
    if (!job) return fail(ErrorKind::not_found, fmt::format("no job {}", id.text()));
    return fail(ErrorKind::business_rule, fmt::format("job {} has ended: {}", id.text(), state_code(job->state)));
  });
  CHARTA_TRY_DO(done);
  const std::lock_guard lock(parts_->lock);
  for (RunningJob* each : parts_->running) {
    if (each->job().id == id) each->ask_to_stop();
  }
  return {};
}

Result<void> JobService::retry(JobId id) {
  const Instant now = parts_->clock.now();
  const Result<void> done = parts_->store.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto restarted, JobStore::restart(work, id, now));
    if (restarted == 1) return {};
    CHARTA_TRY(const auto job, JobStore::find(work, id));
    if (!job) return fail(ErrorKind::not_found, fmt::format("no job {}", id.text()));
    const bool ended = job->state == JobState::failed || job->state == JobState::cancelled;
    return fail(ErrorKind::business_rule, ended ? fmt::format("another {} job for the same subject waits already", job->kind)
                                                : fmt::format("job {} is {}; only a failed or cancelled one is tried again",
                                                              id.text(), state_code(job->state)));
  });
  CHARTA_TRY_DO(done);
  wake();
  return {};
}

}  // namespace charta::jobs
