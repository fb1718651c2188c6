// SPDX-License-Identifier: Apache-2.0
// The SQL of encounters: the only file that names encounter_visit.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "store/store.hpp"

namespace charta::encounters {

/// What the department asks of an encounter without reading the resource.
struct VisitRow {
  ResourceId encounter;
  std::string fhir_id;
  hl7v2_fhir::EntityId number, account;
  PatientId patient;
  std::string class_code, status, location;
  std::optional<Instant> started_at, ended_at;
  Instant last_event_at;
  std::int64_t version = 0;  ///< of the Encounter resource
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

class EncounterStore {
 public:
  Result<std::optional<VisitRow>> find(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<VisitRow>> by_number(store::Reader& reader, const hl7v2_fhir::EntityId& number, PatientId patient) const;
  Result<std::vector<VisitRow>> by_account(store::Reader& reader, const hl7v2_fhir::EntityId& account, PatientId patient) const;
  Result<std::vector<VisitRow>> of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const;
  Result<void> save(store::UnitOfWork& work, const VisitRow& row) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<void> remove(store::UnitOfWork& work, ResourceId encounter) const;
};

}  // namespace charta::encounters
