// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/completeness.hpp"

#include <algorithm>

namespace charta::chart_assembly {
namespace {

using access::Permission;

constexpr auto keep = Permission::file_documents;
constexpr auto lock = Permission::lock_chart;
constexpr worklists::Transition steps[] = {
    {"open", "discharge", "discharged", "left-the-house", keep},
    {"discharged", "assemble", "assembled", "", keep},
    {"assembled", "analyze", "analyzed", "", keep},
    {"analyzed", "find-missing", "incomplete", "is-missing", keep},
    {"analyzed", "find-whole", "complete", "is-whole", keep},
    {"incomplete", "find-whole", "complete", "is-whole", keep},
    {"complete", "find-missing", "incomplete", "is-missing", keep},
    {"complete", "lock", "locked", "is-whole", lock},
    {"incomplete", "lock-incomplete", "locked", "", lock, true},
    {"addended", "look-through", "analyzed", "", keep},
    {"discharged", "return", "open", "in-the-house", keep},
    {"assembled", "return", "open", "in-the-house", keep},
    {"analyzed", "return", "open", "in-the-house", keep},
    {"incomplete", "return", "open", "in-the-house", keep},
    {"complete", "return", "open", "in-the-house", keep},
    {"addended", "return", "open", "in-the-house", keep},
    {"open", "cancel", "cancelled", "was-cancelled", keep},
    {"discharged", "cancel", "cancelled", "was-cancelled", keep},
    {"assembled", "cancel", "cancelled", "was-cancelled", keep},
    {"analyzed", "cancel", "cancelled", "was-cancelled", keep},
    {"incomplete", "cancel", "cancelled", "was-cancelled", keep},
    {"complete", "cancel", "cancelled", "was-cancelled", keep},
    {"addended", "cancel", "cancelled", "was-cancelled", keep},
};
constexpr std::string_view final_states[] = {"locked", "cancelled"};
constexpr std::string_view cancelled_states[] = {"cancelled"};
constexpr worklists::Title titles[] = {{"open", "Patient in the house"},         {"addended", "Something came after the lock"},
                                       {"find-missing", "Something is missing"}, {"find-whole", "Everything is there"},
                                       {"lock-incomplete", "Lock as it is"},     {"look-through", "Looked through"},
                                       {"return", "Discharge taken back"}};

bool asks_for(const RequiredDocument& required, std::string_view type) {
  return required.types.contains(type);
}

/// What is dictated is not missing any more in this count: it is there, and not signed.
void add_required(const EncounterFacts& facts, std::span<const RequiredDocument> required, const TimeZone& zone,
                  std::vector<Missing>& missing) {
  for (const auto& one : chart_completion::look_for_documents(facts, required, zone).findings)
    if (one.is_owed && !one.is_in_transcription)
      missing.push_back({Lack::required, one.title, one.type_code, one.rule, one.due_at, "", "", 0, 0});
}

void add_promised(const EncounterFacts& facts, std::span<const RequiredDocument> required, std::vector<Missing>& missing) {
  for (const auto& promise : facts.promises) {
    const bool is_said = std::any_of(required.begin(), required.end(), [&](const RequiredDocument& one) {
      return one.classes.contains(facts.class_code) &&
             std::any_of(promise.types.begin(), promise.types.end(), [&](const auto& type) { return asks_for(one, type); });
    });
    if (is_said) continue;
    missing.push_back({Lack::promised, promise.title, promise.types.empty() ? "" : promise.types.front(), promise.rule,
                       promise.due_at, "", "", 0, 0});
  }
}

}  // namespace

const worklists::StateMachine& completeness_machine() {
  static constexpr worklists::StateMachine machine{"chart-completeness", "Completeness of charts", "open", steps, final_states,
                                                   cancelled_states,     Permission::read_record,  false,  titles};
  return machine;
}

std::string_view lack_code(Lack lack) {
  return lack == Lack::required ? "required" : lack == Lack::promised ? "promised" : "unsigned";
}

bool is_followed(std::span<const RequiredDocument> required, std::string_view class_code) {
  return chart_completion::is_asked_of_class(required, class_code);
}

std::vector<Missing> missing_of(const EncounterFacts& facts, std::span<const RequiredDocument> required, const TimeZone& zone) {
  std::vector<Missing> missing;
  add_required(facts, required, zone, missing);
  add_promised(facts, required, missing);
  for (const auto& line : facts.lines)
    if (chart_completion::is_not_final(line))
      missing.push_back({Lack::unsigned_document, line.title, line.title_code, "", std::nullopt, line.resource_type, line.fhir_id,
                         line.facility, line.sensitivity});
  return missing;
}

std::int64_t documents_in(const EncounterFacts& facts) {
  return std::count_if(facts.lines.begin(), facts.lines.end(), chart_completion::is_document_that_counts);
}

std::optional<Instant> first_due(std::span<const Missing> missing) {
  std::optional<Instant> first;
  for (const auto& one : missing)
    if (one.due_at && (!first || *one.due_at < *first)) first = one.due_at;
  return first;
}

std::string sentence_of(const Missing& missing) {
  if (missing.lack == Lack::unsigned_document) return missing.title + " is not signed";
  if (missing.lack == Lack::promised) return missing.title + " was promised and has not come";
  return missing.title + " is missing";
}

}  // namespace charta::chart_assembly
