// SPDX-License-Identifier: Apache-2.0
// The only file that names the tables of people, sessions, tokens and emergency access.
#pragma once
#include "record/access/access_service.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::access {

struct UserRow {
  User user;
  FacilityMask facilities = all_facilities;
  SensitivityMask extra_clearance = 0, withheld_clearance = 0;
  std::string password_hash;
};

struct SessionRow {
  std::int64_t id = 0;
  UserId user;
  std::string workstation;
  Instant created_at, used_at, expires_at;
  bool locked = false, ended = false;
};

struct TokenRow {
  std::int64_t id = 0;
  UserId user;
  std::string scope;
  Instant created_at;
  std::optional<Instant> expires_at, revoked_at;
};

struct FailureRow {
  std::int64_t failures = 0;
  Instant last_at, paused_until;
};

class AccessStore {
 public:
  Result<void> add_user(store::UnitOfWork& work, const UserRow& user) const;
  Result<std::optional<UserRow>> find_user(store::Reader& reader, std::string_view name) const;
  Result<std::optional<UserRow>> find_user(store::Reader& reader, UserId id) const;
  Result<std::vector<UserRow>> users(store::Reader& reader) const;
  Result<bool> has_users(store::Reader& reader) const;
  Result<void> set_roles(store::UnitOfWork& work, UserId user, const std::vector<std::string>& roles) const;
  Result<void> set_disabled(store::UnitOfWork& work, UserId user, bool disabled) const;
  Result<void> set_visibility(store::UnitOfWork& work, UserId user, FacilityMask facilities, SensitivityMask extra,
                              SensitivityMask withheld) const;
  Result<void> set_password(store::UnitOfWork& work, UserId user, const std::string& hash, Instant at) const;
  Result<void> set_last_seen(store::UnitOfWork& work, UserId user, Instant at) const;
  Result<void> lock_people(store::UnitOfWork& work) const;

  Result<std::int64_t> epoch(store::Reader& reader) const;
  Result<void> raise_epoch(store::UnitOfWork& work) const;

  Result<void> add_session(store::UnitOfWork& work, const SessionRow& session, const Digest& token) const;
  Result<std::optional<SessionRow>> find_session(store::Reader& reader, const Digest& token) const;
  Result<std::vector<SessionRow>> open_sessions(store::Reader& reader, UserId user, Instant now) const;
  Result<void> use_session(store::UnitOfWork& work, std::int64_t session, Instant at) const;
  Result<void> set_locked(store::UnitOfWork& work, std::int64_t session, bool locked, Instant used_at) const;
  Result<std::int64_t> end_session(store::UnitOfWork& work, std::int64_t session, Instant at) const;
  Result<void> end_sessions_of(store::UnitOfWork& work, UserId user, Instant at) const;

  Result<void> add_token(store::UnitOfWork& work, const TokenRow& token, const Digest& hash, UserId by) const;
  Result<std::optional<TokenRow>> find_token(store::Reader& reader, const Digest& hash) const;
  Result<std::vector<TokenRow>> tokens_of(store::Reader& reader, UserId user) const;
  Result<std::int64_t> revoke_token(store::UnitOfWork& work, std::int64_t token, Instant at) const;

  Result<std::optional<FailureRow>> failure(store::Reader& reader, std::string_view subject) const;
  Result<void> set_failure(store::UnitOfWork& work, std::string_view subject, const FailureRow& row) const;
  Result<void> forget_failure(store::UnitOfWork& work, std::string_view subject) const;
  Result<void> lock_failure(store::UnitOfWork& work, std::string_view subject) const;

  Result<void> add_glass(store::UnitOfWork& work, const AccessService::GlassUse& use, std::int64_t session,
                         const std::string& rule) const;
  struct OpenGlass {
    PatientId patient;
    Instant until;
  };
  Result<std::vector<OpenGlass>> open_glass(store::Reader& reader, std::int64_t session, Instant now) const;
  Result<std::vector<AccessService::GlassUse>> glass_uses(store::Reader& reader, bool unreviewed_only) const;
  Result<std::optional<AccessService::GlassUse>> find_glass(store::Reader& reader, std::int64_t key) const;
  Result<std::int64_t> review_glass(store::UnitOfWork& work, std::int64_t key, UserId by, Instant at, const std::string& finding,
                                    const std::string& verdict) const;
};

}  // namespace charta::access
