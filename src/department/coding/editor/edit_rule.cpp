// SPDX-License-Identifier: Apache-2.0
#include "department/coding/editor/code_editor.hpp"

#include <fmt/format.h>

namespace charta::editor {
namespace {

using Asks = EditRule::Asks;

constexpr std::pair<std::string_view, Asks> questions[] = {{"valid-code", Asks::valid_code},
                                                           {"duplicate-principal", Asks::duplicate_principal},
                                                           {"principal", Asks::principal},
                                                           {"diagnosis", Asks::diagnosis},
                                                           {"procedure", Asks::procedure},
                                                           {"age", Asks::age},
                                                           {"sex", Asks::sex},
                                                           {"patient-age", Asks::patient_age},
                                                           {"patient-sex", Asks::patient_sex},
                                                           {"discharge-status", Asks::discharge_status}};

int number_or(json::Value value, int standard) {
  return static_cast<int>(value.integer().value_or(standard));
}

Result<EditRule> read_rule(json::Value row) {
  EditRule rule;
  rule.edit = row["edit"].text();
  const auto refused = [&](std::string_view why) {
    return fail(ErrorKind::invalid, fmt::format("edit '{}': {}", rule.edit, why));
  };
  bool known = false;
  for (const auto& [name, asks] : questions)
    if (row["asks"].text() == name) rule.asks = asks, known = true;
  if (rule.edit.empty() || !known) return refused("'edit' and a known 'asks' are required");
  rule.type = row["type"].text(), rule.title = row["title"].text(), rule.remedy = row["remedy"].text(),
  rule.source = row["source"].text();
  rule.number = number_or(row["number"], 0);
  const auto from = Date::parse(row["from"].text());
  if (!from) return refused("'from' takes a day");
  rule.from = *from;
  if (row["to"] && !(rule.to = Date::parse(row["to"].text()))) return refused("'to' takes a day");
  for (const auto name : row["has"]) rule.has.emplace_back(name.text());
  for (const auto ages : row["ages"]) {
    const auto first = Date::parse(ages["from"].text()), last = Date::parse(ages["to"].text());
    if (!first || ages["attribute"].text().empty()) return refused("'ages' take 'attribute' and 'from'");
    rule.ages.push_back({std::string(ages["attribute"].text()), day_number(*first), last ? day_number(*last) : INT32_MAX,
                         number_or(ages["youngest"], 0), number_or(ages["oldest"], 0)});
  }
  rule.when_principal = row["when_principal"].text(), rule.when_diagnosis = row["when_diagnosis"].text();
  rule.unless_diagnosis = row["unless_diagnosis"].text(), rule.unless_procedure = row["unless_procedure"].text();
  rule.unless_edit = row["unless_edit"].text(), rule.unless_secondary_with = row["unless_secondary_with"].text();
  rule.unless_secondary = row["unless_secondary"].text(), rule.unless_has = row["unless_has"].text();
  rule.sexes = row["sexes"].text();
  if (rule.asks == Asks::patient_sex && rule.sexes.empty()) return refused("'sexes' takes the letters that are valid");
  if (row["sex"]) rule.sex = row["sex"].text().empty() ? ' ' : row["sex"].text().front();
  rule.over_age = number_or(row["over_age"], -1), rule.stay_at_most = number_or(row["stay_at_most"], -1);
  rule.at_least = number_or(row["at_least"], 0), rule.at_most = number_or(row["at_most"], 0);
  return rule;
}

}  // namespace

Result<std::vector<EditRule>> read_edit_rules(json::Value parameters) {
  std::vector<EditRule> rules;
  for (const auto row : parameters["edits"]) {
    CHARTA_TRY(auto rule, read_rule(row));
    rules.push_back(std::move(rule));
  }
  if (rules.empty()) return fail(ErrorKind::invalid, "'edits' is missing or empty");
  return rules;
}

}  // namespace charta::editor
