// SPDX-License-Identifier: Apache-2.0
#include "app/faces.hpp"

#include "app/hospital.hpp"
#include "base/text.hpp"
#include "record/ledger/audit_event.hpp"
#include "record/worklists/task_search.hpp"
#include "transport/http/http.hpp"

namespace charta::app {
namespace {

/// A row key and the FHIR id that references use: they differ where a client gave the id.
worklists::References references_of(Hospital& hospital) {
  worklists::References references;
  references.id_of = [&hospital](std::string_view, std::int64_t key) {
    const auto stored =
        hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, ResourceId(key)); });
    return stored && *stored ? (*stored)->id : print_key(key);
  };
  references.key_of = [&hospital](std::string_view type, std::string_view id) -> std::optional<std::int64_t> {
    const auto stored = hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, type, id); });
    if (stored && *stored) return (*stored)->key.key();
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

}  // namespace

void wire_faces(Hospital& hospital) {
  hospital.resources->add_face(task_face(hospital));
  hospital.resources->add_face(audit_event_face(hospital));
}

}  // namespace charta::app
