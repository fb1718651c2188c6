// SPDX-License-Identifier: Apache-2.0
// Sessions of signed-in persons: 45 CFR 164.312(a)(2)(iii) automatic logoff; 45 CFR 170.315(d)(5).
#include "record/access/access_parts.hpp"

#include <algorithm>

namespace charta::access {

using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

/// The last use is written at most this often; another node sees a session as idle by that much too early.
constexpr std::int64_t write_use_every_ms = 15'000;

Error session_locked() {
  return fail(ErrorKind::unauthenticated, "session locked", "session");
}

}  // namespace

/// Reads session, person, glass and epoch from one snapshot, so that what is kept belongs to the epoch it is kept under.
Result<std::shared_ptr<RememberedSession>> AccessService::Parts::remember_session(const Digest& token) {
  return store.read([&](Reader& reader) -> Result<std::shared_ptr<RememberedSession>> {
    CHARTA_TRY(const std::int64_t epoch, table.epoch(reader));
    CHARTA_TRY(const auto row, table.find_session(reader, token));
    if (!row || row->ended) return not_signed_in();
    CHARTA_TRY(const auto user, table.find_user(reader, row->user));
    if (!user || user->user.disabled) return not_signed_in();
    auto session = std::make_shared<RememberedSession>();
    session->key = row->id;
    session->actor = actor_of(*user);
    session->actor.author.workstation = row->workstation;
    session->actor.session = row->id;
    session->actor.visibility.glass_clearance = rules.glass.opens;
    session->expires_at = row->expires_at;
    session->locked = row->locked;
    session->used_at = session->written_used_at = row->used_at.milliseconds();
    CHARTA_TRY(session->glass, table.open_glass(reader, row->id, clock.now()));
    sessions.keep(token, session, epoch);
    return session;
  });
}

Result<std::shared_ptr<RememberedSession>> AccessService::Parts::open_session(const Digest& token) {
  CHARTA_TRY_DO(check_epoch());
  auto session = sessions.find(token);
  if (!session) {
    CHARTA_TRY(session, remember_session(token));
  }
  if (clock.now() >= session->expires_at) return not_signed_in();
  return session;
}

Session AccessService::Parts::answer(const RememberedSession& session, std::string_view token) const {
  Session answered;
  answered.key = session.key;
  answered.token = token;
  answered.actor = session.actor;
  answered.expires_at = session.expires_at;
  answered.idle_at = std::min(session.expires_at, Instant(session.used_at.load()).plus(rules.sign_in.idle));
  answered.locked = session.locked;
  for (const AccessStore::OpenGlass& glass : session.glass)
    if (glass.until > clock.now()) answered.actor.visibility.opened_by_glass.push_back(glass.patient);
  return answered;
}

Result<void> AccessService::Parts::lock(const Digest& token, RememberedSession& session, std::string_view reason) {
  const Result<void> written = store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(table.set_locked(work, session.key, true, Instant(session.used_at.load())));
    CHARTA_TRY_DO(raise_epoch(work));
    return record(work, session.actor.author, Act::locked, "session", session.key, reason);
  });
  if (!written) return written.error();
  sessions.forget(token);
  return {};
}

Result<Session> AccessService::session(std::string_view token, bool is_activity) {
  Parts& parts = *parts_;
  const Digest hash = sha256(token);
  CHARTA_TRY(auto session, parts.open_session(hash));
  if (session->locked) return session_locked();
  const Instant now = parts.clock.now();
  if (now - Instant(session->used_at.load()) >= parts.rules.sign_in.idle) {
    CHARTA_TRY(session, parts.remember_session(hash));  // it may have been used on another node
    if (session->locked) return session_locked();
    if (now - Instant(session->used_at.load()) >= parts.rules.sign_in.idle) {
      CHARTA_TRY_DO(parts.lock(hash, *session, "idle"));
      return session_locked();
    }
  }
  if (!is_activity) return parts.answer(*session, token);
  session->used_at = now.milliseconds();
  std::int64_t written = session->written_used_at.load();
  if (now.milliseconds() - written >= write_use_every_ms &&
      session->written_used_at.compare_exchange_strong(written, now.milliseconds()))
    CHARTA_TRY_DO(parts.store.write([&](UnitOfWork& work) { return parts.table.use_session(work, session->key, now); }));
  return parts.answer(*session, token);
}

Result<Session> AccessService::unlock(std::string_view token, const std::string& password) {
  Parts& parts = *parts_;
  const Digest hash = sha256(token);
  CHARTA_TRY(const auto locked, parts.open_session(hash));
  const std::string name = locked->actor.name, workstation = locked->actor.author.workstation;
  CHARTA_TRY(const UserRow row, parts.store.read([&](Reader& reader) { return parts.find_user(reader, name); }));
  CHARTA_TRY_DO(parts.check_password(&row, name, password, workstation));
  const Instant now = parts.clock.now();
  const Result<void> written = parts.store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(parts.table.set_locked(work, locked->key, false, now));
    CHARTA_TRY_DO(parts.raise_epoch(work));
    return parts.record(work, locked->actor.author, Act::unlocked, "session", locked->key);
  });
  if (!written) return written.error();
  parts.sessions.forget(hash);
  return session(token);
}

Result<Session> AccessService::extend(std::string_view token) {
  Parts& parts = *parts_;
  CHARTA_TRY(Session extended, session(token));
  CHARTA_TRY_DO(
      parts.store.write([&](UnitOfWork& work) { return parts.table.use_session(work, extended.key, parts.clock.now()); }));
  return extended;
}

Result<void> AccessService::lock_session(std::string_view token) {
  const Digest hash = sha256(token);
  CHARTA_TRY(const auto session, parts_->open_session(hash));
  if (session->locked) return {};
  return parts_->lock(hash, *session, "asked");
}

Result<void> AccessService::sign_out(std::string_view token) {
  Parts& parts = *parts_;
  const Digest hash = sha256(token);
  CHARTA_TRY(const auto session, parts.open_session(hash));
  const Instant now = parts.clock.now();
  const Result<void> written = parts.store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const std::int64_t ended, parts.table.end_session(work, session->key, now));
    if (ended == 0) return {};
    CHARTA_TRY_DO(parts.raise_epoch(work));
    return parts.record(work, session->actor.author, Act::signed_out, "session", session->key);
  });
  if (!written) return written.error();
  parts.sessions.forget(hash);
  return {};
}

Result<std::vector<OpenSession>> AccessService::list_sessions(const Actor& actor, const std::string& name) {
  return parts_->store.read([&](Reader& reader) -> Result<std::vector<OpenSession>> {
    if (actor.name != normal_name(name)) CHARTA_TRY_DO(require(actor, Permission::manage_people));
    CHARTA_TRY(const UserRow row, parts_->find_user(reader, name));
    CHARTA_TRY(const auto sessions, parts_->table.open_sessions(reader, row.user.id, parts_->clock.now()));
    std::vector<OpenSession> open;
    for (const SessionRow& session : sessions)
      open.push_back({session.id, session.workstation, session.created_at, session.used_at, session.expires_at, session.locked});
    return open;
  });
}

Result<void> AccessService::end_session(const Actor& actor, const std::string& name, std::int64_t key) {
  if (actor.name != normal_name(name)) CHARTA_TRY_DO(require(actor, Permission::manage_people));
  const Instant now = parts_->clock.now();
  return parts_->store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const UserRow row, parts_->find_user(work, name));
    CHARTA_TRY(const auto open, parts_->table.open_sessions(work, row.user.id, now));
    if (std::none_of(open.begin(), open.end(), [&](const SessionRow& session) { return session.id == key; }))
      return fail(ErrorKind::not_found, "this person has no such open session");
    CHARTA_TRY_DO(parts_->table.end_session(work, key, now));
    CHARTA_TRY_DO(parts_->raise_epoch(work));
    return parts_->record(work, actor.author, Act::signed_out, "session", key, "ended-by-list");
  });
}

}  // namespace charta::access
