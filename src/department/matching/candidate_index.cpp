// SPDX-License-Identifier: Apache-2.0
#include "department/matching/candidate_index.hpp"

#include <algorithm>

namespace charta::matching {
namespace {

/// What a key is made of; keys of one kind meet in one block, whatever their place in the row.
enum class Kind : std::uint8_t {
  national_id,
  phone,
  email,
  other_id,
  birth_date,
  full_name,
  surname_year,
  given_month,
  surname_day,
  given_day,
  house,
  surname_postal,
  given_postal,
  id_end_year,
  city_given,
  street_surname,
  rare_surname,
  rare_given,
  rare_street,
  rare_email_name,
  rare_exact_surname,
  rare_postal,
  rare_locality
};

struct KeyRow {
  Kind kind;
  bool rare;
  std::string_view words;
};

constexpr std::array<KeyRow, key_count> rows{{{Kind::national_id, false, "social security number"},
                                              {Kind::phone, false, "telephone"},
                                              {Kind::email, false, "e-mail"},
                                              {Kind::other_id, false, "insurance or other number"},
                                              {Kind::birth_date, false, "birth date"},
                                              {Kind::full_name, false, "surname and given name"},
                                              {Kind::full_name, false, "former surname and given name"},
                                              {Kind::full_name, false, "surname and another given name"},
                                              {Kind::surname_year, false, "surname and year of birth"},
                                              {Kind::surname_year, false, "former surname and year of birth"},
                                              {Kind::given_month, false, "given name and month of birth"},
                                              {Kind::surname_day, false, "surname and birthday"},
                                              {Kind::given_day, false, "given name and birthday"},
                                              {Kind::house, false, "house"},
                                              {Kind::surname_postal, false, "surname and postal code"},
                                              {Kind::given_postal, false, "given name and postal code"},
                                              {Kind::id_end_year, false, "end of the social security number and year of birth"},
                                              {Kind::city_given, false, "town and given name"},
                                              {Kind::street_surname, false, "street and surname"},
                                              {Kind::rare_surname, true, "sound of the surname"},
                                              {Kind::rare_given, true, "sound of the given name"},
                                              {Kind::rare_street, true, "street"},
                                              {Kind::rare_email_name, true, "name before the @"},
                                              {Kind::rare_exact_surname, true, "surname as written"},
                                              {Kind::rare_postal, true, "postal code"},
                                              {Kind::rare_locality, true, "second address line"}}};

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

std::uint64_t key_of(Kind kind, std::uint64_t a) {
  return a == 0 ? 0 : mixed(mixed(a) + static_cast<std::uint64_t>(kind)) | 1U;
}

std::uint64_t key_of(Kind kind, std::uint64_t a, std::uint64_t b) {
  return a == 0 || b == 0 ? 0 : mixed(mixed(a) * 3 + mixed(b) + static_cast<std::uint64_t>(kind)) | 1U;
}

/// Year, then the smaller of month and day: a date with the two exchanged lies in the same block.
std::uint32_t unordered_day(std::uint32_t date) {
  const std::uint32_t month = date >> 8 & 0xFF, day = date & 0xFF;
  return std::min(month, day) << 8 | std::max(month, day);
}

/// What the keys are made of, read once.
struct Atoms {
  std::uint32_t surname = 0, former = 0, given = 0, other_given = 0, year = 0, month = 0, day = 0;
  std::uint32_t postal = 0, city = 0, street = 0, number = 0, id_end = 0;

  Atoms(const Encoder& encoder, const EncodedPerson& person) {
    const auto& names = encoder.lexicon(Table::names);
    surname = names[person[Field::surname]].sound;
    former = names[person.other_surnames[0]].sound;
    given = names[person[Field::given_name]].root;
    other_given =
        person.other_given_names[0] != 0 ? names[person.other_given_names[0]].root : names[person[Field::given_name]].sound;
    const std::uint32_t birth = person[Field::birth_date];
    year = birth >> 16;
    const bool whole = (birth & 0xFF) != 0;
    month = (birth >> 8 & 0xFF) != 0 ? birth >> 8 : 0;
    day = whole ? unordered_day(birth) : 0;
    postal = person[Field::postal_code];
    city = encoder.lexicon(Table::places)[person[Field::city]].sound;
    street = encoder.lexicon(Table::places)[person[Field::street]].sound;
    number = person[Field::street_number];
    id_end = encoder.lexicon(Table::numbers)[person[Field::national_id]].sound;
  }
};

std::uint64_t name_key(std::uint32_t a, std::uint32_t b) {  // the two names in either order
  return key_of(Kind::full_name, std::min(a, b), std::max(a, b));
}

}  // namespace

BlockingKeys blocking_keys(const Encoder& encoder, const EncodedPerson& person) {
  const Atoms is(encoder, person);
  const std::uint64_t birth = is.day == 0 ? 0 : std::uint64_t{is.year} << 16 | is.day;
  const auto& numbers = encoder.lexicon(Table::numbers);
  return {key_of(Kind::national_id, person[Field::national_id]),
          key_of(Kind::phone, person[Field::phone]),
          key_of(Kind::email, person[Field::email]),
          key_of(Kind::other_id, person[Field::other_id]),
          key_of(Kind::birth_date, birth),
          name_key(is.surname, is.given),
          name_key(is.former, is.given),
          name_key(is.surname, is.other_given),
          key_of(Kind::surname_year, is.surname, is.year),
          key_of(Kind::surname_year, is.former, is.year),
          key_of(Kind::given_month, is.given, is.month),
          key_of(Kind::surname_day, is.surname, is.day),
          key_of(Kind::given_day, is.given, is.day),
          key_of(Kind::house, is.street, is.number),
          key_of(Kind::surname_postal, is.surname, is.postal),
          key_of(Kind::given_postal, is.given, is.postal),
          key_of(Kind::id_end_year, is.id_end, is.year),
          key_of(Kind::city_given, is.city, is.given),
          key_of(Kind::street_surname, is.street, is.surname),
          key_of(Kind::rare_surname, is.surname),
          key_of(Kind::rare_given, is.given),
          key_of(Kind::rare_street, is.street),
          key_of(Kind::rare_email_name, numbers[person[Field::email]].sound),
          key_of(Kind::rare_exact_surname, person[Field::surname]),
          key_of(Kind::rare_postal, is.postal),
          key_of(Kind::rare_locality, person[Field::locality])};
}

std::string_view blocking_key_words(std::size_t key) {
  return rows[key].words;
}

bool Bounded::any() const {
  return std::any_of(searches.begin(), searches.end(), [](std::uint64_t count) { return count > 0; });
}

void Seen::begin() {
  if (++search_ != 0) return;
  std::fill(marks_.begin(), marks_.end(), 0);
  search_ = 1;
}

void CandidateIndex::reserve(std::size_t records) {
  next_.reserve(records * key_count);
  std::size_t capacity = heads_.size();
  while (capacity < records * 12) capacity *= 2;
  if (capacity > heads_.size() && used_ == 0) heads_.resize(capacity);
}

std::size_t CandidateIndex::place_of(std::uint64_t key) const {
  const std::size_t mask = heads_.size() - 1;
  std::size_t place = first_place(key);
  while (heads_[place].key != 0 && heads_[place].key != key) place = (place + 1) & mask;
  return place;
}

void CandidateIndex::grow() {
  std::vector<Head> old(heads_.size() * 2);
  old.swap(heads_);
  for (const Head& head : old)
    if (head.key != 0) heads_[place_of(head.key)] = head;
}

std::uint32_t CandidateIndex::add(const BlockingKeys& keys) {
  const auto record = static_cast<std::uint32_t>(size());
  next_.resize(next_.size() + key_count);
  for (const auto key : keys) __builtin_prefetch(&heads_[first_place(key)], 1);
  for (std::size_t i = 0; i < key_count; ++i) {
    if (keys[i] == 0) continue;
    if (used_ * 4 >= heads_.size() * 3) grow();
    Head& head = heads_[place_of(keys[i])];
    if (head.key == 0) ++used_;
    head.key = keys[i];
    ++head.count;
    const auto entry = static_cast<std::uint32_t>(record * key_count + i);
    next_[entry] = head.first;
    head.first = entry + 1;
  }
  return record;
}

bool CandidateIndex::is_too_common(std::size_t key, std::uint32_t count) const {
  return rows[key].rare && count > limits_.rare;
}

void CandidateIndex::follow(std::array<Chain, key_count>& chains, std::size_t count, Seen& seen,
                            std::vector<std::uint32_t>& found, Bounded* bounded) const {
  // All chains take a step in turn: while one waits for memory, the others' next entries are already on their way.
  while (count > 0) {
    for (std::size_t i = 0; i < count;) {
      Chain& chain = chains[i];
      const bool cut = chain.looked++ == limits_.per_key;
      if (cut && bounded != nullptr) ++bounded->searches[chain.key];
      if (cut) {
        chain = chains[--count];
        continue;
      }
      const auto record = static_cast<std::uint32_t>((chain.entry - 1) / key_count);
      if (seen.first_time(record)) found.push_back(record);
      chain.entry = next_[chain.entry - 1];
      if (chain.entry == 0) {
        chain = chains[--count];
        continue;
      }
      __builtin_prefetch(&next_[chain.entry - 1]);
      ++i;
    }
  }
}

std::array<const CandidateIndex::Head*, key_count> CandidateIndex::heads_of(const BlockingKeys& keys) const {
  for (const auto key : keys) __builtin_prefetch(&heads_[first_place(key)]);
  std::array<const Head*, key_count> heads{};
  for (std::size_t i = 0; i < key_count; ++i)
    if (keys[i] != 0) heads[i] = &heads_[place_of(keys[i])];
  return heads;
}

void CandidateIndex::find(const BlockingKeys& keys, Seen& seen, std::vector<std::uint32_t>& found, Bounded* bounded) const {
  seen.begin();
  const auto heads = heads_of(keys);
  std::array<Chain, key_count> chains;
  std::size_t count = 0;
  for (std::size_t i = 0; i < key_count; ++i)
    if (heads[i] != nullptr && heads[i]->first != 0 && !is_too_common(i, heads[i]->count))
      chains[count++] = {heads[i]->first, 0, i};
  follow(chains, count, seen, found, bounded);
}

void CandidateIndex::find_earlier(std::uint32_t record, const BlockingKeys& keys, Seen& seen, std::vector<std::uint32_t>& found,
                                  Bounded* bounded) const {
  seen.begin();
  seen.first_time(record);
  const auto heads = heads_of(keys);
  std::array<Chain, key_count> chains;
  std::size_t count = 0;
  for (std::size_t i = 0; i < key_count; ++i) {
    if (heads[i] == nullptr || is_too_common(i, heads[i]->count)) continue;
    const auto before = next_[record * key_count + i];
    if (before != 0) chains[count++] = {before, 0, i};
  }
  follow(chains, count, seen, found, bounded);
}

}  // namespace charta::matching
