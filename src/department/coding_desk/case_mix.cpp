// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/case_mix.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace charta::coding_desk {
namespace {

constexpr std::array<std::string_view, 4> mixes = {"service", "physician", "month", "drg"};

void add_case(MixRow& row, const CodingCase& one) {
  ++row.cases;
  if (one.grouped.weight > 0) {
    ++row.weighted;
    row.weight += one.grouped.weight;
  }
  if (!one.grouped.is_split) return;
  ++row.splitable;
  row.with_mcc += one.grouped.severity == "mcc" ? 1 : 0;
  row.with_cc += one.grouped.severity == "cc" ? 1 : 0;
}

std::string three_digits(int drg) {
  const auto text = std::to_string(drg);
  return text.size() >= 3 ? text : std::string(3 - text.size(), '0') + text;
}

}  // namespace

std::string_view mix_code(MixBy by) {
  return mixes[static_cast<std::size_t>(by)];
}
std::optional<MixBy> parse_mix(std::string_view code) {
  const auto found = std::find(mixes.begin(), mixes.end(), code);
  if (found == mixes.end()) return std::nullopt;
  return static_cast<MixBy>(found - mixes.begin());
}

std::optional<std::int64_t> MixRow::index() const {
  if (weighted == 0) return std::nullopt;
  return (weight * 2 + weighted) / (2 * weighted);
}

std::pair<std::string, std::string> group_of(const CodingCase& one, MixBy by, const TimeZone& zone) {
  switch (by) {
    case MixBy::service:
      return {one.service, one.service};
    case MixBy::physician:
      return {one.physician, one.physician_name.empty() ? one.physician : one.physician_name};
    case MixBy::month: {
      const auto month = zone.local_date(one.ended_at).text().substr(0, 7);
      return {month, month};
    }
    case MixBy::drg:
      return {three_digits(one.grouped.drg), three_digits(one.grouped.drg) + " " + one.grouped.title};
  }
  return {};
}

CaseMix case_mix(std::span<const CodingCase> cases, MixBy by, const TimeZone& zone) {
  CaseMix mix;
  std::map<std::string, MixRow> groups;
  for (const auto& one : cases) {
    const auto [key, title] = group_of(one, by, zone);
    auto& row = groups[key];
    row.key = key;
    row.title = title;
    add_case(row, one);
    add_case(mix.whole, one);
  }
  for (auto& [key, row] : groups) mix.rows.push_back(std::move(row));
  std::stable_sort(mix.rows.begin(), mix.rows.end(),
                   [](const MixRow& one, const MixRow& other) { return one.title < other.title; });
  return mix;
}

}  // namespace charta::coding_desk
