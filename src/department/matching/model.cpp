// SPDX-License-Identifier: Apache-2.0
#include "department/matching/model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace charta::matching {
namespace {

constexpr double most_bits = 26.0;  // no single field may outweigh everything else
constexpr double least = 1e-9;

/// Log2 to about 0.005 bits: what a comparison of millions of pairs can spend on it.
double quick_log2(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52 & 0x7FF) - 1023);
  const double mantissa = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
  return exponent + (-1.0 / 3 * mantissa + 2) * mantissa - 5.0 / 3;
}

}  // namespace

double probability_of(double odds_bits) {
  return 1.0 / (1.0 + std::exp2(-odds_bits));
}
double odds_bits_of(double probability) {
  return std::log2(probability / (1.0 - probability));
}

std::uint32_t brought_along(Pattern pattern) {
  const auto exact = [&](Field field) { return pattern.at(field) == Level::exact; };
  std::uint32_t fields = 0;
  const auto bring = [&](Field field) { fields |= 1U << index_of(field); };
  const bool house = pattern.at(Field::street) >= Level::close && exact(Field::street_number);
  const bool household = house || exact(Field::phone);
  if (household) bring(Field::surname), bring(Field::mothers_maiden_name);
  // Twins share a birthday, never a given name.
  const bool another_child = pattern.at(Field::given_name) < Level::close && pattern.at(Field::surname) != Level::exchanged;
  if (household && another_child && pattern.at(Field::surname) >= Level::close) bring(Field::birth_date);
  if (house) bring(Field::phone), bring(Field::email);
  if (exact(Field::postal_code)) bring(Field::city), bring(Field::street);
  if (exact(Field::postal_code) || exact(Field::city)) bring(Field::region);
  if (exact(Field::birth_date)) bring(Field::age);
  if (pattern.at(Field::given_name) >= Level::equivalent) bring(Field::sex);
  return fields;
}

bool can_be_brought_along(Field field) {
  switch (field) {
    case Field::surname:
    case Field::mothers_maiden_name:
    case Field::birth_date:
    case Field::phone:
    case Field::email:
    case Field::city:
    case Field::street:
    case Field::region:
    case Field::age:
    case Field::sex:
      return true;
    default:
      return false;
  }
}

bool is_brought_along_by_key(Field field) {
  return can_be_brought_along(field) && field != Field::city && field != Field::street && field != Field::region &&
         field != Field::sex;
}

double Model::bits(Field field, Level level, bool beside) const {
  if (level == Level::missing) return 0.0;
  const auto& shares = beside ? fields[index_of(field)].beside : fields[index_of(field)].alone;
  const double m = std::max(shares.m[index_of(level)], least), u = std::max(shares.u[index_of(level)], least);
  return std::clamp(std::log2(m / u), -most_bits, most_bits);
}

double Model::prior_bits(double records_compared, double pairs) const {
  const double share = std::clamp(matches_per_record * records_compared / std::max(pairs, 1.0), 1e-15, 0.5);
  return odds_bits_of(share);
}

void Frequencies::change(const EncodedPerson& person, int by) {
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const std::uint32_t value = person.values[i];
    if (value == 0) continue;
    said_[i] += by;
    if (is_date(field)) {
      dates_[field == Field::birth_date ? 0 : 1][value] += static_cast<std::uint32_t>(by);
    } else {
      auto& counts = counts_[i];
      if (value >= counts.size()) counts.resize(std::max<std::size_t>(value + 1, counts.size() * 2));
      counts[value] += static_cast<std::uint32_t>(by);
    }
  }
}

void Frequencies::add(const EncodedPerson& person) {
  change(person, 1);
}
void Frequencies::remove(const EncodedPerson& person) {
  change(person, -1);
}

std::uint32_t Frequencies::count(Field field, std::uint32_t value) const {
  if (is_date(field)) {
    const auto& dates = dates_[field == Field::birth_date ? 0 : 1];
    const auto found = dates.find(value);
    return found == dates.end() ? 0 : found->second;
  }
  const auto& counts = counts_[index_of(field)];
  return value < counts.size() ? counts[value] : 0;
}

double Frequencies::share_bits(Field field, std::uint32_t value, double shared_when_rare) const {
  const double others = static_cast<double>(count(field, value)) - 1.0;
  const double said = static_cast<double>(std::max<std::int64_t>(said_[index_of(field)], 1));
  return quick_log2(std::min(1.0, (others > 1.0 ? others - 1.0 + shared_when_rare : shared_when_rare) / said));
}

Scorer::Scorer(const Model& model, const Frequencies& frequencies) : frequencies_(frequencies) {
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    for (std::size_t level = 0; level < level_count; ++level) {
      bits_[0][i][level] = model.bits(field, static_cast<Level>(level));
      bits_[1][i][level] = model.bits(field, static_cast<Level>(level), can_be_brought_along(field));
    }
    agreeing_bits_[i] = std::log2(std::max(model.fields[i].alone.m[index_of(Level::exact)], least));
    shared_when_rare_[i] = model.fields[i].shared_when_rare;
  }
}

double Scorer::exact_bits(Field field, std::uint32_t value) const {
  const auto i = index_of(field);
  if (frequencies_.said(field) == 0) return bits_[0][i][index_of(Level::exact)];
  return std::clamp(agreeing_bits_[i] - frequencies_.share_bits(field, value, shared_when_rare_[i]), -most_bits, most_bits);
}

double Scorer::bits(Pattern pattern, const EncodedPerson& a) const {
  constexpr std::uint64_t lowest = 0111111111111111111111;  // the lowest bit of each field's three
  static_assert(field_count * 3 <= 63);
  const std::uint32_t beside = brought_along(pattern);
  const std::uint64_t said = (pattern.bits() | pattern.bits() >> 1 | pattern.bits() >> 2) & lowest;
  double sum = 0;
  for (std::uint64_t left = said; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left)) / 3;
    const auto field = static_cast<Field>(i);
    const std::uint32_t is_beside = beside >> i & 1U;
    const Level level = pattern.at(field);
    sum += level == Level::exact && is_beside == 0 ? exact_bits(field, a.values[i]) : bits_[is_beside][i][index_of(level)];
  }
  return sum;
}

Explanation Scorer::explain(Pattern pattern, const EncodedPerson& a) const {
  Explanation explanation;
  const std::uint32_t brought = brought_along(pattern);
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const Level level = pattern.at(field);
    if (level == Level::missing) continue;
    const bool beside = (brought >> i & 1U) != 0;
    const double usual = bits_[beside ? 1 : 0][i][index_of(level)];
    const double bits = level == Level::exact && !beside ? exact_bits(field, a.values[i]) : usual;
    explanation.contributions.push_back({field, level, bits, usual, beside});
    explanation.bits += bits;
  }
  return explanation;
}

}  // namespace charta::matching
