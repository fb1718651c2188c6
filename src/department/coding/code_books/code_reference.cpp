// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/code_reference.hpp"

#include "base/text.hpp"

#include <array>
#include <optional>

namespace charta::code_books {
namespace {

bool is_digit_character(char c) {
  return c >= '0' && c <= '9';
}
bool is_code_character(char c) {
  return is_digit_character(c) || (c >= 'A' && c <= 'Z');
}

/// The code that begins at `at`, which is moved behind it and behind the dash of "E10.-". 0: none begins there.
CodeKey code_at(std::string_view text, std::size_t& at) {
  const auto start = at;
  if (at + 3 > text.size() || text[at] < 'A' || text[at] > 'Z' || !is_digit_character(text[at + 1]) ||
      !is_code_character(text[at + 2]))
    return 0;
  std::size_t end = at + 3;
  if (end < text.size() && text[end] == '.') {
    ++end;
    while (end < text.size() && is_code_character(text[end])) ++end;
  }
  if (end < text.size() && (is_code_character(text[end]) || (text[end] >= 'a' && text[end] <= 'z'))) return 0;  // "B12deficiency"
  at = end;
  return grouper::key_of(text.substr(start, end - start));
}

void skip_blanks(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == ' ') ++at;
}

struct Place {
  std::string_view word;
  unsigned number;
};
constexpr std::array<Place, 10> places{{{"third", 3},
                                        {"fourth", 4},
                                        {"fifth", 5},
                                        {"sixth", 6},
                                        {"seventh", 7},
                                        {"3rd", 3},
                                        {"4th", 4},
                                        {"5th", 5},
                                        {"6th", 6},
                                        {"7th", 7}}};

unsigned place_named(std::string_view word) {
  for (const auto& one : places)
    if (one.word == word) return one.number;
  return 0;
}

/// "5", "1-4", ".6", "B" into bits; false when it is no such thing.
bool add_characters(std::string_view word, std::uint64_t& bits) {
  if (word.starts_with('.')) word.remove_prefix(1);
  if (word.size() == 3 && word[1] == '-') {
    const int first = bit_of(word[0]), last = bit_of(word[2]);
    if (first < 0 || last < first) return false;
    for (int bit = first; bit <= last; ++bit) bits |= std::uint64_t{1} << static_cast<unsigned>(bit);
    return true;
  }
  if (word.size() != 1 || bit_of(word[0]) < 0) return false;
  bits |= std::uint64_t{1} << static_cast<unsigned>(bit_of(word[0]));
  return true;
}

/// "fifth or sixth character 1-4 or 6" into positions and characters; false when only a person understands it.
bool read_condition(std::string_view words, CodeReference& reference) {
  bool behind = false, any = false;
  for (auto word : split(words, ' ')) {
    while (word.ends_with(',')) word.remove_suffix(1);
    if (word.empty() || word == "or" || word == "and") continue;
    if (word == "character" || word == "characters") {
      behind = true;
      continue;
    }
    if (word.ends_with("-character")) {
      word.remove_suffix(10);
      behind = true;
    }
    if (const unsigned place = place_named(word); place != 0) {
      reference.positions |= 1U << place;
      continue;
    }
    if (!behind || !add_characters(word, reference.characters)) return false;
    any = true;
  }
  return any && reference.positions != 0;
}

/// Of one pair of parentheses.
void read_parenthesis(std::string_view inside, std::vector<CodeReference>& found) {
  std::size_t at = 0;
  const auto first_of_these = found.size();
  while (at < inside.size()) {
    const CodeKey from = code_at(inside, at);
    if (from == 0) {
      if (inside.substr(at).starts_with("with ") && found.size() > first_of_these) {
        auto& last = found.back();
        const auto words = inside.substr(at + 5);
        if (!read_condition(words, last)) last.positions = 0, last.characters = 0, last.is_in_words = 1;
        return;
      }
      ++at;
      continue;
    }
    CodeReference reference{from, last_below(from), 0, 0, 0};
    if (at < inside.size() && inside[at] == '.') ++at;  // "I69. with final characters"
    if (at < inside.size() && inside[at] == '-') ++at;
    std::size_t next = at;
    skip_blanks(inside, next);
    if (inside.substr(next).starts_with("to ")) next += 3;
    if (next < inside.size() && inside[next] == '-') ++next;
    skip_blanks(inside, next);
    const bool is_span = next > at || (at > 0 && inside[at - 1] == '-');
    std::size_t behind = next;
    if (const CodeKey to = is_span ? code_at(inside, behind) : 0;
        to != 0 && inside.substr(at, next - at).find(',') == std::string_view::npos &&
        (inside[at - 1] == '-' || inside.substr(at, next - at).find_first_of("-t") != std::string_view::npos)) {
      reference.to = last_below(to);
      at = behind;
      if (at < inside.size() && inside[at] == '.') ++at;
      if (at < inside.size() && inside[at] == '-') ++at;
    }
    if (reference.to >= reference.from) found.push_back(reference);
  }
}

}  // namespace

int length_of(CodeKey code) {
  int length = 0;
  for (; code != 0; code <<= 8U) ++length;
  return length;
}

int bit_of(char character) {
  if (is_digit_character(character)) return character - '0';
  return character >= 'A' && character <= 'Z' ? character - 'A' + 10 : -1;
}

bool CodeReference::meets(CodeKey code) const {
  if (code < from || code > to) return false;
  if (positions == 0) return true;
  constexpr std::uint32_t fifth_or_sixth = (1U << 5U) | (1U << 6U);
  const auto is_meant = [&](char c) { return bit_of(c) >= 0 && ((characters >> static_cast<unsigned>(bit_of(c))) & 1U) != 0; };
  if (positions == fifth_or_sixth) {  // the intent of T36-T50: the sixth, or the fifth where a placeholder follows it
    const char sixth = character_of(code, 6);
    return is_meant(sixth == 'X' || sixth == '\0' ? character_of(code, 5) : sixth);
  }
  for (int place = 3; place <= 7; ++place)
    if (((positions >> static_cast<unsigned>(place)) & 1U) != 0 && is_meant(character_of(code, place))) return true;
  return false;
}

std::vector<CodeReference> references_in(std::string_view note) {
  std::vector<CodeReference> found;
  for (std::size_t open = note.find('('); open != std::string_view::npos; open = note.find('(', open + 1)) {
    const auto close = note.find(')', open);
    read_parenthesis(note.substr(open + 1, (close == std::string_view::npos ? note.size() : close) - open - 1), found);
  }
  return found;
}

}  // namespace charta::code_books
