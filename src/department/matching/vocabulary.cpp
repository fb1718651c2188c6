// SPDX-License-Identifier: Apache-2.0
#include "department/matching/vocabulary.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::matching {
namespace {

Result<json::Value> member(json::Value root, std::string_view name) {
  const auto value = root[name];
  if (!value)
    return fail(ErrorKind::invalid, "a vocabulary of the patient index lacks \"" + std::string(name) + "\"", std::string(name));
  return value;
}

void read_words(json::Value list, std::set<std::string, std::less<>>& words) {
  for (const auto word : list) words.emplace(word.text());
}

void read_pairs(json::Value object, std::map<std::string, std::string, std::less<>>& words) {
  for (const auto forms : object) {
    words.emplace(forms.key(), forms.key());
    for (const auto form : forms) words.emplace(form.text(), forms.key());
  }
}

}  // namespace

Result<Vocabulary> Vocabulary::parse(std::string_view nicknames, std::string_view address_words, std::string_view placeholders) {
  Vocabulary vocabulary;
  CHARTA_TRY_DO(vocabulary.read_nicknames(nicknames));
  CHARTA_TRY_DO(vocabulary.read_address_words(address_words));
  CHARTA_TRY_DO(vocabulary.read_placeholders(placeholders));
  return vocabulary;
}

Result<void> Vocabulary::read_nicknames(std::string_view parameters) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  CHARTA_TRY(const auto groups, member(document.root(), "groups"));
  for (const auto group : groups) {
    const auto number = static_cast<std::uint16_t>(roots_.size());
    roots_.emplace_back(group.at(0).text());
    for (const auto name : group) {
      auto& mine = groups_[std::string(name.text())];
      const auto free = std::find(mine.begin(), mine.end(), 0);
      if (free != mine.end()) *free = number;
    }
  }
  return {};
}

Result<void> Vocabulary::read_address_words(std::string_view parameters) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  CHARTA_TRY(const auto words, member(document.root(), "words"));
  read_pairs(words, address_words_);
  return {};
}

Result<void> Vocabulary::read_placeholders(std::string_view parameters) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  CHARTA_TRY(const auto names, member(document.root(), "names"));
  CHARTA_TRY(const auto beginnings, member(document.root(), "name_beginnings"));
  CHARTA_TRY(const auto dates, member(document.root(), "birth_dates"));
  CHARTA_TRY(const auto numbers, member(document.root(), "numbers"));
  CHARTA_TRY(const auto titles, member(document.root(), "titles"));
  CHARTA_TRY(const auto suffixes, member(document.root(), "suffixes"));
  read_words(names, names_);
  read_words(beginnings, name_beginnings_);
  read_words(dates, dates_);
  read_words(numbers, numbers_);
  read_words(titles, titles_);
  read_pairs(suffixes, suffixes_);
  return {};
}

NameGroups Vocabulary::groups_of(std::string_view given_name) const {
  const auto found = groups_.find(given_name);
  return found == groups_.end() ? NameGroups{} : found->second;
}

std::string_view Vocabulary::root_of(std::string_view given_name) const {
  const auto found = groups_.find(given_name);
  return found == groups_.end() ? given_name : std::string_view(roots_[found->second[0]]);
}

std::string_view Vocabulary::address_word(std::string_view word) const {
  const auto found = address_words_.find(word);
  return found == address_words_.end() ? word : std::string_view(found->second);
}

std::string_view Vocabulary::suffix(std::string_view word) const {
  const auto found = suffixes_.find(word);
  return found == suffixes_.end() ? word : std::string_view(found->second);
}

bool Vocabulary::is_placeholder_name(std::string_view name) const {
  if (names_.contains(name)) return true;
  return std::any_of(name_beginnings_.begin(), name_beginnings_.end(),
                     [&](const std::string& beginning) { return name.starts_with(beginning); });
}

bool Vocabulary::is_placeholder_number(std::string_view digits) const {
  if (digits.empty() || numbers_.contains(digits)) return true;
  return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

}  // namespace charta::matching
