// SPDX-License-Identifier: Apache-2.0
// Roles, emergency access and sign-in, as data/rules/access/ states them.
#pragma once
#include "base/result.hpp"
#include "record/access/actor.hpp"

#include <bitset>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace charta::access {

struct RoleGrant {
  std::string name, title;
  std::bitset<permission_count> permissions;
  SensitivityMask clearance = 0;
  FacilityMask facilities = all_facilities;
};

class RoleBook {
 public:
  /// Reads roles.json. Errors: `invalid`, naming the role and what it names that does not exist.
  static Result<RoleBook> parse(std::string_view text);
  const RoleGrant* find(std::string_view name) const;
  const std::vector<RoleGrant>& roles() const { return roles_; }
  const std::string& reference() const { return reference_; }  ///< "access/roles@1"

  /// What somebody with these roles may do and see: everything that any of them gives.
  RoleGrant combined(const std::vector<std::string>& names) const;
  /// {"permissions":[…],"roles":[{"name","title","permissions":[…],"clearance":[…]}]}
  std::string matrix_json() const;
  /// The same as a table to review: a line per permission, a column per role, "x" or "-".
  std::string matrix_csv() const;

 private:
  std::vector<RoleGrant> roles_;
  std::string reference_;
};

struct GlassReason {
  std::string code, sentence;
};
struct GlassRule {
  std::chrono::minutes open_for{0};
  std::chrono::hours review_within{0};
  std::size_t explanation_min_length = 0;
  SensitivityMask opens = 0;
  std::vector<GlassReason> reasons;
  std::string reference;

  static Result<GlassRule> parse(std::string_view text);
  bool has_reason(std::string_view code) const;
};

struct SignInRule {
  std::size_t password_min_length = 0, password_max_length = 0;
  std::chrono::minutes idle{0};
  std::chrono::hours absolute{0};
  std::int64_t failures_before_pause = 0, station_failures_before_pause = 0;
  std::chrono::seconds first_pause{0}, longest_pause{0};
  std::chrono::minutes failures_forgotten{0};
  std::vector<std::string> blocked_passwords;
  std::string reference;

  static Result<SignInRule> parse(std::string_view text);
  /// NIST SP 800-63B 5.1.1.2: a least length, a list of expected ones refused, no rules of composition.
  /// Errors: `business_rule`, which never repeats the password.
  Result<void> check_password(std::string_view name, std::string_view password) const;
  /// How long an account is closed after so many failures in a row: nothing at first, then doubling.
  std::chrono::seconds pause_after(std::int64_t failures, std::int64_t allowed) const;
};

struct AccessRules {
  RoleBook roles;
  GlassRule glass;
  SignInRule sign_in;
  /// From `folder`/roles.json, glass-reasons.json and sign-in.json; an empty folder: as shipped.
  static Result<AccessRules> load(const std::string& folder);
};

}  // namespace charta::access
