// SPDX-License-Identifier: Apache-2.0
// What each coder keeps at hand; of nobody else.
#pragma once
#include "base/clock.hpp"
#include "department/coding/kept_codes/kept_code_store.hpp"
#include "record/access/actor.hpp"

namespace charta::kept_codes {

struct KeptCodes {
  std::vector<KeptCode> favourites, recents;
};

class KeptCodeService {
 public:
  KeptCodeService(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Errors: `forbidden`.
  Result<KeptCodes> list(const access::Actor& actor);
  /// Errors: `invalid` (as kept_code()), `business_rule` (too many favourites).
  Result<KeptCodes> mark(const access::Actor& actor, std::string_view system, std::string_view code, bool is_favourite);
  /// It was taken to the desk. Errors: `invalid`.
  Result<KeptCodes> take(const access::Actor& actor, std::string_view system, std::string_view code);

 private:
  Result<KeptCodes> list_of(store::Reader& reader, UserId account) const;

  store::Store& store_;
  const Clock& clock_;
  KeptCodeStore rows_;
};

}  // namespace charta::kept_codes
