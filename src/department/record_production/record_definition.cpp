// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/record_definition.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::record_production {
namespace {

using Words = std::vector<std::string>;

Words words_in(json::Value list) {
  Words all;
  for (const auto one : list) all.emplace_back(one.text());
  return all;
}

bool asks_nothing_or_names(const Words& list, const std::string& word) {
  return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

bool asks_nothing_or_names_any(const Words& list, const Words& words) {
  return list.empty() ||
         std::any_of(words.begin(), words.end(), [&](const auto& one) { return asks_nothing_or_names(list, one); });
}

Error not_a_definition(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, "clauses");
}

Result<access::SensitivityMask> labels_in(const rules::Rule& rule, json::Value list) {
  access::SensitivityMask mask = 0;
  for (const auto one : list) {
    const auto label = access::parse_label(one.text());
    if (!label) return not_a_definition(rule, "'" + std::string(one.text()) + "' is no label of a record");
    mask |= *label;
  }
  return mask;
}

Result<Clause> read_clause(const rules::Rule& rule, json::Value from) {
  Clause clause;
  clause.code = from["code"].text(), clause.because = from["because"].text(), clause.is_in = from["in"].boolean();
  if (clause.code.empty() || clause.because.empty() || !from["in"])
    return not_a_definition(rule, "each clause has a code, says whether it takes in, and why");
  clause.kinds = words_in(from["kinds"]), clause.types = words_in(from["types"]), clause.statuses = words_in(from["statuses"]);
  clause.completions = words_in(from["completions"]), clause.sources = words_in(from["sources"]);
  CHARTA_TRY(clause.labels, labels_in(rule, from["labels"]));
  return clause;
}

bool holds_for_everything(const Clause& clause) {
  return clause.kinds.empty() && clause.types.empty() && clause.statuses.empty() && clause.completions.empty() &&
         clause.sources.empty() && clause.labels == 0;
}

}  // namespace

bool Clause::holds_for(const DocumentLine& line) const {
  return asks_nothing_or_names(kinds, line.kind) && asks_nothing_or_names_any(types, line.types) &&
         asks_nothing_or_names(statuses, line.status) && asks_nothing_or_names(completions, line.completion) &&
         asks_nothing_or_names(sources, line.source) && (labels == 0 || (labels & line.labels) != 0);
}

Result<RecordDefinition> RecordDefinition::from_rule(const rules::Rule& rule) {
  RecordDefinition definition;
  definition.code = rule.id.substr(rule.id.find('/') + 1), definition.title = rule.title, definition.rule = rule.reference();
  definition.citation = rule.citation, definition.is_verified = rule.verified, definition.note = rule.message_to_clerk;
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  for (const auto one : document.root()["clauses"]) {
    CHARTA_TRY(auto clause, read_clause(rule, one));
    definition.clauses.push_back(std::move(clause));
  }
  if (definition.clauses.empty() || !holds_for_everything(definition.clauses.back()))
    return not_a_definition(rule, "the last clause asks nothing, so that every document is decided");
  return definition;
}

Decision decide(const RecordDefinition& definition, const DocumentLine& line) {
  for (const auto& clause : definition.clauses)
    if (clause.holds_for(line)) return {clause.is_in, clause.code, clause.because, definition.rule};
  return {false, "not-defined", "no clause of the definition names it", definition.rule};
}

}  // namespace charta::record_production
