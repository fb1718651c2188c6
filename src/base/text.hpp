// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta {

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);
std::string_view trimmed(std::string_view text);
/// A view of a text that ends with the line would dangle: use stripped().
template <class Text>
requires std::same_as<Text, std::string> std::string_view trimmed(Text&& text)
= delete;
std::string stripped(std::string text);  ///< without white space at its ends, as a text of its own
std::vector<std::string_view> split(std::string_view text, char separator);  ///< empty parts are kept
/// The parts would be views of a text that ends with the line.
template <class Text>
requires std::same_as<Text, std::string> std::vector<std::string_view> split(Text&& text, char separator)
= delete;
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
std::optional<long long> parse_integer(std::string_view text);  ///< a whole decimal number, sign allowed; nothing else

/// Folds a text for searching: transliterated to Latin, accents dropped, lower case, runs of white space as one blank.
/// "Müller" -> "muller", "Ólafur" -> "olafur", "Иванов" -> "ivanov". ASCII never reaches ICU.
std::string folded(std::string_view utf8);

/// Converts bytes of a named character set (ICU converter name: "ISO-8859-1", "UTF-8", "Shift_JIS") to UTF-8.
/// Empty when the set is unknown or the bytes are not valid in it.
std::optional<std::string> to_utf8(std::string_view bytes, const std::string& charset);
std::optional<std::string> from_utf8(std::string_view utf8, const std::string& charset);

}  // namespace charta
