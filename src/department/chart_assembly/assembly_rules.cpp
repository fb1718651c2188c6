// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/assembly_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::chart_assembly {
namespace {

using rules::Rule;

Error not_as_asked(const Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

std::set<std::string, std::less<>> words_of(json::Value list) {
  std::set<std::string, std::less<>> all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

Result<OrderSection> read_section(const Rule& rule, json::Value value) {
  OrderSection section{std::string(value["id"].text()), std::string(value["title"].text()), words_of(value["kinds"]),
                       words_of(value["types"]), value["first"].text() == "oldest"};
  if (section.id.empty() || section.title.empty()) return not_as_asked(rule, "a section has an id and a title");
  if (value["first"].text() != "oldest" && value["first"].text() != "newest")
    return not_as_asked(rule, "section '" + section.id + "': 'first' is oldest or newest");
  return section;
}

std::optional<Grouping> parse_grouping(std::string_view code) {
  if (code == "sections") return Grouping::sections;
  if (code == "problems") return Grouping::problems;
  if (code == "time") return Grouping::time;
  return std::nullopt;
}

Result<ChartOrder> read_order(const Rule& rule, json::Value root) {
  const auto by = parse_grouping(root["by"].text());
  if (!by) return not_as_asked(rule, "'by' is sections, problems or time");
  ChartOrder order{
      rule.id.substr(rule.id.find('/') + 1), std::string(root["title"].text()), rule.reference(), rule.verified, *by, {}, {}};
  if (order.title.empty()) return not_as_asked(rule, "an order has a title");
  for (const auto one : root["sections"]) {
    CHARTA_TRY(auto section, read_section(rule, one));
    if (section.kinds.empty() && section.types.empty())
      return not_as_asked(rule, "section '" + section.id + "' names kinds or types; what is left over is 'rest'");
    order.sections.push_back(std::move(section));
  }
  CHARTA_TRY(order.rest, read_section(rule, root["rest"]));
  return order;
}

/// Rules of one prefix as values, in the order of their own 'place'.
template <class Value, class Read>
Result<std::vector<Value>> read_all_of(const rules::RuleBook& book, std::string_view prefix, Date today,
                                       std::string_view jurisdiction, Read read) {
  std::vector<std::pair<std::int64_t, Value>> placed;
  for (const Rule* rule : book.all_in_force(prefix, today, jurisdiction)) {
    CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
    CHARTA_TRY(auto value, read(*rule, document.root()));
    placed.emplace_back(document.root()["place"].integer().value_or(0), std::move(value));
  }
  if (placed.empty())
    return fail(ErrorKind::not_found, "no rule '" + std::string(prefix) + "…' is in force", std::string(prefix));
  std::stable_sort(placed.begin(), placed.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Value> all;
  for (auto& [place, value] : placed) all.push_back(std::move(value));
  return all;
}

}  // namespace

Result<AssemblyRules> AssemblyRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  AssemblyRules rules;
  CHARTA_TRY(rules.orders, read_all_of<ChartOrder>(book, "chart-orders/", today, jurisdiction, read_order));
  CHARTA_TRY(rules.required, chart_completion::read_requirements(book, today, jurisdiction));
  CHARTA_TRY(const auto* rule, book.in_force("chart/default-order", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  for (const auto row : document.root()["rows"]) {
    DefaultOrder one{words_of(row["classes"]), {}, std::string(row["order"].text())};
    if (row["in_house"]) one.in_house = row["in_house"].boolean();
    if (rules.order(one.order) == nullptr) return not_as_asked(*rule, "there is no order '" + one.order + "'");
    rules.defaults.push_back(std::move(one));
  }
  if (rules.defaults.empty() || !rules.defaults.back().classes.empty() || rules.defaults.back().in_house)
    return not_as_asked(*rule, "the last row fits everything: it names neither classes nor in_house");
  return rules;
}

const ChartOrder* AssemblyRules::order(std::string_view id) const {
  const auto found = std::find_if(orders.begin(), orders.end(), [&](const ChartOrder& one) { return one.id == id; });
  return found == orders.end() ? nullptr : &*found;
}

const ChartOrder& AssemblyRules::order_for(std::string_view class_code, bool in_house) const {
  for (const auto& row : defaults)
    if ((row.classes.empty() || row.classes.contains(class_code)) && row.in_house.value_or(in_house) == in_house)
      return *order(row.order);
  return orders.front();
}

}  // namespace charta::chart_assembly
