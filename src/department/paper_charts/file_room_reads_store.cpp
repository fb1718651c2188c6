// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/file_room_reads_store.hpp"

namespace charta::paper_charts {
namespace {

using store::Row;
using store::Statement;

constexpr std::int64_t quarter_ms = 900'000;

constexpr Statement select_overdue_classes{"paper_charts.select_overdue_classes", R"sql(
  SELECT CASE WHEN p.loan_class <> '' THEN p.loan_class ELSE p.kind END AS class, COUNT(*), MIN(v.due_at)
    FROM paper_volume v JOIN paper_place p ON p.place = v.place
   WHERE v.due_at IS NOT NULL AND v.due_at < :now GROUP BY 1 ORDER BY 2 DESC, 1)sql"};
constexpr Statement select_carts{"paper_charts.select_carts", R"sql(
  SELECT p.place, p.path, COUNT(*), MIN(v.since) FROM paper_place p JOIN paper_volume v ON v.place = p.place
   WHERE p.kind = 'cart' AND v.state NOT IN ('destroyed', 'merged') GROUP BY p.place, p.path ORDER BY 4, 1)sql"};
constexpr Statement select_asked_quarters{"paper_charts.select_asked_quarters", R"sql(
  SELECT requested_at / 900000, COUNT(*) FROM paper_requisition
   WHERE requested_at >= :from AND requested_at < :until GROUP BY 1 ORDER BY 1)sql"};

}  // namespace

Result<std::vector<OverdueClass>> FileRoomReads::overdue_by_class(store::Reader& reader, Instant now) const {
  return reader.read_all(select_overdue_classes, {{"now", now}}, [](const Row& row) {
    return OverdueClass{row.string(0), row.integer(1), row.instant(2)};
  });
}

Result<std::vector<CartLoad>> FileRoomReads::carts(store::Reader& reader) const {
  return reader.read_all(select_carts, {}, [](const Row& row) {
    return CartLoad{row.id<PlaceId>(0), row.string(1), row.integer(2), row.instant(3)};
  });
}

Result<std::vector<AskedQuarter>> FileRoomReads::asked_by_quarter(store::Reader& reader, Instant from, Instant until) const {
  return reader.read_all(select_asked_quarters, {{"from", from}, {"until", until}}, [](const Row& row) {
    return AskedQuarter{Instant(row.integer(0) * quarter_ms), row.integer(1)};
  });
}

}  // namespace charta::paper_charts
