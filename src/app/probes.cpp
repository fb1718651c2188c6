// SPDX-License-Identifier: Apache-2.0
#include "app/probes.hpp"

#include "formats/json/json.hpp"
#include "store/blobs.hpp"

#include <fmt/format.h>

#include <fstream>
#include <unistd.h>

namespace charta::app {
namespace {

using http::Request;
using http::Response;

std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

void gauge(std::string& out, std::string_view name, std::string_view help, std::int64_t value) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, help, value);
}

/// A mirror that fails makes nobody wait, so the server stays ready; its folder's name is nobody's outside.
std::string_view mirror_in_words(const Hospital& hospital) {
  const auto state = hospital.store->blobs().mirror_state();
  if (state.folder.empty()) return "none";
  return state.problem.empty() ? "takes copies" : "fails; charta fixity says why";
}

Response ready(const Hospital& hospital) {
  const bool writes = hospital.configuration.read_only || hospital.store->accepts_writes();
  std::string body;
  json::Writer(body)
      .begin_object()
      .member("ready", writes)
      .member("store", writes ? "accepts writes" : "refuses writes; reads go on")
      .member("mirror", mirror_in_words(hospital))
      .end_object();
  return http::json_response(std::move(body), writes ? 200 : 503);
}

Response metrics(const Hospital& hospital, const http::ServerFigures& figures) {
  Response response;
  response.content_type = "text/plain; version=0.0.4";
  gauge(response.body, "charta_http_connections", "Open HTTP connections", figures.connections);
  gauge(response.body, "charta_http_requests_total", "Requests answered since the start", figures.requests);
  gauge(response.body, "charta_http_streams", "Open event streams", figures.streams);
  gauge(response.body, "charta_store_accepts_writes", "1 while the store takes writes", hospital.store->accepts_writes() ? 1 : 0);
  const auto mirror = hospital.store->blobs().mirror_state();
  gauge(response.body, "charta_blob_mirror_waiting", "Blobs that wait to be copied to the mirror", mirror.waiting);
  gauge(response.body, "charta_blob_mirror_fails", "1 while the mirror takes no copies", mirror.problem.empty() ? 0 : 1);
  gauge(response.body, "charta_memory_resident_bytes", "Resident memory", resident_bytes());
  return response;
}

}  // namespace

void add_probe_routes(http::Router& router, const Hospital& hospital, std::function<http::ServerFigures()> figures) {
  router.add({"GET", "/health/live", "The process answers", http::Door::open, http::Cost::read, "", "", "",
              [](const Request&) -> Result<Response> { return http::json_response("{\"live\":true}"); }});
  router.add({"GET", "/health/ready", "The store takes writes", http::Door::open, http::Cost::read, "", "", "",
              [&hospital](const Request&) -> Result<Response> { return ready(hospital); }});
  router.add(
      {"GET", "/metrics", "Figures for the operator", http::Door::metrics, http::Cost::read, "read-metrics", "", "",
       [&hospital, figures = std::move(figures)](const Request&) -> Result<Response> { return metrics(hospital, figures()); }});
}

}  // namespace charta::app
