// SPDX-License-Identifier: Apache-2.0
// A document meets what was expected: fulfils it, is suggested to a person, or stands unpromised; and what a person decides then.
#include "department/expected_records/expected_records_service.hpp"
#include "department/expected_records/item_acts.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

using namespace happenings;
using worklists::Act;
using worklists::WorkItem;

std::vector<const Expectation*> pointers(const std::vector<Expectation>& expectations) {
  std::vector<const Expectation*> list;
  list.reserve(expectations.size());
  for (const Expectation& expectation : expectations) list.push_back(&expectation);
  return list;
}

/// A suggestion that is not taken with the step is left behind by it, whatever the step: declined, cancelled, excused, gone on.
bool takes_suggestion(const Expectation& expectation, const Act& act) {
  if (act.second_subject != 0) return act.second_subject == expectation.document.key();
  return act.event == "confirm" || act.event == "file";
}
bool may_leave_suggestion(const Act& act) {
  return act.second_subject == 0 && (act.event == "decline" || act.event == "cancel" || act.event == "supersede");
}

Act naming(Act act, const DocumentFiled& document) {
  act.second_subject = document.document.key();
  act.second_subject_type = document.resource_type.empty() ? "DocumentReference" : document.resource_type;
  return act;
}

}  // namespace

Result<std::vector<Expectation>> ExpectedRecordsService::candidates(store::UnitOfWork& work, const DocumentFiled& document) {
  CHARTA_TRY(auto found, find_candidates(work, document));
  std::vector<PatientId> same{document.patient};
  const bool names_others =
      std::any_of(found.begin(), found.end(), [&](const Expectation& one) { return one.patient != document.patient; });
  if (names_others && questions_.linked) {
    CHARTA_TRY(const auto linked, questions_.linked(work, document.patient));
    same.insert(same.end(), linked.begin(), linked.end());
  }
  // A number that belongs to somebody else's order proves nothing.
  std::erase_if(found, [&](const Expectation& one) { return std::find(same.begin(), same.end(), one.patient) == same.end(); });
  return found;
}

Result<std::vector<Expectation>> ExpectedRecordsService::linked_candidates(store::UnitOfWork& work,
                                                                           const DocumentFiled& document) {
  std::vector<Expectation> found;
  if (!questions_.linked) return found;
  CHARTA_TRY(const auto linked, questions_.linked(work, document.patient));
  for (const PatientId patient : linked) {
    if (patient == document.patient) continue;
    CHARTA_TRY(auto open, find_open_of_patient(work, patient));
    std::move(open.begin(), open.end(), std::back_inserter(found));
  }
  return found;
}

Result<ExpectationId> ExpectedRecordsService::fulfil(store::UnitOfWork& work, const DocumentFiled& document, bool& is_suggested) {
  const MatchTerms terms{rules_.tolerances(zone_.local_date(document.at)).match_days, zone_};
  CHARTA_TRY(auto found, candidates(work, document));
  Matching matching = match(pointers(found), document, terms);
  std::vector<Expectation> linked;
  if (matching.certain.empty() && matching.answered.empty()) {
    CHARTA_TRY(linked, linked_candidates(work, document));
    if (!linked.empty()) {
      std::move(linked.begin(), linked.end(), std::back_inserter(found));
      matching = match(pointers(found), document, terms);
    }
  }
  for (const Match& one : matching.certain) CHARTA_TRY_DO(advance(work, *one.expectation, document));
  if (!matching.certain.empty()) return matching.certain.front().expectation->id;
  // An addendum or a correction belongs to what was filed; the report of a cancelled order is nobody's yet.
  for (const Match& one : matching.answered) {
    if (one.expectation->state == "filed") return one.expectation->id;
  }
  if (matching.suggested == nullptr) return ExpectationId();
  is_suggested = true;
  CHARTA_TRY_DO(suggest(work, *matching.suggested, document, matching.suggested_by));
  return matching.suggested->id;
}

Result<void> ExpectedRecordsService::advance(store::UnitOfWork& work, Expectation expectation, const DocumentFiled& document) {
  if (expectation.state == "possible-match" && expectation.document != document.document)
    CHARTA_TRY_DO(forget_suggestion(work, expectation));
  const std::string_view target = state_for_completion(document.completion);
  if (target == "cancelled") {
    CHARTA_TRY_DO(
        worklists_.apply(work, system_, expectation.work_item, naming(act_of("cancel", "no-result-possible"), document)));
    expectation.state = target;
  } else if (is_further(expectation.state, target)) {
    CHARTA_TRY_DO(worklists_.apply(work, system_, expectation.work_item, naming(act_of(event_into(target)), document)));
    expectation.state = target;
  }
  expectation.document = document.document;
  expectation.completion = document.completion;
  if (expectation.keys.filler.empty()) {
    expectation.keys.filler = document.keys.filler;
    expectation.keys.filler_assigner = document.keys.filler_assigner;
  }
  CHARTA_TRY_DO(update_expectation(work, expectation));
  return tell_of(work, expectation);
}

Result<void> ExpectedRecordsService::tell_of(store::UnitOfWork& work, const Expectation& expectation) {
  if (!promise_changed_ || !expectation.encounter.is_set()) return {};
  return promise_changed_(work, expectation.encounter);
}

Result<void> ExpectedRecordsService::suggest(store::UnitOfWork& work, Expectation expectation, const DocumentFiled& document,
                                             MatchKey by) {
  if (expectation.state == "possible-match" && expectation.document == document.document) return {};
  if (expectation.state != "expected" && expectation.state != "performed")
    return {};  // it has a document already, or another is suggested
  Act act = naming(act_of("suggest", "possible-match"), document);
  act.note = "agrees by " + std::string(match_key_code(by));
  CHARTA_TRY_DO(worklists_.apply(work, system_, expectation.work_item, act));
  expectation.state = "possible-match";
  expectation.document = document.document;
  expectation.completion = document.completion;
  return update_expectation(work, expectation);
}

/// A suggested document that is not it stands alone again, and must be explained.
Result<void> ExpectedRecordsService::forget_suggestion(store::UnitOfWork& work, const Expectation& expectation) {
  CHARTA_TRY_DO(set_fulfilled(work, expectation.document, ExpectationId()));
  CHARTA_TRY(auto document, find_filed_document(work, expectation.document));
  if (!document) return {};
  return explain_unpromised(work, *document);
}

Result<void> ExpectedRecordsService::explain_unpromised(store::UnitOfWork& work, const FiledDocument& document) {
  if (!document.needs_order || document.is_withdrawn) return {};
  Discovery discovery;
  discovery.finding = FindingClass::document_without_order;
  discovery.subject = document.filed.document.key();
  discovery.encounter = document.filed.encounter;
  discovery.patient = document.filed.patient;
  discovery.title = document.filed.keys.service_text;
  discovery.at = document.filed.at;
  discovery.resource_type = document.filed.resource_type;
  discovery.facility = document.filed.marks.facility;
  discovery.sensitivity = document.filed.marks.sensitivity;
  CHARTA_TRY_DO(reconciliation_.open(work, discovery));
  return {};
}

Result<void> ExpectedRecordsService::document_filed(store::UnitOfWork& work, const DocumentFiled& document) {
  const Date day = zone_.local_date(document.at);
  FiledDocument filed;
  filed.filed = document;
  filed.filed_at = clock_.now();
  filed.needs_order = rules_.needs_order(document.type_code, document.encounter.is_set(), day);
  filed.needs_encounter = rules_.needs_encounter(document.type_code, day);
  if (document.replaces_earlier) CHARTA_TRY_DO(leave_wrong_chart(work, document));
  bool is_suggested = false;
  CHARTA_TRY(filed.expectation, fulfil(work, document, is_suggested));
  CHARTA_TRY_DO(save_filed_document(work, filed));
  if (!filed.expectation.is_set()) return explain_unpromised(work, filed);
  // A newer version, or one that is proposed again, may have been a finding before.
  if (!is_suggested && !document.replaces_earlier) return {};
  return reconciliation_.resolve(work, FindingClass::document_without_order, document.document.key());
}

/// States never go back: what was promised is expected anew, and the old promise keeps its history.
Result<void> ExpectedRecordsService::expect_anew(store::UnitOfWork& work, Expectation expectation) {
  if (expectation.state == "possible-match") {
    CHARTA_TRY_DO(worklists_.apply(work, system_, expectation.work_item, act_of("decline", "document-withdrawn")));
    return {};
  }
  if (expectation.state != "filed" && !expectation.is_open()) return {};
  if (expectation.is_open())
    CHARTA_TRY_DO(worklists_.apply(work, system_, expectation.work_item, act_of("supersede", "document-withdrawn")));
  expectation.document = ResourceId();
  expectation.completion.clear();
  CHARTA_TRY_DO(open_one(work, system_, std::move(expectation)));
  return {};
}

/// A document that was moved out of a wrong chart fulfils nothing there any more.
Result<void> ExpectedRecordsService::leave_wrong_chart(store::UnitOfWork& work, const DocumentFiled& document) {
  CHARTA_TRY(const auto before, find_filed_document(work, document.document));
  if (!before || before->filed.patient == document.patient) return {};
  CHARTA_TRY(const auto known, find_by_document(work, document.document));
  for (const Expectation& expectation : known) {
    CHARTA_TRY(const bool is_same, is_same_person(work, document.patient, expectation.patient));
    if (is_same) continue;
    CHARTA_TRY_DO(set_fulfilled(work, document.document, ExpectationId()));
    CHARTA_TRY_DO(expect_anew(work, expectation));
  }
  // What there is to explain of it is asked again, of the patient whose it is.
  return reconciliation_.resolve(work, FindingClass::document_without_order, document.document.key());
}

Result<void> ExpectedRecordsService::document_withdrawn(store::UnitOfWork& work, const DocumentWithdrawn& document) {
  CHARTA_TRY(const auto filed, find_filed_document(work, document.document));
  if (filed && filed->is_withdrawn) return {};  // it is told again
  CHARTA_TRY_DO(mark_withdrawn(work, document.document));
  CHARTA_TRY(const auto known, find_by_document(work, document.document));
  for (const Expectation& expectation : known) CHARTA_TRY_DO(expect_anew(work, expectation));
  return reconciliation_.resolve(work, FindingClass::document_without_order, document.document.key());
}

// What a person does to the item in its queue.

Result<bool> ExpectedRecordsService::is_same_person(store::UnitOfWork& work, PatientId one, PatientId other) {
  if (one == other) return true;
  if (!questions_.linked) return false;
  CHARTA_TRY(const auto linked, questions_.linked(work, one));
  return std::find(linked.begin(), linked.end(), other) != linked.end();
}

Result<FiledDocument> ExpectedRecordsService::named_document(store::UnitOfWork& work, const WorkItem& item, ResourceId named) {
  const auto refused = [&](std::string_view why) {
    return fail(ErrorKind::business_rule, "document " + named.text() + " " + std::string(why), "second_subject");
  };
  CHARTA_TRY(auto document, find_filed_document(work, named));
  if (!document) return refused("stands in no chart; a promise is fulfilled by a document that does");
  if (document->is_withdrawn) return refused("was withdrawn; it fulfils nothing");
  CHARTA_TRY(const bool is_same, is_same_person(work, item.patient, document->filed.patient));
  if (!is_same) return refused("stands in another patient's chart");
  return std::move(*document);
}

Result<void> ExpectedRecordsService::entered(store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item,
                                             const Act& act) {
  // Reports arrive at every moment: where a program goes on to the next stage, nothing needs to be read.
  if (actor.kind == access::Actor::Kind::system && !may_leave_suggestion(act)) return set_state(work, item.id, item.state);
  CHARTA_TRY(auto expectation, find_by_work_item(work, item.id));
  if (!expectation) return fail(ErrorKind::internal, "work item " + item.id.text() + " has no expected record");
  if (expectation->state == "possible-match" && !takes_suggestion(*expectation, act)) {
    CHARTA_TRY_DO(forget_suggestion(work, *expectation));
    expectation->document = ResourceId();
    expectation->completion.clear();
  }
  expectation->state = item.state;
  if (act.second_subject != 0 && expectation->document.key() != act.second_subject) {
    CHARTA_TRY(const auto named, named_document(work, item, ResourceId(act.second_subject)));
    expectation->document = named.filed.document;
    expectation->completion = named.filed.completion;
  }
  CHARTA_TRY_DO(update_expectation(work, *expectation));
  CHARTA_TRY_DO(tell_of(work, *expectation));
  if (act.event == "confirm" || act.event == "file") return confirmed(work, actor, *expectation);
  return {};
}

Result<void> ExpectedRecordsService::confirmed(store::UnitOfWork& work, const access::Actor& actor,
                                               const Expectation& expectation) {
  CHARTA_TRY_DO(set_fulfilled(work, expectation.document, expectation.id));
  CHARTA_TRY_DO(reconciliation_.resolve(work, FindingClass::document_without_order, expectation.document.key()));
  // The document stands in the chart already: when it is final, so is the promise.
  if (expectation.state != "received" || state_for_completion(expectation.completion) != "filed") return {};
  CHARTA_TRY_DO(worklists_.apply(work, actor, expectation.work_item, act_of("file")));
  return {};
}

}  // namespace charta::expected_records
