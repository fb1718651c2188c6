// SPDX-License-Identifier: Apache-2.0
// How a file moves by itself: what happened to the record, and the next step that follows from it, in the same unit.
#include "department/chart_assembly/assembly_service.hpp"

#include <algorithm>

namespace charta::chart_assembly {
namespace {

using access::Actor;
using encounters::VisitRow;
using happenings::Happening;
using worklists::WorkItem;

constexpr std::string_view late_document = "late-document";

/// What the list shows: the first thing that is missing, and how many more. A title that fewer may see than the encounter stays
/// out.
std::string detail_of(const VisitRow& visit, const std::vector<Missing>& missing) {
  std::string text;
  json::Writer out(text);
  const auto words = [&](const Missing& one) {
    return (one.sensitivity & ~visit.sensitivity) != 0 ? std::string("A document is not signed") : sentence_of(one);
  };
  std::string title = missing.empty() ? "Nothing is missing" : words(missing.front());
  if (missing.size() > 1) title += ", and " + std::to_string(missing.size() - 1) + " more";
  out.begin_object().member("title", title).member("class", visit.class_code).member("encounter", visit.fhir_id);
  out.key("missing").begin_array();
  for (const auto& one : missing) out.string(words(one));
  out.end_array().end_object();
  return text;
}

bool waits_for_a_person(std::string_view state) {
  return state == "open" || state == "addended";
}

/// Passes the happening on as the type by which it was subscribed.
template <class Kind, class React>
happenings::Bus::Reaction as_kind(React react) {
  return [react](store::UnitOfWork& work, const Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

}  // namespace

void AssemblyService::declare() {
  worklists_.declare(
      completeness_machine(),
      [this](store::UnitOfWork& work, std::string_view guard, const WorkItem& item, const worklists::Act&) {
        return check(work, guard, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

void AssemblyService::subscribe(happenings::Bus& bus) {
  using store::UnitOfWork;
  using namespace happenings;
  bus.on("encounter_ended", "chart_assembly.on_encounter_ended",
         as_kind<EncounterEnded>([this](UnitOfWork& work, const EncounterEnded& one) { return ended(work, one.encounter); }));
  bus.on("encounter_reopened", "chart_assembly.on_encounter_reopened",
         as_kind<EncounterReopened>(
             [this](UnitOfWork& work, const EncounterReopened& one) { return taken_back(work, one.encounter); }));
  bus.on("encounter_cancelled", "chart_assembly.on_encounter_cancelled",
         as_kind<EncounterCancelled>(
             [this](UnitOfWork& work, const EncounterCancelled& one) { return cancelled(work, one.encounter); }));
  bus.on("document_filed", "chart_assembly.on_document_filed",
         as_kind<DocumentFiled>([this](UnitOfWork& work, const DocumentFiled& one) { return document_filed(work, one); }));
  bus.on("document_withdrawn", "chart_assembly.on_document_withdrawn",
         as_kind<DocumentWithdrawn>(
             [this](UnitOfWork& work, const DocumentWithdrawn& one) { return document_left(work, one.document, one.patient); }));
  bus.on("record_moved", "chart_assembly.on_moved",
         as_kind<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("resource_changed", "chart_assembly.on_withheld",
         as_kind<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) { return relabelled(work, one); }));
}

Result<void> AssemblyService::step(store::UnitOfWork& work, WorkItemId item, std::string_view event) {
  worklists::Act act;
  act.event = event;
  CHARTA_TRY_DO(worklists_.apply(work, system_, item, act));
  return {};
}

Result<void> AssemblyService::show(store::UnitOfWork& work, WorkItemId item, const VisitRow& visit, const Looked& looked) {
  CHARTA_TRY(const auto now, worklists_.find(work, item));
  const std::string detail = detail_of(visit, looked.missing);
  if (now && now->detail != detail) CHARTA_TRY_DO(worklists_.set_detail(work, item, detail));
  const auto due = first_due(looked.missing);
  if (now && now->due_at != due)
    CHARTA_TRY_DO(worklists_.set_due(work, item, due, looked.missing.empty() ? now->rule : looked.missing.front().rule));
  return {};
}

Result<void> AssemblyService::follow(store::UnitOfWork& work, const VisitRow& visit, std::string_view state,
                                     std::string_view reason, const Actor& actor) {
  CHARTA_TRY(const auto looked, look(work, visit));
  worklists::NewWorkItem item;
  item.kind = completeness_machine().kind;
  item.state = state;
  item.subject_type = "Encounter";
  item.subject = visit.encounter.key();
  item.patient = visit.patient;
  item.due_at = first_due(looked.missing);
  item.clock_basis = "discharge";
  item.reason_code = reason;
  item.detail = detail_of(visit, looked.missing);
  item.rule = looked.missing.empty() ? "" : looked.missing.front().rule;
  item.facility = visit.facility;
  item.sensitivity = visit.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  const CompletenessRow row{visit.encounter,     visit.patient,
                            opened.id,           opened.state,
                            clock_.now(),        actor.kind == Actor::Kind::person ? actor.author.user : UserId(),
                            std::string(reason), documents_in(looked.facts)};
  CHARTA_TRY_DO(rows_.save(work, row));
  return go_on(work, row);
}

/// The steps that need nobody, one after the other.
Result<void> AssemblyService::go_on(store::UnitOfWork& work, const CompletenessRow& row) {
  if (row.state == "discharged") return step(work, row.item, "assemble");
  if (row.state == "assembled") return step(work, row.item, "analyze");
  if (row.state != "analyzed") return {};
  CHARTA_TRY(const auto visit, encounters_.encounter(work, row.encounter));
  if (!visit) return {};
  CHARTA_TRY(const auto looked, look(work, *visit));
  return step(work, row.item, looked.missing.empty() ? "find-whole" : "find-missing");
}

Result<void> AssemblyService::entered(store::UnitOfWork& work, const Actor& actor, const WorkItem& item,
                                      const worklists::Act& act) {
  CHARTA_TRY(auto row, rows_.find(work, ResourceId(item.subject)));
  if (!row) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no file");
  row->state = item.state;
  row->changed_at = clock_.now();
  row->changed_by = actor.kind == Actor::Kind::person ? actor.author.user : UserId();
  row->reason = act.reason_code;
  CHARTA_TRY_DO(rows_.save(work, *row));
  return go_on(work, *row);
}

Result<void> AssemblyService::check(store::UnitOfWork& work, std::string_view guard, const WorkItem& item) {
  CHARTA_TRY(const auto visit, encounters_.encounter(work, ResourceId(item.subject)));
  if (!visit) return fail(ErrorKind::gone, "the encounter of work item " + item.id.text() + " was deleted");
  if (guard == "was-cancelled" || guard == "left-the-house" || guard == "in-the-house") {
    const std::string_view wanted = guard == "was-cancelled" ? "cancelled" : "finished";
    if ((visit->status == wanted) == (guard != "in-the-house")) return {};
    return fail(ErrorKind::business_rule, "the encounter says otherwise: it is " + visit->status, "event");
  }
  CHARTA_TRY(const auto looked, look(work, *visit));
  const auto count = looked.missing.size();
  if ((count == 0) == (guard == "is-whole")) return {};
  if (count == 0) return fail(ErrorKind::business_rule, "nothing is missing in this file", "event");
  return fail(ErrorKind::business_rule,
              "the file is not whole: " + std::to_string(count) + (count == 1 ? " thing is" : " things are") +
                  " missing; work item " + item.id.text() + " names what",
              "event");
}

Result<void> AssemblyService::ended(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(const auto visit, encounters_.encounter(work, encounter));
  if (!visit || !is_followed(rules_.required, visit->class_code)) return {};
  CHARTA_TRY_DO(work.lock(encounter.key()));
  CHARTA_TRY(const auto row, rows_.find(work, encounter));
  if (!row || row->state == "cancelled") return follow(work, *visit, "discharged", "discharged", system_);
  if (row->state == "open") return step(work, row->item, "discharge");
  return touched(work, encounter, false);
}

Result<void> AssemblyService::taken_back(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(const auto row, rows_.find(work, encounter));
  if (!row || row->state == "open" || row->state == "cancelled") return {};
  if (row->state != "locked") return step(work, row->item, "return");
  CHARTA_TRY(const auto visit, encounters_.encounter(work, encounter));
  return visit ? follow(work, *visit, "open", "discharge-taken-back", system_) : Result<void>();
}

Result<void> AssemblyService::cancelled(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(const auto row, rows_.find(work, encounter));
  if (!row || row->state == "cancelled" || row->state == "locked") return {};
  return step(work, row->item, "cancel");
}

Result<ResourceId> AssemblyService::encounter_of(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  if (!line || line->encounter.empty()) return ResourceId();
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", line->encounter));
  return stored ? stored->key : ResourceId();
}

Result<void> AssemblyService::document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed) {
  if (filed.encounter.is_set()) return touched(work, filed.encounter, true);
  CHARTA_TRY(const auto encounter, encounter_of(work, filed.document));
  return encounter.is_set() ? touched(work, encounter, true) : Result<void>();
}

Result<void> AssemblyService::document_left(store::UnitOfWork& work, ResourceId document, PatientId patient) {
  CHARTA_TRY(const auto encounter, encounter_of(work, document));
  return encounter.is_set() ? touched(work, encounter, false) : every_file_of(work, patient);
}

/// Where nobody can say any more which encounter it stood in.
Result<void> AssemblyService::every_file_of(store::UnitOfWork& work, PatientId patient) {
  CHARTA_TRY(const auto rows, rows_.of_patient(work, patient));
  for (const auto& row : rows) CHARTA_TRY_DO(touched(work, row.encounter, false));
  return {};
}

Result<void> AssemblyService::moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    if (piece.type != "Encounter") continue;
    CHARTA_TRY(auto row, rows_.find(work, piece.resource));
    if (!row) continue;
    row->patient = moved.to;
    CHARTA_TRY_DO(rows_.save(work, *row));
  }
  CHARTA_TRY_DO(every_file_of(work, moved.from));
  return moved.from == moved.to ? Result<void>() : every_file_of(work, moved.to);
}

/// What is withheld as another patient's counts no more from that unit on, and again when it is found right.
Result<void> AssemblyService::relabelled(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  if (changed.source != "quarantine") return {};
  CHARTA_TRY(const auto encounter, encounter_of(work, changed.resource));
  return encounter.is_set() ? touched(work, encounter, false) : Result<void>();
}

Result<void> AssemblyService::promise_changed(store::UnitOfWork& work, ResourceId encounter) {
  return encounter.is_set() ? touched(work, encounter, false) : Result<void>();
}

Result<void> AssemblyService::touched(store::UnitOfWork& work, ResourceId encounter, bool is_late) {
  CHARTA_TRY(const auto known, rows_.find(work, encounter));
  if (!known || known->state == "cancelled") return {};
  CHARTA_TRY_DO(work.lock(encounter.key()));
  CHARTA_TRY(const auto row, rows_.find(work, encounter));  // again: behind the lock
  CHARTA_TRY(const auto visit, encounters_.encounter(work, encounter));
  if (!row || !visit) return {};
  CHARTA_TRY(const auto looked, look(work, *visit));
  if (row->state != "locked") return refresh(work, *row, looked);
  if (!is_late && documents_in(looked.facts) == row->documents) return {};
  return follow(work, *visit, "addended", is_late ? late_document : "document-left", system_);
}

Result<void> AssemblyService::refresh(store::UnitOfWork& work, const CompletenessRow& row, const Looked& looked) {
  CHARTA_TRY(const auto visit, encounters_.encounter(work, row.encounter));
  if (!visit) return {};
  CHARTA_TRY_DO(show(work, row.item, *visit, looked));
  if (documents_in(looked.facts) != row.documents) {
    auto counted = row;
    counted.documents = documents_in(looked.facts);
    CHARTA_TRY_DO(rows_.save(work, counted));
  }
  if (waits_for_a_person(row.state)) return {};
  if (row.state == "incomplete" && looked.missing.empty()) return step(work, row.item, "find-whole");
  if (row.state == "complete" && !looked.missing.empty()) return step(work, row.item, "find-missing");
  return {};
}

}  // namespace charta::chart_assembly
