// SPDX-License-Identifier: Apache-2.0
#include "formats/dicom/multipart.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::dicom {
namespace {

bool is_same(std::string_view a, std::string_view b) {
  const auto lower = [](char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view media_type_of(std::string_view header) {
  return trimmed(header.substr(0, header.find(';')));
}

/// One part: its headers, an empty line, its bytes.
Result<Part> part_of(std::string_view text) {
  Part part;
  for (;;) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos) return fail(ErrorKind::invalid, "a part of the body has no empty line after its headers");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && is_same(trimmed(line.substr(0, colon)), "content-type"))
      part.media_type = media_type_of(line.substr(colon + 1));
  }
  part.bytes = text;
  return part;
}

Error cut_short() {
  return fail(ErrorKind::invalid, "the body is cut short: its closing boundary is missing");
}

}  // namespace

std::string parameter_of(std::string_view header, std::string_view name) {
  for (;;) {
    const auto semicolon = header.find(';');
    if (semicolon == std::string_view::npos) return {};
    header = trimmed(header.substr(semicolon + 1));
    const auto equals = header.find('=');
    if (equals == std::string_view::npos) return {};
    const bool is_it = is_same(trimmed(header.substr(0, equals)), name);
    auto rest = trimmed(header.substr(equals + 1));
    std::string value;
    if (rest.starts_with('"')) {
      const auto close = rest.find('"', 1);
      if (close == std::string_view::npos) return {};
      value = rest.substr(1, close - 1);
      header = rest.substr(close);
    } else {
      value = trimmed(rest.substr(0, rest.find(';')));
      header = rest;
    }
    if (is_it) return value;
  }
}

Result<std::vector<Part>> parts_of(std::string_view content_type, std::string_view body) {
  if (!is_same(media_type_of(content_type), "multipart/related"))
    return fail(ErrorKind::unsupported, "send multipart/related; type=\"application/dicom\"", "Content-Type");
  const auto boundary = parameter_of(content_type, "boundary");
  if (boundary.empty() || boundary.size() > 70)
    return fail(ErrorKind::invalid, "the header Content-Type names no boundary of 1 to 70 characters", "Content-Type");
  const std::string opening = "--" + boundary, between = "\r\n--" + boundary;
  std::vector<Part> parts;
  std::size_t at = body.starts_with(opening) ? 0 : body.find(between);
  if (at == std::string_view::npos) return fail(ErrorKind::invalid, "the boundary of the header is not in the body", "boundary");
  at += at == 0 && body.starts_with(opening) ? opening.size() : between.size();
  while (!body.substr(at).starts_with("--")) {
    const auto line = body.find("\r\n", at);
    const auto next = line == std::string_view::npos ? line : body.find(between, line);
    if (next == std::string_view::npos) return cut_short();
    if (parts.size() == most_parts)
      return fail(ErrorKind::too_large, "at most " + std::to_string(most_parts) + " objects are taken at once");
    // An empty part's own end is the boundary's line break.
    CHARTA_TRY(const auto part, part_of(body.substr(line + 2, next < line + 2 ? 0 : next - line - 2)));
    parts.push_back(part);
    at = next + between.size();
  }
  return parts;
}

Written multipart(std::string_view media_type, const std::vector<std::string_view>& parts) {
  std::string boundary = "charta-part";
  const auto stands_in = [&](std::string_view part) { return part.find(boundary) != std::string_view::npos; };
  for (int number = 1; std::any_of(parts.begin(), parts.end(), stands_in); ++number)
    boundary = "charta-part-" + std::to_string(number);
  Written written;
  written.content_type = "multipart/related; type=\"" + std::string(media_type) + "\"; boundary=\"" + boundary + "\"";
  for (const auto part : parts)
    written.body.append("--")
        .append(boundary)
        .append("\r\nContent-Type: ")
        .append(media_type)
        .append("\r\n\r\n")
        .append(part)
        .append("\r\n");
  written.body.append("--").append(boundary).append("--\r\n");
  return written;
}

}  // namespace charta::dicom
