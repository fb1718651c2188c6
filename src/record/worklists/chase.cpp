// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/chase.hpp"

#include "formats/json/json.hpp"

namespace charta::worklists {
namespace {

constexpr Transition steps[] = {{"asked", "answer", "answered", "", access::Permission::work_worklists},
                                {"asked", "withdraw", "withdrawn", "", access::Permission::assign_work}};
constexpr std::string_view final_states[] = {"answered", "withdrawn"};
constexpr std::string_view cancelled_states[] = {"withdrawn"};

/// What the late item's list shows, and which kind of work it is.
std::string detail_of(const WorkItem& late, std::string_view to) {
  std::string detail;
  json::Writer out(detail);
  out.begin_object().member("kind", late.kind).member("to", to);
  if (late.due_at) out.member("due_at", late.due_at->text());
  if (const auto shown = json::Document::parse(late.detail))
    for (const std::string_view name : {"title", "department", "service", "control_id", "type"})
      if (const auto value = shown->root()[name]; value.is_string()) out.member(name, value.text());
  out.end_object();
  return detail;
}

}  // namespace

const StateMachine& chase_machine() {
  static constexpr StateMachine machine{
      "chase", "Past due requests", "asked", steps, final_states, cancelled_states, access::Permission::read_worklists, true};
  return machine;
}

NewWorkItem chase_item(const WorkItem& late, std::string_view to, std::string_view rule) {
  NewWorkItem item;
  item.kind = chase_machine().kind;
  item.subject_type = "work_item";
  item.subject = late.id.key();
  item.patient = late.patient;
  item.priority = late.priority;
  item.pool = to;
  item.reason_code = "past-due";
  item.rule = rule;
  item.facility = late.facility;
  item.sensitivity = late.sensitivity;
  item.detail = detail_of(late, to);
  return item;
}

}  // namespace charta::worklists
