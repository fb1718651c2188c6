// SPDX-License-Identifier: Apache-2.0
// A resource as stored and as answered (docs/formats/resources.md).
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace charta::resources {

/// What is kept of a resource: its meta without versionId and lastUpdated, then its members without resourceType, id and meta,
/// both as JSON without white space, members in the order and numbers in the form in which they came.
struct KeptBody {
  std::string meta;     ///< members, without the braces; may be empty
  std::string members;  ///< members, without the braces; may be empty
};
KeptBody keep_body(json::Value resource);

/// `meta`, a line feed, `members`: a line feed cannot stand inside, since JSON escapes it in strings.
std::string join_body(const KeptBody& body);

/// The answer: resourceType, id and meta in front, the rest as kept. No parsing.
std::string splice_body(std::string_view joined, std::string_view type, std::string_view id, std::int64_t version,
                        Instant last_updated);

/// The same, at the end of `out`.
void add_spliced_body(std::string& out, std::string_view joined, std::string_view type, std::string_view id, std::int64_t version,
                      Instant last_updated);

/// Which dictionary new bodies are compressed with; 0 when the program was built without one.
int current_dictionary();

Bytes compress_body(std::string_view joined, int dictionary);
/// Errors: `unavailable` (damaged bytes, or a dictionary that this program does not have).
Result<std::string> expand_body(BytesView compressed, int dictionary);
/// The same, into a string whose memory is used again.
Result<void> expand_body_into(std::string& out, BytesView compressed, int dictionary);

/// SHA-256 over the body's SHA-256 and "type/id/version": the first half is made before the version is known.
Digest body_digest(std::string_view joined);
Digest version_digest(const Digest& body, std::string_view type, std::string_view id, std::int64_t version);

}  // namespace charta::resources
