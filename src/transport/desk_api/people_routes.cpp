// SPDX-License-Identifier: Apache-2.0
// People and programs, their roles and tokens; breaking the glass and its review.
#include "base/text.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

void write_account(json::Writer& out, const access::User& user) {
  out.begin_object().member("id", user.id.text()).member("name", user.name).member("display_name", user.display_name);
  out.key("roles").begin_array();
  for (const auto& role : user.roles) out.string(role);
  out.end_array()
      .member("disabled", user.disabled)
      .member("is_program", user.is_program)
      .member("created_at", user.created_at.text());
  member(out, "last_seen_at", user.last_seen_at);
  out.end_object();
}

Result<Response> list_users(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto users, desk.access.list_users(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(users.size())).key("items").begin_array();
  for (const auto& user : users) write_account(out, user);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> add_user(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  access::NewUser user;
  CHARTA_TRY(user.name, body.required("name"));
  user.display_name = body.text("display_name");
  CHARTA_TRY(user.roles, body.list_of_texts("roles"));
  user.password = body.text("password");
  user.is_program = body.flag("is_program");
  CHARTA_TRY(const auto added, desk.access.add_user(request.actor, user));
  std::string answer;
  json::Writer out(answer);
  write_account(out, added);
  return http::json_response(std::move(answer), 201);
}

/// What is written wrongly is refused, not read as "no": {"disabled":"yes"} must not let somebody in.
Result<access::UserChange> read_change(const Body& body) {
  access::UserChange change;
  if (const json::Value roles = body.value("roles")) {
    CHARTA_TRY(change.roles, body.list_of_texts("roles"));
  }
  if (const json::Value disabled = body.value("disabled")) {
    if (!disabled.is(json::Kind::boolean)) return fail(ErrorKind::invalid, "'disabled' is true or false", "disabled");
    change.disabled = disabled.boolean();
  }
  if (const json::Value password = body.value("password")) {
    if (!password.is_string()) return fail(ErrorKind::invalid, "'password' is a text", "password");
    change.password = std::string(password.text());
  }
  return change;
}

Result<Response> change_user(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto change, read_change(body));
  CHARTA_TRY(const auto user, desk.access.change_user(request.actor, request.captured.at(0), change));
  std::string answer;
  json::Writer out(answer);
  write_account(out, user);
  return http::json_response(std::move(answer));
}

Result<Response> issue_token(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  const std::string expires_at = body.text("expires_at");
  access::TokenRequest wanted{request.captured.at(0), body.text("scope"), Instant::parse(expires_at)};
  if (!expires_at.empty() && !wanted.expires_at)  // a token that was to end one day must not live for ever
    return fail(ErrorKind::invalid, "expires_at is an instant such as 2026-03-01T12:00:00Z", "expires_at");
  CHARTA_TRY(const auto token, desk.access.issue_token(request.actor, wanted));
  std::string answer;
  json::Writer(answer).begin_object().member("token", token).end_object();
  return http::json_response(std::move(answer), 201);
}

Result<Response> list_roles(const Desk& desk, const Request&) {
  std::string body;
  json::Writer out(body);
  out.begin_object().key("items").begin_array();
  for (const auto& role : desk.access.roles()) {
    out.begin_object().member("name", role.name).member("title", role.title).key("permissions").begin_array();
    for (const auto permission : role.permissions) out.string(access::permission_code(permission));
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> break_glass(const Desk& desk, const Request& request) {
  if (request.session_token.empty()) return fail(ErrorKind::forbidden, "only a signed-in person can break the glass");
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto patient, body.required("patient"));
  access::GlassRequest wanted;
  wanted.patient = PatientId::parse(patient).value_or(PatientId());
  CHARTA_TRY(wanted.reason_code, body.required("reason"));
  wanted.explanation = body.text("explanation");
  CHARTA_TRY(wanted.password, body.required("password"));
  CHARTA_TRY(const auto session, desk.access.session(request.session_token));
  CHARTA_TRY_DO(desk.access.break_glass(session, wanted));
  CHARTA_TRY(const auto until, desk.access.open_until(session, wanted.patient));
  std::string answer;
  json::Writer(answer).begin_object().member("until", until.value_or(desk.clock.now()).text()).end_object();
  return http::json_response(std::move(answer));
}

Result<Response> list_glass(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto uses, desk.access.list_glass(request.actor, request.parameter("unreviewed") == "1"));
  std::vector<PatientId> patients;
  for (const auto& use : uses) patients.push_back(use.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string body;
  json::Writer out(body);
  out.begin_object().key("items").begin_array();
  for (const auto& use : uses) {
    out.begin_object().member("id", print_key(use.key)).member("user", use.user_name).member("user_id", use.user.text());
    out.member("reason", use.reason_code);
    out.member("explanation", use.explanation)
        .member("at", use.at.text())
        .member("until", use.until.text())
        .member("reviewed", use.reviewed);
    member_unless_empty(out, "verdict", use.verdict);
    member_unless_empty(out, "finding", use.finding);
    if (const auto brief = briefs.find(use.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> review_glass(const Desk& desk, const Request& request) {
  const auto key = parse_key(request.captured.at(0));
  if (!key) return fail(ErrorKind::not_found, "there is no such use of the glass");
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto finding, body.required("finding"));
  const std::string verdict = body.text("verdict");
  CHARTA_TRY_DO(desk.access.review_glass(request.actor, *key, finding, verdict.empty() ? "appropriate" : verdict));
  return http::no_content();
}

}  // namespace

void add_people_routes(Routes& routes) {
  routes.read("/api/users", "People and programs", "manage-people", "Users", list_users)
      .write("POST", "/api/users", "Add an account", "manage-people", "NewUser", "User", add_user)
      .write("POST", "/api/users/{name}", "Change roles, password, or whether it is disabled", "manage-people", "UserChange",
             "User", change_user)
      .write("POST", "/api/users/{name}/tokens", "Issue a bearer token, shown once", "manage-people", "TokenRequest", "Token",
             issue_token)
      .read("/api/roles", "Roles and what each may do", "", "Roles", list_roles)
      .write("POST", "/api/glass", "Break the glass for one patient", "break-glass", "GlassRequest", "GlassOpened", break_glass)
      .read("/api/glass", "Uses of break-the-glass", "review-glass", "GlassUses", list_glass)
      .write("POST", "/api/glass/{id}/review", "Record the finding of a review", "review-glass", "GlassReview", "", review_glass);
}

}  // namespace charta::desk_api
