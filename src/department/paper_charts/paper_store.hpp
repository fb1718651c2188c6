// SPDX-License-Identifier: Apache-2.0
// The SQL of the file room: the only file that names its tables.
#pragma once
#include "department/paper_charts/requisition.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::paper_charts {

/// A volume with the words of where it is: all that the answer to a scan says of it.
struct VolumeRow {
  Volume volume;
  std::string place, place_kind, home;
};

struct MovementRow {
  Movement movement;
  std::string from, to, to_kind;
};

struct Appointment {
  ResourceId id;
  PatientId patient;
  Instant at;
  std::string clinic;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

struct Look {
  std::int64_t key = 0;
  VolumeId volume;
  WorkItemId item;
  std::string spot, note;
  UserId by;
  Instant at;
  bool found = false;
};

struct PlaceFilter {
  std::optional<PlaceId> parent;
  std::string text, kind;  ///< text: folded, in the path
  std::int64_t limit = 50;
};

class PaperStore {
 public:
  // Places.
  Result<void> add_place(store::UnitOfWork& work, const Place& place) const;
  /// False when its version is not `expected` any more.
  Result<bool> save_place(store::UnitOfWork& work, const Place& place, std::int64_t expected) const;
  Result<std::optional<Place>> place(store::Reader& reader, PlaceId place) const;
  Result<std::optional<Place>> place_by_barcode(store::Reader& reader, std::string_view barcode) const;
  Result<std::optional<Place>> place_by_code(store::Reader& reader, std::string_view code) const;
  Result<std::vector<Place>> places(store::Reader& reader, const PlaceFilter& filter) const;
  /// Open places that are one person's.
  Result<std::vector<Place>> places_of_people(store::Reader& reader) const;
  Result<std::vector<Place>> shelves(store::Reader& reader, PlaceId room) const;
  /// The shelf of a room on which a key stands, with the one before and the one behind; nothing before the first shelf.
  Result<std::vector<Place>> shelves_about(store::Reader& reader, PlaceId room, std::string_view key) const;
  Result<std::int64_t> volumes_in(store::Reader& reader, PlaceId place) const;
  Result<std::int64_t> open_places_in(store::Reader& reader, PlaceId place) const;
  Result<std::int64_t> open_requisitions_to(store::Reader& reader, PlaceId place) const;

  // Volumes.
  Result<void> add_volume(store::UnitOfWork& work, const Volume& volume) const;
  Result<bool> save_volume(store::UnitOfWork& work, const Volume& volume, std::int64_t expected) const;
  Result<std::optional<VolumeRow>> volume(store::Reader& reader, VolumeId volume) const;
  Result<std::optional<VolumeRow>> volume_by_barcode(store::Reader& reader, std::string_view barcode) const;
  Result<std::vector<VolumeRow>> of_patients(store::Reader& reader, const std::vector<PatientId>& patients) const;
  Result<bool> has_volumes(store::Reader& reader, PatientId patient) const;
  Result<std::vector<VolumeRow>> by_number(store::Reader& reader, std::string_view number, std::int64_t limit) const;
  Result<std::vector<VolumeRow>> in_place(store::Reader& reader, PlaceId place, std::int64_t limit, std::int64_t offset) const;
  Result<std::vector<VolumeRow>> overdue(store::Reader& reader, Instant now, std::int64_t limit, std::int64_t offset) const;
  struct LoanCounts {
    std::int64_t out = 0, overdue = 0;
  };
  Result<LoanCounts> loan_counts(store::Reader& reader, Instant now) const;
  /// Overdue volumes whose due time nobody was told of yet, for the clock.
  Result<std::vector<Volume>> overdue_unnoticed(store::Reader& reader, Instant now, std::int64_t limit) const;
  Result<void> notice_due(store::UnitOfWork& work, VolumeId volume, Instant due) const;
  /// With a due time, and under another rule than this one.
  Result<std::vector<Volume>> lent_to(store::Reader& reader, PlaceId place, std::string_view but_rule, std::int64_t limit) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;

  // Movements: added, never changed.
  Result<void> add_movement(store::UnitOfWork& work, const Movement& movement) const;
  Result<std::vector<MovementRow>> movements(store::Reader& reader, VolumeId volume, std::int64_t limit) const;
  Result<std::optional<Movement>> scanned_before(store::Reader& reader, std::string_view device, std::int64_t number) const;
  /// What was handled in one batch, in order.
  Result<std::vector<Movement>> batch(store::Reader& reader, std::int64_t batch, std::int64_t limit) const;

  // Requisitions.
  Result<void> add_requisition(store::UnitOfWork& work, const Requisition& requisition) const;
  Result<void> save_requisition(store::UnitOfWork& work, const Requisition& requisition) const;
  Result<std::optional<Requisition>> requisition(store::Reader& reader, RequisitionId requisition) const;
  Result<std::vector<Requisition>> open_of_volume(store::Reader& reader, VolumeId volume) const;
  Result<std::vector<Requisition>> open_of_cause(store::Reader& reader, ResourceId cause) const;
  /// Asked for there, and not pulled yet.
  Result<std::vector<Requisition>> waiting_for(store::Reader& reader, PlaceId place) const;
  /// Open ones needed until then; `deliver_to` unset: everywhere.
  Result<std::vector<PullLine>> open_lines(store::Reader& reader, Instant needed_until, PlaceId deliver_to,
                                           std::int64_t limit) const;
  Result<std::vector<Requisition>> asked_between(store::Reader& reader, Instant from, Instant until, std::int64_t limit) const;

  // Appointments.
  Result<void> save_appointment(store::UnitOfWork& work, const Appointment& appointment) const;
  Result<void> close_appointment(store::UnitOfWork& work, ResourceId appointment) const;
  Result<std::optional<Appointment>> appointment(store::Reader& reader, ResourceId appointment) const;
  Result<std::vector<Appointment>> open_appointments(store::Reader& reader, Instant until, std::int64_t limit) const;

  // Looks: added, never changed.
  Result<void> add_look(store::UnitOfWork& work, const Look& look) const;
  Result<std::vector<Look>> looks(store::Reader& reader, WorkItemId item) const;
};

}  // namespace charta::paper_charts
