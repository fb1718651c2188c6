// SPDX-License-Identifier: Apache-2.0
// The SQL of the catalogue: the only file that names its tables.
#pragma once
#include "department/imaging_objects/imaging_object.hpp"
#include "store/store.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace charta::imaging_objects {

class CatalogueStore {
 public:
  /// Errors: `version_conflict` (the UID was taken meanwhile).
  Result<void> add(store::UnitOfWork& work, const CataloguedObject& object) const;
  Result<void> settle(store::UnitOfWork& work, const CataloguedObject& object) const;  ///< its state, document and item
  /// What claims this UID: filed or held.
  Result<std::optional<CataloguedObject>> find_instance(store::Reader& reader, std::string_view instance) const;
  Result<std::optional<CataloguedObject>> find(store::Reader& reader, ObjectId object) const;
  Result<std::vector<CataloguedObject>> of_study(store::Reader& reader, std::string_view study) const;  ///< filed, in order
  Result<std::vector<CataloguedObject>> of_item(store::Reader& reader, WorkItemId item) const;
  /// The open item that holds what says the same of the same study.
  Result<WorkItemId> holding(store::Reader& reader, std::string_view study, std::string_view identity) const;

  Result<bool> holds_anything(store::Reader& reader) const;

  Result<ResourceId> study_resource(store::Reader& reader, std::string_view study) const;
  Result<std::string> study_of(store::Reader& reader, ResourceId resource) const;
  Result<void> add_study(store::UnitOfWork& work, std::string_view study, ResourceId resource) const;
};

}  // namespace charta::imaging_objects
