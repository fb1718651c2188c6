// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/deficiency_kinds.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <set>

namespace charta::chart_completion {
namespace {

Codes words_of(json::Value list) {
  Codes all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

}  // namespace

Result<DeficiencyKinds> read_kinds(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("deficiencies/kinds", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  DeficiencyKinds kinds;
  std::set<int> numbers;
  for (const auto one : document.root()["kinds"]) {
    kinds.push_back({static_cast<int>(one["number"].integer().value_or(0)), std::string(one["title"].text()),
                     std::string(one["group"].text()), words_of(one["lacks"]), words_of(one["rules"]), words_of(one["types"])});
    const auto& kind = kinds.back();
    if (kind.number <= 0 || kind.title.empty() || kind.group.empty() || !numbers.insert(kind.number).second)
      return fail(ErrorKind::invalid, rule->reference() + ": each kind has a number of its own, a title and a group", rule->id);
  }
  return kinds;
}

const DeficiencyKind* kind_of(const DeficiencyKinds& kinds, std::string_view lack, std::string_view rule, std::string_view type) {
  const auto id = rule.substr(0, rule.find('@'));
  const auto is_it = [&](const DeficiencyKind& one) {
    const bool is_any = one.rules.empty() && one.types.empty();
    return one.lacks.contains(lack) && (is_any || one.rules.contains(id) || one.types.contains(type));
  };
  const auto found = std::find_if(kinds.begin(), kinds.end(), is_it);
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace charta::chart_completion
