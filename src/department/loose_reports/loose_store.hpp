// SPDX-License-Identifier: Apache-2.0
// The SQL of loose reports: the only file that names loose_report and filing_proof.
#pragma once
#include "department/loose_reports/loose_report.hpp"
#include "store/store.hpp"

namespace charta::loose_reports {

class LooseStore {
 public:
  Result<void> add(store::UnitOfWork& work, const LooseReport& report) const;
  Result<void> close(store::UnitOfWork& work, LooseReportId report, Instant at) const;
  Result<std::optional<LooseReport>> find(store::Reader& reader, LooseReportId report) const;
  Result<std::optional<LooseReport>> of_item(store::Reader& reader, WorkItemId item) const;
  /// The newest with this barcode, open ones first.
  Result<std::optional<LooseReport>> of_barcode(store::Reader& reader, std::string_view barcode) const;
  Result<std::vector<LooseReport>> open_of_encounter(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<LooseReport>> open_of_document(store::Reader& reader, ResourceId document) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;
  /// What is loose of a document that stands with another patient now.
  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                    access::SensitivityMask sensitivity) const;

  Result<void> add_proof(store::UnitOfWork& work, const FilingProof& proof) const;
  Result<std::vector<FilingProof>> proofs_of(store::Reader& reader, ResourceId document) const;
};

}  // namespace charta::loose_reports
