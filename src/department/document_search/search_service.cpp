// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/search_service.hpp"

#include "department/document_search/document_marks.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace charta::document_search {
namespace {

using access::Actor;
using store::TextFound;
using store::TextQuery;

/// What this person may see of this patient: a record for which the glass is broken is open in every facility.
void add_visibility(TextQuery& query, const access::Visibility& visibility, PatientId patient) {
  const auto& opened = visibility.opened_by_glass;
  const bool is_opened = patient.is_set() && std::find(opened.begin(), opened.end(), patient) != opened.end();
  const auto clearance = visibility.clearance | (is_opened ? visibility.glass_clearance : 0U);
  query.facilities = static_cast<std::int64_t>(is_opened ? access::all_facilities : visibility.facilities);
  query.hidden = static_cast<std::int64_t>(~clearance & access::full_clearance);
  query.patient = patient.key();
  if (patient.is_set()) query.marks.push_back({patient_mark(patient)});
  if (!is_opened && !patient.is_set() && visibility.facilities != access::all_facilities)
    query.marks.push_back(facility_marks(visibility.facilities));
}

TextQuery query_of(const SearchCommand& command, const std::vector<store::TextClause>& clauses) {
  TextQuery query;
  query.clauses = clauses;
  query.limit = most_weighed + 1;
  if (!command.type.empty()) query.marks.push_back({type_mark(command.type)});
  for (auto& mark : author_marks(command.author)) query.marks.push_back({std::move(mark) + "*"});
  if (command.from) query.from = command.from->milliseconds();
  if (command.until) query.until = command.until->milliseconds();
  if (auto months = month_marks(command.from, command.until); !months.empty()) query.marks.push_back(std::move(months));
  return query;
}

/// What was filed lately is a little more likely to be meant.
double recency(Instant at, Instant now) {
  const double years = std::max(0.0, static_cast<double>(now.milliseconds() - at.milliseconds()) / (365.25 * 86'400'000));
  return 0.5 / (1 + years);
}

/// A document answers as well as its best page, and a little better for every other.
std::vector<DocumentHit> ranked(const std::vector<TextFound>& found, const std::vector<store::TextClause>& clauses, Instant now) {
  struct Best {
    DocumentHit hit;
    double best = -1;
    std::vector<std::int64_t> pages;
  };
  std::map<std::int64_t, Best> documents;
  for (const auto& page : found) {
    auto& one = documents[page.document];
    const double score = score_of(page.words, clauses);
    one.pages.push_back(page.number);
    if (score <= one.best) continue;
    one.best = score;
    one.hit.document.document = ResourceId(page.document);
    one.hit.patient = PatientId(page.patient);
    one.hit.at = Instant(page.at);
    one.hit.page = page.number;
  }
  std::vector<DocumentHit> hits;
  hits.reserve(documents.size());
  for (auto& [key, one] : documents) {
    one.hit.score = one.best + 0.05 * std::min(10.0, static_cast<double>(one.pages.size() - 1)) + recency(one.hit.at, now);
    std::sort(one.pages.begin(), one.pages.end());
    std::erase(one.pages, one.hit.page);
    one.hit.other_pages = std::move(one.pages);
    hits.push_back(std::move(one.hit));
  }
  std::sort(hits.begin(), hits.end(), [](const DocumentHit& a, const DocumentHit& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.at != b.at ? b.at < a.at : b.document.document < a.document.document;
  });
  return hits;
}

std::string asked_as_json(const SearchCommand& command) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("text", command.text);
  if (command.patient.is_set()) out.member("patient", command.patient.text());
  if (!command.type.empty()) out.member("type", command.type);
  if (!command.author.empty()) out.member("author", command.author);
  if (command.from) out.member("from", command.from->text());
  if (command.until) out.member("until", command.until->text());
  out.end_object();
  return text;
}

}  // namespace

Result<std::vector<TextFound>> SearchService::candidates(store::Reader& reader, const Actor& actor, const SearchCommand& command,
                                                         const std::vector<store::TextClause>& clauses, bool& is_more) const {
  std::vector<PatientId> whose;
  if (command.patient.is_set()) {
    CHARTA_TRY(whose, index_.expand(reader, command.patient));
  } else {
    // Everybody's, and those for whom the glass is broken: their records are open further than the others.
    whose = actor.visibility.opened_by_glass;
    whose.insert(whose.begin(), PatientId());
  }
  std::vector<TextFound> all;
  std::set<std::int64_t> known;
  for (const PatientId patient : whose) {
    auto query = query_of(command, clauses);
    add_visibility(query, actor.visibility, patient);
    CHARTA_TRY(auto found, words_.find(reader, query));
    is_more = is_more || static_cast<std::int64_t>(found.size()) > most_weighed;
    for (auto& one : found)
      if (known.insert(one.page).second) all.push_back(std::move(one));
  }
  std::sort(all.begin(), all.end(), [](const TextFound& a, const TextFound& b) { return a.page > b.page; });
  if (all.size() > static_cast<std::size_t>(most_weighed)) all.resize(static_cast<std::size_t>(most_weighed));
  return all;
}

Result<void> SearchService::fill(store::Reader& reader, DocumentHit& hit, const std::vector<store::TextClause>& clauses) const {
  CHARTA_TRY(auto document, rows_.find(reader, hit.document.document));
  if (document) hit.document = std::move(*document);
  CHARTA_TRY(const auto text, rows_.page(reader, hit.document.document, hit.page));
  hit.snippet = snippet_of(text, clauses);
  return {};
}

/// One entry for what was asked, and one for each patient of whose documents words were shown.
Result<void> SearchService::note(const Actor& actor, const SearchCommand& command, const std::vector<DocumentHit>& shown) {
  const auto search = keys_.next_key();
  const Instant now = clock_.now();
  const std::string asked = asked_as_json(command);
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(rows_.add_asked(work, search, actor.author.user, now, asked));
    ledger::Entry entry;
    entry.act = ledger::Act::searched;
    entry.subject_kind = "document_search";
    entry.subject = search;
    entry.patient = command.patient;
    entry.digest = sha256(asked);
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
    std::set<PatientId> told{command.patient};
    for (const auto& hit : shown) {
      if (!told.insert(hit.patient).second) continue;
      entry.patient = hit.patient;
      CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
    }
    return {};
  });
}

Result<SearchAnswer> SearchService::search(const Actor& actor, const SearchCommand& command) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  SearchAnswer answer;
  CHARTA_TRY(answer.clauses, parse_query(command.text));
  if (command.patient.is_set()) CHARTA_TRY_DO(index_.banner(actor, command.patient));
  const Instant now = clock_.now();
  const auto looked = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(const auto found, candidates(reader, actor, command, answer.clauses, answer.is_more));
    auto hits = ranked(found, answer.clauses, now);
    answer.total = static_cast<std::int64_t>(hits.size());
    const auto first = static_cast<std::size_t>(std::clamp<std::int64_t>(command.offset, 0, answer.total));
    const auto last = static_cast<std::size_t>(std::clamp<std::int64_t>(command.offset + command.limit, 0, answer.total));
    for (std::size_t at = first; at < last; ++at) {
      CHARTA_TRY_DO(fill(reader, hits[at], answer.clauses));
      answer.hits.push_back(std::move(hits[at]));
    }
    return {};
  });
  if (!looked) return looked.error();
  CHARTA_TRY_DO(note(actor, command, answer.hits));
  return answer;
}

Result<std::string> SearchService::text(const Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  return store_.read([&](store::Reader& reader) -> Result<std::string> {
    CHARTA_TRY(const auto document, rows_.find(reader, stored.key));
    if (!document || document->version != stored.version || document->pages == 0)
      return fail(ErrorKind::not_found, "the words of this document are not read yet, or it has none", "text");
    std::string all;
    for (std::int64_t number = 1; number <= document->pages; ++number) {
      CHARTA_TRY(const auto page, rows_.page(reader, stored.key, number));
      all += (number > 1 ? "\f" : "") + page;
    }
    return all;
  });
}

Result<Figures> SearchService::figures() {
  return store_.read([&](store::Reader& reader) { return rows_.figures(reader); });
}

}  // namespace charta::document_search
