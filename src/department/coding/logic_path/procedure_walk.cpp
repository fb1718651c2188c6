// SPDX-License-Identifier: Apache-2.0
// A procedure asked in the order in which one thinks of it: what was done before where. Source: ICD-10-PCS Official Guidelines,
// sections A (conventions) and B3 (root operation).
#include "department/coding/logic_path/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::logic_path {
namespace {

constexpr int order[] = {1, 3, 2, 4, 5, 6, 7};  // section, root operation, body system, part, approach, device, qualifier

/// What the publisher says a value means: terms "0.3" are the root operations of section 0.
std::string definition_of(const code_books::TermList* definitions, char section, int axis, std::string_view label) {
  if (definitions == nullptr || section == '?') return {};
  for (const auto& term : definitions->find(fmt::format("{}.{}", section, axis)))
    if (definitions->texts[term.title] == label) return std::string(definitions->texts[term.detail]);
  return {};
}

/// Whether the list of the day has the code, with its title; without a list the tables alone decide.
bool is_in(const encoder::CodeTexts* list, CodeKey code, std::string& title) {
  if (list == nullptr) return true;
  const auto place = std::lower_bound(list->codes.begin(), list->codes.end(), code);
  if (place == list->codes.end() || *place != code) return false;
  title = list->text(static_cast<std::size_t>(place - list->codes.begin()));
  return true;
}

}  // namespace

Result<void> Walk::procedure() {
  way_.is_procedure = true;
  std::string pattern(code_books::procedure_axes, '?');
  for (const int axis : order) {
    CHARTA_TRY(const auto narrowed, books_.tables->narrow(pattern));
    const auto& here = narrowed.axes[static_cast<std::size_t>(axis - 1)];
    Question question{Ask::axis, std::string(here.name), 0, axis};
    for (const auto& one : here.choices)
      question.choices.push_back({std::string(1, one.character), std::string(one.label),
                                  definition_of(books_.definitions, pattern[0], axis, one.label)});
    CHARTA_TRY(const auto chosen, ask(std::move(question)));
    if (!chosen) return {};
    pattern[static_cast<std::size_t>(axis - 1)] = chosen->token.front();
  }
  const auto code = grouper::key_of(pattern);
  if (!books_.tables->builds(code) || !is_in(books_.procedures, code, way_.title))
    stop(Stop::no_code_that_day, pattern);
  else
    way_.code = code;
  return {};
}

}  // namespace charta::logic_path
