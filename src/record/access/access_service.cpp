// SPDX-License-Identifier: Apache-2.0
// People: accounts, roles, passwords.
#include "record/access/access_service.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"
#include "record/access/access_parts.hpp"

#include <algorithm>
#include <stdexcept>

namespace charta::access {

using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

constexpr std::int64_t epoch_check_ms = 500;

AccessRules load_rules(const std::string& folder) {
  auto rules = AccessRules::load(folder);
  if (!rules) throw std::runtime_error("access rules: " + rules.error().message);
  return std::move(*rules);
}

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Result<void> check_new_user(const NewUser& user, const std::string& name, const AccessRules& rules) {
  const auto is_name_sign = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
  };
  if (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), is_name_sign))
    return fail(ErrorKind::invalid, "a login name has 1 to 64 letters, digits or . - _ @", "name");
  if (!is_valid_utf8(user.display_name)) return fail(ErrorKind::invalid, "the display name is not valid text", "display_name");
  if (user.is_program && !user.password.empty())
    return fail(ErrorKind::business_rule, "a program signs in with a token, not a password", "password");
  if (!user.is_program) return rules.sign_in.check_password(name, user.password);
  return {};
}

Result<void> check_roles(const std::vector<std::string>& roles, const RoleBook& book) {
  if (roles.empty()) return fail(ErrorKind::missing, "an account needs at least one role", "roles");
  for (const std::string& role : roles)
    if (book.find(role) == nullptr) return fail(ErrorKind::unknown_code, "there is no role '" + role + "'", "roles");
  return {};
}

bool manages_people(const RoleBook& book, const std::vector<std::string>& roles) {
  return book.combined(roles).permissions.test(static_cast<std::size_t>(Permission::manage_people));
}

/// Whether another enabled person could still manage people.
bool somebody_else_manages(const std::vector<UserRow>& users, UserId without, const RoleBook& book) {
  return std::any_of(users.begin(), users.end(), [&](const UserRow& row) {
    return row.user.id != without && !row.user.disabled && !row.user.is_program && manages_people(book, row.user.roles);
  });
}

Error last_administrator() {
  return fail(ErrorKind::business_rule, "this is the last account that manages people; give the role to another first");
}

Error not_the_first() {
  return fail(ErrorKind::forbidden, "this hospital has accounts; ask an administrator for one");
}

}  // namespace

std::string normal_name(std::string_view name) {
  return lower_ascii(trimmed(name));
}

std::string station_name(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 64))
    if (c >= 0x20 && c < 0x7f) text += c;
  return text;
}

Error not_signed_in() {
  return fail(ErrorKind::unauthenticated, "sign in");
}
Error wrong_credentials() {
  return fail(ErrorKind::unauthenticated, "the name or the password is not right");
}

Result<void> AccessService::Parts::check_epoch() {
  const std::int64_t now = steady_ms();
  std::int64_t due = next_epoch_check.load(std::memory_order_relaxed);
  if (now < due) return {};
  if (!next_epoch_check.compare_exchange_strong(due, now + epoch_check_ms)) return {};  // another thread is asking
  const auto epoch = store.read([&](Reader& reader) { return table.epoch(reader); });
  if (!epoch) {
    next_epoch_check = 0;
    return epoch.error();
  }
  sessions.start(*epoch);
  tokens.start(*epoch);
  return {};
}

Result<void> AccessService::Parts::raise_epoch(UnitOfWork& work) {
  work.after_commit([this] { next_epoch_check = 0; });
  return table.raise_epoch(work);
}

Result<void> AccessService::Parts::record(UnitOfWork& work, const ledger::Author& author, Act act, std::string_view kind,
                                          std::int64_t subject, std::string_view reason) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = kind;
  entry.subject = subject;
  entry.reason = reason;
  return ledger.record(work, author, entry);
}

Result<UserRow> AccessService::Parts::find_user(Reader& reader, const std::string& name) const {
  CHARTA_TRY(auto found, table.find_user(reader, normal_name(name)));
  if (!found) return fail(ErrorKind::not_found, "there is no account with this name", "name");
  return std::move(*found);
}

Actor AccessService::Parts::actor_of(const UserRow& row) const {
  const RoleGrant role = rules.roles.combined(row.user.roles);
  Actor actor;
  actor.kind = row.user.is_program ? Actor::Kind::program : Actor::Kind::person;
  actor.author.user = row.user.id;
  actor.name = row.user.name;
  actor.roles = row.user.roles;
  actor.permissions = role.permissions;
  actor.visibility.facilities = role.facilities & row.facilities;
  actor.visibility.clearance = (role.clearance | row.extra_clearance) & ~row.withheld_clearance;
  return actor;
}

AccessService::AccessService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys,
                             const AccessOptions& options)
    : parts_(std::make_unique<Parts>(store, ledger, clock, keys, load_rules(options.rules_folder),
                                     HashCost{options.hash_passes, options.hash_memory_bytes})) {}

AccessService::~AccessService() = default;

Result<bool> AccessService::has_users() {
  return parts_->store.read([&](Reader& reader) { return parts_->table.has_users(reader); });
}

Result<User> AccessService::add_first_user(const NewUser& user) {
  CHARTA_TRY(const bool has_any, has_users());
  if (has_any) return not_the_first();
  if (!manages_people(parts_->rules.roles, user.roles))
    return fail(ErrorKind::business_rule, "the first account must be able to manage people", "roles");
  return parts_->add_user(Actor::system("first-user"), user, true);
}

Result<User> AccessService::add_user(const Actor& actor, const NewUser& user) {
  return parts_->add_user(actor, user, false);
}

Result<User> AccessService::Parts::add_user(const Actor& actor, const NewUser& user, bool must_be_first) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  const std::string name = normal_name(user.name);
  CHARTA_TRY_DO(check_new_user(user, name, rules));
  CHARTA_TRY_DO(check_roles(user.roles, rules.roles));
  UserRow row;
  row.user = {keys.next<UserId>(), name, user.display_name, user.roles, false, user.is_program, clock.now(), std::nullopt};
  row.facilities = user.facilities;
  row.extra_clearance = user.extra_clearance;
  row.withheld_clearance = user.withheld_clearance;
  if (!user.is_program) {
    CHARTA_TRY(row.password_hash, hasher.hash(user.password));
  }
  return store.write([&](UnitOfWork& work) -> Result<User> {
    CHARTA_TRY_DO(table.lock_people(work));
    if (must_be_first) {
      CHARTA_TRY(const bool has_any, table.has_users(work));
      if (has_any) return not_the_first();
    }
    CHARTA_TRY(const auto existing, table.find_user(work, name));
    if (existing) return fail(ErrorKind::version_conflict, "there is an account with this name already", "name");
    CHARTA_TRY_DO(table.add_user(work, row));
    CHARTA_TRY_DO(record(work, actor.author, Act::permission_changed, "user", row.user.id.key(), "account-created"));
    return row.user;
  });
}

Result<User> AccessService::change_user(const Actor& actor, const std::string& name, const UserChange& change) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  if (change.roles) CHARTA_TRY_DO(check_roles(*change.roles, parts_->rules.roles));
  std::string hash;
  if (change.password) {
    CHARTA_TRY_DO(parts_->rules.sign_in.check_password(normal_name(name), *change.password));
    CHARTA_TRY(hash, parts_->hasher.hash(*change.password));
  }
  const Instant now = parts_->clock.now();
  return parts_->store.write([&](UnitOfWork& work) -> Result<User> {
    CHARTA_TRY_DO(parts_->table.lock_people(work));
    CHARTA_TRY(UserRow row, parts_->find_user(work, name));
    CHARTA_TRY_DO(parts_->check_change(work, row, change));
    CHARTA_TRY_DO(parts_->write_change(work, actor.author, row.user, change, hash, now));
    if (change.roles) row.user.roles = *change.roles;
    if (change.disabled) row.user.disabled = *change.disabled;
    return row.user;
  });
}

Result<void> AccessService::Parts::check_change(Reader& reader, const UserRow& row, const UserChange& change) const {
  if (row.user.is_program && change.password)
    return fail(ErrorKind::business_rule, "a program signs in with a token, not a password", "password");
  const bool managed = manages_people(rules.roles, row.user.roles);
  const bool will_manage =
      !change.disabled.value_or(row.user.disabled) && manages_people(rules.roles, change.roles.value_or(row.user.roles));
  if (!managed || will_manage) return {};
  CHARTA_TRY(const auto users, table.users(reader));
  if (!somebody_else_manages(users, row.user.id, rules.roles)) return last_administrator();
  return {};
}

Result<void> AccessService::Parts::write_change(UnitOfWork& work, const ledger::Author& author, const User& user,
                                                const UserChange& change, const std::string& hash, Instant now) {
  const std::int64_t subject = user.id.key();
  if (change.roles) {
    CHARTA_TRY_DO(table.set_roles(work, user.id, *change.roles));
    CHARTA_TRY_DO(record(work, author, Act::permission_changed, "user", subject, "roles-changed"));
  }
  if (change.disabled) {
    CHARTA_TRY_DO(table.set_disabled(work, user.id, *change.disabled));
    CHARTA_TRY_DO(record(work, author, Act::permission_changed, "user", subject, *change.disabled ? "disabled" : "enabled"));
  }
  if (change.password) {
    CHARTA_TRY_DO(table.set_password(work, user.id, hash, now));
    CHARTA_TRY_DO(record(work, author, Act::password_changed, "user", subject, "set-by-administrator"));
  }
  if (change.password || change.disabled.value_or(false)) CHARTA_TRY_DO(table.end_sessions_of(work, user.id, now));
  return raise_epoch(work);
}

Result<void> AccessService::set_roles(const Actor& actor, const std::string& name, const std::vector<std::string>& roles) {
  CHARTA_TRY_DO(change_user(actor, name, {roles, {}, {}}));
  return {};
}

Result<void> AccessService::set_disabled(const Actor& actor, const std::string& name, bool disabled) {
  CHARTA_TRY_DO(change_user(actor, name, {{}, disabled, {}}));
  return {};
}

Result<void> AccessService::set_password(const Actor& actor, const std::string& name, const std::string& password) {
  CHARTA_TRY_DO(change_user(actor, name, {{}, {}, password}));
  return {};
}

Result<void> AccessService::set_visibility(const Actor& actor, const std::string& name, FacilityMask facilities,
                                           SensitivityMask extra_clearance, SensitivityMask withheld_clearance) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  return parts_->store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const UserRow row, parts_->find_user(work, name));
    CHARTA_TRY_DO(parts_->table.set_visibility(work, row.user.id, facilities, extra_clearance, withheld_clearance));
    CHARTA_TRY_DO(parts_->raise_epoch(work));
    return parts_->record(work, actor.author, Act::permission_changed, "user", row.user.id.key(), "visibility-changed");
  });
}

Result<std::vector<User>> AccessService::list_users(const Actor& actor) {
  CHARTA_TRY_DO(require(actor, Permission::manage_people));
  CHARTA_TRY(auto rows, parts_->store.read([&](Reader& reader) { return parts_->table.users(reader); }));
  std::vector<User> users;
  users.reserve(rows.size());
  for (UserRow& row : rows) users.push_back(std::move(row.user));
  return users;
}

Result<std::optional<User>> AccessService::find_user(UserId id) {
  CHARTA_TRY(auto row, parts_->store.read([&](Reader& reader) { return parts_->table.find_user(reader, id); }));
  return row ? std::optional<User>(std::move(row->user)) : std::nullopt;
}

std::vector<std::string> AccessService::role_names() const {
  std::vector<std::string> names;
  for (const RoleGrant& role : parts_->rules.roles.roles()) names.push_back(role.name);
  return names;
}

std::vector<Role> AccessService::roles() const {
  std::vector<Role> roles;
  for (const RoleGrant& grant : parts_->rules.roles.roles()) {
    Role role{grant.name, grant.title, {}};
    for (std::size_t i = 0; i < permission_count; ++i)
      if (grant.permissions.test(i)) role.permissions.push_back(static_cast<Permission>(i));
    roles.push_back(std::move(role));
  }
  return roles;
}

std::string AccessService::matrix_json() const {
  return parts_->rules.roles.matrix_json();
}
std::string AccessService::matrix_csv() const {
  return parts_->rules.roles.matrix_csv();
}

std::string AccessService::glass_reasons_json() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const GlassReason& reason : parts_->rules.glass.reasons)
    writer.begin_object().member("code", reason.code).member("sentence", reason.sentence).end_object();
  writer.end_array();
  return out;
}

}  // namespace charta::access
