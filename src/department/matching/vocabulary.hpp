// SPDX-License-Identifier: Apache-2.0
// What a registrar knows of names and addresses: nicknames, abbreviations, and what is typed when nothing is known. Data, not
// code.
#pragma once
#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::matching {

/// Groups of given names that one person may go by; 0 is none.
using NameGroups = std::array<std::uint16_t, 4>;

class Vocabulary {
 public:
  /// An empty one knows nothing: every text is compared as it stands.
  Vocabulary() = default;

  /// The parameters of the rules patient-index/nicknames, patient-index/address-words and patient-index/placeholders.
  /// Errors: `invalid`, naming the member that is missing.
  static Result<Vocabulary> parse(std::string_view nicknames, std::string_view address_words, std::string_view placeholders);

  NameGroups groups_of(std::string_view given_name) const;
  /// The first name of the first group, or the name itself: Bill and William give "william".
  std::string_view root_of(std::string_view given_name) const;
  std::string_view address_word(std::string_view word) const;  ///< "st" -> "street"; others as they stand
  /// Says only what kind of street or building it is.
  bool is_address_word(std::string_view word) const { return address_words_.contains(word); }
  bool is_suffix(std::string_view word) const { return suffixes_.contains(word); }
  std::string_view suffix(std::string_view word) const;  ///< "junior" -> "jr"
  bool is_title(std::string_view word) const { return titles_.contains(word); }
  /// Typed when the name is not known or not given yet: BABYBOY, UNKNOWN, TEST.
  bool is_placeholder_name(std::string_view name) const;
  bool is_placeholder_date(std::string_view eight_digits) const { return dates_.contains(eight_digits); }
  /// 000-00-0000, 123456789, or one digit all along.
  bool is_placeholder_number(std::string_view digits) const;

 private:
  Result<void> read_nicknames(std::string_view parameters);
  Result<void> read_address_words(std::string_view parameters);
  Result<void> read_placeholders(std::string_view parameters);

  using Words = std::set<std::string, std::less<>>;
  std::map<std::string, NameGroups, std::less<>> groups_;
  std::vector<std::string> roots_{""};  ///< by group
  std::map<std::string, std::string, std::less<>> address_words_, suffixes_;
  Words titles_, names_, name_beginnings_, dates_, numbers_;
};

}  // namespace charta::matching
