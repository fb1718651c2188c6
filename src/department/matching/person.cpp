// SPDX-License-Identifier: Apache-2.0
#include "department/matching/person.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::matching {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::vector<std::string_view> words_of_text(std::string_view text) {
  auto words = split(text, ' ');
  std::erase_if(words, [](std::string_view word) { return word.empty(); });
  return words;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from = 0) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) {
    if (i > from) text += ' ';
    text += words[i];
  }
  return text;
}

/// Letters and digits stay, apostrophes vanish, all else is a blank.
std::string words_only(std::string_view text) {
  std::string out;
  for (const char c : folded(text)) {
    if (is_letter(c) || is_digit(c)) {
      out += c;
    } else if (c != '\'' && c != '`' && !out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// Titles go; the first suffix found goes to `suffix`, unless nothing else would be left of the name.
std::string without_titles(const std::string& name, const Vocabulary& vocabulary, std::string& suffix) {
  auto words = words_of_text(name);
  if (words.size() > 1) std::erase_if(words, [&](std::string_view word) { return vocabulary.is_title(word); });
  if (words.size() > 1 && vocabulary.is_suffix(words.back())) {
    if (suffix.empty()) suffix = vocabulary.suffix(words.back());
    words.pop_back();
  }
  return joined(words);
}

/// "ada j" is the given name Ada with the middle initial J.
void split_middle_initial(std::string& given, std::string& middle) {
  if (given.size() < 4 || given[given.size() - 2] != ' ' || !middle.empty()) return;
  middle = given.substr(given.size() - 1);
  given.resize(given.size() - 2);
}

void split_house_number(std::string& street, std::string& number) {
  if (street.empty() || !is_digit(street.front()) || !number.empty()) return;
  const auto end = street.find(' ');
  if (end == std::string::npos) return;
  number = street.substr(0, end);
  street.erase(0, end + 1);
}

std::string plain_phone(std::string_view text) {
  std::string digits = digits_of(text);
  return digits.size() > 10 ? digits.substr(digits.size() - 10) : digits;  // the country's prefix is written or not
}

std::string plain_postal_code(std::string_view text) {
  std::string code = words_only(text);
  std::erase(code, ' ');
  const bool digits = std::all_of(code.begin(), code.end(), is_digit);
  return digits && code.size() == 9 ? code.substr(0, 5) : code;  // ZIP+4
}

std::string plain_email(std::string_view text) {
  std::string email = folded(text);
  std::erase(email, ' ');
  return email;
}

std::string plain_sex(std::string_view text) {
  const std::string sex = folded(text).substr(0, 1);
  return sex == "m" || sex == "f" || sex == "o" ? sex : std::string();
}

std::string plain_number(std::string_view text, const Vocabulary& vocabulary) {
  std::string number = words_only(text);
  std::erase(number, ' ');
  return vocabulary.is_placeholder_number(number) ? std::string() : number;
}

void plain_names(const Person& person, const Vocabulary& vocabulary, PlainPerson& out) {
  auto& text = out.text;
  auto& suffix = text[index_of(Field::suffix)];
  const auto name = [&](std::string_view written) { return without_titles(plain_name(written), vocabulary, suffix); };
  suffix = vocabulary.suffix(plain_name(person[Field::suffix]));
  text[index_of(Field::surname)] = name(person[Field::surname]);
  text[index_of(Field::middle_name)] = name(person[Field::middle_name]);
  auto& given = text[index_of(Field::given_name)];
  given = name(person[Field::given_name]);
  split_middle_initial(given, text[index_of(Field::middle_name)]);
  out.placeholder_name = vocabulary.is_placeholder_name(given);
  if (out.placeholder_name) given.clear();
  if (vocabulary.is_placeholder_name(text[index_of(Field::surname)])) text[index_of(Field::surname)].clear();
  text[index_of(Field::mothers_maiden_name)] = name(person[Field::mothers_maiden_name]);
  for (std::size_t i = 0; i < std::min(other_names, person.other_surnames.size()); ++i)
    out.other_surnames[i] = name(person.other_surnames[i]);
  for (std::size_t i = 0; i < std::min(other_names, person.other_given_names.size()); ++i)
    out.other_given_names[i] = name(person.other_given_names[i]);
}

void plain_place(const Person& person, const Vocabulary& vocabulary, PlainPerson& out) {
  auto& text = out.text;
  for (const Field field : {Field::street, Field::street_number, Field::locality, Field::city, Field::region})
    text[index_of(field)] = plain_address(person[field], vocabulary);
  split_house_number(text[index_of(Field::street)], text[index_of(Field::street_number)]);
  text[index_of(Field::postal_code)] = plain_postal_code(person[Field::postal_code]);
}

/// The parts of a date written with separators; empty unless there are three numbers.
std::vector<std::string> date_parts(std::string_view date) {
  std::vector<std::string> parts(1);
  for (const char c : date) {
    if (is_digit(c)) {
      parts.back() += c;
    } else if (!parts.back().empty()) {
      parts.emplace_back();
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

std::string two(std::string_view part) {
  return part.size() == 1 ? "0" + std::string(part) : std::string(part.substr(0, 2));
}

std::string year_first(const std::vector<std::string>& parts) {
  return parts[0] + (parts.size() > 1 ? two(parts[1]) : "00") + (parts.size() > 2 ? two(parts[2]) : "00");
}

std::string year_last(const std::vector<std::string>& parts, bool day_first) {
  const bool cannot = two(parts[day_first ? 1 : 0]) > "12";
  const bool first_is_day = day_first != cannot;
  return parts[2] + two(parts[first_is_day ? 1 : 0]) + two(parts[first_is_day ? 0 : 1]);
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain = words_only(name);
  std::erase_if(plain, is_digit);
  return std::string(trimmed(plain));
}

std::string plain_address(std::string_view address, const Vocabulary& vocabulary) {
  const std::string text = words_only(address);
  auto words = words_of_text(text);
  for (std::size_t i = 1; i < words.size(); ++i) words[i] = vocabulary.address_word(words[i]);
  return joined(words);
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

std::string plain_date(std::string_view date) {
  const auto time = date.find_first_of("T ");
  const auto parts = date_parts(trimmed(time == std::string_view::npos || time < 4 ? date : date.substr(0, time)));
  if (parts.empty()) return {};
  if (parts.size() == 1 && parts[0].size() >= 8) return parts[0].substr(0, 8);
  if (parts.size() == 1 && parts[0].size() == 6) return parts[0] + "00";
  if (parts[0].size() == 4) return year_first(parts);
  if (parts.size() == 3 && parts[2].size() == 4) return year_last(parts, date.find('.') != std::string_view::npos);
  return {};
}

PlainPerson plain(const Person& person, const Vocabulary& vocabulary) {
  PlainPerson out;
  plain_names(person, vocabulary, out);
  plain_place(person, vocabulary, out);
  auto& text = out.text;
  text[index_of(Field::birth_date)] = plain_date(person[Field::birth_date]);
  if (vocabulary.is_placeholder_date(text[index_of(Field::birth_date)])) text[index_of(Field::birth_date)].clear();
  text[index_of(Field::death_date)] = plain_date(person[Field::death_date]);
  text[index_of(Field::sex)] = plain_sex(person[Field::sex]);
  text[index_of(Field::age)] = digits_of(person[Field::age]);
  text[index_of(Field::birth_order)] = digits_of(person[Field::birth_order]);
  text[index_of(Field::phone)] = plain_phone(person[Field::phone]);
  if (vocabulary.is_placeholder_number(text[index_of(Field::phone)])) text[index_of(Field::phone)].clear();
  text[index_of(Field::email)] = plain_email(person[Field::email]);
  text[index_of(Field::national_id)] = plain_number(person[Field::national_id], vocabulary);
  text[index_of(Field::other_id)] = plain_number(person[Field::other_id], vocabulary);
  return out;
}

}  // namespace charta::matching
