// SPDX-License-Identifier: Apache-2.0
#include "formats/dicom/dicom_object.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace charta::dicom {
namespace {

std::optional<std::int64_t> whole_number(json::Value attributes, std::string_view tag) {
  return parse_integer(value_of(attributes, tag));
}

json::Value first_item(json::Value attributes, std::string_view tag) {
  return attributes[tag]["Value"].at(0);
}

void read_patient(json::Value attributes, DicomObject& object) {
  object.patient_id = value_of(attributes, "00100020");
  object.issuer = value_of(attributes, "00100021");
  // An issuer that is a universal id says more than its local name (PS3.3 C.7.1.1).
  const auto qualified = value_of(first_item(attributes, "00100024"), "00400032");
  if (!qualified.empty()) object.issuer = qualified;
  object.name = name_of(value_of(attributes, "00100010"));
  object.birth_text = value_of(attributes, "00100030");
  object.birth_date = day_of(object.birth_text);
  object.sex = value_of(attributes, "00100040");
  for (const auto other : attributes["00101002"]["Value"]) {
    const auto number = value_of(other, "00100020");
    if (!number.empty()) object.other_ids.emplace_back(number, value_of(other, "00100021"));
  }
}

void read_study(json::Value attributes, DicomObject& object) {
  object.accession = value_of(attributes, "00080050");
  object.accession_issuer = value_of(first_item(attributes, "00080051"), "00400032");
  if (object.accession_issuer.empty()) object.accession_issuer = value_of(first_item(attributes, "00080051"), "00400031");
  object.study_id = value_of(attributes, "00200010");
  object.study_title = value_of(attributes, "00081030");
  object.study_date = value_of(attributes, "00080020");
  object.study_time = value_of(attributes, "00080030");
  object.physician = value_of(attributes, "00080090");
  object.institution = value_of(attributes, "00080080");
}

void read_series(json::Value attributes, DicomObject& object) {
  object.modality = value_of(attributes, "00080060");
  object.series_title = value_of(attributes, "0008103E");
  object.series_date = value_of(attributes, "00080021");
  object.series_time = value_of(attributes, "00080031");
  object.body_part = value_of(attributes, "00180015");
  object.series_number = whole_number(attributes, "00200011");
  object.station = value_of(attributes, "00081010");
}

void read_instance(json::Value attributes, DicomObject& object) {
  object.number = whole_number(attributes, "00200013");
  object.frames = whole_number(attributes, "00280008").value_or(attributes["00280010"] ? 1 : 0);
  object.rows = whole_number(attributes, "00280010").value_or(0);
  object.columns = whole_number(attributes, "00280011").value_or(0);
  object.title = value_of(attributes, "00420010");
  const auto concept_name = first_item(attributes, "0040A043");
  if (object.title.empty()) object.title = value_of(concept_name, "00080104");
  object.title_code = value_of(concept_name, "00080100");
  object.title_scheme = value_of(concept_name, "00080102");
  object.has_original_attributes = attributes["04000561"]["Value"].size() > 0;
}

Result<std::string> uid_of(json::Value attributes, std::string_view tag, std::string_view name) {
  auto uid = value_of(attributes, tag);
  if (uid.empty()) return fail(ErrorKind::invalid, "the object has no " + std::string(name), std::string(tag));
  if (!is_uid(uid)) return fail(ErrorKind::invalid, "the " + std::string(name) + " of the object is no UID", std::string(tag));
  return uid;
}

}  // namespace

bool is_uid(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  bool after_point = true;
  for (const char one : text) {
    if (one == '.' && after_point) return false;
    if (one != '.' && (one < '0' || one > '9')) return false;
    after_point = one == '.';
  }
  return !after_point;
}

PersonName name_of(std::string_view text) {
  const auto whole = split(text.substr(0, text.find('=')), '^');
  const auto part = [&](std::size_t at) { return at < whole.size() ? std::string(trimmed(whole[at])) : std::string(); };
  return {part(0), part(1), part(2), part(3), part(4)};
}

std::optional<Date> day_of(std::string_view text) {
  std::string digits;
  for (const char one : trimmed(text)) {
    if (one == '.') continue;
    if (one < '0' || one > '9') return std::nullopt;
    digits += one;
  }
  if (digits.size() != 8) return std::nullopt;
  const auto day = Date::parse(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2));
  return day ? std::optional(*day) : std::nullopt;
}

std::string local_moment(std::string_view day, std::string_view time) {
  const auto date = day_of(day);
  if (!date) return {};
  std::string digits;
  for (const char one : time)
    if (one >= '0' && one <= '9' && digits.size() < 6)
      digits += one;
    else if (one != ':')
      break;
  const auto two = [&](std::size_t at) { return digits.size() >= at + 2 ? std::stoi(digits.substr(at, 2)) : 0; };
  if (digits.size() < 4 || two(0) > 23 || two(2) > 59 || two(4) > 59) return date->text();
  return date->text() + "T" + digits.substr(0, 2) + ":" + digits.substr(2, 2) + ":" +
         (digits.size() == 6 ? digits.substr(4, 2) : "00");
}

std::string value_of(json::Value attributes, std::string_view tag) {
  const auto value = first_item(attributes, tag);
  return std::string(trimmed(value.is_object() ? value["Alphabetic"].text() : value.text()));
}

Result<DicomObject> object_of(json::Value attributes) {
  if (!attributes.is_object()) return fail(ErrorKind::invalid, "this is no DICOM JSON: an object is one JSON object");
  DicomObject object;
  CHARTA_TRY(object.instance, uid_of(attributes, "00080018", "SOP Instance UID"));
  CHARTA_TRY(object.sop_class, uid_of(attributes, "00080016", "SOP Class UID"));
  CHARTA_TRY(object.study, uid_of(attributes, "0020000D", "Study Instance UID"));
  CHARTA_TRY(object.series, uid_of(attributes, "0020000E", "Series Instance UID"));
  read_patient(attributes, object);
  read_study(attributes, object);
  read_series(attributes, object);
  read_instance(attributes, object);
  return object;
}

}  // namespace charta::dicom
