// SPDX-License-Identifier: Apache-2.0
// Which of the required documents a file holds: each admission and discharge once, each operation for itself.
#include "department/chart_completion/analysis.hpp"

#include <algorithm>

namespace charta::chart_completion {
namespace {

using chart::ChartEntry;

constexpr std::chrono::hours day(24);

bool is_dictated_only(const EncounterFacts& facts, const ChartEntry& line) {
  const auto found = facts.details.find(line.resource);
  if (found == facts.details.end() || !is_not_final(line)) return false;
  const auto& said = found->second.completion;
  return said == "DI" || said == "IP" || said == "IN";
}

/// Older than the rule lets it be: the history of an earlier stay. A document without a time is not held against anybody.
bool is_too_old(const Requirement& required, const EncounterFacts& facts, const ChartEntry& line) {
  if (!required.before_days || !facts.started_at || line.at == Instant()) return false;
  return line.at < facts.started_at->plus(-day * *required.before_days);
}

std::vector<const ChartEntry*> documents_for(const Requirement& required, const EncounterFacts& facts) {
  std::vector<const ChartEntry*> found;
  for (const auto& line : facts.lines)
    if (is_document_that_counts(line) && required.types.contains(line.title_code) && !is_too_old(required, facts, line))
      found.push_back(&line);
  std::stable_sort(found.begin(), found.end(), [](const auto* one, const auto* other) { return one->at < other->at; });
  return found;
}

struct Owner {
  std::string role;
  StaffMember who;
};

Owner owner_of(const Requirement& required, const EncounterFacts& facts, const Operation* operation) {
  for (const auto& role : required.responsible) {
    if (role == "performer" && operation != nullptr && operation->performer.is_known()) return {role, operation->performer};
    if (role == "anesthetist" && operation != nullptr && operation->anesthetist.is_known()) return {role, operation->anesthetist};
    const StaffMember* only = nullptr;
    bool is_one = true;
    for (const auto& one : facts.participants) {
      if (one.role != role || !one.who.is_known()) continue;
      is_one = is_one && (only == nullptr || only->key == one.who.key);
      only = &one.who;
    }
    if (only != nullptr && is_one) return {role, *only};  // of two attendings neither is chosen
  }
  return {};
}

void judge(const Requirement& required, const EncounterFacts& facts, const Operation* operation, Instant basis, Instant due,
           const ChartEntry* document, Analysis& into) {
  const std::string key = required.id + (operation == nullptr ? "" : ":" + operation->resource.text());
  const bool only_dictated = document != nullptr && is_dictated_only(facts, *document);
  Finding finding;
  finding.key = key;
  finding.title = required.title;
  finding.type_code = *required.types.begin();
  finding.rule = required.rule;
  finding.clock_from = basis;
  finding.opens_at = required.opens_when_due ? due : basis;
  finding.due_at = due;
  const auto owner = owner_of(required, facts, operation);
  finding.role = owner.role;
  finding.responsible = owner.who;
  if (document == nullptr || only_dictated) {
    finding.is_begun = finding.is_in_transcription = only_dictated;
    into.findings.push_back(std::move(finding));
    return;
  }
  into.kept.push_back({key, required.rule, due, document->at, document->resource});
  if (document->at <= due) return;
  finding.lack = Lack::late;
  finding.is_owed = false;
  finding.document = document->resource;
  finding.resource_type = document->resource_type;
  finding.fhir_id = document->fhir_id;
  finding.facility = document->facility;
  finding.sensitivity = document->sensitivity;
  into.findings.push_back(std::move(finding));
}

/// One that is in the record before one that is only dictated, the earlier before the later.
const ChartEntry* best_of(const EncounterFacts& facts, const std::vector<const ChartEntry*>& documents) {
  for (const auto* one : documents)
    if (!is_dictated_only(facts, *one)) return one;
  return documents.empty() ? nullptr : documents.front();
}

/// Gives a report to the operation that it was written after; what is left over goes to one of the next day (a report that
/// says only its day) and then to an earlier one.
std::vector<const ChartEntry*> report_of_each(const std::vector<const Operation*>& operations,
                                              const std::vector<const ChartEntry*>& reports) {
  std::vector<const ChartEntry*> given(operations.size(), nullptr);
  std::vector<const ChartEntry*> left;
  for (const auto* report : reports) {
    std::size_t latest = operations.size();
    for (std::size_t at = 0; at < operations.size(); ++at)
      if (operations[at]->at <= report->at) latest = at;
    if (latest < operations.size() && given[latest] == nullptr)
      given[latest] = report;
    else
      left.push_back(report);
  }
  for (const auto* report : left) {
    std::size_t place = operations.size();
    for (std::size_t at = operations.size(); at-- > 0;)
      if (given[at] == nullptr && operations[at]->at.plus(-day) <= report->at) place = at;
    if (place < operations.size()) given[place] = report;
  }
  return given;
}

void judge_operations(const Requirement& required, const EncounterFacts& facts, const TimeZone& zone, Analysis& into) {
  std::vector<const Operation*> operations;
  for (const auto& one : facts.operations)
    if (required.basis == Basis::surgery || one.has_anesthesia) operations.push_back(&one);
  if (operations.empty()) return;
  const auto reports = report_of_each(operations, documents_for(required, facts));
  for (std::size_t at = 0; at < operations.size(); ++at)
    if (const auto due = due_after(required, operations[at]->at, zone))
      judge(required, facts, operations[at], operations[at]->at, *due, reports[at], into);
}

}  // namespace

std::optional<Instant> due_after(const Requirement& required, Instant basis, const TimeZone& zone) {
  if (required.hours) return basis.plus(std::chrono::hours(*required.hours));
  // Day 0 is the day itself; the last day is in time to its end.
  return zone.to_instant(zone.local_date(basis).plus_days(*required.days_following + 1), std::chrono::milliseconds(0));
}

std::optional<Instant> due_of(const Requirement& required, const EncounterFacts& facts, const TimeZone& zone) {
  if (!required.classes.contains(facts.class_code)) return std::nullopt;
  if (required.basis != Basis::admission && required.basis != Basis::discharge) return std::nullopt;
  const auto basis = required.basis == Basis::discharge ? facts.ended_at : facts.started_at;
  return basis ? due_after(required, *basis, zone) : std::nullopt;
}

bool is_asked_of_class(std::span<const Requirement> required, std::string_view class_code) {
  return std::any_of(required.begin(), required.end(), [&](const auto& one) {
    return one.classes.contains(class_code) && (one.basis == Basis::admission || one.basis == Basis::discharge);
  });
}

Analysis look_for_documents(const EncounterFacts& facts, std::span<const Requirement> required, const TimeZone& zone) {
  Analysis analysis;
  if (facts.is_void) return analysis;
  for (const auto& one : required) {
    if (!one.classes.contains(facts.class_code)) continue;
    if (!one.services.empty() && !one.services.contains(facts.service)) continue;
    if (one.basis == Basis::surgery || one.basis == Basis::anesthesia) {
      judge_operations(one, facts, zone, analysis);
    } else if (const auto due = due_of(one, facts, zone)) {
      const Instant basis = one.basis == Basis::discharge ? *facts.ended_at : *facts.started_at;
      judge(one, facts, nullptr, basis, *due, best_of(facts, documents_for(one, facts)), analysis);
    }
  }
  return analysis;
}

}  // namespace charta::chart_completion
