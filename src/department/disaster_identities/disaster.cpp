// SPDX-License-Identifier: Apache-2.0
#include "department/disaster_identities/disaster.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::disaster_identities {
namespace {

using access::Permission;

constexpr auto desk = Permission::register_patient, decide = Permission::link_patients;
constexpr worklists::Transition steps[] = {
    {"reserved", "use", "in-use", "", desk},
    {"reserved", "retire", "unused", "", desk},
    {"in-use", "identify", "identified", "is-linked", decide},
    {"in-use", "discharge-unknown", "discharged-unknown", "", desk},
    {"discharged-unknown", "return", "in-use", "", desk},
    {"discharged-unknown", "identify", "identified", "is-linked", decide},
    {"discharged-unknown", "close-unknown", "never-identified", "", decide, true},
};
constexpr std::string_view final_states[] = {"identified", "unused", "never-identified"};
constexpr std::string_view cancelled_states[] = {"unused", "never-identified"};
constexpr worklists::Title titles[] = {{"in-use", "Unknown, in the house"},
                                       {"discharged-unknown", "Left, still unknown"},
                                       {"discharge-unknown", "Left without being identified"},
                                       {"identify", "Identified"},
                                       {"close-unknown", "Never identified"},
                                       {"return", "Came back"}};

Result<std::int64_t> whole_from_one(json::Value parameters, std::string_view name) {
  const auto value = parameters[name].integer();
  if (!value || *value < 1 || *value > 100'000)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number from 1 on", std::string(name));
  return *value;
}

}  // namespace

const worklists::StateMachine& disaster_machine() {
  static constexpr worklists::StateMachine machine{"disaster-identity", "People still unknown",  "reserved", steps, final_states,
                                                   cancelled_states,    Permission::read_record, false,      titles};
  return machine;
}

Result<DisasterRules> DisasterRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* names, book.in_force("disaster-identities/names", today, jurisdiction));
  CHARTA_TRY(const auto* told, book.in_force("disaster-identities/disclosures", today, jurisdiction));
  CHARTA_TRY(const auto names_text, json::Document::parse(names->parameters));
  CHARTA_TRY(const auto told_text, json::Document::parse(told->parameters));
  DisasterRules rules;
  rules.names_rule = names->reference();
  rules.disclosure_rule = told->reference();
  rules.family = std::string(names_text.root()["family"].text());
  CHARTA_TRY(const auto digits, whole_from_one(names_text.root(), "digits"));
  rules.digits = static_cast<int>(std::min<std::int64_t>(digits, 9));
  CHARTA_TRY(rules.block_most, whole_from_one(names_text.root(), "block_most"));
  CHARTA_TRY(rules.kits_at_once, whole_from_one(names_text.root(), "kits_at_once"));
  for (const auto one : told_text.root()["bases"])
    rules.bases.push_back({std::string(one["code"].text()), std::string(one["sentence"].text()),
                           std::string(one["citation"].text()), one["needs_agreement"].boolean()});
  for (const auto one : told_text.root()["agreements"]) rules.agreements.emplace_back(one.text());
  if (rules.family.empty()) return fail(ErrorKind::invalid, "say which surname stands for nobody's", "family");
  if (rules.bases.empty()) return fail(ErrorKind::invalid, "say on what basis a family may be told", "bases");
  return rules;
}

const Basis* DisasterRules::basis(std::string_view code) const {
  const auto found = std::find_if(bases.begin(), bases.end(), [&](const Basis& one) { return one.code == code; });
  return found == bases.end() ? nullptr : &*found;
}

std::string letter_of(std::int64_t event_number) {
  constexpr std::int64_t letters = 26;
  std::string text;
  for (std::int64_t rest = event_number; rest > 0; rest = (rest - 1) / letters)
    text.insert(text.begin(), static_cast<char>('A' + (rest - 1) % letters));
  return text;
}

std::optional<patient_index::Name> name_of(const DisasterRules& rules, const std::string& letter, std::int64_t place) {
  const std::string number = fmt::format("{:0{}}", place, rules.digits);
  if (static_cast<int>(number.size()) > rules.digits) return std::nullopt;
  return patient_index::Name{rules.family, letter + number, "", "", patient_index::NameUse::alias};
}

Result<void> require_said(std::string_view value, std::string_view question, std::string_view location) {
  if (!trimmed(value).empty()) return {};
  return fail(ErrorKind::missing, "say " + std::string(question), std::string(location));
}

}  // namespace charta::disaster_identities
