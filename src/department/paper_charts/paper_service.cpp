// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/paper_service.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t history_shown = 50, history_at_a_scan = 8, listed_most = 20;

Error no_volume(VolumeId id) {
  return fail(ErrorKind::not_found, "no volume " + id.text());
}

std::string ledger_reason(const Movement& movement) {
  return movement.reason.empty() ? movement.kind : movement.kind + ":" + movement.reason;
}

}  // namespace

void PaperService::declare() {
  const auto ask = [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item,
                          const worklists::Act&) { return guard(work, name, item); };
  worklists_.declare(requisition_machine(), ask,
                     [this](store::UnitOfWork& work, const Actor&, const worklists::WorkItem& item, const worklists::Act& act) {
                       return entered_requisition(work, item, act);
                     });
  worklists_.declare(loan_machine(), ask);
  worklists_.declare(
      destination_machine(),
      [this](store::UnitOfWork& work, std::string_view, const worklists::WorkItem& item, const worklists::Act&) {
        return guard_destination(work, item);
      },
      [this](store::UnitOfWork& work, const Actor&, const worklists::WorkItem& item, const worklists::Act& act) {
        return entered_destination(work, item, act);
      });
  worklists_.declare(missing_machine(), ask,
                     [this](store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                            const worklists::Act& act) { return entered_hunt(work, actor, item, act); });
}

void PaperService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("appointment_booked", "paper_charts.on_appointment",
         [this](store::UnitOfWork& work, const Happening& it) { return on_appointment(work, std::get<AppointmentBooked>(it)); });
  bus.on("appointment_cancelled", "paper_charts.on_appointment_cancelled", [this](store::UnitOfWork& work, const Happening& it) {
    return on_appointment_cancelled(work, std::get<AppointmentCancelled>(it));
  });
  bus.on("encounter_started", "paper_charts.on_arrival",
         [this](store::UnitOfWork& work, const Happening& it) { return on_arrival(work, std::get<EncounterStarted>(it)); });
  bus.on("encounter_cancelled", "paper_charts.on_arrival_cancelled", [this](store::UnitOfWork& work, const Happening& it) {
    return on_arrival_cancelled(work, std::get<EncounterCancelled>(it));
  });
  bus.on("record_relabelled", "paper_charts.on_relabelled",
         [this](store::UnitOfWork& work, const Happening& it) { return on_relabelled(work, std::get<RecordRelabelled>(it)); });
}

Result<void> PaperService::note(store::UnitOfWork& work, const Actor& actor, ledger::Act act, std::string_view kind,
                                std::int64_t subject, PatientId patient, std::string_view reason, std::string_view rule) {
  return ledger_.record(work, actor.author, {act, kind, subject, 0, patient, reason, rule, {}});
}

Result<std::vector<Place>> PaperService::places(const Actor& actor, const PlaceFilter& filter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return rows_.places(reader, filter); });
}

Result<Place> PaperService::place(const Actor& actor, PlaceId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) -> Result<Place> {
    CHARTA_TRY(auto found, rows_.place(reader, id));
    if (!found) return fail(ErrorKind::not_found, "no place " + id.text());
    return std::move(*found);
  });
}

Result<std::vector<VolumeRow>> PaperService::volumes_in(const Actor& actor, PlaceId place, std::int64_t limit,
                                                        std::int64_t offset) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) { return rows_.in_place(reader, place, limit, offset); });
}

Result<ScanAnswer> PaperService::scan(const Actor& actor, std::string_view text) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const Barcode barcode = read_barcode(text);
  ScanAnswer answer;
  if (barcode.kind == Scanned::separator) {
    answer.kind = "separator";
    answer.says = "this is a cover sheet of the scanning desk, not a volume";
    return answer;
  }
  if (barcode.kind == Scanned::damaged) {
    answer.kind = "damaged";
    answer.says = "one of the label's characters is wrong: scan it again, or print a new label";
    return answer;
  }
  if (barcode.text.empty()) return fail(ErrorKind::missing, "scan or type a barcode or a number", "code");
  return store_.read([&](store::Reader& reader) -> Result<ScanAnswer> {
    if (barcode.kind == Scanned::requisition) {
      CHARTA_TRY(auto one, rows_.requisition(reader, RequisitionId(barcode.key)));
      if (one) {
        answer.kind = "requisition";
        CHARTA_TRY(answer.volume, rows_.volume(reader, one->volume));
        answer.requisitions.push_back(std::move(*one));
        return answer;
      }
    } else if (barcode.kind == Scanned::place) {
      CHARTA_TRY(answer.place, rows_.place_by_barcode(reader, barcode.text));
      if (answer.place) {
        answer.kind = "place";
        return answer;
      }
    } else {
      CHARTA_TRY(answer.volume, rows_.volume_by_barcode(reader, barcode.text));
      if (answer.volume) {
        answer.kind = "volume";
        CHARTA_TRY(answer.requisitions, rows_.open_of_volume(reader, answer.volume->volume.id));
        CHARTA_TRY(answer.history, rows_.movements(reader, answer.volume->volume.id, history_at_a_scan));
        return answer;
      }
      CHARTA_TRY(answer.place, rows_.place_by_barcode(reader, barcode.text));
      if (answer.place) {
        answer.kind = "place";
        return answer;
      }
      CHARTA_TRY(answer.volumes, under_number(reader, barcode.text, listed_most));
      if (!answer.volumes.empty()) {
        answer.kind = "volumes";
        return answer;
      }
    }
    answer.kind = "unknown";
    answer.says = "no volume, place or request has this barcode or number";
    return answer;
  });
}

Result<PaperService::VolumeView> PaperService::view(const Actor& actor, VolumeId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<VolumeView> {
    VolumeView view;
    CHARTA_TRY(auto row, rows_.volume(reader, id));
    if (!row) return no_volume(id);
    view.row = std::move(*row);
    CHARTA_TRY(view.history, rows_.movements(reader, id, history_shown));
    CHARTA_TRY(view.requisitions, rows_.open_of_volume(reader, id));
    CHARTA_TRY(view.old_numbers, archive_.old_numbers_of(reader, view.row.volume.patient));
    std::erase_if(view.old_numbers, [&](const OldNumber& one) { return one.volume.is_set() && one.volume != id; });
    view.events = worklists::events_from(volume_machine(), view.row.volume.state);
    return view;
  });
}

Result<std::vector<VolumeRow>> PaperService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<VolumeRow>> {
    CHARTA_TRY(const auto linked, index_.expand(reader, patient));
    CHARTA_TRY(auto rows, rows_.of_patients(reader, linked));
    std::erase_if(rows, [&](const VolumeRow& row) {
      return !actor.visibility.sees(row.volume.facility, row.volume.sensitivity, row.volume.patient);
    });
    return rows;
  });
}

Result<Circumstances> PaperService::circumstances(store::Reader& reader, const Volume& volume,
                                                  const MovementCommand& command) const {
  Circumstances given;
  given.now = clock_.now();
  CHARTA_TRY(given.place, rows_.place(reader, volume.place));
  CHARTA_TRY(given.home, rows_.place(reader, volume.home));
  CHARTA_TRY(given.to, rows_.place(reader, command.to));
  if (command.to.is_set() && !given.to) return fail(ErrorKind::not_found, "no place " + command.to.text(), "to");
  CHARTA_TRY(given.at, rows_.place(reader, command.at));
  if (given.to) given.loan = rules_.loans.term(given.to->loaned_as(), command.said_at.value_or(given.now));
  given.needs_purpose = rules_.loans.needs_purpose(volume);
  CHARTA_TRY(const auto asked, rows_.open_of_volume(reader, volume.id));
  for (const auto& one : asked) {
    const bool waits = one.state == "requested" || one.state == "approved" || one.state == "on-pull-list";
    if (!waits || one.priority == worklists::Priority::routine || one.deliver_to == command.to) continue;
    CHARTA_TRY(const auto wanting, rows_.place(reader, one.deliver_to));
    given.asked_for_by = wanting ? wanting->path : one.requester;
  }
  return given;
}

Result<Moved> PaperService::move(const Actor& actor, VolumeId id, const MovementCommand& command) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (command.kind == "declare-lost")
    return fail(ErrorKind::business_rule, "a volume is declared lost in its hunt, after it was searched for", "kind");
  if (!command.purpose.empty() &&
      std::find(rules_.loans.purposes.begin(), rules_.loans.purposes.end(), command.purpose) == rules_.loans.purposes.end())
    return fail(ErrorKind::unknown_code, "'" + command.purpose + "' is no purpose for which a volume is lent", "purpose");
  return store_.write([&](store::UnitOfWork& work) { return move(work, actor, id, command); });
}

Result<Moved> PaperService::move(store::UnitOfWork& work, const Actor& actor, VolumeId id, const MovementCommand& command) {
  CHARTA_TRY_DO(work.lock(id.key()));
  CHARTA_TRY(auto row, rows_.volume(work, id));
  if (!row) return no_volume(id);
  if (command.version != 0 && command.version != row->volume.version)
    return fail(ErrorKind::version_conflict, "this volume was moved meanwhile; look where it is", "version");
  CHARTA_TRY(const auto given, circumstances(work, row->volume, command));
  if (command.kind == "merge-into") {
    CHARTA_TRY(const auto into, rows_.volume(work, command.into));
    if (!into || into->volume.state == "merged" || into->volume.state == "destroyed")
      return fail(ErrorKind::invalid, "say into which volume its papers went", "into");
  }
  CHARTA_TRY(auto decision, decide(row->volume, command, given));
  Moved moved;
  moved.says = decision.says;
  for (auto& movement : decision.movements) {
    movement.id = keys_.next<MovementId>();
    movement.by = actor.author.user;
  }
  if (!decision.movements.empty()) {
    decision.movements.back().device = command.device;
    decision.movements.back().device_number = command.device_number;
    CHARTA_TRY(const bool fresh, rows_.save_volume(work, decision.after, row->volume.version));
    if (!fresh) return fail(ErrorKind::version_conflict, "this volume was moved meanwhile; look where it is", "version");
    for (auto& movement : decision.movements) {
      CHARTA_TRY_DO(follow(work, actor, decision.after, movement));
      CHARTA_TRY_DO(rows_.add_movement(work, movement));
      CHARTA_TRY_DO(ledger_.record(work, actor.author,
                                   {ledger::Act::moved,
                                    "paper_volume",
                                    id.key(),
                                    row->volume.version + 1,
                                    row->volume.patient,
                                    ledger_reason(movement),
                                    decision.after.rule,
                                    {}}));
    }
  }
  CHARTA_TRY(auto after, rows_.volume(work, id));
  moved.volume = std::move(*after);
  moved.movements = std::move(decision.movements);
  return moved;
}

Result<void> PaperService::step(store::UnitOfWork& work, const Actor& actor, WorkItemId item, std::string_view event,
                                std::string_view reason) {
  worklists::Act act;
  act.event = std::string(event);
  act.reason_code = std::string(reason);
  CHARTA_TRY_DO(worklists_.apply(work, actor, item, act));
  return {};
}

Result<void> PaperService::follow(store::UnitOfWork& work, const Actor& actor, const Volume& volume, Movement& movement) {
  CHARTA_TRY_DO(follow_requisitions(work, actor, volume, movement));
  const bool ends_loan = movement.kind == "check-in" || movement.kind == "recharge" || movement.kind == "find";
  if (ends_loan) {
    CHARTA_TRY(const auto late, worklists_.find_open(work, loan_machine().kind, volume.id.key()));
    if (late) CHARTA_TRY_DO(step(work, actor, late->id, "return"));
  }
  if (movement.kind == "mark-missing") return open_hunt(work, actor, volume);
  if (movement.kind != "find") return {};
  CHARTA_TRY(const auto hunt, worklists_.find_open(work, missing_machine().kind, volume.id.key()));
  if (!hunt) return {};
  const bool was_lost = hunt->state == "declared-lost" || hunt->state == "reconstructed";
  return step(work, actor, hunt->id, was_lost ? "found-later" : "found");
}

Result<void> PaperService::follow_requisitions(store::UnitOfWork& work, const Actor& actor, const Volume& volume,
                                               Movement& movement) {
  CHARTA_TRY(const auto open, rows_.open_of_volume(work, volume.id));
  for (const auto& one : open) {
    const bool waits = one.state == "requested" || one.state == "approved" || one.state == "on-pull-list";
    if ((movement.kind == "charge-out" || movement.kind == "recharge") && waits && one.deliver_to == movement.to) {
      movement.requisition = one.id;
      if (one.state == "requested") CHARTA_TRY_DO(step(work, actor, one.item, "approve"));
      CHARTA_TRY_DO(step(work, actor, one.item, "pull"));
    } else if (movement.kind == "recharge" && one.state == "delivered") {
      CHARTA_TRY_DO(step(work, actor, one.item, "hand-on"));
    } else if (movement.kind == "check-in" && !waits) {
      movement.requisition = one.id;
      const bool is_still_wanted = one.state != "delivered" && movement.reason == "not-delivered";
      CHARTA_TRY_DO(step(work, actor, one.item, is_still_wanted ? "put-back" : "return"));
    }
  }
  return {};
}

Result<std::vector<Reconciled>> PaperService::reconcile(const Actor& actor, const std::vector<OfflineScan>& scans) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  constexpr std::size_t scans_at_once = 2000;
  if (scans.size() > scans_at_once)
    return fail(ErrorKind::too_large, "send at most " + std::to_string(scans_at_once) + " scans at once", "scans");
  std::vector<Reconciled> all;
  std::vector<VolumeId> in_conflict;
  for (const auto& one : scans) {
    Reconciled outcome;
    if (one.command.device.empty() || one.command.device_number <= 0 || !one.command.said_at)
      return fail(ErrorKind::missing, "each scan says its device, its number there, and when it was made", "scans");
    CHARTA_TRY(const auto known, store_.read([&](store::Reader& reader) {
      return rows_.scanned_before(reader, one.command.device, one.command.device_number);
    }));
    CHARTA_TRY(auto found, scan(actor, one.barcode));
    if (found.kind != "volume") {
      outcome.outcome = "conflict";
      outcome.asks = "barcode";
      outcome.says = found.says.empty() ? "this barcode is no volume's" : found.says;
    } else if (known) {
      outcome.outcome = "known";
      outcome.volume = std::move(found.volume);
    } else if (const auto id = found.volume->volume.id;
               std::find(in_conflict.begin(), in_conflict.end(), id) != in_conflict.end()) {
      outcome.outcome = "conflict";
      outcome.asks = "earlier-conflict";
      outcome.says = "an earlier scan of this volume waits for an answer";
      outcome.volume = std::move(found.volume);
    } else {
      auto moved = move(actor, id, one.command);
      outcome.volume = std::move(found.volume);
      if (moved) {
        outcome.outcome = moved->movements.empty() ? "nothing-to-do" : "done";
        outcome.says = moved->says;
        outcome.volume = std::move(moved->volume);
      } else if (moved.error().kind == ErrorKind::unavailable || moved.error().kind == ErrorKind::internal) {
        return moved.error();
      } else {
        in_conflict.push_back(id);
        outcome.outcome = "conflict";
        outcome.asks = moved.error().location;
        outcome.says = moved.error().message;
      }
    }
    all.push_back(std::move(outcome));
  }
  return all;
}

Result<void> PaperService::guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item) {
  VolumeId id(item.subject);
  PlaceId to;
  if (item.kind == requisition_machine().kind) {
    CHARTA_TRY(const auto one, rows_.requisition(work, RequisitionId(item.subject)));
    if (!one) return fail(ErrorKind::internal, "a request has lost its row");
    id = one->volume;
    to = one->deliver_to;
  }
  CHARTA_TRY(const auto row, rows_.volume(work, id));
  if (!row) return no_volume(id);
  const Volume& volume = row->volume;
  const auto refuse = [](std::string sentence) { return fail(ErrorKind::business_rule, std::move(sentence), "event"); };
  if (name == "volume-is-charged-out" && (volume.state != "out" || volume.place != to))
    return refuse("scan the volume and charge it out to whoever asked: that makes this step");
  if (name == "volume-is-back" && volume.state == "out") return refuse("scan the volume and check it in: that makes this step");
  if (name == "loan-has-ended" && volume.due_at && *volume.due_at < clock_.now())
    return refuse("scan the volume and check it in: that makes this step");
  if (name == "volume-is-found" && (volume.state == "missing" || volume.state == "lost"))
    return refuse("scan the volume where it was found: that makes this step");
  return {};
}

}  // namespace charta::paper_charts
