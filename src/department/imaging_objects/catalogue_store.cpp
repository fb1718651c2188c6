// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/catalogue_store.hpp"

namespace charta::imaging_objects {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_OBJECT_COLUMNS                                                                                        \
  "SELECT object, instance, series, study, sop_class, modality, state, document, item, identity, file, attributes, " \
  "preview, report, document_file, document_type, preview_type, note, size, frames, series_number, number, door, "   \
  "received_by, received_at FROM imaging_object "
constexpr Statement insert_object{"imaging_objects.insert", R"sql(
  INSERT INTO imaging_object (
    object, instance, series, study, sop_class, modality, state, document, item, identity, file, attributes, preview, report,
    document_file, document_type, preview_type, note, size, frames, series_number, number, door, received_by, received_at)
  VALUES (
    :object, :instance, :series, :study, :sop_class, :modality, :state, :document, :item, :identity, :file, :attributes, :preview,
    :report, :document_file, :document_type, :preview_type, :note, :size, :frames, :series_number, :number, :door, :received_by,
    :received_at))sql"};
constexpr Statement update_object{"imaging_objects.update", R"sql(
  UPDATE imaging_object SET state = :state, document = :document, item = :item WHERE object = :object)sql"};
constexpr Statement select_instance{"imaging_objects.select_instance",
                                    CHARTA_OBJECT_COLUMNS "WHERE instance = :instance AND state <> 'refused'"};
constexpr Statement select_object{"imaging_objects.select_object", CHARTA_OBJECT_COLUMNS "WHERE object = :object"};
constexpr Statement select_of_study{"imaging_objects.select_of_study", CHARTA_OBJECT_COLUMNS
                                    "WHERE study = :study AND state = 'filed' ORDER BY series_number, series, number, object"};
constexpr Statement select_of_item{"imaging_objects.select_of_item",
                                   CHARTA_OBJECT_COLUMNS "WHERE item = :item ORDER BY series_number, series, number, object"};
constexpr Statement select_holding{"imaging_objects.select_holding", R"sql(
  SELECT item FROM imaging_object WHERE study = :study AND identity = :identity AND state = 'held' LIMIT 1)sql"};
constexpr Statement select_study_resource{"imaging_objects.select_study_resource",
                                          "SELECT resource FROM imaging_study WHERE study = :study"};
constexpr Statement select_study_of{"imaging_objects.select_study_of",
                                    "SELECT study FROM imaging_study WHERE resource = :resource"};
constexpr Statement insert_study{"imaging_objects.insert_study",
                                 "INSERT INTO imaging_study (study, resource) VALUES (:study, :resource)"};

constexpr Statement select_any{"imaging_objects.select_any", "SELECT object FROM imaging_object LIMIT 1"};

CataloguedObject object_in(const Row& row) {
  CataloguedObject object;
  object.id = row.id<ObjectId>(0);
  object.instance = row.string(1), object.series = row.string(2), object.study = row.string(3);
  object.sop_class = row.string(4), object.modality = row.string(5), object.state = row.string(6);
  object.document = row.id<ResourceId>(7);
  object.item = row.id<WorkItemId>(8);
  object.identity = row.string(9), object.file = row.string(10), object.attributes = row.string(11);
  object.preview = row.string(12), object.report = row.string(13), object.document_file = row.string(14);
  object.document_type = row.string(15), object.preview_type = row.string(16), object.note = row.string(17);
  object.size = row.integer(18), object.frames = row.integer(19);
  object.series_number = row.integer(20), object.number = row.integer(21);
  object.door = row.string(22);
  object.received_by = row.id<UserId>(23);
  object.received_at = row.instant(24);
  return object;
}

}  // namespace

Result<void> CatalogueStore::add(store::UnitOfWork& work, const CataloguedObject& object) const {
  return work.write(insert_object, {{"object", object.id},
                                    {"instance", object.instance},
                                    {"series", object.series},
                                    {"study", object.study},
                                    {"sop_class", object.sop_class},
                                    {"modality", object.modality},
                                    {"state", object.state},
                                    {"document", object.document.key()},
                                    {"item", object.item.key()},
                                    {"identity", object.identity},
                                    {"file", object.file},
                                    {"attributes", object.attributes},
                                    {"preview", object.preview},
                                    {"report", object.report},
                                    {"document_file", object.document_file},
                                    {"document_type", object.document_type},
                                    {"preview_type", object.preview_type},
                                    {"note", object.note},
                                    {"size", object.size},
                                    {"frames", object.frames},
                                    {"series_number", object.series_number},
                                    {"number", object.number},
                                    {"door", object.door},
                                    {"received_by", object.received_by.key()},
                                    {"received_at", object.received_at}});
}

Result<void> CatalogueStore::settle(store::UnitOfWork& work, const CataloguedObject& object) const {
  return work.write(
      update_object,
      {{"state", object.state}, {"document", object.document.key()}, {"item", object.item.key()}, {"object", object.id}});
}

Result<std::optional<CataloguedObject>> CatalogueStore::find_instance(store::Reader& reader, std::string_view instance) const {
  return reader.read_one(select_instance, {{"instance", instance}}, object_in);
}

Result<std::optional<CataloguedObject>> CatalogueStore::find(store::Reader& reader, ObjectId object) const {
  return reader.read_one(select_object, {{"object", object}}, object_in);
}

Result<std::vector<CataloguedObject>> CatalogueStore::of_study(store::Reader& reader, std::string_view study) const {
  return reader.read_all(select_of_study, {{"study", study}}, object_in);
}

Result<std::vector<CataloguedObject>> CatalogueStore::of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_all(select_of_item, {{"item", item.key()}}, object_in);
}

Result<WorkItemId> CatalogueStore::holding(store::Reader& reader, std::string_view study, std::string_view identity) const {
  CHARTA_TRY(const auto found, reader.read_one(select_holding, {{"study", study}, {"identity", identity}},
                                               [](const Row& row) { return row.id<WorkItemId>(0); }));
  return found.value_or(WorkItemId());
}

Result<bool> CatalogueStore::holds_anything(store::Reader& reader) const {
  CHARTA_TRY(const auto any, reader.read_one(select_any, {}, [](const Row& row) { return row.integer(0); }));
  return any.has_value();
}

Result<ResourceId> CatalogueStore::study_resource(store::Reader& reader, std::string_view study) const {
  CHARTA_TRY(const auto found,
             reader.read_one(select_study_resource, {{"study", study}}, [](const Row& row) { return row.id<ResourceId>(0); }));
  return found.value_or(ResourceId());
}

Result<std::string> CatalogueStore::study_of(store::Reader& reader, ResourceId resource) const {
  CHARTA_TRY(const auto found,
             reader.read_one(select_study_of, {{"resource", resource}}, [](const Row& row) { return row.string(0); }));
  return found.value_or(std::string());
}

Result<void> CatalogueStore::add_study(store::UnitOfWork& work, std::string_view study, ResourceId resource) const {
  return work.write(insert_study, {{"study", study}, {"resource", resource}});
}

}  // namespace charta::imaging_objects
