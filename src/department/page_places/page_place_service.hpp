// SPDX-License-Identifier: Apache-2.0
// Places on pages with a comment: whoever may read the document may mark it, and sees what others marked.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/page_places/page_place_store.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/ledger/ledger.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::page_places {

/// A place with the name of the document it is on.
struct ListedPlace {
  PagePlace place;
  std::string title;
  Instant document_at;
};

class PagePlaceService {
 public:
  PagePlaceService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                   chart::ChartService& chart, ledger::Ledger& ledger, const Clock& clock, KeySource& keys)
      : store_(store), resources_(resources), index_(index), chart_(chart), ledger_(ledger), clock_(clock), keys_(keys) {}

  /// At start-up: what was moved takes its places along.
  void subscribe(happenings::Bus& bus);

  // For people. Errors: `not_found`, `forbidden` (the document is not this actor's to read).
  /// Errors: `missing`, `invalid` (as check()), `not_found` (no such version), `business_rule` (no person; the document stands
  /// with nobody).
  Result<PagePlace> mark(const access::Actor& actor, std::string_view type, std::string_view id, const NewPlace& place);
  Result<std::vector<PagePlace>> of_document(const access::Actor& actor, std::string_view type, std::string_view id);
  /// Those that stand, of every document that this actor may see, linked records included.
  Result<std::vector<ListedPlace>> of_patient(const access::Actor& actor, PatientId patient);
  /// Its author's, or of whoever files documents. Errors: `missing` (reason), `business_rule` (retracted already).
  Result<PagePlace> retract(const access::Actor& actor, PlaceId place, const std::string& reason);

 private:
  Result<void> record(store::UnitOfWork& work, const access::Actor& actor, const PagePlace& place, std::string_view reason);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  PagePlaceStore rows_;
};

}  // namespace charta::page_places
