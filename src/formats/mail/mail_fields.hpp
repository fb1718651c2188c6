// SPDX-License-Identifier: Apache-2.0
// Fields of a mail's head, and the words in them.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::mail {

struct Field {
  std::string name, value;  ///< lower case; unfolded
};

/// A head and what stands behind its empty line.
struct Head {
  std::vector<Field> fields;
  std::string_view body;

  std::string_view find(std::string_view name) const;  ///< the first one's value, or empty
};

/// Errors: `invalid` (a line that is no field, a head without end that is larger than `most`).
Result<Head> read_head(std::string_view text, std::size_t most);

/// "text/plain; name=x" as its value and parameters, RFC 2231 put together and decoded.
struct Valued {
  std::string value;  ///< lower case, without comments
  std::map<std::string, std::string, std::less<>> parameters;

  std::string_view find(std::string_view name) const;
};
Valued read_valued(std::string_view text);

/// RFC 2047: "=?utf-8?Q?M=C3=BCller?=" as "Müller".
std::string decode_words(std::string_view text);
/// To UTF-8; of a character set that is unknown, or is not what it says, only ASCII is kept.
std::string readable(std::string_view text, std::string_view charset);
/// Errors: `invalid` (a character that does not belong there, or a length that cannot be).
Result<Bytes> decode_base64(std::string_view text);
Result<Bytes> decode_quoted_printable(std::string_view text);

}  // namespace charta::mail
