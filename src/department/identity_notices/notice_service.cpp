// SPDX-License-Identifier: Apache-2.0
#include "department/identity_notices/notice_service.hpp"

namespace charta::identity_notices {

using namespace happenings;

void NoticeService::subscribe(Bus& bus) {
  bus.on("patients_linked", "identity_notices",
         [this](store::UnitOfWork& work, const Happening& it) { return linked(work, std::get<PatientsLinked>(it)); });
  bus.on("patients_unlinked", "identity_notices",
         [this](store::UnitOfWork& work, const Happening& it) { return unlinked(work, std::get<PatientsUnlinked>(it)); });
  bus.on("record_moved", "identity_notices",
         [this](store::UnitOfWork& work, const Happening& it) { return moved(work, std::get<RecordMoved>(it)); });
}

Result<patient_index::Person> NoticeService::person(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(auto found, index_.rows().person(reader, patient));
  if (!found) return fail(ErrorKind::not_found, "no patient record " + patient.text());
  return std::move(*found);
}

Result<void> NoticeService::tell(store::UnitOfWork& work, PatientId patient, Print print) {
  CHARTA_TRY(const auto partners, partners_.told(work, "identity"));
  for (const auto& partner : partners) {
    partners::OutboxMessage message;
    message.partner = partner.id;
    message.patient = patient;
    message.control_id = print_key(keys_.next_key());
    message.bytes = print({partner.application, partner.facility_name, message.control_id, clock_.now()});
    CHARTA_TRY_DO(partners_.enqueue(work, message));
  }
  return {};
}

Result<void> NoticeService::linked(store::UnitOfWork& work, const PatientsLinked& linked) {
  if (!linked.told_by.empty() || linked.kind == "link") return {};
  CHARTA_TRY(const auto survivor, person(work, linked.survivor));
  CHARTA_TRY(const auto absorbed, person(work, linked.absorbed));
  return tell(work, linked.survivor, [&](const Heading& heading) { return print_merge(heading, survivor, absorbed); });
}

Result<void> NoticeService::unlinked(store::UnitOfWork& work, const PatientsUnlinked& unlinked) {
  if (!unlinked.told_by.empty()) return {};
  CHARTA_TRY(const auto survivor, person(work, unlinked.survivor));
  CHARTA_TRY(const auto absorbed, person(work, unlinked.absorbed));
  return tell(work, unlinked.survivor, [&](const Heading& heading) { return print_unlink(heading, survivor, absorbed); });
}

/// Only what other systems know by a number of its own: visits.
Result<void> NoticeService::moved(store::UnitOfWork& work, const RecordMoved& moved) {
  if (!moved.told_by.empty() || moved.from == moved.to) return {};
  CHARTA_TRY(const auto from, person(work, moved.from));
  CHARTA_TRY(const auto to, person(work, moved.to));
  for (const auto& piece : moved.pieces) {
    if (piece.type != "Encounter") continue;
    CHARTA_TRY(const auto visit, encounters_.encounter(work, piece.resource));
    if (!visit || visit->number.empty()) continue;
    const VisitNumbers numbers{visit->number, visit->account, visit->class_code};
    CHARTA_TRY_DO(tell(work, moved.to, [&](const Heading& heading) { return print_visit_move(heading, from, to, numbers); }));
  }
  return {};
}

}  // namespace charta::identity_notices
