// SPDX-License-Identifier: Apache-2.0
// ADT events about who is who: which structure each trigger has, and what it says. Pure.
// Source: HL7 v2.8.2 chapter 3, 3.3.18 to 3.3.50, and table 0354; A18, A34 to A36 as HL7 v2.3.1 defines them.
#pragma once
#include "base/result.hpp"
#include "formats/hl7v2/message.hpp"

#include <string_view>
#include <vector>

namespace charta::intake {

enum class IdentityAct {
  merge_records,   ///< MRG-1 is given up for PID-3
  merge_accounts,  ///< MRG-3 is given up for PID-18
  merge_visits,    ///< MRG-5 is given up for PV1-19
  merge_both,      ///< A36: the records, and their accounts
  link_records,    ///< two PID: one person, both numbers stand
  unlink_records,  ///< two PID: two persons
  move_number,     ///< a number in PID-3 and MRG-1 stood with the wrong person
  move_account,    ///< PID-18 stood with the patient of MRG-1
  move_visit,      ///< PV1-19 stood with the patient of MRG-1, or in the account of MRG-3
  change_number,   ///< MRG-1 is called PID-3 now
  change_account,  ///< MRG-3 is called PID-18 now
  change_visit     ///< MRG-5 is called PV1-19 now
};

struct IdentityTrigger {
  std::string_view trigger, structure;
  IdentityAct act;
  std::string_view title;
};
const std::vector<IdentityTrigger>& identity_triggers();
const IdentityTrigger* find_identity_trigger(std::string_view trigger);

/// One patient of the message, with what it says was before: one MRG, for A45 one for each visit.
struct IdentityGroup {
  struct Prior {
    const hl7v2::Segment* mrg = nullptr;
    const hl7v2::Segment* pv1 = nullptr;
  };
  const hl7v2::Segment* pid = nullptr;
  std::vector<Prior> priors;
};

/// The groups of the structure that the trigger has; MSH-9.3 is a hint and is not asked. Errors: `business_rule` with location
/// "hold:structure-does-not-fit" (which segment is missing or too many) or "hold:no-prior-number" (a PID without its MRG).
Result<std::vector<IdentityGroup>> identity_groups(const hl7v2::Message& message, const IdentityTrigger& trigger);

}  // namespace charta::intake
