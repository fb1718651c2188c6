// SPDX-License-Identifier: Apache-2.0
#include "department/chart/attached_content.hpp"

#include <array>

#include "base/text.hpp"

namespace charta::chart {
namespace {

struct MediaType {
  std::string_view key, media;
};
// Tables 0191 and 0291 (subtype of referenced data, RFC 2046 media types).
constexpr std::array<MediaType, 17> subtypes{{{"pdf", "application/pdf"},
                                              {"rtf", "application/rtf"},
                                              {"html", "text/html"},
                                              {"plain", "text/plain; charset=utf-8"},
                                              {"text", "text/plain; charset=utf-8"},
                                              {"xml", "application/xml"},
                                              {"x-hl7-cda-level-one", "application/xml"},
                                              {"x-hl7-cda-level-two", "application/xml"},
                                              {"jpeg", "image/jpeg"},
                                              {"jpg", "image/jpeg"},
                                              {"png", "image/png"},
                                              {"gif", "image/gif"},
                                              {"tiff", "image/tiff"},
                                              {"tif", "image/tiff"},
                                              {"dicom", "application/dicom"},
                                              {"msword", "application/msword"},
                                              {"octet-stream", "application/octet-stream"}}};
constexpr std::array<MediaType, 7> signatures{{{"%PDF-", "application/pdf"},
                                               {"{\\rtf", "application/rtf"},
                                               {"\x89PNG", "image/png"},
                                               {"\xFF\xD8\xFF", "image/jpeg"},
                                               {"GIF8", "image/gif"},
                                               {"II*", "image/tiff"},
                                               {"MM", "image/tiff"}}};

Result<Bytes> decoded(std::string_view data, std::string_view encoding, int place) {
  const auto kind = lower_ascii(trimmed(encoding));
  const std::string where = "OBX[" + std::to_string(place) + "]-5";
  if (kind == "base64" || (kind.empty() && data.size() > 8 && from_base64(data))) {
    auto bytes = from_base64(data);
    if (!bytes) return fail(ErrorKind::invalid, where + " is said to be base64 and is not; ask the sender to send it again", where);
    return std::move(*bytes);
  }
  if (kind == "hex") {
    auto bytes = from_hex(data);
    if (!bytes) return fail(ErrorKind::invalid, where + " is said to be hexadecimal and is not; ask the sender to send it again", where);
    return std::move(*bytes);
  }
  return Bytes(data);
}

std::string title_of(const hl7v2::Segment& obx) {
  const auto name = obx.field(3).text(2);
  return stripped(name.empty() ? obx.field(3).text(1) : name);
}

void add_text_line(std::vector<AttachedContent>& documents, bool& open, const hl7v2::Segment& obx) {
  if (!open) documents.push_back({"text/plain; charset=utf-8", title_of(obx), {}, {}});
  open = true;
  auto& text = documents.back().bytes;
  for (const auto& repetition : obx.field(5).repetitions()) {
    if (!text.empty()) text += '\n';
    text += static_cast<const hl7v2::Piece&>(repetition).text();
  }
}

/// A whole RTF or HTML document sent as text is what it is, not plain text.
void name_by_content(AttachedContent& document) {
  const auto start = trimmed(document.bytes);
  if (start.starts_with("{\\rtf")) document.content_type = "application/rtf";
  if (start.starts_with("<!DOCTYPE html") || start.starts_with("<html")) document.content_type = "text/html";
}

}  // namespace

bool is_text_type(std::string_view value_type) { return value_type == "TX" || value_type == "FT" || value_type == "ST"; }

std::string media_type_of(std::string_view type, std::string_view subtype, BytesView bytes) {
  for (const auto& row : signatures) {
    if (bytes.starts_with(row.key)) return std::string(row.media);
  }
  const auto kind = lower_ascii(trimmed(type));
  for (const auto* text : {&subtype, &type}) {
    const auto name = lower_ascii(trimmed(*text));
    for (const auto& row : subtypes) {
      if (row.key == name) return std::string(row.media);
    }
  }
  if (kind == "text" || kind == "tx" || kind == "ft") return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

Result<std::vector<AttachedContent>> attached_content(std::span<const hl7v2::Segment> observations, bool text_too) {
  std::vector<AttachedContent> documents;
  bool text_open = false;
  int place = 0;
  for (const auto& obx : observations) {
    if (obx.name() != "OBX") continue;
    ++place;
    const auto type = obx.field(2).text();
    const auto value = obx.field(5).repetition(1);
    if (is_text_type(type)) {
      if (text_too && !obx.field(5).empty()) add_text_line(documents, text_open, obx);
      continue;
    }
    text_open = false;
    if (type == "RP" && !value.text(1).empty()) {
      documents.push_back({media_type_of(value.text(3), value.text(4), {}), title_of(obx), {}, value.text(1)});
    }
    if (type != "ED" || value.text(5).empty()) continue;
    CHARTA_TRY(auto bytes, decoded(value.text(5), value.text(4), place));
    auto media = media_type_of(value.text(2), value.text(3), bytes);
    documents.push_back({std::move(media), title_of(obx), std::move(bytes), {}});
  }
  for (auto& document : documents) {
    if (document.content_type.starts_with("text/plain")) name_by_content(document);
  }
  return documents;
}

}  // namespace charta::chart
