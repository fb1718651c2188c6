// SPDX-License-Identifier: Apache-2.0
// The SQL of deficiencies: the only file that names deficiency, deficiency_stop and the completion_… tables.
#pragma once
#include "department/chart_completion/deficiency.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_completion {

/// An encounter that is followed.
struct CompletionFile {
  ResourceId encounter;
  PatientId patient;
  std::optional<Instant> ended_at;
  Instant looked_at;
  std::optional<Instant> next_look_at;
  bool is_stay = false;  ///< its discharge is counted
};

struct StoredStop {
  StopId id;
  DeficiencyId deficiency;
  ClockStop stop;
  UserId by;
};

/// What a list of owed deficiencies is narrowed by.
struct OwedFilter {
  std::optional<std::string> responsible;  ///< empty: those of nobody
  ResourceId encounter;
  PatientId patient;
  std::int64_t limit = 500, offset = 0;
};

/// What one person owes; an empty key is the department's own queue.
struct OwedByStaff {
  StaffMember who;
  std::int64_t owed = 0, past_due = 0, stopped = 0;
  std::optional<Instant> oldest;
};

class DeficiencyStore {
 public:
  Result<void> save(store::UnitOfWork& work, const Deficiency& row) const;
  Result<std::optional<Deficiency>> find(store::Reader& reader, DeficiencyId id) const;
  Result<std::optional<Deficiency>> of_item(store::Reader& reader, const worklists::WorkItem& item) const;
  Result<std::vector<Deficiency>> of_encounter(store::Reader& reader, ResourceId encounter) const;
  Result<bool> is_any_owed(store::Reader& reader, ResourceId encounter) const;
  /// The longest due first.
  Result<std::vector<Deficiency>> owed(store::Reader& reader, const OwedFilter& filter,
                                       const access::Visibility& visibility) const;
  Result<std::vector<OwedByStaff>> owed_by_staff(store::Reader& reader, Instant now, const access::Visibility& visibility) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<void> set_patient(store::UnitOfWork& work, ResourceId encounter, PatientId patient) const;

  Result<void> add_stop(store::UnitOfWork& work, const StoredStop& stop) const;
  Result<void> end_stops(store::UnitOfWork& work, DeficiencyId deficiency, std::string_view reason,
                         Instant at) const;  ///< reason empty: every one
  Result<std::vector<ClockStop>> stops_of(store::Reader& reader, DeficiencyId deficiency) const;

  Result<void> save_file(store::UnitOfWork& work, const CompletionFile& file) const;
  Result<std::optional<CompletionFile>> file(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<ResourceId>> files_of(store::Reader& reader, PatientId patient) const;
  Result<std::vector<ResourceId>> due_files(store::Reader& reader, Instant now, std::int64_t limit) const;
  /// Every file that anything is owed in or that may still change is to be looked at now. Answers how many.
  Result<std::int64_t> ask_for_all(store::UnitOfWork& work, Instant now, Instant ended_since) const;

  Result<void> save_procedure(store::UnitOfWork& work, ResourceId encounter, const Operation& procedure) const;
  Result<void> remove_procedure(store::UnitOfWork& work, ResourceId procedure) const;
  Result<std::vector<Operation>> procedures_of(store::Reader& reader, ResourceId encounter) const;
  Result<ResourceId> encounter_of_procedure(store::Reader& reader, ResourceId procedure) const;

  Result<void> save_stage(store::UnitOfWork& work, ResourceId document, std::string_view completion) const;
  Result<std::string> stage_of(store::Reader& reader, ResourceId document) const;

  Result<void> save_kept(store::UnitOfWork& work, ResourceId encounter, const Kept& kept) const;
};

}  // namespace charta::chart_completion
