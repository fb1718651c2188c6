// SPDX-License-Identifier: Apache-2.0
#include "app/hospital.hpp"

#include "access_schema.hpp"
#include "amendment_requests_schema.hpp"
#include "app/amendment_wiring.hpp"
#include "app/archive_wiring.hpp"
#include "app/assembly_wiring.hpp"
#include "app/coding_wiring.hpp"
#include "app/completion_wiring.hpp"
#include "app/counter_wiring.hpp"
#include "app/data_entry_wiring.hpp"
#include "app/distribution_links.hpp"
#include "app/distribution_wiring.hpp"
#include "app/downtime_wiring.hpp"
#include "app/faces.hpp"
#include "app/fixity_wiring.hpp"
#include "app/floor_wiring.hpp"
#include "app/glass_reviews.hpp"
#include "app/identity_wiring.hpp"
#include "app/imaging_objects_wiring.hpp"
#include "app/imaging_wiring.hpp"
#include "app/mail_folder.hpp"
#include "app/misfile_wiring.hpp"
#include "app/overlay_wiring.hpp"
#include "app/paper_wiring.hpp"
#include "app/production_wiring.hpp"
#include "app/query_wiring.hpp"
#include "app/reactions.hpp"
#include "app/scan_folder.hpp"
#include "app/shift_wiring.hpp"
#include "app/signature_wiring.hpp"
#include "base/log.hpp"
#include "chart_assembly_schema.hpp"
#include "chart_completion_schema.hpp"
#include "chart_schema.hpp"
#include "coding_desk_schema.hpp"
#include "counter_schema.hpp"
#include "data_entry_schema.hpp"
#include "disaster_identities_schema.hpp"
#include "distribution_schema.hpp"
#include "document_imaging_schema.hpp"
#include "document_search_schema.hpp"
#include "downtime_schema.hpp"
#include "encounters_schema.hpp"
#include "expected_records_schema.hpp"
#include "fixity_schema.hpp"
#include "floor_delivery_schema.hpp"
#include "imaging_objects_schema.hpp"
#include "intake_schema.hpp"
#include "jobs_schema.hpp"
#include "kept_codes_schema.hpp"
#include "ledger_schema.hpp"
#include "loose_reports_schema.hpp"
#include "misfile_watch_schema.hpp"
#include "off_site_orders_schema.hpp"
#include "page_places_schema.hpp"
#include "paper_charts_schema.hpp"
#include "paper_interface_schema.hpp"
#include "partners_schema.hpp"
#include "patient_index_schema.hpp"
#include "physician_queries_schema.hpp"
#include "record/worklists/chase.hpp"
#include "record_moves_schema.hpp"
#include "record_production_schema.hpp"
#include "record_quality_schema.hpp"
#include "resources_schema.hpp"
#include "shelf_audits_schema.hpp"
#include "shift_desk_schema.hpp"
#include "signatures_schema.hpp"
#include "store/blobs.hpp"
#include "transport/mllp/client.hpp"
#include "worklists_schema.hpp"

#include <filesystem>

namespace charta::app {
namespace {

/// Every module's schema, lower layers first.
std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all;
  for (const auto schema : {ledger_schema(),
                            access_schema(),
                            jobs_schema(),
                            worklists_schema(),
                            fixity_schema(),
                            partners_schema(),
                            resources_schema(),
                            patient_index_schema(),
                            encounters_schema(),
                            chart_schema(),
                            record_moves_schema(),
                            expected_records_schema(),
                            intake_schema(),
                            document_imaging_schema(),
                            document_search_schema(),
                            misfile_watch_schema(),
                            paper_charts_schema(),
                            paper_interface_schema(),
                            off_site_orders_schema(),
                            record_production_schema(),
                            chart_assembly_schema(),
                            page_places_schema(),
                            imaging_objects_schema(),
                            shelf_audits_schema(),
                            counter_schema(),
                            chart_completion_schema(),
                            shift_desk_schema(),
                            disaster_identities_schema(),
                            downtime_schema(),
                            physician_queries_schema(),
                            signatures_schema(),
                            loose_reports_schema(),
                            floor_delivery_schema(),
                            coding_desk_schema(),
                            kept_codes_schema(),
                            data_entry_schema(),
                            amendment_requests_schema(),
                            record_quality_schema(),
                            distribution_schema()})
    all.insert(all.end(), schema.begin(), schema.end());
  return all;
}

/// Of bytes that the mirror takes in half a second: it catches up without taking the disk from the desks.
constexpr std::int64_t mirrored_at_once = 20'000'000;

/// What is asked for by now, for a second at most, so that a server which is to stop does not read its archive first; before it,
/// once, everything that was filed before there was a search.
Result<void> keep_search_current(document_search::SearchService& search) {
  CHARTA_TRY_DO(search.list_record());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (std::chrono::steady_clock::now() < until) {
    CHARTA_TRY(const auto settled, search.read_due());
    if (settled == 0) return {};
  }
  return {};
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
  store::StoreOptions options;
  options.directory = configuration.data;
  options.database_url = configuration.database_url;
  options.read_only = configuration.read_only;
  options.log_reserve = configuration.log_reserve;
  options.blob_mirror = configuration.blob_mirror;
  return open(configuration, clock, options);
}

Result<std::unique_ptr<Hospital>> Hospital::open(const Configuration& configuration, const Clock& clock,
                                                 const store::StoreOptions& options) {
  return open(configuration, clock, options, access::AccessOptions{});
}

Result<std::unique_ptr<Hospital>> Hospital::open(const Configuration& configuration, const Clock& clock,
                                                 const store::StoreOptions& options, access::AccessOptions access_options) {
  access_options.rules_folder = configuration.rules + "/access";
  std::unique_ptr<Hospital> hospital(new Hospital(configuration, clock));
  CHARTA_TRY_DO(make_folder(configuration.data));
  CHARTA_TRY(hospital->rules, rules::RuleBook::load(configuration.rules));
  const Date today = clock.now().utc_date();
  CHARTA_TRY(hospital->limits, read_limits(hospital->rules, today, configuration.jurisdiction));
  CHARTA_TRY(hospital->pauses, read_pauses(hospital->rules, today, configuration.jurisdiction));
  CHARTA_TRY(hospital->store, store::Store::open(options));
  if (!configuration.read_only) CHARTA_TRY_DO(hospital->store->migrate(all_migrations()));
  CHARTA_TRY_DO(hospital->open_record(access_options));
  CHARTA_TRY_DO(hospital->open_departments());
  hospital->declare_jobs();
  wire_reactions(*hospital);
  wire_glass_reviews(*hospital);
  CHARTA_TRY_DO(wire_faces(*hospital));
  return hospital;
}

Result<void> Hospital::open_record(const access::AccessOptions& access_options) {
  ledger = std::make_unique<ledger::Ledger>(*store, clock, keys, configuration.data + "/ledger.key", configuration.witness);
  ledger->set_clock_tolerance(pauses.clock_tolerance);
  access = std::make_unique<access::AccessService>(*store, *ledger, clock, keys, access_options);
  jobs = std::make_unique<jobs::JobService>(*store, clock, keys);
  worklists = std::make_unique<worklists::WorklistService>(*store, *ledger, clock, keys);
  partners = std::make_unique<partners::PartnerService>(*store, *ledger, clock, keys);
  partners->set_pauses(pauses.outbox);
  resources = std::make_unique<resources::ResourceService>(*store, *ledger, bus, clock, keys);
  CHARTA_TRY(auto labels, access::SecurityLabels::load(configuration.rules + "/access"));
  resources->set_security_labels(std::move(labels));
  const Date today = clock.now().utc_date();
  CHARTA_TRY(const auto* reasons, rules.in_force("worklists/reasons", today, configuration.jurisdiction));
  CHARTA_TRY(auto read_reasons, worklists::Reasons::from_rule(*reasons));
  worklists->set_reasons(std::move(read_reasons));
  CHARTA_TRY(const auto* ladders, rules.in_force("worklists/chase-ladder", today, configuration.jurisdiction));
  CHARTA_TRY(auto read, worklists::read_ladders(*ladders));
  worklists->set_ladders(std::move(read));
  CHARTA_TRY(auto answerers, worklists::read_answerers(*ladders));
  worklists->set_answerers(std::move(answerers));
  worklists->declare(worklists::chase_machine());
  return {};
}

Result<void> Hospital::open_departments() {
  const Date today = clock.now().utc_date();
  CHARTA_TRY(const auto zone, TimeZone::open(configuration.zone));
  CHARTA_TRY(const auto* weights_rule, rules.in_force("patient-index/starter-weights", today, configuration.jurisdiction));
  CHARTA_TRY(auto weights, patient_index::Weights::parse(weights_rule->parameters, weights_rule->reference()));
  patient_index =
      std::make_unique<patient_index::PatientIndexService>(*store, *resources, *ledger, bus, clock, keys, std::move(weights));
  resources->add_guard("Patient", [this](store::UnitOfWork&, const access::Actor& actor, std::string_view, json::Value before,
                                         json::Value after) { return patient_index->guard_write(actor, before, after); });
  resources->set_patient_expansion([this](store::Reader& reader, PatientId patient) {
    reader.next_is_apart();  // links of a moment ago give the answer of a moment ago
    return patient_index->expand(reader, patient);
  });
  encounters = std::make_unique<encounters::EncounterService>(*resources, bus, clock);
  CHARTA_TRY(identity, open_identity(*this));
  registration = open_registration(*this);
  CHARTA_TRY(paper_merges, open_paper_merges(*this));
  CHARTA_TRY(const auto* types_rule, rules.in_force("chart/document-types", today, configuration.jurisdiction));
  CHARTA_TRY(auto types, chart::DocumentTypes::parse(types_rule->parameters));
  chart = std::make_unique<chart::ChartService>(*store, *resources, *patient_index, bus, clock, std::move(types));
  CHARTA_TRY(auto expectations, expected_records::ExpectationRules::read(rules, configuration.jurisdiction));
  expectation_rules = std::make_unique<expected_records::ExpectationRules>(std::move(expectations));
  expected_records::Questions questions;
  questions.linked = [this](store::Reader& reader, PatientId patient) { return patient_index->expand(reader, patient); };
  questions.has_number_of = [this](store::Reader& reader, PatientId patient, std::string_view assigner) {
    return patient_index->has_number_of(reader, patient, assigner);
  };
  reconciliation =
      std::make_unique<expected_records::ReconciliationService>(*store, *worklists, *expectation_rules, clock, keys, questions);
  reconciliation->declare();
  expected_records = std::make_unique<expected_records::ExpectedRecordsService>(*store, *worklists, *reconciliation,
                                                                                *expectation_rules, clock, keys, zone, questions);
  expected_records->declare();
  record_moves = std::make_unique<record_moves::MoveService>(*store, *resources, *patient_index, *ledger, bus, clock, keys);
  identity_notices = std::make_unique<identity_notices::NoticeService>(*patient_index, *encounters, *partners, clock, keys);
  intake = std::make_unique<intake::IntakeService>(*store, *resources, *patient_index, *encounters, *chart, *record_moves,
                                                   *partners, *worklists, *ledger, clock, keys, limits.intake);
  intake->declare();
  ccd = std::make_unique<clinical_documents::CcdService>(*store, *resources, *patient_index, *ledger, clock);
  overlays = open_overlay_repair(*this);
  CHARTA_TRY(imaging, open_imaging(*this));
  CHARTA_TRY(imaging_objects, open_imaging_objects(*this, zone));
  mails = std::make_unique<document_imaging::MailIntake>(*store, *imaging, *worklists, *ledger, clock, keys);
  mails->declare();
  document_search =
      std::make_unique<document_search::SearchService>(*store, *resources, *patient_index, *ledger, *page_reader, clock, keys);
  CHARTA_TRY(misfiles, open_misfile_watch(*this));
  CHARTA_TRY(paper, open_paper_charts(*this));
  CHARTA_TRY(audits, open_shelf_audits(*this));
  CHARTA_TRY(counter, open_counter(*this));
  CHARTA_TRY(holdings, open_holdings(*this));
  CHARTA_TRY(off_site_orders, open_off_site_orders(*this));
  CHARTA_TRY(productions, open_record_production(*this));
  CHARTA_TRY(completion, open_chart_completion(*this));
  CHARTA_TRY(delinquency, open_delinquency(*this));
  CHARTA_TRY(assembly, open_chart_assembly(*this));
  places = std::make_unique<page_places::PagePlaceService>(*store, *resources, *patient_index, *chart, *ledger, clock, keys);
  CHARTA_TRY(queries, open_physician_queries(*this));
  CHARTA_TRY(signatures, open_signatures(*this));
  my_list = open_my_list(*this);
  CHARTA_TRY(loose, open_loose_reports(*this));
  CHARTA_TRY(floor, open_floor_delivery(*this));
  CHARTA_TRY(code_shelf, code_sets::BookShelf::open(configuration.data + "/codes", rules, clock.now().utc_date(),
                                                    configuration.jurisdiction));
  coding_books = std::make_unique<coding_desk::CodingBooks>(*code_shelf);
  CHARTA_TRY(coding, open_coding_desk(*this));
  kept_codes = std::make_unique<kept_codes::KeptCodeService>(*store, clock);
  CHARTA_TRY(data_entry, open_data_entry(*this));
  CHARTA_TRY(amendments, open_amendment_requests(*this, zone));
  productions->ask_what_goes_along([this](store::Reader& reader, ResourceId document, const access::Visibility& visibility) {
    return amendments->goes_along(reader, document, visibility);
  });
  CHARTA_TRY(quality, open_record_quality(*this));
  CHARTA_TRY(distribution, open_distribution(*this));
  link_distribution(*this);
  distribution->ask_what_goes_along(
      [this](store::Reader& reader, ResourceId document) { return amendments->has_what_goes_along(reader, document); });
  CHARTA_TRY(fixity, open_fixity(*this));
  CHARTA_TRY(shift, open_shift_desk(*this, zone));
  CHARTA_TRY(downtime_packs, open_downtime_packs(*this));
  downtimes = open_downtimes(*this);
  CHARTA_TRY(disasters, open_disasters(*this));
  stored_filing = std::make_unique<intake::StoredFiling>(*intake);
  intake->on_alarm([](intake::Outcome outcome, MessageId message) {
    log::warning("intake.alarm", {{"outcome", static_cast<int>(outcome)}, {"message", message.text()}});
  });
  return {};
}

void Hospital::declare_jobs() {
  jobs->handle("reconcile", expected_records::reconciliation_job(*reconciliation));
  jobs->handle("chase", expected_records::chase_job(*worklists));
}

Hospital::~Hospital() {
  stop_background();
}

/// One waiting run is enough: an order beside a waiting one is the same order.
Result<void> Hospital::order_reconciliation() {
  jobs::NewJob job;
  job.kind = "reconcile";
  job.subject = 1;
  CHARTA_TRY(const auto id, store->write([&](store::UnitOfWork& work) { return jobs->add(work, job); }));
  log::info("reconciliation.ordered", {{"job", id.text()}});
  jobs->wake();
  return {};
}

void Hospital::start_background() {
  using namespace std::chrono_literals;
  const auto system = access::Actor::system("background");
  if (configuration.read_only) return;
  jobs->start(2);
  stored_filing->start();
  background_.every("seal", store->engine() == store::Engine::sqlite ? 1000ms : 200ms, [this] { return ledger->seal_pending(); });
  background_.every("patient index", 50ms, [this] { return keep_index_current(*identity); });
  background_.every("document search", 250ms, [this] { return keep_search_current(*document_search); });
  background_.every("document search, images", 2s, [this]() -> Result<void> {
    CHARTA_TRY_DO(document_search->read_due(true, 1));
    return {};
  });
  // A few at a time: whoever works at a desk goes between them.
  background_.every("misfile watch", 1s, [this]() -> Result<void> {
    CHARTA_TRY_DO(misfiles->look_on(20));
    return {};
  });
  background_.every("misfile watch, images", 2s, [this]() -> Result<void> {
    CHARTA_TRY_DO(misfiles->look_at_due(1, true));
    return {};
  });
  background_.every("record warnings", 1s, [this]() -> Result<void> {
    for (int round = 0; round < 5; ++round) {
      CHARTA_TRY(const auto looked_at, quality->look_on(20));
      if (looked_at == 0) break;
    }
    return {};
  });
  background_.every("outbox", 1s, [this, sender = mllp::outbox_sender()]() -> Result<void> {
    CHARTA_TRY_DO(partners->deliver_due(sender));
    return {};
  });
  if (!configuration.scan_folder.empty())
    background_.every("scan folder", 2s,
                      [folder = std::make_shared<ScanFolder>(*this, configuration.scan_folder)]() -> Result<void> {
                        CHARTA_TRY_DO(folder->look());
                        return {};
                      });
  if (!configuration.mail_folder.empty())
    background_.every("mail folder", 2s,
                      [folder = std::make_shared<MailFolder>(*this, configuration.mail_folder)]() -> Result<void> {
                        CHARTA_TRY_DO(folder->look());
                        return {};
                      });
  background_.every("fixity", 1s, [this]() -> Result<void> {
    CHARTA_TRY_DO(fixity->look_on());
    return {};
  });
  if (!configuration.blob_mirror.empty())
    background_.every("blob mirror", 500ms, [this]() -> Result<void> {
      store->blobs().copy_to_mirror(mirrored_at_once);
      return {};
    });
  background_.every("reconciliation", pauses.reconciliation_every, [this] { return order_reconciliation(); });
  background_.every("downtime pack", 5s, [this] { return downtime_packs->refresh(); });
  background_.every("file room", 5s, [this]() -> Result<void> {
    CHARTA_TRY_DO(paper->run_clock());
    CHARTA_TRY_DO(off_site_orders->run_clock());
    return {};
  });
  // Time alone makes what was not owed yet owed: a few files at a time.
  background_.every("deficiencies", 5s, [this]() -> Result<void> {
    CHARTA_TRY_DO(completion->run_clock(500));
    CHARTA_TRY_DO(delinquency->lift_what_is_done());
    return {};
  });
  background_.every("loose reports", 10s, [this]() -> Result<void> {
    CHARTA_TRY_DO(loose->rank_all());
    return {};
  });
  // Rules are read at the start: each start, and each night, every file that is open is looked at by the rules of now.
  background_.every("deficiencies, every file", 10s, [this, asked_on = Date()]() mutable -> Result<void> {
    const Date today = clock.now().utc_date();
    if (asked_on == today) return {};
    CHARTA_TRY_DO(completion->ask_for_all());
    asked_on = today;
    return {};
  });
  give_out_in_background(*this, background_);
  background_.every("shift desk", 5s, [this]() -> Result<void> {
    CHARTA_TRY_DO(shift->run_clock());
    return {};
  });
  background_.every("worklist clock", pauses.worklist_clock_every, [this, system]() -> Result<void> {
    while (true) {
      CHARTA_TRY(const auto moved, worklists->run_clock(system));
      if (moved == 0) return {};
    }
  });
}

void Hospital::stop_background() {
  background_.stop();
  if (stored_filing) stored_filing->stop();
  if (jobs) jobs->stop();
  if (ledger && !configuration.read_only)
    if (const auto flushed = ledger->flush_program_reads(); !flushed)
      log::error("ledger.reads_not_flushed", {{"problem", flushed.error().message}});
}

}  // namespace charta::app
