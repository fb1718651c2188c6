// SPDX-License-Identifier: Apache-2.0
// A code that somebody keeps at hand.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::kept_codes {

struct KeptCode {
  std::string system, code;  ///< "icd10cm", "J189"
  bool is_favourite = false;
  std::int64_t times = 0;
  std::optional<Instant> taken_at;
};

constexpr std::int64_t most_favourites = 200, recents_shown = 40;

/// The code without dot and in capitals. Errors: `invalid` (no such system, no code).
Result<KeptCode> kept_code(std::string_view system, std::string_view code);

}  // namespace charta::kept_codes
