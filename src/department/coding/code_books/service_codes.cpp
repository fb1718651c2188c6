// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/service_codes.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace charta::code_books {
namespace {

Result<void> does_not_fit(std::string_view what) {
  return fail(ErrorKind::invalid, fmt::format("the {} do not fit together: import the publisher's file again", what));
}

template <class Row>
const Row* row_of_key(const std::vector<Row>& rows, CodeKey key) {
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), key, [](const Row& row, CodeKey wanted) { return row.key < wanted; });
  return found == rows.end() || found->key != key ? nullptr : &*found;
}

bool begins_a_word(std::string_view title, std::string_view word) {
  for (auto at = title.find(word); at != std::string_view::npos; at = title.find(word, at + 1))
    if (at == 0 || std::isalnum(static_cast<unsigned char>(title[at - 1])) == 0) return true;
  return false;
}

}  // namespace

std::int32_t day_of(Date day) {
  return static_cast<std::int32_t>(day.days().time_since_epoch().count());
}

std::optional<Date> date_of(std::int32_t day) {
  if (day == always_before || day == no_end) return std::nullopt;
  return Date(std::chrono::sys_days(std::chrono::days(day)));
}

Result<void> ServiceCodes::prepare() const {
  if (!texts.fits() || codes.empty()) return does_not_fit("service codes");
  for (std::size_t n = 0; n < codes.size(); ++n)
    if (codes[n].key == 0 || (n != 0 && codes[n - 1].key >= codes[n].key) || !texts.holds(codes[n].long_title) ||
        !texts.holds(codes[n].short_title))
      return does_not_fit("service codes");
  return {};
}

const ServiceCode* ServiceCodes::find(CodeKey key) const {
  return row_of_key(codes, key);
}

std::vector<const ServiceCode*> ServiceCodes::search(std::string_view words, std::size_t limit) const {
  std::vector<const ServiceCode*> found;
  const std::string asked = lower_ascii(trimmed(words));
  if (asked.empty()) return found;
  const auto beginning = grouper::key_of(asked);
  const auto parts = split(asked, ' ');
  for (const bool by_code : {true, false})
    for (const auto& code : codes) {
      if (found.size() == limit) return found;
      const bool begins = beginning != 0 && beginning <= code.key && code.key <= last_below(beginning);
      if (by_code != begins) continue;
      if (!by_code) {
        const std::string title = lower_ascii(texts[code.long_title]);
        if (!std::all_of(parts.begin(), parts.end(), [&](auto part) { return part.empty() || begins_a_word(title, part); }))
          continue;
      }
      found.push_back(&code);
    }
  return found;
}

Result<void> UnitLimits::prepare() const {
  if (!texts.fits() || limits.empty()) return does_not_fit("limits of units");
  for (std::size_t n = 0; n < limits.size(); ++n)
    if (limits[n].key == 0 || (n != 0 && limits[n - 1].key >= limits[n].key) || !texts.holds(limits[n].rationale))
      return does_not_fit("limits of units");
  return {};
}

const UnitLimit* UnitLimits::find(CodeKey key) const {
  return row_of_key(limits, key);
}

Result<void> ServicePairs::prepare() const {
  if (!texts.fits() || pairs.empty()) return does_not_fit("pairs of services");
  const auto key = [](const ServicePair& pair) { return std::tuple(pair.column1, pair.column2, pair.first_day); };
  for (std::size_t n = 0; n < pairs.size(); ++n)
    if (pairs[n].column1 == 0 || pairs[n].column2 == 0 || (n != 0 && key(pairs[n]) < key(pairs[n - 1])) ||
        !texts.holds(pairs[n].rationale))
      return does_not_fit("pairs of services");
  return {};
}

const ServicePair* ServicePairs::find(CodeKey column1, CodeKey column2, Date day) const {
  const std::pair wanted(column1, column2);
  auto at = std::lower_bound(pairs.begin(), pairs.end(), wanted, [](const ServicePair& pair, const auto& both) {
    return std::pair(pair.column1, pair.column2) < both;
  });
  for (; at != pairs.end() && std::pair(at->column1, at->column2) == wanted; ++at)
    if (at->first_day <= day_of(day) && day_of(day) <= at->last_day) return &*at;
  return nullptr;
}

}  // namespace charta::code_books
