// SPDX-License-Identifier: Apache-2.0
// What hangs at a document or report, for those who read the archive itself: no person is asked for, and nothing is noted.
#pragma once
#include "formats/json/json.hpp"
#include "record/resources/resource_service.hpp"
#include "store/blobs.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::chart {

/// DocumentReference.content.attachment, DiagnosticReport.presentedForm; in their order.
std::vector<json::Value> attachments_of(json::Value resource);

/// The bytes of one: in place, a Binary, a blob. Nothing where they stand elsewhere, were deleted, or are no base64. Errors:
/// `unavailable` and the like (the store or the blob cannot be read).
Result<std::optional<Bytes>> bytes_of(store::Reader& reader, resources::ResourceService& resources, store::Blobs& blobs,
                                      json::Value attachment);

}  // namespace charta::chart
