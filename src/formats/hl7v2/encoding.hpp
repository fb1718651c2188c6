// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::hl7v2 {

/// Skips what stands before MSH in files and careless frames: a byte order mark, white space, the frame's own start byte.
BytesView without_preamble(BytesView bytes);

/// UTF-16 and UTF-32 are seen by their first bytes and come back as UTF-8; for everything else the answer is empty.
/// Errors: `invalid` (malformed UTF-16 or UTF-32).
Result<Bytes> as_octets(BytesView bytes);

/// The message as UTF-8. `charsets`: MSH-18. Errors: `unknown_code` (a character set that nothing is known of, at MSH-18),
/// `invalid` (bytes that the declared set does not have, at the first field that holds them; a NUL).
Result<Bytes> as_utf8(BytesView bytes, const std::vector<std::string>& charsets, std::string_view default_charset,
                      char field_separator);

}  // namespace charta::hl7v2
