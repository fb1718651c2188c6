// SPDX-License-Identifier: Apache-2.0
// The operated side: what the headings of an operation say, compared with its description and with the encounter's other
// documents. Only what is said of one side alone contradicts what is said of the other alone.
#include "department/record_quality/checks.hpp"

#include <algorithm>
#include <map>

namespace charta::record_quality {
namespace {

struct SideHit {
  char side = 'l';
  std::size_t first = 0, last = 0;
};
using SidesOfParts = std::map<std::string, std::vector<SideHit>>;  ///< by part

std::string joined(const Folded& words) {
  std::string text;
  for (const auto& one : words) text += (text.empty() ? "" : " ") + one;
  return text;
}

/// "radial artery" and "radius" are of one arm and still two words: a part is compared with itself, "renal" and "kidney" apart.
const Folded* part_at(const NoteText& text, std::size_t word, const LateralityRule& rule) {
  for (const auto& part : rule.parts)
    if (text.stands_at(part, word)) return &part;
  return nullptr;
}

/// "left total knee": from the side on, a few words within the sentence and without another side between.
void add_sides(const NoteText& text, std::size_t first, std::size_t last, const LateralityRule& rule, SidesOfParts& into) {
  for (std::size_t at = first; at < last; ++at) {
    const auto& word = text.folded(at);
    const char side = rule.left.contains(word) ? 'l' : rule.right.contains(word) ? 'r' : rule.both.contains(word) ? 'b' : ' ';
    if (side == ' ') continue;
    const auto sentence = text.sentence_of(at);
    for (std::size_t next = at + 1; next < std::min({last, sentence.second, at + rule.words_between + 2}); ++next) {
      const auto& other = text.folded(next);
      if (other == "and" || other == "or") {  // "left and right knee": both
        if (next + 1 < last && (rule.left.contains(text.folded(next + 1)) || rule.right.contains(text.folded(next + 1)))) break;
        continue;
      }
      if (rule.left.contains(other) || rule.right.contains(other) || rule.both.contains(other)) break;
      const auto* part = part_at(text, next, rule);
      if (part == nullptr) continue;
      into[joined(*part)].push_back({side, at, next + part->size()});
      break;
    }
  }
}

SidesOfParts sides_beneath(const NoteText& text, const Names& headings, const LateralityRule& rule) {
  SidesOfParts sides;
  for (const auto& section : text.sections())
    if (headings.contains(section.heading)) add_sides(text, section.first_word, section.last, rule, sides);
  return sides;
}

/// 'l' or 'r' where every mention says the same; else nothing.
char only_side(const std::vector<SideHit>& hits) {
  const char side = hits.front().side;
  const bool alike = std::all_of(hits.begin(), hits.end(), [&](const SideHit& one) { return one.side == side; });
  return alike && side != 'b' ? side : ' ';
}

std::string_view side_name(char side) {
  return side == 'l' ? "left" : "right";
}

Evidence side_evidence(const JudgedNote& note, const SideHit& hit) {
  return {note.document, note.resource_type, note.fhir_id, note.title, note.text.place_of(hit.first, hit.last)};
}

Finding side_finding(const std::string& part, char here, const Evidence& one, const Evidence& other, const std::string& where,
                     const LateralityRule& rule) {
  Finding finding;
  finding.check = Check::laterality;
  finding.says = where + ": the " + std::string(side_name(here)) + " " + part + " here, the " +
                 std::string(side_name(here == 'l' ? 'r' : 'l')) + " " + part + " there";
  finding.evidence = part + ":" + here;
  finding.quotes = {one, other};
  finding.rule = rule.rule;
  return finding;
}

}  // namespace

std::vector<Finding> look_at_sides(const JudgedNote& note, const std::vector<const JudgedNote*>& others,
                                   const LateralityRule& rule) {
  std::vector<Finding> findings;
  const auto said = sides_beneath(note.text, rule.said_in, rule);
  if (said.empty()) return findings;
  const auto described = sides_beneath(note.text, rule.described_in, rule);
  for (const auto& [part, hits] : said) {
    const char side = only_side(hits);
    if (side == ' ') continue;
    const auto below = described.find(part);
    const char there = below == described.end() ? ' ' : only_side(below->second);
    if (there == ' ' || there == side) continue;
    findings.push_back(side_finding(part, side, side_evidence(note, hits.front()), side_evidence(note, below->second.front()),
                                    "What was done and its description name two sides", rule));
  }
  for (const auto* other : others) {
    const auto said_there = sides_beneath(other->text, rule.said_in, rule);
    for (const auto& [part, hits] : said) {
      const auto there = said_there.find(part);
      if (there == said_there.end()) continue;
      const char side = only_side(hits), other_side = only_side(there->second);
      if (side == ' ' || other_side == ' ' || side == other_side) continue;
      findings.push_back(side_finding(part, side, side_evidence(note, hits.front()), side_evidence(*other, there->second.front()),
                                      "Two documents of this stay name two sides", rule));
      findings.back().other = other->document;
      findings.back().evidence += ":" + other->document.text();
    }
  }
  return findings;
}

}  // namespace charta::record_quality
