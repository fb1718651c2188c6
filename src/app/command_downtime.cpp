// SPDX-License-Identifier: Apache-2.0
// The downtime pack from the console.
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"

#include <fmt/format.h>

namespace charta::app {

Result<void> build_downtime_pack_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  const auto actor = access::Actor::system("console");
  const auto out = arguments.value("--out");
  CHARTA_TRY(const auto made,
             out.empty() ? hospital.downtime_packs->build_here(actor) : hospital.downtime_packs->build(actor, out));
  console.out(fmt::format("{}: {} people, {} open requests, {} left out as restricted, {} bytes, {} ms\n", made.file, made.people,
                          made.requests, made.left_out, made.bytes, made.milliseconds));
  return {};
}

Result<void> downtime_build(const Arguments& arguments) {
  return run_on_hospital("downtime build", arguments);
}

}  // namespace charta::app
