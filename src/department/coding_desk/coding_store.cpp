// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coding_store.hpp"

#include "base/text.hpp"

namespace charta::coding_desk {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_CASE_COLUMNS                                                                                                      \
  "SELECT encounter, encounter_id, patient, item, state, class_code, started_at, ended_at, changed_at, missing, reason, coder, " \
  "reviewer, begun_at, coded_at, finalised_at, reviewed_at, version, service, physician, physician_name, drg_version, drg, "     \
  "drg_title, mdc, weight, severity, is_split, agreed, reviewed, times_final, facility, sensitivity FROM coding_case "

constexpr Statement select_case{"coding_desk.select_case", CHARTA_CASE_COLUMNS "WHERE encounter = :encounter"};
constexpr Statement select_cases_of_patient{"coding_desk.select_cases_of_patient",
                                            CHARTA_CASE_COLUMNS "WHERE patient = :patient ORDER BY ended_at DESC LIMIT :most"};
constexpr Statement select_final_between{
    "coding_desk.select_final_between",
    CHARTA_CASE_COLUMNS "WHERE state = 'final' AND ended_at >= :from AND ended_at < :until ORDER BY ended_at DESC LIMIT :most"};
#undef CHARTA_CASE_COLUMNS
constexpr Statement upsert_case{"coding_desk.upsert_case", R"sql(
  INSERT INTO coding_case (encounter, encounter_id, patient, item, state, class_code, started_at, ended_at, changed_at, missing, reason,
    coder, reviewer, begun_at, coded_at, finalised_at, reviewed_at, version, service, physician, physician_name, drg_version, drg,
    drg_title, mdc, weight, severity, is_split, agreed, reviewed, times_final, facility, sensitivity)
  VALUES (:encounter, :encounter_id, :patient, :item, :state, :class_code, :started_at, :ended_at, :changed_at, :missing, :reason,
    :coder, :reviewer, :begun_at, :coded_at, :finalised_at, :reviewed_at, :version, :service, :physician, :physician_name,
    :drg_version, :drg, :drg_title, :mdc, :weight, :severity, :is_split, :agreed, :reviewed, :times_final, :facility, :sensitivity)
  ON CONFLICT (encounter) DO UPDATE SET patient = excluded.patient, item = excluded.item, state = excluded.state,
    class_code = excluded.class_code, started_at = excluded.started_at, ended_at = excluded.ended_at, changed_at = excluded.changed_at,
    missing = excluded.missing, reason = excluded.reason, coder = excluded.coder, reviewer = excluded.reviewer,
    begun_at = excluded.begun_at, coded_at = excluded.coded_at, finalised_at = excluded.finalised_at,
    reviewed_at = excluded.reviewed_at, version = excluded.version, service = excluded.service, physician = excluded.physician,
    physician_name = excluded.physician_name, drg_version = excluded.drg_version, drg = excluded.drg,
    drg_title = excluded.drg_title, mdc = excluded.mdc, weight = excluded.weight, severity = excluded.severity,
    is_split = excluded.is_split, agreed = excluded.agreed, reviewed = excluded.reviewed, times_final = excluded.times_final,
    facility = excluded.facility, sensitivity = excluded.sensitivity)sql"};
constexpr Statement delete_lines{"coding_desk.delete_lines",
                                 "DELETE FROM coding_line WHERE encounter = :encounter AND sheet = :sheet"};
constexpr Statement delete_evidence{"coding_desk.delete_evidence",
                                    "DELETE FROM coding_evidence WHERE encounter = :encounter AND sheet = :sheet"};
constexpr Statement insert_line{"coding_desk.insert_line", R"sql(
  INSERT INTO coding_line (encounter, sheet, kind, number, code, poa, done_on, origin, index_path, written_by, written_at, modifiers,
    units)
  VALUES (:encounter, :sheet, :kind, :number, :code, :poa, :done_on, :origin, :index_path, :written_by, :written_at, :modifiers,
    :units))sql"};
constexpr Statement insert_evidence{"coding_desk.insert_evidence", R"sql(
  INSERT INTO coding_evidence (encounter, sheet, kind, line, number, document, resource_type, fhir_id, title, version, page, quote)
  VALUES (:encounter, :sheet, :kind, :line, :number, :document, :resource_type, :fhir_id, :title, :version, :page, :quote))sql"};
constexpr Statement select_lines{"coding_desk.select_lines", R"sql(
  SELECT kind, code, poa, done_on, origin, index_path, written_by, written_at, modifiers, units FROM coding_line
   WHERE encounter = :encounter AND sheet = :sheet ORDER BY kind, number)sql"};
constexpr Statement select_evidence{"coding_desk.select_evidence", R"sql(
  SELECT kind, line, document, resource_type, fhir_id, title, version, page, quote FROM coding_evidence
   WHERE encounter = :encounter AND sheet = :sheet ORDER BY kind, line, number)sql"};
constexpr Statement upsert_entry{"coding_desk.upsert_entry", R"sql(
  INSERT INTO coding_abstract (encounter, element, value, document, resource_type, fhir_id, title, version, page, quote, written_by,
    written_at)
  VALUES (:encounter, :element, :value, :document, :resource_type, :fhir_id, :title, :version, :page, :quote, :written_by, :written_at)
  ON CONFLICT (encounter, element) DO UPDATE SET value = excluded.value, document = excluded.document,
    resource_type = excluded.resource_type, fhir_id = excluded.fhir_id, title = excluded.title, version = excluded.version,
    page = excluded.page, quote = excluded.quote, written_by = excluded.written_by, written_at = excluded.written_at)sql"};
constexpr Statement delete_entry{"coding_desk.delete_entry",
                                 "DELETE FROM coding_abstract WHERE encounter = :encounter AND element = :element"};
constexpr Statement select_entries{"coding_desk.select_entries", R"sql(
  SELECT element, value, document, resource_type, fhir_id, title, version, page, quote, written_by, written_at
    FROM coding_abstract WHERE encounter = :encounter ORDER BY element)sql"};
constexpr Statement select_resting_on{"coding_desk.select_resting_on", R"sql(
  SELECT encounter FROM coding_evidence WHERE document = :document AND sheet = 'coder'
  UNION SELECT encounter FROM coding_abstract WHERE document = :written_from)sql"};
constexpr Statement upsert_answer{"coding_desk.upsert_answer", R"sql(
  INSERT INTO coding_answer (encounter, finding, words, written_by, written_at)
  VALUES (:encounter, :finding, :words, :written_by, :written_at)
  ON CONFLICT (encounter, finding) DO UPDATE SET words = excluded.words, written_by = excluded.written_by,
    written_at = excluded.written_at)sql"};
constexpr Statement select_answers{"coding_desk.select_answers", R"sql(
  SELECT finding, words, written_by, written_at FROM coding_answer WHERE encounter = :encounter ORDER BY finding)sql"};
constexpr Statement insert_hand{
    "coding_desk.insert_hand",
    "INSERT INTO coding_hand (encounter, person) VALUES (:encounter, :person) ON CONFLICT (encounter, person) DO NOTHING"};
constexpr Statement select_hand{"coding_desk.select_hand",
                                "SELECT 1 FROM coding_hand WHERE encounter = :encounter AND person = :person"};
constexpr Statement upsert_news{"coding_desk.upsert_news", R"sql(
  INSERT INTO coding_news (encounter, kind, document, came_at) VALUES (:encounter, :kind, :document, :came_at)
  ON CONFLICT (encounter, kind, document) DO UPDATE SET came_at = excluded.came_at)sql"};
constexpr Statement raise_version{"coding_desk.raise_version",
                                  "UPDATE coding_case SET version = version + 1 WHERE encounter = :encounter"};
constexpr Statement select_news{"coding_desk.select_news", R"sql(
  SELECT kind, document, came_at FROM coding_news WHERE encounter = :encounter ORDER BY came_at, kind, document)sql"};
constexpr Statement delete_news{"coding_desk.delete_news", "DELETE FROM coding_news WHERE encounter = :encounter"};
constexpr Statement update_case_labels{"coding_desk.update_case_labels", R"sql(
  UPDATE coding_case SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};

std::string_view sheet_code(SheetOf whose) {
  return whose == SheetOf::coder ? "coder" : "reviewer";
}

std::optional<Instant> maybe_instant(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

std::string joined_lines(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : "\n") + one;
  return text;
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& one : words) text += (text.empty() ? "" : " ") + one;
  return text;
}

GroupedAs grouped_from(const Row& row) {
  GroupedAs as;
  as.version = static_cast<int>(row.integer(21));
  as.drg = static_cast<int>(row.integer(22));
  as.title = row.string(23);
  as.mdc = static_cast<int>(row.integer(24));
  as.weight = row.integer(25);
  as.severity = row.string(26);
  as.is_split = row.integer(27) != 0;
  return as;
}

CodingCase case_from(const Row& row) {
  CodingCase one;
  one.encounter = row.id<ResourceId>(0);
  one.encounter_id = row.string(1);
  one.patient = row.id<PatientId>(2);
  one.item = row.id<WorkItemId>(3);
  one.state = row.string(4);
  one.class_code = row.string(5);
  one.started_at = maybe_instant(row, 6);
  one.ended_at = row.instant(7);
  one.changed_at = row.instant(8);
  if (const auto missing = row.string(9); !missing.empty())
    for (const auto line : split(missing, '\n')) one.missing.emplace_back(line);
  one.reason = row.string(10);
  one.coder = row.id<UserId>(11);
  one.reviewer = row.id<UserId>(12);
  one.begun_at = maybe_instant(row, 13);
  one.coded_at = maybe_instant(row, 14);
  one.finalised_at = maybe_instant(row, 15);
  one.reviewed_at = maybe_instant(row, 16);
  one.version = row.integer(17);
  one.service = row.string(18);
  one.physician = row.string(19);
  one.physician_name = row.string(20);
  one.grouped = grouped_from(row);
  one.agreed = row.integer(28);
  one.reviewed = row.integer(29);
  one.times_final = static_cast<int>(row.integer(30));
  one.facility = static_cast<int>(row.integer(31));
  one.sensitivity = static_cast<std::uint32_t>(row.integer(32));
  return one;
}

EvidenceSpan span_from(const Row& row, int first) {
  EvidenceSpan span;
  span.document = row.id<ResourceId>(first);
  span.resource_type = row.string(first + 1);
  span.fhir_id = row.string(first + 2);
  span.title = row.string(first + 3);
  span.version = row.integer(first + 4);
  span.page = row.integer(first + 5);
  span.quote = row.string(first + 6);
  return span;
}

}  // namespace

Result<void> CodingStore::save(store::UnitOfWork& work, const CodingCase& one) const {
  return work.write(upsert_case, {{"encounter", one.encounter},
                                  {"encounter_id", one.encounter_id},
                                  {"patient", one.patient},
                                  {"item", one.item.key()},
                                  {"state", one.state},
                                  {"class_code", one.class_code},
                                  {"started_at", one.started_at},
                                  {"ended_at", one.ended_at},
                                  {"changed_at", one.changed_at},
                                  {"missing", joined_lines(one.missing)},
                                  {"reason", one.reason},
                                  {"coder", one.coder.key()},
                                  {"reviewer", one.reviewer.key()},
                                  {"begun_at", one.begun_at},
                                  {"coded_at", one.coded_at},
                                  {"finalised_at", one.finalised_at},
                                  {"reviewed_at", one.reviewed_at},
                                  {"version", one.version},
                                  {"service", one.service},
                                  {"physician", one.physician},
                                  {"physician_name", one.physician_name},
                                  {"drg_version", one.grouped.version},
                                  {"drg", one.grouped.drg},
                                  {"drg_title", one.grouped.title},
                                  {"mdc", one.grouped.mdc},
                                  {"weight", one.grouped.weight},
                                  {"severity", one.grouped.severity},
                                  {"is_split", one.grouped.is_split ? 1 : 0},
                                  {"agreed", one.agreed},
                                  {"reviewed", one.reviewed},
                                  {"times_final", one.times_final},
                                  {"facility", one.facility},
                                  {"sensitivity", static_cast<std::int64_t>(one.sensitivity)}});
}

Result<std::optional<CodingCase>> CodingStore::find(store::Reader& reader, ResourceId encounter) const {
  return reader.read_one(select_case, {{"encounter", encounter}}, case_from);
}

Result<std::vector<CodingCase>> CodingStore::of_patient(store::Reader& reader, PatientId patient, std::int64_t most) const {
  return reader.read_all(select_cases_of_patient, {{"patient", patient}, {"most", most}}, case_from);
}

Result<std::vector<CodingCase>> CodingStore::final_between(store::Reader& reader, Instant from, Instant until,
                                                           std::int64_t most) const {
  return reader.read_all(select_final_between, {{"from", from}, {"until", until}, {"most", most}}, case_from);
}

Result<void> CodingStore::save_lines(store::UnitOfWork& work, ResourceId encounter, SheetOf whose, LineKind kind,
                                     const std::vector<CodedLine>& lines) const {
  std::int64_t number = 0;
  for (const auto& line : lines) {
    ++number;
    CHARTA_TRY_DO(work.write(insert_line, {{"encounter", encounter},
                                           {"sheet", sheet_code(whose)},
                                           {"kind", kind_code(kind)},
                                           {"number", number},
                                           {"code", line.code},
                                           {"poa", line.poa},
                                           {"done_on", line.done_on},
                                           {"origin", origin_code(line.origin)},
                                           {"index_path", line.index_path},
                                           {"written_by", line.by.key()},
                                           {"written_at", line.at},
                                           {"modifiers", spaced(line.modifiers)},
                                           {"units", line.units}}));
    std::int64_t span_number = 0;
    for (const auto& span : line.evidence)
      CHARTA_TRY_DO(work.write(insert_evidence, {{"encounter", encounter},
                                                 {"sheet", sheet_code(whose)},
                                                 {"kind", kind_code(kind)},
                                                 {"line", number},
                                                 {"number", ++span_number},
                                                 {"document", span.document},
                                                 {"resource_type", span.resource_type},
                                                 {"fhir_id", span.fhir_id},
                                                 {"title", span.title},
                                                 {"version", span.version},
                                                 {"page", span.page},
                                                 {"quote", span.quote}}));
  }
  return {};
}

Result<void> CodingStore::save_sheet(store::UnitOfWork& work, ResourceId encounter, SheetOf whose,
                                     const CodedSheet& sheet) const {
  CHARTA_TRY_DO(work.write(delete_evidence, {{"encounter", encounter}, {"sheet", sheet_code(whose)}}));
  CHARTA_TRY_DO(work.write(delete_lines, {{"encounter", encounter}, {"sheet", sheet_code(whose)}}));
  for (const auto kind : all_kinds) CHARTA_TRY_DO(save_lines(work, encounter, whose, kind, sheet.of(kind)));
  return forget_verified(work, encounter, whose);
}

Result<CodedSheet> CodingStore::sheet(store::Reader& reader, ResourceId encounter, SheetOf whose) const {
  CodedSheet sheet;
  const auto of = [&](std::string_view kind) -> std::vector<CodedLine>& {
    return sheet.of(parse_kind(kind).value_or(LineKind::procedure));
  };
  CHARTA_TRY_DO(reader.read(select_lines, {{"encounter", encounter}, {"sheet", sheet_code(whose)}}, [&](const Row& row) {
    CodedLine line;
    line.code = row.string(1);
    line.poa = row.string(2);
    if (!row.is_null(3)) line.done_on = row.date(3);
    line.origin = parse_origin(row.text(4)).value_or(Origin::typed);
    line.index_path = row.string(5);
    line.by = row.id<UserId>(6);
    line.at = row.instant(7);
    if (const auto modifiers = row.string(8); !modifiers.empty())
      for (const auto one : split(modifiers, ' ')) line.modifiers.emplace_back(one);
    line.units = static_cast<int>(row.integer(9));
    of(row.text(0)).push_back(std::move(line));
    return true;
  }));
  CHARTA_TRY_DO(reader.read(select_evidence, {{"encounter", encounter}, {"sheet", sheet_code(whose)}}, [&](const Row& row) {
    auto& lines = of(row.text(0));
    const auto at = static_cast<std::size_t>(row.integer(1));
    if (at >= 1 && at <= lines.size()) lines[at - 1].evidence.push_back(span_from(row, 2));
    return true;
  }));
  CHARTA_TRY_DO(read_verified(reader, encounter, whose, sheet));
  return sheet;
}

Result<void> CodingStore::save_entry(store::UnitOfWork& work, ResourceId encounter, const AbstractEntry& entry) const {
  return work.write(upsert_entry, {{"encounter", encounter},
                                   {"element", entry.element},
                                   {"value", entry.value},
                                   {"document", entry.source.document},
                                   {"resource_type", entry.source.resource_type},
                                   {"fhir_id", entry.source.fhir_id},
                                   {"title", entry.source.title},
                                   {"version", entry.source.version},
                                   {"page", entry.source.page},
                                   {"quote", entry.source.quote},
                                   {"written_by", entry.by.key()},
                                   {"written_at", entry.at}});
}

Result<void> CodingStore::remove_entry(store::UnitOfWork& work, ResourceId encounter, std::string_view element) const {
  return work.write(delete_entry, {{"encounter", encounter}, {"element", element}});
}

Result<std::vector<AbstractEntry>> CodingStore::entries(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_entries, {{"encounter", encounter}}, [](const Row& row) {
    return AbstractEntry{row.string(0), row.string(1), span_from(row, 2), row.id<UserId>(9), row.instant(10)};
  });
}

Result<std::vector<ResourceId>> CodingStore::resting_on(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_resting_on, {{"document", document}, {"written_from", document}},
                         [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<void> CodingStore::save_answer(store::UnitOfWork& work, ResourceId encounter, const AnsweredFinding& answer) const {
  return work.write(upsert_answer, {{"encounter", encounter},
                                    {"finding", answer.key},
                                    {"words", answer.words},
                                    {"written_by", answer.by.key()},
                                    {"written_at", answer.at}});
}

Result<std::vector<AnsweredFinding>> CodingStore::answers(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_answers, {{"encounter", encounter}}, [](const Row& row) {
    return AnsweredFinding{row.string(0), row.string(1), row.id<UserId>(2), row.instant(3)};
  });
}

Result<void> CodingStore::add_hand(store::UnitOfWork& work, ResourceId encounter, UserId person) const {
  return person.is_set() ? work.write(insert_hand, {{"encounter", encounter}, {"person", person.key()}}) : Result<void>();
}

Result<bool> CodingStore::is_hand(store::Reader& reader, ResourceId encounter, UserId person) const {
  CHARTA_TRY(const auto found, reader.read_one(select_hand, {{"encounter", encounter}, {"person", person.key()}},
                                               [](const Row& row) { return row.integer(0); }));
  return found.has_value();
}

Result<void> CodingStore::add_news(store::UnitOfWork& work, ResourceId encounter, const CodingNews& news) const {
  CHARTA_TRY_DO(work.write(
      upsert_news,
      {{"encounter", encounter}, {"kind", news_code(news.kind)}, {"document", news.document.key()}, {"came_at", news.at}}));
  return work.write(raise_version, {{"encounter", encounter}});
}

Result<std::vector<CodingNews>> CodingStore::news(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_news, {{"encounter", encounter}}, [](const Row& row) {
    return CodingNews{parse_news(row.text(0)).value_or(NewsKind::document_came), row.id<ResourceId>(1), row.instant(2)};
  });
}

Result<void> CodingStore::clear_news(store::UnitOfWork& work, ResourceId encounter) const {
  return work.write(delete_news, {{"encounter", encounter}});
}

Result<void> CodingStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  return work.write(
      update_case_labels,
      {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

}  // namespace charta::coding_desk
