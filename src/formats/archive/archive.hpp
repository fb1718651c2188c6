// SPDX-License-Identifier: Apache-2.0
// Publishers' containers: gzip (RFC 1952) and ZIP (APPNOTE 6.3.10, stored and deflated entries), read whole and checked.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace charta::archive {

/// Most bytes that one container may unfold to; a larger one is refused rather than filling the memory.
constexpr std::size_t unpacked_bytes_max = std::size_t{1} << 30U;

bool is_gzip(BytesView bytes);
bool is_zip(BytesView bytes);

/// Errors: `invalid` (cut short, damaged: the CRC does not agree), `too_large`.
Result<Bytes> gunzip(BytesView bytes, std::size_t most = unpacked_bytes_max);

struct Entry {
  std::string name;  ///< as the archive writes it, folders included
  Bytes bytes;
};

/// Every file of a ZIP in its directory's order, each checked against its CRC; folders are left out.
/// Errors: `invalid` (no directory, cut short, damaged), `unsupported` (encrypted, another method), `too_large`.
Result<std::vector<Entry>> unzip(BytesView bytes, std::size_t most = unpacked_bytes_max);

}  // namespace charta::archive
