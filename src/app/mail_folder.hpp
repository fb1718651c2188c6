// SPDX-License-Identifier: Apache-2.0
// The watched folder of mails: what a mail gateway drops there becomes a batch, or is refused with a reason beside it.
#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace charta::app {

class Hospital;

/// Looks into one folder for files named *.eml. A file is taken when two looks find it of the same size and time. It leaves the
/// folder when its bytes and their batch are durable, never before; a refused one goes to the subfolder `refused`, its reason
/// beside it.
class MailFolder {
 public:
  MailFolder(Hospital& hospital, std::string folder) : hospital_(hospital), folder_(std::move(folder)) {}
  /// Answers how many files were settled. Errors: those of the folder and of the disk; everything stays and is tried again.
  Result<std::int64_t> look();

 private:
  struct Seen {
    std::uintmax_t size = 0;
    std::int64_t changed = 0;
    bool operator==(const Seen&) const = default;
  };
  Result<void> settle(const std::string& path);
  Result<void> put_aside(const std::string& path, const std::string& reason) const;

  Hospital& hospital_;
  std::string folder_;
  std::map<std::string, Seen> seen_;
};

}  // namespace charta::app
