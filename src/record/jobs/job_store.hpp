// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/jobs/job_service.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::jobs {

/// Table `job`. Every change of a running job is conditional on its fencing number.
class JobStore {
 public:
  /// Answers the id of the waiting job that stands for it: its own, or that of a job with the same kind and subject.
  static Result<JobId> add(store::UnitOfWork& work, JobId id, const NewJob& job, Instant now);

  /// Jobs are claimed of these kinds only.
  void set_kinds(std::vector<std::string> kinds);
  Result<bool> has_due(store::Reader& reader, Instant now);
  Result<std::optional<Job>> claim(store::UnitOfWork& work, Instant now);

  /// What has had no heartbeat since `limit` waits again; out of attempts it has failed.
  static Result<std::int64_t> release_lost(store::UnitOfWork& work, Instant limit, Instant now);
  static Result<bool> has_lost(store::Reader& reader, Instant limit);
  /// Removes what ended well before `limit`, some hundred at a time.
  static Result<std::int64_t> forget_ended(store::UnitOfWork& work, Instant limit);

  enum class Standing { held, cancel_requested, lost };
  static Result<Standing> standing(store::UnitOfWork& work, const Job& job);
  static Result<void> beat(store::UnitOfWork& work, const Job& job, Instant now);
  static Result<void> set_progress(store::UnitOfWork& work, const Job& job, std::int64_t done, std::int64_t total, Instant now);
  static Result<void> set_payload(store::UnitOfWork& work, const Job& job, const std::string& payload);
  static Result<void> end(store::UnitOfWork& work, const Job& job, JobState state, const std::string& message, Instant now);
  /// Back to waiting; `attempts` is what stands afterwards. When another job waits for the same subject this one is cancelled in
  /// its favour.
  static Result<void> wait_again(store::UnitOfWork& work, const Job& job, int attempts, const std::string& message,
                                 Instant run_at, Instant now);

  static Result<std::vector<Job>> list(store::Reader& reader, std::string_view kind, std::int64_t limit);
  static Result<std::optional<Job>> find(store::Reader& reader, JobId id);
  static Result<std::int64_t> cancel_waiting(store::UnitOfWork& work, JobId id, Instant now);
  static Result<std::int64_t> request_cancel(store::UnitOfWork& work, JobId id);
  static Result<std::int64_t> restart(store::UnitOfWork& work, JobId id, Instant now);

 private:
  std::vector<std::string> kinds_, kind_names_;
  std::string due_sql_, claim_sql_;
};

}  // namespace charta::jobs
