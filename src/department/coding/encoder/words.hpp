// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace charta::encoder {

/// The words of a text as the encoder compares them: folded, split at everything but letters and digits, an ending s or 's
/// dropped from words of more than three letters.
std::vector<std::string> words_of(std::string_view text);

/// What people write without the book's hyphen: "preeclampsia" of "Pre-eclampsia".
std::vector<std::string> words_without_hyphens(std::string_view text);

/// Whether `b` comes from `a` by at most one typing error: a letter too many, missing, wrong, or two neighbours swapped.
bool is_one_error_away(std::string_view a, std::string_view b);

}  // namespace charta::encoder
