// SPDX-License-Identifier: Apache-2.0
// Bearer tokens of programs. Source: RFC 6750; only the SHA-256 is kept.
#include "base/text.hpp"
#include "record/access/access_parts.hpp"

#include <algorithm>

namespace charta::access {

using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

struct Scope {
  std::bitset<permission_count> permissions;
  SensitivityMask clearance = 0;
  bool limits_clearance = false;
};

/// A word is a permission's code or a role's name. A role limits what may be seen to its clearance too.
Result<Scope> parse_scope(std::string_view text, const RoleBook& book) {
  Scope scope;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (const auto permission = parse_permission(word)) {
      scope.permissions.set(static_cast<std::size_t>(*permission));
    } else if (const RoleGrant* role = book.find(word)) {
      scope.permissions |= role->permissions;
      scope.clearance |= role->clearance;
      scope.limits_clearance = true;
    } else {
      return fail(ErrorKind::unknown_code, "'" + std::string(word) + "' is neither a permission nor a role", "scope");
    }
  }
  return scope;
}

Error unknown_token() {
  return fail(ErrorKind::unauthenticated, "the token is not known, expired or revoked");
}

}  // namespace

Result<std::string> AccessService::issue_token(const Actor& actor, const TokenRequest& request) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  CHARTA_TRY_DO(parse_scope(request.scope, parts_->rules.roles));
  const Instant now = parts_->clock.now();
  if (request.expires_at && *request.expires_at <= now)
    return fail(ErrorKind::invalid, "the token would have expired already", "expires_at");
  const std::string token = "charta_" + to_base64url(random_bytes(32));
  const std::int64_t key = parts_->keys.next_key();
  return parts_->store.write([&](UnitOfWork& work) -> Result<std::string> {
    CHARTA_TRY(const UserRow row, parts_->find_user(work, request.user));
    if (row.user.disabled) return fail(ErrorKind::business_rule, "the account is disabled", "user");
    const TokenRow issued{key, row.user.id, request.scope, now, request.expires_at, std::nullopt};
    CHARTA_TRY_DO(parts_->table.add_token(work, issued, sha256(token), actor.author.user));
    CHARTA_TRY_DO(parts_->record(work, actor.author, Act::permission_changed, "token", key, "token-issued"));
    return token;
  });
}

Result<std::shared_ptr<RememberedToken>> AccessService::Parts::remember_token(const Digest& hash) {
  return store.read([&](Reader& reader) -> Result<std::shared_ptr<RememberedToken>> {
    CHARTA_TRY(const std::int64_t epoch, table.epoch(reader));
    CHARTA_TRY(const auto row, table.find_token(reader, hash));
    if (!row || row->revoked_at) return unknown_token();
    CHARTA_TRY(const auto user, table.find_user(reader, row->user));
    if (!user || user->user.disabled) return unknown_token();
    auto token = std::make_shared<RememberedToken>();
    token->actor = actor_of(*user);
    token->actor.kind = Actor::Kind::program;
    token->expires_at = row->expires_at;
    if (!trimmed(row->scope).empty()) {
      CHARTA_TRY(const Scope scope, parse_scope(row->scope, rules.roles));
      token->actor.permissions &= scope.permissions;
      if (scope.limits_clearance) token->actor.visibility.clearance &= scope.clearance;
    }
    tokens.keep(hash, token, epoch);
    return token;
  });
}

Result<Actor> AccessService::bearer(std::string_view token, std::string_view workstation) {
  CHARTA_TRY_DO(parts_->check_epoch());
  const Digest hash = sha256(token);
  auto remembered = parts_->tokens.find(hash);
  if (!remembered) {
    CHARTA_TRY(remembered, parts_->remember_token(hash));
  }
  if (remembered->expires_at && *remembered->expires_at <= parts_->clock.now()) return unknown_token();
  Actor actor = remembered->actor;
  actor.author.workstation = station_name(workstation);
  return actor;
}

Result<std::vector<IssuedToken>> AccessService::list_tokens(const Actor& actor, const std::string& name) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  return parts_->store.read([&](Reader& reader) -> Result<std::vector<IssuedToken>> {
    CHARTA_TRY(const UserRow row, parts_->find_user(reader, name));
    CHARTA_TRY(const auto rows, parts_->table.tokens_of(reader, row.user.id));
    std::vector<IssuedToken> issued;
    for (const TokenRow& token : rows)
      issued.push_back({token.id, token.scope, token.created_at, token.expires_at, token.revoked_at});
    return issued;
  });
}

Result<void> AccessService::revoke_token(const Actor& actor, const std::string& name, std::int64_t key) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  const Instant now = parts_->clock.now();
  return parts_->store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const UserRow row, parts_->find_user(work, name));
    CHARTA_TRY(const auto tokens, parts_->table.tokens_of(work, row.user.id));
    if (std::none_of(tokens.begin(), tokens.end(), [&](const TokenRow& token) { return token.id == key; }))
      return fail(ErrorKind::not_found, "this account has no such token");
    CHARTA_TRY(const std::int64_t revoked, parts_->table.revoke_token(work, key, now));
    if (revoked == 0) return {};
    CHARTA_TRY_DO(parts_->raise_epoch(work));
    return parts_->record(work, actor.author, Act::permission_changed, "token", key, "token-revoked");
  });
}

}  // namespace charta::access
