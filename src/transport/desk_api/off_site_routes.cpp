// SPDX-License-Identifier: Apache-2.0
// Orders to vendors, what comes from them by scan, what may leave for there, and what they cost.
#include "department/off_site_orders/order_service.hpp"
#include "transport/desk_api/paper_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using namespace off_site_orders;
using http::Request;
using http::Response;
using paper_charts::PlaceId;
using paper_charts::VolumeId;
using paper_charts::VolumeRow;

template <class IdType>
Result<IdType> id_said(const Body& body, std::string_view name) {
  const auto id = IdType::parse(body.text(name));
  if (!id) return fail(ErrorKind::invalid, "'" + body.text(name) + "' is not an id", std::string(name));
  return *id;
}

Result<std::vector<VolumeId>> volumes_said(const Body& body) {
  std::vector<VolumeId> volumes;
  CHARTA_TRY(const auto texts, body.list_of_texts("volumes"));
  for (const auto& text : texts) {
    const auto id = VolumeId::parse(text);
    if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not an id", "volumes");
    volumes.push_back(*id);
  }
  return volumes;
}

Result<PaperBriefs> briefs_of_rows(const Desk& desk, const Request& request, const std::vector<VolumeRow>& rows) {
  std::vector<PatientId> patients;
  for (const auto& row : rows)
    if (row.volume.patient.is_set() && std::find(patients.begin(), patients.end(), row.volume.patient) == patients.end())
      patients.push_back(row.volume.patient);
  if (patients.empty()) return PaperBriefs();
  return desk.briefs(request.actor, patients);
}

void write_order(json::Writer& out, const Desk& desk, const OrderView& view, const PaperBriefs* briefs) {
  const auto& order = view.all.order;
  out.begin_object().member("id", order.id.text()).member("item", order.item.text()).member("state", order.state);
  out.member("state_title", worklists::title_of(order_machine(), order.state)).member("direction", order.direction);
  out.member("priority", order.priority).key("vendor").begin_object().member("id", order.vendor.text());
  out.member("name", view.all.vendor).end_object();
  member_unless_empty(out, "purchase_order", order.purchase_order);
  out.member("created_at", order.created_at.text());
  member(out, "ordered_at", order.ordered_at);
  member(out, "expected_at", order.expected_at);
  member(out, "settled_at", order.settled_at);
  out.member("late", view.is_late).member("cost_cents", view.cost_cents).member("invoiced", view.is_invoiced);
  out.member("handed_over", order.is_handed_over).member("rule", order.rule);
  write_user(out, desk, "by", order.by);
  const auto count = [&](std::string_view state) {
    return std::count_if(view.all.lines.begin(), view.all.lines.end(), [&](const Line& line) { return line.state == state; });
  };
  out.member("lines", static_cast<std::int64_t>(view.all.lines.size())).member("open", std::int64_t{count("open")});
  out.member("short", std::int64_t{count("short")});
  if (briefs != nullptr) {
    out.key("items").begin_array();
    for (std::size_t i = 0; i < view.all.lines.size(); ++i) {
      const auto& line = view.all.lines[i];
      out.begin_object().member("barcode", line.barcode).member("state", line.state);
      member(out, "settled_at", line.settled_at);
      write_paper_volume(out.key("volume"), desk, view.volumes[i], *briefs);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
}

Result<Response> answer_order(const Desk& desk, const Request& request, const OrderView& view, std::string_view says = {}) {
  CHARTA_TRY(const auto briefs, briefs_of_rows(desk, request, view.volumes));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "off_site_order", view.all.order.id.key()));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("order");
  write_order(out, desk, view, &briefs);
  member_unless_empty(out, "says", says);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> list_orders(const Desk& desk, const Request& request) {
  const bool all = request.parameter("closed").value_or("") == "1";
  CHARTA_TRY(const auto views, desk.off_site_orders->list(request.actor, !all, limit_of(request, 50, 200)));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(views.size())).key("items").begin_array();
  for (const auto& view : views) write_order(out, desk, view, nullptr);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> get_order(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(const auto view, desk.off_site_orders->view(request.actor, id));
  return answer_order(desk, request, view);
}

Result<Response> new_order(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  NewOrder order;
  if (!body.text("vendor").empty()) {
    CHARTA_TRY(order.vendor, id_said<PlaceId>(body, "vendor"));
  }
  if (const auto priority = body.text("priority"); !priority.empty()) order.priority = priority;
  order.purchase_order = body.text("purchase_order");
  CHARTA_TRY(order.volumes, volumes_said(body));
  order.from_requests = body.flag("from_requests");
  CHARTA_TRY(const auto id, desk.off_site_orders->draft(request.actor, order));
  CHARTA_TRY(const auto view, desk.off_site_orders->view(request.actor, id));
  return answer_order(desk, request, view);
}

Result<Response> new_box(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  NewBox box;
  CHARTA_TRY(box.vendor, id_said<PlaceId>(body, "vendor"));
  CHARTA_TRY(box.name, body.required("name"));
  box.barcode = body.text("barcode");
  box.purchase_order = body.text("purchase_order");
  CHARTA_TRY(box.volumes, volumes_said(body));
  CHARTA_TRY(const auto id, desk.off_site_orders->prepare_box(request.actor, box));
  CHARTA_TRY(const auto view, desk.off_site_orders->view(request.actor, id));
  return answer_order(desk, request, view);
}

Result<Response> send_order(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(const auto view, desk.off_site_orders->send(request.actor, id));
  return answer_order(desk, request, view);
}

Result<Response> said(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  OrderService::Said words;
  words.cost_cents = body.integer("cost_cents");
  words.purchase_order = body.text("purchase_order");
  if (const auto text = body.text("expected_at"); !text.empty()) {
    words.expected_at = Instant::parse(text);
    if (!words.expected_at) return fail(ErrorKind::invalid, "'expected_at' is an instant", "expected_at");
  }
  CHARTA_TRY(const auto view, desk.off_site_orders->note_said(request.actor, id, words));
  return answer_order(desk, request, view);
}

Result<Response> scan_for_order(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto barcode, body.required("barcode"));
  CHARTA_TRY(const auto confirmed, body.list_of_texts("confirmed"));
  const bool is_confirmed = std::find(confirmed.begin(), confirmed.end(), "not-on-this-order") != confirmed.end();
  CHARTA_TRY(const auto receipt, desk.off_site_orders->scan(request.actor, id, barcode, is_confirmed));
  return answer_order(desk, request, receipt.order, receipt.says);
}

Result<Response> not_found(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto barcode, body.required("barcode"));
  CHARTA_TRY(const auto view, desk.off_site_orders->not_found(request.actor, id, barcode));
  return answer_order(desk, request, view);
}

Result<Response> order_form(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<OrderId>(request, 0));
  CHARTA_TRY(auto form, desk.off_site_orders->form(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::printed, "off_site_order", id.key()));
  const bool is_csv = request.parameter("format").value_or("") == "csv";
  Response response;
  response.body = is_csv ? std::move(form.csv) : std::move(form.pdf);
  response.content_type = is_csv ? "text/csv; charset=utf-8" : "application/pdf";
  response.headers.emplace_back("Content-Disposition",
                                is_csv ? "attachment; filename=\"charta-order-" + id.text() + ".csv\"" : "inline");
  return response;
}

Result<Response> retirement(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto room, id_filter<PlaceId>(request, "room"));
  CHARTA_TRY(const auto list,
             desk.off_site_orders->retirement_list(request.actor, room, request.parameter("from").value_or(""),
                                                   request.parameter("until").value_or(""), limit_of(request, 200, 500)));
  CHARTA_TRY(const auto briefs, briefs_of_rows(desk, request, list.rows));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_retirement"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.rows.size())).member("quiet_since", list.quiet_since.text());
  out.member("looked_at", list.looked_at).member("busy", list.busy).member("volumes_a_box", list.volumes_a_box);
  out.member("rule", list.rule);
  write_paper_volumes(out.key("items"), desk, list.rows, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> order_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  CHARTA_TRY(const auto all, desk.off_site_orders->figures(request.actor, from.value_or(now.plus(-std::chrono::hours(24 * 365))),
                                                           until.value_or(now.plus(std::chrono::seconds(1)))));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("open", all.open).member("open_late", all.open_late).key("months").begin_array();
  for (const auto& one : all.months) {
    out.begin_object().member("month", one.month).member("orders", one.orders).member("lines", one.lines);
    out.member("in_time", one.in_time).member("late", one.late).member("short_lines", one.short_lines);
    out.member("cost_cents", one.cost_cents).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_off_site_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/off-site/orders", "Orders to vendors, the newest first", may, "OffSiteOrders", list_orders)
      .write("POST", "/api/off-site/orders", "Draft an order of volumes that stand with a vendor", may, "NewOffSiteOrder",
             "OffSiteOrderView", new_order)
      .read("/api/off-site/orders/{id}", "An order with its lines", may, "OffSiteOrderView", get_order)
      .write("POST", "/api/off-site/orders/{id}/send", "Send the order to the vendor", may, "", "OffSiteOrderView", send_order)
      .write("POST", "/api/off-site/orders/{id}/said", "Write down what the vendor said, or its invoice", may, "OffSiteSaid",
             "OffSiteOrderView", said)
      .write("POST", "/api/off-site/orders/{id}/scans", "Scan what came, or what leaves", may, "OffSiteScan", "OffSiteOrderView",
             scan_for_order)
      .write("POST", "/api/off-site/orders/{id}/not-found", "The vendor does not find a volume", may, "OffSiteNotFound",
             "OffSiteOrderView", not_found)
      .read("/api/off-site/orders/{id}/form", "The order as the vendor gets it, PDF or CSV", may, "", order_form)
      .write("POST", "/api/off-site/boxes", "Prepare a box of what leaves the house", may, "NewOffSiteBox", "OffSiteOrderView",
             new_box)
      .read("/api/off-site/retirement", "Volumes that have been quiet for long enough to leave the house", may, "RetirementList",
            retirement)
      .read("/api/off-site/figures", "What vendors kept of their word and what they cost, by month", may, "OffSiteFigures",
            order_figures);
}

}  // namespace charta::desk_api
