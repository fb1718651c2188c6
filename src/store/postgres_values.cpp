// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_values.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace charta::store {
namespace {

template <class Integer>
Integer from_network(std::string_view raw) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(Integer) && i < raw.size(); ++i) bits = bits << 8 | static_cast<unsigned char>(raw[i]);
  return static_cast<Integer>(bits);
}

template <class Integer>
void to_network(Integer value, char* out) {
  auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = sizeof(Integer); i-- > 0; bits >>= 8) out[i] = static_cast<char>(bits & 0xff);
}

void append_int32(std::string& out, std::int64_t value) {
  char raw[4];
  to_network(static_cast<std::int32_t>(value), raw);
  out.append(raw, sizeof raw);
}

/// numeric: int16 digits, int16 weight, int16 sign (0x4000: negative), int16 scale, then base-10,000 digits.
struct Numeric {
  std::int64_t whole = 0;
  double value = 0;
};
Numeric parse_numeric(std::string_view raw) {
  Numeric number;
  const auto digits = from_network<std::int16_t>(raw);
  const auto weight = from_network<std::int16_t>(raw.substr(2));
  const bool negative = from_network<std::uint16_t>(raw.substr(4)) == 0x4000;
  for (int i = 0; i < digits || i <= weight; ++i) {
    const auto digit = i < digits ? from_network<std::int16_t>(raw.substr(8 + 2 * static_cast<std::size_t>(i))) : std::int16_t{0};
    if (i <= weight) number.whole = number.whole * 10'000 + digit;
    number.value += digit * std::pow(10'000.0, weight - i);
  }
  if (negative) number = {-number.whole, -number.value};
  return number;
}

std::int64_t parse_text_integer(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_number(unsigned type) {
  return type == pg_type::int8 || type == pg_type::int4 || type == pg_type::int2 || type == pg_type::boolean ||
         type == pg_type::float8 || type == pg_type::float4 || type == pg_type::numeric;
}

Error cannot_send(const char* what, unsigned type) {
  return fail(ErrorKind::internal, fmt::format("{} cannot be sent as PostgreSQL type {}", what, type));
}

Result<std::string_view> encode_integer(std::int64_t value, unsigned type, char (&scratch)[8]) {
  switch (type) {
    case pg_type::int8:
      to_network(value, scratch);
      return std::string_view(scratch, 8);
    case pg_type::int4:
      if (value != static_cast<std::int32_t>(value)) return cannot_send("an integer over 32 bits", type);
      to_network(static_cast<std::int32_t>(value), scratch);
      return std::string_view(scratch, 4);
    case pg_type::float8:
      to_network(std::bit_cast<std::uint64_t>(static_cast<double>(value)), scratch);
      return std::string_view(scratch, 8);
    case pg_type::boolean:
      scratch[0] = value != 0 ? 1 : 0;
      return std::string_view(scratch, 1);
    default:
      return cannot_send("an integer", type);
  }
}

}  // namespace

unsigned natural_type(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::integer:
      return pg_type::int8;
    case Value::Kind::real:
      return pg_type::float8;
    case Value::Kind::text:
      return pg_type::text;
    case Value::Kind::bytes:
      return pg_type::bytea;
    case Value::Kind::null:
      break;
  }
  return pg_type::unknown;
}

unsigned array_type(unsigned element) {
  switch (element) {
    case pg_type::int8:
      return pg_type::int8_array;
    case pg_type::float8:
      return pg_type::float8_array;
    case pg_type::bytea:
      return pg_type::bytea_array;
    default:
      return pg_type::text_array;
  }
}

std::string_view array_type_name(unsigned element) {
  switch (element) {
    case pg_type::int8:
      return "bigint[]";
    case pg_type::float8:
      return "double precision[]";
    case pg_type::bytea:
      return "bytea[]";
    default:
      return "text[]";
  }
}

Result<std::string_view> encode(const Value& value, unsigned type, char (&scratch)[8]) {
  switch (value.kind()) {
    case Value::Kind::null:
      return std::string_view();
    case Value::Kind::integer:
      return encode_integer(value.integer(), type, scratch);
    case Value::Kind::real:
      if (type != pg_type::float8) return cannot_send("a real number", type);
      to_network(std::bit_cast<std::uint64_t>(value.real()), scratch);
      return std::string_view(scratch, 8);
    case Value::Kind::bytes:
      if (type != pg_type::bytea) return cannot_send("a byte string", type);
      return value.text();
    case Value::Kind::text:
      if (type == pg_type::bytea || is_number(type)) return cannot_send("a text", type);
      return value.text();
  }
  return cannot_send("a value", type);
}

Result<std::string> encode_array(std::span<const Value> values, std::size_t stride, std::size_t column, unsigned element) {
  std::string out;
  out.reserve(20 + values.size() / stride * 12);
  append_int32(out, 1);  // dimensions
  append_int32(out, 1);  // may hold NULL
  append_int32(out, element);
  append_int32(out, static_cast<std::int64_t>(values.size() / stride));
  append_int32(out, 1);  // lower bound
  char scratch[8];
  for (std::size_t at = column; at < values.size(); at += stride) {
    CHARTA_TRY(const std::string_view raw, encode(values[at], element, scratch));
    const bool is_null = values[at].kind() == Value::Kind::null;
    append_int32(out, is_null ? -1 : static_cast<std::int64_t>(raw.size()));
    out.append(raw);
  }
  return out;
}

std::string_view PostgresRow::raw(int column) const {
  return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool PostgresRow::is_null(int column) const {
  return PQgetisnull(result_, row_, column) != 0;
}

std::int64_t PostgresRow::integer(int column) const {
  if (is_null(column)) return 0;
  const std::string_view value = raw(column);
  switch (PQftype(result_, column)) {
    case pg_type::int8:
      return from_network<std::int64_t>(value);
    case pg_type::int4:
      return from_network<std::int32_t>(value);
    case pg_type::int2:
      return from_network<std::int16_t>(value);
    case pg_type::boolean:
      return value.front() != 0 ? 1 : 0;
    case pg_type::numeric:
      return parse_numeric(value).whole;
    case pg_type::float8:
    case pg_type::float4:
      return static_cast<std::int64_t>(real(column));
    default:
      return parse_text_integer(value);
  }
}

double PostgresRow::real(int column) const {
  if (is_null(column)) return 0;
  const std::string_view value = raw(column);
  switch (PQftype(result_, column)) {
    case pg_type::float8:
      return std::bit_cast<double>(from_network<std::uint64_t>(value));
    case pg_type::float4:
      return static_cast<double>(std::bit_cast<float>(from_network<std::uint32_t>(value)));
    case pg_type::numeric:
      return parse_numeric(value).value;
    default:
      return static_cast<double>(integer(column));
  }
}

std::string_view PostgresRow::text(int column) const {
  if (is_null(column)) return {};
  const unsigned type = PQftype(result_, column);
  if (!is_number(type)) return raw(column);
  const bool fractional = type == pg_type::float8 || type == pg_type::float4;
  return printed_.emplace_back(fractional ? fmt::format("{}", real(column)) : std::to_string(integer(column)));
}

}  // namespace charta::store
