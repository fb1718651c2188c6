// SPDX-License-Identifier: Apache-2.0
#include "department/record_quality/quality_store.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <charconv>

namespace charta::record_quality {
namespace {

using store::Row;
using store::Statement;

constexpr Statement upsert_due{"record_quality.upsert_due", R"sql(
  INSERT INTO quality_due (document, noted, try_at, is_own) VALUES (:document, :noted, :try_at, 1)
  ON CONFLICT (document) DO UPDATE SET noted = excluded.noted, try_at = excluded.try_at, is_own = 1)sql"};
constexpr Statement insert_due_beside{"record_quality.insert_due_beside", R"sql(
  INSERT INTO quality_due (document, noted, try_at, is_own) VALUES (:document, :noted, :try_at, 0)
  ON CONFLICT (document) DO NOTHING)sql"};
constexpr Statement insert_due_of_others{"record_quality.insert_due_of_others", R"sql(
  INSERT INTO quality_due (document, noted, try_at, is_own)
  SELECT DISTINCT w.document, CAST(:noted AS BIGINT), CAST(:try_at AS BIGINT), 0 FROM quality_warning w
   WHERE w.other = :document AND w.closed_at IS NULL
  ON CONFLICT (document) DO NOTHING)sql"};
constexpr Statement select_due{"record_quality.select_due", R"sql(
  SELECT document, noted, is_own FROM quality_due WHERE try_at <= :now ORDER BY try_at, noted LIMIT :limit)sql"};
constexpr Statement delete_due{"record_quality.delete_due",
                               "DELETE FROM quality_due WHERE document = :document AND noted = :noted"};
constexpr Statement postpone_due{"record_quality.postpone_due",
                                 "UPDATE quality_due SET try_at = :try_at WHERE document = :document AND noted = :noted"};
constexpr Statement upsert_sketch{"record_quality.upsert_sketch", R"sql(
  INSERT INTO quality_sketch (document, patient, at, version, sample) VALUES (:document, :patient, :at, :version, :sample)
  ON CONFLICT (document) DO UPDATE SET patient = excluded.patient, at = excluded.at, version = excluded.version,
    sample = excluded.sample)sql"};
constexpr Statement delete_sketch{"record_quality.delete_sketch", "DELETE FROM quality_sketch WHERE document = :document"};
constexpr Statement select_sketches{"record_quality.select_sketches", R"sql(
  SELECT document, patient, at, version, sample FROM quality_sketch
   WHERE patient = :patient AND at >= :from AND at < :until ORDER BY at DESC LIMIT :most)sql"};
#define CHARTA_WARNING_COLUMNS                                                                                             \
  "SELECT warning, item, patient, document, resource_type, fhir_id, title, version, check_code, evidence, says, percent, " \
  "quotes, other, rule, state, found_at, closed_at, closed_by, reason FROM quality_warning "
constexpr Statement select_warnings_of_document{"record_quality.select_of_document",
                                                CHARTA_WARNING_COLUMNS "WHERE document = :document ORDER BY warning"};
constexpr Statement select_warning_of_item{"record_quality.select_of_item", CHARTA_WARNING_COLUMNS "WHERE item = :item"};
constexpr Statement select_warnings_between{"record_quality.select_between", CHARTA_WARNING_COLUMNS
                                            "WHERE found_at >= :from AND found_at < :until ORDER BY found_at DESC LIMIT :most"};
#undef CHARTA_WARNING_COLUMNS
constexpr Statement insert_warning{"record_quality.insert_warning", R"sql(
  INSERT INTO quality_warning (warning, item, patient, document, resource_type, fhir_id, title, version, check_code, evidence,
    says, percent, quotes, other, rule, state, found_at, closed_by, reason)
  VALUES (:warning, :item, :patient, :document, :resource_type, :fhir_id, :title, :version, :check_code, :evidence, :says,
    :percent, :quotes, :other, :rule, :state, :found_at, 0, ''))sql"};
constexpr Statement update_warning{"record_quality.update_warning", R"sql(
  UPDATE quality_warning SET item = :item, patient = :patient, version = :version, says = :says, percent = :percent,
    quotes = :quotes, state = :state, closed_at = :closed_at, closed_by = :closed_by, reason = :reason
   WHERE warning = :warning)sql"};

std::string sample_text(const std::vector<std::uint64_t>& sample) {
  std::string text;
  for (const auto one : sample) text += fmt::format("{:016x}", one);
  return text;
}

std::vector<std::uint64_t> sample_from(std::string_view text) {
  std::vector<std::uint64_t> sample;
  for (std::size_t at = 0; at + 16 <= text.size(); at += 16) {
    std::uint64_t one = 0;
    std::from_chars(text.data() + at, text.data() + at + 16, one, 16);
    sample.push_back(one);
  }
  return sample;
}

Warning warning_from(const Row& row) {
  Warning one;
  one.id = row.id<WarningId>(0);
  one.item = row.id<WorkItemId>(1);
  one.patient = row.id<PatientId>(2);
  one.document = row.id<ResourceId>(3);
  one.resource_type = row.string(4);
  one.fhir_id = row.string(5);
  one.title = row.string(6);
  one.version = row.integer(7);
  one.check = parse_check(row.text(8)).value_or(Check::laterality);
  one.evidence = row.string(9);
  one.says = row.string(10);
  one.percent = static_cast<int>(row.integer(11));
  one.quotes = quotes_from(row.text(12));
  one.other = row.id<ResourceId>(13);
  one.rule = row.string(14);
  one.state = row.string(15);
  one.found_at = row.instant(16);
  if (!row.is_null(17)) one.closed_at = row.instant(17);
  one.closed_by = row.id<UserId>(18);
  one.reason = row.string(19);
  return one;
}

}  // namespace

Result<void> QualityStore::note(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const {
  return work.write(upsert_due, {{"document", document}, {"noted", noted}, {"try_at", try_at}});
}

Result<void> QualityStore::note_others(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const {
  return work.write(insert_due_of_others, {{"document", document}, {"noted", noted}, {"try_at", try_at}});
}

Result<void> QualityStore::note_beside(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const {
  return work.write(insert_due_beside, {{"document", document}, {"noted", noted}, {"try_at", try_at}});
}

Result<std::vector<QualityDue>> QualityStore::due(store::Reader& reader, Instant now, std::int64_t limit) const {
  return reader.read_all(select_due, {{"now", now}, {"limit", limit}}, [](const Row& row) {
    return QualityDue{row.id<ResourceId>(0), row.integer(1), row.integer(2) != 0};
  });
}

Result<void> QualityStore::done(store::UnitOfWork& work, const QualityDue& due) const {
  return work.write(delete_due, {{"document", due.document}, {"noted", due.noted}});
}

Result<void> QualityStore::later(store::UnitOfWork& work, const QualityDue& due, Instant try_at) const {
  return work.write(postpone_due, {{"document", due.document}, {"noted", due.noted}, {"try_at", try_at}});
}

Result<void> QualityStore::save(store::UnitOfWork& work, const Sketch& sketch) const {
  const auto sample = sample_text(sketch.sample);
  return work.write(upsert_sketch, {{"document", sketch.document},
                                    {"patient", sketch.patient},
                                    {"at", sketch.at},
                                    {"version", sketch.version},
                                    {"sample", sample}});
}

Result<void> QualityStore::drop_sketch(store::UnitOfWork& work, ResourceId document) const {
  return work.write(delete_sketch, {{"document", document}});
}

Result<std::vector<Sketch>> QualityStore::sketches(store::Reader& reader, PatientId patient, Instant from, Instant until,
                                                   std::int64_t most) const {
  return reader.read_all(
      select_sketches, {{"patient", patient}, {"from", from}, {"until", until}, {"most", most}}, [](const Row& row) {
        return Sketch{row.id<ResourceId>(0), row.id<PatientId>(1), row.instant(2), row.integer(3), sample_from(row.text(4))};
      });
}

Result<void> QualityStore::add(store::UnitOfWork& work, const Warning& one) const {
  const auto quotes = quotes_json(one.quotes);
  return work.write(insert_warning, {{"warning", one.id},
                                     {"item", one.item.key()},
                                     {"patient", one.patient},
                                     {"document", one.document},
                                     {"resource_type", one.resource_type},
                                     {"fhir_id", one.fhir_id},
                                     {"title", one.title},
                                     {"version", one.version},
                                     {"check_code", check_code(one.check)},
                                     {"evidence", one.evidence},
                                     {"says", one.says},
                                     {"percent", std::int64_t{one.percent}},
                                     {"quotes", quotes},
                                     {"other", one.other.key()},
                                     {"rule", one.rule},
                                     {"state", one.state},
                                     {"found_at", one.found_at}});
}

Result<void> QualityStore::update(store::UnitOfWork& work, const Warning& one) const {
  const auto quotes = quotes_json(one.quotes);
  return work.write(update_warning, {{"warning", one.id},
                                     {"item", one.item.key()},
                                     {"patient", one.patient},
                                     {"version", one.version},
                                     {"says", one.says},
                                     {"percent", std::int64_t{one.percent}},
                                     {"quotes", quotes},
                                     {"state", one.state},
                                     {"closed_at", one.closed_at},
                                     {"closed_by", one.closed_by.key()},
                                     {"reason", one.reason}});
}

Result<std::vector<Warning>> QualityStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_warnings_of_document, {{"document", document}}, warning_from);
}

Result<std::optional<Warning>> QualityStore::of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_warning_of_item, {{"item", item.key()}}, warning_from);
}

Result<std::vector<Warning>> QualityStore::found_between(store::Reader& reader, Instant from, Instant until,
                                                         std::int64_t most) const {
  return reader.read_all(select_warnings_between, {{"from", from}, {"until", until}, {"most", most}}, warning_from);
}

}  // namespace charta::record_quality
