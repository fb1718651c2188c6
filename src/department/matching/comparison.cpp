// SPDX-License-Identifier: Apache-2.0
#include "department/matching/comparison.hpp"

#include <algorithm>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace charta::matching {
namespace {

bool shares_group(const NameGroups& a, const NameGroups& b) {
  for (const auto mine : a) {
    if (mine == 0) return false;
    if (std::find(b.begin(), b.end(), mine) != b.end()) return true;
  }
  return false;
}

/// Each word of the one is the partner of one word of the other: "Ada Ada" shares one with "Ada Marsh", whichever is asked first.
int shared_parts(const Value& a, const Value& b) {
  auto left = b.parts;
  int shared = 0;
  for (const auto part : a.parts) {
    const auto partner = part == 0 ? left.end() : std::find(left.begin(), left.end(), part);
    if (partner == left.end()) continue;
    *partner = 0;
    ++shared;
  }
  return shared;
}

int parts_of(const Value& value) {
  return static_cast<int>(std::count_if(value.parts.begin(), value.parts.end(), [](std::uint32_t part) { return part != 0; }));
}

bool has_several_parts(const Value& value) {
  return value.parts[1] != 0;
}

/// Whole words in common, where one of the two has several: all of them `equivalent`, some `partial`.
Level compare_parts(const Value& a, const Value& b) {
  if (!has_several_parts(a) && !has_several_parts(b)) return Level::differs;
  const int shared = shared_parts(a, b);
  if (shared == 0) return Level::differs;
  return shared == parts_of(a) && shared == parts_of(b) ? Level::equivalent : Level::partial;
}

bool begins_with(const Letters& longer, const Letters& shorter) {
  return shorter.length < longer.length &&
         std::equal(shorter.codes.begin(), shorter.codes.begin() + shorter.length, longer.codes.begin());
}

bool ends_with(const Letters& longer, const Letters& shorter) {
  return shorter.length < longer.length && std::equal(shorter.codes.begin(), shorter.codes.begin() + shorter.length,
                                                      longer.codes.begin() + (longer.length - shorter.length));
}

bool is_beginning(const Letters& a, const Letters& b) {
  const auto shortest = std::min(a.length, b.length);
  if (shortest == 2) return false;  // "Al" begins too many names
  return begins_with(a, b) || begins_with(b, a);
}

/// By edits and Jaro-Winkler; what cannot be alike is seen from the sets of letters alone.
Level compare_letters(const Letters& a, const Letters& b) {
  const auto shortest = std::min(a.length, b.length);
  if (least_edit_distance(a, b) <= 2) {
    const unsigned edits = edit_distance(a, b);
    if (edits == 0) return Level::equivalent;
    if (edits == 1 && shortest >= 4) return Level::close;
    if (edits == 2 && shortest >= 7) return Level::close;
    if (edits == 1 && shortest == 3) return Level::similar;
    if (edits == 2 && shortest >= 5) return Level::similar;
  }
  if (most_jaro_winkler(a, b) >= alike && jaro_winkler(a, b) >= alike) return Level::similar;
  return Level::differs;
}

std::uint32_t year_of(std::uint32_t date) {
  return date >> 16;
}
std::uint32_t month_of(std::uint32_t date) {
  return date >> 8 & 0xFF;
}
std::uint32_t day_of(std::uint32_t date) {
  return date & 0xFF;
}

/// How many of eight decimal digits differ.
int digits_apart(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t apart = a ^ b;
  const std::uint32_t any = (apart | apart >> 1 | apart >> 2 | apart >> 3) & 0x11111111U;
  return std::popcount(any);
}

bool neighbours_exchanged(std::uint32_t a, std::uint32_t b) {
  for (unsigned shift = 0; shift < 28; shift += 4) {
    const std::uint32_t left = a >> (shift + 4) & 0xF, right = a >> shift & 0xF;
    const std::uint32_t swapped = (a & ~(0xFFU << shift)) | left << shift | right << (shift + 4);
    if (swapped == b) return true;
  }
  return false;
}

/// One side says only year, or year and month.
Level compare_incomplete_dates(std::uint32_t a, std::uint32_t b) {
  if (year_of(a) != year_of(b)) return Level::differs;
  const bool months = month_of(a) != 0 && month_of(b) != 0;
  if (months && month_of(a) != month_of(b)) return Level::similar;
  return months ? Level::partial : Level::similar;
}

Level compare_codes(const Value& a, const Value& b) {
  if (least_edit_distance(a.letters, b.letters) > 1) return Level::differs;
  return std::max(a.letters.length, b.letters.length) > 1 && edit_distance(a.letters, b.letters) <= 1 ? Level::close
                                                                                                      : Level::differs;
}

// What signatures show to differ.
bool names_far(Signature a, Signature b) {
  if (a.length() == 1 || b.length() == 1) return a.first() != b.first();
  return Signature::cannot_be_alike(a, b);
}

/// Two numbers of one length are further apart than two slips. One that is written in part is looked up.
bool numbers_far(Signature a, Signature b) {
  const bool in_part = a.length() + 3 <= b.length() || b.length() + 3 <= a.length();
  return !in_part && Signature::least_edit_distance(a, b) > 2;
}

bool codes_far(Signature a, Signature b) {
  return Signature::least_edit_distance(a, b) > 1;
}

constexpr std::uint32_t mask_of(std::initializer_list<Field> fields) {
  std::uint32_t mask = 0;
  for (const Field field : fields) mask |= 1U << index_of(field);
  return mask;
}

constexpr std::uint32_t own_names_mask = mask_of({Field::surname, Field::given_name});
/// Fields that agree or do not, and no more is said of them.
constexpr std::uint32_t plain_mask = mask_of({Field::sex, Field::suffix, Field::birth_order});

/// Ten bits, each moved to the lowest of three.
constexpr auto spread_bits = [] {
  std::array<std::uint32_t, 1024> spread{};
  for (std::uint32_t bits = 0; bits < spread.size(); ++bits)
    for (unsigned i = 0; i < 10; ++i) spread[bits] |= (bits >> i & 1U) << (3 * i);
  return spread;
}();

std::uint64_t spread(std::uint32_t fields) {
  return std::uint64_t{spread_bits[fields & 1023]} | std::uint64_t{spread_bits[fields >> 10 & 1023]} << 30;
}

/// Which fields both sides say, and which of them are the same.
struct Said {
  std::uint32_t both = 0, same = 0;
};

#ifdef __SSE2__
Said said_by(const EncodedPerson& a, const EncodedPerson& b) {
  static_assert(field_count % 4 == 0);
  Said said;
  const __m128i nothing = _mm_setzero_si128();
  for (std::size_t i = 0; i < field_count; i += 4) {
    const __m128i mine = _mm_load_si128(reinterpret_cast<const __m128i*>(&a.values[i])),
                  theirs = _mm_load_si128(reinterpret_cast<const __m128i*>(&b.values[i]));
    const __m128i silent = _mm_or_si128(_mm_cmpeq_epi32(mine, nothing), _mm_cmpeq_epi32(theirs, nothing));
    said.both |= static_cast<std::uint32_t>(~_mm_movemask_ps(_mm_castsi128_ps(silent)) & 15) << i;
    said.same |= static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(mine, theirs)))) << i;
  }
  said.same &= said.both;
  return said;
}
#else
Said said_by(const EncodedPerson& a, const EncodedPerson& b) {
  Said said;
  for (std::size_t i = 0; i < field_count; ++i) {
    const bool both = a.values[i] != 0 && b.values[i] != 0;
    said.both |= (both ? 1U : 0U) << i;
    said.same |= (both && a.values[i] == b.values[i] ? 1U : 0U) << i;
  }
  return said;
}
#endif

class Comparison {
 public:
  Comparison(const Encoder& encoder, const EncodedPerson& a, const EncodedPerson& b) : encoder_(encoder), a_(a), b_(b) {}

  Pattern run() {
    const Said said = said_by(a_, b_);
    const std::uint32_t apart = said.both & ~said.same;
    pattern_ = Pattern(spread(apart) | spread(said.same) * 7);
    for (std::uint32_t left = apart & ~(own_names_mask | plain_mask); left != 0; left &= left - 1) {
      const auto field = static_cast<Field>(std::countr_zero(left));
      pattern_.set(field, level_of(field));
    }
    if ((apart & own_names_mask) != 0 || a_.has_other_names() || b_.has_other_names()) compare_names_of_both();
    exchange_address_lines();
    return pattern_;
  }

 private:
  /// Of a field that both say differently: by the signatures, and where they leave it open letter by letter.
  Level level_of(Field field) const {
    switch (field) {
      case Field::birth_date:
      case Field::death_date:
        return compare_dates(a_[field], b_[field]);
      case Field::national_id:
      case Field::other_id:
      case Field::phone:
        return unless(numbers_far, field, compare_numbers);
      case Field::email:
        return compare_numbers(value(a_, field), value(b_, field));
      case Field::street:
      case Field::locality:
      case Field::city:
        return unless(Signature::cannot_be_alike, field, compare_places);
      case Field::middle_name:
      case Field::mothers_maiden_name:
        return unless(names_far, field, compare_names);
      default:
        return unless(codes_far, field, compare_codes);
    }
  }

  template <class Far, class Compare>
  Level unless(Far far, Field field, Compare compare) const {
    const Signature x = a_.signature(field), y = b_.signature(field);
    if (!Signature::must_look_closer(x, y) && far(x, y)) return Level::differs;
    return compare(value(a_, field), value(b_, field));
  }

  const Value& value(const EncodedPerson& person, Field field) const { return encoder_.value(field, person[field]); }

  Level names(ValueId mine, ValueId theirs) const {
    if (mine == 0 || theirs == 0) return Level::missing;
    if (mine == theirs) return Level::exact;
    return compare_names(name(mine), name(theirs));
  }

  const Value& name(ValueId id) const { return encoder_.lexicon(Table::names)[id]; }

  /// One person's surname or given name beside the other's.
  Level own_names(Field field) const {
    const ValueId mine = a_[field], theirs = b_[field];
    if (mine == 0 || theirs == 0) return Level::missing;
    if (mine == theirs) return Level::exact;
    const Signature x = a_.signature(field), y = b_.signature(field);
    const bool closer = Signature::must_look_closer(x, y);
    if (!closer && names_far(x, y)) return Level::differs;
    const Value &one = name(mine), &other = name(theirs);
    if (field == Field::given_name && closer && shares_group(one.groups, other.groups))
      return std::max(compare_names(one, other), Level::equivalent);
    return compare_names(one, other);
  }

  /// The other names on either side: an agreement there is an `equivalent`, less than that no more than `similar`.
  Level with_others(Level level, ValueId mine, ValueId theirs, const std::array<ValueId, other_names>& my_others,
                    const std::array<ValueId, other_names>& their_others) const {
    const auto consider = [&](ValueId x, ValueId y) {
      const Level other = names(x, y);
      if (other == Level::exact || other == Level::equivalent) level = std::max(level, Level::equivalent);
      if (other >= Level::partial) level = std::max(level, Level::similar);
    };
    for (const auto mine_too : my_others) {
      consider(mine_too, theirs);
      for (const auto theirs_too : their_others) consider(mine_too, theirs_too);
    }
    for (const auto theirs_too : their_others) consider(mine, theirs_too);
    return level;
  }

  void compare_names_of_both() {
    Level surname = own_names(Field::surname);
    Level given = own_names(Field::given_name);
    if (a_.has_other_names() || b_.has_other_names()) {
      if (surname < Level::equivalent)
        surname = with_others(surname, a_[Field::surname], b_[Field::surname], a_.other_surnames, b_.other_surnames);
      if (given < Level::equivalent)
        given = with_others(given, a_[Field::given_name], b_[Field::given_name], a_.other_given_names, b_.other_given_names);
    }
    if (surname <= Level::partial && given <= Level::partial && surname != Level::missing && given != Level::missing &&
        are_exchanged()) {
      surname = Level::exchanged;
      given = Level::missing;  // said once
    }
    pattern_.set(Field::surname, surname);
    pattern_.set(Field::given_name, given);
  }

  bool are_exchanged() const { return one_slip(a_, Field::surname, b_) && one_slip(b_, Field::surname, a_); }

  /// The surname of one is the other's given name, but for a slip.
  bool one_slip(const EncodedPerson& x, Field field, const EncodedPerson& y) const {
    const ValueId mine = x[field], theirs = y[Field::given_name];
    if (mine == theirs) return true;
    const Signature signature = x.signature(field), other = y.signature(Field::given_name);
    if (Signature::least_edit_distance(signature, other) > 1 || std::min(signature.length(), other.length()) < 4) return false;
    return edit_distance(name(mine).letters, name(theirs).letters) <= 1;
  }

  void exchange_address_lines() {
    const bool crossed = (a_[Field::street] != 0 && a_[Field::street] == b_[Field::locality]) ||
                         (a_[Field::locality] != 0 && a_[Field::locality] == b_[Field::street]);
    if (!crossed || pattern_.at(Field::street) >= Level::close) return;
    pattern_.set(Field::street, Level::exchanged);
    pattern_.set(Field::locality, Level::missing);
  }

  const Encoder& encoder_;
  const EncodedPerson &a_, &b_;
  Pattern pattern_;
};

}  // namespace

Level compare_names(const Value& a, const Value& b) {
  if (a.letters.length == 1 || b.letters.length == 1)
    return a.letters.codes[0] == b.letters.codes[0] ? Level::partial : Level::differs;
  Level level = compare_parts(a, b);
  if (level == Level::equivalent) return level;
  const Level letters = compare_letters(a.letters, b.letters);
  if (letters >= Level::close) return letters;
  if (level == Level::partial || is_beginning(a.letters, b.letters)) return Level::partial;
  return a.sound == b.sound && a.sound != 0 ? Level::similar : letters;
}

Level compare_dates(std::uint32_t a, std::uint32_t b) {
  if (a == b) return Level::exact;
  if (day_of(a) == 0 || day_of(b) == 0 || month_of(a) == 0 || month_of(b) == 0) return compare_incomplete_dates(a, b);
  const bool same_year = year_of(a) == year_of(b);
  if (same_year && month_of(a) == day_of(b) && day_of(a) == month_of(b)) return Level::exchanged;
  const int apart = digits_apart(a, b);
  if (apart == 1 || (apart == 2 && neighbours_exchanged(a, b))) return Level::close;
  const int parts = (same_year ? 1 : 0) + (month_of(a) == month_of(b) ? 1 : 0) + (day_of(a) == day_of(b) ? 1 : 0);
  if (parts == 2) return Level::partial;
  return same_year || apart == 2 ? Level::similar : Level::differs;
}

Level compare_numbers(const Value& a, const Value& b) {
  const auto shortest = std::min(a.letters.length, b.letters.length);
  if (shortest >= 4 && least_edit_distance(a.letters, b.letters) <= 2) {
    const unsigned edits = edit_distance(a.letters, b.letters);
    if (edits <= 1) return Level::close;
    if (edits == 2) return a.sound == b.sound ? Level::partial : Level::similar;
  }
  if (shortest >= 7 && (ends_with(a.letters, b.letters) || ends_with(b.letters, a.letters)))
    return Level::equivalent;  // without the area code
  return a.sound != 0 && a.sound == b.sound ? Level::partial : Level::differs;
}

Level compare_places(const Value& a, const Value& b) {
  const Level level = compare_parts(a, b);
  if (level == Level::equivalent) return level;
  const Level letters = compare_letters(a.letters, b.letters);
  if (letters >= Level::close) return letters;
  return std::max(level, letters);
}

Pattern compare(const Encoder& encoder, const EncodedPerson& a, const EncodedPerson& b) {
  return Comparison(encoder, a, b).run();
}

}  // namespace charta::matching
