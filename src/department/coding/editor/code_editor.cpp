// SPDX-License-Identifier: Apache-2.0
#include "department/coding/editor/code_editor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::editor {

using grouper::Claim;

/// What the rules ask of one claim, looked up once.
struct CodeEditor::Case {
  const Claim& claim;
  std::int32_t day;
  int stay;
  const DatedCode* principal = nullptr;
  std::vector<const DatedCode*>& secondary;
  std::vector<const DatedCode*>& procedures;
  std::uint64_t principal_attributes = 0, secondary_attributes = 0, diagnosis_attributes = 0, procedure_attributes = 0;
};

namespace {

/// Lists of an edit's codes come without the ages that the edit is about: those are the rule's.
void take_ages_of(const EditRule& rule, EditTables& tables) {
  for (const auto& ages : rule.ages) {
    const auto found = std::find(tables.attributes.begin(), tables.attributes.end(), ages.attribute);
    if (found == tables.attributes.end()) continue;
    tables.ages.push_back({ages.first_day, ages.last_day, static_cast<std::uint16_t>(found - tables.attributes.begin()),
                           static_cast<std::uint16_t>(ages.youngest), static_cast<std::uint16_t>(ages.oldest), 0});
  }
}

}  // namespace

bool CodeEditor::can_check(std::size_t rule) const {
  const auto& asked = rules_[rule];
  if (asked.asks == EditRule::Asks::age) return !tables_.ages.empty();
  if (asked.asks == EditRule::Asks::discharge_status) return !tables_.statuses.empty();
  return asked.has.empty() || bound_[rule].has != 0;
}

std::vector<std::string> CodeEditor::not_checked(Date day) const {
  std::vector<std::string> names;
  const auto number = day_number(day);
  for (std::size_t n = 0; n < rules_.size(); ++n) {
    if (number < bound_[n].first_day || bound_[n].last_day < number || can_check(n)) continue;
    std::string attributes;
    for (const auto& attribute : rules_[n].has) attributes += (attributes.empty() ? "" : ", ") + attribute;
    auto name = attributes.empty() ? rules_[n].edit : fmt::format("{} ({})", rules_[n].edit, attributes);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

CodeEditor::CodeEditor(EditTables tables, std::vector<EditRule> rules) : tables_(std::move(tables)), rules_(std::move(rules)) {
  if (tables_.ages.empty())
    for (const auto& rule : rules_) take_ages_of(rule, tables_);
  for (const auto& rule : rules_) {
    Bound& bound = bound_.emplace_back();
    bound.first_day = day_number(rule.from);
    bound.last_day = rule.to ? day_number(*rule.to) : INT32_MAX;
    for (const auto& name : rule.has) bound.has |= tables_.mask_of(name);
    bound.when_principal = tables_.mask_of(rule.when_principal);
    bound.when_diagnosis = tables_.mask_of(rule.when_diagnosis);
    bound.unless_diagnosis = tables_.mask_of(rule.unless_diagnosis);
    bound.unless_secondary = tables_.mask_of(rule.unless_secondary);
    bound.unless_has = tables_.mask_of(rule.unless_has);
    bound.unless_procedure = tables_.mask_of(rule.unless_procedure);
    bound.unless_secondary_with = tables_.mask_of(rule.unless_secondary_with);
    for (std::size_t n = 0; n + 1 < bound_.size(); ++n)
      if (!rule.unless_edit.empty() && rules_[n].edit == rule.unless_edit) bound.unless_edit = static_cast<int>(n);
  }
}

bool CodeEditor::fits_age(std::uint64_t attributes, const Case& asked) const {
  for (const auto& range : tables_.ages) {
    if (((attributes >> range.attribute) & 1U) == 0 || asked.day < range.first_day || asked.day > range.last_day) continue;
    if (asked.claim.age < range.youngest || asked.claim.age > range.oldest) return false;
  }
  return true;
}

bool CodeEditor::applies(const Bound& bound, const EditRule& rule, const Case& asked, std::uint64_t attributes) const {
  if ((attributes & bound.has) == 0 || (attributes & bound.unless_has) != 0) return false;
  if (!rule.when_principal.empty() && (asked.principal_attributes & bound.when_principal) == 0) return false;
  if (!rule.when_diagnosis.empty() && (asked.diagnosis_attributes & bound.when_diagnosis) == 0) return false;
  if ((asked.diagnosis_attributes & bound.unless_diagnosis) != 0 || (asked.secondary_attributes & bound.unless_secondary) != 0 ||
      (asked.procedure_attributes & bound.unless_procedure) != 0)
    return false;
  if ((attributes & bound.unless_secondary_with) != 0 && !asked.claim.secondary.empty()) return false;
  if (rule.over_age >= 0 && asked.claim.age >= 0 && asked.claim.age <= rule.over_age) return false;
  return rule.stay_at_most < 0 || (asked.stay >= 0 && asked.stay <= rule.stay_at_most);
}

void CodeEditor::run(std::size_t number, const Case& asked, std::vector<Finding>& findings) const {
  using Asks = EditRule::Asks;
  const EditRule& rule = rules_[number];
  const Bound& bound = bound_[number];
  const auto add = [&](bool is_procedure, int place) {
    findings.push_back({static_cast<std::uint16_t>(number), is_procedure, place});
  };
  const auto each_diagnosis = [&](auto judge) {
    if (asked.claim.principal.code != 0 && judge(asked.principal)) add(false, -1);
    for (std::size_t n = 0; n < asked.secondary.size(); ++n)
      if (judge(asked.secondary[n])) add(false, static_cast<int>(n));
  };
  switch (rule.asks) {
    case Asks::valid_code:
      if (asked.principal == nullptr) add(false, -1);  // none is as wrong as one that is no code; the others may be left blank
      for (std::size_t n = 0; n < asked.secondary.size(); ++n)
        if (asked.secondary[n] == nullptr && asked.claim.secondary[n].code != 0) add(false, static_cast<int>(n));
      for (std::size_t n = 0; n < asked.procedures.size(); ++n)
        if (asked.procedures[n] == nullptr && asked.claim.procedures[n] != 0) add(true, static_cast<int>(n));
      return;
    case Asks::duplicate_principal:
      for (std::size_t n = 0; n < asked.claim.secondary.size(); ++n)
        if (asked.claim.secondary[n].code == asked.claim.principal.code && asked.claim.principal.code != 0)
          add(false, static_cast<int>(n));
      return;
    case Asks::principal:
      if (asked.principal != nullptr && applies(bound, rule, asked, asked.principal_attributes)) add(false, -1);
      return;
    case Asks::diagnosis:
      return each_diagnosis(
          [&](const DatedCode* code) { return code != nullptr && applies(bound, rule, asked, code->attributes); });
    case Asks::age:
      return each_diagnosis([&](const DatedCode* code) { return code != nullptr && !fits_age(code->attributes, asked); });
    case Asks::sex:
      if (asked.claim.sex == rule.sex) return;
      each_diagnosis([&](const DatedCode* code) { return code != nullptr && (code->attributes & bound.has) != 0; });
      [[fallthrough]];
    case Asks::procedure:
      for (std::size_t n = 0; n < asked.procedures.size(); ++n) {
        if (asked.procedures[n] == nullptr || !applies(bound, rule, asked, asked.procedures[n]->attributes)) continue;
        const bool noted = bound.unless_edit >= 0 && std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
                             return finding.is_procedure && finding.place == static_cast<int>(n) &&
                                    rules_[finding.rule].edit == rule.unless_edit;
                           });
        if (!noted) add(true, static_cast<int>(n));
      }
      return;
    case Asks::patient_age:
      if (asked.claim.age < rule.at_least || asked.claim.age > rule.at_most) add(false, -2);
      return;
    case Asks::patient_sex:
      if (rule.sexes.find(asked.claim.sex) == std::string::npos) add(false, -2);
      return;
    case Asks::discharge_status:
      if (std::none_of(tables_.statuses.begin(), tables_.statuses.end(), [&](const DatedStatus& row) {
            return row.status == asked.claim.discharge_status && row.first_day <= asked.day && asked.day <= row.last_day;
          }))
        add(false, -2);
      return;
  }
}

void CodeEditor::edit(const Claim& claim, Date day, int stay, std::vector<Finding>& findings) const {
  thread_local std::vector<const DatedCode*> secondary, procedures;  // room kept from claim to claim
  secondary.clear(), procedures.clear(), findings.clear();
  Case asked{claim, day_number(day), stay, nullptr, secondary, procedures};
  asked.principal = tables_.diagnoses.on(claim.principal.code, asked.day);
  if (asked.principal != nullptr) asked.principal_attributes = asked.diagnosis_attributes = asked.principal->attributes;
  for (const auto& diagnosis : claim.secondary) {
    secondary.push_back(tables_.diagnoses.on(diagnosis.code, asked.day));
    if (secondary.back() != nullptr) asked.secondary_attributes |= secondary.back()->attributes;
  }
  asked.diagnosis_attributes |= asked.secondary_attributes;
  for (const auto code : claim.procedures) {
    procedures.push_back(tables_.procedures.on(code, asked.day));
    if (procedures.back() != nullptr) asked.procedure_attributes |= procedures.back()->attributes;
  }
  for (std::size_t n = 0; n < rules_.size(); ++n)
    if (bound_[n].first_day <= asked.day && asked.day <= bound_[n].last_day) run(n, asked, findings);
}

std::string CodeEditor::in_words(const Finding& finding, const Claim& claim) const {
  const EditRule& rule = rules_[finding.rule];
  std::string what = "the claim";
  const auto place = static_cast<std::size_t>(std::max(finding.place, 0));
  if (finding.is_procedure)
    what = fmt::format("procedure {} ({})", place + 1, grouper::text_of(claim.procedures[place]));
  else if (finding.place == -1)
    what = fmt::format("principal diagnosis {}", grouper::text_of(claim.principal.code));
  else if (finding.place >= 0)
    what = fmt::format("secondary diagnosis {} ({})", place + 1, grouper::text_of(claim.secondary[place].code));
  return fmt::format("{}: {} (edit {}, in force from {}{}). {}", what, rule.title, rule.number, rule.from.text(),
                     rule.to ? " to " + rule.to->text() : std::string(), rule.remedy);
}

}  // namespace charta::editor
