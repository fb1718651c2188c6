// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/expected_records/finding.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::expected_records {

/// One thing found, not yet known.
struct Discovery {
  FindingClass finding = FindingClass::document_without_order;
  std::int64_t subject = 0, other = 0;  ///< an expectation or a document; the other document of a pair
  ResourceId order, encounter;          ///< of an expectation
  PatientId patient;
  std::string title, department, assigner;
  std::optional<Instant> at;  ///< due, or written
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  std::string resource_type{};  ///< of the document: "DocumentReference", "DiagnosticReport"
};

/// What the reconciliation looks back on.
struct Horizon {
  Instant orders_due_before, visits_due_before;
  Instant filed_since;  ///< pairs and assigners: only documents filed since then are compared with all
};

/// Findings of a class that have no row yet, at most `limit`. Wrong assigners are candidates: the caller asks the patient index.
Result<std::vector<Discovery>> discover(store::Reader& reader, FindingClass finding, const Horizon& horizon, std::int64_t limit,
                                        ResourceId after);

struct OpenFinding {
  FindingId id;
  WorkItemId work_item;
  std::int64_t subject = 0;
};
/// Open findings of a class whose cause is gone.
Result<std::vector<OpenFinding>> find_gone(store::Reader& reader, FindingClass finding, std::int64_t limit);
/// Open findings about a subject, of one class.
Result<std::vector<OpenFinding>> find_open_findings(store::Reader& reader, FindingClass finding, std::int64_t subject);

Result<void> insert_finding(store::UnitOfWork& work, FindingId id, const Discovery& discovery, WorkItemId item, Instant at);
Result<bool> has_finding(store::Reader& reader, FindingClass finding, std::int64_t subject, std::int64_t other);
Result<void> close_finding(store::UnitOfWork& work, WorkItemId item);
/// What went away by itself was explained by nobody: found again, it is a new finding.
Result<void> forget_finding(store::UnitOfWork& work, WorkItemId item);
Result<std::vector<std::pair<std::string, std::int64_t>>> count_open_findings(store::Reader& reader);

struct RunRow {
  std::int64_t key = 0;
  Instant started_at;
  std::optional<Instant> ended_at;
  std::int64_t found = 0, resolved = 0, unexplained = 0;
  std::string counts;  ///< JSON: class code -> open findings
};
Result<void> save_run(store::UnitOfWork& work, const RunRow& run);
Result<std::optional<RunRow>> find_last_run(store::Reader& reader);

}  // namespace charta::expected_records
