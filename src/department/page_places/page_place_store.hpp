// SPDX-License-Identifier: Apache-2.0
// The SQL of page places: the only file that names page_place.
#pragma once
#include "department/page_places/page_place.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::page_places {

class PagePlaceStore {
 public:
  Result<void> add(store::UnitOfWork& work, const PagePlace& place) const;
  Result<std::optional<PagePlace>> find(store::Reader& reader, PlaceId place) const;
  /// By page, the oldest first; what was retracted among them.
  Result<std::vector<PagePlace>> of_document(store::Reader& reader, ResourceId document) const;
  Result<std::vector<PagePlace>> of_patient(store::Reader& reader, PatientId patient) const;  ///< that stand, the newest first
  Result<void> retract(store::UnitOfWork& work, const PagePlace& place) const;
  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId patient) const;
};

}  // namespace charta::page_places
