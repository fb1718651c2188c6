// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/identity_store.hpp"

namespace charta::patient_index {
namespace {

using store::Row;
using store::Statement;

constexpr Statement select_pair{"identity.select_pair", R"sql(
  SELECT low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at
    FROM identity_pair WHERE low = :low AND high = :high)sql"};

constexpr Statement select_pair_of_item{"identity.select_pair_of_item", R"sql(
  SELECT low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at
    FROM identity_pair WHERE item = :item)sql"};

constexpr Statement select_open_pairs{"identity.select_open_pairs", R"sql(
  SELECT low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at
    FROM identity_pair WHERE low = :patient AND verdict = 'open'
  UNION ALL
  SELECT low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at
    FROM identity_pair WHERE high = :patient AND verdict = 'open')sql"};

constexpr Statement select_open_pairs_after{"identity.select_open_pairs_after", R"sql(
  SELECT low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at
    FROM identity_pair WHERE verdict = 'open' AND (low > :low OR (low = :low AND high > :high))
   ORDER BY low, high LIMIT :limit)sql"};

constexpr Statement upsert_pair{"identity.upsert_pair", R"sql(
  INSERT INTO identity_pair (low, high, verdict, item, pattern, bits, band, guards, rule, found_at, decided_at)
  VALUES (:low, :high, :verdict, :item, :pattern, :bits, :band, :guards, :rule, :found_at, :decided_at)
  ON CONFLICT (low, high) DO UPDATE SET verdict = excluded.verdict, item = excluded.item, pattern = excluded.pattern,
    bits = excluded.bits, band = excluded.band, guards = excluded.guards, rule = excluded.rule, found_at = excluded.found_at,
    decided_at = excluded.decided_at)sql"};

constexpr Statement count_decided{"identity.count_decided", R"sql(
  SELECT COUNT(*) FROM identity_pair WHERE verdict = :verdict AND decided_at >= :since)sql"};

constexpr Statement select_latest_pass{"identity.select_latest_pass", R"sql(
  SELECT pass, started_at, ended_at, place, reached, records, compared, pairs, bounded
    FROM identity_pass ORDER BY pass DESC LIMIT 1)sql"};

constexpr Statement upsert_pass{"identity.upsert_pass", R"sql(
  INSERT INTO identity_pass (pass, started_at, ended_at, place, reached, records, compared, pairs, bounded)
  VALUES (:pass, :started_at, :ended_at, :place, :reached, :records, :compared, :pairs, :bounded)
  ON CONFLICT (pass) DO UPDATE SET ended_at = excluded.ended_at, place = excluded.place, reached = excluded.reached,
    records = excluded.records, compared = excluded.compared, pairs = excluded.pairs, bounded = excluded.bounded)sql"};

constexpr Statement select_rows_after{"identity.select_rows_after", R"sql(
  SELECT patient, version, who, birth_date, death_date
    FROM patient_person WHERE patient > :after AND deleted = 0 ORDER BY patient LIMIT :limit)sql"};

constexpr Statement count_rows{"identity.count_rows", "SELECT COUNT(*) FROM patient_person WHERE deleted = 0"};

IdentityPair pair_of(const Row& row) {
  IdentityPair pair;
  pair.low = row.id<PatientId>(0);
  pair.high = row.id<PatientId>(1);
  pair.verdict = parse_verdict(row.text(2)).value_or(PairVerdict::open);
  pair.item = row.id<WorkItemId>(3);
  pair.pattern = matching::Pattern(static_cast<std::uint64_t>(row.integer(4)));
  pair.bits = row.real(5);
  pair.band = row.string(6);
  pair.guards = row.string(7);
  pair.rule = row.string(8);
  pair.found_at = row.instant(9);
  if (!row.is_null(10)) pair.decided_at = row.instant(10);
  return pair;
}

IdentityPass pass_of(const Row& row) {
  IdentityPass pass{row.integer(0), row.instant(1), {}, row.integer(3), row.id<PatientId>(4), row.integer(5), row.integer(6),
                    row.integer(7), row.integer(8)};
  if (!row.is_null(2)) pass.ended_at = row.instant(2);
  return pass;
}

IdentityStore::PersonRow person_row_of(const Row& row) {
  IdentityStore::PersonRow person{row.id<PatientId>(0), row.integer(1), row.string(2), {}, {}};
  if (!row.is_null(3)) person.birth_date = row.date(3);
  if (!row.is_null(4)) person.death_date = row.date(4);
  return person;
}

}  // namespace

Result<std::optional<IdentityPair>> IdentityStore::pair(store::Reader& reader, PatientId low, PatientId high) const {
  return reader.read_one(select_pair, {{"low", low}, {"high", high}}, pair_of);
}

Result<std::optional<IdentityPair>> IdentityStore::pair_of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_pair_of_item, {{"item", item}}, pair_of);
}

Result<std::vector<IdentityPair>> IdentityStore::open_pairs(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_open_pairs, {{"patient", patient}}, pair_of);
}

Result<std::vector<IdentityPair>> IdentityStore::open_pairs_after(store::Reader& reader, PatientId low, PatientId high,
                                                                  std::int64_t limit) const {
  return reader.read_all(select_open_pairs_after, {{"low", low.key()}, {"high", high.key()}, {"limit", limit}}, pair_of);
}

Result<void> IdentityStore::save(store::UnitOfWork& work, const IdentityPair& pair) const {
  return work.write(upsert_pair, {{"low", pair.low},
                                  {"high", pair.high},
                                  {"verdict", verdict_code(pair.verdict)},
                                  {"item", pair.item.key()},
                                  {"pattern", static_cast<std::int64_t>(pair.pattern.bits())},
                                  {"bits", pair.bits},
                                  {"band", pair.band},
                                  {"guards", pair.guards},
                                  {"rule", pair.rule},
                                  {"found_at", pair.found_at},
                                  {"decided_at", pair.decided_at}});
}

Result<std::int64_t> IdentityStore::decided_since(store::Reader& reader, PairVerdict verdict, Instant since) const {
  CHARTA_TRY(const auto count, reader.read_one(count_decided, {{"verdict", verdict_code(verdict)}, {"since", since}},
                                               [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::optional<IdentityPass>> IdentityStore::latest_pass(store::Reader& reader) const {
  return reader.read_one(select_latest_pass, {}, pass_of);
}

Result<void> IdentityStore::save(store::UnitOfWork& work, const IdentityPass& pass) const {
  return work.write(upsert_pass, {{"pass", pass.key},
                                  {"started_at", pass.started_at},
                                  {"ended_at", pass.ended_at},
                                  {"place", pass.place},
                                  {"reached", pass.reached.key()},
                                  {"records", pass.records},
                                  {"compared", pass.compared},
                                  {"pairs", pass.pairs},
                                  {"bounded", pass.bounded}});
}

Result<std::vector<IdentityStore::PersonRow>> IdentityStore::rows_after(store::Reader& reader, PatientId after,
                                                                        std::int64_t limit) const {
  return reader.read_all(select_rows_after, {{"after", after.key()}, {"limit", limit}}, person_row_of);
}

Result<std::int64_t> IdentityStore::count_persons(store::Reader& reader) const {
  CHARTA_TRY(const auto count, reader.read_one(count_rows, {}, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

}  // namespace charta::patient_index
