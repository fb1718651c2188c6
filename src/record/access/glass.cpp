// SPDX-License-Identifier: Apache-2.0
// Break the glass: a reasoned, time-boxed, reviewed exception. Source: 45 CFR 164.312(a)(2)(ii); 45 CFR 170.315(d)(6).
#include "base/text.hpp"
#include "record/access/access_parts.hpp"

#include <algorithm>

namespace charta::access {

using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

Result<void> check_request(const GlassRequest& request, const GlassRule& rule) {
  if (!request.patient.is_set()) return fail(ErrorKind::missing, "say whose record", "patient");
  if (!rule.has_reason(request.reason_code)) return fail(ErrorKind::unknown_code, "choose one of the listed reasons", "reason");
  if (!is_valid_utf8(request.explanation)) return fail(ErrorKind::invalid, "the explanation is not valid text", "explanation");
  if (trimmed(request.explanation).size() < rule.explanation_min_length)
    return fail(ErrorKind::missing, "explain in at least " + std::to_string(rule.explanation_min_length) + " characters",
                "explanation");
  return {};
}

}  // namespace

Result<void> AccessService::confirm_person(std::string_view token, const std::string& password) {
  CHARTA_TRY(const Session current, session(token));
  CHARTA_TRY(const UserRow row, parts_->store.read([&](Reader& reader) { return parts_->find_user(reader, current.actor.name); }));
  return parts_->check_password(&row, row.user.name, password, current.actor.author.workstation);
}

Result<Actor> AccessService::break_glass(const Session& given, const GlassRequest& request) {
  Parts& parts = *parts_;
  const GlassRule& rule = parts.rules.glass;
  CHARTA_TRY(const Session current, session(given.token));  // what the caller holds may have ended meanwhile
  CHARTA_TRY_DO(require(current.actor, Permission::break_glass));
  CHARTA_TRY_DO(check_request(request, rule));
  CHARTA_TRY(const UserRow row, parts.store.read([&](Reader& reader) { return parts.find_user(reader, current.actor.name); }));
  CHARTA_TRY_DO(parts.check_password(&row, row.user.name, request.password, current.actor.author.workstation));

  GlassUse use;
  use.key = parts.keys.next_key();
  use.user = row.user.id;
  use.patient = request.patient;
  use.reason_code = request.reason_code;
  use.explanation = request.explanation;
  use.at = parts.clock.now();
  use.until = use.at.plus(rule.open_for);
  const Result<void> written = parts.store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(parts.table.add_glass(work, use, current.key, rule.reference));
    CHARTA_TRY_DO(parts.raise_epoch(work));
    const std::string reason = "break-glass:" + use.reason_code;
    ledger::Entry entry;
    entry.act = Act::glass_broken;
    entry.subject_kind = "glass";
    entry.subject = use.key;
    entry.patient = use.patient;
    entry.reason = reason;
    entry.rule = rule.reference;
    entry.digest = sha256(use.explanation);
    CHARTA_TRY_DO(parts.ledger.record(work, current.actor.author, entry));
    return parts.glass_broken ? parts.glass_broken(work, current.actor, use) : Result<void>();
  });
  if (!written) return written.error();
  parts.sessions.forget(sha256(given.token));
  CHARTA_TRY(Session opened, session(given.token));
  return std::move(opened.actor);
}

Result<std::optional<Instant>> AccessService::open_until(const Session& session, PatientId patient) {
  CHARTA_TRY(const auto open, parts_->store.read([&](Reader& reader) {
    return parts_->table.open_glass(reader, session.key, parts_->clock.now());
  }));
  std::optional<Instant> until;
  for (const auto& one : open)
    if (one.patient == patient && (!until || *until < one.until)) until = one.until;
  return until;
}

void AccessService::on_glass(GlassReaction broken, GlassReaction reviewed) {
  parts_->glass_broken = std::move(broken);
  parts_->glass_reviewed = std::move(reviewed);
}

Result<std::optional<AccessService::GlassUse>> AccessService::find_glass(Reader& reader, std::int64_t key) const {
  return parts_->table.find_glass(reader, key);
}

Instant AccessService::review_due(const GlassUse& use) const {
  return use.at.plus(parts_->rules.glass.review_within);
}

const std::string& AccessService::glass_rule() const {
  return parts_->rules.glass.reference;
}

Result<std::vector<AccessService::GlassUse>> AccessService::list_glass(const Actor& actor, bool unreviewed_only) {
  CHARTA_TRY_DO(require(actor, Permission::review_glass));
  return parts_->store.read([&](Reader& reader) { return parts_->table.glass_uses(reader, unreviewed_only); });
}

Result<void> AccessService::review_glass(const Actor& actor, std::int64_t key, const std::string& finding,
                                         const std::string& verdict) {
  CHARTA_TRY_DO(require(actor, Permission::review_glass));
  if (std::find(std::begin(glass_verdicts), std::end(glass_verdicts), verdict) == std::end(glass_verdicts))
    return fail(ErrorKind::unknown_code, "the use was appropriate or not-appropriate", "verdict");
  if (trimmed(finding).empty() || !is_valid_utf8(finding))
    return fail(ErrorKind::missing, "say what the review found", "finding");
  const Instant now = parts_->clock.now();
  return parts_->store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto use, parts_->table.find_glass(work, key));
    if (!use) return fail(ErrorKind::not_found, "there is no such use of emergency access");
    if (use->user == actor.author.user) return fail(ErrorKind::business_rule, "nobody reviews his own use of emergency access");
    CHARTA_TRY(const std::int64_t reviewed, parts_->table.review_glass(work, key, actor.author.user, now, finding, verdict));
    if (reviewed == 0) return fail(ErrorKind::version_conflict, "this use has been reviewed already");
    ledger::Entry entry;
    entry.act = Act::transitioned;
    entry.subject_kind = "glass";
    entry.subject = key;
    entry.patient = use->patient;
    const std::string reason = "glass-reviewed:" + verdict;
    entry.reason = reason;
    entry.digest = sha256(finding);
    CHARTA_TRY_DO(parts_->ledger.record(work, actor.author, entry));
    return parts_->glass_reviewed ? parts_->glass_reviewed(work, actor, *use) : Result<void>();
  });
}

}  // namespace charta::access
