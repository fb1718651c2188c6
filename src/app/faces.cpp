// SPDX-License-Identifier: Apache-2.0
#include "app/faces.hpp"

#include "app/hospital.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
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
    return print_key(key);
  };
  references.key_of = [&hospital](std::string_view type, std::string_view id) -> Result<std::optional<std::int64_t>> {
    CHARTA_TRY(const auto stored,
               hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, type, id); }));
    if (stored) return std::optional(stored->key.key());
    return parse_key(id);
  };
  return references;
}

resources::Face task_face(Hospital& hospital) {
  const auto face = std::make_shared<worklists::TaskFace>(*hospital.worklists, references_of(hospital));
  return {"Task", [face](const access::Actor& actor, std::string_view id) { return face->read(actor, id); },
          [face](const access::Actor& actor, const resources::SearchRequest& request) {
            return face->search(actor, request.query, request.base_url, request.strict);
          }};
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

void wire_faces(Hospital& hospital) {
  hospital.resources->add_guard("Task", kept_by("the worklists"));
  hospital.resources->add_guard("AuditEvent", kept_by("the ledger"));
  hospital.resources->add_stand_in("DocumentReference", [&hospital](const access::Actor& actor, std::string_view id) {
    return read_message(hospital, actor, id);
  });
  hospital.resources->add_face(task_face(hospital));
  hospital.resources->add_face(audit_event_face(hospital));
}

}  // namespace charta::app
