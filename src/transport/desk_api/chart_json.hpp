// SPDX-License-Identifier: Apache-2.0
// What every list of a chart's lines writes alike, and how a document's address is understood.
#pragma once
#include "department/chart/chart_entry.hpp"
#include "transport/desk_api/desk.hpp"

#include <set>

namespace charta::desk_api {

/// Documents of these people which somebody asked to be amended: every list marks them.
Result<std::set<ResourceId>> amendments_asked(const Desk& desk, const std::vector<PatientId>& patients);
void write_entry(json::Writer& out, const chart::ChartEntry& entry, const std::set<ResourceId>& amendments_asked);

/// A document's address names no type: it is a DocumentReference, else a DiagnosticReport. Where it is neither the answer speaks
/// of a document, for the caller has named no type.
template <class Ask>
auto of_either_type(const http::Request& request, Ask ask) -> decltype(ask(std::string_view())) {
  const std::string type = request.parameter("type").value_or("");
  if (!type.empty() && type != "DocumentReference" && type != "DiagnosticReport")
    return fail(ErrorKind::invalid, "a document is a DocumentReference or a DiagnosticReport", "type");
  if (!type.empty()) return ask(type);
  auto found = ask("DocumentReference");
  // Not found with a location is content that the document lacks: that answer is the right one already.
  const auto is_none = [&] { return !found && found.error().kind == ErrorKind::not_found && found.error().location.empty(); };
  if (is_none()) found = ask("DiagnosticReport");
  if (is_none()) return fail(ErrorKind::not_found, "there is no document with this id");
  return found;
}

}  // namespace charta::desk_api
