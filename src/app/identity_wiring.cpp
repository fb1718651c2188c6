// SPDX-License-Identifier: Apache-2.0
#include "app/identity_wiring.hpp"

#include "app/hospital.hpp"
#include "record/resources/record_counts_store.hpp"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace charta::app {
namespace {

constexpr std::chrono::milliseconds longest_rest{10};  ///< a hospital that is being stopped does not wait long for two hundred of them

/// v3 ActCode: in a bed, or about to be in one.
bool is_inpatient(std::string_view class_code) {
  return class_code == "IMP" || class_code == "ACUTE" || class_code == "NONAC";
}

patient_index::IdentityQuestions questions_of(Hospital& hospital) {
  patient_index::IdentityQuestions questions;
  questions.is_inpatient_now = [&hospital](store::Reader& reader, PatientId patient) -> Result<bool> {
    CHARTA_TRY(const auto visit, hospital.encounters->current(reader, patient));
    return visit && is_inpatient(visit->class_code);
  };
  questions.counts_of_record = [](store::Reader& reader, PatientId patient) {
    return resources::counts_of_record(reader, patient);
  };
  return questions;
}

}  // namespace

Result<patient_index::MatchingRules> read_matching_rules(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  const auto find = [&](std::string_view id) { return book.in_force(id, today, jurisdiction); };
  CHARTA_TRY(const auto* nicknames, find("patient-index/nicknames"));
  CHARTA_TRY(const auto* words, find("patient-index/address-words"));
  CHARTA_TRY(const auto* placeholders, find("patient-index/placeholders"));
  CHARTA_TRY(const auto* policy, find("patient-index/matching-policy"));
  CHARTA_TRY(const auto* model, find("patient-index/matching-model"));
  patient_index::MatchingRules rules;
  CHARTA_TRY(rules.vocabulary, matching::Vocabulary::parse(nicknames->parameters, words->parameters, placeholders->parameters));
  CHARTA_TRY(rules.policy, matching::Policy::parse(policy->parameters, policy->reference()));
  CHARTA_TRY(rules.model, matching::Model::parse(model->parameters));
  rules.model.id = model->reference();
  return rules;
}

Result<void> keep_index_current(patient_index::IdentityService& identity) {
  // Linux keeps a nice value for each thread; a refusal leaves the thread as it is, which is only less polite.
  static thread_local const int polite = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);
  static_cast<void>(polite);
  // A quarter of the time is for questions: an import of people who look alike must not hold up whoever waits for an answer.
  CHARTA_TRY_DO(identity.catch_up([](std::chrono::steady_clock::duration worked) {
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(3 * worked, longest_rest));
  }));
  return {};
}

Result<std::unique_ptr<patient_index::IdentityService>> open_identity(Hospital& hospital) {
  CHARTA_TRY(auto rules,
             read_matching_rules(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  auto identity = std::make_unique<patient_index::IdentityService>(*hospital.store, *hospital.patient_index, *hospital.worklists,
                                                                   *hospital.ledger, hospital.clock, hospital.keys,
                                                                   std::move(rules), questions_of(hospital));
  identity->declare();
  identity->subscribe(hospital.bus);
  return identity;
}

Result<std::unique_ptr<patient_index::PaperMerges>> open_paper_merges(Hospital& hospital) {
  const Date today = hospital.clock.now().utc_date();
  CHARTA_TRY(const auto* rule, hospital.rules.in_force("patient-index/paper-charts", today, hospital.configuration.jurisdiction));
  CHARTA_TRY(auto policy, patient_index::PaperPolicy::parse(rule->parameters, rule->reference()));
  auto merges = std::make_unique<patient_index::PaperMerges>(*hospital.patient_index, *hospital.worklists, hospital.clock,
                                                             std::move(policy));
  merges->declare();
  merges->subscribe(hospital.bus);
  return merges;
}

std::unique_ptr<patient_index::RegistrationService> open_registration(Hospital& hospital) {
  return std::make_unique<patient_index::RegistrationService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                              *hospital.identity, *hospital.worklists, *hospital.ledger,
                                                              hospital.clock, hospital.configuration.numbers);
}

}  // namespace charta::app
