// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/holdings/holdings_service.hpp"
#include "department/off_site_orders/order_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// What exists where, over the file room, the index, the visits and the chart.
Result<std::unique_ptr<holdings::HoldingsService>> open_holdings(Hospital& hospital);
/// Orders to vendors with their queue; each vendor's files lie in a folder of its own below the data directory.
Result<std::unique_ptr<off_site_orders::OrderService>> open_off_site_orders(Hospital& hospital);

}  // namespace charta::app
