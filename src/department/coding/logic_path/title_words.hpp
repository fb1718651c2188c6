// SPDX-License-Identifier: Apache-2.0
// What distinguishes titles that stand beside each other, in few words.
#pragma once
#include "department/coding/logic_path/logic_words.hpp"

namespace charta::logic_path {

enum class Side : std::uint8_t { right, left, both, unspecified };

/// Each title's side, when the titles differ in that alone: right and left are both there and the same but for it. Empty
/// otherwise. Source: Official Guidelines, section I.B.13.
std::vector<Side> sides_of(const std::vector<std::string>& titles, const LogicWords& words);
/// What each title says more than the one above it and its neighbours: "displaced", "unspecified part".
std::vector<std::string> differences(const std::string& above, const std::vector<std::string>& titles, const LogicWords& words);
/// Whether a title says "unspecified" oftener than the one above it.
bool says_nothing(const std::string& above, const std::string& title, const LogicWords& words);
/// Three characters that tell whether a text is still the one that was answered.
std::string check_of(std::string_view text);

}  // namespace charta::logic_path
