// SPDX-License-Identifier: Apache-2.0
// An order to whoever keeps boxes off site: its way, its lines, and whether the vendor kept its word. Pure.
#pragma once
#include "department/paper_charts/volume.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::off_site_orders {

using OrderId = Id<struct OffSiteOrderTag>;
using LineId = Id<struct OffSiteLineTag>;

struct Order {
  OrderId id;
  WorkItemId item;
  paper_charts::PlaceId vendor;
  std::string direction = "retrieve";  ///< retrieve, send
  std::string priority = "next-day";   ///< rush, next-day
  std::string purchase_order, state = "drafted", rule;
  Instant created_at;
  std::optional<Instant> ordered_at, expected_at, settled_at;  ///< expected: by the vendor's word, else by the rule
  std::optional<std::int64_t> cost_cents;
  UserId by;
  bool is_handed_over = false;
};

struct Line {
  LineId id;
  OrderId order;
  paper_charts::VolumeId volume;
  paper_charts::PlaceId box;
  std::string barcode, state = "open";  ///< open, settled, short
  std::optional<Instant> settled_at;
};

/// drafted -> ordered -> confirmed -> expected -> received, or short (something was not found at the vendor), or cancelled.
const worklists::StateMachine& order_machine();
bool is_direction(std::string_view code);
bool is_order_priority(std::string_view code);

/// What a vendor promises and takes: data/rules/paper-charts/vendor-service.json.
class VendorService {
 public:
  struct Terms {
    std::map<std::string, std::int64_t, std::less<>> hours;       ///< by priority; of a pick-up: "send"
    std::map<std::string, std::int64_t, std::less<>> call_cents;  ///< by priority: once an order
    std::int64_t line_cents = 0;
  };
  static Result<VendorService> read(const rules::Rule& rule);
  /// By the vendor's code; without one, the standard terms.
  const Terms& of(std::string_view vendor_code) const;
  Instant expected(const Order& order, std::string_view vendor_code, Instant ordered_at) const;
  std::int64_t cost(const Order& order, std::string_view vendor_code, std::size_t lines) const;
  const std::string& rule() const { return rule_; }

 private:
  Terms standard_;
  std::map<std::string, Terms, std::less<>> vendors_;
  std::string rule_;
};

/// For how long nothing happened before a volume may leave the house: data/rules/paper-charts/retirement.json.
struct RetirementRules {
  int quiet_years = 5, volumes_a_box = 30;
  std::string rule;
  static Result<RetirementRules> read(const rules::Rule& rule);
  Instant quiet_since(Instant now) const;
};

struct MonthFigures {
  std::string month;  ///< "2026-03"
  std::int64_t orders = 0, lines = 0, in_time = 0, late = 0, short_lines = 0, cost_cents = 0;
};
struct Figures {
  std::vector<MonthFigures> months;  ///< of the order, the oldest first
  std::int64_t open = 0, open_late = 0;
};
struct OrderWithLines {
  Order order;
  std::vector<Line> lines;
  std::string vendor, vendor_code;
};
/// In time: settled, or still open, before what was expected. Cost: the invoice, else by the rule.
Figures figures_of(const std::vector<OrderWithLines>& orders, const VendorService& service, Instant now);

/// The form that goes to the vendor: barcodes, priority and place; no name, no record number.
struct FormLine {
  std::string barcode, box, position;
};
std::string form_as_csv(const OrderWithLines& order, const std::vector<FormLine>& lines);
Result<std::string> form_as_pdf(const OrderWithLines& order, const std::vector<FormLine>& lines);
/// "charta-order-0ABC.csv": how the file of an order is called in the vendor's folder.
std::string form_name(const Order& order);

}  // namespace charta::off_site_orders
