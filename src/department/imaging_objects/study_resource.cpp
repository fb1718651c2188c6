// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/study_resource.hpp"

#include "department/imaging_objects/imaging_object.hpp"

namespace charta::imaging_objects {
namespace {

constexpr std::string_view modality_system = "http://dicom.nema.org/resources/ontology/DCM";

std::string as_urn(std::string_view uid) {
  return "urn:oid:" + std::string(uid);
}

json::Value modality_coding(hl7v2_fhir::Elements& make, std::string_view modality) {
  return make.coding(modality_system, modality.empty() ? "OT" : modality, modality_title(modality));
}

void set_text(hl7v2_fhir::Elements& make, json::Value object, std::string_view name, std::string_view text) {
  make.set(object, name, make.text(text));
}

json::Value find_by(json::Value list, std::string_view name, std::string_view value) {
  for (const auto one : list)
    if (one[name].text() == value) return one;
  return {};
}

void count_one_more(json::Document& document, json::Value object, std::string_view name) {
  document.set(object, name, document.integer(object[name].integer().value_or(0) + 1));
}

json::Value new_series(hl7v2_fhir::Elements& make, const dicom::DicomObject& object, const TimeZone& zone) {
  auto& document = make.document();
  auto series = document.object();
  document.set(series, "uid", object.series);
  if (object.series_number && *object.series_number >= 0) document.set(series, "number", document.integer(*object.series_number));
  document.set(series, "modality", modality_coding(make, object.modality));
  set_text(make, series, "description", object.series_title);
  if (!object.body_part.empty()) {
    auto site = document.object();
    document.set(site, "display", object.body_part);
    document.set(series, "bodySite", site);
  }
  set_text(make, series, "started", fhir_time(object.series_date, object.series_time, zone));
  return series;
}

}  // namespace

std::string fhir_time(std::string_view day, std::string_view time, const TimeZone& zone) {
  const auto local = LocalTime::parse_fhir(dicom::local_moment(day, time));
  return local ? local->fhir_text(zone) : std::string();
}

json::Value new_study(hl7v2_fhir::Elements& make, const dicom::DicomObject& object, std::string_view patient_id,
                      std::string_view accession_assigner, const TimeZone& zone) {
  auto& document = make.document();
  auto study = document.object();
  document.set(study, "resourceType", "ImagingStudy");
  make.append_to(study, "identifier", make.identifier({std::string(uid_system), as_urn(object.study)}));
  if (!object.accession.empty())
    make.append_to(study, "identifier", make.identifier({std::string(accession_assigner), object.accession}, "ACSN"));
  document.set(study, "status", "available");
  document.set(study, "subject", make.reference("Patient", patient_id));
  set_text(make, study, "started", fhir_time(object.study_date, object.study_time, zone));
  if (!object.physician.empty()) {
    const auto name = dicom::name_of(object.physician);
    auto referrer = document.object();
    document.set(referrer, "display", name.given.empty() ? name.family : name.family + ", " + name.given);
    document.set(study, "referrer", referrer);
  }
  set_text(make, study, "description", object.study_title);
  return study;
}

bool add_instance(hl7v2_fhir::Elements& make, json::Value study, const dicom::DicomObject& object, const TimeZone& zone) {
  auto& document = make.document();
  auto series = find_by(study["series"], "uid", object.series);
  if (find_by(series["instance"], "uid", object.instance)) return false;
  if (!series) {
    make.append_to(study, "series", new_series(make, object, zone));
    series = find_by(study["series"], "uid", object.series);
    count_one_more(document, study, "numberOfSeries");
  }
  if (!find_by(study["modality"], "code", object.modality))
    make.append_to(study, "modality", modality_coding(make, object.modality));
  auto instance = document.object();
  document.set(instance, "uid", object.instance);
  document.set(instance, "sopClass", make.coding("urn:ietf:rfc:3986", as_urn(object.sop_class), class_title(object.sop_class)));
  if (object.number && *object.number >= 0) document.set(instance, "number", document.integer(*object.number));
  set_text(make, instance, "title", object.title);
  make.append_to(series, "instance", instance);
  count_one_more(document, series, "numberOfInstances");
  count_one_more(document, study, "numberOfInstances");
  return true;
}

}  // namespace charta::imaging_objects
