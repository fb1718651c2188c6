// SPDX-License-Identifier: Apache-2.0
#include "department/matching/field.hpp"

namespace charta::matching {
namespace {

struct FieldWords {
  std::string_view name, words;
};

constexpr std::array<FieldWords, field_count> field_words{{{"surname", "surname"},
                                                           {"given_name", "given name"},
                                                           {"middle_name", "middle name"},
                                                           {"suffix", "suffix"},
                                                           {"birth_date", "birth date"},
                                                           {"age", "age"},
                                                           {"sex", "sex"},
                                                           {"national_id", "social security number"},
                                                           {"other_id", "insurance or other number"},
                                                           {"phone", "telephone"},
                                                           {"email", "e-mail"},
                                                           {"street", "street"},
                                                           {"street_number", "house number"},
                                                           {"locality", "second address line"},
                                                           {"city", "town"},
                                                           {"postal_code", "postal code"},
                                                           {"region", "state"},
                                                           {"mothers_maiden_name", "mother's maiden name"},
                                                           {"birth_order", "birth order"},
                                                           {"death_date", "date of death"}}};

constexpr std::array<std::string_view, level_count> levels{"missing", "differs",    "similar",   "partial",
                                                           "close",   "equivalent", "exchanged", "exact"};

constexpr std::array<std::string_view, level_count> general_words{"one side says nothing",           "differs",
                                                                  "looks or sounds alike",           "agrees in part",
                                                                  "agrees but for one slip",         "agrees in another form",
                                                                  "stands in the other one's place", "agrees"};

bool is_name(Field field) {
  return field == Field::surname || field == Field::given_name || field == Field::middle_name ||
         field == Field::mothers_maiden_name;
}

bool is_day(Field field) {
  return field == Field::birth_date || field == Field::death_date;
}

std::string_view name_words(Field field, Level level) {
  if (level == Level::partial)
    return field == Field::surname ? "one part of a double surname agrees" : "an initial or one part agrees";
  if (level == Level::equivalent)
    return field == Field::given_name ? "a nickname or another recorded name agrees" : "a former or turned-round name agrees";
  if (level == Level::exchanged) return "given name and surname stand in each other's place";
  return {};
}

std::string_view day_words(Level level) {
  if (level == Level::similar) return "the year, or all but two digits, agrees";
  if (level == Level::partial) return "two of year, month and day agree";
  if (level == Level::close) return "all but one digit, or two neighbours exchanged, agrees";
  if (level == Level::exchanged) return "day and month stand in each other's place";
  return {};
}

}  // namespace

std::string_view name_of(Field field) {
  return field_words[index_of(field)].name;
}
std::string_view words_of(Field field) {
  return field_words[index_of(field)].words;
}
std::string_view name_of(Level level) {
  return levels[index_of(level)];
}

std::optional<Field> field_named(std::string_view name) {
  for (std::size_t i = 0; i < field_count; ++i)
    if (field_words[i].name == name) return static_cast<Field>(i);
  return std::nullopt;
}

std::optional<Level> level_named(std::string_view name) {
  for (std::size_t i = 0; i < level_count; ++i)
    if (levels[i] == name) return static_cast<Level>(i);
  return std::nullopt;
}

std::string_view words_of(Field field, Level level) {
  std::string_view words;
  if (is_name(field)) words = name_words(field, level);
  if (is_day(field)) words = day_words(level);
  return words.empty() ? general_words[index_of(level)] : words;
}

}  // namespace charta::matching
