// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/desk.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::desk_api {

using http::Cost;
using http::Door;
using http::Request;

Routes& Routes::read(std::string pattern, std::string summary, std::string permission, std::string response_schema,
                     Handler handler) {
  add({"GET",
       std::move(pattern),
       std::move(summary),
       Door::signed_in,
       Cost::read,
       std::move(permission),
       "",
       std::move(response_schema),
       {}},
      std::move(handler));
  return *this;
}

Routes& Routes::write(std::string method, std::string pattern, std::string summary, std::string permission,
                      std::string request_schema, std::string response_schema, Handler handler) {
  add({std::move(method),
       std::move(pattern),
       std::move(summary),
       Door::signed_in,
       Cost::write,
       std::move(permission),
       std::move(request_schema),
       std::move(response_schema),
       {}},
      std::move(handler));
  return *this;
}

Routes& Routes::stream(std::string pattern, std::string summary, Handler handler) {
  http::Route route{"GET", std::move(pattern), std::move(summary), Door::signed_in, Cost::read, "", "", "", {}};
  route.is_activity = false;
  add(std::move(route), std::move(handler));
  return *this;
}

Routes& Routes::open(std::string method, std::string pattern, std::string summary, std::string request_schema,
                     std::string response_schema, Handler handler) {
  add({std::move(method),
       std::move(pattern),
       std::move(summary),
       Door::open,
       Cost::write,
       "",
       std::move(request_schema),
       std::move(response_schema),
       {}},
      std::move(handler));
  return *this;
}

void Routes::add(http::Route route, Handler handler) {
  route.handle = [desk = desk_, handler = std::move(handler)](const Request& request) { return handler(*desk, request); };
  router_.add(std::move(route));
}

namespace {

/// No database keeps U+0000 in a text; JSON can write it.
bool holds_zero(json::Value value) {
  if (value.key().find('\0') != std::string_view::npos) return true;
  if (value.is_string()) return value.text().find('\0') != std::string_view::npos;
  if (!value.is_object() && !value.is_array()) return false;
  for (const json::Value inner : value)
    if (holds_zero(inner)) return true;
  return false;
}

}  // namespace

Result<Body> Body::parse(const Request& request) {
  CHARTA_TRY(auto document,
             json::Document::parse(request.body.empty() ? std::string_view("{}") : std::string_view(request.body)));
  if (!document.root().is_object()) return fail(ErrorKind::invalid, "the body must be a JSON object");
  if (request.body.find("\\u0000") != std::string::npos && holds_zero(document.root()))
    return fail(ErrorKind::invalid, "a text of the body holds the character U+0000, which cannot be kept");
  return Body(std::move(document));
}

std::string Body::text(std::string_view name) const {
  return std::string(document_.root()[name].text());
}

Result<std::string> Body::required(std::string_view name) const {
  std::string value = text(name);
  if (trimmed(value).empty()) return fail(ErrorKind::missing, "'" + std::string(name) + "' is missing", std::string(name));
  return value;
}

std::optional<std::int64_t> Body::integer(std::string_view name) const {
  return document_.root()[name].integer();
}
bool Body::flag(std::string_view name) const {
  return document_.root()[name].boolean();
}

std::vector<std::string> Body::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (const json::Value value : document_.root()[name]) all.emplace_back(value.text());
  return all;
}

Result<std::vector<std::string>> Body::list_of_texts(std::string_view name) const {
  const json::Value list = document_.root()[name];
  if (list && !list.is_array())
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a list of texts", std::string(name));
  for (const json::Value value : list)
    if (!value.is_string()) return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a list of texts", std::string(name));
  return texts(name);
}

std::int64_t limit_of(const Request& request, std::int64_t standard, std::int64_t most) {
  const auto asked = parse_integer(request.parameter("limit").value_or(""));
  return std::clamp<std::int64_t>(asked.value_or(standard), 1, most);
}

std::int64_t offset_of(const Request& request) {
  return std::max<std::int64_t>(0, parse_integer(request.parameter("offset").value_or("")).value_or(0));
}

Result<std::optional<Instant>> instant_of(const Request& request, std::string_view name) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return std::optional<Instant>();
  if (const auto instant = Instant::parse(text)) return instant;
  const auto day = Date::parse(text);
  if (!day) return fail(ErrorKind::invalid, "'" + text + "' is neither a day (2026-03-01) nor an instant", std::string(name));
  return std::optional(TimeZone::utc().to_instant(*day, std::chrono::milliseconds(0)));
}

Result<void> note_read(const Desk& desk, const Request& request, ledger::Act act, std::string_view subject_kind,
                       std::int64_t subject, PatientId patient) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = subject_kind;
  entry.subject = subject;
  entry.patient = patient;
  if (request.actor.kind == access::Actor::Kind::person) return desk.ledger.record_read(request.actor.author, entry);
  desk.ledger.record_program_read(request.actor.author, entry);
  return {};
}

void member(json::Writer& out, std::string_view name, std::optional<Instant> instant) {
  if (instant && instant->milliseconds() != 0) out.member(name, instant->text());
}

void member_unless_empty(json::Writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.member(name, text);
}

void write_brief(json::Writer& out, const PatientBrief& brief) {
  out.begin_object().member("id", brief.id.text()).member("name", brief.name);
  member_unless_empty(out, "birth_date", brief.birth_date);
  member_unless_empty(out, "sex", brief.sex);
  member_unless_empty(out, "mrn", brief.mrn);
  member_unless_empty(out, "assigner", brief.assigner);
  out.end_object();
}

void write_user(json::Writer& out, const Desk& desk, std::string_view name, UserId user) {
  if (!user.is_set()) return;
  out.key(name).begin_object().member("id", user.text()).member("name", desk.user_name(user)).end_object();
}

}  // namespace charta::desk_api
