// SPDX-License-Identifier: Apache-2.0
// multipart/related, by which DICOMweb sends and fetches objects. Source: RFC 2387, RFC 2046 5.1, DICOM PS3.18 8.6.
#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::dicom {

struct Part {
  std::string_view media_type{};  ///< without its parameters; empty when it names none
  std::string_view bytes{};       ///< of the body that was given
};

constexpr std::size_t most_parts = 2000;

/// The parts of a body. `content_type`: the header's value, with the boundary.
/// Errors: `unsupported` with location "Content-Type"; `invalid` (no boundary, cut short), `too_large` (more parts than are
/// taken).
Result<std::vector<Part>> parts_of(std::string_view content_type, std::string_view body);

struct Written {
  std::string content_type{}, body{};
};
/// A body of these parts, with a boundary that stands in none of them.
Written multipart(std::string_view media_type, const std::vector<std::string_view>& parts);

/// A parameter of a header's value: `boundary` in `multipart/related; boundary="x"`. Empty when there is none.
std::string parameter_of(std::string_view header, std::string_view name);

}  // namespace charta::dicom
