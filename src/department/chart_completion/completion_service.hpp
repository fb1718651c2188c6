// SPDX-License-Identifier: Apache-2.0
// Deficiencies: what each file lacks, who owes it, since when, and how it is settled.
#pragma once
#include "base/clock.hpp"
#include "base/function_ref.hpp"
#include "department/chart_completion/completion_facts.hpp"
#include "department/chart_completion/held_looks.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_completion {

/// A deficiency as it stands now.
struct DeficiencyView {
  Deficiency row;
  ClockReading clock;
  std::vector<ClockStop> stops;
  std::string citation;
  bool is_verified = false;  ///< somebody compared the rule with its source
  std::string kind;          ///< "47": its number in VistA's file 393.3; empty: theirs has none
  std::string kind_title;
};

/// A step by a person. `responsible`: whom to ask, for assign-physician and reassign.
struct DeficiencyAct {
  std::string event;  ///< of the machine, or stop-clock, start-clock
  std::string reason, note;
  StaffMember responsible;
};

class CompletionService {
 public:
  CompletionService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                    encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
                    ledger::Ledger& ledger, const Clock& clock, KeySource& keys, TimeZone zone, CompletionRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        zone_(std::move(zone)),
        rules_(std::move(rules)),
        facts_(resources, chart, rules_) {}
  CompletionService(const CompletionService&) = delete;
  CompletionService& operator=(const CompletionService&) = delete;

  // At start-up.
  void declare();  ///< the queue `deficiency`
  void subscribe(happenings::Bus& bus);
  void ask_signatures_of(Signatures signatures) { facts_.ask_signatures_of(std::move(signatures)); }
  void ask_unopened_of(Unopened unopened) { facts_.ask_unopened_of(std::move(unopened)); }
  /// Told in the unit, each time an encounter was looked at: whoever goes by the same judgement need not judge again.
  using Judged = std::function<Result<void>(store::UnitOfWork&, const encounters::VisitRow&, const EncounterFacts&, const Analysis&)>;
  void tell(Judged judged) { judged_ = std::move(judged); }

  // In a unit.
  /// Looks at an encounter and opens, moves and closes what follows from it.
  Result<void> look(store::UnitOfWork& work, ResourceId encounter);
  /// Whatever is done by `acts` in this unit, each encounter is looked at once, behind all of it.
  Result<void> look_once(store::UnitOfWork& work, FunctionRef<Result<void>()> acts);

  // In the background.
  /// Files whose time has come, a unit each `per_unit` files; answers how many, at most `limit`. Run again until it answers 0.
  Result<std::int64_t> run_clock(std::int64_t limit, std::int64_t per_unit = 25);
  /// Every file that is open or ended lately is looked at again by run_clock: nightly, and when rules changed. Answers how many.
  Result<std::int64_t> ask_for_all();

  // For people. Errors: `not_found` (or not for this actor), `forbidden`, `business_rule`, `missing`, `unknown_code`.
  Result<std::vector<DeficiencyView>> owed(const access::Actor& actor, const OwedFilter& filter);
  Result<std::vector<OwedByStaff>> owed_by_staff(const access::Actor& actor);
  /// Owed and settled, of every encounter of the person or of one (FHIR id).
  Result<std::vector<DeficiencyView>> of_patient(const access::Actor& actor, PatientId patient);
  Result<std::vector<DeficiencyView>> of_encounter(const access::Actor& actor, std::string_view encounter);
  Result<DeficiencyView> get(const access::Actor& actor, DeficiencyId id);
  Result<DeficiencyView> act(const access::Actor& actor, DeficiencyId id, const DeficiencyAct& act);

  const FactsReader& facts() const { return facts_; }
  const CompletionRules& rules() const { return rules_; }
  const TimeZone& zone() const { return zone_; }
  const DeficiencyStore& rows() const { return rows_; }

 private:
  Result<DeficiencyView> view_of(store::Reader& reader, Deficiency row) const;
  Result<std::vector<DeficiencyView>> views_of(store::Reader& reader, const access::Actor& actor,
                                               std::vector<Deficiency> rows) const;

  Result<void> look_at(store::UnitOfWork& work, ResourceId encounter);
  Result<void> take(store::UnitOfWork& work, const encounters::VisitRow& visit, const Step& step);
  Result<void> open(store::UnitOfWork& work, const encounters::VisitRow& visit, const Finding& finding, const Deficiency* before);
  Result<void> update(store::UnitOfWork& work, const encounters::VisitRow& visit, const Finding& finding, Deficiency row);
  Result<void> keep_clock(store::UnitOfWork& work, const Finding& finding, Deficiency& row);
  Result<void> show_item(store::UnitOfWork& work, const Deficiency& row);
  Result<void> apply_step(store::UnitOfWork& work, const access::Actor& actor, WorkItemId item, std::string_view event,
                          std::string_view reason = {}, std::string_view note = {});
  Result<void> void_all(store::UnitOfWork& work, ResourceId encounter);
  Result<void> check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> name_physician(store::UnitOfWork& work, const access::Actor& actor, Deficiency row, const DeficiencyAct& act);
  Result<void> note_act(store::UnitOfWork& work, const access::Actor& actor, const Deficiency& row, std::string_view reason);
  Result<void> stop_clock(store::UnitOfWork& work, const access::Actor& actor, Deficiency row, const DeficiencyAct& act);

  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed);
  Result<void> document_left(store::UnitOfWork& work, ResourceId document, PatientId patient);
  Result<void> resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> procedure_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  Result<void> every_file_of(store::UnitOfWork& work, PatientId patient);
  Result<ResourceId> encounter_of(store::Reader& reader, ResourceId document) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  TimeZone zone_;
  CompletionRules rules_;
  FactsReader facts_;
  DeficiencyStore rows_;
  Judged judged_;
  HeldLooks held_;
  access::Actor system_ = access::Actor::system("chart-completion");
};

}  // namespace charta::chart_completion
