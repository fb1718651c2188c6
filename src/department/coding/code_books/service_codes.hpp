// SPDX-License-Identifier: Apache-2.0
// What outpatient services are coded by: HCPCS Level II codes and modifiers, and the limits of the National Correct Coding
// Initiative. Source: CMS, HCPCS record layout; NCCI Policy Manual for Medicare Services, chapter I.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "department/coding/code_books/text_pool.hpp"

#include <limits>
#include <optional>

namespace charta::code_books {

constexpr std::int32_t always_before = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t no_end = std::numeric_limits<std::int32_t>::max();
std::int32_t day_of(Date day);
std::optional<Date> date_of(std::int32_t day);  ///< nothing for always_before and no_end

/// One code or modifier. `last_day` is its last day of validity.
struct ServiceCode {
  CodeKey key = 0;
  std::int32_t first_day = always_before, last_day = no_end, changed_on = always_before;
  std::uint32_t long_title = 0, short_title = 0;
  std::uint32_t is_modifier = 0;
  std::uint32_t coverage = 0, action = 0;  ///< as the publisher's letters; 0: not said
};

class ServiceCodes {
 public:
  TextPool texts;
  std::vector<ServiceCode> codes;  ///< sorted by key
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(codes);
  }
  Result<void> prepare() const;
  const ServiceCode* find(CodeKey key) const;
  bool is_valid(const ServiceCode& code, Date day) const { return code.first_day <= day_of(day) && day_of(day) <= code.last_day; }
  /// Codes whose words all begin words of the title, or that begin with the text, at most `limit`.
  std::vector<const ServiceCode*> search(std::string_view words, std::size_t limit) const;
};

/// The most units of a service for one patient on one day (MUE).
struct UnitLimit {
  CodeKey key = 0;
  std::uint32_t units = 0, rationale = 0;
  std::uint32_t indicator = 0;  ///< 1: by claim line; 2: by day, absolute (law or regulation); 3: by day, clinical
  std::uint32_t reserved = 0;
};
class UnitLimits {
 public:
  TextPool texts;
  std::vector<UnitLimit> limits;  ///< sorted by key
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(limits);
  }
  Result<void> prepare() const;
  const UnitLimit* find(CodeKey key) const;
};

/// Two services of which the second is not paid beside the first (PTP).
struct ServicePair {
  CodeKey column1 = 0, column2 = 0;
  std::int32_t first_day = always_before, last_day = no_end;
  std::uint32_t modifier = '0';  ///< '0' no modifier parts them, '1' a modifier may, '9' the edit was deleted with its beginning
  std::uint32_t rationale = 0;
};
class ServicePairs {
 public:
  TextPool texts;
  std::vector<ServicePair> pairs;  ///< sorted by both columns
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(pairs);
  }
  Result<void> prepare() const;
  /// The edit of these two in this order on `day`, or null.
  const ServicePair* find(CodeKey column1, CodeKey column2, Date day) const;
};

}  // namespace charta::code_books
