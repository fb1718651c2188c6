// SPDX-License-Identifier: Apache-2.0
// What the record says of an encounter, as the analysis asks it.
#pragma once
#include "department/chart/chart_service.hpp"
#include "department/chart_completion/deficiency_store.hpp"
#include "department/encounters/encounter_service.hpp"

#include <functional>

namespace charta::chart_completion {

/// Whose signature a document that is not final waits for. The document itself says it (docStatus, TXA-17, author,
/// authenticator); a service of signatures completes what it says with who signed, and what is being written anew.
using Signatures = std::function<Result<DocumentDetail>(store::Reader&, const chart::ChartEntry&, DocumentDetail said)>;

/// Reports of this encounter that somebody is to review and has not opened for too long: what the distribution of copies says.
using Unopened = std::function<Result<std::vector<UnopenedReport>>(store::Reader&, ResourceId encounter)>;

class FactsReader {
 public:
  FactsReader(resources::ResourceService& resources, chart::ChartService& chart, const CompletionRules& rules)
      : resources_(resources), chart_(chart), rules_(rules) {}

  void ask_signatures_of(Signatures signatures) { signatures_ = std::move(signatures); }
  void ask_unopened_of(Unopened unopened) { unopened_ = std::move(unopened); }
  /// Everything but promises, whoever asks: what a reader may not see is kept from them where it is shown.
  Result<EncounterFacts> of(store::Reader& reader, const encounters::VisitRow& visit) const;

 private:
  Result<DocumentDetail> detail_of(store::Reader& reader, const chart::ChartEntry& line) const;
  Result<void> read_participants(store::Reader& reader, const encounters::VisitRow& visit, EncounterFacts& into) const;

  resources::ResourceService& resources_;
  chart::ChartService& chart_;
  const CompletionRules& rules_;
  Signatures signatures_;
  Unopened unopened_;
  DeficiencyStore rows_;
};

/// The person that a FHIR Reference names: by its reference, else its identifier; by a name alone nobody. Pure.
StaffMember staff_of(json::Value reference);
/// A Procedure as an operation, or nothing: it is none, it was not done, or nobody says when. Pure.
std::optional<Operation> operation_of(json::Value procedure, const CompletionRules& rules);

}  // namespace charta::chart_completion
