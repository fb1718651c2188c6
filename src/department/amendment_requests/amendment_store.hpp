// SPDX-License-Identifier: Apache-2.0
// The SQL of requests to amend the record: the only file that names its tables.
#pragma once
#include "department/amendment_requests/amendment.hpp"
#include "store/store.hpp"

#include <set>
#include <vector>

namespace charta::amendment_requests {

struct AmendmentLetter {
  AmendmentLetterId id;
  AmendmentId request;
  std::string kind, title;
  Instant made_at;
  UserId made_by;
  std::string body, rule;
};

class AmendmentStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Amendment& request) const;
  /// Everything that changes once it was received.
  Result<void> update(store::UnitOfWork& work, const Amendment& request) const;
  Result<std::optional<Amendment>> find(store::Reader& reader, AmendmentId request) const;
  Result<std::optional<Amendment>> of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<Amendment>> of_patient(store::Reader& reader, PatientId patient) const;  ///< the newest first
  Result<std::vector<Amendment>> of_document(store::Reader& reader, ResourceId document) const;
  Result<std::vector<Amendment>> open(store::Reader& reader, std::int64_t most) const;  ///< what is due first
  Result<std::vector<Amendment>> received_between(store::Reader& reader, Date from, Date until, std::int64_t most) const;
  /// Documents with which a request of this record is linked.
  Result<std::set<ResourceId>> linked_documents(store::Reader& reader, PatientId patient) const;

  Result<void> link(store::UnitOfWork& work, AmendmentId request, const AmendmentDocument& document, UserId by, Instant at) const;
  Result<void> add_person(store::UnitOfWork& work, AmendmentId request, const PersonToInform& person) const;
  Result<void> informed(store::UnitOfWork& work, const PersonToInform& person) const;

  Result<void> add_letter(store::UnitOfWork& work, const AmendmentLetter& letter) const;
  Result<std::optional<AmendmentLetter>> letter(store::Reader& reader, AmendmentLetterId id) const;
  Result<std::vector<AmendmentLetter>> letters(store::Reader& reader, AmendmentId request) const;

  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;

 private:
  Result<void> add_parts(store::Reader& reader, Amendment& request) const;
  Result<std::vector<Amendment>> with_parts(store::Reader& reader, Result<std::vector<Amendment>> requests) const;
};

}  // namespace charta::amendment_requests
