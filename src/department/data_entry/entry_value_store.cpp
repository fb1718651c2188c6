// SPDX-License-Identifier: Apache-2.0
// The rows of an entry: what was typed and answered, what the chart was given.
#include "department/data_entry/entry_store.hpp"

namespace charta::data_entry {
namespace {

using store::Row;
using store::Statement;

constexpr Statement select_values{"data_entry.select_values", R"sql(
  SELECT field, row_number, said, unit, code, side, since, detail, absent, document_version, page, box, quote, typed_by, typed_at
    FROM data_entry_value WHERE entry = :entry AND pass = :pass ORDER BY field, row_number)sql"};
constexpr Statement delete_field{"data_entry.delete_field",
                                 "DELETE FROM data_entry_value WHERE entry = :entry AND pass = :pass AND field = :field"};
constexpr Statement insert_value{"data_entry.insert_value", R"sql(
  INSERT INTO data_entry_value (entry, pass, field, row_number, said, unit, code, side, since, detail, absent, document_version,
    page, box, quote, typed_by, typed_at)
  VALUES (:entry, :pass, :field, :row_number, :said, :unit, :code, :side, :since, :detail, :absent, :document_version, :page,
    :box, :quote, :typed_by, :typed_at))sql"};

constexpr Statement select_warnings{"data_entry.select_warnings", R"sql(
  SELECT finding, digest, words, answered_by, answered_at FROM data_entry_warning WHERE entry = :entry ORDER BY finding)sql"};
constexpr Statement save_warning_row{"data_entry.save_warning", R"sql(
  INSERT INTO data_entry_warning (entry, finding, digest, words, answered_by, answered_at)
  VALUES (:entry, :finding, :digest, :words, :answered_by, :answered_at)
  ON CONFLICT (entry, finding) DO UPDATE SET digest = excluded.digest, words = excluded.words,
    answered_by = excluded.answered_by, answered_at = excluded.answered_at)sql"};
constexpr Statement delete_warnings{"data_entry.delete_warnings", "DELETE FROM data_entry_warning WHERE entry = :entry"};

constexpr Statement select_priors{"data_entry.select_priors", R"sql(
  SELECT type, fhir_id, version, says, field, row_number, value_digest FROM data_entry_prior WHERE entry = :entry ORDER BY type, fhir_id)sql"};
constexpr Statement save_prior_row{"data_entry.save_prior", R"sql(
  INSERT INTO data_entry_prior (entry, type, fhir_id, version, says, field, row_number, value_digest)
  VALUES (:entry, :type, :fhir_id, :version, :says, :field, :row_number, :value_digest)
  ON CONFLICT (entry, type, fhir_id) DO UPDATE SET version = excluded.version, says = excluded.says, field = excluded.field,
    row_number = excluded.row_number, value_digest = excluded.value_digest)sql"};
constexpr Statement delete_prior{"data_entry.delete_prior",
                                 "DELETE FROM data_entry_prior WHERE entry = :entry AND type = :type AND fhir_id = :fhir_id"};
constexpr Statement delete_priors{"data_entry.delete_priors", "DELETE FROM data_entry_prior WHERE entry = :entry"};

constexpr Statement insert_posting{"data_entry.insert_posting", R"sql(
  INSERT INTO data_entry_posting (entry, number, resource, type, fhir_id, version, version_before, field, row_number, retracted)
  VALUES (:entry, :number, :resource, :type, :fhir_id, :version, :version_before, :field, :row_number, 0))sql"};
constexpr Statement update_posting{"data_entry.update_posting", R"sql(
  UPDATE data_entry_posting SET retracted = 1, version = :version WHERE entry = :entry AND number = :number)sql"};
constexpr Statement select_postings{"data_entry.select_postings", R"sql(
  SELECT number, resource, type, fhir_id, version, version_before, field, row_number, retracted
    FROM data_entry_posting WHERE entry = :entry ORDER BY number)sql"};
constexpr Statement select_posted_of{"data_entry.select_posted_of", R"sql(
  SELECT p.number, p.resource, p.type, p.fhir_id, p.version, p.version_before, p.field, p.row_number, p.retracted, e.entry,
         e.document_type, e.document_id, e.title, e.facility, e.sensitivity, v.said, v.unit, v.code, v.side, v.since, v.detail,
         v.document_version, v.page, v.box, v.quote, v.typed_by, v.typed_at
    FROM data_entry e
    JOIN data_entry_posting p ON p.entry = e.entry
    JOIN data_entry_value v ON v.entry = p.entry AND v.pass = 1 AND v.field = p.field AND v.row_number = p.row_number
   WHERE e.patient = :patient ORDER BY e.posted_at DESC, p.number LIMIT 2000)sql"};

EnteredValue value_from(const Row& row) {
  EnteredValue value{row.string(0),
                     static_cast<int>(row.integer(1)),
                     row.string(2),
                     row.string(3),
                     row.string(4),
                     row.string(5),
                     row.string(6),
                     row.string(7),
                     row.integer(8) != 0,
                     {},
                     {},
                     {}};
  value.source = {row.integer(9), row.integer(10), parse_box(row.text(11)), row.string(12)};
  value.by = row.id<UserId>(13);
  value.at = row.instant(14);
  return value;
}

Posting posting_from(const Row& row) {
  return {row.integer(0),
          row.id<ResourceId>(1),
          row.string(2),
          row.string(3),
          row.integer(4),
          row.integer(5),
          {row.string(6), static_cast<int>(row.integer(7))},
          row.integer(8) != 0};
}

PostedValue posted_from(const Row& row) {
  PostedValue one;
  one.posting = posting_from(row);
  one.entry = row.id<EntryId>(9);
  one.document_type = row.string(10);
  one.document_id = row.string(11);
  one.title = row.string(12);
  one.facility = static_cast<int>(row.integer(13));
  one.sensitivity = static_cast<access::SensitivityMask>(row.integer(14));
  auto& value = one.value;
  value.field = one.posting.value.field;
  value.row = one.posting.value.row;
  value.text = row.string(15);
  value.unit = row.string(16);
  value.code = row.string(17);
  value.side = row.string(18);
  value.since = row.string(19);
  value.detail = row.string(20);
  value.source = {row.integer(21), row.integer(22), parse_box(row.text(23)), row.string(24)};
  value.by = row.id<UserId>(25);
  value.at = row.instant(26);
  return one;
}

}  // namespace

Result<std::vector<EnteredValue>> EntryStore::values(store::Reader& reader, EntryId entry, int pass) const {
  return reader.read_all(select_values, {{"entry", entry.key()}, {"pass", pass}}, value_from);
}

Result<void> EntryStore::save_field(store::UnitOfWork& work, EntryId entry, int pass, std::string_view field,
                                    const std::vector<EnteredValue>& values) const {
  CHARTA_TRY_DO(work.write(delete_field, {{"entry", entry.key()}, {"pass", pass}, {"field", field}}));
  for (const auto& value : values)
    CHARTA_TRY_DO(work.write(insert_value, {{"entry", entry.key()},
                                            {"pass", pass},
                                            {"field", field},
                                            {"row_number", value.row},
                                            {"said", value.text},
                                            {"unit", value.unit},
                                            {"code", value.code},
                                            {"side", value.side},
                                            {"since", value.since},
                                            {"detail", value.detail},
                                            {"absent", value.is_absent ? 1 : 0},
                                            {"document_version", value.source.version},
                                            {"page", value.source.page},
                                            {"box", print(value.source.box)},
                                            {"quote", value.source.quote},
                                            {"typed_by", value.by.key()},
                                            {"typed_at", value.at}}));
  return {};
}

Result<std::vector<WarningAnswer>> EntryStore::warnings(store::Reader& reader, EntryId entry) const {
  return reader.read_all(select_warnings, {{"entry", entry.key()}}, [](const Row& row) {
    return WarningAnswer{row.string(0), row.string(1), row.string(2), row.id<UserId>(3), row.instant(4)};
  });
}

Result<void> EntryStore::save_warning(store::UnitOfWork& work, EntryId entry, const WarningAnswer& answer) const {
  return work.write(save_warning_row, {{"entry", entry.key()},
                                       {"finding", answer.key},
                                       {"digest", answer.digest},
                                       {"words", answer.words},
                                       {"answered_by", answer.by.key()},
                                       {"answered_at", answer.at}});
}

Result<std::vector<PriorAnswer>> EntryStore::priors(store::Reader& reader, EntryId entry) const {
  return reader.read_all(select_priors, {{"entry", entry.key()}}, [](const Row& row) {
    return PriorAnswer{row.string(0),
                       row.string(1),
                       row.integer(2),
                       parse_prior(row.text(3)).value_or(PriorSays::unanswered),
                       {row.string(4), static_cast<int>(row.integer(5))},
                       row.string(6)};
  });
}

Result<void> EntryStore::save_prior(store::UnitOfWork& work, EntryId entry, const PriorAnswer& answer) const {
  return work.write(save_prior_row, {{"entry", entry.key()},
                                     {"type", answer.type},
                                     {"fhir_id", answer.id},
                                     {"version", answer.version},
                                     {"says", prior_code(answer.says)},
                                     {"field", answer.value.field},
                                     {"row_number", answer.value.row},
                                     {"value_digest", answer.value_digest}});
}

Result<void> EntryStore::forget_prior(store::UnitOfWork& work, EntryId entry, const PriorAnswer& answer) const {
  return work.write(delete_prior, {{"entry", entry.key()}, {"type", answer.type}, {"fhir_id", answer.id}});
}

Result<void> EntryStore::forget_answers(store::UnitOfWork& work, EntryId entry) const {
  CHARTA_TRY_DO(work.write(delete_warnings, {{"entry", entry.key()}}));
  return work.write(delete_priors, {{"entry", entry.key()}});
}

Result<void> EntryStore::add_posting(store::UnitOfWork& work, EntryId entry, const Posting& posting) const {
  return work.write(insert_posting, {{"entry", entry.key()},
                                     {"number", posting.number},
                                     {"resource", posting.resource.key()},
                                     {"type", posting.type},
                                     {"fhir_id", posting.id},
                                     {"version", posting.version},
                                     {"version_before", posting.version_before},
                                     {"field", posting.value.field},
                                     {"row_number", posting.value.row}});
}

Result<void> EntryStore::set_retracted(store::UnitOfWork& work, EntryId entry, std::int64_t number, std::int64_t version) const {
  return work.write(update_posting, {{"entry", entry.key()}, {"number", number}, {"version", version}});
}

Result<std::vector<Posting>> EntryStore::postings(store::Reader& reader, EntryId entry) const {
  return reader.read_all(select_postings, {{"entry", entry.key()}}, posting_from);
}

Result<std::vector<PostedValue>> EntryStore::posted_of(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_posted_of, {{"patient", patient.key()}}, posted_from);
}

}  // namespace charta::data_entry
