// SPDX-License-Identifier: Apache-2.0
// The live patient index of a running hospital: its rules, what it asks of others, and when it catches up.
#pragma once
#include "app/configuration.hpp"
#include "department/patient_index/identity_service.hpp"
#include "department/patient_index/paper_merge.hpp"
#include "department/patient_index/registration_service.hpp"
#include "record/rules/rule_pack.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// What the rule packs say of names, weights and bands. Errors: `not_found`, `invalid`, naming the pack.
Result<patient_index::MatchingRules> read_matching_rules(const rules::RuleBook& book, Date today, std::string_view jurisdiction);

/// One round of the background: behind the hospital's other threads, for comparing may wait and arrivals may not.
Result<void> keep_index_current(patient_index::IdentityService& identity);

/// Makes the service, declares its queue, and subscribes it.
Result<std::unique_ptr<patient_index::IdentityService>> open_identity(Hospital& hospital);
/// The file room's queue, by the rule `patient-index/paper-charts`.
Result<std::unique_ptr<patient_index::PaperMerges>> open_paper_merges(Hospital& hospital);

/// The registration desk over the same index, with the numbers that the site's configuration declares.
std::unique_ptr<patient_index::RegistrationService> open_registration(Hospital& hospital);

}  // namespace charta::app
