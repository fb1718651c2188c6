// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/encoding.hpp"

#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"

#include <cstring>

namespace charta::hl7v2 {
namespace {

/// Calls `visit(segment, location)` for each field of raw bytes until it answers true; gives that location ("PID-5") or "".
template <class Predicate>
std::string first_field_where(BytesView bytes, char separator, Predicate bad) {
  for (std::size_t start = 0; start < bytes.size();) {
    const std::size_t end = std::min(bytes.size(), bytes.find_first_of("\r\n", start));
    const BytesView segment = bytes.substr(start, end - start);
    const int offset = segment.starts_with("MSH") ? 1 : 0;
    const auto fields = split(segment, separator);
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (bad(fields[i]))
        return std::string(is_ascii(fields[0]) ? fields[0].substr(0, 3) : "") + "-" +
               std::to_string(static_cast<int>(i) + offset);
    start = end + 1;
  }
  return {};
}

/// Whether a converter's text may be split at delimiters before it is converted: only then can a field be named.
bool is_byte_per_character(std::string_view converter) {
  return converter.starts_with("ISO-8859") || converter.starts_with("windows") || converter == "US-ASCII" || converter == "UTF-8";
}

Error not_in_set(BytesView bytes, const std::string& converter, char separator) {
  std::string location;
  if (is_byte_per_character(converter))
    location =
        first_field_where(bytes, separator, [&](BytesView field) { return !is_ascii(field) && !to_utf8(field, converter); });
  return fail(
      ErrorKind::invalid,
      "the message holds bytes that its character set (" + converter + ") does not have; ask the sender to correct MSH-18",
      location);
}

Result<Bytes> converted(BytesView bytes, const std::string& converter, char separator) {
  if (converter == "US-ASCII") {
    if (is_ascii(bytes)) return Bytes(bytes);
    return not_in_set(bytes, converter, separator);
  }
  if (converter == "UTF-8") {
    if (is_valid_utf8(bytes)) return Bytes(bytes);
    return not_in_set(bytes, converter, separator);
  }
  if (!converter.starts_with("ISO-2022") && is_ascii(bytes)) return Bytes(bytes);
  auto text = to_utf8(bytes, converter);
  if (!text) return not_in_set(bytes, converter, separator);
  return *std::move(text);
}

Result<Bytes> undeclared(BytesView bytes) {
  if (is_valid_utf8(bytes)) return Bytes(bytes);
  return to_utf8(bytes, "ISO-8859-1").value_or(Bytes());
}

Result<Bytes> without_nul(Bytes text, char separator) {
  if (std::memchr(text.data(), '\0', text.size()) == nullptr) return text;
  return fail(ErrorKind::invalid, "the message holds a NUL byte, which no field may have",
              first_field_where(text, separator, [](BytesView field) { return field.find('\0') != BytesView::npos; }));
}

Result<Bytes> chosen(BytesView bytes, const std::vector<std::string>& charsets, std::string_view default_charset,
                     char separator) {
  const bool declared = !charsets.empty() && (!charsets[0].empty() || charsets.size() > 1);
  if (!declared && default_charset.empty()) return undeclared(bytes);
  const std::string name = declared ? charsets[0] : std::string(default_charset);
  const auto converter =
      converter_of(name, declared ? std::vector(charsets.begin() + 1, charsets.end()) : std::vector<std::string>());
  if (!converter)
    return fail(ErrorKind::unknown_code, "the character set named in MSH-18 is not one that HL7 table 0211 or Charta knows",
                "MSH-18");
  // A sender that says UTF-16 in a message whose MSH can be read byte by byte does not mean it.
  if (converter->starts_with("UTF-16") || converter->starts_with("UTF-32")) return undeclared(bytes);
  return converted(bytes, *converter, separator);
}

}  // namespace

BytesView without_preamble(BytesView bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (!bytes.empty() && (bytes[0] == '\r' || bytes[0] == '\n' || bytes[0] == ' ' || bytes[0] == '\t' || bytes[0] == '\x0B'))
    bytes.remove_prefix(1);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

Result<Bytes> as_octets(BytesView bytes) {
  using namespace std::string_view_literals;
  const char* converter = nullptr;
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("M\0\0\0"sv))
    converter = "UTF-32LE";
  else if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\0\0\0M"sv))
    converter = "UTF-32BE";
  else if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("M\0S\0"sv))
    converter = "UTF-16LE";
  else if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0M\0S"sv))
    converter = "UTF-16BE";
  if (converter == nullptr) return Bytes();
  auto text = to_utf8(bytes, converter);
  if (!text) return fail(ErrorKind::invalid, std::string("the message begins as ") + converter + " and is not valid in it");
  return *std::move(text);
}

Result<Bytes> as_utf8(BytesView bytes, const std::vector<std::string>& charsets, std::string_view default_charset,
                      char field_separator) {
  CHARTA_TRY(auto text, chosen(bytes, charsets, default_charset, field_separator));
  return without_nul(std::move(text), field_separator);
}

}  // namespace charta::hl7v2
