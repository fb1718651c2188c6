// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace charta::store {

/// One numbered step of a module's schema, embedded from `schema/NNNN_<noun>.sql`. Never edited once released; its checksum is
/// kept in the database and compared at each start.
///
/// Written once for both engines with these words, which dialect.cpp replaces: `KEY` (a 64-bit primary key column: INTEGER PRIMARY
/// KEY / BIGINT PRIMARY KEY), `BIGINT`, `TEXT` (compared byte by byte on both), `BLOB` (BYTEA), `DOUBLE` (REAL / DOUBLE PRECISION),
/// and `CLUSTERED` at the end of a CREATE TABLE (WITHOUT ROWID / nothing).
struct Migration {
  std::string_view module;
  int number;
  std::string_view noun;
  std::string_view sql;
};

}  // namespace charta::store
