// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item_task.hpp"

#include "formats/json/json.hpp"
#include "record/worklists/work_item_act.hpp"

#include <array>

namespace charta::worklists {
namespace {

struct StandsFor {
  std::string_view subject, resource;
};
constexpr std::array stands_for = {
    StandsFor{"message", "DocumentReference"}, StandsFor{"patient", "Patient"}, StandsFor{"glass_use", "AuditEvent"},
    StandsFor{"expected_record", "Task"},      StandsFor{"work_item", "Task"},  StandsFor{"reconciliation", "Task"},
    StandsFor{"paper_requisition", ""},        StandsFor{"paper_volume", "Basic"},
    StandsFor{"blob", ""},                     StandsFor{"scan_mail", ""}};  // no resource can be read of them yet

void write_concept(json::Writer& out, std::string_view member, std::string_view system, std::string_view code,
                   std::string_view text) {
  out.key(member).begin_object().key("coding").begin_array().begin_object();
  out.member("system", system).member("code", code);
  out.end_object().end_array();
  if (!text.empty()) out.member("text", text);
  out.end_object();
}

void write_reference(json::Writer& out, std::string_view member, const std::string& reference) {
  out.key(member).begin_object().member("reference", reference).end_object();
}

/// Task.input and Task.output hold typed values; ours are references to the second subject.
void write_value(json::Writer& out, std::string_view member, std::string_view name, const std::string& reference) {
  out.key(member).begin_array().begin_object();
  out.key("type").begin_object().member("text", name).end_object();
  write_reference(out, "valueReference", reference);
  out.end_object().end_array();
}

Result<void> write_second_subject(json::Writer& out, const WorkItem& item, const References& references) {
  if (item.second_subject == 0) return {};
  const std::string type = item.second_subject_type.empty() ? "DocumentReference" : item.second_subject_type;
  CHARTA_TRY(const std::string reference, references.print(resource_type_of(type), item.second_subject));
  if (resource_type_of(type) == "Patient")
    write_value(out, "input", "the other of the pair", reference);
  else
    write_value(out, "output", "document", reference);
  return {};
}

void write_times(json::Writer& out, const WorkItem& item) {
  out.member("authoredOn", item.created_at.text()).member("lastModified", item.changed_at.text());
  if (item.closed_at) {
    out.key("executionPeriod")
        .begin_object()
        .member("start", item.created_at.text())
        .member("end", item.closed_at->text())
        .end_object();
  }
}

Result<void> write_printed(json::Writer& out, std::string_view member, const References& references, std::string_view type,
                           std::int64_t key) {
  CHARTA_TRY(const std::string reference, references.print(type, key));
  write_reference(out, member, reference);
  return {};
}

Result<void> write_people(json::Writer& out, const WorkItem& item, const References& references) {
  if (item.patient.is_set()) CHARTA_TRY_DO(write_printed(out, "for", references, "Patient", item.patient.key()));
  if (item.owner.is_set()) {
    CHARTA_TRY_DO(write_printed(out, "owner", references, "Practitioner", item.owner.key()));
  } else if (!item.pool.empty()) {
    out.key("owner").begin_object().key("identifier").begin_object();
    out.member("system", "urn:charta:pool").member("value", item.pool).end_object().member("display", item.pool).end_object();
  }
  return {};
}

}  // namespace

Result<std::string> References::print(std::string_view type, std::int64_t key) const {
  if (!id_of) return std::string(type) + "/" + print_key(key);
  CHARTA_TRY(const std::string id, id_of(type, key));
  return std::string(type) + "/" + id;
}

Result<std::optional<std::int64_t>> References::read(std::string_view type, std::string_view id) const {
  if (!key_of) return parse_key(id);
  return key_of(type, id);
}

std::string_view resource_type_of(std::string_view subject_type) {
  for (const StandsFor& pair : stands_for) {
    if (pair.subject == subject_type) return pair.resource;
  }
  return subject_type;
}

Result<std::string> task_json(const StateMachine& machine, const WorkItem& item, const References& references,
                              std::string_view sentence, const TaskPart& part) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Task").member("id", item.id.text());
  out.key("meta")
      .begin_object()
      .member("versionId", std::to_string(item.version))
      .member("lastUpdated", item.changed_at.text());
  if (!part.profile.empty()) out.key("profile").begin_array().string(part.profile).end_array();
  out.end_object();
  out.member("status", task_status(machine, item));
  if (!item.reason_code.empty()) write_concept(out, "statusReason", reason_system, item.reason_code, sentence);
  write_concept(out, "businessStatus", state_system, item.state, title_of(machine, item.state));
  out.member("intent", "order").member("priority", priority_code(item.priority));
  write_concept(out, "code", kind_system, item.kind, machine.title);
  const auto focus = resource_type_of(item.subject_type);
  if (!part.focus.empty())
    write_reference(out, "focus", part.focus);
  else if (item.subject != 0 && !focus.empty())
    CHARTA_TRY_DO(write_printed(out, "focus", references, focus, item.subject));
  CHARTA_TRY_DO(write_people(out, item, references));
  write_times(out, item);
  if (item.due_at) {
    out.key("restriction")
        .begin_object()
        .key("period")
        .begin_object()
        .member("end", item.due_at->text())
        .end_object()
        .end_object();
  }
  CHARTA_TRY_DO(write_second_subject(out, item, references));
  if (part.write_members) part.write_members(out);
  out.end_object();
  return text;
}

}  // namespace charta::worklists
