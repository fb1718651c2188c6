// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/id.hpp"
#include "department/coding/kept_codes/kept_code.hpp"
#include "store/store.hpp"

namespace charta::kept_codes {

class KeptCodeStore {
 public:
  /// Favourites by their codes.
  Result<std::vector<KeptCode>> favourites(store::Reader& reader, UserId account) const;
  /// Taken last, the latest first.
  Result<std::vector<KeptCode>> recents(store::Reader& reader, UserId account, std::int64_t most) const;
  Result<std::int64_t> count_favourites(store::Reader& reader, UserId account) const;
  Result<void> mark(store::UnitOfWork& work, UserId account, const KeptCode& code) const;
  Result<void> take(store::UnitOfWork& work, UserId account, const KeptCode& code, Instant at) const;
};

}  // namespace charta::kept_codes
