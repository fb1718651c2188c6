// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/requirement.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <array>

namespace charta::chart_completion {
namespace {

using rules::Rule;

struct BasisName {
  std::string_view code;
  Basis basis;
};
constexpr std::array<BasisName, 4> bases{{{"admission", Basis::admission},
                                          {"discharge", Basis::discharge},
                                          {"surgery", Basis::surgery},
                                          {"anesthesia", Basis::anesthesia}}};

Error wrong_rule(const Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

Codes codes_of(json::Value list) {
  Codes all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

Element element_of(json::Value value) {
  Element element{std::string(value["title"].text()), codes_of(value["sections"]), {}};
  for (const auto one : value["headings"]) element.headings.emplace_back(one.text());
  return element;
}

Result<void> read_due(const Rule& rule, json::Value due, Requirement& into) {
  const auto basis = parse_basis(due["after"].text());
  if (!basis) return wrong_rule(rule, "due: 'after' is admission, discharge, surgery or anesthesia");
  into.basis = *basis;
  if (const auto hours = due["hours"].integer()) into.hours = static_cast<int>(*hours);
  if (const auto days = due["days_following"].integer()) into.days_following = static_cast<int>(*days);
  if (into.hours.has_value() == into.days_following.has_value())
    return wrong_rule(rule, "due: give either hours or days_following");
  return {};
}

Result<Requirement> read_one(const Rule& rule, json::Value root) {
  Requirement one{rule.id,
                  std::string(root["title"].text()),
                  rule.reference(),
                  rule.citation,
                  codes_of(root["classes"]),
                  codes_of(root["services"]),
                  codes_of(root["types"]),
                  Basis::discharge,
                  {},
                  {},
                  false,
                  {},
                  {},
                  {},
                  rule.verified};
  CHARTA_TRY_DO(read_due(rule, root["due"], one));
  one.opens_when_due = root["opens"].text() == "when-due";
  if (const auto days = root["before_days"].integer()) one.before_days = static_cast<int>(*days);
  for (const auto role : root["responsible"]) one.responsible.emplace_back(role.text());
  for (const auto element : root["elements"]) one.elements.push_back(element_of(element));
  if (one.title.empty() || one.classes.empty() || one.types.empty())
    return wrong_rule(rule, "a required document has a title, classes of encounter and types");
  return one;
}

Result<DocumentRule> read_document_rule(const rules::RuleBook& book, std::string_view id, Date today,
                                        std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force(id, today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  const auto opens = root["opens"]["hours"].integer(), due = root["due"]["hours"].integer();
  if (!opens || !due || *opens < 0 || *due < 0) return wrong_rule(*rule, "'opens' and 'due' are hours behind the document");
  return DocumentRule{rule->id,
                      std::string(root["title"].text()),
                      rule->reference(),
                      rule->citation,
                      std::chrono::hours(*opens),
                      root["opens"]["or_at_discharge"].boolean(),
                      std::chrono::hours(*due),
                      true};
}

Result<void> read_events(const rules::RuleBook& book, Date today, std::string_view jurisdiction, CompletionRules& into) {
  CHARTA_TRY(const auto* rule, book.in_force("deficiencies/events", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  into.surgery = codes_of(root["surgery"]);
  into.anesthesia = codes_of(root["anesthesia"]);
  into.anesthetist = codes_of(root["anesthetist"]);
  into.one_operation = std::chrono::hours(root["one_operation_hours"].integer().value_or(0));
  CHARTA_TRY(const auto* counted, book.in_force("deficiencies/delinquency", today, jurisdiction));
  CHARTA_TRY(const auto delinquency, json::Document::parse(counted->parameters));
  into.stays = codes_of(delinquency.root()["stays"]);
  if (into.surgery.empty()) return wrong_rule(*rule, "'surgery' names the codes by which an operation is known");
  return {};
}

}  // namespace

std::optional<Basis> parse_basis(std::string_view code) {
  for (const auto& row : bases)
    if (row.code == code) return row.basis;
  return std::nullopt;
}

Result<std::vector<Requirement>> read_requirements(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  std::vector<std::pair<std::int64_t, Requirement>> placed;
  for (const Rule* rule : book.all_in_force("required-documents/", today, jurisdiction)) {
    CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
    CHARTA_TRY(auto one, read_one(*rule, document.root()));
    placed.emplace_back(document.root()["place"].integer().value_or(0), std::move(one));
  }
  if (placed.empty()) return fail(ErrorKind::not_found, "no rule 'required-documents/…' is in force", "required-documents/");
  std::stable_sort(placed.begin(), placed.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Requirement> all;
  for (auto& [place, one] : placed) all.push_back(std::move(one));
  return all;
}

Result<CompletionRules> CompletionRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CompletionRules rules;
  CHARTA_TRY(rules.required, read_requirements(book, today, jurisdiction));
  CHARTA_TRY(rules.signature, read_document_rule(book, "deficiencies/signature", today, jurisdiction));
  CHARTA_TRY(rules.cosignature, read_document_rule(book, "deficiencies/co-signature", today, jurisdiction));
  CHARTA_TRY(rules.transcription, read_document_rule(book, "deficiencies/transcription", today, jurisdiction));
  CHARTA_TRY(rules.final_result, read_document_rule(book, "deficiencies/final-result", today, jurisdiction));
  CHARTA_TRY(rules.kinds, read_kinds(book, today, jurisdiction));
  CHARTA_TRY_DO(read_events(book, today, jurisdiction, rules));
  return rules;
}

const Requirement* CompletionRules::find(std::string_view rule) const {
  const auto found = std::find_if(required.begin(), required.end(), [&](const auto& one) { return one.id == rule; });
  return found == required.end() ? nullptr : &*found;
}

}  // namespace charta::chart_completion
