// SPDX-License-Identifier: Apache-2.0
#include "record/jobs/running_job.hpp"

#include <fmt/format.h>

namespace charta::jobs {
namespace {

constexpr std::chrono::milliseconds between_progress{250};  ///< a handler may tell its progress for each item

}  // namespace

Result<void> RunningJob::refused(JobStore::Standing standing) {
  if (standing == JobStore::Standing::lost) {
    lost_ = true;
    return fail(ErrorKind::version_conflict, fmt::format("job {} was taken over by another worker", job_.id.text()));
  }
  cancelled_ = true;
  return fail(ErrorKind::business_rule, fmt::format("job {} was cancelled", job_.id.text()));
}

Result<void> RunningJob::guard(store::UnitOfWork& work) {
  CHARTA_TRY(const auto standing, JobStore::standing(work, job_));
  if (standing == JobStore::Standing::held) return {};
  return refused(standing);
}

Result<void> RunningJob::progress(std::int64_t done, std::int64_t total) {
  if (stopping_) return fail(ErrorKind::unavailable, "the server is stopping; the job goes on after the restart");
  if (cancelled_) return refused(JobStore::Standing::cancel_requested);
  const auto now = std::chrono::steady_clock::now();
  if (last_told_ != std::chrono::steady_clock::time_point{} && now - last_told_ < between_progress && done != total) return {};
  last_told_ = now;
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(guard(work));
    return JobStore::set_progress(work, job_, done, total, clock_.now());
  });
}

Result<void> RunningJob::save(store::UnitOfWork& work, const std::string& payload) {
  CHARTA_TRY_DO(guard(work));
  return JobStore::set_payload(work, job_, payload);
}

Result<void> RunningJob::beat() {
  return store_.write([&](store::UnitOfWork& work) { return JobStore::beat(work, job_, clock_.now()); });
}

}  // namespace charta::jobs
