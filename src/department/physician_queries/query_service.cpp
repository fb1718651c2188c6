// SPDX-License-Identifier: Apache-2.0
// How a question is written, judged and sent, and what is shown of it.
#include "department/physician_queries/query_service.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace charta::physician_queries {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t documents_weighed = 1000, most_in_period = 100'000;

Error no_such_query(QueryId id) {
  return fail(ErrorKind::not_found, "there is no question " + id.text());
}

bool stands_in(std::string_view pages, std::int64_t page, std::string_view quote) {
  const auto texts = split(pages, '\f');
  if (page < 1 || static_cast<std::size_t>(page) > texts.size()) return false;
  const std::string asked = " " + document_search::folded_text(quote) + " ";
  return asked.size() > 2 &&
         (" " + document_search::folded_text(texts[static_cast<std::size_t>(page - 1)]) + " ").find(asked) != std::string::npos;
}

std::string detail_of(const Query& query) {
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("title", query.title)
      .member("query", query.id.text())
      .member("encounter", query.encounter)
      .end_object();
  return text;
}

/// What a physician is shown, as one text: its digest stands in the ledger.
Digest content_digest(const Query& query) {
  std::string text = query.title + "\n" + query.question;
  for (const auto& one : query.choices) text += "\n- " + one;
  for (const auto& one : query.findings)
    text += "\n\"" + one.quote + "\" " + one.fhir_id + " " + std::to_string(one.version) + " " + std::to_string(one.page);
  return sha256(text);
}

ledger::Entry entry_of(const Query& query, ledger::Act act, Digest digest) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = "physician_query";
  entry.subject = query.id.key();
  entry.patient = query.patient;
  entry.rule = query.rule;
  entry.digest = digest;
  return entry;
}

/// Words as they are written: without white space around them, choices on one line each.
Result<void> tidy(NewQuery& query) {
  query.title = stripped(query.title);
  query.question = stripped(query.question);
  for (auto& one : query.choices) {
    one = stripped(one);
    if (one.empty() || one.find('\n') != std::string::npos)
      return fail(ErrorKind::invalid, "a choice is one line of words", "choices");
  }
  if (query.title.size() > 300 || query.question.size() > 4000 || query.choices.size() > 30 || query.findings.size() > 50)
    return fail(ErrorKind::invalid, "a question has a title of 300 bytes, 4,000 bytes of words, 30 choices and 50 quotes at most",
                "question");
  return {};
}

}  // namespace

Result<std::vector<Addressee>> QueryService::physicians(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return questions_.physicians();
}

Result<std::vector<std::string>> QueryService::documented(store::Reader& reader, const Actor& actor, std::string_view encounter) {
  CHARTA_TRY(const auto lines, chart_.rows().of_encounter(reader, encounter, actor.visibility, documents_weighed));
  std::vector<std::string> texts;
  for (const auto& line : lines) {
    if (line.kind != "document" && line.kind != "report") continue;
    CHARTA_TRY(auto words, questions_.words_of(reader, line.resource));
    if (!words.empty()) texts.push_back(std::move(words));
  }
  return texts;
}

Result<void> QueryService::complete_quote(store::Reader& reader, const Actor& actor, const NewQuery& query, QuotedFinding& quote,
                                          Draft& draft) {
  CHARTA_TRY(const auto stored, resources_.load(reader, quote.resource_type, quote.fhir_id));
  const bool is_seen =
      stored && !stored->deleted && actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient);
  if (!is_seen) return fail(ErrorKind::not_found, "there is no document " + quote.fhir_id + " in this chart", "findings");
  CHARTA_TRY(const auto records, index_.expand(reader, query.patient));
  if (std::find(records.begin(), records.end(), stored->patient) == records.end())
    return fail(ErrorKind::business_rule, "document " + quote.fhir_id + " stands in another chart", "findings");
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  const auto line = chart::entry_of(parsed.root(), clock_.now());
  quote.document = stored->key;
  quote.title = line.title;
  quote.at = line.at;
  quote.version = stored->version;
  quote.quote = stripped(quote.quote);
  quote.is_of_this_encounter = line.encounter == query.encounter;
  CHARTA_TRY(const auto words, questions_.words_of(reader, quote.document));
  draft.indicators.push_back(
      {quote.quote, stands_in(words, quote.page, quote.quote), quote.is_of_this_encounter, quote.says_it_is_earlier});
  return {};
}

Result<QueryService::Place> QueryService::place_of(const Actor& actor, NewQuery& query) {
  CHARTA_TRY_DO(access::require(actor, Permission::ask_physicians));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(tidy(query));
  return store_.read([&](store::Reader& reader) -> Result<Place> {
    CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", query.encounter));
    const auto missing = [&] {
      return fail(ErrorKind::not_found, "there is no encounter " + query.encounter + " in this chart", "encounter");
    };
    if (!stored || stored->deleted) return missing();
    CHARTA_TRY(const auto visit, encounters_.encounter(reader, stored->key));
    CHARTA_TRY(const auto records, index_.expand(reader, query.patient));
    if (!visit || !actor.visibility.sees(visit->facility, visit->sensitivity, visit->patient) ||
        std::find(records.begin(), records.end(), visit->patient) == records.end())
      return missing();
    query.patient = visit->patient;
    Place place{*visit, {query.purpose, query.format, query.title, query.question, query.choices, {}, {}}};
    for (auto& quote : query.findings) {
      CHARTA_TRY_DO(complete_quote(reader, actor, query, quote, place.draft));
    }
    CHARTA_TRY(place.draft.documented, documented(reader, actor, query.encounter));
    return place;
  });
}

Result<std::vector<Finding>> QueryService::check(const Actor& actor, const NewQuery& asked) {
  NewQuery query = asked;
  CHARTA_TRY(const auto place, place_of(actor, query));
  return lint(place.draft, rules_);
}

Result<Query> QueryService::write(const Actor& actor, const NewQuery& asked) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "a question is asked by a person");
  Query query;
  static_cast<NewQuery&>(query) = asked;
  CHARTA_TRY(const auto place, place_of(actor, query));
  query.id = keys_.next<QueryId>();
  query.encounter_key = place.visit.encounter;
  query.timing = query.is_post_bill                 ? Timing::post_bill
                 : place.visit.status == "finished" ? Timing::retrospective
                                                    : Timing::concurrent;
  query.state = "pending";
  query.asked_by = actor.author.user;
  query.written_at = clock_.now();
  query.kept_as = response_.kept_as;
  query.rule = rules_.compliance;
  query.facility = place.visit.facility;
  query.sensitivity = place.visit.sensitivity;
  return store_.write([&](store::UnitOfWork& work) -> Result<Query> {
    worklists::NewWorkItem item;
    item.kind = query_machine().kind;
    item.subject_type = "Encounter";
    item.subject = query.encounter_key.key();
    item.patient = query.patient;
    item.detail = detail_of(query);
    item.clock_basis = "sent";
    item.facility = query.facility;
    item.sensitivity = query.sensitivity;
    CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
    query.item = opened.id;
    CHARTA_TRY_DO(rows_.add(work, query));
    CHARTA_TRY_DO(hand_to(work, query, query.asked_by));
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry_of(query, ledger::Act::created, content_digest(query))));
    return query;
  });
}

Result<Query> QueryService::rewrite(const Actor& actor, QueryId id, const NewQuery& words) {
  CHARTA_TRY(const auto before, find(actor, id));
  if (before.state != "pending") return fail(ErrorKind::business_rule, "this question was sent; write a new one", "state");
  NewQuery changed = words;
  changed.patient = before.patient;
  changed.encounter = before.encounter;
  CHARTA_TRY(const auto place, place_of(actor, changed));
  return store_.write([&](store::UnitOfWork& work) -> Result<Query> {
    CHARTA_TRY(auto query, require(work, actor, id));
    if (query.state != "pending")
      return fail(ErrorKind::version_conflict, "this question was sent meanwhile; look at it again", "state");
    static_cast<NewQuery&>(query) = changed;
    if (changed.is_post_bill) query.timing = Timing::post_bill;
    CHARTA_TRY_DO(rows_.rewrite(work, query));
    CHARTA_TRY_DO(worklists_.set_detail(work, query.item, detail_of(query)));
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry_of(query, ledger::Act::amended, content_digest(query))));
    return query;
  });
}

Result<Query> QueryService::require(store::Reader& reader, const Actor& actor, QueryId id) {
  CHARTA_TRY(auto query, rows_.find(reader, id));
  if (!query || !actor.visibility.sees(query->facility, query->sensitivity, query->patient)) return no_such_query(id);
  return std::move(*query);
}

Result<Query> QueryService::find(const Actor& actor, QueryId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) { return require(reader, actor, id); });
}

Result<Query> QueryService::of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Query> {
    CHARTA_TRY(auto query, rows_.of_item(reader, item));
    if (!query || !actor.visibility.sees(query->facility, query->sensitivity, query->patient))
      return fail(ErrorKind::not_found, "there is no question behind item " + item.text());
    return std::move(*query);
  });
}

Result<std::vector<Query>> QueryService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Query>> {
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    std::vector<Query> all;
    for (const auto record : records) {
      CHARTA_TRY(auto some, rows_.of_patient(reader, record));
      for (auto& one : some)
        if (actor.visibility.sees(one.facility, one.sensitivity, one.patient)) all.push_back(std::move(one));
    }
    std::sort(all.begin(), all.end(), [](const Query& one, const Query& other) { return one.id.key() > other.id.key(); });
    return all;
  });
}

Result<QueryService::Period> QueryService::period(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  Period period;
  CHARTA_TRY(period.queries,
             store_.read([&](store::Reader& reader) { return rows_.sent_between(reader, from, until, most_in_period); }));
  std::erase_if(period.queries,
                [&](const Query& one) { return !actor.visibility.sees(one.facility, one.sensitivity, one.patient); });
  period.figures = figures_of(period.queries, clock_.now());
  return period;
}

Result<Query> QueryService::send(const Actor& actor, QueryId id) {
  CHARTA_TRY(auto before, find(actor, id));
  CHARTA_TRY(const auto place, place_of(actor, before));
  for (const auto& one : lint(place.draft, rules_))
    if (blocks(one.fault)) return fail(ErrorKind::business_rule, one.where + ": " + one.says, "findings");
  CHARTA_TRY(const auto physicians, questions_.physicians());
  const bool may_answer =
      std::any_of(physicians.begin(), physicians.end(), [&](const Addressee& one) { return one.user == before.to; });
  if (!may_answer) return fail(ErrorKind::business_rule, "say which physician is asked", "to");
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Query& query) -> Result<void> {
        query.sent_at = clock_.now();
        query.due_at = query.sent_at->plus(std::chrono::hours(response_.hours.at(std::string(timing_code(query.timing)))));
        CHARTA_TRY_DO(worklists_.set_due(work, query.item, query.due_at, response_.reference));
        return ledger_.record(work, actor.author, entry_of(query, ledger::Act::sent, content_digest(query)));
      },
      "send");
}

}  // namespace charta::physician_queries
