// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace charta::store {

/// An `INSERT … VALUES (:a, :b) …` as one statement for many rows: `INSERT … SELECT given.a, given.b FROM unnest($1::bigint[],
/// $2::text[]) AS given(a, b) …`. `elements` are the types of the names' columns; unknown (every value NULL) becomes NULL and
/// takes no array. Empty when the statement has another shape, or updates on conflict (one statement may not touch a row twice).
std::optional<std::string> many_rows_form(std::string_view sql, std::span<const std::string_view> names,
                                          std::span<const unsigned> elements);

}  // namespace charta::store
