// SPDX-License-Identifier: Apache-2.0
// The one place where a filter becomes SQL. Each part is a constant with named parameters; only their number varies.
#include "base/text.hpp"
#include "record/worklists/work_item_store.hpp"

#include <array>
#include <deque>

namespace charta::worklists {
namespace {

/// A WHERE clause under construction with what it binds.
class Clause {
 public:
  void add(std::string_view condition) {
    sql_ += sql_.empty() ? " WHERE " : " AND ";
    sql_ += condition;
  }
  void bind(std::string_view name, store::Value value) { bindings_.push_back({name, value}); }

  /// `(:name0, :name1, …)`, bound.
  template <class Values>
  std::string any(std::string_view name, const Values& values) {
    std::string list = "(";
    std::size_t index = 0;
    for (const auto& value : values) {
      const std::string& parameter = names_.emplace_back(std::string(name) + std::to_string(index));
      list += (index++ == 0 ? ":" : ", :") + parameter;
      bind(parameter, store::Value(value));
    }
    return list + ")";
  }
  /// `column IN (…)`
  template <class Values>
  void add_any(std::string_view column, std::string_view name, const Values& values, std::string_view word = " IN ") {
    add(std::string(column) + std::string(word) + any(name, values));
  }
  /// A text kept as long as the clause, for a value made here.
  const std::string& keep(std::string text) { return names_.emplace_back(std::move(text)); }

  const std::string& sql() const { return sql_; }
  store::Bindings bindings() const { return bindings_; }

 private:
  std::string sql_;
  std::deque<std::string> names_;
  std::vector<store::Binding> bindings_;
};

void add_visibility(Clause& clause, const access::Visibility& visibility) {
  if (visibility.sees_everything()) return;
  std::string condition =
      "(((CAST(:facilities AS BIGINT) >> CAST(facility AS INTEGER)) & 1) = 1 AND (sensitivity & CAST(:blocked AS BIGINT)) = 0)";
  clause.bind("facilities", visibility.facilities);
  clause.bind("blocked", static_cast<std::int64_t>(~visibility.clearance));
  if (!visibility.opened_by_glass.empty()) {
    clause.bind("glass_blocked", static_cast<std::int64_t>(~(visibility.clearance | visibility.glass_clearance)));
    condition = "(" + condition + " OR ((sensitivity & CAST(:glass_blocked AS BIGINT)) = 0 AND patient_id IN (";
    std::size_t index = 0;
    for (const PatientId patient : visibility.opened_by_glass) {
      const std::string& parameter = clause.keep("glass" + std::to_string(index));
      condition += (index++ == 0 ? ":" : ", :") + parameter;
      clause.bind(parameter, patient.key());
    }
    condition += ")))";
  }
  clause.add(condition);
}

std::vector<std::int64_t> priorities(const std::vector<std::string>& codes) {
  std::vector<std::int64_t> values;
  for (const std::string& code : codes) {
    if (const auto priority = parse_priority(code)) values.push_back(static_cast<std::int64_t>(*priority));
  }
  if (values.empty()) values.push_back(-1);  // codes that nobody has select nothing
  return values;
}

std::vector<std::int64_t> patients(const Filter& filter) {
  std::vector<std::int64_t> keys;
  if (filter.patient.is_set()) keys.push_back(filter.patient.key());
  for (const PatientId patient : filter.patients) keys.push_back(patient.key());
  return keys;
}

void add_text(Clause& clause, const std::string& text) {
  std::string pattern = "%";
  for (const char letter : folded(text)) {
    if (letter == '%' || letter == '_' || letter == '!') pattern += '!';
    pattern += letter;
  }
  clause.add("search_text LIKE :text ESCAPE '!'");
  clause.bind("text", clause.keep(pattern + "%"));
}

void add_times(Clause& clause, const Filter& filter) {
  if (filter.due_before) {
    clause.add("due_at < :due_before");
    clause.bind("due_before", *filter.due_before);
  }
  if (filter.due_from) {
    clause.add("due_at >= :due_from");
    clause.bind("due_from", *filter.due_from);
  }
  if (filter.created_from) {
    clause.add("created_at >= :created_from");
    clause.bind("created_from", *filter.created_from);
  }
}

void add_people(Clause& clause, const Filter& filter) {
  if (filter.owner) {
    clause.add("owner = :owner");
    clause.bind("owner", filter.owner->key());
  }
  if (filter.unowned) clause.add("owner = 0");
  if (const auto keys = patients(filter); !keys.empty()) {
    clause.add("patient_id <> 0");
    clause.add_any("patient_id", "patient", keys);
  }
  if (filter.subject != 0) {
    clause.add("subject = :subject");
    clause.bind("subject", filter.subject);
  }
  if (!filter.subjects.empty()) clause.add_any("subject", "any_subject", filter.subjects);
  if (filter.id) {
    clause.add("id = :id");
    clause.bind("id", filter.id->key());
  }
}

void add_asked(Clause& clause, const Filter::AskedOfOthers& others) {
  if (others.kinds.empty() || others.pools.empty()) return;
  clause.add("NOT (kind IN " + clause.any("asked_kind", others.kinds) + " AND pool IN " + clause.any("asked_pool", others.pools) +
             " AND owner <> :asked_of)");
  clause.bind("asked_of", others.but_owned_by.key());
}

void add_filter(Clause& clause, const Filter& filter) {
  if (!filter.kind.empty()) {
    clause.add("kind = :kind");
    clause.bind("kind", filter.kind);
  }
  if (!filter.not_kinds.empty()) clause.add_any("kind", "not_kind", filter.not_kinds, " NOT IN ");
  add_asked(clause, filter.asked_of_others);
  if (!filter.include_closed) clause.add("is_open = 1");
  if (!filter.states.empty()) clause.add_any("state", "state", filter.states);
  if (!filter.not_states.empty()) clause.add_any("state", "not_state", filter.not_states, " NOT IN ");
  if (!filter.task_statuses.empty()) clause.add_any("task_status", "task_status", filter.task_statuses);
  if (!filter.not_task_statuses.empty()) clause.add_any("task_status", "not_task_status", filter.not_task_statuses, " NOT IN ");
  if (!filter.reasons.empty()) clause.add_any("reason_code", "reason", filter.reasons);
  if (!filter.pools.empty()) clause.add_any("pool", "pool", filter.pools);
  if (!filter.priorities.empty()) clause.add_any("priority", "priority", priorities(filter.priorities));
  add_people(clause, filter);
  add_times(clause, filter);
  if (!filter.text.empty()) add_text(clause, filter.text);
}

Clause clause_of(const Filter& filter, const access::Visibility& visibility) {
  Clause clause;
  add_filter(clause, filter);
  add_visibility(clause, visibility);
  return clause;
}

/// A list is short: the page's limit is never more than this.
constexpr std::int64_t longest_page = 1000;

constexpr std::array sort_columns = {"id",          "kind",      "state",         "priority",   "due_at",
                                     "pool",        "owner",     "waiting_until", "note",       "created_at",
                                     "changed_at",  "closed_at", "escalations",   "patient_id", "facility",
                                     "reason_code", "subject",   "clock_basis",   "rule",       "need_rank"};

std::string_view column_of(std::string_view key) {
  for (const std::string_view column : sort_columns) {
    if (column == key) return column;
  }
  return {};
}

}  // namespace

Result<std::string> order_by(std::string_view sort) {
  std::string sql = " ORDER BY ";
  bool by_id = false;
  for (std::string_view key : split(sort, ',')) {
    key = trimmed(key);
    if (key.empty()) continue;
    const bool descending = key.front() == '-';
    if (descending) key.remove_prefix(1);
    const std::string_view column = column_of(key);
    if (column.empty()) return fail(ErrorKind::invalid, "a worklist cannot be sorted by '" + std::string(key) + "'", "sort");
    by_id = by_id || column == "id";
    sql += std::string(column) + (descending ? " DESC, " : ", ");
  }
  if (!by_id) return sql + "id";  // a stable order, so that pages do not overlap
  return sql.substr(0, sql.size() - 2);
}

Result<std::vector<WorkItem>> search_items(store::Reader& reader, const Filter& filter, const access::Visibility& visibility) {
  Clause clause = clause_of(filter, visibility);
  CHARTA_TRY(const std::string order, order_by(filter.sort));
  const std::string sql =
      "SELECT " + std::string(select_columns) + " FROM work_item" + clause.sql() + order + " LIMIT :limit OFFSET :offset";
  clause.bind("limit", filter.is_whole ? filter.limit : std::min(filter.limit, longest_page));
  clause.bind("offset", filter.offset);
  std::vector<WorkItem> items;
  CHARTA_TRY_DO(reader.read({"worklists.search_items", sql}, clause.bindings(), [&](const store::Row& row) {
    items.push_back(item_of(row));
    return true;
  }));
  return items;
}

Result<std::vector<WorkItemId>> search_ids(store::Reader& reader, const Filter& filter, const access::Visibility& visibility) {
  Clause clause = clause_of(filter, visibility);
  CHARTA_TRY(const std::string order, order_by(filter.sort));
  const std::string sql = "SELECT id FROM work_item" + clause.sql() + order + " LIMIT :limit";
  clause.bind("limit", filter.limit);
  std::vector<WorkItemId> ids;
  CHARTA_TRY_DO(reader.read({"worklists.search_ids", sql}, clause.bindings(), [&](const store::Row& row) {
    ids.push_back(row.id<WorkItemId>(0));
    return true;
  }));
  return ids;
}

Result<std::int64_t> count_items(store::Reader& reader, const Filter& filter, const access::Visibility& visibility) {
  const Clause clause = clause_of(filter, visibility);
  const std::string sql = "SELECT COUNT(*) FROM work_item" + clause.sql();
  std::int64_t count = 0;
  CHARTA_TRY_DO(reader.read({"worklists.count_items", sql}, clause.bindings(), [&](const store::Row& row) {
    count = row.integer(0);
    return false;
  }));
  return count;
}

Result<std::vector<PoolCountRow>> count_pools(store::Reader& reader, std::string_view kind, UserId user, Instant now,
                                              const access::Visibility& visibility) {
  Clause clause;
  clause.add("is_open = 1");
  clause.add("kind = :kind");
  clause.bind("kind", kind);
  add_visibility(clause, visibility);
  clause.bind("now", now);
  clause.bind("user", user.key());
  const std::string sql =
      "SELECT kind, state, COUNT(*), SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END), SUM(CASE WHEN owner = 0 THEN 1 ELSE 0 END), "
      "SUM(CASE WHEN priority = 0 THEN 1 ELSE 0 END), pool, CASE WHEN owner <> 0 AND owner = :user THEN 1 ELSE 0 END FROM "
      "work_item" +
      clause.sql() + " GROUP BY 1, 2, 7, 8 ORDER BY 1, 2, 7, 8";
  std::vector<PoolCountRow> rows;
  CHARTA_TRY_DO(reader.read({"worklists.count_pools", sql}, clause.bindings(), [&](const store::Row& row) {
    rows.push_back({{row.string(0), row.string(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)},
                    row.string(6),
                    row.integer(7) == 1});
    return true;
  }));
  return rows;
}

Result<std::vector<CountRow>> count_open(store::Reader& reader, Instant now, const access::Visibility& visibility) {
  Clause clause;
  clause.add("is_open = 1");
  add_visibility(clause, visibility);
  clause.bind("now", now);
  const std::string sql =
      "SELECT kind, state, COUNT(*), SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END), SUM(CASE WHEN owner = 0 THEN 1 ELSE 0 END), "
      "SUM(CASE WHEN priority = 0 THEN 1 ELSE 0 END) FROM work_item" +
      clause.sql() + " GROUP BY kind, state ORDER BY kind, state";
  std::vector<CountRow> rows;
  CHARTA_TRY_DO(reader.read({"worklists.count_open", sql}, clause.bindings(), [&](const store::Row& row) {
    rows.push_back({row.string(0), row.string(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)});
    return true;
  }));
  return rows;
}

}  // namespace charta::worklists
