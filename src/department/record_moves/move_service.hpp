// SPDX-License-Identifier: Apache-2.0
// Bringing a visit or a document to the right number, and back: by a message (A44, A45) or by a person.
#pragma once
#include "base/clock.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_moves/move_store.hpp"
#include "record/access/actor.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "record/resources/resource_service.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::record_moves {

/// What is to be brought from whom to whom.
struct MoveOrder {
  PatientId from, to;  ///< the same: only the account of the visits changes
  std::vector<ResourceId> chosen;
  std::string origin = "desk", reason, note;
  MessageId message;
  hl7v2_fhir::EntityId account;  ///< of the visits from now on; empty: as it is
};

/// Worked out on a snapshot: the new versions, and the trace.
struct PreparedMove {
  RecordMove move;
  std::vector<resources::Prepared> writes;
};

/// Somebody who saw, printed or was given a moved piece while it stood with the wrong patient.
struct SeenMeanwhile {
  UserId user;
  std::string workstation, act, type, id;
  Instant at;
  EntryId entry;
};

class MoveService {
 public:
  MoveService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
              ledger::Ledger& ledger, const happenings::Bus& bus, const Clock& clock, KeySource& keys)
      : store_(store), resources_(resources), index_(index), ledger_(ledger), bus_(bus), clock_(clock), keys_(keys) {}

  // For messages and other departments: permission is theirs to ask.
  /// Errors: `business_rule` (a chosen piece does not stand with `from`), `not_found`.
  Result<PreparedMove> prepare(store::Reader& reader, const MoveOrder& order) const;
  /// In the unit. Errors: `version_conflict` (a piece changed since it was read).
  Result<void> carry_out(store::UnitOfWork& work, const access::Actor& actor, PreparedMove& move) const;

  // For people: link-patients, and both records open to them.
  /// What would go along, without anything being done. Errors: `not_found`, `forbidden`.
  Result<std::vector<Piece>> preview(const access::Actor& actor, std::string_view type, std::string_view id) const;
  struct Command {
    std::string type, id;
    PatientId to;
    std::string reason, note;
  };
  /// Errors: `missing` (type, id, reason), `business_rule` (a type that does not move alone; stands there already).
  Result<RecordMove> move(const access::Actor& actor, const Command& command) const;
  /// Brings everything back that the move brought and that still stands there, as a move of its own.
  /// Errors: `business_rule` (taken back already; a piece was moved on since).
  Result<RecordMove> take_back(const access::Actor& actor, MoveId move, const std::string& reason, const std::string& note) const;
  /// What came to this record and what left it.
  Result<std::vector<RecordMove>> of_patient(const access::Actor& actor, PatientId patient) const;
  Result<RecordMove> find(const access::Actor& actor, MoveId move) const;
  /// Who saw or received the pieces before the move, from the ledger; the newest first.
  Result<std::vector<SeenMeanwhile>> seen_meanwhile(const access::Actor& actor, MoveId move) const;

  /// A piece and everything that a move would take along with it, the piece first.
  Result<std::vector<resources::StoredResource>> with_belongings(store::Reader& reader,
                                                                 const resources::StoredResource& stored) const;

  /// The same by pieces, for whoever lists contaminated copies.
  Result<std::vector<SeenMeanwhile>> seen(store::Reader& reader, const std::vector<Piece>& pieces,
                                          std::optional<Instant> until) const;

 private:
  Result<std::vector<resources::StoredResource>> record_of(store::Reader& reader, PatientId patient) const;
  Result<std::string> reference_to(store::Reader& reader, PatientId patient) const;
  Result<std::vector<resources::StoredResource>> choose(store::Reader& reader, const MoveOrder& order,
                                                        std::set<std::string>& going) const;
  Result<resources::StoredResource> chosen(const access::Actor& actor, std::string_view type, std::string_view id) const;
  Result<resources::Prepared> rewrite(const resources::StoredResource& stored, const MoveOrder& order, const std::string& from,
                                      const std::string& to, const std::set<std::string>& going, const Piece* undone,
                                      std::string& left_behind) const;
  Result<PreparedMove> prepare_undo(store::Reader& reader, const RecordMove& done, const std::string& reason,
                                    const std::string& note) const;
  Result<RecordMove> finish(const access::Actor& actor, PreparedMove& move) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  const happenings::Bus& bus_;
  const Clock& clock_;
  KeySource& keys_;
};

/// Types that a person may move: a visit with all that belongs to it, a document, a report, an order, an appointment.
bool may_move(std::string_view type);

}  // namespace charta::record_moves
