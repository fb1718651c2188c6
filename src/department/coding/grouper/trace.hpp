// SPDX-License-Identifier: Apache-2.0
// Why a claim has its DRG, for a person.
#pragma once
#include "department/coding/grouper/grouper.hpp"

#include <string>
#include <vector>

namespace charta::grouper {

/// Sentences in the order of the grouper's steps: version, MDC, line of the hierarchy, severity and who carries it, what was
/// excluded and by what, clusters, hospital-acquired conditions, the DRG with its weight.
std::vector<std::string> explain(const DrgTables& tables, const Claim& claim, const Grouping& grouping);

/// A code without which the final DRG would be another.
struct Change {
  CodeKey code = 0;
  bool is_procedure = false;
  int drg = 0;  ///< the final DRG without it
};
/// Groups the claim once for each code left out; lists the codes that carry the DRG.
std::vector<Change> what_if_each_code_were_missing(const DrgTables& tables, const Claim& claim, const Grouping& grouping);

}  // namespace charta::grouper
