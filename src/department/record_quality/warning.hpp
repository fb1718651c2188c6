// SPDX-License-Identifier: Apache-2.0
// A warning about what a document says, and what a person made of it. Pure values.
#pragma once
#include "department/record_quality/checks.hpp"
#include "record/worklists/work_item.hpp"

namespace charta::record_quality {

using WarningId = Id<struct QualityWarningTag>;

/// open -right-> right, -not-so (reason)-> not-so: by people; -settle-> settled: the documents no longer say it.
const worklists::StateMachine& warning_machine();

struct Warning : Finding {
  WarningId id;
  WorkItemId item;
  PatientId patient;
  ResourceId document;
  std::string resource_type, fhir_id, title;
  std::int64_t version = 0;
  std::string state, reason;
  Instant found_at;
  std::optional<Instant> closed_at;
  UserId closed_by;
};

/// Of one check: how often a person said that it was right.
struct WarningCount {
  Check check = Check::laterality;
  std::int64_t found = 0, open = 0, right = 0, not_so = 0, settled = 0;
};

std::string quotes_json(const std::vector<Evidence>& quotes);
std::vector<Evidence> quotes_from(std::string_view json);

}  // namespace charta::record_quality
