// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/sheet_checks.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace charta::coding_desk {
namespace {

constexpr std::string_view uhdds = "UHDDS; ICD-10-CM Official Guidelines, Section II";
constexpr std::string_view tabular_guideline =
    "ICD-10-CM Official Guidelines, Section I.B.1 (the Alphabetic Index first, then the Tabular List); coding/desk asks for it";
constexpr std::string_view procedure_dates = "UHDDS (50 FR 31038), item 12: the date of each significant procedure";
constexpr std::string_view poa_guideline = "ICD-10-CM Official Guidelines, Appendix I (present on admission)";

void check_poa(const CodedLine& line, bool is_principal, const CodingRules& rules, const code_books::CodeSet* exempt,
               std::vector<CodingFinding>& into) {
  const bool is_exempt = exempt != nullptr ? exempt->has(grouper::key_of(line.code)) : any_has(rules.poa_exempt, line.code);
  if (line.poa.empty() && !is_exempt)
    into.push_back({"poa:" + line.code, line.code, true,
                    line.code + " has no POA indicator: say Y, N, U or W, or 1 when it stands on the exempt list",
                    std::string(poa_guideline)});
  if (line.poa == "1" && !is_exempt)
    into.push_back({"poa-exempt:" + line.code, line.code, exempt != nullptr,
                    line.code + (exempt != nullptr
                                     ? " is marked exempt and does not stand on the exempt list of that day: say Y, N, U or W"
                                     : " is marked exempt and is not known to be: compare it with the exempt list of the year"),
                    exempt != nullptr ? std::string(poa_guideline) : rules.reference});
  if (is_principal && line.poa == "N")
    into.push_back({"poa-principal:" + line.code, line.code, false,
                    "the principal diagnosis " + line.code +
                        " is said to have come after admission: what occasioned the admission was there",
                    std::string(poa_guideline)});
}

void check_repeats(const std::vector<CodedLine>& lines, std::vector<CodingFinding>& into) {
  std::set<std::string> seen;
  for (const auto& line : lines)
    if (!seen.insert(line.code).second)
      into.push_back({"repeated:" + line.code, line.code, true, line.code + " stands twice: take one away",
                      "ICD-10-CM Official Guidelines, Section I.B.12"});
}

std::string joined(const std::vector<std::string>& words, char mark) {
  std::string text;
  for (const auto& one : words) text += mark + one;
  return text;
}

/// "J1885-XE of 2026-02-25"
std::string name_of_service(const CodedLine& line) {
  return line.code + joined(line.modifiers, '-') + (line.done_on ? " of " + line.done_on->text() : "");
}

std::string key_of_service(const CodedLine& line) {
  return line.code + joined(line.modifiers, '-') + (line.done_on ? ":" + line.done_on->text() : "");
}

CodingFinding finding_of(const claim_edits::EditFinding& one, const CodingRules& rules) {
  CodingFinding finding{"claim:" + one.edit->id, "", rules.blocking_claim_edits.contains(one.edit->id),
                        one.words + (one.words.ends_with('.') ? " " : ". ") + one.edit->remedy, one.edit->source};
  for (const auto code : one.codes) finding.key += ":" + grouper::text_of(code);
  if (one.day) finding.key += ":" + one.day->text();
  if (one.units > 0) finding.key += ":" + std::to_string(one.units);
  if (!one.codes.empty()) finding.code = grouper::text_of(one.codes.front());
  return finding;
}

bool is_said(const std::vector<CodingFinding>& findings, const std::string& key) {
  return std::any_of(findings.begin(), findings.end(), [&](const CodingFinding& one) { return one.key == key; });
}

bool any_other(const CodedSheet& sheet, const CodeRanges& ranges) {
  return std::any_of(sheet.diagnoses.begin() + 1, sheet.diagnoses.end(),
                     [&](const CodedLine& one) { return any_has(ranges, one.code); });
}

void check_sequence(const CodedSheet& sheet, const CodingRules& rules, std::vector<CodingFinding>& into) {
  const auto& principal = sheet.diagnoses.front();
  for (const auto& check : rules.sequence) {
    if (!any_has(check.principal, principal.code)) continue;
    if (!check.with_other.empty() && !any_other(sheet, check.with_other)) continue;
    if (!check.without_other.empty() && any_other(sheet, check.without_other)) continue;
    into.push_back(
        {check.id + ":" + principal.code, principal.code, check.blocks, principal.code + ": " + check.says, check.source});
  }
}

}  // namespace

std::vector<CodingFinding> check_sheet(const CodedSheet& sheet, const CodingRules& rules, bool is_inpatient,
                                       const code_books::CodeSet* exempt) {
  std::vector<CodingFinding> findings;
  if (sheet.diagnoses.empty()) {
    findings.push_back(
        {"principal", "", true,
         is_inpatient ? "there is no principal diagnosis: the condition established after study to have occasioned the admission"
                      : "there is no first-listed diagnosis",
         std::string(uhdds)});
    return findings;
  }
  if (is_inpatient)
    for (const auto& line : sheet.diagnoses) check_poa(line, &line == &sheet.diagnoses.front(), rules, exempt, findings);
  check_repeats(sheet.diagnoses, findings);
  check_sequence(sheet, rules, findings);
  for (const auto* lines : {&sheet.diagnoses, &sheet.procedures})
    for (const auto& line : *lines)
      if (line.evidence.empty() && !is_said(findings, "evidence:" + line.code))
        findings.push_back({"evidence:" + line.code, line.code, false,
                            line.code + " rests on no words of the record: mark them, or say why", rules.reference});
  return findings;
}

std::vector<CodingFinding> check_verified(const CodedSheet& sheet, const CodingRules& rules,
                                          const code_books::TabularList* list) {
  std::vector<CodingFinding> findings;
  if (!rules.asks_tabular) return findings;
  CodingFinding open{"tabular", "", true, "", std::string(tabular_guideline)};
  CodingFinding absent{"tabular-absent", "", false, "", std::string(tabular_guideline)};
  for (const auto& line : sheet.diagnoses) {
    if (line.verified_at) continue;
    const auto key = grouper::key_of(line.code);
    auto& one = list != nullptr && list->shape_of(key) == code_books::Shape::whole ? open : absent;
    if (one.code.empty()) one.code = line.code;
    one.says += (one.says.empty() ? "" : ", ") + claim_edits::dotted(key);
  }
  absent.key += ":" + absent.says;
  open.says = "not looked up in the tabular list: " + open.says + ". Stand on each code and press o, which opens it there";
  absent.says =
      "not in the tabular list that is loaded for that day: " + absent.says + ". Import that year's list, or say why they stand";
  for (auto* one : {&open, &absent})
    if (!one->code.empty()) findings.push_back(std::move(*one));
  return findings;
}

std::vector<CodingFinding> check_procedure_days(const CodedSheet& sheet, Date discharge, int stay, const CodingRules& rules) {
  std::vector<CodingFinding> findings;
  const auto add = [&](const std::string& key, const std::string& code, const char* check, std::string says) {
    const bool is_known = std::any_of(findings.begin(), findings.end(), [&](const auto& one) { return one.key == key; });
    if (!is_known)
      findings.push_back({key, code, rules.blocking_checks.contains(check), std::move(says), std::string(procedure_dates)});
  };
  for (const auto& line : sheet.procedures) {
    const auto key = "procedure-date:" + line.code;
    if (!line.done_on) {
      add(key, line.code, "procedure-date-missing", line.code + " does not say on which day it was done: give its day");
      continue;
    }
    const bool is_late = *line.done_on > discharge;
    if (!is_late && (stay < 0 || *line.done_on >= discharge.plus_days(-stay))) continue;
    add(key + ":" + line.done_on->text(), line.code, "procedure-date-outside",
        line.code + " was done on " + line.done_on->text() + ", " +
            (is_late ? "after the discharge of " + discharge.text()
                     : "before the admission of " + discharge.plus_days(-stay).text()) +
            ": mend the day, or say why it belongs to this stay");
  }
  return findings;
}

std::vector<CodingFinding> edits_of(const CodedSheet& sheet, const ClaimBasis& basis, Date day, const editor::CodeEditor& editor,
                                    const CodingRules& rules) {
  const auto claim = claim_of(sheet, basis);
  std::vector<editor::CodeEditor::Finding> found;
  editor.edit(claim, day, basis.stay, found);
  std::vector<CodingFinding> findings;
  for (const auto& one : found) {
    const auto& rule = editor.rules()[one.rule];
    std::string about;
    if (one.is_procedure)
      about = sheet.procedures[static_cast<std::size_t>(one.place)].code;
    else if (one.place >= -1 && static_cast<std::size_t>(one.place + 1) < sheet.diagnoses.size())
      about = sheet.diagnoses[static_cast<std::size_t>(one.place + 1)].code;
    findings.push_back({"mce:" + rule.edit + ":" + about, about, rules.blocking_edits.contains(rule.edit),
                        editor.in_words(one, claim), rule.source});
  }
  return findings;
}

std::vector<CodingFinding> claim_findings(const CodedSheet& sheet, Date day, bool is_inpatient, const claim_edits::Books& books,
                                          const claim_edits::EditRules& edits, const CodingRules& rules) {
  claim_edits::CodedClaim claim;
  claim.discharge = day;
  claim.is_inpatient = is_inpatient;
  for (const auto& line : sheet.diagnoses)
    claim.diagnoses.push_back({grouper::key_of(line.code), line.poa.empty() ? ' ' : line.poa.front()});
  for (const auto& line : sheet.procedures) claim.procedures.push_back(grouper::key_of(line.code));
  std::vector<CodingFinding> findings;
  for (const auto& one : claim_edits::check(claim, books, edits))
    if (rules.claim_edits.contains(one.edit->id)) findings.push_back(finding_of(one, rules));
  return findings;
}

std::vector<CodingFinding> check_services(const CodedSheet& sheet, const StayDays& stay, bool is_inpatient,
                                          const CodingRules& rules) {
  std::vector<CodingFinding> findings;
  if (is_inpatient && !sheet.services.empty())
    findings.push_back({"services-of-inpatient", "", true,
                        "the stay became an inpatient's and its services are not coded apart: take them away",
                        rules.reference + "; 42 CFR 412.2(b)"});
  for (const auto& line : sheet.services) {
    if (line.evidence.empty())
      findings.push_back({"evidence:service:" + key_of_service(line), line.code, false,
                          name_of_service(line) + " rests on no words of the record: mark them, or say why", rules.reference});
    if (line.done_on && !stay.has(*line.done_on))
      findings.push_back({"service-outside:" + key_of_service(line), line.code, true,
                          name_of_service(line) + " is on no day of the stay" +
                              (stay.first ? ", " + stay.first->text() + " to " + stay.last.text() : "") + ": mend its day",
                          rules.reference});
  }
  return findings;
}

std::vector<Date> service_days(const CodedSheet& sheet) {
  std::set<Date> days;
  for (const auto& line : sheet.services)
    if (line.done_on) days.insert(*line.done_on);
  return {days.begin(), days.end()};
}

claim_edits::CodedClaim services_of_day(const CodedSheet& sheet, Date day) {
  claim_edits::CodedClaim claim;
  claim.discharge = day;
  claim.is_inpatient = false;
  for (const auto& line : sheet.services) {
    if (line.done_on != day) continue;
    claim_edits::CodedService service{grouper::key_of(line.code), line.units, day, {}, !line.evidence.empty()};
    for (const auto& modifier : line.modifiers) service.modifiers.push_back(grouper::key_of(modifier));
    claim.services.push_back(std::move(service));
  }
  return claim;
}

std::vector<CodingFinding> service_findings(const claim_edits::CodedClaim& services, const claim_edits::Books& books,
                                            const claim_edits::EditRules& edits, const CodingRules& rules) {
  std::vector<CodingFinding> findings;
  for (const auto& one : claim_edits::check(services, books, edits))
    if (rules.claim_edits.contains(one.edit->id)) findings.push_back(finding_of(one, rules));
  return findings;
}

void tell_apart(std::vector<CodingFinding>& findings) {
  std::map<std::string, int> told;
  for (auto& one : findings)
    if (const int times = ++told[one.key]; times > 1) one.key += "/" + std::to_string(times);
}

}  // namespace charta::coding_desk
