// SPDX-License-Identifier: Apache-2.0
// `--ack stored`: the journal is the queue. Its oldest messages are filed in groups, each in a savepoint of its own.
#include "base/log.hpp"
#include "department/intake/arrival.hpp"
#include "department/intake/intake_service.hpp"

namespace charta::intake {
namespace {

constexpr std::int64_t filing_lock =
    0x43'6861'7274'6102;  ///< any number that no other lock has: one node files at a time, in order
constexpr int attempts_most = 5;

bool is_store_failure(const Error& error) {
  return error.kind == ErrorKind::unavailable;
}

}  // namespace

/// A stored message on its way into the chart.
struct IntakeService::Waiting {
  Arrival arrival;
  std::optional<Plan> plan;
};

/// What cannot be read back, or failed again and again, waits for a person instead of standing in the way of the rest.
Result<IntakeService::Waiting> IntakeService::take_one(const JournalRow& row) {
  Waiting one;
  auto arrival = reopen(row, std::nullopt);
  if (arrival) {
    one.arrival = std::move(*arrival);
  } else if (is_store_failure(arrival.error())) {
    return arrival.error();
  } else {
    one.arrival.row = row;
    one.arrival.cannot = Hold{"unexpected-error", hold_sentence("unexpected-error"), ""};
  }
  const auto tried = filing_attempts_.find(row.message);
  if (tried != filing_attempts_.end() && tried->second >= attempts_most)
    one.arrival.cannot = Hold{"record-busy", hold_sentence("record-busy"), ""};
  return one;
}

/// Read, parsed and planned on a snapshot, so that the writer is held for the writing alone.
Result<std::vector<IntakeService::Waiting>> IntakeService::take_stored(std::int64_t most) {
  CHARTA_TRY(const auto rows, store_.read([&](store::Reader& reader) { return journal_.oldest_stored(reader, most); }));
  std::vector<Waiting> taken;
  taken.reserve(rows.size());
  for (const auto& row : rows) {
    CHARTA_TRY(auto one, take_one(row));
    taken.push_back(std::move(one));
  }
  CHARTA_TRY_DO(store_.read([&](store::Reader& reader) -> Result<bool> {
    for (auto& one : taken) plan_one(reader, one);
    return true;
  }));
  return taken;
}

/// Leaves the plan out where the store failed meanwhile: it is planned again in the unit.
void IntakeService::plan_one(store::Reader& reader, Waiting& one) {
  one.plan.reset();
  if (one.arrival.cannot) return;
  Error failure;
  auto plan = plan_for(one.arrival, reader, failure);
  if (failure.message.empty()) one.plan.emplace(std::move(plan));
}

/// One message, as planned or, when the record changed meanwhile (a message before it in the group often did that), planned
/// again.
/// A plan that holds it is always made again: what was missing may have come just before it.
Result<void> IntakeService::file_one(store::UnitOfWork& work, Waiting& one) {
  for (int attempt = 0;; ++attempt) {
    if (!one.plan || one.plan->hold || attempt > 0) plan_one(work, one);
    if (!one.plan && !one.arrival.cannot)
      return fail(ErrorKind::unavailable, "a stored message could not be planned; it is tried again");
    const auto done = work.savepoint([&]() -> Result<void> {
      CHARTA_TRY_DO(settle(work, one.arrival, one.plan, false));
      return {};
    });
    if (done || done.error().kind != ErrorKind::version_conflict || attempt > 0) return done;
  }
}

Result<IntakeService::Filed> IntakeService::file_stored(std::int64_t most) {
  const std::lock_guard guard(filing_);
  CHARTA_TRY(auto taken, take_stored(most + 1));
  Filed filed;
  if (static_cast<std::int64_t>(taken.size()) > most) {
    filed.oldest_left_age = (clock_.now() - taken.back().arrival.row.received_at).count();
    taken.pop_back();
  }
  if (taken.empty()) return filed;
  std::vector<MessageId> failed;
  CHARTA_TRY(filed.settled, store_.write([&](store::UnitOfWork& work) -> Result<std::int64_t> {
    std::int64_t settled = 0;
    failed.clear();
    CHARTA_TRY_DO(work.lock(filing_lock));
    for (auto& one : taken) {
      CHARTA_TRY(const bool waits, journal_.is_stored(work, one.arrival.row.message));
      if (!waits) continue;  // another node was faster
      const auto done = file_one(work, one);
      if (!done && is_store_failure(done.error())) return done.error();
      if (done) ++settled;
      if (!done) failed.push_back(one.arrival.row.message);
    }
    return settled;
  }));
  for (const auto message : failed) {
    log::error("intake.not_filed", {{"message", message.text()}});
    ++filing_attempts_[message];
  }
  if (failed.empty()) filing_attempts_.clear();
  return filed;
}

}  // namespace charta::intake
