// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/jobs/job_store.hpp"

#include <atomic>
#include <chrono>
#include <utility>

namespace charta::jobs {

/// The lease of a job that a worker of this process runs.
class RunningJob final : public Lease {
 public:
  RunningJob(store::Store& store, const Clock& clock, const std::atomic<bool>& stopping, Job job)
      : store_(store), clock_(clock), stopping_(stopping), job_(std::move(job)) {}

  const Job& job() const override { return job_; }
  Result<void> progress(std::int64_t done, std::int64_t total) override;
  Result<void> guard(store::UnitOfWork& work) override;
  Result<void> save(store::UnitOfWork& work, const std::string& payload) override;

  Result<void> beat();
  void ask_to_stop() { cancelled_ = true; }
  bool is_cancelled() const { return cancelled_; }
  bool is_lost() const { return lost_; }

 private:
  Result<void> refused(JobStore::Standing standing);

  store::Store& store_;
  const Clock& clock_;
  const std::atomic<bool>& stopping_;
  Job job_;
  std::atomic<bool> cancelled_{false}, lost_{false};
  std::chrono::steady_clock::time_point last_told_{};
};

}  // namespace charta::jobs
