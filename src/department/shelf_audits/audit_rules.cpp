// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/audit_rules.hpp"

#include "formats/json/json.hpp"

namespace charta::shelf_audits {
namespace {

Result<std::int64_t> number_of(json::Value parameters, std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = parameters[name].integer();
  if (!value || *value < least || *value > most)
    return fail(ErrorKind::invalid,
                "'" + std::string(name) + "' is a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                std::string(name));
  return *value;
}

}  // namespace

Result<AuditRules> AuditRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("paper-charts/audits", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  AuditRules all;
  all.rule = rule->reference();
  CHARTA_TRY(all.section_volumes, number_of(root, "section_volumes", 1, 5000));
  CHARTA_TRY(all.due_days, number_of(root, "due_days", 1, 365));
  CHARTA_TRY(const auto thousandths, number_of(root, "z_thousandths", 1, 10'000));
  all.z = static_cast<double>(thousandths) / 1000;
  for (const auto one : root["dismissals"]) all.dismissals.emplace(std::string(one.key()), std::string(one.text()));
  if (all.dismissals.empty()) return fail(ErrorKind::invalid, "name why a finding may be dismissed", "dismissals");
  return all;
}

}  // namespace charta::shelf_audits
