// SPDX-License-Identifier: Apache-2.0
// What time alone does to copies: a gateway that says nothing, a report that nobody opens.
#include "department/distribution/distribution_service.hpp"

namespace charta::distribution {
namespace {

using store::UnitOfWork;

}  // namespace

/// A gateway that says nothing for so long is asked by a person; a receipt that comes late still counts.
Result<std::int64_t> DistributionService::ask_about_receipts(std::int64_t limit) {
  std::int64_t asked = 0;
  const Instant before = clock_.now().plus(-rules_.receipt_within);
  for (const auto& [way, sender] : senders_) {
    const Channel channel = way;
    if (trackers_.contains(channel)) continue;  // whoever has it is asked
    CHARTA_TRY(const auto silent,
               store_.read([&](store::Reader& reader) { return copies_.without_receipt(reader, channel, before, limit); }));
    if (silent.empty()) continue;
    const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
      for (const auto& one : silent) CHARTA_TRY_DO(has_no_receipt(work, one));
      return {};
    });
    if (!written) return written.error();
    asked += static_cast<std::int64_t>(silent.size());
  }
  return asked;
}

Result<void> DistributionService::has_no_receipt(UnitOfWork& work, const Copy& seen) {
  CHARTA_TRY(auto copy, copies_.find(work, seen.id));
  if (!copy || copy->state != CopyState::sent || copy->sendings != seen.sendings) return {};
  copy->item = {};
  const std::string hours = std::to_string(rules_.receipt_within.count());
  CHARTA_TRY_DO(step(work, system_, *copy, CopyEvent::fail,
                     {"the gateway said nothing of it in " + hours + " hours; ask there, then send it again or give it up", ""}));
  return {};
}

/// Nobody opened what is theirs to review: they are reminded once, and then it is a deficiency.
Result<std::int64_t> DistributionService::run_clock(std::int64_t limit) {
  if (!has_begun_) return 0;
  CHARTA_TRY(const auto silent, ask_about_receipts(limit));
  const Instant now = clock_.now();
  CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return copies_.to_remind(reader, now, limit); }));
  if (due.empty()) return silent;
  const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
    for (const auto& one : due) CHARTA_TRY_DO(remind(work, one.id, now));
    return {};
  });
  if (!written) return written.error();
  return silent + static_cast<std::int64_t>(due.size());
}

Result<void> DistributionService::remind(UnitOfWork& work, CopyId id, Instant now) {
  CHARTA_TRY(auto copy, copies_.find(work, id));
  if (!copy || !copy->remind_at || *copy->remind_at > now) return {};
  ++copy->reminders;
  const bool is_deficient = copy->reminders > 1;
  copy->remind_at.reset();
  if (!is_deficient) copy->remind_at = copy->made_at.plus(rules_.deficient_after);
  CHARTA_TRY_DO(copies_.save(work, *copy));
  CHARTA_TRY_DO(note(work, system_, *copy, is_deficient ? "deficient" : "reminded", {}));
  return is_deficient && owed_by_ ? owed_by_(work, *copy) : Result<void>();
}

}  // namespace charta::distribution
