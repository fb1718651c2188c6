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

/// PID-6 as the extension that FHIR has for it. Source: http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName
void replace_mothers_name(Elements& make, json::Value patient, const hl7v2::Segment& pid) {
  static constexpr std::string_view url = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";
  const auto field = pid.field(6);
  if (field.empty()) return;
  auto& document = make.document();
  auto kept = document.array();
  for (const auto extension : patient["extension"]) {
    if (extension["url"].text() != url) document.append(kept, document.copy(extension));
  }
  if (!field.is_null()) {
    auto extension = document.object();
    document.set(extension, "url", url);
    const std::string name = field.text(1);
    document.set(extension, "valueString", trimmed(name));
    document.append(kept, extension);
  }
  if (kept.size() == 0)
    document.remove(patient, "extension");
  else
    document.set(patient, "extension", kept);
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
  if (const auto order = parse_integer(stripped(pid.field(25).text())); order && *order > 0 && *order < 20) {
    make.document().remove(patient, "multipleBirthBoolean");
    make.document().set(patient, "multipleBirthInteger", make.document().integer(*order));
  } else if (pid.field(24).text() == "Y" && !patient["multipleBirthInteger"]) {
    make.document().set(patient, "multipleBirthBoolean", make.document().boolean(true));
  }
}

json::Value security_of(Elements& make, json::Value patient) {
  auto meta = patient["meta"];
  if (!meta) {
    meta = make.document().object();
    make.document().set(patient, "meta", meta);
  }
  return meta;
}

/// Without the codes that `goes` names; nothing is left behind where none stays.
template <class Goes>
void drop_security(Elements& make, json::Value patient, Goes goes) {
  const auto meta = patient["meta"];
  if (meta["security"].size() == 0) return;
  auto kept = make.document().array();
  for (const auto coding : meta["security"]) {
    if (!goes(coding["system"].text(), coding["code"].text())) make.document().append(kept, make.document().copy(coding));
  }
  if (kept.size() > 0)
    make.document().set(meta, "security", kept);
  else
    make.document().remove(meta, "security");
  if (meta.size() == 0) make.document().remove(patient, "meta");
}

void add_security(Elements& make, json::Value patient, const access::SecurityCode& code) {
  for (const auto coding : patient["meta"]["security"]) {
    if (coding["system"].text() == code.system && coding["code"].text() == code.code) return;
  }
  make.append_to(security_of(make, patient), "security", make.coding(code.system, code.code));
}

/// `says`: what the field holds; `takes_back`: it says that nothing is restricted (any more).
void apply_field(Elements& make, json::Value patient, const access::SecurityLabels& labels, std::string_view field,
                 std::string_view says, bool takes_back) {
  const auto code = labels.of_field(field, says);
  if (takes_back) {
    drop_security(make, patient, [&](std::string_view system, std::string_view other) {
      return code && !says.empty() ? code->system == system && code->code == other : labels.is_said_by(field, system, other);
    });
  } else if (code) {
    add_security(make, patient, *code);
  }
}

void apply_restriction(Elements& make, json::Value patient, const hl7v2::Segment& arv, const access::SecurityLabels& labels) {
  const std::string act(stripped(arv.field(2).text()));
  const std::string restriction(stripped(arv.field(3).text()));
  std::string reason(stripped(arv.field(4).text()));
  if (act == "X") return;
  if (reason.empty() && restriction != "NO") reason = restriction;
  apply_field(make, patient, labels, "ARV-4", reason, act == "D" || restriction == "NO");
}

}  // namespace

void apply_protection(Elements& make, json::Value patient, const hl7v2::Message& message, const access::SecurityLabels& labels) {
  if (const auto* pd1 = message.first("PD1")) {
    const auto field = pd1->field(12);
    const std::string indicator(stripped(field.text()));
    if (field.is_null() || indicator == "N")
      apply_field(make, patient, labels, "PD1-12", {}, true);
    else if (!indicator.empty())
      apply_field(make, patient, labels, "PD1-12", indicator, false);
  }
  for (const auto& segment : message.segments()) {
    if (segment.name() == "PV1") break;  // what follows restricts the visit
    if (segment.name() == "ARV") apply_restriction(make, patient, segment, labels);
  }
}

void apply_pid(Elements& make, json::Value patient, const hl7v2::Segment& pid, std::string_view event_time) {
  auto& document = make.document();
  document.set_first(patient, "resourceType", document.string("Patient"));
  add_identifiers(make, patient, pid);
  replace_names(make, patient, pid, event_time);
  replace(make, patient, "gender", pid.field(8), [&] { return gender_of(make, stripped(pid.field(8).text())); });
  replace(make, patient, "birthDate", pid.field(7), [&] { return birth_date_of(make, pid.field(7).text()); });
  replace_death(make, patient, pid);
  replace(make, patient, "address", pid.field(11), [&] {
    return list_of(make, pid.field(11), [&](const hl7v2::Repetition& xad) { return make.address(xad); });
  });
  replace_telecoms(make, patient, pid);
  replace_mothers_name(make, patient, pid);
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
