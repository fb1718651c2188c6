// SPDX-License-Identifier: Apache-2.0
// Events about accounts and visits: merged, renamed, brought to another patient.
#include "base/text.hpp"
#include "department/intake/identity_event.hpp"
#include "department/intake/plan_step.hpp"

#include <algorithm>

namespace charta::intake {
namespace {

using encounters::NumberKind;
using encounters::VisitRow;
using hl7v2_fhir::EntityId;

bool same(const EntityId& a, const EntityId& b) {
  return a.value == b.value && a.system == b.system;
}

struct NumberPair {
  EntityId now, before;
};

NumberPair numbers_of(NumberKind kind, const hl7v2::Segment& pid, const IdentityGroup::Prior& prior,
                      const hl7v2_fhir::Sender& sender) {
  if (kind == NumberKind::account)
    return {hl7v2_fhir::cx_id(pid.field(18).repetition(1), sender), hl7v2_fhir::cx_id(prior.mrg->field(3).repetition(1), sender)};
  NumberPair pair{{}, hl7v2_fhir::cx_id(prior.mrg->field(5).repetition(1), sender)};
  if (prior.pv1 != nullptr) pair.now = hl7v2_fhir::cx_id(prior.pv1->field(19).repetition(1), sender);
  return pair;
}

std::string place_of(NumberKind kind, bool now) {
  if (kind == NumberKind::account) return now ? "PID-18" : "MRG-3";
  return now ? "PV1-19" : "MRG-5";
}

std::string word(NumberKind kind) {
  return kind == NumberKind::account ? "account" : "visit";
}

}  // namespace

/// A41, A42, A35, A36, A49, A50: the number before is given up for the one now. `is_renamed`: the new one must be nobody's.
Result<void> MessagePlanner::plan_numbers(Step& step, const IdentityGroup& group, NumberKind kind, bool is_renamed) {
  auto& plan = step.plan;
  const auto& prior = group.priors.front();
  const auto [now, before] = numbers_of(kind, *group.pid, prior, step.sender);
  if (before.empty())
    return chart::hold("no-prior-number",
                       "the message does not say which " + word(kind) + " is given up (" + place_of(kind, false) + " is empty)");
  if (now.empty())
    return chart::hold("no-visit-number",
                       "the message does not say which " + word(kind) + " stays (" + place_of(kind, true) + " is empty)");
  if (same(now, before)) return chart::hold("same-number", "both " + word(kind) + " numbers of the message are the same");
  CHARTA_TRY(auto records, index_.expand(step.reader, plan.patient));
  CHARTA_TRY_DO(check_prior_patient(step, *prior.mrg, records));
  if (plan.links.size() == 1 && !plan.links.front().ends)
    records.push_back(plan.links.front().absorbed);  // A36: one person with this message
  CHARTA_TRY(const auto linked, encounters_.linked_numbers(step.reader, kind, now, records));
  if (std::any_of(linked.begin(), linked.end(), [&](const EntityId& one) { return same(one, before); })) {
    step.say("the two " + word(kind) + " numbers are one already", "Patient", plan.patient_id);
    return {};
  }
  CHARTA_TRY(const auto going, encounters_.under(step.reader, kind, before, records));
  CHARTA_TRY(const auto staying, encounters_.under(step.reader, kind, now, records));
  if (going.empty()) return not_known(step, kind, before);
  if (is_renamed && !staying.empty())
    return chart::hold("new-number-in-use", "the new " + word(kind) + " number (" + place_of(kind, true) +
                                                ") belongs to another one: perhaps a merge was meant");
  const PatientId record = going.front().patient;
  CHARTA_TRY(const auto history, encounters_.number_links(step.reader, record, kind));
  for (const auto& link : history) {
    if (same(link.survivor, now) && same(link.absorbed, before) && link.until && *link.until >= step.happened_at())
      return chart::hold("taken-back-since",
                         "what this message says was taken back here after it happened; replay it when it shall stand after all");
  }
  PlannedNumbers planned;
  planned.link = {0, kind, record, now, before, {}, {}, {}, {}};
  planned.records = records;
  planned.going = going.front().encounter;
  if (!staying.empty()) planned.staying = staying.front().encounter;
  plan.numbers.push_back(std::move(planned));
  step.say(is_renamed ? word(kind) + " number changed; the old one still finds it"
                      : "merged: this " + word(kind) + " is given up; its number still finds it",
           "Encounter", going.front().fhir_id);
  if (!staying.empty()) step.say("merged: this " + word(kind) + " stays", "Encounter", staying.front().fhir_id);
  return {};
}

/// MRG-1 may say whose the number was: the same person, or the message means something else.
Result<void> MessagePlanner::check_prior_patient(Step& step, const hl7v2::Segment& mrg, const std::vector<PatientId>& records) {
  const auto prior = patient_index::prior_of(mrg, step.sender);
  const auto* number = first_record_number(prior);
  if (number == nullptr) return {};
  CHARTA_TRY(const auto holders, index_.rows().holders(step.reader, *number));
  for (const auto& holder : holders) {
    const bool joined = std::any_of(step.plan.links.begin(), step.plan.links.end(),
                                    [&](const PlannedLink& link) { return link.absorbed == holder.record.patient; });
    if (joined || is_among(records, holder.record.patient)) return {};
  }
  if (holders.empty()) return chart::hold("prior-number-not-known", "no patient has the number in MRG-1");
  return chart::hold("prior-of-another-patient", "MRG-1 names another patient than PID-3: perhaps a move (A44, A45) was meant");
}

Error MessagePlanner::not_known(Step& step, NumberKind kind, const EntityId& number) {
  const auto holders = encounters_.holders(step.reader, kind, number);
  if (!holders) return holders.error();
  if (holders->empty())
    return chart::hold("visit-not-known", "the " + word(kind) + " that the message starts from (" + place_of(kind, false) +
                                              ") is not known here; replay it when it has come");
  return chart::hold("visit-of-another-patient", "the " + word(kind) + " that the message starts from (" + place_of(kind, false) +
                                                     ") stands with another patient here");
}

/// Whom something is taken from: the record of MRG-1, and every record that is one person with it.
Result<PatientId> MessagePlanner::plan_source(Step& step, const IdentityGroup::Prior& prior, std::vector<PatientId>& records) {
  const auto before = patient_index::prior_of(*prior.mrg, step.sender);
  const auto* number = first_record_number(before);
  if (number == nullptr)
    return chart::hold("no-prior-number", "the message does not say from which patient it is taken (MRG-1 is empty)");
  CHARTA_TRY(const auto source, prior_record(step, *prior.mrg, *number));
  CHARTA_TRY(records, index_.expand(step.reader, source.record.patient));
  return source.record.patient;
}

Result<void> MessagePlanner::plan_move_of_account(Step& step, const IdentityGroup& group) {
  CHARTA_TRY_DO(identify_pid(step, *group.pid));
  const auto& prior = group.priors.front();
  auto [now, before] = numbers_of(NumberKind::account, *group.pid, prior, step.sender);
  if (before.empty()) before = now;
  if (before.empty())
    return chart::hold("no-visit-number", "the message does not say which account moves (PID-18 and MRG-3 are empty)");
  return plan_move(step, prior, NumberKind::account, before, now);
}

Result<void> MessagePlanner::plan_move_of_visits(Step& step, const IdentityGroup& group) {
  CHARTA_TRY_DO(identify_pid(step, *group.pid));
  for (const auto& prior : group.priors) {
    const auto account = numbers_of(NumberKind::account, *group.pid, prior, step.sender);
    auto [now, before] = numbers_of(NumberKind::visit, *group.pid, prior, step.sender);
    if (before.empty()) before = now;
    if (before.empty())
      return chart::hold("no-visit-number", "the message does not say which visit moves (PV1-19 and MRG-5 are empty)");
    if (!now.empty() && !same(now, before))
      return chart::hold("move-unclear",
                         "PV1-19 and MRG-5 differ: a visit keeps its number when it is moved; perhaps a merge (A42) was meant");
    CHARTA_TRY_DO(
        plan_move(step, prior, NumberKind::visit, before, same(account.now, account.before) ? EntityId() : account.now));
  }
  return {};
}

Result<void> MessagePlanner::plan_move(Step& step, const IdentityGroup::Prior& prior, NumberKind kind, const EntityId& number,
                                       const EntityId& account) {
  auto& plan = step.plan;
  std::vector<PatientId> records;
  CHARTA_TRY(const auto source, plan_source(step, prior, records));
  CHARTA_TRY(auto visits, encounters_.under(step.reader, kind, number, records));
  // Where source and target are one person, what stands with the target's own record is there already.
  if (source != plan.patient) std::erase_if(visits, [&](const VisitRow& visit) { return visit.patient == plan.patient; });
  std::erase_if(visits, [&](const VisitRow& visit) { return source == plan.patient && same(visit.account, account); });
  if (visits.empty() || (source == plan.patient && account.empty())) {
    CHARTA_TRY(const auto there, encounters_.under(step.reader, kind, number, {&plan.patient, 1}));
    if (there.empty()) return not_known(step, kind, number);
    step.say("the " + word(kind) + " stands with this patient already", "Encounter", there.front().fhir_id);
    return {};
  }
  for (const auto& visit : visits) {
    record_moves::MoveOrder order;
    order.from = visit.patient;
    order.to = source == plan.patient ? visit.patient : plan.patient;
    order.chosen = {visit.encounter};
    order.origin = step.type.trigger;
    order.reason = "told-by-message";
    order.message = step.context.message;
    order.account = account;
    CHARTA_TRY(auto move, moves_.prepare(step.reader, order));
    step.say(order.from == order.to ? "this visit belongs to another account now"
                                    : "moved: this visit stands with another patient now, with " +
                                          std::to_string(move.move.pieces.size() - 1) + " more pieces that belong to it",
             "Encounter", visit.fhir_id);
    plan.moves.push_back(std::move(move));
  }
  if (source != plan.patient) step.say("moved to this patient", "Patient", plan.patient_id);
  return {};
}

Result<void> MessagePlanner::carry_out_numbers(store::UnitOfWork& work, const access::Actor& actor, Plan& plan) {
  for (auto& planned : plan.numbers) {
    auto& link = planned.link;
    CHARTA_TRY(const auto staying, encounters_.under(work, link.kind, link.survivor, planned.records));
    const ResourceId now = staying.empty() ? ResourceId() : staying.front().encounter;
    if (now != planned.staying) return chart::prepare_again("the visit changed meanwhile");
    link.key = keys_.next_key();
    link.reason = plan.identity_reason;
    const ResourceId going = link.kind == NumberKind::visit ? planned.going : ResourceId();
    CHARTA_TRY_DO(encounters_.link_numbers(work, link, going, planned.staying));
    const ledger::Entry entry{ledger::Act::linked, "Encounter", planned.going.key(), 0, link.patient, link.reason, {}, {}};
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
  }
  for (auto& move : plan.moves) CHARTA_TRY_DO(moves_.carry_out(work, actor, move));
  return {};
}

}  // namespace charta::intake
