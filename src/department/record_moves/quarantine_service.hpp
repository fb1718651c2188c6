// SPDX-License-Identifier: Apache-2.0
// Said to be of the wrong patient: withheld at once, with a tombstone and the list of who saw it, until it is brought home or
// found right. Source: 45 CFR 164.530(f) (mitigation); AHIMA, Managing Misfiled Records.
#pragma once
#include "department/chart/chart_service.hpp"
#include "department/record_moves/move_service.hpp"
#include "department/record_moves/quarantine_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::record_moves {

class QuarantineService {
 public:
  QuarantineService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                    chart::ChartService& chart, MoveService& moves, ledger::Ledger& ledger, const Clock& clock, KeySource& keys)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        moves_(moves),
        ledger_(ledger),
        clock_(clock),
        keys_(keys) {}

  // For departments, in their unit; permission is theirs to ask.
  /// The document or report and what belongs to it. What is withheld already stays so: the quarantine that stands is answered.
  /// Errors: `not_found`, `business_rule` (of a type that does not move alone; it stands with no patient).
  Result<Quarantine> withhold(store::UnitOfWork& work, const access::Actor& actor, ResourceId resource, const std::string& reason,
                              const std::string& note) const;
  /// It is right where it stands. Nothing happens when it is not withheld.
  Result<void> release(store::UnitOfWork& work, const access::Actor& actor, ResourceId resource) const;
  Result<std::optional<Quarantine>> open_of(store::Reader& reader, ResourceId resource) const;
  /// Reaction: the move took the label off; the tombstone says how it ended.
  Result<void> on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) const;

  // For people.
  /// What was withheld in this record, the newest first, whoever may see the record: a tombstone names no title.
  Result<std::vector<Quarantine>> of_patient(const access::Actor& actor, PatientId patient) const;
  /// Who saw, printed or was given what is withheld, from the ledger; the newest first. Errors: `not_found`, `forbidden`.
  Result<std::vector<SeenMeanwhile>> seen(const access::Actor& actor, QuarantineId quarantine) const;

 private:
  Result<void> label(store::UnitOfWork& work, const access::Actor& actor, const resources::StoredResource& stored,
                     bool withheld) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  MoveService& moves_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
};

}  // namespace charta::record_moves
