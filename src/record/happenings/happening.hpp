// SPDX-License-Identifier: Apache-2.0
// The typed things that happen to the record. Posted in the unit of work that makes them true; who reacts, in which order and
// when is one table in app/reactions.cpp.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace charta::happenings {

/// What rows about this carry, so that whoever may not see the subject does not see them (facility, sensitivity labels).
struct Marks {
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// Every write of a resource, whatever its door.
struct ResourceChanged {
  std::string type;
  ResourceId resource;
  std::int64_t version = 0;  ///< 1: created
  bool deleted = false;
  PatientId patient;
  std::string source;  ///< "hl7", "fhir", "desk", "import"
};
struct PatientRegistered {
  PatientId patient;
};
struct PatientChanged {
  PatientId patient;
};
/// The labels that a patient puts on everything in the record changed; the record's own rows follow in the same unit.
struct RecordRelabelled {
  PatientId patient;
  std::uint32_t removed = 0, added = 0;
};
struct PatientsLinked {
  PatientId survivor, absorbed;
  std::string kind{};     ///< "merge", "link" or "move"
  std::string reason{};   ///< coded
  std::string told_by{};  ///< the partner whose message said it; empty: somebody here decided it
};
struct PatientsUnlinked {
  PatientId survivor, absorbed;
  std::string kind{}, reason{}, told_by{};  ///< `kind`: of the link that ended
};
/// Pieces of a record stand with another patient now (A44, A45, a person's correction): one move, all that went with it.
struct RecordMoved {
  struct Piece {
    std::string type;
    ResourceId resource;
    Marks marks{};
  };
  PatientId from, to;
  std::vector<Piece> pieces;
  std::string told_by{};  ///< the message that said it; empty: somebody here decided it
};

struct EncounterStarted {
  ResourceId encounter;
  PatientId patient;
  std::string class_code;
  Instant at;
  Marks marks{};
};  ///< v3 ActCode: IMP, AMB, EMER
struct EncounterMoved {
  ResourceId encounter;
  PatientId patient;
  std::string location;
  Instant at;
};
struct EncounterEnded {
  ResourceId encounter;
  PatientId patient;
  std::string class_code;
  Instant at;
  Marks marks{};
};
struct EncounterCancelled {
  ResourceId encounter;
  PatientId patient;
};  ///< A11
struct EncounterReopened {
  ResourceId encounter;
  PatientId patient;
};  ///< A13
struct AppointmentBooked {
  ResourceId appointment;
  PatientId patient;
  Instant at;
  std::string service_code;
  Marks marks{};
};
struct AppointmentCancelled {
  ResourceId appointment;
  PatientId patient;
};

/// The keys by which a document finds the order that promised it.
struct OrderKeys {
  std::string placer_assigner, placer;                     ///< ORC-2
  std::string filler_assigner, filler;                     ///< ORC-3
  std::string service_system, service_code, service_text;  ///< OBR-4
  std::optional<Instant> service_at;                       ///< OBR-7, else ORC-9
};
struct OrderPlaced {
  ResourceId order;  ///< ServiceRequest
  PatientId patient;
  ResourceId encounter;
  OrderKeys keys;
  std::string priority;    ///< FHIR request-priority: routine, urgent, asap, stat
  std::string department;  ///< performing department code
  Instant ordered_at;
  Marks marks{};
  bool is_reinstated = false;  ///< it was cancelled before, and is not any more
};
struct OrderCancelled {
  ResourceId order;
  PatientId patient;
  std::string reason;
};

/// A document or report stands in a patient's chart (or changed there). Status: FHIR composition-status plus what TXA-17 adds.
struct DocumentFiled {
  ResourceId document;  ///< DocumentReference or DiagnosticReport
  PatientId patient;
  ResourceId encounter;
  OrderKeys keys;
  std::string type_system, type_code;  ///< LOINC where known
  std::string completion;              ///< table 0271: DI, DO, IP, IN, PA, AU, LA; for ORU: P, F, C, X as received
  Instant at;
  bool replaces_earlier = false;
  std::string
      document_number{};         ///< TXA-12 unique document number, DocumentReference.masterIdentifier; empty when none was given
  std::string content_digest{};  ///< hex SHA-256 of the document's own bytes; empty when it has none
  std::string mrn_assigner{};    ///< of the PID-3 by which it came, as an identifier system; empty when it came otherwise
  Marks marks{};
  std::string resource_type{};  ///< "DocumentReference" or "DiagnosticReport"; empty: the first
};
struct DocumentWithdrawn {
  ResourceId document;
  PatientId patient;
};

using Happening =
    std::variant<ResourceChanged, PatientRegistered, PatientChanged, RecordRelabelled, PatientsLinked, PatientsUnlinked, RecordMoved,
                 EncounterStarted, EncounterMoved, EncounterEnded, EncounterCancelled, EncounterReopened, AppointmentBooked,
                 AppointmentCancelled, OrderPlaced, OrderCancelled, DocumentFiled, DocumentWithdrawn>;

std::string_view name_of(const Happening& happening);

/// Runs reactions first in, first out inside the posting unit; what a reaction posts is queued behind. Depth is bounded (a loop
/// is a defect and fails the unit). Long work belongs in a job that the reaction writes.
class Bus {
 public:
  using Reaction = std::function<Result<void>(store::UnitOfWork&, const Happening&)>;

  /// At start-up only, in the order in which they shall run.
  void on(std::string_view happening, std::string name, Reaction reaction);
  Result<void> post(store::UnitOfWork& work, Happening happening) const;
  struct Row {
    std::string happening, name;
  };
  std::vector<Row> table() const;

 private:
  struct Subscription {
    std::string happening, name;
    Reaction reaction;
  };
  Result<void> react(store::UnitOfWork& work, const Happening& happening) const;

  std::vector<Subscription> subscriptions_;
};

}  // namespace charta::happenings
