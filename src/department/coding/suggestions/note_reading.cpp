// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/note_reading.hpp"

#include "base/text.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <array>

namespace charta::suggestions {
namespace {

constexpr std::size_t heading_words_most = 6;
constexpr std::size_t short_line = 55;
constexpr std::size_t words_denied_most = 14, words_behind_most = 6;
constexpr std::array<std::string_view, 6> assertions = {"affirmed", "denied", "uncertain", "past", "family", "conditional"};

bool is_word_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

/// Roman numbers of types and stages, as the books count.
std::string as_counted(std::string word, const std::vector<Token>& before) {
  if (word == "ii") return "2";
  if (word == "iii") return "3";
  const bool counts =
      !before.empty() && (before.back().word == "type" || before.back().word == "stage" || before.back().word == "grade");
  if (counts && word == "i") return "1";
  if (counts && word == "iv") return "4";
  return word;
}

/// Reads a page line by line.
class PageReading {
 public:
  PageReading(std::string_view page, std::size_t number, const SuggestionRules& rules, Clause& carried, std::vector<Clause>& into)
      : page_(page), rules_(rules), clause_(carried), into_(into) {
    clause_.page = number;
  }

  void read() {
    for (std::size_t at = 0; at <= page_.size();) {
      const auto end = std::min(page_.find('\n', at), page_.size());
      read_line(at, end);
      at = end + 1;
    }
    finish();
  }

 private:
  void read_line(std::size_t from, std::size_t until) {
    const auto line = page_.substr(from, until - from);
    const auto text = trimmed(line);
    if (text.empty()) return finish();
    if (begins_anew(text)) finish();
    const std::size_t heading = heading_length(line);
    if (heading > 0) {
      finish();
      const auto title = trimmed(line.substr(0, heading));
      set_section(title.ends_with(':') ? title.substr(0, title.size() - 1) : title);
    }
    for (std::size_t at = from + heading; at < until;) at = read_piece(at, until);
    if (clause_.use == SectionUse::diagnoses || clause_.use == SectionUse::history || text.size() < short_line) finish();
  }

  static bool begins_anew(std::string_view text) {
    if (text.front() == '-' || text.front() == '*' || text.starts_with("\xE2\x80\xA2")) return true;
    std::size_t digits = 0;
    while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) ++digits;
    return digits > 0 && digits < 3 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  }

  /// Bytes of the heading at the beginning of a line; 0: there is none.
  std::size_t heading_length(std::string_view line) const {
    const auto colon = line.find(':');
    const auto head = line.substr(0, colon);
    if (head.size() > 60) return 0;
    const auto words = encoder::words_of(head);
    if (words.empty() || words.size() > heading_words_most) return 0;
    if (find_section(words) != nullptr) return colon == std::string_view::npos ? line.size() : colon + 1;
    const bool is_capitals = colon != std::string_view::npos && head.size() > 3 && upper_ascii(head) == head;
    return is_capitals ? colon + 1 : 0;
  }

  const SectionUse* find_section(const Phrase& words) const {
    for (const auto& [phrase, use] : rules_.sections)
      if (phrase == words) return &use;
    return nullptr;
  }

  void set_section(std::string_view title) {
    const auto* use = find_section(encoder::words_of(title));
    clause_.use = use != nullptr ? *use : SectionUse::narrative;
    clause_.section = title;
  }

  std::size_t read_piece(std::size_t at, std::size_t until) {
    const char c = page_[at];
    if (is_word_byte(c)) return read_word(at, until);
    const bool is_initial = at > 0 && is_word_byte(page_[at - 1]) && (at == 1 || !is_word_byte(page_[at - 2])) &&
                            std::isdigit(static_cast<unsigned char>(page_[at - 1])) == 0;  // "E. coli"
    const bool ends = c == ';' || c == '?' || c == '!' || (c == '.' && !is_initial && (at + 1 >= until || page_[at + 1] == ' '));
    if (ends) finish();
    if (c == ',') after_break_ = true;
    if (c == ':' || c == '(' || c == ')' || c == '/') after_break_ = is_apart_ = true;
    return at + 1;
  }

  std::size_t read_word(std::size_t at, std::size_t until) {
    std::size_t end = at;
    const auto goes_on = [&](std::size_t here) {
      if (is_word_byte(page_[here])) return true;
      const bool is_inner = page_[here] == '\'' || page_[here] == '.';
      return is_inner && here + 1 < until && is_word_byte(page_[here + 1]) &&
             (page_[here] == '\'' || std::isdigit(static_cast<unsigned char>(page_[here + 1])) != 0);
    };
    while (end < until && goes_on(end)) ++end;
    auto words = encoder::words_of(page_.substr(at, end - at));
    for (auto& word : words) {
      clause_.tokens.push_back({as_counted(std::move(word), clause_.tokens), static_cast<std::uint32_t>(at),
                                static_cast<std::uint32_t>(end), after_break_, is_apart_});
      after_break_ = is_apart_ = false;
    }
    return end;
  }

  void finish() {
    after_break_ = is_apart_ = false;
    if (clause_.tokens.empty()) return;
    into_.push_back(clause_);
    clause_.tokens.clear();
  }

  std::string_view page_;
  const SuggestionRules& rules_;
  Clause& clause_;
  std::vector<Clause>& into_;
  bool after_break_ = false, is_apart_ = false;
};

bool stands_at(const std::vector<Token>& tokens, std::size_t at, const Phrase& phrase) {
  if (phrase.empty() || at + phrase.size() > tokens.size()) return false;
  for (std::size_t n = 0; n < phrase.size(); ++n)
    if (tokens[at + n].word != phrase[n]) return false;
  return true;
}

bool any_at(const std::vector<Token>& tokens, std::size_t at, const std::vector<Phrase>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](const Phrase& one) { return stands_at(tokens, at, one); });
}

/// Whether one of the phrases begins before `first` with no end of a clause between.
bool stands_before(const Clause& clause, std::size_t first, const std::vector<Phrase>& phrases, const SuggestionRules& rules) {
  const std::size_t least = first > words_denied_most ? first - words_denied_most : 0;
  for (std::size_t at = first; at-- > least;) {
    if (rules.clause_ends.contains(clause.tokens[at].word)) return false;
    if (any_at(clause.tokens, at, rules.not_denials)) continue;
    for (const auto& phrase : phrases)
      if (stands_at(clause.tokens, at, phrase) && at + phrase.size() <= first) return true;
  }
  return false;
}

bool stands_behind(const Clause& clause, std::size_t last, const std::vector<Phrase>& phrases, const SuggestionRules& rules) {
  const std::size_t most = std::min(clause.tokens.size(), last + 1 + words_behind_most);
  for (std::size_t at = last + 1; at < most; ++at) {
    if (rules.clause_ends.contains(clause.tokens[at].word)) return false;
    if (any_at(clause.tokens, at, phrases)) return true;
    if (clause.tokens[at].after_break) return false;
  }
  return false;
}

bool stands_in(const Clause& clause, const std::vector<Phrase>& phrases) {
  for (std::size_t at = 0; at < clause.tokens.size(); ++at)
    if (any_at(clause.tokens, at, phrases)) return true;
  return false;
}

}  // namespace

std::vector<Clause> clauses_of(std::string_view words, const SuggestionRules& rules) {
  std::vector<Clause> clauses;
  Clause carried;
  std::size_t number = 0;
  for (const auto page : split(words, '\f')) PageReading(page, ++number, rules, carried, clauses).read();
  return clauses;
}

std::string_view assertion_code(Assertion assertion) {
  return assertions[static_cast<std::size_t>(assertion)];
}

Assertion assertion_of(const Clause& clause, std::size_t first, std::size_t last, const SuggestionRules& rules) {
  if (stands_in(clause, rules.family)) return Assertion::family;
  if (stands_before(clause, first, rules.denied_before, rules) || stands_behind(clause, last, rules.denied_after, rules))
    return Assertion::denied;
  if (stands_before(clause, first, rules.conditional, rules)) return Assertion::conditional;
  if (stands_before(clause, first, rules.uncertain_before, rules) || stands_behind(clause, last, rules.uncertain_after, rules))
    return Assertion::uncertain;
  return stands_before(clause, first, rules.past, rules) ? Assertion::past : Assertion::affirmed;
}

}  // namespace charta::suggestions
