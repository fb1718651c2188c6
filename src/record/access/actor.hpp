// SPDX-License-Identifier: Apache-2.0
// Who asks, and what they may see: made once at the door, passed as an argument ever after.
#pragma once
#include "base/id.hpp"
#include "record/access/permission.hpp"
#include "record/ledger/ledger.hpp"

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::access {

/// A bit per label; a row's mask says what it carries, an actor's clearance says what it may see.
/// Source: HL7 ActCode sensitivity (ETH, PSYTHPN, …), 42 CFR part 2, 45 CFR 164.501 (psychotherapy notes).
enum class Sensitivity : std::uint32_t {
  none = 0,
  substance_use = 1U << 0,        ///< 42 CFR part 2
  psychotherapy_notes = 1U << 1,  ///< 45 CFR 164.501
  minor_consented = 1U << 2,
  vip = 1U << 3,
  employee = 1U << 4,
  legal_hold = 1U << 5,
  sealed = 1U << 6,
  restricted = 1U << 7,  ///< a person, or a piece of a record, kept from those who do not need it: v3 Confidentiality R
  mental_health = 1U << 8,
  hiv = 1U << 9,
  sexual_health = 1U << 10,
  violence = 1U << 11,
  genetic = 1U << 12,
  quarantined = 1U << 13,  ///< said to be of the wrong patient: kept from everybody but the department that brings it home
};
using SensitivityMask = std::uint32_t;
using FacilityMask = std::uint64_t;  ///< facility n (0 to 62) is bit n
constexpr FacilityMask all_facilities = ~0ULL >> 1;
constexpr SensitivityMask full_clearance = ~0U >> 1;
/// "vip" is its bit, "all" is full clearance; empty for a name that is no label.
std::optional<SensitivityMask> parse_label(std::string_view name);
std::vector<std::string> label_codes(SensitivityMask mask);

/// The predicate that every search adds to every table it touches: facility in `facilities` and no label beyond `clearance`,
/// or the patient is one for whom the glass is broken now and no label is beyond `clearance` and `glass_clearance`
/// (psychotherapy notes stay closed: 45 CFR 164.508(a)(2)).
struct Visibility {
  FacilityMask facilities = 0;
  SensitivityMask clearance = 0;
  std::vector<PatientId> opened_by_glass;
  SensitivityMask glass_clearance = 0;

  bool sees_everything() const { return facilities == all_facilities && clearance == full_clearance; }
  bool sees(int facility, SensitivityMask labels, PatientId patient) const;
};

struct Actor {
  enum class Kind { person, program, system };

  Kind kind = Kind::system;
  ledger::Author author;
  std::string name;                ///< the account's login name, for display to its own owner; never logged with PHI
  std::vector<std::string> roles;  ///< those of the account: what a role is asked, its people are asked
  std::bitset<permission_count> permissions;
  Visibility visibility;
  std::int64_t session = 0;

  bool may(Permission permission) const { return permissions.test(static_cast<std::size_t>(permission)); }
  /// Everything everywhere, recorded as the system: for jobs and intake.
  static Actor system(std::string workstation);
};

/// Errors: `forbidden`, naming the permission.
Result<void> require(const Actor& actor, Permission permission);

}  // namespace charta::access
