// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/openapi.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <map>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using http::Route;

void write_parameters(json::Writer& out, const Route& route) {
  out.key("parameters").begin_array();
  for (std::string_view part : split(route.pattern, '/')) {
    if (!part.starts_with('{')) continue;
    part = part.substr(1, part.size() - 2);
    out.begin_object().member("name", part).member("in", "path").member("required", true);
    out.key("schema").begin_object().member("type", "string").end_object().end_object();
  }
  out.end_array();
}

void write_reference(json::Writer& out, std::string_view media_type, std::string_view schema) {
  out.key("content").begin_object().key(media_type).begin_object().key("schema").begin_object();
  out.member("$ref", "#/components/schemas/" + std::string(schema));
  out.end_object().end_object().end_object();
}

void write_operation(json::Writer& out, const Route& route) {
  out.key(lower_ascii(route.method)).begin_object().member("summary", route.summary);
  if (!route.permission.empty()) out.member("x-permission", route.permission);
  write_parameters(out, route);
  if (!route.request_schema.empty()) {
    out.key("requestBody").begin_object().member("required", true);
    write_reference(out, "application/json", route.request_schema);
    out.end_object();
  }
  out.key("responses")
      .begin_object()
      .key(route.response_schema.empty() ? "2XX" : "200")
      .begin_object()
      .member("description", "done");
  if (!route.response_schema.empty()) write_reference(out, "application/json", route.response_schema);
  out.end_object().key("default").begin_object().member("description", "refused, with a sentence that says why");
  write_reference(out, "application/problem+json", "Problem");
  out.end_object().end_object();
  if (route.door == http::Door::open) out.key("security").begin_array().end_array();
  out.end_object();
}

Result<void> check_schemas(const http::Router& router, const json::Value schemas) {
  for (const Route& route : router.routes())
    for (const std::string& name : {route.request_schema, route.response_schema})
      if (!name.empty() && !schemas[name])
        return fail(ErrorKind::invalid,
                    route.method + " " + route.pattern + " names the schema '" + name + "', which data/api/schemas.json lacks");
  return {};
}

constexpr std::string_view docs_page = R"html(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Charta API</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>Charta API</h1><p>Described by <a href="/api/openapi.json">openapi.json</a>. A request tried here runs with your own session and its
permissions, and is in the ledger like any other.</p><label for="filter">Filter</label> <input id="filter" autofocus><div id="routes"></div></main>
<script src="/api/docs.js"></script></body></html>)html";

constexpr std::string_view docs_style =
    R"css(body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#1c2430;background:#fff}main{max-width:960px;margin:0 auto;padding:24px}
details{border-top:1px solid #d5dae1;padding:8px 0}summary{cursor:pointer}code{font-family:ui-monospace,monospace}textarea,input{font:inherit;width:100%;box-sizing:border-box}
#filter{width:320px}pre{background:#f3f5f8;padding:12px;overflow:auto;max-height:420px}b{display:inline-block;width:64px}
@media(prefers-color-scheme:dark){body{background:#12161c;color:#e6eaf0}pre{background:#1c232c}a{color:#8ab4ff}details{border-color:#333c48}})css";

constexpr std::string_view docs_script = R"js('use strict';
const make = (name, text) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; return e };
const attempt = async (method, path, body, out) => {
  const options = { method, headers: { 'X-Charta': '1' } };
  if (method !== 'GET' && body) { options.body = body; options.headers['Content-Type'] = 'application/json' }
  const answer = await fetch(path, options);
  const text = await answer.text();
  let shown = text; try { shown = JSON.stringify(JSON.parse(text), null, 2) } catch { shown = text }
  out.textContent = answer.status + ' ' + answer.statusText + '\n' + shown;
};
const row = (path, method, operation) => {
  const details = make('details'), summary = make('summary');
  details.dataset.text = (method + path + operation.summary).toLowerCase();
  summary.append(make('b', method), make('code', path), document.createTextNode('  ' + operation.summary));
  const label = make('label', 'Address'), address = make('input'), send = make('button', 'Send'), out = make('pre');
  address.value = path; label.append(address); details.append(summary, label);
  let body; if (method !== 'GET' && method !== 'DELETE') { const l = make('label', 'Body'); body = make('textarea'); body.rows = 4; l.append(body); details.append(l) }
  send.addEventListener('click', () => attempt(method, address.value, body && body.value, out)); details.append(send, out);
  return details;
};
fetch('/api/openapi.json').then(a => a.json()).then(description => {
  const routes = document.getElementById('routes');
  for (const [path, operations] of Object.entries(description.paths))
    for (const [method, operation] of Object.entries(operations)) routes.append(row(path, method.toUpperCase(), operation));
  document.getElementById('filter').addEventListener('input', event => {
    for (const details of routes.children) details.hidden = !details.dataset.text.includes(event.target.value.toLowerCase());
  });
});)js";

Route text_route(std::string pattern, std::string summary, std::string content_type, std::string body) {
  Route route{"GET", std::move(pattern), std::move(summary), http::Door::open, http::Cost::read, "", "", "", {}};
  route.handle = [content_type = std::move(content_type), body = std::move(body)](const Request&) -> Result<Response> {
    Response response;
    response.content_type = content_type;
    response.body = body;
    response.headers.emplace_back("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    return response;
  };
  return route;
}

}  // namespace

Result<std::string> openapi(const http::Router& router, std::string_view schemas, std::string_view version) {
  CHARTA_TRY(const auto components, json::Document::parse(schemas));
  CHARTA_TRY_DO(check_schemas(router, components.root()));
  std::map<std::string, std::vector<const Route*>> paths;
  for (const Route& route : router.routes())
    if (!route.pattern.starts_with("/fhir")) paths[route.pattern].push_back(&route);
  std::string body;
  json::Writer out(body);
  out.begin_object().member("openapi", "3.1.0").key("info").begin_object().member("title", "Charta").member("version", version);
  out.member("description", "The department's own API. FHIR R4 is described by /fhir/metadata.").end_object();
  out.key("paths").begin_object();
  for (const auto& [pattern, routes] : paths) {
    out.key(pattern).begin_object();
    for (const Route* route : routes) write_operation(out, *route);
    out.end_object();
  }
  out.end_object().key("security").begin_array().begin_object().key("session").begin_array().end_array().end_object();
  out.begin_object().key("bearer").begin_array().end_array().end_object().end_array();
  out.key("components").begin_object().key("schemas").raw(json::write(components.root())).key("securitySchemes").begin_object();
  out.key("session").begin_object().member("type", "apiKey").member("in", "cookie").member("name", "charta_session").end_object();
  out.key("bearer").begin_object().member("type", "http").member("scheme", "bearer").end_object();
  out.end_object().end_object().end_object();
  return body;
}

void add_description_routes(http::Router& router, std::string document) {
  router.add(text_route("/api/openapi.json", "This description", "application/json", std::move(document)));
  router.add(text_route("/api/docs", "Try the API out", "text/html; charset=utf-8", std::string(docs_page)));
  router.add(text_route("/api/docs.js", "Script of that page", "text/javascript; charset=utf-8", std::string(docs_script)));
  router.add(text_route("/api/docs.css", "Style of that page", "text/css; charset=utf-8", std::string(docs_style)));
}

}  // namespace charta::desk_api
