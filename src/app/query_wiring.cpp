// SPDX-License-Identifier: Apache-2.0
#include "app/query_wiring.hpp"

#include "app/hospital.hpp"
#include "department/document_search/search_store.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using physician_queries::Addressee;

Result<std::string> words_of_document(store::Reader& reader, ResourceId document) {
  const document_search::SearchStore rows;
  CHARTA_TRY(const auto known, rows.find(reader, document));
  std::string words;
  for (std::int64_t page = 1; known && page <= known->pages; ++page) {
    CHARTA_TRY(const auto text, rows.page(reader, document, page));
    words += (page > 1 ? "\f" : "") + text;
  }
  return words;
}

/// Accounts whose role writes into the record.
Result<std::vector<Addressee>> physicians_of(Hospital& hospital) {
  CHARTA_TRY(const auto users, hospital.access->list_users(access::Actor::system("physician-queries")));
  std::vector<Addressee> physicians;
  for (const auto& user : users)
    if (!user.disabled && !user.is_program && std::find(user.roles.begin(), user.roles.end(), "physician") != user.roles.end())
      physicians.push_back({user.id, user.display_name.empty() ? user.name : user.display_name});
  return physicians;
}

}  // namespace

Result<std::unique_ptr<physician_queries::QueryService>> open_physician_queries(Hospital& hospital) {
  using namespace physician_queries;
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, QueryRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  CHARTA_TRY(auto response, ResponseRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  QueryQuestions questions;
  questions.words_of = words_of_document;
  questions.physicians = [&hospital] { return physicians_of(hospital); };
  auto service = std::make_unique<QueryService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(rules), std::move(response), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
