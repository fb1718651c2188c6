// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signature_rules.hpp"

#include <algorithm>
#include <array>

namespace charta::signatures {
namespace {

constexpr std::array<std::string_view, 6> stands = {"author", "attending", "recorder", "provider", "reader", "amender"};

std::vector<std::string> texts_in(json::Value list) {
  std::vector<std::string> texts;
  for (const auto one : list) texts.emplace_back(one.text());
  return texts;
}

Result<Meaning> read_meaning(json::Value value, const rules::Rule& rule) {
  Meaning one;
  one.code = value["code"].text();
  one.title = value["title"].text();
  one.statement = value["statement"].text();
  one.e1762 = value["e1762"].text();
  one.finalizes = value["finalizes"].boolean();
  one.standings = texts_in(value["standings"]);
  one.citation = value["citation"] ? value["citation"].text() : rule.citation;
  one.rule = rule.reference();
  const auto stand = std::find(stands.begin(), stands.end(), value["stand"].text());
  if (one.code.empty() || one.title.empty() || one.statement.empty() || one.e1762.empty() || one.standings.empty() ||
      stand == stands.end())
    return fail(ErrorKind::invalid,
                rule.reference() + ": the meaning '" + one.code + "' has a code, title, statement, e1762, stand and standings",
                rule.id);
  one.stand = static_cast<Stand>(stand - stands.begin());
  return one;
}

}  // namespace

std::string_view stand_code(Stand stand) {
  return stands[static_cast<std::size_t>(stand)];
}

bool Meaning::is_for(std::string_view standing) const {
  return std::find(standings.begin(), standings.end(), standing) != standings.end();
}

const Meaning* SignatureRules::meaning(std::string_view code) const {
  const auto found = std::find_if(meanings.begin(), meanings.end(), [&](const auto& one) { return one.code == code; });
  return found == meanings.end() ? nullptr : &*found;
}

const Standing* SignatureRules::standing(std::string_view code) const {
  const auto found = std::find_if(standings.begin(), standings.end(), [&](const auto& one) { return one.code == code; });
  return found == standings.end() ? nullptr : &*found;
}

Result<SignatureRules> SignatureRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  SignatureRules read;
  CHARTA_TRY(const auto* meanings, book.in_force("signatures/meanings", today, jurisdiction));
  CHARTA_TRY(const auto meant, json::Document::parse(meanings->parameters));
  for (const auto value : meant.root()["meanings"]) {
    CHARTA_TRY(auto one, read_meaning(value, *meanings));
    read.meanings.push_back(std::move(one));
  }
  CHARTA_TRY(const auto* standings, book.in_force("signatures/standings", today, jurisdiction));
  CHARTA_TRY(const auto stand, json::Document::parse(standings->parameters));
  for (const auto value : stand.root()["standings"]) {
    Standing one{std::string(value["code"].text()), std::string(value["title"].text()), std::string(value["needs"].text())};
    if (one.code.empty() || one.title.empty() || (!one.needs.empty() && read.meaning(one.needs) == nullptr))
      return fail(ErrorKind::invalid,
                  standings->reference() + ": a standing has a code, a title, and needs a meaning that is known", standings->id);
    read.standings.push_back(std::move(one));
  }
  for (const auto& one : read.meanings)
    for (const auto& standing : one.standings)
      if (read.standing(standing) == nullptr)
        return fail(ErrorKind::invalid, meanings->reference() + ": nobody is '" + standing + "'", meanings->id);
  read.reference = meanings->reference();
  return read;
}

}  // namespace charta::signatures
