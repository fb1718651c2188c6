// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/ms_drg_grouper.hpp"

#include "department/coding/grouper/what_if.hpp"

#include <algorithm>

namespace charta::code_sets {
namespace {

bool is_split_by_severity(const grouper::DrgTables& tables, int base_drg) {
  int first = 0;
  for (const auto& line : tables.lines) {
    if (line.drg == 0 || line.base_drg != base_drg) continue;
    if (first != 0 && line.drg != first) return true;
    first = line.drg;
  }
  return false;
}

}  // namespace

MsDrgGrouper::MsDrgGrouper(CodeLibrary& library)
    : source_([&library](Date day) -> Tables {
        CHARTA_TRY(const auto* tables, library.drg_tables(day));
        return std::shared_ptr<const grouper::DrgTables>(std::shared_ptr<const void>(), tables);
      }) {}

Result<int> MsDrgGrouper::version_on(Date day) {
  CHARTA_TRY(const auto tables, source_(day));
  return static_cast<int>(tables->version);
}

Result<void> MsDrgGrouper::group(const grouper::Claim& claim, Date day, grouper::GroupedClaim& into) {
  thread_local grouper::Workspace workspace;  // kept from claim to claim
  CHARTA_TRY(auto tables, source_(day));
  grouper::group(*tables, claim, workspace, into.grouping);
  into.version = static_cast<int>(tables->version);
  into.title = tables->drg_title(into.grouping.final.drg);
  into.facts = tables->facts_of(into.grouping.final.drg);
  into.tables = std::move(tables);
  return {};
}

Result<grouper::Reasons> MsDrgGrouper::explain(const grouper::Claim& claim, Date day, const grouper::GroupedClaim& grouped) {
  if (grouped.tables == nullptr) return fail(ErrorKind::invalid, "a claim is explained after it was grouped, for " + day.text());
  const auto& tables = *static_cast<const grouper::DrgTables*>(grouped.tables.get());
  return grouper::Reasons{grouper::explain(tables, claim, grouped.grouping), grouper::formula_behind(tables, grouped.grouping),
                          grouper::what_if_each_code_were_missing(tables, claim, grouped.grouping),
                          is_split_by_severity(tables, grouped.grouping.final.base_drg)};
}

Result<bool> MsDrgGrouper::is_procedure(grouper::CodeKey code, Date day) {
  CHARTA_TRY(const auto tables, source_(day));
  return grouper::is_procedure_of(*tables, code);
}

}  // namespace charta::code_sets
