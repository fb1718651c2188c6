// SPDX-License-Identifier: Apache-2.0
#include "department/off_site_orders/order_store.hpp"

namespace charta::off_site_orders {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_ORDER_COLUMNS                                                                                               \
  "SELECT off_site_order, item, vendor, direction, priority, purchase_order, state, created_at, ordered_at, expected_at, " \
  "settled_at, cost_cents, rule, author, is_handed_over FROM off_site_order "
constexpr Statement insert_order{"off_site_orders.insert_order", R"sql(
  INSERT INTO off_site_order (off_site_order, item, vendor, direction, priority, purchase_order, state, created_at, ordered_at,
    expected_at, settled_at, cost_cents, rule, author, is_handed_over)
  VALUES (:order, :item, :vendor, :direction, :priority, :purchase_order, :state, :created_at, :ordered_at,
    :expected_at, :settled_at, :cost_cents, :rule, :author, :is_handed_over))sql"};
constexpr Statement update_order{"off_site_orders.update_order", R"sql(
  UPDATE off_site_order SET priority = :priority, purchase_order = :purchase_order, state = :state, ordered_at = :ordered_at,
    expected_at = :expected_at, settled_at = :settled_at, cost_cents = :cost_cents, rule = :rule,
    is_handed_over = :is_handed_over WHERE off_site_order = :order)sql"};
constexpr Statement select_order{"off_site_orders.select_order", CHARTA_ORDER_COLUMNS "WHERE off_site_order = :order"};
constexpr Statement select_orders{"off_site_orders.select_orders", CHARTA_ORDER_COLUMNS
                                  "WHERE :only_open = 0 OR state IN ('drafted', 'ordered', 'confirmed', 'expected') "
                                  "ORDER BY off_site_order DESC LIMIT :limit"};
constexpr Statement select_ordered_between{"off_site_orders.select_ordered_between", CHARTA_ORDER_COLUMNS
                                           "WHERE ordered_at >= :from AND ordered_at < :until ORDER BY ordered_at LIMIT :limit"};
constexpr Statement select_to_hand_over{
    "off_site_orders.select_to_hand_over", CHARTA_ORDER_COLUMNS
    "WHERE is_handed_over = 0 AND ordered_at IS NOT NULL AND state IN ('ordered', 'confirmed', 'expected') "
    "ORDER BY ordered_at LIMIT :limit"};

#define CHARTA_LINE_COLUMNS \
  "SELECT l.off_site_line, l.off_site_order, l.volume, l.box, l.barcode, l.state, l.settled_at FROM off_site_line l "
constexpr Statement insert_line{"off_site_orders.insert_line", R"sql(
  INSERT INTO off_site_line (off_site_line, off_site_order, volume, box, barcode, state, settled_at)
  VALUES (:line, :order, :volume, :box, :barcode, :state, :settled_at))sql"};
constexpr Statement update_line{"off_site_orders.update_line", R"sql(
  UPDATE off_site_line SET state = :state, settled_at = :settled_at WHERE off_site_line = :line)sql"};
constexpr Statement select_lines{"off_site_orders.select_lines",
                                 CHARTA_LINE_COLUMNS "WHERE l.off_site_order = :order ORDER BY l.off_site_line"};
constexpr Statement select_open_line{
    "off_site_orders.select_open_line", CHARTA_LINE_COLUMNS
    "JOIN off_site_order o ON o.off_site_order = l.off_site_order WHERE l.volume = :volume AND l.state = 'open' "
    "AND o.state IN ('drafted', 'ordered', 'confirmed', 'expected') ORDER BY l.off_site_line LIMIT 1"};
#undef CHARTA_ORDER_COLUMNS
#undef CHARTA_LINE_COLUMNS

std::optional<Instant> instant_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Order order_of(const Row& row) {
  Order order;
  order.id = row.id<OrderId>(0);
  order.item = row.id<WorkItemId>(1);
  order.vendor = row.id<paper_charts::PlaceId>(2);
  order.direction = row.string(3);
  order.priority = row.string(4);
  order.purchase_order = row.string(5);
  order.state = row.string(6);
  order.created_at = row.instant(7);
  order.ordered_at = instant_or_none(row, 8);
  order.expected_at = instant_or_none(row, 9);
  order.settled_at = instant_or_none(row, 10);
  if (!row.is_null(11)) order.cost_cents = row.integer(11);
  order.rule = row.string(12);
  order.by = row.id<UserId>(13);
  order.is_handed_over = row.integer(14) != 0;
  return order;
}

Line line_of_order(const Row& row) {
  return {row.id<LineId>(0),
          row.id<OrderId>(1),
          row.id<paper_charts::VolumeId>(2),
          row.id<paper_charts::PlaceId>(3),
          row.string(4),
          row.string(5),
          instant_or_none(row, 6)};
}

}  // namespace

Result<void> OrderStore::add(store::UnitOfWork& work, const Order& order) const {
  return work.write(insert_order, {{"order", order.id},
                                   {"item", order.item.key()},
                                   {"vendor", order.vendor.key()},
                                   {"direction", order.direction},
                                   {"priority", order.priority},
                                   {"purchase_order", order.purchase_order},
                                   {"state", order.state},
                                   {"created_at", order.created_at},
                                   {"ordered_at", order.ordered_at},
                                   {"expected_at", order.expected_at},
                                   {"settled_at", order.settled_at},
                                   {"cost_cents", order.cost_cents},
                                   {"rule", order.rule},
                                   {"author", order.by.key()},
                                   {"is_handed_over", order.is_handed_over}});
}

Result<void> OrderStore::save(store::UnitOfWork& work, const Order& order) const {
  return work.write(update_order, {{"order", order.id},
                                   {"priority", order.priority},
                                   {"purchase_order", order.purchase_order},
                                   {"state", order.state},
                                   {"ordered_at", order.ordered_at},
                                   {"expected_at", order.expected_at},
                                   {"settled_at", order.settled_at},
                                   {"cost_cents", order.cost_cents},
                                   {"rule", order.rule},
                                   {"is_handed_over", order.is_handed_over}});
}

Result<std::optional<Order>> OrderStore::order(store::Reader& reader, OrderId id) const {
  return reader.read_one(select_order, {{"order", id}}, order_of);
}

Result<std::vector<Order>> OrderStore::orders(store::Reader& reader, bool only_open, std::int64_t limit) const {
  return reader.read_all(select_orders, {{"only_open", only_open}, {"limit", limit}}, order_of);
}

Result<std::vector<Order>> OrderStore::ordered_between(store::Reader& reader, Instant from, Instant until,
                                                       std::int64_t limit) const {
  return reader.read_all(select_ordered_between, {{"from", from}, {"until", until}, {"limit", limit}}, order_of);
}

Result<std::vector<Order>> OrderStore::to_hand_over(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_to_hand_over, {{"limit", limit}}, order_of);
}

Result<void> OrderStore::add_line(store::UnitOfWork& work, const Line& line) const {
  return work.write(insert_line, {{"line", line.id},
                                  {"order", line.order},
                                  {"volume", line.volume.key()},
                                  {"box", line.box.key()},
                                  {"barcode", line.barcode},
                                  {"state", line.state},
                                  {"settled_at", line.settled_at}});
}

Result<void> OrderStore::save_line(store::UnitOfWork& work, const Line& line) const {
  return work.write(update_line, {{"line", line.id}, {"state", line.state}, {"settled_at", line.settled_at}});
}

Result<std::vector<Line>> OrderStore::lines(store::Reader& reader, OrderId order) const {
  return reader.read_all(select_lines, {{"order", order}}, line_of_order);
}

Result<std::optional<Line>> OrderStore::open_line(store::Reader& reader, paper_charts::VolumeId volume) const {
  return reader.read_one(select_open_line, {{"volume", volume}}, line_of_order);
}

}  // namespace charta::off_site_orders
