// SPDX-License-Identifier: Apache-2.0
// Every service of the department, made and wired once. The only place that knows them all.
#pragma once
#include "app/background.hpp"
#include "app/configuration.hpp"
#include "app/limits.hpp"
#include "base/clock.hpp"
#include "department/amendment_requests/amendment_service.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart_assembly/assembly_service.hpp"
#include "department/chart_completion/delinquency_service.hpp"
#include "department/clinical_documents/ccd_service.hpp"
#include "department/coding/code_sets/book_shelf.hpp"
#include "department/coding/kept_codes/kept_code_service.hpp"
#include "department/coding_desk/coding_service.hpp"
#include "department/counter/counter_service.hpp"
#include "department/data_entry/entry_service.hpp"
#include "department/disaster_identities/disaster_service.hpp"
#include "department/distribution/distribution_service.hpp"
#include "department/document_imaging/imaging_service.hpp"
#include "department/document_imaging/mail_intake.hpp"
#include "department/document_search/search_service.hpp"
#include "department/downtime/event_service.hpp"
#include "department/downtime/pack_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/expected_records/expected_records_service.hpp"
#include "department/floor_delivery/floor_service.hpp"
#include "department/holdings/holdings_service.hpp"
#include "department/identity_notices/notice_service.hpp"
#include "department/imaging_objects/catalogue_service.hpp"
#include "department/intake/stored_filing.hpp"
#include "department/loose_reports/loose_service.hpp"
#include "department/misfile_watch/misfile_service.hpp"
#include "department/off_site_orders/order_service.hpp"
#include "department/overlay_repair/overlay_service.hpp"
#include "department/page_places/page_place_service.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/paper_interface/conformance.hpp"
#include "department/paper_interface/inbound_service.hpp"
#include "department/patient_index/identity_service.hpp"
#include "department/patient_index/paper_merge.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/patient_index/registration_service.hpp"
#include "department/physician_queries/query_service.hpp"
#include "department/record_moves/move_service.hpp"
#include "department/record_production/production_service.hpp"
#include "department/record_quality/quality_service.hpp"
#include "department/shelf_audits/audit_service.hpp"
#include "department/shift_desk/shift_service.hpp"
#include "department/signatures/my_list.hpp"
#include "record/access/access_service.hpp"
#include "record/fixity/fixity_service.hpp"
#include "record/happenings/happening.hpp"
#include "record/jobs/job_service.hpp"
#include "record/ledger/ledger.hpp"
#include "record/partners/partner_service.hpp"
#include "record/resources/resource_service.hpp"
#include "record/rules/rule_pack.hpp"
#include "record/worklists/worklist_service.hpp"
#include "store/store.hpp"

#include <memory>

namespace charta::app {

class Hospital {
 public:
  /// Opens the store, applies migrations, loads the rules, wires services, reactions and jobs. Nothing listens or runs yet.
  static Result<std::unique_ptr<Hospital>> open(const Configuration& configuration, const Clock& clock);
  /// The same with the store opened by the caller's own options, as a simulation needs it.
  static Result<std::unique_ptr<Hospital>> open(const Configuration& configuration, const Clock& clock,
                                                const store::StoreOptions& options);
  /// The same with passwords hashed at the caller's cost: tests sign in by the hundred.
  static Result<std::unique_ptr<Hospital>> open(const Configuration& configuration, const Clock& clock,
                                                const store::StoreOptions& options, access::AccessOptions access_options);
  ~Hospital();

  const Configuration configuration;
  const Clock& clock;
  TimeOrderedKeys keys;
  rules::RuleBook rules;
  Limits limits;
  Pauses pauses;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<access::AccessService> access;
  happenings::Bus bus;
  std::unique_ptr<jobs::JobService> jobs;
  std::unique_ptr<worklists::WorklistService> worklists;
  std::unique_ptr<partners::PartnerService> partners;
  std::unique_ptr<resources::ResourceService> resources;
  std::unique_ptr<patient_index::PatientIndexService> patient_index;
  std::unique_ptr<encounters::EncounterService> encounters;
  std::unique_ptr<patient_index::IdentityService> identity;
  std::unique_ptr<patient_index::RegistrationService> registration;
  std::unique_ptr<patient_index::PaperMerges> paper_merges;
  std::unique_ptr<chart::ChartService> chart;
  std::unique_ptr<clinical_documents::CcdService> ccd;
  std::unique_ptr<record_moves::MoveService> record_moves;
  std::unique_ptr<identity_notices::NoticeService> identity_notices;
  std::unique_ptr<expected_records::ExpectationRules> expectation_rules;
  std::unique_ptr<expected_records::ReconciliationService> reconciliation;
  std::unique_ptr<expected_records::ExpectedRecordsService> expected_records;
  std::unique_ptr<intake::IntakeService> intake;
  std::unique_ptr<overlay_repair::OverlayService> overlays;
  std::unique_ptr<page_reader::PageReader> page_reader;
  std::unique_ptr<document_imaging::ImagingService> imaging;
  std::unique_ptr<imaging_objects::CatalogueService> imaging_objects;
  std::unique_ptr<document_imaging::MailIntake> mails;
  std::unique_ptr<document_search::SearchService> document_search;
  std::unique_ptr<record_moves::QuarantineService> quarantine;
  std::unique_ptr<misfile_watch::MisfileService> misfiles;
  std::unique_ptr<paper_charts::PaperService> paper;
  std::unique_ptr<shelf_audits::AuditService> audits;
  std::unique_ptr<counter::CounterService> counter;
  std::unique_ptr<holdings::HoldingsService> holdings;
  std::unique_ptr<off_site_orders::OrderService> off_site_orders;
  std::unique_ptr<paper_interface::Conformance> paper_definitions;
  std::unique_ptr<paper_interface::PaperFace> paper_face;
  std::unique_ptr<paper_interface::InboundService> paper_inbound;
  std::unique_ptr<page_reader::PageReader>
      production_reader;  ///< its own: somebody waits for a set, and nobody for what is read behind
  std::unique_ptr<record_production::ProductionService> productions;
  std::unique_ptr<chart_completion::CompletionService> completion;
  std::unique_ptr<chart_completion::DelinquencyService> delinquency;
  std::unique_ptr<chart_assembly::AssemblyService> assembly;
  std::unique_ptr<page_places::PagePlaceService> places;
  std::unique_ptr<physician_queries::QueryService> queries;
  std::unique_ptr<signatures::SignatureService> signatures;
  std::unique_ptr<signatures::MyList> my_list;
  std::unique_ptr<loose_reports::LooseService> loose;
  std::unique_ptr<floor_delivery::FloorService> floor;
  std::unique_ptr<code_sets::BookShelf> code_shelf;
  std::unique_ptr<coding_desk::CodingBooks> coding_books;
  std::unique_ptr<coding_desk::CodingService> coding;
  std::unique_ptr<kept_codes::KeptCodeService> kept_codes;
  std::unique_ptr<data_entry::EntryService> data_entry;
  std::unique_ptr<amendment_requests::AmendmentService> amendments;
  std::unique_ptr<record_quality::QualityService> quality;
  std::unique_ptr<distribution::DistributionService> distribution;
  std::unique_ptr<fixity::FixityService> fixity;
  std::unique_ptr<shift_desk::ShiftService> shift;
  std::unique_ptr<downtime::PackService> downtime_packs;
  std::unique_ptr<downtime::EventService> downtimes;
  std::unique_ptr<disaster_identities::DisasterService> disasters;
  std::unique_ptr<intake::StoredFiling> stored_filing;

  /// Background work: job workers, filing of stored messages, sealing and checkpoints, outbox delivery, escalation. stop() ends
  /// it and flushes packed reads.
  void start_background();
  void stop_background();

 private:
  Hospital(const Configuration& configuration, const Clock& clock);
  Result<void> open_record(const access::AccessOptions& access_options);
  Result<void> open_departments();
  void declare_jobs();
  Result<void> order_reconciliation();
  Background background_;
};

}  // namespace charta::app
