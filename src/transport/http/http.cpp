// SPDX-License-Identifier: Apache-2.0
#include "transport/http/http.hpp"

#include "base/storable_text.hpp"
#include "formats/json/json.hpp"

#include <set>

namespace charta::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string operation_outcome(const Error& error, const ErrorFace& face) {
  std::string body;
  json::Writer out(body);
  out.begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array().begin_object();
  out.member("severity", "error").member("code", face.issue).member("diagnostics", error.message);
  if (!error.location.empty()) out.key("expression").begin_array().string(error.location).end_array();
  out.end_object().end_array().end_object();
  return body;
}

std::string problem_json(const Error& error, const ErrorFace& face) {
  std::string body;
  json::Writer out(body);
  out.begin_object().member("type", "about:blank").member("title", reason_phrase(face.status)).member("status", face.status);
  out.member("detail", error.message).member("kind", name_of(error.kind));
  if (!error.location.empty()) out.member("location", error.location);
  out.end_object();
  return body;
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(path.substr(path.starts_with('/') ? 1 : 0), '/')) parts.emplace_back(part);
  return parts;
}

bool is_capture(std::string_view part) {
  return part.starts_with('{');
}

/// "{rest*}" takes everything that is left, slashes included.
bool takes_rest(std::string_view part) {
  return part.ends_with("*}");
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
             std::vector<std::string>& captured) {
  captured.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return false;
    if (takes_rest(pattern[i])) {
      captured.emplace_back(path[i].data(), static_cast<std::size_t>(path.back().data() + path.back().size() - path[i].data()));
      return true;
    }
    if (is_capture(pattern[i])) {
      if (path[i].empty()) return false;
      captured.push_back(percent_decode(path[i], false));
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return pattern.size() == path.size();
}

/// Literal parts outrank captures, captures outrank the rest.
int rank(const std::vector<std::string>& pattern) {
  int value = 0;
  for (const std::string& part : pattern) value = value * 3 + (takes_rest(part) ? 0 : is_capture(part) ? 1 : 2);
  return value;
}

/// What an address says must be text: no database takes bytes that are none, and none is asked with them.
Result<void> check_text(const Request& request) {
  const bool is_encoded = request.query.find('%') != std::string::npos;
  if (!is_storable_text(is_encoded ? percent_decode(request.query, true) : request.query))
    return fail(ErrorKind::invalid, "the query is not UTF-8 text without the character U+0000", "query");
  for (const std::string& captured : request.captured)
    if (!is_storable_text(captured))
      return fail(ErrorKind::invalid, "the path is not UTF-8 text without the character U+0000", "path");
  return {};
}

int status_of_unsupported(std::string_view location, int otherwise) {
  if (location == "method") return 405;
  if (location == "Accept" || location == "_format") return 406;
  return location == "Content-Type" ? 415 : otherwise;
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (std::string_view pair : split(header("cookie"), ';')) {
    pair = trimmed(pair);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return pair.substr(name.size() + 1);
  }
  return {};
}

std::vector<std::string> Request::parameters(std::string_view name) const {
  std::vector<std::string> values;
  if (query.empty()) return values;
  for (const std::string_view pair : split(query, '&')) {
    const std::size_t equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    values.push_back(equals == std::string_view::npos ? std::string() : percent_decode(pair.substr(equals + 1), true));
  }
  return values;
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  auto values = parameters(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                       c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

Response problem(const Error& error, bool fhir) {
  ErrorFace face = face_of(error.kind);
  if (error.kind == ErrorKind::unsupported) face.status = status_of_unsupported(error.location, face.status);
  Response response;
  response.status = face.status;
  response.content_type = fhir ? "application/fhir+json" : "application/problem+json";
  response.body = fhir ? operation_outcome(error, face) : problem_json(error, face);
  if (error.kind == ErrorKind::busy || error.kind == ErrorKind::unavailable) response.headers.emplace_back("Retry-After", "2");
  if (error.kind == ErrorKind::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

Response json_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

void Router::add(Route route) {
  auto parts = parts_of(route.pattern);
  std::size_t at = 0;
  while (at < parts_.size() && rank(parts_[at]) >= rank(parts)) ++at;
  routes_.insert(routes_.begin() + static_cast<std::ptrdiff_t>(at), std::move(route));
  parts_.insert(parts_.begin() + static_cast<std::ptrdiff_t>(at), std::move(parts));
}

Result<void> Router::find(Request& request) const {
  const std::string_view path = std::string_view(request.path).substr(request.path.starts_with('/') ? 1 : 0);
  const auto parts = split(path, '/');
  const bool head = request.method == "HEAD";
  bool other_method = false;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!matches(parts_[i], parts, request.captured)) continue;
    if (routes_[i].method == request.method || (head && routes_[i].method == "GET")) {
      CHARTA_TRY_DO(check_text(request));
      request.route = &routes_[i];
      return {};
    }
    other_method = other_method || !takes_rest(parts_[i].back());
  }
  if (other_method) return fail(ErrorKind::unsupported, request.method + " is not possible on this address", "method");
  return fail(ErrorKind::not_found, "there is nothing at this address; see /api/docs for what there is");
}

std::string Router::allowed(std::string_view path) const {
  const auto parts = split(path.substr(path.starts_with('/') ? 1 : 0), '/');
  std::set<std::string_view> methods;
  std::vector<std::string> captured;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (takes_rest(parts_[i].back()) || !matches(parts_[i], parts, captured)) continue;
    methods.insert(routes_[i].method);
    if (routes_[i].method == "GET") methods.insert("HEAD");
  }
  std::string all;
  for (const std::string_view method : methods) all.append(all.empty() ? "" : ", ").append(method);
  return all;
}

}  // namespace charta::http
