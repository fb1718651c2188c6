// SPDX-License-Identifier: Apache-2.0
// The SQL of orders to vendors: the only file that names their tables.
#pragma once
#include "department/off_site_orders/off_site_order.hpp"
#include "store/store.hpp"

namespace charta::off_site_orders {

class OrderStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Order& order) const;
  Result<void> save(store::UnitOfWork& work, const Order& order) const;
  Result<std::optional<Order>> order(store::Reader& reader, OrderId order) const;
  /// The newest first; `only_open`: those that are not settled.
  Result<std::vector<Order>> orders(store::Reader& reader, bool only_open, std::int64_t limit) const;
  Result<std::vector<Order>> ordered_between(store::Reader& reader, Instant from, Instant until, std::int64_t limit) const;
  /// Ordered, and their file is not in the vendor's folder.
  Result<std::vector<Order>> to_hand_over(store::Reader& reader, std::int64_t limit) const;

  Result<void> add_line(store::UnitOfWork& work, const Line& line) const;
  Result<void> save_line(store::UnitOfWork& work, const Line& line) const;
  Result<std::vector<Line>> lines(store::Reader& reader, OrderId order) const;
  /// The line of an open order for this volume.
  Result<std::optional<Line>> open_line(store::Reader& reader, paper_charts::VolumeId volume) const;
};

}  // namespace charta::off_site_orders
