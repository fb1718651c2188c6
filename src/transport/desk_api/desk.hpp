// SPDX-License-Identifier: Apache-2.0
// What the department's own API serves from: references to every service, given once by app/.
#pragma once
#include "base/clock.hpp"
#include "formats/json/json.hpp"
#include "record/access/access_service.hpp"
#include "record/jobs/job_service.hpp"
#include "record/ledger/ledger.hpp"
#include "record/partners/partner_service.hpp"
#include "record/rules/rule_pack.hpp"
#include "record/worklists/worklist_service.hpp"
#include "store/store.hpp"
#include "transport/http/http.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace charta::patient_index {
class PatientIndexService;
class IdentityService;
class RegistrationService;
}  // namespace charta::patient_index
namespace charta::chart {
class ChartService;
}
namespace charta::chart_assembly {
class AssemblyService;
}
namespace charta::chart_completion {
class CompletionService;
class DelinquencyService;
}  // namespace charta::chart_completion
namespace charta::distribution {
class DistributionService;
}
namespace charta::page_places {
class PagePlaceService;
}
namespace charta::document_imaging {
class ImagingService;
}
namespace charta::imaging_objects {
class CatalogueService;
}
namespace charta::document_search {
class SearchService;
}
namespace charta::misfile_watch {
class MisfileService;
}
namespace charta::paper_charts {
class PaperService;
}
namespace charta::shelf_audits {
class AuditService;
}
namespace charta::counter {
class CounterService;
}
namespace charta::data_entry {
class EntryService;
}
namespace charta::holdings {
class HoldingsService;
}
namespace charta::off_site_orders {
class OrderService;
}
namespace charta::shift_desk {
class ShiftService;
}
namespace charta::downtime {
class PackService;
class EventService;
}  // namespace charta::downtime
namespace charta::disaster_identities {
class DisasterService;
}
namespace charta::overlay_repair {
class OverlayService;
}
namespace charta::coding_desk {
class CodingService;
}
namespace charta::code_sets {
class BookShelf;
}
namespace charta::kept_codes {
class KeptCodeService;
}
namespace charta::amendment_requests {
class AmendmentService;
}
namespace charta::physician_queries {
class QueryService;
}
namespace charta::signatures {
class SignatureService;
class MyList;
}  // namespace charta::signatures
namespace charta::loose_reports {
class LooseService;
}
namespace charta::floor_delivery {
class FloorService;
}
namespace charta::record_production {
class ProductionService;
}
namespace charta::record_quality {
class QualityService;
}
namespace charta::record_moves {
class MoveService;
class QuarantineService;
}  // namespace charta::record_moves
namespace charta::clinical_documents {
class CcdService;
}
namespace charta::intake {
class IntakeService;
}
namespace charta::expected_records {
class ReconciliationService;
}
namespace charta::resources {
class ResourceService;
}

namespace charta::desk_api {

/// The few words that identify a patient in a list. Shown to people who may see the row; never logged.
struct PatientBrief {
  PatientId id;
  std::string name, birth_date, sex, mrn, assigner;
};

struct Desk {
  store::Store& store;
  access::AccessService& access;
  ledger::Ledger& ledger;
  worklists::WorklistService& worklists;
  jobs::JobService& jobs;
  partners::PartnerService& partners;
  const rules::RuleBook& rules;
  const Clock& clock;
  patient_index::PatientIndexService* patient_index = nullptr;
  patient_index::IdentityService* identity = nullptr;
  patient_index::RegistrationService* registration = nullptr;
  chart::ChartService* chart = nullptr;
  chart_assembly::AssemblyService* assembly = nullptr;
  chart_completion::CompletionService* completion = nullptr;
  chart_completion::DelinquencyService* delinquency = nullptr;
  page_places::PagePlaceService* places = nullptr;
  record_moves::MoveService* record_moves = nullptr;
  overlay_repair::OverlayService* overlays = nullptr;
  misfile_watch::MisfileService* misfiles = nullptr;
  record_moves::QuarantineService* quarantine = nullptr;
  document_imaging::ImagingService* imaging = nullptr;
  imaging_objects::CatalogueService* imaging_objects = nullptr;
  document_search::SearchService* document_search = nullptr;
  paper_charts::PaperService* paper = nullptr;
  shelf_audits::AuditService* audits = nullptr;
  counter::CounterService* counter = nullptr;
  holdings::HoldingsService* holdings = nullptr;
  off_site_orders::OrderService* off_site_orders = nullptr;
  shift_desk::ShiftService* shift = nullptr;
  record_production::ProductionService* productions = nullptr;
  downtime::PackService* downtime_packs = nullptr;
  downtime::EventService* downtimes = nullptr;
  disaster_identities::DisasterService* disasters = nullptr;
  physician_queries::QueryService* queries = nullptr;
  signatures::SignatureService* signatures = nullptr;
  signatures::MyList* my_list = nullptr;
  loose_reports::LooseService* loose = nullptr;
  floor_delivery::FloorService* floor = nullptr;
  coding_desk::CodingService* coding = nullptr;
  code_sets::BookShelf* code_shelf = nullptr;
  kept_codes::KeptCodeService* kept_codes = nullptr;
  data_entry::EntryService* data_entry = nullptr;
  amendment_requests::AmendmentService* amendments = nullptr;
  record_quality::QualityService* quality = nullptr;
  distribution::DistributionService* distribution = nullptr;
  intake::IntakeService* intake = nullptr;
  clinical_documents::CcdService* ccd = nullptr;
  expected_records::ReconciliationService* reconciliation = nullptr;
  resources::ResourceService* resources = nullptr;

  bool synthetic = false;  ///< the demo hospital: every screen says so
  bool secure_cookies = false;

  /// Wired in app/: the patient index's words for a list of patients the actor may see.
  std::function<Result<std::map<std::int64_t, PatientBrief>>(const access::Actor&, const std::vector<PatientId>&)> briefs = {};
  /// Wired in app/: adds "encounter" to a banner where the patient is in the house now.
  std::function<void(json::Writer&, const access::Actor&, PatientId)> write_current_encounter = {};
  /// Wired in app/: a user's display name; empty when unknown.
  std::function<std::string(UserId)> user_name = {};
  /// Wired in app/: adds "storage" to the first screen, how the stored bytes stand.
  std::function<Result<void>(json::Writer&)> write_storage = {};
  /// Wired in app/: the sentence of a reason code.
  std::function<std::string(std::string_view)> reason_sentence = {};
};

using DeskPointer = std::shared_ptr<const Desk>;
using Handler = std::function<Result<http::Response>(const Desk&, const http::Request&)>;

/// Adds a row to the route table whose handler gets the desk.
class Routes {
 public:
  Routes(http::Router& router, DeskPointer desk) : router_(router), desk_(std::move(desk)) {}
  Routes& read(std::string pattern, std::string summary, std::string permission, std::string response_schema, Handler handler);
  Routes& write(std::string method, std::string pattern, std::string summary, std::string permission, std::string request_schema,
                std::string response_schema, Handler handler);
  /// Server-sent events. An open stream is no activity of its reader.
  Routes& stream(std::string pattern, std::string summary, Handler handler);
  /// An address that asks for no session.
  Routes& open(std::string method, std::string pattern, std::string summary, std::string request_schema,
               std::string response_schema, Handler handler);

 private:
  void add(http::Route route, Handler handler);
  http::Router& router_;
  DeskPointer desk_;
};

// One function a folder of the department, each in its own <noun>_routes.cpp.
void add_session_routes(Routes& routes);
void add_worklist_routes(Routes& routes);
void add_worklist_export(Routes& routes);
void add_people_routes(Routes& routes);
void add_ledger_routes(Routes& routes);
void add_operations_routes(Routes& routes);
void add_patient_routes(Routes& routes);
void add_identity_routes(Routes& routes);
void add_index_figures_routes(Routes& routes);
void add_link_routes(Routes& routes);
void add_registration_routes(Routes& routes);
void add_move_routes(Routes& routes);
void add_overlay_routes(Routes& routes);
void add_misfile_routes(Routes& routes);
void add_chart_routes(Routes& routes);
void add_assembly_routes(Routes& routes);
void add_deficiency_routes(Routes& routes);
void add_delinquency_routes(Routes& routes);
void add_scanning_routes(Routes& routes);
void add_imaging_object_routes(Routes& routes);
void add_dicomweb_routes(Routes& routes);
void add_document_search_routes(Routes& routes);
void add_paper_routes(Routes& routes);
void add_audit_routes(Routes& routes);
void add_counter_routes(Routes& routes);
void add_archive_routes(Routes& routes);
void add_off_site_routes(Routes& routes);
void add_shift_routes(Routes& routes);
void add_production_routes(Routes& routes);
void add_downtime_routes(Routes& routes);
void add_disaster_routes(Routes& routes);
void add_query_routes(Routes& routes);
void add_signature_routes(Routes& routes);
void add_writing_routes(Routes& routes);
void add_floor_routes(Routes& routes);
void add_loose_routes(Routes& routes);
void add_coding_routes(Routes& routes);
void add_case_mix_routes(Routes& routes);
void add_code_book_routes(Routes& routes);
void add_code_index_routes(Routes& routes);
void add_logic_path_routes(Routes& routes);
void add_kept_code_routes(Routes& routes);
void add_data_entry_routes(Routes& routes);
void add_amendment_routes(Routes& routes);
void add_quality_routes(Routes& routes);
void add_distribution_routes(Routes& routes);
void add_message_routes(Routes& routes);
void add_clinical_document_routes(Routes& routes);
void add_home_routes(Routes& routes);

// Reading a JSON body.
class Body {
 public:
  /// Errors: `invalid` (not a JSON object).
  static Result<Body> parse(const http::Request& request);
  std::string text(std::string_view name) const;  ///< empty when absent
  Result<std::string> required(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  bool flag(std::string_view name) const;
  json::Value value(std::string_view name) const { return document_.root()[name]; }
  std::vector<std::string> texts(std::string_view name) const;
  /// None when absent. Errors: `invalid` (not a list, or something in it is not a text).
  Result<std::vector<std::string>> list_of_texts(std::string_view name) const;

 private:
  explicit Body(json::Document document) : document_(std::move(document)) {}
  json::Document document_;
};

// Reading a query.
std::int64_t limit_of(const http::Request& request, std::int64_t standard, std::int64_t most);
std::int64_t offset_of(const http::Request& request);
/// A day or an instant of the query; nothing when it is absent or empty. Errors: `invalid`.
Result<std::optional<Instant>> instant_of(const http::Request& request, std::string_view name);
/// An id by which a list is narrowed; unset when it is absent or empty. Errors: `invalid`: a filter that is not understood is
/// never left out, for the list would show what was not asked for.
template <class IdType>
Result<IdType> id_filter(const http::Request& request, std::string_view name) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return IdType();
  const auto id = IdType::parse(text);
  if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not an id; ids have 13 characters", std::string(name));
  return *id;
}
template <class IdType>
Result<IdType> captured_id(const http::Request& request, std::size_t index) {
  const auto id = IdType::parse(request.captured.at(index));
  if (!id) return fail(ErrorKind::not_found, "'" + request.captured.at(index) + "' is not an id; ids have 13 characters");
  return *id;
}

/// The read's ledger entry: on disk before a person's answer leaves, packed for a program (decision 0001, 6).
Result<void> note_read(const Desk& desk, const http::Request& request, ledger::Act act, std::string_view subject_kind,
                       std::int64_t subject = 0, PatientId patient = {});

// Writing members that may be absent.
void member(json::Writer& out, std::string_view name, std::optional<Instant> instant);
void member_unless_empty(json::Writer& out, std::string_view name, std::string_view text);
void write_brief(json::Writer& out, const PatientBrief& brief);
void write_user(json::Writer& out, const Desk& desk, std::string_view name, UserId user);
void write_item(json::Writer& out, const Desk& desk, const access::Actor& actor, const worklists::WorkItem& item,
                const std::map<std::int64_t, PatientBrief>& briefs);
/// One work item, as every step on it is answered.
Result<http::Response> answer_item(const Desk& desk, const http::Request& request, const worklists::WorkItem& item);
/// Whether a queue is this person's to see: one that asks roles only where a role of theirs is asked, or they oversee the others.
bool is_for(const Desk& desk, const access::Actor& actor, const worklists::StateMachine& machine,
            const std::vector<worklists::Counts>& counts);
using worklists::title_of;

}  // namespace charta::desk_api
