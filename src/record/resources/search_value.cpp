// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_value.hpp"

#include "formats/fhir/moment.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace charta::resources {
namespace {

using fhir::SearchType;

constexpr std::pair<std::string_view, Prefix> prefixes[] = {{"eq", Prefix::eq}, {"ne", Prefix::ne}, {"gt", Prefix::gt},
                                                            {"lt", Prefix::lt}, {"ge", Prefix::ge}, {"le", Prefix::le},
                                                            {"sa", Prefix::sa}, {"eb", Prefix::eb}, {"ap", Prefix::ap}};

/// Takes a prefix off the front of `text`.
Prefix take_prefix(std::string_view& text) {
  for (const auto& [written, prefix] : prefixes)
    if (text.starts_with(written)) {
      text.remove_prefix(2);
      return prefix;
    }
  return Prefix::eq;
}

/// Half a unit of the last digit written: 100 is [99.5, 100.5), 100.00 is [99.995, 100.005); 1e2 counts as one significant
/// figure, [95, 105). Source: search.html#number
double half_step(std::string_view written) {
  const std::size_t exponent_at = written.find_first_of("eE");
  const std::string_view mantissa = written.substr(0, exponent_at);
  const std::size_t point = mantissa.find('.');
  const double decimals = point == std::string_view::npos ? 0 : static_cast<double>(mantissa.size() - point - 1);
  if (exponent_at == std::string_view::npos) return 0.5 * std::pow(10.0, -decimals);
  std::string_view digits = written.substr(exponent_at + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int exponent = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  return 0.05 * std::pow(10.0, exponent - decimals);
}

/// The binary number that the decimal bound is written with: 5.4 - 0.05 is 5.35, not the next above it, so that 5.35 is within.
double decimal(double bound, double reach) {
  const double scale = std::pow(10.0, std::ceil(-std::log10(reach)) + 1);
  if (!(scale >= 1 && std::abs(bound) * scale < 9e15)) return bound;
  return std::round(bound * scale) / scale;
}

Result<void> parse_number(std::string_view text, SearchValue& value) {
  value.prefix = take_prefix(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value.number);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value.number))
    return fail(ErrorKind::invalid, "the value is not a number");
  // ap: a tenth either way, as the specification suggests.
  const double reach = value.prefix == Prefix::ap ? std::abs(value.number) * 0.1 : half_step(text);
  const bool written = value.prefix != Prefix::ap;
  value.low = written ? decimal(value.number - reach, reach) : value.number - reach;
  value.high = written ? decimal(value.number + reach, reach) : value.number + reach;
  return {};
}

Result<SearchValue> parse_quantity(std::string_view text) {
  const auto parts = split_escaped(text, '|');
  if (parts.size() != 1 && parts.size() != 3) return fail(ErrorKind::invalid, "a quantity is number or number|system|code");
  SearchValue value;
  CHARTA_TRY_DO(parse_number(parts[0], value));
  if (parts.size() == 3) {
    if (!parts[1].empty()) value.system = unescaped(parts[1]);
    value.unit = unescaped(parts[2]);
  }
  return value;
}

Result<SearchValue> parse_token(std::string_view text) {
  const auto parts = split_escaped(text, '|');
  SearchValue value;
  if (parts.size() == 1) {
    value.text = unescaped(parts[0]);
    return value;
  }
  if (parts.size() != 2) return fail(ErrorKind::invalid, "a token is code, system|code, |code or system|");
  value.system = unescaped(parts[0]);
  value.text = unescaped(parts[1]);
  value.any_code = value.text.empty();
  if (value.any_code && value.system->empty()) return fail(ErrorKind::invalid, "a token names a system, a code or both");
  return value;
}

/// `ap` widens the span by a tenth of its distance from now. Source: search.html#prefix
void widen(SearchValue& value, Instant now) {
  const std::int64_t middle = value.from_ms + (value.until_ms - value.from_ms) / 2;
  const std::int64_t reach = std::abs(now.milliseconds() - middle) / 10;
  value.from_ms -= reach;
  value.until_ms += reach;
}

std::string own_reference(std::string_view text, std::string_view base_url) {
  if (!base_url.empty() && text.starts_with(base_url) && text.substr(base_url.size()).starts_with('/'))
    text.remove_prefix(base_url.size() + 1);
  return unescaped(text);
}

}  // namespace

std::vector<std::string_view> split_escaped(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == separator) {
      parts.push_back(text.substr(start, at - start));
      start = at + 1;
    }
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape =
        text[at] == '\\' && at + 1 < text.size() && std::string_view(",|$\\").find(text[at + 1]) != std::string_view::npos;
    if (escape) ++at;
    out += text[at];
  }
  return out;
}

Result<SearchValue> parse_date_value(std::string_view text, const SearchOptions& options) {
  SearchValue value;
  value.prefix = take_prefix(text);
  // Read as the index reads what is stored: a time is then found by its own text, whatever its fraction.
  const auto span = fhir::read_moment(text);
  if (!span) return fail(ErrorKind::invalid, "the value is not a date or time (2025, 2025-03, 2025-03-01, 2025-03-01T12:30:00Z)");
  value.from_ms = span->from_ms;
  value.until_ms = span->until_ms;
  if (value.prefix == Prefix::ap) widen(value, options.now);
  return value;
}

Result<SearchValue> parse_search_value(std::string_view text, SearchType type, const SearchOptions& options) {
  if (text.empty()) return fail(ErrorKind::invalid, "the value is empty");
  SearchValue value;
  switch (type) {
    case SearchType::date:
      return parse_date_value(text, options);
    case SearchType::quantity:
      return parse_quantity(text);
    case SearchType::token:
      return parse_token(text);
    case SearchType::number:
      CHARTA_TRY_DO(parse_number(text, value));
      return value;
    case SearchType::reference:
      value.text = own_reference(text, options.base_url);
      return value;
    case SearchType::string:
    case SearchType::uri:
      value.text = unescaped(text);
      return value;
    case SearchType::composite:
    case SearchType::special:
      break;
  }
  return fail(ErrorKind::unsupported, "this kind of search parameter is not supported");
}

}  // namespace charta::resources
