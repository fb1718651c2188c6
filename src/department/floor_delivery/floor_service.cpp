// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/floor_service.hpp"

#include "base/text.hpp"
#include "department/paper_charts/barcode.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;

constexpr std::int64_t most_on_the_floor = 20'000, most_delivered = 20'000;

bool is_seen(const Actor& actor, const CopiedDocument& one) {
  return actor.visibility.sees(one.facility, one.sensitivity, one.patient);
}

template <class Rows>
void leave_seen(const Actor& actor, Rows& rows) {
  std::erase_if(rows, [&](const auto& one) { return !is_seen(actor, one); });
}

std::string place_words(const Delivery& copy) {
  if (copy.ward.empty()) return "the patient is on no ward of this house now: ask where, before you carry it on";
  return "the patient is on " + copy.ward + (copy.room.empty() ? "" : ", " + copy.room) + " now: take it there";
}

FloorScan wrong(Delivery copy, std::string says) {
  return {"wrong", std::move(says), std::move(copy)};
}

std::string words_of_end(const Delivery& copy) {
  if (copy.state == "recalling" || copy.state == "recalled") return "this copy is recalled: give it back, it is not to be used";
  if (copy.state == "to-loose-queue") return "the patient has left: the records department files it";
  return "this copy was given up as lost, and another was made: destroy it";
}

}  // namespace

void FloorService::declare() {
  loose_.tell([this](store::UnitOfWork& work, const Actor& actor, const loose_reports::LooseReport& report,
                     std::string_view state) { return loose_no_more(work, actor, report, state); });
  const auto deny = [this](store::UnitOfWork& work, std::string_view, const WorkItem& item, const worklists::Act& act) {
    return guard(work, item, act);
  };
  const auto follow_item = [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
    return entered(work, actor, item, act);
  };
  worklists_.declare(delivery_machine(), deny, follow_item);
  worklists_.declare(stat_call_machine(), deny, follow_item);
}

/// A step counts only when the row says it already: no list can deliver, file or call.
Result<void> FloorService::guard(store::UnitOfWork& work, const WorkItem& item, const worklists::Act& act) {
  const bool is_call = item.kind == stat_call_machine().kind;
  CHARTA_TRY(const auto* to, step(is_call ? stat_call_machine() : delivery_machine(), item.state, act.event));
  std::string recorded;
  if (is_call) {
    CHARTA_TRY(const auto call, call_rows_.of_item(work, item.id));
    if (call) recorded = call->state;
  } else {
    CHARTA_TRY(const auto copy, rows_.of_item(work, item.id));
    if (copy) recorded = copy->state;
  }
  if (recorded == to->to) return {};
  return fail(ErrorKind::business_rule,
              is_call ? "note the call with who answered; the list cannot say it" : "scan its barcode; the list cannot say it",
              "event");
}

Result<void> FloorService::entered(store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
  if (item.kind == stat_call_machine().kind) {
    CHARTA_TRY(auto call, call_rows_.of_item(work, item.id));
    if (!call || call->state == item.state) return {};
    call->state = item.state;
    return call_rows_.save(work, *call);
  }
  CHARTA_TRY(auto copy, rows_.of_item(work, item.id));
  if (!copy || copy->state == item.state) return {};
  const bool is_needed_again = item.state == "lost" && copy->state != "recalling";
  copy->state = item.state;
  copy->reason = act.reason_code;
  if (item.state == "waiting" || item.state == "recalled") copy->lies_at.clear();
  CHARTA_TRY_DO(rows_.save(work, *copy));
  if (copy->copy != 0 && follower_) CHARTA_TRY_DO(follower_(work, actor, *copy, act.event));
  if (!is_needed_again) return {};
  CHARTA_TRY(const auto document, printed(work, copy->document));
  if (!document || document->version != copy->version || document->patient != copy->patient) return {};
  Delivery again = *copy;
  again.replaces = copy->id;
  again.barcode.clear();
  again.state = "waiting";
  again.lies_at.clear();
  again.reason.clear();
  again.run = {};
  again.printed_at.reset();
  again.delivered_at.reset();
  CHARTA_TRY_DO(make(work, std::move(again)));
  return {};
}

Result<void> FloorService::learn_wishes() {
  CHARTA_TRY(const auto rows, store_.read([&](store::Reader& reader) { return rows_.wishes(reader); }));
  auto all = std::make_shared<Wishes>();
  for (const auto& one : rows) all->emplace(one.ward, one);
  if (!rows.empty()) begun_ = true;
  if (!begun_) {
    CHARTA_TRY(const auto open, store_.read([&](store::Reader& reader) { return rows_.open(reader, 1); }));
    begun_ = !open.empty();
  }
  std::atomic_store(&wishes_, std::shared_ptr<const Wishes>(std::move(all)));
  return {};
}

Result<Wish> FloorService::set_wish(const Actor& actor, const std::string& ward, bool wants_paper, bool wants_calls) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (rules_.ward(ward) == nullptr)
    return fail(ErrorKind::not_found, "no ward '" + ward + "' stands in " + rules_.wards_rule, "ward");
  const Wish wish{ward, wants_paper, wants_calls, clock_.now(), actor.author.user};
  const std::string words = ward + (wants_paper ? ":paper" : ":no-paper") + (wants_calls ? ":calls" : ":no-calls");
  begun_ = true;  // before the first unit could miss it
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(rows_.save_wish(work, wish));
    return ledger_.record(work, actor.author, {ledger::Act::configured, "floor_wish", 0, 0, {}, words, rules_.wards_rule, {}});
  });
  if (!done) return done.error();
  CHARTA_TRY_DO(learn_wishes());
  return wish;
}

Result<std::optional<Delivery>> FloorService::take_copy(store::UnitOfWork& work, const WardCopy& given) {
  begun_ = true;
  CHARTA_TRY(const auto document, printed(work, given.document));
  if (!document || !document->encounter.is_set()) return std::optional<Delivery>();
  CHARTA_TRY(const auto visit, encounters_.encounter(work, document->encounter));
  if (!visit || visit->status == "finished" || visit->status == "cancelled") return std::optional<Delivery>();
  CHARTA_TRY(auto copies, rows_.of_document(work, given.document));
  for (auto& one : copies) {
    if (!one.is_open() || one.version != document->version || one.state == "recalling") continue;
    one.copy = given.copy;
    CHARTA_TRY_DO(rows_.save(work, one));
    return std::optional(std::move(one));
  }
  const Place place = place_of(visit->location);
  Delivery copy;
  static_cast<CopiedDocument&>(copy) = *document;
  copy.copy = given.copy;
  copy.ward = place.ward == nullptr ? std::string() : place.ward->code;
  copy.room = place.room;
  if (questions_.priority_of) {
    CHARTA_TRY(copy.priority, questions_.priority_of(work, given.document));
  }
  CHARTA_TRY(auto made, make(work, std::move(copy)));
  return std::optional(std::move(made));
}

Result<void> FloorService::recall_copy(store::UnitOfWork& work, std::int64_t copy, FloorEvent why) {
  CHARTA_TRY(const auto found, rows_.of_copy(work, copy));
  if (!found) return {};
  if (found->is_open()) return follow(work, *found, why, {});
  if (found->state != "filed-on-unit") return {};
  return take_out(work, *found, why);  // were it asked for already, the newest would say so
}

Result<std::vector<WardBoard>> FloorService::board(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto open, store_.read([&](store::Reader& reader) { return rows_.open(reader, most_on_the_floor); }));
  leave_seen(actor, open);
  sort_for_the_run(open, rules_);
  std::vector<WardBoard> boards;
  const auto known = wishes();
  for (const auto& ward : rules_.wards) {
    WardBoard board{ward, false, false, {}};
    const auto wish = known->find(ward.code);
    if (wish != known->end()) board.wants_paper = wish->second.wants_paper, board.wants_calls = wish->second.wants_calls;
    boards.push_back(std::move(board));
  }
  boards.push_back({{"", "", static_cast<std::int64_t>(rules_.wards.size()) + 1}, false, false, {}});
  for (auto& copy : open) {
    const auto* ward = rules_.ward(copy.ward);
    boards[ward == nullptr ? boards.size() - 1 : static_cast<std::size_t>(ward->walk - 1)].copies.push_back(std::move(copy));
  }
  if (boards.back().copies.empty()) boards.pop_back();
  return boards;
}

Result<RunSheet> FloorService::take_run(const Actor& actor, const std::vector<std::string>& wards, bool only_stat) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  for (const auto& code : wards)
    if (rules_.ward(code) == nullptr) return fail(ErrorKind::not_found, "there is no ward '" + code + "'", "wards");
  return store_.write([&](store::UnitOfWork& work) -> Result<RunSheet> {
    RunSheet sheet;
    CHARTA_TRY(sheet.copies, rows_.open(work, most_on_the_floor));
    leave_seen(actor, sheet.copies);
    std::erase_if(sheet.copies, [&](const Delivery& one) {
      const bool waits = one.state == "waiting" || one.state == "re-routed";
      const bool is_asked = wards.empty() || std::find(wards.begin(), wards.end(), one.ward) != wards.end();
      return !waits || !is_asked || one.ward.empty() || (only_stat && one.priority != worklists::Priority::stat);
    });
    if (sheet.copies.empty()) return fail(ErrorKind::business_rule, "nothing waits for a run there", "wards");
    sort_for_the_run(sheet.copies, rules_);
    sheet.run = {keys_.next<RunId>(), actor.author.user, clock_.now(), "", static_cast<std::int64_t>(sheet.copies.size())};
    for (const auto& code : wards) sheet.run.wards += (sheet.run.wards.empty() ? "" : ",") + code;
    CHARTA_TRY_DO(rows_.add_run(work, sheet.run));
    for (auto& one : sheet.copies) {
      one.state = "on-run";
      one.lies_at = on_the_way;
      one.run = sheet.run.id;
      if (!one.printed_at) one.printed_at = sheet.run.taken_at;
      CHARTA_TRY_DO(record(work, actor, one, "take"));
      CHARTA_TRY_DO(ledger_.record(
          work, actor.author,
          {ledger::Act::printed, "floor_delivery", one.id.key(), one.version, one.patient, "ward-copy", rules_.rule, {}}));
    }
    return sheet;
  });
}

Result<RunSheet> FloorService::run(const Actor& actor, RunId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<RunSheet> {
    RunSheet sheet;
    CHARTA_TRY(const auto run, rows_.run(reader, id));
    if (!run) return fail(ErrorKind::not_found, "no run " + id.text());
    sheet.run = *run;
    CHARTA_TRY(sheet.copies, rows_.of_run(reader, id));
    leave_seen(actor, sheet.copies);
    sort_for_the_run(sheet.copies, rules_);
    return sheet;
  });
}

Result<UserId> FloorService::holder_of(std::string_view badge) {
  const auto words = trimmed(badge);
  if (words.empty()) return fail(ErrorKind::missing, "scan the badge of who receives it", "badge");
  auto user = user_of_badge(words);
  if (!user && questions_.user_named) {
    CHARTA_TRY(user, questions_.user_named(words));
  }
  if (user && questions_.is_at_work) {
    CHARTA_TRY(const bool works_here, questions_.is_at_work(*user));
    if (!works_here) user.reset();
  }
  if (!user) return fail(ErrorKind::not_found, "this badge is nobody's who works here: scan it again", "badge");
  return *user;
}

Result<Delivery> FloorService::scanned(store::Reader& reader, const Actor& actor, std::string_view barcode) {
  CHARTA_TRY(auto copy, rows_.of_barcode(reader, paper_charts::read_barcode(barcode).text));
  if (copy && is_seen(actor, *copy)) return std::move(*copy);
  return fail(ErrorKind::not_found, "no ward copy has this barcode: scan the one on the printed copy", "barcode");
}

Result<FloorScan> FloorService::receive(const Actor& actor, std::string_view barcode, std::string_view badge,
                                        std::string_view at_ward, std::optional<Instant> at) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto holder, holder_of(badge));
  const auto* stands_at = rules_.ward_of(at_ward);
  if (!at_ward.empty() && stands_at == nullptr)
    return fail(ErrorKind::not_found, "there is no ward '" + std::string(at_ward) + "'", "at_ward");
  return store_.write([&](store::UnitOfWork& work) -> Result<FloorScan> {
    CHARTA_TRY(auto copy, scanned(work, actor, barcode));
    if (copy.state == "delivered" || copy.state == "filed-on-unit")
      return FloorScan{"nothing-to-do", "it was received before", std::move(copy)};
    if (!copy.is_open() || copy.state == "recalling") return wrong(copy, words_of_end(copy));
    if (copy.ward.empty() || (stands_at != nullptr && stands_at->code != copy.ward)) return wrong(copy, place_words(copy));
    copy.state = "delivered";
    copy.lies_at = copy.ward;
    copy.delivered_at = std::min(at.value_or(clock_.now()), clock_.now());
    copy.delivered_to = holder;
    if (!copy.printed_at) copy.printed_at = copy.delivered_at;
    copy.reason.clear();
    CHARTA_TRY_DO(record(work, actor, copy, "receive"));
    CHARTA_TRY_DO(ledger_.record(work, actor.author,
                                 {ledger::Act::moved,
                                  "floor_delivery",
                                  copy.id.key(),
                                  copy.version,
                                  copy.patient,
                                  "received-by:" + holder.text(),
                                  rules_.rule,
                                  {}}));
    const std::string says = "received on " + copy.ward;
    return FloorScan{"done", says, std::move(copy)};
  });
}

Result<FloorScan> FloorService::file(const Actor& actor, std::string_view barcode, std::string_view folder,
                                     std::optional<Instant> at) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<FloorScan> {
    CHARTA_TRY(auto copy, scanned(work, actor, barcode));
    if (copy.state == "filed-on-unit") return FloorScan{"nothing-to-do", "it was filed before", std::move(copy)};
    if (!copy.is_open() || copy.state == "recalling") return wrong(copy, words_of_end(copy));
    if (copy.state == "forwarding") return wrong(copy, place_words(copy));
    if (copy.state != "delivered") return wrong(copy, "nobody received it yet: scan the receipt first");
    loose_reports::FilingProof proof;
    if (!trimmed(folder).empty()) {
      CHARTA_TRY(proof.volume, loose_.folder_of(work, folder, copy.patient));
    }
    proof.kind = proof.volume.is_set() ? "barcodes" : "ward-scan";
    proof.delivery = copy.id.key();
    proof.document = copy.document;
    proof.version = copy.version;
    proof.patient = copy.patient;
    proof.by = actor.author.user;
    proof.facility = copy.facility;
    proof.sensitivity = copy.sensitivity;
    CHARTA_TRY_DO(loose_.add_proof(work, std::move(proof)));
    copy.state = "filed-on-unit";
    copy.filed_at = std::min(at.value_or(clock_.now()), clock_.now());
    copy.filed_by = actor.author.user;
    CHARTA_TRY_DO(record(work, actor, copy, "file"));
    CHARTA_TRY_DO(ledger_.record(
        work, actor.author,
        {ledger::Act::filed, "floor_delivery", copy.id.key(), copy.version, copy.patient, "on-unit", rules_.rule, {}}));
    return FloorScan{"done", "filed on the unit", std::move(copy)};
  });
}

Result<FloorService::Period> FloorService::period(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  Period period;
  CHARTA_TRY(period.copies,
             store_.read([&](store::Reader& reader) { return rows_.delivered_between(reader, from, until, most_delivered); }));
  leave_seen(actor, period.copies);
  period.figures = on_time(period.copies);
  return period;
}

Result<Delivery> FloorService::of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto copy, store_.read([&](store::Reader& reader) { return rows_.of_item(reader, item); }));
  if (copy && is_seen(actor, *copy)) return std::move(*copy);
  return fail(ErrorKind::not_found, "no ward copy stands behind item " + item.text());
}

}  // namespace charta::floor_delivery
