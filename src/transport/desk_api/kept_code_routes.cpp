// SPDX-License-Identifier: Apache-2.0
// What a coder keeps at hand: favourites, codes taken last; the codes of the patient's stay before.
#include "department/coding/kept_codes/kept_code_service.hpp"
#include "department/coding_desk/codes_before.hpp"
#include "transport/desk_api/coding_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

void write_kept(json::Writer& out, const Desk& desk, const std::vector<kept_codes::KeptCode>& list, Date day) {
  out.begin_array();
  for (const auto& one : list) {
    out.begin_object().member("code", one.code).member("system", one.system);
    out.member("title", desk.coding->books().title_in(one.system, one.code, day));
    out.member("favourite", one.is_favourite).member("times", one.times);
    member(out, "taken_at", one.taken_at);
    out.end_object();
  }
  out.end_array();
}

Result<Response> kept_answer(const Desk& desk, const Request& request, const kept_codes::KeptCodes& kept) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("favourites");
  write_kept(out, desk, kept.favourites, day);
  out.key("recents");
  write_kept(out, desk, kept.recents, day);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> kept_list(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto kept, desk.kept_codes->list(request.actor));
  return kept_answer(desk, request, kept);
}

Result<Response> keep_code(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto system, body.required("system"));
  CHARTA_TRY(const auto code, body.required("code"));
  const bool says_favourite = static_cast<bool>(body.value("favourite"));
  CHARTA_TRY(const auto kept, says_favourite ? desk.kept_codes->mark(request.actor, system, code, body.flag("favourite"))
                                             : desk.kept_codes->take(request.actor, system, code));
  return kept_answer(desk, request, kept);
}

void write_before(json::Writer& out, const Desk& desk, const coding_desk::CodesBefore& found) {
  const auto day = desk.coding->zone().local_date(found.of.ended_at);
  out.key("items").begin_array();
  for (const auto kind : coding_desk::all_kinds)
    for (const auto& line : found.sheet.of(kind)) {
      const auto system = coding_desk::system_of(kind, line.code);
      out.begin_object().member("code", line.code).member("system", system);
      out.member("title", desk.coding->books().title_in(system, line.code, day)).end_object();
    }
  out.end_array();
}

Result<Response> codes_of_stay_before(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto found, coding_desk::codes_before(*desk.coding, request.actor, request.captured.at(0)));
  const auto& read = found.before ? *found.before : found.of;
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_case", read.encounter.key(), read.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  if (found.before) out.member("encounter", found.before->encounter_id).member("ended_at", found.before->ended_at.text());
  write_before(out, desk, found);
  out.end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_kept_code_routes(Routes& routes) {
  constexpr auto code = "code-records";
  routes
      .read("/api/coding/kept", "The codes that this account keeps at hand: favourites, and those taken last", code, "KeptCodes",
            kept_list)
      .write("POST", "/api/coding/kept", "Mark a code as a favourite or take the mark away; without 'favourite': it was taken",
             code, "CodeToKeep", "KeptCodes", keep_code)
      .read("/api/coding/cases/{id}/before", "The codes of the patient's coded stay before this one", code, "CodesBefore",
            codes_of_stay_before);
}

}  // namespace charta::desk_api
