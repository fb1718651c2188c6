// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_store.hpp"

#include "base/text.hpp"

namespace charta::physician_queries {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_QUERY_COLUMNS                                                                                                 \
  "SELECT query, item, patient, encounter, encounter_id, purpose, format, timing, title, question, choices, used_template, " \
  "addressee, asked_by, written_at, state, sent_at, due_at, answered_at, answered_by, choice, answer, outcome, closed_at, "  \
  "kept_as, rule, facility, sensitivity FROM physician_query "

constexpr Statement select_query{"physician_queries.select_query", CHARTA_QUERY_COLUMNS "WHERE query = :query"};
constexpr Statement select_query_of_item{"physician_queries.select_query_of_item", CHARTA_QUERY_COLUMNS "WHERE item = :item"};
constexpr Statement select_queries_of_patient{"physician_queries.select_queries_of_patient",
                                              CHARTA_QUERY_COLUMNS "WHERE patient = :patient ORDER BY query DESC LIMIT 1000"};
constexpr Statement select_sent_between{"physician_queries.select_sent_between", CHARTA_QUERY_COLUMNS
                                        "WHERE sent_at >= :from AND sent_at < :until ORDER BY sent_at DESC LIMIT :most"};
#undef CHARTA_QUERY_COLUMNS
constexpr Statement insert_query{"physician_queries.insert_query", R"sql(
  INSERT INTO physician_query (query, item, patient, encounter, encounter_id, purpose, format, timing, title, question, choices,
    used_template, addressee, asked_by, written_at, state, due_at, answered_by, choice, answer, outcome, kept_as, rule, facility,
    sensitivity)
  VALUES (:query, :item, :patient, :encounter, :encounter_id, :purpose, :format, :timing, :title, :question, :choices,
    :used_template, :addressee, :asked_by, :written_at, :state, :due_at, 0, 0, '', '', :kept_as, :rule, :facility,
    :sensitivity))sql"};
constexpr Statement update_words{"physician_queries.update_words", R"sql(
  UPDATE physician_query SET purpose = :purpose, format = :format, timing = :timing, title = :title, question = :question,
    choices = :choices, used_template = :used_template, addressee = :addressee, rule = :rule
   WHERE query = :query AND state = 'pending')sql"};
constexpr Statement update_course{"physician_queries.update_course", R"sql(
  UPDATE physician_query SET state = :state, sent_at = :sent_at, due_at = :due_at, answered_at = :answered_at,
    answered_by = :answered_by, choice = :choice, answer = :answer, outcome = :outcome, closed_at = :closed_at,
    addressee = :addressee, rule = :rule WHERE query = :query)sql"};
constexpr Statement delete_quotes{"physician_queries.delete_quotes", "DELETE FROM physician_query_quote WHERE query = :query"};
constexpr Statement insert_quote{"physician_queries.insert_quote", R"sql(
  INSERT INTO physician_query_quote (query, number, document, resource_type, fhir_id, title, at, version, page, quote,
    of_this_encounter, says_earlier)
  VALUES (:query, :number, :document, :resource_type, :fhir_id, :title, :at, :version, :page, :quote, :of_this_encounter,
    :says_earlier))sql"};
constexpr Statement select_quotes{"physician_queries.select_quotes", R"sql(
  SELECT document, resource_type, fhir_id, title, at, version, page, quote, of_this_encounter, says_earlier
    FROM physician_query_quote WHERE query = :query ORDER BY number)sql"};
constexpr Statement count_open_queries{"physician_queries.count_open", R"sql(
  SELECT COUNT(*) FROM physician_query WHERE encounter = :encounter AND state IN ('sent', 'reassigned'))sql"};
constexpr Statement update_query_patient{"physician_queries.update_query_patient", R"sql(
  UPDATE physician_query SET patient = :patient, facility = :facility, sensitivity = :sensitivity WHERE encounter = :encounter)sql"};
constexpr Statement update_query_labels{"physician_queries.update_query_labels", R"sql(
  UPDATE physician_query SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};

std::string lines_of(const std::vector<std::string>& choices) {
  std::string lines;
  for (const auto& one : choices) lines += (lines.empty() ? "" : "\n") + one;
  return lines;
}

std::vector<std::string> choices_from(const std::string& lines) {
  std::vector<std::string> choices;
  if (lines.empty()) return choices;
  for (const auto one : split(lines, '\n')) choices.emplace_back(one);
  return choices;
}

std::optional<Instant> instant_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

void read_words(const Row& row, Query& query) {
  query.encounter = row.string(4);
  query.purpose = parse_purpose(row.string(5)).value_or(Purpose::specificity);
  query.format = parse_format(row.string(6)).value_or(Format::open);
  query.timing = parse_timing(row.string(7)).value_or(Timing::retrospective);
  query.is_post_bill = query.timing == Timing::post_bill;
  query.title = row.string(8);
  query.question = row.string(9);
  query.choices = choices_from(row.string(10));
  query.used_template = row.string(11);
  query.to = row.id<UserId>(12);
}

Query query_from(const Row& row) {
  Query query;
  query.id = row.id<QueryId>(0);
  query.item = row.id<WorkItemId>(1);
  query.patient = row.id<PatientId>(2);
  query.encounter_key = row.id<ResourceId>(3);
  read_words(row, query);
  query.asked_by = row.id<UserId>(13);
  query.written_at = row.instant(14);
  query.state = row.string(15);
  query.sent_at = instant_or_none(row, 16);
  query.due_at = instant_or_none(row, 17);
  query.answered_at = instant_or_none(row, 18);
  query.answered_by = row.id<UserId>(19);
  query.choice = row.integer(20);
  query.answer = row.string(21);
  query.outcome = row.string(22);
  query.closed_at = instant_or_none(row, 23);
  query.kept_as = row.string(24);
  query.rule = row.string(25);
  query.facility = static_cast<int>(row.integer(26));
  query.sensitivity = static_cast<access::SensitivityMask>(row.integer(27));
  return query;
}

QuotedFinding quote_from(const Row& row) {
  QuotedFinding one;
  one.document = row.id<ResourceId>(0);
  one.resource_type = row.string(1);
  one.fhir_id = row.string(2);
  one.title = row.string(3);
  one.at = row.instant(4);
  one.version = row.integer(5);
  one.page = row.integer(6);
  one.quote = row.string(7);
  one.is_of_this_encounter = row.integer(8) != 0;
  one.says_it_is_earlier = row.integer(9) != 0;
  return one;
}

}  // namespace

Result<void> QueryStore::add(store::UnitOfWork& work, const Query& query) const {
  CHARTA_TRY_DO(work.write(insert_query, {{"query", query.id.key()},
                                          {"item", query.item.key()},
                                          {"patient", query.patient},
                                          {"encounter", query.encounter_key},
                                          {"encounter_id", query.encounter},
                                          {"purpose", purpose_code(query.purpose)},
                                          {"format", format_code(query.format)},
                                          {"timing", timing_code(query.timing)},
                                          {"title", query.title},
                                          {"question", query.question},
                                          {"choices", lines_of(query.choices)},
                                          {"used_template", query.used_template},
                                          {"addressee", query.to.key()},
                                          {"asked_by", query.asked_by.key()},
                                          {"written_at", query.written_at},
                                          {"state", query.state},
                                          {"due_at", query.due_at},
                                          {"kept_as", query.kept_as},
                                          {"rule", query.rule},
                                          {"facility", query.facility},
                                          {"sensitivity", static_cast<std::int64_t>(query.sensitivity)}}));
  return save_quotes(work, query);
}

Result<void> QueryStore::rewrite(store::UnitOfWork& work, const Query& query) const {
  CHARTA_TRY_DO(work.write(update_words, {{"query", query.id.key()},
                                          {"purpose", purpose_code(query.purpose)},
                                          {"format", format_code(query.format)},
                                          {"timing", timing_code(query.timing)},
                                          {"title", query.title},
                                          {"question", query.question},
                                          {"choices", lines_of(query.choices)},
                                          {"used_template", query.used_template},
                                          {"addressee", query.to.key()},
                                          {"rule", query.rule}}));
  CHARTA_TRY_DO(work.write(delete_quotes, {{"query", query.id.key()}}));
  return save_quotes(work, query);
}

Result<void> QueryStore::update(store::UnitOfWork& work, const Query& query) const {
  return work.write(update_course, {{"query", query.id.key()},
                                    {"state", query.state},
                                    {"sent_at", query.sent_at},
                                    {"due_at", query.due_at},
                                    {"answered_at", query.answered_at},
                                    {"answered_by", query.answered_by.key()},
                                    {"choice", query.choice},
                                    {"answer", query.answer},
                                    {"outcome", query.outcome},
                                    {"closed_at", query.closed_at},
                                    {"addressee", query.to.key()},
                                    {"rule", query.rule}});
}

Result<void> QueryStore::save_quotes(store::UnitOfWork& work, const Query& query) const {
  std::int64_t number = 0;
  for (const auto& one : query.findings) {
    CHARTA_TRY_DO(work.write(insert_quote, {{"query", query.id.key()},
                                            {"number", ++number},
                                            {"document", one.document},
                                            {"resource_type", one.resource_type},
                                            {"fhir_id", one.fhir_id},
                                            {"title", one.title},
                                            {"at", one.at},
                                            {"version", one.version},
                                            {"page", one.page},
                                            {"quote", one.quote},
                                            {"of_this_encounter", one.is_of_this_encounter ? 1 : 0},
                                            {"says_earlier", one.says_it_is_earlier ? 1 : 0}}));
  }
  return {};
}

Result<void> QueryStore::add_quotes(store::Reader& reader, Query& query) const {
  CHARTA_TRY(query.findings, reader.read_all(select_quotes, {{"query", query.id.key()}}, quote_from));
  return {};
}

Result<std::optional<Query>> QueryStore::find(store::Reader& reader, QueryId id) const {
  CHARTA_TRY(auto query, reader.read_one(select_query, {{"query", id.key()}}, query_from));
  if (query) {
    CHARTA_TRY_DO(add_quotes(reader, *query));
  }
  return query;
}

Result<std::optional<Query>> QueryStore::of_item(store::Reader& reader, WorkItemId item) const {
  CHARTA_TRY(auto query, reader.read_one(select_query_of_item, {{"item", item.key()}}, query_from));
  if (query) {
    CHARTA_TRY_DO(add_quotes(reader, *query));
  }
  return query;
}

Result<std::vector<Query>> QueryStore::of_patient(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(auto queries, reader.read_all(select_queries_of_patient, {{"patient", patient}}, query_from));
  for (auto& one : queries) {
    CHARTA_TRY_DO(add_quotes(reader, one));
  }
  return queries;
}

Result<std::vector<Query>> QueryStore::sent_between(store::Reader& reader, Instant from, Instant until, std::int64_t most) const {
  return reader.read_all(select_sent_between, {{"from", from}, {"until", until}, {"most", most}}, query_from);
}

Result<std::int64_t> QueryStore::count_open(store::Reader& reader, ResourceId encounter) const {
  CHARTA_TRY(const auto count,
             reader.read_one(count_open_queries, {{"encounter", encounter}}, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<void> QueryStore::move(store::UnitOfWork& work, ResourceId encounter, PatientId patient, int facility,
                              access::SensitivityMask sensitivity) const {
  return work.write(update_query_patient, {{"encounter", encounter},
                                           {"patient", patient},
                                           {"facility", facility},
                                           {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

Result<void> QueryStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                 access::SensitivityMask added) const {
  return work.write(
      update_query_labels,
      {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

}  // namespace charta::physician_queries
