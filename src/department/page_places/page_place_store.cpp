// SPDX-License-Identifier: Apache-2.0
#include "department/page_places/page_place_store.hpp"

namespace charta::page_places {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_PLACE_COLUMNS                                                                                        \
  "SELECT place, document, resource_type, fhir_id, patient, version, page, region, comment, marked_by, marked_at, " \
  "retracted_by, "                                                                                                  \
  "retracted_at, retract_reason FROM page_place "

constexpr Statement select_place{"page_places.select_place", CHARTA_PLACE_COLUMNS "WHERE place = :place"};
constexpr Statement select_of_document{"page_places.select_of_document",
                                       CHARTA_PLACE_COLUMNS "WHERE document = :document ORDER BY page, place"};
constexpr Statement select_of_patient{"page_places.select_of_patient", CHARTA_PLACE_COLUMNS
                                      "WHERE patient = :patient AND retracted_by = 0 ORDER BY place DESC LIMIT 2000"};
#undef CHARTA_PLACE_COLUMNS
constexpr Statement insert_place{"page_places.insert_place", R"sql(
  INSERT INTO page_place (place, document, resource_type, fhir_id, patient, version, page, region, comment, marked_by, marked_at,
                          retracted_by, retract_reason)
  VALUES (:place, :document, :resource_type, :fhir_id, :patient, :version, :page, :region, :comment, :marked_by, :marked_at, 0, ''))sql"};
constexpr Statement update_retracted{"page_places.update_retracted", R"sql(
  UPDATE page_place SET retracted_by = :retracted_by, retracted_at = :retracted_at, retract_reason = :retract_reason
   WHERE place = :place AND retracted_by = 0)sql"};
constexpr Statement update_patient{"page_places.update_patient",
                                   "UPDATE page_place SET patient = :patient WHERE document = :document"};

PagePlace place_from(const Row& row) {
  PagePlace place;
  place.id = row.id<PlaceId>(0);
  place.document = row.id<ResourceId>(1);
  place.resource_type = row.string(2);
  place.fhir_id = row.string(3);
  place.patient = row.id<PatientId>(4);
  place.version = row.integer(5);
  place.page = row.integer(6);
  place.region = parse_region(row.string(7));
  place.comment = row.string(8);
  place.by = row.id<UserId>(9);
  place.at = row.instant(10);
  place.retracted_by = row.id<UserId>(11);
  if (!row.is_null(12)) place.retracted_at = row.instant(12);
  place.retract_reason = row.string(13);
  return place;
}

}  // namespace

Result<void> PagePlaceStore::add(store::UnitOfWork& work, const PagePlace& place) const {
  return work.write(insert_place, {{"place", place.id.key()},
                                   {"document", place.document},
                                   {"resource_type", place.resource_type},
                                   {"fhir_id", place.fhir_id},
                                   {"patient", place.patient},
                                   {"version", place.version},
                                   {"page", place.page},
                                   {"region", print(place.region)},
                                   {"comment", place.comment},
                                   {"marked_by", place.by.key()},
                                   {"marked_at", place.at}});
}

Result<std::optional<PagePlace>> PagePlaceStore::find(store::Reader& reader, PlaceId place) const {
  return reader.read_one(select_place, {{"place", place.key()}}, place_from);
}

Result<std::vector<PagePlace>> PagePlaceStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_of_document, {{"document", document}}, place_from);
}

Result<std::vector<PagePlace>> PagePlaceStore::of_patient(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_of_patient, {{"patient", patient}}, place_from);
}

Result<void> PagePlaceStore::retract(store::UnitOfWork& work, const PagePlace& place) const {
  return work.write(update_retracted, {{"place", place.id.key()},
                                       {"retracted_by", place.retracted_by.key()},
                                       {"retracted_at", *place.retracted_at},
                                       {"retract_reason", place.retract_reason}});
}

Result<void> PagePlaceStore::move(store::UnitOfWork& work, ResourceId document, PatientId patient) const {
  return work.write(update_patient, {{"document", document}, {"patient", patient}});
}

}  // namespace charta::page_places
