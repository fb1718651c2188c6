// SPDX-License-Identifier: Apache-2.0
// An overlay taken apart: frozen, sorted by its sources, split, and everybody found who holds a contaminated copy.
#pragma once
#include "department/overlay_repair/overlay.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_moves/move_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <string>
#include <vector>

namespace charta::overlay_repair {

/// What other departments know; wired in app/.
struct OverlayQuestions {
  std::function<Result<std::vector<Witness>>(store::Reader&, PatientId)> witnesses;
  std::function<Result<std::vector<Piece>>(store::Reader&, PatientId)> pieces;
};

struct OverlayDetail {
  worklists::WorkItem item;
  patient_index::PatientHit record;
  Sides sides;
};

/// Somebody who saw, printed or was given something of the record while it held two persons.
struct CopyHolder {
  UserId user;
  std::string workstation, act;
  std::int64_t times = 0;
  Instant first, last;
};

/// What is brought to a record of its own: one that is known, or a new one.
struct Split {
  std::vector<std::pair<std::string, std::string>> pieces;  ///< type and FHIR id; what belongs to them goes along
  PatientId to;                                             ///< unset: `person` is registered
  std::string person;                                       ///< a FHIR Patient
  std::string note;
  std::int64_t version = 0;
};

class OverlayService {
 public:
  OverlayService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                 record_moves::MoveService& moves, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                 OverlayQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        moves_(moves),
        worklists_(worklists),
        ledger_(ledger),
        questions_(std::move(questions)) {}

  /// At start-up: the queue `overlay`.
  void declare();

  /// Freezes the record at once and opens the item. Errors: `business_rule` (frozen already), `missing` (reason).
  Result<worklists::WorkItem> suspect(const access::Actor& actor, PatientId patient, const std::string& reason,
                                      const std::string& note);
  Result<OverlayDetail> detail(const access::Actor& actor, WorkItemId item);
  /// One unit: the new record (when there is to be one), the moves, the step of the item. Answers the record that received them.
  /// Errors: `missing` (pieces), `business_rule` (not of this record), `version_conflict`.
  Result<PatientId> split(const access::Actor& actor, WorkItemId item, const Split& split);
  /// From the first message of another person on, or from the record's beginning where none says. The newest first.
  Result<std::vector<CopyHolder>> copies(const access::Actor& actor, WorkItemId item);

 private:
  Result<worklists::WorkItem> item_of(const access::Actor& actor, WorkItemId item);
  Result<Sides> sides_of(store::Reader& reader, PatientId patient) const;
  Result<PatientId> receiver(store::UnitOfWork& work, const access::Actor& actor, const Split& split, int facility);
  Result<void> bring(store::UnitOfWork& work, const access::Actor& actor, PatientId from, PatientId to, const Split& split);
  Result<void> set_frozen(store::UnitOfWork& work, const access::Actor& actor, PatientId patient, bool frozen);
  Result<void> check_moved(store::UnitOfWork& work, const worklists::WorkItem& item) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  record_moves::MoveService& moves_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  OverlayQuestions questions_;
};

}  // namespace charta::overlay_repair
