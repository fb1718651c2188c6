// SPDX-License-Identifier: Apache-2.0
// The first screen and the reconciliation's report: counts, each with the list behind it.
#include "department/expected_records/reconciliation_service.hpp"
#include "department/intake/intake_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

struct Tile {
  std::int64_t open = 0, overdue = 0, stat = 0, unowned = 0;
};

void write_tiles(json::Writer& out, const Desk& desk, const access::Actor& actor, const std::vector<worklists::Counts>& counts) {
  out.key("tiles").begin_array();
  for (const auto* machine : desk.worklists.machines(actor)) {
    if (!is_for(desk, actor, *machine, counts)) continue;
    Tile tile;
    for (const auto& count : counts) {
      if (count.kind != machine->kind || !count.is_asked) continue;
      tile.open += count.open, tile.overdue += count.overdue, tile.stat += count.stat, tile.unowned += count.unowned;
    }
    out.begin_object()
        .member("kind", machine->kind)
        .member("title", machine->title)
        .member("open", tile.open)
        .member("overdue", tile.overdue);
    out.member("stat", tile.stat)
        .member("unowned", tile.unowned)
        .member("link", "/app/worklists/" + std::string(machine->kind))
        .end_object();
  }
  out.end_array();
}

Result<Response> home(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto counts, desk.worklists.counts(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object();
  write_tiles(out, desk, request.actor, counts);
  if (request.actor.may(access::Permission::read_messages)) {
    const Instant midnight = TimeZone::utc().to_instant(desk.clock.now().utc_date(), std::chrono::milliseconds(0));
    CHARTA_TRY(const auto intake, desk.intake->counts(request.actor, midnight));
    out.key("intake")
        .begin_object()
        .member("received_today", intake.received_today)
        .member("held", intake.held)
        .member("filed_today", intake.filed_today);
    member(out, "last_received_at", intake.last_received_at);
    out.end_object();
  }
  CHARTA_TRY(const auto report, desk.reconciliation->last_report(request.actor));
  if (report)
    out.key("reconciliation")
        .begin_object()
        .member("at", report->started_at.text())
        .member("unexplained", report->unexplained)
        .end_object();
  else
    out.key("reconciliation").null();
  if (desk.write_storage && request.actor.may(access::Permission::read_worklists)) CHARTA_TRY_DO(desk.write_storage(out));
  out.end_object();
  return http::json_response(std::move(body));
}

Result<Response> reconciliation(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto report, desk.reconciliation->last_report(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object();
  if (report) member(out, "at", report->ended_at ? report->ended_at : std::optional(report->started_at));
  out.member("unexplained", report ? report->unexplained : 0).key("classes").begin_array();
  if (report)
    for (const auto& [code, open] : report->open_by_class)
      out.begin_object()
          .member("code", code)
          .member("title", title_of(code))
          .member("open", open)
          .member("link", "/app/worklists/reconciliation?reason=" + code)
          .end_object();
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

}  // namespace

void add_home_routes(Routes& routes) {
  routes.read("/api/home", "Counts for the first screen", "read-worklists", "Home", home)
      .read("/api/reconciliation", "The last reconciliation's classes", "read-worklists", "Reconciliation", reconciliation);
}

}  // namespace charta::desk_api
