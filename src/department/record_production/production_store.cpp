// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/production_store.hpp"

#include "base/text.hpp"

namespace charta::record_production {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_PRODUCTION_COLUMNS                                                                                   \
  "SELECT production, patient, definition, rule, from_at, until_at, encounter, types, purpose, custodian_name, "    \
  "custodian_title, author, asked_at, state, problem, job, made_at, documents, pages, not_copied, pdf, hash_list, " \
  "pages_digest, facilities, clearance, opened, glass_clearance FROM production "

constexpr Statement insert_production{"record_production.insert", R"sql(
  INSERT INTO production (production, patient, definition, rule, from_at, until_at, encounter, types, purpose, custodian_name,
    custodian_title, author, asked_at, state, problem, job, made_at, documents, pages, not_copied, pdf, hash_list, pages_digest,
    facilities, clearance, opened, glass_clearance)
  VALUES (:production, :patient, :definition, :rule, :from_at, :until_at, :encounter, :types, :purpose, :custodian_name,
    :custodian_title, :author, :asked_at, 'waiting', '', :job, NULL, 0, 0, 0, '', '', '',
    :facilities, :clearance, :opened, :glass_clearance))sql"};
constexpr Statement update_made{"record_production.made", R"sql(
  UPDATE production SET state = 'made', made_at = :made_at, documents = :documents, pages = :pages, not_copied = :not_copied,
    pdf = :pdf, hash_list = :hash_list, pages_digest = :pages_digest
  WHERE production = :production AND state = 'waiting')sql"};
constexpr Statement update_failed{
    "record_production.failed",
    "UPDATE production SET state = 'failed', problem = :problem WHERE production = :production AND state = 'waiting'"};
constexpr Statement select_production{"record_production.select", CHARTA_PRODUCTION_COLUMNS "WHERE production = :production"};
constexpr Statement select_of_patient{"record_production.select_of_patient",
                                      CHARTA_PRODUCTION_COLUMNS "WHERE patient = :patient ORDER BY production DESC"};
constexpr Statement insert_document{"record_production.insert_document", R"sql(
  INSERT INTO production_document (production, place, resource, patient, version, at, kind, type, fhir_id, title, code, status,
    labels, is_in, clause, because, rule, first_page, pages, problem, along)
  VALUES (:production, :place, :resource, :patient, :version, :at, :kind, :type, :fhir_id, :title, :code, :status,
    :labels, :is_in, :clause, :because, :rule, :first_page, :pages, :problem, :along))sql"};
constexpr Statement select_documents{"record_production.select_documents", R"sql(
  SELECT resource, patient, version, at, kind, type, fhir_id, title, code, status, labels, is_in, clause, because, rule,
         first_page, pages, problem, along
    FROM production_document WHERE production = :production ORDER BY place)sql"};

std::string with_blanks(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_of_column(std::string_view text) {
  std::vector<std::string> words;
  for (const auto word : split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

std::string opened_patients(const access::Visibility& visibility) {
  std::vector<std::string> ids;
  for (const auto patient : visibility.opened_by_glass) ids.push_back(patient.text());
  return with_blanks(ids);
}

std::optional<Instant> instant_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.instant(column));
}

access::Visibility visibility_from(const Row& row, int column) {
  access::Visibility visibility;
  visibility.facilities = static_cast<access::FacilityMask>(row.integer(column));
  visibility.clearance = static_cast<access::SensitivityMask>(row.integer(column + 1));
  for (const auto& word : words_of_column(row.text(column + 2)))
    if (const auto patient = PatientId::parse(word)) visibility.opened_by_glass.push_back(*patient);
  visibility.glass_clearance = static_cast<access::SensitivityMask>(row.integer(column + 3));
  return visibility;
}

Production production_from(const Row& row) {
  Production one;
  one.id = row.id<ProductionId>(0), one.asked.patient = row.id<PatientId>(1);
  one.asked.definition = row.string(2), one.rule = row.string(3);
  one.asked.from = instant_or_none(row, 4), one.asked.until = instant_or_none(row, 5);
  one.asked.encounter = row.string(6), one.asked.types = words_of_column(row.text(7)), one.asked.purpose = row.string(8);
  one.asked.custodian_name = row.string(9), one.asked.custodian_title = row.string(10);
  one.by = row.id<UserId>(11), one.at = row.instant(12), one.state = row.string(13), one.problem = row.string(14);
  one.job = row.id<JobId>(15), one.made_at = instant_or_none(row, 16);
  one.documents = row.integer(17), one.pages = row.integer(18), one.not_copied = row.integer(19);
  one.pdf = row.string(20), one.hash_list = row.string(21), one.pages_digest = row.string(22);
  one.visibility = visibility_from(row, 23);
  return one;
}

SetDocument document_from(const Row& row) {
  SetDocument one;
  one.line.resource = row.id<ResourceId>(0), one.line.patient = row.id<PatientId>(1), one.line.version = row.integer(2);
  one.line.at = row.instant(3), one.line.kind = row.string(4), one.line.type = row.string(5), one.line.id = row.string(6);
  one.line.title = row.string(7), one.line.code = row.string(8), one.line.status = row.string(9);
  one.line.labels = static_cast<access::SensitivityMask>(row.integer(10));
  one.decision = {row.integer(11) != 0, row.string(12), row.string(13), row.string(14)};
  one.first_page = static_cast<int>(row.integer(15)), one.pages = static_cast<int>(row.integer(16)), one.problem = row.string(17);
  one.along = row.string(18);
  return one;
}

}  // namespace

Result<void> ProductionStore::add(store::UnitOfWork& work, const Production& one) const {
  return work.write(insert_production, {{"production", one.id},
                                        {"patient", one.asked.patient},
                                        {"definition", one.asked.definition},
                                        {"rule", one.rule},
                                        {"from_at", one.asked.from},
                                        {"until_at", one.asked.until},
                                        {"encounter", one.asked.encounter},
                                        {"types", with_blanks(one.asked.types)},
                                        {"purpose", one.asked.purpose},
                                        {"custodian_name", one.asked.custodian_name},
                                        {"custodian_title", one.asked.custodian_title},
                                        {"author", one.by.key()},
                                        {"asked_at", one.at},
                                        {"job", one.job.key()},
                                        {"facilities", static_cast<std::int64_t>(one.visibility.facilities)},
                                        {"clearance", std::int64_t{one.visibility.clearance}},
                                        {"opened", opened_patients(one.visibility)},
                                        {"glass_clearance", std::int64_t{one.visibility.glass_clearance}}});
}

Result<bool> ProductionStore::made(store::UnitOfWork& work, const Production& one,
                                   const std::vector<SetDocument>& documents) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_made, {{"made_at", one.made_at},
                                                                  {"documents", one.documents},
                                                                  {"pages", one.pages},
                                                                  {"not_copied", one.not_copied},
                                                                  {"pdf", one.pdf},
                                                                  {"hash_list", one.hash_list},
                                                                  {"pages_digest", one.pages_digest},
                                                                  {"production", one.id}}));
  if (changed == 0) return false;
  std::int64_t place = 0;
  for (const auto& document : documents) {
    const auto& line = document.line;
    CHARTA_TRY_DO(work.write(insert_document, {{"production", one.id},
                                               {"place", place++},
                                               {"resource", line.resource},
                                               {"patient", line.patient},
                                               {"version", line.version},
                                               {"at", line.at},
                                               {"kind", line.kind},
                                               {"type", line.type},
                                               {"fhir_id", line.id},
                                               {"title", line.title},
                                               {"code", line.code},
                                               {"status", line.status},
                                               {"labels", std::int64_t{line.labels}},
                                               {"is_in", document.decision.is_in},
                                               {"clause", document.decision.clause},
                                               {"because", document.decision.because},
                                               {"rule", document.decision.rule},
                                               {"first_page", document.first_page},
                                               {"pages", document.pages},
                                               {"problem", document.problem},
                                               {"along", document.along}}));
  }
  return true;
}

Result<bool> ProductionStore::failed(store::UnitOfWork& work, ProductionId id, const std::string& problem) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_failed, {{"problem", problem}, {"production", id}}));
  return changed == 1;
}

Result<std::optional<Production>> ProductionStore::find(store::Reader& reader, ProductionId id) const {
  return reader.read_one(select_production, {{"production", id}}, production_from);
}

Result<std::vector<Production>> ProductionStore::of_patient(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_of_patient, {{"patient", patient}}, production_from);
}

Result<std::vector<SetDocument>> ProductionStore::documents(store::Reader& reader, ProductionId id) const {
  return reader.read_all(select_documents, {{"production", id}}, document_from);
}

}  // namespace charta::record_production
