// SPDX-License-Identifier: Apache-2.0
// Two numbers became one: the volumes on paper must follow. A queue of the file room, where policy says that there is paper.
#pragma once
#include "base/clock.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "formats/json/json.hpp"
#include "record/worklists/worklist_service.hpp"

#include <set>
#include <string>
#include <string_view>

namespace charta::patient_index {

/// The rule `patient-index/paper-charts`.
struct PaperPolicy {
  std::set<int> facilities;
  std::int64_t due_hours = 72;
  std::string pool = "file-room", rule;

  bool has_paper(int facility) const { return facilities.contains(facility); }
  /// Errors: `invalid`, naming the element.
  static Result<PaperPolicy> parse(std::string_view parameters, std::string rule);
};

/// open -> pulled (both volumes are at hand) -> merged; or no-paper, or withdrawn when the merge was taken back before.
const worklists::StateMachine& paper_merge_machine();

class PaperMerges {
 public:
  PaperMerges(PatientIndexService& index, worklists::WorklistService& worklists, const Clock& clock, PaperPolicy policy)
      : index_(index), worklists_(worklists), clock_(clock), policy_(std::move(policy)) {}

  // At start-up.
  void declare() { worklists_.declare(paper_merge_machine()); }
  void subscribe(happenings::Bus& bus);

 private:
  Result<void> linked(store::UnitOfWork& work, const happenings::PatientsLinked& linked);
  Result<void> unlinked(store::UnitOfWork& work, const happenings::PatientsUnlinked& unlinked);
  Result<void> open(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, std::string_view reason);

  PatientIndexService& index_;
  worklists::WorklistService& worklists_;
  const Clock& clock_;
  PaperPolicy policy_;
  access::Actor system_ = access::Actor::system("patient-index");
};

}  // namespace charta::patient_index
