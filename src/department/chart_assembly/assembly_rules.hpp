// SPDX-License-Identifier: Apache-2.0
// What the file's order and its completeness take from rule packs: data/rules/chart/chart-orders, required-documents.
#pragma once
#include "department/chart_assembly/chart_order.hpp"
#include "department/chart_assembly/completeness.hpp"
#include "record/rules/rule_pack.hpp"

namespace charta::chart_assembly {

/// In which order a chart is opened: the first row that fits.
struct DefaultOrder {
  std::set<std::string, std::less<>> classes;  ///< v3 ActCode; empty: any, and none
  std::optional<bool> in_house;                ///< unset: either
  std::string order;
};

struct AssemblyRules {
  std::vector<ChartOrder> orders;  ///< as they are offered
  std::vector<DefaultOrder> defaults;
  std::vector<RequiredDocument> required;

  /// Errors: `not_found` (not in force), `invalid`, naming the rule and the element.
  static Result<AssemblyRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  /// Null where there is no such order.
  const ChartOrder* order(std::string_view id) const;
  const ChartOrder& order_for(std::string_view class_code, bool in_house) const;
};

}  // namespace charta::chart_assembly
