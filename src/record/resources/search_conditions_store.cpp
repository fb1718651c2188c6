// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_conditions_store.hpp"

#include "base/text.hpp"
#include "record/resources/index_rows.hpp"
#include "record/resources/parameter_plan.hpp"

namespace charta::resources {
namespace {

using fhir::SearchType;

std::vector<std::int64_t> numbers_of(const fhir::SearchParameter& parameter) {
  const auto& numbers = plan_of(parameter).numbers;
  return {numbers.begin(), numbers.end()};
}

std::string_view table_of(SearchType type) {
  switch (type) {
    case SearchType::string:
      return "index_string";
    case SearchType::date:
      return "index_date";
    case SearchType::number:
    case SearchType::quantity:
      return "index_number";
    default:
      return "index_token";
  }
}

bool is_range(SearchType type) {
  return type == SearchType::string || type == SearchType::date || type == SearchType::number || type == SearchType::quantity;
}

/// Whether one of the values leaves the code open: then the index cannot be entered by code.
bool leaves_code_open(const Filter& filter) {
  for (const SearchValue& value : filter.values)
    if (value.any_code) return true;
  return false;
}

std::string any_of(const std::vector<std::string>& conditions) {
  if (conditions.empty()) return "1 = 0";
  if (conditions.size() == 1) return conditions[0];
  std::string out = "(";
  for (const std::string& condition : conditions) out.append(out.size() == 1 ? "" : " OR ").append(condition);
  return out + ")";
}

/// The first text after every text that begins with `prefix`: U+10FFFF sorts behind all that is written.
std::string after_prefix(const std::string& prefix) {
  return prefix + "\xF4\x8F\xBF\xBF";
}

std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

std::string string_condition(SqlBinder& bind, Modifier modifier, const SearchValue& value, const std::string& alias) {
  std::string key = folded(value.text);
  if (modifier == Modifier::contains) return alias + ".folded LIKE " + bind.text(like_pattern(key)) + " ESCAPE '!'";
  if (modifier == Modifier::exact) {
    // The index keeps a long text by its beginning; the text as written decides.
    return alias + ".folded = " + bind.text(folded_key(key)) + " AND " + alias + ".exact = " + bind.text(index_key(value.text));
  }
  key = folded_key(key);
  return alias + ".folded >= " + bind.text(key) + " AND " + alias + ".folded < " + bind.text(after_prefix(key));
}

/// Source: search.html#date; a resource's span is [from_ms, until_ms).
std::string date_condition(SqlBinder& bind, const SearchValue& value, const std::string& from, const std::string& until) {
  const auto a = [&] { return bind.integer(value.from_ms); };
  const auto b = [&] { return bind.integer(value.until_ms); };
  switch (value.prefix) {
    case Prefix::eq:
      return from + " >= " + a() + " AND " + from + " < " + b() + " AND " + until + " <= " + b();
    case Prefix::ne:
      return "(" + from + " < " + a() + " OR " + until + " > " + b() + ")";
    case Prefix::gt:
      return until + " > " + b();
    case Prefix::lt:
      return from + " < " + a();
    case Prefix::ge:
      return "(" + from + " >= " + a() + " OR " + until + " > " + b() + ")";
    case Prefix::le:
      return "(" + until + " <= " + b() + " OR " + from + " < " + a() + ")";
    case Prefix::sa:
      return from + " >= " + b();
    case Prefix::eb:
      return until + " <= " + a();
    case Prefix::ap:
      return from + " < " + b() + " AND " + until + " > " + a();
  }
  return "1 = 0";
}

/// An instant lies in the span of the value, before or behind it: no OR, so that an index can be entered.
std::string instant_condition(SqlBinder& bind, const SearchValue& value, const std::string& column) {
  const auto from = [&] { return column + " >= " + bind.integer(value.from_ms); };
  const auto until = [&] { return column + " < " + bind.integer(value.until_ms); };
  switch (value.prefix) {
    case Prefix::eq:
    case Prefix::ap:
      return from() + " AND " + until();
    case Prefix::ne:
      return "NOT (" + from() + " AND " + until() + ")";
    case Prefix::gt:
    case Prefix::sa:
      return column + " >= " + bind.integer(value.until_ms);
    case Prefix::lt:
    case Prefix::eb:
      return column + " < " + bind.integer(value.from_ms);
    case Prefix::ge:
      return from();
    case Prefix::le:
      return until();
  }
  return "1 = 0";
}

/// Source: search.html#number; precision counts for eq, ne and ap only.
std::string number_condition(SqlBinder& bind, const SearchValue& value, const std::string& column) {
  switch (value.prefix) {
    case Prefix::eq:
    case Prefix::ap:
      return column + " >= " + bind.real(value.low) + " AND " + column + " < " + bind.real(value.high);
    case Prefix::ne:
      return "(" + column + " < " + bind.real(value.low) + " OR " + column + " >= " + bind.real(value.high) + ")";
    case Prefix::gt:
    case Prefix::sa:
      return column + " > " + bind.real(value.number);
    case Prefix::lt:
    case Prefix::eb:
      return column + " < " + bind.real(value.number);
    case Prefix::ge:
      return column + " >= " + bind.real(value.number);
    case Prefix::le:
      return column + " <= " + bind.real(value.number);
  }
  return "1 = 0";
}

}  // namespace

std::string FilterSql::select(const SqlSource& source, const std::string& columns) const {
  return "SELECT " + columns + " FROM " + source.from + " WHERE " + source.where;
}

SqlSource FilterSql::all_of_type(std::string_view type, const std::string& alias) {
  return {"resource " + alias, alias + ".type = " + binder_.integer(fhir::resource_type_number(type)) + " AND " + alias +
                                   ".version > 0 AND " + alias + ".deleted = 0" + binder_.visible(alias)};
}

/// Conditions on the value columns of a token row.
std::string FilterSql::token_condition(const ResolvedFilter& filter, const std::string& alias) {
  const auto& values = filter.filter->values;
  bool systems = false, begins = false;
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (filter.filter->parameter->search_type == SearchType::token && filter.impossible[i] != 0) continue;
    codes.push_back(values[i].starts ? values[i].text : index_key(values[i].text));
    if (values[i].system) systems = true;
    if (values[i].starts) begins = true;
  }
  if (filter.filter->modifier == Modifier::below) {
    std::vector<std::string> conditions;
    for (const std::string& code : codes)
      conditions.push_back(alias + ".code >= " + binder_.text(code) + " AND " + alias + ".code < " +
                           binder_.text(after_prefix(code)));
    return any_of(conditions);
  }
  if (!systems && !begins) return binder_.one_of(alias + ".code", codes);
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (filter.impossible[i] != 0) continue;
    std::string condition;
    if (!values[i].any_code && !values[i].starts) condition = alias + ".code = " + binder_.text(index_key(values[i].text));
    if (values[i].starts)
      condition = alias + ".code >= " + binder_.text(values[i].text) + " AND " + alias + ".code < " +
                  binder_.text(after_prefix(values[i].text));
    if (values[i].system)
      condition.append(condition.empty() ? "" : " AND ").append(alias + ".system = " + binder_.integer(*filter.systems[i]));
    conditions.push_back(condition);
  }
  const std::string enter = begins || leaves_code_open(*filter.filter) || conditions.size() == 1
                                ? ""
                                : binder_.one_of(alias + ".code", codes) + " AND ";
  return enter + any_of(conditions);
}

std::string FilterSql::value_condition(const ResolvedFilter& filter, const std::string& alias) {
  const SearchType type = filter.filter->parameter->search_type;
  if (!is_range(type)) return token_condition(filter, alias);
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < filter.filter->values.size(); ++i) {
    const SearchValue& value = filter.filter->values[i];
    if (type == SearchType::string) conditions.push_back(string_condition(binder_, filter.filter->modifier, value, alias));
    if (type == SearchType::date) conditions.push_back(date_condition(binder_, value, alias + ".from_ms", alias + ".until_ms"));
    if (type != SearchType::number && type != SearchType::quantity) continue;
    if (type == SearchType::quantity && filter.impossible[i] != 0) continue;
    std::string condition = number_condition(binder_, value, alias + ".value");
    if (type == SearchType::quantity && value.system)
      condition += " AND " + alias + ".system = " + binder_.integer(*filter.systems[i]);
    if (!value.unit.empty()) condition += " AND " + alias + ".unit = " + binder_.text(index_key(value.unit));
    conditions.push_back(condition);
  }
  return any_of(conditions);
}

std::string FilterSql::patient_condition(const ResolvedFilter& filter, const std::string& alias) {
  std::vector<std::int64_t> keys;
  for (const PatientId patient : filter.patients) keys.push_back(patient.key());
  return binder_.one_of(alias + ".patient", keys);
}

std::optional<int> FilterSql::rank(const ResolvedFilter& resolved) {
  const Filter& filter = *resolved.filter;
  // What finds nothing is the quickest way in, unless it is negated: then it shuts nobody out.
  if (resolved.nothing) return filter.modifier == Modifier::negated ? std::nullopt : std::optional(0);
  switch (filter.kind) {
    case Filter::Kind::id:
      return 0;
    case Filter::Kind::last_updated:
      return std::nullopt;
    case Filter::Kind::chain:
      return 5;
    case Filter::Kind::has:
      return plan_of(*filter.parameter).by_patient && filter.type == "Patient" && rank(resolved.inner[0]) ? std::optional(5)
                                                                                                          : std::nullopt;
    case Filter::Kind::parameter:
      break;
  }
  if (filter.modifier == Modifier::missing || filter.modifier == Modifier::negated) return std::nullopt;
  switch (filter.parameter->search_type) {
    case SearchType::token:
      return leaves_code_open(filter) ? 7 : 3;
    case SearchType::uri:
      return 3;
    case SearchType::reference:
      return resolved.patients.empty() ? 3 : 2;
    case SearchType::string:
      return filter.modifier == Modifier::contains ? 7 : 4;
    default:
      return 6;
  }
}

SqlSource FilterSql::reference_source(const ResolvedFilter& filter, const std::string& alias) {
  std::vector<SqlSource> parts;
  const std::string inner = filter.patients.empty() + filter.targets.empty() + filter.urls.empty() == 2 ? alias : fresh_alias();
  if (!filter.patients.empty())
    parts.push_back({"resource " + inner, patient_condition(filter, inner) + " AND " + inner +
                                              ".type = " + binder_.integer(fhir::resource_type_number(filter.filter->type)) +
                                              " AND " + inner + ".deleted = 0" + binder_.visible(inner)});
  const auto parameter = [&] { return binder_.one_of(inner + ".param", numbers_of(*filter.filter->parameter)); };
  if (!filter.targets.empty())
    parts.push_back({"index_reference " + inner,
                     parameter() + " AND " + binder_.one_of(inner + ".target", filter.targets) + binder_.visible(inner)});
  if (!filter.urls.empty())
    parts.push_back(
        {"index_token " + inner, parameter() + " AND " + binder_.one_of(inner + ".code", filter.urls) + binder_.visible(inner)});
  if (parts.size() == 1) return parts[0];
  std::string united;
  for (const SqlSource& part : parts)
    united.append(united.empty() ? "" : " UNION ").append(select(part, inner + ".rid AS rid, " + inner + ".patient AS patient"));
  return {"(" + united + ") " + alias, "1 = 1"};
}

SqlSource FilterSql::chain_source(const ResolvedFilter& filter, const std::string& alias) {
  const Filter& link = *filter.filter;
  std::string united;
  for (const ResolvedFilter& inner : filter.inner) {
    const std::string from = fresh_alias();
    const SqlSource far = rank(inner) ? source(inner, from) : all_of_type(inner.filter->type, from);
    const std::string where = far.where + (rank(inner) ? "" : " AND " + test(inner, from));
    const std::string near = fresh_alias();
    united.append(united.empty() ? "SELECT " : " UNION SELECT ")
        .append(near)
        .append(".rid AS rid, ")
        .append(near)
        .append(".patient AS patient FROM ");
    if (plan_of(*link.parameter).by_patient && inner.filter->type == "Patient") {
      united.append("(" + select({far.from, where}, "DISTINCT " + from + ".rid AS rid") + ") f" + near + " CROSS JOIN resource " +
                    near + " WHERE " + near + ".patient = f" + near + ".rid AND " + near +
                    ".type = " + binder_.integer(fhir::resource_type_number(link.type)) + " AND " + near + ".deleted = 0" +
                    binder_.visible(near));
    } else {
      united.append("(" + select({far.from, where}, "DISTINCT " + from + ".rid AS rid") + ") f" + near +
                    " CROSS JOIN index_reference " + near + " WHERE " +
                    binder_.one_of(near + ".param", numbers_of(*link.parameter)) + " AND " + near + ".target = f" + near +
                    ".rid" + binder_.visible(near));
    }
  }
  return {"(" + united + ") " + alias, "1 = 1"};
}

/// Patients, from the patient column of what refers to them.
SqlSource FilterSql::has_source(const ResolvedFilter& filter, const std::string& alias) {
  const std::string inner = fresh_alias();
  const std::string person = fresh_alias();
  const SqlSource from = source(filter.inner[0], inner);
  return {"(" + select(from, "DISTINCT " + inner + ".patient AS rid, " + inner + ".patient AS patient") + ") " + alias,
          "EXISTS (SELECT 1 FROM resource " + person + " WHERE " + person + ".rid = " + alias + ".rid AND " + person +
              ".type = " + binder_.integer(fhir::resource_type_number(filter.filter->type)) + " AND " + person + ".deleted = 0" +
              binder_.visible(person) + ")"};
}

namespace {

/// One parameter, one system, one code: with patient and row that is the whole key of index_token.
bool is_one_token(const Filter& filter) {
  return filter.parameter->search_type == SearchType::token && filter.modifier == Modifier::none && filter.values.size() == 1 &&
         filter.values[0].system && !filter.values[0].any_code && !filter.values[0].starts &&
         numbers_of(*filter.parameter).size() == 1;
}

}  // namespace

SqlSource FilterSql::source(const ResolvedFilter& filter, const std::string& alias) {
  const Filter& asked = *filter.filter;
  if (filter.nothing) return {"resource " + alias, alias + ".rid = " + binder_.integer(0) + binder_.visible(alias)};
  if (asked.kind == Filter::Kind::id)
    return {"resource " + alias, binder_.one_of(alias + ".rid", filter.keys) + " AND " + alias +
                                     ".type = " + binder_.integer(fhir::resource_type_number(asked.type)) + " AND " + alias +
                                     ".deleted = 0" + binder_.visible(alias)};
  if (asked.kind == Filter::Kind::chain) return chain_source(filter, alias);
  if (asked.kind == Filter::Kind::has) return has_source(filter, alias);
  if (asked.parameter->search_type == SearchType::reference) return reference_source(filter, alias);
  return {std::string(table_of(asked.parameter->search_type)) + " " + alias,
          binder_.one_of(alias + ".param", numbers_of(*asked.parameter)) + " AND " + value_condition(filter, alias) +
              binder_.visible(alias),
          is_one_token(asked)};
}

std::string FilterSql::reference_test(const ResolvedFilter& filter, const std::string& alias) {
  std::vector<std::string> conditions;
  if (!filter.patients.empty()) conditions.push_back(patient_condition(filter, alias));
  for (const bool outside : {false, true}) {
    if (outside ? filter.urls.empty() : filter.targets.empty()) continue;
    const std::string row = fresh_alias();
    conditions.push_back(
        "EXISTS (SELECT 1 FROM " + std::string(outside ? "index_token " : "index_reference ") + row + " WHERE " +
        binder_.one_of(row + ".param", numbers_of(*filter.filter->parameter)) + " AND " +
        (outside ? binder_.one_of(row + ".code", filter.urls) : binder_.one_of(row + ".target", filter.targets)) + " AND " + row +
        ".patient = " + alias + ".patient AND " + row + ".rid = " + alias + ".rid" + binder_.visible(row) + ")");
  }
  return any_of(conditions);
}

/// The far end is worked out once, not for each candidate.
std::string FilterSql::chain_test(const ResolvedFilter& filter, const std::string& alias) {
  const std::string row = fresh_alias();
  return alias + ".rid IN (" + select(chain_source(filter, row), row + ".rid") + ")";
}

std::string FilterSql::has_test(const ResolvedFilter& filter, const std::string& alias) {
  const Filter& asked = *filter.filter;
  const ResolvedFilter& inner = filter.inner[0];
  const std::string row = fresh_alias();
  if (plan_of(*asked.parameter).by_patient && asked.type == "Patient") {
    const bool by_key = inner.filter->kind == Filter::Kind::parameter && rank(inner) == 3;
    if (by_key) {
      const SqlSource from = source(inner, row);
      return "EXISTS (" + select({from.from, from.where + " AND " + row + ".patient = " + alias + ".rid"}, "1") + ")";
    }
    if (rank(inner)) return alias + ".rid IN (" + select(source(inner, row), row + ".patient") + ")";
    SqlSource every{"resource " + row, row + ".patient = " + alias + ".rid AND " + row +
                                           ".type = " + binder_.integer(fhir::resource_type_number(inner.filter->type)) +
                                           " AND " + row + ".deleted = 0" + binder_.visible(row)};
    return "EXISTS (" + select({every.from, every.where + " AND " + test(inner, row)}, "1") + ")";
  }
  return "EXISTS (SELECT 1 FROM index_reference " + row + " WHERE " +
         binder_.one_of(row + ".param", numbers_of(*asked.parameter)) + " AND " + row + ".target = " + alias + ".rid" +
         binder_.visible(row) + " AND " + test(inner, row) + ")";
}

bool FilterSql::is_resource_condition(const Filter& filter) {
  return filter.kind == Filter::Kind::last_updated ||
         (filter.kind == Filter::Kind::parameter && filter.modifier == Modifier::missing);
}

std::string FilterSql::resource_condition(const ResolvedFilter& filter, const std::string& row) {
  const Filter& asked = *filter.filter;
  if (asked.kind != Filter::Kind::last_updated) {
    const auto bits = static_cast<std::int64_t>(plan_of(*asked.parameter).present);
    return "(" + row + ".present & " + binder_.integer(bits) + ")" + (asked.missing ? " = 0" : " <> 0");
  }
  std::vector<std::string> conditions;
  for (const SearchValue& value : asked.values) conditions.push_back(instant_condition(binder_, value, row + ".last_updated"));
  return any_of(conditions);
}

/// What stands in the resource row itself.
std::string FilterSql::resource_test(const ResolvedFilter& filter, const std::string& alias) {
  const std::string row = fresh_alias();
  return "EXISTS (SELECT 1 FROM resource " + row + " WHERE " + row + ".rid = " + alias + ".rid AND " +
         resource_condition(filter, row) + binder_.visible(row) + ")";
}

std::string FilterSql::test(const ResolvedFilter& filter, const std::string& alias) {
  const Filter& asked = *filter.filter;
  const bool negated = asked.modifier == Modifier::negated;
  if (filter.nothing) return negated ? "1 = 1" : "1 = 0";
  if (asked.kind == Filter::Kind::id) return binder_.one_of(alias + ".rid", filter.keys);
  if (asked.kind == Filter::Kind::chain) return chain_test(filter, alias);
  if (asked.kind == Filter::Kind::has) return has_test(filter, alias);
  if (is_resource_condition(asked)) return resource_test(filter, alias);
  const SearchType type = asked.parameter->search_type;
  if (type == SearchType::reference) return reference_test(filter, alias);
  const std::string row = fresh_alias();
  const std::string parameter = binder_.one_of(row + ".param", numbers_of(*asked.parameter)) + " AND ";
  const std::string of_row = " AND " + row + ".rid = " + alias + ".rid";
  const std::string not_in = negated ? "NOT " : "";
  const std::string condition = parameter + value_condition(filter, row);
  if (is_range(type))
    return "EXISTS (SELECT 1 FROM " + std::string(table_of(type)) + " " + row + " WHERE " + condition + of_row +
           binder_.visible(row) + ")";
  if (leaves_code_open(asked) || asked.modifier == Modifier::below)
    return alias + ".rid " + not_in + "IN (SELECT " + row + ".rid FROM index_token " + row + " WHERE " + condition +
           binder_.visible(row) + ")";
  return not_in + "EXISTS (SELECT 1 FROM index_token " + row + " WHERE " + condition + " AND " + row + ".patient = " + alias +
         ".patient" + of_row + binder_.visible(row) + ")";
}

}  // namespace charta::resources
