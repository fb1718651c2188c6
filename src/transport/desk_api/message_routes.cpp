// SPDX-License-Identifier: Apache-2.0
// The message browser: raw, parsed, acknowledgement, and what a person does with one that is held.
#include "department/intake/intake_service.hpp"
#include "transport/desk_api/list_export.hpp"

#include <array>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using intake::MessageRow;
using intake::MessageView;
using Briefs = std::map<std::int64_t, PatientBrief>;

void write_row_members(json::Writer& out, const MessageRow& message, const Briefs& briefs) {
  const intake::JournalRow& row = message.row;
  out.member("id", row.message.text())
      .member("received_at", row.received_at.text())
      .member("partner", row.partner)
      .member("type", row.type);
  out.member("control_id", row.control_id)
      .member("state", row.state)
      .member("size", row.size)
      .member("duplicates", row.duplicates);
  if (const auto brief = briefs.find(row.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  if (!row.reason.empty())
    out.key("reason").begin_object().member("code", row.reason).member("sentence", message.reason_sentence).end_object();
  if (row.work_item.is_set()) out.member("work_item", row.work_item.text());
}

Result<intake::JournalFilter> messages_wanted(const Request& request) {
  intake::JournalFilter filter;
  filter.state = request.parameter("state").value_or("");
  filter.partner = request.parameter("partner").value_or("");
  filter.type = request.parameter("type").value_or("");
  filter.control_id = request.parameter("control_id").value_or("");
  CHARTA_TRY(filter.patient, id_filter<PatientId>(request, "patient"));
  CHARTA_TRY(filter.from, instant_of(request, "from"));
  CHARTA_TRY(filter.until, instant_of(request, "until"));
  filter.limit = limit_of(request, 50, 500);
  filter.offset = offset_of(request);
  return filter;
}

Result<Response> list_messages(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto filter, messages_wanted(request));
  CHARTA_TRY(const auto page, desk.intake->list(request.actor, filter));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "message", 0, filter.patient));
  std::vector<PatientId> patients;
  for (const MessageRow& message : page.items) patients.push_back(message.row.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", page.total).key("items").begin_array();
  for (const MessageRow& message : page.items) {
    out.begin_object();
    write_row_members(out, message, briefs);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

struct ExportedMessage {
  const MessageRow* message;
  const PatientBrief* patient;
};

/// In the order of the message browser, and under its ids.
constexpr std::array message_columns = {
    ExportColumn<ExportedMessage>{"received_at", "Received",
                                  [](const ExportedMessage& row) { return row.message->row.received_at.text(); }},
    ExportColumn<ExportedMessage>{"state", "State", [](const ExportedMessage& row) { return title_of(row.message->row.state); }},
    ExportColumn<ExportedMessage>{"type", "Type", [](const ExportedMessage& row) { return row.message->row.type; }},
    ExportColumn<ExportedMessage>{"partner", "Sender", [](const ExportedMessage& row) { return row.message->row.partner; }},
    ExportColumn<ExportedMessage>{"control_id", "Control id",
                                  [](const ExportedMessage& row) { return row.message->row.control_id; }},
    ExportColumn<ExportedMessage>{
        "patient", "Patient",
        [](const ExportedMessage& row) { return row.patient != nullptr ? row.patient->name : std::string(); }},
    ExportColumn<ExportedMessage>{"reason", "Why it is held",
                                  [](const ExportedMessage& row) {
                                    return row.message->row.reason.empty() ? std::string() : row.message->reason_sentence;
                                  }},
    ExportColumn<ExportedMessage>{"size", "Size",
                                  [](const ExportedMessage& row) { return std::to_string(row.message->row.size); }},
    ExportColumn<ExportedMessage>{"id", "Id", [](const ExportedMessage& row) { return row.message->row.message.text(); }},
};

Result<Response> export_messages(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto chosen, chosen_columns<ExportedMessage>(request, message_columns));
  CHARTA_TRY(auto filter, messages_wanted(request));
  filter.limit = most_exported_rows;
  filter.offset = 0;
  CHARTA_TRY(const auto page, desk.intake->list(request.actor, filter));
  CHARTA_TRY_DO(require_exportable(page.total));
  std::vector<PatientId> patients;
  for (const MessageRow& message : page.items) patients.push_back(message.row.patient);
  CHARTA_TRY(const auto briefs, briefs_of_many(desk, request.actor, patients));
  std::vector<ExportedMessage> rows;
  for (const MessageRow& message : page.items) {
    const auto brief = briefs.find(message.row.patient.key());
    rows.push_back({&message, brief == briefs.end() ? nullptr : &brief->second});
  }
  return answer_export(desk, request, {"messages", "message", filter.patient, patients}, sheet_of(chosen, rows));
}

void write_fields(json::Writer& out, std::string_view name, const std::vector<intake::ParsedField>& fields) {
  out.key(name).begin_array();
  for (const auto& field : fields) {
    out.begin_object().member("position", field.position).member("name", field.name).member("value", field.value);
    if (!field.parts.empty()) write_fields(out, "parts", field.parts);
    out.end_object();
  }
  out.end_array();
}

/// Where the web shows a resource that a message became.
std::string link_of(std::string_view type, std::string_view id, PatientId patient) {
  if (type == "Patient") return "/app/patients/" + std::string(id);
  if (!patient.is_set() || id.empty()) return {};
  return "/app/patients/" + patient.text() + "?document=" + std::string(id);
}

void write_outcome(json::Writer& out, const MessageView& view) {
  out.key("outcome").begin_array();
  for (const auto& line : view.outcome) {
    out.begin_object().member("text", line.text);
    member_unless_empty(out, "link",
                        line.link_type.empty() ? std::string() : link_of(line.link_type, line.link_id, view.row.patient));
    out.end_object();
  }
  out.end_array();
}

Result<Response> answer_view(const Desk& desk, const Request& request, const MessageView& view) {
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {view.row.patient}));
  std::string body;
  json::Writer out(body);
  out.begin_object();
  write_row_members(out, view, briefs);
  out.member("raw", view.raw).key("segments").begin_array();
  for (const auto& segment : view.segments) {
    out.begin_object().member("name", segment.name).member("title", segment.title);
    write_fields(out, "fields", segment.fields);
    out.end_object();
  }
  out.end_array().member("acknowledgement", view.row.acknowledgement);
  write_outcome(out, view);
  if (view.row.mended_from.is_set()) out.member("mended_from", view.row.mended_from.text());
  out.key("allowed")
      .begin_object()
      .member("replay", view.may_replay)
      .member("assign", view.may_assign)
      .member("ignore", view.may_ignore);
  out.end_object().end_object();
  return http::json_response(std::move(body));
}

Result<Response> get_message(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MessageId>(request, 0));
  CHARTA_TRY(const auto view, desk.intake->view(request.actor, id));
  return answer_view(desk, request, view);
}

/// A browser's text area ends lines with LF; segments end with CR. A document in XML stays as it was written.
std::string with_segment_ends(std::string text) {
  if (trimmed(std::string_view(text)).starts_with('<')) return text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && i > 0 && text[i - 1] == '\r') continue;
    out += text[i] == '\n' ? '\r' : text[i];
  }
  return out;
}

Result<Response> replay(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MessageId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  std::optional<std::string> mended;
  if (body.value("text")) mended = with_segment_ends(body.text("text"));
  CHARTA_TRY(const auto view, desk.intake->replay(request.actor, id, mended, body.text("note")));
  return answer_view(desk, request, view);
}

Result<PatientId> patient_of(const Body& body) {
  CHARTA_TRY(const auto text, body.required("patient"));
  const auto patient = PatientId::parse(text);
  if (!patient) return fail(ErrorKind::invalid, "'" + text + "' is not the id of a patient", "patient");
  return *patient;
}

Result<Response> assign(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MessageId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto patient, patient_of(body));
  CHARTA_TRY(const auto view, desk.intake->assign(request.actor, id, patient, body.text("note")));
  return answer_view(desk, request, view);
}

Result<Response> ignore(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MessageId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY(const auto view, desk.intake->ignore(request.actor, id, reason, body.text("note")));
  return answer_view(desk, request, view);
}

void write_candidate(json::Writer& out, const Briefs& briefs, const patient_index::RankedCandidate& candidate) {
  const auto brief = briefs.find(candidate.person.record.patient.key());
  if (brief == briefs.end()) return;
  out.begin_object();
  write_brief(out.key("patient"), brief->second);
  out.member("score", static_cast<std::int64_t>(candidate.score * 10)).key("reasons").begin_array();
  for (const auto& reason : candidate.reasons)
    out.begin_object().member("field", reason.field).member("agrees", reason.agrees).member("text", reason.text).end_object();
  out.end_array().end_object();
}

Result<Response> held_candidates(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto item, captured_id<WorkItemId>(request, 0));
  const auto most = static_cast<std::size_t>(limit_of(request, 8, 25));
  CHARTA_TRY(const auto ranked, desk.intake->loose_candidates(request.actor, item, most));
  std::vector<PatientId> patients;
  for (const auto& candidate : ranked) patients.push_back(candidate.person.record.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(ranked.size())).key("items").begin_array();
  for (const auto& candidate : ranked) write_candidate(out, briefs, candidate);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> file_loose(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto patient, patient_of(body));
  CHARTA_TRY(const auto item, desk.intake->file_loose(request.actor, id, patient, body.text("encounter"), body.text("note")));
  return answer_item(desk, request, item);
}

}  // namespace

void add_message_routes(Routes& routes) {
  routes.read("/api/messages", "The message browser", "read-messages", "MessageRows", list_messages)
      .read("/api/messages/export", "The rows of the message browser as CSV or XLSX", "export-lists read-messages", "",
            export_messages)
      .read("/api/messages/{id}", "One message: raw, parsed, acknowledgement, outcome", "read-messages", "Message", get_message)
      .write("POST", "/api/messages/{id}/replay", "Replay, as it stands or as mended", "replay-messages", "MessageReplay",
             "Message", replay)
      .write("POST", "/api/messages/{id}/assign", "File it to this patient", "assign-patient", "MessageAssign", "Message", assign)
      .write("POST", "/api/messages/{id}/ignore", "Close it with a reason", "ignore-messages", "MessageIgnore", "Message", ignore)
      .read("/api/loose/{id}/candidates", "Who a held message may be for, ranked, with reasons", "read-messages", "Candidates",
            held_candidates)
      .write("POST", "/api/loose/{id}/file", "File a loose document to this patient", "file-documents", "LooseFile", "WorkItem",
             file_loose);
}

}  // namespace charta::desk_api
