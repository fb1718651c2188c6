// SPDX-License-Identifier: Apache-2.0
#include "store/blob_mirror.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace charta::store {
namespace {

constexpr std::size_t owed_most = 100'000;  // what is more is found by comparing names again
constexpr std::int64_t cost_of_a_shelf = 4096;

std::string mark_of_mirror(const std::string& folder) {
  return folder + "/charta-mirror";
}

std::string mark_of_first(const std::string& folder) {
  return folder + "/mirror-mark";
}

Result<std::string> read_mark(const std::string& path) {
  auto mark = read_file(path);
  if (!mark && mark.error().kind == ErrorKind::not_found) return std::string();
  return mark;
}

Result<void> write_mark(const std::string& folder, const std::string& path, const std::string& mark) {
  const std::string unfinished = path + ".new";
  std::error_code failed;
  std::filesystem::remove(unfinished, failed);
  CHARTA_TRY(File file, File::create(unfinished));
  CHARTA_TRY_DO(file.write(mark));
  CHARTA_TRY_DO(file.sync());
  std::filesystem::rename(unfinished, path, failed);
  if (failed) return fail(ErrorKind::unavailable, "the mirror's mark cannot be written: " + failed.message());
  return sync_folder(folder);
}

}  // namespace

Result<void> BlobMirror::open(Marks marks) {
  std::error_code failed;
  if (!std::filesystem::is_directory(folder_, failed))
    return fail(ErrorKind::unavailable, "the mirror's folder " + folder_ + " is not there; mount its disk, or make the folder");
  CHARTA_TRY(const auto here, read_mark(mark_of_first(first_.folder())));
  CHARTA_TRY(const auto there, read_mark(mark_of_mirror(folder_)));
  if (here != there)
    return fail(
        ErrorKind::unavailable,
        "the folder " + folder_ + (there.empty() ? " carries no mark" : " carries another mark than") +
            " of this hospital's mirror; mount its disk, or say charta fixity --accept-mirror to take the folder as it is");
  if (here.empty() && marks == Marks::only_read) return fail(ErrorKind::unavailable, "the mirror was not begun yet");
  if (here.empty()) {
    const auto mark = to_hex(random_bytes(16));
    CHARTA_TRY_DO(write_mark(folder_, mark_of_mirror(folder_), mark));
    CHARTA_TRY_DO(write_mark(first_.folder(), mark_of_first(first_.folder()), mark));
  }
  if (files_) return {};
  CHARTA_TRY(files_, BlobFiles::open(folder_));
  return {};
}

BlobFiles* BlobMirror::look(Marks marks) {
  const std::lock_guard lock(opening_);
  const auto now = std::chrono::steady_clock::now();
  if (looked_at_ != std::chrono::steady_clock::time_point{} && now - looked_at_ < std::chrono::seconds(1))
    return is_there_ ? files_.get() : nullptr;
  looked_at_ = now;
  const auto opened = open(marks);
  const bool came_back = opened && !is_there_;
  is_there_ = opened.has_value();
  if (!opened) tell(opened.error().message);
  if (came_back) {
    const std::lock_guard guard(mutex_);
    next_shelf_ = 0;
    problem_.clear();
  }
  return is_there_ ? files_.get() : nullptr;
}

BlobFiles* BlobMirror::files() {
  return look(Marks::may_begin);
}

BlobFiles* BlobMirror::files_to_read() {
  return look(Marks::only_read);
}

/// Said once in the log, and again when it is another problem.
void BlobMirror::tell(const std::string& problem) {
  const std::lock_guard lock(mutex_);
  if (problem_ == problem) return;
  problem_ = problem;
  log::error("store.mirror_fails", {{"problem", problem}});
}

void BlobMirror::owe(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  if (owed_.size() < owed_most)
    owed_.push_back(digest);
  else
    next_shelf_ = 0;
}

MirrorState BlobMirror::state() {
  const std::lock_guard lock(mutex_);
  return {folder_, problem_, static_cast<std::int64_t>(owed_.size()), next_shelf_ == blob_shelves};
}

Result<void> BlobMirror::accept() {
  std::error_code failed;
  if (!std::filesystem::is_directory(folder_, failed))
    return fail(ErrorKind::unavailable, "the mirror's folder " + folder_ + " is not there; mount its disk, or make the folder");
  const auto mark = to_hex(random_bytes(16));
  CHARTA_TRY_DO(write_mark(folder_, mark_of_mirror(folder_), mark));
  CHARTA_TRY_DO(write_mark(first_.folder(), mark_of_first(first_.folder()), mark));
  const std::lock_guard lock(opening_);
  looked_at_ = {};
  return {};
}

/// Answers the bytes that it cost. What the first folder has not in good order is not copied: fixity sees to it.
Result<std::int64_t> BlobMirror::copy_one(BlobFiles& to, const Digest& digest) {
  if (to.has(digest)) return 0;
  const auto bytes = first_.own(digest);
  if (!bytes) return 0;
  CHARTA_TRY_DO(to.put(*bytes));
  return static_cast<std::int64_t>(bytes->size());
}

Result<std::int64_t> BlobMirror::copy_owed(BlobFiles& to, std::int64_t most) {
  std::int64_t used = 0;
  while (used < most) {
    Digest next;
    {
      const std::lock_guard lock(mutex_);
      if (owed_.empty()) return used;
      next = owed_.front();
    }
    CHARTA_TRY(const auto bytes, copy_one(to, next));
    used += bytes;
    const std::lock_guard lock(mutex_);
    if (!owed_.empty() && owed_.front() == next) owed_.pop_front();
  }
  return used;
}

/// Names only: nothing is read but what is copied.
Result<std::int64_t> BlobMirror::compare(BlobFiles& to, std::int64_t most) {
  std::int64_t used = 0;
  while (used < most) {
    int shelf = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_shelf_ == blob_shelves) return used;
      shelf = next_shelf_;
    }
    CHARTA_TRY(const auto here, first_.own_shelf(shelf));
    if (!here.empty()) {
      CHARTA_TRY(const auto there, to.own_shelf(shelf));
      for (const auto& digest : here) {
        if (std::binary_search(there.begin(), there.end(), digest)) continue;
        CHARTA_TRY(const auto bytes, copy_one(to, digest));
        used += bytes;
      }
    }
    used += here.empty() ? cost_of_a_shelf / 16 : cost_of_a_shelf;
    const std::lock_guard lock(mutex_);
    if (next_shelf_ == shelf) ++next_shelf_;
  }
  return used;
}

bool BlobMirror::copy(std::int64_t bytes) {
  BlobFiles* to = files();
  if (to == nullptr) return false;
  const auto owed = copy_owed(*to, bytes);
  const auto compared = owed ? compare(*to, bytes - *owed) : Result<std::int64_t>(owed.error());
  if (!compared) {
    tell("the mirror in " + folder_ + " does not take blobs: " + compared.error().message);
    return false;
  }
  const std::lock_guard lock(mutex_);
  problem_.clear();
  return !owed_.empty() || next_shelf_ != blob_shelves;
}

}  // namespace charta::store
