// SPDX-License-Identifier: Apache-2.0
#include "department/disaster_identities/disaster_store.hpp"

namespace charta::disaster_identities {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_DISASTER_COLUMNS \
  "SELECT disaster, letter, what, reason, declared_by, declared_at, ended_by, ended_at, rule FROM disaster_event "
constexpr Statement insert_disaster{"disaster_identities.insert_disaster", R"sql(
  INSERT INTO disaster_event (disaster, letter, what, reason, declared_by, declared_at, ended_by, rule)
  VALUES (:disaster, :letter, :what, :reason, :declared_by, :declared_at, 0, :rule))sql"};
constexpr Statement update_disaster_end{
    "disaster_identities.end_disaster",
    "UPDATE disaster_event SET ended_by = :ended_by, ended_at = :ended_at WHERE disaster = :disaster AND ended_at IS NULL"};
constexpr Statement select_disaster{"disaster_identities.select_disaster", CHARTA_DISASTER_COLUMNS "WHERE disaster = :disaster"};
constexpr Statement select_disasters{"disaster_identities.select_disasters",
                                     CHARTA_DISASTER_COLUMNS "ORDER BY disaster DESC LIMIT 500"};
#undef CHARTA_DISASTER_COLUMNS

#define CHARTA_IDENTITY_COLUMNS                                                                                          \
  "SELECT patient, disaster, place, number, name, state, item, triage_tag, sex, age, marks, whereabouts, real_patient, " \
  "changed_by, changed_at, version FROM disaster_identity "
constexpr Statement insert_identity{"disaster_identities.insert_identity", R"sql(
  INSERT INTO disaster_identity (patient, disaster, place, number, name, state, item, triage_tag, sex, age, marks, whereabouts,
    real_patient, changed_by, changed_at, version)
  VALUES (:patient, :disaster, :place, :number, :name, :state, 0, '', '', '', '', '', 0, :changed_by, :changed_at, 1))sql"};
constexpr Statement update_identity{"disaster_identities.update_identity", R"sql(
  UPDATE disaster_identity SET state = :state, item = :item, triage_tag = :triage_tag, sex = :sex, age = :age, marks = :marks,
    whereabouts = :whereabouts, real_patient = :real_patient, changed_by = :changed_by, changed_at = :changed_at,
    version = version + 1
   WHERE patient = :patient AND version = :expected)sql"};
constexpr Statement select_identity{"disaster_identities.select_identity", CHARTA_IDENTITY_COLUMNS "WHERE patient = :patient"};
constexpr Statement select_identities{"disaster_identities.select_identities",
                                      CHARTA_IDENTITY_COLUMNS "WHERE disaster = :disaster ORDER BY place"};
#undef CHARTA_IDENTITY_COLUMNS

#define CHARTA_INQUIRY_COLUMNS \
  "SELECT inquiry, disaster, caller, relation, contact, looking_for, author, at FROM disaster_inquiry "
constexpr Statement insert_inquiry{"disaster_identities.insert_inquiry", R"sql(
  INSERT INTO disaster_inquiry (inquiry, disaster, caller, relation, contact, looking_for, author, at)
  VALUES (:inquiry, :disaster, :caller, :relation, :contact, :looking_for, :author, :at))sql"};
constexpr Statement select_inquiry{"disaster_identities.select_inquiry", CHARTA_INQUIRY_COLUMNS "WHERE inquiry = :inquiry"};
constexpr Statement select_inquiries{"disaster_identities.select_inquiries",
                                     CHARTA_INQUIRY_COLUMNS "WHERE disaster = :disaster ORDER BY inquiry DESC"};
#undef CHARTA_INQUIRY_COLUMNS
constexpr Statement insert_disclosure{"disaster_identities.insert_disclosure", R"sql(
  INSERT INTO disaster_disclosure (disclosure, inquiry, patient, basis, agreement, told, author, at, rule)
  VALUES (:disclosure, :inquiry, :patient, :basis, :agreement, :told, :author, :at, :rule))sql"};
constexpr Statement select_disclosures{"disaster_identities.select_disclosures", R"sql(
  SELECT disclosure, inquiry, patient, basis, agreement, told, author, at, rule FROM disaster_disclosure
   WHERE inquiry = :inquiry ORDER BY disclosure)sql"};

Disaster disaster_from(const Row& row) {
  Disaster one;
  one.id = row.id<DisasterId>(0);
  one.letter = row.string(1);
  one.what = row.string(2);
  one.reason = row.string(3);
  one.declared_by = row.id<UserId>(4);
  one.declared_at = row.instant(5);
  one.ended_by = row.id<UserId>(6);
  if (!row.is_null(7)) one.ended_at = row.instant(7);
  one.rule = row.string(8);
  return one;
}

Identity identity_from(const Row& row) {
  Identity one;
  one.patient = row.id<PatientId>(0);
  one.disaster = row.id<DisasterId>(1);
  one.place = row.integer(2);
  one.number = row.string(3);
  one.name = row.string(4);
  one.state = row.string(5);
  one.item = row.id<WorkItemId>(6);
  one.seen = {row.string(7), row.string(8), row.string(9), row.string(10), row.string(11)};
  one.real = row.id<PatientId>(12);
  one.changed_by = row.id<UserId>(13);
  one.changed_at = row.instant(14);
  one.version = row.integer(15);
  return one;
}

Inquiry inquiry_from(const Row& row) {
  return {row.id<InquiryId>(0), row.id<DisasterId>(1), row.string(2),
          row.string(3),        row.string(4),         row.string(5),
          row.id<UserId>(6),    row.instant(7),        {}};
}

Disclosure disclosure_from(const Row& row) {
  return {row.integer(0), row.id<InquiryId>(1), row.id<PatientId>(2), row.string(3), row.string(4),
          row.string(5),  row.string(8),        row.id<UserId>(6),    row.instant(7)};
}

}  // namespace

Result<void> DisasterStore::add(store::UnitOfWork& work, const Disaster& one) const {
  return work.write(insert_disaster, {{"disaster", one.id.key()},
                                      {"letter", one.letter},
                                      {"what", one.what},
                                      {"reason", one.reason},
                                      {"declared_by", one.declared_by.key()},
                                      {"declared_at", one.declared_at},
                                      {"rule", one.rule}});
}

Result<void> DisasterStore::end(store::UnitOfWork& work, const Disaster& one) const {
  return work.write(update_disaster_end,
                    {{"disaster", one.id.key()}, {"ended_by", one.ended_by.key()}, {"ended_at", one.ended_at}});
}

Result<std::optional<Disaster>> DisasterStore::disaster(store::Reader& reader, DisasterId id) const {
  return reader.read_one(select_disaster, {{"disaster", id.key()}}, disaster_from);
}

Result<std::vector<Disaster>> DisasterStore::disasters(store::Reader& reader) const {
  return reader.read_all(select_disasters, {}, disaster_from);
}

Result<void> DisasterStore::add(store::UnitOfWork& work, const Identity& one) const {
  return work.write(insert_identity, {{"patient", one.patient.key()},
                                      {"disaster", one.disaster.key()},
                                      {"place", one.place},
                                      {"number", one.number},
                                      {"name", one.name},
                                      {"state", one.state},
                                      {"changed_by", one.changed_by.key()},
                                      {"changed_at", one.changed_at}});
}

Result<bool> DisasterStore::save(store::UnitOfWork& work, const Identity& one, std::int64_t expected) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_identity, {{"patient", one.patient.key()},
                                                                      {"state", one.state},
                                                                      {"item", one.item.key()},
                                                                      {"triage_tag", one.seen.triage_tag},
                                                                      {"sex", one.seen.sex},
                                                                      {"age", one.seen.age},
                                                                      {"marks", one.seen.marks},
                                                                      {"whereabouts", one.seen.whereabouts},
                                                                      {"real_patient", one.real.key()},
                                                                      {"changed_by", one.changed_by.key()},
                                                                      {"changed_at", one.changed_at},
                                                                      {"expected", expected}}));
  return changed == 1;
}

Result<std::optional<Identity>> DisasterStore::identity(store::Reader& reader, PatientId patient) const {
  return reader.read_one(select_identity, {{"patient", patient.key()}}, identity_from);
}

Result<std::vector<Identity>> DisasterStore::identities(store::Reader& reader, DisasterId disaster) const {
  return reader.read_all(select_identities, {{"disaster", disaster.key()}}, identity_from);
}

Result<void> DisasterStore::add(store::UnitOfWork& work, const Inquiry& one) const {
  return work.write(insert_inquiry, {{"inquiry", one.id.key()},
                                     {"disaster", one.disaster.key()},
                                     {"caller", one.caller},
                                     {"relation", one.relation},
                                     {"contact", one.contact},
                                     {"looking_for", one.looking_for},
                                     {"author", one.by.key()},
                                     {"at", one.at}});
}

Result<void> DisasterStore::add(store::UnitOfWork& work, const Disclosure& one) const {
  return work.write(insert_disclosure, {{"disclosure", one.key},
                                        {"inquiry", one.inquiry.key()},
                                        {"patient", one.patient.key()},
                                        {"basis", one.basis},
                                        {"agreement", one.agreement},
                                        {"told", one.told},
                                        {"author", one.by.key()},
                                        {"at", one.at},
                                        {"rule", one.rule}});
}

Result<std::optional<Inquiry>> DisasterStore::inquiry(store::Reader& reader, InquiryId id) const {
  return reader.read_one(select_inquiry, {{"inquiry", id.key()}}, inquiry_from);
}

Result<std::vector<Inquiry>> DisasterStore::inquiries(store::Reader& reader, DisasterId disaster) const {
  CHARTA_TRY(auto all, reader.read_all(select_inquiries, {{"disaster", disaster.key()}}, inquiry_from));
  for (auto& one : all) {
    CHARTA_TRY(one.disclosures, reader.read_all(select_disclosures, {{"inquiry", one.id.key()}}, disclosure_from));
  }
  return all;
}

}  // namespace charta::disaster_identities
