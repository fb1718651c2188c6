// SPDX-License-Identifier: Apache-2.0
// Charts that somebody will need and that have nowhere to go: a clinic of the schedule, a ward of a message that nobody here
// lends to.
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "formats/json/json.hpp"

namespace charta::paper_charts {
namespace {

using access::Actor;

constexpr std::string_view of_appointment = "Appointment", of_arrival = "Encounter";

}  // namespace

/// As the schedule or the message names the place, and where its charts go; nothing when it is over, or nobody here is meant.
Result<std::optional<PaperService::Errand>> PaperService::errand_of(store::Reader& reader, std::string_view type,
                                                                    ResourceId cause) {
  Errand errand;
  errand.cause_type = type;
  Wanted& wanted = errand.wanted;
  wanted.cause = cause;
  if (type == of_appointment) {
    CHARTA_TRY(const auto one, rows_.appointment(reader, cause));
    if (!one || one->at < clock_.now()) return std::optional<Errand>();
    errand.said = one->clinic;
    CHARTA_TRY(errand.to, place_for(reader, one->clinic, "clinic"));
    wanted.patient = one->patient;
    wanted.origin = "appointment";
    wanted.clinic = wanted.requester = one->clinic;
    wanted.needed_at = one->at.plus(-std::chrono::minutes(rules_.requisitions.ready_minutes_before));
    wanted.facility = one->facility;
    wanted.sensitivity = one->sensitivity;
    errand.volumes = rules_.requisitions.appointment_volumes;
  } else {
    CHARTA_TRY(const auto visit, encounters_.encounter(reader, cause));
    if (!visit) return std::optional<Errand>();
    const auto priority = rules_.requisitions.arrivals.find(visit->class_code);
    if (priority == rules_.requisitions.arrivals.end()) return std::optional<Errand>();
    errand.said = visit->location;
    CHARTA_TRY(errand.to, place_for(reader, visit->location, visit->class_code));
    wanted.patient = visit->patient;
    wanted.origin = "arrival";
    wanted.priority = priority->second;
    wanted.needed_at = rules_.requisitions.promised(priority->second, clock_.now());
    wanted.facility = visit->facility;
    wanted.sensitivity = visit->sensitivity;
    errand.volumes = rules_.requisitions.arrival_volumes;
    if (errand.to) wanted.requester = errand.to->name;
  }
  if (errand.to) wanted.deliver_to = errand.to->id;
  return std::optional(std::move(errand));
}

/// Asks for the charts, or makes it visible that nobody knows where they should go. Nothing is closed silently.
Result<void> PaperService::run_errand(store::UnitOfWork& work, const Errand& errand) {
  if (errand.to) return ask_for_newest(work, errand.wanted, errand.volumes);
  CHARTA_TRY(const auto volumes, newest_volumes(work, errand.wanted.patient, 1));
  if (volumes.empty()) return {};  // nothing could be brought anywhere
  CHARTA_TRY(const auto known, worklists_.find_open(work, destination_machine().kind, errand.wanted.cause.key()));
  if (known) return {};
  worklists::NewWorkItem item;
  item.kind = destination_machine().kind;
  item.subject_type = errand.cause_type;
  item.subject = errand.wanted.cause.key();
  item.patient = errand.wanted.patient;
  item.priority = errand.wanted.priority;
  item.due_at = errand.wanted.needed_at;
  item.clock_basis = errand.wanted.origin;
  item.pool = "file-room";
  item.reason_code = "place-not-known";
  item.rule = rules_.requisitions.rule;
  item.facility = errand.wanted.facility;
  item.sensitivity = errand.wanted.sensitivity;
  json::Writer(item.detail)
      .begin_object()
      .member("number", volumes.front().barcode)
      .member("title", spaced(volumes.front().chart_number) + " vol. " + std::to_string(volumes.front().number))
      .member("source", errand.said)
      .end_object();
  CHARTA_TRY_DO(worklists_.open(work, system_, item));
  return {};
}

Result<void> PaperService::guard_destination(store::UnitOfWork& work, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto errand, errand_of(work, item.subject_type, ResourceId(item.subject)));
  if (!errand) return fail(ErrorKind::business_rule, "its time is over: say that no chart is needed", "event");
  if (!errand->to)
    return fail(ErrorKind::business_rule,
                "make a place with the code that the schedule or the message uses, or the place that stands in for unknown ones",
                "event");
  return {};
}

Result<void> PaperService::entered_destination(store::UnitOfWork& work, const worklists::WorkItem& item,
                                               const worklists::Act& act) {
  if (act.event != "place") return {};
  CHARTA_TRY(const auto errand, errand_of(work, item.subject_type, ResourceId(item.subject)));
  return errand ? run_errand(work, *errand) : Result<void>();
}

/// The loans of somebody who does not work here any more end now: each is asked back, and what is not pulled yet for them is not.
Result<std::int64_t> PaperService::recall_from_the_departed() {
  if (!questions_.has_left) return std::int64_t{0};
  CHARTA_TRY(const auto places, store_.read([&](store::Reader& reader) { return rows_.places_of_people(reader); }));
  std::int64_t recalled = 0;
  for (const auto& place : places) {
    CHARTA_TRY(const bool has_left, questions_.has_left(place.holder));
    if (!has_left) continue;
    CHARTA_TRY(const auto moved, store_.write([&](store::UnitOfWork& work) { return recall_all(work, place); }));
    recalled += moved;
  }
  return recalled;
}

Result<std::int64_t> PaperService::recall_all(store::UnitOfWork& work, const Place& place) {
  constexpr std::int64_t volumes_most = 200;
  CHARTA_TRY(const auto open, rows_.waiting_for(work, place.id));
  for (const auto& one : open) CHARTA_TRY_DO(step(work, system_, one.item, "cancel", "borrower-has-left"));
  CHARTA_TRY(const auto lent, rows_.lent_to(work, place.id, departed_rule, volumes_most));
  for (auto volume : lent) {
    volume.due_at = clock_.now();
    volume.rule = departed_rule;
    CHARTA_TRY(const bool fresh, rows_.save_volume(work, volume, volume.version));
    if (!fresh) return fail(ErrorKind::version_conflict, "this volume was moved meanwhile", "version");
    CHARTA_TRY_DO(note(work, system_, ledger::Act::amended, "paper_volume", volume.id.key(), volume.patient, "borrower-has-left",
                       departed_rule));
    CHARTA_TRY(const auto item, open_loan(work, volume));
    if (item.state != "recalled") CHARTA_TRY_DO(step(work, system_, item.id, "recall"));
  }
  return static_cast<std::int64_t>(lent.size() + open.size());
}

}  // namespace charta::paper_charts
