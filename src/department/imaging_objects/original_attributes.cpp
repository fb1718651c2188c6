// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/original_attributes.hpp"

#include <algorithm>

namespace charta::imaging_objects {
namespace {

constexpr std::string_view of_a_patient[] = {"00100010", "00100020", "00100021", "00100024", "00100030", "00100040", "00101002"};

std::string without_marks(std::string_view text) {
  std::string digits;
  for (const char one : text)
    if (one >= '0' && one <= '9') digits += one;
  return digits;
}

json::Value attribute(json::Document& document, std::string_view vr, json::Value value) {
  auto made = document.object();
  document.set(made, "vr", vr);
  auto list = document.array();
  document.append(list, value);
  document.set(made, "Value", list);
  return made;
}

void set_text(json::Document& document, json::Value item, std::string_view tag, std::string_view vr, std::string_view text) {
  if (!text.empty()) document.set(item, tag, attribute(document, vr, document.string(text)));
}

}  // namespace

bool names(const patient_index::Demographics& record, const dicom::DicomObject& said, std::string_view assigner) {
  if (record.birth_date && said.birth_date && *record.birth_date != *said.birth_date) return false;
  return std::any_of(record.identifiers.begin(), record.identifiers.end(), [&](const patient_index::Identifier& one) {
    return one.value == said.patient_id && one.assigner == assigner;
  });
}

void tell_the_patient_of_the_chart(json::Document& attributes, const patient_index::Demographics& record, Instant now,
                                   std::string_view by) {
  auto root = attributes.root();
  auto before = attributes.object();
  for (const auto tag : of_a_patient) {
    if (root[tag]) attributes.set(before, tag, attributes.copy(root[tag]));
    attributes.remove(root, tag);
  }
  auto entry = attributes.object();
  attributes.set(entry, "04000550", attribute(attributes, "SQ", before));
  set_text(attributes, entry, "04000562", "DT", without_marks(now.text()).substr(0, 14));
  set_text(attributes, entry, "04000563", "LO", by);
  set_text(attributes, entry, "04000565", "CS", "COERCE");
  auto list = root["04000561"]["Value"];
  if (list)
    attributes.append(list, entry);
  else
    attributes.set(root, "04000561", attribute(attributes, "SQ", entry));
  if (const auto* name = record.current_name()) {
    auto person = attributes.object();
    attributes.set(person, "Alphabetic", name->family + "^" + name->given);
    attributes.set(root, "00100010", attribute(attributes, "PN", person));
  }
  for (const auto& one : record.identifiers) {
    if (!patient_index::is_record_number(one.type)) continue;
    set_text(attributes, root, "00100020", "LO", one.value);
    set_text(attributes, root, "00100021", "LO", one.assigner);
    break;
  }
  if (record.birth_date) set_text(attributes, root, "00100030", "DA", without_marks(record.birth_date->text()));
  set_text(attributes, root, "00100040", "CS",
           record.sex == "female"  ? "F"
           : record.sex == "male"  ? "M"
           : record.sex == "other" ? "O"
                                   : "");
}

}  // namespace charta::imaging_objects
