// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/searchset_text.hpp"

#include "department/paper_interface/paper_words.hpp"
#include "record/resources/search_query.hpp"

namespace charta::paper_interface {

std::string SearchsetText::address(const std::string& cursor) const {
  std::string query;
  const auto add = [&](std::string_view name, std::string_view value) {
    query += (query.empty() ? "" : "&") + resources::percent_encoded(name) + "=" + resources::percent_encoded(value);
  };
  for (const auto& [name, value] : resources::query_pairs(request_.query))
    if (name != "_cursor" || cursor.empty()) add(name, value);
  if (!cursor.empty()) add("_cursor", std::string(resources::shared_cursor) + cursor);
  return request_.base_url + "/" + request_.type + (query.empty() ? "" : "?" + query);
}

std::string SearchsetText::finish(const std::vector<std::string>& ignored) const {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Bundle").member("type", "searchset");
  if (total_ >= 0) out.member("total", total_);
  out.key("link").begin_array().begin_object().member("relation", "self").member("url", address({})).end_object();
  if (!next_.empty()) out.begin_object().member("relation", "next").member("url", address(next_)).end_object();
  out.end_array();
  if (!entries_.empty() || !ignored.empty()) out.key("entry").begin_array();
  for (const auto& [id, json] : entries_) {
    out.begin_object().member("fullUrl", request_.base_url + "/" + request_.type + "/" + id).key("resource").raw(json);
    out.key("search").begin_object().member("mode", "match").end_object().end_object();
  }
  if (!ignored.empty()) {
    std::string words = "not supported here, and left out of this search:";
    for (const auto& name : ignored) words += " " + name;
    out.begin_object().key("resource").begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
    out.begin_object().member("severity", "warning").member("code", "not-supported").member("diagnostics", words).end_object();
    out.end_array().end_object().key("search").begin_object().member("mode", "outcome").end_object().end_object();
  }
  if (!entries_.empty() || !ignored.empty()) out.end_array();
  out.end_object();
  return text;
}

void write_requisition_members(json::Writer& out, const paper_charts::Requisition& one) {
  out.key("groupIdentifier").begin_object().member("system", request_system).member("value", print_key(one.request)).end_object();
  out.key("location").begin_object().member("reference", "Location/" + printed_id(place_prefix, one.deliver_to)).end_object();
  if (!one.requester.empty()) out.key("requester").begin_object().member("display", one.requester).end_object();
  if (one.purpose.empty()) return;
  out.key("reasonCode").begin_object().key("coding").begin_array().begin_object();
  out.member("system", purpose_system).member("code", one.purpose).end_object().end_array().end_object();
}

}  // namespace charta::paper_interface
