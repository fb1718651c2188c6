// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/release_spans.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/code_library.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

constexpr int drg_year_offset = 1983;  // v1 is FY 1984
const Date since_ever = *Date::parse("1900-01-01");

/// 2026 and 4 of "2026-04" and "FY2026-04"; month 0 where nothing says it.
std::pair<int, int> year_and_month_in(std::string_view text) {
  const auto at = text.find("20");
  if (at == std::string_view::npos || at + 7 > text.size() || text[at + 4] != '-') return {0, 0};
  const auto year = parse_integer(text.substr(at, 4)), month = parse_integer(text.substr(at + 5, 2));
  if (!year || !month || *month < 1 || *month > 12) return {0, 0};
  return {static_cast<int>(*year), static_cast<int>(*month)};
}

/// 7 of "Eff_07-01-2024"; 0 where no such day stands in it.
int month_of_day_in(std::string_view text) {
  for (std::size_t at = 0; at + 10 <= text.size(); ++at) {
    if (text[at + 2] != '-' || text.substr(at + 5, 3) != "-20") continue;
    const auto month = parse_integer(text.substr(at, 2));
    if (month && *month >= 1 && *month <= 12 && parse_integer(text.substr(at + 3, 2)) && parse_integer(text.substr(at + 6, 4)))
      return static_cast<int>(*month);
  }
  return 0;
}

/// 3 of "2024q3" and "2024Q3" and "Eff_07-01-2024"; 2 of "2026-04"; 0 where nothing says it.
int quarter_in(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at)
    if ((text[at] == 'q' || text[at] == 'Q') && text[at + 1] >= '1' && text[at + 1] <= '4') return text[at + 1] - '0';
  if (const int month = year_and_month_in(text).second; month != 0) return (month + 2) / 3;
  return (month_of_day_in(text) + 2) / 3;
}

Date day_in_year(int year, int month, int day) {
  return *Date::parse(fmt::format("{}-{:02}-{:02}", year, month, day));
}

constexpr int first_month_of_fiscal_year = 10, month_of_april_update = 4;

/// 430 of "43.0", 431 of "43.1".
std::optional<int> version_of_release(std::string_view release) {
  const auto dot = release.find('.');
  const auto version = dot == std::string_view::npos ? std::nullopt : parse_integer(release.substr(0, dot));
  if (!version || *version < 1 || *version > 99) return std::nullopt;
  return static_cast<int>(*version) * 10 + (release.substr(dot + 1).starts_with('1') ? 1 : 0);
}

/// Codes change on October 1, and some on April 1: CMS's second list of a fiscal year stands beside its first.
/// The release says which, else the file's own name or heading ("april-1-2026-…", "icd10cm-order-April-2026").
bool is_april_update(const BookFile& file, std::string_view release) {
  if (const auto version = version_of_release(release)) return *version % 10 == 1;
  if (const int month = year_and_month_in(release).second; month != 0)
    return month >= month_of_april_update && month < first_month_of_fiscal_year;
  return lower_ascii(file.named).find("april") != std::string::npos ||
         (file.text.starts_with('<') && file.text.substr(0, 600).find("April 1") != std::string_view::npos);
}

Error says_no_year() {
  return fail(ErrorKind::missing, "neither its name nor its text says its year: give --release, for instance --release FY2026");
}

Span span_of_fiscal_year(int year, bool is_april, const grouper::SpecialLogic& logic) {
  const int first = (year - drg_year_offset) * 10;
  return Span{fmt::format("FY{}{}", year, is_april ? april_ending : std::string_view()),
              logic.first_day_of(is_april ? first + 1 : first), logic.first_day_of(first + 10).plus_days(-1)};
}

/// The year that the release says, else the text, else the names.
std::optional<int> year_of(Spans spans, int year_said, const BookFile& file, std::string_view release) {
  if (release.empty()) {
    if (year_said != 0) return year_said;
    const auto year = year_in(file.stem);
    return year ? year : year_in(file.named);
  }
  if (const auto version = version_of_release(release)) return *version / 10 + drg_year_offset;
  const auto [year, month] = year_and_month_in(release);
  if (spans == Spans::fiscal_year && month >= first_month_of_fiscal_year) return year + 1;
  return year_in(release);
}

}  // namespace

Result<Span> span_of_release(Spans spans, int year_said, const BookFile& file, const BookChoices& choices) {
  if (spans == Spans::further_notice)
    return Span{choices.release.empty() ? "current" : std::string(choices.release), since_ever, std::nullopt};
  // A quarter's file beside others of one release says its quarter itself.
  const bool says_itself = spans == Spans::quarter && quarter_in(choices.release) == 0 && quarter_in(file.stem) != 0;
  const auto release = says_itself ? std::string_view() : std::string_view(choices.release);
  const auto year = year_of(spans, year_said, file, release);
  if (!year) return says_no_year();
  if (spans == Spans::fiscal_year) return span_of_fiscal_year(*year, is_april_update(file, release), *choices.logic);
  int quarter = quarter_in(release.empty() ? file.stem : release);
  if (quarter == 0 && release.empty()) quarter = quarter_in(file.named);
  if (spans == Spans::quarter && quarter == 0)
    return fail(ErrorKind::missing,
                "neither its name nor --release says its quarter: give --release, for instance --release 2026q1");
  if (quarter == 0) return Span{std::to_string(*year), day_in_year(*year, 1, 1), day_in_year(*year, 12, 31)};
  const Date from = day_in_year(*year, quarter * 3 - 2, 1);
  const Date next = quarter == 4 ? day_in_year(*year + 1, 1, 1) : day_in_year(*year, quarter * 3 + 1, 1);
  return Span{fmt::format("{}q{}", *year, quarter), from, next.plus_days(-1)};
}

std::optional<int> year_in(std::string_view text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at)
    if (const auto year = parse_integer(text.substr(at, 4)); year && text[at] == '2' && *year >= 2000 && *year < 2100)
      return static_cast<int>(*year);
  for (const std::string_view mark : {"FY", "fy"})
    if (const auto at = text.find(mark); at != std::string_view::npos && at + 4 <= text.size())
      if (const auto year = parse_integer(text.substr(at + 2, 2)); year && *year >= 0) return static_cast<int>(2000 + *year);
  return std::nullopt;
}

}  // namespace charta::code_sets
