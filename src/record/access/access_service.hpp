// SPDX-License-Identifier: Apache-2.0
// People, programs, roles, sessions, tokens, break-the-glass.
#pragma once
#include "base/clock.hpp"
#include "base/phi.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::access {

struct User {
  UserId id;
  std::string name;  ///< login name, lower case
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
  SensitivityMask extra_clearance = 0;     ///< labels beyond those of the roles
  SensitivityMask withheld_clearance = 0;  ///< labels that the roles give and this person lacks
};

/// What an administrator changes of an account; what is not given stays as it is.
struct UserChange {
  std::optional<std::vector<std::string>> roles;
  std::optional<bool> disabled;
  std::optional<std::string> password;
};

/// An open session in a list: what its owner, or who manages people, needs to end it.
struct OpenSession {
  std::int64_t key = 0;
  std::string workstation;
  Instant created_at, used_at, expires_at;
  bool locked = false;
};

/// A token in a list; the secret itself is nowhere.
struct IssuedToken {
  std::int64_t key = 0;
  std::string scope;
  Instant created_at;
  std::optional<Instant> expires_at, revoked_at;
};

struct AccessOptions {
  std::string rules_folder;  ///< empty: roles and rules as shipped
  unsigned hash_passes = 3;  ///< Argon2id: RFC 9106, section 4
  std::size_t hash_memory_bytes = std::size_t{64} << 20;
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
  /// Throws std::runtime_error when the rules folder does not hold valid rules: without roles nobody may do anything.
  AccessService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys,
                const AccessOptions& options = {});
  ~AccessService();

  /// Whether anybody has an account: a new store has none, and its first user is made at the door or on the command line.
  Result<bool> has_users();
  /// The first account of an empty store. Errors: `forbidden` (there is one already), those of add_user.
  Result<User> add_first_user(const NewUser& user);

  Result<User> add_user(const Actor& actor, const NewUser& user);
  /// All of the change or nothing of it. A new password ends the person's sessions, as disabling does.
  /// Errors: `not_found`, `missing`, `unknown_code` (roles), `business_rule` (password; the last account that manages people).
  Result<User> change_user(const Actor& actor, const std::string& name, const UserChange& change);
  Result<void> set_roles(const Actor& actor, const std::string& name, const std::vector<std::string>& roles);
  Result<void> set_disabled(const Actor& actor, const std::string& name, bool disabled);
  /// Ends the person's sessions.
  Result<void> set_password(const Actor& actor, const std::string& name, const std::string& password);
  /// A person's own: the old one is asked. Ends the other sessions.
  Result<void> change_password(std::string_view token, const std::string& old_password, const std::string& new_password);
  Result<void> set_visibility(const Actor& actor, const std::string& name, FacilityMask facilities,
                              SensitivityMask extra_clearance, SensitivityMask withheld_clearance);
  Result<std::vector<User>> list_users(const Actor& actor);
  /// Login and display name of an account, for lists of who did what.
  Result<std::optional<User>> find_user(UserId id);
  std::vector<std::string> role_names() const;
  /// Every role with its permissions and clearance, generated from the rules in force.
  std::string matrix_json() const;
  std::string matrix_csv() const;
  /// [{"code","sentence"}] for the dialog that breaks the glass.
  std::string glass_reasons_json() const;
  std::vector<Role> roles() const;

  /// Argon2id (3 passes, 64 MiB), at most two at a time. Errors: `unauthenticated` (one message for every cause), `busy` (rate
  /// limit).
  Result<Session> sign_in(const std::string& name, const std::string& password, const std::string& workstation);
  /// The session of a cookie. Errors: `unauthenticated` ("sign in", or "session locked" with location "session").
  /// `is_activity`: false for what the page asks by itself (polls, events), which must not keep an abandoned session open.
  Result<Session> session(std::string_view token, bool is_activity = true);
  Result<Session> unlock(std::string_view token, const std::string& password);
  /// The same person once more, by the password, before something is signed: `token` is their session.
  /// Errors: `unauthenticated` (password, session), `busy` (rate limit).
  Result<void> confirm_person(std::string_view token, const std::string& password);
  Result<Session> extend(std::string_view token);
  Result<void> lock_session(std::string_view token);
  Result<void> sign_out(std::string_view token);
  /// One's own sessions, or with manage_people anybody's.
  Result<std::vector<OpenSession>> list_sessions(const Actor& actor, const std::string& name);
  Result<void> end_session(const Actor& actor, const std::string& name, std::int64_t key);

  /// The token alone, shown once; stored as its SHA-256.
  Result<std::string> issue_token(const Actor& actor, const TokenRequest& request);
  /// The actor of a bearer token. Cached with an epoch; a revocation reaches every node within 1 s.
  Result<Actor> bearer(std::string_view token, std::string_view workstation);
  Result<std::vector<IssuedToken>> list_tokens(const Actor& actor, const std::string& name);
  Result<void> revoke_token(const Actor& actor, const std::string& name, std::int64_t key);

  /// Opens one patient's record to this session for the time of the rule. Errors: `forbidden`, `unauthenticated` (password),
  /// `unknown_code` (reason), `missing` (explanation).
  Result<Actor> break_glass(const Session& session, const GlassRequest& request);
  /// Until when one patient's record is open to this session by emergency access; nothing where it is not.
  Result<std::optional<Instant>> open_until(const Session& session, PatientId patient);
  struct GlassUse {
    std::int64_t key = 0;
    UserId user;
    PatientId patient;
    std::string reason_code, explanation, user_name;
    Instant at, until;
    bool reviewed = false;
    std::string finding;
    std::string verdict;  ///< a code of glass_verdicts; empty until reviewed
  };
  /// Run in the unit of each use and of each review: who follows them up is wired in app/. Once, at start.
  using GlassReaction = std::function<Result<void>(store::UnitOfWork&, const Actor&, const GlassUse&)>;
  void on_glass(GlassReaction broken, GlassReaction reviewed);
  Result<std::vector<GlassUse>> list_glass(const Actor& actor, bool unreviewed_only);
  Result<std::optional<GlassUse>> find_glass(store::Reader& reader, std::int64_t key) const;
  /// By when a use shall be reviewed, and the rule that says so.
  Instant review_due(const GlassUse& use) const;
  const std::string& glass_rule() const;
  /// What a review may come to.
  static constexpr std::string_view glass_verdicts[] = {"appropriate", "not-appropriate"};
  /// Errors: `unknown_code` (verdict), `missing` (finding), `business_rule` (one's own use), `version_conflict` (reviewed
  /// already).
  Result<void> review_glass(const Actor& actor, std::int64_t key, const std::string& finding,
                            const std::string& verdict = "appropriate");

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::access
