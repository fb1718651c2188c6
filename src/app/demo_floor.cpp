// SPDX-License-Identifier: Apache-2.0
#include "app/demo_floor.hpp"

#include "app/hospital.hpp"
#include "department/encounters/encounter_store.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using floor_delivery::Delivery;

constexpr const char* paper_wards[] = {"3W", "4W", "5W", "6E"};
constexpr std::size_t copies_most = 16, loose_most = 6;

class DemoFloor {
 public:
  explicit DemoFloor(Hospital& hospital) : hospital_(hospital), floor_(*hospital.floor) {}

  Result<void> furnish() {
    for (const auto* ward : paper_wards) CHARTA_TRY_DO(floor_.set_wish(system_, ward, true, true));
    CHARTA_TRY(const auto visits, hospital_.store->read([&](store::Reader& reader) {
      const Instant now = hospital_.clock.now();
      return encounters::EncounterStore().around_now(reader, now.plus(-std::chrono::hours(48)), now, 400);
    }));
    std::size_t copies = 0, loose = 0;
    for (const auto& visit : visits) {
      if (visit.sensitivity != 0) continue;
      if (visit.status == "in-progress" && copies < copies_most) CHARTA_TRY_DO(give_copies(visit, copies));
      if (visit.status == "finished" && visit.class_code == "IMP" && loose < loose_most) CHARTA_TRY_DO(leave_loose(visit, loose));
    }
    CHARTA_TRY_DO(walk());
    CHARTA_TRY_DO(hospital_.loose->rank_all());
    return {};
  }

 private:
  Result<std::vector<chart::ChartEntry>> reports_of(const encounters::VisitRow& visit) {
    CHARTA_TRY(auto entries, hospital_.chart->of_encounter(system_, visit.fhir_id, 20));
    std::erase_if(entries, [](const chart::ChartEntry& one) { return one.kind != "document" && one.kind != "report"; });
    return entries;
  }

  Result<void> give_copies(const encounters::VisitRow& visit, std::size_t& given) {
    const auto* ward = floor_.rules().ward_of(visit.location);
    if (ward == nullptr || std::find(std::begin(paper_wards), std::end(paper_wards), ward->code) == std::end(paper_wards))
      return {};
    CHARTA_TRY(const auto reports, reports_of(visit));
    for (std::size_t i = 0; i < std::min<std::size_t>(2, reports.size()); ++i, ++given) {
      const auto made = hospital_.store->write([&](store::UnitOfWork& work) {
        return floor_.take_copy(work, {0, reports[i].resource});
      });
      if (!made) return made.error();
    }
    return {};
  }

  Result<void> leave_loose(const encounters::VisitRow& visit, std::size_t& left) {
    CHARTA_TRY(const auto reports, reports_of(visit));
    if (reports.empty()) return {};
    const auto& entry = reports.front();
    loose_reports::NewLooseReport loose;
    loose.origin = "hand";
    loose.barcode = floor_delivery::copy_barcode(floor_delivery::DeliveryId(hospital_.keys.next_key()));
    loose.document = entry.resource;
    loose.resource_type = entry.resource_type;
    loose.fhir_id = entry.fhir_id;
    loose.title = entry.title;
    loose.version = entry.version;
    loose.pages = entry.pages;
    loose.patient = entry.patient;
    loose.encounter = visit.encounter;
    loose.facility = entry.facility;
    loose.sensitivity = entry.sensitivity;
    ++left;
    const auto opened = hospital_.store->write([&](store::UnitOfWork& work) { return hospital_.loose->open(work, loose); });
    return opened ? Result<void>() : opened.error();
  }

  /// One run: the first ward receives all of it and files half, the second has not received anything yet.
  Result<void> walk() {
    CHARTA_TRY(const auto users, hospital_.access->list_users(system_));
    if (users.empty()) return {};
    const std::string badge = floor_delivery::badge_barcode(users.front().id);
    const auto run = floor_.take_run(system_, {paper_wards[0], paper_wards[1]}, false);
    if (!run) return {};  // a hospital too small to have anybody on these wards
    std::size_t received = 0;
    for (const auto& copy : run->copies) {
      if (copy.ward != run->copies.front().ward) break;
      CHARTA_TRY_DO(floor_.receive(system_, copy.barcode, badge, copy.ward));
      if (++received % 2 == 0) CHARTA_TRY_DO(floor_.file(system_, copy.barcode, ""));
    }
    return call_about(run->copies.back());
  }

  Result<void> call_about(const Delivery& copy) {
    CHARTA_TRY(const auto call, floor_.ask_for_call(system_, copy.document));
    floor_delivery::CallAttempt attempt;
    attempt.outcome = "no-answer";
    attempt.telephone = "4 4120";
    CHARTA_TRY_DO(floor_.note_call(system_, call.id, attempt));
    return {};
  }

  Hospital& hospital_;
  floor_delivery::FloorService& floor_;
  access::Actor system_ = access::Actor::system("demo");
};

}  // namespace

Result<void> furnish_demo_floor(Hospital& hospital) {
  CHARTA_TRY(const auto boards, hospital.floor->board(access::Actor::system("demo")));
  const bool is_furnished = std::any_of(boards.begin(), boards.end(), [](const auto& one) { return one.wants_paper; });
  return is_furnished ? Result<void>() : DemoFloor(hospital).furnish();
}

}  // namespace charta::app
