// SPDX-License-Identifier: Apache-2.0
#include "app/demo_shift.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using namespace paper_charts;
using std::chrono::minutes;

constexpr minutes stat_left[] = {minutes(4), minutes(9)};

class DemoNight {
 public:
  explicit DemoNight(Hospital& hospital) : hospital_(hospital), paper_(*hospital.paper), shift_(*hospital.shift) {}

  Result<void> begin() {
    CHARTA_TRY(const auto board, shift_.board(system_));
    const bool is_running = std::any_of(board.lines.begin(), board.lines.end(), [](const auto& one) {
      return one.line.requisition.priority == worklists::Priority::stat && one.left.seconds > 0 && one.left.seconds < 600;
    });
    if (!is_running) CHARTA_TRY_DO(ask_for_stats());
    CHARTA_TRY(const auto before, shift_.hand_offs(system_, 2));
    if (before.size() > 1) return {};
    CHARTA_TRY_DO(somebody_arrives());
    return hand_over();
  }

 private:
  Result<std::optional<PlaceId>> place(const std::string& kind, const std::string& text) {
    PlaceFilter filter;
    filter.kind = kind;
    filter.text = text;
    filter.limit = 1;
    CHARTA_TRY(const auto found, paper_.places(system_, filter));
    return found.empty() ? std::optional<PlaceId>() : std::optional(found.front().id);
  }

  /// Folders that stand in the file and that nobody asks for.
  Result<std::vector<VolumeRow>> quiet_folders() {
    std::vector<VolumeRow> quiet;
    CHARTA_TRY(const auto room, place("room", "file room"));
    if (!room) return quiet;
    CHARTA_TRY(const auto rows, paper_.volumes_in(system_, *room, 120, 0));
    for (const auto& row : rows) {
      if (row.volume.kind != "medical" || row.volume.sensitivity != 0) continue;
      CHARTA_TRY(const auto view, paper_.view(system_, row.volume.id));
      if (view.requisitions.empty()) quiet.push_back(row);
    }
    return quiet;
  }

  Result<void> ask_for_stats() {
    CHARTA_TRY(const auto quiet, quiet_folders());
    CHARTA_TRY(const auto emergency, place("ward", "emergency"));
    if (!emergency || quiet.size() < std::size(stat_left) * 4) return {};
    std::size_t at = 0;
    for (const auto left : stat_left) {
      const auto& row = quiet[at += 3];
      NewRequest request;
      request.patient = row.volume.patient;
      request.volumes = {row.volume.id};
      request.deliver_to = *emergency;
      request.requester = "Triage nurse";
      request.priority = worklists::Priority::stat;
      request.needed_at = hospital_.clock.now().plus(left);
      CHARTA_TRY_DO(paper_.request(system_, request));
    }
    return {};
  }

  /// Two people with folders come in: for the first the arrival has asked already, for the second somebody took it back.
  Result<void> somebody_arrives() {
    CHARTA_TRY(const auto quiet, quiet_folders());
    for (std::size_t i = 0; i < std::min<std::size_t>(2, quiet.size()); ++i) {
      CHARTA_TRY(const auto visit, arrive(quiet[quiet.size() - 1 - 3 * i].volume.patient));
      if (i == 1) CHARTA_TRY_DO(take_back(visit));
    }
    return {};
  }

  Result<ResourceId> arrive(PatientId patient) {
    CHARTA_TRY(const auto stored, hospital_.store->read([&](store::Reader& reader) {
      return hospital_.resources->load(reader, ResourceId(patient.key()));
    }));
    if (!stored) return fail(ErrorKind::not_found, "the simulated patient is not there any more");
    std::string text;
    json::Writer out(text);
    out.begin_object().member("resourceType", "Encounter").member("status", "in-progress");
    out.key("class").begin_object().member("code", "EMER").end_object();
    out.key("subject").begin_object().member("reference", "Patient/" + stored->id).end_object();
    out.key("period").begin_object().member("start", hospital_.clock.now().text()).end_object().end_object();
    CHARTA_TRY(const auto made, hospital_.resources->create(system_, "Encounter", text, ""));
    return made.key;
  }

  Result<void> take_back(ResourceId encounter) {
    CHARTA_TRY(const auto lines, paper_.pull_list(system_, hospital_.clock.now().plus(std::chrono::hours(24)), {}));
    for (const auto& line : lines) {
      if (line.requisition.cause != encounter) continue;
      worklists::Act act;
      act.event = "cancel";
      act.reason_code = "no-longer-needed";
      const auto done = hospital_.worklists->act(system_, line.requisition.item, act);
      if (!done) return done.error();
    }
    return {};
  }

  Result<access::Actor> person(std::string_view name) {
    CHARTA_TRY(const auto users, hospital_.access->list_users(system_));
    access::Actor actor = system_;
    for (const auto& user : users) {
      if (user.name != name) continue;
      actor.kind = access::Actor::Kind::person;
      actor.author.user = user.id;
      actor.name = user.name;
    }
    return actor;
  }

  /// The hand-off of the night before was signed by Tina and accepted by Nina; that of the day has notes and no signature.
  Result<void> hand_over() {
    CHARTA_TRY(const auto tina, person("tina"));
    CHARTA_TRY(const auto nina, person("nina"));
    CHARTA_TRY_DO(shift_.add_note(tina, "The scanner at desk 2 jams with thick paper; desk 1 works."));
    CHARTA_TRY(const auto open, shift_.current(tina));
    CHARTA_TRY_DO(shift_.sign(tina, open.hand_off.id));
    CHARTA_TRY_DO(shift_.accept(nina, open.hand_off.id));
    CHARTA_TRY_DO(shift_.add_note(tina, "Ten folders for the cardiology clinic lie on the returns cart; they go up at six."));
    CHARTA_TRY(const auto room, place("room", "file room"));
    if (!room) return {};
    CHARTA_TRY_DO(shift_.enter(nina, {*room, "", ""}));
    CHARTA_TRY_DO(shift_.enter(nina, {*room, "Engineer of the sprinkler company", "yearly test of the sprinklers"}));
    return {};
  }

  Hospital& hospital_;
  PaperService& paper_;
  shift_desk::ShiftService& shift_;
  access::Actor system_ = access::Actor::system("demo");
};

}  // namespace

Result<void> begin_demo_night(Hospital& hospital) {
  return DemoNight(hospital).begin();
}

}  // namespace charta::app
