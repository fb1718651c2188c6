// SPDX-License-Identifier: Apache-2.0
// What a write of a resource needs, made before the writer is entered.
#pragma once
#include "base/digest.hpp"
#include "record/resources/index_rows.hpp"
#include "record/resources/resource_service.hpp"

#include <optional>

namespace charta::resources {

struct Prepared::Parts {
  ResourceId key;
  std::string type, id;
  std::uint16_t type_number = 0;
  PutOptions options;
  json::Document document;  ///< owns the tree, unless the tree belongs to a bundle that outlives the write
  json::Value resource;
  IndexRows rows;
  Digest digest;  ///< of the body alone
  Bytes body;
  int dictionary = 0;
  Instant at;
  std::string body_id;  ///< the id the body itself carries
};

/// Errors: `invalid` (not JSON, not a resource, not of this `type` unless that is empty, the first finding of the validation).
Result<json::Document> parse_resource(BytesView body);
Result<void> check_resource(json::Value resource, std::string_view type);

/// A FHIR id. Source: https://hl7.org/fhir/R4/datatypes.html#id
bool is_fhir_id(std::string_view text);

}  // namespace charta::resources
