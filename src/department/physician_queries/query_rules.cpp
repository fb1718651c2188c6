// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::physician_queries {
namespace {

constexpr std::size_t denial_reach = 6;  // words between a denial and what it denies, as NegEx has it

std::vector<Phrase> phrases_of(json::Value list) {
  std::vector<Phrase> phrases;
  for (const auto one : list) {
    const std::string text(one.text());
    // What a rule writes in quotes counts with its letters as they stand.
    const bool is_exact = text.size() > 2 && text.front() == '\'' && text.back() == '\'';
    phrases.push_back(is_exact ? Phrase::read(text.substr(1, text.size() - 2), true) : Phrase::read(text));
  }
  return phrases;
}

Error not_as_asked(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

Result<void> read_compliance(const rules::Rule& rule, QueryRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  into.money = phrases_of(root["money"]);
  into.quality = phrases_of(root["quality_figures"]);
  into.leading = phrases_of(root["leading"]);
  into.denials = phrases_of(root["denials"]);
  into.others = phrases_of(root["other"]);
  into.undetermined = phrases_of(root["undetermined"]);
  into.compliance = rule.reference();
  for (const auto* list : {&into.money, &into.quality, &into.leading, &into.denials, &into.others, &into.undetermined})
    if (list->empty())
      return not_as_asked(rule, "money, quality_figures, leading, denials, other and undetermined each name words");
  return {};
}

Result<void> read_diagnoses(const rules::Rule& rule, QueryRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  for (const auto one : document.root()["diagnoses"]) {
    Diagnosis diagnosis{std::string(one["name"].text()), phrases_of(one["terms"]), phrases_of(one["signs"])};
    if (diagnosis.name.empty() || diagnosis.terms.empty()) return not_as_asked(rule, "a diagnosis has a name and terms");
    into.diagnoses.push_back(std::move(diagnosis));
  }
  if (into.diagnoses.empty()) return not_as_asked(rule, "'diagnoses' is empty");
  into.knowledge = rule.reference();
  return {};
}

/// The words between them say nothing else: no end of a sentence, no "but".
bool reaches(const WordedText& text, std::size_t from, std::size_t until) {
  const auto between = std::string_view(text.text()).substr(from, until - from);
  if (between.find_first_of(".;\n") != std::string_view::npos) return false;
  return WordedText(between).places_of(Phrase::read("but")).empty();
}

bool is_denied(const WordedText& text, const PhraseHit& hit, const std::vector<PhraseHit>& denials) {
  return std::any_of(denials.begin(), denials.end(), [&](const PhraseHit& denial) {
    const bool is_after = denial.begin >= hit.end;
    const std::size_t from = is_after ? hit.end : denial.end, until = is_after ? denial.begin : hit.begin;
    if (from > until || !reaches(text, from, until)) return false;
    // "Sepsis was ruled out": what follows denies at once; "no" reaches further, and denies nothing that stands before it.
    const std::size_t words = WordedText(std::string_view(text.text()).substr(from, until - from)).words().size();
    return is_after ? words <= 2 && denial.phrase->words.size() > 1 : words <= denial_reach;
  });
}

}  // namespace

Result<QueryRules> QueryRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  QueryRules read;
  CHARTA_TRY(const auto* compliance, book.in_force("physician-queries/compliance", today, jurisdiction));
  CHARTA_TRY_DO(read_compliance(*compliance, read));
  CHARTA_TRY(const auto* diagnoses, book.in_force("physician-queries/diagnoses", today, jurisdiction));
  CHARTA_TRY_DO(read_diagnoses(*diagnoses, read));
  return read;
}

std::vector<NamedDiagnosis> diagnoses_in(const WordedText& text, const QueryRules& rules) {
  std::vector<NamedDiagnosis> named;
  for (const auto& diagnosis : rules.diagnoses)
    for (const auto& term : diagnosis.terms)
      for (const std::size_t word : text.places_of(term)) named.push_back({&diagnosis, text.hit(term, word)});
  std::sort(named.begin(), named.end(), [](const NamedDiagnosis& one, const NamedDiagnosis& other) {
    return one.hit.begin != other.hit.begin ? one.hit.begin < other.hit.begin : one.hit.end > other.hit.end;
  });
  std::size_t end = 0;
  std::erase_if(named, [&](const NamedDiagnosis& one) {
    if (one.hit.begin < end) return true;
    end = one.hit.end;
    return false;
  });
  return named;
}

std::vector<const Diagnosis*> affirmed_in(const WordedText& text, const QueryRules& rules) {
  const auto denials = hits_of(text, rules.denials);
  std::vector<const Diagnosis*> affirmed;
  for (const auto& one : diagnoses_in(text, rules))
    if (!is_denied(text, one.hit, denials)) affirmed.push_back(one.diagnosis);
  return affirmed;
}

}  // namespace charta::physician_queries
