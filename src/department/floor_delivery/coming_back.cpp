// SPDX-License-Identifier: Apache-2.0
// Paper that must not stay where it is, and what goes out again: discharges taken back, documents that are withheld or another's.
#include "department/floor_delivery/floor_service.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using store::UnitOfWork;

}  // namespace

/// What went to the loose queue with the discharge goes to the ward again, with the barcode that is on the paper.
Result<void> FloorService::stay_reopened(UnitOfWork& work, ResourceId encounter) {
  if (!begun_) return {};
  CHARTA_TRY(const auto visit, encounters_.encounter(work, encounter));
  CHARTA_TRY(const auto loose, loose_.take_back(work, encounter));
  const Place place = place_of(visit ? visit->location : std::string());
  for (const auto& one : loose) {
    CHARTA_TRY(const auto before, rows_.of_barcode(work, one.barcode));
    if (!before) continue;
    Delivery copy = *before;
    copy.replaces = before->id;
    copy.run = {};
    copy.ward = place.ward == nullptr ? std::string() : place.ward->code;
    copy.room = place.room;
    copy.patient = one.patient;
    const bool is_there = !copy.ward.empty() && copy.lies_at == copy.ward;
    copy.state = is_there ? "delivered" : "waiting";
    if (!is_there) copy.delivered_at.reset();
    copy.reason.clear();
    CHARTA_TRY(const auto made, make(work, std::move(copy)));
    if (made.copy != 0 && follower_) CHARTA_TRY_DO(follower_(work, system_, made, "again"));
  }
  return visit ? wanted_again(work, *visit) : Result<void>();
}

/// What nobody had printed when the patient left is wanted by the ward again.
Result<void> FloorService::wanted_again(UnitOfWork& work, const encounters::VisitRow& visit) {
  CHARTA_TRY(const auto left, rows_.left_unprinted(work, visit.patient, visit.encounter));
  for (const auto& one : left) {
    CHARTA_TRY(const auto copies, rows_.of_document(work, one.document));
    CHARTA_TRY(const auto document, printed(work, one.document));
    const bool stands = document && document->patient == one.patient && !is_withheld(*document);
    const bool was_wanted_again =
        std::any_of(copies.begin(), copies.end(), [&](const Delivery& other) { return other.replaces == one.id; });
    if (!stands || was_wanted_again || is_brought(copies, one.patient)) continue;
    const Place place = place_of(visit.location);
    Delivery copy = one;
    static_cast<CopiedDocument&>(copy) = *document;
    copy.encounter = visit.encounter;
    copy.replaces = one.id;
    copy.copy = document->version == one.version ? one.copy : 0;
    copy.ward = place.ward == nullptr ? std::string() : place.ward->code;
    copy.room = place.room;
    copy.state = "waiting";
    copy.reason.clear();
    copy.barcode.clear();
    CHARTA_TRY(const auto made, make(work, std::move(copy)));
    if (made.copy != 0 && follower_) CHARTA_TRY_DO(follower_(work, system_, made, "again"));
  }
  return {};
}

/// The ward's chart still holds it: somebody must take it out.
Result<void> FloorService::take_out(UnitOfWork& work, const Delivery& filed, FloorEvent event) {
  Delivery out = filed;
  out.replaces = filed.id;
  out.state = "recalling";
  out.reason = floor_event_reason(event);
  CHARTA_TRY_DO(make(work, std::move(out)));
  return {};
}

Result<void> FloorService::document_gone(UnitOfWork& work, ResourceId document, FloorEvent event) {
  if (!begun_) return {};
  CHARTA_TRY(const auto copies, rows_.of_document(work, document));
  for (const auto& one : copies) {
    if (one.is_open()) {
      CHARTA_TRY_DO(follow(work, one, event, {}));
    } else if (stands_in_a_folder(copies, one)) {
      CHARTA_TRY_DO(take_out(work, one, event));
    }
  }
  CHARTA_TRY(auto calls, call_rows_.open_of_document(work, document));
  for (auto& one : calls) {
    one.state = "withdrawn";
    CHARTA_TRY_DO(step_call(work, system_, one, "withdraw"));
  }
  return {};
}

/// Rows that tell of a document are for whose eyes the document is. What came by HL7 does so where it is filed.
Result<void> FloorService::follow_labels(UnitOfWork& work, const CopiedDocument& document, const std::vector<Delivery>& copies,
                                         const std::vector<StatCall>& calls) {
  const auto differs = [&](const CopiedDocument& one) {
    return one.facility != document.facility || one.sensitivity != document.sensitivity;
  };
  if (std::any_of(copies.begin(), copies.end(), differs))
    CHARTA_TRY_DO(rows_.move(work, document.document, document.patient, document.facility, document.sensitivity));
  if (std::any_of(calls.begin(), calls.end(), differs))
    CHARTA_TRY_DO(call_rows_.move(work, document.document, document.patient, document.facility, document.sensitivity));
  for (const auto& one : copies)
    if (differs(one)) CHARTA_TRY_DO(worklists_.relabel_one(work, one.item, document.facility, document.sensitivity));
  for (const auto& one : calls)
    if (differs(one)) CHARTA_TRY_DO(worklists_.relabel_one(work, one.item, document.facility, document.sensitivity));
  return {};
}

/// What is withheld is brought back and told to nobody; found right, it goes out again.
Result<void> FloorService::document_changed(UnitOfWork& work, const happenings::ResourceChanged& changed) {
  const bool is_document = changed.type == "DocumentReference" || changed.type == "DiagnosticReport";
  const bool is_told_elsewhere = changed.source == "hl7" || changed.source == "move";
  if (!begun_ || !is_document || changed.version < 2 || is_told_elsewhere) return {};
  CHARTA_TRY(const auto copies, rows_.of_document(work, changed.resource));
  CHARTA_TRY(const auto calls, call_rows_.open_of_document(work, changed.resource));
  const bool is_looked_at = changed.source == "quarantine";
  if (copies.empty() && calls.empty() && !is_looked_at) return {};
  CHARTA_TRY(const auto document, printed(work, changed.resource));
  if (!document) return {};
  CHARTA_TRY_DO(follow_labels(work, *document, copies, calls));
  if (!is_looked_at) return {};
  if (is_withheld(*document)) return document_gone(work, changed.resource, FloorEvent::withheld);
  CHARTA_TRY(const auto call, call_rows_.newest_of_document(work, document->patient, document->document));
  if ((copies.empty() && !call) || is_brought(copies, document->patient)) return {};
  return bring(work, *document, DeliveryId(), call ? std::optional(call->state == "withdrawn") : std::nullopt);
}

/// Paper with the wrong person's name on it is brought back, wherever it is; whose it is, their ward has it and is told.
Result<void> FloorService::record_moved(UnitOfWork& work, const happenings::RecordMoved& moved) {
  if (!begun_) return {};
  for (const auto& piece : moved.pieces) {
    if (piece.type != "DocumentReference" && piece.type != "DiagnosticReport") continue;
    CHARTA_TRY_DO(piece_moved(work, moved, piece));
  }
  return {};
}

Result<void> FloorService::piece_moved(UnitOfWork& work, const happenings::RecordMoved& moved,
                                       const happenings::RecordMoved::Piece& piece) {
  CHARTA_TRY(const auto call, call_rows_.newest_of_document(work, moved.from, piece.resource));
  CHARTA_TRY_DO(document_gone(work, piece.resource, FloorEvent::moved_to_another));
  CHARTA_TRY_DO(rows_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
  CHARTA_TRY_DO(call_rows_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
  CHARTA_TRY(const auto copies, rows_.of_document(work, piece.resource));
  CHARTA_TRY(auto document, printed(work, piece.resource));
  if (!document || is_withheld(*document) || (copies.empty() && !call)) return {};
  CHARTA_TRY(const auto stay, encounters_.encounter(work, document->encounter));
  if (!stay || stay->patient != moved.to) {  // it stood in a visit of the other's: it goes where its patient is
    CHARTA_TRY(const auto current, encounters_.current(work, moved.to));
    document->encounter = current ? current->encounter : ResourceId();
  }
  // Whoever was told of it was told of somebody else.
  const bool is_told = call && call->state != "excused";
  return bring(work, *document, DeliveryId(), is_told ? std::optional(true) : std::nullopt);
}

}  // namespace charta::floor_delivery
