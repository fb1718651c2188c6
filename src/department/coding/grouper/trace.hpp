// SPDX-License-Identifier: Apache-2.0
// Why a claim has its DRG, for a person.
#pragma once
#include "department/coding/grouper/grouper.hpp"

#include <string>
#include <vector>

namespace charta::grouper {

/// Sentences in the order of the grouper's steps: version, MDC, the class by what of the claim meets it, clusters, severity and
/// who carries it, what was excluded and by what, hospital-acquired conditions, the DRG with its weight, and what was nearly
/// another.
std::vector<std::string> explain(const DrgTables& tables, const Claim& claim, const Grouping& grouping);

/// The condition of the line that gave the final DRG, as the publisher wrote it: "MDC 04, rank 32: (PDX:dxc0402) & (MCC)".
std::string formula_behind(const DrgTables& tables, const Grouping& grouping);

/// A code without which the final DRG would be another.
struct Change {
  CodeKey code = 0;
  bool is_procedure = false;
  int drg = 0;               ///< the final DRG without it
  std::uint32_t weight = 0;  ///< its weight; 0: the tables hold none
};
/// Groups the claim once for each code left out; lists the codes that carry the DRG.
std::vector<Change> what_if_each_code_were_missing(const DrgTables& tables, const Claim& claim, const Grouping& grouping);

}  // namespace charta::grouper
