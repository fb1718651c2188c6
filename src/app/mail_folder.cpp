// SPDX-License-Identifier: Apache-2.0
#include "app/mail_folder.hpp"

#include "app/command_files.hpp"
#include "app/hospital.hpp"
#include "base/log.hpp"

#include <filesystem>

namespace charta::app {
namespace {

namespace fs = std::filesystem;

bool is_mail(const fs::path& path) {
  return path.extension() == ".eml" && !path.filename().string().starts_with('.');
}

}  // namespace

Result<std::int64_t> MailFolder::look() {
  std::error_code error;
  std::map<std::string, Seen> now;
  std::int64_t settled = 0;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::error_code gone;  // whoever put it there may take it away again
    if (!entry.is_regular_file(gone) || !is_mail(entry.path())) continue;
    const Seen seen{entry.file_size(gone), static_cast<std::int64_t>(entry.last_write_time(gone).time_since_epoch().count())};
    if (gone) continue;
    const auto path = entry.path().string();
    const auto before = seen_.find(path);
    if (before == seen_.end() || before->second != seen) {
      now.emplace(path, seen);
      continue;
    }
    CHARTA_TRY_DO(settle(path));
    ++settled;
  }
  if (error) return fail(ErrorKind::unavailable, "the mail folder cannot be read: " + error.message());
  seen_ = std::move(now);
  return settled;
}

/// The log names no file, sender or subject: each may be a patient's.
Result<void> MailFolder::settle(const std::string& path) {
  CHARTA_TRY(const auto bytes, read_whole(path));
  CHARTA_TRY(const auto taken,
             hospital_.mails->take(access::Actor::system("mail-folder"), bytes, fs::path(path).filename().string()));
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (!taken.refused.empty()) {
    log::warning("mail_folder.refused", {{"bytes", size}, {"problem", taken.refused}});
    return put_aside(path, taken.refused);
  }
  std::error_code error;
  fs::remove(path, error);
  if (error) return fail(ErrorKind::unavailable, "a mail that was taken cannot be removed from its folder: " + error.message());
  log::info("mail_folder.taken", {{"batch", taken.batch.text()}, {"bytes", size}, {"known", taken.was_known ? 1 : 0}});
  return {};
}

/// The reason first: a mail in `refused` has one whenever the power goes.
Result<void> MailFolder::put_aside(const std::string& path, const std::string& reason) const {
  std::error_code error;
  const fs::path aside = fs::path(folder_) / "refused";
  fs::create_directories(aside, error);
  auto to = aside / fs::path(path).filename();
  for (int number = 2; !error && fs::exists(to); ++number)
    to = aside / (fs::path(path).stem().string() + "-" + std::to_string(number) + ".eml");
  if (!error) CHARTA_TRY_DO(write_whole(to.string() + ".reason.txt", reason + "\n"));
  if (!error) fs::rename(path, to, error);
  if (error) return fail(ErrorKind::unavailable, "a refused mail cannot be put aside: " + error.message());
  return {};
}

}  // namespace charta::app
