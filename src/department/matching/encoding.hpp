// SPDX-License-Identifier: Apache-2.0
// People in the form in which millions of pairs a second are compared: every value a number, its text prepared once.
#pragma once
#include "department/matching/person.hpp"
#include "department/matching/similarity.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace charta::matching {

/// A value prepared for comparison.
struct Value {
  Letters letters;          ///< of names without blanks
  std::uint32_t sound = 0;  ///< of a name or street; the last four characters of a number; the local part of an e-mail
  std::uint32_t root = 0;   ///< sound of the name that a nickname stands for
  std::array<std::uint32_t, 3> parts{};  ///< of a text of several words; words that only say the kind of street left out
  NameGroups groups{};
};

using ValueId = std::uint32_t;  ///< 0: missing

/// Kinds of values that share a table, so that equal texts have equal ids across fields.
enum class Table : std::uint8_t { names, places, numbers, codes };
inline constexpr std::size_t table_count = 4;
Table table_of(Field field);

/// Every distinct value of one kind, kept once. Found by its hash in one table without chains: a hospital has millions of values,
/// none of which is in the processor's cache when it is asked for.
class Lexicon {
 public:
  using Hash = std::uint32_t;

  explicit Lexicon(Table table) : table_(table), slots_(1U << 10) {
    values_.emplace_back();
    texts_.emplace_back();
  }
  /// To be called some values before intern(), which then finds the place in the cache.
  Hash hash_ahead(std::string_view plain) const;
  ValueId intern(std::string_view plain, Hash hash, const Vocabulary& vocabulary);
  ValueId find(std::string_view plain) const;
  const Value& operator[](ValueId id) const { return values_[id]; }
  std::size_t size() const { return values_.size(); }

 private:
  struct Slot {
    Hash hash = 0;
    ValueId id = 0;  ///< 0: free
  };
  std::size_t place_of(std::string_view plain, Hash hash) const;
  void grow();

  Table table_;
  std::vector<Value> values_;
  std::vector<std::string> texts_;  ///< by id
  std::vector<Slot> slots_;         ///< a power of two, at most half of them taken
};

/// A person as compared. Dates stand as eight binary-coded decimal digits (0x19610402), other values as ids in their lexicon.
struct alignas(64) EncodedPerson {
  std::array<std::uint32_t, field_count> values{};
  std::array<Signature, field_count> signatures{};  ///< of every text
  std::array<ValueId, other_names> other_surnames{}, other_given_names{};
  bool placeholder_name = false;
  std::uint32_t operator[](Field field) const { return values[index_of(field)]; }
  Signature signature(Field field) const { return signatures[index_of(field)]; }
  bool has_other_names() const { return other_surnames[0] != 0 || other_given_names[0] != 0; }
  bool operator==(const EncodedPerson&) const = default;
};

class Encoder {
 public:
  explicit Encoder(Vocabulary vocabulary = {});
  EncodedPerson encode(const Person& person);
  EncodedPerson encode(const PlainPerson& person);
  const Lexicon& lexicon(Table table) const { return lexicons_[static_cast<std::size_t>(table)]; }
  const Value& value(Field field, ValueId id) const { return lexicon(table_of(field))[id]; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  struct Hashes {
    std::array<Lexicon::Hash, field_count> text{};
    std::array<Lexicon::Hash, other_names> other_surnames{}, other_given_names{};
  };
  Hashes hashes_ahead(const PlainPerson& person) const;

  Vocabulary vocabulary_;
  std::vector<Lexicon> lexicons_;
};

/// "19610402" as 0x19610402; 0 for anything that is not eight digits.
std::uint32_t packed_date(std::string_view eight_digits);

}  // namespace charta::matching
