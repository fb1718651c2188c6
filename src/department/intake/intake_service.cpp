// SPDX-License-Identifier: Apache-2.0
#include "department/intake/intake_service.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "department/intake/arrival.hpp"
#include "department/intake/keepable.hpp"

#include <algorithm>
#include <cstring>

namespace charta::intake {
namespace {

constexpr int attempts_on_a_snapshot = 3;
constexpr int attempts_in_the_unit = 5;

std::int64_t lock_key(const JournalRow& row) {
  const auto digest = sha256(row.sender_application + "\x1f" + row.sender_facility + "\x1f" + row.control_id);
  std::int64_t key = 0;
  std::memcpy(&key, digest.bytes.data(), sizeof key);
  return key;
}

std::int64_t lock_key(const patient_index::Identifier& id) {
  const auto digest = sha256(id.assigner + "\x1f" + id.value);
  std::int64_t key = 0;
  std::memcpy(&key, digest.bytes.data(), sizeof key);
  return key;
}

bool is_prepare_again(const Error& error) {
  return error.kind == ErrorKind::version_conflict;
}

std::string type_text(const hl7v2::Header& header) {
  return header.trigger.empty() ? header.message_code : header.message_code + "^" + header.trigger;
}

/// The same bytes get the same answer: a rejection stays one until a person has settled the message.
Outcome outcome_again(const JournalRow& row) {
  if (row.state == "refused") return Outcome::unreadable;
  if (row.state != "held") return Outcome::duplicate;
  if (row.reason == "no-control-id") return Outcome::no_control_id;
  if (row.reason == "changed-duplicate") return Outcome::changed_duplicate;
  const bool rejected =
      row.reason == "type-not-handled" || row.reason == "version-not-supported" || row.reason == "processing-id-not-supported";
  return rejected ? Outcome::unsupported : Outcome::duplicate;
}

hl7v2::AckError ack_error_of(const Hold& hold, Outcome outcome, const hl7v2::Header& header) {
  hl7v2::AckError error;
  error.location = hold.location;
  error.message = hold.sentence;
  if (outcome == Outcome::unsupported) {
    if (const auto what = unsupported(header)) error.code = what->ack_error;
  }
  if (outcome == Outcome::no_control_id) error.code = "101";
  if (outcome == Outcome::changed_duplicate) error.code = "205";
  return error;
}

}  // namespace

IntakeService::IntakeService(store::Store& store, resources::ResourceService& resources,
                             patient_index::PatientIndexService& index, encounters::EncounterService& encounters,
                             chart::ChartService& chart, record_moves::MoveService& moves, partners::PartnerService& partners,
                             worklists::WorklistService& worklists, ledger::Ledger& ledger, const Clock& clock, KeySource& keys,
                             IntakeOptions options)
    : store_(store),
      resources_(resources),
      index_(index),
      encounters_(encounters),
      chart_(chart),
      partners_(partners),
      worklists_(worklists),
      ledger_(ledger),
      clock_(clock),
      keys_(keys),
      options_(options),
      planner_(resources, index, encounters, chart, moves, ledger, keys),
      actor_(access::Actor::system("intake")) {}

IntakeService::~IntakeService() = default;

/// What is known of any arrival before its bytes are looked into.
IntakeService::Arrival IntakeService::arrived(BytesView bytes, const Connection& connection) {
  Arrival arrival;
  auto& row = arrival.row;
  row.message = keys_.next<MessageId>();
  row.received_at = clock_.now();
  row.listener = connection.listener;
  row.remote = connection.remote;
  row.size = static_cast<std::int64_t>(bytes.size());
  row.hash = sha256(bytes);
  return arrival;
}

Result<IntakeService::Arrival> IntakeService::read(BytesView bytes, const Connection& connection) {
  auto arrival = arrived(bytes, connection);
  auto& row = arrival.row;
  if (auto envelope = hl7v2::read_envelope(bytes)) {
    arrival.has_header = true;
    arrival.delimiters = envelope->delimiters;
    arrival.header = std::move(envelope->header);
  } else {
    arrival.cannot = Hold{"no-header", "the bytes carry no readable message header (MSH)", "MSH"};
    arrival.outcome_when_held = Outcome::unreadable;
  }
  const auto& header = arrival.header;
  row.sender_application = column_text(header.sending_application);
  row.sender_facility = column_text(header.sending_facility);
  row.control_id = column_text(trimmed(header.control_id));
  row.type = column_text(type_text(header));
  row.version = column_text(header.version);
  arrival.partner = partners_.of_sender(row.sender_application, row.sender_facility);
  row.partner = arrival.partner.name;
  row.facility = arrival.partner.facility;
  CHARTA_TRY(row.body, store_body(store_.blobs(), bytes, row.hash, options_.row_limit));
  if (!arrival.has_header) return arrival;
  auto message = hl7v2::Message::parse(bytes, arrival.partner.charset);
  if (!message) {
    arrival.cannot = Hold{"not-readable", message.error().message, message.error().location};
  } else {
    arrival.message.emplace(std::move(*message));
    arrival.cannot = cannot_be_kept(*arrival.message, bytes);
  }
  if (row.control_id.empty()) {
    arrival.cannot = Hold{"no-control-id", "the message has no control id (MSH-10)", "MSH-10"};
    arrival.outcome_when_held = Outcome::no_control_id;
  }
  if (const auto what = unsupported(header)) {
    arrival.cannot = Hold{what->reason, what->sentence, what->location};
    arrival.outcome_when_held = Outcome::unsupported;
  }
  return arrival;
}

Received IntakeService::receive(BytesView bytes, const Connection& connection) {
  try {
    if (bytes.size() > options_.size_limit) return refuse_too_large(bytes.substr(0, 4096), connection);
    auto arrival = read(bytes, connection);
    if (!arrival) {
      log::warning("intake.not_claimed", {{"why", name_of(arrival.error().kind)}});
      Arrival unclaimed;
      if (auto envelope = hl7v2::read_envelope(bytes)) {
        unclaimed.has_header = true;
        unclaimed.delimiters = envelope->delimiters;
        unclaimed.header = std::move(envelope->header);
      }
      return refuse_unclaimed(unclaimed);
    }
    const auto outcome = claim(*arrival, connection.mode);
    if (!outcome) {
      log::warning("intake.not_claimed", {{"why", name_of(outcome.error().kind)}});
      return refuse_unclaimed(*arrival);
    }
    if (raises_alarm(*outcome)) {
      log::error("intake.alarm", {{"message", arrival->row.message.text()}, {"outcome", outcome_code(*outcome)}});
      if (alarm_) alarm_(*outcome, arrival->row.message);
    }
    std::vector<hl7v2::AckError> errors;
    if (verdict_of(*outcome) != Verdict::accept && arrival->cannot)
      errors.push_back(ack_error_of(*arrival->cannot, *outcome, arrival->header));
    return answer(*arrival, *outcome, arrival->duplicate_of.is_set() ? arrival->duplicate_of : arrival->row.message, errors);
  } catch (const std::exception&) {
    // Nothing is claimed: the sender sends again. What threw is in the operator's log by its place, never by its content.
    log::error("intake.exception", {});
    return Received{Outcome::unavailable, {}, {}, true};
  }
}

Received IntakeService::receive_truncated(BytesView bytes, const Connection& connection) {
  auto arrival = read(bytes, connection);
  if (!arrival) return Received{Outcome::unavailable, {}, {}, true};
  arrival->cannot = Hold{"truncated", "the connection ended in the middle of the message", ""};
  arrival->outcome_when_held = Outcome::unreadable;
  arrival->row.control_id = "truncated:" + arrival->row.message.text();  // the whole message will come again under its own id
  const auto outcome = claim(*arrival, AckMode::done);
  if (outcome && alarm_) alarm_(*outcome, arrival->row.message);
  return Received{outcome ? *outcome : Outcome::unavailable, arrival->row.message, {}, true};
}

Received IntakeService::receive_noise(BytesView bytes, const Connection& connection) {
  auto arrival = read(bytes, connection);
  if (!arrival) return Received{Outcome::unavailable, {}, {}, true};
  arrival->cannot = Hold{"noise", hold_sentence("noise"), ""};
  arrival->outcome_when_held = Outcome::unreadable;
  arrival->row.control_id = "noise:" + arrival->row.hash.hex().substr(0, 24);  // the same bytes again are counted, not held again
  const auto outcome = claim(*arrival, AckMode::done);
  if (outcome && alarm_) alarm_(*outcome, arrival->row.message);
  return Received{outcome ? *outcome : Outcome::unavailable, arrival->row.message, {}, false};
}

Received IntakeService::refuse_too_large(BytesView start, const Connection& connection) {
  log::error("intake.too_large", {{"listener", connection.listener}});
  Arrival arrival;
  if (auto envelope = hl7v2::read_envelope(start)) {
    arrival.has_header = true;
    arrival.delimiters = envelope->delimiters;
    arrival.header = std::move(envelope->header);
  }
  if (alarm_) alarm_(Outcome::too_large, MessageId());
  auto received =
      answer(arrival, Outcome::too_large, MessageId(), {{"207", "", "the message is larger than this listener takes", 'E'}});
  received.close = true;
  return received;
}

Received IntakeService::refuse_unclaimed(const Arrival& arrival) {
  auto received = answer(arrival, Outcome::unavailable, MessageId(),
                         {{"207", "", "the message could not be stored; send it again unchanged", 'E'}});
  received.close = !arrival.has_header;
  return received;
}

Received IntakeService::answer(const Arrival& arrival, Outcome outcome, MessageId message,
                               const std::vector<hl7v2::AckError>& errors) {
  Received received{outcome, message, {}, false};
  if (!arrival.has_header) return received;
  const std::string at = clock_.now().text();
  // MSH-7 as HL7 writes it: YYYYMMDDHHMMSS.mmm+0000.
  const std::string hl7_time =
      at.substr(0, 4) + at.substr(5, 2) + at.substr(8, 2) + at.substr(11, 2) + at.substr(14, 2) + at.substr(17, 2) + "+0000";
  for (const auto& one : answers_for(arrival.header, outcome)) {
    received.acknowledgements.push_back(
        hl7v2::make_ack(arrival.header, arrival.delimiters, one.code, print_key(keys_.next_key()), hl7_time, errors));
  }
  return received;
}

Result<Outcome> IntakeService::claim(Arrival& arrival, AckMode mode) {
  Result<Outcome> outcome = fail(ErrorKind::internal, "not tried");
  for (int attempt = 0; attempt < attempts_on_a_snapshot + attempts_in_the_unit; ++attempt) {
    outcome = claim_once(arrival, mode, attempt >= attempts_on_a_snapshot);
    if (outcome || !is_prepare_again(outcome.error())) return outcome;
  }
  // Somebody else always was faster. A person may try it again when it is quiet.
  arrival.cannot = Hold{"record-busy", "the record changed again and again while the message was filed; replay it", ""};
  return claim_once(arrival, mode, true);
}

Plan IntakeService::plan_for(Arrival& arrival, store::Reader& reader, Error& failure) {
  try {
    const PlanContext context{arrival.row.message, arrival.row.received_at, arrival.partner, arrival.assigned};
    auto plan = arrival.document ? planner_.prepare_document(reader, *arrival.document, arrival.original, context)
                                 : planner_.prepare(reader, *arrival.message, context);
    if (plan) return std::move(*plan);
    failure = std::move(plan).error();
    return {};
  } catch (const std::exception&) {
    log::error("intake.unexpected", {{"message", arrival.row.message.text()}});
    Plan plan;
    plan.hold = Hold{"unexpected-error", hold_sentence("unexpected-error"), ""};
    return plan;
  }
}

Result<Outcome> IntakeService::claim_once(Arrival& arrival, AckMode mode, bool inside) {
  const bool tried = !arrival.cannot && arrival.is_readable() && mode == AckMode::done;
  std::optional<Plan> prepared;
  if (tried && !inside) {
    Error failure;
    bool failed = false;
    const auto read_done = store_.read([&](store::Reader& reader) -> Result<bool> {
      failure.message.clear();
      prepared.emplace(plan_for(arrival, reader, failure));
      failed = !failure.message.empty();
      return true;
    });
    if (!read_done) return read_done.error();
    if (failed) return failure;
  }
  auto& row = arrival.row;
  return store_.write([&](store::UnitOfWork& work) -> Result<Outcome> {
    CHARTA_TRY_DO(work.lock(lock_key(row)));
    CHARTA_TRY(const auto known, journal_.same_control_id(work, row.sender_application, row.sender_facility, row.control_id));
    const auto same = std::find_if(known.begin(), known.end(), [&](const JournalRow& one) { return one.hash == row.hash; });
    arrival.duplicate_of = {};
    if (same != known.end()) {
      arrival.duplicate_of = same->message;
      CHARTA_TRY_DO(journal_.count_duplicate(work, same->message, row.received_at));
      CHARTA_TRY_DO(
          ledger_.record(work, actor_.author,
                         {ledger::Act::received, "message", same->message.key(), 0, same->patient, "duplicate", {}, row.hash}));
      return outcome_again(*same);
    }
    row.state.clear();
    if (!known.empty() && !row.control_id.empty()) {
      arrival.cannot = Hold{"changed-duplicate", hold_sentence("changed-duplicate"), "MSH-10"};
      if (arrival.document)
        arrival.cannot =
            Hold{"changed-duplicate", "another document with the same id and other content came from this house before",
                 "ClinicalDocument.id"};
      arrival.outcome_when_held = Outcome::changed_duplicate;
    }
    if (mode == AckMode::stored && !arrival.cannot && arrival.message) {
      row.state = journal_state(Outcome::stored);
      row.acknowledgement = "AA";
      CHARTA_TRY_DO(journal_.add(work, row));
      CHARTA_TRY_DO(
          ledger_.record(work, actor_.author, {ledger::Act::received, "message", row.message.key(), 0, {}, {}, {}, row.hash}));
      work.after_commit([this] {
        if (stored_) stored_();
      });
      return Outcome::stored;
    }
    std::optional<Plan> plan_inside;
    if (tried && inside && !arrival.cannot) {
      Error failure;
      plan_inside.emplace(plan_for(arrival, work, failure));
      if (!failure.message.empty()) return failure;
    }
    return settle(work, arrival, inside ? plan_inside : prepared, true);
  });
}

/// Files in a savepoint; what fails there is held in the same commit. The journal row tells what became of it.
Result<Outcome> IntakeService::settle(store::UnitOfWork& work, Arrival& arrival, std::optional<Plan>& plan, bool is_new) {
  auto& row = arrival.row;
  row.reason.clear();
  row.detail.clear();
  row.outcome.clear();
  row.patient = {};
  row.work_item = {};
  std::optional<Hold> hold_now = arrival.cannot;
  if (!hold_now && plan) hold_now = plan->hold;
  if (!hold_now && plan) {
    if (plan->creates_patient) {
      for (const auto& id : plan->received.identifiers) CHARTA_TRY_DO(work.lock(lock_key(id)));
    }
    const auto filed = work.savepoint([&]() -> Result<void> {
      try {
        CHARTA_TRY_DO(planner_.carry_out(work, actor_, *plan));
        if (fault_) fault_();
        return {};
      } catch (const std::exception&) {
        return fail(ErrorKind::internal, hold_sentence("unexpected-error"), "hold:unexpected-error");
      }
    });
    if (!filed) {
      const auto& error = filed.error();
      if (is_prepare_again(error) || error.kind == ErrorKind::unavailable) return error;
      const bool coded = error.location.starts_with("hold:");
      hold_now = Hold{coded ? error.location.substr(5) : "not-fileable", error.message, coded ? "" : error.location};
    }
  }
  const Outcome outcome = hold_now ? (arrival.cannot ? arrival.outcome_when_held : Outcome::held) : Outcome::filed;
  row.state = journal_state(outcome);
  const auto answers = answers_for(arrival.header, outcome);
  constexpr std::string_view codes[] = {"AA", "AE", "AR", "CA", "CE", "CR"};
  row.acknowledgement.clear();
  for (const auto& one : answers)
    row.acknowledgement += (row.acknowledgement.empty() ? "" : ",") + std::string(codes[static_cast<std::size_t>(one.code)]);
  row.settled_at = clock_.now();
  ledger::Entry entry{ledger::Act::received, "message", row.message.key(), 0, {}, {}, {}, row.hash};
  if (hold_now) {
    row.reason = hold_now->reason;
    row.detail = hold_now->location.empty() ? hold_now->sentence : hold_now->location + ": " + hold_now->sentence;
    Plan empty;
    CHARTA_TRY_DO(hold(work, arrival, plan ? *plan : empty));
    entry.act = outcome == Outcome::unreadable ? ledger::Act::refused : ledger::Act::held;
    entry.reason = row.reason;
  } else {
    row.patient = plan->patient;
    row.sensitivity = plan->sensitivity;
    row.outcome = print_outcome(plan->outcome);
    entry.patient = row.patient;
    entry.rule = plan->forced ? std::string_view() : patient_index::identification_rule;
  }
  CHARTA_TRY_DO(is_new ? journal_.add(work, row) : journal_.settle(work, row));
  CHARTA_TRY_DO(ledger_.record(work, actor_.author, entry));
  return outcome;
}

/// The work item of a held message.
Result<void> IntakeService::hold(store::UnitOfWork& work, Arrival& arrival, const Plan& plan) {
  auto& row = arrival.row;
  worklists::NewWorkItem item;
  item.kind = "held-message";
  item.subject_type = "message";
  item.subject = row.message.key();
  item.reason_code = row.reason;
  item.pool = "intake";
  item.priority = arrival.outcome_when_held == Outcome::changed_duplicate || arrival.outcome_when_held == Outcome::unreadable
                      ? worklists::Priority::urgent
                      : worklists::Priority::routine;
  item.rule = std::string(plan.hold ? patient_index::identification_rule : std::string_view());
  item.facility = row.facility;
  item.sensitivity = plan.sensitivity;
  json::Writer out(item.detail);
  out.begin_object()
      .member("type", row.type)
      .member("control_id", row.control_id)
      .member("partner", row.partner)
      .member("sentence", row.detail);
  if (const auto* name = plan.received.current_name()) out.member("name", patient_index::display_name(*name));
  if (!plan.received.birth_text.empty())
    out.member("birth_date", plan.received.birth_date ? plan.received.birth_date->text() : plan.received.birth_text);
  if (!plan.received.identifiers.empty()) out.member("mrn", plan.received.identifiers.front().value);
  out.key("reasons").begin_array();
  for (const auto& reason : plan.identification.verdict.reasons) out.string(reason);
  out.end_array().end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, actor_, item));
  row.work_item = opened.id;
  return {};
}

}  // namespace charta::intake
