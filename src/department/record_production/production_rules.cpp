// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/production_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <array>

namespace charta::record_production {
namespace {

constexpr std::array<std::string_view, 2> definition_rules{"chart/legal-health-record", "chart/designated-record-set"};

std::vector<std::string> texts_of(json::Value list) {
  std::vector<std::string> all;
  for (const auto one : list) all.emplace_back(one.text());
  return all;
}

Result<std::int64_t> at_least_one(json::Value parameters, std::string_view name) {
  const auto value = parameters[name].integer();
  if (!value || *value < 1)
    return fail(ErrorKind::invalid, "chart/record-production: '" + std::string(name) + "' is a whole number from 1",
                std::string(name));
  return *value;
}

Result<void> read_production(const rules::Rule& rule, ProductionRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root(), words = root["certification"];
  into.rule = rule.reference(), into.title = words["title"].text(), into.oath = words["oath"].text();
  into.paragraphs = texts_of(words["paragraphs"]), into.signature = texts_of(words["signature"]);
  for (const auto one : root["purposes"])
    into.purposes.push_back({std::string(one["code"].text()), std::string(one["title"].text())});
  if (into.paragraphs.empty() || into.purposes.empty())
    return fail(ErrorKind::invalid, rule.reference() + ": a certification has its words, and a set its purpose", "certification");
  CHARTA_TRY(into.most_documents, at_least_one(root, "most_documents"));
  CHARTA_TRY(into.most_pages, at_least_one(root, "most_pages"));
  CHARTA_TRY(into.most_bytes, at_least_one(root, "most_megabytes"));
  into.most_bytes <<= 20;
  return {};
}

}  // namespace

Result<ProductionRules> ProductionRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  ProductionRules rules;
  for (const auto id : definition_rules) {
    CHARTA_TRY(const auto* rule, book.in_force(id, today, jurisdiction));
    CHARTA_TRY(auto definition, RecordDefinition::from_rule(*rule));
    rules.definitions.push_back(std::move(definition));
  }
  CHARTA_TRY(const auto* production, book.in_force("chart/record-production", today, jurisdiction));
  CHARTA_TRY_DO(read_production(*production, rules));
  return rules;
}

Result<const RecordDefinition*> ProductionRules::definition(std::string_view code) const {
  for (const auto& one : definitions)
    if (one.code == code) return &one;
  return fail(ErrorKind::unknown_code, "there is no definition '" + std::string(code) + "'; ask for one of the list",
              "definition");
}

bool ProductionRules::knows_purpose(std::string_view code) const {
  return std::any_of(purposes.begin(), purposes.end(), [&](const Purpose& one) { return one.code == code; });
}

std::string ProductionRules::purpose_title(std::string_view code) const {
  for (const auto& one : purposes)
    if (one.code == code) return one.title;
  return std::string(code);
}

std::string filled_in(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{'), close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const auto name = text.substr(open + 1, close - open - 1);
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& one) { return one.first == name; });
    out += text.substr(0, open);
    out += found == values.end() ? std::string(text.substr(open, close - open + 1)) : found->second;
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace charta::record_production
