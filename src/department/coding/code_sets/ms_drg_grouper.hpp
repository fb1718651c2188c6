// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/grouper/grouper_port.hpp"

#include <functional>
#include <memory>

namespace charta::code_sets {

/// MS-DRG by the tables of the day. For as many threads as its source of tables.
class MsDrgGrouper final : public grouper::GrouperPort {
 public:
  /// Who holds the tables keeps them as they are, whatever is imported meanwhile.
  using Tables = Result<std::shared_ptr<const grouper::DrgTables>>;
  explicit MsDrgGrouper(std::function<Tables(Date)> source) : source_(std::move(source)) {}
  explicit MsDrgGrouper(CodeLibrary& library);

  std::string_view name() const override { return "MS-DRG"; }
  Result<int> version_on(Date day) override;
  Result<void> group(const grouper::Claim& claim, Date day, grouper::GroupedClaim& into) override;
  Result<grouper::Reasons> explain(const grouper::Claim& claim, Date day, const grouper::GroupedClaim& grouped) override;
  Result<bool> is_procedure(grouper::CodeKey code, Date day) override;

 private:
  std::function<Tables(Date)> source_;
};

}  // namespace charta::code_sets
