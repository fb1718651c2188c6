// SPDX-License-Identifier: Apache-2.0
// Numbers that are given up for others, and visits that stand with another record than before.
#include "department/encounters/encounter_service.hpp"

#include <algorithm>

namespace charta::encounters {
namespace {

using hl7v2_fhir::EntityId;

bool same(const EntityId& a, const EntityId& b) {
  return a.value == b.value && a.system == b.system;
}

bool has(const std::vector<EntityId>& numbers, const EntityId& number) {
  return std::any_of(numbers.begin(), numbers.end(), [&](const EntityId& one) { return same(one, number); });
}

std::string shown(NumberKind kind, const EntityId& a, const EntityId& b) {
  return std::string(number_kind_code(kind)) + " numbers " + a.value + " and " + b.value;
}

}  // namespace

Result<std::vector<EntityId>> EncounterService::linked_numbers(store::Reader& reader, NumberKind kind, const EntityId& number,
                                                               std::span<const PatientId> records) const {
  std::vector<NumberLink> links;
  for (const PatientId record : records) {
    CHARTA_TRY(const auto some, rows_.number_links(reader, record, kind));
    for (const auto& link : some)
      if (!link.until) links.push_back(link);
  }
  std::vector<EntityId> group{number};
  for (std::size_t i = 0; i < group.size(); ++i) {
    const EntityId here = group[i];
    for (const auto& link : links) {
      if (!same(link.survivor, here) && !same(link.absorbed, here)) continue;
      for (const auto& other : {link.survivor, link.absorbed})
        if (!has(group, other)) group.push_back(other);
    }
  }
  return group;
}

Result<std::vector<VisitRow>> EncounterService::holders(store::Reader& reader, NumberKind kind, const EntityId& number) const {
  if (kind == NumberKind::visit) return rows_.by_number(reader, number, PatientId(1));
  return rows_.by_account(reader, number, PatientId(1));
}

Result<std::vector<VisitRow>> EncounterService::under(store::Reader& reader, NumberKind kind, const EntityId& number,
                                                      std::span<const PatientId> records) const {
  CHARTA_TRY(const auto numbers, linked_numbers(reader, kind, number, records));
  std::vector<VisitRow> found;
  for (const auto& one : numbers) {
    for (const PatientId record : records) {
      CHARTA_TRY(auto rows,
                 kind == NumberKind::visit ? rows_.by_number(reader, one, record) : rows_.by_account(reader, one, record));
      for (auto& row : rows)
        if (row.patient == record) found.push_back(std::move(row));
    }
  }
  return found;
}

Result<std::optional<VisitRow>> EncounterService::standing_for(store::Reader& reader, VisitRow row) const {
  while (row.merged_into.is_set()) {
    CHARTA_TRY(auto survivor, rows_.find(reader, row.merged_into));
    if (!survivor) break;
    row = std::move(*survivor);
  }
  return std::optional<VisitRow>(std::move(row));
}

Result<void> EncounterService::link_numbers(store::UnitOfWork& work, const NumberLink& given, ResourceId going,
                                            ResourceId staying) const {
  CHARTA_TRY_DO(work.lock(given.patient.key()));
  CHARTA_TRY(const auto group, linked_numbers(work, given.kind, given.survivor, {&given.patient, 1}));
  if (has(group, given.absorbed))
    return fail(ErrorKind::business_rule, shown(given.kind, given.survivor, given.absorbed) + " are one already");
  NumberLink link = given;
  link.from = clock_.now();
  CHARTA_TRY_DO(rows_.add_number_link(work, link));
  if (!going.is_set() || !staying.is_set()) return {};  // one visit that changed its number, or accounts
  return rows_.set_merged_into(work, going, staying);
}

Result<void> EncounterService::unlink_numbers(store::UnitOfWork& work, const NumberLink& given) const {
  CHARTA_TRY_DO(work.lock(given.patient.key()));
  CHARTA_TRY(const auto links, rows_.number_links(work, given.patient, given.kind));
  const auto link = std::find_if(links.begin(), links.end(), [&](const NumberLink& one) {
    return !one.until && same(one.survivor, given.survivor) && same(one.absorbed, given.absorbed);
  });
  if (link == links.end())
    return fail(ErrorKind::business_rule, shown(given.kind, given.survivor, given.absorbed) + " are not linked");
  CHARTA_TRY_DO(rows_.end_number_link(work, link->key, clock_.now(), given.reason));
  if (given.kind == NumberKind::account) return {};
  CHARTA_TRY(const auto apart, rows_.by_number(work, given.absorbed, given.patient));
  if (apart.empty() || apart.front().patient != given.patient) return {};
  return rows_.set_merged_into(work, apart.front().encounter, ResourceId());
}

Result<void> EncounterService::on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) const {
  for (const auto& piece : moved.pieces) {
    if (piece.type != "Encounter") continue;
    CHARTA_TRY(const auto before, rows_.find(work, piece.resource));
    CHARTA_TRY(const auto stored, resources_.load(work, piece.resource));
    if (!before || !stored || stored->deleted) continue;
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    VisitRow row = *before;
    row.account = row_of(document.root()).account;
    row.patient = stored->patient;
    row.version = stored->version;
    row.facility = stored->facility;
    row.sensitivity = stored->sensitivity;
    CHARTA_TRY_DO(rows_.save(work, row));
    CHARTA_TRY_DO(rows_.set_merged_into(work, piece.resource, ResourceId()));  // the visit it was merged into stays behind
    CHARTA_TRY_DO(rows_.set_moved_from(work, piece.resource, moved.from == moved.to ? before->moved_from : moved.from));
  }
  return {};
}

}  // namespace charta::encounters
