// SPDX-License-Identifier: Apache-2.0
// What logic mode asks, what may be answered, and the way that the answers made.
#pragma once
#include "department/coding/code_books/tabular_list.hpp"

#include <optional>

namespace charta::logic_path {

using code_books::CodeKey;
using code_books::NoteKind;

enum class Ask : std::uint8_t { book, main_term, sub_term, column, place, side, character, seventh, excluded, companion, axis };
std::string_view name_of(Ask ask);  ///< "main-term", "side", …

struct Choice {
  std::string token;  ///< what stands for it among the answers
  std::string words;
  std::string more{};   ///< the title in full, a definition, words that change nothing, where "see" leads
  std::string group{};  ///< "with", "due-to", "in", "circumstance", "see-also", "own", "none"; empty: a kind or a site
  CodeKey code = 0;
  bool says_nothing = false;  ///< "unspecified": the record does not say, and somebody could be asked
};

struct Question {
  Ask ask = Ask::book;
  std::string about{};      ///< the term, title, note or axis that it is about
  CodeKey code = 0;         ///< the level that it stands at
  int number = 0;           ///< of the axis or character, where there is one
  std::string note_kind{};  ///< of a companion: "code-first", "use-additional", "code-also"
  std::vector<Choice> choices{};
};

enum class Why : std::uint8_t { answered, only_one, placeholder, see, index_code, pair };
std::string_view name_of(Why why);  ///< "answered", "only-one", …

struct Step {
  Ask ask = Ask::book;
  Why why = Why::answered;
  std::string about{}, words{};
  CodeKey code = 0;
  int number = 0;
  std::string note_kind{}, group{};
  bool says_nothing = false;
  int answer = -1;  ///< which of the answers made it; -1: it was taken without asking
};

/// A code that goes with the one found, for which questions of its own can be asked.
struct Companion {
  std::string kind;  ///< "code-first", "use-additional", "code-also", "manifestation"
  std::string words;
  std::string start;  ///< the first answer of its own way; empty: the note names no code
  std::vector<code_books::CodeReference> references{};
};
struct Told {
  NoteKind kind = NoteKind::note;
  std::string text;
  CodeKey at = 0;  ///< the code that it stands at; 0: a chapter or section
};

/// Why no code was reached.
enum class Stop : std::uint8_t { none, names_condition, see_not_found, nothing_below, no_code_that_day };
std::string_view name_of(Stop stop);

struct Way {
  std::vector<Step> steps;
  std::optional<Question> question;  ///< none: it has ended
  CodeKey code = 0;                  ///< where it ended; whole on that day
  std::string title{};               ///< of that code
  bool is_procedure = false;
  bool notes_known = true;  ///< false: the tabular list does not have the code, so its notes were not asked
  Stop stop = Stop::none;
  std::string stopped_at{};
  std::vector<Companion> companions;
  std::vector<Told> told;
};

}  // namespace charta::logic_path
