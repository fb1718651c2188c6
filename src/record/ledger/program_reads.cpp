// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/program_reads.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace charta::ledger {
namespace {

bool is_same(const Author& a, const Author& b) {
  return a.user == b.user && a.on_behalf_of == b.on_behalf_of && a.workstation == b.workstation;
}

AccessTable& table_of(std::vector<ReadWindow>& windows, const Author& author) {
  for (ReadWindow& window : windows)
    if (is_same(window.author, author)) return window.table;
  windows.push_back({author, {}});
  return windows.back().table;
}

}  // namespace

ProgramReads::ProgramReads(Write write) : write_(std::move(write)), thread_([this] { run(); }) {}

ProgramReads::~ProgramReads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (const auto done = flush(); !done) log::error("ledger.program_reads_lost", {{"problem", done.error().message}});
}

void ProgramReads::add(const Author& author, const Entry& entry) {
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = windows_.empty();
    table_of(windows_, author).add(entry);
  }
  if (is_first) wake_.notify_one();
}

Result<void> ProgramReads::flush() {
  const std::lock_guard one_at_a_time(flushing_);
  std::vector<ReadWindow> windows;
  {
    const std::lock_guard lock(mutex_);
    windows.swap(windows_);
  }
  if (windows.empty()) return {};
  const auto done = write_(windows);
  if (!done) put_back(windows);
  return done;
}

void ProgramReads::put_back(std::vector<ReadWindow>& windows) {
  const std::lock_guard lock(mutex_);
  for (const ReadWindow& later : windows_) {
    AccessTable& table = table_of(windows, later.author);
    for (Access access : later.table.accesses) {
      access.act = table.place_of(later.table.texts[access.act]);
      access.kind = table.place_of(later.table.texts[access.kind]);
      access.reason = table.place_of(later.table.texts[access.reason]);
      access.rule = table.place_of(later.table.texts[access.rule]);
      table.accesses.push_back(access);
    }
  }
  windows_.swap(windows);
}

void ProgramReads::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait(lock, [this] { return stopping_ || !windows_.empty(); });
    if (wake_.wait_for(lock, program_read_window, [this] { return stopping_; })) return;
    lock.unlock();
    if (const auto done = flush(); !done) log::error("ledger.program_reads_waiting", {{"problem", done.error().message}});
    lock.lock();
  }
}

std::vector<std::int64_t> ListedHours::missing(std::int64_t user, std::int64_t hour,
                                               const std::vector<std::int64_t>& patients) const {
  const auto found = by_user_.find(user);
  if (found == by_user_.end() || found->second.hour != hour) return patients;
  std::vector<std::int64_t> rest;
  std::copy_if(patients.begin(), patients.end(), std::back_inserter(rest),
               [&](std::int64_t patient) { return !found->second.patients.contains(patient); });
  return rest;
}

void ListedHours::add(std::int64_t user, std::int64_t hour, const std::vector<std::int64_t>& patients) {
  Hour& listed = by_user_[user];
  if (listed.hour != hour) listed = {hour, {}};
  listed.patients.insert(patients.begin(), patients.end());
}

}  // namespace charta::ledger
