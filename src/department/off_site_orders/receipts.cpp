// SPDX-License-Identifier: Apache-2.0
// What comes from a vendor and what leaves for there, scan by scan; and what may leave.
#include "base/text.hpp"
#include "department/off_site_orders/order_service.hpp"

#include <algorithm>

namespace charta::off_site_orders {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::PlaceId;

bool can_be_scanned(const Order& order) {
  return order.state == "ordered" || order.state == "confirmed" || order.state == "expected";
}

}  // namespace

/// The volume moves as the file room moves it; who waits for it is told by that movement.
Result<void> OrderService::move_line(store::UnitOfWork& work, const Actor& actor, const Order& order, Line& line) {
  paper_charts::MovementCommand command;
  const bool leaves = order.direction == "send";
  command.kind = leaves ? "send-off-site" : "receive-from-off-site";
  if (leaves) command.to = line.box.is_set() ? line.box : order.vendor;
  command.batch = order.id.key();
  command.note = "order " + order.id.text();
  CHARTA_TRY_DO(paper_.move(work, actor, line.volume, command));
  line.state = "settled";
  line.settled_at = clock_.now();
  return rows_.save_line(work, line);
}

/// When nothing is open any more the order is done: as it was ordered, or short.
Result<void> OrderService::settle(store::UnitOfWork& work, const Actor& actor, OrderId id) {
  CHARTA_TRY(const auto order, rows_.order(work, id));
  CHARTA_TRY(const auto lines, rows_.lines(work, id));
  const auto is = [&](std::string_view state) {
    return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return line.state == state; });
  };
  if (!order || is("open") || !can_be_scanned(*order)) return {};
  worklists::Act act;
  act.event = is("short") ? "close-short" : "receive";
  CHARTA_TRY_DO(worklists_.apply(work, actor, order->item, act));
  return {};
}

Result<OrderService::Receipt> OrderService::scan(const Actor& actor, OrderId id, const std::string& barcode, bool is_confirmed) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto found, paper_.scan(actor, barcode));
  if (found.kind != "volume" && !(found.kind == "place" && found.place && found.place->kind == paper_charts::PlaceKind::box))
    return fail(ErrorKind::invalid, found.says.empty() ? "scan the label of a volume or of a box" : found.says, "barcode");
  Receipt receipt;
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    receipt = Receipt();
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(const auto order, rows_.order(work, id));
    if (!order) return fail(ErrorKind::not_found, "no order " + id.text());
    if (!can_be_scanned(*order))
      return fail(ErrorKind::business_rule, "this order is " + order->state + "; only what was ordered is scanned", "state");
    CHARTA_TRY(auto lines, rows_.lines(work, id));
    std::size_t known = 0;
    for (auto& line : lines) {
      const bool is_it = found.kind == "volume" ? line.volume == found.volume->volume.id : line.box == found.place->id;
      if (!is_it) continue;
      ++known;
      if (line.state == "settled") continue;  // scanned twice: it counts once
      CHARTA_TRY_DO(move_line(work, actor, *order, line));
      receipt.moved.push_back(line.volume);
    }
    if (known == 0) {
      if (found.kind != "volume") return fail(ErrorKind::business_rule, "nothing of this box is on the order", "barcode");
      if (!is_confirmed)
        return fail(ErrorKind::business_rule, "this volume is not on the order; is it to be taken in all the same?",
                    "confirm:not-on-this-order");
      Line line;
      line.id = keys_.next<LineId>();
      line.order = id;
      line.volume = found.volume->volume.id;
      line.barcode = found.volume->volume.barcode;
      CHARTA_TRY_DO(rows_.add_line(work, line));
      CHARTA_TRY_DO(move_line(work, actor, *order, line));
      receipt.moved.push_back(line.volume);
    }
    receipt.says = receipt.moved.empty() ? "it was scanned already" : std::to_string(receipt.moved.size()) + " volumes";
    CHARTA_TRY_DO(note(work, actor, order->direction == "send" ? ledger::Act::sent : ledger::Act::received, id,
                       std::to_string(receipt.moved.size())));
    return settle(work, actor, id);
  });
  if (!done) return done.error();
  CHARTA_TRY(receipt.order, view(actor, id));
  return receipt;
}

Result<OrderView> OrderService::not_found(const Actor& actor, OrderId id, const std::string& barcode) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(const auto order, rows_.order(work, id));
    if (!order) return fail(ErrorKind::not_found, "no order " + id.text());
    if (!can_be_scanned(*order))
      return fail(ErrorKind::business_rule, "this order is " + order->state + "; nothing of it is waited for", "state");
    CHARTA_TRY(auto lines, rows_.lines(work, id));
    for (auto& line : lines) {
      if (line.barcode != upper_ascii(trimmed(std::string_view(barcode))) || line.state != "open") continue;
      line.state = "short";
      line.settled_at = clock_.now();
      CHARTA_TRY_DO(rows_.save_line(work, line));
      paper_charts::MovementCommand command;
      command.kind = "mark-missing";
      command.note = "not found by the vendor, order " + id.text();
      CHARTA_TRY_DO(paper_.move(work, actor, line.volume, command));
      CHARTA_TRY_DO(note(work, actor, ledger::Act::amended, id, "not-found"));
      return settle(work, actor, id);
    }
    return fail(ErrorKind::not_found, "no open line of this order has this barcode", "barcode");
  });
  if (!done) return done.error();
  return view(actor, id);
}

/// Whether the person was in the house since: by any of their records.
Result<bool> OrderService::is_busy(store::Reader& reader, PatientId patient, Instant since) const {
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  for (const auto record : records) {
    CHARTA_TRY(const auto visits, encounters_.of_patient(reader, record, 1));  // the newest
    for (const auto& visit : visits)
      if (visit.last_event_at >= since || (visit.started_at && *visit.started_at >= since)) return true;
  }
  return false;
}

Result<RetirementList> OrderService::retirement_list(const Actor& actor, PlaceId room, const std::string& from_section,
                                                     const std::string& until_section, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  RetirementList list;
  list.quiet_since = retirement_.quiet_since(clock_.now());
  list.volumes_a_box = retirement_.volumes_a_box;
  list.rule = retirement_.rule;
  return store_.read([&](store::Reader& reader) -> Result<RetirementList> {
    CHARTA_TRY(const auto place, paper_.place(reader, room));
    if (!place || place->kind != paper_charts::PlaceKind::room) return fail(ErrorKind::invalid, "say which room", "room");
    CHARTA_TRY(const auto quiet, paper_.quiet(reader, room, from_section, until_section, list.quiet_since, limit));
    for (const auto& row : quiet) {
      ++list.looked_at;
      CHARTA_TRY(const bool busy, is_busy(reader, row.volume.patient, list.quiet_since));
      CHARTA_TRY(const auto on_order, rows_.open_line(reader, row.volume.id));
      if (busy) ++list.busy;
      const bool is_seen = actor.visibility.sees(row.volume.facility, row.volume.sensitivity, row.volume.patient);
      if (!busy && !on_order && is_seen) list.rows.push_back(row);
    }
    return list;
  });
}

}  // namespace charta::off_site_orders
