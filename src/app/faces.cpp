// SPDX-License-Identifier: Apache-2.0
#include "app/faces.hpp"

#include "app/amendment_wiring.hpp"
#include "app/distribution_wiring.hpp"
#include "app/hospital.hpp"
#include "app/paper_faces.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/signatures/signature_face.hpp"
#include "formats/json/json.hpp"
#include "record/ledger/audit_event.hpp"
#include "record/worklists/task_search.hpp"
#include "transport/http/http.hpp"

namespace charta::app {
namespace {

/// A use of emergency access is, to a FHIR client, the audit event of its ledger entry.
Result<std::string> audit_event_of_glass(Hospital& hospital, std::int64_t use) {
  ledger::Filter filter;
  filter.act = std::string(ledger::act_code(ledger::Act::glass_broken));
  filter.subject_kind = "glass";
  filter.subject = use;
  filter.limit = 1;
  CHARTA_TRY(const auto entries,
             hospital.store->read([&](store::Reader& reader) { return hospital.ledger->list(reader, filter); }));
  return entries.empty() ? print_key(use) : entries[0].id.text();
}

/// A row key and the FHIR id that references use: they differ where a client gave the id.
worklists::References references_of(Hospital& hospital) {
  worklists::References references;
  references.id_of = [&hospital](std::string_view type, std::int64_t key) -> Result<std::string> {
    if (type == "AuditEvent") return audit_event_of_glass(hospital, key);
    if (type != "Practitioner") {
      CHARTA_TRY(const auto stored,
                 hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, ResourceId(key)); }));
      if (stored) return stored->id;
    }
    if (type == "Basic") return paper_interface::printed_id(paper_interface::volume_prefix, paper_charts::VolumeId(key));
    return print_key(key);
  };
  references.key_of = [&hospital](std::string_view type, std::string_view id) -> Result<std::optional<std::int64_t>> {
    CHARTA_TRY(const auto stored,
               hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, type, id); }));
    if (stored) return std::optional(stored->key.key());
    if (type == "Basic" && id.starts_with(paper_interface::volume_prefix))
      id.remove_prefix(paper_interface::volume_prefix.size());
    return parse_key(id);
  };
  references.about = [&hospital](std::string_view type, std::int64_t key) -> Result<std::vector<std::int64_t>> {
    if (type != "Basic") return std::vector<std::int64_t>();
    return hospital.paper_face->about(key);
  };
  return references;
}

/// A requisition is somebody's paper chart: who reads one has read of that patient.
Result<void> note_requisition(Hospital& hospital, const access::Actor& actor, std::string_view id) {
  const auto key = WorkItemId::parse(id);
  if (!key) return {};
  CHARTA_TRY(const auto item, hospital.worklists->get(actor, *key));
  if (item.kind != paper_charts::requisition_machine().kind) return {};
  ledger::Entry entry;
  entry.act = ledger::Act::viewed;
  entry.subject_kind = "paper_requisition";
  entry.subject = item.subject;
  entry.patient = item.patient;
  if (actor.kind == access::Actor::Kind::person) return hospital.ledger->record_read(actor.author, entry);
  hospital.ledger->record_program_read(actor.author, entry);
  return {};
}

resources::Written written_task(const worklists::WorkItem& item, std::string answer, bool created) {
  resources::Written written;
  written.type = "Task";
  written.id = item.id.text();
  written.version = item.version;
  written.last_updated = item.changed_at;
  written.created = created;
  written.answer = std::move(answer);
  return written;
}

/// A request for a paper chart is the one Task that another system may send.
Result<resources::Written> take_requisition(Hospital& hospital, const worklists::TaskFace& face, const access::Actor& actor,
                                            BytesView body, std::string_view if_none_exist) {
  CHARTA_TRY(const auto taken, hospital.paper_inbound->take(actor, body, if_none_exist));
  CHARTA_TRY(const auto item,
             hospital.store->read([&](store::Reader& reader) { return hospital.worklists->find(reader, taken.item); }));
  if (!item) return fail(ErrorKind::internal, "a requisition has no work item");
  CHARTA_TRY(auto text, face.json(*item));
  return written_task(*item, std::move(text), taken.is_new);
}

Result<resources::Written> take_requisition_back(Hospital& hospital, const worklists::TaskFace& face, const access::Actor& actor,
                                                 std::string_view id, BytesView body, std::string_view if_match) {
  const auto key = WorkItemId::parse(id);
  if (!key || !key->is_set()) return fail(ErrorKind::not_found, "there is no Task with this id", "Task");
  CHARTA_TRY(const auto item, hospital.paper_inbound->take_back(actor, *key, body, if_match));
  CHARTA_TRY(auto text, face.json(item));
  return written_task(item, std::move(text), false);
}

resources::Face task_face(Hospital& hospital) {
  worklists::TaskFace::Parts parts{{std::string(paper_charts::requisition_machine().kind),
                                    [&hospital](const worklists::WorkItem& item) { return requisition_part(hospital, item); }},
                                   {std::string(amendment_requests::amendment_machine().kind),
                                    [&hospital](const worklists::WorkItem& item) { return amendment_part(hospital, item); }}};
  const auto face = std::make_shared<worklists::TaskFace>(*hospital.worklists, references_of(hospital), std::move(parts));
  resources::Face task;
  task.type = "Task";
  task.read = [face, &hospital](const access::Actor& actor, std::string_view id) -> Result<std::string> {
    CHARTA_TRY(auto text, face->read(actor, id));
    CHARTA_TRY_DO(note_requisition(hospital, actor, id));
    return text;
  };
  task.search = [face](const access::Actor& actor, const resources::SearchRequest& request) {
    return face->search(actor, request.query, request.base_url, request.strict);
  };
  task.create = [face, &hospital](const access::Actor& actor, BytesView body, std::string_view if_none_exist) {
    return take_requisition(hospital, *face, actor, body, if_none_exist);
  };
  task.update = [face, &hospital](const access::Actor& actor, std::string_view id, BytesView body, std::string_view if_match) {
    return take_requisition_back(hospital, *face, actor, id, body, if_match);
  };
  task.words = hospital.paper_definitions->words_of("Task");
  return task;
}

/// "a=1&b=x%20y" as decoded pairs.
std::vector<std::pair<std::string, std::string>> decoded_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (query.empty()) return pairs;
  for (const std::string_view pair : split(query, '&')) {
    const std::size_t equals = pair.find('=');
    pairs.emplace_back(http::percent_decode(pair.substr(0, equals), true),
                       equals == std::string_view::npos ? std::string() : http::percent_decode(pair.substr(equals + 1), true));
  }
  return pairs;
}

Result<std::string> search_audit_events(Hospital& hospital, const access::Actor& actor, const resources::SearchRequest& request) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_ledger));
  CHARTA_TRY(const auto search, ledger::audit_search(decoded_pairs(request.query)));
  if (request.strict && !search.ignored.empty())
    return fail(ErrorKind::invalid, "AuditEvent has no search parameter '" + search.ignored.front() + "'",
                search.ignored.front());
  CHARTA_TRY(const auto total,
             hospital.store->read([&](store::Reader& reader) { return hospital.ledger->count(reader, search.filter); }));
  CHARTA_TRY(const auto entries,
             hospital.store->read([&](store::Reader& reader) { return hospital.ledger->list(reader, search.filter); }));
  return ledger::audit_bundle(entries, total, request.base_url);
}

Result<std::string> read_audit_event(Hospital& hospital, const access::Actor& actor, std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_ledger));
  const auto key = parse_key(id.substr(0, id.find('-')));
  if (key) {
    CHARTA_TRY(const auto entry,
               hospital.store->read([&](store::Reader& reader) { return hospital.ledger->find(reader, EntryId(*key)); }));
    if (entry) return ledger::audit_event(*entry);
  }
  return fail(ErrorKind::not_found, "there is no AuditEvent/" + std::string(id));
}

resources::Face audit_event_face(Hospital& hospital) {
  return {"AuditEvent",
          [&hospital](const access::Actor& actor, std::string_view id) { return read_audit_event(hospital, actor, id); },
          [&hospital](const access::Actor& actor, const resources::SearchRequest& request) {
            return search_audit_events(hospital, actor, request);
          }};
}

/// A journalled message as a document: what a held message's Task has in its focus.
std::string message_json(const intake::MessageView& message, const std::string& patient) {
  const auto& row = message.row;
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "DocumentReference").member("id", row.message.text());
  out.key("masterIdentifier")
      .begin_object()
      .member("system", "urn:charta:hl7v2-control-id")
      .member("value", row.control_id)
      .end_object();
  out.member("status", row.state == "ignored" ? "entered-in-error" : "current");
  out.key("type").begin_object().member("text", "HL7 v2 message " + row.type).end_object();
  if (!patient.empty()) out.key("subject").begin_object().member("reference", patient).end_object();
  out.member("date", row.received_at.text());
  out.key("content").begin_array().begin_object().key("attachment").begin_object();
  out.member("contentType", "x-application/hl7-v2+er7").member("data", to_base64(message.raw)).member("size", row.size);
  out.member("title", row.type + " " + row.control_id).end_object().end_object().end_array().end_object();
  return text;
}

Result<std::string> read_message(Hospital& hospital, const access::Actor& actor, std::string_view id) {
  const auto key = parse_key(id);
  if (!key) return fail(ErrorKind::not_found, "DocumentReference/" + std::string(id) + " does not exist");
  CHARTA_TRY(const auto message, hospital.intake->view(actor, MessageId(*key)));
  std::string patient;
  if (message.row.patient.is_set()) {
    CHARTA_TRY(patient, references_of(hospital).print("Patient", message.row.patient.key()));
  }
  ledger::Entry entry;
  entry.act = ledger::Act::viewed;
  entry.subject_kind = "message";
  entry.subject = *key;
  entry.patient = message.row.patient;
  if (actor.kind == access::Actor::Kind::person)
    CHARTA_TRY_DO(hospital.ledger->record_read(actor.author, entry));
  else
    hospital.ledger->record_program_read(actor.author, entry);
  return message_json(message, patient);
}

/// What the department makes itself is not written by a client: it would be acknowledged and never seen again.
resources::WriteGuard kept_by(const char* owner) {
  return [owner](store::UnitOfWork&, const access::Actor&, std::string_view type, json::Value, json::Value) -> Result<void> {
    return fail(ErrorKind::business_rule, std::string(type) + " is made by " + owner + "; it can be read and searched only",
                std::string(type));
  };
}

}  // namespace

Result<void> wire_faces(Hospital& hospital) {
  CHARTA_TRY_DO(wire_paper_faces(hospital, references_of(hospital)));
  hospital.resources->add_guard("Task", kept_by("the worklists"));
  hospital.resources->add_guard("AuditEvent", kept_by("the ledger"));
  hospital.resources->add_stand_in("DocumentReference", [&hospital](const access::Actor& actor, std::string_view id) {
    return read_message(hospital, actor, id);
  });
  hospital.resources->add_face(task_face(hospital));
  hospital.resources->add_share(
      signatures::provenance_share(*hospital.signatures, *hospital.store, *hospital.resources, *hospital.ledger));
  hospital.resources->add_share(share_communications(hospital));
  hospital.resources->add_face(audit_event_face(hospital));
  return {};
}

}  // namespace charta::app
