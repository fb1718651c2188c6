// SPDX-License-Identifier: Apache-2.0
#include "app/serving.hpp"

#include "app/console.hpp"
#include "app/desk_wiring.hpp"
#include "app/mllp_door.hpp"
#include "app/probes.hpp"
#include "base/log.hpp"
#include "store/durable_file.hpp"
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/openapi.hpp"
#include "transport/fhir_api/fhir_routes.hpp"
#include "transport/fhir_api/match_routes.hpp"
#include "transport/http/door.hpp"

#include <csignal>

namespace charta::app {
namespace {

void add_desk_routes(http::Router& router, desk_api::DeskPointer desk) {
  desk_api::Routes routes(router, std::move(desk));
  desk_api::add_session_routes(routes);
  desk_api::add_worklist_routes(routes);
  desk_api::add_patient_routes(routes);
  desk_api::add_identity_routes(routes);
  desk_api::add_chart_routes(routes);
  desk_api::add_message_routes(routes);
  desk_api::add_home_routes(routes);
  desk_api::add_people_routes(routes);
  desk_api::add_ledger_routes(routes);
  desk_api::add_operations_routes(routes);
}

/// Tells the open screens that a queue moved: no words, only that the counts are worth asking again.
class CountsBell {
 public:
  explicit CountsBell(Hospital& hospital) : hospital_(hospital), system_(access::Actor::system("counts")) {}

  Result<void> ring_when_moved(http::Server& server) {
    if (server.figures().streams == 0) return {};
    CHARTA_TRY(const auto counts, hospital_.worklists->counts(system_));
    std::string now;
    for (const auto& count : counts)
      now += count.kind + count.state + std::to_string(count.open) + "," + std::to_string(count.overdue) + "," +
             std::to_string(count.unowned) + ";";
    if (std::exchange(last_, now) != now) server.broadcast("counts", "{}");
    return {};
  }

 private:
  Hospital& hospital_;
  access::Actor system_;
  std::string last_;
};

}  // namespace

struct Serving::Parts {
  Hospital& hospital;
  http::FrontDoor door;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<mllp::MllpServer> mllp;
  std::unique_ptr<ConsoleDoor> console;
  Background bell;

  Parts(Hospital& h, http::StaticFiles files) : hospital(h), door(*h.access, std::move(files), h.configuration.secure_cookies) {}
};

Serving::Serving(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Serving::~Serving() {
  stop();
}

Result<std::unique_ptr<Serving>> Serving::start(Hospital& hospital, bool synthetic) {
  const Configuration& configuration = hospital.configuration;
  auto parts = std::make_unique<Parts>(hospital, http::StaticFiles::load(configuration.web));
  http::Router& router = parts->door.router();
  add_desk_routes(router, make_desk(hospital, synthetic));
  fhir_api::add_routes(router, *hospital.resources, *hospital.store,
                       "http://" + configuration.http.host + ":" + std::to_string(configuration.http.port) + "/fhir");
  fhir_api::add_match_routes(router, *hospital.resources, *hospital.identity);
  add_probe_routes(router, hospital,
                   [raw = parts.get()] { return raw->server ? raw->server->figures() : http::ServerFigures{}; });
  CHARTA_TRY(const auto schemas, store::read_file(CHARTA_DATA_FOLDER "/api/schemas.json"));
  CHARTA_TRY(auto description, desk_api::openapi(router, schemas, CHARTA_VERSION));
  desk_api::add_description_routes(router, std::move(description));

  http::ServerOptions options;
  options.host = configuration.http.host;
  options.port = configuration.http.port;
  options.io_threads = configuration.io_threads;
  options.workers = configuration.workers;
  options.body_limit = hospital.limits.fhir_body_bytes_max;
  CHARTA_TRY(parts->server, http::Server::start(options, parts->door));
  if (!configuration.read_only) {
    CHARTA_TRY(parts->mllp, open_mllp(hospital));
    auto console = ConsoleDoor::open(configuration.data,
                                     [&hospital](const ConsoleRequest& request) { return carry_out(hospital, request); });
    if (console)
      parts->console = std::move(*console);
    else  // a hospital serves without its console
      log::warning("console.not_open", {{"problem", console.error().message}});
  }
  hospital.start_background();
  parts->bell.every(
      "counts", std::chrono::seconds(1),
      [bell = std::make_shared<CountsBell>(hospital), server = parts->server.get()] { return bell->ring_when_moved(*server); });
  return std::unique_ptr<Serving>(new Serving(std::move(parts)));
}

std::uint16_t Serving::http_port() const {
  return parts_->server->port();
}
std::uint16_t Serving::mllp_port() const {
  return parts_->mllp ? parts_->mllp->ports().front() : std::uint16_t{0};
}

void Serving::stop() {
  if (!parts_ || !parts_->server) return;
  parts_->bell.stop();
  if (parts_->console) parts_->console->stop();
  if (parts_->mllp) parts_->mllp->stop();
  parts_->server->stop();
  parts_->hospital.stop_background();
  parts_->server.reset();
}

void block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void wait_for_stop_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  int received = 0;
  sigwait(&signals, &received);
}

}  // namespace charta::app
