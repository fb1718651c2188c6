// SPDX-License-Identifier: Apache-2.0
// What stands in the OBX segments of a document: text lines, RTF, PDF, images, references. Pure.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "formats/hl7v2/message.hpp"

namespace charta::chart {

struct AttachedContent {
  std::string content_type;  ///< "text/plain; charset=utf-8", "application/pdf", …
  std::string title;         ///< OBX-3
  Bytes bytes;               ///< empty for a reference
  std::string url;           ///< of a reference (RP)
};

/// The media type of an ED or RP from its type of data and subtype (tables 0191, 0291), else from the bytes themselves.
std::string media_type_of(std::string_view type, std::string_view subtype, BytesView bytes);
/// Whether OBX-2 is running text: consecutive TX, FT and ST lines make one document.
bool is_text_type(std::string_view value_type);
/// Every document in these segments, text lines put together. Errors: `invalid` with location "OBX[n]-5" (an ED that cannot be decoded).
Result<std::vector<AttachedContent>> attached_content(std::span<const hl7v2::Segment> observations, bool text_too);

}  // namespace charta::chart
