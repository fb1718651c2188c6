// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/code_checks.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace charta::data_entry {
namespace {

bool is_code_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_code_letter(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Words of four letters and more without those that many titles have.
std::set<std::string> telling_words(std::string_view text) {
  static const std::set<std::string, std::less<>> common = {"with",    "without",  "unspecified", "other",    "type",
                                                            "disease", "disorder", "acute",       "chronic",  "side",
                                                            "left",    "right",    "initial",     "encounter"};
  std::set<std::string> words;
  std::string word;
  for (const char c : folded(text) + " ") {
    if ((c >= 'a' && c <= 'z') || is_code_digit(c)) {
      word += c;
      continue;
    }
    if (word.size() >= 4 && !common.contains(word)) words.insert(word);
    word.clear();
  }
  return words;
}

/// "diabetes" and "diabetic", "hypertension" and "hypertensive" begin alike.
bool share_a_word(const std::set<std::string>& some, const std::set<std::string>& others) {
  for (const auto& one : some)
    for (const auto& other : others) {
      const auto length = std::min<std::size_t>({one.size(), other.size(), 6});
      if (one.compare(0, length, other, 0, length) == 0) return true;
    }
  return false;
}

bool is_in(const CodeRange& range, std::string_view code) {
  const auto category = code.substr(0, 3);
  return category >= range.from && category <= range.until;
}

class CodeCheck {
 public:
  CodeCheck(const FormField& field, const EntryRules& rules, const EnteredValue& value, const WhoItIs& who,
            std::vector<Finding>& findings)
      : field_(field), rules_(rules), value_(value), who_(who), findings_(findings) {}

  void run(const AskCode& ask_code) {
    if (value_.text.empty()) say(Fault::code_without_words, "write the words of the note beside the code");
    if (!value_.side.empty() && !is_side(value_.side)) say(Fault::no_side, "a side is left, right or bilateral");
    std::string title;
    if (!value_.code.empty()) title = look_up(ask_code);
    look_at_side(title);
  }

 private:
  void say(Fault fault, std::string words, std::string rule = {}) {
    findings_.push_back({fault, value_.field, value_.row, std::move(words), std::move(rule)});
  }

  /// The title of the code; empty where nobody can say.
  std::string look_up(const AskCode& ask_code) {
    const auto code = tidy_code(field_.kind, value_.code);
    if (code.empty()) {
      say(Fault::no_code, field_.kind == FieldKind::problem ? "an ICD-10-CM code is a letter, a digit and one to five more: E11.9"
                          : field_.kind == FieldKind::procedure ? "an ICD-10-PCS code has seven letters and digits"
                                                                : "an RxNorm code has digits only");
      return {};
    }
    if (field_.kind == FieldKind::problem) look_at_ranges(code);
    const auto answer = ask_code ? ask_code(field_.kind, code) : CodeAnswer{};
    if (!answer.has_set) return {};
    if (!answer.is_known) {
      say(Fault::code_unknown, "the code set in force at the visit has no such code");
      return {};
    }
    if (!answer.is_billable) say(Fault::not_billable, "this is a category: a more specific code exists");
    if (!value_.text.empty() && !share_a_word(telling_words(value_.text), telling_words(answer.title)))
      say(Fault::words_differ, "the code's title shares no word with what is written: " + answer.title);
    return answer.title;
  }

  void look_at_ranges(const std::string& code) {
    for (const auto& range : rules_.code_ranges) {
      if (!is_in(range, code)) continue;
      const bool is_one_sex = who_.sex == "male" || who_.sex == "female";
      if (!range.sex.empty() && is_one_sex && range.sex != who_.sex) say(Fault::other_sex, range.says, "data-entry/plausibility");
      if (range.sex.empty() && who_.years && (*who_.years < range.from_years || *who_.years >= range.until_years))
        say(Fault::other_age, range.says, "data-entry/plausibility");
    }
  }

  void look_at_side(const std::string& title) {
    const auto said = side_in(value_.text), coded = side_in(title);
    const auto& side = value_.side;
    const auto differ = [](const std::string& one, const std::string& other) {
      return !one.empty() && !other.empty() && one != other;
    };
    if (differ(said, coded)) return say(Fault::side_contradicts, "the words name one side, the code's title another");
    if (differ(side, said)) return say(Fault::side_contradicts, "the words name one side, the field another");
    if (differ(side, coded)) return say(Fault::side_contradicts, "the code's title names one side, the field another");
    if (field_.asks_side && side.empty() && said.empty() && coded.empty()) return;
    if (field_.asks_side && side.empty()) say(Fault::side_missing, "choose the side that the words or the code name");
  }

  const FormField& field_;
  const EntryRules& rules_;
  const EnteredValue& value_;
  const WhoItIs& who_;
  std::vector<Finding>& findings_;
};

}  // namespace

void check_code(const FormField& field, const EntryRules& rules, const EnteredValue& value, const WhoItIs& who,
                const AskCode& ask_code, std::vector<Finding>& findings) {
  CodeCheck(field, rules, value, who, findings).run(ask_code);
}

std::string tidy_code(FieldKind kind, std::string_view given) {
  std::string code = upper_ascii(trimmed(given));
  const auto all = [&](auto is_good) { return std::all_of(code.begin(), code.end(), is_good); };
  const auto is_alphanumeric = [](char c) { return is_code_digit(c) || is_code_letter(c); };
  if (kind == FieldKind::procedure) return code.size() == 7 && all(is_alphanumeric) ? code : std::string();
  if (kind != FieldKind::problem) return code.size() <= 12 && !code.empty() && all(is_code_digit) ? code : std::string();
  if (code.size() > 3 && code[3] == '.') code.erase(3, 1);
  if (code.size() < 3 || code.size() > 7 || !all(is_alphanumeric) || !is_code_letter(code[0]) || !is_code_digit(code[1]))
    return {};
  return code.size() == 3 ? code : code.substr(0, 3) + '.' + code.substr(3);
}

bool is_side(std::string_view side) {
  return side == "left" || side == "right" || side == "bilateral";
}

std::string side_in(std::string_view words) {
  bool is_left = false, is_right = false, is_both = false;
  std::string word;
  for (const char c : folded(words) + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    is_left = is_left || word == "left" || word == "lt";
    is_right = is_right || word == "right" || word == "rt";
    is_both = is_both || word == "bilateral" || word == "bilaterally" || word == "both";
    word.clear();
  }
  if (is_both || (is_left && is_right)) return "bilateral";
  return is_left ? "left" : is_right ? "right" : "";
}

}  // namespace charta::data_entry
