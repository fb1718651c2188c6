// SPDX-License-Identifier: Apache-2.0
#include "app/coding_wiring.hpp"

#include "app/hospital.hpp"
#include "department/document_search/search_store.hpp"

namespace charta::app {
Result<std::unique_ptr<coding_desk::CodingService>> open_coding_desk(Hospital& hospital) {
  using namespace coding_desk;
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, CodingRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  CHARTA_TRY(auto words, suggestions::SuggestionRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  CHARTA_TRY(auto zone, TimeZone::open(hospital.configuration.zone));
  CodingQuestions questions;
  questions.words_of = [](store::Reader& reader, ResourceId document) {
    return document_search::SearchStore().pages(reader, document);
  };
  questions.open_questions = [&hospital](store::Reader& reader, ResourceId encounter) {
    return hospital.queries->rows().count_open(reader, encounter);
  };
  auto service = std::make_unique<CodingService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                 *hospital.encounters, *hospital.chart, *hospital.worklists, *hospital.ledger,
                                                 hospital.clock, *hospital.coding_books, std::move(zone), std::move(rules),
                                                 std::move(words), std::move(questions));
  service->declare();
  hospital.completion->tell(
      [desk = service.get()](store::UnitOfWork& work, const encounters::VisitRow& visit, const auto& facts,
                             const auto& analysis) { return desk->file_was_judged(work, visit, facts, analysis); });
  hospital.queries->tell([desk = service.get()](store::UnitOfWork& work, ResourceId encounter, std::string_view event) {
    return desk->question_moved(work, encounter, event);
  });
  return service;
}

}  // namespace charta::app
