// SPDX-License-Identifier: Apache-2.0
#include "record/fixity/fixity_rules.hpp"

#include "formats/json/json.hpp"
#include "store/blobs.hpp"

namespace charta::fixity {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;

Result<std::int64_t> number_of(const rules::Rule& rule, const json::Document& parameters, std::string_view name,
                               std::int64_t least) {
  const auto value = parameters.root()[name].integer();
  if (value && *value >= least) return *value;
  return fail(ErrorKind::invalid,
              rule.reference() + ": " + std::string(name) + " is a whole number of at least " + std::to_string(least),
              std::string(name));
}

}  // namespace

Result<FixityRules> FixityRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("operations/fixity", today, jurisdiction));
  CHARTA_TRY(const auto parameters, json::Document::parse(rule->parameters));
  FixityRules read;
  CHARTA_TRY(read.cycle_days, number_of(*rule, parameters, "cycle_days", 1));
  CHARTA_TRY(read.bytes_a_second, number_of(*rule, parameters, "bytes_a_second", 1024));
  read.rule = rule->reference();
  return read;
}

std::int64_t shelves_due(Instant start, Instant now, std::int64_t cycle_days) {
  const auto seconds = (now.milliseconds() - start.milliseconds()) / 1000;
  if (seconds <= 0) return 0;
  const auto whole = seconds / (cycle_days * seconds_a_day), rest = seconds % (cycle_days * seconds_a_day);
  return whole * store::blob_shelves + rest * store::blob_shelves / (cycle_days * seconds_a_day);
}

}  // namespace charta::fixity
