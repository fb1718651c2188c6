// SPDX-License-Identifier: Apache-2.0
// What the desk shows of a case, to whom.
#include "department/coding_desk/coding_service.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t documents_most = 200;
constexpr std::int64_t cases_most = 50'000, of_patient_most = 200;

Error no_such_case(std::string_view encounter) {
  return fail(ErrorKind::not_found, "there is no coding case of encounter " + std::string(encounter) + " that you may see",
              "encounter");
}

bool sees(const Actor& actor, const CodingCase& row) {
  return actor.visibility.sees(row.facility, row.sensitivity, row.patient);
}

}  // namespace

Result<CodingCase> CodingService::seen_case(store::Reader& reader, const Actor& actor, std::string_view encounter) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", encounter));
  if (!stored) return no_such_case(encounter);
  CHARTA_TRY(auto row, rows_.find(reader, stored->key));
  if (!row || !sees(actor, *row)) return no_such_case(encounter);
  return std::move(*row);
}

Result<std::optional<CodingCase>> CodingService::locked_case(store::UnitOfWork& work, ResourceId encounter) const {
  CHARTA_TRY_DO(work.lock(encounter.key()));
  return rows_.find(work, encounter);
}

Result<CodingCase> CodingService::shown_case(store::UnitOfWork& work, const Actor& actor, std::string_view encounter,
                                             std::int64_t version) const {
  CHARTA_TRY(auto row, seen_case(work, actor, encounter));
  CHARTA_TRY_DO(work.lock(row.encounter.key()));
  CHARTA_TRY(row, seen_case(work, actor, encounter));
  if (row.version != version)
    return fail(ErrorKind::version_conflict, "this case changed after it was shown: look at what is new, then do it again",
                "version");
  return row;
}

Result<std::vector<ToldNews>> CodingService::told_news(store::Reader& reader, const Actor& actor, const CodingCase& row) const {
  CHARTA_TRY(const auto news, rows_.news(reader, row.encounter));
  std::vector<ToldNews> told;
  for (const auto& one : news) {
    told.push_back({one.kind, {}, {}, one.at});
    if (!one.document.is_set() || one.kind == NewsKind::document_left) continue;
    CHARTA_TRY(const auto line, chart_.rows().find(reader, one.document));
    if (!line || !actor.visibility.sees(line->facility, line->sensitivity, line->patient)) continue;
    told.back().title = line->title;
    told.back().fhir_id = line->fhir_id;
  }
  return told;
}

Result<std::vector<AbstractValue>> CodingService::abstract_values(store::Reader& reader, const CodingCase& row,
                                                                  const CodedSheet& sheet) const {
  CHARTA_TRY(const auto patient, resources_.load(reader, ResourceId(row.patient.key())));
  CHARTA_TRY(const auto encounter, resources_.load(reader, row.encounter));
  CHARTA_TRY(const auto entries, rows_.entries(reader, row.encounter));
  CHARTA_TRY(const auto patient_json, json::Document::parse(patient && !patient->deleted ? patient->json : Bytes("{}")));
  CHARTA_TRY(const auto encounter_json, json::Document::parse(encounter && !encounter->deleted ? encounter->json : Bytes("{}")));
  return abstract_of(patient_json.root(), encounter_json.root(), sheet, row.class_code, entries, rules_, zone_);
}

Result<Judged> CodingService::judge(store::Reader& reader, const CodingCase& row, const CodedSheet& sheet) {
  CHARTA_TRY(const auto values, abstract_values(reader, row, sheet));
  return books_.judge(sheet, basis_of(values), stay_of(row), rules_, rules_.is_inpatient(row.class_code));
}

StayDays CodingService::stay_of(const CodingCase& row) const {
  StayDays stay{{}, zone_.local_date(row.ended_at)};
  if (row.started_at && *row.started_at <= row.ended_at) stay.first = zone_.local_date(*row.started_at);
  return stay;
}

/// What finishing waits for, in sentences.
Result<std::vector<std::string>> CodingService::unfinished(store::Reader& reader, const CodingCase& row) {
  CHARTA_TRY(const auto sheet, rows_.sheet(reader, row.encounter, SheetOf::coder));
  CHARTA_TRY(const auto judged, judge(reader, row, sheet));
  CHARTA_TRY(const auto answers, rows_.answers(reader, row.encounter));
  CHARTA_TRY(const auto values, abstract_values(reader, row, sheet));
  std::vector<std::string> waits;
  for (const auto& one : judged.edits) {
    const bool is_answered =
        !one.blocks && std::any_of(answers.begin(), answers.end(), [&](const auto& other) { return other.key == one.key; });
    if (!is_answered) waits.push_back(one.says);
  }
  for (const auto& value : values)
    if (value.element->is_required && value.value.empty()) waits.push_back("the abstract does not say: " + value.element->title);
  CHARTA_TRY(const auto news, rows_.news(reader, row.encounter));
  if (!news.empty() && row.state != "recode") waits.push_back("what came meanwhile is not looked at yet");
  CHARTA_TRY(const auto open, questions_.open_questions(reader, row.encounter));
  if (open > 0) waits.push_back(std::to_string(open) + (open == 1 ? " question is" : " questions are") + " with a physician");
  return waits;
}

Result<std::vector<CodingDocument>> CodingService::documents_of(store::Reader& reader, const Actor& actor,
                                                                const CodingCase& row) const {
  CHARTA_TRY(const auto lines, chart_.rows().of_encounter(reader, row.encounter_id, actor.visibility, documents_most));
  std::vector<CodingDocument> documents;
  for (const auto& line : lines) {
    if (!chart_completion::is_document_that_counts(line)) continue;
    documents.push_back({line.resource_type, line.fhir_id, line.title, line.title_code, line.at,
                         rules_.discharge_documents.contains(line.title_code)});
  }
  return documents;
}

Result<CodingService::Readable> CodingService::readable(store::Reader& reader, const Actor& actor, const CodingCase& row,
                                                        const EvidenceSpan& span) const {
  CHARTA_TRY(const auto records, index_.expand(reader, row.patient));
  CHARTA_TRY(const auto stored, resources_.load(reader, span.document));
  if (!stored || stored->deleted || std::find(records.begin(), records.end(), stored->patient) == records.end())
    return Readable::gone;
  return actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient) ? Readable::yes : Readable::hidden;
}

Result<void> CodingService::hide_span(store::Reader& reader, const Actor& actor, const CodingCase& row,
                                      EvidenceSpan& span) const {
  CHARTA_TRY(const auto is, readable(reader, actor, row, span));
  if (is == Readable::yes) return {};
  span.quote.clear();
  span.title = is == Readable::hidden ? "A document that you may not read" : "A document that is not in this chart any more";
  span.fhir_id.clear();
  return {};
}

/// Words of documents that the actor may not read are not theirs to read here.
Result<void> CodingService::hide_evidence(store::Reader& reader, const Actor& actor, const CodingCase& row,
                                          CodedSheet& sheet) const {
  for (const auto kind : all_kinds)
    for (auto& line : sheet.of(kind))
      for (auto& span : line.evidence) CHARTA_TRY_DO(hide_span(reader, actor, row, span));
  return {};
}

void CodingService::add_titles(CodingView& view) {
  const auto day = zone_.local_date(view.row.ended_at);
  for (const auto kind : all_kinds)
    for (const auto& line : view.sheet.of(kind))
      view.titles[{kind, line.code}] =
          books_.title_in(system_of(kind, line.code), line.code, kind == LineKind::service ? line.done_on.value_or(day) : day);
}

Result<CodingView> CodingService::view_of(store::Reader& reader, const Actor& actor, CodingCase row) {
  CodingView view;
  view.is_inpatient = rules_.is_inpatient(row.class_code);
  view.stay = stay_of(row);
  CHARTA_TRY(const bool is_own, is_own_work(reader, row, actor.author.user));
  view.is_reviewer = row.state == "second-review" && !is_own;
  const bool is_blind = view.is_reviewer && !row.reviewed_at;
  CHARTA_TRY(view.sheet, rows_.sheet(reader, row.encounter, is_blind ? SheetOf::reviewer : SheetOf::coder));
  if (row.reviewed_at) {
    CHARTA_TRY(const auto other, rows_.sheet(reader, row.encounter, SheetOf::reviewer));
    view.comparison = compare(view.sheet, other);
  }
  CHARTA_TRY(view.abstract, abstract_values(reader, row, view.sheet));
  view.judged = books_.judge(view.sheet, basis_of(view.abstract), view.stay, rules_, view.is_inpatient);
  if (!is_blind) {
    CHARTA_TRY(view.answers, rows_.answers(reader, row.encounter));
  }
  CHARTA_TRY(view.open_questions, questions_.open_questions(reader, row.encounter));
  CHARTA_TRY(view.documents, documents_of(reader, actor, row));
  CHARTA_TRY(view.news, told_news(reader, actor, row));
  CHARTA_TRY_DO(hide_evidence(reader, actor, row, view.sheet));
  for (auto& value : view.abstract) {
    if (!value.entered || !value.entered->source.document.is_set()) continue;
    CHARTA_TRY_DO(hide_span(reader, actor, row, value.entered->source));
    value.fhir_id = value.entered->source.fhir_id;
  }
  if (!is_blind) {
    CHARTA_TRY(view.unfinished, unfinished(reader, row));
  }
  CHARTA_TRY(const auto item, worklists_.find(reader, row.item));
  if (item) view.offers = worklists_.offers(actor, *item);
  if (is_blind) row.grouped = {};
  view.row = std::move(row);
  return view;
}

Result<CodingView> CodingService::open(const Actor& actor, std::string_view encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(auto view, store_.read([&](store::Reader& reader) -> Result<CodingView> {
    CHARTA_TRY(auto row, seen_case(reader, actor, encounter));
    return view_of(reader, actor, std::move(row));
  }));
  add_titles(view);
  return view;
}

Result<std::vector<CodingCase>> CodingService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<CodingCase>> {
    std::vector<CodingCase> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(auto some, rows_.of_patient(reader, record, of_patient_most));
      for (auto& one : some)
        if (sees(actor, one)) all.push_back(std::move(one));
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one.ended_at > other.ended_at; });
    if (all.size() > of_patient_most) all.resize(of_patient_most);
    return all;
  });
}

Result<std::vector<CodingCase>> CodingService::final_cases(const Actor& actor, Instant from, Instant until, Cases which) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(auto cases,
             store_.read([&](store::Reader& reader) { return rows_.final_between(reader, from, until, cases_most); }));
  std::erase_if(cases, [&](const CodingCase& one) {
    return !sees(actor, one) || (which == Cases::of_inpatients && !rules_.is_inpatient(one.class_code));
  });
  return cases;
}

Result<CodedSheet> CodingService::sheet_of(const Actor& actor, const CodingCase& one) {
  return store_.read([&](store::Reader& reader) -> Result<CodedSheet> {
    CHARTA_TRY(auto sheet, rows_.sheet(reader, one.encounter, SheetOf::coder));
    CHARTA_TRY_DO(hide_evidence(reader, actor, one, sheet));
    return sheet;
  });
}

Result<std::string> CodingService::patient_id(const CodingCase& one) {
  CHARTA_TRY(const auto stored,
             store_.read([&](store::Reader& reader) { return resources_.load(reader, ResourceId(one.patient.key())); }));
  return stored ? stored->id : std::string();
}

}  // namespace charta::coding_desk
