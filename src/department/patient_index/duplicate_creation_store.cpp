// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/duplicate_creation_store.hpp"

#include "base/key_time.hpp"

namespace charta::patient_index {
namespace {

using store::Row;
using store::Statement;

constexpr Statement count_registrations{
    "index.count_registrations",
    "SELECT COUNT(*) FROM patient_person WHERE patient >= :from_key AND patient < :until_key AND deleted = 0"};

constexpr Statement count_new_duplicates{"index.count_new_duplicates", R"sql(
  SELECT COUNT(DISTINCT newer) FROM (
    SELECT survivor AS newer FROM patient_link
     WHERE survivor >= :from_key AND survivor < :until_key AND survivor > absorbed AND until_at IS NULL AND kind = 'merge'
    UNION ALL
    SELECT absorbed AS newer FROM patient_link
     WHERE absorbed >= :from_key AND absorbed < :until_key AND absorbed > survivor AND until_at IS NULL AND kind = 'merge') AS merged)sql"};

constexpr Statement select_new_duplicates{"index.select_new_duplicates", R"sql(
  SELECT survivor AS newer, absorbed AS older, from_at, reason FROM patient_link
   WHERE survivor >= :from_key AND survivor < :until_key AND survivor > absorbed AND until_at IS NULL AND kind = 'merge'
  UNION ALL
  SELECT absorbed AS newer, survivor AS older, from_at, reason FROM patient_link
   WHERE absorbed >= :from_key AND absorbed < :until_key AND absorbed > survivor AND until_at IS NULL AND kind = 'merge'
   ORDER BY 1 DESC LIMIT :limit)sql"};

Result<std::int64_t> count_of(store::Reader& reader, const Statement& statement, Instant from, Instant until) {
  CHARTA_TRY(const auto count, reader.read_one(statement, {{"from_key", first_key_at(from)}, {"until_key", first_key_at(until)}},
                                               [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

}  // namespace

Result<DuplicateCreation> DuplicateCreationStore::creation(store::Reader& reader, Instant from, Instant until) const {
  DuplicateCreation creation;
  CHARTA_TRY(creation.registrations, count_of(reader, count_registrations, from, until));
  CHARTA_TRY(creation.confirmed, count_of(reader, count_new_duplicates, from, until));
  return creation;
}

Result<std::vector<NewDuplicate>> DuplicateCreationStore::list(store::Reader& reader, Instant from, Instant until,
                                                               std::int64_t limit) const {
  return reader.read_all(select_new_duplicates,
                         {{"from_key", first_key_at(from)}, {"until_key", first_key_at(until)}, {"limit", limit}},
                         [](const Row& row) {
                           return NewDuplicate{row.id<PatientId>(0), row.id<PatientId>(1), row.instant(2), row.string(3)};
                         });
}

}  // namespace charta::patient_index
