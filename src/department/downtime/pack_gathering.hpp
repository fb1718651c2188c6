// SPDX-License-Identifier: Apache-2.0
// The pack from the record: one snapshot of everything that it says.
#pragma once
#include "department/downtime/downtime_rules.hpp"
#include "department/downtime/pack.hpp"
#include "department/encounters/encounter_store.hpp"
#include "department/paper_charts/paper_store.hpp"
#include "department/patient_index/patient_index_service.hpp"

#include <map>
#include <set>
#include <vector>

namespace charta::downtime {

struct Gathered {
  Pack pack;
  std::vector<PatientId> patients;  ///< every record of whom something is in it, linked ones among them
};

/// Who is in the house, comes, left lately or has paper asked for, with all that is said of them. A person of whom any record is
/// labelled is left out whole and counted; a labelled visit, volume, request or appointment is left out alone.
class Gathering {
 public:
  Gathering(store::Reader& reader, const patient_index::PatientIndexService& index, const PackRules& rules, Instant now)
      : reader_(reader), index_(index), rules_(rules), now_(now) {}
  Result<Gathered> gather();

 private:
  struct Told {
    PackPerson person;
    bool restricted = false;
  };
  Result<void> take_visits();
  Result<void> take_requests();
  Result<void> take_appointments();
  Result<void> take_people();
  Result<void> take_group(const patient_index::Person& first);
  Result<void> take_volumes();
  Result<void> take_checkpoint();
  void number_people();
  void add(PatientId patient) {
    if (patient.is_set()) wanted_.try_emplace(patient.key(), 0);
  }
  PackPerson* person_of(PatientId patient);
  /// `of`: a row's labels and whose it is.
  template <class Row, class Of>
  void leave_out_labelled(std::vector<Row>& rows, Of of) {
    for (const Row& row : rows)
      if (of(row).first != 0) labelled_.insert(of(row).second.key());
    std::erase_if(rows, [&](const Row& row) { return of(row).first != 0; });
  }

  store::Reader& reader_;
  const patient_index::PatientIndexService& index_;
  const PackRules& rules_;
  Instant now_;
  std::map<std::int64_t, std::size_t> wanted_;  ///< a record and which of `told_` it is of
  std::vector<Told> told_;
  std::set<std::int64_t> labelled_;  ///< records of whom something was left out
  std::vector<encounters::VisitRow> visits_;
  std::vector<paper_charts::PullLine> lines_;
  std::vector<paper_charts::Appointment> appointments_;
  Gathered gathered_;
};

}  // namespace charta::downtime
