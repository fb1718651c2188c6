// SPDX-License-Identifier: Apache-2.0
// What the shift desk asks of the file room's tables: sums and ways, no single volume's history.
#pragma once
#include "department/paper_charts/place.hpp"
#include "department/paper_charts/requisition.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace charta::paper_charts {

/// Loans past due with one class of borrower.
struct OverdueClass {
  std::string loan_class;
  std::int64_t volumes = 0;
  Instant oldest_due;
};

/// Volumes that came back and lie on a cart.
struct CartLoad {
  PlaceId cart;
  std::string path;
  std::int64_t volumes = 0;
  Instant oldest;
};

/// How many volumes were asked for in one quarter of an hour.
struct AskedQuarter {
  Instant from;
  std::int64_t volumes = 0;
};

class FileRoomReads {
 public:
  Result<std::vector<OverdueClass>> overdue_by_class(store::Reader& reader, Instant now) const;
  Result<std::vector<CartLoad>> carts(store::Reader& reader) const;
  /// In order; quarters in which nothing was asked for are not there.
  Result<std::vector<AskedQuarter>> asked_by_quarter(store::Reader& reader, Instant from, Instant until) const;
};

}  // namespace charta::paper_charts
