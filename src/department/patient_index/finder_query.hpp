// SPDX-License-Identifier: Apache-2.0
// The patient finder's one box: what a clerk typed, read every way it may be meant. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace charta::patient_index {

/// A reading of the words as surname and given name; either may be empty. Both are folded prefixes.
struct NameReading {
  std::string family, given;
  bool operator==(const NameReading&) const = default;
};

struct FinderQuery {
  std::vector<NameReading> names;        ///< in the order to try: "smi,joh"; "john smith" and "smith john"
  std::vector<Date> birth_dates;         ///< every day that a date may mean: 02/04/1961 is two
  std::optional<int> birth_year;
  std::vector<std::string> numbers;      ///< folded prefixes of identifiers
  bool empty() const { return names.empty() && birth_dates.empty() && numbers.empty() && !birth_year; }
};

/// "smi,joh", "smith", "john smith 1961", "1961-04-02", "4/2/61 smith", "MRN 10-0012", "van der berg".
FinderQuery parse_finder(std::string_view typed);

/// Every day that a typed date may mean, year first, month first or day first.
std::vector<Date> possible_dates(std::string_view typed);

/// An identifier as compared while typing: folded, without blanks, dashes and dots.
std::string folded_number(std::string_view value);
/// A surname as indexed: folded words, punctuation as one blank.
std::string folded_words(std::string_view name);
/// Each way in which a surname is looked for: "marsh quill", "quill marsh", "marshquill".
std::vector<std::string> surname_variants(std::string_view family);

/// Greater than every text that begins with `prefix`, smaller than every other greater one: the open end of a range scan.
std::string prefix_end(std::string_view prefix);

}  // namespace charta::patient_index
