// SPDX-License-Identifier: Apache-2.0
// Passwords at the door: one answer for every cause, and pauses that grow with each failure.
#include "base/text.hpp"
#include "record/access/access_parts.hpp"

namespace charta::access {

using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

// The subject is a digest, so that the table of failures lists neither names that people mistyped nor their passwords in the
// wrong field.
std::string account_key(const std::string& name) {
  return "account:" + sha256(name).hex().substr(0, 32);
}
std::string station_key(const std::string& workstation) {
  return "station:" + sha256(workstation).hex().substr(0, 32);
}

std::string refusal_reason(const UserRow* row) {
  if (row == nullptr) return "unknown-name";
  if (row->user.disabled) return "disabled";
  return row->user.is_program ? "program" : "wrong-password";
}

Error paused(std::chrono::milliseconds left) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  return fail(ErrorKind::busy, "too many refused attempts; try again in " + std::to_string(seconds) + " seconds");
}

}  // namespace

Result<void> AccessService::Parts::refuse_while_paused(const std::string& name, const std::string& workstation) {
  return store.read([&](Reader& reader) -> Result<void> {
    for (const std::string& subject : {account_key(name), station_key(workstation)}) {
      CHARTA_TRY(const auto row, table.failure(reader, subject));
      if (row && row->paused_until > clock.now()) return paused(row->paused_until - clock.now());
    }
    return {};
  });
}

Result<void> AccessService::Parts::count_one(UnitOfWork& work, const std::string& subject, std::int64_t allowed, Instant now) {
  CHARTA_TRY_DO(table.lock_failure(work, subject));
  CHARTA_TRY(auto found, table.failure(work, subject));
  FailureRow row = found.value_or(FailureRow{});
  if (now - row.last_at > rules.sign_in.failures_forgotten) row = {};
  row.failures += 1;
  row.last_at = now;
  row.paused_until = now.plus(rules.sign_in.pause_after(row.failures, allowed));
  return table.set_failure(work, subject, row);
}

Result<void> AccessService::Parts::count_failure(const UserRow* row, const std::string& name, const std::string& workstation) {
  const Instant now = clock.now();
  return store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(count_one(work, account_key(name), rules.sign_in.failures_before_pause, now));
    if (!workstation.empty())
      CHARTA_TRY_DO(count_one(work, station_key(workstation), rules.sign_in.station_failures_before_pause, now));
    ledger::Author author;
    author.workstation = workstation;
    return record(work, author, Act::sign_in_refused, "user", row == nullptr ? 0 : row->user.id.key(), refusal_reason(row));
  });
}

Result<void> AccessService::Parts::check_password(const UserRow* row, const std::string& name, const std::string& password,
                                                  const std::string& workstation) {
  CHARTA_TRY_DO(refuse_while_paused(name, workstation));
  const bool may_sign_in = row != nullptr && !row->user.disabled && !row->user.is_program;
  if (password.size() > rules.sign_in.password_max_length * 4) return wrong_credentials();  // no hour of hashing for a megabyte
  CHARTA_TRY(const bool agrees, hasher.agrees(may_sign_in ? row->password_hash : std::string(), password));
  if (agrees) return {};
  CHARTA_TRY_DO(count_failure(row, name, workstation));
  return wrong_credentials();
}

Result<Session> AccessService::sign_in(const std::string& given_name, const std::string& password,
                                       const std::string& given_workstation) {
  Parts& parts = *parts_;
  const std::string name = normal_name(given_name), workstation = station_name(given_workstation);
  CHARTA_TRY(const auto row, parts.store.read([&](Reader& reader) { return parts.table.find_user(reader, name); }));
  CHARTA_TRY_DO(parts.check_password(row ? &*row : nullptr, name, password, workstation));
  const Instant now = parts.clock.now();
  const std::string token = to_base64url(random_bytes(32));
  const SessionRow session{
      parts.keys.next_key(), row->user.id, workstation, now, now, now.plus(parts.rules.sign_in.absolute), false, false};
  const Result<void> written = parts.store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto current, parts.table.find_user(work, row->user.id));  // while the hash was computed
    if (!current || current->user.disabled || current->password_hash != row->password_hash) return wrong_credentials();
    CHARTA_TRY_DO(parts.table.forget_failure(work, account_key(name)));
    CHARTA_TRY_DO(parts.table.add_session(work, session, sha256(token)));
    CHARTA_TRY_DO(parts.table.set_last_seen(work, row->user.id, now));
    const ledger::Author author{row->user.id, {}, workstation};
    return parts.record(work, author, Act::signed_in, "session", session.id);
  });
  if (!written) return written.error();
  return this->session(token);
}

Result<void> AccessService::change_password(std::string_view token, const std::string& old_password,
                                            const std::string& new_password) {
  Parts& parts = *parts_;
  CHARTA_TRY(const Session current, session(token));
  CHARTA_TRY_DO(parts.rules.sign_in.check_password(current.actor.name, new_password));
  CHARTA_TRY(const UserRow row, parts.store.read([&](Reader& reader) { return parts.find_user(reader, current.actor.name); }));
  CHARTA_TRY_DO(parts.check_password(&row, row.user.name, old_password, current.actor.author.workstation));
  CHARTA_TRY(const std::string hash, parts.hasher.hash(new_password));
  const Instant now = parts.clock.now();
  return parts.store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(parts.table.set_password(work, row.user.id, hash, now));
    CHARTA_TRY(const auto others, parts.table.open_sessions(work, row.user.id, now));
    for (const SessionRow& other : others)
      if (other.id != current.key) CHARTA_TRY_DO(parts.table.end_session(work, other.id, now));
    CHARTA_TRY_DO(parts.raise_epoch(work));
    return parts.record(work, current.actor.author, Act::password_changed, "user", row.user.id.key(), "own");
  });
}

}  // namespace charta::access
