// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/move_json.hpp"

namespace charta::desk_api {

http::Response seen_response(const Desk& desk, const std::vector<record_moves::SeenMeanwhile>& list) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    out.begin_object().member("at", one.at.text()).member("act", one.act).member("type", one.type).member("id", one.id);
    member_unless_empty(out, "workstation", one.workstation);
    if (one.user.is_set()) write_user(out, desk, "user", one.user);
    out.member("entry", one.entry.text()).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace charta::desk_api
