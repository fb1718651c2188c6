// SPDX-License-Identifier: Apache-2.0
// What a code goes on with on a day: the tabular list where it has the code, the list of the day for what it does not have.
#pragma once
#include "department/coding/code_books/tabular_list.hpp"
#include "department/coding/encoder/code_texts.hpp"

namespace charta::logic_path {

using code_books::CodeKey;

struct CodeWay {
  CodeKey code = 0;
  std::string_view title;
  char seventh = 0;                                     ///< of a 7th character: `title` is its meaning alone
  std::uint32_t level = code_books::TabularList::none;  ///< of a chapter or section
};

class CodeWays {
 public:
  /// Either may be null; with both, the list of the day decides which codes there are.
  CodeWays(const code_books::TabularList* tabular, const encoder::CodeTexts* list) : tabular_(tabular), list_(list) {}

  bool is_whole(CodeKey code) const;
  bool leads(CodeKey code) const;  ///< whether a whole code stands at or below it
  std::vector<CodeWay> next(CodeKey code) const;
  std::string title(CodeKey code) const;
  /// Its place in the tabular list; `TabularList::none` when that does not have this very code.
  std::uint32_t level_of(CodeKey code) const;
  /// The outermost levels within a span: chapters and sections that are whole in it, else categories.
  std::vector<CodeWay> within(CodeKey from, CodeKey to) const;
  std::vector<CodeWay> inside(std::uint32_t level) const;  ///< of a chapter or section: what stands directly below it

 private:
  void add_from_tabular(CodeKey code, std::vector<CodeWay>& ways) const;
  void add_from_list(CodeKey code, std::vector<CodeWay>& ways) const;
  void add_level(std::uint32_t level, std::vector<CodeWay>& ways) const;
  void add_within(std::uint32_t level, CodeKey from, CodeKey to, std::vector<CodeWay>& ways) const;
  std::size_t place_in_list(CodeKey code) const;

  const code_books::TabularList* tabular_;
  const encoder::CodeTexts* list_;
};

}  // namespace charta::logic_path
