// SPDX-License-Identifier: Apache-2.0
// Codes that are none on the day of discharge, or lack characters.
#include "department/coding/claim_edits/finding_list.hpp"

#include <fmt/format.h>

#include <set>

namespace charta::claim_edits {
namespace {

using code_books::Shape;

constexpr std::size_t named_choices = 6;

/// -1: not in the list.
int place_in(const encoder::CodeTexts& list, CodeKey code) {
  const auto found = std::lower_bound(list.codes.begin(), list.codes.end(), code);
  return found == list.codes.end() || *found != code ? -1 : static_cast<int>(found - list.codes.begin());
}
bool is_reportable(const encoder::CodeTexts& list, CodeKey code) {
  const int place = place_in(list, code);
  return place >= 0 && list.billable[static_cast<std::size_t>(place)] != 0;
}

std::string choices_of(const code_books::TabularList& book, std::uint32_t level) {
  std::string words;
  std::size_t count = 0;
  for (const auto& choice : book.sevenths_at(level)) {
    if (++count > named_choices) return words + ", …";
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", static_cast<char>(choice.character), book.texts[choice.text]);
  }
  return words;
}

std::string codes_below(const encoder::CodeTexts& list, CodeKey code) {
  std::string words;
  std::size_t count = 0;
  const auto from = static_cast<std::size_t>(std::upper_bound(list.codes.begin(), list.codes.end(), code) - list.codes.begin());
  for (auto at = from; at < list.size() && list.codes[at] <= code_books::last_below(code); ++at) {
    if (list.billable[at] == 0) continue;
    if (++count > named_choices) return words + ", …";
    words += (words.empty() ? "" : ", ") + dotted(list.codes[at]);
  }
  return words;
}

class CodeChecks {
 public:
  CodeChecks(const CodedClaim& claim, const Books& books, FindingList& findings)
      : claim_(claim), books_(books), findings_(findings) {}

  void diagnosis(CodeKey code) {
    if (code == 0) return add("unknown-code", code, "a diagnosis is empty or no code at all");
    if (books_.diagnoses != nullptr && is_reportable(*books_.diagnoses, code)) return;
    const auto shape = books_.tabular != nullptr ? books_.tabular->shape_of(code) : Shape::unknown;
    if (books_.diagnoses == nullptr && (books_.tabular == nullptr || shape == Shape::whole)) return;
    const auto level = books_.tabular != nullptr ? books_.tabular->find(code) : code_books::TabularList::none;
    if (shape == Shape::needs_seventh)
      return add("seventh-character", code,
                 fmt::format("{} lacks its 7th character: {}", dotted(code), choices_of(*books_.tabular, level)));
    if (shape == Shape::wrong_seventh)
      return add("seventh-character", code,
                 fmt::format("{} has the 7th character {}, which is none of: {}", dotted(code), code_books::character_of(code, 7),
                             choices_of(*books_.tabular, level)));
    if (shape == Shape::wrong_placeholder)
      return add("placeholder", code, fmt::format("{} has a character where the placeholder X belongs", dotted(code)));
    if (const auto below = books_.diagnoses != nullptr ? codes_below(*books_.diagnoses, code) : std::string(); !below.empty())
      return add("incomplete-code", code, fmt::format("{} is not complete: {}", dotted(code), below));
    if (shape == Shape::needs_more_characters)
      return add("incomplete-code", code, fmt::format("{} is not complete", dotted(code)));
    for (const auto& year : books_.other_years)
      if (const auto* list = year.diagnoses(); list != nullptr && is_reportable(*list, code))
        return add("not-yet-or-no-more", code,
                   fmt::format("{} is a code of {} and {} {}", dotted(code), year.release,
                               year.from > claim_.discharge ? "not yet valid on" : "no more valid on", claim_.discharge.text()));
    add("unknown-code", code, fmt::format("{} is no ICD-10-CM code on {}", dotted(code), claim_.discharge.text()));
  }

  void procedure(CodeKey code) {
    const bool is_listed = books_.procedures != nullptr && is_reportable(*books_.procedures, code);
    const bool is_built = books_.tables != nullptr && books_.tables->builds(code);
    if (is_listed || is_built || (books_.procedures == nullptr && books_.tables == nullptr)) return;
    std::string words = fmt::format("{} is no ICD-10-PCS code on {}", grouper::text_of(code), claim_.discharge.text());
    if (books_.tables != nullptr) words += built_so_far(code);
    add("unknown-procedure", code, std::move(words));
  }

 private:
  void add(std::string_view id, CodeKey code, std::string words) {
    findings_.add(id, claim_.discharge, {code}, std::move(words));
  }

  /// ": after 0DB6 character 5 can be 0 Open, 3 Percutaneous".
  std::string built_so_far(CodeKey code) {
    const auto text = grouper::text_of(code);
    for (std::size_t length = std::min<std::size_t>(text.size() + 1, 7); length > 0; --length) {
      const auto before = books_.tables->narrow(text.substr(0, length - 1));
      if (!before || before->codes == 0) continue;
      const auto& axis = before->axes[length - 1];
      std::string choices;
      for (std::size_t n = 0; n < axis.choices.size() && n < named_choices; ++n)
        choices += fmt::format("{}{} {}", n == 0 ? "" : ", ", axis.choices[n].character, axis.choices[n].label);
      return fmt::format(": after {} character {} can be {}{}", length == 1 ? "nothing" : text.substr(0, length - 1), length,
                         choices, axis.choices.size() > named_choices ? ", …" : "");
    }
    return {};
  }

  const CodedClaim& claim_;
  const Books& books_;
  FindingList& findings_;
};

}  // namespace

void check_codes(const CodedClaim& claim, const Books& books, FindingList& findings) {
  CodeChecks checks(claim, books, findings);
  std::set<CodeKey> seen;
  for (const auto& one : claim.diagnoses) {
    if (one.code != 0 && !seen.insert(one.code).second) {
      findings.add("repeated-code", claim.discharge, {one.code}, fmt::format("{} stands twice", dotted(one.code)));
      continue;
    }
    checks.diagnosis(one.code);
  }
  findings.speak_of(CodeKind::procedure);
  for (const auto code : claim.procedures) checks.procedure(code);
  findings.speak_of(CodeKind::diagnosis);
}

}  // namespace charta::claim_edits
