// SPDX-License-Identifier: Apache-2.0
#include "store/backup.hpp"
#include "store/directory_lock.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace charta::store {
namespace {

bool has_files(const std::string& folder) {
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->is_regular_file() && at->path().filename() != "charta.lock") return true;
  }
  return false;
}

Result<void> refuse_used_target(const StoreOptions& into) {
  for (const std::string& folder : {into.directory, into.blob_directory}) {
    if (folder.empty() || !has_files(folder)) continue;
    return fail(ErrorKind::business_rule, fmt::format("{} is not empty; restore into an empty directory", folder));
  }
  return {};
}

Result<void> open_to_servers(const std::string& directory) {
  const std::string from = directory + std::string(restoring_name), to = directory + "/charta.db";
  if (std::rename(from.c_str(), to.c_str()) != 0)
    return fail(ErrorKind::unavailable, fmt::format("cannot give {} its name: {}", to, std::strerror(errno)));
  return sync_folder(directory);
}

}  // namespace

Result<void> restore(const std::string& file, const StoreOptions& into) {
  CHARTA_TRY_DO(verify_archive(file));  // all of it, before anything is written
  CHARTA_TRY(const DirectoryLock lock, DirectoryLock::take(into.directory));
  CHARTA_TRY_DO(refuse_used_target(into));
  CHARTA_TRY(ArchiveReader archive, ArchiveReader::open(file));
  CHARTA_TRY_DO(archive.next_part());
  CHARTA_TRY(const Bytes engine, archive.whole_part());
  const std::string_view target = into.database_url.empty() ? "sqlite" : "postgresql";
  if (engine != target) {
    return fail(ErrorKind::unsupported, fmt::format("the backup is of {}; it cannot be restored into {}", engine, target));
  }
  if (!into.database_url.empty()) {
    CHARTA_TRY_DO(restore_postgres(archive, into));
    return restore_blobs(archive, into);
  }
  Result<void> done = restore_sqlite(archive, into);
  if (done) done = restore_blobs(archive, into);
  if (done) return open_to_servers(into.directory);
  ::unlink((into.directory + std::string(restoring_name)).c_str());
  return done;
}

}  // namespace charta::store
