// SPDX-License-Identifier: Apache-2.0
// Signing in and out. The cookie is the session; its secret is never in a body or an address.
#include "transport/desk_api/desk.hpp"
#include "transport/http/door.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

std::string session_json(const Desk& desk, const access::Session& session) {
  std::string body;
  json::Writer out(body);
  out.begin_object().key("user").begin_object();
  out.member("id", session.actor.author.user.text())
      .member("name", session.actor.name)
      .member("display_name", desk.user_name(session.actor.author.user));
  out.end_object().key("permissions").begin_array();
  for (std::size_t i = 0; i < access::permission_count; ++i)
    if (session.actor.permissions.test(i)) out.string(access::permission_code(static_cast<access::Permission>(i)));
  out.end_array();
  out.member("expires_at", session.expires_at.text()).member("idle_at", session.idle_at.text());
  out.member("locked", session.locked).member("synthetic", desk.synthetic);
  out.end_object();
  return body;
}

Response answer_session(const Desk& desk, const access::Session& session) {
  Response response = http::json_response(session_json(desk, session));
  if (!session.token.empty())
    response.headers.emplace_back("Set-Cookie", http::session_cookie(session.token, desk.secure_cookies));
  return response;
}

Result<Response> sign_in(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto name, body.required("name"));
  CHARTA_TRY(const auto password, body.required("password"));
  const std::string workstation = body.text("workstation");
  CHARTA_TRY(const auto session, desk.access.sign_in(name, password, workstation.empty() ? request.remote : workstation));
  return answer_session(desk, session);
}

/// A device of the counter keeps what it scanned and the page itself: they name nobody, and are the device's, not the person's.
bool keeps_counter(const Request& request) {
  if (request.body.empty()) return false;
  const auto body = Body::parse(request);
  return body && body->text("keeps") == "counter";
}

Result<Response> sign_out(const Desk& desk, const Request& request) {
  const std::string token(request.cookie(http::session_cookie_name));
  if (!token.empty()) CHARTA_TRY_DO(desk.access.sign_out(token));
  Response response = http::no_content();
  response.headers.emplace_back("Set-Cookie", http::session_cookie("", desk.secure_cookies));
  response.headers.emplace_back("Clear-Site-Data", keeps_counter(request) ? "\"cache\"" : "\"cache\", \"storage\"");
  return response;
}

Result<Response> unlock(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto password, body.required("password"));
  CHARTA_TRY(const auto session, desk.access.unlock(request.cookie(http::session_cookie_name), password));
  return answer_session(desk, session);
}

Result<Response> lock(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(desk.access.lock_session(request.session_token));
  return http::no_content();
}

Result<Response> extend(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto session, desk.access.extend(request.session_token));
  return answer_session(desk, session);
}

Result<Response> who_am_i(const Desk& desk, const Request& request) {
  if (request.session_token.empty())
    return fail(ErrorKind::unauthenticated, "this address answers a signed-in person, not a token");
  CHARTA_TRY(const auto session, desk.access.session(request.session_token));
  return answer_session(desk, session);
}

}  // namespace

void add_session_routes(Routes& routes) {
  routes.open("POST", "/auth/sign-in", "Open a session", "SignIn", "Session", sign_in)
      .open("POST", "/auth/sign-out", "End the session", "", "", sign_out)
      .open("POST", "/auth/unlock", "Open a locked session again", "Unlock", "Session", unlock)
      .write("POST", "/auth/lock", "Lock the session", "", "", "", lock)
      .write("POST", "/auth/extend", "Put off the idle limit", "", "", "Session", extend)
      .read("/api/session", "Who is signed in", "", "Session", who_am_i);
}

}  // namespace charta::desk_api
