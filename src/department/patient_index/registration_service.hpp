// SPDX-License-Identifier: Apache-2.0
// The registration desk: nobody gets a number before the index was asked who they may be already.
#pragma once
#include "department/patient_index/identity_service.hpp"
#include "department/patient_index/number_series.hpp"
#include "department/patient_index/number_store.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace charta::patient_index {

/// "None of these": whom somebody was shown and told apart, and why.
struct NoneOfThese {
  std::vector<PatientId> shown;
  std::string reason;  ///< coded: data/rules/worklists/reasons.json, of the event "register"
};

/// Either the number that was issued, or whom the index takes the person for and who was not told apart yet.
struct RegistrationOutcome {
  std::optional<PatientHit> registered;
  CandidateAnswer candidates;
};

/// A record for somebody who has none that anybody knows.
struct TemporaryIdentity {
  PatientId patient;
  std::string number;
  Name name;
};

class RegistrationService {
 public:
  RegistrationService(store::Store& store, resources::ResourceService& resources, PatientIndexService& index,
                      IdentityService& identity, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                      const Clock& clock, NumberSeries series);

  const NumberSeries& series() const { return series_; }

  /// Registers a person, unless somebody here may be this person and was not told apart. The ledger says who told whom apart, and
  /// why; the index asks a second person about each such pair all the same.
  /// Errors: those of check_registration(); `business_rule` (no numbers are issued here; the series is used up), `busy` (the
  /// index is being read in), `unknown_code` (the reason), `forbidden`.
  Result<RegistrationOutcome> register_patient(const access::Actor& actor, const Demographics& who,
                                               const std::optional<NoneOfThese>& none_of_these);

  /// Registers one record under each of the names, with temporary numbers of the series, in the caller's unit: the names are
  /// stand-ins, so that there is nobody to tell apart. Errors: `business_rule` (no numbers are issued here; the series is used up),
  /// `forbidden`.
  Result<std::vector<TemporaryIdentity>> reserve(store::UnitOfWork& work, const access::Actor& actor, const std::vector<Name>& names);

 private:
  Result<void> require_series() const;
  Result<void> check_reason(const std::string& reason) const;
  Result<std::string> next_number(store::UnitOfWork& work);
  Result<void> note_told_apart(store::UnitOfWork& work, const access::Actor& actor, PatientId patient,
                               const CandidateAnswer& candidates, const std::string& reason);
  Result<PatientId> issue(const access::Actor& actor, const Demographics& who, const CandidateAnswer& candidates,
                          const std::string& reason);

  store::Store& store_;
  resources::ResourceService& resources_;
  PatientIndexService& index_;
  IdentityService& identity_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  NumberSeries series_;
  NumberStore numbers_;
  std::mutex one_at_a_time_;  ///< two desks that register one person at once: the second is shown the first one's record
};

}  // namespace charta::patient_index
