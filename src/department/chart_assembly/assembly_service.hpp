// SPDX-License-Identifier: Apache-2.0
// The file in its order, and whether it is whole.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart_assembly/assembly_rules.hpp"
#include "department/chart_assembly/completeness_store.hpp"
#include "department/chart_completion/completion_facts.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_assembly {

/// A chart, or the part of one encounter, in an order.
struct ArrangedChart {
  const ChartOrder* order = nullptr;
  std::string usual;  ///< the order in which it is opened
  bool in_house = false;
  std::vector<ArrangedSection> sections;
  std::int64_t total = 0;     ///< lines that this reader may see
  std::int64_t left_off = 0;  ///< of them not arranged: the chart is longer than any that is read at once
};

struct EncounterCompleteness {
  encounters::VisitRow visit;
  std::string state;  ///< of the machine; "open" while the patient is in the house
  std::vector<Missing> missing;
  std::optional<Instant> due_at;
  WorkItemId item;  ///< unset: not followed yet
  std::optional<Instant> changed_at;
  UserId changed_by;
  std::string reason;
};

class AssemblyService {
 public:
  /// `zone`: the facility's, for rules that count days.
  AssemblyService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                  encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
                  const chart_completion::FactsReader& facts, const Clock& clock, TimeZone zone, AssemblyRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        worklists_(worklists),
        facts_(facts),
        clock_(clock),
        zone_(std::move(zone)),
        rules_(std::move(rules)) {}

  // At start-up.
  void declare();  ///< the queue `chart-completeness`
  void subscribe(happenings::Bus& bus);
  /// Something that was promised for this encounter was fulfilled, excused or cancelled; in the unit that makes it so.
  Result<void> promise_changed(store::UnitOfWork& work, ResourceId encounter);

  // For people. Errors: `not_found` (the patient, the encounter, or not for this actor), `forbidden`, `unknown_code` (no such
  // order).
  /// `order`: empty for the usual one. `encounter`: FHIR id, or empty for the whole chart.
  Result<ArrangedChart> arranged(const access::Actor& actor, PatientId patient, std::string_view order,
                                 std::string_view encounter);
  /// Of every followed encounter of the person, the newest first.
  Result<std::vector<EncounterCompleteness>> of_patient(const access::Actor& actor, PatientId patient);
  Result<EncounterCompleteness> of_encounter(const access::Actor& actor, std::string_view encounter);
  /// A step of the machine, or "reopen" of a locked file, which needs a reason. An encounter that ended before it was followed is
  /// taken up.
  Result<EncounterCompleteness> act(const access::Actor& actor, std::string_view encounter, const worklists::Act& act);

  const AssemblyRules& rules() const { return rules_; }

 private:
  struct Looked {
    EncounterFacts facts;
    std::vector<Missing> missing;
  };
  Result<Looked> look(store::Reader& reader, const encounters::VisitRow& visit) const;
  Result<EncounterCompleteness> completeness(store::Reader& reader, const access::Actor& actor,
                                             const encounters::VisitRow& visit) const;
  Result<encounters::VisitRow> seen_visit(store::Reader& reader, const access::Actor& actor, std::string_view encounter) const;
  Result<std::vector<Problem>> problems(store::Reader& reader, const access::Actor& actor,
                                        const std::vector<PatientId>& records) const;

  Result<void> ended(store::UnitOfWork& work, ResourceId encounter);
  Result<void> follow(store::UnitOfWork& work, const encounters::VisitRow& visit, std::string_view state, std::string_view reason,
                      const access::Actor& actor);
  Result<void> touched(store::UnitOfWork& work, ResourceId encounter, bool is_late);
  Result<void> refresh(store::UnitOfWork& work, const CompletenessRow& row, const Looked& looked);
  Result<void> show(store::UnitOfWork& work, WorkItemId item, const encounters::VisitRow& visit, const Looked& looked);
  Result<void> go_on(store::UnitOfWork& work, const CompletenessRow& row);
  Result<void> step(store::UnitOfWork& work, WorkItemId item, std::string_view event);
  Result<void> taken_back(store::UnitOfWork& work, ResourceId encounter);
  Result<void> cancelled(store::UnitOfWork& work, ResourceId encounter);
  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed);
  Result<void> document_left(store::UnitOfWork& work, ResourceId document, PatientId patient);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  Result<void> relabelled(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> every_file_of(store::UnitOfWork& work, PatientId patient);
  Result<ResourceId> encounter_of(store::Reader& reader, ResourceId document) const;
  Result<void> check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  const chart_completion::FactsReader& facts_;
  const Clock& clock_;
  TimeZone zone_;
  AssemblyRules rules_;
  CompletenessStore rows_;
  access::Actor system_ = access::Actor::system("chart-assembly");
};

}  // namespace charta::chart_assembly
