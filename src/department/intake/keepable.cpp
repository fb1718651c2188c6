// SPDX-License-Identifier: Apache-2.0
#include "department/intake/keepable.hpp"

#include "base/digest.hpp"
#include "base/storable_text.hpp"

#include <algorithm>

namespace charta::intake {
namespace {

constexpr std::size_t column_limit = 300;
constexpr std::size_t number_limit = 400;  ///< bytes: twice what the standard allows, since senders are generous

struct NumberField {
  std::string_view segment;
  int field;
};
constexpr NumberField number_fields[] = {{"PID", 2},  {"PID", 3},  {"PID", 4},  {"PID", 18}, {"MRG", 1}, {"MRG", 3}, {"MRG", 5},
                                         {"PV1", 19}, {"PV1", 50}, {"ORC", 2},  {"ORC", 3},  {"ORC", 4}, {"OBR", 2}, {"OBR", 3},
                                         {"TXA", 12}, {"TXA", 13}, {"TXA", 14}, {"TXA", 15}, {"SCH", 1}, {"SCH", 2}};

bool is_too_long(const hl7v2::Field& field) {
  const auto repetitions = field.repetitions();
  return std::any_of(repetitions.begin(), repetitions.end(), [](const hl7v2::Repetition& repetition) {
    return repetition.component(1).raw().size() > number_limit || repetition.raw().size() > 4 * number_limit;
  });
}

/// A service stands beside the numbers of its order, since one number may order several; its words may be as long as they like.
bool is_service_too_long(const hl7v2::Segment& segment) {
  return segment.name() == "OBR" && segment.field(4).component(1).raw().size() > number_limit;
}

std::string place_of(const hl7v2::Segment& segment, int field) {
  return std::string(segment.name()) + "-" + std::to_string(field);
}

bool has_zero(const hl7v2::Piece& piece) {
  return piece.raw().find('\\') != std::string_view::npos && piece.text().find('\0') != std::string::npos;
}

}  // namespace

std::string column_text(std::string_view field) {
  std::string text = storable_text(field);
  if (text.size() <= column_limit) return text;
  std::size_t end = 200;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + " sha256:" + sha256(text).hex();
}

std::optional<Hold> cannot_be_kept(const hl7v2::Message& message, BytesView bytes) {
  const char hexadecimal[] = {message.delimiters().escape, 'X'};
  const bool may_hold_zero = bytes.find(std::string_view(hexadecimal, 2)) != BytesView::npos;  // as it stands none is read
  for (const hl7v2::Segment& segment : message.segments()) {
    for (int number = 1, count = may_hold_zero ? segment.field_count() : 0; number <= count; ++number)
      if (has_zero(segment.field(number)))
        return Hold{"not-readable", "the message holds a zero byte, which no text can", place_of(segment, number)};
    if (segment.raw().size() <= number_limit) continue;
    if (is_service_too_long(segment))
      return Hold{"not-readable", "the code of the service is longer than any code is", place_of(segment, 4)};
    for (const NumberField& place : number_fields)
      if (segment.name() == place.segment && is_too_long(segment.field(place.field)))
        return Hold{"not-readable", "the number is longer than any number is", place_of(segment, place.field)};
  }
  return std::nullopt;
}

}  // namespace charta::intake
