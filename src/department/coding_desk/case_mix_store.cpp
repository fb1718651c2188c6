// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/case_mix_store.hpp"

namespace charta::coding_desk {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_MIX_KEY                                                                                                    \
  "CASE CAST(:by AS TEXT) WHEN 'service' THEN service WHEN 'physician' THEN physician WHEN 'drg' THEN CAST(drg AS TEXT) " \
  "ELSE '' END"
#define CHARTA_MIX_SCOPE                                                                \
  " FROM coding_case WHERE state = 'final' AND ended_at >= :from AND ended_at < :until" \
  " AND CAST(:classes AS TEXT) LIKE '%|' || class_code || '|%'"                         \
  " AND ((CAST(:facilities AS BIGINT) >> CAST(facility AS INTEGER)) & 1) = 1 AND (sensitivity & CAST(:blocked AS BIGINT)) = 0 "

constexpr Statement select_sums{
    "coding_desk.select_mix_sums",
    "SELECT " CHARTA_MIX_KEY
    R"sql(, MAX(CASE CAST(:named AS TEXT) WHEN 'physician' THEN physician_name WHEN 'drg' THEN drg_title ELSE '' END), COUNT(*),
    CAST(SUM(CASE WHEN weight > 0 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN weight > 0 THEN weight ELSE 0 END) AS BIGINT),
    CAST(SUM(is_split) AS BIGINT), CAST(SUM(CASE WHEN is_split = 1 AND severity = 'mcc' THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN is_split = 1 AND severity = 'cc' THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN reviewed > 0 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN reviewed > 0 THEN agreed ELSE 0 END) AS BIGINT),
    CAST(SUM(reviewed) AS BIGINT))sql" CHARTA_MIX_SCOPE "GROUP BY 1"};
constexpr Statement select_span{"coding_desk.select_mix_span", "SELECT MIN(ended_at), MAX(ended_at)" CHARTA_MIX_SCOPE};
constexpr Statement select_behind{"coding_desk.select_mix_behind",
                                  "SELECT encounter" CHARTA_MIX_SCOPE "AND (CAST(:is_all AS BIGINT) = 1 OR " CHARTA_MIX_KEY
                                  " = CAST(:key AS TEXT)) ORDER BY ended_at DESC, encounter DESC LIMIT :limit OFFSET :offset"};
#undef CHARTA_MIX_KEY
#undef CHARTA_MIX_SCOPE

/// "|IMP|ACUTE|": one text, so that the statement is one.
std::string joined_classes(const MixScope& scope) {
  std::string text = "|";
  for (const auto& one : scope.classes) text += one + "|";
  return text;
}

std::vector<store::Binding> scope_bindings(const MixScope& scope, const std::string& classes) {
  return {{"from", scope.period.from},
          {"until", scope.period.until},
          {"classes", classes},
          {"facilities", static_cast<std::int64_t>(scope.facilities)},
          {"blocked", static_cast<std::int64_t>(~scope.clearance)}};
}

MixRow sums_from(const Row& row) {
  MixRow one;
  one.key = row.string(0);
  one.title = row.string(1);
  one.cases = row.integer(2);
  one.weighted = row.integer(3);
  one.weight = row.integer(4);
  one.splitable = row.integer(5);
  one.with_mcc = row.integer(6);
  one.with_cc = row.integer(7);
  one.second_reviews = row.integer(8);
  one.agreed = row.integer(9);
  one.reviewed = row.integer(10);
  return one;
}

}  // namespace

Result<std::vector<MixRow>> CaseMixStore::sums(store::Reader& reader, const MixScope& scope, MixBy by) const {
  std::vector<MixRow> rows;
  const auto classes = joined_classes(scope);
  auto bindings = scope_bindings(scope, classes);
  bindings.push_back({"by", mix_code(by)});
  bindings.push_back({"named", mix_code(by)});
  CHARTA_TRY_DO(reader.read(select_sums, store::Bindings(bindings.data(), bindings.size()), [&](const Row& row) {
    rows.push_back(sums_from(row));
    return true;
  }));
  return rows;
}

Result<std::optional<MixPeriod>> CaseMixStore::span(store::Reader& reader, const MixScope& scope) const {
  std::optional<MixPeriod> span;
  const auto classes = joined_classes(scope);
  const auto bindings = scope_bindings(scope, classes);
  CHARTA_TRY_DO(reader.read(select_span, store::Bindings(bindings.data(), bindings.size()), [&](const Row& row) {
    if (!row.is_null(0)) span = MixPeriod{row.instant(0), row.instant(1).plus(std::chrono::milliseconds(1))};
    return false;
  }));
  return span;
}

Result<std::vector<ResourceId>> CaseMixStore::behind(store::Reader& reader, const MixScope& scope, MixBy by,
                                                     const std::optional<std::string>& key, std::int64_t limit,
                                                     std::int64_t offset) const {
  std::vector<ResourceId> encounters;
  const auto classes = joined_classes(scope);
  const std::string wanted = key.value_or("");
  auto bindings = scope_bindings(scope, classes);
  bindings.push_back({"is_all", key ? 0 : 1});
  bindings.push_back({"by", mix_code(by)});
  bindings.push_back({"key", wanted});
  bindings.push_back({"limit", limit});
  bindings.push_back({"offset", offset});
  CHARTA_TRY_DO(reader.read(select_behind, store::Bindings(bindings.data(), bindings.size()), [&](const Row& row) {
    encounters.push_back(row.id<ResourceId>(0));
    return true;
  }));
  return encounters;
}

}  // namespace charta::coding_desk
