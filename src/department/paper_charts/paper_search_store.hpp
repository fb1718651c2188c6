// SPDX-License-Identifier: Apache-2.0
// The SQL of walks through the whole file room in a stable order, page by page: for programs that read it all.
#pragma once
#include "department/paper_charts/paper_store.hpp"

#include <cstdint>
#include <vector>

namespace charta::paper_charts {

/// A row to look at, and where the walk stands behind it.
template <class IdType>
struct Step {
  IdType id;
  std::int64_t behind = 0;
};

class PaperSearchStore {
 public:
  Result<std::vector<Step<VolumeId>>> volumes(store::Reader& reader, std::int64_t behind, std::int64_t limit) const;
  /// Those that stand in a place, in filing order; `behind`: the volume before.
  Result<std::vector<Step<VolumeId>>> volumes_in(store::Reader& reader, PlaceId place, std::int64_t behind,
                                                 std::int64_t limit) const;
  /// Each volume at its newest movement; `behind`: the movement before. Movements follow the time at which they were recorded.
  Result<std::vector<Step<VolumeId>>> volumes_by_movement(store::Reader& reader, std::int64_t behind, std::int64_t limit) const;
  Result<std::vector<Step<MovementId>>> movements(store::Reader& reader, std::int64_t behind, std::int64_t limit) const;
  Result<std::vector<Step<MovementId>>> movements_of(store::Reader& reader, VolumeId volume, std::int64_t behind,
                                                     std::int64_t limit) const;
  Result<std::vector<Step<PlaceId>>> places(store::Reader& reader, std::int64_t behind, std::int64_t limit) const;
  Result<std::vector<Step<PlaceId>>> places_in(store::Reader& reader, PlaceId parent, std::int64_t behind,
                                               std::int64_t limit) const;

  Result<std::optional<MovementRow>> movement(store::Reader& reader, MovementId movement) const;
  Result<std::optional<Instant>> newest_movement_at(store::Reader& reader, VolumeId volume) const;
  /// Open and closed.
  Result<std::vector<RequisitionId>> requisitions_of(store::Reader& reader, VolumeId volume) const;
};

}  // namespace charta::paper_charts
