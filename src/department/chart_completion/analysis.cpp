// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/analysis.hpp"

#include "record/access/actor.hpp"

#include <algorithm>
#include <array>

namespace charta::chart_completion {
namespace {

using chart::ChartEntry;

struct LackName {
  Lack lack;
  std::string_view code, says;
};
constexpr std::array<LackName, 8> lacks{{{Lack::document, "missing-document", " is missing"},
                                         {Lack::signature, "missing-signature", " is not signed"},
                                         {Lack::cosignature, "missing-co-signature", " is not co-signed"},
                                         {Lack::element, "missing-element", " is not complete"},
                                         {Lack::late, "late-document", " came late"},
                                         {Lack::result, "preliminary-result", " is preliminary and was never made final"},
                                         {Lack::transcription, "not-transcribed", " is dictated and not transcribed"},
                                         {Lack::review, "report-not-opened", " was not opened"}}};

const LackName& name_of_lack(Lack lack) {
  return *std::find_if(lacks.begin(), lacks.end(), [&](const auto& row) { return row.lack == lack; });
}

Lack lack_of(const ChartEntry& line, std::string_view completion) {
  if (line.kind == "report") return Lack::result;
  if (completion == "DI" || completion == "IP" || completion == "IN") return Lack::transcription;
  return completion == "PA" ? Lack::cosignature : Lack::signature;
}

const DocumentRule& rule_of(const CompletionRules& rules, Lack lack) {
  if (lack == Lack::result) return rules.final_result;
  if (lack == Lack::transcription) return rules.transcription;
  return lack == Lack::cosignature ? rules.cosignature : rules.signature;
}

/// Who has to sign; transcription is the department's own.
void name_signer(Finding& finding, const DocumentDetail& detail, const EncounterFacts& facts) {
  if (finding.lack == Lack::transcription) return;
  const auto set = [&](std::string_view role, const StaffMember& who) {
    finding.role = role;
    finding.responsible = who;
  };
  if (finding.lack != Lack::cosignature) {
    if (detail.author.is_known()) set("author", detail.author);
    return;
  }
  if (detail.cosigner.is_known()) return set("cosigner", detail.cosigner);
  const auto is_attending = [](const Participant& one) { return one.role == "ATND" && one.who.is_known(); };
  const auto first = std::find_if(facts.participants.begin(), facts.participants.end(), is_attending);
  if (first == facts.participants.end()) return;
  const bool is_one = std::all_of(first, facts.participants.end(),
                                  [&](const auto& one) { return !is_attending(one) || one.who.key == first->who.key; });
  if (is_one && first->who.key != detail.author.key) set("ATND", first->who);  // nobody co-signs their own
}

Finding finding_of(const ChartEntry& line, const EncounterFacts& facts, const CompletionRules& rules) {
  static const DocumentDetail nothing;
  const auto found = facts.details.find(line.resource);
  const DocumentDetail& detail = found == facts.details.end() ? nothing : found->second;
  Finding finding;
  finding.lack = lack_of(line, detail.completion);
  const auto& rule = rule_of(rules, finding.lack);
  finding.key = rule.id + ":" + line.resource.text();
  finding.title = line.title;
  finding.type_code = line.title_code;
  finding.rule = rule.rule;
  finding.clock_from = line.at;
  finding.opens_at = line.at.plus(rule.opens_after);
  if (rule.opens_at_discharge && facts.ended_at)
    finding.opens_at = std::min(finding.opens_at, std::max(*facts.ended_at, line.at));
  finding.due_at = line.at.plus(rule.due_after);
  finding.is_begun = true;
  finding.document = line.resource;
  finding.resource_type = line.resource_type;
  finding.fhir_id = line.fhir_id;
  finding.facility = line.facility;
  finding.sensitivity = line.sensitivity;
  name_signer(finding, detail, facts);
  return finding;
}

Finding finding_of(const ChartEntry& line, const UnopenedReport& report) {
  Finding finding;
  finding.lack = Lack::review;
  finding.key = "unopened:" + line.resource.text() + ":" + report.who.key;
  finding.title = line.title;
  finding.type_code = line.title_code;
  finding.rule = report.rule;
  finding.clock_from = report.since;
  finding.opens_at = report.owed_from;
  finding.due_at = report.owed_from;
  finding.role = "reviewer";
  finding.responsible = report.who;
  finding.document = line.resource;
  finding.resource_type = line.resource_type;
  finding.fhir_id = line.fhir_id;
  finding.facility = line.facility;
  finding.sensitivity = line.sensitivity;
  return finding;
}

/// Of what was withdrawn or replaced nobody must open anything.
void add_unopened(const EncounterFacts& facts, std::vector<Finding>& into) {
  for (const auto& report : facts.unopened) {
    const auto line = std::find_if(facts.lines.begin(), facts.lines.end(), [&](const ChartEntry& one) {
      return one.resource == report.document && is_document_that_counts(one);
    });
    if (line != facts.lines.end()) into.push_back(finding_of(*line, report));
  }
}

}  // namespace

std::string_view lack_code(Lack lack) {
  return name_of_lack(lack).code;
}

std::optional<Lack> parse_lack(std::string_view code) {
  for (const auto& row : lacks)
    if (row.code == code) return row.lack;
  return std::nullopt;
}

bool is_document_that_counts(const ChartEntry& line) {
  static constexpr std::array<std::string_view, 4> gone = {"entered-in-error", "superseded", "cancelled", "unknown"};
  const bool is_withheld = (line.sensitivity & static_cast<std::uint32_t>(access::Sensitivity::quarantined)) != 0;
  return (line.kind == "document" || line.kind == "report") && !is_withheld &&
         std::find(gone.begin(), gone.end(), line.status) == gone.end();
}

bool is_not_final(const ChartEntry& line) {
  return is_document_that_counts(line) &&
         (line.status == "preliminary" || line.status == "registered" || line.status == "partial");
}

std::vector<Operation> operations_of(std::vector<Operation> procedures, std::chrono::hours one_operation) {
  std::stable_sort(procedures.begin(), procedures.end(), [](const auto& one, const auto& other) {
    return one.at != other.at ? one.at < other.at : one.resource < other.resource;
  });
  std::vector<Operation> operations;
  for (auto& one : procedures) {
    if (operations.empty() || one.at > operations.back().at.plus(one_operation)) {
      operations.push_back(std::move(one));
      continue;
    }
    auto& same = operations.back();
    same.has_anesthesia = same.has_anesthesia || one.has_anesthesia;
    if (!same.anesthetist.is_known()) same.anesthetist = one.anesthetist;
    if (!same.performer.is_known()) same.performer = one.performer;
  }
  return operations;
}

Analysis analyze(const EncounterFacts& facts, const CompletionRules& rules, const TimeZone& zone) {
  auto analysis = look_for_documents(facts, rules.required, zone);
  if (facts.is_void) return analysis;
  for (const auto& line : facts.lines)
    if (is_document_that_counts(line)) {
      analysis.documents.push_back(line.resource);
      if (is_not_final(line)) analysis.findings.push_back(finding_of(line, facts, rules));
    }
  std::sort(analysis.documents.begin(), analysis.documents.end());
  add_unopened(facts, analysis.findings);
  return analysis;
}

bool Analysis::holds(ResourceId document) const {
  return std::binary_search(documents.begin(), documents.end(), document);
}

std::optional<Instant> next_opening(const Analysis& analysis, Instant now) {
  std::optional<Instant> next;
  for (const auto& one : analysis.findings)
    if (one.is_owed && one.opens_at > now && (!next || one.opens_at < *next)) next = one.opens_at;
  return next;
}

std::string sentence_of(Lack lack, std::string_view title) {
  return std::string(title) + std::string(name_of_lack(lack).says);
}

}  // namespace charta::chart_completion
