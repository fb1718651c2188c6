// SPDX-License-Identifier: Apache-2.0
// Who asked not to be sent something: of every patient, or of one person, in every record of theirs.
#include "department/distribution/distribution_service.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

using access::Actor;
using access::Permission;
using store::UnitOfWork;
using StoredOptOut = RecipientStore::StoredOptOut;

ledger::Entry entry_of(const StoredOptOut& one, std::string_view what) {
  ledger::Entry entry;
  entry.act = ledger::Act::configured;
  entry.subject_kind = "distribution_opt_out";
  entry.subject = one.key;
  entry.patient = one.patient;
  entry.reason = what;
  return entry;
}

}  // namespace

Result<std::vector<StoredOptOut>> DistributionService::opt_outs_of(store::Reader& reader, PatientId patient) const {
  std::vector<PatientId> records{patient};
  if (patient.is_set()) {
    CHARTA_TRY(records, index_.expand(reader, patient));
  }
  std::vector<StoredOptOut> all;
  for (const auto record : records) {
    CHARTA_TRY(const auto some, recipients_.opt_outs(reader, record));
    for (const auto& one : some)
      if (std::none_of(all.begin(), all.end(), [&](const StoredOptOut& known) { return known.key == one.key; }))
        all.push_back(one);
  }
  std::sort(all.begin(), all.end(), [](const StoredOptOut& one, const StoredOptOut& other) { return one.key < other.key; });
  return all;
}

Result<bool> DistributionService::has_opt_outs(PatientId patient) const {
  CHARTA_TRY(const auto all, store_.read([&](store::Reader& reader) { return opt_outs_of(reader, patient); }));
  return std::any_of(all.begin(), all.end(), [](const StoredOptOut& one) { return one.patient.is_set(); });
}

Result<void> DistributionService::opt_out(const Actor& actor, StoredOptOut one) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (one.recipient.empty() && one.role.empty() && !one.patient.is_set())
    return fail(ErrorKind::missing, "say who is not to be sent something, or of whom nothing is to be sent", "recipient");
  if (one.reason.empty()) return fail(ErrorKind::missing, "say who asked for this", "reason");
  if (one.patient.is_set()) CHARTA_TRY_DO(index_.banner(actor, one.patient));
  one.key = keys_.next_key();
  return store_.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(recipients_.add_opt_out(work, one, clock_.now(), actor.author.user));
    return ledger_.record(work, actor.author, entry_of(one, "asked"));
  });
}

Result<void> DistributionService::end_opt_out(const Actor& actor, std::int64_t key) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto one, store_.read([&](store::Reader& reader) { return recipients_.opt_out(reader, key); }));
  if (!one) return fail(ErrorKind::not_found, "there is no such wish, or it has ended", "id");
  if (one->patient.is_set()) CHARTA_TRY_DO(index_.banner(actor, one->patient));
  return store_.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto ended, recipients_.end_opt_out(work, key, clock_.now()));
    if (ended == 0) return fail(ErrorKind::not_found, "there is no such wish, or it has ended", "id");
    return ledger_.record(work, actor.author, entry_of(*one, "ended"));
  });
}

Result<std::vector<StoredOptOut>> DistributionService::opt_outs(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  if (patient.is_set()) CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) { return opt_outs_of(reader, patient); });
}

}  // namespace charta::distribution
