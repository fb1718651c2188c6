// SPDX-License-Identifier: Apache-2.0
// The notes of every level as questions. Source: Official Guidelines, sections I.A.12 (excludes), I.A.13 and I.A.17 (code first,
// use additional, code also).
#include "department/coding/logic_path/title_words.hpp"
#include "department/coding/logic_path/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::logic_path {
namespace {

using code_books::CodeReference;
using code_books::TabularList;
using code_books::TabularNote;

struct NoteLine {
  std::string text;
  std::vector<CodeReference> references;
};

std::string note_token(std::size_t number, const std::string& text) {
  return fmt::format("{}-{}", number + 1, check_of(text));
}

Question note_question(Ask ask, const std::vector<NoteLine>& lines, const std::string& about, CodeKey code, NoteKind kind) {
  Question question{ask, about, code, 0, std::string(name_of(kind))};
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const auto& references = lines[n].references;
    const bool is_one = references.size() == 1 && references[0].to == code_books::last_below(references[0].from);
    question.choices.push_back({note_token(n, lines[n].text), lines[n].text, {}, {}, is_one ? references[0].from : 0});
  }
  question.choices.push_back({"no", {}, {}, "none"});
  return question;
}

bool meets_any(const std::vector<CodeReference>& references, CodeKey code) {
  return std::any_of(references.begin(), references.end(), [&](const CodeReference& one) { return one.meets(code); });
}

}  // namespace

void Walk::tell(std::uint32_t level, CodeKey code) {
  const auto& book = *books_.tabular;
  const auto& here = book.levels[level];
  const auto at = here.kind == code_books::LevelKind::code ? here.first : 0;
  for (const auto& note : book.notes_of(level)) {
    const bool is_told = note.kind == NoteKind::note || note.kind == NoteKind::includes || note.kind == NoteKind::excludes2 ||
                         (note.kind == NoteKind::inclusion_term && level == ways_.level_of(code)) ||
                         (note.kind == NoteKind::excludes1 && book.references_of(note).empty());
    if (is_told) way_.told.push_back({note.kind, std::string(book.texts[note.text]), at});
  }
}

Result<Walk::Noted> Walk::excluded_at(std::uint32_t level, CodeKey code) {
  const auto& book = *books_.tabular;
  std::vector<NoteLine> lines;
  for (const auto& note : book.notes_of(level)) {
    const auto references = book.references_of(note);
    NoteLine line{std::string(book.texts[note.text]), {references.begin(), references.end()}};
    if (note.kind != NoteKind::excludes1 || references.empty() || meets_any(line.references, code)) continue;
    if (std::any_of(left_.begin(), left_.end(), [&](CodeKey one) { return meets_any(line.references, one); })) continue;
    if (excluded_asked_.insert(line.text).second) lines.push_back(std::move(line));
  }
  if (lines.empty()) return Noted{};
  const auto at = book.levels[level].kind == code_books::LevelKind::code ? book.levels[level].first : 0;
  CHARTA_TRY(const auto chosen,
             ask(note_question(Ask::excluded, lines, std::string(book.title(level)), at, NoteKind::excludes1)));
  if (!chosen) return Noted{false, 0};
  for (std::size_t n = 0; n < lines.size(); ++n)
    if (chosen->token == note_token(n, lines[n].text)) {
      left_.push_back(code);
      CHARTA_TRY(const auto instead, place_within(lines[n].references, lines[n].text));
      return Noted{instead != 0, instead};
    }
  return Noted{};
}

/// Asked again with what is left, until nothing more is documented.
Result<Walk::Noted> Walk::companions_at(std::uint32_t level, CodeKey code, NoteKind kind) {
  const auto& book = *books_.tabular;
  std::vector<NoteLine> lines;
  std::string heading;
  for (const auto& note : book.notes_of(level)) {
    if (note.kind != kind) continue;
    const auto references = book.references_of(note);
    NoteLine line{std::string(book.texts[note.text]), {references.begin(), references.end()}};
    if (line.references.empty() && line.text.ends_with(':'))
      heading += (heading.empty() ? "" : " ") + line.text;
    else if (!meets_any(line.references, code) && companions_asked_.insert(line.text).second)
      lines.push_back(std::move(line));
  }
  const auto at = book.levels[level].kind == code_books::LevelKind::code ? book.levels[level].first : 0;
  while (!lines.empty()) {
    const auto about = heading.empty() ? std::string(book.title(level)) : heading;
    CHARTA_TRY(const auto chosen, ask(note_question(Ask::companion, lines, about, at, kind)));
    if (!chosen) return Noted{false, 0};
    std::size_t n = 0;
    while (n < lines.size() && chosen->token != note_token(n, lines[n].text)) ++n;
    if (n == lines.size()) break;
    way_.companions.push_back({std::string(name_of(kind)), lines[n].text, start_of(lines[n].references), lines[n].references});
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(n));
  }
  return Noted{};
}

Result<Walk::Noted> Walk::notes_of(CodeKey code) {
  const auto level = ways_.level_of(code);
  way_.notes_known = level != TabularList::none;
  way_.told.clear();
  if (!way_.notes_known) return Noted{};
  const auto chain = books_.tabular->chain(level);
  for (const auto one : chain) {
    CHARTA_TRY(const auto noted, excluded_at(one, code));
    if (!noted.goes_on || noted.instead != 0) {
      way_.companions.clear();
      return noted;
    }
  }
  for (const auto one : chain)
    for (const auto kind : {NoteKind::code_first, NoteKind::use_additional, NoteKind::code_also}) {
      CHARTA_TRY(const auto noted, companions_at(one, code, kind));
      if (!noted.goes_on) return noted;
    }
  for (const auto one : chain) tell(one, code);
  return Noted{};
}

}  // namespace charta::logic_path
