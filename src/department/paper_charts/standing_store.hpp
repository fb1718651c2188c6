// SPDX-License-Identifier: Apache-2.0
// What stands on the shelves of a room in the order in which it is filed: the SQL of reading the shelf.
#pragma once
#include "department/paper_charts/place.hpp"
#include "department/paper_charts/volume.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

/// One volume where its row says that it stands.
struct StandingVolume {
  VolumeId volume;
  std::string filing_key;
};

class StandingStore {
 public:
  /// Volumes of the room, its bays and shelves (no cart, no box) from a key on; at most `limit`.
  Result<std::vector<StandingVolume>> from(store::Reader& reader, PlaceId room, std::string_view key, std::int64_t limit) const;
  Result<std::int64_t> count(store::Reader& reader, PlaceId room) const;
  /// The filing key of one volume of the room, each as likely as the other where `number` is random; nothing in an empty room.
  Result<std::optional<std::string>> any_key(store::Reader& reader, PlaceId room, std::uint64_t number) const;

 private:
  struct Shelf {
    PlaceId place;
    std::int64_t volumes = 0;
  };
  Result<std::vector<Shelf>> shelves(store::Reader& reader, PlaceId room) const;
};

}  // namespace charta::paper_charts
