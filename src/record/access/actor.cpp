// SPDX-License-Identifier: Apache-2.0
#include "record/access/actor.hpp"

#include <algorithm>
#include <array>

namespace charta::access {
namespace {

constexpr std::array<std::string_view, 14> label_names = {
    "substance_use", "psychotherapy_notes", "minor_consented", "vip", "employee",      "legal_hold",
    "sealed",        "restricted",          "mental_health",   "hiv", "sexual_health", "violence",
    "genetic",       "quarantined"};

}  // namespace

std::optional<SensitivityMask> parse_label(std::string_view name) {
  if (name == "all") return full_clearance;
  const auto found = std::find(label_names.begin(), label_names.end(), name);
  if (found == label_names.end()) return std::nullopt;
  return 1U << static_cast<unsigned>(found - label_names.begin());
}

std::vector<std::string> label_codes(SensitivityMask mask) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < label_names.size(); ++bit)
    if ((mask >> bit & 1U) != 0) names.emplace_back(label_names[bit]);
  return names;
}

bool Visibility::sees(int facility, SensitivityMask labels, PatientId patient) const {
  const bool in_facility = facility >= 0 && facility < 63 && (facilities >> static_cast<unsigned>(facility) & 1U) != 0;
  if (in_facility && (labels & ~clearance) == 0) return true;
  const bool is_opened =
      patient.is_set() && std::find(opened_by_glass.begin(), opened_by_glass.end(), patient) != opened_by_glass.end();
  return is_opened && (labels & ~(clearance | glass_clearance)) == 0;
}

Actor Actor::system(std::string workstation) {
  Actor actor;
  actor.author.workstation = std::move(workstation);
  actor.name = "system";
  actor.permissions.set();
  actor.visibility = {all_facilities, full_clearance, {}, 0};
  return actor;
}

Result<void> require(const Actor& actor, Permission permission) {
  if (actor.may(permission)) return {};
  return fail(ErrorKind::forbidden, "this needs the permission " + std::string(permission_code(permission)));
}

}  // namespace charta::access
