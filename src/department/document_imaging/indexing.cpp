// SPDX-License-Identifier: Apache-2.0
// Whose a document is and what it is: suggested from the sheet, the words of each page and what is expected; said by a clerk.
#include "base/text.hpp"
#include "department/document_imaging/document_titles.hpp"
#include "department/document_imaging/imaging_service.hpp"

#include <algorithm>
#include <set>

namespace charta::document_imaging {
namespace {

using access::Actor;
using access::Permission;
using patient_index::Demographics;

constexpr std::size_t numbers_most = 40, patients_most = 8;
constexpr std::int64_t each_most = 5, born_most = 200, visits_most = 50;
constexpr int top_lines = 12;

/// "REPORT:" is the word "report".
std::string word_of_title(std::string_view text) {
  std::string word = folded(text);
  while (!word.empty() && std::string_view(":;,.").find(word.back()) != std::string_view::npos) word.pop_back();
  return word;
}

/// Pages of a document in their order.
std::vector<Page> pages_of(const std::vector<Page>& pages, DocumentId document) {
  std::vector<Page> list;
  for (const auto& page : pages)
    if (page.role == Role::page && page.document == document) list.push_back(page);
  std::stable_sort(list.begin(), list.end(), [](const Page& a, const Page& b) { return a.place < b.place; });
  return list;
}

void best_first(std::vector<Suggested>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Suggested& a, const Suggested& b) { return a.confidence > b.confidence; });
}

/// The same value from two places is surer than from one.
void add(std::vector<Suggested>& list, Suggested one, int said_again) {
  for (auto& known : list) {
    if (known.value != one.value) continue;
    known.confidence = std::min(99, std::max(known.confidence, one.confidence) + said_again);
    known.evidence.insert(known.evidence.end(), one.evidence.begin(), one.evidence.end());
    return;
  }
  list.push_back(std::move(one));
}

int confidence_in(const std::vector<Suggested>& list, std::string_view value) {
  for (const auto& one : list)
    if (one.value == value) return one.confidence;
  return 0;
}

int confidence_in(const std::vector<SuggestedPatient>& list, PatientId patient) {
  for (const auto& one : list)
    if (one.patient.patient == patient) return one.likeness.confidence;
  return 0;
}

bool holds(const encounters::VisitRow& visit, Date day) {
  if (!visit.started_at || day < visit.started_at->utc_date()) return false;
  return !visit.ended_at || day <= visit.ended_at->utc_date();
}

Error again(std::string_view field, std::string sentence) {
  return fail(ErrorKind::business_rule, std::move(sentence), "again." + std::string(field));
}

}  // namespace

/// Every number and name of the person, whichever of the linked records holds it.
Result<Demographics> ImagingService::whole_person(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto own, index_.rows().person(reader, patient));
  if (!own || own->deleted) return fail(ErrorKind::not_found, "no patient record " + patient.text(), "patient");
  Demographics person = own->record.who;
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  CHARTA_TRY(const auto others, index_.rows().persons(reader, records));
  for (const auto& other : others) {
    if (other.record.patient == patient) continue;
    const auto& who = other.record.who;
    person.identifiers.insert(person.identifiers.end(), who.identifiers.begin(), who.identifiers.end());
    person.names.insert(person.names.end(), who.names.begin(), who.names.end());
  }
  return person;
}

Result<std::vector<patient_index::Person>> ImagingService::candidates(store::Reader& reader, const Actor& actor,
                                                                      const Study& study) const {
  std::set<PatientId> found;
  const auto add_one = [&](PatientId patient) {
    found.insert(patient);
    return true;
  };
  if (study.draft.sheet && !study.draft.sheet->mrn.empty()) {
    CHARTA_TRY(const auto holders, index_.rows().holders(reader, {study.draft.sheet->assigner, study.draft.sheet->mrn, ""}));
    for (const auto& one : holders) found.insert(one.record.patient);
  }
  std::set<std::string> asked;
  for (const auto& clue : study.clues) {
    if (clue.kind == Clue::Kind::birth_date) {
      const auto day = Date::parse(clue.text);
      if (day && asked.insert(clue.text).second)
        CHARTA_TRY_DO(index_.rows().by_birth_date(reader, *day, actor.visibility, born_most, add_one));
    }
    if (clue.kind != Clue::Kind::mrn && clue.kind != Clue::Kind::number) continue;
    const std::string number = patient_index::folded_number(clue.text);
    if (number.empty() || asked.size() > numbers_most || !asked.insert(number).second) continue;
    CHARTA_TRY_DO(index_.rows().by_number(reader, number, actor.visibility, each_most, add_one));
  }
  return index_.rows().persons(reader, {found.begin(), found.end()});
}

Result<void> ImagingService::suggest_patients(const Actor& actor, Study& study) {
  CHARTA_TRY(const auto people, store_.read([&](store::Reader& reader) { return candidates(reader, actor, study); }));
  std::vector<std::pair<PatientId, Likeness>> alike;
  for (const auto& person : people) {
    auto one = likeness(person.record.who, study.clues, study.draft.sheet, rules_.index);
    const bool by_birth_date_alone = one.evidence.size() == 1 && one.evidence.front().what == "birth_date";
    if (!person.deleted && one.confidence > 0 && !by_birth_date_alone) alike.emplace_back(person.record.patient, std::move(one));
  }
  std::stable_sort(alike.begin(), alike.end(),
                   [](const auto& a, const auto& b) { return a.second.confidence > b.second.confidence; });
  if (alike.size() > patients_most) alike.resize(patients_most);
  std::vector<PatientId> ids;
  for (const auto& [patient, one] : alike) ids.push_back(patient);
  CHARTA_TRY(const auto hits, index_.banners(actor, ids));  // those that this person may see
  for (auto& [patient, one] : alike)
    for (const auto& hit : hits)
      if (hit.patient == patient) study.suggestions.patients.push_back({hit, std::move(one)});
  return {};
}

Result<void> ImagingService::suggest_visits(store::Reader& reader, Study& study, PatientId patient) {
  auto& suggestions = study.suggestions;
  const auto& how = rules_.index.suggested;
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  for (const auto record : records) {
    CHARTA_TRY(const auto visits, encounters_.of_patient(reader, record, visits_most));
    for (const auto& visit : visits) {
      SuggestedEncounter one{visit, how.any_visit, {}};
      if (study.draft.sheet && !study.draft.sheet->encounter.empty() &&
          (visit.number.value == study.draft.sheet->encounter || visit.fhir_id == study.draft.sheet->encounter)) {
        one.confidence = how.sheet_visit;
        one.evidence.push_back({"sheet", "the cover sheet says visit " + study.draft.sheet->encounter, {}, {}});
      }
      for (const auto& clue : study.clues) {
        const auto day = clue.kind == Clue::Kind::service_date ? Date::parse(clue.text) : std::nullopt;
        if (!day || !holds(visit, *day)) continue;
        one.confidence = std::max(one.confidence, how.day_of_visit);
        one.evidence.push_back({"encounter", clue.text + " is a day of this visit", clue.page, clue.box});
        break;
      }
      suggestions.encounters.push_back(std::move(one));
    }
    if (!questions_.promises) continue;
    CHARTA_TRY(auto promises, questions_.promises(reader, record));
    for (auto& promise : promises) {
      const bool fits = std::any_of(promise.types.begin(), promise.types.end(),
                                    [&](const std::string& type) { return confidence_in(suggestions.types, type) > 0; });
      suggestions.promises.push_back({std::move(promise), fits ? how.expected_type : how.other_expected});
    }
  }
  std::stable_sort(suggestions.encounters.begin(), suggestions.encounters.end(),
                   [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  std::stable_sort(suggestions.promises.begin(), suggestions.promises.end(),
                   [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  return {};
}

void ImagingService::suggest_types(Study& study) const {
  auto& types = study.suggestions.types;
  const auto& how = rules_.index.suggested;
  const auto& sheet = study.draft.sheet;
  if (sheet && !sheet->document_type.empty()) {
    const auto* known = rules_.index.find(sheet->document_type);
    add(types,
        {sheet->document_type,
         known != nullptr ? known->display : sheet->document_type,
         how.sheet_type,
         {{"sheet", "the cover sheet says so", {}, {}}}},
        how.said_again);
  }
  const PageId first = study.pages.empty() ? PageId() : study.pages.front().id;
  int percent = how.page_title;
  for (const auto& one : titles_on(rules_.index.types, study.top_words)) {
    add(types, {one.type->code, one.type->display, percent, {{"same_type", one.title, first, {}}}}, how.said_again);
    percent = how.other_title;
  }
  best_first(types);
}

void ImagingService::suggest_days_and_authors(Study& study) const {
  const std::string today = clock_.now().utc_date().text();
  const auto& how = rules_.index.suggested;
  for (const auto& clue : study.clues) {
    if (clue.kind == Clue::Kind::author)
      add(study.suggestions.authors,
          {clue.text, {}, std::min(how.author, clue.confidence), {{"name", clue.text, clue.page, clue.box}}}, how.said_again);
    const bool labelled = clue.kind == Clue::Kind::service_date;
    if ((!labelled && clue.kind != Clue::Kind::date) || today < clue.text) continue;
    if (study.person && study.person->birth_date && study.person->birth_date->text() == clue.text) continue;
    add(study.suggestions.service_dates,
        {clue.text,
         {},
         std::min(labelled ? how.labelled_day : how.other_day, clue.confidence),
         {{labelled ? "expected" : "encounter", clue.text, clue.page, clue.box}}},
        how.said_again);
  }
  best_first(study.suggestions.service_dates);
  best_first(study.suggestions.authors);
}

Result<ImagingService::Study> ImagingService::study(const Actor& actor, const Draft& draft, const std::vector<Page>& pages,
                                                    PatientId chosen) {
  Study study;
  study.draft = draft;
  study.pages = pages_of(pages, draft.id);
  for (const auto& page : study.pages) {
    CHARTA_TRY(const auto words, words_of(page));
    auto clues = clues_of(page.id, words, rules_.labels);
    study.clues.insert(study.clues.end(), clues.begin(), clues.end());
    if (page.id != study.pages.front().id) continue;
    for (const auto& word : words)
      if (word.line < top_lines) study.top_words += (study.top_words.empty() ? "" : " ") + word_of_title(word.text);
  }
  CHARTA_TRY_DO(suggest_patients(actor, study));
  suggest_types(study);
  const PatientId patient = chosen.is_set()                      ? chosen
                            : study.suggestions.patients.empty() ? PatientId()
                                                                 : study.suggestions.patients.front().patient.patient;
  if (patient.is_set()) {
    const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
      if (chosen.is_set()) {
        CHARTA_TRY(study.person, whole_person(reader, chosen));
        CHARTA_TRY(study.record, index_.rows().person(reader, chosen));
        CHARTA_TRY(study.contradictions, contradictions_of(reader, study, draft.answered));
      }
      return suggest_visits(reader, study, patient);
    });
    if (!done) return done.error();
  }
  suggest_days_and_authors(study);
  return study;
}

Result<std::vector<ShownContradiction>> ImagingService::contradictions_of(store::Reader& reader, const Study& study,
                                                                          const std::vector<std::string>& answered) const {
  std::vector<ShownContradiction> list;
  const PageId first = study.pages.empty() ? PageId() : study.pages.front().id;
  for (auto& one : contradictions(*study.person, study.clues, study.draft.sheet, first, rules_.index)) {
    ShownContradiction shown{one, {}, std::find(answered.begin(), answered.end(), one.key) != answered.end()};
    if (one.what == "mrn") {
      const auto number = patient_index::folded_number(one.says);
      CHARTA_TRY_DO(index_.rows().by_number(reader, number, system_.visibility, 1, [&](PatientId patient) {
        shown.other = patient;
        return false;
      }));
    }
    list.push_back(std::move(shown));
  }
  return list;
}

std::vector<FieldNeed> ImagingService::needs(const std::string& type, const Study& study) const {
  const auto& draft = study.draft;
  const auto* known = rules_.index.find(type);
  std::vector<FieldNeed> list;
  for (const auto* name : {"patient", "encounter", "type", "service_date", "author"}) {
    FieldNeed need;
    need.name = name;
    const std::string_view field = name;
    const auto& required = known != nullptr ? known->required : std::vector<std::string>{"patient", "type"};
    need.required = std::find(required.begin(), required.end(), field) != required.end();
    const auto& suggested = study.suggestions;
    if (field == "patient")
      need.confidence = draft.patient.is_set()       ? confidence_in(suggested.patients, draft.patient)
                        : suggested.patients.empty() ? 0
                                                     : suggested.patients.front().likeness.confidence;
    if (field == "type")
      need.confidence = type.empty() ? (suggested.types.empty() ? 0 : suggested.types.front().confidence)
                                     : confidence_in(suggested.types, type);
    if (field == "service_date")
      need.confidence = draft.service_date.empty()
                            ? (suggested.service_dates.empty() ? 0 : suggested.service_dates.front().confidence)
                            : confidence_in(suggested.service_dates, draft.service_date);
    need.key_twice =
        rules_.index.key_twice.contains(need.name) && need.required && need.confidence < rules_.index.key_twice_below;
    if (need.key_twice) need.why = "the machine is " + std::to_string(need.confidence) + " % sure of it";
    list.push_back(std::move(need));
  }
  return list;
}

Result<DraftView> ImagingService::document(const Actor& actor, DocumentId id, PatientId about) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (about.is_set()) CHARTA_TRY_DO(index_.banner(actor, about));
  DraftView view;
  std::vector<Page> pages;
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(auto found, draft_of(reader, id));
    view.draft = std::move(found.first);
    view.batch = std::move(found.second);
    CHARTA_TRY(pages, rows_.pages(reader, view.batch.id));
    CHARTA_TRY(const auto drafts, rows_.drafts(reader, view.batch.id));
    for (const auto& one : drafts) {
      if (one.place < view.draft.place) view.previous = one.id;
      if (one.place > view.draft.place && !view.next.is_set()) view.next = one.id;
    }
    return {};
  });
  if (!done) return done.error();
  const PatientId asked = about.is_set() ? about : view.draft.patient;
  CHARTA_TRY(auto study, this->study(actor, view.draft, pages, asked));
  view.fields = needs(view.draft.type_code.empty() && !study.suggestions.types.empty() ? study.suggestions.types.front().value
                                                                                       : view.draft.type_code,
                      study);
  for (const auto& page : study.pages) view.pages.push_back(page.id);
  if (!asked.is_set() && !study.suggestions.patients.empty()) {
    // What would contradict the likeliest one is said before anybody chooses it.
    const auto compared = store_.read([&](store::Reader& reader) -> Result<void> {
      CHARTA_TRY(study.person, whole_person(reader, study.suggestions.patients.front().patient.patient));
      CHARTA_TRY(study.contradictions, contradictions_of(reader, study, view.draft.answered));
      return {};
    });
    if (!compared) return compared.error();
  }
  view.contradictions = std::move(study.contradictions);
  view.suggestions = std::move(study.suggestions);
  return view;
}

Result<void> ImagingService::check_keyed_twice(const IndexCommand& command, const Study& study) const {
  const auto& suggested = study.suggestions;
  const auto is_unsure = [&](std::string_view field, int confidence) {
    return rules_.index.key_twice.contains(std::string(field)) && confidence < rules_.index.key_twice_below;
  };
  if (is_unsure("patient", confidence_in(suggested.patients, command.patient))) {
    const std::string once_more = bare_number(command.again_patient);
    const auto& person = *study.person;
    const bool is_number = std::any_of(person.identifiers.begin(), person.identifiers.end(),
                                       [&](const auto& one) { return bare_number(one.value) == once_more; });
    const auto day = written_day(command.again_patient, rules_.labels.day_first);
    const bool is_birth_date = day && person.birth_date && *day == *person.birth_date;
    if (once_more.empty() || (!is_number && !is_birth_date))
      return again(
          "patient",
          "nothing on these pages makes sure whose they are: key the record number or the birth date once more, from the page");
  }
  if (is_unsure("type", confidence_in(suggested.types, command.type)) && command.again_type != command.type)
    return again("type", "the machine is not sure of this type: choose it once more");
  if (!command.service_date.empty() && is_unsure("service_date", confidence_in(suggested.service_dates, command.service_date)) &&
      command.again_service_date != command.service_date)
    return again("service_date", "the machine did not read this day on the pages: key it once more");
  return {};
}

Result<void> ImagingService::check_index(const IndexCommand& command, const Study& study) const {
  std::set<std::string> identifiers;
  for (const auto& one : command.confirmed) {
    if (one != "name" && one != "birth_date" && one != "mrn")
      return fail(ErrorKind::unknown_code, "'" + one + "' is no identifier; compare name, birth_date or mrn", "confirmed");
    identifiers.insert(one);
  }
  if (identifiers.size() < 2)
    return fail(ErrorKind::business_rule, "compare two identifiers of the chart with the page: name, birth date, record number",
                "confirmed");
  if (study.record && (study.record->record.overlay_flag))
    return fail(ErrorKind::business_rule,
                "two persons are suspected in this number; nothing is filed to it before that is mended", "patient");
  const auto* type = rules_.index.find(command.type);
  if (type == nullptr)
    return fail(ErrorKind::unknown_code, "'" + command.type + "' is no document type of " + rules_.index.rule, "type");
  for (const auto& [name, value] : {std::pair("encounter", &command.encounter), std::pair("service_date", &command.service_date),
                                    std::pair("author", &command.author)}) {
    const bool needed = std::find(type->required.begin(), type->required.end(), name) != type->required.end();
    if (needed && value->empty())
      return fail(ErrorKind::missing, "a document of this type needs '" + std::string(name) + "' (" + rules_.index.rule + ")",
                  name);
  }
  if (!command.service_date.empty()) {
    const auto day = Date::parse(command.service_date);
    if (!day || day->text() != command.service_date)
      return fail(ErrorKind::invalid, "write the day as 2026-03-01", "service_date");
    if (clock_.now().utc_date().plus_days(1) < *day)
      return fail(ErrorKind::business_rule, "this day has not come yet", "service_date");
    if (study.person->birth_date && *day < *study.person->birth_date)
      return fail(ErrorKind::business_rule, "this day is before the patient's birth", "service_date");
  }
  const auto& visits = study.suggestions.encounters;
  if (!command.encounter.empty() && std::none_of(visits.begin(), visits.end(), [&](const SuggestedEncounter& one) {
        return one.visit.fhir_id == command.encounter;
      }))
    return fail(ErrorKind::not_found, "this patient has no encounter " + command.encounter, "encounter");
  for (const auto& one : study.contradictions)
    if (std::find(command.answered.begin(), command.answered.end(), one.contradiction.key) == command.answered.end())
      return fail(ErrorKind::business_rule,
                  "page " + one.contradiction.page.text() + " speaks of somebody else (" + one.contradiction.what +
                      "): choose the other patient, take the page out, or say that the chart is right",
                  "answered");
  return check_keyed_twice(command, study);
}

Result<void> ImagingService::index(const Actor& actor, DocumentId id, const IndexCommand& command) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY_DO(index_.banner(actor, command.patient));
  std::vector<Page> pages;
  std::pair<Draft, Batch> found;
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(found, draft_of(reader, id));
    CHARTA_TRY(pages, rows_.pages(reader, found.second.id));
    return {};
  });
  if (!done) return done.error();
  if (command.version != 0 && command.version != found.second.version)
    return fail(ErrorKind::version_conflict, "scan batch " + found.second.id.text() + " was changed meanwhile; look at it again",
                "version");
  CHARTA_TRY(const auto study, this->study(actor, found.first, pages, command.patient));
  CHARTA_TRY_DO(check_index(command, study));
  const auto& promises = study.suggestions.promises;
  if (command.expected.is_set() && std::none_of(promises.begin(), promises.end(), [&](const SuggestedPromise& one) {
        return one.promise.item == command.expected;
      }))
    return fail(ErrorKind::not_found, "nothing is expected of this patient under " + command.expected.text(), "expected");
  // The pages must be those that were looked at: any change of the batch since then is a change under the clerk's hands.
  return change(actor, found.second.id, found.second.version, {}, [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    if (batch.state != "separated")
      return fail(ErrorKind::business_rule, "this batch is " + batch.state + "; documents are indexed while it is separated",
                  "state");
    CHARTA_TRY(auto draft, rows_.draft(work, id));
    if (!draft) return fail(ErrorKind::not_found, "no document " + id.text() + " in the making");
    draft->patient = command.patient;
    draft->encounter = command.encounter;
    draft->type_code = command.type;
    draft->type_display = rules_.index.find(command.type)->display;
    draft->service_date = command.service_date;
    draft->author = command.author;
    draft->expected = command.expected;
    draft->answered = command.answered;
    draft->confirmed.clear();
    for (const auto& one : command.confirmed) draft->confirmed += (draft->confirmed.empty() ? "" : ",") + one;
    draft->indexed_by = actor.author.user.is_set() ? actor.author.user : batch.prepped_by;
    draft->indexed_at = clock_.now();
    draft->verdict.clear();
    draft->checked_by = UserId();
    draft->sampled = false;
    CHARTA_TRY_DO(rows_.save_draft(work, *draft));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::filed, "scan_document", id.key(), batch.version, draft->patient,
                       command.answered.empty() ? "indexed" : "indexed-against-a-page", rules_.index.rule));
    CHARTA_TRY(const auto drafts, rows_.drafts(work, batch.id));
    const bool all = std::all_of(drafts.begin(), drafts.end(), [](const Draft& one) { return one.is_indexed(); });
    return all ? step(work, system_, batch, "index") : Result<void>();
  });
}

Result<void> ImagingService::same_as_previous(const Actor& actor, DocumentId id, const SameAsPrevious& command) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  std::optional<Draft> before;
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(const auto found, draft_of(reader, id));
    CHARTA_TRY(const auto drafts, rows_.drafts(reader, found.second.id));
    for (const auto& one : drafts)
      if (one.place < found.first.place) before = one;
    return {};
  });
  if (!done) return done.error();
  if (!before || !before->is_indexed())
    return fail(ErrorKind::business_rule, "the document before this one is not indexed; there is nothing to take over",
                "previous");
  IndexCommand index;
  index.patient = before->patient;
  index.confirmed = command.confirmed;
  index.encounter = before->encounter;
  index.author = before->author;
  index.type = command.type.empty() ? before->type_code : command.type;
  index.service_date = command.service_date.empty() ? before->service_date : command.service_date;
  index.answered = command.answered;
  index.version = command.version;
  // The key itself says a second time what the document before says; who it is was compared by two identifiers.
  index.again_type = index.type;
  index.again_service_date = index.service_date;
  CHARTA_TRY(const auto person, store_.read([&](store::Reader& reader) { return whole_person(reader, index.patient); }));
  if (!person.identifiers.empty()) index.again_patient = person.identifiers.front().value;
  return this->index(actor, id, index);
}

}  // namespace charta::document_imaging
