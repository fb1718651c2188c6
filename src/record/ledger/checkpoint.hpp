// SPDX-License-Identifier: Apache-2.0
// A signed statement of the ledger's size and root, and its copy with a witness. Source: RFC 9162, 4.10 (signed tree heads).
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::ledger {

struct Checkpoint {
  std::int64_t size = 0;
  Digest root;
  Instant at;
  Digest previous;     ///< of the checkpoint before: SHA-256 of its signed text; zero for the first
  std::string signer;  ///< name of the key
  Bytes signature;

  /// Canonical JSON of everything but the signature.
  std::string signed_text() const;
  bool operator==(const Checkpoint&) const = default;
};

/// One line of a witness file: {"checkpoint":{…},"signature":"base64"}.
std::string witness_line(const Checkpoint& checkpoint);
std::optional<Checkpoint> parse_witness_line(std::string_view line);

/// Appends the line and makes it durable. Errors: `unavailable`.
Result<void> append_to_witness(const std::string& file, const Checkpoint& checkpoint);
/// Every checkpoint that the witness kept; none where there is no such file. A line that is none (a torn write) is passed over.
std::vector<Checkpoint> read_witness(const std::string& file);

}  // namespace charta::ledger
