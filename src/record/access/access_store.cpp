// SPDX-License-Identifier: Apache-2.0
#include "record/access/access_store.hpp"

#include "base/text.hpp"

namespace charta::access {
namespace {

using store::Row;
using store::Statement;
using store::Value;

constexpr std::int64_t people_lock = 0x43'6861'7274'6102;
constexpr std::int64_t failure_lock = 0x43'6861'7274'0000;

constexpr Statement insert_user{"access.insert_user", R"sql(
  INSERT INTO access_user (id, name, display_name, roles, is_program, facilities, extra_clearance, withheld_clearance, password_hash,
                           password_changed_at, created_at)
  VALUES (:id, :name, :display_name, :roles, :is_program, :facilities, :extra_clearance, :withheld_clearance, :password_hash,
          :password_changed_at, :created_at))sql"};

constexpr Statement select_user_by_name{"access.user_by_name", R"sql(
  SELECT id, name, display_name, roles, is_program, disabled, facilities, extra_clearance, withheld_clearance, password_hash, created_at,
         last_seen_at
    FROM access_user WHERE name = :name)sql"};
constexpr Statement select_user{"access.user", R"sql(
  SELECT id, name, display_name, roles, is_program, disabled, facilities, extra_clearance, withheld_clearance, password_hash, created_at,
         last_seen_at
    FROM access_user WHERE id = :id)sql"};
constexpr Statement select_users{"access.users", R"sql(
  SELECT id, name, display_name, roles, is_program, disabled, facilities, extra_clearance, withheld_clearance, password_hash, created_at,
         last_seen_at
    FROM access_user ORDER BY name)sql"};
constexpr Statement select_any_user{"access.any_user", "SELECT id FROM access_user LIMIT 1"};

constexpr Statement update_roles{"access.set_roles",
                                 "UPDATE access_user SET roles = :roles, version = version + 1 WHERE id = :id"};
constexpr Statement update_disabled{"access.set_disabled",
                                    "UPDATE access_user SET disabled = :disabled, version = version + 1 WHERE id = :id"};
constexpr Statement update_visibility{"access.set_visibility", R"sql(
  UPDATE access_user SET facilities = :facilities, extra_clearance = :extra, withheld_clearance = :withheld, version = version + 1
   WHERE id = :id)sql"};
constexpr Statement update_password{"access.set_password", R"sql(
  UPDATE access_user SET password_hash = :hash, password_changed_at = :at, version = version + 1 WHERE id = :id)sql"};
constexpr Statement update_last_seen{"access.set_last_seen", "UPDATE access_user SET last_seen_at = :at WHERE id = :id"};

constexpr Statement select_epoch{"access.epoch", "SELECT epoch FROM access_epoch WHERE id = 1"};
constexpr Statement update_epoch{"access.raise_epoch", "UPDATE access_epoch SET epoch = epoch + 1 WHERE id = 1"};

constexpr Statement insert_session{"access.insert_session", R"sql(
  INSERT INTO access_session (id, token_hash, user_id, workstation, created_at, used_at, expires_at)
  VALUES (:id, :token_hash, :user_id, :workstation, :created_at, :used_at, :expires_at))sql"};
constexpr Statement select_session{"access.session", R"sql(
  SELECT id, user_id, workstation, created_at, used_at, expires_at, locked, ended_at FROM access_session WHERE token_hash = :token_hash)sql"};
constexpr Statement select_open_sessions{"access.open_sessions", R"sql(
  SELECT id, user_id, workstation, created_at, used_at, expires_at, locked, ended_at
    FROM access_session WHERE user_id = :user_id AND ended_at IS NULL AND expires_at > :now ORDER BY created_at)sql"};
constexpr Statement update_used{"access.use_session", R"sql(
  UPDATE access_session SET used_at = :at WHERE id = :id AND used_at < :at AND ended_at IS NULL)sql"};
constexpr Statement update_locked{"access.set_locked", R"sql(
  UPDATE access_session SET locked = :locked, used_at = :used_at WHERE id = :id AND ended_at IS NULL)sql"};
constexpr Statement update_ended{"access.end_session",
                                 "UPDATE access_session SET ended_at = :at WHERE id = :id AND ended_at IS NULL"};
constexpr Statement update_ended_of_user{
    "access.end_sessions_of", "UPDATE access_session SET ended_at = :at WHERE user_id = :user_id AND ended_at IS NULL"};

constexpr Statement insert_token{"access.insert_token", R"sql(
  INSERT INTO access_token (id, token_hash, user_id, scope, created_at, created_by, expires_at)
  VALUES (:id, :token_hash, :user_id, :scope, :created_at, :created_by, :expires_at))sql"};
constexpr Statement select_token{"access.token", R"sql(
  SELECT id, user_id, scope, created_at, expires_at, revoked_at FROM access_token WHERE token_hash = :token_hash)sql"};
constexpr Statement select_tokens{"access.tokens_of", R"sql(
  SELECT id, user_id, scope, created_at, expires_at, revoked_at FROM access_token WHERE user_id = :user_id ORDER BY created_at, id)sql"};
constexpr Statement update_revoked{"access.revoke_token",
                                   "UPDATE access_token SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL"};

constexpr Statement select_failure{"access.failure",
                                   "SELECT failures, last_at, paused_until FROM access_failure WHERE subject = :subject"};
constexpr Statement upsert_failure{"access.set_failure", R"sql(
  INSERT INTO access_failure (subject, failures, last_at, paused_until) VALUES (:subject, :failures, :last_at, :paused_until)
  ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, paused_until = excluded.paused_until)sql"};
constexpr Statement delete_failure{"access.forget_failure", "DELETE FROM access_failure WHERE subject = :subject"};

constexpr Statement insert_glass{"access.insert_glass", R"sql(
  INSERT INTO access_glass (id, user_id, session_id, patient_id, reason_code, explanation, rule, at, until_at)
  VALUES (:id, :user_id, :session_id, :patient_id, :reason_code, :explanation, :rule, :at, :until_at))sql"};
constexpr Statement select_open_glass{"access.open_glass", R"sql(
  SELECT patient_id, until_at FROM access_glass WHERE session_id = :session_id AND until_at > :now)sql"};
constexpr Statement select_unreviewed_glass{"access.unreviewed_glass", R"sql(
  SELECT g.id, g.user_id, g.patient_id, g.reason_code, g.explanation, u.display_name, g.at, g.until_at, g.reviewed_at, g.finding, g.verdict
    FROM access_glass g JOIN access_user u ON u.id = g.user_id WHERE g.reviewed_at IS NULL ORDER BY g.at DESC LIMIT 1000)sql"};
constexpr Statement select_all_glass{"access.all_glass", R"sql(
  SELECT g.id, g.user_id, g.patient_id, g.reason_code, g.explanation, u.display_name, g.at, g.until_at, g.reviewed_at, g.finding, g.verdict
    FROM access_glass g JOIN access_user u ON u.id = g.user_id ORDER BY g.at DESC LIMIT 1000)sql"};
constexpr Statement select_glass{"access.glass", R"sql(
  SELECT g.id, g.user_id, g.patient_id, g.reason_code, g.explanation, u.display_name, g.at, g.until_at, g.reviewed_at, g.finding, g.verdict
    FROM access_glass g JOIN access_user u ON u.id = g.user_id WHERE g.id = :id)sql"};
constexpr Statement update_reviewed{"access.review_glass", R"sql(
  UPDATE access_glass SET reviewed_at = :at, reviewed_by = :by_user, finding = :finding, verdict = :verdict
   WHERE id = :id AND reviewed_at IS NULL)sql"};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

std::optional<Instant> maybe_instant(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.instant(column));
}

UserRow user_of(const Row& row) {
  UserRow found;
  found.user = {row.id<UserId>(0),   row.string(1),       row.string(2),   words_of(row.text(3)),
                row.integer(5) != 0, row.integer(4) != 0, row.instant(10), maybe_instant(row, 11)};
  found.facilities = static_cast<FacilityMask>(row.integer(6));
  found.extra_clearance = static_cast<SensitivityMask>(row.integer(7));
  found.withheld_clearance = static_cast<SensitivityMask>(row.integer(8));
  found.password_hash = row.string(9);
  return found;
}

SessionRow session_of(const Row& row) {
  return {row.integer(0), row.id<UserId>(1), row.string(2),       row.instant(3),
          row.instant(4), row.instant(5),    row.integer(6) != 0, !row.is_null(7)};
}

TokenRow token_of(const Row& row) {
  return {row.integer(0), row.id<UserId>(1), row.string(2), row.instant(3), maybe_instant(row, 4), maybe_instant(row, 5)};
}

AccessService::GlassUse glass_of(const Row& row) {
  AccessService::GlassUse use;
  use.key = row.integer(0);
  use.user = row.id<UserId>(1);
  use.patient = row.id<PatientId>(2);
  use.reason_code = row.string(3);
  use.explanation = row.string(4);
  use.user_name = row.string(5);
  use.at = row.instant(6);
  use.until = row.instant(7);
  use.reviewed = !row.is_null(8);
  use.finding = row.string(9);
  use.verdict = row.string(10);
  return use;
}

Value bytes_of(const Digest& digest) {
  return Value::bytes(digest.raw());
}

}  // namespace

Result<void> AccessStore::add_user(store::UnitOfWork& work, const UserRow& row) const {
  const std::string roles = joined(row.user.roles);
  const bool has_password = !row.password_hash.empty();
  return work.write(insert_user, {{"id", row.user.id},
                                  {"name", row.user.name},
                                  {"display_name", row.user.display_name},
                                  {"roles", roles},
                                  {"is_program", row.user.is_program},
                                  {"facilities", row.facilities},
                                  {"extra_clearance", row.extra_clearance},
                                  {"withheld_clearance", row.withheld_clearance},
                                  {"password_hash", has_password ? Value(row.password_hash) : Value(nullptr)},
                                  {"password_changed_at", has_password ? Value(row.user.created_at) : Value(nullptr)},
                                  {"created_at", row.user.created_at}});
}

Result<std::optional<UserRow>> AccessStore::find_user(store::Reader& reader, std::string_view name) const {
  return reader.read_one(select_user_by_name, {{"name", name}}, user_of);
}

Result<std::optional<UserRow>> AccessStore::find_user(store::Reader& reader, UserId id) const {
  return reader.read_one(select_user, {{"id", id}}, user_of);
}

Result<std::vector<UserRow>> AccessStore::users(store::Reader& reader) const {
  return reader.read_all(select_users, {}, user_of);
}

Result<bool> AccessStore::has_users(store::Reader& reader) const {
  CHARTA_TRY(const auto any, reader.read_one(select_any_user, {}, [](const Row& row) { return row.integer(0); }));
  return any.has_value();
}

Result<void> AccessStore::set_roles(store::UnitOfWork& work, UserId user, const std::vector<std::string>& roles) const {
  const std::string text = joined(roles);
  return work.write(update_roles, {{"roles", text}, {"id", user}});
}

Result<void> AccessStore::set_disabled(store::UnitOfWork& work, UserId user, bool disabled) const {
  return work.write(update_disabled, {{"disabled", disabled}, {"id", user}});
}

Result<void> AccessStore::set_visibility(store::UnitOfWork& work, UserId user, FacilityMask facilities, SensitivityMask extra,
                                         SensitivityMask withheld) const {
  return work.write(update_visibility, {{"facilities", facilities}, {"extra", extra}, {"withheld", withheld}, {"id", user}});
}

Result<void> AccessStore::set_password(store::UnitOfWork& work, UserId user, const std::string& hash, Instant at) const {
  return work.write(update_password, {{"hash", hash}, {"at", at}, {"id", user}});
}

Result<void> AccessStore::set_last_seen(store::UnitOfWork& work, UserId user, Instant at) const {
  return work.write(update_last_seen, {{"at", at}, {"id", user}});
}

Result<void> AccessStore::lock_people(store::UnitOfWork& work) const {
  return work.lock(people_lock);
}

Result<std::int64_t> AccessStore::epoch(store::Reader& reader) const {
  CHARTA_TRY(const auto epoch, reader.read_one(select_epoch, {}, [](const Row& row) { return row.integer(0); }));
  return epoch.value_or(0);
}

Result<void> AccessStore::raise_epoch(store::UnitOfWork& work) const {
  return work.write(update_epoch, {});
}

Result<void> AccessStore::add_session(store::UnitOfWork& work, const SessionRow& session, const Digest& token) const {
  return work.write(insert_session, {{"id", session.id},
                                     {"token_hash", bytes_of(token)},
                                     {"user_id", session.user},
                                     {"workstation", session.workstation},
                                     {"created_at", session.created_at},
                                     {"used_at", session.used_at},
                                     {"expires_at", session.expires_at}});
}

Result<std::optional<SessionRow>> AccessStore::find_session(store::Reader& reader, const Digest& token) const {
  return reader.read_one(select_session, {{"token_hash", bytes_of(token)}}, session_of);
}

Result<std::vector<SessionRow>> AccessStore::open_sessions(store::Reader& reader, UserId user, Instant now) const {
  return reader.read_all(select_open_sessions, {{"user_id", user}, {"now", now}}, session_of);
}

Result<void> AccessStore::use_session(store::UnitOfWork& work, std::int64_t session, Instant at) const {
  return work.write(update_used, {{"at", at}, {"id", session}});
}

Result<void> AccessStore::set_locked(store::UnitOfWork& work, std::int64_t session, bool locked, Instant used_at) const {
  return work.write(update_locked, {{"locked", locked}, {"used_at", used_at}, {"id", session}});
}

Result<std::int64_t> AccessStore::end_session(store::UnitOfWork& work, std::int64_t session, Instant at) const {
  return work.write_counted(update_ended, {{"at", at}, {"id", session}});
}

Result<void> AccessStore::end_sessions_of(store::UnitOfWork& work, UserId user, Instant at) const {
  return work.write(update_ended_of_user, {{"at", at}, {"user_id", user}});
}

Result<void> AccessStore::add_token(store::UnitOfWork& work, const TokenRow& token, const Digest& hash, UserId by) const {
  return work.write(insert_token, {{"id", token.id},
                                   {"token_hash", bytes_of(hash)},
                                   {"user_id", token.user},
                                   {"scope", token.scope},
                                   {"created_at", token.created_at},
                                   {"created_by", by},
                                   {"expires_at", token.expires_at}});
}

Result<std::optional<TokenRow>> AccessStore::find_token(store::Reader& reader, const Digest& hash) const {
  return reader.read_one(select_token, {{"token_hash", bytes_of(hash)}}, token_of);
}

Result<std::vector<TokenRow>> AccessStore::tokens_of(store::Reader& reader, UserId user) const {
  return reader.read_all(select_tokens, {{"user_id", user}}, token_of);
}

Result<std::int64_t> AccessStore::revoke_token(store::UnitOfWork& work, std::int64_t token, Instant at) const {
  return work.write_counted(update_revoked, {{"at", at}, {"id", token}});
}

Result<std::optional<FailureRow>> AccessStore::failure(store::Reader& reader, std::string_view subject) const {
  return reader.read_one(select_failure, {{"subject", subject}}, [](const Row& row) {
    return FailureRow{row.integer(0), row.instant(1), row.instant(2)};
  });
}

Result<void> AccessStore::set_failure(store::UnitOfWork& work, std::string_view subject, const FailureRow& row) const {
  return work.write(
      upsert_failure,
      {{"subject", subject}, {"failures", row.failures}, {"last_at", row.last_at}, {"paused_until", row.paused_until}});
}

Result<void> AccessStore::forget_failure(store::UnitOfWork& work, std::string_view subject) const {
  return work.write(delete_failure, {{"subject", subject}});
}

Result<void> AccessStore::lock_failure(store::UnitOfWork& work, std::string_view subject) const {
  const Digest digest = sha256(subject);
  return work.lock(failure_lock | digest.bytes[0] << 8 | digest.bytes[1]);
}

Result<void> AccessStore::add_glass(store::UnitOfWork& work, const AccessService::GlassUse& use, std::int64_t session,
                                    const std::string& rule) const {
  return work.write(insert_glass, {{"id", use.key},
                                   {"user_id", use.user},
                                   {"session_id", session},
                                   {"patient_id", use.patient},
                                   {"reason_code", use.reason_code},
                                   {"explanation", use.explanation},
                                   {"rule", rule},
                                   {"at", use.at},
                                   {"until_at", use.until}});
}

Result<std::vector<AccessStore::OpenGlass>> AccessStore::open_glass(store::Reader& reader, std::int64_t session,
                                                                    Instant now) const {
  return reader.read_all(select_open_glass, {{"session_id", session}, {"now", now}}, [](const Row& row) {
    return OpenGlass{row.id<PatientId>(0), row.instant(1)};
  });
}

Result<std::vector<AccessService::GlassUse>> AccessStore::glass_uses(store::Reader& reader, bool unreviewed_only) const {
  return reader.read_all(unreviewed_only ? select_unreviewed_glass : select_all_glass, {}, glass_of);
}

Result<std::optional<AccessService::GlassUse>> AccessStore::find_glass(store::Reader& reader, std::int64_t key) const {
  return reader.read_one(select_glass, {{"id", key}}, glass_of);
}

Result<std::int64_t> AccessStore::review_glass(store::UnitOfWork& work, std::int64_t key, UserId by, Instant at,
                                               const std::string& finding, const std::string& verdict) const {
  return work.write_counted(update_reviewed,
                            {{"at", at}, {"by_user", by}, {"finding", finding}, {"verdict", verdict}, {"id", key}});
}

}  // namespace charta::access
