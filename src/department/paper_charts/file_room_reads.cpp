// SPDX-License-Identifier: Apache-2.0
// What the shift desk looks at: where volumes stand along a walk, what came back, what is past due, how much is asked for by
// hour.
#include "department/paper_charts/paper_service.hpp"

#include <algorithm>
#include <map>

namespace charta::paper_charts {
namespace {

using access::Actor;
using access::Permission;

constexpr int deepest_way = 8;

}  // namespace

Result<std::vector<PaperService::Way>> PaperService::ways(const Actor& actor, const std::vector<WayTo>& to) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Way>> {
    std::map<PlaceId, Place> known;
    const auto find = [&](PlaceId id) -> Result<const Place*> {
      const Place* there = nullptr;
      if (const auto found = known.find(id); found != known.end()) there = &found->second;
      if (there != nullptr) return there;
      CHARTA_TRY(const auto place, rows_.place(reader, id));
      if (place) there = &known.emplace(id, *place).first->second;
      return there;
    };
    std::vector<Way> all;
    for (const auto& one : to) {
      Way way;
      CHARTA_TRY(const auto* place, find(one.place));
      if (place != nullptr && place->kind == PlaceKind::room && !one.filing_key.empty()) {
        CHARTA_TRY(const auto shelves, rows_.shelves_about(reader, place->id, one.filing_key));
        if (!shelves.empty()) place = &known.emplace(shelves.front().id, shelves.front()).first->second;
      }
      for (int up = 0; place != nullptr && up < deepest_way; ++up) {
        way.push_back(*place);
        CHARTA_TRY(place, find(place->parent));
      }
      std::reverse(way.begin(), way.end());
      all.push_back(std::move(way));
    }
    return all;
  });
}

Result<std::vector<OverdueClass>> PaperService::overdue_by_class(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return FileRoomReads().overdue_by_class(reader, clock_.now()); });
}

Result<std::vector<CartLoad>> PaperService::carts(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return FileRoomReads().carts(reader); });
}

Result<std::vector<AskedQuarter>> PaperService::asked_by_quarter(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return FileRoomReads().asked_by_quarter(reader, from, until); });
}

Result<PaperOfArrival> PaperService::paper_of_arrival(const Actor& actor, PatientId patient, ResourceId encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<PaperOfArrival> {
    PaperOfArrival paper;
    CHARTA_TRY(const auto linked, index_.expand(reader, patient));
    CHARTA_TRY(auto rows, rows_.of_patients(reader, linked));
    for (auto& row : rows) {
      const auto& one = row.volume;
      if (one.state == "destroyed" || one.state == "merged") continue;
      if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) continue;
      CHARTA_TRY(const auto open, rows_.open_of_volume(reader, one.id));
      paper.asked += !open.empty();
      paper.volumes.push_back(std::move(row));
    }
    CHARTA_TRY(const auto of_cause, rows_.open_of_cause(reader, encounter));
    paper.asked_for_this = !of_cause.empty();
    return paper;
  });
}

Result<std::vector<RequisitionId>> PaperService::ask_for_arrival(const Actor& actor, PatientId patient, ResourceId encounter,
                                                                 std::string_view class_code) {
  CHARTA_TRY(const auto to, store_.read([&](store::Reader& reader) -> Result<std::optional<Place>> {
    CHARTA_TRY(const auto visit, encounters_.encounter(reader, encounter));
    return place_for(reader, visit ? visit->location : std::string(), class_code);
  }));
  if (!to) return fail(ErrorKind::business_rule, "no place that borrows charts is known where this patient is", "deliver_to");
  const auto priority = rules_.requisitions.arrivals.find(class_code);
  NewRequest request;
  request.patient = patient;
  request.deliver_to = to->id;
  request.requester = to->name;
  request.cause = encounter;
  request.priority = priority == rules_.requisitions.arrivals.end() ? worklists::Priority::stat : priority->second;
  return this->request(actor, request);
}

}  // namespace charta::paper_charts
