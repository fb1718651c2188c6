// SPDX-License-Identifier: Apache-2.0
// The door: finds the route, learns who knocks, refuses what a browser on another site could send, catches what should never
// happen.
#pragma once
#include "record/access/access_service.hpp"
#include "transport/http/server.hpp"
#include "transport/http/static_files.hpp"

#include <functional>
#include <memory>
#include <string>

namespace charta::http {

class FrontDoor final : public Site {
 public:
  FrontDoor(access::AccessService& access, StaticFiles files, bool cookies_need_tls);

  Router& router() { return router_; }
  const Router& router() const { return router_; }

  Cost route(Request& request) override;
  Response answer(Request& request) override;

 private:
  Result<Response> admit(Request& request);
  Result<void> learn_actor(Request& request);
  Result<void> learn_person(Request& request);

  access::AccessService& access_;
  StaticFiles files_;
  bool cookies_need_tls_;
  Router router_;
};

/// Cookie that carries a session; HttpOnly, SameSite=Strict. An empty token ends it.
std::string session_cookie(std::string_view token, bool secure);
constexpr std::string_view session_cookie_name = "charta_session";

}  // namespace charta::http
