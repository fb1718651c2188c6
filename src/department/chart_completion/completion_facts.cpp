// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/completion_facts.hpp"

namespace charta::chart_completion {
namespace {

constexpr std::int64_t lines_of_encounter = 10'000;

bool names_one_of(json::Value concept_value, const Codes& codes) {
  for (const auto coding : concept_value["coding"])
    if (codes.contains(coding["code"].text())) return true;
  return false;
}

/// The last to be named counts: an authenticator who is the author signs their own.
StaffMember first_of(json::Value list) {
  for (const auto one : list)
    if (auto who = staff_of(one); who.is_known()) return who;
  return staff_of(list.at(0));
}

DocumentDetail detail_in(json::Value resource) {
  DocumentDetail detail;
  if (resource["resourceType"].text() == "DiagnosticReport") {
    detail.author = first_of(resource["resultsInterpreter"]);
    return detail;
  }
  detail.author = first_of(resource["author"]);
  detail.cosigner = staff_of(resource["authenticator"]);
  if (detail.cosigner.key == detail.author.key) detail.cosigner = {};
  return detail;
}

bool has_words(json::Value resource) {
  for (const auto content : resource["content"])
    if (content["attachment"]["data"] || content["attachment"]["url"]) return true;
  return resource["resourceType"].text() == "DiagnosticReport";
}

std::string_view when_done(json::Value procedure) {
  if (procedure["performedDateTime"]) return procedure["performedDateTime"].text();
  return procedure["performedPeriod"]["start"].text();
}

void read_performers(json::Value procedure, const CompletionRules& rules, Operation& into) {
  for (const auto performer : procedure["performer"]) {
    const auto who = staff_of(performer["actor"]);
    if (names_one_of(performer["function"], rules.anesthetist)) {
      into.has_anesthesia = true;
      if (!into.anesthetist.is_known()) into.anesthetist = who;
    } else if (!into.performer.is_known()) {
      into.performer = who;
    }
  }
}

}  // namespace

StaffMember staff_of(json::Value reference) {
  const auto to = reference["reference"].text();
  StaffMember who{"", std::string(reference["display"].text())};
  const auto identifier = reference["identifier"];
  if (const auto value = identifier["value"].text(); !value.empty())
    who.key = std::string(identifier["system"].text()) + "|" + std::string(value);
  else if (to.starts_with("Practitioner/") || to.starts_with("PractitionerRole/"))
    who.key = to;
  return who;
}

std::optional<Operation> operation_of(json::Value procedure, const CompletionRules& rules) {
  const auto status = procedure["status"].text();
  if (status != "completed" && status != "in-progress" && status != "stopped") return std::nullopt;
  const auto at = LocalTime::parse_fhir(when_done(procedure));
  if (!at) return std::nullopt;
  if (!names_one_of(procedure["category"], rules.surgery) && !names_one_of(procedure["code"], rules.surgery)) return std::nullopt;
  Operation operation;
  operation.at = at->earliest(TimeZone::utc());
  const auto code = procedure["code"];
  operation.title = code["text"] ? code["text"].text() : code["coding"].at(0)["display"].text();
  operation.has_anesthesia =
      names_one_of(procedure["category"], rules.anesthesia) || names_one_of(procedure["code"], rules.anesthesia);
  read_performers(procedure, rules, operation);
  return operation;
}

Result<DocumentDetail> FactsReader::detail_of(store::Reader& reader, const chart::ChartEntry& line) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, line.resource));
  if (!stored || stored->deleted) return DocumentDetail();
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  auto detail = detail_in(document.root());
  CHARTA_TRY(detail.completion, rows_.stage_of(reader, line.resource));
  // Announced as dictated or begun, and its words are here: what it lacks is a signature.
  if (detail.completion != "PA" && has_words(document.root())) detail.completion.clear();
  if (signatures_) return signatures_(reader, line, std::move(detail));
  return detail;
}

Result<void> FactsReader::read_participants(store::Reader& reader, const encounters::VisitRow& visit,
                                            EncounterFacts& into) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, visit.encounter));
  if (!stored || stored->deleted) return {};
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  const auto encounter = document.root();
  const auto service = encounter["serviceType"];
  into.service = service["coding"].at(0)["code"].text();
  if (into.service.empty()) into.service = service["text"].text();
  for (const auto participant : encounter["participant"])
    for (const auto type : participant["type"])
      for (const auto coding : type["coding"])
        into.participants.push_back({std::string(coding["code"].text()), staff_of(participant["individual"])});
  return {};
}

Result<EncounterFacts> FactsReader::of(store::Reader& reader, const encounters::VisitRow& visit) const {
  EncounterFacts facts;
  facts.class_code = visit.class_code;
  facts.started_at = visit.started_at;
  if (visit.status == "finished") facts.ended_at = visit.ended_at ? visit.ended_at : visit.last_event_at;
  facts.is_void = visit.status == "cancelled" || visit.status == "entered-in-error" || visit.merged_into.is_set();
  const auto everybody = access::Actor::system("chart-completion").visibility;
  CHARTA_TRY(facts.lines, chart_.rows().of_encounter(reader, visit.fhir_id, everybody, lines_of_encounter));
  for (const auto& line : facts.lines) {
    if (!is_not_final(line)) continue;
    CHARTA_TRY(facts.details[line.resource], detail_of(reader, line));
  }
  CHARTA_TRY(auto procedures, rows_.procedures_of(reader, visit.encounter));
  facts.operations = operations_of(std::move(procedures), rules_.one_operation);
  CHARTA_TRY_DO(read_participants(reader, visit, facts));
  if (unopened_) {
    CHARTA_TRY(facts.unopened, unopened_(reader, visit.encounter));
  }
  return facts;
}

}  // namespace charta::chart_completion
