// SPDX-License-Identifier: Apache-2.0
// A ZIP written in memory (APPNOTE 6.3.10): deflated entries, the same bytes for the same contents.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace charta::archive {

/// Entries are dated 1980-01-01, the first day that the format knows: what is in the file depends on its contents alone.
class ZipWriter {
 public:
  /// Errors: `too_large` (an entry or the file over 4 GiB, more than 65,535 entries: what the plain format holds).
  Result<void> add(std::string_view name, std::string_view content);
  /// The whole file. Errors: `too_large`.
  Result<Bytes> take();

 private:
  Bytes bytes_;
  std::string directory_;
  std::size_t count_ = 0;
};

}  // namespace charta::archive
