// SPDX-License-Identifier: Apache-2.0
#include "department/matching/encoding.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <functional>

namespace charta::matching {
namespace {

std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash == 0 ? 1 : hash;
}

void keep_parts(Value& value, std::string_view text, const Vocabulary* address_words) {
  std::size_t kept = 0;
  for (const auto word : split(text, ' ')) {
    const bool telling = word.size() > 1 && !(address_words != nullptr && address_words->is_address_word(word));
    if (telling && kept < value.parts.size()) value.parts[kept++] = hash_of(word);
  }
}

std::string without_blanks(std::string_view text) {
  std::string joined(text);
  std::erase(joined, ' ');
  return joined;
}

Value prepared_name(std::string_view text, const Vocabulary& vocabulary) {
  Value value;
  value.letters = Letters::of(without_blanks(text));
  value.sound = sound_of(text);
  value.root = sound_of(vocabulary.root_of(text));
  value.groups = vocabulary.groups_of(text);
  keep_parts(value, text, nullptr);
  return value;
}

Value prepared_place(std::string_view text, const Vocabulary& vocabulary) {
  Value value;
  value.letters = Letters::of(text);
  value.sound = sound_of(text);
  keep_parts(value, text, &vocabulary);
  return value;
}

Value prepared_number(std::string_view text) {
  Value value;
  value.letters = Letters::of(text);
  const auto at = text.find('@');
  if (at != std::string_view::npos) {
    value.sound = hash_of(text.substr(0, at));
  } else if (text.size() >= 4) {
    value.sound = hash_of(text.substr(text.size() - 4));
  }
  return value;
}

Value prepared(Table table, std::string_view text, const Vocabulary& vocabulary) {
  switch (table) {
    case Table::names:
      return prepared_name(text, vocabulary);
    case Table::places:
      return prepared_place(text, vocabulary);
    case Table::numbers:
    case Table::codes:
      break;
  }
  return prepared_number(text);
}

Signature signature_of(Field field, std::string_view text, const Value& value) {
  const bool words = value.parts[1] != 0;
  if (table_of(field) == Table::names) return {without_blanks(text), words, value.groups[0] != 0};
  return {text, words, false};
}

}  // namespace

Table table_of(Field field) {
  switch (field) {
    case Field::surname:
    case Field::given_name:
    case Field::middle_name:
    case Field::mothers_maiden_name:
      return Table::names;
    case Field::street:
    case Field::locality:
    case Field::city:
      return Table::places;
    case Field::national_id:
    case Field::other_id:
    case Field::phone:
    case Field::email:
      return Table::numbers;
    default:
      return Table::codes;
  }
}

Lexicon::Hash Lexicon::hash_ahead(std::string_view plain) const {
  const auto hash = static_cast<Hash>(std::hash<std::string_view>()(plain));
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  return hash;
}

std::size_t Lexicon::place_of(std::string_view plain, Hash hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = hash & mask;
  while (slots_[place].id != 0 && (slots_[place].hash != hash || texts_[slots_[place].id] != plain)) place = (place + 1) & mask;
  return place;
}

void Lexicon::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == 0) continue;
    std::size_t place = slot.hash & mask;
    while (slots_[place].id != 0) place = (place + 1) & mask;
    slots_[place] = slot;
  }
}

ValueId Lexicon::intern(std::string_view plain, Hash hash, const Vocabulary& vocabulary) {
  if (plain.empty()) return 0;
  std::size_t place = place_of(plain, hash);
  if (slots_[place].id != 0) return slots_[place].id;
  const auto id = static_cast<ValueId>(values_.size());
  values_.push_back(prepared(table_, plain, vocabulary));
  texts_.emplace_back(plain);
  slots_[place] = {hash, id};
  if (values_.size() * 2 > slots_.size()) grow();
  return id;
}

ValueId Lexicon::find(std::string_view plain) const {
  return slots_[place_of(plain, hash_ahead(plain))].id;
}

std::uint32_t packed_date(std::string_view eight_digits) {
  if (eight_digits.size() != 8) return 0;
  std::uint32_t packed = 0;
  for (const char c : eight_digits) {
    if (c < '0' || c > '9') return 0;
    packed = packed << 4 | static_cast<std::uint32_t>(c - '0');
  }
  return packed;
}

Encoder::Encoder(Vocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {
  for (std::size_t i = 0; i < table_count; ++i) lexicons_.emplace_back(static_cast<Table>(i));
}

EncodedPerson Encoder::encode(const Person& person) {
  return encode(plain(person, vocabulary_));
}

/// Every text's place is asked for before the first is waited for.
Encoder::Hashes Encoder::hashes_ahead(const PlainPerson& person) const {
  Hashes hashes;
  for (std::size_t i = 0; i < field_count; ++i)
    hashes.text[i] = lexicon(table_of(static_cast<Field>(i))).hash_ahead(person.text[i]);
  for (std::size_t i = 0; i < other_names; ++i) {
    hashes.other_surnames[i] = lexicon(Table::names).hash_ahead(person.other_surnames[i]);
    hashes.other_given_names[i] = lexicon(Table::names).hash_ahead(person.other_given_names[i]);
  }
  return hashes;
}

EncodedPerson Encoder::encode(const PlainPerson& person) {
  EncodedPerson encoded;
  const Hashes hashes = hashes_ahead(person);
  const auto intern = [this](Table table, std::string_view text, Lexicon::Hash hash) {
    return lexicons_[static_cast<std::size_t>(table)].intern(text, hash, vocabulary_);
  };
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    if (is_date(field)) {
      encoded.values[i] = packed_date(person.text[i]);
    } else if (!person.text[i].empty()) {
      const auto id = encoded.values[i] = intern(table_of(field), person.text[i], hashes.text[i]);
      encoded.signatures[i] = signature_of(field, person.text[i], value(field, id));
    }
  }
  for (std::size_t i = 0; i < other_names; ++i) {
    encoded.other_surnames[i] = intern(Table::names, person.other_surnames[i], hashes.other_surnames[i]);
    encoded.other_given_names[i] = intern(Table::names, person.other_given_names[i], hashes.other_given_names[i]);
  }
  encoded.placeholder_name = person.placeholder_name;
  return encoded;
}

}  // namespace charta::matching
