// SPDX-License-Identifier: Apache-2.0
#include "app/hospital.hpp"

#include <filesystem>

#include "access_schema.hpp"
#include "base/log.hpp"
#include "jobs_schema.hpp"
#include "ledger_schema.hpp"
#include "partners_schema.hpp"
#include "resources_schema.hpp"
#include "worklists_schema.hpp"

namespace charta::app {
namespace {

/// Every module's schema, lower layers first.
std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all;
  for (const auto schema : {ledger_schema(), access_schema(), jobs_schema(), worklists_schema(), partners_schema(), resources_schema()})
    all.insert(all.end(), schema.begin(), schema.end());
  return all;
}

Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorKind::unavailable, "the data directory " + folder + " cannot be made: " + error.message());
  return {};
}

}  // namespace

Hospital::Hospital(const Configuration& given, const Clock& wall) : configuration(given), clock(wall), keys(wall, given.node) {}

Result<std::unique_ptr<Hospital>> Hospital::open(const Configuration& configuration, const Clock& clock) {
  std::unique_ptr<Hospital> hospital(new Hospital(configuration, clock));
  CHARTA_TRY_DO(make_folder(configuration.data));
  CHARTA_TRY(hospital->rules, rules::RuleBook::load(configuration.rules));
  store::StoreOptions options;
  options.directory = configuration.data;
  options.database_url = configuration.database_url;
  options.read_only = configuration.read_only;
  CHARTA_TRY(hospital->store, store::Store::open(options));
  if (!configuration.read_only) CHARTA_TRY_DO(hospital->store->migrate(all_migrations()));
  Hospital& h = *hospital;
  h.ledger = std::make_unique<ledger::Ledger>(*h.store, clock, h.keys, configuration.data + "/ledger.key");
  h.store->set_before_group_commit([&ledger = *h.ledger](store::UnitOfWork& work) { return ledger.seal(work); });
  h.access = std::make_unique<access::AccessService>(*h.store, *h.ledger, clock, h.keys);
  h.jobs = std::make_unique<jobs::JobService>(*h.store, clock, h.keys);
  h.worklists = std::make_unique<worklists::WorklistService>(*h.store, *h.ledger, clock, h.keys);
  h.partners = std::make_unique<partners::PartnerService>(*h.store, *h.ledger, clock, h.keys);
  h.resources = std::make_unique<resources::ResourceService>(*h.store, *h.ledger, h.bus, clock, h.keys);
  return hospital;
}

Hospital::~Hospital() { stop_background(); }

void Hospital::start_background() {
  using namespace std::chrono_literals;
  const auto system = access::Actor::system("background");
  if (configuration.read_only) return;
  jobs->start(2);
  background_.every("seal", 200ms, [this] { return ledger->seal_pending(); });
  background_.every("worklist clock", 15s, [this, system]() -> Result<void> {
    while (true) {
      CHARTA_TRY(const auto moved, worklists->run_clock(system));
      if (moved == 0) return {};
    }
  });
}

void Hospital::stop_background() {
  background_.stop();
  if (jobs) jobs->stop();
  if (ledger && !configuration.read_only)
    if (const auto flushed = ledger->flush_program_reads(); !flushed) log::error("ledger.reads_not_flushed", {{"problem", flushed.error().message}});
}

}  // namespace charta::app
