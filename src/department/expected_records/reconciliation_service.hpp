// SPDX-License-Identifier: Apache-2.0
// The nightly comparison of orders, documents and visits. Every difference is a work item that somebody closes with a reason.
#pragma once
#include "base/clock.hpp"
#include "department/expected_records/expectation_rules.hpp"
#include "department/expected_records/reconciliation_store.hpp"
#include "record/jobs/job_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace charta::expected_records {

/// Questions that other departments answer; wired in app/. Unset members answer "no other record" and "yes".
struct Questions {
  std::function<Result<std::vector<PatientId>>(store::Reader&, PatientId)> linked;  ///< the other records of the same person
  std::function<Result<bool>(store::Reader&, PatientId, std::string_view assigner)> has_number_of;
};

struct ReconciliationReport {
  Instant started_at;
  std::optional<Instant> ended_at;
  std::int64_t found = 0, resolved = 0, unexplained = 0;
  std::vector<std::pair<std::string, std::int64_t>> open_by_class;  ///< every class, zeros included
};

class ReconciliationService {
 public:
  ReconciliationService(store::Store& store, worklists::WorklistService& worklists, const ExpectationRules& rules,
                        const Clock& clock, KeySource& keys, Questions questions = {});

  /// At start-up: the kind `reconciliation`.
  void declare();

  /// Compares everything, in units of at most `batch` findings. Run again, it opens nothing twice: what was found keeps its item,
  /// what a person explained stays explained, what has gone away is resolved. `progress`: classes done, of all.
  using Progress = std::function<Result<void>(std::int64_t done, std::int64_t total)>;
  Result<ReconciliationReport> run(const Progress& progress = {});
  /// The last run; its `unexplained` and classes are counted now. Nothing when none ran yet.
  Result<std::optional<ReconciliationReport>> last_report(const access::Actor& actor);

  // For reactions, in their unit.
  /// Opens the finding unless it is known. Answers whether it is new.
  Result<bool> open(store::UnitOfWork& work, const Discovery& discovery);
  /// The cause is gone: closes what is open about `subject`.
  Result<void> resolve(store::UnitOfWork& work, FindingClass finding, std::int64_t subject);

 private:
  Result<std::int64_t> open_batch(const std::vector<Discovery>& discoveries);
  Result<std::int64_t> discover_all(FindingClass finding, const Horizon& horizon);
  Result<std::int64_t> resolve_all(FindingClass finding);
  Result<std::int64_t> open_those_of_wrong_assigner(const Horizon& horizon);
  Result<void> count_open(store::Reader& reader, ReconciliationReport& report) const;
  Result<void> close_by_system(store::UnitOfWork& work, const OpenFinding& finding);
  Result<Horizon> horizon(Instant now);

  store::Store& store_;
  worklists::WorklistService& worklists_;
  const ExpectationRules& rules_;
  const Clock& clock_;
  KeySource& keys_;
  Questions questions_;
  access::Actor system_;
};

/// The job kind "reconcile".
jobs::Handler reconciliation_job(ReconciliationService& reconciliation);
/// The job kind "chase": everything past due climbs its ladder, everything that waited long enough resumes.
jobs::Handler chase_job(worklists::WorklistService& worklists);

}  // namespace charta::expected_records
