// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/published_drg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace charta::code_sets {

using grouper::AttributeSet;
using grouper::CodeKey;

std::uint32_t PublishedDrg::attributes(const std::vector<std::string_view>& names) {
  std::vector<std::uint32_t> list;
  for (const auto name : names) {
    if (name.empty()) continue;
    const auto [found, is_new] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.emplace_back(name);
    list.push_back(found->second);
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  const auto [found, is_new] = list_numbers_.try_emplace(list, static_cast<std::uint32_t>(lists_.size()));
  if (is_new) lists_.push_back(std::move(list));
  return found->second;
}

std::vector<int> PublishedDrg::versions() const {
  std::set<int> found;
  for (const auto& line : lines) found.insert(line.versions.low);
  return {found.begin(), found.end()};
}

/// Numbers what one version uses, in the order in which it is met.
class TablesMaker {
 public:
  TablesMaker(const PublishedDrg& published, int version) : published_(published), version_(version) {
    made_.version = static_cast<std::uint32_t>(version);
    made_.patterns.emplace_back();
    made_.suppressions.emplace_back();
    pattern_numbers_[{}] = 0;
  }

  Result<grouper::DrgTables> make() {
    CHARTA_TRY_DO(make_diagnoses());
    CHARTA_TRY_DO(make_procedures());
    CHARTA_TRY_DO(make_clusters());
    CHARTA_TRY_DO(make_lines());
    make_titles(published_.drg_titles, made_.drg_numbers, made_.drg_titles);
    make_titles(published_.mdc_titles, made_.mdc_numbers, made_.mdc_titles);
    make_titles(published_.hac_titles, made_.hac_numbers, made_.hac_titles);
    CHARTA_TRY_DO(titles_and_lines_agree());
    CHARTA_TRY_DO(exclusions_are_there());
    return std::move(made_);
  }

 private:
  Result<AttributeSet> set_of(std::uint32_t list) {
    AttributeSet set;
    for (const auto global : published_.lists_[list]) {
      const auto [found, is_new] = attribute_numbers_.try_emplace(global, made_.attributes.size());
      if (is_new) made_.attributes.push_back(published_.names_[global]);
      if (found->second >= AttributeSet::capacity)
        return fail(ErrorKind::invalid, fmt::format("more than {} attributes", AttributeSet::capacity));
      set.add(static_cast<std::uint16_t>(found->second));
    }
    return set;
  }

  /// The number of the pattern that two lists make together.
  Result<std::uint16_t> pattern(std::uint32_t first, const std::uint32_t* second) {
    std::vector<std::uint32_t> key{first};
    if (second != nullptr) key.push_back(*second);
    if (const auto found = pattern_numbers_.find(key); found != pattern_numbers_.end()) return found->second;
    CHARTA_TRY(auto set, set_of(first));
    if (second != nullptr) {
      CHARTA_TRY(const auto more, set_of(*second));
      set.add(more);
    }
    if (made_.patterns.size() >= UINT16_MAX) return fail(ErrorKind::invalid, "more attribute patterns than the tables can hold");
    const auto number = static_cast<std::uint16_t>(made_.patterns.size());
    made_.patterns.push_back(set);
    pattern_numbers_.emplace(std::move(key), number);
    return number;
  }

  template <class Rows>
  std::unordered_map<CodeKey, const typename Rows::value_type*> in_force(const Rows& rows) const {
    std::unordered_map<CodeKey, const typename Rows::value_type*> found;
    for (const auto& row : rows)
      if (row.versions.hold(version_)) found[row.code] = &row;
    return found;
  }

  template <class Rows>
  std::vector<const typename Rows::value_type*> sorted(const Rows& rows) const {
    std::vector<const typename Rows::value_type*> found;
    for (const auto& row : rows)
      if (row.versions.hold(version_)) found.push_back(&row);
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->code < b->code; });
    return found;
  }

  Result<void> no_duplicates(const std::vector<CodeKey>& keys) const {
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice != keys.end()) return fail(ErrorKind::invalid, fmt::format("code {} stands twice", grouper::text_of(*twice)));
    return {};
  }

  void make_exclusion_groups(std::map<int, std::uint16_t>& numbers) {
    made_.exclusion_starts.push_back(0);
    for (const auto& [group, members] : published_.exclusion_groups) {
      auto sorted_members = members;
      std::sort(sorted_members.begin(), sorted_members.end());
      made_.exclusions.insert(made_.exclusions.end(), sorted_members.begin(), sorted_members.end());
      made_.exclusion_starts.push_back(static_cast<std::uint32_t>(made_.exclusions.size()));
      numbers[group] = static_cast<std::uint16_t>(made_.exclusion_starts.size() - 1);
    }
  }

  Result<void> make_diagnoses() {
    std::map<int, std::uint16_t> groups;
    make_exclusion_groups(groups);
    const auto hacs = in_force(published_.hac_codes);
    const auto exclusions = in_force(published_.exclusions);
    const auto sexes = in_force(published_.sex_mdcs);
    const auto asked = asked_of_secondary();
    for (const auto* row : sorted(published_.diagnoses)) {
      grouper::Diagnosis made;
      const auto hac = hacs.find(row->code);
      made.is_hac = hac != hacs.end() && names_one_of(hac->second->attributes, asked) ? 1 : 0;
      CHARTA_TRY(made.pattern, pattern(row->attributes, hac == hacs.end() ? nullptr : &hac->second->attributes));
      made.mdc = static_cast<std::uint8_t>(row->mdc);
      made.severity = row->severity;
      if (const auto found = exclusions.find(row->code); found != exclusions.end()) {
        const auto group = groups.find(found->second->group);
        if (group == groups.end())
          return fail(ErrorKind::invalid, fmt::format("code {} names exclusion group {}, which is not given",
                                                      grouper::text_of(row->code), found->second->group));
        made.exclusion_group = group->second;
      }
      if (const auto found = sexes.find(row->code); found != sexes.end()) {
        made.mdc = static_cast<std::uint8_t>(found->second->mdc_of_men);
        made.mdc_of_women = static_cast<std::uint8_t>(found->second->mdc_of_women);
      }
      made_.diagnosis_keys.push_back(row->code);
      made_.diagnoses.push_back(made);
    }
    return no_duplicates(made_.diagnosis_keys);
  }

  Result<void> make_procedures() {
    const auto hacs = in_force(published_.hac_codes);
    const CodeKey cluster_mark = grouper::key_of("Z@");
    for (const auto* row : sorted(published_.procedures)) {
      const auto hac = hacs.find(row->code);
      grouper::Procedure made;
      CHARTA_TRY(made.pattern, pattern(row->attributes, hac == hacs.end() ? nullptr : &hac->second->attributes));
      if ((row->code >> 48U) == (cluster_mark >> 48U)) {
        cluster_patterns_[row->code] = made.pattern;
        continue;
      }
      made.is_operating_room = is_non_operating_room(row->attributes) ? 0 : 1;
      made_.procedure_keys.push_back(row->code);
      made_.procedures.push_back(made);
    }
    return no_duplicates(made_.procedure_keys);
  }

  /// The names of the attributes that a condition's rule asks of secondary diagnoses.
  std::set<std::string, std::less<>> asked_of_secondary() const {
    std::set<std::string, std::less<>> found;
    constexpr std::string_view mark = "SDX:";
    for (const auto& rule : published_.hac_rules) {
      if (!rule.versions.hold(version_)) continue;
      for (auto at = rule.formula.find(mark); at != std::string::npos; at = rule.formula.find(mark, at)) {
        at += mark.size();
        found.insert(rule.formula.substr(at, rule.formula.find_first_of(" &|()~", at) - at));
      }
    }
    return found;
  }

  /// The code stands on a condition's list. Others only take part in one, as obesity does as a principal diagnosis.
  bool names_one_of(std::uint32_t list, const std::set<std::string, std::less<>>& wanted) const {
    const auto& names = published_.lists_[list];
    return std::any_of(names.begin(), names.end(), [&](const auto name) { return wanted.contains(published_.names_[name]); });
  }

  bool is_non_operating_room(std::uint32_t list) const {
    const auto mark = published_.numbers_.find("nonor");
    const auto& names = published_.lists_[list];
    return names.empty() || (mark != published_.numbers_.end() && std::binary_search(names.begin(), names.end(), mark->second));
  }

  Result<void> make_clusters() {
    std::unordered_map<CodeKey, std::vector<grouper::ClusterPart>> parts;
    for (const auto* row : sorted(published_.clusters)) {
      if (row->choices.empty() || row->choices.size() > 16)
        return fail(ErrorKind::invalid,
                    fmt::format("cluster {} has {} choices", grouper::text_of(row->code), row->choices.size()));
      const auto number = static_cast<std::uint16_t>(made_.clusters.size());
      const auto pattern = cluster_patterns_.find(row->code);
      made_.cluster_keys.push_back(row->code);
      made_.clusters.push_back({row->suppressing_mdcs, pattern == cluster_patterns_.end() ? std::uint16_t{0} : pattern->second,
                                static_cast<std::uint16_t>(row->choices.size())});
      for (std::size_t choice = 0; choice < row->choices.size(); ++choice)
        for (const auto code : row->choices[choice]) {
          if (!std::binary_search(made_.procedure_keys.begin(), made_.procedure_keys.end(), code))
            return cut_short(fmt::format("cluster {} names procedure {}", grouper::text_of(row->code), grouper::text_of(code)));
          parts[code].push_back({number, static_cast<std::uint16_t>(choice)});
        }
    }
    CHARTA_TRY_DO(no_duplicates(made_.cluster_keys));
    for (const auto code : made_.procedure_keys) {
      made_.part_starts.push_back(static_cast<std::uint32_t>(made_.parts.size()));
      if (const auto found = parts.find(code); found != parts.end())
        made_.parts.insert(made_.parts.end(), found->second.begin(), found->second.end());
    }
    made_.part_starts.push_back(static_cast<std::uint32_t>(made_.parts.size()));
    return {};
  }

  static Error cut_short(std::string_view what) {
    return fail(ErrorKind::invalid, fmt::format("{}, which is not given: a file is cut short", what));
  }

  /// Every MDC that has a title has lines, every DRG and HAC that has one is reached by a condition, and the other way round.
  Result<void> titles_and_lines_agree() const {
    std::set<int> mdcs, drgs, hacs;
    for (const auto& line : made_.lines) {
      mdcs.insert(line.mdc);
      if (line.drg != 0) drgs.insert(line.drg);
    }
    for (const auto& hac : made_.hacs) hacs.insert(static_cast<int>(hac.number));
    const auto first_without = [](const auto& asked, const auto& given) {
      const auto at = std::find_if(asked.begin(), asked.end(),
                                   [&](int number) { return std::find(given.begin(), given.end(), number) == given.end(); });
      return at == asked.end() ? -1 : static_cast<int>(*at);
    };
    if (const int mdc = first_without(made_.mdc_numbers, mdcs); mdc >= 0)
      return cut_short(fmt::format("MDC {} has a title and needs a line of the hierarchy", mdc));
    if (const int drg = first_without(made_.drg_numbers, drgs); drg >= 0)
      return cut_short(fmt::format("DRG {} has a title and needs a formula", drg));
    if (const int drg = first_without(drgs, made_.drg_numbers); drg >= 0)
      return cut_short(fmt::format("DRG {} has a formula and needs a title", drg));
    if (const int hac = first_without(made_.hac_numbers, hacs); hac >= 0)
      return cut_short(fmt::format("HAC {} has a title and needs a formula", hac));
    if (const int hac = first_without(hacs, made_.hac_numbers); hac >= 0)
      return cut_short(fmt::format("HAC {} has a formula and needs a title", hac));
    return {};
  }

  Result<void> exclusions_are_there() const {
    std::set<std::uint16_t> in_use;
    for (const auto& diagnosis : made_.diagnoses) in_use.insert(diagnosis.exclusion_group);
    for (const auto group : in_use) {
      if (group == 0) continue;
      for (auto at = made_.exclusion_starts[group - 1U]; at < made_.exclusion_starts[group]; ++at)
        if (const auto code = made_.exclusions[at];
            !std::binary_search(made_.diagnosis_keys.begin(), made_.diagnosis_keys.end(), code))
          return cut_short(fmt::format("a list of exclusions names diagnosis {}", grouper::text_of(code)));
    }
    return {};
  }

  std::uint32_t add_formula(const std::string& formula) {
    const auto at = static_cast<std::uint32_t>(made_.formula_text.size());
    made_.formula_text += formula;
    return at;
  }

  Result<void> make_lines() {
    std::vector<const PublishedDrg::LineRow*> rows;
    for (const auto& row : published_.lines)
      if (row.versions.hold(version_)) rows.push_back(&row);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto* a, const auto* b) { return std::pair(a->mdc, a->rank) < std::pair(b->mdc, b->rank); });
    std::map<std::uint32_t, std::uint16_t> suppressions;
    for (const auto* row : rows) {
      grouper::Line line;
      line.formula_length = static_cast<std::uint32_t>(row->formula.size());
      line.formula_at = add_formula(row->formula);
      line.drg = static_cast<std::uint16_t>(row->drg), line.base_drg = static_cast<std::uint16_t>(row->base_drg);
      line.rank = static_cast<std::uint16_t>(row->rank);
      line.mdc = static_cast<std::uint8_t>(row->mdc), line.reroute_mdc = static_cast<std::uint8_t>(row->reroute_mdc);
      line.med_surg = row->med_surg;
      CHARTA_TRY(const auto set, set_of(row->suppression));
      if (set != AttributeSet{}) {
        const auto [found, is_new] =
            suppressions.try_emplace(row->suppression, static_cast<std::uint16_t>(made_.suppressions.size()));
        if (is_new) made_.suppressions.push_back(set);
        line.suppression = found->second;
      }
      made_.lines.push_back(line);
    }
    for (const auto& row : published_.hac_rules) {
      if (!row.versions.hold(version_)) continue;
      const auto at = add_formula(row.formula);
      made_.hacs.push_back({at, static_cast<std::uint32_t>(row.formula.size()), static_cast<std::uint32_t>(row.number)});
    }
    return {};
  }

  void make_titles(const std::vector<PublishedDrg::TitleRow>& rows, std::vector<std::uint16_t>& numbers,
                   std::vector<std::string>& titles) const {
    std::map<int, const PublishedDrg::TitleRow*> found;
    for (const auto& row : rows)
      if (row.versions.hold(version_)) found[row.number] = &row;
    for (const auto& [number, row] : found) {
      numbers.push_back(static_cast<std::uint16_t>(number));
      titles.push_back(row->title);
    }
  }

  const PublishedDrg& published_;
  int version_;
  grouper::DrgTables made_;
  std::unordered_map<std::uint32_t, std::size_t> attribute_numbers_;
  std::map<std::vector<std::uint32_t>, std::uint16_t> pattern_numbers_;
  std::unordered_map<CodeKey, std::uint16_t> cluster_patterns_;
};

Result<grouper::DrgTables> PublishedDrg::tables_of(int version) const {
  return TablesMaker(*this, version).make();
}

Result<void> every_condition_has_a_bearer(const grouper::DrgTables& tables) {
  const auto none = [](std::string_view name) {
    return fail(ErrorKind::invalid,
                fmt::format("a condition asks for '{}', which no diagnosis bears: a file is cut short", name));
  };
  for (const auto& name : tables.unknown_operands)
    if (name.find(':') != std::string::npos) return none(name);
  AttributeSet borne;
  for (const auto& row : tables.diagnoses) borne.add(tables.patterns[row.pattern]);
  for (const auto& unless : tables.unless) borne.add(unless.attribute);
  for (const auto& node : tables.nodes) {
    const bool is_of_diagnoses = node.operand == grouper::Operand::principal || node.operand == grouper::Operand::secondary ||
                                 node.operand == grouper::Operand::any_diagnosis || node.operand == grouper::Operand::only;
    if (is_of_diagnoses && !borne.has(node.first)) return none(tables.attributes[node.first]);
  }
  return {};
}

}  // namespace charta::code_sets
