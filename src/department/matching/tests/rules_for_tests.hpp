// SPDX-License-Identifier: Apache-2.0
// The shipped rule packs of matching, for tests.
#pragma once
#include "department/matching/policy.hpp"
#include "department/matching/vocabulary.hpp"
#include "record/rules/rule_pack.hpp"

namespace charta::matching {

inline const rules::RuleBook& shipped_rules() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return book;
}

inline const rules::Rule& shipped_rule(std::string_view id) {
  return **shipped_rules().in_force(id, *Date::parse("2026-01-15"));
}

inline Vocabulary shipped_vocabulary() {
  return Vocabulary::parse(shipped_rule("patient-index/nicknames").parameters,
                           shipped_rule("patient-index/address-words").parameters,
                           shipped_rule("patient-index/placeholders").parameters)
      .value();
}

inline Policy shipped_policy() {
  const auto& rule = shipped_rule("patient-index/matching-policy");
  return Policy::parse(rule.parameters, rule.reference()).value();
}

}  // namespace charta::matching
