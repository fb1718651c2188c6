// SPDX-License-Identifier: Apache-2.0
// What is compared of two people, and how far two values of it can agree.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace charta::matching {

/// A demographic field that the weights know. The order is that of explanations.
enum class Field : std::uint8_t {
  surname,
  given_name,
  middle_name,
  suffix,
  birth_date,
  age,
  sex,
  national_id,
  other_id,
  phone,
  email,
  street,
  street_number,
  locality,
  city,
  postal_code,
  region,
  mothers_maiden_name,
  birth_order,
  death_date
};
inline constexpr std::size_t field_count = 20;

/// How far two values agree. What a level means for a kind of field stands in comparison.cpp; `missing` is no evidence.
enum class Level : std::uint8_t {
  missing,  ///< one side says nothing
  differs,
  similar,     ///< sounds or looks alike; a date in the same year
  partial,     ///< an initial, one part of a double name, two of three parts of a date, the last four digits
  close,       ///< one slip of the keyboard
  equivalent,  ///< a nickname, a former name, the parts of a double name in another order
  exchanged,   ///< given name and surname, or day and month, in each other's place
  exact
};
inline constexpr std::size_t level_count = 8;

std::string_view name_of(Field field);   ///< "birth_date", as models, mappings and explanations print it
std::string_view words_of(Field field);  ///< "birth date", for people
std::string_view name_of(Level level);   ///< "close"
std::optional<Field> field_named(std::string_view name);
std::optional<Level> level_named(std::string_view name);
/// "birth date: day and month in each other's place"; never a value.
std::string_view words_of(Field field, Level level);

constexpr std::size_t index_of(Field field) {
  return static_cast<std::size_t>(field);
}
constexpr std::size_t index_of(Level level) {
  return static_cast<std::size_t>(level);
}

constexpr bool is_date(Field field) {
  return field == Field::birth_date || field == Field::death_date;
}

/// The levels of all fields of one pair, three bits a field.
class Pattern {
 public:
  constexpr Pattern() = default;
  constexpr explicit Pattern(std::uint64_t bits) : bits_(bits) {}
  constexpr Level at(Field field) const { return static_cast<Level>((bits_ >> (3 * index_of(field))) & 7U); }
  constexpr void set(Field field, Level level) {
    const auto shift = 3 * index_of(field);
    bits_ = (bits_ & ~(std::uint64_t{7} << shift)) | (static_cast<std::uint64_t>(level) << shift);
  }
  constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool operator==(const Pattern&) const = default;

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace charta::matching
