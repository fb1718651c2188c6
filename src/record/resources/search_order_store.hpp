// SPDX-License-Identifier: Apache-2.0
// The order of a search's results, and the cursor that says where a page begins.
#pragma once
#include "record/resources/search_query.hpp"
#include "record/resources/search_sql.hpp"

#include <string>
#include <vector>

namespace charta::resources {

/// Where the last page ended: two row keys and the sort keys that are numbers. Sort keys that are texts are not written into the
/// cursor, for it stands in a URL and they may be names; they are read again from the index.
struct Cursor {
  std::int64_t first = 0, second = 0;
  std::vector<std::string> numbers;

  std::string print() const;
  static Result<Cursor> parse(std::string_view text);
};

/// How one sort key stands in SQL.
class SortColumn {
 public:
  enum class Kind { integer, real, text };
  explicit SortColumn(const SortKey& key) : key_(key) {}

  Kind kind() const;
  bool needs_patient() const;  ///< a token is found by patient and row
  bool descending() const { return key_.descending; }
  /// The key of the resource `rid` of `patient` (both SQL). What has none comes last, in either direction.
  std::string sql(SqlBinder& binder, std::string_view rid, std::string_view patient, std::size_t ordinal) const;
  /// "codes0(code, n) AS (…)" for a token, else empty.
  std::string common_table(SqlBinder& binder, std::size_t ordinal) const;

 private:
  std::string smallest(SqlBinder& binder, std::string_view table, std::string_view column, std::string_view rid) const;
  std::string or_last(SqlBinder& binder, const std::string& expression) const;

  const SortKey& key_;
};

/// A token can be sorted by when it has at most so many different codes.
constexpr int sortable_codes = 512;

}  // namespace charta::resources
