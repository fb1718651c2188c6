// SPDX-License-Identifier: Apache-2.0
// Admission, discharge, transfer: who is where.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "department/encounters/encounter_store.hpp"
#include "department/encounters/visit.hpp"
#include "record/access/actor.hpp"
#include "record/happenings/happening.hpp"
#include "record/resources/resource_service.hpp"
#include "store/store.hpp"

namespace charta::encounters {

/// An ADT event made ready before the writer is entered.
struct PreparedVisit {
  VisitAct act = VisitAct::none;
  Visit visit;
  std::optional<VisitRow> before;             ///< what stood when it was read
  VisitRow after;
  std::optional<resources::Prepared> prepared;  ///< absent: the event changes nothing (it is older than what stands)
  std::string note;                           ///< in words, for the message browser
};

class EncounterService {
 public:
  EncounterService(resources::ResourceService& resources, const happenings::Bus& bus, const Clock& clock)
      : resources_(resources), bus_(bus), clock_(clock) {}

  /// The encounter of a message, by visit number, else account number of this patient; `same_person`: the records linked with it.
  /// Numbers that are linked are one, and a merged visit is the one that stands for it. Errors: `business_rule` with location
  /// "hold:visit-was-moved" (it stood with this patient, and stands with another now).
  Result<std::optional<VisitRow>> find(store::Reader& reader, const Visit& visit, PatientId patient,
                                       std::span<const PatientId> same_person = {}) const;
  /// Every visit of these records under a visit or account number, linked numbers among them.
  Result<std::vector<VisitRow>> under(store::Reader& reader, NumberKind kind, const hl7v2_fhir::EntityId& number,
                                      std::span<const PatientId> records) const;
  /// The visits under a number, whosever they are.
  Result<std::vector<VisitRow>> holders(store::Reader& reader, NumberKind kind, const hl7v2_fhir::EntityId& number) const;
  /// Errors: `business_rule` with location "hold:visit-not-known" (a cancellation of a visit nobody announced) or
  /// "hold:discharge-not-known" (the discharge that is taken back has not come).
  Result<PreparedVisit> prepare(store::Reader& reader, const hl7v2::Message& message, const hl7v2_fhir::Sender& sender, PatientId patient,
                                std::string_view patient_reference, int facility, access::SensitivityMask sensitivity,
                                std::span<const PatientId> same_person = {}) const;
  /// In the unit. Errors: `version_conflict` with location "prepare-again" when the encounter moved since it was read.
  Result<ResourceId> file(store::UnitOfWork& work, const access::Actor& actor, PreparedVisit& visit) const;

  /// Reaction: an Encounter that came through another door is indexed and its happenings are posted.
  Result<void> on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) const;

  // Numbers that are given up for others (A41, A42, A49, A50): links with a history; encounters keep their numbers.
  Result<std::vector<NumberLink>> number_links(store::Reader& reader, PatientId patient, NumberKind kind) const {
    return rows_.number_links(reader, patient, kind);
  }
  /// `number` and every number that is linked with it for these records, itself first.
  Result<std::vector<hl7v2_fhir::EntityId>> linked_numbers(store::Reader& reader, NumberKind kind, const hl7v2_fhir::EntityId& number,
                                                           std::span<const PatientId> records) const;
  /// In the unit. `going`, `staying`: the visits under the two numbers; where both are set, the second stands for the first.
  /// Errors: `business_rule` (linked already).
  Result<void> link_numbers(store::UnitOfWork& work, const NumberLink& link, ResourceId going, ResourceId staying) const;
  /// Errors: `business_rule` (not linked).
  Result<void> unlink_numbers(store::UnitOfWork& work, const NumberLink& link) const;

  /// Reaction: visits that were moved stand with their new record.
  Result<void> on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) const;
  /// Reaction: the visits of a patient follow the labels of the record.
  Result<void> on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed) const {
    return rows_.relabel(work, changed.patient, changed.removed, changed.added);
  }

  Result<std::optional<VisitRow>> encounter(store::Reader& reader, ResourceId encounter) const { return rows_.find(reader, encounter); }
  Result<std::vector<VisitRow>> of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const { return rows_.of_patient(reader, patient, limit); }
  /// Where the patient is now: the newest encounter in progress.
  Result<std::optional<VisitRow>> current(store::Reader& reader, PatientId patient) const;

 private:
  Result<std::vector<VisitRow>> rows_under(store::Reader& reader, const Visit& visit, PatientId patient) const;
  Result<std::optional<VisitRow>> standing_for(store::Reader& reader, VisitRow row) const;
  Result<void> post_changes(store::UnitOfWork& work, const std::optional<VisitRow>& before, const VisitRow& after) const;

  resources::ResourceService& resources_;
  const happenings::Bus& bus_;
  const Clock& clock_;
  EncounterStore rows_;
};

/// The row of an Encounter resource. Pure.
VisitRow row_of(json::Value encounter);

}  // namespace charta::encounters
