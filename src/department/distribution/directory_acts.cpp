// SPDX-License-Identifier: Apache-2.0
// How somebody is reached, and that copies are given out at all.
#include "department/distribution/distribution_service.hpp"

namespace charta::distribution {
namespace {

using access::Actor;
using access::Permission;
using store::UnitOfWork;

Result<void> check_way(const Recipient& recipient, const Way& way) {
  const bool needs_address = way.channel != Channel::inbox && way.channel != Channel::ward_paper;
  if (needs_address && way.address.empty())
    return fail(ErrorKind::missing, "'" + std::string(channel_code(way.channel)) + "' needs an address", "ways");
  if (way.address.find('\n') != std::string::npos || way.address.size() > 300)
    return fail(ErrorKind::invalid, "an address is one line of at most 300 bytes", "ways");
  if (way.channel == Channel::ward_paper && recipient.kind != RecipientKind::ward)
    return fail(ErrorKind::invalid, "paper is carried to wards; print it for anybody else", "ways");
  if (way.channel == Channel::inbox && !recipient.user.is_set() && recipient.kind != RecipientKind::file)
    return fail(ErrorKind::missing, "an inbox needs the account of a person here", "user");
  return {};
}

}  // namespace

Result<std::vector<Recipient>> DistributionService::recipients(const Actor& actor, std::string_view part, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return recipients_.list(reader, part, limit); });
}

/// What waited because nobody knew the way goes out with the answer.
Result<Recipient> DistributionService::save_recipient(const Actor& actor, Recipient recipient) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (recipient.key.empty() || recipient.name.empty())
    return fail(ErrorKind::missing, "a recipient has a number with its system, and a name",
                recipient.key.empty() ? "key" : "name");
  if (recipient.key.starts_with("name:") && recipient.is_known())
    return fail(ErrorKind::business_rule, "a name without a number is nobody; say for each copy who is meant", "key");
  for (const auto& way : recipient.ways) CHARTA_TRY_DO(check_way(recipient, way));
  return store_.write([&](UnitOfWork& work) -> Result<Recipient> {
    CHARTA_TRY(const auto known, recipients_.of_key(work, recipient.key));
    if (known && recipient.version != 0 && recipient.version != known->version)
      return fail(ErrorKind::version_conflict, "somebody changed this recipient meanwhile; load it again", "version");
    recipient.id = known ? known->id : keys_.next<RecipientId>();
    recipient.item = known ? known->item : WorkItemId();
    recipient.version = known ? known->version + 1 : 1;
    recipient.changed_at = clock_.now();
    CHARTA_TRY_DO(recipients_.save(work, recipient));
    ledger::Entry entry;
    entry.act = ledger::Act::configured;
    entry.subject_kind = "distribution_recipient";
    entry.subject = recipient.id.key();
    entry.subject_version = recipient.version;
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
    if (!recipient.is_known()) return recipient;
    return let_out(work, actor, recipient);
  });
}

Result<Recipient> DistributionService::let_out(UnitOfWork& work, const Actor& actor, Recipient recipient) {
  CHARTA_TRY(const auto waiting, copies_.failed_of(work, recipient.id, 10'000));
  for (const auto& copy : waiting) {
    if (!copy.item.is_set() || copy.item != recipient.item) continue;
    CHARTA_TRY(const auto stays, why_it_stays(work, copy));
    CHARTA_TRY_DO(again(work, actor, copy, way_inside(recipient, recipient.ways.front(), stays)));
  }
  if (recipient.item.is_set()) {
    CHARTA_TRY(const auto item, worklists_.find(work, recipient.item));
    if (item && !item->closed_at) CHARTA_TRY_DO(item_step(work, actor, item->id, "name-way"));
    recipient.item = {};
    CHARTA_TRY_DO(recipients_.save(work, recipient));
  }
  return recipient;
}

Result<void> DistributionService::begin(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(recipients_.begin(work, clock_.now()));
    ledger::Entry entry;
    entry.act = ledger::Act::configured;
    entry.subject_kind = "distribution";
    entry.reason = "begun";
    return ledger_.record(work, actor.author, entry);
  });
  if (!written) return written.error();
  return look_whether_begun();
}

}  // namespace charta::distribution
