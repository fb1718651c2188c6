// SPDX-License-Identifier: Apache-2.0
// What happens to documents and patients, and what follows for the copies on the floor. Each runs in the unit of the happening.
#include "department/floor_delivery/floor_service.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using store::UnitOfWork;

template <class Kind, class React>
happenings::Bus::Reaction on_floor(React react) {
  return [react](UnitOfWork& work, const happenings::Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

bool is_in_the_house(std::string_view status) {
  return status == "in-progress" || status == "arrived" || status == "triaged" || status == "onleave";
}

}  // namespace

void FloorService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("document_filed", "floor_delivery.on_filed",
         on_floor<DocumentFiled>([this](UnitOfWork& work, const DocumentFiled& one) { return document_filed(work, one); }));
  bus.on("document_withdrawn", "floor_delivery.on_withdrawn",
         on_floor<DocumentWithdrawn>([this](UnitOfWork& work, const DocumentWithdrawn& one) {
           return document_gone(work, one.document, FloorEvent::withdrawn);
         }));
  bus.on("encounter_moved", "floor_delivery.on_moved",
         on_floor<EncounterMoved>(
             [this](UnitOfWork& work, const EncounterMoved& one) { return patient_moved(work, one.encounter, one.location); }));
  bus.on("encounter_ended", "floor_delivery.on_ended",
         on_floor<EncounterEnded>([this](UnitOfWork& work, const EncounterEnded& one) {
           return stay_ended(work, one.encounter, FloorEvent::discharged);
         }));
  bus.on("encounter_cancelled", "floor_delivery.on_cancelled",
         on_floor<EncounterCancelled>([this](UnitOfWork& work, const EncounterCancelled& one) {
           return stay_ended(work, one.encounter, FloorEvent::admission_cancelled);
         }));
  bus.on("encounter_reopened", "floor_delivery.on_reopened",
         on_floor<EncounterReopened>(
             [this](UnitOfWork& work, const EncounterReopened& one) { return stay_reopened(work, one.encounter); }));
  bus.on("resource_changed", "floor_delivery.on_resource_changed",
         on_floor<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) { return document_changed(work, one); }));
  bus.on("record_moved", "floor_delivery.on_record_moved",
         on_floor<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return record_moved(work, one); }));
  bus.on("record_relabelled", "floor_delivery.on_relabelled",
         on_floor<RecordRelabelled>([this](UnitOfWork& work, const RecordRelabelled& one) -> Result<void> {
           CHARTA_TRY_DO(rows_.relabel(work, one.patient, one.removed, one.added));
           return call_rows_.relabel(work, one.patient, one.removed, one.added);
         }));
}

FloorService::Place FloorService::place_of(std::string_view location) const {
  const auto* ward = rules_.ward_of(location);
  return {ward, room_of(location, ward)};
}

Result<std::string> FloorService::ward_that_asks(store::Reader& reader, ResourceId encounter) {
  const auto known = wishes();
  if (known->empty()) return std::string();
  CHARTA_TRY(const auto visit, encounters_.encounter(reader, encounter));
  if (!visit || !is_in_the_house(visit->status) || !rules_.is_on_a_ward(visit->class_code)) return std::string();
  const auto* ward = rules_.ward_of(visit->location);
  const auto wish = ward == nullptr ? known->end() : known->find(ward->code);
  return wish != known->end() && wish->second.wants_paper ? ward->code : std::string();
}

Result<std::optional<CopiedDocument>> FloorService::printed(store::Reader& reader, ResourceId document) {
  CHARTA_TRY(const auto entry, chart_.rows().find(reader, document));
  if (!entry) return std::optional<CopiedDocument>();
  CopiedDocument copied;
  copied.document = document;
  copied.resource_type = entry->resource_type;
  copied.fhir_id = entry->fhir_id;
  copied.title = entry->title;
  copied.version = entry->version;
  copied.pages = entry->pages;
  copied.patient = entry->patient;
  if (const auto stay = ResourceId::parse(entry->encounter)) copied.encounter = *stay;
  copied.facility = entry->facility;
  copied.sensitivity = entry->sensitivity;
  return std::optional(std::move(copied));
}

Result<void> FloorService::document_filed(UnitOfWork& work, const happenings::DocumentFiled& filed) {
  if (!begun_) return {};
  const bool is_wanted = rules_.is_brought(filed.completion) && filed.encounter.is_set();
  if (!is_wanted && !filed.replaces_earlier) return {};
  CHARTA_TRY(auto document, printed(work, filed.document));
  if (!document) return {};
  bool has_this = false;
  CHARTA_TRY(const auto before, supersede(work, *document, has_this));
  if (!is_wanted || has_this || is_withheld(*document)) return {};
  document->encounter = filed.encounter;
  return bring(work, *document, before, std::nullopt);
}

Result<void> FloorService::bring(UnitOfWork& work, const CopiedDocument& document, DeliveryId before,
                                 std::optional<bool> is_told) {
  CHARTA_TRY(const auto visit, encounters_.encounter(work, document.encounter));
  const bool is_here = visit && is_in_the_house(visit->status) && rules_.is_on_a_ward(visit->class_code);
  const Place place = place_of(visit ? visit->location : std::string());
  const auto known = wishes();
  const auto wish = place.ward == nullptr ? known->end() : known->find(place.ward->code);
  const bool is_asked = is_here && wish != known->end() && (wish->second.wants_paper || wish->second.wants_calls);
  const bool follows_a_copy = is_here && before.is_set();
  if (!is_asked && !follows_a_copy && !is_told.value_or(false)) return {};
  Delivery copy;
  static_cast<CopiedDocument&>(copy) = document;
  if (questions_.priority_of) {
    CHARTA_TRY(copy.priority, questions_.priority_of(work, document.document));
  }
  copy.ward = place.ward == nullptr ? std::string() : place.ward->code;
  copy.room = place.room;
  copy.replaces = before;
  const bool is_stat = is_asked && wish->second.wants_calls && copy.priority == worklists::Priority::stat;
  if (is_told.value_or(is_stat)) CHARTA_TRY_DO(ask_ward(work, copy, place));
  if (follows_a_copy || (is_asked && wish->second.wants_paper)) CHARTA_TRY_DO(make(work, std::move(copy)));
  return {};
}

Result<DeliveryId> FloorService::supersede(UnitOfWork& work, const CopiedDocument& document, bool& has_this) {
  DeliveryId newest;
  CHARTA_TRY(const auto copies, rows_.of_document(work, document.document));
  if (!copies.empty()) CHARTA_TRY_DO(follow_labels(work, document, copies, {}));
  for (const auto& one : copies) {
    const bool is_live = one.is_open() || one.state == "filed-on-unit" || one.state == "to-loose-queue";
    if (one.version == document.version && is_live) has_this = true;
    if (one.version >= document.version || !is_live) continue;
    newest = one.id;
    if (one.is_open()) {
      CHARTA_TRY_DO(follow(work, one, FloorEvent::newer_version, {}));
    } else if (stands_in_a_folder(copies, one)) {
      CHARTA_TRY_DO(take_out(work, one, FloorEvent::newer_version));
    }
  }
  return newest;
}

Result<Delivery> FloorService::make(UnitOfWork& work, Delivery copy) {
  copy.id = keys_.next<DeliveryId>();
  if (copy.barcode.empty()) copy.barcode = copy_barcode(copy.id);
  copy.made_at = clock_.now();
  copy.due_at = copy.made_at.plus(rules_.time_for(copy.priority));
  worklists::NewWorkItem item;
  item.kind = delivery_machine().kind;
  item.state = copy.state;
  item.subject_type = copy.resource_type;
  item.subject = copy.document.key();
  item.patient = copy.patient;
  item.priority = copy.priority;
  item.due_at = copy.due_at;
  item.clock_basis = "arrival";
  item.pool = "floor";
  item.reason_code = copy.replaces.is_set() ? "replaces-a-copy" : "ward-copy";
  item.rule = rules_.rule;
  item.facility = copy.facility;
  item.sensitivity = copy.sensitivity;
  json::Writer(item.detail)
      .begin_object()
      .member("title", copy.title)
      .member("document", copy.fhir_id)
      .member("number", copy.barcode)
      .member("source", copy.ward + (copy.room.empty() ? "" : " " + copy.room))
      .member("pages", copy.pages)
      .end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  copy.item = opened.id;
  CHARTA_TRY_DO(rows_.add(work, copy));
  return copy;
}

Result<void> FloorService::record(UnitOfWork& work, const access::Actor& actor, const Delivery& copy, std::string_view event,
                                  const std::string& reason) {
  CHARTA_TRY_DO(rows_.save(work, copy));
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  CHARTA_TRY_DO(worklists_.apply(work, actor, copy.item, act));
  if (copy.copy != 0 && follower_) CHARTA_TRY_DO(follower_(work, actor, copy, event));
  return {};
}

Result<void> FloorService::follow(UnitOfWork& work, Delivery copy, FloorEvent event, const Place& place) {
  const std::string ward = event == FloorEvent::moved ? (place.ward == nullptr ? std::string() : place.ward->code) : copy.ward;
  const auto next = what_follows(copy, event, ward);
  if (event == FloorEvent::moved) {
    copy.ward = ward;
    copy.room = place.room;
  }
  if (next.event.empty()) return event == FloorEvent::moved ? rows_.save(work, copy) : Result<void>();
  copy.state = next.state;
  copy.reason = floor_event_reason(event);
  CHARTA_TRY_DO(record(work, system_, copy, next.event, copy.reason));
  return next.event == "discharge" ? to_loose(work, copy) : Result<void>();
}

Result<void> FloorService::to_loose(UnitOfWork& work, const Delivery& copy) {
  loose_reports::NewLooseReport loose;
  loose.origin = "discharge";
  loose.delivery = copy.id.key();
  loose.barcode = copy.barcode;
  loose.document = copy.document;
  loose.resource_type = copy.resource_type;
  loose.fhir_id = copy.fhir_id;
  loose.title = copy.title;
  loose.version = copy.version;
  loose.pages = copy.pages;
  loose.patient = copy.patient;
  loose.encounter = copy.encounter;
  loose.lies_at = copy.lies_at;
  loose.facility = copy.facility;
  loose.sensitivity = copy.sensitivity;
  CHARTA_TRY_DO(loose_.open(work, loose));
  return {};
}

Result<void> FloorService::patient_moved(UnitOfWork& work, ResourceId encounter, std::string_view location) {
  if (!begun_) return {};
  const Place place = place_of(location);
  CHARTA_TRY(const auto open, rows_.open_of_encounter(work, encounter));
  for (const auto& one : open) CHARTA_TRY_DO(follow(work, one, FloorEvent::moved, place));
  CHARTA_TRY(auto calls, call_rows_.open_of_encounter(work, encounter));
  for (auto& one : calls) {
    one.ward = place.ward == nullptr ? std::string() : place.ward->code;
    one.room = place.room;
    CHARTA_TRY_DO(call_rows_.save(work, one));
  }
  return {};
}

Result<void> FloorService::stay_ended(UnitOfWork& work, ResourceId encounter, FloorEvent event) {
  if (!begun_) return {};
  CHARTA_TRY(const auto open, rows_.open_of_encounter(work, encounter));
  for (const auto& one : open) CHARTA_TRY_DO(follow(work, one, event, {}));
  return {};
}

Result<void> FloorService::loose_no_more(UnitOfWork& work, const access::Actor& actor, const loose_reports::LooseReport& report,
                                         std::string_view state) {
  if (state == "back-on-ward" || report.delivery == 0 || !follower_) return {};
  CHARTA_TRY(const auto copy, rows_.of_barcode(work, report.barcode));
  return copy && copy->copy != 0 ? follower_(work, actor, *copy, "leave-loose") : Result<void>();
}

}  // namespace charta::floor_delivery
