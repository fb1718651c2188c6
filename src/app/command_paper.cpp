// SPDX-License-Identifier: Apache-2.0
// A file room's index of an earlier system, file by file: places first, then volumes, then old numbers.
#include "app/command_files.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "department/paper_charts/take_over.hpp"

#include <fmt/format.h>

namespace charta::app {

Result<void> import_paper_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  paper_charts::TakeOver index(*hospital.store, *hospital.paper, *hospital.patient_index, hospital.clock, hospital.keys);
  std::int64_t refused = 0;
  std::size_t broken = 0;
  for (const auto& file : files) {
    CHARTA_TRY(const auto text, read_whole(file));
    const auto taken = index.read(access::Actor::system("import"), text);
    if (!taken && taken.error().kind != ErrorKind::invalid) return taken.error();
    if (!taken) {
      ++broken;
      console.err(fmt::format("{}: {}\n", file, taken.error().message));
      continue;
    }
    for (const auto& one : taken->refusals) console.err(fmt::format("{}:{}: {}\n", file, one.line, one.reason));
    console.out(fmt::format("{}: {} lines of {}: {} taken over, {} known already, {} refused\n", file, taken->lines, taken->what,
                            taken->made, taken->known, taken->refused));
    refused += taken->refused;
  }
  if (broken > 0)
    return fail(ErrorKind::invalid, fmt::format("{} of {} files are broken and were not taken", broken, files.size()));
  if (refused > 0) return fail(ErrorKind::business_rule, fmt::format("{} lines were refused", refused));
  return {};
}

Result<void> import_paper(const Arguments& arguments) {
  return run_on_hospital("import paper", arguments);
}

}  // namespace charta::app
