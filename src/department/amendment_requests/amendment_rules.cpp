// SPDX-License-Identifier: Apache-2.0
#include "department/amendment_requests/amendment_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::amendment_requests {
namespace {

/// What a denial must say: 45 CFR 164.526(d)(1)(i) to (iv).
constexpr std::string_view said_of_a_denial[] = {"basis", "statement", "future-disclosures", "complaint", "secretary"};
constexpr std::string_view kinds_of_letter[] = {"acknowledgement", "extension", "acceptance", "denial", "rebuttal"};

Error rule_problem(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

Result<AmendmentClock> read_amendment_clock(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  AmendmentClock clock;
  clock.rule = rule.reference();
  const std::pair<const char*, int*> members[] = {{"act_within_days", &clock.act_within_days},
                                                  {"extend_by_days", &clock.extend_by_days},
                                                  {"acknowledge_within_days", &clock.acknowledge_within_days},
                                                  {"inform_within_days", &clock.inform_within_days},
                                                  {"wait_for_statement_days", &clock.wait_for_statement_days},
                                                  {"rebut_within_days", &clock.rebut_within_days}};
  for (const auto& [name, into] : members) {
    const auto days = document.root()[name].integer();
    if (!days || *days < 1 || *days > 3660) return rule_problem(rule, std::string("'") + name + "' is a number of days");
    *into = static_cast<int>(*days);
  }
  return clock;
}

Result<std::vector<Ground>> read_grounds(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  std::vector<Ground> grounds;
  for (const auto one : document.root()["grounds"]) {
    grounds.push_back({std::string(one["code"].text()), std::string(one["title"].text()), std::string(one["paragraph"].text()),
                       std::string(one["words"].text()), one["needs_document"].boolean()});
    const auto& ground = grounds.back();
    if (ground.code.empty() || ground.title.empty() || ground.words.empty() || ground.code.find(' ') != std::string::npos)
      return rule_problem(rule, "a ground has a code without blanks, a title and words");
  }
  if (grounds.empty()) return rule_problem(rule, "'grounds' lists none");
  return grounds;
}

Result<DisclosureRule> read_disclosures(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  DisclosureRule read;
  read.rule = rule.reference();
  read.undecided = root["undecided"].boolean();
  read.accepted = root["accepted"].boolean();
  read.disagreed = root["disagreed"].boolean();
  const auto denied = root["denied"].text();
  if (denied != "never" && denied != "when-asked" && denied != "always")
    return rule_problem(rule, "'denied' is never, when-asked or always");
  read.denied = denied == "never"    ? DisclosureRule::Denied::never
                : denied == "always" ? DisclosureRule::Denied::always
                                     : DisclosureRule::Denied::when_asked;
  return read;
}

Result<LetterTemplate> read_letter(const rules::Rule& rule, json::Value root, std::string_view kind) {
  LetterTemplate letter{std::string(kind), std::string(root["title"].text()), {}};
  for (const auto one : root["paragraphs"])
    letter.paragraphs.push_back({std::string(one["says"].text()), std::string(one["text"].text())});
  if (letter.title.empty() || letter.paragraphs.empty())
    return rule_problem(rule, "the letter '" + std::string(kind) + "' has a title and paragraphs");
  for (const auto said : said_of_a_denial) {
    const bool is_said = std::any_of(letter.paragraphs.begin(), letter.paragraphs.end(),
                                     [&](const auto& one) { return one.says == said && !one.text.empty(); });
    if (kind == "denial" && !is_said)
      return rule_problem(rule, "a denial says its '" + std::string(said) + "' (45 CFR 164.526(d)(1))");
  }
  return letter;
}

bool is_empty_but_for_its_place(const std::string& text, const Places& places) {
  return std::any_of(places.begin(), places.end(),
                     [&](const auto& one) { return one.second.empty() && text == "{" + one.first + "}"; });
}

}  // namespace

const Ground* AmendmentRules::ground(std::string_view code) const {
  const auto found = std::find_if(grounds.begin(), grounds.end(), [&](const Ground& one) { return one.code == code; });
  return found == grounds.end() ? nullptr : &*found;
}

Result<AmendmentRules> AmendmentRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  AmendmentRules read;
  CHARTA_TRY(const auto* clock, book.in_force("amendment-requests/clock", today, jurisdiction));
  CHARTA_TRY(read.clock, read_amendment_clock(*clock));
  CHARTA_TRY(const auto* grounds, book.in_force("amendment-requests/grounds", today, jurisdiction));
  CHARTA_TRY(read.grounds, read_grounds(*grounds));
  CHARTA_TRY(const auto* disclosures, book.in_force("amendment-requests/disclosures", today, jurisdiction));
  CHARTA_TRY(read.disclosures, read_disclosures(*disclosures));
  CHARTA_TRY(const auto* letters, book.in_force("amendment-requests/letters", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(letters->parameters));
  for (const auto kind : kinds_of_letter) {
    CHARTA_TRY(auto letter, read_letter(*letters, document.root()["letters"][kind], kind));
    read.letters.emplace(kind, std::move(letter));
  }
  read.letters_rule = letters->reference();
  return read;
}

std::string letter_text(const LetterTemplate& letter, const Places& places) {
  std::string text;
  for (const auto& paragraph : letter.paragraphs) {
    if (is_empty_but_for_its_place(paragraph.text, places)) continue;
    if (!text.empty()) text += "\n\n";
    for (std::size_t at = 0; at < paragraph.text.size();) {
      const auto place = std::find_if(places.begin(), places.end(), [&](const auto& one) {
        return paragraph.text.compare(at, one.first.size() + 2, "{" + one.first + "}") == 0;
      });
      if (place == places.end()) {
        text += paragraph.text[at++];
        continue;
      }
      text += place->second;  // what is filled in is never read for places again
      at += place->first.size() + 2;
    }
  }
  return text + "\n";
}

}  // namespace charta::amendment_requests
