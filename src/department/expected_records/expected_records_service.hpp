// SPDX-License-Identifier: Apache-2.0
// What each order and each visit should yield, from the promise to the filed document.
#pragma once
#include "base/clock.hpp"
#include "department/expected_records/expectation_rules.hpp"
#include "department/expected_records/expectation_store.hpp"
#include "department/expected_records/filed_document_store.hpp"
#include "department/expected_records/match.hpp"
#include "department/expected_records/reconciliation_service.hpp"
#include "record/happenings/happening.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <string>
#include <vector>

namespace charta::expected_records {

/// Written by hand: a promise that no message made.
struct ManualExpectation {
  PatientId patient;
  ResourceId order, encounter;
  std::string title, department, type_code;
  worklists::Priority priority = worklists::Priority::routine;
  Instant due_at;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

class ExpectedRecordsService {
 public:
  /// `zone`: the facility's, for rules that count days.
  ExpectedRecordsService(store::Store& store, worklists::WorklistService& worklists, ReconciliationService& reconciliation,
                         const ExpectationRules& rules, const Clock& clock, KeySource& keys, TimeZone zone,
                         Questions questions = {});

  /// At start-up: the kind `expected-record`.
  void declare();

  // Reactions, in the unit of the happening. Each may come twice and does its work once.
  Result<void> order_placed(store::UnitOfWork& work, const happenings::OrderPlaced& order);
  Result<void> order_cancelled(store::UnitOfWork& work, const happenings::OrderCancelled& order);
  Result<void> encounter_started(store::UnitOfWork& work, const happenings::EncounterStarted& encounter);
  Result<void> encounter_ended(store::UnitOfWork& work, const happenings::EncounterEnded& encounter);
  Result<void> encounter_cancelled(store::UnitOfWork& work, const happenings::EncounterCancelled& encounter);
  Result<void> encounter_reopened(store::UnitOfWork& work, const happenings::EncounterReopened& encounter);
  Result<void> appointment_booked(store::UnitOfWork& work, const happenings::AppointmentBooked& appointment);
  Result<void> appointment_cancelled(store::UnitOfWork& work, const happenings::AppointmentCancelled& appointment);
  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& document);
  Result<void> document_withdrawn(store::UnitOfWork& work, const happenings::DocumentWithdrawn& document);
  Result<void> record_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed);
  /// What moved keeps its promises; a document that left the order or visit it answered leaves the promise open again.
  Result<void> record_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  /// At start-up. Runs in the unit in which a promise of an encounter was fulfilled, excused or cancelled.
  using PromiseChanged = std::function<Result<void>(store::UnitOfWork&, ResourceId encounter)>;
  void when_promise_changes(PromiseChanged reaction) { promise_changed_ = std::move(reaction); }
  /// Subscribes all of them.
  void subscribe(happenings::Bus& bus);

  /// Errors: `forbidden`, `missing` (patient or title).
  Result<Expectation> expect(const access::Actor& actor, const ManualExpectation& manual);
  /// Expected today and overdue, by source department.
  Result<std::vector<DepartmentCount>> by_department(const access::Actor& actor);

 private:
  Result<void> open_all(store::UnitOfWork& work, const Expectation& seed, const std::vector<Demand>& demands);
  Result<Expectation> open_one(store::UnitOfWork& work, const access::Actor& actor, Expectation expectation);
  Result<void> refresh(store::UnitOfWork& work, Expectation expectation, const Expectation& seed,
                       const std::vector<Demand>& demands);
  Result<void> leave_all(store::UnitOfWork& work, const std::vector<Expectation>& expectations, std::string_view event,
                         std::string_view reason);
  Result<void> match_early(store::UnitOfWork& work, const happenings::OrderPlaced& order);
  Result<bool> attach_appointment(store::UnitOfWork& work, const happenings::EncounterStarted& encounter);

  Result<std::vector<Expectation>> candidates(store::UnitOfWork& work, const happenings::DocumentFiled& document);
  Result<std::vector<Expectation>> linked_candidates(store::UnitOfWork& work, const happenings::DocumentFiled& document);
  Result<ExpectationId> fulfil(store::UnitOfWork& work, const happenings::DocumentFiled& document, bool& is_suggested);
  Result<void> tell_of(store::UnitOfWork& work, const Expectation& expectation);
  Result<void> advance(store::UnitOfWork& work, Expectation expectation, const happenings::DocumentFiled& document);
  Result<void> suggest(store::UnitOfWork& work, Expectation expectation, const happenings::DocumentFiled& document, MatchKey by);
  Result<void> document_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved,
                              const happenings::RecordMoved::Piece& piece);
  Result<void> explain_unpromised(store::UnitOfWork& work, const FiledDocument& document);
  Result<void> expect_anew(store::UnitOfWork& work, Expectation expectation);
  Result<void> leave_wrong_chart(store::UnitOfWork& work, const happenings::DocumentFiled& document);
  Result<void> forget_suggestion(store::UnitOfWork& work, const Expectation& expectation);

  /// A promise is fulfilled by a document that stands in the chart of the same person, and by no other.
  Result<FiledDocument> named_document(store::UnitOfWork& work, const worklists::WorkItem& item, ResourceId named);
  Result<bool> is_same_person(store::UnitOfWork& work, PatientId one, PatientId other);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> confirmed(store::UnitOfWork& work, const access::Actor& actor, const Expectation& expectation);

  store::Store& store_;
  worklists::WorklistService& worklists_;
  ReconciliationService& reconciliation_;
  const ExpectationRules& rules_;
  const Clock& clock_;
  KeySource& keys_;
  TimeZone zone_;
  Questions questions_;
  PromiseChanged promise_changed_;
  access::Actor system_;
};

}  // namespace charta::expected_records
