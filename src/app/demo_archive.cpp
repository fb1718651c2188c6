// SPDX-License-Identifier: Apache-2.0
#include "app/demo_archive.hpp"

#include "app/hospital.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::app {
namespace {

using namespace paper_charts;

constexpr std::size_t people_of_the_closed_hospital = 12;
constexpr std::string_view closed_hospital = "St. Anne";

class DemoArchive {
 public:
  explicit DemoArchive(Hospital& hospital) : hospital_(hospital), paper_(*hospital.paper) {}

  Result<bool> stands() {
    CHARTA_TRY(const auto boxes, named("box", "Box 4711"));
    return !boxes.empty();
  }

  Result<void> furnish() {
    CHARTA_TRY(const auto rooms, named("room", "File room"));
    CHARTA_TRY(const auto vendors, named("vendor", "Deep Store"));
    if (rooms.empty() || vendors.empty()) return {};  // a hospital without a file room
    room_ = rooms.front().id;
    vendor_ = vendors.front().id;
    CHARTA_TRY(const auto people, people_with_paper());
    if (people.size() < people_of_the_closed_hospital) return {};
    CHARTA_TRY(box_, box("Box 4711"));
    for (std::size_t i = 0; i < people_of_the_closed_hospital; ++i) CHARTA_TRY_DO(add_film(people[i], static_cast<int>(i)));
    CHARTA_TRY_DO(add_destroyed(people[0]));
    CHARTA_TRY(const auto boxed, fill_box(people));
    return order_late(boxed);
  }

 private:
  Result<std::vector<Place>> named(const std::string& kind, const std::string& text) {
    PlaceFilter filter;
    filter.kind = kind;
    filter.text = text;
    return paper_.places(actor_, filter);
  }

  Result<PlaceId> box(const std::string& name) {
    NewPlace one;
    one.kind = "box";
    one.name = name;
    one.parent = vendor_;
    return paper_.add_place(actor_, one);
  }

  /// By the volumes that stand in the room: whoever has paper, in filing order.
  Result<std::vector<PatientId>> people_with_paper() {
    CHARTA_TRY(const auto standing, paper_.volumes_in(actor_, room_, 200, 0));
    std::vector<PatientId> people;
    for (const auto& row : standing)
      if (std::find(people.begin(), people.end(), row.volume.patient) == people.end()) people.push_back(row.volume.patient);
    return people;
  }

  /// The closed hospital filmed its charts: a roll and its frames, and the number under which somebody still asks.
  Result<void> add_film(PatientId patient, int at) {
    NewVolume film;
    film.patient = patient;
    film.home = room_;
    film.kind = "film";
    film.medium = "roll";
    film.position = fmt::format("roll {}, frames {}-{}", 118 + at / 4, 2000 + 40 * (at % 4), 2030 + 40 * (at % 4));
    film.from_day = "1968-01-01";
    film.until_day = "1983-12-31";
    film.made_at = Instant::parse("2004-07-01T08:00:00Z");
    OldNumber number;
    number.value = fmt::format("A-{:02}-{:02}", 44, 10 + at);
    number.scheme = "unit";
    number.hospital = std::string(closed_hospital);
    film.old_numbers.push_back(number);
    CHARTA_TRY_DO(paper_.add_volume(actor_, film));
    return {};
  }

  Result<void> add_destroyed(PatientId patient) {
    NewVolume volume;
    volume.patient = patient;
    volume.home = room_;
    volume.kind = "billing";
    volume.from_day = "1984-01-01";
    volume.until_day = "1989-12-31";
    volume.made_at = Instant::parse("2004-07-01T08:00:00Z");
    CHARTA_TRY(const auto id, paper_.add_volume(actor_, volume));
    MovementCommand command;
    command.kind = "scan-and-destroy";
    command.reason = "retention";
    command.certificate = "C-2014-0117";
    command.said_at = Instant::parse("2014-05-12T10:00:00Z");
    CHARTA_TRY_DO(paper_.move(actor_, id, command));
    return {};
  }

  Result<std::vector<VolumeId>> fill_box(const std::vector<PatientId>& people) {
    std::vector<VolumeId> boxed;
    for (std::size_t i = 0; i < 3; ++i) {
      NewVolume volume;
      volume.patient = people[i];
      volume.home = room_;
      volume.kind = "medical";
      volume.number = 90 + static_cast<std::int64_t>(i);
      volume.from_day = "1984-01-01";
      volume.until_day = "1996-12-31";
      volume.made_at = Instant::parse("2006-01-10T08:00:00Z");
      CHARTA_TRY(const auto id, paper_.add_volume(actor_, volume));
      MovementCommand command;
      command.kind = "send-off-site";
      command.to = box_;
      command.said_at = Instant::parse("2012-03-01T08:00:00Z");
      CHARTA_TRY_DO(paper_.move(actor_, id, command));
      boxed.push_back(id);
    }
    return boxed;
  }

  /// The vendor promised the first for yesterday.
  Result<void> order_late(const std::vector<VolumeId>& boxed) {
    off_site_orders::NewOrder order;
    order.vendor = vendor_;
    order.volumes = {boxed.front()};
    order.purchase_order = "2026-0311";
    CHARTA_TRY(const auto id, hospital_.off_site_orders->draft(actor_, order));
    CHARTA_TRY_DO(hospital_.off_site_orders->send(actor_, id));
    off_site_orders::OrderService::Said said;
    said.expected_at = hospital_.clock.now().plus(-std::chrono::hours(20));
    CHARTA_TRY_DO(hospital_.off_site_orders->note_said(actor_, id, said));
    return {};
  }

  Hospital& hospital_;
  PaperService& paper_;
  access::Actor actor_ = access::Actor::system("demo");
  PlaceId room_, vendor_, box_;
};

}  // namespace

Result<void> furnish_demo_archive(Hospital& hospital) {
  DemoArchive archive(hospital);
  CHARTA_TRY(const bool stands, archive.stands());
  if (stands) return {};
  return archive.furnish();
}

}  // namespace charta::app
