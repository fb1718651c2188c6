// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_order_store.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "record/resources/parameter_plan.hpp"

#include <limits>

namespace charta::resources {

using fhir::SearchType;

std::string Cursor::print() const {
  std::string text = std::to_string(first) + " " + std::to_string(second);
  for (const std::string& number : numbers) text.append(" ").append(number.empty() ? "-" : number);
  return to_base64url(text);
}

Result<Cursor> Cursor::parse(std::string_view text) {
  const Error refused = fail(ErrorKind::invalid, "this page link is not one of ours; begin the search again", "_cursor");
  std::string padded(text);
  for (char& c : padded) c = c == '-' ? '+' : (c == '_' ? '/' : c);
  const auto bytes = from_base64(padded);
  if (!bytes) return refused;
  const auto parts = split(*bytes, ' ');
  if (parts.size() < 2) return refused;
  const auto first = parse_integer(parts[0]);
  const auto second = parse_integer(parts[1]);
  if (!first || !second) return refused;
  Cursor cursor{*first, *second, {}};
  for (std::size_t i = 2; i < parts.size(); ++i) cursor.numbers.emplace_back(parts[i] == "-" ? "" : parts[i]);
  return cursor;
}

SortColumn::Kind SortColumn::kind() const {
  if (key_.kind == SortKey::Kind::last_updated) return Kind::integer;
  if (key_.kind == SortKey::Kind::id) return Kind::text;
  switch (key_.parameter->search_type) {
    case SearchType::date:
      return Kind::integer;
    case SearchType::number:
    case SearchType::quantity:
      return Kind::real;
    default:
      return Kind::text;
  }
}

bool SortColumn::needs_patient() const {
  return key_.kind == SortKey::Kind::parameter && key_.parameter->search_type == SearchType::token;
}

std::string SortColumn::or_last(SqlBinder& binder, const std::string& expression) const {
  std::string last;
  if (kind() == Kind::integer)
    last = binder.integer(key_.descending ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max());
  if (kind() == Kind::real)
    last = binder.real(key_.descending ? std::numeric_limits<double>::lowest() : std::numeric_limits<double>::max());
  if (kind() == Kind::text) last = binder.text(key_.descending ? "" : "\xF4\x8F\xBF\xBF");
  return "COALESCE(" + expression + ", " + last + ")";
}

std::string SortColumn::smallest(SqlBinder& binder, std::string_view table, std::string_view column, std::string_view rid) const {
  std::vector<std::int64_t> numbers(plan_of(*key_.parameter).numbers.begin(), plan_of(*key_.parameter).numbers.end());
  const std::string function = key_.descending ? "MAX" : "MIN";
  std::string sql = "(SELECT " + function + "(s." + std::string(column) + ") FROM " + std::string(table) +
                    " s WHERE s.rid = " + std::string(rid);
  return sql + " AND " + binder.one_of("s.param", numbers) + binder.visible("s") + ")";
}

std::string SortColumn::sql(SqlBinder& binder, std::string_view rid, std::string_view patient, std::size_t ordinal) const {
  const std::string of_row = "FROM resource s WHERE s.rid = " + std::string(rid);
  if (key_.kind == SortKey::Kind::last_updated) return "(SELECT s.last_updated " + of_row + binder.visible("s") + ")";
  if (key_.kind == SortKey::Kind::id) return "COALESCE((SELECT s.fhir_id " + of_row + binder.visible("s") + "), '')";
  switch (key_.parameter->search_type) {
    case SearchType::date:
      return or_last(binder, smallest(binder, "index_date", key_.descending ? "until_ms" : "from_ms", rid));
    case SearchType::string:
      return or_last(binder, smallest(binder, "index_string", "folded", rid));
    case SearchType::number:
    case SearchType::quantity:
      return or_last(binder, smallest(binder, "index_number", "value", rid));
    default:
      break;
  }
  std::vector<std::int64_t> numbers(plan_of(*key_.parameter).numbers.begin(), plan_of(*key_.parameter).numbers.end());
  return or_last(binder, std::string("(SELECT ") + (key_.descending ? "MAX" : "MIN") + "(c.code) FROM codes" +
                             std::to_string(ordinal) + " c WHERE EXISTS (SELECT 1 FROM index_token s WHERE " +
                             binder.one_of("s.param", numbers) + " AND s.code = c.code AND s.patient = " + std::string(patient) +
                             " AND s.rid = " + std::string(rid) + binder.visible("s") + "))");
}

std::string SortColumn::common_table(SqlBinder& binder, std::size_t ordinal) const {
  if (!needs_patient()) return {};
  // The different codes of a parameter, one seek each.
  std::vector<std::int64_t> numbers(plan_of(*key_.parameter).numbers.begin(), plan_of(*key_.parameter).numbers.end());
  const std::string name = "codes" + std::to_string(ordinal);
  const std::string param = binder.one_of("t.param", numbers);
  return name + "(code, n) AS (SELECT MIN(t.code), 1 FROM index_token t WHERE " + param +
         " UNION ALL SELECT (SELECT MIN(t.code) FROM index_token t WHERE " + param + " AND t.code > p.code), p.n + 1 FROM " +
         name + " p WHERE p.code IS NOT NULL AND p.n <= " + std::to_string(sortable_codes) + ")";
}

}  // namespace charta::resources
