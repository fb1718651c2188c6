// SPDX-License-Identifier: Apache-2.0
#include "app/demo_file_room.hpp"

#include "app/hospital.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace charta::app {
namespace {

using namespace paper_charts;

constexpr int people_with_paper = 140, years_of_paper = 20;

class DemoFileRoom {
 public:
  explicit DemoFileRoom(Hospital& hospital) : hospital_(hospital), paper_(*hospital.paper) {}

  Result<void> furnish() {
    CHARTA_TRY(const auto people, find_people());
    if (people.empty()) return {};
    CHARTA_TRY_DO(build());
    for (const auto& one : people) CHARTA_TRY_DO(fill(one));
    return ask_for_tonight(people);
  }

  Result<bool> stands() {
    PlaceFilter filter;
    filter.kind = "site";
    CHARTA_TRY(const auto sites, paper_.places(actor_, filter));
    return !sites.empty();
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  Result<std::vector<PatientId>> find_people() {
    resources::SearchRequest request;
    request.type = "Patient";
    request.query = fmt::format("_count={}", people_with_paper);
    CHARTA_TRY(const auto text, hospital_.resources->search(actor_, request));
    CHARTA_TRY(const auto bundle, json::Document::parse(text));
    std::vector<std::string> ids;
    for (const auto entry : bundle.root()["entry"]) ids.emplace_back(entry["resource"]["id"].text());
    std::sort(ids.begin(), ids.end());
    return hospital_.store->read([&](store::Reader& reader) -> Result<std::vector<PatientId>> {
      std::vector<PatientId> people;
      for (const auto& id : ids) {
        CHARTA_TRY(const auto stored, hospital_.resources->load(reader, "Patient", id));
        if (!stored || stored->deleted || stored->sensitivity != 0) continue;
        CHARTA_TRY(const auto hit, hospital_.patient_index->hit(reader, PatientId(stored->key.key())));
        if (hit && !hit->mrn.empty() && !hit->merged_into.is_set()) people.push_back(hit->patient);
      }
      return people;
    });
  }

  Result<PlaceId> add(const std::string& kind, const std::string& name, PlaceId parent = {}, const std::string& code = "",
                      const std::string& loan_class = "", const std::string& first_number = "", int walk = 0) {
    NewPlace place;
    place.kind = kind;
    place.name = name;
    place.parent = parent;
    place.code = code;
    place.loan_class = loan_class;
    place.first_number = first_number;
    place.walk = walk;
    place.capacity = kind == "shelf" ? 200 : 0;
    return paper_.add_place(actor_, place);
  }

  Result<void> build() {
    CHARTA_TRY(const auto site, add("site", "Main house"));
    CHARTA_TRY(room_, add("room", "File room", site));
    for (int bay = 0; bay < 5; ++bay) {
      CHARTA_TRY(const auto standing, add("bay", fmt::format("Bay {}", bay + 1), room_, "", "", "", bay));
      for (int shelf = 0; shelf < 4; ++shelf)
        CHARTA_TRY_DO(add("shelf", fmt::format("Shelf {}", shelf + 1), standing, "", "",
                          fmt::format("{:02}", bay * 20 + shelf * 5), shelf));
    }
    CHARTA_TRY(cart_, add("cart", "Returns cart", room_));
    CHARTA_TRY(emergency_, add("ward", "Emergency department", site, "ED"));
    for (const auto& [code, name] : {std::pair("3W", "Medicine 3 West"), std::pair("4E", "Orthopedics 4 East"),
                                     std::pair("5W", "Cardiology 5 West"), std::pair("WARDS", "Ward clerks' office")}) {
      CHARTA_TRY(const auto ward, add("ward", name, site, code));
      borrowers_.push_back(ward);
    }
    for (const auto& [code, name] : {std::pair("CLINICS", "Outpatient clinics"), std::pair("CARDIOLOGY", "Cardiology clinic")}) {
      CHARTA_TRY(const auto clinic, add("clinic", name, site, code));
      borrowers_.push_back(clinic);
    }
    for (const auto& [name, loan_class] :
         {std::pair("Coding", "coding"), std::pair("Release of information", "release-of-information"),
          std::pair("Dr. Hale's office", "physician")}) {
      CHARTA_TRY(const auto borrower, add("borrower", name, site, "", loan_class));
      borrowers_.push_back(borrower);
    }
    CHARTA_TRY(vendor_, add("vendor", "Deep Store, off site"));
    return {};
  }

  Result<void> move(VolumeId id, const std::string& kind, PlaceId to, Instant at, std::int64_t batch = 0) {
    MovementCommand command;
    command.kind = kind;
    command.to = to;
    command.said_at = at;
    command.batch = batch;
    CHARTA_TRY_DO(paper_.move(actor_, id, command));
    return {};
  }

  /// The folders of one person: the first is as old as the person has been coming, the last is the one in use.
  Result<void> fill(PatientId patient) {
    const Instant now = hospital_.clock.now();
    const int volumes = 1 + (below(5) == 0 ? 2 : below(3) == 0 ? 1 : 0);
    const int years = 1 + below(years_of_paper);
    for (int number = 1; number <= volumes; ++number) {
      NewVolume volume;
      volume.patient = patient;
      volume.home = room_;
      const auto age = std::chrono::hours(24 * 365 * years * (volumes - number + 1) / volumes + 24 * below(200));
      volume.made_at = now.plus(-age);
      volume.from_day = volume.made_at->utc_date().text();
      if (number < volumes) volume.until_day = volume.made_at->plus(age / 2).utc_date().text();
      if (below(12) == 0) {
        volume.kind = "film";
        volume.medium = "film";
      }
      CHARTA_TRY(const auto id, paper_.add_volume(actor_, volume));
      CHARTA_TRY_DO(live(id, *volume.made_at, number == volumes));
    }
    return {};
  }

  /// What happened to it over the years, and where that leaves it today.
  Result<void> live(VolumeId id, Instant from, bool is_in_use) {
    const Instant now = hospital_.clock.now();
    Instant at = from;
    for (int round = 0, rounds = below(3); round < rounds; ++round) {
      const auto borrower = borrowers_[static_cast<std::size_t>(below(static_cast<int>(borrowers_.size())))];
      at = at.plus(std::chrono::hours(24 * (30 + below(300))));
      if (at > now.plus(-std::chrono::hours(24 * 30))) return {};
      CHARTA_TRY_DO(move(id, "charge-out", borrower, at));
      at = at.plus(std::chrono::hours(24 * (1 + below(6))));
      CHARTA_TRY_DO(move(id, "check-in", {}, at, at.milliseconds() / 86'400'000));
    }
    const int today = below(100);
    if (!is_in_use && today < 30) return move(id, "send-off-site", vendor_, now.plus(-std::chrono::hours(24 * 20)));
    if (today < 10) return move(id, "charge-out", some_borrower(), now.plus(-std::chrono::hours(4 + below(8))));
    if (today < 16) return move(id, "charge-out", some_borrower(), now.plus(-std::chrono::hours(24 * (8 + below(20)))));
    if (today < 19) {
      CHARTA_TRY_DO(move(id, "charge-out", some_borrower(), now.plus(-std::chrono::hours(24 * 12))));
      return move(id, "mark-missing", {}, now.plus(-std::chrono::hours(2 + below(60))));
    }
    if (today == 19) return move(id, "mark-missing", {}, now.plus(-std::chrono::hours(5)));
    if (today < 23) return move(id, "move", cart_, now.plus(-std::chrono::hours(3)), 1);
    return {};
  }

  PlaceId some_borrower() { return borrowers_[static_cast<std::size_t>(below(static_cast<int>(borrowers_.size())))]; }

  Result<void> ask_for_tonight(const std::vector<PatientId>& people) {
    using worklists::Priority;
    for (std::size_t i = 0; i < std::min<std::size_t>(12, people.size()); ++i) {
      NewRequest request;
      request.patient = people[people.size() - 1 - i];
      request.priority = i < 2 ? Priority::stat : i < 5 ? Priority::urgent : Priority::routine;
      request.deliver_to = i < 3 ? emergency_ : some_borrower();
      request.requester = i < 3 ? "Charge nurse" : "Ward clerk";
      const auto asked = paper_.request(actor_, request);
      if (!asked && asked.error().kind != ErrorKind::business_rule)
        return asked.error();  // all of it is off site or lost: no request
    }
    return {};
  }

  Hospital& hospital_;
  PaperService& paper_;
  access::Actor actor_ = access::Actor::system("demo");
  std::mt19937 random_{20'061'122};
  PlaceId room_, cart_, emergency_, vendor_;
  std::vector<PlaceId> borrowers_;
};

}  // namespace

Result<void> furnish_demo_file_room(Hospital& hospital) {
  DemoFileRoom room(hospital);
  CHARTA_TRY(const bool stands, room.stands());
  if (stands) return {};
  return room.furnish();
}

}  // namespace charta::app
