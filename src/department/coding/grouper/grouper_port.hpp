// SPDX-License-Identifier: Apache-2.0
// The port through which desk, FHIR Claims, API and command line have a claim grouped. MS-DRG is the one grouper that the house
// has (code_sets/ms_drg_grouper); another one implements these five questions.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "department/coding/grouper/trace.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace charta::grouper {

/// A claim as a grouper judged it; its room is used again from claim to claim.
struct GroupedClaim {
  int version = 0;  ///< of the tables, 430 for v43.0
  Grouping grouping;
  std::string_view title;              ///< of the final group; lives as long as the tables
  const DrgFacts* facts = nullptr;     ///< weight and mean stays; null: the tables hold none
  std::shared_ptr<const void> tables;  ///< by which it was grouped, held
};

struct Reasons {
  std::vector<std::string> trace;  ///< why, in a coder's words
  std::string formula;             ///< the condition as the publisher wrote it; empty: no line holds
  std::vector<Change> sensitivity;
  bool is_split = false;  ///< the group's family is divided by severity
};

class GrouperPort {
 public:
  GrouperPort() = default;
  GrouperPort(const GrouperPort&) = delete;
  GrouperPort& operator=(const GrouperPort&) = delete;
  virtual ~GrouperPort() = default;

  virtual std::string_view name() const = 0;  ///< "MS-DRG"
  /// Of discharges on `day`. Errors: `not_found`, saying what to import.
  virtual Result<int> version_on(Date day) = 0;
  /// Errors: those of version_on(). A claim that fits nowhere is grouped too, with its return code.
  virtual Result<void> group(const Claim& claim, Date day, GroupedClaim& into) = 0;
  /// Of what group() answered for this claim and day.
  virtual Result<Reasons> explain(const Claim& claim, Date day, const GroupedClaim& grouped) = 0;
  virtual Result<bool> is_procedure(CodeKey code, Date day) = 0;
};

}  // namespace charta::grouper
