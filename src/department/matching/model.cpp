// SPDX-License-Identifier: Apache-2.0
#include "department/matching/model.hpp"

#include <algorithm>
#include <cmath>

namespace charta::matching {
namespace {

constexpr double most_bits = 26.0;  // no single field may outweigh everything else
constexpr double least = 1e-9;

bool is_date(Field field) { return field == Field::birth_date || field == Field::death_date; }

}  // namespace

double probability_of(double odds_bits) { return 1.0 / (1.0 + std::exp2(-odds_bits)); }
double odds_bits_of(double probability) { return std::log2(probability / (1.0 - probability)); }

double Model::bits(Field field, Level level) const {
  if (level == Level::missing) return 0.0;
  const auto& one = fields[index_of(field)];
  const double m = std::max(one.m[index_of(level)], least), u = std::max(one.u[index_of(level)], least);
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

void Frequencies::add(const EncodedPerson& person) { change(person, 1); }
void Frequencies::remove(const EncodedPerson& person) { change(person, -1); }

std::uint32_t Frequencies::count(Field field, std::uint32_t value) const {
  if (is_date(field)) {
    const auto& dates = dates_[field == Field::birth_date ? 0 : 1];
    const auto found = dates.find(value);
    return found == dates.end() ? 0 : found->second;
  }
  const auto& counts = counts_[index_of(field)];
  return value < counts.size() ? counts[value] : 0;
}

double Frequencies::share(Field field, std::uint32_t value, double shared_when_rare) const {
  const double others = static_cast<double>(count(field, value)) - 1.0;
  const double said = static_cast<double>(std::max<std::int64_t>(said_[index_of(field)], 1));
  return std::min(1.0, (others > 1.0 ? others - 1.0 + shared_when_rare : shared_when_rare) / said);
}

Scorer::Scorer(const Model& model, const Frequencies& frequencies) : frequencies_(frequencies) {
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    for (std::size_t level = 0; level < level_count; ++level) bits_[i][level] = model.bits(field, static_cast<Level>(level));
    agreeing_m_[i] = model.fields[i].m[index_of(Level::exact)];
    shared_when_rare_[i] = model.fields[i].shared_when_rare;
  }
}

double Scorer::exact_bits(Field field, std::uint32_t value) const {
  const auto i = index_of(field);
  if (frequencies_.said(field) == 0) return bits_[i][index_of(Level::exact)];
  const double share = std::max(frequencies_.share(field, value, shared_when_rare_[i]), least);
  return std::clamp(std::log2(std::max(agreeing_m_[i], least) / share), -most_bits, most_bits);
}

double Scorer::bits(Pattern pattern, const EncodedPerson& a) const {
  double sum = 0;
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const Level level = pattern.at(field);
    sum += level == Level::exact ? exact_bits(field, a.values[i]) : bits_[i][index_of(level)];
  }
  return sum;
}

Explanation Scorer::explain(Pattern pattern, const EncodedPerson& a) const {
  Explanation explanation;
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const Level level = pattern.at(field);
    if (level == Level::missing) continue;
    const double usual = bits_[i][index_of(level)];
    const double bits = level == Level::exact ? exact_bits(field, a.values[i]) : usual;
    explanation.contributions.push_back({field, level, bits, usual});
    explanation.bits += bits;
  }
  return explanation;
}

}  // namespace charta::matching
