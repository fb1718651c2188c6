// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/matching_person.hpp"

#include <algorithm>
#include <array>

namespace charta::patient_index {
namespace {

using matching::Field;

/// Licences, passports and payers' numbers: of the person, and not of one hospital. Source: HL7 table 0203.
bool is_personal_number(std::string_view type) {
  static constexpr std::array<std::string_view, 6> types = {"DL", "PPN", "MC", "MA", "MB", "NI"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

void take_names(const Demographics& who, matching::Person& person) {
  const Name* current = who.current_name();
  if (current == nullptr) return;
  person[Field::surname] = current->family;
  person[Field::given_name] = current->given;
  person[Field::middle_name] = current->middle;
  person[Field::suffix] = current->suffix;
  for (const Name& name : who.names) {
    if (&name == current) continue;
    if (!name.family.empty() && name.family != current->family) person.other_surnames.push_back(name.family);
    if (!name.given.empty() && name.given != current->given) person.other_given_names.push_back(name.given);
  }
}

}  // namespace

matching::Person person_to_match(const Demographics& who) {
  matching::Person person;
  take_names(who, person);
  person[Field::birth_date] = who.birth_date ? who.birth_date->text() : who.birth_text;
  person[Field::sex] = who.sex == "unknown" ? "" : who.sex;
  person[Field::national_id] = who.ssn;
  for (const Identifier& id : who.identifiers) {
    if (person[Field::other_id].empty() && is_personal_number(id.type)) person[Field::other_id] = id.value;
  }
  person[Field::phone] = who.phone;
  person[Field::email] = who.email;
  person[Field::street] = who.street;
  person[Field::city] = who.city;
  person[Field::region] = who.region;
  person[Field::postal_code] = who.postal_code;
  person[Field::mothers_maiden_name] = who.mothers_maiden_name;
  if (who.birth_order) person[Field::birth_order] = std::to_string(*who.birth_order);
  if (who.death_date) person[Field::death_date] = who.death_date->text();
  return person;
}

std::string shown_value(Field field, const matching::Person& person) {
  const std::string& value = person[field];
  if (field == Field::national_id && value.size() > 4) return "ends in " + value.substr(value.size() - 4);
  if (field != Field::surname && field != Field::given_name) return value;
  std::string text = value;
  for (const auto& other : field == Field::surname ? person.other_surnames : person.other_given_names)
    text += " (also " + other + ")";
  return text;
}

}  // namespace charta::patient_index
