// SPDX-License-Identifier: Apache-2.0
// Conditional create, update and delete. Source: https://hl7.org/fhir/R4/http.html#ccreate, #cond-update, #3.1.0.7.1
#pragma once
#include "record/resources/repository_parts.hpp"

#include <optional>

namespace charta::resources {

/// The one resource that the criteria choose; nothing when there is none. Units that ask for the same criteria wait for each
/// other. Errors: `version_conflict` (several), `invalid` (criteria that are empty or not understood: a write is not left to
/// chance).
Result<std::optional<ResourceRow>> find_where(RepositoryParts& parts, store::UnitOfWork& work, const access::Actor& actor,
                                              std::string_view type, std::string_view criteria);

/// The same without waiting for anybody: what a snapshot shows.
Result<std::optional<ResourceRow>> look_where(RepositoryParts& parts, store::Reader& reader, const access::Actor& actor,
                                              std::string_view type, std::string_view criteria);

/// If-None-Exist: what is there already is answered as it stands.
Result<Written> create_if_none(RepositoryParts& parts, const access::Actor& actor, Prepared& prepared, std::string_view criteria);
/// `if_version`: the version at which the chosen resource must stand; 0: any. Errors: `version_conflict` (also when nothing was
/// chosen and a version was asked).
Result<Written> update_where(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view criteria,
                             BytesView body, std::int64_t if_version);
Result<void> remove_where(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view criteria,
                          std::int64_t if_version);

/// A conditional update that chose nothing makes a new resource; it must not overwrite the one that has the body's id.
/// Errors: `version_conflict`. Source: https://hl7.org/fhir/R5/http.html#cond-update (R4 leaves it open).
Result<void> require_free_id(RepositoryParts& parts, store::Reader& reader, std::string_view type, std::string_view id);

/// The criteria chose nothing, and the caller changes one version and no other.
Error nothing_at_version(std::int64_t if_version);

Written as_written(const ResourceRow& row);

}  // namespace charta::resources
