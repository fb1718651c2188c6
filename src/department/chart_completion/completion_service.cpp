// SPDX-License-Identifier: Apache-2.0
// A look at an encounter, and the steps of its deficiencies that follow from it in the same unit.
#include "department/chart_completion/completion_service.hpp"

#include <algorithm>

namespace charta::chart_completion {
namespace {

using encounters::VisitRow;

constexpr std::string_view in_transcription = "in-transcription";
/// A file that ended longer ago and owes nothing is not looked at every night.
constexpr std::chrono::hours ended_lately(24 * 60);

std::string item_detail(const Deficiency& row) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("title", sentence_of(row.lack, row.title)).member("lack", lack_code(row.lack));
  out.member("encounter", row.encounter_id).member("deficiency", row.id.text());
  if (row.responsible.is_known())
    out.member("responsible", row.responsible.name.empty() ? row.responsible.key : row.responsible.name);
  if (!row.document_id.empty()) out.member("document", row.document_type + "/" + row.document_id);
  out.end_object();
  return text;
}

void take_over(Deficiency& row, const Finding& finding, const VisitRow& visit) {
  row.patient = visit.patient;
  row.title = finding.title;
  row.rule = finding.rule;
  row.clock_from = finding.clock_from;
  row.due_at = finding.due_at;
  row.facility = visit.facility;
  row.sensitivity = visit.sensitivity | finding.sensitivity;
  if (finding.document.is_set()) {
    row.document = finding.document;
    row.document_type = finding.resource_type;
    row.document_id = finding.fhir_id;
  }
  if (row.is_named_by_person) return;
  row.responsible = finding.responsible;
  row.role = finding.role;
}

bool is_same_row(const Deficiency& one, const Deficiency& other) {
  return one.patient == other.patient && one.title == other.title && one.rule == other.rule &&
         one.clock_from == other.clock_from && one.due_at == other.due_at && one.facility == other.facility &&
         one.sensitivity == other.sensitivity && one.document == other.document && one.responsible == other.responsible &&
         one.is_stopped == other.is_stopped;
}

std::string_view initial_state(const Finding& finding, const Deficiency& row) {
  if (finding.is_begun && finding.lack == Lack::document) return "in-progress";
  return row.responsible.is_known() ? "assigned" : "open";
}

}  // namespace

Result<void> CompletionService::look(store::UnitOfWork& work, ResourceId encounter) {
  if (!encounter.is_set() || held_.hold(work, encounter)) return {};
  CHARTA_TRY_DO(work.lock(encounter.key()));
  return look_at(work, encounter);
}

Result<void> CompletionService::look_once(store::UnitOfWork& work, FunctionRef<Result<void>()> acts) {
  HeldLooks::Span span(held_, work);
  CHARTA_TRY_DO(acts());
  for (const auto encounter : span.end()) CHARTA_TRY_DO(look(work, encounter));
  return {};
}

Result<void> CompletionService::look_at(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(const auto visit, encounters_.encounter(work, encounter));
  if (!visit) return void_all(work, encounter);
  CHARTA_TRY(const auto facts, facts_.of(work, *visit));
  const auto now = clock_.now();
  const auto analysis = analyze(facts, rules_, zone_);
  CHARTA_TRY(const auto known, rows_.of_encounter(work, encounter));
  for (const auto& step : steps_of(analysis, known, now)) CHARTA_TRY_DO(take(work, *visit, step));
  for (const auto& kept : analysis.kept) CHARTA_TRY_DO(rows_.save_kept(work, encounter, kept));
  if (judged_) CHARTA_TRY_DO(judged_(work, *visit, facts, analysis));
  if (known.empty() && analysis.findings.empty() && analysis.kept.empty()) {
    CHARTA_TRY(const auto file, rows_.file(work, encounter));
    if (!file && !is_asked_of_class(rules_.required, visit->class_code)) return {};
  }
  return rows_.save_file(work, {encounter, visit->patient, facts.ended_at, now, next_opening(analysis, now),
                                rules_.stays.contains(visit->class_code)});
}

Result<void> CompletionService::take(store::UnitOfWork& work, const VisitRow& visit, const Step& step) {
  switch (step.change) {
    case Change::none:
      return {};
    case Change::open:
    case Change::reopen:
      return open(work, visit, *step.finding, step.row);
    case Change::update:
      return update(work, visit, *step.finding, *step.row);
    case Change::begin:
      CHARTA_TRY_DO(update(work, visit, *step.finding, *step.row));
      return apply_step(work, system_, step.row->item, "begin");
    case Change::fall_back: {
      CHARTA_TRY_DO(update(work, visit, *step.finding, *step.row));
      CHARTA_TRY_DO(apply_step(work, system_, step.row->item, "fall-back"));
      return step.row->responsible.is_known() ? apply_step(work, system_, step.row->item, "assign-physician") : Result<void>();
    }
    case Change::complete:
      return apply_step(work, system_, step.row->item, "complete");
    case Change::become_void:
      return apply_step(work, system_, step.row->item, "cause-gone");
  }
  return {};
}

Result<void> CompletionService::open(store::UnitOfWork& work, const VisitRow& visit, const Finding& finding,
                                     const Deficiency* before) {
  Deficiency row = before != nullptr ? *before : Deficiency();
  if (before == nullptr) {
    row.id = keys_.next<DeficiencyId>();
    row.encounter = visit.encounter;
    row.encounter_id = visit.fhir_id;
    row.lack = finding.lack;
    row.key = finding.key;
    row.type_code = finding.type_code;
    row.opened_at = clock_.now();
  } else {
    // What it took until it was done the first time counts; what came after that does not.
    CHARTA_TRY_DO(
        rows_.add_stop(work, {keys_.next<StopId>(), row.id, {*row.closed_at, clock_.now(), "was-completed"}, UserId()}));
    ++row.times_reopened;
  }
  row.closed_at.reset();
  row.closed_by = UserId();
  row.closed_with.clear();
  row.reason.clear();
  take_over(row, finding, visit);
  row.state = initial_state(finding, row);
  worklists::NewWorkItem item;
  item.kind = deficiency_machine().kind;
  item.state = row.state;
  item.subject_type = "deficiency";
  item.subject = row.id.key();
  item.second_subject_type = "Encounter";
  item.second_subject = visit.encounter.key();
  item.patient = visit.patient;
  item.due_at = row.due_at;
  item.clock_basis = finding.lack == Lack::document ? "encounter" : "document";
  item.pool = row.responsible.is_known() ? "medical-staff" : "records-department";
  item.reason_code = lack_code(row.lack);
  item.detail = item_detail(row);
  item.rule = row.rule;
  item.facility = row.facility;
  item.sensitivity = row.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  row.item = opened.id;
  CHARTA_TRY_DO(keep_clock(work, finding, row));
  return rows_.save(work, row);
}

/// The clock stands by itself while the document is in transcription.
Result<void> CompletionService::keep_clock(store::UnitOfWork& work, const Finding& finding, Deficiency& row) {
  CHARTA_TRY(const auto stops, rows_.stops_of(work, row.id));
  const auto is_open = [](const ClockStop& stop) { return !stop.until; };
  const bool stands =
      std::any_of(stops.begin(), stops.end(), [&](const auto& stop) { return is_open(stop) && stop.reason == in_transcription; });
  if (finding.is_in_transcription && !stands)
    CHARTA_TRY_DO(
        rows_.add_stop(work, {keys_.next<StopId>(), row.id, {clock_.now(), {}, std::string(in_transcription)}, UserId()}));
  if (!finding.is_in_transcription && stands) CHARTA_TRY_DO(rows_.end_stops(work, row.id, in_transcription, clock_.now()));
  row.is_stopped = finding.is_in_transcription || std::any_of(stops.begin(), stops.end(), [&](const auto& stop) {
                     return is_open(stop) && stop.reason != in_transcription;
                   });
  return {};
}

Result<void> CompletionService::update(store::UnitOfWork& work, const VisitRow& visit, const Finding& finding, Deficiency row) {
  const Deficiency before = row;
  take_over(row, finding, visit);
  if (row.is_stopped || finding.is_in_transcription) CHARTA_TRY_DO(keep_clock(work, finding, row));
  if (is_same_row(before, row)) return {};
  CHARTA_TRY_DO(rows_.save(work, row));
  CHARTA_TRY_DO(show_item(work, row));
  if (before.due_at != row.due_at) CHARTA_TRY_DO(worklists_.set_due(work, row.item, row.due_at, row.rule));
  if (before.state == "open" && row.responsible.is_known()) return apply_step(work, system_, row.item, "assign-physician");
  return {};
}

Result<void> CompletionService::show_item(store::UnitOfWork& work, const Deficiency& row) {
  CHARTA_TRY(const auto item, worklists_.find(work, row.item));
  const auto detail = item_detail(row);
  if (!item || item->detail == detail) return {};
  return worklists_.set_detail(work, row.item, detail);
}

Result<void> CompletionService::apply_step(store::UnitOfWork& work, const access::Actor& actor, WorkItemId item,
                                           std::string_view event, std::string_view reason, std::string_view note) {
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  act.note = note;
  CHARTA_TRY_DO(worklists_.apply(work, actor, item, act));
  return {};
}

/// The encounter was deleted: nobody owes it anything.
Result<void> CompletionService::void_all(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(const auto known, rows_.of_encounter(work, encounter));
  for (const auto& row : known)
    if (row.is_owed()) CHARTA_TRY_DO(apply_step(work, system_, row.item, "cause-gone"));
  CHARTA_TRY(auto file, rows_.file(work, encounter));
  if (!file) return {};
  file->next_look_at.reset();
  return rows_.save_file(work, *file);
}

Result<std::int64_t> CompletionService::run_clock(std::int64_t limit, std::int64_t per_unit) {
  std::int64_t looked = 0;
  while (looked < limit) {
    CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) {
      return rows_.due_files(reader, clock_.now(), std::min(per_unit, limit - looked));
    }));
    if (due.empty()) return looked;
    const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      for (const auto encounter : due) CHARTA_TRY_DO(look(work, encounter));
      return {};
    });
    if (!done) return done.error();
    looked += static_cast<std::int64_t>(due.size());
  }
  return looked;
}

Result<std::int64_t> CompletionService::ask_for_all() {
  const auto now = clock_.now();
  return store_.write([&](store::UnitOfWork& work) { return rows_.ask_for_all(work, now, now.plus(-ended_lately)); });
}

}  // namespace charta::chart_completion
