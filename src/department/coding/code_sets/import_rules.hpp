// SPDX-License-Identifier: Apache-2.0
// When a set that was read is taken for a file that was cut short: data/rules/coding/code-set-imports.json.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <map>
#include <set>
#include <string>

namespace charta::code_sets {

struct CodeSetEntry;
struct ReadySet;

struct ImportRules {
  int of_same_release = 0, of_another_release = 0, less_a_year_apart = 0;  ///< percent
  std::set<std::string, std::less<>> not_compared;                         ///< kinds whose sizes say nothing
  std::map<std::string, int, std::less<>> parts;                           ///< in how many files a kind is published

  /// Errors: `invalid`, naming the member.
  static Result<ImportRules> read(json::Value parameters);

  /// Whether `rows` are too few where `stands` rows stand for a release that is `years` away.
  bool is_cut_short(std::string_view kind, std::int64_t rows, std::int64_t stands, bool is_same_release, int years) const;
  /// Errors: `invalid`, saying how many rows stand and how to take the set all the same.
  Result<void> compare(const CodeSetEntry& made, const CodeSetEntry& stands) const;
  /// Errors: `missing`, naming the files of a parted set that were not given with it.
  Result<void> all_files_are_there(const ReadySet& set) const;
};

/// "98,186".
std::string in_thousands(std::int64_t number);

}  // namespace charta::code_sets
