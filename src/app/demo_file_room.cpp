// SPDX-License-Identifier: Apache-2.0
#include "app/demo_file_room.hpp"

#include "app/hospital.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

namespace charta::app {
namespace {

using namespace paper_charts;

constexpr int people_with_paper = 320, years_of_paper = 20, returns_on_the_cart = 25;
constexpr std::size_t lost_volumes = 7, misfiled_volumes = 3;

struct DemoBorrower {
  const char *kind, *name, *code, *loan_class;
};
/// Every class that the rule of loans names.
constexpr std::array<DemoBorrower, 13> borrowers_of_the_house{
    {{"ward", "Emergency department", "ED", ""},
     {"ward", "Medicine 3 West", "3W", ""},
     {"ward", "Orthopedics 4 East", "4E", ""},
     {"ward", "Cardiology 5 West", "5W", ""},
     {"ward", "Ward clerks' office", "WARDS", ""},
     {"clinic", "Outpatient clinics", "CLINICS", ""},
     {"clinic", "Cardiology clinic", "CARDIOLOGY", ""},
     {"borrower", "Coding", "CODING", "coding"},
     {"borrower", "Release of information", "ROI", "release-of-information"},
     {"borrower", "Dr. Hale's office", "HALE", "physician"},
     {"borrower", "Dr. Osei's office", "OSEI", "physician"},
     {"borrower", "Quality review", "QUALITY", ""},
     {"vehicle", "Courier van", "VAN", ""}}};

class DemoFileRoom {
 public:
  explicit DemoFileRoom(Hospital& hospital)
      : hospital_(hospital), paper_(*hospital.paper), troubles_(hospital, access::Actor::system("demo")) {}

  Result<DemoFileRoomTruth> furnish() {
    DemoFileRoomTruth truth;
    CHARTA_TRY(const auto people, find_people());
    if (people.empty()) return truth;
    CHARTA_TRY_DO(build());
    for (const auto& one : people) CHARTA_TRY_DO(fill(one));
    CHARTA_TRY(truth.misfiles, make_trouble());
    CHARTA_TRY_DO(ask_for_tonight(people));
    truth.is_new = true;
    return truth;
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
    for (const auto& [kind, name, code, loan_class] : borrowers_of_the_house) {
      CHARTA_TRY(const auto borrower, add(kind, name, site, code, loan_class));
      by_code_.emplace(code, borrower);
      borrowers_.push_back(borrower);
    }
    emergency_ = by_code_.at("ED");
    CHARTA_TRY(vendor_, add("vendor", "Deep Store, off site"));
    return {};
  }

  Result<void> move(VolumeId id, const std::string& kind, PlaceId to, Instant at, std::int64_t batch = 0) {
    return troubles_.move(id, kind, to, at, batch, kind == "charge-out" ? "treatment" : "");
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
      } else if (below(40) == 0) {
        volume.kind = "psychiatric";
      }
      CHARTA_TRY(const auto id, paper_.add_volume(actor_, volume));
      CHARTA_TRY_DO(live(id, patient, *volume.made_at, number == volumes));
    }
    return {};
  }

  struct Stay {
    Instant from, until;
    PlaceId where;
  };
  /// The visits of the simulation that are over, oldest first.
  Result<std::vector<Stay>> stays_of(PatientId patient) {
    CHARTA_TRY(const auto stored, hospital_.store->read([&](store::Reader& reader) {
      return hospital_.resources->of_patient(reader, patient, "Encounter", 10);
    }));
    std::vector<Stay> stays;
    for (const auto& one : stored) {
      CHARTA_TRY(const auto document, json::Document::parse(one.json));
      const auto period = document.root()["period"];
      const auto from = Instant::parse(period["start"].text()), until = Instant::parse(period["end"].text());
      if (!from || !until || *until < *from || *until > hospital_.clock.now().plus(-std::chrono::hours(8))) continue;
      const auto kind = document.root()["class"]["code"].text();
      stays.push_back({*from, *until, by_code_.at(kind == "EMER" ? "ED" : kind == "AMB" ? "CLINICS" : "WARDS")});
    }
    std::sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) { return a.from < b.from; });
    return stays;
  }

  /// The chart in use went along with the patient.
  Result<void> go_along(VolumeId id, PatientId patient, Instant& behind) {
    CHARTA_TRY(const auto stays, stays_of(patient));
    for (const auto& stay : stays) {
      if (stay.from <= behind) continue;
      const Instant back = stay.until.plus(std::chrono::hours(1 + below(6)));
      CHARTA_TRY_DO(move(id, "charge-out", stay.where, stay.from));
      CHARTA_TRY_DO(move(id, "check-in", {}, back, back.milliseconds() / 86'400'000));
      behind = back;
    }
    return {};
  }

  /// What happened to it over the years, and where that leaves it today.
  Result<void> live(VolumeId id, PatientId patient, Instant from, bool is_in_use) {
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
    if (is_in_use) CHARTA_TRY_DO(go_along(id, patient, at));
    const int today = below(100);
    if (!is_in_use && today < 30) return move(id, "send-off-site", vendor_, now.plus(-std::chrono::hours(2)));
    if (today < 10) return move(id, "charge-out", some_borrower(), now.plus(-std::chrono::hours(2)));
    if (today < 18 && on_cart_ < returns_on_the_cart) {
      ++on_cart_;
      return move(id, "move", cart_, now.plus(-std::chrono::hours(1)), 1);
    }
    if (is_in_use) at_home_.push_back({id, at});
    return {};
  }

  /// Of those that stand in their places and were last handled two months ago: so many, none twice.
  std::vector<VolumeId> some_at_home(std::size_t count) {
    const Instant before = hospital_.clock.now().plus(-std::chrono::hours(24 * 60));
    std::vector<VolumeId> some;
    for (; taken_ < at_home_.size() && some.size() < count; ++taken_)
      if (at_home_[taken_].second < before) some.push_back(at_home_[taken_].first);
    return some;
  }

  Result<std::vector<DemoMisfile>> make_trouble() {
    CHARTA_TRY_DO(troubles_.leave_overdue(some_at_home(borrowers_.size()), borrowers_));
    CHARTA_TRY_DO(troubles_.lose(some_at_home(lost_volumes)));
    return troubles_.misfile(some_at_home(misfiled_volumes));
  }

  PlaceId some_borrower() { return borrowers_[static_cast<std::size_t>(below(static_cast<int>(borrowers_.size())))]; }

  /// A busy night: some at once for the emergency department, their time nearly over, and the wards' for the morning.
  Result<void> ask_for_tonight(const std::vector<PatientId>& people) {
    using worklists::Priority;
    constexpr std::size_t asked_tonight = 30;
    const Instant now = hospital_.clock.now();
    for (std::size_t i = 0; i < std::min(asked_tonight, people.size()); ++i) {
      NewRequest request;
      request.patient = people[people.size() - 1 - i];
      request.priority = i < 5 ? Priority::stat : i < 14 ? Priority::urgent : Priority::routine;
      request.deliver_to = i < 7 ? emergency_ : some_borrower();
      request.requester = i < 7 ? "Charge nurse" : "Ward clerk";
      request.purpose = "treatment";
      request.needed_at = now.plus(std::chrono::minutes(i < 5 ? 3 + 2 * i : i < 14 ? 10 + 5 * i : 60 * (1 + i % 8)));
      const auto asked = paper_.request(actor_, request);
      if (!asked && asked.error().kind != ErrorKind::business_rule)
        return asked.error();  // all of it is off site or lost: no request
    }
    return {};
  }

  Hospital& hospital_;
  PaperService& paper_;
  DemoPaperTroubles troubles_;
  access::Actor actor_ = access::Actor::system("demo");
  std::mt19937 random_{20'061'122};
  PlaceId room_, cart_, emergency_, vendor_;
  std::vector<PlaceId> borrowers_;
  std::map<std::string, PlaceId, std::less<>> by_code_;
  std::vector<std::pair<VolumeId, Instant>> at_home_;  ///< charts in use that stand in their places, and since when
  std::size_t taken_ = 0;                              ///< of them, for what does not go well
  int on_cart_ = 0;
};

}  // namespace

Result<DemoFileRoomTruth> furnish_demo_file_room(Hospital& hospital) {
  DemoFileRoom room(hospital);
  CHARTA_TRY(const bool stands, room.stands());
  if (stands) return DemoFileRoomTruth();
  return room.furnish();
}

}  // namespace charta::app
