// SPDX-License-Identifier: Apache-2.0
#include "app/demo.hpp"

#include "base/log.hpp"
#include "formats/json/json.hpp"
#include "transport/mllp/client.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace charta::app {
namespace {

training::SimulationOptions simulation_options(const DemoOptions& options) {
  training::SimulationOptions simulation;
  simulation.beds = options.beds;
  simulation.known_people = options.patients;
  simulation.treatments = options.treatments;
  simulation.protected_person = true;
  simulation.look_alikes = true;
  simulation.processing_id = "P";
  return simulation;
}

std::string read_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

Result<void> write_private(const std::string& path, const std::string& text) {
  std::ofstream out(path);
  out << text << '\n';
  out.close();
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
  if (!out) return fail(ErrorKind::unavailable, path + " cannot be written");
  return {};
}

/// When the simulated hospital opened: written once, read ever after.
Result<Instant> opening_time(Hospital& hospital, const DemoOptions& options) {
  const std::string path = hospital.configuration.data + "/demo.json";
  if (const auto kept = json::Document::parse(read_line(path))) {
    const auto start = Instant::parse(kept->root()["start"].text());
    if (kept->root()["seed"].integer() != static_cast<std::int64_t>(options.seed))
      return fail(ErrorKind::business_rule,
                  "this data directory holds the hospital of another seed; use another --data, or the same --seed");
    if (start) return *start;
  }
  const Instant now = hospital.clock.now();
  const Instant start = TimeZone::utc().to_instant(now.utc_date().plus_days(-options.days), std::chrono::milliseconds(0));
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("seed", static_cast<std::int64_t>(options.seed))
      .member("start", start.text())
      .end_object();
  CHARTA_TRY_DO(write_private(path, text));
  return start;
}

}  // namespace

const std::vector<DemoAccount>& demo_accounts() {
  static const std::vector<DemoAccount> accounts = {{"tina", "Tina Marlow", "technician"},
                                                    {"rosa", "Rosa Feld", "registrar"},
                                                    {"marta", "Marta Lindgren", "him_manager"},
                                                    {"paul", "Paul Okoro", "privacy_officer"},
                                                    {"ivan", "Ivan Petrak", "interface_analyst"},
                                                    {"nina", "Nina Duarte", "night_clerk"},
                                                    {"hale", "Ruth Hale, MD", "physician"},
                                                    {"cora", "Cora Bell", "coder"},
                                                    {"otto", "Otto Brandt", "coder"},
                                                    {"adam", "Adam Reyes", "admin"}};
  return accounts;
}

Result<std::string> ensure_demo_accounts(Hospital& hospital) {
  const std::string path = hospital.configuration.data + "/demo-password";
  const auto system = access::Actor::system("demo");
  CHARTA_TRY(const auto users, hospital.access->list_users(system));
  if (!users.empty()) return read_line(path);
  const std::string password = "demo-" + to_base64url(random_bytes(9));
  for (const DemoAccount& account : demo_accounts()) {
    access::NewUser user;
    user.name = account.name;
    user.display_name = account.display_name;
    user.roles = {account.role};
    user.password = password;
    CHARTA_TRY_DO(hospital.access->add_user(system, user));
  }
  CHARTA_TRY_DO(write_private(path, password));
  return password;
}

DemoFeed::DemoFeed(Hospital& hospital, const DemoOptions& options, Instant start, Instant seen)
    : hospital_(hospital), start_(start), seen_(seen), simulation_(options.seed, start, simulation_options(options)) {}

Result<std::unique_ptr<DemoFeed>> DemoFeed::open(Hospital& hospital, const DemoOptions& options) {
  CHARTA_TRY(const auto start, opening_time(hospital, options));
  CHARTA_TRY(const auto counts, hospital.intake->counts(access::Actor::system("demo"), start));
  const Instant seen = counts.last_received_at.value_or(Instant(0));
  return std::unique_ptr<DemoFeed>(new DemoFeed(hospital, options, start, seen));
}

Result<DemoFilled> DemoFeed::catch_up(const std::string& endpoint, const std::function<void(int, std::int64_t)>& progress) {
  DemoFilled filled;
  const Instant now = hospital_.clock.now();
  CHARTA_TRY(auto client, mllp::MllpClient::connect(endpoint));
  const auto whole = std::max<std::int64_t>(1, (now - start_).count());
  while (auto message = simulation_.next()) {
    if (message->at >= now) {
      waiting_ = std::move(message);
      break;
    }
    if (message->at <= seen_) continue;
    CHARTA_TRY(const auto answer, client.exchange(message->bytes, message->control_id));
    ++filled.sent;
    ++(answer.accepted() ? filled.accepted : filled.refused);
    if (filled.sent % 50 == 0) progress(static_cast<int>((message->at - start_).count() * 100 / whole), filled.sent);
  }
  return filled;
}

void DemoFeed::start_live(const std::string& endpoint) {
  live_ = std::thread([this, endpoint] { run_live(endpoint); });
}

void DemoFeed::run_live(const std::string& endpoint) {
  while (!stopping_) {
    if (!waiting_) waiting_ = simulation_.next();
    if (!waiting_) return;
    if (waiting_->at > hospital_.clock.now()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      continue;
    }
    auto client = mllp::MllpClient::connect(endpoint);
    const auto sent = client ? client->exchange(waiting_->bytes, waiting_->control_id) : Result<mllp::Answer>(client.error());
    if (sent)
      waiting_.reset();
    else
      std::this_thread::sleep_for(std::chrono::seconds(1));  // sent again, with the same control id
  }
}

void DemoFeed::stop() {
  stopping_ = true;
  if (live_.joinable()) live_.join();
}

}  // namespace charta::app
