// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "app/serving.hpp"
#include "base/log.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace charta::app {
namespace {

void open_log(const Configuration& configuration) {
  const auto level = configuration.log_level == "debug"     ? log::Level::debug
                     : configuration.log_level == "info"    ? log::Level::info
                     : configuration.log_level == "warning" ? log::Level::warning
                                                            : log::Level::error;
  if (configuration.log_file.empty())
    log::set_level(level);
  else
    log::open(configuration.log_file, level);
}

/// An administrator with a random password, said once; nothing when there are accounts already.
Result<void> make_first_user(Hospital& hospital) {
  const auto system = access::Actor::system("first start");
  CHARTA_TRY(const auto users, hospital.access->list_users(system));
  if (!users.empty()) return {};
  const std::string password = to_base64url(random_bytes(15));
  access::NewUser admin;
  admin.name = "admin";
  admin.display_name = "Administrator";
  admin.roles = {"admin"};
  admin.password = password;
  CHARTA_TRY_DO(hospital.access->add_user(system, admin));
  fmt::print("first administrator: admin / {}  (change it after signing in; it is not shown again)\n", password);
  return {};
}

}  // namespace

Result<void> serve(const Arguments& arguments) {
  CHARTA_TRY(auto configuration, read_configuration(arguments));
  configuration.log_reserve = server_log_reserve;
  open_log(configuration);
  block_stop_signals();
  const SystemClock clock;
  CHARTA_TRY(const auto hospital, Hospital::open(configuration, clock));
  if (arguments.has("--first-user")) CHARTA_TRY_DO(make_first_user(*hospital));
  CHARTA_TRY(const auto serving, Serving::start(*hospital, false));
  fmt::print("Charta serves on http://{}:{}  (HL7 v2 on {}:{}); Ctrl-C stops\n", configuration.http.host, serving->http_port(),
             configuration.mllp.host, serving->mllp_port());
  std::fflush(stdout);
  wait_for_stop_signal();
  serving->stop();
  return {};
}

}  // namespace charta::app
