// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace charta::app {
namespace {

/// From CHARTA_PASSWORD, from the terminal without echo, or the first line of stdin: never from the command line.
std::string read_password() {
  if (const char* given = std::getenv("CHARTA_PASSWORD"); given != nullptr) return given;
  const bool terminal = ::isatty(STDIN_FILENO) != 0;
  termios before{};
  if (terminal) {
    ::tcgetattr(STDIN_FILENO, &before);
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    fmt::print(stderr, "password: ");
  }
  std::string password;
  std::getline(std::cin, password);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    fmt::print(stderr, "\n");
  }
  return password;
}

const access::Actor& operator_at_console() {
  static const access::Actor actor = access::Actor::system("console");
  return actor;
}

}  // namespace

Result<std::string> only_word(const Arguments& arguments, std::string_view name) {
  if (arguments.words().size() != 1) return fail(ErrorKind::invalid, fmt::format("give exactly one {}", name), "usage");
  return arguments.words().front();
}

Result<void> add_user_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto name, only_word(arguments, "NAME"));
  access::NewUser user;
  user.name = name;
  user.display_name = arguments.value("--display", name);
  user.roles = arguments.values("--role");
  user.is_program = arguments.has("--program");
  if (user.roles.empty()) return fail(ErrorKind::invalid, "give at least one --role", "usage");
  if (!user.is_program) user.password = console.password;
  CHARTA_TRY(const auto added, hospital.access->add_user(operator_at_console(), user));
  console.out(fmt::format("added {} ({})\n", added.name, added.id.text()));
  return {};
}

Result<void> list_users_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto users, hospital.access->list_users(operator_at_console()));
  std::string body;
  json::Writer out(body);
  out.begin_array();
  for (const auto& user : users) {
    std::string roles;
    for (const auto& role : user.roles) roles += (roles.empty() ? "" : ",") + role;
    if (!arguments.has("--json"))
      console.out(fmt::format("{:<20} {:<30} {}{}\n", user.name, roles, user.is_program ? "program" : "person",
                              user.disabled ? ", disabled" : ""));
    out.begin_object()
        .member("name", user.name)
        .member("roles", roles)
        .member("is_program", user.is_program)
        .member("disabled", user.disabled)
        .end_object();
  }
  out.end_array();
  if (arguments.has("--json")) console.out(body + "\n");
  return {};
}

Result<void> disable_user_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto name, only_word(arguments, "NAME"));
  CHARTA_TRY_DO(hospital.access->set_disabled(operator_at_console(), name, true));
  console.out(fmt::format("disabled {}\n", name));
  return {};
}

Result<void> issue_token_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto name, only_word(arguments, "NAME"));
  access::TokenRequest request{name, arguments.value("--scope"), std::nullopt};
  if (arguments.has("--expires")) {
    request.expires_at = Instant::parse(arguments.value("--expires"));
    if (!request.expires_at) return fail(ErrorKind::invalid, "'--expires' takes a time such as 2027-01-31T00:00:00Z", "usage");
  }
  CHARTA_TRY(const auto token, hospital.access->issue_token(operator_at_console(), request));
  console.out(token + "\n");
  return {};
}

Result<void> user_add(const Arguments& arguments) {
  if (arguments.has("--program") || arguments.words().size() != 1) return run_on_hospital("user add", arguments);
  return run_on_hospital("user add", arguments, read_password());
}

Result<void> user_list(const Arguments& arguments) {
  return run_on_hospital("user list", arguments);
}

Result<void> user_disable(const Arguments& arguments) {
  return run_on_hospital("user disable", arguments);
}

Result<void> user_token(const Arguments& arguments) {
  return run_on_hospital("user token", arguments);
}

}  // namespace charta::app
