// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/note_reading.hpp"

#include "base/text.hpp"
#include "department/coding/encoder/words.hpp"
#include "department/coding/suggestions/boxes.hpp"

#include <algorithm>

namespace charta::suggestions {
namespace {

constexpr std::size_t heading_words_most = 6;
constexpr std::size_t short_line = 55;

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
    boxes_follow_ = has_boxes_behind(text, rules_);
    if (boxes_follow_) finish();
    boxed_.clear();
    for (std::size_t at = from + heading; at < until;) at = read_piece(at, until);
    if (has_boxes_) finish_boxes();
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
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) return read_word(at, until);
    const auto rest = page_.substr(at, until - at);
    if (const auto mark = box_at(rest, rules_); mark.length != 0) return read_box(mark, at);
    for (const auto& [sign, word] : rules_.signs)
      if (rest.starts_with(sign)) return read_sign(at, sign.size(), word);
    if (is_word_byte(c)) return read_word(at, until);
    const bool is_initial = at > 0 && is_word_byte(page_[at - 1]) && (at == 1 || !is_word_byte(page_[at - 2])) &&
                            std::isdigit(static_cast<unsigned char>(page_[at - 1])) == 0;  // "E. coli"
    const bool is_answered = c == '?' && is_denial(rest.substr(1));
    const bool ends = c == ';' || (c == '?' && !is_answered) || c == '!' ||
                      (c == '.' && !is_initial && (at + 1 >= until || page_[at + 1] == ' '));
    if (ends) finish();
    if (c == ',') after_break_ = true;
    if (c == ':' || c == '(' || c == ')' || c == '/' || is_answered) after_break_ = is_apart_ = true;
    if (c == '/') after_slash_ = true;
    return at + 1;
  }

  /// "Peritonitis? doubtful": what follows the question mark answers it.
  bool is_denial(std::string_view rest) const {
    const auto words = encoder::words_of(rest.substr(0, rest.find_first_of(".,;!?")));
    return std::find(rules_.denied_last.begin(), rules_.denied_last.end(), words) != rules_.denied_last.end();
  }

  /// A box stands before its words, or behind them where the line ends with one.
  std::size_t read_box(const BoxMark& mark, std::size_t at) {
    has_boxes_ = true;
    if (boxes_follow_) box_ = mark.box;
    finish();
    if (!boxes_follow_) box_ = mark.box;
    return at + mark.length;
  }

  void finish_boxes() {
    finish();
    settle_answers(std::span(into_).last(boxed_.size()), boxed_, rules_);
    has_boxes_ = boxes_follow_ = false;
    box_ = Box::none;
  }

  /// "Hepatitis C (-)" is negative, "(-) pneumothorax" negative for it.
  std::size_t read_sign(std::size_t at, std::size_t length, const std::string& word) {
    const bool is_before = clause_.tokens.empty() || after_break_;
    add_token(word, at, at + length);
    if (is_before) add_token("for", at, at + length);
    return at + length;
  }

  void add_token(std::string word, std::size_t from, std::size_t until) {
    clause_.tokens.push_back({as_counted(std::move(word), clause_.tokens), static_cast<std::uint32_t>(from),
                              static_cast<std::uint32_t>(until), after_break_, is_apart_, after_slash_});
    after_break_ = is_apart_ = after_slash_ = false;
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
    for (auto& word : encoder::words_of(page_.substr(at, end - at))) add_token(std::move(word), at, end);
    return end;
  }

  void finish() {
    after_break_ = is_apart_ = after_slash_ = false;
    if (clause_.tokens.empty()) return;
    into_.push_back(clause_);
    if (box_ == Box::unticked) into_.back().use = SectionUse::nothing;
    boxed_.push_back(box_);
    box_ = Box::none;
    clause_.tokens.clear();
  }

  std::string_view page_;
  const SuggestionRules& rules_;
  Clause& clause_;
  std::vector<Clause>& into_;
  std::vector<Box> boxed_;  ///< of the clauses that were finished on this line
  Box box_ = Box::none;
  bool after_break_ = false, is_apart_ = false, after_slash_ = false, has_boxes_ = false, boxes_follow_ = false;
};

}  // namespace

std::vector<Clause> clauses_of(std::string_view words, const SuggestionRules& rules) {
  std::vector<Clause> clauses;
  Clause carried;
  std::size_t number = 0;
  for (const auto page : split(words, '\f')) PageReading(page, ++number, rules, carried, clauses).read();
  return clauses;
}

}  // namespace charta::suggestions
