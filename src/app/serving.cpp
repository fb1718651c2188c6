// SPDX-License-Identifier: Apache-2.0
#include "app/serving.hpp"

#include "app/console.hpp"
#include "app/front_door.hpp"
#include "app/mllp_door.hpp"
#include "base/log.hpp"

#include <csignal>

namespace charta::app {
namespace {

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
  std::unique_ptr<http::FrontDoor> door;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<mllp::MllpServer> mllp;
  std::unique_ptr<ConsoleDoor> console;
  Background bell;

  explicit Parts(Hospital& h) : hospital(h) {}
  http::ServerFigures figures() const { return server ? server->figures() : http::ServerFigures{}; }
};

Serving::Serving(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Serving::~Serving() {
  stop();
}

Result<std::unique_ptr<Serving>> Serving::start(Hospital& hospital, bool synthetic) {
  const Configuration& configuration = hospital.configuration;
  auto parts = std::make_unique<Parts>(hospital);
  CHARTA_TRY(parts->door, open_front_door(hospital, synthetic, [raw = parts.get()] { return raw->figures(); }));
  CHARTA_TRY(parts->server, http::Server::start(server_options(hospital), *parts->door));
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
