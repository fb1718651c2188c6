// SPDX-License-Identifier: Apache-2.0
// Times, keys, base64 and folding: what is read is written and read again.
#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

static void times(std::string_view text) {
  static const TimeZone zone = TimeZone::open("America/New_York").value();
  for (const auto& time : {LocalTime::parse_hl7(text), LocalTime::parse_fhir(text)}) {
    if (!time) continue;
    const auto span = time->span(zone);
    CHARTA_PROPERTY(span.from < span.until);
    const auto again = LocalTime::parse_fhir(time->fhir_text(zone));
    CHARTA_PROPERTY(again.has_value());
    CHARTA_PROPERTY(time->precision() <= Precision::day || again->earliest(zone) == span.from);
  }
  if (const auto instant = Instant::parse(text)) CHARTA_PROPERTY(Instant::parse(instant->text()) == instant);
  if (const auto date = Date::parse(text)) CHARTA_PROPERTY(Date::parse(date->text()) == date);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  times(text);
  CHARTA_PROPERTY(from_base64(to_base64(text)) == text);
  CHARTA_PROPERTY(from_hex(to_hex(text)) == text);
  if (const auto bytes = from_base64(text)) CHARTA_PROPERTY(from_base64(to_base64(*bytes)) == bytes);
  if (const auto key = parse_key(text)) CHARTA_PROPERTY(parse_key(print_key(*key)) == key);
  if (is_valid_utf8(text)) CHARTA_PROPERTY(is_valid_utf8(folded(text)));
  if (const auto utf8 = to_utf8(text, "ISO-8859-1")) CHARTA_PROPERTY(from_utf8(*utf8, "ISO-8859-1") == text);
  return 0;
}
