// SPDX-License-Identifier: Apache-2.0
// What the final codes of a period come to, and which cases are behind each number.
#include "base/text.hpp"
#include "department/coding_desk/coding_service.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using access::Permission;

/// The number of a DRG as the rows keep it: "001" is 1. What is no number is of no case.
std::string kept_key(MixBy by, const std::string& key) {
  if (by != MixBy::drg) return key;
  const auto number = parse_integer(key);
  return number ? std::to_string(*number) : "-";
}

}  // namespace

Result<MixScope> CodingService::mix_scope(const access::Actor& actor, const MixPeriod& period) const {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return MixScope{period, rules_.grouped_classes, actor.visibility.facilities, actor.visibility.clearance};
}

Result<CaseMix> CodingService::case_mix(const access::Actor& actor, const MixPeriod& period, MixBy by) {
  CHARTA_TRY(const auto scope, mix_scope(actor, period));
  return store_.read([&](store::Reader& reader) -> Result<CaseMix> {
    std::vector<MixRow> rows;
    if (by == MixBy::month) {
      CHARTA_TRY(rows, months(reader, scope));
    } else {
      CHARTA_TRY(const auto groups, rows_of_mix_.sums(reader, scope, by));
      for (const auto& one : groups) rows.push_back(named_group(by, one.key, one.title, one));
    }
    return coding_desk::case_mix(std::move(rows));
  });
}

/// The hospital's months have no column: each is asked for by itself, where there are cases at all.
Result<std::vector<MixRow>> CodingService::months(store::Reader& reader, MixScope scope) const {
  std::vector<MixRow> rows;
  CHARTA_TRY(const auto span, rows_of_mix_.span(reader, scope));
  if (!span) return rows;
  for (const auto& [month, period] : months_of(*span, zone_)) {
    scope.period = period;
    CHARTA_TRY(const auto sums, rows_of_mix_.sums(reader, scope, MixBy::month));
    for (const auto& one : sums) rows.push_back(named_group(MixBy::month, month, {}, one));
  }
  return rows;
}

Result<std::vector<CodingCase>> CodingService::cases_behind(const access::Actor& actor, const MixPeriod& period, MixBy by,
                                                            const std::optional<std::string>& group, std::int64_t limit,
                                                            std::int64_t offset) {
  CHARTA_TRY(auto scope, mix_scope(actor, period));
  std::optional<std::string> key;
  if (group && by == MixBy::month) {
    const auto months = months_of(period, zone_);
    const auto month = std::find_if(months.begin(), months.end(), [&](const auto& one) { return one.first == *group; });
    if (month == months.end()) return std::vector<CodingCase>();
    scope.period = month->second;
  } else if (group) {
    key = kept_key(by, *group);
  }
  return store_.read([&](store::Reader& reader) -> Result<std::vector<CodingCase>> {
    std::vector<CodingCase> cases;
    CHARTA_TRY(const auto encounters, rows_of_mix_.behind(reader, scope, by, key, limit, offset));
    for (const auto encounter : encounters) {
      CHARTA_TRY(auto one, rows_.find(reader, encounter));
      if (one) cases.push_back(std::move(*one));
    }
    return cases;
  });
}

}  // namespace charta::coding_desk
