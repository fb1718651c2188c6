// SPDX-License-Identifier: Apache-2.0
#include "app/desk_wiring.hpp"

#include "department/patient_index/patient_index_service.hpp"

#include <chrono>
#include <mutex>

namespace charta::app {
namespace {

desk_api::PatientBrief to_brief(const patient_index::PatientHit& hit) {
  return {hit.patient, hit.name, hit.birth_date, hit.sex, hit.mrn, hit.assigner};
}

/// The words of each patient that the actor may see, in one look; the others stay away.
Result<std::map<std::int64_t, desk_api::PatientBrief>> briefs(const Hospital& hospital, const access::Actor& actor,
                                                              const std::vector<PatientId>& patients) {
  std::map<std::int64_t, desk_api::PatientBrief> found;
  if (!actor.may(access::Permission::read_record)) return found;
  CHARTA_TRY(const auto hits, hospital.patient_index->banners(actor, patients));
  for (const auto& hit : hits) found.emplace(hit.patient.key(), to_brief(hit));
  return found;
}

void write_current_encounter(const Hospital& hospital, json::Writer& out, const access::Actor& actor, PatientId patient) {
  const auto visit = hospital.store->read([&](store::Reader& reader) { return hospital.encounters->current(reader, patient); });
  if (!visit || !*visit || !actor.visibility.sees((*visit)->facility, (*visit)->sensitivity, patient)) return;
  out.key("encounter")
      .begin_object()
      .member("id", (*visit)->fhir_id)
      .member("class", (*visit)->class_code)
      .member("location", (*visit)->location);
  desk_api::member(out, "since", (*visit)->started_at);
  out.end_object();
}

Result<void> write_storage(const Hospital& hospital, json::Writer& out) {
  CHARTA_TRY(const auto account, hospital.fixity->account());
  out.key("storage").begin_object().member("damaged", account.open).member("blobs", account.sum.blobs);
  out.member("cycle_days", account.cycle_days).member("has_mirror", !account.mirror.folder.empty());
  out.member("mirror_waiting", account.mirror.waiting).member("mirror_problem", account.mirror.problem);
  desk_api::member(out, "oldest_check", account.sum.oldest);
  out.end_object();
  return {};
}

/// Display names of accounts. A name is asked again after a second, so that a change made anywhere shows at once.
class UserNames {
 public:
  explicit UserNames(Hospital& hospital) : hospital_(hospital) {}
  std::string operator()(UserId user) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    Known& known = names_[user.key()];
    if (known.read_at && now - *known.read_at < std::chrono::seconds(1)) return known.name;
    const auto found = hospital_.access->find_user(user);
    if (!found) return known.name;  // the list is worth more than the newest name: the next row asks again
    known = {*found ? ((*found)->display_name.empty() ? (*found)->name : (*found)->display_name) : std::string(), now};
    return known.name;
  }

 private:
  struct Known {
    std::string name;
    std::optional<std::chrono::steady_clock::time_point> read_at;
  };
  Hospital& hospital_;
  std::mutex mutex_;
  std::map<std::int64_t, Known> names_;
};

}  // namespace

desk_api::DeskPointer make_desk(Hospital& hospital, bool synthetic) {
  auto desk =
      std::make_shared<desk_api::Desk>(desk_api::Desk{*hospital.store, *hospital.access, *hospital.ledger, *hospital.worklists,
                                                      *hospital.jobs, *hospital.partners, hospital.rules, hospital.clock});
  desk->patient_index = hospital.patient_index.get();
  desk->identity = hospital.identity.get();
  desk->registration = hospital.registration.get();
  desk->intake = hospital.intake.get();
  desk->ccd = hospital.ccd.get();
  desk->reconciliation = hospital.reconciliation.get();
  desk->chart = hospital.chart.get();
  desk->assembly = hospital.assembly.get();
  desk->completion = hospital.completion.get();
  desk->delinquency = hospital.delinquency.get();
  desk->places = hospital.places.get();
  desk->record_moves = hospital.record_moves.get();
  desk->overlays = hospital.overlays.get();
  desk->imaging = hospital.imaging.get();
  desk->downtime_packs = hospital.downtime_packs.get();
  desk->downtimes = hospital.downtimes.get();
  desk->disasters = hospital.disasters.get();
  desk->imaging_objects = hospital.imaging_objects.get();
  desk->document_search = hospital.document_search.get();
  desk->misfiles = hospital.misfiles.get();
  desk->quarantine = hospital.quarantine.get();
  desk->paper = hospital.paper.get();
  desk->audits = hospital.audits.get();
  desk->counter = hospital.counter.get();
  desk->holdings = hospital.holdings.get();
  desk->off_site_orders = hospital.off_site_orders.get();
  desk->shift = hospital.shift.get();
  desk->productions = hospital.productions.get();
  desk->queries = hospital.queries.get();
  desk->signatures = hospital.signatures.get();
  desk->my_list = hospital.my_list.get();
  desk->loose = hospital.loose.get();
  desk->floor = hospital.floor.get();
  desk->coding = hospital.coding.get();
  desk->code_shelf = hospital.code_shelf.get();
  desk->kept_codes = hospital.kept_codes.get();
  desk->data_entry = hospital.data_entry.get();
  desk->amendments = hospital.amendments.get();
  desk->quality = hospital.quality.get();
  desk->distribution = hospital.distribution.get();
  desk->resources = hospital.resources.get();
  desk->write_current_encounter = [&hospital](json::Writer& out, const access::Actor& actor, PatientId patient) {
    write_current_encounter(hospital, out, actor, patient);
  };
  desk->write_storage = [&hospital](json::Writer& out) { return write_storage(hospital, out); };
  desk->synthetic = synthetic;
  desk->secure_cookies = hospital.configuration.secure_cookies;
  desk->briefs = [&hospital](const access::Actor& actor, const std::vector<PatientId>& patients) {
    return briefs(hospital, actor, patients);
  };
  desk->user_name = [names = std::make_shared<UserNames>(hospital)](UserId user) { return (*names)(user); };
  desk->reason_sentence = [&hospital](std::string_view code) { return hospital.worklists->reasons().sentence(code); };
  return desk;
}

}  // namespace charta::app
