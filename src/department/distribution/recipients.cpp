// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/recipients.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

using Set = std::set<std::string, std::less<>>;

bool covers(const Set& set, std::string_view code) {
  return set.empty() || set.contains(code);
}

bool matches(const StandingRule& rule, const DistributionFacts& facts) {
  return covers(rule.types, facts.type_code) && covers(rule.services, facts.service) && covers(rule.clinics, facts.clinic) &&
         covers(rule.classes, facts.class_code);
}

std::optional<Purpose> purpose_of(std::string_view role, const DistributionFacts& facts, const DistributionRules& rules) {
  if (!facts.is_signed)
    if (const auto found = rules.unsigned_purposes.find(role); found != rules.unsigned_purposes.end()) return found->second;
  const auto found = rules.purposes.find(role);
  return found == rules.purposes.end() ? std::nullopt : std::optional(found->second);
}

bool is_opted_out(const std::vector<OptOut>& opt_outs, std::string_view key, std::string_view role, std::string_view type) {
  const auto says = [](const std::string& asked, std::string_view is) { return asked.empty() || asked == is; };
  return std::any_of(opt_outs.begin(), opt_outs.end(), [&](const OptOut& one) {
    return says(one.recipient, key) && says(one.role, role) && says(one.type_code, type);
  });
}

/// Adds a reason to whoever is wanted already, or somebody new.
void want(Expansion& into, Wanted one) {
  for (auto& known : into.wanted) {
    if (known.key != one.key || known.key.empty()) continue;
    known.purpose = std::min(known.purpose, one.purpose);
    for (auto& reason : one.reasons)
      if (std::find(known.reasons.begin(), known.reasons.end(), reason) == known.reasons.end())
        known.reasons.push_back(std::move(reason));
    if (known.rule.empty()) known.rule = one.rule;
    if (!known.channel) known.channel = one.channel;
    if (known.name.empty()) known.name = one.name;
    return;
  }
  into.wanted.push_back(std::move(one));
}

void add_named(const Named& named, const DistributionFacts& facts, const DistributionRules& rules,
               const std::vector<OptOut>& opt_outs, Expansion& into) {
  if (!named.who.is_known() && named.who.name.empty()) return;
  const auto purpose = purpose_of(named.role, facts, rules);
  if (!purpose) return;
  if (!rules.never_opted_out.contains(named.role) && is_opted_out(opt_outs, named.who.key, named.role, facts.type_code)) {
    into.left_out.push_back({named.who.key, named.who.name, named.role, "opted-out"});
    return;
  }
  want(into, {named.who.key, named.who.name, named.kind, *purpose, {named.role}, "", std::nullopt});
}

void add_standing(const StandingRule& rule, const DistributionFacts& facts, const std::vector<OptOut>& opt_outs,
                  Expansion& into) {
  if (!matches(rule, facts)) return;
  const bool is_to_ward = rule.kind == RecipientKind::ward && rule.key.empty();
  const std::string key = is_to_ward ? ward_key(facts.ward) : rule.key;
  if (is_to_ward && facts.ward.empty()) {
    into.left_out.push_back({"", "", "standing", "not-here"});
    return;
  }
  if (is_opted_out(opt_outs, key, "standing", facts.type_code)) {
    into.left_out.push_back({key, rule.name, "standing", "opted-out"});
    return;
  }
  want(into, {key, is_to_ward ? facts.ward : rule.name, rule.kind, rule.purpose, {"standing"}, rule.reference, rule.channel});
}

}  // namespace

std::string ward_key(std::string_view ward) {
  return "ward:" + std::string(ward);
}

bool is_given_out(const DistributionFacts& facts, const DistributionRules& rules) {
  return rules.given_out.contains(facts.completion);
}

Expansion recipients_of(const DistributionFacts& facts, const DistributionRules& rules, const std::vector<OptOut>& opt_outs) {
  Expansion all;
  if (!is_given_out(facts, rules)) return all;
  for (const auto& named : facts.named) add_named(named, facts, rules, opt_outs, all);
  for (const auto& rule : rules.standing) add_standing(rule, facts, opt_outs, all);
  // A name without a number is nobody; whoever has the same name beside a number is told apart by a person.
  for (const auto& one : all.wanted)
    if (one.key.empty()) all.left_out.push_back({"", one.name, one.reasons.front(), "no-number"});
  std::stable_sort(all.wanted.begin(), all.wanted.end(),
                   [](const Wanted& one, const Wanted& other) { return one.purpose < other.purpose; });
  return all;
}

}  // namespace charta::distribution
