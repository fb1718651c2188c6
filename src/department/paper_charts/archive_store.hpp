// SPDX-License-Identifier: Apache-2.0
// The SQL of what reaches across decades: old numbers, places on a medium, what has been quiet for long, the fill of shelves.
#pragma once
#include "department/paper_charts/old_number.hpp"
#include "store/store.hpp"

#include <functional>

namespace charta::paper_charts {

class ArchiveStore {
 public:
  /// False when it was known already.
  Result<bool> add_old_number(store::UnitOfWork& work, const OldNumber& number) const;
  Result<std::vector<OldNumber>> old_numbers_of(store::Reader& reader, PatientId patient) const;
  Result<std::vector<OldNumber>> old_numbers_like(store::Reader& reader, std::string_view number, std::int64_t limit) const;

  Result<void> add_position(store::UnitOfWork& work, VolumeId volume, std::string_view position) const;
  /// Volumes whose position begins with what the text says; the caller compares the rest.
  Result<std::vector<VolumeId>> at_position(store::Reader& reader, std::string_view folded, std::int64_t limit) const;

  /// The filing keys of everything that belongs into a room, in order.
  Result<std::vector<std::string>> keys_of_room(store::Reader& reader, PlaceId room) const;
  /// Volumes that stand in the file of a room within these keys and were not moved since `quiet_since`, whose patient has no open
  /// appointment; in filing order.
  Result<std::vector<VolumeId>> quiet_in(store::Reader& reader, PlaceId room, std::string_view from_key,
                                         std::string_view until_key, Instant quiet_since, std::int64_t limit) const;
  Result<std::optional<PlaceId>> place_of_path(store::Reader& reader, std::string_view folded_path, std::string_view path) const;
};

}  // namespace charta::paper_charts
