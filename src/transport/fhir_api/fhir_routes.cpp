// SPDX-License-Identifier: Apache-2.0
#include "transport/fhir_api/fhir_routes.hpp"

#include "base/serving_thread.hpp"
#include "base/text.hpp"
#include "formats/json/json.hpp"
#include "record/resources/reduced.hpp"

#include <fmt/format.h>

namespace charta::fhir_api {
namespace {

using http::Cost;
using http::Request;
using http::Response;
using resources::StoredResource;
using resources::Written;

constexpr const char* media_type = "application/fhir+json";

/// Everything a handler needs; shared by the routes' closures.
struct Api {
  resources::ResourceService& resources;
  store::Store& store;
  std::string base_url;
};

Response fhir(std::string body, int status = 200) {
  Response response = http::json_response(std::move(body), status);
  response.content_type = media_type;
  return response;
}

/// RFC 9110 date: "Sat, 01 Mar 2025 12:30:00 GMT".
std::string http_date(Instant at) {
  static constexpr std::string_view weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date day = at.utc_date();
  const auto calendar = day.calendar();
  const std::string text = at.text();
  return fmt::format("{}, {:02} {} {} {} GMT", weekdays[std::chrono::weekday(day.days()).c_encoding()],
                     static_cast<unsigned>(calendar.day()), months[static_cast<unsigned>(calendar.month()) - 1],
                     static_cast<int>(calendar.year()), text.substr(11, 8));
}

std::string etag(std::int64_t version) {
  return "W/\"" + std::to_string(version) + "\"";
}

/// The content of W/"3" or "3"; empty when there is none.
std::string_view etag_content(std::string_view header) {
  header = trimmed(header);
  if (header.starts_with("W/")) header.remove_prefix(2);
  if (header.size() >= 2 && header.front() == '"' && header.back() == '"') return header.substr(1, header.size() - 2);
  return header;
}

std::string base_of(const Api& api, const Request& request) {
  const std::string_view host = request.header("host");
  if (host.empty()) return api.base_url;
  const bool tls = request.header("x-forwarded-proto") == "https";
  return std::string(tls ? "https://" : "http://") + std::string(host) + "/fhir";
}

bool prefers(const Request& request, std::string_view what) {
  return request.header("prefer").find(what) != std::string_view::npos;
}

/// JSON is the one format; asking for another is refused rather than answered wrongly.
Result<void> check_format(const Request& request) {
  const auto format = request.parameter("_format");
  const std::string asked = format.value_or(std::string(request.header("accept")));
  if (asked.empty() || asked.find("json") != std::string::npos || asked.find("*/*") != std::string::npos ||
      asked.find("html") != std::string::npos)
    return {};
  return fail(ErrorKind::unsupported, "Charta speaks FHIR as JSON only; ask for application/fhir+json",
              format ? "_format" : "Accept");
}

/// "application/fhir+json; charset=utf-8" without its parameters.
std::string media_type_of(const Request& request) {
  const std::string_view type = request.header("content-type");
  return lower_ascii(trimmed(type.substr(0, type.find(';'))));
}

/// A body that says that it is something else is not read as JSON; one that says nothing is.
Result<void> check_content(const Request& request) {
  const std::string type = media_type_of(request);
  if (type.empty() || type == media_type || type == "application/json" || type == "application/json+fhir" || type == "text/json")
    return {};
  return fail(ErrorKind::unsupported, "a resource is sent as application/fhir+json", "Content-Type");
}

Result<void> check_formats(const Request& request) {
  CHARTA_TRY_DO(check_content(request));
  return check_format(request);
}

/// Whether the client has this version: If-None-Match lists ETags, or is "*". Source: RFC 9110, 13.1.2.
bool is_known_to(const Request& request, std::string_view version) {
  const std::string_view known = request.header("if-none-match");
  if (known.empty()) return false;
  for (const std::string_view tag : split(known, ','))
    if (etag_content(tag) == version || trimmed(tag) == "*") return true;
  return false;
}

Response answer_stored(const Request& request, const StoredResource& stored) {
  const std::string tag = etag(stored.version);
  Response response;
  if (is_known_to(request, etag_content(tag))) {
    response.status = 304;
  } else {
    response = fhir(stored.json);
  }
  response.headers.emplace_back("ETag", tag);
  if (stored.last_updated.milliseconds() != 0) response.headers.emplace_back("Last-Modified", http_date(stored.last_updated));
  return response;
}

std::string outcome(std::string_view text) {
  std::string body;
  json::Writer(body)
      .begin_object()
      .member("resourceType", "OperationOutcome")
      .key("issue")
      .begin_array()
      .begin_object()
      .member("severity", "information")
      .member("code", "informational")
      .member("diagnostics", text)
      .end_object()
      .end_array()
      .end_object();
  return body;
}

/// 201 or 200 with Location, ETag and, unless the client prefers less, the resource as stored.
Result<Response> answer_written(const Api& api, const Request& request, const Written& written) {
  Response response = fhir({}, written.created ? 201 : 200);
  if (prefers(request, "return=OperationOutcome")) {
    response.body = outcome(written.created ? "created" : "updated");
  } else if (!written.answer.empty()) {
    if (!prefers(request, "return=minimal")) response.body = written.answer;
  } else if (!prefers(request, "return=minimal")) {
    CHARTA_TRY(auto stored, api.store.read([&](store::Reader& reader) { return api.resources.load(reader, written.key); }));
    if (stored && stored->version == written.version) response.body = std::move(stored->json);
  }
  response.headers.emplace_back(
      "Location", fmt::format("{}/{}/{}/_history/{}", base_of(api, request), written.type, written.id, written.version));
  response.headers.emplace_back("ETag", etag(written.version));
  response.headers.emplace_back("Last-Modified", http_date(written.last_updated));
  return response;
}

resources::SearchRequest to_search(const Api& api, const Request& request, std::string type, std::string query) {
  return {std::move(type), std::move(query), base_of(api, request), prefers(request, "handling=strict")};
}

Result<Response> search(const Api& api, const Request& request, std::string query) {
  CHARTA_TRY_DO(check_format(request));
  const LetsOthersIn here;
  CHARTA_TRY(auto bundle, api.resources.search(request.actor, to_search(api, request, request.captured.at(0), std::move(query))));
  return fhir(std::move(bundle));
}

Result<Response> search_by_form(const Api& api, const Request& request) {
  const std::string type = media_type_of(request);
  if (!type.empty() && type != "application/x-www-form-urlencoded")
    return fail(ErrorKind::unsupported, "a search's form is sent as application/x-www-form-urlencoded", "Content-Type");
  return search(api, request, request.query.empty() ? request.body : request.query + "&" + request.body);
}

Result<Response> read(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_format(request));
  CHARTA_TRY(const auto reduction, resources::read_reduction(request.query));
  const LetsOthersIn here;
  CHARTA_TRY(auto stored, api.resources.read(request.actor, request.captured.at(0), request.captured.at(1)));
  if (!reduction.is_whole()) {
    CHARTA_TRY(stored.json, resources::reduced(stored.json, reduction));
  }
  return answer_stored(request, stored);
}

Result<Response> vread(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_format(request));
  CHARTA_TRY(auto stored,
             api.resources.vread(request.actor, request.captured.at(0), request.captured.at(1), request.captured.at(2)));
  return answer_stored(request, stored);
}

Result<Response> create(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_formats(request));
  CHARTA_TRY(auto written,
             api.resources.create(request.actor, request.captured.at(0), request.body, request.header("if-none-exist")));
  return answer_written(api, request, written);
}

Result<Response> update(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_formats(request));
  CHARTA_TRY(auto written, api.resources.update(request.actor, request.captured.at(0), request.captured.at(1), request.body,
                                                etag_content(request.header("if-match"))));
  return answer_written(api, request, written);
}

/// JSON Patch alone; FHIRPath Patch and XML Patch are not offered.
Result<Response> patch(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_format(request));
  if (media_type_of(request) != "application/json-patch+json")
    return fail(ErrorKind::unsupported, "a patch is sent as application/json-patch+json (RFC 6902)", "Content-Type");
  CHARTA_TRY(auto written, api.resources.patch(request.actor, request.captured.at(0), request.captured.at(1), request.body,
                                               etag_content(request.header("if-match"))));
  return answer_written(api, request, written);
}

Result<Response> conditional_update(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_formats(request));
  CHARTA_TRY(auto written, api.resources.conditional_update(request.actor, request.captured.at(0), request.query, request.body,
                                                            etag_content(request.header("if-match"))));
  return answer_written(api, request, written);
}

Result<Response> remove(const Api& api, const Request& request) {
  CHARTA_TRY_DO(api.resources.remove(request.actor, request.captured.at(0), request.captured.at(1),
                                     etag_content(request.header("if-match"))));
  return http::no_content();
}

Result<Response> conditional_remove(const Api& api, const Request& request) {
  CHARTA_TRY_DO(api.resources.conditional_remove(request.actor, request.captured.at(0), request.query,
                                                 etag_content(request.header("if-match"))));
  return http::no_content();
}

Result<Response> history(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_format(request));
  const std::string type = request.captured.empty() ? "" : request.captured[0];
  const std::string id = request.captured.size() > 1 ? request.captured[1] : "";
  CHARTA_TRY(auto bundle, api.resources.history(request.actor, type, id, to_search(api, request, type, request.query)));
  return fhir(std::move(bundle));
}

Result<Response> bundle(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_formats(request));
  CHARTA_TRY(auto answered, api.resources.bundle(request.actor, request.body, base_of(api, request)));
  return fhir(std::move(answered));
}

Result<Response> validate(const Api& api, const Request& request) {
  CHARTA_TRY_DO(check_formats(request));
  const std::string findings = api.resources.validate(request.captured.at(0), request.body);
  return fhir(findings.empty() ? outcome("the resource is structurally valid") : findings);
}

/// What is true today: bearer tokens of the console, no authorization endpoint yet.
Result<Response> smart_configuration(const Api& api, const Request& request) {
  std::string body;
  json::Writer(body)
      .begin_object()
      .member("issuer", base_of(api, request))
      .key("capabilities")
      .begin_array()
      .end_array()
      .key("grant_types_supported")
      .begin_array()
      .end_array()
      .end_object();
  return http::json_response(std::move(body));
}

}  // namespace

void add_routes(http::Router& router, resources::ResourceService& resources, store::Store& store, std::string base_url) {
  const auto api = std::make_shared<const Api>(Api{resources, store, std::move(base_url)});
  const auto add = [&](const char* method, const char* pattern, const char* summary, Cost cost, const char* permission,
                       std::function<Result<Response>(const Api&, const Request&)> act) {
    http::Route route{method, pattern, summary, http::Door::fhir, cost, permission, "", "", {}};
    route.handle = [api, act = std::move(act)](const Request& request) { return act(*api, request); };
    router.add(std::move(route));
  };
  router.add({"GET", "/fhir/metadata", "What this server can do (CapabilityStatement)", http::Door::open, Cost::read, "", "", "",
              [api](const Request& request) -> Result<Response> {
                CHARTA_TRY_DO(check_format(request));
                return fhir(api->resources.capability_statement(base_of(*api, request)));
              }});
  router.add({"GET", "/fhir/.well-known/smart-configuration", "SMART configuration", http::Door::open, Cost::read, "", "", "",
              [api](const Request& request) { return smart_configuration(*api, request); }});
  add("POST", "/fhir", "Transaction or batch", Cost::write, "write-record", bundle);
  add("GET", "/fhir/_history", "Changes to every resource, newest first", Cost::read, "read-history", history);
  add("GET", "/fhir/{type}", "Search", Cost::read, "search-record",
      [](const Api& a, const Request& r) { return search(a, r, r.query); });
  add("POST", "/fhir/{type}/_search", "Search with a form body", Cost::read, "search-record", search_by_form);
  add("POST", "/fhir/{type}", "Create, or create if none exists (If-None-Exist)", Cost::brief_write, "write-record", create);
  add("PUT", "/fhir/{type}", "Update what the search finds, or create it", Cost::write, "write-record", conditional_update);
  add("DELETE", "/fhir/{type}", "Delete the one that the search finds", Cost::write, "delete-record", conditional_remove);
  add("POST", "/fhir/{type}/$validate", "Check a resource's structure", Cost::read, "read-record", validate);
  add("GET", "/fhir/{type}/_history", "Changes to resources of a type", Cost::read, "read-history", history);
  add("GET", "/fhir/{type}/{id}", "Read", Cost::read, "read-record", read);
  add("PUT", "/fhir/{type}/{id}", "Update (If-Match), or create under this id", Cost::brief_write, "write-record", update);
  add("PATCH", "/fhir/{type}/{id}", "Change parts (JSON Patch, If-Match)", Cost::brief_write, "write-record", patch);
  add("DELETE", "/fhir/{type}/{id}", "Delete; its history remains", Cost::brief_write, "delete-record", remove);
  add("GET", "/fhir/{type}/{id}/_history", "Versions of a resource", Cost::read, "read-history", history);
  add("GET", "/fhir/{type}/{id}/_history/{version}", "Read one version", Cost::read, "read-history", vread);
}

}  // namespace charta::fhir_api
