// SPDX-License-Identifier: Apache-2.0
// The rules of the MS-DRG system that its tables only name: read from data/rules/coding/ms-drg-logic.json.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace charta::grouper {

/// An operand of the hierarchy that counts, for instance FOUR_STENTS.
struct CountedOperand {
  enum class Of {
    diagnosis_sites,  ///< how many of the attributes stand among principal and secondary diagnoses
    procedure_kinds,  ///< how many of the attributes stand among the procedures
    procedure_sum     ///< the procedures' weights, added; each attribute at least `each_at_least` times
  };
  std::string name;
  Of of = Of::procedure_sum;
  std::vector<std::pair<std::string, int>> weights;  ///< attribute and what one code of it adds
  int at_least = 0;
  int each_at_least = 0;
  std::string beside;  ///< of a sum: only procedures count that carry this attribute as well; empty: all
};

struct SpecialLogic {
  std::string reference;  ///< "coding/ms-drg-logic@1", kept by every decision
  std::vector<int> valid_discharge_status, died, transferred, left_against_advice;
  /// Present-on-admission indicators with which a hospital-acquired condition is no CC or MCC, and those with which it is one;
  /// with any other the claim cannot be grouped.
  std::string demoting_poa, paying_poa;
  std::uint32_t hacs_beside_unsaid = 0;  ///< bit n: HAC n is taken away whatever the POA of other codes of the lists
  /// Every secondary diagnosis without `second` answers to the attribute `first`.
  std::vector<std::pair<std::string, std::string>> unless_attributes;
  std::vector<CountedOperand> counted;
  int first_october_of_version_0 = 0;  ///< version N.0 begins with the discharges of October 1 of this year + N

  /// Errors: `invalid`, naming the member.
  static Result<SpecialLogic> read(json::Value parameters, std::string reference);

  /// 430 for v43.0. The first day whose discharges it groups; revisions N.1 begin on April 1.
  Date first_day_of(int version) const;
  /// The version that groups discharges of `day`.
  int version_for(Date day) const;
};

/// "43.1" of 431.
std::string version_text(int version);

}  // namespace charta::grouper
