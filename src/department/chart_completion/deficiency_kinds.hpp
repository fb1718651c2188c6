// SPDX-License-Identifier: Apache-2.0
// The kinds of deficiencies that VistA's Incomplete Records Tracking numbers (file 393.3), as rule pack deficiencies/kinds says
// them. Pure.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_completion {

using Codes = std::set<std::string, std::less<>>;

struct DeficiencyKind {
  int number = 0;  ///< of file 393.3
  std::string title, group;
  Codes lacks;         ///< missing-document, …; empty: nothing that is found by itself is of this kind
  Codes rules, types;  ///< rules and LOINC codes of documents; both empty: any
};
using DeficiencyKinds = std::vector<DeficiencyKind>;

/// Errors: `not_found` (the rule is not in force), `invalid` (a kind without number, title or group; a number twice).
Result<DeficiencyKinds> read_kinds(const rules::RuleBook& book, Date today, std::string_view jurisdiction);

/// The first that this lack is of; null: theirs has none. `rule` with or without its version.
const DeficiencyKind* kind_of(const DeficiencyKinds& kinds, std::string_view lack, std::string_view rule, std::string_view type);

}  // namespace charta::chart_completion
