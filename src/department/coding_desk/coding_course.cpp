// SPDX-License-Identifier: Apache-2.0
// The steps that people take with a case: begun, put aside, finished, reviewed, final; and what the notes suggest.
#include "base/text.hpp"
#include "department/coding_desk/coding_service.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;

/// The lot falls by the encounter's own key: nobody chooses, and it falls the same again.
bool is_drawn(ResourceId encounter, int per_cent) {
  const auto digest = sha256(encounter.text());
  return (digest.bytes[0] * 256 + digest.bytes[1]) % 100 < per_cent;
}

Error not_so(std::string message) {
  return fail(ErrorKind::business_rule, std::move(message), "event");
}

}  // namespace

void CodingService::declare() {
  worklists_.declare(
      coding_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

Result<void> CodingService::guard(store::UnitOfWork& work, std::string_view name, const WorkItem& item) {
  CHARTA_TRY(const auto row, rows_.find(work, ResourceId(item.subject)));
  if (!row) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no coding case");
  if (name == "nothing-is-missing") return row->missing.empty() ? Result<void>() : not_so(row->missing.front());
  if (name == "something-is-missing") return row->missing.empty() ? not_so("nothing is missing in this file") : Result<void>();
  if (name == "in-the-house" || name == "was-cancelled" || name == "has-left") {
    CHARTA_TRY(const auto visit, encounters_.encounter(work, row->encounter));
    const bool is_cancelled = !visit || visit->status == "cancelled";
    if (name == "has-left" && visit && visit->status == "finished") return {};
    if (name == "has-left") return not_so("the patient has not left");
    if (name == "was-cancelled" ? is_cancelled : visit && visit->status != "finished") return {};
    return not_so("the encounter says otherwise");
  }
  if (name == "something-came") return row->reason == came_while_read ? Result<void>() : not_so("nothing came to this file");
  if ((name == "is-reviewed" || name == "is-agreed") && !row->reviewed_at)
    return not_so("compare the two sheets first: the desk does it");
  if (name == "is-reviewed") return {};
  CHARTA_TRY(const auto waits, unfinished(work, *row));
  if (name == "nothing-is-asked") {
    CHARTA_TRY(const auto open, questions_.open_questions(work, row->encounter));
    return open == 0 ? Result<void>() : not_so("a physician is asked still");
  }
  if (waits.empty()) return {};
  return not_so("the case is not whole: " + std::to_string(waits.size()) + (waits.size() == 1 ? " thing is" : " things are") +
                " open; the desk names each");
}

Result<void> CodingService::entered(store::UnitOfWork& work, const Actor& actor, const WorkItem& item,
                                    const worklists::Act& act) {
  CHARTA_TRY(auto row, locked_case(work, ResourceId(item.subject)));
  if (!row) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no coding case");
  const auto now = clock_.now();
  const auto person = actor.kind == Actor::Kind::person ? actor.author.user : UserId();
  if (act.event == "agree" || act.event == "give-back") {  // from any list
    CHARTA_TRY(const bool is_own, is_own_work(work, *row, person));
    if (is_own) return not_so("a second review is somebody else's than who coded it");
  }
  if (act.event.starts_with("begin") || act.event.starts_with("finish") || act.event == "stands")
    CHARTA_TRY_DO(rows_.add_hand(work, row->encounter, person));
  row->state = item.state;
  ++row->version;  // who looks at the state before it takes no step from there
  row->changed_at = now;
  row->reason = act.reason_code;
  if (act.event == "begin" || act.event == "begin-anyway") {
    row->coder = person;
    row->begun_at = now;
    row->reviewed_at.reset();
  }
  if (act.event.starts_with("finish")) row->coded_at = now;
  if (item.state == "second-review" || act.event == "came-late") {  // a new round begins with an empty sheet
    row->reviewed_at.reset();
    row->reviewer = UserId();
    CHARTA_TRY_DO(rows_.save_sheet(work, row->encounter, SheetOf::reviewer, {}));
  }
  if (item.state == "final") {
    row->finalised_at = now;
    ++row->times_final;
    CHARTA_TRY(const auto sheet, rows_.sheet(work, row->encounter, SheetOf::coder));
    CHARTA_TRY(const auto judged, judge(work, *row, sheet));  // as the record and the tables say now
    row->grouped = judged.grouped;
    CHARTA_TRY_DO(rows_.clear_news(work, row->encounter));
  }
  CHARTA_TRY_DO(rows_.save(work, *row));
  return act.event == "finish" ? go_on(work, *row) : Result<void>();
}

/// Who began or finished it, wrote a code, of the abstract, or why a finding stands does not review it, whatever became of that.
Result<bool> CodingService::is_own_work(store::Reader& reader, const CodingCase& row, UserId who) const {
  return row.coder == who ? Result<bool>(true) : rows_.is_hand(reader, row.encounter, who);
}

/// What is coded is final, unless the lot sends it to a second reader or a physician is asked still.
Result<void> CodingService::go_on(store::UnitOfWork& work, const CodingCase& row) {
  if (row.state != "coded") return {};
  const bool is_inpatient = rules_.is_inpatient(row.class_code);
  if (is_inpatient && !row.reviewed_at && is_drawn(row.encounter, rules_.review_per_cent)) {
    CHARTA_TRY_DO(hand_to(work, row, UserId()));
    return step(work, row, "review");
  }
  CHARTA_TRY(const auto open, questions_.open_questions(work, row.encounter));
  return open == 0 ? step(work, row, "finalise") : Result<void>();
}

Result<void> CodingService::hand_to(store::UnitOfWork& work, const CodingCase& row, UserId to) {
  CHARTA_TRY(const auto item, worklists_.find(work, row.item));
  if (!item || item->owner == to) return {};
  worklists::Act act;
  act.event = to.is_set() ? "assign" : "release";
  act.assignee = to;
  CHARTA_TRY_DO(worklists_.apply(work, system_, row.item, act));
  return {};
}

Result<CodingView> CodingService::act(const Actor& actor, std::string_view encounter, std::int64_t version,
                                      const worklists::Act& act) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "cases are coded by people");
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto row, shown_case(work, actor, encounter, version));
    CHARTA_TRY_DO(require_holder(work, actor, row));
    if (act.event == "looked-at") return looked_at(work, actor, std::move(row));
    if (row.state == "second-review" && act.event != "discharge-undone") {
      CHARTA_TRY(const bool is_own, is_own_work(work, row, actor.author.user));
      if (is_own) return not_so("a second review is somebody else's than who coded it");
    }
    if (act.event == "compare") return compare_sheets(work, actor, std::move(row));
    CHARTA_TRY_DO(hand_to(work, row, actor.author.user));
    CHARTA_TRY_DO(worklists_.apply(work, actor, row.item, act));
    if (act.event == "give-back") return hand_to(work, row, row.coder);
    CHARTA_TRY(const auto after, rows_.find(work, row.encounter));
    return after && after->state == "second-review" ? hand_to(work, *after, UserId()) : Result<void>();
  });
  if (!done) return done.error();
  return open(actor, encounter);
}

Result<void> CodingService::looked_at(store::UnitOfWork& work, const Actor& actor, CodingCase row) {
  if (!is_being_worked(row.state)) return not_so("nobody works on this case: there is nothing to look at");
  CHARTA_TRY_DO(rows_.clear_news(work, row.encounter));
  ++row.version;
  CHARTA_TRY_DO(rows_.save(work, row));
  return note(work, actor, row, "news-seen");
}

/// From here on the reviewer sees the coder's sheet, and their own stands as it is.
Result<void> CodingService::compare_sheets(store::UnitOfWork& work, const Actor& actor, CodingCase row) {
  if (row.state != "second-review" || row.reviewed_at) return not_so("there is no second review to compare");
  CHARTA_TRY(const auto coder, rows_.sheet(work, row.encounter, SheetOf::coder));
  CHARTA_TRY(const auto reviewer, rows_.sheet(work, row.encounter, SheetOf::reviewer));
  if (reviewer.is_empty()) return not_so("code the case yourself first: then the two are compared");
  const auto comparison = compare(coder, reviewer);
  row.reviewer = actor.author.user;
  row.reviewed_at = clock_.now();
  row.agreed = comparison.agreed;
  row.reviewed = comparison.reviewed;
  ++row.version;
  CHARTA_TRY_DO(rows_.save(work, row));
  return note(work, actor, row, "sheets-compared");
}

Result<std::vector<ProposedCode>> CodingService::suggest(const Actor& actor, std::string_view encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  CodingCase row;
  std::vector<CodingDocument> documents;
  std::vector<suggestions::Note> notes;
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(row, seen_case(reader, actor, encounter));
    CHARTA_TRY(documents, documents_of(reader, actor, row));
    for (const auto& one : documents) {
      CHARTA_TRY(const auto stored, resources_.load(reader, one.resource_type, one.fhir_id));
      CHARTA_TRY(auto words, stored ? questions_.words_of(reader, stored->key) : Result<std::string>(std::string()));
      notes.push_back({std::move(words), one.type_code, one.is_of_discharge});
    }
    return {};
  });
  if (!done) return done.error();
  const auto day = zone_.local_date(row.ended_at);
  CHARTA_TRY(const auto dictionary, books_.dictionary(day, suggester_));
  std::vector<ProposedCode> proposed;
  for (auto& one : suggester_.suggest(notes, *dictionary, rules_.is_inpatient(row.class_code))) {
    const auto& document = documents[one.note];
    const auto title = books_.title(false, one.code, day);
    proposed.push_back({std::move(one), document, title});
  }
  return proposed;
}

}  // namespace charta::coding_desk
