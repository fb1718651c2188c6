// SPDX-License-Identifier: Apache-2.0
// Boxes of printed forms: what is not ticked is not said.
#pragma once
#include "department/coding/suggestions/note_reading.hpp"

#include <span>

namespace charta::suggestions {

enum class Box { none, ticked, unticked };

struct BoxMark {
  std::size_t length = 0;  ///< 0: there is none
  Box box = Box::none;
};

/// The mark that `rest` begins with.
BoxMark box_at(std::string_view rest, const SuggestionRules& rules);
/// "Asthma [ ]  Gout [x]": the boxes stand behind their words.
bool has_boxes_behind(std::string_view line, const SuggestionRules& rules);
/// "Asthma: [ ] yes [x] no": what is asked about counts where a yes is ticked. `of_line` and `boxed` go together.
void settle_answers(std::span<Clause> of_line, std::span<const Box> boxed, const SuggestionRules& rules);

}  // namespace charta::suggestions
