// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/survivorship.hpp"

#include <algorithm>
#include <array>

namespace charta::patient_index {
namespace {

struct FieldOfPerson {
  SurvivorField field;
  std::string_view code, title;
};
constexpr std::array<FieldOfPerson, 8> fields{
    {{SurvivorField::name, "name", "Name"},
     {SurvivorField::birth_date, "birth_date", "Birth date"},
     {SurvivorField::sex, "sex", "Sex"},
     {SurvivorField::address, "address", "Address"},
     {SurvivorField::phone, "phone", "Telephone"},
     {SurvivorField::email, "email", "E-mail"},
     {SurvivorField::mothers_maiden_name, "mothers_maiden_name", "Mother's maiden name"},
     {SurvivorField::death, "death", "Date of death"}}};

const FieldOfPerson& row_of(SurvivorField field) {
  return *std::find_if(fields.begin(), fields.end(), [&](const FieldOfPerson& row) { return row.field == field; });
}

std::string value_of(SurvivorField field, const Demographics& who) {
  switch (field) {
    case SurvivorField::name:
      return who.current_name() == nullptr ? std::string() : display_name(*who.current_name());
    case SurvivorField::birth_date:
      return who.birth_date ? who.birth_date->text() : who.birth_text;
    case SurvivorField::sex:
      return who.sex;
    case SurvivorField::address:
      return who.address;
    case SurvivorField::phone:
      return who.phone;
    case SurvivorField::email:
      return who.email;
    case SurvivorField::mothers_maiden_name:
      return who.mothers_maiden_name;
    case SurvivorField::death:
      return who.death_date ? who.death_date->text() : who.deceased ? "deceased" : "";
  }
  return {};
}

/// The name goes to the front; the one that it replaces stays among the others.
void take_name(Demographics& shown, const Name& name) {
  std::erase_if(shown.names, [&](const Name& one) {
    return one.family == name.family && one.given == name.given && one.middle == name.middle && one.suffix == name.suffix;
  });
  for (auto& one : shown.names)
    if (one.use == NameUse::current) one.use = NameUse::alias;
  shown.names.insert(shown.names.begin(), name);
}

void take(SurvivorField field, Demographics& shown, const Demographics& absorbed) {
  switch (field) {
    case SurvivorField::name:
      take_name(shown, *absorbed.current_name());
      break;
    case SurvivorField::birth_date:
      shown.birth_date = absorbed.birth_date;
      shown.birth_text = absorbed.birth_text;
      break;
    case SurvivorField::sex:
      shown.sex = absorbed.sex;
      break;
    case SurvivorField::address:
      shown.address = absorbed.address;
      shown.street = absorbed.street;
      shown.city = absorbed.city;
      shown.region = absorbed.region;
      shown.postal_code = absorbed.postal_code;
      break;
    case SurvivorField::phone:
      shown.phone = absorbed.phone;
      break;
    case SurvivorField::email:
      shown.email = absorbed.email;
      break;
    case SurvivorField::mothers_maiden_name:
      shown.mothers_maiden_name = absorbed.mothers_maiden_name;
      break;
    case SurvivorField::death:
      shown.deceased = absorbed.deceased;
      shown.death_date = absorbed.death_date;
      break;
  }
}

}  // namespace

std::string_view survivor_field_code(SurvivorField field) {
  return row_of(field).code;
}
std::string_view survivor_field_title(SurvivorField field) {
  return row_of(field).title;
}

Result<SurvivorChoices> parse_choices(json::Value object) {
  SurvivorChoices choices;
  for (const auto member : object) {
    const auto row =
        std::find_if(fields.begin(), fields.end(), [&](const FieldOfPerson& one) { return one.code == member.key(); });
    if (row == fields.end())
      return fail(ErrorKind::unknown_code, "there is no field '" + std::string(member.key()) + "' to choose", "choices");
    const auto side = member.text();
    if (side != "survivor" && side != "absorbed")
      return fail(ErrorKind::unknown_code, "choose 'survivor' or 'absorbed' for " + std::string(row->code),
                  "choices." + std::string(row->code));
    choices[row->field] = side == "absorbed";
  }
  return choices;
}

std::string print_choices(const SurvivorChoices& choices) {
  if (choices.empty()) return {};
  std::string text;
  json::Writer out(text);
  out.begin_object();
  for (const auto& [field, absorbed] : choices) out.member(survivor_field_code(field), absorbed ? "absorbed" : "survivor");
  out.end_object();
  return text;
}

std::vector<SurvivorRow> survivor_rows(const Demographics& survivor, const Demographics& absorbed,
                                       const SurvivorChoices& choices) {
  std::vector<SurvivorRow> rows;
  for (const auto& one : fields) {
    SurvivorRow row{one.field, value_of(one.field, survivor), value_of(one.field, absorbed), false, false};
    if (row.survivor.empty() && row.absorbed.empty()) continue;
    const auto choice = choices.find(one.field);
    row.is_chosen = choice != choices.end();
    // A choice of nothing is none: what only one record says is never lost.
    row.takes_absorbed = row.survivor.empty() || (row.is_chosen && choice->second && !row.absorbed.empty());
    rows.push_back(std::move(row));
  }
  return rows;
}

Demographics survivor_shown(const Demographics& survivor, const Demographics& absorbed, const SurvivorChoices& choices) {
  Demographics shown = survivor;
  for (const auto& row : survivor_rows(survivor, absorbed, choices))
    if (row.takes_absorbed) take(row.field, shown, absorbed);
  return shown;
}

}  // namespace charta::patient_index
