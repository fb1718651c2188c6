// SPDX-License-Identifier: Apache-2.0
// The canonical text of an entry: RFC 8785 JSON, members sorted, integers and strings only (docs/formats/ledger.md).
#pragma once
#include "store/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace charta::ledger {

/// An entry as its row holds it; views live as long as the row or the caller's texts. 0 and empty mean absent.
struct EntryFields {
  std::int64_t id = 0;
  std::int64_t at = 0;  ///< milliseconds since 1970 UTC
  std::int64_t user = 0, on_behalf_of = 0;
  std::string_view workstation, act, subject_kind;
  std::int64_t subject = 0, subject_version = 0, patient = 0;
  std::string_view reason, rule;
  std::string_view digest;  ///< 32 raw bytes, or empty
};

/// Replaces `out` with the canonical text. Keys must not be negative.
void write_canonical(std::string& out, const EntryFields& entry);

/// The ISO 21089 code of a stored act; empty for none or an act that this version does not know.
std::string_view lifecycle_of_code(std::string_view act);

}  // namespace charta::ledger
