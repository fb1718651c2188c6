// SPDX-License-Identifier: Apache-2.0
// How a case moves by itself: what the department says of its file, what is asked of physicians, what comes after it was final.
#include "department/coding_desk/coding_service.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using chart_completion::Analysis;
using chart_completion::EncounterFacts;
using encounters::VisitRow;
using happenings::Happening;

template <class Kind, class React>
happenings::Bus::Reaction reaction_on(React react) {
  return [react](store::UnitOfWork& work, const Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

/// Said by name, but for a document that fewer may see than the encounter.
std::vector<std::string> what_holds_up(const Analysis& analysis, const CodingRules& rules, std::uint32_t sensitivity) {
  std::vector<std::string> missing;
  for (const auto& one : analysis.findings) {
    if (!one.is_owed || !rules.lacks.contains(chart_completion::lack_code(one.lack))) continue;
    const auto asked_by = std::string_view(one.rule).substr(0, one.rule.find('@'));
    const bool is_document = one.lack == chart_completion::Lack::document;
    if (is_document && !rules.documents.empty() && !rules.documents.contains(asked_by)) continue;
    const bool is_hidden = (one.sensitivity & ~sensitivity) != 0;
    missing.push_back(is_hidden ? std::string("A document is missing") : sentence_of(one.lack, one.title));
  }
  return missing;
}

void take_over_visit(CodingCase& row, const VisitRow& visit, const EncounterFacts& facts) {
  row.encounter = visit.encounter;
  row.encounter_id = visit.fhir_id;
  row.patient = visit.patient;
  row.class_code = visit.class_code;
  row.started_at = visit.started_at;
  row.ended_at = visit.ended_at.value_or(visit.last_event_at);
  row.service = facts.service;
  row.facility = visit.facility;
  row.sensitivity = visit.sensitivity;
  for (const auto& one : facts.participants)
    if (one.role == "ATND") {
      row.physician = one.who.key.empty() ? one.who.name : one.who.key;
      row.physician_name = one.who.name;
    }
}

bool is_same_case(const CodingCase& one, const CodingCase& other) {
  return one.patient == other.patient && one.class_code == other.class_code && one.started_at == other.started_at &&
         one.ended_at == other.ended_at && one.missing == other.missing && one.service == other.service &&
         one.physician == other.physician && one.facility == other.facility && one.sensitivity == other.sensitivity;
}

std::string detail_of_case(const CodingCase& row) {
  std::string text;
  json::Writer out(text);
  std::string title = "Code the " + std::string(row.class_code == "EMER" ? "emergency visit" : "stay");
  if (row.state == "not-ready" && !row.missing.empty()) {
    title = row.missing.front();
    if (row.missing.size() > 1) title += ", and " + std::to_string(row.missing.size() - 1) + " more";
  }
  out.begin_object().member("title", title).member("class", row.class_code).member("encounter", row.encounter_id);
  if (!row.service.empty()) out.member("service", row.service);
  out.key("missing").begin_array();
  for (const auto& one : row.missing) out.string(one);
  out.end_array().end_object();
  return text;
}

}  // namespace

void CodingService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  using store::UnitOfWork;
  bus.on("encounter_reopened", "coding_desk.on_encounter_reopened",
         reaction_on<EncounterReopened>([this](UnitOfWork& work, const EncounterReopened& one) {
           return visit_went(work, one.encounter, "discharge-undone");
         }));
  bus.on("encounter_cancelled", "coding_desk.on_encounter_cancelled",
         reaction_on<EncounterCancelled>(
             [this](UnitOfWork& work, const EncounterCancelled& one) { return visit_went(work, one.encounter, "cancel"); }));
  bus.on("document_filed", "coding_desk.on_document_filed",
         reaction_on<DocumentFiled>(
             [this](UnitOfWork& work, const DocumentFiled& one) { return came_late(work, one.document, one.encounter); }));
  bus.on("document_withdrawn", "coding_desk.on_document_withdrawn",
         reaction_on<DocumentWithdrawn>(
             [this](UnitOfWork& work, const DocumentWithdrawn& one) { return document_left(work, one.document); }));
  bus.on("resource_changed", "coding_desk.on_withheld",
         reaction_on<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) -> Result<void> {
           const bool is_document = one.type == "DocumentReference" || one.type == "DiagnosticReport";
           return is_document && one.source == "quarantine" ? document_left(work, one.resource) : Result<void>();
         }));
  bus.on("record_moved", "coding_desk.on_moved",
         reaction_on<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("record_relabelled", "coding_desk.on_relabelled",
         reaction_on<RecordRelabelled>([this](UnitOfWork& work, const RecordRelabelled& one) {
           return rows_.relabel(work, one.patient, one.removed, one.added);
         }));
}

Result<void> CodingService::file_was_judged(store::UnitOfWork& work, const VisitRow& visit, const EncounterFacts& facts,
                                            const Analysis& analysis) {
  if (visit.status != "finished" || !rules_.classes.contains(visit.class_code)) return {};
  CHARTA_TRY(const auto known, rows_.find(work, visit.encounter));
  CodingCase row = known.value_or(CodingCase());
  take_over_visit(row, visit, facts);
  row.missing = what_holds_up(analysis, rules_, visit.sensitivity);
  if (known && known->state == stay_goes_on) {
    CHARTA_TRY_DO(rows_.save(work, row));
    CHARTA_TRY_DO(step(work, row, "left-again", "left-again"));
    return worklists_.set_detail(work, row.item, detail_of_case(row));
  }
  if (!known || known->state == "withdrawn" || known->state == "cancelled") {
    if (row.times_final > 0) return follow(work, std::move(row), "recode", "left-again");
    return follow(work, std::move(row), row.missing.empty() ? "ready" : "not-ready", "to-be-coded");
  }
  if (is_same_case(row, *known)) return {};
  CHARTA_TRY(const auto current, locked_case(work, visit.encounter));  // whoever works on it may have written meanwhile
  row = *current;
  take_over_visit(row, visit, facts);
  row.missing = what_holds_up(analysis, rules_, visit.sensitivity);
  const bool has_lost = known->missing.empty() && !row.missing.empty();
  if (row.state == "final" && (row.ended_at != known->ended_at || has_lost))
    return follow(work, std::move(row), "recode", "came-after-final");
  CHARTA_TRY_DO(save_and_show(work, row));
  if (row.state == "not-ready" && row.missing.empty()) return step(work, row, "become-ready");
  if (row.state == "ready" && !row.missing.empty()) return step(work, row, "fall-back");
  return {};
}

Result<void> CodingService::follow(store::UnitOfWork& work, CodingCase row, std::string_view state, std::string_view reason) {
  row.state = state;
  row.reason = reason;
  row.changed_at = clock_.now();
  worklists::NewWorkItem item;
  item.kind = coding_machine().kind;
  item.state = row.state;
  item.subject_type = "Encounter";
  item.subject = row.encounter.key();
  item.patient = row.patient;
  item.clock_basis = "discharge";
  item.pool = "coding";
  item.reason_code = reason;
  item.detail = detail_of_case(row);
  item.rule = rules_.reference;
  item.facility = row.facility;
  item.sensitivity = row.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  row.item = opened.id;
  return rows_.save(work, row);
}

Result<void> CodingService::save_and_show(store::UnitOfWork& work, const CodingCase& row) {
  CHARTA_TRY_DO(rows_.save(work, row));
  return is_open_state(row.state) ? worklists_.set_detail(work, row.item, detail_of_case(row)) : Result<void>();
}

Result<void> CodingService::step(store::UnitOfWork& work, const CodingCase& row, std::string_view event,
                                 std::string_view reason) {
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  CHARTA_TRY_DO(worklists_.apply(work, system_, row.item, act));
  return {};
}

/// Final is an end: what becomes of such codes is a new item, which then goes the way of the others.
Result<void> CodingService::visit_went(store::UnitOfWork& work, ResourceId encounter, std::string_view event) {
  CHARTA_TRY(auto row, rows_.find(work, encounter));
  if (!row) return {};
  if (row->state == "final") {
    CHARTA_TRY_DO(follow(work, *row, "recode", event == "cancel" ? "came-after-final" : stay_goes_on));
    CHARTA_TRY(row, rows_.find(work, encounter));
  }
  const bool goes_on = event == "discharge-undone" && row->times_final > 0;
  if (!is_open_state(row->state) || (goes_on && row->state == stay_goes_on)) return {};
  if (!goes_on) return step(work, *row, event);
  CHARTA_TRY_DO(hand_to(work, *row, UserId()));
  return step(work, *row, stay_goes_on, stay_goes_on);
}

/// The stay that a document is filed to, or was when it was withdrawn; unset: of none that is known.
Result<ResourceId> CodingService::encounter_of(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  std::string id = line ? line->encounter : std::string();
  if (id.empty()) {
    CHARTA_TRY(const auto stored, resources_.load(reader, document));
    if (!stored || stored->deleted) return ResourceId();
    CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
    const auto root = parsed.root();
    const auto reference =
        (root["context"] ? root["context"]["encounter"].at(0)["reference"] : root["encounter"]["reference"]).text();
    if (reference.starts_with("Encounter/")) id = reference.substr(10);
  }
  if (id.empty()) return ResourceId();
  CHARTA_TRY(const auto stay, resources_.load(reader, "Encounter", id));
  return stay ? stay->key : ResourceId();
}

/// A file that gets something after it was coded is looked at again by a person.
Result<void> CodingService::came_late(store::UnitOfWork& work, ResourceId document, ResourceId encounter) {
  if (!encounter.is_set()) {
    CHARTA_TRY(encounter, encounter_of(work, document));
  }
  return encounter.is_set() ? look_again(work, encounter, NewsKind::document_came, document) : Result<void>();
}

/// Withdrawn, withheld or moved: its stay, and every case that rests on its words.
Result<void> CodingService::document_left(store::UnitOfWork& work, ResourceId document) {
  CHARTA_TRY(auto encounters, rows_.resting_on(work, document));
  CHARTA_TRY(const auto stay, encounter_of(work, document));
  if (stay.is_set() && std::find(encounters.begin(), encounters.end(), stay) == encounters.end()) encounters.push_back(stay);
  std::sort(encounters.begin(), encounters.end());  // locked in one order by everybody
  for (const auto encounter : encounters) CHARTA_TRY_DO(look_again(work, encounter, NewsKind::document_left, document));
  return {};
}

/// Final codes open as a new item; what is coded or read a second time goes back to who coded it. Who codes still is told what
/// came, and goes on from no screen that does not have it.
Result<void> CodingService::look_again(store::UnitOfWork& work, ResourceId encounter, NewsKind kind, ResourceId document) {
  CHARTA_TRY(auto row, rows_.find(work, encounter));
  if (!row || waits_for_file(row->state)) return {};
  CHARTA_TRY(row, locked_case(work, encounter));
  if (!row || waits_for_file(row->state) || row->state == "withdrawn" || row->state == "cancelled") return {};
  CHARTA_TRY_DO(rows_.add_news(work, encounter, {kind, document, clock_.now()}));
  ++row->version;
  if (row->state == "final") return follow(work, std::move(*row), "recode", "came-after-final");
  if (is_being_worked(row->state)) return {};
  row->reason = came_while_read;
  CHARTA_TRY_DO(rows_.save(work, *row));
  CHARTA_TRY_DO(step(work, *row, "came-late", came_while_read));
  return hand_to(work, *row, row->coder);
}

Result<void> CodingService::question_moved(store::UnitOfWork& work, ResourceId encounter, std::string_view event) {
  if (event == "answer") CHARTA_TRY_DO(look_again(work, encounter, NewsKind::answer_came));  // an answer may change codes
  CHARTA_TRY(const auto row, locked_case(work, encounter));
  if (!row) return {};
  CHARTA_TRY(const auto open, questions_.open_questions(work, encounter));
  if (open > 0 && row->state == "in-progress") return step(work, *row, "put-aside", "physician-is-asked");
  if (open > 0) return {};
  if (row->state == "pending" && row->reason == "physician-is-asked") return step(work, *row, "go-on");
  return go_on(work, *row);
}

Result<void> CodingService::moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    if (piece.type == "DocumentReference" || piece.type == "DiagnosticReport") CHARTA_TRY_DO(document_left(work, piece.resource));
    if (piece.type != "Encounter") continue;
    CHARTA_TRY(auto row, locked_case(work, piece.resource));
    if (!row) continue;
    row->patient = moved.to;
    row->facility = piece.marks.facility;
    row->sensitivity = piece.marks.sensitivity;
    CHARTA_TRY_DO(rows_.save(work, *row));
  }
  return {};
}

}  // namespace charta::coding_desk
