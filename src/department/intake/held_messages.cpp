// SPDX-License-Identifier: Apache-2.0
// What a person does with a message that waits: replay, assign, ignore.
#include <array>

#include "base/text.hpp"
#include "department/intake/arrival.hpp"
#include "department/intake/intake_service.hpp"

namespace charta::intake {
namespace {

using access::Permission;
using worklists::Transition;

constexpr std::array<std::string_view, 2> held_final{"filed", "ignored"};
constexpr std::array<std::string_view, 1> held_cancelled{"ignored"};
constexpr std::array<Transition, 3> held_steps{{{"held", "file", "filed", "message-filed", Permission::replay_messages},
                                                {"held", "assign-patient", "filed", "message-filed", Permission::assign_patient},
                                                {"held", "ignore", "ignored", "", Permission::ignore_messages, true}}};

constexpr std::array<std::string_view, 2> loose_final{"filed", "rejected"};
constexpr std::array<std::string_view, 1> loose_cancelled{"rejected"};
constexpr std::array<Transition, 2> loose_steps{{{"loose", "file", "filed", "document-filed", Permission::file_documents},
                                                 {"loose", "reject", "rejected", "", Permission::file_documents, true}}};

struct Sentence {
  std::string_view code, text;
};
constexpr std::array<Sentence, 7> sentences{{
    {"changed-duplicate", "another message with the same control id (MSH-10) and other content came from this sender before"},
    {"unexpected-error", "something unexpected happened while the message was filed; nothing of it was kept; replay it, and report it if it happens again"},
    {"record-busy", "the record changed again and again while the message was filed; replay it"},
    {"not-readable", "the message cannot be read"},
    {"no-header", "the bytes carry no readable message header (MSH)"},
    {"noise", "bytes came outside any frame; whatever they were, the sender must send them framed (0x0B … 0x1C 0x0D)"},
    {"truncated", "the connection ended in the middle of the message"},
}};

}  // namespace

const worklists::StateMachine& held_message_machine() {
  static const worklists::StateMachine machine{"held-message", "Held messages", "held", held_steps, held_final, held_cancelled};
  return machine;
}

const worklists::StateMachine& loose_document_machine() {
  static const worklists::StateMachine machine{"loose-document", "Loose documents", "loose", loose_steps, loose_final, loose_cancelled,
                                               Permission::read_worklists, false, {}, "need_rank"};
  return machine;
}

std::string hold_sentence(std::string_view reason) {
  for (const auto& row : sentences) {
    if (row.code == reason) return std::string(row.text);
  }
  return std::string(patient_index::reason_sentence(reason));
}

void IntakeService::declare() {
  // Nobody marks a message filed by hand: the journal must say so.
  const auto guard = [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) -> Result<void> {
    if (name != "message-filed") return {};
    CHARTA_TRY(const auto row, journal_.find(work, MessageId(item.subject)));
    if (row && row->state == "filed") return {};
    return fail(ErrorKind::business_rule, "message " + MessageId(item.subject).text() + " is not filed; replay it or assign its patient");
  };
  // Ignoring through the worklist (one or many) ignores the message itself.
  const auto entered = [this](store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item, const worklists::Act& act) -> Result<void> {
    if (item.state != "ignored") return {};
    CHARTA_TRY(auto row, journal_.find(work, MessageId(item.subject)));
    if (!row) return fail(ErrorKind::not_found, "no message " + MessageId(item.subject).text());
    row->state = "ignored";
    row->settled_at = clock_.now();
    CHARTA_TRY_DO(journal_.settle(work, *row));
    return ledger_.record(work, actor.author, {ledger::Act::released_from_hold, "message", item.subject, 0, row->patient, act.reason_code, {}, row->hash});
  };
  worklists_.declare(held_message_machine(), guard, entered);
  const auto loose_guard = [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) -> Result<void> {
    if (name != "document-filed") return {};
    CHARTA_TRY(const auto document, resources_.load(work, ResourceId(item.subject)));
    if (document && document->patient.is_set()) return {};
    return fail(ErrorKind::business_rule, "document " + ResourceId(item.subject).text() + " has no patient yet; file it to one");
  };
  worklists_.declare(loose_document_machine(), loose_guard);
}

Result<IntakeService::Arrival> IntakeService::reopen(const JournalRow& row, const std::optional<std::string>& mended) {
  CHARTA_TRY(const auto bytes, load_body(store_.blobs(), row.body, row.size));
  const BytesView wanted = mended ? BytesView(*mended) : BytesView(bytes);
  const Connection connection{row.listener, row.remote, AckMode::done};
  CHARTA_TRY(auto arrival, is_document(row) ? read_document(wanted, connection) : read(wanted, connection));
  const MessageId made = arrival.row.message;
  if (mended) {
    arrival.row.mended_from = row.message;
    arrival.row.message = made;
  } else {
    arrival.row = row;
  }
  arrival.row.received_at = row.received_at;  // when it reached us does not change
  if (!mended && row.reason == "changed-duplicate") arrival.cannot.reset();  // a person looked at it
  return arrival;
}

Result<void> IntakeService::release(const access::Actor& actor, const JournalRow& held, Arrival& arrival, const std::string& event, const std::string& note) {
  for (int attempt = 0;; ++attempt) {
    const auto done = store_.write([&](store::UnitOfWork& work) -> Result<bool> {
      CHARTA_TRY(const auto now, journal_.find(work, held.message));
      if (!now || now->state != "held") return fail(ErrorKind::business_rule, "message " + held.message.text() + " is not held any more");
      if (arrival.cannot) return fail(ErrorKind::business_rule, "the message still cannot be filed: " + arrival.cannot->sentence, arrival.cannot->location);
      Error failure;
      Plan plan = plan_for(arrival, work, failure);
      if (!failure.message.empty()) return failure;
      if (plan.hold) return fail(ErrorKind::business_rule, "the message still cannot be filed: " + plan.hold->sentence, plan.hold->location);
      CHARTA_TRY_DO(planner_.carry_out(work, actor, plan));
      arrival.row.state = journal_state(Outcome::filed);
      arrival.row.reason.clear();
      arrival.row.detail.clear();
      arrival.row.patient = plan.patient;
      arrival.row.sensitivity = plan.sensitivity;
      arrival.row.settled_at = clock_.now();
      arrival.row.outcome = print_outcome(plan.outcome);
      arrival.row.work_item = held.work_item;
      if (arrival.row.mended_from.is_set()) {
        CHARTA_TRY_DO(journal_.add(work, arrival.row));
        JournalRow original = *now;
        original.state = journal_state(Outcome::filed);
        original.patient = plan.patient;
        original.settled_at = arrival.row.settled_at;
        original.outcome = print_outcome({{"filed as mended", "message", arrival.row.message.text()}});
        CHARTA_TRY_DO(journal_.settle(work, original));
        CHARTA_TRY_DO(ledger_.record(work, actor.author, {ledger::Act::received, "message", arrival.row.message.key(), 0, plan.patient, "mended", {}, arrival.row.hash}));
      } else {
        CHARTA_TRY_DO(journal_.settle(work, arrival.row));
      }
      worklists::Act act;
      act.event = event;
      act.note = note;
      CHARTA_TRY_DO(worklists_.apply(work, actor, held.work_item, act));
      const std::string reason = event == "assign-patient" ? "patient-assigned" : arrival.row.mended_from.is_set() ? "replayed-mended" : "replayed";
      CHARTA_TRY_DO(ledger_.record(work, actor.author, {ledger::Act::released_from_hold, "message", held.message.key(), 0, plan.patient, reason, {}, held.hash}));
      return true;
    });
    if (done) return {};
    if (done.error().kind != ErrorKind::version_conflict || attempt >= 8) return done.error();
  }
}

Result<MessageView> IntakeService::replay(const access::Actor& actor, MessageId message, const std::optional<std::string>& mended, const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::replay_messages));
  CHARTA_TRY(const auto row, find(actor, message));
  if (row.state != "held") return fail(ErrorKind::business_rule, "message " + message.text() + " is " + row.state + ", not held");
  CHARTA_TRY(auto arrival, reopen(row, mended));
  if (mended && arrival.row.hash == row.hash) {
    CHARTA_TRY(arrival, reopen(row, std::nullopt));
  }
  CHARTA_TRY_DO(release(actor, row, arrival, "file", note));
  return view(actor, arrival.row.message);
}

Result<MessageView> IntakeService::assign(const access::Actor& actor, MessageId message, PatientId patient, const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::assign_patient));
  CHARTA_TRY(const auto row, find(actor, message));
  if (row.state != "held") return fail(ErrorKind::business_rule, "message " + message.text() + " is " + row.state + ", not held");
  CHARTA_TRY_DO(index_.banner(actor, patient));
  CHARTA_TRY(auto arrival, reopen(row, std::nullopt));
  arrival.assigned = patient;
  CHARTA_TRY_DO(release(actor, row, arrival, "assign-patient", note));
  return view(actor, message);
}

Result<MessageView> IntakeService::ignore(const access::Actor& actor, MessageId message, const std::string& reason, const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::ignore_messages));
  CHARTA_TRY(const auto row, find(actor, message));
  const bool waits = row.state == "held" || row.state == "refused";  // bytes without a header wait as well
  if (!waits) return fail(ErrorKind::business_rule, "message " + message.text() + " is " + row.state + ", not held");
  if (reason.empty()) return fail(ErrorKind::missing, "say why the message is ignored", "reason");
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) -> Result<worklists::WorkItem> {
    worklists::Act act;
    act.event = "ignore";
    act.reason_code = reason;
    act.note = note;
    return worklists_.apply(work, actor, row.work_item, act);
  }));
  return view(actor, message);
}

}  // namespace charta::intake
