// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/finder_query.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace charta::patient_index {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// Two-digit years read as the past hundred years of a person alive: the finder tries both centuries.
std::vector<int> years_of(std::string_view text) {
  const auto number = parse_integer(text);
  if (!number || !all_digits(text)) return {};
  if (text.size() == 4 && *number >= 1850 && *number <= 2150) return {static_cast<int>(*number)};
  if (text.size() == 2) return {1900 + static_cast<int>(*number), 2000 + static_cast<int>(*number)};
  return {};
}

void add_date(std::vector<Date>& dates, std::string_view year, std::string_view month, std::string_view day) {
  if (!all_digits(month) || !all_digits(day) || month.size() > 2 || day.size() > 2) return;
  for (const int y : years_of(year)) {
    const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(*parse_integer(month))),
                                           std::chrono::day(static_cast<unsigned>(*parse_integer(day)))};
    if (date.ok() && std::find(dates.begin(), dates.end(), Date(date)) == dates.end()) dates.emplace_back(date);
  }
}

std::vector<std::string_view> date_parts(std::string_view typed) {
  for (const char separator : {'-', '/', '.'}) {
    auto parts = split(typed, separator);
    if (parts.size() == 3) return parts;
  }
  return {};
}

std::string join(const std::vector<std::string>& words, std::size_t from, std::size_t until) {
  std::string text;
  for (std::size_t i = from; i < until; ++i) text += (text.empty() ? "" : " ") + words[i];
  return text;
}

void add_name(FinderQuery& query, NameReading reading) {
  if (reading.family.empty() && reading.given.empty()) return;
  if (std::find(query.names.begin(), query.names.end(), reading) == query.names.end()) query.names.push_back(std::move(reading));
}

/// Words without a comma: surname alone, given name first, surname first, or several words of one surname.
void read_words(FinderQuery& query, const std::vector<std::string>& words) {
  if (words.empty()) return;
  if (words.size() == 1) {
    add_name(query, {words[0], ""});
    add_name(query, {"", words[0]});
    return;
  }
  const std::size_t last = words.size() - 1;
  add_name(query, {join(words, 1, words.size()), words[0]});
  add_name(query, {words[last], words[0]});
  add_name(query, {join(words, 0, last), words[last]});
  add_name(query, {join(words, 0, words.size()), ""});
}

/// Takes dates, years and numbers out of the words; what is left is names.
std::vector<std::string> take_figures(FinderQuery& query, std::string_view typed) {
  std::vector<std::string> words;
  for (const auto word : split(typed, ' ')) {
    if (word.empty()) continue;
    const auto lower = lower_ascii(word);
    if (lower == "mrn" || lower == "born" || lower == "dob") continue;
    if (!has_digit(word)) {
      const std::string plain = folded_words(word);
      for (const auto part : split(plain, ' ')) {
        if (!part.empty()) words.emplace_back(part);
      }
      continue;
    }
    for (const auto date : possible_dates(word)) query.birth_dates.push_back(date);
    if (all_digits(word) && word.size() == 4 && !years_of(word).empty()) query.birth_year = years_of(word).front();
    query.numbers.push_back(folded_number(word));
  }
  return words;
}

}  // namespace

std::vector<Date> possible_dates(std::string_view typed) {
  std::vector<Date> dates;
  if (const auto parts = date_parts(typed); !parts.empty()) {
    if (parts[0].size() == 4) add_date(dates, parts[0], parts[1], parts[2]);
    add_date(dates, parts[2], parts[0], parts[1]);
    add_date(dates, parts[2], parts[1], parts[0]);
    return dates;
  }
  if (typed.size() == 8 && all_digits(typed)) {
    add_date(dates, typed.substr(0, 4), typed.substr(4, 2), typed.substr(6, 2));
    add_date(dates, typed.substr(4, 4), typed.substr(0, 2), typed.substr(2, 2));
    add_date(dates, typed.substr(4, 4), typed.substr(2, 2), typed.substr(0, 2));
  }
  return dates;
}

std::string folded_number(std::string_view value) {
  std::string number;
  for (const char c : folded(value)) {
    if (c != ' ' && c != '-' && c != '.') number += c;
  }
  return number;
}

std::string folded_words(std::string_view name) {
  std::string words;
  for (const char c : folded(name)) {
    if (c == '\'' || c == '`') continue;
    const bool part = (c >= 'a' && c <= 'z') || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (part) {
      words += c;
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

std::vector<std::string> surname_variants(std::string_view family) {
  const std::string plain = folded_words(family);
  std::vector<std::string> words;
  for (const auto word : split(plain, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  std::vector<std::string> variants;
  for (std::size_t i = 0; i < words.size() && i < 4; ++i) {
    std::rotate(words.begin(), words.begin() + (i == 0 ? 0 : 1), words.end());
    variants.push_back(join(words, 0, words.size()));
  }
  if (words.size() > 1) {
    std::string together;
    for (const char c : plain) {
      if (c != ' ') together += c;
    }
    variants.push_back(together);
  }
  std::sort(variants.begin(), variants.end());
  variants.erase(std::unique(variants.begin(), variants.end()), variants.end());
  if (variants.empty()) variants.emplace_back();
  return variants;
}

std::string prefix_end(std::string_view prefix) {
  // U+10FFFF is the greatest character, and valid UTF-8, which PostgreSQL insists on.
  return std::string(prefix) + "\xF4\x8F\xBF\xBF";
}

FinderQuery parse_finder(std::string_view typed) {
  FinderQuery query;
  const auto comma = typed.find(',');
  if (comma == std::string_view::npos) {
    read_words(query, take_figures(query, trimmed(typed)));
    return query;
  }
  const auto family = take_figures(query, trimmed(typed.substr(0, comma)));
  std::string rest(typed.substr(comma + 1));
  std::replace(rest.begin(), rest.end(), ',', ' ');
  const auto given = take_figures(query, trimmed(rest));
  add_name(query, {join(family, 0, family.size()), given.empty() ? std::string() : given.front()});
  return query;
}

}  // namespace charta::patient_index
