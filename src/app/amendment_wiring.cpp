// SPDX-License-Identifier: Apache-2.0
#include "app/amendment_wiring.hpp"

#include "app/hospital.hpp"
#include "app/query_wiring.hpp"
#include "department/amendment_requests/amendment_store.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using amendment_requests::AmendmentDocument;

/// Whoever sees the item sees this document too: it stands in the same record and bears no label that the item does not bear.
Result<bool> is_seen_with(Hospital& hospital, store::Reader& reader, const worklists::WorkItem& item, ResourceId document) {
  CHARTA_TRY(const auto stored, hospital.resources->load(reader, document));
  if (!stored || stored->deleted || stored->facility != item.facility) return false;
  if ((stored->sensitivity & ~item.sensitivity) != 0) return false;
  CHARTA_TRY(const auto records, hospital.patient_index->expand(reader, item.patient));
  return std::find(records.begin(), records.end(), stored->patient) != records.end();
}

}  // namespace

Result<worklists::TaskPart> amendment_part(Hospital& hospital, const worklists::WorkItem& item) {
  CHARTA_TRY(auto named, hospital.store->read([&](store::Reader& reader) -> Result<std::vector<AmendmentDocument>> {
    CHARTA_TRY(auto request, amendment_requests::AmendmentStore().of_item(reader, item.id));
    if (!request) return std::vector<AmendmentDocument>();
    std::vector<AmendmentDocument> seen;
    for (auto& one : request->documents) {
      CHARTA_TRY(const bool is_seen, is_seen_with(hospital, reader, item, one.document));
      if (is_seen) seen.push_back(std::move(one));
    }
    return seen;
  }));
  worklists::TaskPart part;
  if (named.empty()) return part;
  part.write_members = [named = std::move(named)](json::Writer& out) {
    out.key("input").begin_array();
    for (const auto& one : named) {
      out.begin_object().key("type").begin_object().member("text", role_code(one.role)).end_object();
      out.key("valueReference").begin_object().member("reference", one.resource_type + "/" + one.fhir_id).end_object();
      out.end_object();
    }
    out.end_array();
  };
  return part;
}

Result<std::unique_ptr<amendment_requests::AmendmentService>> open_amendment_requests(Hospital& hospital, const TimeZone& zone) {
  using namespace amendment_requests;
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, AmendmentRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  AmendmentQuestions questions;
  questions.authors = [&hospital]() -> Result<std::vector<AskedAuthor>> {
    CHARTA_TRY(const auto writers, who_writes_the_record(hospital));
    std::vector<AskedAuthor> authors;
    for (const auto& one : writers) authors.push_back({one.user, one.name});
    return authors;
  };
  auto service = std::make_unique<AmendmentService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                    *hospital.chart, *hospital.worklists, *hospital.ledger, hospital.clock,
                                                    hospital.keys, zone, std::move(rules), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

Result<std::unique_ptr<record_quality::QualityService>> open_record_quality(Hospital& hospital) {
  CHARTA_TRY(auto rules, record_quality::QualityRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                            hospital.configuration.jurisdiction));
  auto service = std::make_unique<record_quality::QualityService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                                  *hospital.chart, *hospital.worklists, hospital.clock,
                                                                  hospital.keys, std::move(rules));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
