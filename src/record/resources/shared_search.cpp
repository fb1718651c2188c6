// SPDX-License-Identifier: Apache-2.0
#include "record/resources/shared_search.hpp"

#include "record/resources/search_query.hpp"
#include "record/resources/searchset.hpp"

namespace charta::resources {
namespace {

bool has_next(json::Value bundle) {
  for (const json::Value link : bundle["link"])
    if (link["relation"].text() == "next") return true;
  return false;
}

/// The address of the other's first page.
std::string onward(const SearchRequest& request) {
  std::string query;
  for (const auto& [name, value] : query_pairs(request.query)) {
    if (name == "_cursor") continue;
    query += (query.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return request.base_url + "/" + request.type + "?" + query + (query.empty() ? "" : "&") +
         "_cursor=" + percent_encoded(shared_cursor);
}

/// The repository's last page leads on to the other's first; how many there are together is not counted.
Result<std::string> lead_on(const std::string& page, const SearchRequest& request) {
  CHARTA_TRY(auto document, json::Document::parse(page));
  const json::Value link = document.object();
  document.set(link, "relation", "next");
  document.set(link, "url", onward(request));
  document.append(document.root()["link"], link);
  document.remove(document.root(), "total");
  return json::write(document.root());
}

Result<std::string> sum_of(const std::string& ours, const std::string& theirs) {
  CHARTA_TRY(auto document, json::Document::parse(ours));
  CHARTA_TRY(const auto other, json::Document::parse(theirs));
  const auto total = document.root()["total"].integer().value_or(0) + other.root()["total"].integer().value_or(0);
  document.set(document.root(), "total", document.integer(total));
  return json::write(document.root());
}

bool is_of(const SearchRequest& request, std::string_view wanted_name, std::string_view start) {
  for (const auto& [name, value] : query_pairs(request.query))
    if (name == wanted_name && value.starts_with(start)) return true;
  return false;
}

}  // namespace

Result<std::string> search_shared(RepositoryParts& parts, const Share& share, const access::Actor& actor,
                                  const SearchRequest& request) {
  const Share::Part part = share.part(request.query);
  if (part == Share::Part::alone || is_of(request, "_cursor", shared_cursor)) return share.search(actor, request);
  CHARTA_TRY(auto ours, run_search(parts, actor, request));
  if (part == Share::Part::none) return ours;
  CHARTA_TRY(const auto document, json::Document::parse(ours));
  if (is_of(request, "_summary", "count")) {
    CHARTA_TRY(const auto theirs, share.search(actor, request));
    return sum_of(ours, theirs);
  }
  if (has_next(document.root())) return ours;
  if (document.root()["entry"].size() == 0 && !is_of(request, "_cursor", "")) return share.search(actor, request);
  return lead_on(ours, request);
}

}  // namespace charta::resources
