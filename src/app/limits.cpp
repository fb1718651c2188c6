// SPDX-License-Identifier: Apache-2.0
#include "app/limits.hpp"

#include "formats/json/json.hpp"

namespace charta::app {
namespace {

/// The parameters of one pack, read by name.
class Parameters {
 public:
  static Result<Parameters> of(const rules::Rule& rule) {
    CHARTA_TRY(auto document, json::Document::parse(rule.parameters));
    return Parameters(rule.reference(), std::move(document));
  }
  Result<std::int64_t> number(std::string_view name, std::int64_t least) const {
    const auto value = document_.root()[name].integer();
    if (value && *value >= least) return *value;
    return fail(ErrorKind::invalid,
                reference_ + ": " + std::string(name) + " is a whole number of at least " + std::to_string(least),
                std::string(name));
  }

 private:
  Parameters(std::string reference, json::Document document) : reference_(std::move(reference)), document_(std::move(document)) {}
  std::string reference_;
  json::Document document_;
};

}  // namespace

Result<Limits> read_limits(const rules::RuleBook& rules, Date day, const std::string& jurisdiction) {
  CHARTA_TRY(const auto* rule, rules.in_force("intake/limits", day, jurisdiction));
  CHARTA_TRY(const auto parameters, Parameters::of(*rule));
  CHARTA_TRY(const auto message, parameters.number("message_bytes_max", 1024));
  CHARTA_TRY(const auto in_row, parameters.number("inline_body_bytes_max", 0));
  CHARTA_TRY(const auto body, parameters.number("fhir_body_bytes_max", 1024));
  CHARTA_TRY(const auto connections, parameters.number("connections_max", 1));
  CHARTA_TRY(const auto idle, parameters.number("idle_seconds", 0));
  Limits limits;
  limits.intake.size_limit = static_cast<std::size_t>(message);
  limits.intake.row_limit = static_cast<std::size_t>(in_row);
  limits.fhir_body_bytes_max = static_cast<std::size_t>(body);
  limits.connections_max = static_cast<std::size_t>(connections);
  limits.idle = std::chrono::seconds(idle);
  return limits;
}

Result<Pauses> read_pauses(const rules::RuleBook& rules, Date day, const std::string& jurisdiction) {
  CHARTA_TRY(const auto* rule, rules.in_force("operations/pauses", day, jurisdiction));
  CHARTA_TRY(const auto parameters, Parameters::of(*rule));
  CHARTA_TRY(const auto first, parameters.number("outbox_first_pause_seconds", 1));
  CHARTA_TRY(const auto longest, parameters.number("outbox_longest_pause_seconds", first));
  CHARTA_TRY(const auto claim, parameters.number("outbox_claim_seconds", 10));
  CHARTA_TRY(const auto attempts, parameters.number("outbox_attempts_max", 1));
  CHARTA_TRY(const auto tolerance, parameters.number("clock_tolerance_seconds", 0));
  CHARTA_TRY(const auto compare, parameters.number("reconciliation_every_minutes", 1));
  CHARTA_TRY(const auto tick, parameters.number("worklist_clock_every_seconds", 1));
  Pauses pauses;
  pauses.outbox.first = std::chrono::seconds(first);
  pauses.outbox.longest = std::chrono::seconds(longest);
  pauses.outbox.claim = std::chrono::seconds(claim);
  pauses.outbox.attempts_max = static_cast<int>(attempts);
  pauses.clock_tolerance = std::chrono::seconds(tolerance);
  pauses.reconciliation_every = std::chrono::minutes(compare);
  pauses.worklist_clock_every = std::chrono::seconds(tick);
  return pauses;
}

}  // namespace charta::app
