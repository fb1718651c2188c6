// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/completeness.hpp"

#include <algorithm>
#include <array>

namespace charta::chart_assembly {
namespace {

using access::Permission;
using chart::ChartEntry;

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

/// What was withdrawn, replaced or withheld as another patient's stands for nothing.
bool counts(const ChartEntry& line) {
  static constexpr std::array<std::string_view, 4> gone = {"entered-in-error", "superseded", "cancelled", "unknown"};
  const bool is_withheld = (line.sensitivity & static_cast<std::uint32_t>(access::Sensitivity::quarantined)) != 0;
  return (line.kind == "document" || line.kind == "report") && !is_withheld &&
         std::find(gone.begin(), gone.end(), line.status) == gone.end();
}

bool is_unsigned(const ChartEntry& line) {
  return counts(line) && (line.status == "preliminary" || line.status == "registered" || line.status == "partial");
}

bool holds(const EncounterFacts& facts, const std::set<std::string, std::less<>>& types) {
  return std::any_of(facts.lines.begin(), facts.lines.end(),
                     [&](const ChartEntry& line) { return counts(line) && types.contains(line.title_code); });
}

bool asks_for(const RequiredDocument& required, std::string_view type) {
  return required.types.contains(type);
}

void add_required(const EncounterFacts& facts, std::span<const RequiredDocument> required, const TimeZone& zone,
                  std::vector<Missing>& missing) {
  for (const auto& one : required) {
    if (!one.classes.contains(facts.class_code) || holds(facts, one.types)) continue;
    const auto due = due_of(one, facts, zone);
    if (!due) continue;  // its clock does not run yet
    missing.push_back({Lack::required, one.title, *one.types.begin(), one.rule, due, "", "", 0, 0});
  }
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
  return std::any_of(required.begin(), required.end(), [&](const auto& one) { return one.classes.contains(class_code); });
}

std::optional<Instant> due_of(const RequiredDocument& required, const EncounterFacts& facts, const TimeZone& zone) {
  if (!required.classes.contains(facts.class_code)) return std::nullopt;
  const auto basis = required.after_discharge ? facts.ended_at : facts.started_at;
  if (!basis) return std::nullopt;
  if (required.hours) return basis->plus(std::chrono::hours(*required.hours));
  // Day 0 is the day itself; the last day is in time to its end.
  return zone.to_instant(zone.local_date(*basis).plus_days(*required.days_following + 1), std::chrono::milliseconds(0));
}

std::vector<Missing> missing_of(const EncounterFacts& facts, std::span<const RequiredDocument> required, const TimeZone& zone) {
  std::vector<Missing> missing;
  add_required(facts, required, zone, missing);
  add_promised(facts, required, missing);
  for (const auto& line : facts.lines)
    if (is_unsigned(line))
      missing.push_back({Lack::unsigned_document, line.title, line.title_code, "", std::nullopt, line.resource_type, line.fhir_id,
                         line.facility, line.sensitivity});
  return missing;
}

std::int64_t documents_in(const EncounterFacts& facts) {
  return std::count_if(facts.lines.begin(), facts.lines.end(), counts);
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
