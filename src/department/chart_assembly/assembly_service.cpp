// SPDX-License-Identifier: Apache-2.0
// What people ask: the chart in an order, how whole each encounter's file is, and their own steps.
#include "department/chart_assembly/assembly_service.hpp"

#include "department/expected_records/expectation_store.hpp"

#include <algorithm>
#include <map>

namespace charta::chart_assembly {
namespace {

using access::Actor;
using access::Permission;
using encounters::VisitRow;

constexpr std::int64_t lines_at_once = 20'000, encounters_at_once = 200, conditions_at_once = 2'000;
constexpr std::string_view reopen = "reopen";

Error no_such_encounter(std::string_view id) {
  return fail(ErrorKind::not_found, "there is no encounter " + std::string(id) + " in this chart", "encounter");
}

bool is_over(const VisitRow& visit) {
  return visit.status == "finished";
}

/// An encounter of this chart, or nothing left of it.
bool stands(const VisitRow& visit) {
  return visit.status != "cancelled" && visit.status != "entered-in-error" && visit.status != "planned";
}

void keep_encounter(std::vector<chart::ChartEntry>& lines, std::string_view encounter) {
  std::erase_if(lines, [&](const auto& line) {
    return line.encounter != encounter && !(line.kind == "encounter" && line.fhir_id == encounter);
  });
}

std::string id_in(json::Value reference) {
  const auto text = reference["reference"].text();
  return std::string(text.substr(text.rfind('/') + 1));
}

std::string title_of_condition(json::Value code) {
  if (code["text"]) return std::string(code["text"].text());
  const auto coding = code["coding"].at(0);
  return std::string(coding["display"] ? coding["display"].text() : coding["code"].text());
}

/// What was refuted or entered in error is no problem of this patient.
void add_problem(std::map<std::string, Problem>& problems, json::Value condition, const std::string& id) {
  const auto verification = condition["verificationStatus"]["coding"].at(0)["code"].text();
  if (verification == "entered-in-error" || verification == "refuted") return;
  const std::string title = title_of_condition(condition["code"]);
  if (title.empty()) return;
  Problem& problem = problems[title];
  problem.title = title;
  if (problem.id.empty()) problem.id = id;
  if (condition["encounter"]) problem.encounters.insert(id_in(condition["encounter"]));
  for (const auto evidence : condition["evidence"])
    for (const auto detail : evidence["detail"]) problem.documents.insert(id_in(detail));
}

}  // namespace

Result<std::vector<Problem>> AssemblyService::problems(store::Reader& reader, const Actor& actor,
                                                       const std::vector<PatientId>& records) const {
  std::map<std::string, Problem> found;
  for (const auto record : records) {
    CHARTA_TRY(const auto conditions, resources_.of_patient(reader, record, "Condition", conditions_at_once));
    for (const auto& stored : conditions) {
      if (!actor.visibility.sees(stored.facility, stored.sensitivity, stored.patient)) continue;
      CHARTA_TRY(const auto document, json::Document::parse(stored.json));
      add_problem(found, document.root(), stored.id);
    }
  }
  std::vector<Problem> all;
  for (auto& [title, problem] : found) all.push_back(std::move(problem));
  return all;
}

Result<VisitRow> AssemblyService::seen_visit(store::Reader& reader, const Actor& actor, std::string_view encounter) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", encounter));
  if (!stored || stored->deleted) return no_such_encounter(encounter);
  CHARTA_TRY(auto visit, encounters_.encounter(reader, stored->key));
  if (!visit || !actor.visibility.sees(visit->facility, visit->sensitivity, visit->patient)) return no_such_encounter(encounter);
  return std::move(*visit);
}

Result<ArrangedChart> AssemblyService::arranged(const Actor& actor, PatientId patient, std::string_view order,
                                                std::string_view encounter) {
  if (!order.empty() && rules_.order(order) == nullptr)
    return fail(ErrorKind::unknown_code, "there is no chart order '" + std::string(order) + "'", "order");
  chart::TimelineQuery query;
  query.limit = lines_at_once;
  CHARTA_TRY(auto timeline, chart_.timeline(actor, patient, query));
  return store_.read([&](store::Reader& reader) -> Result<ArrangedChart> {
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    std::optional<VisitRow> visit;
    if (!encounter.empty()) {
      CHARTA_TRY(visit, seen_visit(reader, actor, encounter));
      if (std::find(records.begin(), records.end(), visit->patient) == records.end()) return no_such_encounter(encounter);
    } else {
      CHARTA_TRY(visit, encounters_.current(reader, patient));
      if (visit && !actor.visibility.sees(visit->facility, visit->sensitivity, visit->patient)) visit.reset();
    }
    ArrangedChart chart;
    chart.in_house = visit && !is_over(*visit) && stands(*visit);
    const ChartOrder& usual = rules_.order_for(visit ? std::string_view(visit->class_code) : std::string_view(), chart.in_house);
    chart.usual = usual.id;
    chart.order = order.empty() ? &usual : rules_.order(order);
    chart.left_off = timeline.total - static_cast<std::int64_t>(timeline.entries.size());
    if (!encounter.empty()) keep_encounter(timeline.entries, encounter);
    chart.total = static_cast<std::int64_t>(timeline.entries.size());
    std::vector<Problem> named;
    if (chart.order->by == Grouping::problems) {
      CHARTA_TRY(named, problems(reader, actor, records));
    }
    chart.sections = arrange(*chart.order, std::move(timeline.entries), named);
    return chart;
  });
}

Result<AssemblyService::Looked> AssemblyService::look(store::Reader& reader, const VisitRow& visit) const {
  Looked looked;
  CHARTA_TRY(looked.facts, facts_.of(reader, visit));
  CHARTA_TRY(const auto promises, expected_records::find_by_encounter(reader, visit.encounter));
  for (const auto& one : promises)
    if (one.is_open()) looked.facts.promises.push_back({one.title, one.rule, one.accepted_types, one.due_at});
  looked.missing = missing_of(looked.facts, rules_.required, zone_);
  return looked;
}

Result<EncounterCompleteness> AssemblyService::completeness(store::Reader& reader, const Actor& actor,
                                                            const VisitRow& visit) const {
  EncounterCompleteness answer;
  answer.visit = visit;
  answer.state = is_over(visit) ? "discharged" : "open";
  CHARTA_TRY(const auto row, rows_.find(reader, visit.encounter));
  if (row) {
    answer.state = row->state;
    answer.item = row->item;
    answer.changed_at = row->changed_at;
    answer.changed_by = row->changed_by;
    answer.reason = row->reason;
  }
  CHARTA_TRY(auto looked, look(reader, visit));
  for (auto& one : looked.missing) {
    if (one.fhir_id.empty() || actor.visibility.sees(one.facility, one.sensitivity, visit.patient)) continue;
    one = {Lack::unsigned_document, "A document that is not for everybody", "", "", std::nullopt, "", "", 0, 0};
  }
  answer.due_at = first_due(looked.missing);
  answer.missing = std::move(looked.missing);
  return answer;
}

Result<std::vector<EncounterCompleteness>> AssemblyService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<EncounterCompleteness>> {
    std::vector<EncounterCompleteness> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(const auto visits, encounters_.of_patient(reader, record, encounters_at_once));
      for (const auto& visit : visits) {
        if (!stands(visit) || !is_followed(rules_.required, visit.class_code)) continue;
        if (!actor.visibility.sees(visit.facility, visit.sensitivity, visit.patient)) continue;
        CHARTA_TRY(auto one, completeness(reader, actor, visit));
        all.push_back(std::move(one));
      }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
      return one.visit.started_at.value_or(Instant()) > other.visit.started_at.value_or(Instant());
    });
    return all;
  });
}

Result<EncounterCompleteness> AssemblyService::of_encounter(const Actor& actor, std::string_view encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<EncounterCompleteness> {
    CHARTA_TRY(const auto visit, seen_visit(reader, actor, encounter));
    return completeness(reader, actor, visit);
  });
}

Result<EncounterCompleteness> AssemblyService::act(const Actor& actor, std::string_view encounter, const worklists::Act& act) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<EncounterCompleteness> {
    CHARTA_TRY(const auto visit, seen_visit(work, actor, encounter));
    CHARTA_TRY_DO(work.lock(visit.encounter.key()));
    CHARTA_TRY(auto row, rows_.find(work, visit.encounter));
    if (!row && is_over(visit)) {
      CHARTA_TRY_DO(follow(work, visit, "discharged", "taken-up", actor));
      CHARTA_TRY(row, rows_.find(work, visit.encounter));
    }
    if (!row)
      return fail(ErrorKind::business_rule, "the patient is in the house: the file is looked at after discharge", "encounter");
    if (act.event != reopen) {
      CHARTA_TRY_DO(worklists_.apply(work, actor, row->item, act));
      return completeness(work, actor, visit);
    }
    CHARTA_TRY_DO(access::require(actor, Permission::lock_chart));
    if (row->state != "locked") return fail(ErrorKind::business_rule, "the file of this encounter is not locked", "event");
    if (act.reason_code.empty()) return fail(ErrorKind::missing, "say why the file is opened again", "reason");
    if (!worklists_.reasons().all().empty() && worklists_.reasons().find(act.reason_code) == nullptr)
      return fail(ErrorKind::unknown_code, "'" + act.reason_code + "' is no reason that this department knows", "reason");
    CHARTA_TRY_DO(follow(work, visit, "addended", act.reason_code, actor));
    return completeness(work, actor, visit);
  });
}

}  // namespace charta::chart_assembly
