// SPDX-License-Identifier: Apache-2.0
// The order as the vendor gets it: a page with bars to scan, and a file. Neither names a patient.
#include "department/off_site_orders/off_site_order.hpp"
#include "department/paper_charts/prints.hpp"

#include <fmt/format.h>

namespace charta::off_site_orders {
namespace {

/// RFC 4180; what a spreadsheet would take for a formula is only text.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) out += '\'';
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string minute_of(const std::optional<Instant>& at) {
  return at ? at->text().substr(0, 16) : std::string();
}

}  // namespace

std::string form_as_csv(const OrderWithLines& all, const std::vector<FormLine>& lines) {
  std::string out = "order,direction,priority,purchase_order,ordered_at,expected_at,line,barcode,box,position\r\n";
  int number = 0;
  for (const auto& line : lines)
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", all.order.id.text(), all.order.direction, all.order.priority,
                       quoted(all.order.purchase_order), minute_of(all.order.ordered_at), minute_of(all.order.expected_at),
                       ++number, quoted(line.barcode), quoted(line.box), quoted(line.position));
  return out;
}

Result<std::string> form_as_pdf(const OrderWithLines& all, const std::vector<FormLine>& lines) {
  std::vector<paper_charts::PrintedLine> rows;
  for (const auto& line : lines)
    rows.push_back({"No. " + std::to_string(rows.size() + 1), line.position, line.box,
                    all.order.direction == "send" ? all.vendor : "the file room", minute_of(all.order.expected_at),
                    all.order.priority == "rush" ? "urgent" : "routine", line.barcode});
  const auto heading =
      fmt::format("{} {}: {}{}", all.order.direction == "send" ? "To" : "Order to", all.vendor, all.order.id.text(),
                  all.order.purchase_order.empty() ? "" : ", PO " + all.order.purchase_order);
  return paper_charts::pull_list_as_pdf(rows, heading);
}

}  // namespace charta::off_site_orders
