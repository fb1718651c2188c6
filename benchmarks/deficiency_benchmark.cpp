// SPDX-License-Identifier: Apache-2.0
// Deficiencies: one encounter with 300 documents, and a night over 100,000 open encounters, on a store of its own.
//   deficiency_benchmark FOLDER [ENCOUNTERS] [DOCUMENTS_EACH]
#include "access_schema.hpp"
#include "chart_completion_schema.hpp"
#include "chart_schema.hpp"
#include "department/chart_completion/completion_service.hpp"
#include "encounters_schema.hpp"
#include "expected_records_schema.hpp"
#include "jobs_schema.hpp"
#include "ledger_schema.hpp"
#include "patient_index_schema.hpp"
#include "resources_schema.hpp"
#include "worklists_schema.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace charta;
using Seconds = std::chrono::duration<double>;

double since(std::chrono::steady_clock::time_point began) {
  return Seconds(std::chrono::steady_clock::now() - began).count();
}

template <class T>
T need(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().message.c_str());
    std::exit(1);
  }
  return std::move(*result);
}
void need(Result<void> result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

/// The departments that deficiencies rest on.
struct House {
  explicit House(const std::string& folder) {
    store::StoreOptions options;
    options.directory = folder;
    store = need(store::Store::open(options));
    std::vector<store::Migration> all;
    for (const auto schema :
         {ledger_schema(), access_schema(), jobs_schema(), worklists_schema(), resources_schema(), patient_index_schema(),
          encounters_schema(), chart_schema(), expected_records_schema(), chart_completion_schema()})
      all.insert(all.end(), schema.begin(), schema.end());
    need(store->migrate(all));
    const auto book = need(rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules"));
    const Date today = clock.now().utc_date();
    ledger = std::make_unique<ledger::Ledger>(*store, clock, keys, folder + "/ledger.key");
    worklists = std::make_unique<worklists::WorklistService>(*store, *ledger, clock, keys);
    worklists->set_reasons(need(worklists::Reasons::from_rule(*need(book.in_force("worklists/reasons", today)))));
    resources = std::make_unique<resources::ResourceService>(*store, *ledger, bus, clock, keys);
    const auto* weights = need(book.in_force("patient-index/starter-weights", today));
    index = std::make_unique<patient_index::PatientIndexService>(
        *store, *resources, *ledger, bus, clock, keys,
        need(patient_index::Weights::parse(weights->parameters, weights->reference())));
    encounters = std::make_unique<encounters::EncounterService>(*resources, bus, clock);
    chart = std::make_unique<chart::ChartService>(
        *store, *resources, *index, bus, clock,
        need(chart::DocumentTypes::parse(need(book.in_force("chart/document-types", today))->parameters)));
    completion = std::make_unique<chart_completion::CompletionService>(
        *store, *resources, *index, *encounters, *chart, *worklists, *ledger, clock, keys, TimeZone::utc(),
        need(chart_completion::CompletionRules::read(book, today, "US")));
    completion->declare();
  }
  ManualClock clock{*Instant::parse("2026-03-01T08:00:00Z")};
  TimeOrderedKeys keys{clock, 1};
  happenings::Bus bus;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<worklists::WorklistService> worklists;
  std::unique_ptr<resources::ResourceService> resources;
  std::unique_ptr<patient_index::PatientIndexService> index;
  std::unique_ptr<encounters::EncounterService> encounters;
  std::unique_ptr<chart::ChartService> chart;
  std::unique_ptr<chart_completion::CompletionService> completion;
  access::Actor system = access::Actor::system("benchmark");
};

std::string encounter_text(int n) {
  return R"({"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},"participant":[{"type":[{"coding":[{"code":"ATND"}]}],"individual":{"identifier":{"system":"urn:npi","value":")" +
         std::to_string(100 + n % 300) +
         R"("},"display":"A physician"}}],"period":{"start":"2026-02-20T10:00:00Z","end":"2026-02-25T09:00:00Z"}})";
}

std::string document_text(int n, bool is_final) {
  return R"({"resourceType":"DocumentReference","status":"current","docStatus":")" +
         std::string(is_final ? "final" : "preliminary") +
         R"(","date":"2026-02-24T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3"}]},"author":[{"identifier":{"system":"urn:npi","value":")" +
         std::to_string(100 + n % 300) + R"("}}],"content":[{"attachment":{"contentType":"text/plain","data":"d29yZHM="}}]})";
}

void fill(House& house, int encounters, int documents) {
  const PatientId patient(house.keys.next_key());
  chart::ChartStore lines;
  encounters::EncounterStore visits;
  chart_completion::DeficiencyStore files;
  int n = 0;
  while (n < encounters) {
    const int until = std::min(encounters, n + 200);
    std::vector<resources::Prepared> prepared, papers;
    for (int at = n; at < until; ++at) {
      prepared.push_back(need(house.resources->prepare(encounter_text(at))));
      papers.push_back(need(house.resources->prepare(document_text(at, false))));
    }
    need(house.store->write([&](store::UnitOfWork& work) -> Result<void> {
      for (int at = n; at < until; ++at) {
        auto& one = prepared[static_cast<std::size_t>(at - n)];
        auto& paper = papers[static_cast<std::size_t>(at - n)];
        CHARTA_TRY_DO(house.resources->put(work, house.system, one));
        CHARTA_TRY_DO(house.resources->put(work, house.system, paper));
        encounters::VisitRow visit;
        visit.encounter = one.key();
        visit.fhir_id = one.id();
        visit.patient = patient;
        visit.class_code = "IMP";
        visit.status = "finished";
        visit.started_at = Instant::parse("2026-02-20T10:00:00Z");
        visit.ended_at = Instant::parse("2026-02-25T09:00:00Z");
        CHARTA_TRY_DO(visits.save(work, visit));
        for (int page = 0; page < documents; ++page) {
          chart::ChartEntry line;
          line.patient = patient;
          line.at = visit.started_at->plus(std::chrono::hours(page % 100));
          line.resource = page == 0 ? paper.key() : ResourceId(house.keys.next_key());
          line.kind = "document";
          line.resource_type = "DocumentReference";
          line.fhir_id = line.resource.text();
          line.title = line.title_code = page == 1 ? "34117-2" : "11506-3";
          line.status = page == 0 ? "preliminary" : "final";
          line.encounter = visit.fhir_id;
          CHARTA_TRY_DO(lines.save(work, line, false));
        }
        CHARTA_TRY_DO(files.save_file(work, {visit.encounter, patient, visit.ended_at, Instant(), house.clock.now(), true}));
      }
      return {};
    }));
    n = until;
  }
}

void nights(House& house, int encounters) {
  const auto first = std::chrono::steady_clock::now();
  std::int64_t looked = 0, now = 0;
  while ((now = need(house.completion->run_clock(5'000))) > 0) looked += now;
  std::printf("first night, everything opens: %lld encounters in %.1f s\n", static_cast<long long>(looked), since(first));
  house.clock.advance(std::chrono::hours(24));
  const auto asked = std::chrono::steady_clock::now();
  const auto all = need(house.completion->ask_for_all());
  std::printf("asked for %lld of %d in %.2f s\n", static_cast<long long>(all), encounters, since(asked));
  const auto second = std::chrono::steady_clock::now();
  looked = 0;
  while ((now = need(house.completion->run_clock(5'000))) > 0) looked += now;
  std::printf("second night, little changes: %lld encounters in %.1f s\n", static_cast<long long>(looked), since(second));
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  const int encounters = count > 2 ? std::atoi(words[2]) : 100'000, documents = count > 3 ? std::atoi(words[3]) : 10;
  std::filesystem::create_directories(words[1]);
  House house(words[1]);
  fill(house, 1, 300);
  const auto one = std::chrono::steady_clock::now();
  need(house.completion->run_clock(1));
  std::printf("one encounter with 300 documents, looked at and its deficiencies opened: %.2f ms\n", since(one) * 1000);
  house.clock.advance(std::chrono::hours(1));
  need(house.completion->ask_for_all());
  const auto again = std::chrono::steady_clock::now();
  need(house.completion->run_clock(1));
  std::printf("looked at again: %.2f ms\n", since(again) * 1000);
  const auto filling = std::chrono::steady_clock::now();
  fill(house, encounters, documents);
  std::printf("%d encounters with %d documents made in %.0f s\n", encounters, documents, since(filling));
  nights(house, encounters);
}
