// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/volume.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using access::Permission;

constexpr auto handling = Permission::file_documents;
constexpr worklists::Transition volume_steps[] = {
    {"in-file", "charge-out", "out", "", handling},
    {"out", "recharge", "out", "", handling},
    {"out", "check-in", "in-file", "", handling},
    {"in-file", "move", "in-file", "", handling},
    {"in-file", "clinic-request", "in-file", "", handling},
    {"out", "clinic-request", "out", "", handling},
    {"off-site", "clinic-request", "off-site", "", handling},
    {"in-file", "mark-missing", "missing", "", handling},
    {"out", "mark-missing", "missing", "", handling},
    {"off-site", "mark-missing", "missing", "", handling},
    {"inactive", "mark-missing", "missing", "", handling},
    {"missing", "find", "in-file", "", handling},
    {"missing", "declare-lost", "lost", "", handling, true},
    {"lost", "find", "in-file", "", handling},
    {"in-file", "transfer-out", "transferred", "", handling},
    {"transferred", "transfer-back", "in-file", "", handling},
    {"in-file", "send-off-site", "off-site", "", handling},
    {"inactive", "send-off-site", "off-site", "", handling},
    {"off-site", "receive-from-off-site", "in-file", "", handling},
    {"in-file", "inactivate", "inactive", "", handling},
    {"inactive", "reactivate", "in-file", "", handling},
    {"in-file", "retire", "retired", "", handling},
    {"inactive", "retire", "retired", "", handling},
    {"retired", "transfer-back", "in-file", "", handling},
    {"in-file", "scan-and-destroy", "destroyed", "", handling, true},
    {"inactive", "scan-and-destroy", "destroyed", "", handling, true},
    {"off-site", "scan-and-destroy", "destroyed", "", handling, true},
    {"in-file", "merge-into", "merged", "", handling},
};
constexpr std::string_view volume_final_states[] = {"destroyed", "merged"};
constexpr worklists::Title volume_titles[] = {{"in-file", "In the file"}, {"off-site", "Off site"}, {"out", "Charged out"}};

/// Brings it back to the file: without a place said, to its home.
bool brings_back(std::string_view kind) {
  return kind == "check-in" || kind == "find" || kind == "transfer-back" || kind == "receive-from-off-site" ||
         kind == "reactivate";
}

bool lends(std::string_view kind) {
  return kind == "charge-out" || kind == "recharge";
}

Error ask(std::string_view what, std::string sentence) {
  return fail(ErrorKind::business_rule, std::move(sentence), "confirm:" + std::string(what));
}

std::string place_words(const std::optional<Place>& place) {
  return place ? place->path : std::string("a place that is not known");
}

class Deciding {
 public:
  Deciding(const Volume& volume, const MovementCommand& command, const Circumstances& given)
      : command_(command), given_(given), now_(command.said_at.value_or(given.now)) {
    decision_.after = volume;
  }

  Result<Decision> decide() {
    std::string kind = command_.kind;
    CHARTA_TRY_DO(check_time());
    CHARTA_TRY(const bool is_so, settle(kind));
    if (is_so) return std::move(decision_);
    const auto* machine = &volume_machine();
    CHARTA_TRY(const auto* step, worklists::step(*machine, decision_.after.state, kind));
    if (step->needs_reason && command_.reason.empty())
      return fail(ErrorKind::missing, "say why, by one of the reasons", "reason");
    CHARTA_TRY(const auto to, destination(kind));
    CHARTA_TRY_DO(check_destination(kind, to));
    if (lends(kind)) CHARTA_TRY_DO(check_loan(kind, *to));
    if (kind == "scan-and-destroy" && command_.certificate.empty())
      return fail(ErrorKind::missing, "a destruction has a certificate; say its number", "certificate");
    if (kind == "merge-into" && (!command_.into.is_set() || command_.into == decision_.after.id))
      return fail(ErrorKind::missing, "say into which other volume its papers went", "into");
    go(kind, to, step->to);
    return std::move(decision_);
  }

 private:
  bool is_confirmed(std::string_view what) const {
    return std::find(command_.confirmed.begin(), command_.confirmed.end(), what) != command_.confirmed.end();
  }

  /// A device whose clock is wrong must not put an act before what the house knows already, nor into the future.
  Result<void> check_time() {
    constexpr auto clocks_differ = std::chrono::minutes(5);
    if (!command_.said_at) return {};
    if (*command_.said_at > given_.now.plus(clocks_differ)) {
      if (!is_confirmed("device-clock"))
        return ask("device-clock", "this scan is dated in the future: the device's clock is wrong");
      now_ = given_.now;
    }
    if (*command_.said_at < decision_.after.since) {
      if (!is_confirmed("recorded-later"))
        return ask("recorded-later",
                   "since this scan the volume was recorded at " + place_words(given_.place) + "; look where it is now");
      now_ = given_.now;
    }
    return {};
  }

  /// What the record says and the hand does not: asked, and then the step that is missing is made first. True: it is so already.
  Result<bool> settle(std::string& kind) {
    const std::string state = decision_.after.state;
    if (kind == "check-in") return settle_check_in(kind, state);
    if (kind == "charge-out") return settle_charge_out(kind, state);
    if (kind == "move" && given_.to && decision_.after.state == "in-file" && given_.to->id == decision_.after.place) {
      decision_.says = "it stands there already";
      return true;
    }
    return false;
  }

  Result<bool> settle_check_in(std::string& kind, const std::string& state) {
    if (state == "out") return false;
    if (state == "in-file") {
      const auto& to = given_.to ? given_.to : given_.home;
      if (!to || !given_.place || to->room == given_.place->room) {
        decision_.says = "it is in the file already, since " + decision_.after.since.text();
        return true;
      }
      if (!is_confirmed("other-file-area"))
        return ask("other-file-area", "by the record this volume stands in " + place_words(given_.place) + ", not here");
      kind = "move";
      return false;
    }
    return back_from(kind, state);
  }

  Result<bool> settle_charge_out(std::string& kind, const std::string& state) {
    if (state == "out") {
      if (given_.to && given_.to->id == decision_.after.place) {
        decision_.says = "it is charged out to " + place_words(given_.place) + " already, since " + decision_.after.since.text();
        return true;
      }
      if (!is_confirmed("volume-is-out"))
        return ask("volume-is-out", "by the record this volume is with " + place_words(given_.place) + " since " +
                                        decision_.after.since.text() + "; is it handed on from there?");
      kind = "recharge";
      return false;
    }
    if (state == "in-file") {
      if (given_.at && given_.place && given_.at->room != given_.place->room) {
        if (!is_confirmed("volume-is-elsewhere"))
          return ask("volume-is-elsewhere", "by the record this volume stands in " + place_words(given_.place) + ", not here");
        go("move", given_.at, "in-file");
      }
      return false;
    }
    std::string back = kind;
    CHARTA_TRY(const bool is_so, back_from(back, state));
    if (back != kind) {
      CHARTA_TRY(const auto* step, worklists::step(volume_machine(), state, back));
      const auto place = given_.at && is_file(given_.at->kind) ? given_.at : given_.home;
      go(back, place, step->to);
    }
    return is_so;
  }

  /// It lies on the desk, and by the record it is nowhere near.
  Result<bool> back_from(std::string& kind, const std::string& state) {
    const std::string what = "volume-is-" + state;
    std::string_view step;
    if (state == "missing" || state == "lost") step = "find";
    if (state == "off-site") step = "receive-from-off-site";
    if (state == "transferred" || state == "retired") step = "transfer-back";
    if (state == "inactive") step = "reactivate";
    if (step.empty()) return false;  // destroyed or merged: the machine refuses, and says so
    if (!is_confirmed(what))
      return ask(what, "by the record this volume is " + worklists::title_of(volume_machine(), state) + " (" +
                           place_words(given_.place) + "); have you got it in your hand?");
    kind = std::string(step);
    return false;
  }

  Result<std::optional<Place>> destination(std::string_view kind) {
    if (given_.to) return given_.to;
    if (brings_back(kind)) {
      if (given_.at && is_file(given_.at->kind)) return given_.at;
      if (given_.home) return given_.home;
    }
    const bool stays = kind == "mark-missing" || kind == "declare-lost" || kind == "inactivate" || kind == "retire" ||
                       kind == "scan-and-destroy" || kind == "merge-into" || kind == "clinic-request";
    if (stays) return given_.place;
    return fail(ErrorKind::missing, "say where it goes", "to");
  }

  Result<void> check_destination(std::string_view kind, const std::optional<Place>& to) {
    if (!to) return {};
    if (!to->is_open) return fail(ErrorKind::business_rule, to->path + " is closed; nothing goes there", "to");
    if (lends(kind) && !is_borrower(to->kind))
      return fail(ErrorKind::invalid, to->path + " is no borrower; a volume is charged out to whoever answers for it", "to");
    if ((kind == "move" || brings_back(kind)) && !is_file(to->kind))
      return fail(ErrorKind::invalid, to->path + " is no place of the file", "to");
    if (kind == "transfer-out" && to->kind != PlaceKind::institution)
      return fail(ErrorKind::invalid, "a volume is transferred to another institution", "to");
    if (kind == "send-off-site" && to->kind != PlaceKind::vendor && to->kind != PlaceKind::box)
      return fail(ErrorKind::invalid, "off site is a vendor, or a box that stands with one", "to");
    return {};
  }

  Result<void> check_loan(std::string_view kind, const Place& to) {
    if (given_.needs_purpose && command_.purpose.empty())
      return fail(ErrorKind::missing, "this volume is lent only for a stated purpose", "purpose");
    if (kind == "recharge" && to.id == decision_.after.place)
      return fail(ErrorKind::business_rule, "it is with " + to.path + " already", "to");
    if (!given_.asked_for_by.empty() && !is_confirmed("asked-for-elsewhere"))
      return ask("asked-for-elsewhere", "this volume is asked for urgently by " + given_.asked_for_by);
    return {};
  }

  void go(std::string_view kind, const std::optional<Place>& to, std::string_view state) {
    Volume& after = decision_.after;
    Movement movement;
    movement.volume = after.id;
    movement.kind = std::string(kind);
    movement.from = after.place;
    movement.to = to ? to->id : after.place;
    movement.at = now_;
    movement.recorded_at = given_.now;
    movement.purpose = command_.purpose;
    movement.reason = command_.reason;
    movement.note = command_.note;
    movement.batch = command_.batch;
    after.place = movement.to;
    after.state = std::string(state);
    if (kind != "clinic-request") {
      after.since = now_;
      after.due_at = lends(kind) ? given_.loan.due_at : std::nullopt;
      after.rule = lends(kind) ? given_.loan.rule : std::string();
    }
    if (!command_.certificate.empty()) after.certificate = command_.certificate;
    if (kind == "merge-into") after.merged_into = command_.into;
    decision_.movements.push_back(std::move(movement));
    decision_.says = to ? to->path : std::string();
  }

  const MovementCommand& command_;
  const Circumstances& given_;
  Instant now_;
  Decision decision_;
};

}  // namespace

const std::vector<std::string_view>& volume_kinds() {
  static const std::vector<std::string_view> kinds{"medical", "film", "fetal-strip", "psychiatric", "billing"};
  return kinds;
}

const std::vector<std::string_view>& media() {
  static const std::vector<std::string_view> all{"paper", "film", "fiche", "roll", "box"};
  return all;
}

bool is_volume_kind(std::string_view kind) {
  return std::find(volume_kinds().begin(), volume_kinds().end(), kind) != volume_kinds().end();
}

bool is_medium(std::string_view medium) {
  return std::find(media().begin(), media().end(), medium) != media().end();
}

const worklists::StateMachine& volume_machine() {
  static constexpr worklists::StateMachine machine{
      "paper-volume", "Volumes",    "in-file", volume_steps, volume_final_states, {}, Permission::read_worklists,
      false,          volume_titles};
  return machine;
}

Result<Decision> decide(const Volume& volume, const MovementCommand& command, const Circumstances& circumstances) {
  return Deciding(volume, command, circumstances).decide();
}

}  // namespace charta::paper_charts
