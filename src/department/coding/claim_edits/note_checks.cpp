// SPDX-License-Identifier: Apache-2.0
// What the notes of the tabular list forbid: Excludes1 pairs, and the order of etiology and manifestation.
#include "base/text.hpp"
#include "department/coding/claim_edits/finding_list.hpp"

#include <fmt/format.h>

#include <set>

namespace charta::claim_edits {
namespace {

using code_books::NoteKind;
using code_books::TabularList;
using code_books::TabularNote;

bool contains_any(std::string_view text, const std::vector<std::string>& words) {
  const auto lower = lower_ascii(text);
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return lower.find(word) != std::string::npos; });
}
bool begins_any(std::string_view text, const std::vector<std::string>& words) {
  const auto lower = lower_ascii(text);
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return lower.starts_with(word); });
}

std::string level_name(const TabularList& book, std::uint32_t level) {
  const auto& one = book.levels[level];
  return one.kind == code_books::LevelKind::code ? dotted(one.first) : std::string(book.title(level));
}

class NoteChecks {
 public:
  NoteChecks(const CodedClaim& claim, const TabularList& book, const EditRules& rules, FindingList& findings)
      : claim_(claim), book_(book), rules_(rules), findings_(findings) {}

  void run() {
    for (std::size_t place = 0; place < claim_.diagnoses.size(); ++place) {
      const auto level = book_.find(claim_.diagnoses[place].code);
      const bool is_manifestation = level != TabularList::none && names_manifestation(level);
      if (place == 0) first_place(is_manifestation);
      for (auto at = level; at != TabularList::none; at = book_.levels[at].parent) excludes(place, at);
      order(place, level, is_manifestation);
    }
  }

 private:
  bool names_manifestation(std::uint32_t level) const {
    for (; level != TabularList::none && book_.levels[level].kind == code_books::LevelKind::code;
         level = book_.levels[level].parent)
      if (contains_any(book_.title(level), rules_.manifestation_words)) return true;
    return false;
  }

  void first_place(bool is_manifestation) {
    const auto code = claim_.diagnoses.front().code;
    if (rules_.external_cause_from <= code && code <= rules_.external_cause_to)
      findings_.add("external-cause-first", claim_.discharge, {code},
                    fmt::format("{} says what caused an injury and stands first", dotted(code)));
    if (is_manifestation)
      findings_.add("manifestation-first", claim_.discharge, {code},
                    fmt::format("{} is a manifestation and stands first", dotted(code)));
  }

  void excludes(std::size_t place, std::uint32_t level) {
    const auto code = claim_.diagnoses[place].code;
    for (const auto& note : book_.notes_of(level)) {
      if (note.kind != NoteKind::excludes1) continue;
      for (std::size_t other = 0; other < claim_.diagnoses.size(); ++other) {
        const auto excluded = claim_.diagnoses[other].code;
        if (other == place || excluded == code) continue;
        bool is_met = false, in_words = false;
        for (const auto& reference : book_.references_of(note))
          if (reference.meets(excluded)) is_met = true, in_words = reference.is_in_words != 0;
        if (!is_met || !pairs_.insert(std::minmax(code, excluded)).second) continue;
        findings_.add("excludes1", claim_.discharge, {excluded, code},
                      fmt::format("{} and {} are not coded together: Excludes1 at {}: {}", dotted(code), dotted(excluded),
                                  level_name(book_, level), book_.texts[note.text]),
                      !in_words);
      }
    }
  }

  /// The first diagnosis from `from` up to `to` that the note names; -1: none.
  int named_between(std::size_t from, std::size_t to, const TabularNote& note) const {
    for (auto at = from; at < to; ++at)
      for (const auto& reference : book_.references_of(note))
        if (reference.meets(claim_.diagnoses[at].code)) return static_cast<int>(at);
    return -1;
  }

  struct CodeFirst {
    std::uint32_t level;
    const TabularNote* note;
  };
  /// The code first notes that hold for a code, those nearest to it first.
  std::vector<CodeFirst> code_first_at(std::uint32_t level) const {
    std::vector<CodeFirst> found;
    for (; level != TabularList::none; level = book_.levels[level].parent)
      for (const auto& note : book_.notes_of(level))
        if (note.kind == NoteKind::code_first) found.push_back({level, &note});
    return found;
  }

  bool asks_always(const TabularNote& note) const {
    const auto words = book_.texts[note.text];
    return begins_any(words, rules_.mandatory_words) && !contains_any(words, rules_.conditional_words);
  }

  /// Whatever one of the notes names and stands before is enough for all of them.
  void order(std::size_t place, std::uint32_t level, bool is_manifestation) {
    const auto notes = code_first_at(level);
    for (const auto& [at, note] : notes)
      if (named_between(0, place, *note) >= 0) return;
    const auto code = claim_.diagnoses[place].code;
    for (const auto& [at, note] : notes) {
      const int behind = named_between(place + 1, claim_.diagnoses.size(), *note);
      if (behind < 0) continue;
      const auto etiology = claim_.diagnoses[static_cast<std::size_t>(behind)].code;
      return findings_.add("code-first", claim_.discharge, {etiology, code},
                           fmt::format("{} belongs before {}: Code first at {}: {}", dotted(etiology), dotted(code),
                                       level_name(book_, at), book_.texts[note->text]));
    }
    if (is_manifestation || place != 0) return;
    const auto always = std::find_if(notes.begin(), notes.end(), [&](const auto& one) { return asks_always(*one.note); });
    if (always == notes.end()) return;
    findings_.add("code-first", claim_.discharge, {code},
                  fmt::format("{} stands first: Code first at {}: {}", dotted(code), level_name(book_, always->level),
                              book_.texts[always->note->text]),
                  false);
  }

  const CodedClaim& claim_;
  const TabularList& book_;
  const EditRules& rules_;
  FindingList& findings_;
  std::set<std::pair<CodeKey, CodeKey>> pairs_;
};

}  // namespace

void check_notes(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings) {
  if (claim.diagnoses.empty()) return;
  if (books.tabular != nullptr) return NoteChecks(claim, *books.tabular, rules, findings).run();
  const auto code = claim.diagnoses.front().code;
  if (rules.external_cause_from <= code && code <= rules.external_cause_to)
    findings.add("external-cause-first", claim.discharge, {code},
                 fmt::format("{} says what caused an injury and stands first", dotted(code)));
}

}  // namespace charta::claim_edits
