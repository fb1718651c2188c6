// SPDX-License-Identifier: Apache-2.0
// Values in PostgreSQL's binary format. Source: PostgreSQL 15, src/backend/utils/adt (int8send, numeric_send, array_send).
#pragma once
#include "store/store.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

struct pg_result;

namespace charta::store {

/// Object ids of the built-in types, fixed by pg_type.dat.
namespace pg_type {
constexpr unsigned unknown = 0, boolean = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, float4 = 700, float8 = 701,
                   bytea_array = 1001, text_array = 1009, int8_array = 1016, float8_array = 1022, numeric = 1700;
}

/// The type a value is sent as; unknown for NULL, which PostgreSQL then infers.
unsigned natural_type(const Value& value);
unsigned array_type(unsigned element);
std::string_view array_type_name(unsigned element);

/// A value as bytes of `type`. Text and bytes are borrowed, numbers stand in `scratch` (8 bytes).
/// Errors: `internal` when the value cannot be sent as that type.
Result<std::string_view> encode(const Value& value, unsigned type, char (&scratch)[8]);
/// One column of a table of values (`stride` columns, this one is `column`) as a one-dimensional array.
/// Errors: `internal` when one of them cannot be sent as that type: it must not arrive as nothing.
Result<std::string> encode_array(std::span<const Value> values, std::size_t stride, std::size_t column, unsigned element);

/// A row of a result that was asked for in binary format.
class PostgresRow final : public Row {
 public:
  PostgresRow(const pg_result* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  BytesView bytes(int column) const override { return raw(column); }

 private:
  std::string_view raw(int column) const;

  const pg_result* result_;
  int row_;
  mutable std::deque<std::string> printed_;  ///< numbers that were asked for as text
};

}  // namespace charta::store
