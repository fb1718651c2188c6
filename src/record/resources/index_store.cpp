// SPDX-License-Identifier: Apache-2.0
#include "record/resources/index_store.hpp"

#include <mutex>

namespace charta::resources {
namespace {

using store::Statement;

constexpr Statement select_system{"resources.system", "SELECT id FROM code_system WHERE uri = :uri"};
constexpr Statement insert_system{"resources.insert_system",
                                  "INSERT INTO code_system (id, uri) SELECT COALESCE(MAX(id), 0) + 1, :uri FROM code_system"};

constexpr Statement insert_token{"resources.insert_token",
                                 "INSERT INTO index_token (param, code, patient, rid, system, facility, sensitivity)"
                                 " VALUES (:param, :code, :patient, :rid, :system, :facility, :sensitivity)"};
constexpr std::string_view token_names[] = {"param", "code", "patient", "rid", "system", "facility", "sensitivity"};
constexpr Statement insert_reference{"resources.insert_reference",
                                     "INSERT INTO index_reference (param, target, patient, rid, facility, sensitivity)"
                                     " VALUES (:param, :target, :patient, :rid, :facility, :sensitivity)"};
constexpr std::string_view reference_names[] = {"param", "target", "patient", "rid", "facility", "sensitivity"};
constexpr Statement insert_string{"resources.insert_string",
                                  "INSERT INTO index_string (rid, param, folded, exact, patient, facility, sensitivity)"
                                  " VALUES (:rid, :param, :folded, :exact, :patient, :facility, :sensitivity)"};
constexpr std::string_view string_names[] = {"rid", "param", "folded", "exact", "patient", "facility", "sensitivity"};
constexpr Statement insert_date{"resources.insert_date",
                                "INSERT INTO index_date (rid, param, from_ms, until_ms, patient, facility, sensitivity)"
                                " VALUES (:rid, :param, :from_ms, :until_ms, :patient, :facility, :sensitivity)"};
constexpr std::string_view date_names[] = {"rid", "param", "from_ms", "until_ms", "patient", "facility", "sensitivity"};
constexpr Statement insert_number{"resources.insert_number",
                                  "INSERT INTO index_number (rid, param, value, system, unit, patient, facility, sensitivity)"
                                  " VALUES (:rid, :param, :value, :system, :unit, :patient, :facility, :sensitivity)"};
constexpr std::string_view number_names[] = {"rid", "param", "value", "system", "unit", "patient", "facility", "sensitivity"};

constexpr Statement delete_token{"resources.delete_token",
                                 "DELETE FROM index_token WHERE param = :param AND code = :code AND patient = :patient"
                                 " AND rid = :rid AND system = :system"};
constexpr std::string_view deleted_token_names[] = {"param", "code", "patient", "rid", "system"};
constexpr Statement delete_reference{"resources.delete_reference",
                                     "DELETE FROM index_reference WHERE param = :param AND target = :target"
                                     " AND patient = :patient AND rid = :rid"};
constexpr std::string_view deleted_reference_names[] = {"param", "target", "patient", "rid"};
constexpr Statement delete_strings{"resources.delete_strings", "DELETE FROM index_string WHERE rid = :rid"};
constexpr Statement delete_dates{"resources.delete_dates", "DELETE FROM index_date WHERE rid = :rid"};
constexpr Statement delete_numbers{"resources.delete_numbers", "DELETE FROM index_number WHERE rid = :rid"};
constexpr std::string_view deleted_range_names[] = {"rid"};

// Any constant does: it keeps two nodes from making two numbers for one URI.
constexpr std::int64_t code_system_lock = 0x636F646573797374;

Result<std::optional<std::int64_t>> select_number(store::Reader& reader, std::string_view uri) {
  const std::string key = index_key(uri);
  return reader.read_one(select_system, {{"uri", key}}, [](const store::Row& row) { return row.integer(0); });
}

Result<void> write_if_any(store::UnitOfWork& work, const Statement& statement, std::span<const std::string_view> names,
                          std::vector<store::Value>& values) {
  if (values.empty()) return {};
  CHARTA_TRY_DO(work.write_rows(statement, names, values));
  values.clear();
  return {};
}

}  // namespace

std::optional<std::int64_t> CodeSystems::remembered(std::string_view uri) const {
  const std::shared_lock lock(mutex_);
  const auto found = numbers_.find(std::string(uri));
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

void CodeSystems::remember(const std::string& uri, std::int64_t number) {
  const std::unique_lock lock(mutex_);
  numbers_.emplace(uri, number);
}

Result<std::int64_t> CodeSystems::number_of(store::UnitOfWork& work, std::string_view uri) {
  if (uri.empty()) return 0;
  if (const auto known = remembered(uri)) return *known;
  CHARTA_TRY(auto number, select_number(work, uri));
  if (!number) {
    CHARTA_TRY_DO(work.lock(code_system_lock));
    CHARTA_TRY(number, select_number(work, uri));
  }
  if (!number) {
    const std::string key = index_key(uri);
    CHARTA_TRY_DO(work.write(insert_system, {{"uri", key}}));
    CHARTA_TRY(number, select_number(work, uri));
  }
  if (!number) return fail(ErrorKind::internal, "a code system was written and is not there");
  work.after_commit([this, text = std::string(uri), made = *number] { remember(text, made); });
  return *number;
}

Result<std::optional<std::int64_t>> CodeSystems::find(store::Reader& reader, std::string_view uri) {
  if (uri.empty()) return std::optional<std::int64_t>(0);
  if (const auto known = remembered(uri)) return known;
  CHARTA_TRY(const auto number, select_number(reader, uri));
  const bool committed = dynamic_cast<const store::UnitOfWork*>(&reader) == nullptr;  // on a snapshot, and a number never changes
  if (number && committed) remember(std::string(uri), *number);
  return number;
}

void IndexBatch::add(const IndexOwner& owner, const IndexRows& rows, const ResolvedRows& resolved) {
  const auto& [rid, patient, facility, sensitivity] = owner;
  for (const auto& row : resolved.tokens)
    tokens_.insert(tokens_.end(), {row.param, row.code, patient, rid, row.system, facility, sensitivity});
  for (const auto& row : resolved.references)
    references_.insert(references_.end(), {row.param, row.target, patient, rid, facility, sensitivity});
  for (const auto& row : rows.strings)
    strings_.insert(strings_.end(), {rid, row.param, row.folded, row.exact, patient, facility, sensitivity});
  for (const auto& row : rows.dates)
    dates_.insert(dates_.end(), {rid, row.param, row.from_ms, row.until_ms, patient, facility, sensitivity});
  for (const auto& row : resolved.numbers)
    numbers_.insert(numbers_.end(), {rid, row.param, row.value, row.system, row.unit, patient, facility, sensitivity});
}

void IndexBatch::drop(const IndexOwner& owner, const ResolvedRows& resolved) {
  drop_exact(owner, resolved);
  dropped_ranges_.push_back(owner.rid);
}

void IndexBatch::drop_exact(const IndexOwner& owner, const ResolvedRows& resolved) {
  for (const auto& row : resolved.tokens)
    dropped_tokens_.insert(dropped_tokens_.end(), {row.param, row.code, owner.patient, owner.rid, row.system});
  for (const auto& row : resolved.references)
    dropped_references_.insert(dropped_references_.end(), {row.param, row.target, owner.patient, owner.rid});
}

Result<void> IndexBatch::flush(store::UnitOfWork& work) {
  CHARTA_TRY_DO(write_if_any(work, delete_token, deleted_token_names, dropped_tokens_));
  CHARTA_TRY_DO(write_if_any(work, delete_reference, deleted_reference_names, dropped_references_));
  if (!dropped_ranges_.empty()) {
    CHARTA_TRY_DO(work.write_rows(delete_strings, deleted_range_names, dropped_ranges_));
    CHARTA_TRY_DO(work.write_rows(delete_dates, deleted_range_names, dropped_ranges_));
    CHARTA_TRY_DO(work.write_rows(delete_numbers, deleted_range_names, dropped_ranges_));
    dropped_ranges_.clear();
  }
  CHARTA_TRY_DO(write_if_any(work, insert_token, token_names, tokens_));
  CHARTA_TRY_DO(write_if_any(work, insert_reference, reference_names, references_));
  CHARTA_TRY_DO(write_if_any(work, insert_string, string_names, strings_));
  CHARTA_TRY_DO(write_if_any(work, insert_date, date_names, dates_));
  return write_if_any(work, insert_number, number_names, numbers_);
}

}  // namespace charta::resources
