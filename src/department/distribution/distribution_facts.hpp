// SPDX-License-Identifier: Apache-2.0
// What the record says of a document that is to be given out.
#pragma once
#include "department/chart/chart_service.hpp"
#include "department/distribution/recipient_store.hpp"
#include "department/encounters/encounter_service.hpp"

#include <functional>

namespace charta::distribution {

/// Whom the message that brought a document names: who ordered, who is to have copies (OBR-16, OBR-28, TXA-23). Wired in app/.
using NamedInMessage = std::function<Result<std::vector<Named>>(store::Reader&, MessageId)>;

/// A document as it is given out.
struct GivenDocument {
  resources::StoredResource stored;
  chart::ChartEntry line;
  DistributionFacts facts;
  ResourceId encounter;
  std::vector<std::string> replaces, appends;  ///< FHIR ids of documents
  std::string words;                           ///< as far as they can be read without a page reader
  std::string digest;                          ///< hex SHA-256 of the words and of what hangs at it
  bool is_withdrawn = false, is_replaced = false, is_withheld = false;
};

/// Whether a document with these labels is withheld until somebody looked whose it is.
bool is_quarantined(access::SensitivityMask sensitivity);
/// What its status and labels say: withdrawn, replaced, withheld. Pure.
void read_standing(json::Value resource, GivenDocument& into);

/// The ward that is to have a copy of what is finished in this stay, by its code; empty: none asks, or nobody lies there.
using WardOf = std::function<Result<std::string>(store::Reader&, ResourceId encounter)>;

class DistributionFactsReader {
 public:
  DistributionFactsReader(store::Store& store, resources::ResourceService& resources, encounters::EncounterService& encounters,
                          chart::ChartService& chart)
      : store_(store), resources_(resources), encounters_(encounters), chart_(chart) {}

  void ask_messages_of(NamedInMessage named) { named_in_message_ = std::move(named); }
  void ask_wards_of(WardOf ward_of) { ward_of_ = std::move(ward_of); }
  /// Nothing: it was deleted.
  Result<std::optional<GivenDocument>> of(store::Reader& reader, ResourceId document, std::string_view completion,
                                          const std::vector<MessageId>& sources = {}) const;
  /// The message that brought the version that stands.
  Result<MessageId> source_of(store::Reader& reader, ResourceId document) const;
  /// Its words and their digest alone.
  Result<void> read_words(store::Reader& reader, json::Value resource, GivenDocument& into) const;

 private:
  Result<void> read_encounter(store::Reader& reader, GivenDocument& into) const;
  Result<void> read_order(store::Reader& reader, json::Value resource, GivenDocument& into) const;
  Result<void> read_patient(store::Reader& reader, GivenDocument& into) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  NamedInMessage named_in_message_;
  WardOf ward_of_;
};

}  // namespace charta::distribution
