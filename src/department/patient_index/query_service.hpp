// SPDX-License-Identifier: Apache-2.0
// Answers other systems' questions about patients. What they may not see by their visibility is not there for them.
#pragma once
#include "department/patient_index/identity_service.hpp"
#include "department/patient_index/patient_query.hpp"

#include <string>
#include <string_view>

namespace charta::patient_index {

class QueryService {
 public:
  QueryService(store::Store& store, PatientIndexService& index, IdentityService& identity, ledger::Ledger& ledger,
               const Clock& clock, KeySource& keys)
      : store_(store), index_(index), identity_(identity), ledger_(ledger), clock_(clock), keys_(keys) {}

  /// The response to a message of which is_patient_query() is true; every answer is an entry in the ledger.
  std::string answer(const hl7v2::Message& question, const access::Actor& actor, const hl7v2_fhir::Sender& sender);

 private:
  Result<QueryAnswer> look_up(const PatientQuery& query, const access::Actor& actor);
  Result<QueryAnswer> by_demographics(const PatientQuery& query, const access::Actor& actor);
  Result<QueryAnswer> by_number(const PatientQuery& query, const access::Actor& actor);
  Result<std::vector<PatientId>> holders(const access::Actor& actor, const Identifier& number);
  Result<void> note(const access::Actor& actor, PatientId patient);

  store::Store& store_;
  PatientIndexService& index_;
  IdentityService& identity_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
};

}  // namespace charta::patient_index
