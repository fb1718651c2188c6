// SPDX-License-Identifier: Apache-2.0
// What happened to the record, and the encounter that is looked at because of it, in the same unit.
#include "department/chart_completion/completion_service.hpp"

#include <algorithm>

namespace charta::chart_completion {
namespace {

using namespace happenings;
using store::UnitOfWork;

template <class Kind, class React>
Bus::Reaction for_kind(React react) {
  return [react](UnitOfWork& work, const Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

std::string id_behind(json::Value reference) {
  const auto text = reference["reference"].text();
  return std::string(text.substr(text.rfind('/') + 1));
}

bool is_final_completion(std::string_view completion) {
  return completion == "AU" || completion == "LA" || completion == "F" || completion == "C";
}

}  // namespace

void CompletionService::subscribe(Bus& bus) {
  const auto looks = [this](UnitOfWork& work, const auto& one) { return look(work, one.encounter); };
  bus.on("encounter_started", "chart_completion.on_encounter_started", for_kind<EncounterStarted>(looks));
  bus.on("encounter_ended", "chart_completion.on_encounter_ended", for_kind<EncounterEnded>(looks));
  bus.on("encounter_reopened", "chart_completion.on_encounter_reopened", for_kind<EncounterReopened>(looks));
  bus.on("encounter_cancelled", "chart_completion.on_encounter_cancelled", for_kind<EncounterCancelled>(looks));
  bus.on("document_filed", "chart_completion.on_document_filed",
         for_kind<DocumentFiled>([this](UnitOfWork& work, const DocumentFiled& one) { return document_filed(work, one); }));
  bus.on("document_withdrawn", "chart_completion.on_document_withdrawn",
         for_kind<DocumentWithdrawn>(
             [this](UnitOfWork& work, const DocumentWithdrawn& one) { return document_left(work, one.document, one.patient); }));
  bus.on("record_moved", "chart_completion.on_moved",
         for_kind<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("record_relabelled", "chart_completion.on_relabelled",
         for_kind<RecordRelabelled>([this](UnitOfWork& work, const RecordRelabelled& one) {
           return rows_.relabel(work, one.patient, one.removed, one.added);
         }));
  bus.on("resource_changed", "chart_completion.on_resource_changed",
         for_kind<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) { return resource_changed(work, one); }));
}

Result<ResourceId> CompletionService::encounter_of(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  if (!line || line->encounter.empty()) return ResourceId();
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", line->encounter));
  return stored ? stored->key : ResourceId();
}

/// Most of what is filed is final, of a type that nobody asked for, in a file that owes nothing: that changes nothing.
Result<void> CompletionService::document_filed(UnitOfWork& work, const DocumentFiled& filed) {
  const bool is_final = is_final_completion(filed.completion);
  if (!is_final || filed.replaces_earlier)
    CHARTA_TRY_DO(rows_.save_stage(work, filed.document, is_final ? std::string_view() : filed.completion));
  ResourceId encounter = filed.encounter;
  if (!encounter.is_set()) {
    CHARTA_TRY(encounter, encounter_of(work, filed.document));
  }
  if (!encounter.is_set()) return {};
  const bool is_asked_for = std::any_of(rules_.required.begin(), rules_.required.end(),
                                        [&](const auto& one) { return one.types.contains(filed.type_code); });
  if (is_final && !is_asked_for) {
    CHARTA_TRY(const auto file, rows_.file(work, encounter));
    if (!file) return {};
    CHARTA_TRY(const bool is_owed, rows_.is_any_owed(work, encounter));
    if (!is_owed && !file->next_look_at) return {};
  }
  return look(work, encounter);
}

Result<void> CompletionService::document_left(UnitOfWork& work, ResourceId document, PatientId patient) {
  CHARTA_TRY(const auto encounter, encounter_of(work, document));
  return encounter.is_set() ? look(work, encounter) : every_file_of(work, patient);
}

/// Where nobody can say any more which encounter it stood in.
Result<void> CompletionService::every_file_of(UnitOfWork& work, PatientId patient) {
  CHARTA_TRY(const auto files, rows_.files_of(work, patient));
  for (const auto encounter : files) CHARTA_TRY_DO(look(work, encounter));
  return {};
}

Result<void> CompletionService::resource_changed(UnitOfWork& work, const ResourceChanged& changed) {
  if (changed.type == "Procedure") return procedure_changed(work, changed);
  if (changed.type == "Encounter") {
    CHARTA_TRY(const auto file, rows_.file(work, changed.resource));  // its physicians or its class may be others now
    return file ? look(work, changed.resource) : Result<void>();
  }
  if (changed.source != "quarantine") return {};
  CHARTA_TRY(const auto encounter, encounter_of(work, changed.resource));
  return look(work, encounter);
}

Result<void> CompletionService::procedure_changed(UnitOfWork& work, const ResourceChanged& changed) {
  CHARTA_TRY(const auto before, rows_.encounter_of_procedure(work, changed.resource));
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  ResourceId after;
  std::optional<Operation> operation;
  if (stored && !stored->deleted && !changed.deleted) {
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    operation = operation_of(document.root(), rules_);
    if (const auto id = id_behind(document.root()["encounter"]); operation && !id.empty()) {
      CHARTA_TRY(const auto encounter, resources_.load(work, "Encounter", id));
      if (encounter && !encounter->deleted) after = encounter->key;
    }
  }
  if (after.is_set()) {
    operation->resource = changed.resource;
    CHARTA_TRY_DO(rows_.save_procedure(work, after, *operation));
  } else if (before.is_set()) {
    CHARTA_TRY_DO(rows_.remove_procedure(work, changed.resource));
  }
  if (before.is_set() && before != after) CHARTA_TRY_DO(look(work, before));
  return look(work, after);
}

Result<void> CompletionService::moved(UnitOfWork& work, const RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    if (piece.type != "Encounter") continue;
    CHARTA_TRY(const auto rows, rows_.of_encounter(work, piece.resource));
    for (const auto& row : rows)
      CHARTA_TRY_DO(
          worklists_.follow_move(work, row.id.key(), moved.from, moved.to, piece.marks.facility, piece.marks.sensitivity));
    CHARTA_TRY_DO(rows_.set_patient(work, piece.resource, moved.to));
  }
  CHARTA_TRY_DO(every_file_of(work, moved.from));
  return moved.from == moved.to ? Result<void>() : every_file_of(work, moved.to);
}

}  // namespace charta::chart_completion
