// SPDX-License-Identifier: Apache-2.0
// The watched folder: what a scanner or a fax gateway puts there becomes a batch; a DICOM file goes into its chart.
#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace charta::app {

class Hospital;

/// Looks into one folder. A file is taken when two looks find it of the same size and time, so that nobody's half-written file
/// is; it is taken away when its bytes are durable and their batch is committed, never before.
class ScanFolder {
 public:
  ScanFolder(Hospital& hospital, std::string folder) : hospital_(hospital), folder_(std::move(folder)) {}
  /// Answers how many files were taken. Errors: those of the folder; a file that is refused stays and is told once.
  Result<std::int64_t> look();

 private:
  struct Seen {
    std::uintmax_t size = 0;
    std::int64_t changed = 0;
    bool refused = false;
  };
  Result<bool> take(const std::string& path, Seen& seen);
  Result<void> take_dicom(const std::string& bytes);
  Result<void> take_paper(const std::string& bytes);

  Hospital& hospital_;
  std::string folder_;
  std::map<std::string, Seen> seen_;
};

}  // namespace charta::app
