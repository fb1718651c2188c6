// SPDX-License-Identifier: Apache-2.0
// What changed between two releases of a list of codes, and the life of one code over all releases that are loaded. Pure.
#pragma once
#include "base/time.hpp"
#include "department/coding/encoder/code_texts.hpp"

#include <optional>
#include <span>

namespace charta::code_sets {

enum class Difference { added, deleted, retitled, billable, not_billable };
std::string_view name_of(Difference difference);  ///< "added", "deleted", "retitled", "billable", "not-billable"

struct CodeDifference {
  grouper::CodeKey code = 0;
  Difference what = Difference::added;
  bool is_billable = false;               ///< in the later release; of a deleted code, in the earlier one
  std::string title, was;                 ///< `was`: of a retitled code
  std::vector<grouper::CodeKey> instead;  ///< what stands in the place of a code that can be reported no more, see below
};
/// Every code of either list, headings too, in the order of the codes.
std::vector<CodeDifference> differences_between(const encoder::CodeTexts& before, const encoder::CodeTexts& after);

/// What the two lists themselves say stands in the place of `code`: the codes below it that came (it was told apart), else the
/// nearest code above it that can be reported only since (it was brought together). Nothing: the lists do not say.
std::vector<grouper::CodeKey> instead_of(grouper::CodeKey code, const encoder::CodeTexts& before,
                                         const encoder::CodeTexts& after);

/// A release and the days on which it holds.
struct ReleasedCodes {
  Date from;
  std::optional<Date> to;
  const encoder::CodeTexts* codes = nullptr;
};
/// When a code that cannot be reported on a day could be, or will be.
struct CodeLife {
  std::optional<Date> since, until;  ///< `until`: its last day before; `since`: its first day after
  std::string title;
  std::vector<grouper::CodeKey> instead;  ///< on the day that was asked
};
/// `releases`: by their first day. Nothing: the code can be reported on that day, or no release has it, or none holds on that
/// day.
std::optional<CodeLife> life_of(grouper::CodeKey code, std::span<const ReleasedCodes> releases, Date day);

}  // namespace charta::code_sets
