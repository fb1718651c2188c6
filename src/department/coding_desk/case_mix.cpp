// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/case_mix.hpp"

#include <algorithm>
#include <array>

namespace charta::coding_desk {
namespace {

constexpr std::array<std::string_view, 4> mixes = {"service", "physician", "month", "drg"};

std::string month_text(Date day) {
  return day.text().substr(0, 7);
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

MixSums& MixSums::operator+=(const MixSums& other) {
  cases += other.cases;
  weighted += other.weighted;
  weight += other.weight;
  splitable += other.splitable;
  with_mcc += other.with_mcc;
  with_cc += other.with_cc;
  second_reviews += other.second_reviews;
  agreed += other.agreed;
  reviewed += other.reviewed;
  return *this;
}

std::optional<std::int64_t> MixSums::index() const {
  if (weighted == 0) return std::nullopt;
  return (weight * 2 + weighted) / (2 * weighted);
}

CaseMix case_mix(std::vector<MixRow> rows) {
  CaseMix mix;
  for (const auto& row : rows) mix.whole += row;
  std::stable_sort(rows.begin(), rows.end(), [](const MixRow& one, const MixRow& other) {
    return std::pair(one.title, one.key) < std::pair(other.title, other.key);
  });
  mix.rows = std::move(rows);
  return mix;
}

MixRow named_group(MixBy by, std::string key, const std::string& title, const MixSums& sums) {
  MixRow row{sums, std::move(key), title};
  if (by == MixBy::drg) {
    row.key.insert(0, row.key.size() < 3 ? 3 - row.key.size() : 0, '0');
    row.title = row.key + " " + title;
  } else if (by != MixBy::physician || title.empty()) {
    row.title = row.key;
  }
  return row;
}

std::vector<std::pair<std::string, MixPeriod>> months_of(const MixPeriod& period, const TimeZone& zone) {
  std::vector<std::pair<std::string, MixPeriod>> months;
  auto first = zone.local_date(period.from);
  for (auto from = period.from; from < period.until;) {
    auto next = first.plus_days(28);
    while (month_text(next) == month_text(first)) next = next.plus_days(1);
    first = next.plus_days(1 - static_cast<int>(static_cast<unsigned>(next.calendar().day())));
    const auto begins = zone.to_instant(first, std::chrono::milliseconds(0));
    const auto until = std::min(begins, period.until);
    months.emplace_back(month_text(first.plus_days(-1)), MixPeriod{from, until});
    from = until;
  }
  return months;
}

}  // namespace charta::coding_desk
