// SPDX-License-Identifier: Apache-2.0
#include "record/resources/repository_parts.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/body.hpp"

namespace charta::resources {
namespace {

int facility_number(std::int64_t bit) {
  int number = 0;
  while (bit > 1) {
    bit >>= 1;
    ++number;
  }
  return number;
}

}  // namespace

const Share* RepositoryParts::share_of(std::string_view type) const {
  const auto found = shares.find(type);
  return found == shares.end() ? nullptr : &found->second;
}

bool RepositoryParts::is_elsewhere(std::string_view type, std::string_view id) const {
  const Share* share = share_of(type);
  return face_of(type) != nullptr || stand_ins.contains(type) || (share != nullptr && share->owns(id));
}

const Face* RepositoryParts::face_of(std::string_view type) const {
  const auto found = faces.find(type);
  return found == faces.end() ? nullptr : &found->second;
}

Result<StoredResource> RepositoryParts::answer(const ResourceRow& row) {
  StoredResource stored;
  stored.key = row.key;
  stored.type = std::string(fhir::resource_type_name(row.type));
  stored.id = row.id();
  stored.version = row.version;
  stored.last_updated = row.last_updated;
  stored.deleted = row.deleted;
  stored.patient = row.patient;
  stored.facility = facility_number(row.facility);
  stored.sensitivity = static_cast<access::SensitivityMask>(row.sensitivity);
  if (row.deleted) return stored;
  CHARTA_TRY(const std::string joined, expand_body(row.body, row.dictionary));
  stored.json = splice_body(joined, stored.type, stored.id, stored.version, stored.last_updated);
  return stored;
}

bool RepositoryParts::may_see(const access::Actor& actor, const ResourceRow& row) {
  return actor.visibility.sees_everything() ||
         actor.visibility.sees(facility_number(row.facility), static_cast<access::SensitivityMask>(row.sensitivity), row.patient);
}

Result<void> RepositoryParts::record_read(const access::Actor& actor, const ledger::Entry& entry) {
  if (actor.kind == access::Actor::Kind::person) return ledger.record_read(actor.author, entry);
  ledger.record_program_read(actor.author, entry);
  return {};
}

Result<void> RepositoryParts::record_read(const access::Actor& actor, ledger::Act act, const ResourceRow& row) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = fhir::resource_type_name(row.type);
  entry.subject = row.key.key();
  entry.subject_version = row.version;
  entry.patient = row.patient;
  return record_read(actor, entry);
}

Result<std::uint16_t> type_number(std::string_view type) {
  const std::uint16_t number = fhir::resource_type_number(type);
  if (number == 0) return fail(ErrorKind::not_found, "there is no resource type of that name");
  return number;
}

Error not_there(std::string_view type, std::string_view id) {
  return fail(ErrorKind::not_found,
              std::string(type) + "/" + (is_fhir_id(id) ? std::string(id) : std::string("?")) + " does not exist");
}

}  // namespace charta::resources
