// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/delinquency_store.hpp"

namespace charta::chart_completion {
namespace {

using store::Row;
using store::Statement;

#define LETTER_COLUMNS "letter, responsible, responsible_name, level, made_at, made_by, items, body, rule"
constexpr Statement insert_letter{"chart_completion.insert_letter", R"sql(
  INSERT INTO completion_letter (letter, responsible, responsible_name, level, made_at, made_by, items, body, rule)
  VALUES (:letter, :responsible, :responsible_name, :level, :made_at, :made_by, :items, :body, :rule))sql"};
constexpr Statement select_letter{"chart_completion.select_letter",
                                  "SELECT " LETTER_COLUMNS " FROM completion_letter WHERE letter = :letter"};
constexpr Statement select_last_letter{"chart_completion.select_last_letter",
                                       "SELECT " LETTER_COLUMNS
                                       " FROM completion_letter WHERE responsible = :responsible"
                                       " ORDER BY made_at DESC, letter DESC LIMIT 1"};
constexpr Statement select_letters{"chart_completion.select_letters",
                                   "SELECT " LETTER_COLUMNS " FROM completion_letter ORDER BY letter DESC LIMIT :limit"};

#define SUSPENSION_COLUMNS "suspension, responsible, responsible_name, approved_at, approved_by, lifted_at, rule"
constexpr Statement insert_suspension{"chart_completion.insert_suspension", R"sql(
  INSERT INTO completion_suspension (suspension, responsible, responsible_name, approved_at, approved_by, rule)
  VALUES (:suspension, :responsible, :responsible_name, :approved_at, :approved_by, :rule))sql"};
constexpr Statement lift_suspension{"chart_completion.lift_suspension",
                                    "UPDATE completion_suspension SET lifted_at = :at WHERE suspension = :suspension"};
constexpr Statement select_suspension_of{"chart_completion.select_suspension_of",
                                         "SELECT " SUSPENSION_COLUMNS
                                         " FROM completion_suspension"
                                         " WHERE responsible = :responsible AND lifted_at IS NULL LIMIT 1"};
constexpr Statement select_suspensions{"chart_completion.select_suspensions",
                                       "SELECT " SUSPENSION_COLUMNS
                                       " FROM completion_suspension ORDER BY suspension DESC LIMIT :limit"};

#define ENDED_AND_OWED                                                                               \
  " FROM deficiency d JOIN completion_file f ON f.encounter = d.encounter WHERE d.closed_at IS NULL" \
  " AND f.is_stay = 1 AND f.ended_at <= :before AND (d.facility_bit & :facilities) <> 0 AND (d.sensitivity & :hidden) = 0"
constexpr Statement count_records{"chart_completion.count_records", "SELECT COUNT(DISTINCT d.encounter)" ENDED_AND_OWED};
constexpr Statement select_records{"chart_completion.select_records",
                                   "SELECT d.deficiency" ENDED_AND_OWED " ORDER BY f.ended_at, d.deficiency LIMIT :limit"};
constexpr Statement count_discharges{
    "chart_completion.count_discharges",
    "SELECT COUNT(*) FROM completion_file WHERE is_stay = 1 AND ended_at >= :since AND ended_at <= :now"};
constexpr Statement count_closed{
    "chart_completion.count_closed",
    "SELECT COUNT(*), SUM(CASE WHEN closed_by = 0 THEN 1 ELSE 0 END) FROM deficiency WHERE closed_at >= :since"};
constexpr Statement count_on_time{"chart_completion.count_on_time",
                                  "SELECT rule, COUNT(*), SUM(CASE WHEN done_at <= due_at THEN 1 ELSE 0 END) FROM completion_kept"
                                  " WHERE due_at >= :since GROUP BY rule ORDER BY rule"};

Letter letter_from(const Row& row) {
  return {row.id<LetterId>(0),
          {row.string(1), row.string(2)},
          static_cast<int>(row.integer(3)),
          row.instant(4),
          row.id<UserId>(5),
          row.integer(6),
          row.string(7),
          row.string(8)};
}

Suspension suspension_from(const Row& row) {
  return {row.id<SuspensionId>(0),
          {row.string(1), row.string(2)},
          row.instant(3),
          row.id<UserId>(4),
          row.is_null(5) ? std::nullopt : std::optional(row.instant(5)),
          row.string(6)};
}

std::int64_t number_from(const Row& row) {
  return row.integer(0);
}

}  // namespace

Result<void> DelinquencyStore::add_letter(store::UnitOfWork& work, const Letter& letter) const {
  return work.write(insert_letter, {{"letter", letter.id},
                                    {"responsible", letter.to.key},
                                    {"responsible_name", letter.to.name},
                                    {"level", letter.level},
                                    {"made_at", letter.made_at},
                                    {"made_by", letter.made_by.key()},
                                    {"items", letter.items},
                                    {"body", letter.body},
                                    {"rule", letter.rule}});
}

Result<std::optional<Letter>> DelinquencyStore::letter(store::Reader& reader, LetterId id) const {
  return reader.read_one(select_letter, {{"letter", id}}, letter_from);
}

Result<std::optional<Letter>> DelinquencyStore::last_letter(store::Reader& reader, std::string_view responsible) const {
  return reader.read_one(select_last_letter, {{"responsible", responsible}}, letter_from);
}

Result<std::vector<Letter>> DelinquencyStore::letters(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_letters, {{"limit", limit}}, letter_from);
}

Result<void> DelinquencyStore::suspend(store::UnitOfWork& work, const Suspension& suspension) const {
  return work.write(insert_suspension, {{"suspension", suspension.id},
                                        {"responsible", suspension.who.key},
                                        {"responsible_name", suspension.who.name},
                                        {"approved_at", suspension.approved_at},
                                        {"approved_by", suspension.approved_by.key()},
                                        {"rule", suspension.rule}});
}

Result<void> DelinquencyStore::lift(store::UnitOfWork& work, SuspensionId id, Instant at) const {
  return work.write(lift_suspension, {{"at", at}, {"suspension", id}});
}

Result<std::optional<Suspension>> DelinquencyStore::suspension_of(store::Reader& reader, std::string_view responsible) const {
  return reader.read_one(select_suspension_of, {{"responsible", responsible}}, suspension_from);
}

Result<std::vector<Suspension>> DelinquencyStore::suspensions(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_suspensions, {{"limit", limit}}, suspension_from);
}

Result<CompletionCounts> DelinquencyStore::counts(store::Reader& reader, Instant delinquent_before, Instant since, Instant now,
                                                  const access::Visibility& visibility) const {
  const store::Binding facilities{"facilities", static_cast<std::int64_t>(visibility.facilities)},
      hidden{"hidden", static_cast<std::int64_t>(access::full_clearance & ~visibility.clearance)};
  CompletionCounts counts;
  CHARTA_TRY(const auto incomplete, reader.read_one(count_records, {{"before", now}, facilities, hidden}, number_from));
  CHARTA_TRY(const auto delinquent,
             reader.read_one(count_records, {{"before", delinquent_before}, facilities, hidden}, number_from));
  CHARTA_TRY(const auto discharges, reader.read_one(count_discharges, {{"since", since}, {"now", now}}, number_from));
  counts.incomplete = incomplete.value_or(0);
  counts.delinquent = delinquent.value_or(0);
  counts.discharges = discharges.value_or(0);
  CHARTA_TRY_DO(reader.read(count_closed, {{"since", since}}, [&](const Row& row) {
    counts.closed = row.integer(0);
    counts.closed_by_itself = row.integer(1);
    return false;
  }));
  CHARTA_TRY(counts.on_time, reader.read_all(count_on_time, {{"since", since}}, [](const Row& row) {
    return OnTime{row.string(0), row.integer(1), row.integer(2)};
  }));
  return counts;
}

Result<std::vector<DeficiencyId>> DelinquencyStore::of_ended_before(store::Reader& reader, Instant ended_before,
                                                                    const access::Visibility& visibility,
                                                                    std::int64_t limit) const {
  return reader.read_all(select_records,
                         {{"before", ended_before},
                          {"facilities", static_cast<std::int64_t>(visibility.facilities)},
                          {"hidden", static_cast<std::int64_t>(access::full_clearance & ~visibility.clearance)},
                          {"limit", limit}},
                         [](const Row& row) { return row.id<DeficiencyId>(0); });
}

}  // namespace charta::chart_completion
