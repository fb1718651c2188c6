// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coding_books.hpp"

#include "department/coding_desk/claim_resource.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

std::string severity_word(const grouper::Outcome& outcome) {
  if (!outcome.has_severity) return "none";
  return outcome.severity == grouper::Severity::mcc ? "mcc" : outcome.severity == grouper::Severity::cc ? "cc" : "none";
}

GroupedAs grouped_as(const grouper::GroupedClaim& grouped, bool is_split) {
  const auto& outcome = grouped.grouping.final;
  GroupedAs as;
  as.version = grouped.version;
  as.drg = outcome.drg;
  as.mdc = outcome.mdc;
  as.title = grouped.title;
  as.severity = severity_word(outcome);
  as.is_split = is_split;
  if (grouped.facts != nullptr) as.weight = grouped.facts->weight;
  return as;
}

void write_service_findings(json::Writer& out, const Judged& judged) {
  out.key("service_findings").begin_array();
  for (const auto& one : judged.edits)
    out.begin_object().member("code", one.code).member("says", one.says).member("rule", one.rule).end_object();
  out.end_array().key("not_checked").begin_array();
  for (const auto& one : judged.not_checked) out.string(one);
  out.end_array();
}

}  // namespace

Result<std::vector<FoundCode>> CodingBooks::search(std::string_view words, Date day, std::string_view system, std::size_t limit) {
  using encoder::System;
  std::vector<FoundCode> found;
  System only{};
  encoder::Encoder::Question question{words, limit, nullptr};
  for (const auto one : {System::icd10cm, System::icd10pcs, System::hcpcs, System::cpt})
    if (encoder::name_of(one) == system) {
      only = one;
      question.only = &only;
    }
  const bool is_of_services =
      system == "services" || (question.only != nullptr && only != System::icd10cm && only != System::icd10pcs);
  if (!system.empty() && question.only == nullptr && !is_of_services)
    return fail(ErrorKind::invalid, "'system' is icd10cm, icd10pcs, services, hcpcs or cpt", "system");
  CHARTA_TRY(const auto encoder, is_of_services ? shelf_.service_encoder(day) : shelf_.encoder(day));
  for (const auto& hit : encoder->search(question))
    found.push_back({grouper::text_of(hit.code), std::string(encoder::name_of(hit.system)), std::string(encoder->title(hit)),
                     hit.by_index ? std::string(hit.text) : std::string(), hit.is_billable});
  return found;
}

std::string CodingBooks::title(bool is_procedure, std::string_view code, Date day) {
  const auto encoder = shelf_.encoder(day);
  if (!encoder) return {};
  return std::string(
      (*encoder)->title(is_procedure ? encoder::System::icd10pcs : encoder::System::icd10cm, grouper::key_of(code)));
}

std::string CodingBooks::title_in(std::string_view system, std::string_view code, Date day) {
  if (system != "cpt" && system != "hcpcs") return title(system == "icd10pcs", code, day);
  for (const auto& book : {shelf_.services(day), shelf_.licensed_services(day)}) {
    const auto* row = book ? (*book)->find(grouper::key_of(code)) : nullptr;
    if (row != nullptr) return std::string((*book)->texts[row->long_title]);
  }
  return {};
}

void CodingBooks::judge_services(const CodedSheet& sheet, const CodingRules& rules, Judged& into) {
  for (const auto day : service_days(sheet)) {
    const auto books = shelf_.claim_books(day);
    if (!books) {
      into.not_checked.push_back("services of " + day.text() + ": " + books.error().message);
      continue;
    }
    const auto services = services_of_day(sheet, day);
    auto found = service_findings(services, books->books, shelf_.edit_rules(), rules);
    std::move(found.begin(), found.end(), std::back_inserter(into.edits));
    for (const auto& one : claim_edits::not_checked(services, books->books)) into.not_checked.push_back(day.text() + ": " + one);
  }
}

Result<bool> CodingBooks::is_whole(std::string_view diagnosis, Date day) {
  CHARTA_TRY(const auto book, shelf_.tabular(day));
  return book->shape_of(grouper::key_of(diagnosis)) == code_books::Shape::whole;
}

Judged CodingBooks::judge(const CodedSheet& sheet, const ClaimBasis& basis, const StayDays& stay, const CodingRules& rules,
                          bool is_inpatient) {
  Judged judged;
  const Date day = stay.last;
  const auto books = shelf_.claim_books(day);
  judged.edits = check_sheet(sheet, rules, is_inpatient, books ? books->books.poa_exempt : nullptr);
  for (auto& one : check_verified(sheet, rules, books ? books->books.tabular : nullptr)) judged.edits.push_back(std::move(one));
  if (books) {
    auto found = claim_findings(sheet, day, is_inpatient, books->books, shelf_.edit_rules(), rules);
    std::move(found.begin(), found.end(), std::back_inserter(judged.edits));
  } else {
    judged.missing_editor = books.error().message;
  }
  auto of_services = check_services(sheet, stay, is_inpatient, rules);
  std::move(of_services.begin(), of_services.end(), std::back_inserter(judged.edits));
  if (!is_inpatient) judge_services(sheet, rules, judged);
  tell_apart(judged.edits);
  if (!is_inpatient) return judged;
  auto days = check_procedure_days(sheet, day, basis.stay, rules);
  std::move(days.begin(), days.end(), std::back_inserter(judged.edits));
  if (const auto editor = shelf_.code_editor(day)) {
    auto edits = edits_of(sheet, basis, day, **editor, rules);
    std::move(edits.begin(), edits.end(), std::back_inserter(judged.edits));
  } else {
    judged.missing_editor = editor.error().message;
  }
  if (const auto version = port().version_on(day); !version)
    judged.missing_tables = version.error().message;
  else if (const auto done = judge_group(sheet, basis, day, judged); !done)
    judged.missing_tables = done.error().message;
  return judged;
}

Result<void> CodingBooks::judge_group(const CodedSheet& sheet, const ClaimBasis& basis, Date day, Judged& judged) {
  if (sheet.diagnoses.empty()) return {};
  const auto claim = claim_of(sheet, basis);
  grouper::GroupedClaim grouped;
  CHARTA_TRY_DO(port().group(claim, day, grouped));
  CHARTA_TRY(auto reasons, port().explain(claim, day, grouped));
  judged.grouped = grouped_as(grouped, reasons.is_split);
  judged.trace = std::move(reasons.trace);
  judged.formula = std::move(reasons.formula);
  judged.sensitivity = std::move(reasons.sensitivity);
  const auto& uses = grouped.grouping.secondary;
  for (std::size_t at = 0; at < uses.size(); ++at)
    judged.secondary.push_back(
        {sheet.diagnoses[at + 1].code, std::string(grouper::name_of(uses[at].final)), uses[at].carries_final});
  judged.hac_status = grouper::name_of(grouped.grouping.hac_status);
  return {};
}

void CodingBooks::group_by(std::unique_ptr<grouper::GrouperPort> other) {
  other_grouper_ = std::move(other);
}

Result<grouper::WhatIfAnswer> CodingBooks::what_if(const CodedSheet& sheet, const ClaimBasis& basis, Date day,
                                                   grouper::WhatIf asked) {
  if (sheet.diagnoses.empty())
    return fail(ErrorKind::business_rule, "without a principal diagnosis there is nothing to compare with", "diagnoses");
  return grouper::answer_what_if(port(), claim_of(sheet, basis), day, std::move(asked));
}

Result<std::string> CodingBooks::group(json::Value claim, const CodingRules& rules) {
  CHARTA_TRY(const auto line, code_sets::read_claim(claim));
  Judged services;
  CodedSheet sheet;
  CHARTA_TRY(sheet.services, service_lines(claim["services"], line.discharge_date));
  judge_services(sheet, rules, services);
  grouper::GroupedClaim grouped;
  CHARTA_TRY_DO(port().group(line.claim, line.discharge_date, grouped));
  CHARTA_TRY(const auto reasons, port().explain(line.claim, line.discharge_date, grouped));
  const auto editor = shelf_.code_editor(line.discharge_date);
  const editor::CodeEditor* edits = editor ? editor->get() : nullptr;
  std::vector<editor::CodeEditor::Finding> findings;
  if (edits != nullptr) edits->edit(line.claim, line.discharge_date, line.length_of_stay, findings);
  std::string text;
  json::Writer out(text);
  out.begin_object();
  code_sets::write_answer(out, line, grouped, edits, findings);
  if (edits == nullptr) out.member("mce_missing", editor.error().message);
  code_sets::write_reasons(out, line, reasons, edits, findings);
  if (!sheet.services.empty()) write_service_findings(out, services);
  out.end_object();
  return text;
}

Result<std::shared_ptr<const suggestions::Dictionary>> CodingBooks::dictionary(Date day,
                                                                               const suggestions::Suggester& suggester) {
  const std::lock_guard lock(mutex_);
  const auto files = shelf_.file_of("icd10cm", day) + " " + shelf_.file_of("icd10cm-index", day);
  if (const auto known = dictionaries_.find(files); known != dictionaries_.end()) return known->second;
  auto made = std::make_shared<suggestions::Dictionary>(suggester.rules());
  if (const auto titles = shelf_.texts_to_read("icd10cm", day)) {
    made->add_titles(*titles);
    if (const auto index = shelf_.texts_to_read("icd10cm-index", day)) made->add_index(*index);
  }
  constexpr std::size_t years_at_hand = 4;
  if (dictionaries_.size() >= years_at_hand) dictionaries_.clear();
  return dictionaries_[files] = std::move(made);
}

std::vector<code_sets::CodeSetEntry> CodingBooks::loaded() {
  return shelf_.entries();
}

}  // namespace charta::coding_desk
