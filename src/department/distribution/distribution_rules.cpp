// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/distribution_rules.hpp"

#include "formats/json/json.hpp"

namespace charta::distribution {
namespace {

using rules::Rule;

Error bad_rule(const Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

std::set<std::string, std::less<>> texts_of(json::Value list) {
  std::set<std::string, std::less<>> all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

Result<std::map<std::string, Purpose, std::less<>>> purposes_in(const Rule& rule, json::Value object) {
  std::map<std::string, Purpose, std::less<>> all;
  for (const auto member : object) {
    const auto purpose = parse_purpose(member.text());
    if (!purpose) return bad_rule(rule, "a purpose is review, copy or info");
    all.emplace(std::string(member.key()), *purpose);
  }
  return all;
}

Result<void> read_policy(const Rule& rule, DistributionRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  into.reference = rule.reference();
  into.given_out = texts_of(root["given_out"]);
  CHARTA_TRY(into.purposes, purposes_in(rule, root["purposes"]));
  CHARTA_TRY(into.unsigned_purposes, purposes_in(rule, root["purposes_while_unsigned"]));
  into.never_opted_out = texts_of(root["never_opted_out"]);
  into.remind_after = std::chrono::hours(root["remind_after_hours"].integer().value_or(24));
  into.deficient_after = std::chrono::hours(root["deficient_after_hours"].integer().value_or(72));
  into.receipt_within = std::chrono::hours(root["receipt_within_hours"].integer().value_or(24));
  for (const auto label : root["labels_that_stay_in_house"]) {
    const auto bit = access::parse_label(label.text());
    if (!bit) return bad_rule(rule, "'" + std::string(label.text()) + "' is no sensitivity label");
    into.stays_in_house |= *bit;
  }
  into.pauses.first = std::chrono::seconds(root["first_pause_seconds"].integer().value_or(5));
  into.pauses.longest = std::chrono::seconds(root["longest_pause_seconds"].integer().value_or(900));
  into.pauses.attempts_max = static_cast<int>(root["attempts_max"].integer().value_or(60));
  if (into.given_out.empty() || into.purposes.empty())
    return bad_rule(rule, "'given_out' and 'purposes' say what is given out, and to whom");
  return {};
}

Result<StandingRule> standing_of(const Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  StandingRule one{rule.id,
                   rule.reference(),
                   texts_of(root["types"]),
                   texts_of(root["services"]),
                   texts_of(root["clinics"]),
                   texts_of(root["classes"]),
                   {},
                   {},
                   {},
                   {},
                   {}};
  const auto kind = parse_kind(root["to"]["kind"].text());
  const auto purpose = parse_purpose(root["purpose"].text());
  if (!kind || !purpose)
    return bad_rule(rule, "'to.kind' is practitioner, organization, ward or file; 'purpose' review, copy or info");
  one.kind = *kind;
  one.purpose = *purpose;
  one.key = root["to"]["key"].text();
  one.name = root["to"]["name"].text();
  if (one.key.empty() && one.kind != RecipientKind::ward) return bad_rule(rule, "'to.key' names who has it");
  if (root["channel"]) {
    one.channel = parse_channel(root["channel"].text());
    if (!one.channel) return bad_rule(rule, "'" + std::string(root["channel"].text()) + "' is no channel");
  }
  return one;
}

}  // namespace

Result<DistributionRules> DistributionRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  DistributionRules rules;
  CHARTA_TRY(const auto* policy, book.in_force("distribution/policy", today, jurisdiction));
  CHARTA_TRY_DO(read_policy(*policy, rules));
  for (const Rule* rule : book.all_in_force("distribution/standing/", today, jurisdiction)) {
    CHARTA_TRY(auto one, standing_of(*rule));
    rules.standing.push_back(std::move(one));
  }
  return rules;
}

}  // namespace charta::distribution
