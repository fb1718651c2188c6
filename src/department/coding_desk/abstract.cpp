// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/abstract.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

constexpr std::string_view race_extension = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
constexpr std::string_view ethnicity_extension = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity";

struct Read {
  std::string value, from;
};

/// The OMB category of a US Core extension: its code, else its text.
std::string category_of(json::Value patient, std::string_view url) {
  for (const auto extension : patient["extension"]) {
    if (extension["url"].text() != url) continue;
    for (const auto part : extension["extension"]) {
      if (part["url"].text() == "ombCategory") return std::string(part["valueCoding"]["code"].text());
      if (part["url"].text() == "text") return std::string(part["valueString"].text());
    }
  }
  return {};
}

std::string number_of(json::Value patient) {
  for (const auto identifier : patient["identifier"])
    for (const auto coding : identifier["type"]["coding"])
      if (coding["code"].text() == "MR") return std::string(identifier["value"].text());
  return std::string(patient["identifier"].at(0)["value"].text());
}

std::string day_of(std::string_view written, const TimeZone& zone) {
  if (const auto at = Instant::parse(written)) return zone.local_date(*at).text();
  const auto day = Date::parse(written.substr(0, 10));
  return day ? day->text() : std::string();
}

std::string first_code(json::Value concept_value) {
  return std::string(concept_value["coding"].at(0)["code"].text());
}

std::string participant(json::Value encounter, std::string_view role) {
  for (const auto one : encounter["participant"])
    for (const auto type : one["type"])
      for (const auto coding : type["coding"])
        if (coding["code"].text() == role) {
          const auto who = one["individual"];
          const auto name = who["display"].text();
          return std::string(name.empty() ? (who["identifier"]["value"].text().empty() ? who["reference"].text()
                                                                                       : who["identifier"]["value"].text())
                                          : name);
        }
  return {};
}

/// "M", "F" as the claim writes it.
std::string sex_of(json::Value patient) {
  const auto gender = patient["gender"].text();
  return gender == "male" ? "M" : gender == "female" ? "F" : gender.empty() ? "" : "U";
}

/// A patient discharge status of UB-04: two digits as the visit has them; anything else is for a person to say.
std::string disposition_of(json::Value encounter, const CodingRules& rules) {
  for (const auto coding : encounter["hospitalization"]["dischargeDisposition"]["coding"]) {
    const auto code = coding["code"].text();
    if (code.size() == 2 && parse_integer(code)) return std::string(code);
    if (const auto known = rules.dispositions.find(code); known != rules.dispositions.end()) return known->second;
  }
  return {};
}

Read read_element(std::string_view id, json::Value patient, json::Value encounter, const CodedSheet& sheet,
                  const CodingRules& rules, const TimeZone& zone) {
  if (id == "patient-number") return {number_of(patient), "Patient.identifier"};
  if (id == "birth-date") return {std::string(patient["birthDate"].text()), "Patient.birthDate"};
  if (id == "sex") return {sex_of(patient), "Patient.gender"};
  if (id == "race") return {category_of(patient, race_extension), "Patient.extension(us-core-race)"};
  if (id == "ethnicity") return {category_of(patient, ethnicity_extension), "Patient.extension(us-core-ethnicity)"};
  if (id == "residence") return {std::string(patient["address"].at(0)["postalCode"].text()), "Patient.address.postalCode"};
  if (id == "hospital") {
    const auto provider = encounter["serviceProvider"];
    return {std::string(provider["display"].text().empty() ? provider["identifier"]["value"].text() : provider["display"].text()),
            "Encounter.serviceProvider"};
  }
  if (id == "admission-date") return {day_of(encounter["period"]["start"].text(), zone), "Encounter.period.start"};
  if (id == "discharge-date") return {day_of(encounter["period"]["end"].text(), zone), "Encounter.period.end"};
  if (id == "admission-type") return {first_code(encounter["priority"]), "Encounter.priority"};
  if (id == "attending") return {participant(encounter, "ATND"), "Encounter.participant"};
  if (id == "disposition") return {disposition_of(encounter, rules), "Encounter.hospitalization.dischargeDisposition"};
  if (id == "principal-diagnosis") return {sheet.diagnoses.empty() ? "" : sheet.diagnoses.front().code, "codes"};
  return {};
}

bool is_asked_of(const AbstractElement& element, std::string_view class_code, const CodedSheet& sheet) {
  if (!element.classes.empty() && !element.classes.contains(class_code)) return false;
  if (element.needs_procedure && sheet.procedures.empty()) return false;
  return element.only_with.empty() || std::any_of(sheet.diagnoses.begin(), sheet.diagnoses.end(),
                                                  [&](const CodedLine& one) { return any_has(element.only_with, one.code); });
}

std::string words_of_choice(const AbstractElement& element, std::string_view value) {
  for (const auto& [code, words] : element.choices)
    if (code == value) return words;
  return {};
}

std::optional<Date> date_in(std::span<const AbstractValue> values, std::string_view element) {
  const auto* found = find_value(values, element);
  return found == nullptr ? std::nullopt : Date::parse(found->value);
}

}  // namespace

std::vector<AbstractValue> abstract_of(json::Value patient, json::Value encounter, const CodedSheet& sheet,
                                       std::string_view class_code, std::span<const AbstractEntry> entered,
                                       const CodingRules& rules, const TimeZone& zone) {
  std::vector<AbstractValue> values;
  for (const auto& element : rules.abstract) {
    if (!is_asked_of(element, class_code, sheet)) continue;
    AbstractValue value;
    value.element = &element;
    const auto known =
        std::find_if(entered.begin(), entered.end(), [&](const AbstractEntry& one) { return one.element == element.id; });
    if (known != entered.end()) {
      value.value = known->value;
      value.from = "entered";
      value.entered = *known;
      value.resource_type = known->source.resource_type;
      value.fhir_id = known->source.fhir_id;
    } else if (auto read = read_element(element.id, patient, encounter, sheet, rules, zone); !read.value.empty()) {
      value.value = std::move(read.value);
      value.from = std::move(read.from);
      const bool is_patients = value.from.starts_with("Patient");
      if (is_patients || value.from.starts_with("Encounter")) {
        value.resource_type = is_patients ? "Patient" : "Encounter";
        value.fhir_id = (is_patients ? patient : encounter)["id"].text();
      }
    }
    value.words = words_of_choice(element, value.value);
    values.push_back(std::move(value));
  }
  return values;
}

const AbstractValue* find_value(std::span<const AbstractValue> values, std::string_view element) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const AbstractValue& one) { return one.element->id == element; });
  return found == values.end() ? nullptr : &*found;
}

ClaimBasis basis_of(std::span<const AbstractValue> values) {
  ClaimBasis basis;
  const auto born = date_in(values, "birth-date"), came = date_in(values, "admission-date"),
             left = date_in(values, "discharge-date");
  if (born && came && *born <= *came) {
    const auto from = born->calendar(), until = came->calendar();
    basis.age = static_cast<int>(until.year()) - static_cast<int>(from.year());
    const auto day_in_year = [](std::chrono::year_month_day day) {
      return static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
    };
    if (day_in_year(until) < day_in_year(from)) --basis.age;
  }
  if (came && left && *came <= *left) basis.stay = static_cast<int>((left->days() - came->days()).count());
  if (const auto* sex = find_value(values, "sex"); sex != nullptr && !sex->value.empty()) basis.sex = sex->value.front();
  if (const auto* status = find_value(values, "disposition"); status != nullptr)
    basis.discharge_status = static_cast<int>(parse_integer(status->value).value_or(0));
  return basis;
}

}  // namespace charta::coding_desk
