// SPDX-License-Identifier: Apache-2.0
// DICOM files of a folder or disc through the same door as the desk's uploads, a hundred at a time.
#include "app/command_files.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"

#include <fmt/format.h>

#include <array>

namespace charta::app {
namespace {

using imaging_objects::Receipt;

constexpr std::size_t objects_at_once = 100;
constexpr std::size_t bytes_at_once = std::size_t{256} << 20U;

}  // namespace

Result<void> import_dicom_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  std::array<std::size_t, 4> counts{};
  std::size_t unreadable = 0;
  for (std::size_t at = 0; at < files.size();) {
    std::vector<std::string> names, bytes;
    std::size_t size = 0;
    for (; at < files.size() && names.size() < objects_at_once && size < bytes_at_once; ++at) {
      auto read = read_whole(files[at]);
      if (!read) {
        ++unreadable;
        console.err(fmt::format("{}: {}\n", files[at], read.error().message));
        continue;
      }
      size += read->size();
      names.push_back(files[at]), bytes.push_back(std::move(*read));
    }
    const std::vector<std::string_view> views(bytes.begin(), bytes.end());
    CHARTA_TRY(const auto receipts, hospital.imaging_objects->receive(access::Actor::system("import"), views, "import"));
    for (std::size_t i = 0; i < receipts.size(); ++i) {
      ++counts[static_cast<std::size_t>(receipts[i].outcome)];
      if (receipts[i].problem) console.err(fmt::format("{}: {}\n", names[i], receipts[i].problem->message));
    }
  }
  const auto refused = counts[3] + unreadable;
  console.out(fmt::format("{} files: {} filed, {} known already, {} held for a person, {} refused\n", files.size(), counts[0],
                          counts[1], counts[2], refused));
  if (refused > 0) return fail(ErrorKind::business_rule, fmt::format("{} of {} files were refused", refused, files.size()));
  return {};
}

Result<void> import_dicom(const Arguments& arguments) {
  return run_on_hospital("import dicom", arguments);
}

}  // namespace charta::app
