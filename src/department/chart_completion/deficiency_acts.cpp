// SPDX-License-Identifier: Apache-2.0
// What people see of deficiencies and do about them.
#include "department/chart_completion/completion_service.hpp"

#include <algorithm>

namespace charta::chart_completion {
namespace {

using access::Actor;
using access::Permission;

Error no_such_deficiency(DeficiencyId id) {
  return fail(ErrorKind::not_found, "there is no deficiency " + id.text() + " that you may see", "deficiency");
}

bool may_see(const Actor& actor, const Deficiency& row) {
  return actor.visibility.sees(row.facility, row.sensitivity, row.patient);
}

std::string_view what_closed(const Deficiency& row, std::string_view state) {
  if (state == "void") return "cause-gone";
  if (state == "waived") return "committee";
  return row.lack == Lack::document ? "document" : row.lack == Lack::transcription ? "transcript" : "signature";
}

}  // namespace

void CompletionService::declare() {
  worklists_.declare(
      deficiency_machine(),
      [this](store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item, const worklists::Act&) {
        return check(work, guard, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

/// The record closes a deficiency and the record alone: whoever says that it is done is answered by what stands in the file.
Result<void> CompletionService::check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto row, rows_.of_item(work, item));
  if (!row) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no deficiency");
  if (guard == "somebody-is-named") {
    if (row->responsible.is_known()) return {};
    return fail(ErrorKind::business_rule, "nobody is named for this yet: name the physician who owes it", "responsible");
  }
  if (guard == "somebody-else-is-named") {
    if (row->is_named_by_person) return {};
    return fail(ErrorKind::business_rule, "say whom to ask instead: the list of deficiencies asks for the name", "responsible");
  }
  if (row->lack == Lack::element) return {};  // what a person saw missing, a person sees mended
  CHARTA_TRY(const auto visit, encounters_.encounter(work, row->encounter));
  Change change = Change::become_void;
  if (visit) {
    CHARTA_TRY(const auto facts, facts_.of(work, *visit));
    const auto analysis = analyze(facts, rules_, zone_);
    const auto steps = steps_of(analysis, std::span(&*row, 1), Instant());
    change = steps.empty() ? Change::none : steps.front().change;
    if (guard == "is-not-begun" && !steps.empty() && steps.front().finding != nullptr && !steps.front().finding->is_begun)
      return {};
  }
  if (guard == "is-there" && change == Change::complete) return {};
  if (guard == "cause-is-gone" && change == Change::become_void) return {};
  if (guard == "is-begun" && change == Change::begin) return {};
  return fail(ErrorKind::business_rule,
              "the record says otherwise: a deficiency closes when its document or signature is in the file", "event");
}

Result<void> CompletionService::entered(store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                                        const worklists::Act& act) {
  CHARTA_TRY(auto row, rows_.of_item(work, item));
  if (!row) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no deficiency");
  row->state = item.state;
  if (!act.reason_code.empty()) row->reason = act.reason_code;
  if (act.event == "take-back") {
    row->responsible = {};  // until the department names somebody: not again who said that it is not theirs
    row->role.clear();
    row->is_named_by_person = true;
  }
  if (!is_owed_state(item.state)) {
    row->closed_at = clock_.now();
    row->closed_by = actor.kind == Actor::Kind::person ? actor.author.user : UserId();
    row->closed_with = what_closed(*row, item.state);
    row->is_stopped = false;
    CHARTA_TRY_DO(rows_.end_stops(work, row->id, "", clock_.now()));
  }
  return rows_.save(work, *row);
}

Result<DeficiencyView> CompletionService::view_of(store::Reader& reader, Deficiency row) const {
  DeficiencyView view;
  CHARTA_TRY(view.stops, rows_.stops_of(reader, row.id));
  view.clock = read_clock({row.clock_from, row.due_at, view.stops}, row.closed_at.value_or(clock_.now()));
  if (const auto* rule = rules_.find(row.rule.substr(0, row.rule.find('@')))) {
    view.citation = rule->citation;
    view.is_verified = rule->verified;
  } else {
    for (const auto* one : {&rules_.signature, &rules_.cosignature, &rules_.transcription, &rules_.final_result})
      if (one->rule == row.rule) view.citation = one->citation;
  }
  if (const auto* kind = kind_of(rules_.kinds, lack_code(row.lack), row.rule, row.type_code)) {
    view.kind = std::to_string(kind->number);
    view.kind_title = kind->title;
  }
  view.row = std::move(row);
  return view;
}

Result<std::vector<DeficiencyView>> CompletionService::views_of(store::Reader& reader, const Actor& actor,
                                                                std::vector<Deficiency> rows) const {
  std::vector<DeficiencyView> views;
  for (auto& row : rows) {
    if (!may_see(actor, row)) continue;
    CHARTA_TRY(auto view, view_of(reader, std::move(row)));
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<DeficiencyView>> CompletionService::owed(const Actor& actor, const OwedFilter& filter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<DeficiencyView>> {
    CHARTA_TRY(auto rows, rows_.owed(reader, filter, actor.visibility));
    return views_of(reader, actor, std::move(rows));
  });
}

Result<std::vector<OwedByStaff>> CompletionService::owed_by_staff(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) { return rows_.owed_by_staff(reader, clock_.now(), actor.visibility); });
}

Result<std::vector<DeficiencyView>> CompletionService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<DeficiencyView>> {
    std::vector<DeficiencyView> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(const auto files, rows_.files_of(reader, record));
      for (const auto encounter : files) {
        CHARTA_TRY(auto rows, rows_.of_encounter(reader, encounter));
        CHARTA_TRY(auto views, views_of(reader, actor, std::move(rows)));
        std::move(views.begin(), views.end(), std::back_inserter(all));
      }
    }
    return all;
  });
}

Result<std::vector<DeficiencyView>> CompletionService::of_encounter(const Actor& actor, std::string_view encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<DeficiencyView>> {
    CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", encounter));
    if (!stored || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
      return fail(ErrorKind::not_found, "there is no encounter " + std::string(encounter) + " that you may see", "encounter");
    CHARTA_TRY(auto rows, rows_.of_encounter(reader, stored->key));
    return views_of(reader, actor, std::move(rows));
  });
}

Result<DeficiencyView> CompletionService::get(const Actor& actor, DeficiencyId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<DeficiencyView> {
    CHARTA_TRY(auto row, rows_.find(reader, id));
    if (!row || !may_see(actor, *row)) return no_such_deficiency(id);
    return view_of(reader, std::move(*row));
  });
}

Result<DeficiencyView> CompletionService::act(const Actor& actor, DeficiencyId id, const DeficiencyAct& act) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<DeficiencyView> {
    CHARTA_TRY(auto row, rows_.find(work, id));
    if (!row || !may_see(actor, *row)) return no_such_deficiency(id);
    CHARTA_TRY_DO(work.lock(row->encounter.key()));
    CHARTA_TRY(row, rows_.find(work, id));
    if (act.event == "stop-clock" || act.event == "start-clock") {
      CHARTA_TRY_DO(stop_clock(work, actor, *row, act));
    } else if (act.event == "assign-physician" || act.event == "reassign") {
      CHARTA_TRY_DO(name_physician(work, actor, *row, act));
    } else {
      CHARTA_TRY_DO(apply_step(work, actor, row->item, act.event, act.reason, act.note));
    }
    CHARTA_TRY(row, rows_.find(work, id));
    return view_of(work, std::move(*row));
  });
}

Result<void> CompletionService::name_physician(store::UnitOfWork& work, const Actor& actor, Deficiency row,
                                               const DeficiencyAct& act) {
  if (!act.responsible.is_known())
    return fail(ErrorKind::missing, "name whom to ask by their number or their FHIR reference; a name alone could be two people",
                "responsible");
  if (act.responsible.key == row.responsible.key)
    return fail(ErrorKind::business_rule, "that is who is asked already", "responsible");
  row.responsible = act.responsible;
  row.is_named_by_person = true;
  row.role = "named";
  CHARTA_TRY_DO(rows_.save(work, row));
  CHARTA_TRY_DO(apply_step(work, actor, row.item, act.event, act.reason, act.note));
  CHARTA_TRY_DO(note_act(work, actor, row, "physician-named"));
  CHARTA_TRY(const auto now, rows_.find(work, row.id));
  return show_item(work, *now);
}

Result<void> CompletionService::stop_clock(store::UnitOfWork& work, const Actor& actor, Deficiency row,
                                           const DeficiencyAct& act) {
  const bool stops = act.event == "stop-clock";
  if (!row.is_owed()) return fail(ErrorKind::business_rule, "this is settled: its clock does not run any more", "event");
  if (row.is_stopped == stops)
    return fail(ErrorKind::business_rule, stops ? "the clock stands already" : "the clock runs already", "event");
  if (act.reason.empty()) return fail(ErrorKind::missing, "say why the clock is stopped or started", "reason");
  if (worklists_.reasons().find(act.reason) == nullptr)
    return fail(ErrorKind::unknown_code, "'" + act.reason + "' is no reason that this department knows", "reason");
  if (stops) {
    CHARTA_TRY_DO(rows_.add_stop(work, {keys_.next<StopId>(), row.id, {clock_.now(), {}, act.reason}, actor.author.user}));
  } else {
    CHARTA_TRY_DO(rows_.end_stops(work, row.id, "", clock_.now()));
  }
  row.is_stopped = stops;
  CHARTA_TRY_DO(rows_.save(work, row));
  return note_act(work, actor, row, stops ? "clock-stopped" : "clock-started");
}

Result<void> CompletionService::note_act(store::UnitOfWork& work, const Actor& actor, const Deficiency& row,
                                         std::string_view reason) {
  ledger::Entry entry;
  entry.act = ledger::Act::amended;
  entry.subject_kind = "deficiency";
  entry.subject = row.id.key();
  entry.patient = row.patient;
  entry.reason = reason;
  entry.rule = row.rule;
  return ledger_.record(work, actor.author, entry);
}

}  // namespace charta::chart_completion
