// SPDX-License-Identifier: Apache-2.0
// Warnings about what documents say: marked in the filing unit, judged behind it, answered by a person.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/document_search/search_store.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_quality/quality_store.hpp"
#include "record/worklists/worklist_service.hpp"

#include <string_view>
#include <vector>

namespace charta::record_quality {

class QualityService {
 public:
  QualityService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                 chart::ChartService& chart, worklists::WorklistService& worklists, const Clock& clock, KeySource& keys,
                 QualityRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        worklists_(worklists),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)) {}

  // At start-up.
  void declare();  ///< the queue `record-warning`
  void subscribe(happenings::Bus& bus);

  // In the background.
  /// Judges what is due and whose words were read, at most `limit`; answers how many it looked at.
  Result<std::int64_t> look_on(std::int64_t limit);

  // For people. Errors: `not_found` (or not for this actor: whoever may not see both documents does not see the warning).
  Result<Warning> of_item(const access::Actor& actor, WorkItemId item);
  Result<std::vector<Warning>> of_document(const access::Actor& actor, std::string_view type, std::string_view id);
  struct Period {
    std::vector<WarningCount> counts;  ///< a line each check
    std::vector<Warning> warnings;     ///< the list behind the numbers, as far as this actor sees them
  };
  Result<Period> period(const access::Actor& actor, Instant from, Instant until);

  const QualityRules& rules() const { return rules_; }

 private:
  /// What is read on a snapshot.
  struct Judged {
    bool is_waiting = false, is_gone = false;
    resources::StoredResource stored;
    std::vector<Finding> findings;
    std::optional<Sketch> sketch;
    std::vector<std::pair<ResourceId, access::SensitivityMask>> labels;  ///< of the documents on the other side
    std::vector<ResourceId> later;                                       ///< of its encounter: they are compared with it
  };
  Result<Judged> judge(store::Reader& reader, ResourceId document);
  Result<std::optional<JudgedNote>> note_of(store::Reader& reader, ResourceId document, PatientId patient, bool& is_waiting);
  Result<std::vector<chart::ChartEntry>> documents_beside(store::Reader& reader, const std::string& encounter);
  Result<void> compare_with_stay(store::Reader& reader, const JudgedNote& note, PatientId patient, const std::string& encounter,
                                 Judged& judged);
  Result<void> compare_with_earlier(store::Reader& reader, const JudgedNote& note, PatientId patient, Judged& judged);
  Result<void> remember(store::UnitOfWork& work, const QualityDue& due, const Judged& judged);
  Result<void> open(store::UnitOfWork& work, const Judged& judged, Warning warning, bool is_new);
  Result<void> settle(store::UnitOfWork& work, Warning warning);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item);
  Result<bool> shows(store::Reader& reader, const access::Actor& actor, const Warning& warning);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  const Clock& clock_;
  KeySource& keys_;
  QualityRules rules_;
  document_search::SearchStore words_;
  QualityStore rows_;
  access::Actor system_ = access::Actor::system("record-quality");
};

}  // namespace charta::record_quality
