// SPDX-License-Identifier: Apache-2.0
#include "app/faces.hpp"

#include "app/hospital.hpp"
#include "record/worklists/task_search.hpp"

namespace charta::app {
namespace {

/// A row key and the FHIR id that references use: they differ where a client gave the id.
worklists::References references_of(Hospital& hospital) {
  worklists::References references;
  references.id_of = [&hospital](std::string_view, std::int64_t key) {
    const auto stored = hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, ResourceId(key)); });
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

}  // namespace

void wire_faces(Hospital& hospital) { hospital.resources->add_face(task_face(hospital)); }

}  // namespace charta::app
