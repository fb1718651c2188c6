// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/claim_facts.hpp"

#include <algorithm>
#include <optional>

namespace charta::grouper {
namespace {

const AttributeSet no_attributes;

/// A HAC rule speaks of one secondary diagnosis, the principal, and the procedures as they are coded; where it names two kinds
/// of secondary diagnoses, the other may be any that was acquired too (appendix I: a catheter's code marks the infections).
struct HacQuestion {
  const DrgTables& tables;
  const AttributeSet& principal;
  const AttributeSet& secondary;
  const AttributeSet& acquired;
  const AttributeSet& procedures;

  bool holds(std::uint16_t at) const {
    const Node& node = tables.nodes[at];
    switch (node.operand) {
      case Operand::all_of:
        return holds(node.first) && holds(node.second);
      case Operand::any_of:
        return holds(node.first) || holds(node.second);
      case Operand::negated:
        return !holds(node.first);
      case Operand::principal:
        return principal.has(node.first);
      case Operand::secondary:
        return secondary.has(node.first) || acquired.has(node.first);
      case Operand::any_diagnosis:
        return principal.has(node.first) || secondary.has(node.first) || acquired.has(node.first);
      case Operand::procedure:
        return procedures.has(node.first);
      default:
        return false;
    }
  }
};

}  // namespace

bool is_one_of(const std::vector<int>& list, int status) {
  return std::find(list.begin(), list.end(), status) != list.end();
}

const AttributeSet* ClaimFacts::procedure_attributes(std::size_t place) const {
  return procedures[place] == CodeIndex::none ? nullptr : &tables->patterns[tables->procedures[procedures[place]].pattern];
}

void ClaimFacts::look_up(const DrgTables& published, const Claim& discharge) {
  tables = &published;
  claim = &discharge;
  died = is_one_of(published.logic.died, discharge.discharge_status);
  look_up_procedures();
  look_up_diagnoses();
  form_clusters();
  find_hospital_acquired();
}

void ClaimFacts::look_up_diagnoses() {
  principal = tables->diagnosis(claim->principal.code);
  principal_attributes = principal == nullptr ? no_attributes : tables->patterns[principal->pattern];
  secondary_attributes = no_attributes;
  mdc = principal == nullptr ? 0 : principal->mdc;
  needs_sex = principal != nullptr && principal->mdc_of_women != 0;
  if (needs_sex && claim->sex == 'F') mdc = principal->mdc_of_women;
  external_cause = tables->external_cause_attribute >= 0 &&
                   principal_attributes.has(static_cast<std::uint16_t>(tables->external_cause_attribute));
  const int only_alive = tables->alive_attribute;
  secondary.clear();
  for (const auto& coded : claim->secondary) {
    Secondary& made = secondary.emplace_back();
    made.row = tables->diagnosis(coded.code);
    made.attributes = made.row == nullptr ? &no_attributes : &tables->patterns[made.row->pattern];
    if (made.row == nullptr) continue;
    for (const auto& rule : tables->unless)
      if (!made.attributes->has(rule.unless)) secondary_attributes.add(rule.attribute);
    secondary_attributes.add(*made.attributes);
    made.level = made.row->severity;
    if (made.level == Severity::none) continue;
    // Appendix C, part 1: codes too close to the principal diagnosis; part 2: an MCC only for patients discharged alive.
    if (principal != nullptr && tables->excludes(principal->exclusion_group, coded.code))
      made.lost = Lost::excluded_by_principal;
    else if (made.level == Severity::mcc && died && only_alive >= 0 &&
             made.attributes->has(static_cast<std::uint16_t>(only_alive)))
      made.lost = Lost::died;
    if (made.lost != Lost::nothing) made.level = Severity::none;
  }
}

void ClaimFacts::look_up_procedures() {
  procedures.clear();
  all_procedure_attributes = no_attributes;
  for (const auto code : claim->procedures) procedures.push_back(tables->procedure_index.find(code));
  suppressed_in.assign(procedures.size(), 0);
  for (std::size_t n = 0; n < procedures.size(); ++n)
    if (const auto* attributes = procedure_attributes(n)) all_procedure_attributes.add(*attributes);
}

void ClaimFacts::form_clusters() {
  met_parts.clear();
  clusters.clear();
  for (std::size_t n = 0; n < procedures.size(); ++n) {
    if (procedures[n] == CodeIndex::none) continue;
    for (auto at = tables->part_starts[procedures[n]]; at < tables->part_starts[procedures[n] + 1]; ++at)
      met_parts.push_back({tables->parts[at].cluster, tables->parts[at].choice, static_cast<std::uint16_t>(n)});
  }
  std::sort(met_parts.begin(), met_parts.end());
  for (std::size_t begin = 0, end = 0; begin < met_parts.size(); begin = end) {
    std::uint32_t met = 0;
    const auto cluster = met_parts[begin].cluster;
    for (end = begin; end < met_parts.size() && met_parts[end].cluster == cluster; ++end) met |= 1U << met_parts[end].choice;
    if (met + 1 != 1U << tables->clusters[cluster].choices) continue;
    clusters.push_back(cluster);
    for (auto at = begin; at < end; ++at) suppressed_in[met_parts[at].procedure] |= tables->clusters[cluster].suppressing_mdcs;
  }
}

/// What the diagnoses carry that neither came along nor lie too close to the principal.
AttributeSet ClaimFacts::acquired_attributes() const {
  AttributeSet all;
  for (std::size_t n = 0; n < secondary.size(); ++n)
    if (secondary[n].lost != Lost::excluded_by_principal &&
        tables->logic.paying_poa.find(claim->secondary[n].poa) == std::string::npos)
      all.add(*secondary[n].attributes);
  return all;
}

std::uint32_t ClaimFacts::hacs_of(const Secondary& diagnosis, const AttributeSet& acquired) const {
  std::uint32_t met = 0;
  const HacQuestion question{*tables, principal_attributes, *diagnosis.attributes, acquired, all_procedure_attributes};
  for (const auto& hac : tables->compiled_hacs)
    if (diagnosis.attributes->meets(hac.asked) && question.holds(hac.root)) met |= 1U << (hac.number % 32U);
  return met;
}

/// A condition with a demoting POA is taken away; with one that says neither the claim cannot be grouped. Nor can it where such a
/// POA stands at any code of the lists and another condition is taken away, catheters apart.
void ClaimFacts::find_hospital_acquired() {
  const auto& logic = tables->logic;
  std::optional<AttributeSet> acquired;  // most claims have no code of these lists
  bool is_any_unsaid = false, is_any_taken_away = false;
  lacks_poa = false;
  for (std::size_t n = 0; n < secondary.size(); ++n) {
    Secondary& diagnosis = secondary[n];
    if (diagnosis.row == nullptr || diagnosis.row->is_hac == 0) continue;
    if (!acquired) acquired = acquired_attributes();
    diagnosis.hacs = hacs_of(diagnosis, *acquired);
    if (diagnosis.lost == Lost::excluded_by_principal) continue;
    const bool demotes = logic.demoting_poa.find(claim->secondary[n].poa) != std::string::npos;
    const bool is_unsaid = !demotes && logic.paying_poa.find(claim->secondary[n].poa) == std::string::npos;
    is_any_unsaid |= is_unsaid;
    if (diagnosis.hacs == 0) continue;
    diagnosis.is_taken_away = demotes;
    diagnosis.lacks_poa = is_unsaid;
    lacks_poa |= is_unsaid;
    is_any_taken_away |= demotes && (diagnosis.hacs & ~logic.hacs_beside_unsaid) != 0;
  }
  lacks_poa |= is_any_unsaid && is_any_taken_away;
}

}  // namespace charta::grouper
