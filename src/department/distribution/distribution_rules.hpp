// SPDX-License-Identifier: Apache-2.0
// Rule packs `distribution/policy` and `distribution/standing/…` as values.
#pragma once
#include "department/distribution/copy.hpp"
#include "record/rules/rule_pack.hpp"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace charta::distribution {

/// A standing order of the house: who has what without being named in it. Empty sets mean every one.
struct StandingRule {
  std::string id, reference;
  std::set<std::string, std::less<>> types, services, clinics, classes;
  RecipientKind kind = RecipientKind::practitioner;
  std::string key, name;  ///< of the recipient; for a ward the one where the patient lies
  Purpose purpose = Purpose::copy;
  std::optional<Channel> channel;
};

struct DistributionRules {
  std::string reference;
  std::set<std::string, std::less<>> given_out;                   ///< completions from which a document is given out
  std::map<std::string, Purpose, std::less<>> purposes;           ///< by role
  std::map<std::string, Purpose, std::less<>> unsigned_purposes;  ///< instead, while nobody has signed it
  std::set<std::string, std::less<>> never_opted_out;             ///< roles
  std::chrono::hours remind_after{24}, deficient_after{72}, receipt_within{24};
  access::SensitivityMask stays_in_house = 0;  ///< labels with which nothing leaves the house by itself
  SendingPauses pauses;
  std::vector<StandingRule> standing;

  static Result<DistributionRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::distribution
