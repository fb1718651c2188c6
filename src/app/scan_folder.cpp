// SPDX-License-Identifier: Apache-2.0
#include "app/scan_folder.hpp"

#include "app/command_files.hpp"
#include "app/hospital.hpp"
#include "base/log.hpp"

#include <filesystem>

namespace charta::app {
namespace {

namespace fs = std::filesystem;

/// Scanners write under a hidden or unfinished name first.
bool is_unfinished(const fs::path& path) {
  const auto name = path.filename().string();
  const auto end = path.extension().string();
  return name.starts_with('.') || name.starts_with('~') || end == ".part" || end == ".tmp" || end == ".filepart";
}

}  // namespace

Result<std::int64_t> ScanFolder::look() {
  std::error_code error;
  std::map<std::string, Seen> now;
  std::int64_t taken = 0;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::error_code gone;  // whoever put it there may take it away again
    if (!entry.is_regular_file(gone) || is_unfinished(entry.path())) continue;
    Seen seen{entry.file_size(gone), static_cast<std::int64_t>(entry.last_write_time(gone).time_since_epoch().count()), false};
    if (gone) continue;
    const auto path = entry.path().string();
    const auto before = seen_.find(path);
    const bool is_settled =
        before != seen_.end() && before->second.size == seen.size && before->second.changed == seen.changed && seen.size > 0;
    if (is_settled) seen.refused = before->second.refused;
    if (is_settled && !seen.refused) {
      CHARTA_TRY(const bool done, take(path, seen));
      if (done) {
        ++taken;
        continue;
      }
    }
    now.emplace(path, seen);
  }
  if (error) return fail(ErrorKind::unavailable, "the scan folder cannot be read: " + error.message());
  seen_ = std::move(now);
  return taken;
}

/// What a device puts there as DICOM goes into charts or to a person, never to the imaging desk.
Result<void> ScanFolder::take_dicom(const std::string& bytes) {
  CHARTA_TRY(const auto receipts, hospital_.imaging_objects->receive(access::Actor::system("scan-folder"), {bytes}, "folder"));
  if (receipts.front().problem) return *receipts.front().problem;
  log::info("scan_folder.taken",
            {{"object", receipts.front().object.text()}, {"bytes", static_cast<std::int64_t>(bytes.size())}});
  return {};
}

Result<void> ScanFolder::take_paper(const std::string& bytes) {
  document_imaging::BatchHeader header;
  header.door = "folder";
  CHARTA_TRY(const auto taken, hospital_.imaging->take(access::Actor::system("scan-folder"), header, bytes, {}));
  log::info("scan_folder.taken", {{"batch", taken.batch.text()}, {"bytes", static_cast<std::int64_t>(bytes.size())}});
  return {};
}

/// The log names no file: its name may be a patient's.
Result<bool> ScanFolder::take(const std::string& path, Seen& seen) {
  CHARTA_TRY(const auto bytes, read_whole(path));
  const bool is_dicom = bytes.size() > 132 && bytes.compare(128, 4, "DICM") == 0;
  const auto taken = is_dicom ? take_dicom(bytes) : take_paper(bytes);
  if (!taken && taken.error().kind == ErrorKind::unavailable)
    return taken.error();  // the disk: everything stays and is tried again
  if (!taken) {
    seen.refused = true;
    log::warning("scan_folder.refused", {{"bytes", static_cast<std::int64_t>(bytes.size())}, {"problem", taken.error().message}});
    return false;
  }
  std::error_code error;
  fs::remove(path, error);
  if (error)
    return fail(ErrorKind::unavailable, "a file that was taken cannot be removed from the scan folder: " + error.message());
  return true;
}

}  // namespace charta::app
