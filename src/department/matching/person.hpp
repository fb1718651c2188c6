// SPDX-License-Identifier: Apache-2.0
// A person as somebody wrote them down, and in the form that is compared. Pure.
#pragma once
#include "department/matching/field.hpp"
#include "department/matching/vocabulary.hpp"

#include <string>
#include <vector>

namespace charta::matching {

/// As written, in any script. Fields that are not known are empty. `street` may begin with the house number.
struct Person {
  std::array<std::string, field_count> text;
  std::vector<std::string> other_surnames;     ///< former, maiden, alias
  std::vector<std::string> other_given_names;  ///< alias
  std::string& operator[](Field field) { return text[index_of(field)]; }
  const std::string& operator[](Field field) const { return text[index_of(field)]; }
};

inline constexpr std::size_t other_names = 2;  ///< kept of each kind

/// Folded to Latin lower case, abbreviations written out, numbers as digits, placeholders empty.
struct PlainPerson {
  std::array<std::string, field_count> text;
  std::array<std::string, other_names> other_surnames, other_given_names;
  bool placeholder_name = false;  ///< BABYBOY and the like stood for the given name
  const std::string& operator[](Field field) const { return text[index_of(field)]; }
};

PlainPerson plain(const Person& person, const Vocabulary& vocabulary);

/// "Müller-Lüdenscheidt" -> "muller ludenscheidt", "O'Brien" -> "obrien", "Иванов" -> "ivanov".
std::string plain_name(std::string_view name);
/// "2 St. John's Ave" -> "2 st johns avenue" by the vocabulary's words; the first word is never read as an abbreviation of a kind
/// of street.
std::string plain_address(std::string_view address, const Vocabulary& vocabulary);
std::string digits_of(std::string_view text);
/// Eight digits, year first, the parts that are not known as zeros; empty when no year can be read. Reads 1961-04-02, 19610402,
/// 4/2/1961 (month first, unless that cannot be), 2.4.1961 (day first), 1961-04 and 1961. A day that does not exist stays as
/// written.
std::string plain_date(std::string_view date);

}  // namespace charta::matching
