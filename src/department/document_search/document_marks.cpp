// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/document_marks.hpp"

#include "base/text.hpp"
#include "department/document_search/page_words.hpp"

namespace charta::document_search {
namespace {

constexpr int most_months = 24, most_years = 60;

struct Month {
  int year = 0, month = 0;
};

Month month_of(Instant at) {
  const auto day = at.utc_date().calendar();
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month()))};
}

std::string year_mark(int year) {
  return "y" + std::to_string(year);
}

std::string month_mark(Month one) {
  return "m" + std::to_string(one.year * 100 + one.month);
}

}  // namespace

std::string patient_mark(PatientId patient) {
  return "p" + std::to_string(patient.key());
}

std::string facility_mark(int facility) {
  return "f" + std::to_string(facility);
}

std::vector<std::string> facility_marks(access::FacilityMask facilities) {
  std::vector<std::string> marks;
  for (int facility = 0; facility < 63; ++facility)
    if ((facilities >> static_cast<unsigned>(facility) & 1U) != 0) marks.push_back(facility_mark(facility));
  if (marks.empty()) marks.emplace_back("fnone");
  return marks;
}

/// An engine parts words at anything else.
std::string type_mark(std::string_view code) {
  std::string mark = "t";
  for (const char c : lower_ascii(code))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) mark += c;
  return mark;
}

std::vector<std::string> author_marks(std::string_view names) {
  std::vector<std::string> marks;
  for (const auto& word : words_of(names)) marks.push_back("a" + word.folded);
  return marks;
}

std::vector<std::string> time_marks(Instant at) {
  const Month month = month_of(at);
  return {month_mark(month), year_mark(month.year)};
}

std::vector<std::string> month_marks(std::optional<Instant> from, std::optional<Instant> until) {
  std::vector<std::string> marks;
  if (!from || !until || *until < *from) return marks;
  const Month first = month_of(*from), last = month_of(*until);
  const int months = (last.year - first.year) * 12 + last.month - first.month + 1;
  if (months <= most_months) {
    for (Month one = first; one.year < last.year || (one.year == last.year && one.month <= last.month);) {
      marks.push_back(month_mark(one));
      one = one.month == 12 ? Month{one.year + 1, 1} : Month{one.year, one.month + 1};
    }
  } else if (last.year - first.year < most_years) {
    for (int year = first.year; year <= last.year; ++year) marks.push_back(year_mark(year));
  }
  return marks;
}

}  // namespace charta::document_search
