// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/primitives.hpp"

#include "formats/fhir/moment.hpp"
#include "formats/fhir/narrative.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace charta::fhir {
namespace {

using json::Kind;
using json::Value;
using tables::Format;

constexpr std::size_t string_limit = 1024 * 1024;  // FHIR R4 string: "SHALL NOT exceed 1MB in size"

enum Class : unsigned char { other = 0, blank = 1, control = 2, id_character = 4, base64_character = 8, hex_digit = 16 };

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (unsigned c = 0; c < 32; ++c) classes[c] = control;
  for (const char c : {' ', '\t', '\r', '\n'}) classes[static_cast<unsigned char>(c)] = blank;
  const auto both = static_cast<unsigned char>(id_character | base64_character);
  for (char c = 'a'; c <= 'z'; ++c) classes[static_cast<unsigned char>(c)] = both;
  for (char c = 'A'; c <= 'Z'; ++c) classes[static_cast<unsigned char>(c)] = both;
  for (char c = '0'; c <= '9'; ++c) classes[static_cast<unsigned char>(c)] = both | hex_digit;
  for (char c = 'a'; c <= 'f'; ++c) classes[static_cast<unsigned char>(c)] = both | hex_digit;
  classes['-'] = classes['.'] = id_character;
  classes['+'] = classes['/'] = classes['='] = base64_character;
  return classes;
}
constexpr auto classes = make_classes();

bool is_a(char c, unsigned char wanted) {
  return (classes[static_cast<unsigned char>(c)] & wanted) != 0;
}

bool all_are(std::string_view text, unsigned char wanted) {
  for (const char c : text)
    if (!is_a(c, wanted)) return false;
  return true;
}

/// Whether any character is below `limit` (at most 0x80), eight at a time.
bool any_below(std::string_view text, unsigned char limit) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if (((word - ones * limit) & ~word & ones * 0x80) != 0) return true;
  }
  for (; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) < limit) return true;
  return false;
}

bool has_control(std::string_view text) {
  return any_below(text, 0x20) && std::any_of(text.begin(), text.end(), [](char c) { return is_a(c, control); });
}

std::string_view problem_of_string(std::string_view text) {
  if (text.size() > string_limit) return "is longer than 1 MB; keep such content in a Binary or an Attachment";
  if (has_control(text)) return "holds a control character; remove it";
  return all_are(text, blank) ? "is empty; leave the element out instead" : "";
}

/// No white space at either end, and no two in a row inside.
std::string_view problem_of_code(std::string_view text) {
  constexpr std::string_view message = "is no code: it is empty, or has white space at an end or twice in a row; trim it";
  bool after_blank = true;
  for (const char c : text) {
    if (is_a(c, control)) return message;
    const bool is_blank = is_a(c, blank);
    if (is_blank && after_blank) return message;
    after_blank = is_blank;
  }
  return after_blank ? message : "";
}

bool is_oid(std::string_view text) {
  if (!text.starts_with("urn:oid:") || text.size() < 9 || text[8] < '0' || text[8] > '2') return false;
  text.remove_prefix(9);
  if (text.empty()) return false;
  while (!text.empty()) {
    if (text.front() != '.') return false;
    const auto end = std::min(text.find('.', 1), text.size());
    const std::string_view arc = text.substr(1, end - 1);
    if (arc.empty() || (arc.size() > 1 && arc.front() == '0') || arc.find_first_not_of("0123456789") != arc.npos) return false;
    text.remove_prefix(end);
  }
  return true;
}

/// Lower case is the format of FHIR's uuid; in a uri senders write both (RFC 4122: case is not significant on input).
bool is_uuid(std::string_view text, bool upper_too = false) {
  if (!text.starts_with("urn:uuid:") || text.size() != 45) return false;
  text.remove_prefix(9);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_a(text[i], hex_digit) && !(upper_too && text[i] >= 'A' && text[i] <= 'F')) return false;
  }
  return true;
}

std::string_view problem_of_uri(std::string_view text) {
  if (text.empty()) return "is empty; leave the element out instead";
  if (any_below(text, 0x21)) return "is no URI: it holds white space; encode or remove it";
  if (text.starts_with("urn:uuid:") && !is_uuid(text, true)) return "is no UUID; write urn:uuid: and 36 lower case characters";
  if (text.starts_with("urn:oid:") && !is_oid(text)) return "is no OID; write urn:oid:2.16.840…";
  return "";
}

/// hh:mm:ss with an optional fraction; no zone, no 24:00.
bool is_time(std::string_view text) {
  if (text.size() < 8 || (text.size() > 8 && (text[8] != '.' || text.size() == 9))) return false;
  const auto two = [&](std::size_t at, int limit) {
    const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
    return text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9' && value <= limit;
  };
  if (text[2] != ':' || text[5] != ':' || !two(0, 23) || !two(3, 59) || !two(6, 60)) return false;
  return text.size() == 8 || text.find_first_not_of("0123456789", 9) == text.npos;
}

/// Groups of four characters, white space between them allowed, padding only at the end.
bool is_base64(std::string_view text) {
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (is_a(c, blank)) continue;
    if (!is_a(c, base64_character) || (padding > 0 && c != '=')) return false;
    padding += c == '=' ? 1U : 0U;
    ++count;
  }
  return count > 0 && count % 4 == 0 && padding <= 2;
}

std::string_view problem_of_moment(Format format, std::string_view text) {
  const auto moment = read_moment(text);
  if (format == Format::date_) return moment && !moment->has_time ? "" : "is no date; write 2025, 2025-03 or 2025-03-01";
  const bool whole = moment && moment->has_time && moment->has_seconds && moment->has_zone;
  if (format == Format::instant_) return whole ? "" : "is no instant; write 2025-03-01T12:30:00Z, with seconds and zone";
  if (moment && (whole || !moment->has_time)) return "";
  return "is no dateTime; write 2025, 2025-03, 2025-03-01 or 2025-03-01T12:30:00Z, a time with seconds and zone";
}

std::string_view problem_of_integer(Value value, std::int64_t least, std::string_view message) {
  const auto number = value.integer();
  return number && *number >= least && *number <= INT32_MAX && value.text() != "-0" ? "" : message;
}

/// Primitives that JSON writes as true, false or a number.
std::string_view problem_of_bare(Format format, Value value) {
  switch (format) {
    case Format::boolean_:
      return value.is(Kind::boolean) ? "" : "is no boolean; write true or false without quotes";
    case Format::integer_:
      return problem_of_integer(value, INT32_MIN, "is no integer of 32 bits; write a whole number without quotes");
    case Format::unsignedInt_:
      return problem_of_integer(value, 0, "is no unsignedInt; write a whole number from 0 up without quotes");
    case Format::positiveInt_:
      return problem_of_integer(value, 1, "is no positiveInt; write a whole number from 1 up without quotes");
    default:
      return value.is(Kind::number) ? "" : "is no decimal; write a number without quotes";
  }
}

}  // namespace

bool is_fhir_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && all_are(text, id_character);
}

std::string_view problem_of(Format format, Value value) {
  if (format <= Format::decimal_) return problem_of_bare(format, value);
  if (!value.is_string()) return "is written as another kind of JSON; write a string in quotes";
  const std::string_view text = value.text();
  switch (format) {
    case Format::string_:
    case Format::markdown_:
      return problem_of_string(text);
    case Format::code_:
      return problem_of_code(text);
    case Format::id_:
      return is_fhir_id(text) ? "" : "is no id; use 1 to 64 letters, digits, '-' and '.'";
    case Format::uri_:
    case Format::url_:
    case Format::canonical_:
      return problem_of_uri(text);
    case Format::oid_:
      return is_oid(text) ? "" : "is no OID; write urn:oid:2.16.840…";
    case Format::uuid_:
      return is_uuid(text) ? "" : "is no UUID; write urn:uuid: and 36 lower case characters";
    case Format::date_:
    case Format::dateTime_:
    case Format::instant_:
      return problem_of_moment(format, text);
    case Format::time_:
      return is_time(text) ? "" : "is no time; write 12:30:00";
    case Format::base64Binary_:
      return is_base64(text) ? "" : "is no base64; write groups of four characters of its alphabet";
    case Format::xhtml_:
      return problem_of_narrative(text);
    default:
      return "";
  }
}

}  // namespace charta::fhir
