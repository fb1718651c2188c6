// SPDX-License-Identifier: Apache-2.0
// What changed between two versions of a text, word by word. Pure. Source: E. W. Myers, An O(ND) Difference Algorithm (1986).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace charta::distribution {

enum class Change { same, removed, added };
std::string_view change_code(Change change);

/// Words of one kind that stand together, with the blanks and line breaks behind them.
struct DiffRun {
  Change change = Change::same;
  std::string words;
  bool operator==(const DiffRun&) const = default;
};

/// The runs in reading order; what is removed stands before what is added in its place. The runs that are not added make `before`
/// again, those that are not removed make `now`. Texts that differ in more than `most_differences` words are compared line by
/// line, and beyond that as a whole.
inline constexpr int most_differences = 1500;
std::vector<DiffRun> compare_words(std::string_view before, std::string_view now);

/// For paper: [-removed-] {+added+}
std::string marked_up(const std::vector<DiffRun>& runs);

}  // namespace charta::distribution
