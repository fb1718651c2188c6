// SPDX-License-Identifier: Apache-2.0
#include "department/record_quality/quality_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::record_quality {
namespace {

Names folded_names(json::Value list) {
  Names names;
  for (const auto one : list) names.insert(document_search::folded_text(one.text()));
  return names;
}

Names plain_names(json::Value list) {
  Names names;
  for (const auto one : list) names.insert(std::string(one.text()));
  return names;
}

std::vector<Folded> phrases(json::Value list) {
  std::vector<Folded> all;
  for (const auto one : list) all.push_back(folded_words(one.text()));
  // The longest first: "rotator cuff" before "cuff".
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return all;
}

Error quality_rule_problem(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

Result<std::size_t> count_in(const rules::Rule& rule, json::Value root, const char* name) {
  const auto count = root[name].integer();
  if (!count || *count < 1 || *count > 1000)
    return quality_rule_problem(rule, std::string("'") + name + "' is a number from 1 to 1,000");
  return static_cast<std::size_t>(*count);
}

Result<LateralityRule> read_laterality(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  LateralityRule read{folded_names(root["left"]),
                      folded_names(root["right"]),
                      folded_names(root["both"]),
                      phrases(root["parts"]),
                      folded_names(root["said_in"]),
                      folded_names(root["described_in"]),
                      0,
                      0,
                      rule.reference()};
  CHARTA_TRY(read.words_between, count_in(rule, root, "words_between"));
  CHARTA_TRY(read.most_of_a_stay, count_in(rule, root, "most_of_a_stay"));
  if (read.left.empty() || read.right.empty() || read.parts.empty())
    return quality_rule_problem(rule, "'left', 'right' and 'parts' list words");
  return read;
}

Result<SexRule> read_sex(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  SexRule read{folded_names(root["male"]),
               folded_names(root["female"]),
               phrases(root["only_male"]),
               phrases(root["only_female"]),
               phrases(root["denials"]),
               folded_names(root["of_somebody_else"]),
               folded_names(root["not_in"]),
               0,
               0,
               rule.reference()};
  CHARTA_TRY(read.denial_reaches, count_in(rule, root, "denial_reaches"));
  CHARTA_TRY(read.words_of_an_age, count_in(rule, root, "words_of_an_age"));
  if (read.male.empty() || read.female.empty()) return quality_rule_problem(rule, "'male' and 'female' list words");
  return read;
}

Result<CopyRule> read_copied(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  const auto shingle = root["shingle_words"].integer().value_or(0), percent = root["least_percent"].integer().value_or(0);
  const auto words = root["least_words"].integer().value_or(0), days = root["look_back_days"].integer().value_or(0);
  const auto sources = root["most_sources"].integer().value_or(0), misses = root["sample_may_miss"].integer().value_or(-1);
  if (shingle < 3 || shingle > 50 || percent < 1 || percent > 100 || words < shingle || days < 1 || sources < 1 || misses < 0 ||
      misses > 100)
    return quality_rule_problem(rule, "shingles of 3 to 50 words, 1 to 100 per cent, days and sources");
  CopyRule read;
  read.shingle_words = static_cast<std::size_t>(shingle);
  read.least_words = static_cast<std::size_t>(words);
  read.most_sources = static_cast<std::size_t>(sources);
  read.least_percent = static_cast<int>(percent);
  read.look_back_days = static_cast<int>(days);
  read.sample_may_miss = static_cast<int>(misses);
  read.not_types = plain_names(root["not_types"]);
  read.rule = rule.reference();
  return read;
}

Result<std::vector<ElementRule>> read_elements(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  std::vector<ElementRule> all;
  for (const auto one : document.root()["documents"]) {
    ElementRule kind{std::string(one["id"].text()),
                     std::string(one["title"].text()),
                     plain_names(one["types"]),
                     static_cast<std::size_t>(one["least_words"].integer().value_or(0)),
                     {}};
    for (const auto element : one["elements"])
      kind.elements.push_back({std::string(element["title"].text()), folded_names(element["headings"]), phrases(element["words"]),
                               element["author_says"].boolean()});
    if (kind.title.empty() || kind.types.empty() || kind.elements.empty())
      return quality_rule_problem(rule, "a document has a title, types and elements");
    all.push_back(std::move(kind));
  }
  return all;
}

}  // namespace

Result<QualityRules> QualityRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  QualityRules read;
  CHARTA_TRY(const auto* laterality, book.in_force("record-quality/laterality", today, jurisdiction));
  CHARTA_TRY(read.laterality, read_laterality(*laterality));
  CHARTA_TRY(const auto* sex, book.in_force("record-quality/sex", today, jurisdiction));
  CHARTA_TRY(read.sex, read_sex(*sex));
  CHARTA_TRY(const auto* age, book.in_force("record-quality/age", today, jurisdiction));
  CHARTA_TRY(const auto words, json::Document::parse(age->parameters));
  read.age = {static_cast<int>(words.root()["tolerance_years"].integer().value_or(1)), folded_names(words.root()["not_in"]),
              age->reference()};
  CHARTA_TRY(const auto* copied, book.in_force("record-quality/copied-text", today, jurisdiction));
  CHARTA_TRY(read.copied, read_copied(*copied));
  CHARTA_TRY(const auto* elements, book.in_force("record-quality/elements", today, jurisdiction));
  CHARTA_TRY(read.elements, read_elements(*elements));
  read.elements_rule = elements->reference();
  return read;
}

const ElementRule* QualityRules::elements_of(std::string_view type) const {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const auto& one) { return one.types.contains(type); });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace charta::record_quality
