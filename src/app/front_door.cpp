// SPDX-License-Identifier: Apache-2.0
#include "app/front_door.hpp"

#include "app/desk_wiring.hpp"
#include "app/probes.hpp"
#include "store/durable_file.hpp"
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/openapi.hpp"
#include "transport/fhir_api/fhir_routes.hpp"
#include "transport/fhir_api/match_routes.hpp"

namespace charta::app {
namespace {

void add_desk_routes(http::Router& router, desk_api::DeskPointer desk) {
  desk_api::Routes routes(router, std::move(desk));
  desk_api::add_session_routes(routes);
  desk_api::add_worklist_routes(routes);
  desk_api::add_patient_routes(routes);
  desk_api::add_identity_routes(routes);
  desk_api::add_index_figures_routes(routes);
  desk_api::add_link_routes(routes);
  desk_api::add_registration_routes(routes);
  desk_api::add_move_routes(routes);
  desk_api::add_overlay_routes(routes);
  desk_api::add_misfile_routes(routes);
  desk_api::add_chart_routes(routes);
  desk_api::add_assembly_routes(routes);
  desk_api::add_deficiency_routes(routes);
  desk_api::add_delinquency_routes(routes);
  desk_api::add_scanning_routes(routes);
  desk_api::add_imaging_object_routes(routes);
  desk_api::add_dicomweb_routes(routes);
  desk_api::add_document_search_routes(routes);
  desk_api::add_paper_routes(routes);
  desk_api::add_audit_routes(routes);
  desk_api::add_counter_routes(routes);
  desk_api::add_archive_routes(routes);
  desk_api::add_off_site_routes(routes);
  desk_api::add_shift_routes(routes);
  desk_api::add_production_routes(routes);
  desk_api::add_downtime_routes(routes);
  desk_api::add_disaster_routes(routes);
  desk_api::add_query_routes(routes);
  desk_api::add_signature_routes(routes);
  desk_api::add_writing_routes(routes);
  desk_api::add_floor_routes(routes);
  desk_api::add_loose_routes(routes);
  desk_api::add_coding_routes(routes);
  desk_api::add_case_mix_routes(routes);
  desk_api::add_code_book_routes(routes);
  desk_api::add_code_index_routes(routes);
  desk_api::add_logic_path_routes(routes);
  desk_api::add_kept_code_routes(routes);
  desk_api::add_data_entry_routes(routes);
  desk_api::add_amendment_routes(routes);
  desk_api::add_quality_routes(routes);
  desk_api::add_distribution_routes(routes);
  desk_api::add_message_routes(routes);
  desk_api::add_clinical_document_routes(routes);
  desk_api::add_home_routes(routes);
  desk_api::add_people_routes(routes);
  desk_api::add_ledger_routes(routes);
  desk_api::add_operations_routes(routes);
}

}  // namespace

Result<std::unique_ptr<http::FrontDoor>> open_front_door(Hospital& hospital, bool synthetic,
                                                         std::function<http::ServerFigures()> figures) {
  const Configuration& configuration = hospital.configuration;
  auto door = std::make_unique<http::FrontDoor>(*hospital.access, http::StaticFiles::load(configuration.web),
                                                configuration.secure_cookies);
  http::Router& router = door->router();
  add_desk_routes(router, make_desk(hospital, synthetic));
  fhir_api::add_routes(router, *hospital.resources, *hospital.store,
                       "http://" + configuration.http.host + ":" + std::to_string(configuration.http.port) + "/fhir");
  fhir_api::add_match_routes(router, *hospital.resources, *hospital.identity);
  add_probe_routes(router, hospital, std::move(figures));
  CHARTA_TRY(const auto schemas, store::read_file(CHARTA_DATA_FOLDER "/api/schemas.json"));
  CHARTA_TRY(auto description, desk_api::openapi(router, schemas, CHARTA_VERSION));
  desk_api::add_description_routes(router, std::move(description));
  return door;
}

http::ServerOptions server_options(const Hospital& hospital) {
  http::ServerOptions options;
  options.host = hospital.configuration.http.host;
  options.port = hospital.configuration.http.port;
  options.io_threads = io_threads_of(hospital.configuration);
  options.own_stacks = hospital.store->engine() == store::Engine::postgresql;
  options.workers = hospital.configuration.workers;
  options.body_limit = hospital.limits.fhir_body_bytes_max;
  return options;
}

}  // namespace charta::app
