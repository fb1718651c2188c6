// SPDX-License-Identifier: Apache-2.0
// The SQL of letters, suspensions and figures.
#pragma once
#include "department/chart_completion/deficiency_store.hpp"

namespace charta::chart_completion {

using LetterId = Id<struct LetterTag>;
using SuspensionId = Id<struct SuspensionTag>;

struct Letter {
  LetterId id;
  StaffMember to;
  int level = 0;
  Instant made_at;
  UserId made_by;
  std::int64_t items = 0;
  std::string body, rule;
};

struct Suspension {
  SuspensionId id;
  StaffMember who;
  Instant approved_at;
  UserId approved_by;
  std::optional<Instant> lifted_at;
  std::string rule;
};

/// Of one requirement: how often it was kept in time.
struct OnTime {
  std::string rule;
  std::int64_t kept = 0, in_time = 0;
};

struct CompletionCounts {
  std::int64_t incomplete = 0, delinquent = 0;  ///< records of ended stays that owe something; past the limit
  std::int64_t discharges = 0;                  ///< in the months that are counted
  std::int64_t closed = 0, closed_by_itself = 0;
  std::vector<OnTime> on_time;
};

class DelinquencyStore {
 public:
  Result<void> add_letter(store::UnitOfWork& work, const Letter& letter) const;
  Result<std::optional<Letter>> letter(store::Reader& reader, LetterId id) const;
  Result<std::optional<Letter>> last_letter(store::Reader& reader, std::string_view responsible) const;
  Result<std::vector<Letter>> letters(store::Reader& reader, std::int64_t limit) const;  ///< the newest first
  Result<void> suspend(store::UnitOfWork& work, const Suspension& suspension) const;
  Result<void> lift(store::UnitOfWork& work, SuspensionId id, Instant at) const;
  Result<std::optional<Suspension>> suspension_of(store::Reader& reader, std::string_view responsible) const;  ///< that stands
  Result<std::vector<Suspension>> suspensions(store::Reader& reader, std::int64_t limit) const;
  Result<CompletionCounts> counts(store::Reader& reader, Instant delinquent_before, Instant since, Instant now,
                                  const access::Visibility& visibility) const;
  /// The deficiencies of the records behind the two first numbers; the longest ended first.
  Result<std::vector<DeficiencyId>> of_ended_before(store::Reader& reader, Instant ended_before,
                                                    const access::Visibility& visibility, std::int64_t limit) const;
};

}  // namespace charta::chart_completion
