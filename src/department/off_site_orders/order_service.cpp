// SPDX-License-Identifier: Apache-2.0
#include "department/off_site_orders/order_service.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::off_site_orders {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::PlaceId;
using paper_charts::VolumeId;
using paper_charts::VolumeRow;

constexpr std::size_t lines_most = 500;
constexpr std::int64_t orders_most = 20'000, handed_over_a_pass = 20;
constexpr std::string_view pool_of_orders = "file-room";

Error no_order(OrderId id) {
  return fail(ErrorKind::not_found, "no order " + id.text());
}

std::string order_detail(const Order& order, const std::string& vendor, std::size_t lines) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("number", order.id.text()).member("source", vendor);
  out.member("title",
             (order.direction == "send" ? "Pick-up of " : "Fetch ") + std::to_string(lines) + " volumes, " + order.priority);
  out.end_object();
  return text;
}

}  // namespace

void OrderService::declare() {
  worklists_.declare(
      order_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor&, const worklists::WorkItem& item, const worklists::Act&) {
        return entered(work, item);
      });
}

Result<void> OrderService::guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto lines, rows_.lines(work, OrderId(item.subject)));
  const auto count = [&](std::string_view state) {
    return std::count_if(lines.begin(), lines.end(), [&](const Line& line) { return line.state == state; });
  };
  const auto refuse = [](std::string sentence) { return fail(ErrorKind::business_rule, std::move(sentence), "event"); };
  if (name == "has-lines" && lines.empty()) return refuse("nothing is on this order");
  if (name == "nothing-is-here" && count("settled") > 0)
    return refuse("a part of it came already; scan the rest, or close it short");
  if (name == "all-is-here" && (count("open") > 0 || count("short") > 0))
    return refuse(std::to_string(count("open")) + " lines are open; the scan of each volume settles its line");
  if (name == "all-is-settled" && count("open") > 0)
    return refuse(std::to_string(count("open")) + " lines are open; scan each, or say that the vendor did not find it");
  return {};
}

Result<void> OrderService::entered(store::UnitOfWork& work, const worklists::WorkItem& item) {
  CHARTA_TRY(auto order, rows_.order(work, OrderId(item.subject)));
  if (!order) return {};  // it is being opened in this unit
  order->state = item.state;
  if (item.state == "ordered") {
    CHARTA_TRY(const auto to, vendor(work, order->vendor));
    order->ordered_at = clock_.now();
    if (!order->expected_at) order->expected_at = service_.expected(*order, to.code, clock_.now());
    order->rule = service_.rule();
    CHARTA_TRY_DO(worklists_.set_due(work, item.id, order->expected_at, order->rule));
  }
  if (worklists::is_final(order_machine(), item.state)) order->settled_at = clock_.now();
  return rows_.save(work, *order);
}

Result<void> OrderService::note(store::UnitOfWork& work, const Actor& actor, ledger::Act act, OrderId order,
                                std::string_view reason) {
  return ledger_.record(work, actor.author, {act, "off_site_order", order.key(), 0, {}, reason, service_.rule(), {}});
}

Result<paper_charts::Place> OrderService::vendor(store::Reader& reader, PlaceId id) const {
  CHARTA_TRY(auto place, paper_.place(reader, id));
  if (!place || !place->is_open || place->kind != paper_charts::PlaceKind::vendor)
    return fail(ErrorKind::invalid, "an order goes to an open vendor", "vendor");
  return std::move(*place);
}

/// Off site, and the place is the vendor or one of its boxes.
Result<bool> OrderService::stands_with(store::Reader& reader, const paper_charts::Volume& volume, PlaceId vendor) const {
  if (volume.state != "off-site") return false;
  if (volume.place == vendor) return true;
  CHARTA_TRY(const auto box, paper_.place(reader, volume.place));
  return box && box->parent == vendor;
}

/// Who keeps these volumes, where nobody was named: the vendor of the first.
Result<PlaceId> OrderService::keeper_of(store::Reader& reader, const std::vector<VolumeId>& volumes) const {
  if (volumes.empty()) return fail(ErrorKind::missing, "say which vendor, or which volumes", "vendor");
  CHARTA_TRY(const auto row, paper_.volume(reader, volumes.front()));
  if (!row) return fail(ErrorKind::not_found, "no volume " + volumes.front().text(), "volumes");
  CHARTA_TRY(const auto place, paper_.place(reader, row->volume.place));
  if (!place) return PlaceId();
  return place->kind == paper_charts::PlaceKind::box ? place->parent : place->id;
}

Result<OrderId> OrderService::open(store::UnitOfWork& work, const Actor& actor, Order order, const std::vector<VolumeRow>& rows,
                                   PlaceId box) {
  CHARTA_TRY(const auto to, vendor(work, order.vendor));
  if (rows.empty()) return fail(ErrorKind::business_rule, "nothing is asked for that stands with " + to.name, "volumes");
  if (rows.size() > lines_most)
    return fail(ErrorKind::too_large, "an order has " + std::to_string(lines_most) + " lines at most", "volumes");
  order.created_at = clock_.now();
  order.by = actor.author.user;
  order.rule = service_.rule();
  worklists::NewWorkItem item;
  item.kind = order_machine().kind;
  item.subject_type = "off_site_order";
  item.subject = order.id.key();
  item.priority = order.priority == "rush" ? worklists::Priority::urgent : worklists::Priority::routine;
  item.pool = pool_of_orders;
  item.clock_basis = "ordered";
  item.rule = order.rule;
  item.detail = order_detail(order, to.name, rows.size());
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  order.item = opened.id;
  CHARTA_TRY_DO(rows_.add(work, order));
  for (const auto& row : rows) {
    CHARTA_TRY(const auto other, rows_.open_line(work, row.volume.id));
    if (other)
      return fail(ErrorKind::business_rule, "volume " + row.volume.barcode + " is on order " + other->order.text() + " already",
                  "volumes");
    Line line;
    line.id = keys_.next<LineId>();
    line.order = order.id;
    line.volume = row.volume.id;
    line.box = box.is_set() ? box : row.volume.place == order.vendor ? PlaceId() : row.volume.place;
    line.barcode = row.volume.barcode;
    CHARTA_TRY_DO(rows_.add_line(work, line));
  }
  CHARTA_TRY_DO(note(work, actor, ledger::Act::created, order.id, order.direction));
  return order.id;
}

Result<OrderId> OrderService::draft(const Actor& actor, const NewOrder& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (!is_order_priority(given.priority))
    return fail(ErrorKind::unknown_code, "'" + given.priority + "' is no priority; say rush or next-day", "priority");
  std::vector<VolumeId> wanted = given.volumes;
  if (given.from_requests) {
    CHARTA_TRY(const auto asked, paper_.pull_list(actor, clock_.now().plus(std::chrono::hours(24 * 365)), {}));
    for (const auto& line : asked)
      if (std::find(wanted.begin(), wanted.end(), line.volume.id) == wanted.end()) wanted.push_back(line.volume.id);
  }
  Order order;
  order.id = keys_.next<OrderId>();
  order.vendor = given.vendor;
  order.priority = given.priority;
  order.purchase_order = stripped(given.purchase_order);
  return store_.write([&](store::UnitOfWork& work) -> Result<OrderId> {
    if (!given.vendor.is_set()) {
      CHARTA_TRY(order.vendor, keeper_of(work, given.volumes));
    }
    std::vector<VolumeRow> rows;
    for (const auto id : wanted) {
      CHARTA_TRY(auto row, paper_.volume(work, id));
      if (!row) return fail(ErrorKind::not_found, "no volume " + id.text(), "volumes");
      CHARTA_TRY(const bool is_there, stands_with(work, row->volume, order.vendor));
      CHARTA_TRY(const auto on_order, rows_.open_line(work, id));
      const bool is_said = std::find(given.volumes.begin(), given.volumes.end(), id) != given.volumes.end();
      if (!is_said && (!is_there || on_order)) continue;
      if (!is_there)
        return fail(ErrorKind::business_rule,
                    "by the record volume " + row->volume.barcode + " is at " + row->place + ", not with this vendor", "volumes");
      rows.push_back(std::move(*row));
    }
    return open(work, actor, order, rows, {});
  });
}

Result<OrderId> OrderService::prepare_box(const Actor& actor, const NewBox& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (trimmed(std::string_view(given.name)).empty()) return fail(ErrorKind::missing, "a box has a number", "name");
  paper_charts::Place box;
  box.id = keys_.next<PlaceId>();
  box.parent = given.vendor;
  box.kind = paper_charts::PlaceKind::box;
  box.name = stripped(given.name);
  box.barcode = given.barcode.empty() ? paper_charts::barcode_of(paper_charts::Scanned::place, box.id.key())
                                      : upper_ascii(stripped(given.barcode));
  Order order;
  order.id = keys_.next<OrderId>();
  order.vendor = given.vendor;
  order.direction = "send";
  order.purchase_order = stripped(given.purchase_order);
  return store_.write([&](store::UnitOfWork& work) -> Result<OrderId> {
    CHARTA_TRY_DO(vendor(work, given.vendor));
    CHARTA_TRY_DO(paper_.add_place(work, actor, box, {}, paper_charts::FilingOrder::terminal_digit));
    std::vector<VolumeRow> rows;
    for (const auto id : given.volumes) {
      CHARTA_TRY(auto row, paper_.volume(work, id));
      if (!row) return fail(ErrorKind::not_found, "no volume " + id.text(), "volumes");
      if (row->volume.state != "in-file" && row->volume.state != "inactive")
        return fail(ErrorKind::business_rule, "volume " + row->volume.barcode + " is " + row->volume.state + ", not in the file",
                    "volumes");
      rows.push_back(std::move(*row));
    }
    return open(work, actor, order, rows, box.id);
  });
}

Result<OrderWithLines> OrderService::whole(store::Reader& reader, OrderId id) const {
  CHARTA_TRY(auto order, rows_.order(reader, id));
  if (!order) return no_order(id);
  OrderWithLines all;
  all.order = std::move(*order);
  CHARTA_TRY(all.lines, rows_.lines(reader, id));
  CHARTA_TRY(const auto to, paper_.place(reader, all.order.vendor));
  if (to) all.vendor = to->name, all.vendor_code = to->code;
  return all;
}

Result<OrderView> OrderService::seen(store::Reader& reader, OrderId id) const {
  OrderView view;
  CHARTA_TRY(view.all, whole(reader, id));
  for (const auto& line : view.all.lines) {
    CHARTA_TRY(auto row, paper_.volume(reader, line.volume));
    view.volumes.push_back(row ? std::move(*row) : VolumeRow());
  }
  const auto& order = view.all.order;
  view.is_late = order.ordered_at && order.expected_at && order.settled_at.value_or(clock_.now()) > *order.expected_at;
  view.is_invoiced = order.cost_cents.has_value();
  view.cost_cents = order.cost_cents.value_or(service_.cost(order, view.all.vendor_code, view.all.lines.size()));
  return view;
}

Result<OrderView> OrderService::view(const Actor& actor, OrderId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) { return seen(reader, id); });
}

Result<std::vector<OrderView>> OrderService::list(const Actor& actor, bool only_open, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<OrderView>> {
    CHARTA_TRY(const auto orders, rows_.orders(reader, only_open, limit));
    std::vector<OrderView> all;
    for (const auto& order : orders) {
      CHARTA_TRY(auto one, seen(reader, order.id));
      all.push_back(std::move(one));
    }
    return all;
  });
}

Result<OrderView> OrderService::send(const Actor& actor, OrderId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto order, rows_.order(work, id));
    if (!order) return no_order(id);
    worklists::Act act;
    act.event = "order";
    CHARTA_TRY_DO(worklists_.apply(work, actor, order->item, act));
    return note(work, actor, ledger::Act::sent, id, order->priority);
  });
  if (!done) return done.error();
  if (const auto handed = hand_over_one(id); !handed)  // the clock tries it again
    log::warning("off_site_order.not_handed_over", {{"order", id.text()}, {"problem", handed.error().message}});
  return view(actor, id);
}

Result<OrderView> OrderService::note_said(const Actor& actor, OrderId id, const Said& said) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (said.cost_cents && *said.cost_cents < 0) return fail(ErrorKind::invalid, "a cost is not less than nothing", "cost_cents");
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto order, rows_.order(work, id));
    if (!order) return no_order(id);
    if (said.cost_cents) order->cost_cents = said.cost_cents;
    if (!said.purchase_order.empty()) order->purchase_order = stripped(said.purchase_order);
    if (said.expected_at) {
      order->expected_at = said.expected_at;
      if (!worklists::is_final(order_machine(), order->state))
        CHARTA_TRY_DO(worklists_.set_due(work, order->item, order->expected_at, order->rule));
    }
    CHARTA_TRY_DO(rows_.save(work, *order));
    return note(work, actor, ledger::Act::amended, id, said.cost_cents ? "invoice" : "said");
  });
  if (!done) return done.error();
  return view(actor, id);
}

Result<std::vector<FormLine>> OrderService::form_lines(store::Reader& reader, const OrderWithLines& all) const {
  std::vector<FormLine> lines;
  for (const auto& line : all.lines) {
    CHARTA_TRY(const auto row, paper_.volume(reader, line.volume));
    CHARTA_TRY(const auto box, paper_.place(reader, line.box));
    lines.push_back(
        {line.barcode, box ? box->name + " " + box->barcode : std::string(), row ? row->volume.position : std::string()});
  }
  return lines;
}

Result<OrderService::Form> OrderService::form(const Actor& actor, OrderId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<Form> {
    CHARTA_TRY(const auto all, whole(reader, id));
    CHARTA_TRY(const auto lines, form_lines(reader, all));
    Form form;
    form.csv = form_as_csv(all, lines);
    CHARTA_TRY(form.pdf, form_as_pdf(all, lines));
    return form;
  });
}

Result<void> OrderService::hand_over_one(OrderId id) {
  CHARTA_TRY(const auto written, store_.read([&](store::Reader& reader) -> Result<std::pair<std::string, std::string>> {
    CHARTA_TRY(const auto all, whole(reader, id));
    CHARTA_TRY(const auto lines, form_lines(reader, all));
    return std::pair(all.vendor_code.empty() ? all.order.vendor.text() : all.vendor_code, form_as_csv(all, lines));
  }));
  if (hand_over_) CHARTA_TRY_DO(hand_over_(written.first, "charta-order-" + id.text() + ".csv", written.second));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto order, rows_.order(work, id));
    if (!order || order->is_handed_over) return {};
    order->is_handed_over = true;
    return rows_.save(work, *order);
  });
}

Result<std::int64_t> OrderService::run_clock() {
  CHARTA_TRY(const auto waiting,
             store_.read([&](store::Reader& reader) { return rows_.to_hand_over(reader, handed_over_a_pass); }));
  std::int64_t handed = 0;
  for (const auto& order : waiting) {
    CHARTA_TRY_DO(hand_over_one(order.id));
    ++handed;
  }
  return handed;
}

Result<Figures> OrderService::figures(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<Figures> {
    CHARTA_TRY(const auto orders, rows_.ordered_between(reader, from, until, orders_most));
    std::vector<OrderWithLines> all;
    for (const auto& order : orders) {
      CHARTA_TRY(auto one, whole(reader, order.id));
      all.push_back(std::move(one));
    }
    return figures_of(all, service_, clock_.now());
  });
}

}  // namespace charta::off_site_orders
