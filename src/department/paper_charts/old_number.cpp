// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/old_number.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace charta::paper_charts {
namespace {

// As they are said, and as they are kept; from the outer to the inner.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> position_names{{{"box", "box"},
                                                                                        {"carton", "box"},
                                                                                        {"roll", "roll"},
                                                                                        {"reel", "roll"},
                                                                                        {"cartridge", "roll"},
                                                                                        {"fiche", "fiche"},
                                                                                        {"jacket", "jacket"},
                                                                                        {"platter", "platter"},
                                                                                        {"frame", "frame"},
                                                                                        {"frames", "frame"},
                                                                                        {"image", "frame"}}};
constexpr std::array<std::string_view, 6> position_order{"box", "roll", "fiche", "jacket", "platter", "frame"};

std::string_view position_name(std::string_view word) {
  for (const auto& [said, kept] : position_names)
    if (said == word) return kept;
  return {};
}

/// A hyphen behind a digit is a word of its own: it makes a range.
std::vector<std::string> words_and_hyphens(std::string_view text) {
  std::vector<std::string> words;
  char last = ' ';
  for (const char c : folded(text)) {
    const bool is_sign = std::isalnum(static_cast<unsigned char>(c)) == 0;
    if (is_sign && c == '-' && last >= '0' && last <= '9') words.emplace_back("-");
    if (!is_sign && std::isalnum(static_cast<unsigned char>(last)) != 0) words.back() += c;
    if (!is_sign && std::isalnum(static_cast<unsigned char>(last)) == 0) words.emplace_back(1, c);
    last = c;
  }
  return words;
}

/// "roll118" is a roll and its number; "a7" is one number.
std::vector<std::string> position_words(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& word : words_and_hyphens(text)) {
    const auto digit = word.find_first_of("0123456789");
    if (digit != std::string::npos && !position_name(std::string_view(word).substr(0, digit)).empty()) {
      words.push_back(word.substr(0, digit));
      words.push_back(word.substr(digit));
    } else {
      words.push_back(word);
    }
  }
  return words;
}

bool is_filler(std::string_view word) {
  return word == "no" || word == "nr" || word == "number" || word == "num";
}

bool is_value(std::string_view word) {
  return !word.empty() && word != "-" && position_name(word).empty();
}

/// "340-362" is a range; "12-6" is none, whatever it means: what was typed is found under its first number.
bool is_end_of(std::string_view from, std::string_view until) {
  const auto first = parse_integer(from), last = parse_integer(until);
  return first && last && *first <= *last;
}

std::string without_zeros(const std::string& number) {
  const auto first = number.find_first_not_of('0');
  if (first == std::string::npos) return number.empty() ? number : "0";
  // "0no" is not "no": one zero stays before a letter.
  const bool is_digit = number[first] >= '0' && number[first] <= '9';
  return number.substr(is_digit || first == 0 ? first : first - 1);
}

bool is_within(const PositionPart& stored, const PositionPart& asked) {
  const auto from = parse_integer(stored.value), until = parse_integer(stored.until), wanted = parse_integer(asked.value);
  if (!from || !wanted) return stored.value == asked.value;
  return until ? *from <= *wanted && *wanted <= *until : *from == *wanted;
}

}  // namespace

const std::vector<std::string_view>& number_schemes() {
  static const std::vector<std::string_view> schemes{"unit", "serial", "serial-unit", "jacket", "roll", "account", "other"};
  return schemes;
}

bool is_number_scheme(std::string_view scheme) {
  return std::find(number_schemes().begin(), number_schemes().end(), scheme) != number_schemes().end();
}

std::string number_folded(std::string_view number) {
  std::string out;
  for (const char c : folded(number))
    if (c != ' ' && c != '-' && c != '.' && c != '/') out += c;
  return out;
}

std::vector<PositionPart> parse_position(std::string_view text) {
  const auto words = position_words(text);
  std::vector<PositionPart> parts;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto name = position_name(words[i]);
    if (name.empty()) continue;
    std::size_t at = i + 1;
    while (at < words.size() && is_filler(words[at])) ++at;
    if (at >= words.size() || !is_value(words[at])) continue;
    PositionPart part{std::string(name), without_zeros(words[at]), {}};
    if (at + 2 < words.size() && words[at + 1] == "-" && is_end_of(words[at], words[at + 2]))
      part.until = without_zeros(words[at + 2]);
    parts.push_back(std::move(part));
    i = at;
  }
  std::stable_sort(parts.begin(), parts.end(), [](const PositionPart& a, const PositionPart& b) {
    return std::find(position_order.begin(), position_order.end(), a.name) <
           std::find(position_order.begin(), position_order.end(), b.name);
  });
  return parts;
}

std::string position_folded(std::string_view text) {
  const auto parts = parse_position(text);
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : " ") + part.name + " " + part.value;
  if (!parts.empty()) return out;
  for (const auto& word : position_words(text))
    if (word != "-") out += (out.empty() ? "" : " ") + word;
  return out;
}

bool position_holds(const std::vector<PositionPart>& stored, const std::vector<PositionPart>& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](const PositionPart& wanted) {
    return std::any_of(stored.begin(), stored.end(),
                       [&](const PositionPart& part) { return part.name == wanted.name && is_within(part, wanted); });
  });
}

}  // namespace charta::paper_charts
