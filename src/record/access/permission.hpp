// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace charta::access {

/// What a role may do. The code printed is the enumerator's name with '-' for '_'. Roles and their permissions are data
/// (data/rules/access/roles.json); tests/architecture compares the matrix.
enum class Permission {
  read_record,
  search_record,
  write_record,
  delete_record,
  read_history,
  bulk_import,
  read_worklists,
  work_worklists,
  assign_work,
  waive_work,
  read_messages,
  replay_messages,
  assign_patient,
  ignore_messages,
  send_messages,
  read_ledger,
  verify_ledger,
  register_patient,
  link_patients,
  file_documents,
  excuse_expected_records,
  manage_people,
  manage_partners,
  manage_rules,
  manage_jobs,
  read_metrics,
  break_glass,
  review_glass,
  export_lists,
  produce_records,
  lock_chart,
  ask_physicians,
  sign_documents,
  code_records,
  enter_data,
  verify_data,
  decide_amendments,
};
constexpr std::size_t permission_count = static_cast<std::size_t>(Permission::decide_amendments) + 1;

std::string_view permission_code(Permission permission);
std::optional<Permission> parse_permission(std::string_view code);

}  // namespace charta::access
