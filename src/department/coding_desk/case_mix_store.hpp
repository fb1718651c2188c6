// SPDX-License-Identifier: Apache-2.0
// The sums of final cases, made by the database, and which cases are behind each.
#pragma once
#include "department/coding_desk/case_mix.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

#include <set>

namespace charta::coding_desk {

/// Who is counted: final cases of these classes that somebody of this clearance sees. Glass that was broken for one patient's
/// care opens no statistics.
struct MixScope {
  MixPeriod period;
  std::set<std::string, std::less<>> classes;
  access::FacilityMask facilities = 0;
  access::SensitivityMask clearance = 0;
};

class CaseMixStore {
 public:
  /// One row for each group that has a case, in no order; by month: all in one, with no key.
  Result<std::vector<MixRow>> sums(store::Reader& reader, const MixScope& scope, MixBy by) const;
  /// From the first discharge to after the last; nothing where there is none.
  Result<std::optional<MixPeriod>> span(store::Reader& reader, const MixScope& scope) const;
  /// Encounters of a group, the newest discharge first. `key`: as sums() has it; none: of every group.
  Result<std::vector<ResourceId>> behind(store::Reader& reader, const MixScope& scope, MixBy by,
                                         const std::optional<std::string>& key, std::int64_t limit, std::int64_t offset) const;
};

}  // namespace charta::coding_desk
