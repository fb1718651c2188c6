// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/imaging_object.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <iterator>

namespace charta::imaging_objects {
namespace {

using access::Permission;

constexpr worklists::Transition held_object_steps[] = {
    {"held", "assign-patient", "assigned", "objects-filed", Permission::assign_patient},
    {"held", "refuse", "refused", "", Permission::assign_patient, true},
};
constexpr std::string_view held_object_final[] = {"assigned", "refused"};
constexpr std::string_view held_object_cancelled[] = {"refused"};
constexpr worklists::Title held_object_titles[] = {{"assign-patient", "Assign the patient"}, {"assigned", "Assigned and filed"}};

struct Titled {
  std::string_view code, title;
};
constexpr Titled modalities[] = {
    {"CR", "Computed radiography"},
    {"CT", "Computed tomography"},
    {"DX", "Digital radiography"},
    {"ECG", "Electrocardiogram"},
    {"ES", "Endoscopy"},
    {"MG", "Mammography"},
    {"MR", "Magnetic resonance"},
    {"NM", "Nuclear medicine"},
    {"OT", "Image"},
    {"PT", "Positron emission"},
    {"RF", "Fluoroscopy"},
    {"RTPLAN", "Radiotherapy plan"},
    {"SR", "Structured report"},
    {"US", "Ultrasound"},
    {"XA", "Angiography"},
    {"XC", "Photograph"},
    {"DOC", "Document"},
    {"RTDOSE", "Radiotherapy dose"},
    {"RTSTRUCT", "Radiotherapy structures"},
};
constexpr Titled sop_classes[] = {
    {"1.2.840.10008.5.1.4.1.1.1", "Computed radiography image"},
    {"1.2.840.10008.5.1.4.1.1.2", "CT image"},
    {"1.2.840.10008.5.1.4.1.1.3.1", "Ultrasound clip"},
    {"1.2.840.10008.5.1.4.1.1.4", "MR image"},
    {"1.2.840.10008.5.1.4.1.1.6.1", "Ultrasound image"},
    {"1.2.840.10008.5.1.4.1.1.7", "Secondary capture"},
    {"1.2.840.10008.5.1.4.1.1.7.2", "Secondary capture, several frames"},
    {"1.2.840.10008.5.1.4.1.1.9.1.1", "12-lead ECG"},
    {"1.2.840.10008.5.1.4.1.1.9.1.2", "ECG"},
    {"1.2.840.10008.5.1.4.1.1.77.1.4", "Photograph"},
    {"1.2.840.10008.5.1.4.1.1.88.11", "Structured report"},
    {"1.2.840.10008.5.1.4.1.1.88.22", "Structured report"},
    {"1.2.840.10008.5.1.4.1.1.88.33", "Structured report"},
    {"1.2.840.10008.5.1.4.1.1.104.1", "PDF document"},
    {"1.2.840.10008.5.1.4.1.1.104.2", "C-CDA document"},
    {"1.2.840.10008.5.1.4.1.1.481.5", "Radiotherapy plan"},
};

template <std::size_t count>
std::string_view title_in(const Titled (&list)[count], std::string_view code) {
  const auto* found = std::find_if(std::begin(list), std::end(list), [&](const Titled& one) { return one.code == code; });
  return found == std::end(list) ? code : found->title;
}

}  // namespace

const worklists::StateMachine& held_object_machine() {
  static constexpr worklists::StateMachine machine{
      "held-imaging-object", "Held imaging objects",  "held", held_object_steps, held_object_final,
      held_object_cancelled, Permission::read_record, false,  held_object_titles};
  return machine;
}

patient_index::Demographics demographics_of(const dicom::DicomObject& object, std::string_view assigner) {
  patient_index::Demographics who;
  if (!object.patient_id.empty()) who.identifiers.push_back({std::string(assigner), object.patient_id, "MR"});
  const auto& name = object.name;
  if (!name.family.empty() || !name.given.empty())
    who.names.push_back({name.family, name.given, name.middle, name.suffix, patient_index::NameUse::current});
  who.birth_date = object.birth_date;
  who.birth_text = object.birth_date ? object.birth_date->text() : object.birth_text;
  who.sex = object.sex == "F" ? "female" : object.sex == "M" ? "male" : object.sex == "O" ? "other" : "";
  return who;
}

std::string identity_digest(const dicom::DicomObject& object) {
  std::string said;
  for (const auto* part : {&object.patient_id, &object.issuer, &object.name.family, &object.name.given, &object.name.middle,
                           &object.name.suffix, &object.birth_text})
    said += *part + '\x1f';
  return sha256(said).hex();
}

std::string_view modality_title(std::string_view modality) {
  return title_in(modalities, modality);
}

std::string_view class_title(std::string_view sop_class) {
  return title_in(sop_classes, sop_class);
}

}  // namespace charta::imaging_objects
