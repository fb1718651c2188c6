// SPDX-License-Identifier: Apache-2.0
// Warnings about what documents say: each with the words it means, and how often people said that they were right.
#include "department/record_quality/quality_service.hpp"
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace quality = record_quality;

void write_warning(json::Writer& out, const Desk& desk, const quality::Warning& one) {
  out.begin_object().member("id", one.id.text()).member("item", one.item.text()).member("check", check_code(one.check));
  out.member("says", one.says).member("state", one.state).member("found_at", one.found_at.text()).member("title", one.title);
  out.member("state_title", title_of(quality::warning_machine(), one.state));
  out.key("document").begin_object().member("type", one.resource_type).member("id", one.fhir_id).end_object();
  if (one.percent > 0) out.member("percent", static_cast<std::int64_t>(one.percent));
  out.key("quotes").begin_array();
  for (const auto& quote : one.quotes) {
    out.begin_object()
        .key("document")
        .begin_object()
        .member("type", quote.resource_type)
        .member("id", quote.fhir_id)
        .end_object();
    out.member("title", quote.title).member("page", quote.place.page).member("words", quote.place.words);
    out.member("from", static_cast<std::int64_t>(quote.place.from))
        .member("length", static_cast<std::int64_t>(quote.place.length));
    out.end_object();
  }
  out.end_array().member("rule", one.rule);
  member(out, "closed_at", one.closed_at);
  if (one.closed_by.is_set()) write_user(out, desk, "closed_by", one.closed_by);
  if (!one.reason.empty()) out.member("reason", desk.reason_sentence ? desk.reason_sentence(one.reason) : one.reason);
  out.end_object();
}

Result<Response> warning_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto item, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto warning, desk.quality->of_item(request.actor, item));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "record_warning", warning.id.key(), warning.patient));
  std::string text;
  json::Writer out(text);
  write_warning(out, desk, warning);
  return http::json_response(std::move(text));
}

Result<Response> warnings_of_document(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  CHARTA_TRY(const auto list,
             of_either_type(request, [&](std::string_view type) { return desk.quality->of_document(request.actor, type, id); }));
  if (!list.empty()) CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "record_warnings", 0, list.front().patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_warning(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> warning_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant last = until.value_or(desk.clock.now().plus(std::chrono::milliseconds(1)));
  CHARTA_TRY(const auto period,
             desk.quality->period(request.actor, from.value_or(last.plus(-std::chrono::hours(24 * 90))), last));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "record_warning_figures"));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("checks").begin_array();
  for (const auto& one : period.counts) {
    out.begin_object().member("check", check_code(one.check)).member("found", one.found).member("open", one.open);
    out.member("right", one.right).member("not_so", one.not_so).member("settled", one.settled).end_object();
  }
  out.end_array().key("items").begin_array();
  for (const auto& one : period.warnings) {
    out.begin_object().member("id", one.id.text()).member("item", one.item.text()).member("check", check_code(one.check));
    out.member("state", one.state).member("found_at", one.found_at.text()).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_quality_routes(Routes& routes) {
  routes
      .read("/api/record-warning-of-item/{id}", "The warning behind a work item, with the words it means", "read-record",
            "RecordWarning", warning_of_item)
      .read("/api/documents/{id}/warnings", "Warnings about what a document says", "read-record", "RecordWarnings",
            warnings_of_document)
      .read("/api/record-warning-figures", "Found, right and not so, by check, and the list behind the numbers", "read-record",
            "RecordWarningFigures", warning_figures);
}

}  // namespace charta::desk_api
