// SPDX-License-Identifier: Apache-2.0
// Events about patient numbers: merged, linked, parted, brought to another person. Links, not rewrites.
#include "department/intake/identity_event.hpp"
#include "department/intake/plan_step.hpp"
#include "department/patient_index/name_agreement.hpp"
#include "department/patient_index/patient_message.hpp"

#include <algorithm>

namespace charta::intake {
namespace {

using patient_index::Agreement;
using patient_index::Demographics;
using patient_index::Identifier;
using patient_index::LinkKind;

bool same_number(const Identifier& a, const Identifier& b) {
  return a.assigner == b.assigner && a.value == b.value;
}

bool has_number(const Demographics& who, const Identifier& number) {
  return std::any_of(who.identifiers.begin(), who.identifiers.end(),
                     [&](const Identifier& one) { return same_number(one, number); });
}

/// MRG-7 says who gave the number up; a name that is nobody's of that record is a wrong number.
bool name_fits(const Demographics& prior, const Demographics& record) {
  const auto* name = prior.current_name();
  if (name == nullptr || record.names.empty()) return true;
  return std::any_of(record.names.begin(), record.names.end(), [&](const patient_index::Name& one) {
    return patient_index::compare_names(*name, one) != Agreement::differs;
  });
}

Error taken_back() {
  return chart::hold("taken-back-since",
                     "what this message says was taken back here after it happened; replay it when it shall stand after all");
}

}  // namespace

Result<void> MessagePlanner::plan_identity(Step& step) {
  const auto* trigger = find_identity_trigger(step.type.trigger);
  if (trigger == nullptr) return fail(ErrorKind::internal, "no identity event " + std::string(step.type.trigger));
  CHARTA_TRY(const auto groups, identity_groups(step.message, *trigger));
  if (trigger->act == IdentityAct::link_records || trigger->act == IdentityAct::unlink_records)
    return plan_pair(step, *groups[0].pid, *groups[1].pid, trigger->act == IdentityAct::link_records);
  for (const auto& group : groups) CHARTA_TRY_DO(plan_group(step, group, trigger->act));
  return {};
}

Result<void> MessagePlanner::plan_group(Step& step, const IdentityGroup& group, IdentityAct act) {
  const auto& prior = group.priors.front();
  switch (act) {
    case IdentityAct::merge_records:
      return plan_merge(step, group);
    case IdentityAct::merge_both: {
      CHARTA_TRY_DO(plan_merge(step, group));
      if (group.pid->field(18).empty() && prior.mrg->field(3).empty()) return {};
      return plan_numbers(step, group, encounters::NumberKind::account, false);
    }
    case IdentityAct::merge_accounts:
    case IdentityAct::change_account: {
      CHARTA_TRY_DO(identify_pid(step, *group.pid));
      return plan_numbers(step, group, encounters::NumberKind::account, act == IdentityAct::change_account);
    }
    case IdentityAct::merge_visits:
    case IdentityAct::change_visit: {
      CHARTA_TRY_DO(identify_pid(step, *group.pid));
      return plan_numbers(step, group, encounters::NumberKind::visit, act == IdentityAct::change_visit);
    }
    case IdentityAct::move_number:
      return plan_move_of_number(step, group);
    case IdentityAct::move_account:
      return plan_move_of_account(step, group);
    case IdentityAct::move_visit:
      return plan_move_of_visits(step, group);
    default:
      return plan_change_of_number(step, group);
  }
}

/// Who a PID of the message is; the first may have been chosen by a person.
Result<void> MessagePlanner::identify_pid(Step& step, const hl7v2::Segment& pid, const std::vector<Identifier>& without) {
  auto& plan = step.plan;
  const bool is_first = plan.checked.empty();
  auto who = patient_index::demographics_of(pid, step.sender);
  std::erase_if(who.identifiers, [&](const Identifier& one) {
    return std::any_of(without.begin(), without.end(), [&](const Identifier& other) { return same_number(one, other); });
  });
  plan.received = who;
  plan.identification = {};
  const bool assigned = step.context.assigned.is_set();
  const access::SensitivityMask others = plan.sensitivity;
  if (assigned && !is_first)
    return chart::hold("patient-of-several", "the message names several patients; one of them cannot be assigned by hand");
  CHARTA_TRY_DO(identify(step));
  plan.sensitivity |= others;  // the message tells of both
  if (!assigned) plan.checked.push_back({plan.received, plan.identification});
  return {};
}

/// The one record that has the number which the event takes something from.
Result<patient_index::Person> MessagePlanner::prior_record(Step& step, const hl7v2::Segment& mrg, const Identifier& number) {
  CHARTA_TRY(auto holders, index_.rows().holders(step.reader, number));
  if (holders.empty())
    return chart::hold("prior-number-not-known", "no patient has the number that the message starts from (MRG-1)");
  if (holders.size() > 1)
    return chart::hold("mrn-of-several", "the number that the message starts from (MRG-1) belongs to several patients");
  auto& person = holders.front();
  const auto prior = patient_index::prior_of(mrg, step.sender);
  if (!name_fits(prior, person.record.who))
    return chart::hold("prior-name-differs",
                       "the record of the number in MRG-1 has another name than the message gives for it (MRG-7)");
  if (person.record.overlay_flag || person.record.review_flag)
    return chart::hold("identity-review-open", std::string(patient_index::reason_sentence("identity-review-open")));
  step.plan.sensitivity |= person.record.sensitivity;
  return std::move(person);
}

/// A40, A18, A34, A36: a link from the surviving to the prior record; nothing is re-pointed.
Result<void> MessagePlanner::plan_merge(Step& step, const IdentityGroup& group) {
  const auto& mrg = *group.priors.front().mrg;
  const auto prior = patient_index::prior_of(mrg, step.sender);
  const auto* number = first_record_number(prior);
  if (number == nullptr)
    return chart::hold("no-prior-number", "the merge does not say which number is given up (MRG-1 is empty)");
  CHARTA_TRY_DO(identify_pid(step, *group.pid));
  CHARTA_TRY(const auto absorbed, prior_record(step, mrg, *number));
  if (absorbed.record.patient == step.plan.patient)
    return chart::hold("same-record", "both numbers of the merge belong to one record already");
  return plan_link(step, step.plan.patient, step.plan.patient_id, absorbed, LinkKind::merge);
}

Result<void> MessagePlanner::plan_link(Step& step, PatientId survivor, const std::string& survivor_id,
                                       const patient_index::Person& absorbed, LinkKind kind) {
  CHARTA_TRY(const auto group, index_.expand(step.reader, survivor));
  const PatientId other = absorbed.record.patient;
  const bool planned = std::any_of(step.plan.links.begin(), step.plan.links.end(), [&](const PlannedLink& link) {
    return (link.survivor == survivor && link.absorbed == other) || (link.survivor == other && link.absorbed == survivor);
  });
  if (planned || is_among(group, other)) {
    step.say("the two records are linked already", "Patient", survivor_id);
    return {};
  }
  CHARTA_TRY(const auto stands_for, index_.survivor_of(step.reader, other));
  if (kind == LinkKind::merge && stands_for != other)
    return chart::hold("prior-number-merged-elsewhere",
                       "the number that is given up (MRG-1) was merged into another record before; a person must say whether all "
                       "are one person");
  CHARTA_TRY(const auto history, index_.links(step.reader, survivor));
  for (const auto& link : history) {
    if (link.survivor != other && link.absorbed != other) continue;
    if (link.until && *link.until >= step.happened_at()) return taken_back();
  }
  step.plan.links.push_back({survivor, other, kind, false});
  if (kind == LinkKind::link) {
    step.say("linked: one person, both numbers stand", "Patient", survivor_id);
    step.say("linked with it", "Patient", absorbed.fhir_id);
    return {};
  }
  step.say("linked: this record survives", "Patient", survivor_id);
  step.say("linked: this record is now shown as merged; its number still finds it", "Patient", absorbed.fhir_id);
  return {};
}

/// A24 and A37: two PID, each a patient known here.
Result<void> MessagePlanner::plan_pair(Step& step, const hl7v2::Segment& one, const hl7v2::Segment& two, bool links) {
  CHARTA_TRY_DO(identify_pid(step, one));
  const PatientId first = step.plan.patient;
  const std::string first_id = step.plan.patient_id;
  CHARTA_TRY_DO(identify_pid(step, two));
  const PatientId second = step.plan.patient;
  const std::string second_id = step.plan.patient_id;
  step.plan.patient = first;
  step.plan.patient_id = first_id;
  if (first == second) return chart::hold("same-record", "both patients of the message are one record");
  if (links) {
    CHARTA_TRY(const auto person, index_.rows().person(step.reader, second));
    if (!person) return fail(ErrorKind::not_found, "no patient record " + second.text());
    return plan_link(step, first, first_id, *person, LinkKind::link);
  }
  return plan_unlink(step, first, first_id, second, second_id);
}

Result<void> MessagePlanner::plan_unlink(Step& step, PatientId one, const std::string& one_id, PatientId other,
                                         const std::string& other_id) {
  CHARTA_TRY(const auto history, index_.links(step.reader, one));
  bool open = false, was = false;
  for (const auto& link : history) {
    if (link.survivor != other && link.absorbed != other) continue;
    (link.until ? was : open) = true;
  }
  if (open) {
    step.plan.links.push_back({one, other, LinkKind::link, true});
    step.say("parted: two persons from now on, each record as it was before the link", "Patient", one_id);
    step.say("parted from it", "Patient", other_id);
    return {};
  }
  CHARTA_TRY(const auto group, index_.expand(step.reader, one));
  if (is_among(group, other))
    return chart::hold("linked-through-others",
                       "the two records are one person through other records; a person must say which link ends");
  if (!was)
    return chart::hold("link-not-known", "the two records are not linked here; replay it when their link (A24 or A40) has come");
  step.say("the two records were parted already", "Patient", one_id);
  return {};
}

/// A43: the number stands with another person from now on. Its record stays as it is; which person it belongs to is a link.
Result<void> MessagePlanner::plan_move_of_number(Step& step, const IdentityGroup& group) {
  const auto& mrg = *group.priors.front().mrg;
  const auto prior = patient_index::prior_of(mrg, step.sender);
  const auto received = patient_index::demographics_of(*group.pid, step.sender);
  std::vector<Identifier> moved;
  for (const auto& id : prior.identifiers)
    if (patient_index::is_record_number(id.type) && has_number(received, id)) moved.push_back(id);
  if (moved.empty())
    return chart::hold("move-unclear",
                       "no number stands in both PID-3 and MRG-1, so the message does not say which number moves");
  CHARTA_TRY(const auto source, prior_record(step, mrg, moved.front()));
  auto rest = received;
  std::erase_if(rest.identifiers, [&](const Identifier& id) { return has_number(prior, id); });
  if (first_record_number(rest) == nullptr)
    return chart::hold("move-unclear", "PID-3 gives no other number of the person to whom this one belongs");
  CHARTA_TRY_DO(identify_pid(step, *group.pid, moved));
  const PatientId target = step.plan.patient, record = source.record.patient;
  CHARTA_TRY(const auto person, index_.expand(step.reader, target));
  if (is_among(person, record)) {
    step.say("the number stands with this person already", "Patient", step.plan.patient_id);
    return {};
  }
  for (std::size_t i = 0; i < source.record.who.identifiers.size(); ++i) {
    const auto& id = source.record.who.identifiers[i];
    const bool is_other =
        patient_index::is_record_number(id.type) && source.identifier_status[i] == "current" && !has_number(prior, id);
    if (is_other)
      return chart::hold(
          "number-shares-a-record",
          "the record of this number has other numbers as well; a person must say which visits and documents go with it");
  }
  CHARTA_TRY(const auto links, index_.rows().open_links(step.reader, record));
  for (const auto& link : links)
    if (link.absorbed == record) step.plan.links.push_back({link.survivor, record, link.kind, true});
  return plan_link(step, target, step.plan.patient_id, source, LinkKind::move);
}

/// A47: the new number is added, the old one stays findable.
Result<void> MessagePlanner::plan_change_of_number(Step& step, const IdentityGroup& group) {
  auto& plan = step.plan;
  const auto prior = patient_index::prior_of(*group.priors.front().mrg, step.sender);
  const auto* prior_number = first_record_number(prior);
  const auto* new_number = first_record_number(plan.received);
  if (prior_number == nullptr)
    return chart::hold("no-prior-number", "the message does not say which number changes (MRG-1 is empty)");
  if (new_number == nullptr) return chart::hold("no-mrn", std::string(patient_index::reason_sentence("no-mrn")));
  CHARTA_TRY(const auto taken, index_.rows().holders(step.reader, *new_number));
  auto known = plan.received;
  known.identifiers = prior.identifiers;
  const Date today = step.sender.zone.local_date(step.context.received_at);
  CHARTA_TRY(plan.identification, index_.identify(step.reader, known, today, step.type.purpose));
  if (plan.identification.verdict.kind != patient_index::Verdict::Kind::exact) return hold_for(plan.identification.verdict);
  plan.received = known;
  plan.patient = plan.identification.verdict.patient;
  plan.patient_id = plan.identification.fhir_id;
  const bool free = taken.empty() || (taken.size() == 1 && taken.front().record.patient == plan.patient);
  if (!free)
    return chart::hold("new-number-in-use", "the new number (PID-3) belongs to another patient: perhaps a merge (A40) was meant");
  CHARTA_TRY(const auto stored, resources_.load(step.reader, ResourceId(plan.patient.key())));
  if (!stored || stored->deleted) return fail(ErrorKind::gone, "patient record " + plan.patient.text() + " was deleted");
  CHARTA_TRY(const auto before, json::Document::parse(stored->json));
  json::Document document;
  hl7v2_fhir::Elements make(document, step.sender);
  auto patient = make.editable(before.root());
  const std::string text_before = json::write(patient);
  patient_index::apply_pid(make, patient, *group.pid, step.event_time);
  patient_index::retire_identifiers(make, patient, prior, step.event_time);
  if (json::write(patient) == text_before) {
    step.say("the number was changed already", "Patient", plan.patient_id);
    return {};
  }
  CHARTA_TRY_DO(plan_new_version(step, *stored, patient));
  step.say("number changed; the old one still finds the patient", "Patient", plan.patient_id);
  return {};
}

Result<void> MessagePlanner::carry_out_links(store::UnitOfWork& work, const access::Actor& actor, const Plan& plan) {
  for (const auto& link : plan.links) {
    CHARTA_TRY(const auto group, index_.expand(work, link.survivor));
    if (is_among(group, link.absorbed) != link.ends) return chart::prepare_again("the links of the records changed meanwhile");
    patient_index::LinkAct act;
    act.reason = plan.identity_reason;
    act.kind = link.kind;
    act.told_by = plan.told_by;
    act.at = plan.happened_at;
    CHARTA_TRY_DO(link.ends ? index_.unlink(work, actor, link.survivor, link.absorbed, act)
                            : index_.link(work, actor, link.survivor, link.absorbed, act));
  }
  return {};
}

}  // namespace charta::intake
