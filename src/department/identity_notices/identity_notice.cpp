// SPDX-License-Identifier: Apache-2.0
#include "department/identity_notices/identity_notice.hpp"

#include "department/patient_index/patient_query.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::identity_notices {
namespace {

using patient_index::Identifier;
using patient_index::Name;
using patient_index::Person;

const hl7v2::Delimiters delimiters;

std::string text(std::string_view plain) {
  return hl7v2::escape(plain, delimiters);
}

std::string digits(std::string_view date) {
  std::string out;
  std::copy_if(date.begin(), date.end(), std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

/// "2026-01-15T12:00:00.000Z" as HL7 writes it.
std::string hl7_time(Instant at) {
  return digits(at.text().substr(0, 19)) + "+0000";
}

std::string cx(std::string_view value, std::string_view assigner, std::string_view type) {
  return text(value) + "^^^" + patient_index::authority_of(assigner) + "^" + text(type);
}

std::string record_numbers(const Person& person) {
  std::string list;
  const auto& identifiers = person.record.who.identifiers;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const Identifier& id = identifiers[i];
    if (!patient_index::is_record_number(id.type) || person.identifier_status[i] != "current") continue;
    list += (list.empty() ? "" : "~") + cx(id.value, id.assigner, id.type.empty() ? "MR" : id.type);
  }
  return list;
}

std::string name_of(const Person& person) {
  const Name* name = person.record.who.current_name();
  if (name == nullptr) return {};
  return text(name->family) + "^" + text(name->given) + "^" + text(name->middle) + "^" + text(name->suffix) + "^^^L";
}

std::string_view sex_of(const Person& person) {
  const auto& sex = person.record.who.sex;
  if (sex == "male") return "M";
  if (sex == "female") return "F";
  return sex.empty() ? "" : sex == "other" ? "O" : "U";
}

std::string pid(const Person& person, const hl7v2_fhir::EntityId& account = {}) {
  const auto& who = person.record.who;
  std::string segment = "PID|||" + record_numbers(person) + "||" + name_of(person) + "||" +
                        digits(who.birth_date ? who.birth_date->text() : who.birth_text) + "|" + std::string(sex_of(person));
  if (!account.empty()) segment += "||||||||||" + cx(account.value, account.system, "AN");
  return segment + "\r";
}

std::string mrg(const Person& person, const VisitNumbers& visit = {}) {
  std::string segment = "MRG|" + record_numbers(person) + "||";
  if (!visit.account.empty()) segment += cx(visit.account.value, visit.account.system, "AN");
  segment += "||";
  if (!visit.visit.empty()) segment += cx(visit.visit.value, visit.visit.system, "VN");
  return segment + "||" + name_of(person) + "\r";
}

std::string head(const Heading& heading, std::string_view trigger, std::string_view structure) {
  return print_head(heading, "ADT", trigger, structure);
}

/// v3 ActCode to table 0004.
std::string_view patient_class(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> rows{
      {{"IMP", "I"}, {"AMB", "O"}, {"EMER", "E"}, {"PRENC", "P"}, {"ACUTE", "I"}}};
  for (const auto& [act_code, letter] : rows)
    if (act_code == code) return letter;
  return "U";
}

}  // namespace

std::string print_msh(const Heading& heading, std::string_view type, std::string_view trigger, std::string_view structure) {
  const std::string at = hl7_time(heading.at);
  return "MSH|^~\\&|CHARTA||" + text(heading.receiving_application) + "|" + text(heading.receiving_facility) + "|" + at + "||" +
         std::string(type) + "^" + std::string(trigger) + "^" + std::string(structure) + "|" + text(heading.control_id) +
         "|P|2.5.1||||||UNICODE UTF-8\r";
}

std::string print_head(const Heading& heading, std::string_view type, std::string_view trigger, std::string_view structure) {
  return print_msh(heading, type, trigger, structure) + "EVN||" + hl7_time(heading.at) + "\r";
}

std::string print_pid(const Person& person) {
  return pid(person);
}

std::string print_merge(const Heading& heading, const Person& survivor, const Person& absorbed) {
  return head(heading, "A40", "ADT_A39") + pid(survivor) + mrg(absorbed);
}

std::string print_unlink(const Heading& heading, const Person& one, const Person& other) {
  return head(heading, "A37", "ADT_A37") + pid(one) + pid(other);
}

std::string print_visit_move(const Heading& heading, const Person& from, const Person& to, const VisitNumbers& visit) {
  return head(heading, "A45", "ADT_A45") + pid(to, visit.account) + mrg(from, visit) + "PV1||" +
         std::string(patient_class(visit.class_code)) + std::string(17, '|') + cx(visit.visit.value, visit.visit.system, "VN") +
         "\r";
}

}  // namespace charta::identity_notices
