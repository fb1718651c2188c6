// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/grouper/drg_tables.hpp"

#include <string_view>
#include <vector>

namespace charta::code_sets {

/// CMS Table 5 of a fiscal year: relative weights and mean stays of its MS-DRGs.
struct WeightTable {
  std::uint32_t version = 0;  ///< 380 for v38, which is FY 2021
  std::vector<grouper::DrgFacts> facts;

  template <class Archive>
  void fields(Archive& archive) {
    archive(version, facts);
  }
};

/// Whether a text looks like Table 5: one of its first lines has an MS-DRG and a weight column.
bool is_weight_table(std::string_view text);

/// Reads Table 5 as CSV or tab separated, its title lines before the heading included. Errors: `invalid`, naming the line.
Result<WeightTable> read_weight_table(std::string_view text, int version);

}  // namespace charta::code_sets
