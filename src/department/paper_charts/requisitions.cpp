// SPDX-License-Identifier: Apache-2.0
// What is asked for: by people, by the schedule, by whoever comes in at the door.
#include "base/log.hpp"
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t lines_most = 20'000, appointments_a_pass = 500, overdue_a_pass = 500, figures_most = 200'000;
constexpr std::string_view pool_of_paper = "file-room";

std::string requisition_detail(const Volume& volume, const std::string& deliver_to, const std::string& requester) {
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("number", volume.barcode)
      .member("title", spaced(volume.chart_number) + " vol. " + std::to_string(volume.number))
      .member("source", deliver_to);
  if (!requester.empty()) out.member("requester", requester);
  out.end_object();
  return text;
}

bool may_be_pulled(const Volume& volume) {
  return volume.state != "destroyed" && volume.state != "merged" && volume.state != "lost" && volume.state != "transferred" &&
         volume.state != "retired";
}

}  // namespace

Result<RequisitionId> PaperService::open_requisition(store::UnitOfWork& work, const Actor& actor, const Wanted& wanted) {
  CHARTA_TRY(const auto row, rows_.volume(work, wanted.volume));
  CHARTA_TRY(const auto to, rows_.place(work, wanted.deliver_to));
  if (!row) return fail(ErrorKind::not_found, "no volume " + wanted.volume.text(), "volumes");
  if (!to || !to->is_open || !is_borrower(to->kind))
    return fail(ErrorKind::invalid, "a chart is delivered to an open borrower, ward or clinic", "deliver_to");
  CHARTA_TRY(const auto open, rows_.open_of_volume(work, wanted.volume));
  for (const auto& one : open)
    if (one.deliver_to == wanted.deliver_to && one.state != "delivered" && one.priority <= wanted.priority)
      return one.id;  // it is asked for there already, and as urgently
  Requisition one;
  one.id = keys_.next<RequisitionId>();
  one.request = wanted.request != 0 ? wanted.request : one.id.key();
  one.patient = row->volume.patient;
  one.volume = wanted.volume;
  one.deliver_to = wanted.deliver_to;
  one.requester = wanted.requester;
  one.origin = wanted.origin;
  one.purpose = wanted.purpose;
  one.clinic = wanted.clinic;
  one.priority = wanted.priority;
  one.requested_at = clock_.now();
  one.needed_at = wanted.needed_at;
  one.requested_by = actor.author.user;
  one.cause = wanted.cause;
  one.state = wanted.is_approved ? "approved" : "requested";
  one.facility = row->volume.facility;
  one.sensitivity = row->volume.sensitivity;
  worklists::NewWorkItem item;
  item.kind = requisition_machine().kind;
  item.subject_type = "paper_requisition";
  item.subject = one.id.key();
  item.patient = one.patient;
  item.priority = one.priority;
  item.due_at = one.needed_at;
  item.clock_basis = "requested";
  item.pool = pool_of_paper;
  item.rule = rules_.requisitions.rule;
  item.detail = requisition_detail(row->volume, to->path, one.requester);
  item.facility = one.facility;
  item.sensitivity = one.sensitivity;
  item.state = one.state;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  one.item = opened.id;
  CHARTA_TRY_DO(rows_.add_requisition(work, one));
  CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "paper_requisition", one.id.key(), one.patient, one.origin,
                     rules_.requisitions.rule));
  return one.id;
}

/// The newest volumes of the kinds that are asked for by themselves, of every record of this person.
Result<std::vector<Volume>> PaperService::newest_volumes(store::Reader& reader, PatientId patient, std::int64_t count) const {
  CHARTA_TRY(const auto linked, index_.expand(reader, patient));
  CHARTA_TRY(const auto rows, rows_.of_patients(reader, linked));
  std::vector<Volume> volumes;
  for (const auto& row : rows)
    if (rules_.requisitions.kinds.contains(row.volume.kind) && may_be_pulled(row.volume)) volumes.push_back(row.volume);
  std::stable_sort(volumes.begin(), volumes.end(), [](const Volume& a, const Volume& b) { return a.number > b.number; });
  if (static_cast<std::int64_t>(volumes.size()) > count) volumes.resize(static_cast<std::size_t>(count));
  return volumes;
}

Result<void> PaperService::check_request(const Actor& actor, const NewRequest& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, given.patient));
  if (!given.purpose.empty() &&
      std::find(rules_.loans.purposes.begin(), rules_.loans.purposes.end(), given.purpose) == rules_.loans.purposes.end())
    return fail(ErrorKind::unknown_code, "'" + given.purpose + "' is no purpose for which a volume is lent", "purpose");
  return {};
}

Result<std::vector<RequisitionId>> PaperService::request(const Actor& actor, const NewRequest& given) {
  CHARTA_TRY_DO(check_request(actor, given));
  return store_.write([&](store::UnitOfWork& work) { return request(work, actor, given); });
}

/// One volume that is named: it is of this patient, may be pulled, and its purpose is stated where one is asked.
Result<void> PaperService::check_wanted(const VolumeRow& row, const NewRequest& given) const {
  const Volume& volume = row.volume;
  if (!may_be_pulled(volume))
    return fail(ErrorKind::business_rule,
                "volume " + volume.barcode + " is " + volume.state +
                    (volume.certificate.empty() ? "" : " (" + volume.certificate + ")") + " and cannot be pulled",
                "volumes");
  if (rules_.loans.needs_purpose(volume) && given.purpose.empty())
    return fail(ErrorKind::missing, "this volume is lent only for a stated purpose", "purpose");
  return {};
}

Result<std::vector<RequisitionId>> PaperService::request(store::UnitOfWork& work, const Actor& actor, const NewRequest& given) {
  Wanted wanted;
  wanted.patient = given.patient;
  wanted.deliver_to = given.deliver_to;
  wanted.requester = given.requester;
  wanted.purpose = given.purpose;
  wanted.origin = given.origin;
  wanted.cause = given.cause;
  wanted.priority = given.priority;
  wanted.needed_at = given.needed_at.value_or(rules_.requisitions.promised(given.priority, clock_.now()));
  wanted.request = keys_.next_key();
  wanted.is_approved = actor.may(Permission::file_documents);
  CHARTA_TRY(const auto linked, index_.expand(work, given.patient));
  std::vector<VolumeId> volumes = given.volumes;
  if (volumes.empty()) {
    const auto most = given.most != 0 ? given.most : rules_.requisitions.appointment_volumes;
    CHARTA_TRY(const auto newest, newest_volumes(work, given.patient, most));
    for (const auto& one : newest) volumes.push_back(one.id);
    if (volumes.empty()) return fail(ErrorKind::business_rule, "nothing of this patient on paper can be pulled", "volumes");
  }
  std::vector<RequisitionId> all;
  for (const auto id : volumes) {
    CHARTA_TRY(const auto row, rows_.volume(work, id));
    if (!row || std::find(linked.begin(), linked.end(), row->volume.patient) == linked.end())
      return fail(ErrorKind::not_found, "no volume " + id.text() + " of this patient", "volumes");
    CHARTA_TRY_DO(check_wanted(*row, given));
    wanted.volume = id;
    CHARTA_TRY(const auto opened, open_requisition(work, actor, wanted));
    all.push_back(opened);
  }
  return all;
}

Result<Requisition> PaperService::requisition(const Actor& actor, RequisitionId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return rows_.requisition(reader, id); }));
  if (!found || !actor.visibility.sees(found->facility, found->sensitivity, found->patient))
    return fail(ErrorKind::not_found, "no request " + id.text());
  return *found;
}

Result<std::vector<PullLine>> PaperService::pull_list(const Actor& actor, Instant until, PlaceId deliver_to) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto lines,
             store_.read([&](store::Reader& reader) { return rows_.open_lines(reader, until, deliver_to, lines_most); }));
  std::erase_if(lines, [&](const PullLine& line) {
    return !actor.visibility.sees(line.requisition.facility, line.requisition.sensitivity, line.requisition.patient);
  });
  sort_for_walking(lines);
  return lines;
}

Result<std::vector<PullLine>> PaperService::take_pull_list(const Actor& actor, Instant until, PlaceId deliver_to) {
  CHARTA_TRY(auto lines, pull_list(actor, until, deliver_to));
  std::erase_if(lines, [](const PullLine& line) {
    return line.requisition.state != "approved" && line.requisition.state != "on-pull-list";
  });
  constexpr std::size_t lines_a_unit = 100;
  for (std::size_t from = 0; from < lines.size(); from += lines_a_unit) {
    const auto listed = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      for (std::size_t i = from; i < std::min(lines.size(), from + lines_a_unit); ++i) {
        auto& one = lines[i].requisition;
        CHARTA_TRY(const auto now, rows_.requisition(work, one.id));
        if (!now || now->state != "approved") continue;  // somebody was faster: it is on their list
        CHARTA_TRY_DO(step(work, actor, one.item, "list"));
      }
      return note(work, actor, ledger::Act::printed, "paper_pull_list", 0, {}, "pull-list");
    });
    if (!listed) return listed.error();
  }
  for (auto& line : lines) line.requisition.state = "on-pull-list";
  return lines;
}

Result<void> PaperService::entered_requisition(store::UnitOfWork& work, const worklists::WorkItem& item,
                                               const worklists::Act& act) {
  CHARTA_TRY(auto one, rows_.requisition(work, RequisitionId(item.subject)));
  if (!one) return {};  // it is being opened in this unit
  one->state = item.state;
  const Instant now = clock_.now();
  if (item.state == "pulled") one->pulled_at = now;
  if (item.state == "delivered" && !one->delivered_at) one->delivered_at = now;
  if (item.state == "approved") one->pulled_at.reset();
  if (worklists::is_final(requisition_machine(), item.state)) {
    one->closed_at = now;
    one->reason = act.reason_code;
  }
  return rows_.save_requisition(work, *one);
}

Result<std::optional<Place>> PaperService::place_for(store::Reader& reader, std::string_view said,
                                                     std::string_view stand_in) const {
  std::string code(trimmed(said));
  while (!code.empty()) {  // "4 East 136 B": the bed, the room, the ward
    CHARTA_TRY(auto found, rows_.place_by_code(reader, code));
    if (found && is_borrower(found->kind)) return std::optional(std::move(*found));
    const auto blank = code.find_last_of(' ');
    code.resize(blank == std::string::npos ? 0 : blank);
  }
  const auto other = rules_.requisitions.stand_in_codes.find(stand_in);
  if (other == rules_.requisitions.stand_in_codes.end()) return std::optional<Place>();
  return rows_.place_by_code(reader, other->second);
}

Result<void> PaperService::ask_for_newest(store::UnitOfWork& work, const Wanted& wanted, std::int64_t count) {
  CHARTA_TRY(const auto volumes, newest_volumes(work, wanted.patient, count));
  Wanted one = wanted;
  for (const auto& volume : volumes) {
    if (volume.state == "out" && volume.place == wanted.deliver_to) continue;  // it is there
    one.volume = volume.id;
    CHARTA_TRY_DO(open_requisition(work, system_, one));
  }
  return {};
}

Result<void> PaperService::cancel_open(store::UnitOfWork& work, ResourceId cause, std::string_view reason) {
  CHARTA_TRY(const auto open, rows_.open_of_cause(work, cause));
  for (const auto& one : open)
    if (one.state == "requested" || one.state == "approved" || one.state == "on-pull-list")
      CHARTA_TRY_DO(step(work, system_, one.item, "cancel", reason));
  CHARTA_TRY(const auto lost, worklists_.find_open(work, destination_machine().kind, cause.key()));
  return lost ? step(work, system_, lost->id, "cancel") : Result<void>();
}

Result<void> PaperService::on_appointment(store::UnitOfWork& work, const happenings::AppointmentBooked& booked) {
  CHARTA_TRY(const auto linked, index_.expand(work, booked.patient));
  bool has_paper = false;
  for (const auto one : linked) {
    CHARTA_TRY(const bool has, rows_.has_volumes(work, one));
    has_paper = has_paper || has;
  }
  if (!has_paper) return {};
  CHARTA_TRY_DO(cancel_open(work, booked.appointment, "appointment-changed"));
  Appointment one{booked.appointment, booked.patient, booked.at, {}, booked.marks.facility, booked.marks.sensitivity};
  if (questions_.clinic_of) {
    CHARTA_TRY(one.clinic, questions_.clinic_of(work, booked.appointment));
  }
  if (one.clinic.empty()) one.clinic = booked.service_code;
  return rows_.save_appointment(work, one);
}

Result<void> PaperService::on_appointment_cancelled(store::UnitOfWork& work, const happenings::AppointmentCancelled& cancelled) {
  CHARTA_TRY_DO(rows_.close_appointment(work, cancelled.appointment));
  return cancel_open(work, cancelled.appointment, "clinic-cancelled");
}

Result<void> PaperService::on_arrival(store::UnitOfWork& work, const happenings::EncounterStarted& started) {
  const auto priority = rules_.requisitions.arrivals.find(started.class_code);
  if (priority == rules_.requisitions.arrivals.end()) return {};
  CHARTA_TRY(const bool has, rows_.has_volumes(work, started.patient));
  if (!has) return {};
  CHARTA_TRY(auto errand, errand_of(work, "Encounter", started.encounter));
  return errand ? run_errand(work, *errand) : Result<void>();
}

Result<void> PaperService::on_arrival_cancelled(store::UnitOfWork& work, const happenings::EncounterCancelled& cancelled) {
  return cancel_open(work, cancelled.encounter, "visit-cancelled");
}

Result<std::int64_t> PaperService::make_pull_lists() {
  const Instant now = clock_.now();
  const Instant until = now.plus(std::chrono::hours(rules_.requisitions.pull_list_hours_ahead));
  CHARTA_TRY(const auto due,
             store_.read([&](store::Reader& reader) { return rows_.open_appointments(reader, until, appointments_a_pass); }));
  std::int64_t asked = 0;
  for (const auto& one : due) {
    CHARTA_TRY(const bool done, store_.write([&](store::UnitOfWork& work) -> Result<bool> {
      CHARTA_TRY_DO(rows_.close_appointment(work, one.id));
      CHARTA_TRY(const auto errand, errand_of(work, "Appointment", one.id));
      if (!errand) return false;  // over
      CHARTA_TRY_DO(run_errand(work, *errand));
      return true;
    }));
    if (done) ++asked;
  }
  return asked;
}

Result<worklists::WorkItem> PaperService::open_loan(store::UnitOfWork& work, const Volume& volume) {
  CHARTA_TRY_DO(rows_.notice_due(work, volume.id, volume.due_at.value_or(clock_.now())));
  CHARTA_TRY(const auto known, worklists_.find_open(work, loan_machine().kind, volume.id.key()));
  if (known) return *known;
  CHARTA_TRY(const auto who, rows_.place(work, volume.place));
  worklists::NewWorkItem item;
  item.kind = loan_machine().kind;
  item.subject_type = "paper_volume";
  item.subject = volume.id.key();
  item.patient = volume.patient;
  item.due_at = volume.due_at;
  item.clock_basis = "charged-out";
  item.pool = pool_of_paper;
  item.rule = volume.rule;
  item.detail = requisition_detail(volume, who ? who->path : std::string(), {});
  item.facility = volume.facility;
  item.sensitivity = volume.sensitivity;
  return worklists_.open(work, system_, item);
}

Result<std::int64_t> PaperService::open_overdue() {
  const Instant now = clock_.now();
  CHARTA_TRY(const auto late,
             store_.read([&](store::Reader& reader) { return rows_.overdue_unnoticed(reader, now, overdue_a_pass); }));
  for (const auto& seen : late) {
    const auto opened = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(work.lock(seen.id.key()));
      CHARTA_TRY(const auto row, rows_.volume(work, seen.id));
      if (!row || row->volume.due_at != seen.due_at) return {};  // it came back, or was handed on, a moment ago
      CHARTA_TRY_DO(open_loan(work, row->volume));
      return {};
    });
    if (!opened) return opened.error();
  }
  return static_cast<std::int64_t>(late.size());
}

Result<std::int64_t> PaperService::run_clock() {
  CHARTA_TRY(const auto asked, make_pull_lists());
  CHARTA_TRY(const auto recalled, recall_from_the_departed());
  CHARTA_TRY(const auto late, open_overdue());
  return asked + recalled + late;
}

Result<PaperService::Overdue> PaperService::overdue(const Actor& actor, std::int64_t limit, std::int64_t offset) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<Overdue> {
    Overdue all;
    CHARTA_TRY(all.rows, rows_.overdue(reader, clock_.now(), limit, offset));
    CHARTA_TRY(all.counts, rows_.loan_counts(reader, clock_.now()));
    return all;
  });
}

Result<FileRoomFigures> PaperService::figures(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  FileRoomFigures figures;
  CHARTA_TRY_DO(store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(const auto asked, rows_.asked_between(reader, from, until, figures_most));
    figures.retrieval = figures_of(asked);
    CHARTA_TRY(const auto loans, rows_.loan_counts(reader, clock_.now()));
    figures.out = loans.out;
    figures.overdue = loans.overdue;
    return {};
  }));
  CHARTA_TRY(const auto counts, worklists_.counts(system_));
  for (const auto& one : counts)
    if (one.kind == missing_machine().kind) figures.missing += one.open;
  return figures;
}

}  // namespace charta::paper_charts
