// SPDX-License-Identifier: Apache-2.0
#include "department/off_site_orders/off_site_order.hpp"

#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::off_site_orders {
namespace {

const rules::RuleBook& order_book() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules/paper-charts");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}
VendorService shipped_service() {
  return *VendorService::read(**order_book().in_force("paper-charts/vendor-service", *Date::parse("2026-03-01")));
}
const Instant noon = *Instant::parse("2026-03-02T12:00:00Z");

TEST(OffSiteOrderMachine, HasNoDeadEndsAndNoWayBack) {
  EXPECT_EQ(worklists::check(order_machine()), "");
}

TEST(VendorService, AnswersItsOwnCases) {
  const auto service = shipped_service();
  const auto tests =
      json::Document::parse((*order_book().in_force("paper-charts/vendor-service", *Date::parse("2026-03-01")))->tests);
  for (const auto one : tests->root()) {
    SCOPED_TRACE(std::string(one["name"].text()));
    Order order;
    order.direction = std::string(one["given"]["direction"].text());
    order.priority = std::string(one["given"]["priority"].text());
    EXPECT_EQ(service.expected(order, "", noon), noon.plus(std::chrono::hours(*one["expect"]["hours"].integer())));
    EXPECT_EQ(service.cost(order, "", static_cast<std::size_t>(*one["given"]["lines"].integer())),
              one["expect"]["cents"].integer());
  }
}

TEST(VendorService, AVendorHasItsOwnTerms) {
  rules::Rule rule;
  rule.parameters =
      R"({"standard":{"hours":{"rush":4,"next-day":24,"send":72},"call_cents":{"rush":1,"next-day":1,"send":1},"line_cents":1},
          "vendors":{"DEEP":{"hours":{"rush":2,"next-day":18,"send":48},"call_cents":{"rush":9,"next-day":5,"send":5},"line_cents":2}}})";
  const auto service = VendorService::read(rule);
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ(service->of("DEEP").hours.at("rush"), 2);
  EXPECT_EQ(service->of("OTHER").hours.at("rush"), 4);
  rule.parameters = R"({"standard":{"hours":{"rush":4},"call_cents":{},"line_cents":1}})";
  const auto refused = VendorService::read(rule);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
}

TEST(Retirement, CountsYearsToTheDay) {
  const auto* rule = *order_book().in_force("paper-charts/retirement", *Date::parse("2026-03-01"));
  const auto rules = RetirementRules::read(*rule);
  ASSERT_TRUE(rules);
  const auto tests = json::Document::parse(rule->tests);
  for (const auto one : tests->root()) {
    const auto today = *Instant::parse(std::string(one["given"]["today"].text()) + "T09:00:00Z");
    EXPECT_EQ(rules->quiet_since(today).utc_date().text(), one["expect"]["quiet_since"].text());
  }
}

OrderWithLines ordered(const std::string& at, const std::string& expected, const std::string& settled, int lines = 1) {
  OrderWithLines all;
  all.order.id = OrderId(7);
  all.order.ordered_at = Instant::parse(at);
  all.order.expected_at = Instant::parse(expected);
  all.order.state = settled.empty() ? "ordered" : "received";
  if (!settled.empty()) all.order.settled_at = Instant::parse(settled);
  all.lines.resize(static_cast<std::size_t>(lines));
  return all;
}

TEST(OrderFigures, SayWhatWasKeptAndWhatItCostByMonth) {
  auto invoiced = ordered("2026-02-03T08:00:00Z", "2026-02-04T08:00:00Z", "2026-02-05T08:00:00Z", 2);
  invoiced.order.cost_cents = 9900;
  invoiced.lines.back().state = "short";
  auto cancelled = ordered("2026-02-03T08:00:00Z", "2026-02-04T08:00:00Z", "");
  cancelled.order.state = "cancelled";
  const auto figures = figures_of({ordered("2026-01-10T08:00:00Z", "2026-01-11T08:00:00Z", "2026-01-11T07:00:00Z"), invoiced,
                                   cancelled, ordered("2026-02-28T08:00:00Z", "2026-03-01T08:00:00Z", "")},
                                  shipped_service(), noon);
  ASSERT_EQ(figures.months.size(), 2U);
  EXPECT_EQ(figures.months[0].month, "2026-01");
  EXPECT_EQ(figures.months[0].in_time, 1);
  EXPECT_EQ(figures.months[0].cost_cents, 2850) << "by the rule, where there is no invoice";
  EXPECT_EQ(figures.months[1].orders, 2);
  EXPECT_EQ(figures.months[1].late, 2) << "one came late, one is late";
  EXPECT_EQ(figures.months[1].short_lines, 1);
  EXPECT_EQ(figures.months[1].cost_cents, 9900 + 2850);
  EXPECT_EQ(figures.open, 1);
  EXPECT_EQ(figures.open_late, 1);
}

TEST(OrderForm, TheFileForTheVendorHasALineForEachAndIsOnlyText) {
  auto all = ordered("2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z", "");
  all.order.purchase_order = "=1+1 \"x\"";
  const auto csv = form_as_csv(all, {{"V0001", "Box 7", "roll 1"}, {"V0002", "", ""}});
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_NE(csv.find("\"'=1+1 \"\"x\"\"\""), std::string::npos) << csv;
  EXPECT_NE(csv.find(",2,\"V0002\",\"\",\"\"\r\n"), std::string::npos);
  EXPECT_TRUE(form_as_pdf(all, {{"V0001", "Box 7", "roll 1"}})->starts_with("%PDF-"));
}

}  // namespace
}  // namespace charta::off_site_orders
