// SPDX-License-Identifier: Apache-2.0
// A patient's chart as a Continuity of Care Document, for whoever may export it.
#pragma once
#include "base/clock.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/access/actor.hpp"
#include "record/ledger/ledger.hpp"
#include "record/resources/resource_service.hpp"
#include "store/store.hpp"

#include <string>

namespace charta::clinical_documents {

class CcdService {
 public:
  CcdService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
             ledger::Ledger& ledger, const Clock& clock)
      : store_(store), resources_(resources), index_(index), ledger_(ledger), clock_(clock) {}

  /// The document, with everything of this person that the actor may see, linked records included. The export is in the ledger
  /// before the answer. Errors: `forbidden`, `not_found`.
  Result<std::string> of_patient(const access::Actor& actor, PatientId patient);

 private:
  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace charta::clinical_documents
