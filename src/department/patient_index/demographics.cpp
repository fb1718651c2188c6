// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/demographics.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace charta::patient_index {
namespace {

constexpr std::string_view mothers_maiden_name_url = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";

/// Nine digits; the fillers that clerks type for "unknown" are no number at all (SSA never issued area 000 or 999).
std::string ssn_of(std::string_view text) {
  const std::string digits = digits_of(text);
  if (digits.size() != 9 || digits.starts_with("000") || digits.starts_with("999") || digits == "123456789") return {};
  return digits;
}

std::string trimmed_string(std::string_view text) { return std::string(trimmed(text)); }

Name name_of(const hl7v2::Repetition& xpn) {
  Name name{trimmed_string(xpn.text(1)), trimmed_string(xpn.text(2)), trimmed_string(xpn.text(3)), trimmed_string(xpn.text(4))};
  // Many senders put middle names behind the given name.
  if (const auto blank = name.given.find(' '); blank != std::string::npos && name.middle.empty()) {
    name.middle = trimmed_string(std::string_view(name.given).substr(blank));
    name.given.resize(blank);
  }
  const std::string type = trimmed_string(xpn.text(7));
  if (type == "M" || type == "B") name.use = NameUse::former;
  if (type == "A" || type == "N" || type == "S") name.use = NameUse::alias;
  return name;
}

void add_names(Demographics& who, const hl7v2::Field& field, std::optional<NameUse> use) {
  for (const auto& repetition : field.repetitions()) {
    Name name = name_of(repetition);
    if (name.family.empty() && name.given.empty()) continue;
    if (use) name.use = *use;
    who.names.push_back(std::move(name));
  }
}

void add_identifiers(Demographics& who, const hl7v2::Field& field, const hl7v2_fhir::Sender& sender) {
  for (const auto& cx : field.repetitions()) {
    const auto id = hl7v2_fhir::cx_id(cx, sender);
    if (id.empty()) continue;
    Identifier identifier{id.system, id.value, upper_ascii(stripped(cx.text(5)))};
    if (identifier.type == "SS") {
      if (who.ssn.empty()) who.ssn = ssn_of(identifier.value);
    }
    who.identifiers.push_back(std::move(identifier));
  }
}

void set_birth(Demographics& who, std::string_view hl7_time) {
  who.birth_text = trimmed_string(hl7_time);
  const auto time = LocalTime::parse_hl7(who.birth_text);
  if (time && time->precision() >= Precision::day) who.birth_date = time->date();
}

std::string sex_of(std::string_view code) {
  if (code == "M") return "male";
  if (code == "F") return "female";
  if (code == "O" || code == "A") return "other";
  return code.empty() ? "" : "unknown";
}

void set_banner(Demographics& who, const hl7v2::Segment& pid) {
  const auto home = pid.field(11).repetition(1);
  for (const int part : {1, 3, 4, 5}) {
    const std::string word = trimmed_string(home.text(part));
    if (word.empty()) continue;
    if (!who.address.empty()) who.address += ", ";
    who.address += word;
  }
  who.phone = trimmed_string(pid.field(13).text(1));
}

/// What only matching compares: the parts of the home address, PID-6, and the electronic mail among the telephones.
void set_compared(Demographics& who, const hl7v2::Segment& pid) {
  const auto home = pid.field(11).repetition(1);
  who.street = trimmed_string(home.text(1));
  who.city = trimmed_string(home.text(3));
  who.region = trimmed_string(home.text(4));
  who.postal_code = trimmed_string(home.text(5));
  who.mothers_maiden_name = trimmed_string(pid.field(6).text(1));
  for (const auto& xtn : pid.field(13).repetitions()) {
    if (who.email.empty()) who.email = trimmed_string(xtn.text(4));
  }
}

/// The current name first: identification and banners read the front.
void order_names(Demographics& who) {
  std::stable_sort(who.names.begin(), who.names.end(), [](const Name& a, const Name& b) { return a.use < b.use; });
}

Name name_of(json::Value human_name) {
  Name name{trimmed_string(human_name["family"].text()), trimmed_string(human_name["given"].at(0).text()), {}, {}};
  for (std::size_t i = 1; i < human_name["given"].size(); ++i) {
    name.middle += (name.middle.empty() ? "" : " ") + trimmed_string(human_name["given"].at(i).text());
  }
  name.suffix = trimmed_string(human_name["suffix"].at(0).text());
  if (name.family.empty() && name.given.empty()) name.family = trimmed_string(human_name["text"].text());
  const auto use = human_name["use"].text();
  if (use == "old" || use == "maiden" || human_name["period"]["end"]) name.use = NameUse::former;
  if (use == "nickname" || use == "anonymous" || use == "temp") name.use = NameUse::alias;
  return name;
}

void add_identifier(Demographics& who, json::Value value) {
  Identifier identifier{std::string(value["system"].text()), trimmed_string(value["value"].text()), {}};
  if (identifier.value.empty()) return;
  identifier.type = upper_ascii(value["type"]["coding"].at(0)["code"].text());
  if (identifier.assigner == us_ssn_system) identifier.type = "SS";
  if (identifier.type == "SS" && who.ssn.empty()) who.ssn = ssn_of(identifier.value);
  who.identifiers.push_back(std::move(identifier));
}

}  // namespace

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

std::string_view name_use_code(NameUse use) {
  switch (use) {
    case NameUse::current: return "current";
    case NameUse::former: return "former";
    case NameUse::alias: return "alias";
  }
  return "current";
}

bool is_record_number(std::string_view type) {
  return type.empty() || type == "MR" || type == "MRN" || type == "PI" || type == "PT" || type == "EPI" || is_temporary_number(type);
}

bool is_temporary_number(std::string_view type) {
  return type == "MRT";
}

Demographics demographics_of(const hl7v2::Segment& pid, const hl7v2_fhir::Sender& sender) {
  Demographics who;
  add_identifiers(who, pid.field(3), sender);
  if (who.ssn.empty()) who.ssn = ssn_of(pid.field(19).text());
  add_names(who, pid.field(5), std::nullopt);
  add_names(who, pid.field(9), NameUse::alias);
  order_names(who);
  set_birth(who, pid.field(7).text());
  who.sex = sex_of(pid.field(8).text());
  if (const auto order = parse_integer(pid.field(25).text())) who.birth_order = static_cast<int>(*order);
  const auto death = LocalTime::parse_hl7(stripped(pid.field(29).text()));
  who.deceased = death.has_value() || pid.field(30).text() == "Y";
  if (death && death->precision() >= Precision::day) who.death_date = death->date();
  set_banner(who, pid);
  set_compared(who, pid);
  return who;
}

Demographics prior_of(const hl7v2::Segment& mrg, const hl7v2_fhir::Sender& sender) {
  Demographics who;
  add_identifiers(who, mrg.field(1), sender);
  if (who.identifiers.empty()) add_identifiers(who, mrg.field(4), sender);  // MRG-4, prior patient id of v2.1 to v2.3
  add_names(who, mrg.field(7), std::nullopt);
  return who;
}

Demographics demographics_of(json::Value patient) {
  Demographics who;
  for (const auto identifier : patient["identifier"]) add_identifier(who, identifier);
  for (const auto human_name : patient["name"]) {
    Name name = name_of(human_name);
    if (!name.family.empty() || !name.given.empty()) who.names.push_back(std::move(name));
  }
  order_names(who);
  who.birth_text = std::string(patient["birthDate"].text());
  who.birth_date = Date::parse(who.birth_text);
  who.sex = std::string(patient["gender"].text());
  if (const auto order = patient["multipleBirthInteger"].integer()) who.birth_order = static_cast<int>(*order);
  const auto death = LocalTime::parse_fhir(patient["deceasedDateTime"].text());
  who.deceased = death.has_value() || patient["deceasedBoolean"].boolean();
  if (death && death->precision() >= Precision::day) who.death_date = death->date();
  const auto home = patient["address"].at(0);
  for (const auto part : {home["line"].at(0), home["city"], home["state"], home["postalCode"]}) {
    if (part.text().empty()) continue;
    who.address += (who.address.empty() ? "" : ", ") + std::string(part.text());
  }
  who.street = trimmed_string(home["line"].at(0).text());
  who.city = trimmed_string(home["city"].text());
  who.region = trimmed_string(home["state"].text());
  who.postal_code = trimmed_string(home["postalCode"].text());
  for (const auto telecom : patient["telecom"]) {
    std::string& kind = telecom["system"].text() == "email" ? who.email : who.phone;
    if (kind.empty()) kind = std::string(telecom["value"].text());
  }
  for (const auto extension : patient["extension"]) {
    if (extension["url"].text() == mothers_maiden_name_url) who.mothers_maiden_name = trimmed_string(extension["valueString"].text());
  }
  return who;
}

std::string display_name(const Name& name) {
  std::string text = name.family;
  for (const auto* part : {&name.given, &name.middle}) {
    if (part->empty()) continue;
    text += text.empty() ? "" : (part == &name.given ? ", " : " ");
    text += *part;
  }
  if (!name.suffix.empty()) text += " " + name.suffix;
  return text;
}

}  // namespace charta::patient_index
