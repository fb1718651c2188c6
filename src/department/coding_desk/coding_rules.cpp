// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coding_rules.hpp"

#include "base/text.hpp"
#include "department/coding/grouper/code.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

Error not_as_asked(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

Words words_in(json::Value list) {
  Words all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

std::string plain(std::string_view written) {
  return grouper::text_of(grouper::key_of(written));
}

Result<void> read_desk(const rules::Rule& rule, CodingRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  into.reference = rule.reference();
  into.classes = words_in(root["classes"]);
  into.grouped_classes = words_in(root["inpatient_classes"]);
  into.lacks = words_in(root["holds_up"]["lacks"]);
  into.documents = words_in(root["holds_up"]["documents"]);
  into.blocking_edits = words_in(root["blocking_edits"]);
  into.blocking_checks = words_in(root["blocking_checks"]);
  into.claim_edits = words_in(root["claim_edits"]);
  into.blocking_claim_edits = words_in(root["blocking_claim_edits"]);
  into.asks_tabular = root["tabular_verified"].boolean();
  into.review_per_cent = static_cast<int>(root["second_review_per_cent"].integer().value_or(-1));
  if (into.classes.empty() || into.review_per_cent < 0 || into.review_per_cent > 100)
    return not_as_asked(rule, "it names 'classes', and 'second_review_per_cent' is 0 to 100");
  into.discharge_documents = words_in(root["discharge_documents"]);
  CHARTA_TRY(into.poa_exempt, read_ranges(root["poa_exempt"].text()));
  return {};
}

Result<void> read_sequence(const rules::Rule& rule, CodingRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  for (const auto one : document.root()["checks"]) {
    SequenceCheck check;
    check.id = one["id"].text();
    check.says = one["says"].text();
    check.source = one["source"].text();
    check.blocks = one["blocks"].boolean();
    CHARTA_TRY(check.principal, read_ranges(one["principal"].text()));
    CHARTA_TRY(check.with_other, read_ranges(one["with_other"].text()));
    CHARTA_TRY(check.without_other, read_ranges(one["without_other"].text()));
    if (check.id.empty() || check.says.empty() || check.source.empty() || check.principal.empty())
      return not_as_asked(rule, "a check has an id, a principal, what it says and its source");
    into.sequence.push_back(std::move(check));
  }
  return {};
}

Result<void> read_abstract(const rules::Rule& rule, CodingRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  into.abstract_reference = rule.reference();
  for (const auto one : document.root()["elements"]) {
    AbstractElement element{
        std::string(one["id"].text()), std::string(one["title"].text()), words_in(one["classes"]), true, {}, {}, false};
    if (one["required"]) element.is_required = one["required"].boolean();
    element.needs_procedure = one["with_procedure"].boolean();
    CHARTA_TRY(element.only_with, read_ranges(one["with_diagnosis"].text()));
    for (const auto choice : one["choices"]) element.choices.emplace_back(choice.key(), choice.text());
    if (element.id.empty() || element.title.empty()) return not_as_asked(rule, "an element has an id and a title");
    into.abstract.push_back(std::move(element));
  }
  for (const auto one : document.root()["dispositions"]) into.dispositions.emplace(one.key(), one.text());
  if (into.abstract.empty()) return not_as_asked(rule, "it names no elements");
  return {};
}

}  // namespace

bool CodeRange::has(std::string_view code) const {
  return code.substr(0, from.size()) >= from && code.substr(0, to.size()) <= to;
}

bool any_has(const CodeRanges& ranges, std::string_view code) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const CodeRange& one) { return one.has(code); });
}

Result<CodeRanges> read_ranges(std::string_view list) {
  CodeRanges ranges;
  for (const auto part : split(list, ',')) {
    const auto one = trimmed(part);
    if (one.empty()) continue;
    const auto dash = one.find('-');
    CodeRange range{plain(one.substr(0, dash)), plain(dash == std::string_view::npos ? one : one.substr(dash + 1))};
    if (range.from.empty() || range.to.empty() || range.to.substr(0, range.from.size()) < range.from.substr(0, range.to.size()))
      return fail(ErrorKind::invalid, "'" + std::string(one) + "' is no range of codes: R00-R99, or one beginning", "range");
    ranges.push_back(std::move(range));
  }
  return ranges;
}

Result<CodingRules> CodingRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CodingRules rules;
  CHARTA_TRY(const auto* desk, book.in_force("coding/desk", today, jurisdiction));
  CHARTA_TRY_DO(read_desk(*desk, rules));
  CHARTA_TRY(const auto* sequence, book.in_force("coding/principal-diagnosis", today, jurisdiction));
  CHARTA_TRY_DO(read_sequence(*sequence, rules));
  CHARTA_TRY(const auto* abstract, book.in_force("coding/abstract", today, jurisdiction));
  CHARTA_TRY_DO(read_abstract(*abstract, rules));
  return rules;
}

}  // namespace charta::coding_desk
