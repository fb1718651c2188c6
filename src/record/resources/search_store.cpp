// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_store.hpp"

#include "base/text.hpp"
#include "record/resources/parameter_plan.hpp"
#include "record/resources/search_order_store.hpp"

#include <algorithm>
#include <charconv>

namespace charta::resources {

/// Where candidates come from, how the rest are tested, and in which order they stand.
struct SearchStore::Plan {
  enum class Order { by_patient, by_time, newest_first, sorted };
  bool nothing = false;
  Order order = Order::by_time;
  SqlSource source;  ///< alias d
};

namespace {

// Enough to tell a rare value from a common one.
constexpr std::int64_t count_bound = 500;

std::string quoted_number(double value) {
  char digits[32];
  const auto [end, problem] = std::to_chars(digits, digits + sizeof digits, value);
  return problem == std::errc() ? std::string(digits, end) : "0";
}

bool sorts_by_time_only(const SearchQuery& query) {
  return query.sort.empty() || (query.sort.size() == 1 && query.sort[0].kind == SortKey::Kind::last_updated);
}

/// (k0 > c0 OR (k0 = c0 AND (k1 < c1 OR (k1 = c1 AND rid > c))))
std::string after(const std::vector<SortColumn>& columns, const std::vector<std::string>& bounds, const std::string& rid,
                  std::size_t at = 0) {
  if (at == columns.size()) return "q.rid > " + rid;
  const std::string column = "q.k" + std::to_string(at);
  return "(" + column + (columns[at].descending() ? " < " : " > ") + bounds[at] + " OR (" + column + " = " + bounds[at] +
         " AND " + after(columns, bounds, rid, at + 1) + "))";
}

/// The bounds of a sorted page: numbers from the cursor, texts from the index.
Result<std::vector<std::string>> bounds_of(const std::vector<SortColumn>& columns, const Cursor& cursor, SqlBinder& binder) {
  const Error refused = fail(ErrorKind::invalid, "this page link belongs to another search; begin again", "_cursor");
  if (cursor.numbers.size() != columns.size()) return refused;
  std::vector<std::string> bounds;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& number = cursor.numbers[i];
    if (columns[i].kind() == SortColumn::Kind::text) {
      const std::string patient = columns[i].needs_patient() ? binder.integer(cursor.second) : std::string();
      bounds.push_back(columns[i].sql(binder, binder.integer(cursor.first), patient, i));
    } else if (columns[i].kind() == SortColumn::Kind::integer) {
      const auto parsed = parse_integer(number);
      if (!parsed) return refused;
      bounds.push_back(binder.integer(*parsed));
    } else {
      double parsed = 0;
      if (std::from_chars(number.data(), number.data() + number.size(), parsed).ec != std::errc()) return refused;
      bounds.push_back(binder.real(parsed));
    }
  }
  return bounds;
}

std::string with_clause(const std::vector<SortColumn>& columns, SqlBinder& binder) {
  std::string clause;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string table = columns[i].common_table(binder, i);
    if (!table.empty()) clause.append(clause.empty() ? "WITH RECURSIVE " : ", ").append(table);
  }
  return clause.empty() ? clause : clause + " ";
}

std::vector<SortColumn> columns_of(const SearchQuery& query) {
  std::vector<SortColumn> columns;
  for (const SortKey& key : query.sort) columns.emplace_back(key);
  return columns;
}

Result<std::string> sorted_sql(const SearchQuery& query, const SqlSource& source, SqlBinder& binder) {
  const auto columns = columns_of(query);
  std::string keys, order, clause = with_clause(columns, binder);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string name = "k" + std::to_string(i);
    keys.append(", ").append(columns[i].sql(binder, "e.rid", "e.patient", i)).append(" AS ").append(name);
    order.append("q.").append(name).append(columns[i].descending() ? " DESC, " : ", ");
  }
  std::string where;
  if (!query.cursor.empty()) {
    CHARTA_TRY(const Cursor cursor, Cursor::parse(query.cursor));
    CHARTA_TRY(const auto bounds, bounds_of(columns, cursor, binder));
    where = " WHERE " + after(columns, bounds, binder.integer(cursor.first));
  }
  return clause + "SELECT q.* FROM (SELECT e.rid AS rid, e.patient AS patient" + keys +
         " FROM (SELECT DISTINCT d.rid AS rid, d.patient AS patient FROM " + source.from + " WHERE " + source.where + ") e) q" +
         where + " ORDER BY " + order + "q.rid LIMIT " + binder.integer(query.count + 1);
}

/// Ordered by two columns that an index has in this order.
Result<std::string> plain_sql(const SearchQuery& query, const SqlSource& source, std::string_view first, bool descending,
                              SqlBinder& binder, bool rows, store::Engine engine) {
  std::string where = source.where;
  const std::string pair = "d." + std::string(first) + ", d.rid";
  if (!query.cursor.empty()) {
    CHARTA_TRY(const Cursor cursor, Cursor::parse(query.cursor));
    where += " AND (" + pair + ")" + (descending ? " < (" : " > (") + binder.integer(cursor.first) + ", " +
             binder.integer(cursor.second) + ")";
  }
  const std::string direction = descending ? " DESC" : "";
  const std::string order =
      " ORDER BY d." + std::string(first) + direction + ", d.rid" + direction + " LIMIT " + binder.integer(query.count + 1);
  const std::string columns(ResourceStore::columns());
  // SQLite goes straight from the index to the rows, with no list between that is stored and sorted; PostgreSQL plans the page
  // better alone.
  if (rows && source.once && engine == store::Engine::sqlite)
    return "SELECT " + pair + ", " + columns + " FROM " + source.from + " CROSS JOIN resource r WHERE r.rid = d.rid AND " +
           where + order;
  const std::string keys =
      std::string(source.once ? "SELECT " : "SELECT DISTINCT ") + pair + " FROM " + source.from + " WHERE " + where + order;
  return rows ? "SELECT p.*, " + columns + " FROM (" + keys + ") p JOIN resource r ON r.rid = p.rid" : keys;
}

}  // namespace

Result<std::int64_t> SearchStore::bounded_count(store::Reader& reader, const ResolvedFilter& filter,
                                                const access::Visibility& visibility) const {
  SqlBinder binder(visibility);
  const SqlSource source = FilterSql(binder).source(filter, "d");
  const std::string sql = "SELECT COUNT(*) FROM (SELECT 1 FROM " + source.from + " WHERE " + source.where + " LIMIT " +
                          binder.integer(count_bound) + ") q";
  std::int64_t count = 0;
  reader.next_is_apart();  // it chooses the way of the search, not its answer
  CHARTA_TRY_DO(reader.read({"resources.bounded_count", sql}, binder.bindings(), [&](const store::Row& row) {
    count = row.integer(0);
    return false;
  }));
  return count;
}

/// Within one patient's record a token finds its rows at once; else the rarest of what can be entered by value.
Result<std::size_t> SearchStore::choose_driver(store::Reader& reader, const std::vector<ResolvedFilter>& filters,
                                               const access::Visibility& visibility) const {
  const std::size_t none = filters.size();
  std::size_t best = none;
  int best_rank = 100;
  bool one_patient = false;
  std::vector<std::size_t> rivals;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const auto rank = FilterSql::rank(filters[i]);
    if (!rank) continue;
    if (*rank == 2) one_patient = true;
    if (*rank >= 3 && *rank <= 6) rivals.push_back(i);
    if (*rank < best_rank) {
      best = i;
      best_rank = *rank;
    }
  }
  if (one_patient && best_rank == 2) {
    for (const std::size_t rival : rivals)
      if (FilterSql::rank(filters[rival]) == 3) return rival;
    return best;
  }
  if (best_rank < 3 || rivals.size() < 2) return best;
  std::int64_t fewest = count_bound + 1;
  for (const std::size_t rival : rivals) {
    CHARTA_TRY(const std::int64_t count, bounded_count(reader, filters[rival], visibility));
    if (count < fewest) {
      fewest = count;
      best = rival;
    }
    if (count < 10) break;
  }
  return best;
}

Result<SearchStore::Plan> SearchStore::plan(store::Reader& reader, const SearchQuery& query, SqlBinder& binder) const {
  FilterResolver resolver(reader, resources_, systems_, expansion_);
  std::vector<ResolvedFilter> filters;
  Plan plan;
  for (const Filter& filter : query.filters) {
    CHARTA_TRY(auto resolved, resolver.resolve(filter));
    if (resolved.nothing && resolved.filter->modifier != Modifier::negated) plan.nothing = true;
    filters.push_back(std::move(resolved));
  }
  if (plan.nothing) return plan;
  CHARTA_TRY(const std::size_t driver, choose_driver(reader, filters, binder.visibility()));
  FilterSql sql(binder);
  const bool listing = driver == filters.size();
  plan.source = listing ? sql.all_of_type(query.type, "d") : sql.source(filters[driver], "d");
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (i == driver) continue;
    const bool direct = listing && FilterSql::is_resource_condition(*filters[i].filter);
    plan.source.where += " AND " + (direct ? sql.resource_condition(filters[i], "d") : sql.test(filters[i], "d"));
  }
  if (listing && sorts_by_time_only(query)) {
    plan.order = !query.sort.empty() && query.sort[0].descending ? Plan::Order::newest_first : Plan::Order::by_time;
  } else {
    plan.order = query.sort.empty() ? Plan::Order::by_patient : Plan::Order::sorted;
  }
  return plan;
}

Result<CompiledSearch> SearchStore::compile_page(store::Reader& reader, const SearchQuery& query,
                                                 const access::Visibility& visibility, bool rows) const {
  CompiledSearch compiled{std::make_unique<SqlBinder>(visibility), {}, rows && query.sort.empty()};
  SqlBinder& binder = *compiled.binder;
  CHARTA_TRY(const Plan plan, this->plan(reader, query, binder));
  if (plan.nothing) return compiled;
  Result<std::string> sql = std::string();
  switch (plan.order) {
    case Plan::Order::by_patient:
      sql = plain_sql(query, plan.source, "patient", false, binder, compiled.with_rows, reader.engine());
      break;
    case Plan::Order::by_time:
      sql = plain_sql(query, plan.source, "last_updated", false, binder, compiled.with_rows, reader.engine());
      break;
    case Plan::Order::newest_first:
      sql = plain_sql(query, plan.source, "last_updated", true, binder, compiled.with_rows, reader.engine());
      break;
    case Plan::Order::sorted:
      sql = sorted_sql(query, plan.source, binder);
      break;
  }
  CHARTA_TRY(compiled.sql, std::move(sql));
  return compiled;
}

Result<CompiledSearch> SearchStore::compile_count(store::Reader& reader, const SearchQuery& query,
                                                  const access::Visibility& visibility) const {
  CompiledSearch compiled{std::make_unique<SqlBinder>(visibility), {}};
  CHARTA_TRY(const Plan plan, this->plan(reader, query, *compiled.binder));
  if (!plan.nothing)
    compiled.sql = "SELECT COUNT(*) FROM (SELECT DISTINCT d.rid FROM " + plan.source.from + " WHERE " + plan.source.where + ") q";
  return compiled;
}

namespace {

/// Whether the tokens sorted by have few enough codes for common_table().
Result<void> check_sort(store::Reader& reader, const SearchQuery& query, const access::Visibility& visibility) {
  for (const SortKey& key : query.sort) {
    SqlBinder binder(visibility);
    const std::string table = SortColumn(key).common_table(binder, 0);
    if (table.empty()) continue;
    std::int64_t codes = 0;
    CHARTA_TRY_DO(reader.read({"resources.sort_codes", "WITH RECURSIVE " + table + " SELECT COUNT(*) FROM codes0"},
                              binder.bindings(), [&](const store::Row& row) {
                                codes = row.integer(0);
                                return false;
                              }));
    if (codes > sortable_codes)
      return fail(ErrorKind::unsupported, "this parameter has too many different codes to be sorted by", "_sort");
  }
  return {};
}

}  // namespace

Result<SearchPage> SearchStore::page(store::Reader& reader, const SearchQuery& query,
                                     const access::Visibility& visibility) const {
  CHARTA_TRY_DO(check_sort(reader, query, visibility));
  CHARTA_TRY(const auto compiled, compile_page(reader, query, visibility));
  SearchPage page;
  if (compiled.sql.empty()) return page;
  const bool sorted = compiled.sql.find("q.rid LIMIT") != std::string::npos;
  const auto columns = columns_of(query);
  Cursor last;
  bool more = false;
  CHARTA_TRY_DO(reader.read({"resources.search", compiled.sql}, compiled.binder->bindings(), [&](const store::Row& row) {
    more = static_cast<std::int64_t>(page.keys.size()) == query.count;
    if (more) return false;
    page.keys.push_back(row.id<ResourceId>(sorted ? 0 : 1));
    if (static_cast<std::int64_t>(page.keys.size()) < query.count) return true;
    last = {row.integer(0), row.integer(1), {}};
    for (std::size_t i = 0; sorted && i < columns.size(); ++i) {
      const int at = static_cast<int>(i) + 2;
      if (columns[i].kind() == SortColumn::Kind::integer)
        last.numbers.push_back(std::to_string(row.integer(at)));
      else
        last.numbers.push_back(columns[i].kind() == SortColumn::Kind::real ? quoted_number(row.real(at)) : "");
    }
    return true;
  }));
  if (more) page.next = last.print();
  return page;
}

Result<SearchPage> SearchStore::page_with_rows(store::Reader& reader, const SearchQuery& query,
                                               const access::Visibility& visibility) const {
  if (!query.sort.empty()) return page(reader, query, visibility);
  CHARTA_TRY(const auto compiled, compile_page(reader, query, visibility, true));
  SearchPage page;
  if (compiled.sql.empty()) return page;
  if (query.includes.empty() && query.reverse_includes.empty()) reader.ends_with_next();
  using Place = std::pair<std::int64_t, std::int64_t>;
  std::vector<std::pair<Place, ResourceRow>> found;
  found.reserve(static_cast<std::size_t>(std::min<std::int64_t>(query.count + 1, 64)));
  CHARTA_TRY_DO(reader.read({"resources.search_rows", compiled.sql}, compiled.binder->bindings(), [&](const store::Row& row) {
    found.emplace_back(Place(row.integer(0), row.integer(1)), ResourceStore::map(row, 2));
    return true;
  }));
  // A join keeps no order by right; SQLite's does.
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(found.begin(), found.end(), before)) std::sort(found.begin(), found.end(), before);
  const bool more = static_cast<std::int64_t>(found.size()) > query.count;
  if (more) found.pop_back();
  if (more) page.next = Cursor{found.back().first.first, found.back().first.second, {}}.print();
  for (auto& [place, row] : found) {
    page.keys.push_back(row.key);
    page.rows.push_back(std::move(row));
  }
  return page;
}

Result<std::int64_t> SearchStore::count(store::Reader& reader, const SearchQuery& query,
                                        const access::Visibility& visibility) const {
  CHARTA_TRY(const auto compiled, compile_count(reader, query, visibility));
  std::int64_t count = 0;
  if (compiled.sql.empty()) return count;
  CHARTA_TRY_DO(reader.read({"resources.search_count", compiled.sql}, compiled.binder->bindings(), [&](const store::Row& row) {
    count = row.integer(0);
    return false;
  }));
  return count;
}

Result<std::vector<ResourceId>> SearchStore::referring(store::Reader& reader, const Include& include,
                                                       std::string_view target_type, const std::vector<ResourceId>& targets,
                                                       const access::Visibility& visibility, std::int64_t limit) const {
  std::vector<ResourceId> found;
  for (const fhir::SearchParameter& parameter : fhir::parameters_of(include.source_type)) {
    if (parameter.search_type != fhir::SearchType::reference || targets.empty()) continue;
    if (include.parameter != nullptr && include.parameter != &parameter) continue;
    Filter filter{.kind = Filter::Kind::parameter, .type = include.source_type, .parameter = &parameter};
    ResolvedFilter resolved{.filter = &filter};
    const bool by_patient = target_type == "Patient" && plan_of(parameter).by_patient;
    for (const ResourceId target : targets) {
      if (by_patient)
        resolved.patients.emplace_back(target.key());
      else
        resolved.targets.push_back(target.key());
    }
    SqlBinder binder(visibility);
    const SqlSource source = FilterSql(binder).source(resolved, "d");
    const std::string sql =
        "SELECT DISTINCT d.rid FROM " + source.from + " WHERE " + source.where + " ORDER BY d.rid LIMIT " + binder.integer(limit);
    CHARTA_TRY_DO(reader.read({"resources.referring", sql}, binder.bindings(), [&](const store::Row& row) {
      found.push_back(row.id<ResourceId>(0));
      return true;
    }));
  }
  return found;
}

}  // namespace charta::resources
