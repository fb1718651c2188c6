// SPDX-License-Identifier: Apache-2.0
#include "department/intake/identity_event.hpp"

#include <string>

namespace charta::intake {
namespace {

Error does_not_fit(const IdentityTrigger& trigger, std::string_view what) {
  return fail(ErrorKind::business_rule,
              "the message does not have the structure of " + std::string(trigger.trigger) + " (" +
                  std::string(trigger.structure) + "): " + std::string(what),
              "hold:structure-does-not-fit");
}

bool is_pair(IdentityAct act) {
  return act == IdentityAct::link_records || act == IdentityAct::unlink_records;
}

/// {PID [PD1] [PV1] {MRG [PV1]}}: every structure of these events reads as one of this.
Result<std::vector<IdentityGroup>> read_groups(const hl7v2::Message& message, const IdentityTrigger& trigger) {
  std::vector<IdentityGroup> groups;
  for (const auto& segment : message.segments()) {
    if (segment.name() == "PID") {
      groups.push_back({&segment, {}});
    } else if (segment.name() == "MRG") {
      if (groups.empty()) return does_not_fit(trigger, "MRG stands before the first PID");
      groups.back().priors.push_back({&segment, nullptr});
    } else if (segment.name() == "PV1" && !groups.empty() && !groups.back().priors.empty()) {
      groups.back().priors.back().pv1 = &segment;
    }
  }
  return groups;
}

}  // namespace

const std::vector<IdentityTrigger>& identity_triggers() {
  static const std::vector<IdentityTrigger> triggers{
      {"A18", "ADT_A18", IdentityAct::merge_records, "merge of two patient numbers"},
      {"A24", "ADT_A24", IdentityAct::link_records, "link of two patient numbers"},
      {"A34", "ADT_A30", IdentityAct::merge_records, "merge of two patient numbers"},
      {"A35", "ADT_A30", IdentityAct::merge_accounts, "merge of two accounts"},
      {"A36", "ADT_A30", IdentityAct::merge_both, "merge of two patient numbers and their accounts"},
      {"A37", "ADT_A37", IdentityAct::unlink_records, "two patient numbers parted"},
      {"A40", "ADT_A39", IdentityAct::merge_records, "merge of two patient numbers"},
      {"A41", "ADT_A39", IdentityAct::merge_accounts, "merge of two accounts"},
      {"A42", "ADT_A39", IdentityAct::merge_visits, "merge of two visits"},
      {"A43", "ADT_A43", IdentityAct::move_number, "patient number brought to another person"},
      {"A44", "ADT_A44", IdentityAct::move_account, "account brought to another patient"},
      {"A45", "ADT_A45", IdentityAct::move_visit, "visit brought to another patient or account"},
      {"A47", "ADT_A30", IdentityAct::change_number, "change of a patient number"},
      {"A49", "ADT_A30", IdentityAct::change_account, "change of an account number"},
      {"A50", "ADT_A50", IdentityAct::change_visit, "change of a visit number"}};
  return triggers;
}

const IdentityTrigger* find_identity_trigger(std::string_view trigger) {
  for (const auto& row : identity_triggers()) {
    if (row.trigger == trigger) return &row;
  }
  return nullptr;
}

Result<std::vector<IdentityGroup>> identity_groups(const hl7v2::Message& message, const IdentityTrigger& trigger) {
  CHARTA_TRY(auto groups, read_groups(message, trigger));
  if (is_pair(trigger.act)) {
    if (groups.size() != 2) return does_not_fit(trigger, "it takes two PID, the message has " + std::to_string(groups.size()));
    return groups;
  }
  for (const auto& group : groups) {
    if (group.priors.empty())
      return fail(ErrorKind::business_rule, "the message does not say which number is given up (MRG is missing)",
                  "hold:no-prior-number");
    if (group.priors.size() > 1 && trigger.act != IdentityAct::move_visit)
      return does_not_fit(trigger, "one PID has several MRG");
  }
  const bool repeats =
      trigger.structure == "ADT_A39" || trigger.act == IdentityAct::move_number || trigger.act == IdentityAct::move_account;
  if (groups.size() > 1 && !repeats)
    return does_not_fit(trigger, "it takes one PID, the message has " + std::to_string(groups.size()));
  return groups;
}

}  // namespace charta::intake
