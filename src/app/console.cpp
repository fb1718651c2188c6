// SPDX-License-Identifier: Apache-2.0
#include "app/console.hpp"

#include "app/commands.hpp"
#include "app/hospital.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace charta::app {
namespace {

struct Row {
  std::string_view name;
  HospitalCommand run;
  bool names_files = false;
};
constexpr Row rows[] = {{"user add", add_user_at},
                        {"user list", list_users_at},
                        {"user disable", disable_user_at},
                        {"user token", issue_token_at},
                        {"import hl7", import_hl7_at, true},
                        {"import fhir", import_fhir_at, true},
                        {"import scan", import_scan_at, true},
                        {"import dicom", import_dicom_at, true},
                        {"import paper", import_paper_at, true},
                        {"cover-sheets", cover_sheets_at},
                        {"downtime build", build_downtime_pack_at},
                        {"import cda", import_cda_at, true},
                        {"fixity", fixity_at},
                        {"export bagit", export_bag_at, true},
                        {"search", search_at},
                        {"index duplicates", find_duplicates_at, true},
                        {"index documents", index_documents_at, true}};

const Row* find_row(std::string_view name) {
  const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.name == name; });
  return found == std::end(rows) ? nullptr : &*found;
}

std::string whole_path(const std::string& name) {
  std::error_code error;
  const auto path = std::filesystem::absolute(name, error);
  return error ? name : path.string();
}

/// The request as the server reads it: files by their whole path, for the server stands in another folder.
ConsoleRequest request_of(const Row& row, const Arguments& arguments, const std::string& password) {
  ConsoleRequest request{std::string(row.name), password, {}};
  const auto shared = configuration_options();
  for (const auto& [name, values] : arguments.options()) {
    const bool opens = std::any_of(shared.begin(), shared.end(), [&](const OptionSpec& one) { return one.name == name; });
    if (opens) continue;  // how a hospital is opened: the server has opened it
    for (const std::string& value : values)
      request.words.push_back(value.empty() ? name : name + "=" + (name == "--out" ? whole_path(value) : value));
  }
  for (const std::string& word : arguments.words()) {
    request.words.push_back(row.names_files ? whole_path(word) : word);
  }
  return request;
}

void print_to(std::FILE* file, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
}

Result<void> run_here(const Row& row, const Configuration& configuration, const Arguments& arguments,
                      const std::string& password) {
  static const SystemClock clock;
  CHARTA_TRY(const auto hospital, Hospital::open(configuration, clock));
  Console console{[](std::string_view text) { print_to(stdout, text); }, [](std::string_view text) { print_to(stderr, text); },
                  password};
  return row.run(*hospital, arguments, console);
}

Result<Arguments> arguments_of(const ConsoleRequest& request) {
  for (const Command& command : commands())
    if (command.name == request.command) return Arguments::parse(command.options, request.words);
  return fail(ErrorKind::not_found, "the server knows no command '" + request.command + "'");
}

}  // namespace

HospitalCommand find_hospital_command(std::string_view name) {
  const Row* row = find_row(name);
  return row == nullptr ? nullptr : row->run;
}

Result<void> run_on_hospital(std::string_view name, const Arguments& arguments, const std::string& password) {
  const Row* row = find_row(name);
  if (row == nullptr) return fail(ErrorKind::internal, "'" + std::string(name) + "' is no command of a hospital");
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  CHARTA_TRY(const auto answer, ask_server(configuration.data, request_of(*row, arguments, password)));
  if (!answer) return run_here(*row, configuration, arguments, password);
  print_to(stderr, answer->err);
  print_to(stdout, answer->out);
  if (answer->problem) return *answer->problem;
  return {};
}

ConsoleAnswer carry_out(Hospital& hospital, const ConsoleRequest& request) {
  ConsoleAnswer answer;
  const HospitalCommand run = find_hospital_command(request.command);
  if (run == nullptr) {
    answer.problem =
        fail(ErrorKind::unsupported, "'" + request.command + "' does not run beside a server; stop the server first");
    return answer;
  }
  const auto arguments = arguments_of(request);
  if (!arguments) {
    answer.problem = arguments.error();
    return answer;
  }
  Console console{[&](std::string_view text) { answer.out += text; }, [&](std::string_view text) { answer.err += text; },
                  request.password};
  if (const auto done = run(hospital, *arguments, console); !done) answer.problem = done.error();
  return answer;
}

}  // namespace charta::app
