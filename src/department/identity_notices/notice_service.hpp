// SPDX-License-Identifier: Apache-2.0
// Partners are told what people decide here about who is who: once, in the unit of the decision.
#pragma once
#include "base/clock.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/identity_notices/identity_notice.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/happenings/happening.hpp"
#include "record/partners/partner_service.hpp"

#include <functional>
#include <string>

namespace charta::identity_notices {

class NoticeService {
 public:
  NoticeService(patient_index::PatientIndexService& index, encounters::EncounterService& encounters,
                partners::PartnerService& partners, const Clock& clock, KeySource& keys)
      : index_(index), encounters_(encounters), partners_(partners), clock_(clock), keys_(keys) {}

  /// At start, behind the reactions that move the rows.
  void subscribe(happenings::Bus& bus);

 private:
  Result<void> linked(store::UnitOfWork& work, const happenings::PatientsLinked& linked);
  Result<void> unlinked(store::UnitOfWork& work, const happenings::PatientsUnlinked& unlinked);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  using Print = FunctionRef<std::string(const Heading&)>;
  Result<void> tell(store::UnitOfWork& work, PatientId patient, Print print);
  Result<patient_index::Person> person(store::Reader& reader, PatientId patient) const;

  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  partners::PartnerService& partners_;
  const Clock& clock_;
  KeySource& keys_;
};

}  // namespace charta::identity_notices
