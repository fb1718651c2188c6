// SPDX-License-Identifier: Apache-2.0
// What becomes of a request: each step with its letter, in one unit with what it says.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/amendment_requests/amendment_service.hpp"

#include <algorithm>

namespace charta::amendment_requests {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;

std::string disputed_names(const Amendment& request) {
  std::string names;
  for (const auto& one : request.documents)
    if (one.role == Role::disputed && !one.is_elsewhere)
      names += (names.empty() ? "" : "; ") + one.title + " of " + one.at.text().substr(0, 10);
  return names.empty() ? "not named" : names;
}

std::string persons_named(const Amendment& request) {
  std::string names;
  for (const auto& one : request.persons) names += (names.empty() ? "" : "; ") + one.name;
  return names.empty() ? "nobody that we know of" : names;
}

}  // namespace

void AmendmentService::declare() {
  worklists_.declare(
      amendment_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor&, const WorkItem& item, const worklists::Act&) { return entered(work, item); });
}

void AmendmentService::subscribe(happenings::Bus& bus) {
  bus.on("record_relabelled", "amendment_requests.on_relabelled",
         [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
           const auto& changed = std::get<happenings::RecordRelabelled>(one);
           return rows_.relabel(work, changed.patient, changed.removed, changed.added);
         });
}

/// A step counts only with what belongs to it, which is written in the same unit: no list can decide or answer a request.
Result<void> AmendmentService::guard(store::UnitOfWork& work, std::string_view name, const WorkItem& item) {
  CHARTA_TRY(const auto request, rows_.of_item(work, item.id));
  if (!request) return fail(ErrorKind::internal, "no request stands behind item " + item.id.text());
  const auto& decision = request->decided.decision;
  const bool holds = name == "is-written"      ? request->acknowledged_at.has_value()
                     : name == "is-extended"   ? request->extended_until.has_value() && item.state != "extended"
                     : name == "is-accepted"   ? decision == "accepted" || decision == "in-part"
                     : name == "is-denied"     ? decision == "denied"
                     : name == "is-amended"    ? request->amended_at.has_value()
                     : name == "has-statement" ? !request->statement.empty() && request->is_denied_somewhere()
                                               : !request->rebuttal.empty();
  if (holds) return {};
  return fail(ErrorKind::business_rule, "open the request: this is done where it is read", "event");
}

/// The row says what the item says, whoever took the step and wherever.
Result<void> AmendmentService::entered(store::UnitOfWork& work, const WorkItem& item) {
  CHARTA_TRY(auto request, rows_.of_item(work, item.id));
  if (!request) return fail(ErrorKind::internal, "no request stands behind item " + item.id.text());
  request->state = item.state;
  request->closed_at = item.closed_at;
  request->due_at = due_of(*request, rules_.clock, zone_);
  return rows_.update(work, *request);
}

Result<void> AmendmentService::hand_to(store::UnitOfWork& work, WorkItemId item, UserId to) {
  worklists::Act act;
  act.event = "assign";
  act.assignee = to;
  CHARTA_TRY_DO(worklists_.apply(work, system_, item, act));
  return {};
}

/// The words stay beside the ledger, never in it.
Result<void> AmendmentService::record(store::UnitOfWork& work, const Actor& actor, const Amendment& request, ledger::Act act,
                                      std::string_view reason, const std::string& words) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = "amendment_request";
  entry.subject = request.id.key();
  entry.patient = request.patient;
  entry.reason = reason;
  entry.rule = request.rule;
  if (!words.empty()) entry.digest = sha256(words);
  return ledger_.record(work, actor.author, entry);
}

Result<Amendment> AmendmentService::go_in(store::UnitOfWork& work, const Actor& actor, AmendmentId id, const Change& change,
                                          std::string_view event, const std::string& reason) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "a request is handled by people");
  CHARTA_TRY(auto request, require(work, actor, id));
  CHARTA_TRY_DO(worklists::step(amendment_machine(), request.state, event));
  CHARTA_TRY_DO(change(work, request));
  CHARTA_TRY_DO(rows_.update(work, request));
  // Who takes the step holds the item while it is taken; the step itself asks the permission.
  CHARTA_TRY_DO(hand_to(work, request.item, actor.author.user));
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  CHARTA_TRY(const auto item, worklists_.apply(work, actor, request.item, act));
  request.state = item.state;
  request.closed_at = item.closed_at;
  request.due_at = due_of(request, rules_.clock, zone_);
  if (!item.closed_at) {
    CHARTA_TRY_DO(worklists_.set_due(work, request.item, request.due_at, rules_.clock.rule));
  }
  return request;
}

Result<Amendment> AmendmentService::go(const Actor& actor, AmendmentId id, const Change& change, std::string_view event,
                                       const std::string& reason) {
  return store_.write([&](store::UnitOfWork& work) { return go_in(work, actor, id, change, event, reason); });
}

Result<Amendment> AmendmentService::note(const Actor& actor, AmendmentId id, std::string_view what, const Change& change) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "a request is handled by people");
  return store_.write([&](store::UnitOfWork& work) -> Result<Amendment> {
    CHARTA_TRY(auto request, require(work, actor, id));
    CHARTA_TRY_DO(change(work, request));
    CHARTA_TRY_DO(rows_.update(work, request));
    CHARTA_TRY_DO(record(work, actor, request, ledger::Act::amended, what));
    return require(work, actor, id);
  });
}

Result<Places> AmendmentService::places_of(store::Reader& reader, const Amendment& request) {
  CHARTA_TRY(const auto hit, index_.hit(reader, request.patient));
  if (!hit) return fail(ErrorKind::gone, "the patient of the request was deleted", "patient");
  std::string grounds;
  for (const auto& code : request.decided.grounds)
    if (const auto* ground = rules_.ground(code)) grounds += (grounds.empty() ? "" : " ") + ground->words;
  const auto name = request.asked_by.empty() ? hit->name : request.asked_by + ", for " + hit->name;
  return Places{{"name", name},
                {"address", hit->address},
                {"day", zone_.local_date(clock_.now()).text()},
                {"received", request.received_on.text()},
                {"request", request.id.text()},
                {"wanted", request.wanted},
                {"documents", disputed_names(request)},
                {"days", std::to_string(rules_.clock.act_within_days)},
                {"due", last_day_of(request, rules_.clock).text()},
                {"reason", request.extension_reason},
                {"until", request.extended_until.value_or(Date()).text()},
                {"in_part", request.decided.decision == "in-part" ? " in part" : ""},
                {"accepted", request.decided.accepted},
                {"denied", request.decided.denied},
                {"grounds", grounds},
                {"persons", persons_named(request)},
                {"disagreed", request.statement_on.value_or(Date()).text()},
                {"rebuttal", request.rebuttal},
                {"contact", request.contact.title},
                {"telephone", request.contact.telephone}};
}

Result<void> AmendmentService::write_letter(store::UnitOfWork& work, const Actor& actor, const Amendment& request,
                                            std::string_view kind) {
  const auto& words = rules_.letters.find(kind)->second;
  CHARTA_TRY(const auto places, places_of(work, request));
  AmendmentLetter letter;
  letter.id = keys_.next<AmendmentLetterId>();
  letter.request = request.id;
  letter.kind = kind;
  letter.title = words.title;
  letter.made_at = clock_.now();
  letter.made_by = actor.author.user;
  letter.body = letter_text(words, places);
  letter.rule = rules_.letters_rule;
  CHARTA_TRY_DO(rows_.add_letter(work, letter));
  return record(work, actor, request, ledger::Act::created, letter.kind, letter.body);
}

Result<Amendment> AmendmentService::acknowledge(const Actor& actor, AmendmentId id, const Contact& contact) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  CHARTA_TRY_DO(check_contact(contact));
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
        request.acknowledged_at = clock_.now();
        request.contact = contact;
        return write_letter(work, actor, request, "acknowledgement");
      },
      "acknowledge");
}

Result<Amendment> AmendmentService::extend(const Actor& actor, AmendmentId id, Date until, const std::string& reason,
                                           const Contact& contact) {
  CHARTA_TRY_DO(access::require(actor, Permission::decide_amendments));
  CHARTA_TRY_DO(check_contact(contact));
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
        CHARTA_TRY_DO(check_extension(request, until, reason, zone_.local_date(clock_.now()), rules_.clock));
        request.extended_at = clock_.now();
        request.extended_until = until;
        request.extension_reason = reason;
        request.contact = contact;
        return write_letter(work, actor, request, "extension");
      },
      "extend");
}

Result<Amendment> AmendmentService::decide(const Actor& actor, AmendmentId id, const DecisionWords& words,
                                           const Contact& contact) {
  CHARTA_TRY_DO(access::require(actor, Permission::decide_amendments));
  CHARTA_TRY_DO(check_contact(contact));
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
        CHARTA_TRY_DO(check_decision(request, words, rules_.grounds));
        request.decided = words;
        request.decided_by = actor.author.user;
        request.decided_at = clock_.now();
        request.contact = contact;
        if (words.decision != "denied") {
          CHARTA_TRY_DO(write_letter(work, actor, request, "acceptance"));
        }
        if (words.decision != "accepted") {
          CHARTA_TRY_DO(write_letter(work, actor, request, "denial"));
        }
        return record(work, actor, request, ledger::Act::amended, words.decision, words.accepted + "\n" + words.denied);
      },
      words.decision == "denied" ? "deny" : "accept");
}

Result<Amendment> AmendmentService::amended(const Actor& actor, AmendmentId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  const auto settle = [&](store::UnitOfWork&, Amendment& request) -> Result<void> {
    CHARTA_TRY_DO(check_amended(request));
    request.amended_at = clock_.now();
    return {};
  };
  return store_.write([&](store::UnitOfWork& work) -> Result<Amendment> {
    CHARTA_TRY(auto request, go_in(work, actor, id, settle, "inform", {}));
    if (request.statement.empty()) return request;
    // What was denied of it was disagreed with before this was done.
    return go_in(work, actor, id, [](store::UnitOfWork&, Amendment&) -> Result<void> { return {}; }, "disagree", {});
  });
}

Result<Amendment> AmendmentService::disagree(const Actor& actor, AmendmentId id, const std::string& words, Date received_on) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  if (words.empty()) return fail(ErrorKind::missing, "the statement is kept word for word: write it", "words");
  if (words.size() > 20'000) return fail(ErrorKind::invalid, "a statement has 20,000 bytes at most", "words");
  if (received_on > zone_.local_date(clock_.now()))
    return fail(ErrorKind::invalid, "the day of receipt has not come yet", "received_on");
  const auto take = [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    if (!request.is_denied_somewhere()) return fail(ErrorKind::business_rule, "nothing of this request was denied", "state");
    if (!request.statement.empty())
      return fail(ErrorKind::business_rule, "there is a statement already; enter what came as a document of the chart", "words");
    request.statement = words;
    request.statement_on = received_on;
    return record(work, actor, request, ledger::Act::amended, "statement", words);
  };
  CHARTA_TRY(const auto before, view(actor, id));
  if (before.request.state == "accepted")  // in part, and still to be amended: what came is kept, and taken up then
    return note(actor, id, "statement-before-the-end", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
      if (request.state != "accepted")
        return fail(ErrorKind::version_conflict, "the request went on meanwhile; look at it again", "state");
      return take(work, request);
    });
  if (!before.request.closed_at) return go(actor, id, take, "disagree");
  // It comes behind the end: the same request, with a new item.
  return note(actor, id, "statement-behind-the-end", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    CHARTA_TRY_DO(take(work, request));
    request.state = "disagreed";
    request.closed_at.reset();
    request.due_at = due_of(request, rules_.clock, zone_);
    CHARTA_TRY(request.item, open_item(work, actor, request, "disagreed"));
    return {};
  });
}

Result<Amendment> AmendmentService::rebut(const Actor& actor, AmendmentId id, const std::string& words, const Contact& contact) {
  CHARTA_TRY_DO(access::require(actor, Permission::decide_amendments));
  CHARTA_TRY_DO(check_contact(contact));
  if (words.empty()) return fail(ErrorKind::missing, "write the answer", "words");
  if (words.size() > 20'000) return fail(ErrorKind::invalid, "a rebuttal has 20,000 bytes at most", "words");
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
        request.rebuttal = words;
        request.rebutted_by = actor.author.user;
        request.rebutted_at = clock_.now();
        request.contact = contact;
        CHARTA_TRY_DO(record(work, actor, request, ledger::Act::amended, "rebuttal", words));
        return write_letter(work, actor, request, "rebuttal");
      },
      "rebut");
}

Result<Amendment> AmendmentService::close(const Actor& actor, AmendmentId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  return go(
      actor, id, [](store::UnitOfWork&, Amendment&) -> Result<void> { return {}; }, "close");
}

Result<Amendment> AmendmentService::withdraw(const Actor& actor, AmendmentId id, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  return go(
      actor, id, [](store::UnitOfWork&, Amendment&) -> Result<void> { return {}; }, "withdraw", reason);
}

}  // namespace charta::amendment_requests
