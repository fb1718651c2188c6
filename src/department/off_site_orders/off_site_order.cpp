// SPDX-License-Identifier: Apache-2.0
#include "department/off_site_orders/off_site_order.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::off_site_orders {
namespace {

using access::Permission;
using worklists::Transition;

constexpr auto ordering = Permission::file_documents;
constexpr Transition order_steps[] = {
    {"drafted", "order", "ordered", "has-lines", ordering},
    {"drafted", "cancel", "cancelled", "", ordering, true},
    {"ordered", "confirm", "confirmed", "", ordering},
    {"ordered", "announce", "expected", "", ordering},
    {"ordered", "receive", "received", "all-is-here", ordering},
    {"ordered", "close-short", "short", "all-is-settled", ordering},
    {"ordered", "cancel", "cancelled", "nothing-is-here", ordering, true},
    {"confirmed", "announce", "expected", "", ordering},
    {"confirmed", "receive", "received", "all-is-here", ordering},
    {"confirmed", "close-short", "short", "all-is-settled", ordering},
    {"confirmed", "cancel", "cancelled", "nothing-is-here", ordering, true},
    {"expected", "receive", "received", "all-is-here", ordering},
    {"expected", "close-short", "short", "all-is-settled", ordering},
    {"expected", "cancel", "cancelled", "nothing-is-here", ordering, true},
};
constexpr std::string_view order_final[] = {"received", "short", "cancelled"};
constexpr std::string_view order_cancelled[] = {"cancelled"};
constexpr worklists::Title order_titles[] = {
    {"order", "Send the order"},       {"confirm", "The vendor has confirmed"},           {"announce", "It is on its way"},
    {"receive", "Everything is here"}, {"close-short", "Close: something was not found"}, {"short", "Closed short"}};

constexpr std::int64_t hours_a_year = 8760, cents_most = 100'000'000;

Result<std::int64_t> whole(json::Value value, std::string_view name, std::int64_t most) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > most)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number from 0 to " + std::to_string(most),
                std::string(name));
  return *number;
}

Result<VendorService::Terms> terms_of(json::Value value) {
  VendorService::Terms terms;
  for (const auto priority : {"rush", "next-day", "send"}) {
    CHARTA_TRY(const auto hours, whole(value["hours"][priority], priority, hours_a_year));
    terms.hours.emplace(priority, hours);
    CHARTA_TRY(const auto cents, whole(value["call_cents"][priority], priority, cents_most));
    terms.call_cents.emplace(priority, cents);
  }
  CHARTA_TRY(terms.line_cents, whole(value["line_cents"], "line_cents", cents_most));
  return terms;
}

std::string_view terms_key(const Order& order) {
  return order.direction == "send" ? std::string_view("send") : std::string_view(order.priority);
}

}  // namespace

const worklists::StateMachine& order_machine() {
  static constexpr worklists::StateMachine machine{
      "off-site-order", "Orders to vendors",        "drafted", order_steps, order_final,
      order_cancelled,  Permission::read_worklists, false,     order_titles};
  return machine;
}

bool is_direction(std::string_view code) {
  return code == "retrieve" || code == "send";
}

bool is_order_priority(std::string_view code) {
  return code == "rush" || code == "next-day";
}

Result<VendorService> VendorService::read(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  VendorService service;
  service.rule_ = rule.reference();
  CHARTA_TRY(service.standard_, terms_of(document.root()["standard"]));
  for (const auto one : document.root()["vendors"]) {
    CHARTA_TRY(auto terms, terms_of(one));
    service.vendors_.emplace(std::string(one.key()), std::move(terms));
  }
  return service;
}

const VendorService::Terms& VendorService::of(std::string_view vendor_code) const {
  const auto found = vendors_.find(vendor_code);
  return found == vendors_.end() ? standard_ : found->second;
}

Instant VendorService::expected(const Order& order, std::string_view vendor_code, Instant ordered_at) const {
  return ordered_at.plus(std::chrono::hours(of(vendor_code).hours.find(terms_key(order))->second));
}

std::int64_t VendorService::cost(const Order& order, std::string_view vendor_code, std::size_t lines) const {
  const auto& terms = of(vendor_code);
  return terms.call_cents.find(terms_key(order))->second + terms.line_cents * static_cast<std::int64_t>(lines);
}

Result<RetirementRules> RetirementRules::read(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  RetirementRules rules;
  rules.rule = rule.reference();
  CHARTA_TRY(const auto years, whole(document.root()["quiet_years"], "quiet_years", 100));
  CHARTA_TRY(const auto volumes, whole(document.root()["volumes_a_box"], "volumes_a_box", 1000));
  if (years < 1 || volumes < 1) return fail(ErrorKind::invalid, "a year and a volume at least", "quiet_years");
  rules.quiet_years = static_cast<int>(years);
  rules.volumes_a_box = static_cast<int>(volumes);
  return rules;
}

Instant RetirementRules::quiet_since(Instant now) const {
  const auto day = now.utc_date().calendar();
  auto then = std::chrono::year_month_day(day.year() - std::chrono::years(quiet_years), day.month(), day.day());
  if (!then.ok()) then = std::chrono::year_month_day(then.year(), then.month(), std::chrono::day(28));
  return Instant(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(then).time_since_epoch()).count());
}

Figures figures_of(const std::vector<OrderWithLines>& orders, const VendorService& service, Instant now) {
  std::map<std::string, MonthFigures> months;
  Figures figures;
  for (const auto& [order, lines, vendor, code] : orders) {
    if (!order.ordered_at || order.state == "cancelled") continue;
    const bool is_open = !worklists::is_final(order_machine(), order.state);
    const bool is_late = order.expected_at && order.settled_at.value_or(now) > *order.expected_at;
    if (is_open) ++figures.open;
    if (is_open && is_late) ++figures.open_late;
    auto& month = months[order.ordered_at->utc_date().text().substr(0, 7)];
    ++month.orders;
    month.lines += static_cast<std::int64_t>(lines.size());
    month.short_lines += std::count_if(lines.begin(), lines.end(), [](const Line& line) { return line.state == "short"; });
    if (is_late)
      ++month.late;
    else if (!is_open)
      ++month.in_time;
    month.cost_cents += order.cost_cents.value_or(service.cost(order, code, lines.size()));
  }
  for (auto& [name, month] : months) {
    month.month = name;
    figures.months.push_back(month);
  }
  return figures;
}

std::string form_name(const Order& order) {
  return "charta-order-" + order.id.text() + ".csv";
}

}  // namespace charta::off_site_orders
