// SPDX-License-Identifier: Apache-2.0
// What the rule packs intake/limits and operations/pauses say, as values for the services that obey them.
#pragma once
#include "department/intake/intake_service.hpp"
#include "record/partners/partner_service.hpp"
#include "record/rules/rule_pack.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace charta::app {

struct Limits {
  intake::IntakeOptions intake;
  std::size_t connections_max = 0, fhir_body_bytes_max = 0;
  std::chrono::seconds idle{0};  ///< a silent MLLP connection is closed after this long; 0: never
};

struct Pauses {
  partners::OutboxPauses outbox;
  std::chrono::seconds clock_tolerance{0}, worklist_clock_every{0};
  std::chrono::minutes reconciliation_every{0};
};

/// Errors: `invalid`, naming the parameter; `not_found` (no pack is in force).
Result<Limits> read_limits(const rules::RuleBook& rules, Date day, const std::string& jurisdiction);
Result<Pauses> read_pauses(const rules::RuleBook& rules, Date day, const std::string& jurisdiction);

}  // namespace charta::app
