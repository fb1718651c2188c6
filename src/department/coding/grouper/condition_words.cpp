// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/condition_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::grouper {
namespace {

constexpr std::size_t codes_named = 4;

void add_once(std::vector<std::string>& words, std::string word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t n = 0; n < words.size(); ++n)
    text += (n == 0 ? "" : n + 1 == words.size() ? fmt::format(" {} ", last) : std::string(", ")) + words[n];
  return text;
}

std::string named(std::vector<std::string> codes) {
  if (codes.size() <= codes_named) return joined(codes, "and");
  const auto more = codes.size() - codes_named;
  codes.resize(codes_named);
  return fmt::format("{} and {} more", fmt::join(codes, ", "), more);
}

ClaimFacts looked_up(const DrgTables& tables, const Claim& claim) {
  ClaimFacts facts;
  facts.look_up(tables, claim);
  return facts;
}

bool is_about_codes(Operand operand) {
  return operand == Operand::principal || operand == Operand::secondary || operand == Operand::any_diagnosis ||
         operand == Operand::only || operand == Operand::procedure || operand == Operand::counted;
}

/// FOUR_STENTS says itself what is counted; the other names are the publisher's abbreviations.
std::string counted_words(const DrgTables& tables, std::uint16_t place) {
  using Of = CountedOperand::Of;
  const auto& operand = tables.logic.counted[place];
  std::string words;
  for (const char c : operand.name) words += c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return words.find(' ') != std::string::npos ? words
         : operand.of == Of::diagnosis_sites  ? fmt::format("diagnoses of {} body sites", operand.at_least)
         : operand.of == Of::procedure_kinds  ? fmt::format("procedures at {} of its sites", operand.at_least)
                                              : fmt::format("procedures that count {} together", operand.at_least);
}

}  // namespace

std::string class_title(const DrgTables& tables, const Line& line) {
  std::string title(tables.drg_title(line.base_drg));
  if (title.empty()) title = tables.drg_title(line.drg);
  for (const auto* ending :
       {" with MCC", " with CC", " without MCC", " without CC", " WITH MCC", " WITH CC", " WITHOUT MCC", " WITHOUT CC"})
    if (const auto at = title.find(ending); at != std::string::npos) title.resize(at);
  return title;
}

/// What separates a condition from being as it is wanted: how many of its parts, and which, where it is one.
struct ConditionWords::Lack {
  int parts = 0;
  std::vector<std::pair<std::uint16_t, bool>> which;  ///< nodes and how each is wanted; any one of them would do
  bool rests_on_codes = false;                        ///< another part is met by codes of the claim
};

ConditionWords::ConditionWords(const DrgTables& tables, const Claim& claim, Pass pass)
    : tables_(tables), claim_(claim), facts_(looked_up(tables, claim)), evaluation_(facts_, scratch_) {
  evaluation_.begin(pass);
}

void ConditionWords::enter(const Line& line) {
  mdc_ = line.mdc;
  evaluation_.enter_mdc(mdc_);
}

ConditionWords::Lack ConditionWords::lack(const Line& line, std::uint16_t at, bool wanted) {
  const Node node = tables_.nodes[at];
  if (node.operand == Operand::negated) return lack(line, node.first, !wanted);
  if (node.operand != Operand::all_of && node.operand != Operand::any_of) {
    if (evaluation_.holds(line, at) == wanted) return {0, {}, wanted && is_about_codes(node.operand)};
    return {1, {{at, wanted}}, false};
  }
  auto first = lack(line, node.first, wanted);
  const auto second = lack(line, node.second, wanted);
  if ((node.operand == Operand::all_of) == wanted) {
    first.parts += second.parts;
    first.which.insert(first.which.end(), second.which.begin(), second.which.end());
    first.rests_on_codes = first.rests_on_codes || second.rests_on_codes;
    return first;
  }
  if (first.parts != second.parts) return first.parts < second.parts ? first : second;
  if (first.rests_on_codes != second.rests_on_codes) return first.rests_on_codes ? first : second;
  first.which.insert(first.which.end(), second.which.begin(), second.which.end());
  return first;
}

std::vector<std::string> ConditionWords::diagnoses_with(std::uint16_t attribute, bool with_principal) const {
  const auto unless =
      std::find_if(tables_.unless.begin(), tables_.unless.end(), [&](const auto& rule) { return rule.attribute == attribute; });
  std::vector<std::string> codes;
  if (with_principal && facts_.principal_attributes.has(attribute))
    codes.push_back(diagnosis_words(claim_, claim_.principal.code));
  for (std::size_t n = 0; n < facts_.secondary.size(); ++n) {
    const auto& attributes = *facts_.secondary[n].attributes;
    if (attributes.has(attribute) || (unless != tables_.unless.end() && !attributes.has(unless->unless)))
      add_once(codes, diagnosis_words(claim_, claim_.secondary[n].code));
  }
  return codes;
}

std::string ConditionWords::parts_of(std::uint16_t cluster) const {
  std::vector<std::string> codes;
  for (const auto& part : facts_.met_parts)
    if (part.cluster == cluster) add_once(codes, text_of(claim_.procedures[part.procedure]));
  return joined(codes, "and");
}

std::vector<std::string> ConditionWords::procedures_with(std::uint16_t attribute) const {
  std::vector<std::string> codes;
  for (std::size_t n = 0; n < facts_.procedures.size(); ++n)
    if (const auto* attributes = facts_.procedure_attributes(n);
        attributes != nullptr && facts_.counts_in(n, mdc_) && attributes->has(attribute))
      add_once(codes, text_of(claim_.procedures[n]));
  for (const auto cluster : facts_.clusters)
    if (tables_.patterns[tables_.clusters[cluster].pattern].has(attribute)) add_once(codes, parts_of(cluster) + " together");
  return codes;
}

std::vector<std::string> ConditionWords::counted_codes(const DrgTables::Counted& operand) const {
  std::vector<std::string> codes;
  for (const auto& weight : operand.weights)
    for (auto& one : operand.of == CountedOperand::Of::diagnosis_sites ? diagnoses_with(weight.attribute, true)
                                                                       : procedures_with(weight.attribute))
      add_once(codes, std::move(one));
  return codes;
}

std::vector<std::string> ConditionWords::at_level(const Line& line, Severity level) const {
  std::vector<std::string> codes;
  for (std::size_t n = 0; n < facts_.secondary.size(); ++n)
    if (facts_.secondary[n].level == level && evaluation_.counts(n, line))
      add_once(codes, diagnosis_words(claim_, claim_.secondary[n].code));
  return codes;
}

std::string ConditionWords::met_words(const Line& line, const Node& node) const {
  switch (node.operand) {
    case Operand::principal:
      return "principal diagnosis " + diagnosis_words(claim_, claim_.principal.code);
    case Operand::secondary:
      return "secondary diagnosis " + named(diagnoses_with(node.first, false));
    case Operand::any_diagnosis:
      return "diagnosis " + named(diagnoses_with(node.first, true));
    case Operand::only:
      return "no diagnosis of another kind than " + diagnosis_words(claim_, claim_.principal.code);
    case Operand::procedure:
      return "procedure " + named(procedures_with(node.first));
    case Operand::counted:
      return fmt::format("{} ({})", counted_words(tables_, node.first), named(counted_codes(tables_.counted[node.first])));
    case Operand::mcc:
      return fmt::format("an MCC ({})", named(at_level(line, Severity::mcc)));
    case Operand::cc:
      return fmt::format("a CC ({})", named(at_level(line, Severity::cc)));
    case Operand::alive:
      return "discharged alive";
    case Operand::died:
      return "died";
    case Operand::operating_room:
      return "an operating room procedure";
    case Operand::principal_mdc:
      return "principal diagnosis " + diagnosis_words(claim_, claim_.principal.code);
    case Operand::transferred:
      return fmt::format("transferred to another hospital (status {:02})", claim_.discharge_status);
    case Operand::left_against_advice:
      return "left against medical advice";
    default:
      return {};
  }
}

std::string ConditionWords::needed_words(const Node& node, bool wanted) const {
  const std::string_view without = wanted ? "" : "to be without ";
  switch (node.operand) {
    case Operand::principal:
      return "another principal diagnosis";
    case Operand::secondary:
      return wanted ? "a secondary diagnosis of its class"
                    : fmt::format("{}{}", without, named(diagnoses_with(node.first, false)));
    case Operand::any_diagnosis:
      return wanted ? "a diagnosis of its class" : fmt::format("{}{}", without, named(diagnoses_with(node.first, true)));
    case Operand::only:
      return "diagnoses of its class alone";
    case Operand::procedure:
      return wanted ? "a procedure of its class" : fmt::format("{}procedure {}", without, named(procedures_with(node.first)));
    case Operand::counted:
      return fmt::format("{}{}", without, counted_words(tables_, node.first));
    case Operand::mcc:
      return fmt::format("{}an MCC", without);
    case Operand::cc:
      return fmt::format("{}a CC", without);
    case Operand::alive:
      return wanted ? "a discharge alive" : "that the patient died";
    case Operand::died:
      return wanted ? "that the patient died" : "a discharge alive";
    case Operand::operating_room:
      return fmt::format("{}an operating room procedure", without);
    case Operand::principal_mdc:
      return "another principal diagnosis";
    case Operand::transferred:
      return wanted ? "a transfer to another hospital" : "a discharge that is no transfer";
    case Operand::left_against_advice:
      return wanted ? "that the patient left against medical advice" : "a discharge with medical advice";
    default:
      return {};
  }
}

void ConditionWords::tell_met(const Line& line, std::uint16_t at, bool wanted, std::vector<std::string>& into) {
  const Node node = tables_.nodes[at];
  if (node.operand == Operand::negated) return tell_met(line, node.first, !wanted, into);
  if (node.operand != Operand::all_of && node.operand != Operand::any_of) {
    if (wanted) add_once(into, met_words(line, node));
    return;
  }
  const bool asks_both = (node.operand == Operand::all_of) == wanted;
  const bool first_holds = evaluation_.holds(line, node.first) == wanted;
  if (asks_both || first_holds) tell_met(line, node.first, wanted, into);
  if (asks_both || !first_holds) tell_met(line, node.second, wanted, into);
}

std::string ConditionWords::met(int place) {
  const Line& line = tables_.lines[static_cast<std::size_t>(place)];
  enter(line);
  std::vector<std::string> words;
  tell_met(line, tables_.roots[static_cast<std::size_t>(place)], true, words);
  return joined(words, "and");
}

std::vector<NearLine> ConditionWords::near_lines(int place, std::size_t most) {
  const Line& taken = tables_.lines[static_cast<std::size_t>(place)];
  enter(taken);
  std::vector<NearLine> kin, others;
  for (auto at = static_cast<std::size_t>(place); at-- > tables_.mdc_starts[taken.mdc];) {
    const Line& line = tables_.lines[at];
    if (line.drg == 0 || line.drg == taken.drg) continue;
    const auto missing = lack(line, tables_.roots[at], true);
    const bool is_kin = line.base_drg == taken.base_drg;
    if (missing.parts != 1 || !(is_kin || missing.rests_on_codes)) continue;
    std::vector<std::string> needs;
    for (const auto& [node, wanted] : missing.which) add_once(needs, needed_words(tables_.nodes[node], wanted));
    if (!needs.empty()) (is_kin ? kin : others).push_back({line.drg, joined(needs, "or")});
  }
  kin.insert(kin.end(), others.begin(), others.end());
  std::vector<NearLine> nearest;
  for (auto& one : kin)
    if (nearest.size() < most &&
        std::none_of(nearest.begin(), nearest.end(), [&](const NearLine& other) { return other.drg == one.drg; }))
      nearest.push_back(std::move(one));
  return nearest;
}

}  // namespace charta::grouper
