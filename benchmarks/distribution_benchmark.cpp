// SPDX-License-Identifier: Apache-2.0
// Distribution: finished documents, each of an encounter with an attending physician and an author, given out on a store of its
// own.
//   distribution_benchmark FOLDER [DOCUMENTS]
#include "access_schema.hpp"
#include "chart_completion_schema.hpp"
#include "chart_schema.hpp"
#include "department/distribution/distribution_service.hpp"
#include "distribution_schema.hpp"
#include "document_search_schema.hpp"
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
using distribution::Channel;

double since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
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

constexpr int physicians = 300;

struct House {
  explicit House(const std::string& folder) {
    store::StoreOptions options;
    options.directory = folder;
    store = need(store::Store::open(options));
    std::vector<store::Migration> all;
    for (const auto schema : {ledger_schema(), access_schema(), jobs_schema(), worklists_schema(), resources_schema(),
                              patient_index_schema(), encounters_schema(), chart_schema(), expected_records_schema(),
                              document_search_schema(), chart_completion_schema(), distribution_schema()})
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
    bus.on("resource_changed", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus.on("resource_changed", "chart", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return chart->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    service = std::make_unique<distribution::DistributionService>(*store, *resources, *index, *encounters, *chart, *worklists,
                                                                  *ledger, clock, keys,
                                                                  need(distribution::DistributionRules::read(book, today, "US")));
    service->declare();
    service->subscribe(bus);
  }
  std::string create(const std::string& type, const std::string& body) {
    return need(resources->create(system, type, body, "")).id;
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
  std::unique_ptr<distribution::DistributionService> service;
  access::Actor system = access::Actor::system("benchmark");
};

std::string physician(int n) {
  return R"({"identifier":{"system":"urn:npi","value":")" + std::to_string(100 + n % physicians) +
         R"("},"display":"A physician"})";
}

void register_physicians(House& house) {
  for (int n = 0; n < physicians; ++n) {
    distribution::Recipient one;
    one.key = "urn:npi|" + std::to_string(100 + n);
    one.name = "Physician " + std::to_string(n);
    one.user = UserId(1000 + n);
    one.ways = {{Channel::inbox, ""}};
    need(house.service->save_recipient(house.system, one));
  }
  need(house.service->begin(house.system));
}

void file(House& house, int documents) {
  const auto patient =
      house.create("Patient", R"({"resourceType":"Patient","name":[{"family":"Marsh"}],"birthDate":"1961-04-02"})");
  const std::string subject = R"("subject":{"reference":"Patient/)" + patient + "\"},";
  std::string encounter;
  for (int n = 0; n < documents; ++n) {
    if (n % 20 == 0)
      encounter =
          house.create("Encounter", R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},)" + subject +
                                        R"("participant":[{"type":[{"coding":[{"code":"ATND"}]}],"individual":)" + physician(n) +
                                        R"(}],"period":{"start":"2026-02-20T10:00:00Z","end":"2026-02-25T09:00:00Z"}})");
    house.create("DocumentReference",
                 R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-02-24T10:00:00Z",)" +
                     subject + R"("type":{"coding":[{"system":"http://loinc.org","code":"11506-3"}]},"author":[)" +
                     physician(n + 7) + R"(],"context":{"encounter":[{"reference":"Encounter/)" + encounter +
                     R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" +
                     to_base64("Progress note " + std::to_string(n) + ": no acute distress.") + R"("}}]})");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "distribution_benchmark FOLDER [DOCUMENTS]\n");
    return 2;
  }
  const int documents = argc > 2 ? std::atoi(argv[2]) : 5000;
  std::filesystem::create_directories(argv[1]);
  House house(argv[1]);
  register_physicians(house);
  auto began = std::chrono::steady_clock::now();
  file(house, documents);
  const double filing = since(began);
  began = std::chrono::steady_clock::now();
  std::int64_t settled = 0;
  while (true) {
    const auto some = need(house.service->expand_due(500));
    if (some == 0) break;
    settled += some;
  }
  const double giving = since(began);
  const auto figures = need(house.service->figures(house.system));
  const auto page = need(house.service->list(house.system, {}));
  std::printf("filed %d documents: %.0f a second\n", documents, documents / filing);
  std::printf("given out %lld documents as %lld copies: %.0f documents a second, %.0f copies\n", static_cast<long long>(settled),
              static_cast<long long>(page.total), static_cast<double>(settled) / giving,
              static_cast<double>(page.total) / giving);
  std::printf("waiting: %lld\n", static_cast<long long>(figures.waiting));
  return 0;
}
