// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/worklist_filter.hpp"

#include "base/text.hpp"

namespace charta::desk_api {

using http::Request;
using worklists::Filter;

namespace {

std::vector<std::string> all_of(const Request& request, std::string_view name) {
  std::vector<std::string> values;
  for (const std::string& text : request.parameters(name))
    for (const std::string_view part : split(text, ',')) values.emplace_back(part);
  return values;
}

Result<void> read_due(const Desk& desk, const Request& request, Filter& filter) {
  const std::string due = request.parameter("due").value_or("");
  const Instant now = desk.clock.now();
  const Instant midnight = TimeZone::utc().to_instant(now.utc_date(), std::chrono::milliseconds(0));
  if (due == "overdue")
    filter.due_before = now;
  else if (due == "today")
    filter.due_from = midnight, filter.due_before = midnight.plus(std::chrono::hours(24));
  else if (due == "week")
    filter.due_from = midnight, filter.due_before = midnight.plus(std::chrono::hours(24 * 7));
  else if (!due.empty())
    return fail(ErrorKind::invalid, "due is overdue, today or week", "due");
  return {};
}

}  // namespace

Result<Filter> worklist_filter(const Desk& desk, const Request& request) {
  Filter filter;
  filter.kind = request.captured.at(0);
  filter.states = all_of(request, "state");
  filter.not_states = all_of(request, "not_state");
  filter.reasons = all_of(request, "reason");
  filter.pools = all_of(request, "pool");
  filter.priorities = all_of(request, "priority");
  filter.include_closed = request.parameter("closed") == "1" || !filter.states.empty();
  filter.text = request.parameter("text").value_or("");
  if (const auto sort = request.parameter("sort"); sort && !sort->empty()) filter.sort = *sort;
  filter.limit = limit_of(request, 50, 500);
  filter.offset = offset_of(request);
  const std::string owner = request.parameter("owner").value_or("");
  if (owner == "me") {
    filter.owner = request.actor.author.user;
  } else if (owner == "none") {
    filter.unowned = true;
  } else if (!owner.empty()) {
    CHARTA_TRY(filter.owner, id_filter<UserId>(request, "owner"));
  }
  CHARTA_TRY(filter.patient, id_filter<PatientId>(request, "patient"));
  CHARTA_TRY_DO(read_due(desk, request, filter));
  const auto* machine = desk.worklists.machine(filter.kind);
  if (machine == nullptr) return fail(ErrorKind::not_found, "there is no worklist '" + filter.kind + "'");
  if (filter.sort == Filter().sort && !machine->order.empty()) filter.sort = machine->order;
  return filter;
}

}  // namespace charta::desk_api
