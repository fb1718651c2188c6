// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/person_text.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <array>

namespace charta::patient_index {
namespace {

std::string text_of(json::Value value) { return std::string(value.text()); }

NameUse use_of(std::string_view code) {
  if (code == "former") return NameUse::former;
  return code == "alias" ? NameUse::alias : NameUse::current;
}

void write_names(json::Writer& out, const Demographics& who) {
  out.key("names").begin_array();
  for (const auto& name : who.names) {
    out.begin_array().string(name.family).string(name.given).string(name.middle).string(name.suffix).string(name_use_code(name.use)).end_array();
  }
  out.end_array();
}

void write_identifiers(json::Writer& out, const Person& person) {
  out.key("numbers").begin_array();
  const auto& identifiers = person.record.who.identifiers;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const std::string_view status = i < person.identifier_status.size() ? std::string_view(person.identifier_status[i]) : "current";
    out.begin_array().string(identifiers[i].assigner).string(identifiers[i].value).string(identifiers[i].type).string(status).end_array();
  }
  out.end_array();
}

/// What only matching compares, in a row of its own that is absent where nothing is known.
void write_compared(json::Writer& out, const Demographics& who) {
  const std::array<const std::string*, 6> values{&who.street, &who.city,  &who.region, &who.postal_code,
                                                 &who.email,  &who.mothers_maiden_name};
  if (std::all_of(values.begin(), values.end(), [](const std::string* value) { return value->empty(); })) return;
  out.key("home").begin_array();
  for (const auto* value : values) out.string(*value);
  out.end_array();
}

void read_compared(json::Value home, Demographics& who) {
  std::string* const values[] = {&who.street, &who.city, &who.region, &who.postal_code, &who.email, &who.mothers_maiden_name};
  std::size_t i = 0;
  for (const auto value : home) {
    if (i < std::size(values)) *values[i++] = value.text();
  }
}

}  // namespace

std::string print_who(const Person& person) {
  const auto& who = person.record.who;
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_names(out, who);
  write_identifiers(out, person);
  if (!who.birth_text.empty()) out.member("birth", who.birth_text);
  if (!who.sex.empty()) out.member("sex", who.sex);
  if (!who.ssn.empty()) out.member("ssn", who.ssn);
  if (who.birth_order) out.member("order", *who.birth_order);
  if (!who.address.empty()) out.member("address", who.address);
  if (!who.phone.empty()) out.member("phone", who.phone);
  write_compared(out, who);
  out.end_object();
  return text;
}

bool parse_who(std::string_view text, Person& person) {
  const auto document = json::Document::parse(text);
  if (!document) return false;
  const auto root = document->root();
  auto& who = person.record.who;
  for (const auto row : root["names"]) {
    who.names.push_back({text_of(row.at(0)), text_of(row.at(1)), text_of(row.at(2)), text_of(row.at(3)), use_of(row.at(4).text())});
  }
  for (const auto row : root["numbers"]) {
    who.identifiers.push_back({text_of(row.at(0)), text_of(row.at(1)), text_of(row.at(2))});
    person.identifier_status.push_back(text_of(row.at(3)));
  }
  who.birth_text = text_of(root["birth"]);
  who.sex = text_of(root["sex"]);
  who.ssn = text_of(root["ssn"]);
  if (const auto order = root["order"].integer()) who.birth_order = static_cast<int>(*order);
  who.address = text_of(root["address"]);
  who.phone = text_of(root["phone"]);
  read_compared(root["home"], who);
  return true;
}

}  // namespace charta::patient_index
