// SPDX-License-Identifier: Apache-2.0
// What becomes of a question that was sent: answered, handed on, taken back, judged.
#include "base/digest.hpp"
#include "department/physician_queries/query_service.hpp"

#include <algorithm>

namespace charta::physician_queries {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;

template <class Kind, class React>
happenings::Bus::Reaction reaction_to(React react) {
  return [react](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
    return react(work, std::get<Kind>(one));
  };
}

}  // namespace

void QueryService::declare() {
  worklists_.declare(query_machine(), [this](store::UnitOfWork& work, std::string_view name, const WorkItem& item,
                                             const worklists::Act&) { return guard(work, name, item); });
}

void QueryService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("record_moved", "physician_queries.on_moved",
         reaction_to<RecordMoved>([this](store::UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("record_relabelled", "physician_queries.on_relabelled",
         reaction_to<RecordRelabelled>([this](store::UnitOfWork& work, const RecordRelabelled& one) {
           return rows_.relabel(work, one.patient, one.removed, one.added);
         }));
}

/// A step counts only with what belongs to it, which is written in the same unit: no list can send or answer a question.
Result<void> QueryService::guard(store::UnitOfWork& work, std::string_view name, const WorkItem& item) {
  CHARTA_TRY(const auto query, rows_.of_item(work, item.id));
  if (!query) return fail(ErrorKind::internal, "no question stands behind item " + item.id.text());
  const bool holds = name == "may-be-asked"  ? query->sent_at.has_value()
                     : name == "is-answered" ? query->answered_at.has_value()
                     : name == "is-judged"   ? !query->outcome.empty()
                                             : query->to.is_set() && query->to != item.owner;
  if (holds) return {};
  return fail(ErrorKind::business_rule, "open the question: this is done where it is read", "event");
}

Result<void> QueryService::moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    if (piece.type != "Encounter") continue;
    CHARTA_TRY_DO(rows_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
  }
  return {};
}

Result<void> QueryService::hand_to(store::UnitOfWork& work, const Query& query, UserId to) {
  worklists::Act act;
  act.event = "assign";
  act.assignee = to;
  CHARTA_TRY_DO(worklists_.apply(work, system_, query.item, act));
  return {};
}

Result<Query> QueryService::go(const Actor& actor, QueryId id,
                               const std::function<Result<void>(store::UnitOfWork&, Query&)>& change, std::string_view event,
                               const std::string& reason) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "questions are between people");
  return store_.write([&](store::UnitOfWork& work) -> Result<Query> {
    CHARTA_TRY(auto query, require(work, actor, id));
    CHARTA_TRY_DO(change(work, query));
    CHARTA_TRY_DO(rows_.update(work, query));
    // Who takes the step holds the item while it is taken; the step itself asks the permission.
    CHARTA_TRY_DO(hand_to(work, query, actor.author.user));
    worklists::Act act;
    act.event = event;
    act.reason_code = reason;
    CHARTA_TRY(const auto item, worklists_.apply(work, actor, query.item, act));
    query.state = item.state;
    query.closed_at = item.closed_at;
    CHARTA_TRY_DO(rows_.update(work, query));
    if (told_) CHARTA_TRY_DO(told_(work, query.encounter_key, event));
    if (item.closed_at) return query;
    CHARTA_TRY_DO(hand_to(work, query, item.state == "response-received" ? query.asked_by : query.to));
    return query;
  });
}

Result<Query> QueryService::answer(const Actor& actor, QueryId id, const Answer& answer) {
  CHARTA_TRY(const auto before, find(actor, id));
  if (before.to != actor.author.user)
    return fail(ErrorKind::forbidden, "this question was sent to somebody else; it can be handed to you", "to");
  return go(
      actor, id,
      [&](store::UnitOfWork& work, Query& query) -> Result<void> {
        bool needs_words = false;
        if (answer.choice >= 1 && answer.choice <= static_cast<std::int64_t>(query.choices.size())) {
          const WordedText chosen(query.choices[static_cast<std::size_t>(answer.choice - 1)]);
          const auto has = [&](const std::vector<Phrase>& phrases) {
            return std::any_of(phrases.begin(), phrases.end(), [&](const Phrase& one) { return chosen.has(one); });
          };
          needs_words = has(rules_.others) && !has(rules_.undetermined);
        }
        CHARTA_TRY_DO(check_answer(query, answer, needs_words));
        query.choice = answer.choice;
        query.answer = answer.words;
        query.answered_at = clock_.now();
        query.answered_by = actor.author.user;
        ledger::Entry entry;
        entry.act = ledger::Act::amended;
        entry.subject_kind = "physician_query";
        entry.subject = query.id.key();
        entry.patient = query.patient;
        entry.reason = "answered";
        entry.digest = sha256(std::to_string(answer.choice) + "\n" + answer.words);
        return ledger_.record(work, actor.author, entry);
      },
      "answer");
}

Result<Query> QueryService::reassign(const Actor& actor, QueryId id, UserId to, const std::string& reason) {
  CHARTA_TRY(const auto before, find(actor, id));
  if (before.to != actor.author.user && !actor.may(Permission::ask_physicians))
    return fail(ErrorKind::forbidden, "only who is asked, or who asks, hands a question on", "to");
  CHARTA_TRY(const auto physicians, questions_.physicians());
  if (std::none_of(physicians.begin(), physicians.end(), [&](const Addressee& one) { return one.user == to; }))
    return fail(ErrorKind::missing, "say which physician is asked instead", "to");
  if (before.to == to) return fail(ErrorKind::business_rule, "the question is with this physician already", "to");
  return go(
      actor, id,
      [&](store::UnitOfWork&, Query& query) -> Result<void> {
        query.to = to;
        return {};
      },
      "reassign", reason);
}

Result<Query> QueryService::deactivate(const Actor& actor, QueryId id, const std::string& reason) {
  return go(
      actor, id, [](store::UnitOfWork&, Query&) -> Result<void> { return {}; }, "deactivate", reason);
}

Result<Query> QueryService::discard(const Actor& actor, QueryId id) {
  return go(
      actor, id, [](store::UnitOfWork&, Query&) -> Result<void> { return {}; }, "delete");
}

Result<Query> QueryService::complete(const Actor& actor, QueryId id, Outcome outcome) {
  return go(
      actor, id,
      [&](store::UnitOfWork&, Query& query) -> Result<void> {
        if (!query.answered_at) return fail(ErrorKind::business_rule, "nobody has answered this question yet", "state");
        query.outcome = outcome_code(outcome);
        return {};
      },
      "complete");
}

}  // namespace charta::physician_queries
