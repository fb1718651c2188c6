// SPDX-License-Identifier: Apache-2.0
// One replay of the answers: each stage asks, and goes on when the answer is there.
#pragma once
#include "department/coding/logic_path/code_ways.hpp"
#include "department/coding/logic_path/logic_path.hpp"

#include <set>

namespace charta::logic_path {

class Walk {
 public:
  Walk(const Books& books, const LogicWords& words, const std::vector<std::string>& answers, std::string_view typed)
      : books_(books), words_(words), answers_(answers), typed_(typed), ways_(books.tabular, books.diagnoses) {}
  Result<Way> go();

 private:
  using Chosen = Result<std::optional<Choice>>;  ///< nothing: the question is open
  using Reached = Result<CodeKey>;               ///< 0: a question is open, or the way has stopped

  Chosen ask(Question question, Why if_only = Why::only_one);
  Error misfit(const Question& question) const;
  void step(const Question& question, const Choice& choice, Why why, int answer);
  CodeKey stop(Stop why, std::string at);

  // What is coded, and where the index begins.
  Result<void> begin();
  Question what_is_coded() const;
  Result<void> diagnosis(const IndexBook& book);
  Result<void> at_references(std::string_view token);

  // The index.
  Reached through_index(IndexPlace place);
  Question below_term(const IndexPlace& place, std::vector<IndexPlace>& offers) const;
  void offer(const IndexPlace& place, std::uint32_t words, std::string_view group, Question& question,
             std::vector<IndexPlace>& offers) const;
  CodeKey stop_at_term(const IndexPlace& place);
  Reached own_code(const IndexPlace& place);
  Reached column_of(const IndexPlace& place);

  // The tabular list.
  Reached to_whole(CodeKey code);
  Question missing_character(CodeKey code, const std::vector<CodeWay>& ways) const;
  Question place_question(const std::vector<CodeWay>& ways, const std::string& about) const;
  Reached place_within(const std::vector<code_books::CodeReference>& references, const std::string& about);

  // Its notes.
  Result<void> end_at(CodeKey code);
  struct Noted {
    bool goes_on = true;  ///< false: a question is open
    CodeKey instead = 0;
  };
  Result<Noted> notes_of(CodeKey code);
  Result<Noted> excluded_at(std::uint32_t level, CodeKey code);
  Result<Noted> companions_at(std::uint32_t level, CodeKey code, NoteKind kind);
  void tell(std::uint32_t level, CodeKey code);

  Result<void> procedure();

  const Books& books_;
  const LogicWords& words_;
  const std::vector<std::string>& answers_;
  std::string_view typed_;
  CodeWays ways_;
  std::size_t next_ = 0;
  std::vector<CodeKey> left_;  ///< codes that an Excludes1 note led away from
  std::set<std::pair<const IndexBook*, std::uint32_t>> visited_;
  std::set<std::string> excluded_asked_, companions_asked_;
  Way way_;
};

/// The codes that a companion's way starts from: "kE10_I10-I16".
std::string start_of(const std::vector<code_books::CodeReference>& references);
std::vector<code_books::CodeReference> references_of_start(std::string_view token);

}  // namespace charta::logic_path
