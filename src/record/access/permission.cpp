// SPDX-License-Identifier: Apache-2.0
#include "record/access/permission.hpp"

#include <array>
#include <iterator>

namespace charta::access {
namespace {

// In the order of the enumeration.
constexpr std::string_view codes[] = {
    "read-record",    "search-record",   "write-record",
    "delete-record",  "read-history",    "bulk-import",
    "read-worklists", "work-worklists",  "assign-work",
    "waive-work",     "read-messages",   "replay-messages",
    "assign-patient", "ignore-messages", "send-messages",
    "read-ledger",    "verify-ledger",   "register-patient",
    "link-patients",  "file-documents",  "excuse-expected-records",
    "manage-people",  "manage-partners", "manage-rules",
    "manage-jobs",    "read-metrics",    "break-glass",
    "review-glass",   "export-lists",    "produce-records",
    "lock-chart",     "ask-physicians",  "sign-documents",
    "code-records",   "enter-data",      "verify-data",   "decide-amendments",
};
static_assert(std::size(codes) == permission_count);

}  // namespace

std::string_view permission_code(Permission permission) {
  return codes[static_cast<std::size_t>(permission)];
}

std::optional<Permission> parse_permission(std::string_view code) {
  for (std::size_t i = 0; i < permission_count; ++i)
    if (codes[i] == code) return static_cast<Permission>(i);
  return std::nullopt;
}

}  // namespace charta::access
