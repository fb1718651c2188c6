// SPDX-License-Identifier: Apache-2.0
#include "department/record_moves/quarantine_service.hpp"

namespace charta::record_moves {
namespace {

constexpr auto quarantine_bit = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);
constexpr std::int64_t tombstones_most = 200;

}  // namespace

/// A new version with the same words: its label is part of it, so that search, export and full text follow.
Result<void> QuarantineService::label(store::UnitOfWork& work, const access::Actor& actor,
                                      const resources::StoredResource& stored, bool withheld) const {
  CHARTA_TRY(const auto document, json::Document::parse(stored.json));
  resources::PutOptions options;
  options.source = "quarantine";
  options.key = stored.key;
  options.if_version = stored.version;
  options.facility = stored.facility;
  options.sensitivity = withheld ? stored.sensitivity | quarantine_bit : stored.sensitivity & ~quarantine_bit;
  CHARTA_TRY(auto prepared, resources_.prepare(document.root(), options));
  // The line of the chart first: whoever hears of the new version finds it so.
  CHARTA_TRY_DO(chart_.rows().set_label(work, stored.key, *options.sensitivity));
  CHARTA_TRY_DO(resources_.put(work, actor, prepared));
  return {};
}

Result<Quarantine> QuarantineService::withhold(store::UnitOfWork& work, const access::Actor& actor, ResourceId resource,
                                               const std::string& reason, const std::string& note) const {
  CHARTA_TRY_DO(work.lock(resource.key()));
  CHARTA_TRY(auto known, open_of(work, resource));
  if (known) return std::move(*known);
  CHARTA_TRY(const auto stored, resources_.load(work, resource));
  if (!stored || stored->deleted) return fail(ErrorKind::not_found, "nothing stands under " + resource.text());
  if (!may_move(stored->type))
    return fail(ErrorKind::business_rule, stored->type + " is withheld with what it belongs to", "type");
  if (!stored->patient.is_set())
    return fail(ErrorKind::business_rule, stored->type + "/" + stored->id + " stands with no patient; file it first");
  CHARTA_TRY(const auto pieces, moves_.with_belongings(work, *stored));
  Quarantine one;
  one.id = keys_.next<QuarantineId>();
  one.resource = resource;
  one.type = stored->type;
  one.fhir_id = stored->id;
  one.patient = stored->patient;
  one.reason = reason;
  one.note = note;
  one.withheld_by = actor.author.user;
  one.withheld_at = clock_.now();
  for (const auto& piece : pieces) {
    CHARTA_TRY_DO(label(work, actor, piece, true));
    one.pieces.push_back({piece.key, piece.type, piece.id, piece.version + 1, {}});
  }
  CHARTA_TRY_DO(ledger_.record(work, actor.author,
                               {ledger::Act::held, one.type, resource.key(), stored->version, one.patient, reason, {}, {}}));
  CHARTA_TRY_DO(QuarantineStore().add(work, one));
  return one;
}

Result<void> QuarantineService::release(store::UnitOfWork& work, const access::Actor& actor, ResourceId resource) const {
  CHARTA_TRY_DO(work.lock(resource.key()));
  CHARTA_TRY(const auto known, open_of(work, resource));
  if (!known) return {};
  for (const auto& piece : known->pieces) {
    CHARTA_TRY(const auto stored, resources_.load(work, piece.resource));
    if (stored && !stored->deleted) CHARTA_TRY_DO(label(work, actor, *stored, false));
  }
  CHARTA_TRY_DO(ledger_.record(
      work, actor.author,
      {ledger::Act::released_from_hold, known->type, known->resource.key(), 0, known->patient, "right-where-it-stands", {}, {}}));
  return QuarantineStore().lift(work, known->id, clock_.now(), actor.author.user, "released");
}

Result<std::optional<Quarantine>> QuarantineService::open_of(store::Reader& reader, ResourceId resource) const {
  return QuarantineStore().open_of(reader, resource);
}

/// Pieces that stay behind (a result shared with another report) are readable again as well.
Result<void> QuarantineService::on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) const {
  if (moved.from == moved.to) return {};
  const auto system = access::Actor::system("quarantine");
  for (const auto& piece : moved.pieces) {
    CHARTA_TRY(const auto known, open_of(work, piece.resource));
    if (!known) continue;
    CHARTA_TRY_DO(QuarantineStore().lift(work, known->id, clock_.now(), {}, "moved"));
    for (const auto& other : known->pieces) {
      CHARTA_TRY(const auto stored, resources_.load(work, other.resource));
      if (!stored || stored->deleted || (stored->sensitivity & quarantine_bit) == 0) continue;
      CHARTA_TRY_DO(label(work, system, *stored, false));
    }
  }
  return {};
}

Result<std::vector<Quarantine>> QuarantineService::of_patient(const access::Actor& actor, PatientId patient) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Quarantine>> {
    std::vector<Quarantine> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(auto some, QuarantineStore().of_patient(reader, record, tombstones_most));
      for (auto& one : some) all.push_back(std::move(one));
    }
    return all;
  });
}

Result<std::vector<SeenMeanwhile>> QuarantineService::seen(const access::Actor& actor, QuarantineId id) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::link_patients));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<SeenMeanwhile>> {
    CHARTA_TRY(const auto one, QuarantineStore().find(reader, id));
    if (!one) return fail(ErrorKind::not_found, "no quarantine " + id.text());
    CHARTA_TRY_DO(index_.banner(actor, one->patient));
    // Until it was withheld: what the department does with it since is its work.
    return moves_.seen(reader, one->pieces, one->withheld_at);
  });
}

}  // namespace charta::record_moves
