// SPDX-License-Identifier: Apache-2.0
#include "app/query_wiring.hpp"

#include "app/hospital.hpp"
#include "department/document_search/search_store.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using physician_queries::Addressee;

/// A site may name its roles otherwise: who may write into the record may be asked what it means.
bool may_answer(const access::User& user, const std::vector<access::Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](const access::Role& role) {
    return std::find(role.permissions.begin(), role.permissions.end(), access::Permission::write_record) !=
               role.permissions.end() &&
           std::find(user.roles.begin(), user.roles.end(), role.name) != user.roles.end();
  });
}

}  // namespace

Result<std::vector<Addressee>> who_writes_the_record(Hospital& hospital) {
  const auto roles = hospital.access->roles();
  CHARTA_TRY(const auto users, hospital.access->list_users(access::Actor::system("physician-queries")));
  std::vector<Addressee> physicians;
  for (const auto& user : users)
    if (!user.disabled && !user.is_program && may_answer(user, roles))
      physicians.push_back({user.id, user.display_name.empty() ? user.name : user.display_name});
  return physicians;
}

Result<std::unique_ptr<physician_queries::QueryService>> open_physician_queries(Hospital& hospital) {
  using namespace physician_queries;
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, QueryRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  CHARTA_TRY(auto response, ResponseRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  QueryQuestions questions;
  questions.words_of = [](store::Reader& reader, ResourceId document) {
    return document_search::SearchStore().pages(reader, document);
  };
  questions.physicians = [&hospital] { return who_writes_the_record(hospital); };
  auto service = std::make_unique<QueryService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(rules), std::move(response), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
