// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/patient_message.hpp"

#include "base/text.hpp"
#include "department/patient_index/name_agreement.hpp"

namespace charta::patient_index {
namespace {

using hl7v2_fhir::Elements;

bool same_identifier(json::Value a, json::Value b) {
  return a["system"].text() == b["system"].text() && a["value"].text() == b["value"].text();
}

json::Value find_identifier(json::Value patient, json::Value identifier) {
  for (const auto one : patient["identifier"]) {
    if (same_identifier(one, identifier)) return one;
  }
  return {};
}

void add_identifiers(Elements& make, json::Value patient, const hl7v2::Segment& pid) {
  for (const auto& cx : pid.field(3).repetitions()) {
    const auto identifier = make.identifier(cx);
    if (identifier && !find_identifier(patient, identifier)) make.append_to(patient, "identifier", identifier);
  }
  std::string digits;
  for (const char c : pid.field(19).text()) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() != 9) return;
  const auto ssn = make.identifier(hl7v2_fhir::EntityId{"http://hl7.org/fhir/sid/us-ssn", digits}, "SS");
  if (!find_identifier(patient, ssn)) make.append_to(patient, "identifier", ssn);
}

bool same_name(json::Value a, json::Value b) {
  return a["family"].text() == b["family"].text() && a["given"].at(0).text() == b["given"].at(0).text() &&
         a["given"].at(1).text() == b["given"].at(1).text() && a["suffix"].at(0).text() == b["suffix"].at(0).text();
}

bool has_name(json::Value names, json::Value name) {
  for (const auto one : names) {
    if (same_name(one, name)) return true;
  }
  return false;
}

/// The names of the message, then every earlier one that it does not repeat, marked old.
void replace_names(Elements& make, json::Value patient, const hl7v2::Segment& pid, std::string_view event_time) {
  auto names = make.document().array();
  for (const int field : {5, 9}) {
    for (const auto& xpn : pid.field(field).repetitions()) {
      auto name = make.human_name(xpn);
      if (!name || has_name(names, name)) continue;
      if (field == 9 && !name["use"]) make.document().set(name, "use", "nickname");
      make.document().append(names, name);
    }
  }
  if (names.size() == 0) return;
  for (const auto earlier : patient["name"]) {
    if (has_name(names, earlier)) continue;
    auto old = make.document().copy(earlier);
    const auto use = old["use"].text();
    if (use != "maiden" && use != "nickname" && use != "old") {
      make.document().set(old, "use", "old");
      if (const auto ended = make.date_time(event_time)) {
        auto period = make.document().object();
        make.document().set(period, "end", ended);
        make.document().set(old, "period", period);
      }
    }
    make.document().append(names, old);
  }
  make.document().set(patient, "name", names);
}

/// Runs `make_value` for a field that says something; takes the element away on HL7's explicit null.
template <class MakeValue>
void replace(Elements& make, json::Value patient, std::string_view key, const hl7v2::Field& field, MakeValue make_value) {
  if (field.is_null()) {
    make.document().remove(patient, key);
    return;
  }
  if (!field.empty()) make.set(patient, key, make_value());
}

template <class MakeOne>
json::Value list_of(Elements& make, const hl7v2::Field& field, MakeOne make_one) {
  auto list = make.document().array();
  for (const auto& repetition : field.repetitions()) {
    if (const auto value = make_one(repetition)) make.document().append(list, value);
  }
  return list.size() == 0 ? json::Value() : list;
}

json::Value gender_of(Elements& make, std::string_view code) {
  if (code == "M") return make.document().string("male");
  if (code == "F") return make.document().string("female");
  return make.document().string(code == "O" || code == "A" ? "other" : "unknown");
}

json::Value birth_date_of(Elements& make, std::string_view hl7_time) {
  const auto time = LocalTime::parse_hl7(trimmed(hl7_time));
  if (!time || time->date() < *Date::parse("1850-01-01")) return {};
  if (time->precision() >= Precision::day) return make.document().string(time->date().text());
  return make.document().string(time->fhir_text(make.sender().zone));
}

void replace_telecoms(Elements& make, json::Value patient, const hl7v2::Segment& pid) {
  if (pid.field(13).empty() && pid.field(14).empty()) return;
  auto list = make.document().array();
  for (const int field : {13, 14}) {
    for (const auto& xtn : pid.field(field).repetitions()) {
      if (const auto value = make.telecom(xtn, field == 13 ? "home" : "work")) make.document().append(list, value);
    }
  }
  if (list.size() > 0) make.document().set(patient, "telecom", list);
}

void replace_death(Elements& make, json::Value patient, const hl7v2::Segment& pid) {
  if (pid.field(29).is_null()) make.document().remove(patient, "deceasedDateTime");
  if (const auto at = make.date_time(pid.field(29).text())) {
    make.document().remove(patient, "deceasedBoolean");
    make.document().set(patient, "deceasedDateTime", at);
  } else if (pid.field(30).text() == "Y" && !patient["deceasedDateTime"]) {
    make.document().set(patient, "deceasedBoolean", make.document().boolean(true));
  } else if (pid.field(30).text() == "N") {
    make.document().remove(patient, "deceasedBoolean");
    make.document().remove(patient, "deceasedDateTime");
  }
}

void replace_multiple_birth(Elements& make, json::Value patient, const hl7v2::Segment& pid) {
  if (const auto order = parse_integer(trimmed(pid.field(25).text())); order && *order > 0 && *order < 20) {
    make.document().remove(patient, "multipleBirthBoolean");
    make.document().set(patient, "multipleBirthInteger", make.document().integer(*order));
  } else if (pid.field(24).text() == "Y" && !patient["multipleBirthInteger"]) {
    make.document().set(patient, "multipleBirthBoolean", make.document().boolean(true));
  }
}

}  // namespace

void apply_pid(Elements& make, json::Value patient, const hl7v2::Segment& pid, std::string_view event_time) {
  auto& document = make.document();
  document.set_first(patient, "resourceType", document.string("Patient"));
  add_identifiers(make, patient, pid);
  replace_names(make, patient, pid, event_time);
  replace(make, patient, "gender", pid.field(8), [&] { return gender_of(make, trimmed(pid.field(8).text())); });
  replace(make, patient, "birthDate", pid.field(7), [&] { return birth_date_of(make, pid.field(7).text()); });
  replace_death(make, patient, pid);
  replace(make, patient, "address", pid.field(11), [&] {
    return list_of(make, pid.field(11), [&](const hl7v2::Repetition& xad) { return make.address(xad); });
  });
  replace_telecoms(make, patient, pid);
  replace(make, patient, "maritalStatus", pid.field(16), [&] { return make.concept_of(pid.field(16).repetition(1)); });
  replace_multiple_birth(make, patient, pid);
}

void retire_identifiers(Elements& make, json::Value patient, const Demographics& prior, std::string_view event_time) {
  for (const auto& id : prior.identifiers) {
    for (const auto one : patient["identifier"]) {
      if (one["system"].text() != id.assigner || one["value"].text() != id.value) continue;
      make.document().set(one, "use", "old");
      const auto ended = make.date_time(event_time);
      if (!ended) continue;
      auto period = make.document().object();
      make.document().set(period, "end", ended);
      make.document().set(one, "period", period);
    }
  }
}

}  // namespace charta::patient_index
