// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/evaluation.hpp"

#include <algorithm>
#include <utility>

namespace charta::grouper {

void Evaluation::begin(Pass pass) {
  pass_ = pass;
  any_cc_ = any_mcc_ = false;
  for (const auto& diagnosis : facts_.secondary) {
    if (pass == Pass::final && diagnosis.is_taken_away) continue;
    any_cc_ |= diagnosis.level == Severity::cc;
    any_mcc_ |= diagnosis.level == Severity::mcc;
  }
}

void Evaluation::enter_mdc(int mdc) {
  mdc_ = mdc;
  if (facts_.clusters.empty()) {
    procedures_here_ = facts_.all_procedure_attributes;
    return;
  }
  procedures_here_ = {};
  for (std::size_t n = 0; n < facts_.procedures.size(); ++n)
    if (const auto* attributes = facts_.procedure_attributes(n); attributes != nullptr && facts_.counts_in(n, mdc))
      procedures_here_.add(*attributes);
  for (const auto cluster : facts_.clusters) procedures_here_.add(tables_.patterns[tables_.clusters[cluster].pattern]);
}

bool Evaluation::counts(std::size_t secondary, const Line& line) const {
  const auto& diagnosis = facts_.secondary[secondary];
  return diagnosis.level != Severity::none && !(pass_ == Pass::final && diagnosis.is_taken_away) &&
         !is_suppressed(secondary, line);
}

bool Evaluation::has_level(Severity level) {
  bool has = level == Severity::mcc ? any_mcc_ : any_cc_;
  if (has && suppression_ != nullptr)
    has = std::any_of(facts_.secondary.begin(), facts_.secondary.end(), [&](const auto& diagnosis) {
      return diagnosis.level == level && !(pass_ == Pass::final && diagnosis.is_taken_away) &&
             !diagnosis.attributes->meets(*suppression_);
    });
  if (has && marking_) note_level(level);
  return has;
}

bool Evaluation::outweighs_cc() {
  const bool was_marking = std::exchange(marking_, false);
  const bool has = has_level(Severity::mcc);
  marking_ = was_marking;
  return has;
}

bool Evaluation::asks(std::uint16_t at) {
  const Node node = tables_.nodes[at];
  const Claim& claim = *facts_.claim;
  const auto answer = [&](bool holds) {
    if (holds && marking_) note_secondary(node.first);
    return holds;
  };
  switch (node.operand) {
    case Operand::never:
      return false;
    case Operand::all_of:
      return asks(node.first) && asks(node.second);
    case Operand::any_of:
      return asks(node.first) || asks(node.second);
    case Operand::negated:
      return !asks(node.first);
    case Operand::principal:
      return facts_.principal_attributes.has(node.first);
    case Operand::secondary:
      return answer(facts_.secondary_attributes.has(node.first));
    case Operand::any_diagnosis:
      return facts_.principal_attributes.has(node.first) || answer(facts_.secondary_attributes.has(node.first));
    case Operand::only:
      return facts_.principal_attributes.has(node.first) &&
             std::all_of(facts_.secondary.begin(), facts_.secondary.end(),  // a code that is none says nothing
                         [&](const auto& row) { return row.row == nullptr || row.attributes->has(node.first); });
    case Operand::procedure:
      if (!procedures_here_.has(node.first)) return false;
      if (marking_) wanted_.push_back(node.first);
      return true;
    case Operand::mcc:
      return has_level(Severity::mcc);
    case Operand::cc:  // v40.0 asks for a CC before it asks for an MCC: it means that no MCC counts
      return !outweighs_cc() && has_level(Severity::cc);
    case Operand::alive:
      return !facts_.died;
    case Operand::died:
      return facts_.died;
    case Operand::always:
      return true;
    case Operand::operating_room:
      return has_operating_room();
    case Operand::principal_mdc:
      return facts_.mdc == node.first;
    case Operand::transferred:
      return is_one_of(tables_.logic.transferred, claim.discharge_status);
    case Operand::left_against_advice:
      return is_one_of(tables_.logic.left_against_advice, claim.discharge_status);
    case Operand::counted:
      return counted(tables_.counted[node.first]);
    case Operand::invalid_principal:
      return facts_.principal == nullptr;
    case Operand::external_cause_principal:
      return facts_.external_cause;
    case Operand::invalid_discharge_status:
      return !is_one_of(tables_.logic.valid_discharge_status, claim.discharge_status);
    case Operand::invalid_sex:
      return facts_.needs_sex && claim.sex != 'M' && claim.sex != 'F';
  }
  return false;
}

bool Evaluation::has_operating_room() {
  int first = -1;
  for (std::size_t n = 0; n < facts_.procedures.size(); ++n)
    if (facts_.is_operating_room(n) && facts_.counts_in(n, mdc_) &&
        (first < 0 || comes_before(n, static_cast<std::size_t>(first))))
      first = static_cast<int>(n);
  for (std::size_t n = 0; n < facts_.clusters.size() && first < 0; ++n)
    if (facts_.is_operating_room_cluster(facts_.clusters[n])) first = static_cast<int>(facts_.procedures.size() + n);
  if (first >= 0 && marking_) mark_entity(static_cast<std::size_t>(first));
  return first >= 0;
}

int Evaluation::weight_of(const DrgTables::Weight& weight, int beside) const {
  int sum = 0;
  for (std::size_t entity = 0; entity < entities(); ++entity)
    if (in_attributes(weight.attribute, entity) && (beside < 0 || in_attributes(static_cast<std::uint16_t>(beside), entity)))
      sum += weight.each;
  return sum;
}

bool Evaluation::counted(const DrgTables::Counted& operand) {
  int sum = 0;
  for (const auto& weight : operand.weights) {
    if (operand.of == CountedOperand::Of::diagnosis_sites) {
      sum += facts_.principal_attributes.has(weight.attribute) || facts_.secondary_attributes.has(weight.attribute) ? weight.each
                                                                                                                    : 0;
    } else if (operand.of == CountedOperand::Of::procedure_kinds) {
      sum += procedures_here_.has(weight.attribute) ? weight.each : 0;
    } else {
      if (!procedures_here_.has(weight.attribute)) {
        if (operand.each_at_least > 0) return false;
        continue;
      }
      const int one = weight_of(weight, operand.beside);
      if (one < operand.each_at_least * weight.each) return false;
      sum += one;
    }
  }
  if (sum < operand.at_least) return false;
  if (marking_) note_counted(operand);
  return true;
}

/// Procedures come first, then the clusters that they form.
bool Evaluation::in_attributes(std::uint16_t attribute, std::size_t entity) const {
  const std::size_t procedures = facts_.procedures.size();
  if (entity >= procedures)
    return tables_.patterns[tables_.clusters[facts_.clusters[entity - procedures]].pattern].has(attribute);
  const auto* attributes = facts_.procedure_attributes(entity);
  return attributes != nullptr && facts_.counts_in(entity, mdc_) && attributes->has(attribute);
}

/// The official program looks at a principal procedure first when it is an operating room procedure and last when it is not; the
/// others by code.
bool Evaluation::comes_before(std::size_t a, std::size_t b) const {
  const auto rank = [&](std::size_t procedure) { return procedure != 0 ? 1 : facts_.is_operating_room(0) ? 0 : 2; };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return facts_.claim->procedures[a] < facts_.claim->procedures[b];
}

int Evaluation::first_entity(std::uint16_t attribute, bool only_done) const {
  int best = -1;
  for (std::size_t entity = 0; entity < entities(); ++entity) {
    if (!in_attributes(attribute, entity) || (only_done && done_[entity] == 0)) continue;
    if (best < 0)
      best = static_cast<int>(entity);
    else if (entity < facts_.procedures.size() && comes_before(entity, static_cast<std::size_t>(best)))
      best = static_cast<int>(entity);
  }
  return best;
}

template <class Predicate>
int Evaluation::first_secondary(Predicate predicate) const {
  int best = -1;
  for (std::size_t n = 0; n < facts_.secondary.size(); ++n)
    if (predicate(facts_.secondary[n]) &&
        (best < 0 || facts_.claim->secondary[n].code < facts_.claim->secondary[static_cast<std::size_t>(best)].code))
      best = static_cast<int>(n);
  return best;
}

void Evaluation::note_secondary(std::uint16_t attribute) {
  const auto unless =
      std::find_if(tables_.unless.begin(), tables_.unless.end(), [&](const auto& rule) { return rule.attribute == attribute; });
  const int first = first_secondary([&](const auto& row) {
    return row.attributes->has(attribute) || (unless != tables_.unless.end() && !row.attributes->has(unless->unless));
  });
  if (first >= 0) (*marked_secondary_)[static_cast<std::size_t>(first)] = 1;
}

/// A condition that was taken away still shows as the carrier of its level while another keeps the level.
void Evaluation::note_level(Severity level) {
  const int first = first_secondary(
      [&](const auto& row) { return row.level == level && (suppression_ == nullptr || !row.attributes->meets(*suppression_)); });
  if (first >= 0) (*marked_secondary_)[static_cast<std::size_t>(first)] = 1;
}

void Evaluation::note_sites(const DrgTables::Counted& operand) {
  std::uint32_t seen = 0;
  int sites = 0;
  for (std::size_t n = 0; n < operand.weights.size(); ++n)
    if (facts_.principal_attributes.has(operand.weights[n].attribute)) seen |= 1U << n, ++sites;
  CodeKey after = 0;
  while (sites < operand.at_least) {
    const int next = first_secondary([&](const auto& row) {
      const auto code = facts_.claim->secondary[static_cast<std::size_t>(&row - facts_.secondary.data())].code;
      if (code <= after) return false;
      for (std::size_t n = 0; n < operand.weights.size(); ++n)
        if (((seen >> n) & 1U) == 0 && row.attributes->has(operand.weights[n].attribute)) return true;
      return false;
    });
    if (next < 0) return;
    (*marked_secondary_)[static_cast<std::size_t>(next)] = 1;
    after = facts_.claim->secondary[static_cast<std::size_t>(next)].code;
    for (std::size_t n = 0; n < operand.weights.size() && sites < operand.at_least; ++n)
      if (((seen >> n) & 1U) == 0 &&
          facts_.secondary[static_cast<std::size_t>(next)].attributes->has(operand.weights[n].attribute))
        seen |= 1U << n, ++sites;
  }
}

void Evaluation::note_counted(const DrgTables::Counted& operand) {
  if (operand.of == CountedOperand::Of::diagnosis_sites) return note_sites(operand);
  for (const auto& weight : operand.weights) {
    if (operand.of == CountedOperand::Of::procedure_kinds) {
      if (procedures_here_.has(weight.attribute)) wanted_.push_back(weight.attribute);
      continue;
    }
    for (std::size_t entity = 0; entity < entities(); ++entity) {
      if (!in_attributes(weight.attribute, entity)) continue;
      if (operand.beside >= 0 && !in_attributes(static_cast<std::uint16_t>(operand.beside), entity)) continue;
      // The official program marks a repeated code once in its first pass and each time in its second.
      const auto& codes = facts_.claim->procedures;
      const bool is_repeated =
          entity < codes.size() && std::find(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(entity), codes[entity]) !=
                                       codes.begin() + static_cast<std::ptrdiff_t>(entity);
      if (pass_ == Pass::final || !is_repeated) mark_entity(entity);
    }
  }
}

void Evaluation::mark_entity(std::size_t entity) {
  const std::size_t procedures = facts_.procedures.size();
  if (entity < procedures) {
    (*marked_procedures_)[entity] = 1;
    return;
  }
  const auto cluster = facts_.clusters[entity - procedures];
  for (std::uint16_t choice = 0; choice < tables_.clusters[cluster].choices; ++choice) {
    int best = -1;
    for (const auto& part : facts_.met_parts)
      if (part.cluster == cluster && part.choice == choice &&
          (best < 0 || comes_before(part.procedure, static_cast<std::size_t>(best))))
        best = part.procedure;
    if (best >= 0) (*marked_procedures_)[static_cast<std::size_t>(best)] = 1;
  }
}

/// Fewest candidates first, and a procedure that was taken for one condition serves the next as well. A procedure for which a
/// cluster speaks in the principal diagnosis's own MDC is not marked.
void Evaluation::mark_wanted() {
  const auto candidates = [&](std::uint16_t attribute) {
    std::size_t count = 0;
    for (std::size_t entity = 0; entity < entities(); ++entity) count += in_attributes(attribute, entity) ? 1U : 0U;
    return count;
  };
  std::stable_sort(wanted_.begin(), wanted_.end(), [&](auto a, auto b) { return candidates(a) < candidates(b); });
  done_.assign(entities(), 0);
  for (const auto attribute : wanted_) {
    if (first_entity(attribute, true) >= 0) continue;
    const int chosen = first_entity(attribute, false);
    if (chosen < 0) continue;
    const auto entity = static_cast<std::size_t>(chosen);
    done_[entity] = 1;
    if (entity >= facts_.procedures.size() || facts_.principal == nullptr || facts_.counts_in(entity, facts_.principal->mdc))
      mark_entity(entity);
  }
}

void Evaluation::mark(const Line& line, std::uint16_t root, std::vector<char>& secondary, std::vector<char>& procedures) {
  marked_secondary_ = &secondary;
  marked_procedures_ = &procedures;
  wanted_.clear();
  marking_ = true;
  holds(line, root);
  marking_ = false;
  mark_wanted();
}

}  // namespace charta::grouper
