// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/paper_merge.hpp"

namespace charta::patient_index {
namespace {

using access::Permission;

constexpr auto work_on_paper = Permission::work_worklists;
constexpr worklists::Transition paper_steps[] = {
    {"open", "pull", "pulled", "", work_on_paper},
    {"open", "merge-volumes", "merged", "", work_on_paper},
    {"pulled", "merge-volumes", "merged", "", work_on_paper},
    {"pulled", "put-back", "open", "", work_on_paper},
    {"open", "no-paper", "no-paper", "", work_on_paper, true},
    {"pulled", "no-paper", "no-paper", "", work_on_paper, true},
    {"open", "withdraw", "withdrawn", "", work_on_paper, true},
    {"pulled", "withdraw", "withdrawn", "", work_on_paper, true},
};
constexpr std::string_view paper_final_states[] = {"merged", "no-paper", "withdrawn"};
constexpr std::string_view paper_cancelled_states[] = {"no-paper", "withdrawn"};

std::string number_of(const Person& person) {
  const auto& who = person.record.who;
  for (std::size_t i = 0; i < who.identifiers.size(); ++i)
    if (is_record_number(who.identifiers[i].type) && person.identifier_status[i] == "current") return who.identifiers[i].value;
  return {};
}

}  // namespace

const worklists::StateMachine& paper_merge_machine() {
  static constexpr worklists::StateMachine machine{"paper-merge", "Volumes to bring together", "open",
                                                   paper_steps,   paper_final_states,          paper_cancelled_states};
  return machine;
}

Result<PaperPolicy> PaperPolicy::parse(std::string_view text, std::string rule) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const auto parameters = document.root();
  PaperPolicy policy;
  policy.rule = std::move(rule);
  for (const auto one : parameters["facilities"]) {
    const auto facility = one.integer();
    if (!facility || *facility < 0 || *facility > 62)
      return fail(ErrorKind::invalid, "facilities are numbered 0 to 62", "facilities");
    policy.facilities.insert(static_cast<int>(*facility));
  }
  const auto hours = parameters["due_hours"].integer();
  if (!hours || *hours < 1)
    return fail(ErrorKind::invalid, "say within how many hours the volumes are brought together", "due_hours");
  policy.due_hours = *hours;
  if (parameters["pool"]) policy.pool = std::string(parameters["pool"].text());
  return policy;
}

void PaperMerges::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("patients_linked", "paper_merges",
         [this](store::UnitOfWork& work, const Happening& it) { return linked(work, std::get<PatientsLinked>(it)); });
  bus.on("patients_unlinked", "paper_merges",
         [this](store::UnitOfWork& work, const Happening& it) { return unlinked(work, std::get<PatientsUnlinked>(it)); });
}

Result<void> PaperMerges::open(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, std::string_view reason) {
  CHARTA_TRY(const auto going, index_.rows().person(work, absorbed));
  CHARTA_TRY(const auto staying, index_.rows().person(work, survivor));
  if (!going || !staying) return {};
  if (!policy_.has_paper(going->record.facility) && !policy_.has_paper(staying->record.facility)) return {};
  worklists::NewWorkItem item;
  item.kind = paper_merge_machine().kind;
  item.subject_type = item.second_subject_type = "Patient";
  item.subject = absorbed.key();  // its volumes are the ones to be carried
  item.second_subject = survivor.key();
  item.patient = survivor;
  item.pool = policy_.pool;
  item.reason_code = reason;
  item.rule = policy_.rule;
  item.due_at = clock_.now().plus(std::chrono::hours(policy_.due_hours));
  item.clock_basis = "linked";
  item.facility = staying->record.facility;
  item.sensitivity = going->record.sensitivity | staying->record.sensitivity;
  json::Writer(item.detail)
      .begin_object()
      .member("from_number", number_of(*going))
      .member("to_number", number_of(*staying))
      .end_object();
  CHARTA_TRY_DO(worklists_.open(work, system_, item));
  return {};
}

Result<void> PaperMerges::linked(store::UnitOfWork& work, const happenings::PatientsLinked& linked) {
  if (linked.kind == "link") return {};  // both numbers stand, and so do both folders
  return open(work, linked.survivor, linked.absorbed, "numbers-merged");
}

/// Taken back before the file room came to it: nothing to do. Else the folders must be parted again.
Result<void> PaperMerges::unlinked(store::UnitOfWork& work, const happenings::PatientsUnlinked& unlinked) {
  if (unlinked.kind == "link") return {};
  CHARTA_TRY(const auto waiting, worklists_.find_open(work, paper_merge_machine().kind, unlinked.absorbed.key()));
  if (!waiting) return open(work, unlinked.survivor, unlinked.absorbed, "numbers-parted");
  worklists::Act act;
  act.event = "withdraw";
  act.reason_code = "merge-taken-back";
  CHARTA_TRY_DO(worklists_.apply(work, system_, waiting->id, act));
  return {};
}

}  // namespace charta::patient_index
