// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace charta::chart {

/// Attachment.url of content that is a blob: this and its SHA-256 in hexadecimal.
constexpr std::string_view blob_url = "urn:charta:blob:sha256:";

}  // namespace charta::chart
