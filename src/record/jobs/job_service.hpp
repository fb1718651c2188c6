// SPDX-License-Identifier: Apache-2.0
// The one mechanism for long work: rows, claimed with a lease and a fencing number, resumable, cancellable, never "queued forever".
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "store/store.hpp"

namespace charta::jobs {

struct NewJob {
  std::string kind{};         ///< "reconcile", "scrub", "file-message", …
  std::int64_t subject = 0;   ///< with `kind` the key under which waiting jobs are coalesced (0: never coalesced)
  std::string payload{};      ///< JSON, ids only
  Instant run_at{};           ///< not before; the default is at once
  std::string ordered_by{};   ///< jobs with the same text run one after another, in the order they were written ("patient:…")
  int attempts_max = 5;
};

enum class JobState { waiting, running, done, failed, cancelled };
std::string_view state_code(JobState state);

struct Job {
  JobId id;
  std::string kind, payload, message;
  std::int64_t subject = 0;
  JobState state = JobState::waiting;
  std::int64_t done = 0, total = 0;  ///< progress; total 0: unknown
  int attempts = 0, attempts_max = 0;
  std::string ordered_by;
  Instant created_at, run_at;
  std::optional<Instant> started_at, ended_at, heartbeat_at;
  std::int64_t fence = 0;
};

/// What a running job holds. Every write it makes in a unit is conditional on its fencing number.
class Lease {
 public:
  virtual ~Lease() = default;
  virtual const Job& job() const = 0;
  /// Errors: `business_rule` (cancelled: stop), `version_conflict` (another worker took it over: stop).
  virtual Result<void> progress(std::int64_t done, std::int64_t total) = 0;
  virtual Result<void> guard(store::UnitOfWork& work) = 0;
  virtual Result<void> save(store::UnitOfWork& work, const std::string& payload) = 0;  ///< where to resume
};
using Handler = std::function<Result<void>(Lease&)>;

class JobService {
 public:
  JobService(store::Store& store, const Clock& clock, KeySource& keys);
  ~JobService();

  void handle(std::string kind, Handler handler);  ///< at start-up
  /// Workers are waked when the unit has committed. Answers the job that stands for it: while one of the same kind and subject waits
  /// (subject not 0), that one, with the newer payload and the earlier time.
  Result<JobId> add(store::UnitOfWork& work, const NewJob& job);
  /// Workers run until stop(). A job without a heartbeat for 60 s is taken over or, out of attempts, failed with a reason.
  void start(int workers);
  void stop();
  void wake();  ///< a job was committed
  /// Runs everything that is due on the calling thread, for tests and the command line; answers how many ran.
  Result<std::int64_t> run_due();

  Result<std::vector<Job>> list(store::Reader& reader, std::string_view kind, std::int64_t limit);
  Result<std::optional<Job>> find(store::Reader& reader, JobId id);
  /// A waiting job at once; a running one when it next tells its progress. Errors: `not_found`, `business_rule` (it has ended).
  Result<void> cancel(JobId id);
  /// A failed or cancelled job waits again with all its attempts. Errors: `not_found`, `business_rule` (it did not fail, or another job
  /// of its kind and subject waits already).
  Result<void> retry(JobId id);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::jobs
