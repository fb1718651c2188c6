// SPDX-License-Identifier: Apache-2.0
// People, programs, roles, sessions, tokens, break-the-glass.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/phi.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

namespace charta::access {

struct User {
  UserId id;
  std::string name;          ///< login name, lower case
  std::string display_name;
  std::vector<std::string> roles;
  bool disabled = false;
  bool is_program = false;
  Instant created_at;
  std::optional<Instant> last_seen_at;
};

/// A role and what it may do: a row of data/rules/access/roles.json.
struct Role {
  std::string name, title;
  std::vector<Permission> permissions;
};

struct NewUser {
  std::string name, display_name;
  std::vector<std::string> roles;
  std::string password;  ///< empty for programs (tokens only)
  bool is_program = false;
  FacilityMask facilities = all_facilities;
};

struct Session {
  std::int64_t key = 0;
  std::string token;  ///< the cookie's secret, shown once; stored as its SHA-256
  Actor actor;
  Instant expires_at;  ///< absolute limit
  Instant idle_at;     ///< locks then, unless used
  bool locked = false;
};

struct TokenRequest {
  std::string user;
  std::string scope;  ///< space-separated permission codes or role names; empty: all the user's
  std::optional<Instant> expires_at;
};

struct GlassRequest {
  PatientId patient;
  std::string reason_code;  ///< of data/rules/access/glass-reasons.json
  std::string explanation;  ///< free text, kept beside the ledger
  std::string password;     ///< asked again
};

class AccessService {
 public:
  AccessService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys);
  ~AccessService();

  Result<User> add_user(const Actor& actor, const NewUser& user);
  Result<void> set_roles(const Actor& actor, const std::string& name, const std::vector<std::string>& roles);
  Result<void> set_disabled(const Actor& actor, const std::string& name, bool disabled);
  Result<void> set_password(const Actor& actor, const std::string& name, const std::string& password);
  Result<std::vector<User>> list_users(const Actor& actor);
  std::vector<std::string> role_names() const;
  std::vector<Role> roles() const;

  /// Argon2id (3 passes, 64 MiB), at most two at a time. Errors: `unauthenticated` (one message for every cause), `busy` (rate limit).
  Result<Session> sign_in(const std::string& name, const std::string& password, const std::string& workstation);
  /// The session of a cookie. Errors: `unauthenticated` ("sign in", or "session locked" with location "session").
  Result<Session> session(std::string_view token);
  Result<Session> unlock(std::string_view token, const std::string& password);
  Result<Session> extend(std::string_view token);
  Result<void> lock_session(std::string_view token);
  Result<void> sign_out(std::string_view token);

  /// The token alone, shown once; stored as its SHA-256.
  Result<std::string> issue_token(const Actor& actor, const TokenRequest& request);
  /// The actor of a bearer token. Cached with an epoch; a revocation reaches every node within 1 s.
  Result<Actor> bearer(std::string_view token, std::string_view workstation);

  Result<Actor> break_glass(const Session& session, const GlassRequest& request);
  struct GlassUse {
    std::int64_t key = 0;
    UserId user;
    PatientId patient;
    std::string reason_code, explanation, user_name;
    Instant at, until;
    bool reviewed = false;
  };
  Result<std::vector<GlassUse>> list_glass(const Actor& actor, bool unreviewed_only);
  Result<void> review_glass(const Actor& actor, std::int64_t key, const std::string& finding);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::access
