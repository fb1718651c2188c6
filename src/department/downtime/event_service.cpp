// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/event_service.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::downtime {
namespace {

using access::Permission;
using worklists::WorkItem;

constexpr std::int64_t lock_of_numbers = 5'072'022, block_most = 1000, printed_most = 500;
constexpr std::string_view device = "downtime-forms";

Result<void> may_work(const access::Actor& actor) {
  return access::require(actor, Permission::file_documents);
}

}  // namespace

void EventService::declare_queue() {
  worklists_.declare(
      event_machine(),
      [this](store::UnitOfWork& work, std::string_view, const WorkItem& item, const worklists::Act&) -> Result<void> {
        CHARTA_TRY(const auto report, report_of(work, DowntimeId(item.subject)));
        if (report.out == 0 && report.conflicts == 0) return {};
        return fail(ErrorKind::business_rule,
                    fmt::format("{} forms are not accounted for and {} movements conflict; enter each by its number", report.out,
                                report.conflicts));
      },
      [this](store::UnitOfWork& work, const access::Actor&, const WorkItem& item, const worklists::Act&) {
        return entered(work, item);
      });
}

Result<void> EventService::entered(store::UnitOfWork& work, const WorkItem& item) {
  CHARTA_TRY(auto event, found(work, DowntimeId(item.subject)));
  if (item.state == "ended") event.ended_at = clock_.now();
  if (item.state == "running") event.ended_at.reset();
  if (item.state == "closed") event.closed_at = clock_.now();
  return rows_.save(work, event);
}

Result<void> EventService::note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::int64_t subject,
                                std::string_view reason) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = "downtime_event";
  entry.subject = subject;
  entry.reason = reason;
  return ledger_.record(work, actor.author, entry);
}

Result<Event> EventService::found(store::Reader& reader, DowntimeId id) const {
  CHARTA_TRY(auto one, rows_.event(reader, id));
  if (!one) return fail(ErrorKind::not_found, "there is no downtime " + id.text());
  return std::move(*one);
}

Result<DowntimeId> EventService::begin(const access::Actor& actor, const std::string& what, std::optional<Instant> began_at) {
  CHARTA_TRY_DO(may_work(actor));
  if (trimmed(what).empty()) return fail(ErrorKind::missing, "say what went away, and why where it is known", "what");
  const Instant now = clock_.now();
  if (began_at && *began_at > now) return fail(ErrorKind::business_rule, "a downtime begins now or began before", "began_at");
  Event event;
  event.id = keys_.next<DowntimeId>();
  event.what = what;
  event.began_at = began_at.value_or(now);
  event.opened_by = actor.author.user;
  return store_.write([&](store::UnitOfWork& work) -> Result<DowntimeId> {
    worklists::NewWorkItem item;
    item.kind = event_machine().kind;
    item.subject_type = "downtime_event";
    item.subject = event.id.key();
    item.priority = worklists::Priority::urgent;
    item.reason_code = "downtime-forms-out";
    json::Writer(item.detail).begin_object().member("what", what).end_object();
    CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
    event.item = opened.id;
    CHARTA_TRY_DO(rows_.add(work, event));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, event.id.key(), "began"));
    return event.id;
  });
}

Result<std::vector<Form>> EventService::issue(const access::Actor& actor, DowntimeId id, const std::string& kind,
                                              std::int64_t count) {
  CHARTA_TRY_DO(may_work(actor));
  if (!is_form_kind(kind)) return fail(ErrorKind::invalid, "there is no form '" + kind + "'", "kind");
  if (count < 1 || count > block_most)
    return fail(ErrorKind::invalid, fmt::format("a block has 1 to {} forms", block_most), "count");
  return store_.write([&](store::UnitOfWork& work) -> Result<std::vector<Form>> {
    CHARTA_TRY_DO(work.lock(lock_of_numbers));
    CHARTA_TRY(const auto event, found(work, id));
    if (event.closed_at) return fail(ErrorKind::business_rule, "this downtime is closed; begin another");
    CHARTA_TRY(const auto last, rows_.last_number(work));
    std::vector<Form> forms;
    for (std::int64_t i = 1; i <= count; ++i) {
      Form form;
      form.number = last + i;
      form.event = id;
      form.kind = kind;
      CHARTA_TRY_DO(rows_.add(work, form));
      forms.push_back(std::move(form));
    }
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, id.key(), fmt::format("forms:{}-{}", last + 1, last + count)));
    return forms;
  });
}

Result<void> EventService::step(const access::Actor& actor, DowntimeId id, std::string_view word) {
  CHARTA_TRY_DO(may_work(actor));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto event, found(work, id));
    worklists::Act act;
    act.event = word;
    CHARTA_TRY_DO(worklists_.apply(work, actor, event.item, act));
    return {};
  });
}

Result<void> EventService::end(const access::Actor& actor, DowntimeId event) {
  return step(actor, event, "end");
}

Result<void> EventService::close(const access::Actor& actor, DowntimeId event) {
  return step(actor, event, "close");
}

Result<void> EventService::move(const access::Actor& actor, const NotedMovement& movement, Form& form) {
  paper_charts::OfflineScan scan;
  scan.barcode = movement.barcode;
  scan.command.kind = movement.kind;
  scan.command.to = movement.to;
  scan.command.said_at = movement.at;
  scan.command.confirmed = movement.confirmed;
  scan.command.device = device;
  scan.command.device_number = form.number;
  CHARTA_TRY(const auto done, paper_.reconcile(actor, {scan}));
  form.outcome = done.front().outcome;
  form.says = done.front().says;
  form.asks = done.front().asks;
  return {};
}

Result<Form> EventService::account(const access::Actor& actor, const Accounting& said) {
  CHARTA_TRY_DO(may_work(actor));
  CHARTA_TRY(const auto number, read_form_number(said.number));
  if (said.state != "used" && said.state != "spoiled" && said.state != "unused")
    return fail(ErrorKind::invalid, "a form is used, spoiled or unused", "state");
  if (said.state == "spoiled" && trimmed(said.reason).empty())
    return fail(ErrorKind::missing, "say how it was spoiled", "reason");
  if (said.movement && said.state != "used") return fail(ErrorKind::invalid, "only a used form tells of a movement", "movement");
  CHARTA_TRY(auto form, store_.read([&](store::Reader& reader) -> Result<Form> {
    CHARTA_TRY(auto one, rows_.form(reader, number));
    if (!one) return fail(ErrorKind::not_found, "no form with this number was ever given out", "number");
    CHARTA_TRY(const auto event, found(reader, one->event));
    if (event.closed_at) return fail(ErrorKind::business_rule, "the downtime of this form is closed");
    return std::move(*one);
  }));
  const auto seen_at = form.accounted_at;
  form.state = said.state;
  form.reason = said.reason;
  form.batch = said.batch;
  if (said.movement) CHARTA_TRY_DO(move(actor, *said.movement, form));
  if (!said.movement && form.outcome == "conflict") {
    if (trimmed(said.reason).empty())
      return fail(ErrorKind::missing, "the movement on this form conflicts; say how that was settled", "reason");
    form.outcome = "settled";
    form.asks.clear();
  }
  form.accounted_by = actor.author.user;
  form.accounted_at = clock_.now();
  const auto written = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(lock_of_numbers));
    CHARTA_TRY(const auto now, rows_.form(work, number));
    CHARTA_TRY(const auto event, found(work, form.event));
    // What is written on it was moved already, once whoever says it; what became of the form is not overwritten unseen.
    if (event.closed_at || !now || now->accounted_at != seen_at)
      return fail(ErrorKind::version_conflict, "somebody entered this form, or closed its downtime, meanwhile; look at it again");
    CHARTA_TRY_DO(rows_.save(work, form));
    return note(work, actor, ledger::Act::amended, form.event.key(), fmt::format("form:{}:{}", form.number, form.state));
  });
  if (!written) return written.error();
  return form;
}

Result<std::int64_t> EventService::account_unused(const access::Actor& actor, DowntimeId id, std::int64_t from,
                                                  std::int64_t until) {
  CHARTA_TRY_DO(may_work(actor));
  return store_.write([&](store::UnitOfWork& work) -> Result<std::int64_t> {
    CHARTA_TRY(const auto event, found(work, id));
    if (event.closed_at) return fail(ErrorKind::business_rule, "this downtime is closed");
    CHARTA_TRY(const auto forms, rows_.forms(work, id));
    std::int64_t count = 0;
    for (auto form : forms) {
      if (form.number < from || form.number > until || form.state != "out") continue;
      form.state = "unused";
      form.accounted_by = actor.author.user;
      form.accounted_at = clock_.now();
      CHARTA_TRY_DO(rows_.save(work, form));
      ++count;
    }
    CHARTA_TRY_DO(note(work, actor, ledger::Act::amended, id.key(), fmt::format("unused:{}-{}", from, until)));
    return count;
  });
}

Result<std::vector<Event>> EventService::events(const access::Actor& actor) {
  CHARTA_TRY_DO(may_work(actor));
  return store_.read([&](store::Reader& reader) { return rows_.events(reader); });
}

Result<EventReport> EventService::report_of(store::Reader& reader, DowntimeId id) const {
  EventReport report;
  CHARTA_TRY(report.event, found(reader, id));
  CHARTA_TRY(report.forms, rows_.forms(reader, id));
  for (const auto& form : report.forms) {
    report.out += form.state == "out" ? 1 : 0;
    report.used += form.state == "used" ? 1 : 0;
    report.spoiled += form.state == "spoiled" ? 1 : 0;
    report.unused += form.state == "unused" ? 1 : 0;
    report.conflicts += form.outcome == "conflict" ? 1 : 0;
  }
  return report;
}

Result<EventReport> EventService::report(const access::Actor& actor, DowntimeId id) {
  CHARTA_TRY_DO(may_work(actor));
  return store_.read([&](store::Reader& reader) { return report_of(reader, id); });
}

Result<std::string> EventService::forms_pdf(const access::Actor& actor, DowntimeId id, std::int64_t from, std::int64_t until) {
  CHARTA_TRY(const auto report, this->report(actor, id));
  std::vector<Form> forms;
  for (const auto& one : report.forms)
    if (one.number >= from && one.number <= until && one.state == "out") forms.push_back(one);
  if (forms.empty()) return fail(ErrorKind::not_found, "no blank forms of this downtime have these numbers");
  if (static_cast<std::int64_t>(forms.size()) > printed_most)
    return fail(ErrorKind::invalid, fmt::format("print {} forms at a time at most", printed_most), "until");
  CHARTA_TRY(auto pdf, forms_as_pdf(forms, report.event.what));
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return note(work, actor, ledger::Act::printed, id.key(),
                fmt::format("forms:{}-{}", forms.front().number, forms.back().number));
  }));
  return pdf;
}

}  // namespace charta::downtime
