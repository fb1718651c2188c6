// SPDX-License-Identifier: Apache-2.0
// The catalogue shown again: studies, objects, pictures; and what waits for a person.
#include "department/chart/blob_url.hpp"
#include "department/imaging_objects/attribute_words.hpp"
#include "department/imaging_objects/incoming.hpp"
#include "department/imaging_objects/original_attributes.hpp"

#include <algorithm>

namespace charta::imaging_objects {
namespace {

using access::Actor;
using access::Permission;

Error no_study() {
  return fail(ErrorKind::not_found, "there is no such study, or not for you");
}

}  // namespace

Result<StudyView> CatalogueService::study(const Actor& actor, std::string_view study_id) {
  StudyView view;
  CHARTA_TRY(view.stored, resources_.read(actor, "ImagingStudy", study_id));
  return store_.read([&](store::Reader& reader) -> Result<StudyView> {
    CHARTA_TRY(view.study, rows_.study_of(reader, view.stored.key));
    if (view.study.empty()) return view;  // told by another system: its objects are not here
    CHARTA_TRY(view.objects, rows_.of_study(reader, view.study));
    view.viewer_url = rules_.viewer_of(view.study), view.viewer_title = rules_.viewer_title;
    return view;
  });
}

Result<StudyView> CatalogueService::study_of_uid(const Actor& actor, std::string_view study) {
  CHARTA_TRY(const auto stored, store_.read([&](store::Reader& reader) -> Result<std::optional<resources::StoredResource>> {
    CHARTA_TRY(const auto key, rows_.study_resource(reader, study));
    if (!key.is_set()) return std::optional<resources::StoredResource>();
    return resources_.load(reader, key);
  }));
  if (!stored || stored->deleted) return no_study();
  return this->study(actor, stored->id);
}

Result<CataloguedObject> CatalogueService::instance_in(const StudyView& study, std::string_view series,
                                                       std::string_view instance) {
  for (const auto& one : study.objects)
    if (one.instance == instance && one.series == series) return one;
  return fail(ErrorKind::not_found, "there is no such instance in this study");
}

/// A filed object is read as its study is; a held one by who may assign it.
Result<CataloguedObject> CatalogueService::readable(const Actor& actor, ObjectId id, ObjectView* view) {
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return rows_.find(reader, id); }));
  if (!found) return fail(ErrorKind::not_found, "there is no imaging object " + id.text());
  if (found->state == "filed") {
    CHARTA_TRY(const auto study, study_of_uid(actor, found->study));
    if (view != nullptr) view->study_id = study.stored.id, view->patient = study.stored.patient;
    return *found;
  }
  CHARTA_TRY_DO(access::require(actor, Permission::assign_patient));
  CHARTA_TRY(const auto item, worklists_.get(actor, found->item));
  ledger::Entry entry;
  entry.act = ledger::Act::viewed, entry.subject_kind = "imaging_object", entry.subject = id.key();
  CHARTA_TRY_DO(ledger_.record_read(actor.author, entry));
  return *found;
}

Result<ObjectView> CatalogueService::object(const Actor& actor, ObjectId id) {
  ObjectView view;
  CHARTA_TRY(view.object, readable(actor, id, &view));
  CHARTA_TRY(const auto text, blob(view.object.attributes));
  CHARTA_TRY(const auto attributes, json::Document::parse(text));
  CHARTA_TRY(view.said, dicom::object_of(attributes.root()));
  view.words = attribute_words(attributes.root());
  CHARTA_TRY(view.report, blob(view.object.report));
  return view;
}

Result<ObjectBytes> CatalogueService::frame(const Actor& actor, ObjectId id, int frame) {
  CHARTA_TRY(const auto object, readable(actor, id));
  if (object.preview.empty()) return fail(ErrorKind::unsupported, object.note, "preview");
  if (frame == 1) {
    CHARTA_TRY(auto bytes, blob(object.preview));
    return ObjectBytes{std::move(bytes), object.preview_type, object.note};
  }
  if (frame < 1 || frame > object.frames)
    return fail(ErrorKind::invalid,
                "there is no frame " + std::to_string(frame) + "; the object has " + std::to_string(object.frames), "frame");
  CHARTA_TRY(const auto file, blob(object.file));
  CHARTA_TRY(auto found, reader_.dicom(file, frame));
  if (found.preview.bytes.empty()) return fail(ErrorKind::unsupported, found.note, "preview");
  return ObjectBytes{std::move(found.preview.bytes), std::move(found.preview.media_type), std::move(found.note)};
}

Result<ObjectBytes> CatalogueService::original(const Actor& actor, ObjectId id) {
  CHARTA_TRY(const auto object, readable(actor, id));
  CHARTA_TRY(auto bytes, blob(object.file));
  return ObjectBytes{std::move(bytes), "application/dicom", {}};
}

Result<std::string> CatalogueService::metadata(const Actor& actor, const StudyView& study, const CataloguedObject& object) {
  CHARTA_TRY(const auto text, blob(object.attributes));
  CHARTA_TRY(auto attributes, json::Document::parse(text));
  CHARTA_TRY(const auto person,
             store_.read([&](store::Reader& reader) { return index_.rows().person(reader, study.stored.patient); }));
  CHARTA_TRY_DO(index_.banner(actor, study.stored.patient));
  if (!person) return no_study();
  CHARTA_TRY(const auto said, dicom::object_of(attributes.root()));
  const auto assigner = rules_.assigner_of(said.issuer);
  if (!names(person->record.who, said, assigner))
    tell_the_patient_of_the_chart(attributes, person->record.who, clock_.now(), rules_.rule);
  return json::write(attributes.root());
}

Result<CatalogueService::Incoming> CatalogueService::reopened(const CataloguedObject& object) {
  Incoming incoming;
  incoming.is_new = false;
  incoming.row = object;
  CHARTA_TRY(const auto text, blob(object.attributes));
  CHARTA_TRY(const auto attributes, json::Document::parse(text));
  CHARTA_TRY(incoming.said, dicom::object_of(attributes.root()));
  return incoming;
}

Result<HeldView> CatalogueService::held(const Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::assign_patient));
  HeldView view;
  CHARTA_TRY(view.item, worklists_.get(actor, id));
  if (view.item.kind != held_object_machine().kind)
    return fail(ErrorKind::not_found, "work item " + id.text() + " is not about a held imaging object");
  CHARTA_TRY(view.objects, store_.read([&](store::Reader& reader) { return rows_.of_item(reader, id); }));
  if (view.objects.empty()) return fail(ErrorKind::not_found, "work item " + id.text() + " holds no object");
  CHARTA_TRY(const auto first, reopened(view.objects.front()));
  view.said = first.said;
  view.assigner = rules_.assigner_of(view.said.issuer);
  const auto who = demographics_of(view.said, view.assigner);
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) {
    return index_.identify(reader, who, zone_.local_date(view.objects.front().received_at));
  }));
  for (const auto& candidate : found.candidates)
    if (auto hit = index_.banner(actor, candidate.patient)) view.known.push_back(std::move(*hit));
  ledger::Entry entry;
  entry.act = ledger::Act::viewed, entry.subject_kind = "imaging_object", entry.subject = view.objects.front().id.key();
  CHARTA_TRY_DO(ledger_.record_read(actor.author, entry));
  return view;
}

Result<worklists::WorkItem> CatalogueService::assign(const Actor& actor, WorkItemId id, PatientId patient,
                                                     const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::assign_patient));
  CHARTA_TRY(const auto item, worklists_.get(actor, id));
  if (item.kind != held_object_machine().kind)
    return fail(ErrorKind::not_found, "work item " + id.text() + " is not about a held imaging object");
  if (item.closed_at) return fail(ErrorKind::business_rule, "these objects were settled meanwhile", "event");
  CHARTA_TRY_DO(index_.banner(actor, patient));
  CHARTA_TRY(const auto objects, store_.read([&](store::Reader& reader) { return rows_.of_item(reader, id); }));
  std::vector<Incoming> all;
  for (const auto& one : objects) {
    if (one.state != "held") continue;
    CHARTA_TRY(auto incoming, reopened(one));
    all.push_back(std::move(incoming));
  }
  std::vector<Incoming*> group;
  for (auto& one : all) group.push_back(&one);
  if (group.empty()) return fail(ErrorKind::business_rule, "these objects were settled meanwhile", "event");
  CHARTA_TRY_DO(file_group(actor, group, patient, id, note));
  return worklists_.get(actor, id);
}

}  // namespace charta::imaging_objects
