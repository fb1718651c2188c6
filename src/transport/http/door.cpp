// SPDX-License-Identifier: Apache-2.0
#include "transport/http/door.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <exception>
#include <typeinfo>

namespace charta::http {
namespace {

bool is_fhir(std::string_view path) {
  return path == "/fhir" || path.starts_with("/fhir/");
}
bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::string_view bearer_token(const Request& request) {
  const std::string_view value = request.header("authorization");
  return value.size() > 7 && (value.starts_with("Bearer ") || value.starts_with("bearer ")) ? value.substr(7)
                                                                                            : std::string_view();
}

/// A page on another site can send a form with our cookie, but not this header (cross-site request forgery).
Result<void> check_origin(const Request& request) {
  if (!changes_something(request.method) || request.header("x-charta") == "1") return {};
  return fail(ErrorKind::forbidden, "a change made with a session cookie needs the header X-Charta: 1");
}

void add_common_headers(Response& response) {
  bool cached = false;
  for (const auto& [name, value] : response.headers) cached = cached || name == "Cache-Control";
  if (!cached) response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

/// `codes` with blanks between, as a route names them.
Result<void> require_all(const access::Actor& actor, std::string_view codes) {
  while (!codes.empty()) {
    const std::string_view code = codes.substr(0, codes.find(' '));
    codes.remove_prefix(std::min(codes.size(), code.size() + 1));
    const auto permission = access::parse_permission(code);
    if (!permission) return fail(ErrorKind::internal, "the route names no known permission: " + std::string(code));
    CHARTA_TRY_DO(access::require(actor, *permission));
  }
  return {};
}

}  // namespace

std::string session_cookie(std::string_view token, bool secure) {
  std::string cookie(session_cookie_name);
  cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (secure) cookie += "; Secure";
  if (token.empty()) cookie += "; Max-Age=0";
  return cookie;
}

FrontDoor::FrontDoor(access::AccessService& access, StaticFiles files, bool cookies_need_tls)
    : access_(access), files_(std::move(files)), cookies_need_tls_(cookies_need_tls) {}

Cost FrontDoor::route(Request& request) {
  if (const auto found = router_.find(request); !found) request.route = nullptr;
  if (request.route == nullptr) return Cost::read;
  // A person's reads are ledger entries on disk before the answer: they wait for a commit, so they go to the pool.
  return bearer_token(request).empty() ? Cost::write : request.route->cost;
}

Response FrontDoor::answer(Request& request) {
  Response response;
  const bool fhir = is_fhir(request.path);
  try {
    auto answered = admit(request);
    response = answered ? std::move(*answered) : problem(answered.error(), fhir);
  } catch (const std::exception& defect) {
    // Its kind and not its words, which may quote what it stumbled over.
    log::error("http.defect", {{"route", request.route != nullptr ? request.route->pattern : std::string("-")},
                               {"kind", typeid(defect).name()}});
    response = problem(fail(ErrorKind::internal,
                            "Charta could not answer because of a defect of its own; it is in the log, and nothing was changed"),
                       fhir);
  }
  if (response.status == 405) response.headers.emplace_back("Allow", router_.allowed(request.path));
  add_common_headers(response);
  return response;
}

Result<Response> FrontDoor::admit(Request& request) {
  if (request.route == nullptr) {
    if (request.method == "GET" && files_.has(request.path)) return files_.answer(request);
    CHARTA_TRY_DO(router_.find(request));
  }
  const Route& route = *request.route;
  if (route.door != Door::open)
    CHARTA_TRY_DO(learn_actor(request));
  else
    CHARTA_TRY_DO(check_origin(request));  // a form elsewhere signs nobody in and nobody out
  CHARTA_TRY_DO(require_all(request.actor, route.permission));
  return route.handle(request);
}

Result<void> FrontDoor::learn_actor(Request& request) {
  const std::string_view token = bearer_token(request);
  if (request.route->door == Door::metrics && token.empty()) {
    if (request.remote == "127.0.0.1" || request.remote == "::1") {  // whoever is on this machine operates it
      request.actor.permissions.set(static_cast<std::size_t>(access::Permission::read_metrics));
      return {};
    }
    return fail(ErrorKind::unauthenticated, "/metrics answers on loopback, or with a bearer token");
  }
  if (token.empty()) return learn_person(request);
  CHARTA_TRY(request.actor, access_.bearer(token, request.remote));
  return {};
}

Result<void> FrontDoor::learn_person(Request& request) {
  const std::string token(request.cookie(session_cookie_name));
  if (token.empty())
    return fail(ErrorKind::unauthenticated, "sign in first, or send Authorization: Bearer with a token of 'charta user token'");
  CHARTA_TRY_DO(check_origin(request));
  const bool is_activity = request.route->is_activity && request.header("x-charta-unattended") != "1";
  CHARTA_TRY(auto session, access_.session(token, is_activity));
  request.actor = std::move(session.actor);
  request.session_token = token;
  return {};
}

}  // namespace charta::http
