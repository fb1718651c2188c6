// SPDX-License-Identifier: Apache-2.0
#include "department/page_places/page_place_service.hpp"

namespace charta::page_places {
namespace {

using access::Actor;
using access::Permission;

Error no_such_place(PlaceId id) {
  return fail(ErrorKind::not_found, "there is no marked place " + id.text());
}

bool may_hold_places(std::string_view type) {
  return type == "DocumentReference" || type == "DiagnosticReport";
}

}  // namespace

void PagePlaceService::subscribe(happenings::Bus& bus) {
  bus.on("record_moved", "page_places.on_moved",
         [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
           const auto& moved = std::get<happenings::RecordMoved>(one);
           for (const auto& piece : moved.pieces)
             if (may_hold_places(piece.type)) {
               CHARTA_TRY_DO(rows_.move(work, piece.resource, moved.to));
             }
           return {};
         });
}

/// The words stay beside the ledger, never in it.
Result<void> PagePlaceService::record(store::UnitOfWork& work, const Actor& actor, const PagePlace& place,
                                      std::string_view reason) {
  ledger::Entry entry;
  entry.act = ledger::Act::commented;
  entry.subject_kind = place.resource_type;
  entry.subject = place.document.key();
  entry.subject_version = place.version;
  entry.patient = place.patient;
  entry.reason = reason;
  entry.digest = sha256(place.comment);
  return ledger_.record(work, actor.author, entry);
}

Result<PagePlace> PagePlaceService::mark(const Actor& actor, std::string_view type, std::string_view id, const NewPlace& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(check(given));
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "a place on a page is marked by a person");
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  if (!may_hold_places(stored.type) || !stored.patient.is_set())
    return fail(ErrorKind::business_rule, "places are marked on documents and reports of a patient", "type");
  PagePlace place;
  static_cast<NewPlace&>(place) = given;
  if (place.version == 0) place.version = stored.version;
  if (place.version < 1 || place.version > stored.version)
    return fail(ErrorKind::not_found, "the document has no version " + std::to_string(place.version), "version");
  place.id = keys_.next<PlaceId>();
  place.document = stored.key;
  place.resource_type = stored.type;
  place.fhir_id = stored.id;
  place.patient = stored.patient;
  place.by = actor.author.user;
  place.at = clock_.now();
  return store_.write([&](store::UnitOfWork& work) -> Result<PagePlace> {
    CHARTA_TRY(const auto current, resources_.load(work, place.document));
    if (!current || current->deleted || current->patient != place.patient)
      return fail(ErrorKind::version_conflict, "the document was moved or deleted meanwhile; look at it again");
    CHARTA_TRY_DO(rows_.add(work, place));
    CHARTA_TRY_DO(record(work, actor, place, "page-place"));
    return place;
  });
}

Result<std::vector<PagePlace>> PagePlaceService::of_document(const Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  return store_.read([&](store::Reader& reader) { return rows_.of_document(reader, stored.key); });
}

Result<std::vector<ListedPlace>> PagePlaceService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<ListedPlace>> {
    std::vector<ListedPlace> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(auto places, rows_.of_patient(reader, record));
      for (auto& place : places) {
        CHARTA_TRY(const auto line, chart_.rows().find(reader, place.document));
        if (!line || !actor.visibility.sees(line->facility, line->sensitivity, line->patient)) continue;
        all.push_back({std::move(place), line->title, line->at});
      }
    }
    return all;
  });
}

Result<PagePlace> PagePlaceService::retract(const Actor& actor, PlaceId id, const std::string& reason) {
  if (reason.empty()) return fail(ErrorKind::missing, "say why the mark is taken back", "reason");
  if (reason.size() > longest_comment) return fail(ErrorKind::invalid, "a reason has at most 2000 bytes", "reason");
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return rows_.find(reader, id); }));
  if (!found) return no_such_place(id);
  if (const auto readable = resources_.read(actor, found->resource_type, found->fhir_id); !readable) return no_such_place(id);
  if (found->by != actor.author.user) CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<PagePlace> {
    CHARTA_TRY(auto place, rows_.find(work, id));
    if (!place) return no_such_place(id);
    if (place->retracted_at) return fail(ErrorKind::business_rule, "this mark was taken back at " + place->retracted_at->text());
    place->retracted_by = actor.author.user;
    place->retracted_at = clock_.now();
    place->retract_reason = reason;
    CHARTA_TRY_DO(rows_.retract(work, *place));
    CHARTA_TRY_DO(record(work, actor, *place, "page-place-retracted"));
    return std::move(*place);
  });
}

}  // namespace charta::page_places
