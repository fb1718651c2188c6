// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/text.hpp"

namespace charta {

/// Whether every database takes it as text: valid UTF-8 without the character U+0000. What comes from outside and is none is
/// refused at the door, with a reason, and not by the database.
inline bool is_storable_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

/// The text itself where every database takes it; else the bytes read as ISO-8859-1, with U+FFFD for U+0000.
inline std::string storable_text(std::string_view text) {
  if (is_storable_text(text)) return std::string(text);
  std::string kept = is_valid_utf8(text) ? std::string(text) : to_utf8(text, "ISO-8859-1").value_or("");
  for (auto at = kept.find('\0'); at != std::string::npos; at = kept.find('\0', at)) kept.replace(at, 1, "\xEF\xBF\xBD");
  return kept;
}

}  // namespace charta
