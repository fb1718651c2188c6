// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/drg_tables.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::grouper {
namespace {

std::string_view title_of(const std::vector<std::uint16_t>& numbers, const std::vector<std::string>& titles, int number) {
  const auto at = std::lower_bound(numbers.begin(), numbers.end(), number);
  return at == numbers.end() || *at != number ? std::string_view() : titles[static_cast<std::size_t>(at - numbers.begin())];
}

template <class Starts, class Items>
bool are_ranges(const Starts& starts, std::size_t owners, const Items& items) {
  return starts.size() == owners + 1 && std::is_sorted(starts.begin(), starts.end()) && starts.front() == 0 &&
         starts.back() == items.size();
}

template <class Rows>
bool patterns_exist(const Rows& rows, std::size_t patterns) {
  return std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row.pattern < patterns; });
}

struct Fixed {
  std::string_view name;
  Operand operand;
};
constexpr Fixed fixed_operands[] = {{"MCC", Operand::mcc},
                                    {"CC", Operand::cc},
                                    {"ALIVE", Operand::alive},
                                    {"DIED", Operand::died},
                                    {"ANYDX", Operand::always},
                                    {"ORPROC", Operand::operating_room},
                                    {"XFRNBA", Operand::transferred},
                                    {"AMA", Operand::left_against_advice},
                                    {"INVALID_PDX", Operand::invalid_principal},
                                    {"PDX_ECODE", Operand::external_cause_principal},
                                    {"INVALID_DSTAT", Operand::invalid_discharge_status},
                                    {"INVALID_SEX", Operand::invalid_sex}};

/// "MDC_20_FALL_THRU": the principal diagnosis lies in MDC 20, and nothing before decided. -1: another word.
int fallen_through(std::string_view word) {
  constexpr std::string_view before = "MDC_", behind = "_FALL_THRU";
  if (!word.starts_with(before) || !word.ends_with(behind)) return -1;
  return static_cast<int>(parse_integer(word.substr(before.size(), word.size() - before.size() - behind.size())).value_or(-1));
}

}  // namespace

Result<void> DrgTables::check() const {
  const auto broken = [&](std::string_view what) {
    return fail(ErrorKind::invalid, fmt::format("MS-DRG v{}: {}", version_text(static_cast<int>(version)), what));
  };
  if (diagnosis_keys.size() != diagnoses.size() || procedure_keys.size() != procedures.size() ||
      cluster_keys.size() != clusters.size())
    return broken("codes and their rows differ in number");
  if (diagnoses.empty() || lines.empty()) return broken("it has no diagnoses or no hierarchy");
  if (attributes.size() > AttributeSet::capacity) return broken("too many attributes");
  if (!std::is_sorted(diagnosis_keys.begin(), diagnosis_keys.end()) ||
      !std::is_sorted(procedure_keys.begin(), procedure_keys.end()))
    return broken("its codes are not sorted");
  if (!are_ranges(part_starts, procedures.size(), parts) || exclusion_starts.empty() ||
      !are_ranges(exclusion_starts, exclusion_starts.size() - 1, exclusions))
    return broken("its lists do not fit together");
  if (!patterns_exist(diagnoses, patterns.size()) || !patterns_exist(procedures, patterns.size()) ||
      !patterns_exist(clusters, patterns.size()))
    return broken("a code names a pattern that is not there");
  for (const auto& row : diagnoses)
    if (row.exclusion_group >= exclusion_starts.size()) return broken("a code names an exclusion group that is not there");
  for (const auto& part : parts)
    if (part.cluster >= clusters.size() || part.choice >= clusters[part.cluster].choices)
      return broken("a code names a cluster that is not there");
  for (const auto& line : lines)
    if (line.suppression >= suppressions.size() || std::size_t{line.formula_at} + line.formula_length > formula_text.size())
      return broken("a line of the hierarchy is damaged");
  for (const auto& hac : hacs)
    if (std::size_t{hac.formula_at} + hac.formula_length > formula_text.size()) return broken("a HAC rule is damaged");
  if (drg_numbers.size() != drg_titles.size() || mdc_numbers.size() != mdc_titles.size() ||
      hac_numbers.size() != hac_titles.size())
    return broken("titles and numbers differ");
  return {};
}

int DrgTables::attribute_number(std::string_view name) const {
  const auto found = std::find(attributes.begin(), attributes.end(), name);
  return found == attributes.end() ? -1 : static_cast<int>(found - attributes.begin());
}

Node DrgTables::meaning_of(std::string_view word) {
  static constexpr std::pair<std::string_view, Operand> prefixes[] = {
      {"PDX:", Operand::principal}, {"SDX:", Operand::secondary}, {"ANY:", Operand::any_diagnosis}, {"ONLY:", Operand::only}};
  for (const auto& fixed : fixed_operands)
    if (word == fixed.name) return {fixed.operand, 0, 0};
  if (const int mdc = fallen_through(word); mdc >= 0) return {Operand::principal_mdc, static_cast<std::uint16_t>(mdc), 0};
  for (std::size_t n = 0; n < logic.counted.size(); ++n)
    if (word == logic.counted[n].name) return {Operand::counted, static_cast<std::uint16_t>(n), 0};
  auto operand = Operand::procedure;
  std::string_view name = word;
  for (const auto& [prefix, meant] : prefixes)
    if (word.starts_with(prefix)) {
      operand = meant;
      name = word.substr(prefix.size());
    }
  const int number = attribute_number(name);
  if (number >= 0) return {operand, static_cast<std::uint16_t>(number), 0};
  unknown_operands.emplace_back(word);
  return {};
}

void DrgTables::note_asked(std::uint16_t at, CompiledHac& hac) const {
  const Node& node = nodes[at];
  if (node.operand == Operand::all_of || node.operand == Operand::any_of) {
    note_asked(node.first, hac);
    note_asked(node.second, hac);
  }
  if (node.operand == Operand::secondary || node.operand == Operand::any_diagnosis) hac.asked.add(node.first);
  if (node.operand == Operand::procedure) hac.procedures.add(node.first);
}

/// Lines of no MDC name conditions that are errors, and the program's own ends: what they do not know decides nothing.
Result<void> DrgTables::compile_conditions() {
  constexpr int of_no_mdc = 99;
  const auto meaning = [&](std::string_view word) { return meaning_of(word); };
  for (const auto& line : lines) {
    const auto known = unknown_operands.size();
    CHARTA_TRY(const auto root, compile(formula_of(line), meaning, nodes));
    roots.push_back(root);
    if (unknown_operands.size() > known && line.mdc != of_no_mdc && (line.drg != 0 || line.reroute_mdc != 0))
      return fail(ErrorKind::invalid,
                  fmt::format("the condition of DRG {:03} asks for '{}', which no code carries and no rule explains", line.drg,
                              unknown_operands.back()));
  }
  for (const auto& hac : hacs) {
    CHARTA_TRY(const auto root,
               compile(std::string_view(formula_text).substr(hac.formula_at, hac.formula_length), meaning, nodes));
    auto& made = compiled_hacs.emplace_back(CompiledHac{root, static_cast<std::uint16_t>(hac.number), {}, {}});
    note_asked(root, made);
  }
  return {};
}

Result<void> DrgTables::prepare(const SpecialLogic& special) {
  CHARTA_TRY_DO(check());
  logic = special;
  diagnosis_index.build(diagnosis_keys);
  procedure_index.build(procedure_keys);
  nodes.clear(), roots.clear(), compiled_hacs.clear(), unknown_operands.clear();
  CHARTA_TRY_DO(compile_conditions());
  mdc_starts.assign(257, 0);
  for (std::size_t mdc = 0; mdc <= 256; ++mdc)
    mdc_starts[mdc] = static_cast<std::uint32_t>(
        std::partition_point(lines.begin(), lines.end(), [&](const Line& line) { return line.mdc < mdc; }) - lines.begin());
  bind_logic();
  std::sort(unknown_operands.begin(), unknown_operands.end());
  unknown_operands.erase(std::unique(unknown_operands.begin(), unknown_operands.end()), unknown_operands.end());
  return {};
}

void DrgTables::bind_logic() {
  counted.clear(), unless.clear();
  for (const auto& operand : logic.counted) {
    Counted& made = counted.emplace_back(Counted{operand.of, operand.at_least, operand.each_at_least, {}});
    if (!operand.beside.empty()) made.beside = attribute_number(operand.beside);
    for (const auto& [name, each] : operand.weights)
      if (const int number = attribute_number(name); number >= 0)
        made.weights.push_back({static_cast<std::uint16_t>(number), static_cast<std::int16_t>(each)});
  }
  external_cause_attribute = attribute_number("ecode");
  alive_attribute = attribute_number("mccalive");
  non_operating_room_attribute = attribute_number("nonor");
  for (const auto& [name, without] : logic.unless_attributes) {
    const int attribute = attribute_number(name), other = attribute_number(without);
    if (attribute >= 0 && other >= 0)
      unless.push_back({static_cast<std::uint16_t>(attribute), static_cast<std::uint16_t>(other)});
  }
}

bool DrgTables::excludes(std::uint16_t group, CodeKey secondary) const {
  if (group == 0) return false;
  const auto begin = exclusions.begin() + exclusion_starts[group - 1U], end = exclusions.begin() + exclusion_starts[group];
  return std::binary_search(begin, end, secondary);
}

std::string_view DrgTables::drg_title(int drg) const {
  return title_of(drg_numbers, drg_titles, drg);
}
std::string_view DrgTables::mdc_title(int mdc) const {
  return title_of(mdc_numbers, mdc_titles, mdc);
}
std::string_view DrgTables::hac_title(int hac) const {
  return title_of(hac_numbers, hac_titles, hac);
}

const DrgFacts* DrgTables::facts_of(int drg) const {
  const auto at =
      std::lower_bound(facts.begin(), facts.end(), drg, [](const DrgFacts& row, int number) { return row.drg < number; });
  return at == facts.end() || at->drg != drg ? nullptr : &*at;
}

std::size_t DrgTables::memory_bytes() const {
  const auto of = [](const auto& items) { return items.capacity() * sizeof(items[0]); };
  return of(patterns) + of(suppressions) + of(diagnosis_keys) + of(procedure_keys) + of(cluster_keys) + of(diagnoses) +
         of(procedures) + of(clusters) + of(part_starts) + of(parts) + of(exclusion_starts) + of(exclusions) + of(lines) +
         of(nodes) + of(roots) + diagnosis_index.bytes() + procedure_index.bytes() + formula_text.size();
}

}  // namespace charta::grouper
