// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/ledger_list_store.hpp"

#include <mutex>
#include <set>
#include <string>

namespace charta::ledger {
namespace {

constexpr std::string_view selected = R"sql(
  SELECT e.id, e.at, e.user_id, e.on_behalf_of, e.workstation, e.act, e.subject_kind, e.subject, e.subject_version, e.patient_id,
         e.reason, e.rule, e.digest, s.position
    FROM ledger_entry e LEFT JOIN ledger_seal s ON s.entry_id = e.id
   WHERE)sql";
constexpr std::string_view counted = "SELECT count(*) FROM ledger_entry e WHERE";

struct Order {
  std::string_view name, column;
};
constexpr Order orders[] = {
    {"at", "e.at"},
    {"user", "e.user_id"},
    {"on_behalf_of", "e.on_behalf_of"},
    {"workstation", "e.workstation"},
    {"act", "e.act"},
    {"subject_kind", "e.subject_kind"},
    {"subject", "e.subject"},
    {"version", "e.subject_version"},
    {"patient", "e.patient_id"},
    {"reason", "e.reason"},
    {"rule", "e.rule"},
    {"digest", "e.digest"},
    {"position", "s.position"},
    {"id", "e.id"},
};

bool is_descending(const Filter& filter) {
  return filter.sort.starts_with('-');
}
std::string_view order_name(const Filter& filter) {
  const std::string_view name = filter.sort;
  return is_descending(filter) ? name.substr(1) : name;
}

/// Statements are found again by their text's address: a few hundred texts at most, made once and kept.
std::string_view kept(std::string text) {
  static std::mutex mutex;
  static std::set<std::string, std::less<>> texts;
  const std::lock_guard lock(mutex);
  return *texts.insert(std::move(text)).first;
}

struct Conditions {
  std::string sql;
  std::vector<store::Binding> bindings;

  void add(std::string_view condition, std::string_view name, store::Value value) {
    sql.append(bindings.empty() ? " " : " AND ").append(condition);
    bindings.push_back({name, value});
  }
};

Conditions conditions_of(const Filter& filter) {
  Conditions conditions;
  if (filter.patient.is_set()) conditions.add("e.patient_id = :patient", "patient", filter.patient);
  if (filter.user.is_set()) conditions.add("e.user_id = :user", "user", filter.user);
  if (filter.subject != 0) conditions.add("e.subject = :subject", "subject", filter.subject);
  if (!filter.subject_kind.empty()) conditions.add("e.subject_kind = :subject_kind", "subject_kind", filter.subject_kind);
  if (!filter.act.empty()) conditions.add("e.act = :act", "act", filter.act);
  if (filter.from) conditions.add("e.at >= :from_at", "from_at", *filter.from);
  if (filter.until) conditions.add("e.at < :until_at", "until_at", *filter.until);
  if (conditions.bindings.empty()) conditions.sql = " 1 = 1";
  return conditions;
}

const Order* find_order(std::string_view name) {
  for (const Order& order : orders)
    if (order.name == name) return &order;
  return nullptr;
}

/// Absent values come first, as in the database's own comparison of texts.
std::strong_ordering compare(std::string_view order, const StoredEntry& a, const StoredEntry& b) {
  if (order == "at") return a.at <=> b.at;
  if (order == "user") return a.author.user <=> b.author.user;
  if (order == "on_behalf_of") return a.author.on_behalf_of <=> b.author.on_behalf_of;
  if (order == "workstation") return a.author.workstation <=> b.author.workstation;
  if (order == "act") return a.act <=> b.act;
  if (order == "subject_kind") return a.subject_kind <=> b.subject_kind;
  if (order == "subject") return a.subject <=> b.subject;
  if (order == "version") return a.subject_version <=> b.subject_version;
  if (order == "patient") return a.patient <=> b.patient;
  if (order == "reason") return a.reason <=> b.reason;
  if (order == "rule") return a.rule <=> b.rule;
  if (order == "digest") return a.digest_hex <=> b.digest_hex;
  if (order == "position") return a.position <=> b.position;
  return a.id <=> b.id;
}

}  // namespace

Result<ListStatement> list_statement(const Filter& filter) {
  const Order* order = find_order(order_name(filter));
  if (order == nullptr) return fail(ErrorKind::invalid, "the ledger cannot be sorted by '" + filter.sort + "'", "sort");
  Conditions conditions = conditions_of(filter);
  const std::string_view direction = is_descending(filter) ? " DESC" : "";
  std::string text(selected);
  text.append(conditions.sql).append(" ORDER BY ");
  // Absent values first when ascending, on both engines alike; times and ids are never absent and can follow their index.
  if (order->name != "at" && order->name != "id")
    text.append("CASE WHEN ").append(order->column).append(" IS NULL THEN 0 ELSE 1 END").append(direction).append(", ");
  text.append(order->column).append(direction).append(", e.id").append(direction).append(" LIMIT :limit OFFSET :offset");
  return ListStatement{{"ledger.list", kept(std::move(text))}, std::move(conditions.bindings)};
}

ListStatement count_statement(const Filter& filter) {
  Conditions conditions = conditions_of(filter);
  return {{"ledger.count", kept(std::string(counted) + conditions.sql)}, std::move(conditions.bindings)};
}

bool matches(const Filter& filter, const StoredEntry& entry) {
  return (!filter.patient.is_set() || entry.patient == filter.patient) &&
         (!filter.user.is_set() || entry.author.user == filter.user) &&
         (filter.subject == 0 || entry.subject == filter.subject) &&
         (filter.subject_kind.empty() || entry.subject_kind == filter.subject_kind) &&
         (filter.act.empty() || entry.act == filter.act) && (!filter.from || entry.at >= *filter.from) &&
         (!filter.until || entry.at < *filter.until);
}

bool comes_before(const Filter& filter, const StoredEntry& a, const StoredEntry& b) {
  const auto order = order_name(filter);
  auto compared = compare(order, a, b);
  if (compared == 0) compared = a.id <=> b.id;
  return is_descending(filter) ? compared > 0 : compared < 0;
}

}  // namespace charta::ledger
