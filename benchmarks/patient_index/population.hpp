// SPDX-License-Identifier: Apache-2.0
// People made up for benchmarks: names by the frequencies of names (few are common, most are rare), some registered twice with
// the slips that registrars make. The same seed, the same people.
#pragma once
#include "department/matching/person_list.hpp"

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace charta::benchmarks {

class MadeUpPeople {
 public:
  explicit MadeUpPeople(std::uint64_t seed = 7) : dice_(seed) {
    surnames_ = names(150'000);
    given_names_ = names(5'000);
    streets_ = names(20'000);
    towns_ = names(2'000);
  }

  matching::Person person() {
    using matching::Field;
    matching::Person one;
    one[Field::surname] = surnames_[common(surnames_.size(), 0.75)];
    one[Field::given_name] = given_names_[common(given_names_.size(), 0.95)];
    one[Field::middle_name] = std::string(1, static_cast<char>('a' + below(26)));
    one[Field::birth_date] = date();
    one[Field::sex] = below(2) == 0 ? "male" : "female";
    if (below(10) < 7) one[Field::national_id] = digits(9);
    one[Field::street] =
        std::to_string(1 + below(300)) + " " + streets_[below(streets_.size())] + (below(2) == 0 ? " street" : " ave");
    const std::size_t town = common(towns_.size(), 0.6);
    one[Field::city] = towns_[town];
    one[Field::postal_code] = std::to_string(10'000 + town * 4 + below(4));
    one[Field::region] = std::string("s") + std::to_string(town % 50);
    if (below(10) < 8) one[Field::phone] = digits(10);
    return one;
  }

  /// The same person, registered again.
  matching::Person again(const matching::Person& one) {
    using matching::Field;
    matching::Person other = one;
    switch (below(6)) {
      case 0:
        other[Field::surname] = slip(one[Field::surname]);
        break;
      case 1:
        other[Field::given_name] = slip(one[Field::given_name]);
        break;
      case 2:
        other[Field::birth_date] = slip(one[Field::birth_date], true);
        break;
      case 3:
        other[Field::surname] = surnames_[common(surnames_.size(), 0.75)];
        break;
      case 4:
        other[Field::national_id].clear();
        break;
      default:
        break;
    }
    if (below(3) == 0) moved(other);
    return other;
  }

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(dice_() % end); }

 private:
  void moved(matching::Person& person) {
    using matching::Field;
    const matching::Person elsewhere = this->person();
    for (const Field field : {Field::street, Field::city, Field::postal_code, Field::region, Field::phone})
      person[field] = elsewhere[field];
  }

  std::vector<std::string> names(std::size_t count) {
    static constexpr const char* syllables[] = {
        "an", "bar", "ber", "bra", "car", "co",  "dan", "de",  "el",  "er", "fer", "fin", "gan", "gor", "ham", "hol", "in",
        "jo", "ka",  "ken", "la",  "len", "lo",  "mar", "mi",  "mon", "na", "nel", "ol",  "or",  "pa",  "per", "qui", "ra",
        "ri", "ro",  "sa",  "sen", "son", "sta", "ta",  "ter", "ton", "ul", "va",  "ver", "wa",  "wil", "yo",  "zel"};
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) {
      std::string name = syllables[below(50)];
      for (std::size_t parts = 1 + below(3); parts > 0; --parts) name += syllables[below(50)];
      made.push_back(name);
    }
    return made;
  }

  /// A rank in a list whose frequencies fall with the rank, as those of names do.
  std::size_t common(std::size_t count, double steepness) {
    const double u = std::uniform_real_distribution<double>(0, 1)(dice_);
    const double power = 1 - steepness;
    const double rank =
        std::pow(u * (std::pow(static_cast<double>(count) + 8, power) - std::pow(8.0, power)) + std::pow(8.0, power), 1 / power) -
        8;
    return std::min(count - 1, static_cast<std::size_t>(std::max(0.0, rank)));
  }

  std::string digits(std::size_t count) {
    std::string text;
    while (text.size() < count) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::string date() {
    const auto two = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(1930 + below(90)) + "-" + two(1 + below(12)) + "-" + two(1 + below(28));
  }

  std::string slip(std::string text, bool digit = false) {
    std::size_t at = below(text.size());
    while (digit && text[at] == '-') at = below(text.size());
    if (digit)
      text[at] = static_cast<char>('0' + below(10));
    else if (below(2) == 0)
      text.insert(at, 1, static_cast<char>('a' + below(26)));
    else
      text.erase(at, 1);
    return text;
  }

  std::mt19937_64 dice_;
  std::vector<std::string> surnames_, given_names_, streets_, towns_;
};

}  // namespace charta::benchmarks
