// SPDX-License-Identifier: Apache-2.0
// Whether what stands on a page may be a machine's misreading of something else. Pure.
#pragma once
#include <string>
#include <string_view>

namespace charta::misfile_watch {

/// How far two readings are apart.
enum class Nearness { same, near, apart };

/// Numbers: a letter among digits is the digit that looks like it (O and 0, I and 1, S and 5); one character lost, doubled or
/// another, or two that changed places, are near. Short numbers are the same or apart.
Nearness number_nearness(std::string_view a, std::string_view b);

/// One word of a name; `letters_per_error`: one letter in so many may be misread.
Nearness word_nearness(std::string_view a, std::string_view b, int letters_per_error);

/// Days as YYYY-MM-DD: one digit misread, or month and day in the other order.
Nearness day_nearness(std::string_view a, std::string_view b);

/// Every character that a machine takes for another as one of them: "o" and "q" as "0", "l" and "i" as "1".
std::string without_twins(std::string_view text);

}  // namespace charta::misfile_watch
