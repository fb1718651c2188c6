// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/patient_index_store.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "department/patient_index/person_text.hpp"

namespace charta::patient_index {
namespace {

using store::Row;
using store::Statement;
using store::Value;

constexpr Statement select_person{"patient_index.select_person", R"sql(
  SELECT patient, fhir_id, version, who, display_name, birth_date, death_date, deceased, overlay_flag, review_flag, link_epoch,
         facility, sensitivity, deleted
    FROM patient_person WHERE patient = :patient)sql"};

constexpr Statement select_persons{"patient_index.select_persons", R"sql(
  SELECT patient, fhir_id, version, who, display_name, birth_date, death_date, deceased, overlay_flag, review_flag, link_epoch,
         facility, sensitivity, deleted
    FROM patient_person WHERE patient IN (:p0, :p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15))sql"};

constexpr Statement select_version{"patient_index.select_version", "SELECT version FROM patient_person WHERE patient = :patient"};

constexpr Statement select_holders{"patient_index.select_holders", R"sql(
  SELECT DISTINCT p.patient, p.fhir_id, p.version, p.who, p.display_name, p.birth_date, p.death_date, p.deceased, p.overlay_flag,
         p.review_flag, p.link_epoch, p.facility, p.sensitivity, p.deleted
    FROM patient_identifier i JOIN patient_person p ON p.patient = i.patient
   WHERE i.value_folded = :folded AND i.assigner = :assigner AND i.value = :value AND p.deleted = 0)sql"};

constexpr Statement insert_person{"patient_index.insert_person", R"sql(
  INSERT INTO patient_person (patient, fhir_id, version, who, display_name, birth_date, death_date, deceased, overlay_flag, review_flag,
                              link_epoch, facility, facility_bit, sensitivity, deleted)
  VALUES (:patient, :fhir_id, :version, :who, :display_name, :birth_date, :death_date, :deceased, :overlay_flag, :review_flag,
          :link_epoch, :facility, :facility_bit, :sensitivity, :deleted))sql"};

constexpr Statement update_person{"patient_index.update_person", R"sql(
  UPDATE patient_person
     SET version = :version, who = :who, display_name = :display_name, birth_date = :birth_date, death_date = :death_date,
         deceased = :deceased, overlay_flag = :overlay_flag, review_flag = :review_flag, facility = :facility,
         facility_bit = :facility_bit, sensitivity = :sensitivity, deleted = :deleted
   WHERE patient = :patient)sql"};

constexpr Statement update_flags{"patient_index.update_flags", R"sql(
  UPDATE patient_person SET overlay_flag = :overlay, review_flag = :review, version = version + 1 WHERE patient = :patient)sql"};

constexpr Statement delete_names{"patient_index.delete_names", "DELETE FROM patient_name WHERE patient = :patient"};
constexpr Statement insert_name{"patient_index.insert_name", R"sql(
  INSERT INTO patient_name (family_folded, given_folded, patient, name_use, birth_date, facility_bit, sensitivity)
  VALUES (:family_folded, :given_folded, :patient, :name_use, :birth_date, :facility_bit, :sensitivity))sql"};

constexpr Statement delete_identifiers{"patient_index.delete_identifiers", "DELETE FROM patient_identifier WHERE patient = :patient"};
constexpr Statement insert_identifier{"patient_index.insert_identifier", R"sql(
  INSERT INTO patient_identifier (value_folded, assigner, value, patient, type, status, from_at, until_at, facility_bit, sensitivity)
  VALUES (:value_folded, :assigner, :value, :patient, :type, :status, :from_at, :until_at, :facility_bit, :sensitivity))sql"};

constexpr Statement select_event{"patient_index.select_event",
                                 "SELECT event_at FROM patient_event WHERE patient = :patient AND source = :source"};
constexpr Statement upsert_event{"patient_index.upsert_event", R"sql(
  INSERT INTO patient_event (patient, source, event_at) VALUES (:patient, :source, :event_at)
  ON CONFLICT (patient, source) DO UPDATE SET event_at = excluded.event_at WHERE excluded.event_at > patient_event.event_at)sql"};

constexpr Statement select_by_name{"patient_index.select_by_name", R"sql(
  SELECT patient FROM patient_name
   WHERE family_folded >= :family_from AND family_folded < :family_until AND given_folded >= :given_from AND given_folded < :given_until
     AND (:any_birth = 1 OR (birth_date >= :born_from AND birth_date < :born_until))
     AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0
   ORDER BY family_folded, given_folded LIMIT :limit)sql"};

constexpr Statement select_by_given{"patient_index.select_by_given", R"sql(
  SELECT patient FROM patient_name
   WHERE given_folded >= :given_from AND given_folded < :given_until
     AND (:any_birth = 1 OR (birth_date >= :born_from AND birth_date < :born_until))
     AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0
   ORDER BY given_folded, family_folded LIMIT :limit)sql"};

constexpr Statement select_by_birth_date{"patient_index.select_by_birth_date", R"sql(
  SELECT patient FROM patient_person
   WHERE birth_date = :birth_date AND deleted = 0 AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0
   LIMIT :limit)sql"};

constexpr Statement select_by_number{"patient_index.select_by_number", R"sql(
  SELECT patient FROM patient_identifier
   WHERE value_folded >= :number_from AND value_folded < :number_until AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0
   ORDER BY value_folded LIMIT :limit)sql"};

constexpr Statement select_open_links{"patient_index.select_open_links", R"sql(
  SELECT link, survivor, absorbed, from_at, until_at, reason, ended_reason, kind, choices FROM patient_link WHERE survivor = :patient AND until_at IS NULL
  UNION ALL
  SELECT link, survivor, absorbed, from_at, until_at, reason, ended_reason, kind, choices FROM patient_link WHERE absorbed = :patient AND until_at IS NULL)sql"};

constexpr Statement select_all_links{"patient_index.select_all_links", R"sql(
  SELECT link, survivor, absorbed, from_at, until_at, reason, ended_reason, kind, choices FROM patient_link WHERE survivor = :patient
  UNION ALL
  SELECT link, survivor, absorbed, from_at, until_at, reason, ended_reason, kind, choices FROM patient_link WHERE absorbed = :patient)sql"};

constexpr Statement insert_link{"patient_index.insert_link", R"sql(
  INSERT INTO patient_link (link, survivor, absorbed, from_at, reason, kind, choices)
  VALUES (:link, :survivor, :absorbed, :from_at, :reason, :kind, :choices))sql"};
constexpr Statement update_link_end{"patient_index.update_link_end", R"sql(
  UPDATE patient_link SET until_at = :until_at, ended_reason = :reason
   WHERE survivor = :survivor AND absorbed = :absorbed AND until_at IS NULL)sql"};
constexpr Statement update_link_epoch{"patient_index.update_link_epoch",
                                      "UPDATE patient_person SET link_epoch = link_epoch + 1, version = version + 1 WHERE patient = :patient"};

std::int64_t facility_bit(int facility) { return std::int64_t{1} << static_cast<unsigned>(facility); }
std::int64_t hidden_labels(const access::Visibility& visibility) {
  return static_cast<std::int64_t>(~visibility.clearance & access::full_clearance);
}
std::int64_t facility_mask(const access::Visibility& visibility) { return static_cast<std::int64_t>(visibility.facilities); }

Person person_of(const Row& row) {
  Person person;
  person.record.patient = row.id<PatientId>(0);
  person.fhir_id = row.string(1);
  person.record.version = row.integer(2);
  parse_who(row.text(3), person);
  person.display_name = row.string(4);
  auto& who = person.record.who;
  if (!row.is_null(5)) who.birth_date = row.date(5);
  if (!row.is_null(6)) who.death_date = row.date(6);
  who.deceased = row.integer(7) != 0;
  person.record.overlay_flag = row.integer(8) != 0;
  person.record.review_flag = row.integer(9) != 0;
  person.link_epoch = row.integer(10);
  person.record.facility = static_cast<int>(row.integer(11));
  person.record.sensitivity = static_cast<std::uint32_t>(row.integer(12));
  person.deleted = row.integer(13) != 0;
  return person;
}

LinkKind kind_of(std::string_view code) {
  return code == "link" ? LinkKind::link : code == "move" ? LinkKind::move : LinkKind::merge;
}

Link link_of(const Row& row) {
  Link link{row.integer(0), row.id<PatientId>(1), row.id<PatientId>(2), row.instant(3), {}, row.string(5), row.string(6),
            kind_of(row.text(7)), row.string(8)};
  if (!row.is_null(4)) link.until = row.instant(4);
  return link;
}

Result<void> write_person(store::UnitOfWork& work, const Statement& statement, const Person& person) {
  const auto& record = person.record;
  const std::string who = print_who(person);
  std::vector<store::Binding> bindings{{"patient", record.patient},
                                       {"version", record.version},
                                       {"who", who},
                                       {"display_name", person.display_name},
                                       {"birth_date", record.who.birth_date},
                                       {"death_date", record.who.death_date},
                                       {"deceased", record.who.deceased},
                                       {"overlay_flag", record.overlay_flag},
                                       {"review_flag", record.review_flag},
                                       {"facility", record.facility},
                                       {"facility_bit", facility_bit(record.facility)},
                                       {"sensitivity", record.sensitivity},
                                       {"deleted", person.deleted}};
  if (&statement == &insert_person) {
    bindings.push_back({"fhir_id", person.fhir_id});
    bindings.push_back({"link_epoch", person.link_epoch});
  }
  return work.write(statement, store::Bindings(bindings));
}

Result<void> write_names(store::UnitOfWork& work, const Person& person) {
  std::set<std::tuple<std::string, std::string, std::string>> rows;
  for (const auto& name : person.record.who.names) {
    const std::string given = folded_words(name.given + " " + name.middle);
    for (auto& family : surname_variants(name.family)) rows.emplace(std::move(family), given, name_use_code(name.use));
  }
  if (rows.empty()) return {};
  constexpr std::string_view names[] = {"family_folded", "given_folded", "patient", "name_use", "birth_date", "facility_bit", "sensitivity"};
  std::vector<Value> values;
  for (const auto& [family, given, use] : rows) {
    values.insert(values.end(), {family, given, person.record.patient, use, person.record.who.birth_date,
                                 facility_bit(person.record.facility), person.record.sensitivity});
  }
  return work.write_rows(insert_name, names, values);
}

Result<void> write_identifiers(store::UnitOfWork& work, const Person& person, Instant now) {
  const auto& identifiers = person.record.who.identifiers;
  if (identifiers.empty()) return {};
  std::vector<std::string> folded;
  folded.reserve(identifiers.size());
  constexpr std::string_view names[] = {"value_folded", "assigner", "value", "patient", "type", "status", "from_at", "until_at", "facility_bit", "sensitivity"};
  std::vector<Value> values;
  std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const auto& id = identifiers[i];
    if (!seen.emplace(id.assigner, id.value, id.type).second) continue;
    folded.push_back(folded_number(id.value));
    const bool former = person.identifier_status[i] == "former";
    values.insert(values.end(), {folded.back(), id.assigner, id.value, person.record.patient, id.type, person.identifier_status[i], now,
                                 former ? Value(now) : Value(nullptr), facility_bit(person.record.facility), person.record.sensitivity});
  }
  return work.write_rows(insert_identifier, names, values);
}

Result<void> collect(store::Reader& reader, const Statement& statement, std::initializer_list<store::Binding> bindings, PatientIndexStore::Found found) {
  return reader.read(statement, bindings, [&](const Row& row) { return found(row.id<PatientId>(0)); });
}

}  // namespace

std::string_view link_kind_code(LinkKind kind) {
  if (kind == LinkKind::merge) return "merge";
  return kind == LinkKind::link ? "link" : "move";
}

Result<std::optional<Person>> PatientIndexStore::person(store::Reader& reader, PatientId patient) const {
  return reader.read_one(select_person, {{"patient", patient}}, person_of);
}

Result<std::vector<Person>> PatientIndexStore::persons(store::Reader& reader, const std::vector<PatientId>& patients) const {
  static constexpr std::array<std::string_view, 16> names = {"p0", "p1", "p2",  "p3",  "p4",  "p5",  "p6",  "p7",
                                                             "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15"};
  std::vector<Person> found;
  for (std::size_t start = 0; start < patients.size(); start += names.size()) {
    std::vector<store::Binding> bindings;  // a short last batch repeats its last key
    for (std::size_t slot = 0; slot < names.size(); ++slot)
      bindings.push_back({names[slot], patients[std::min(start + slot, patients.size() - 1)]});
    // A key that fills up a short batch answers once: the rows are chosen by IN.
    CHARTA_TRY_DO(reader.read(select_persons, store::Bindings(bindings), [&](const Row& row) {
      found.push_back(person_of(row));
      return true;
    }));
  }
  return found;
}

Result<std::vector<Person>> PatientIndexStore::holders(store::Reader& reader, const Identifier& identifier) const {
  const std::string folded = folded_number(identifier.value);
  return reader.read_all(select_holders, {{"folded", folded}, {"assigner", identifier.assigner}, {"value", identifier.value}}, person_of);
}

Result<std::int64_t> PatientIndexStore::version(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto found, reader.read_one(select_version, {{"patient", patient}}, [](const Row& row) { return row.integer(0); }));
  return found.value_or(0);
}

Result<void> PatientIndexStore::save(store::UnitOfWork& work, const Person& person, const std::optional<Person>& before, Instant now) const {
  CHARTA_TRY_DO(write_person(work, before ? update_person : insert_person, person));
  if (before) {
    CHARTA_TRY_DO(work.write(delete_names, {{"patient", person.record.patient}}));
    CHARTA_TRY_DO(work.write(delete_identifiers, {{"patient", person.record.patient}}));
  }
  if (person.deleted) return {};
  CHARTA_TRY_DO(write_names(work, person));
  return write_identifiers(work, person, now);
}

Result<void> PatientIndexStore::set_flags(store::UnitOfWork& work, PatientId patient, bool overlay, bool review) const {
  return work.write(update_flags, {{"patient", patient}, {"overlay", overlay}, {"review", review}});
}

Result<std::optional<Instant>> PatientIndexStore::last_event(store::Reader& reader, PatientId patient, std::string_view source) const {
  return reader.read_one(select_event, {{"patient", patient}, {"source", source}}, [](const Row& row) { return row.instant(0); });
}

Result<void> PatientIndexStore::save_event(store::UnitOfWork& work, PatientId patient, std::string_view source, Instant at) const {
  return work.write(upsert_event, {{"patient", patient}, {"source", source}, {"event_at", at}});
}

Result<void> PatientIndexStore::by_name(store::Reader& reader, const NameRange& range, bool given_only, const access::Visibility& visibility,
                                        std::int64_t limit, Found found) const {
  const bool any_birth = range.born_from == 0 && range.born_until == 0;
  if (given_only) {
    return collect(reader, select_by_given,
                   {{"given_from", range.given_from}, {"given_until", range.given_until}, {"any_birth", any_birth}, {"born_from", range.born_from},
                    {"born_until", range.born_until}, {"facilities", facility_mask(visibility)}, {"hidden", hidden_labels(visibility)}, {"limit", limit}},
                   found);
  }
  return collect(reader, select_by_name,
                 {{"family_from", range.family_from}, {"family_until", range.family_until}, {"given_from", range.given_from},
                  {"given_until", range.given_until}, {"any_birth", any_birth}, {"born_from", range.born_from}, {"born_until", range.born_until},
                  {"facilities", facility_mask(visibility)}, {"hidden", hidden_labels(visibility)}, {"limit", limit}},
                 found);
}

Result<void> PatientIndexStore::by_birth_date(store::Reader& reader, Date day, const access::Visibility& visibility, std::int64_t limit, Found found) const {
  return collect(reader, select_by_birth_date,
                 {{"birth_date", day}, {"facilities", facility_mask(visibility)}, {"hidden", hidden_labels(visibility)}, {"limit", limit}}, found);
}

Result<void> PatientIndexStore::by_number(store::Reader& reader, std::string_view folded_prefix, const access::Visibility& visibility,
                                          std::int64_t limit, Found found) const {
  const std::string until = prefix_end(folded_prefix);
  return collect(reader, select_by_number,
                 {{"number_from", folded_prefix}, {"number_until", until}, {"facilities", facility_mask(visibility)},
                  {"hidden", hidden_labels(visibility)}, {"limit", limit}},
                 found);
}

Result<std::vector<Link>> PatientIndexStore::open_links(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_open_links, {{"patient", patient}}, link_of);
}

Result<std::vector<Link>> PatientIndexStore::all_links(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_all_links, {{"patient", patient}}, link_of);
}

Result<void> PatientIndexStore::add_link(store::UnitOfWork& work, const Link& link) const {
  return work.write(insert_link, {{"link", link.key},
                                  {"survivor", link.survivor},
                                  {"absorbed", link.absorbed},
                                  {"from_at", link.from},
                                  {"reason", link.reason},
                                  {"kind", link_kind_code(link.kind)},
                                  {"choices", link.choices}});
}

Result<std::int64_t> PatientIndexStore::end_link(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, Instant at, std::string_view reason) const {
  return work.write_counted(update_link_end, {{"survivor", survivor}, {"absorbed", absorbed}, {"until_at", at}, {"reason", reason}});
}

Result<void> PatientIndexStore::raise_link_epoch(store::UnitOfWork& work, PatientId patient) const {
  return work.write(update_link_epoch, {{"patient", patient}});
}

}  // namespace charta::patient_index
