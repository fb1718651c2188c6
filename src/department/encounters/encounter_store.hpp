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
  ResourceId merged_into;  ///< the encounter that stands for this one (A42); unset: it stands for itself
  PatientId moved_from;    ///< the record that it stood with before it was moved here (A44, A45, a person)
};

enum class NumberKind { visit, account };
std::string_view number_kind_code(NumberKind kind);

/// That a number of a patient is given up for another.
struct NumberLink {
  std::int64_t key = 0;
  NumberKind kind = NumberKind::visit;
  PatientId patient;
  hl7v2_fhir::EntityId survivor, absorbed;
  Instant from;
  std::optional<Instant> until;
  std::string reason, ended_reason;
};

class EncounterStore {
 public:
  Result<std::optional<VisitRow>> find(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<VisitRow>> by_number(store::Reader& reader, const hl7v2_fhir::EntityId& number, PatientId patient) const;
  Result<std::vector<VisitRow>> by_account(store::Reader& reader, const hl7v2_fhir::EntityId& account, PatientId patient) const;
  Result<std::vector<VisitRow>> of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const;
  /// Visits that somebody who stands without the server asks about: in progress (outpatients that began since `recent` only), ended
  /// since `recent`, planned to begin until `expected`. The newest event first.
  Result<std::vector<VisitRow>> around_now(store::Reader& reader, Instant recent, Instant expected, std::int64_t limit) const;
  Result<void> save(store::UnitOfWork& work, const VisitRow& row) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<void> remove(store::UnitOfWork& work, ResourceId encounter) const;
  Result<void> set_merged_into(store::UnitOfWork& work, ResourceId encounter, ResourceId survivor) const;
  Result<void> set_moved_from(store::UnitOfWork& work, ResourceId encounter, PatientId from) const;

  /// With their history, the newest last.
  Result<std::vector<NumberLink>> number_links(store::Reader& reader, PatientId patient, NumberKind kind) const;
  Result<void> add_number_link(store::UnitOfWork& work, const NumberLink& link) const;
  Result<void> end_number_link(store::UnitOfWork& work, std::int64_t key, Instant at, std::string_view reason) const;
};

}  // namespace charta::encounters
