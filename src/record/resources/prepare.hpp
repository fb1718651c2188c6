// SPDX-License-Identifier: Apache-2.0
// Making a Prepared: parse, validate, index, compress, digest.
#pragma once
#include "record/resources/prepared.hpp"
#include "record/resources/repository_parts.hpp"

namespace charta::resources {

/// `type`: what the address says; empty: whatever the body is.
Result<Prepared> prepare_body(RepositoryParts& parts, std::string_view type, BytesView body, const PutOptions& options);
Result<Prepared> prepare_document(RepositoryParts& parts, std::string_view type, json::Document document,
                                  const PutOptions& options);
/// `resource` stands in a document that outlives the write.
/// `key`: of what is created; unset: a new one.
Result<Prepared> prepare_borrowed(RepositoryParts& parts, std::string_view type, json::Value resource, const PutOptions& options,
                                  ResourceId key = {});

/// The version in `W/"3"`, `"3"` or `3`; 0 for an empty text. Errors: `invalid`.
Result<std::int64_t> parse_etag(std::string_view text);

/// Every finding as an OperationOutcome; empty when there is none.
std::string validation_json(std::string_view type, BytesView body);

}  // namespace charta::resources
