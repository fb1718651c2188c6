// SPDX-License-Identifier: Apache-2.0
// Commands that work on a hospital, whether it is opened here or served by a running server.
#pragma once
#include "app/arguments.hpp"
#include "app/console_door.hpp"

#include <functional>
#include <string>

namespace charta::app {

class Hospital;

/// Where a command says what it did, and what it was told beside its arguments.
struct Console {
  std::function<void(std::string_view)> out, err;
  std::string password;
};

using HospitalCommand = Result<void> (*)(Hospital&, const Arguments&, Console&);

/// The commands that a running server carries out for its console; null for any other name.
HospitalCommand find_hospital_command(std::string_view name);

/// Runs the command in the server that serves the data directory, or opens the hospital here when none does.
Result<void> run_on_hospital(std::string_view name, const Arguments& arguments, const std::string& password = {});

/// What the door of a running server does with a request.
ConsoleAnswer carry_out(Hospital& hospital, const ConsoleRequest& request);

// Each in its command_*.cpp.
Result<void> add_user_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> list_users_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> disable_user_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> issue_token_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_hl7_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_fhir_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> cover_sheets_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> build_downtime_pack_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_scan_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_dicom_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_paper_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> import_cda_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> find_duplicates_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> index_documents_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> fixity_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> export_bag_at(Hospital& hospital, const Arguments& arguments, Console& console);
Result<void> search_at(Hospital& hospital, const Arguments& arguments, Console& console);

}  // namespace charta::app
