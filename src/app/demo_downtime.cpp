// SPDX-License-Identifier: Apache-2.0
#include "app/demo_downtime.hpp"

#include "app/hospital.hpp"

namespace charta::app {
namespace {

using std::chrono::hours;

Result<void> furnish_downtime(Hospital& hospital, const access::Actor& actor) {
  auto& service = *hospital.downtimes;
  CHARTA_TRY(const auto id, service.begin(actor, "Power of the server room", hospital.clock.now().plus(-hours(9))));
  CHARTA_TRY(const auto forms, service.issue(actor, id, "requisition", 6));
  CHARTA_TRY_DO(service.issue(actor, id, "outguide", 6));
  CHARTA_TRY_DO(service.end(actor, id));
  const auto first = forms.front().number;
  for (std::int64_t number = first; number < first + 3; ++number)
    CHARTA_TRY_DO(service.account(actor, {std::to_string(number), "used", "", "", {}}));
  CHARTA_TRY_DO(service.account(actor, {std::to_string(first + 3), "spoiled", "torn at the printer", "", {}}));
  return {};
}

Result<void> furnish_disaster(Hospital& hospital, const access::Actor& actor) {
  auto& service = *hospital.disasters;
  CHARTA_TRY(const auto id, service.declare(actor, {"Bus on route 9", "ordered by the house supervisor", 12}));
  CHARTA_TRY(const auto view, service.view(actor, id));
  const disaster_identities::Description seen[] = {{"T-101", "male", "about 40", "scar on the left hand", "Emergency, bay 3"},
                                                   {"T-102", "female", "about 25", "tattoo of a swallow", "Emergency, bay 5"},
                                                   {"T-117", "female", "about 70", "", "Operating room 2"}};
  for (std::size_t at = 0; at < std::size(seen); ++at)
    CHARTA_TRY_DO(service.describe(actor, view.identities.at(at).patient, seen[at], 0));
  CHARTA_TRY_DO(service.ask(actor, id, {"A caller", "brother", "call back at noon", "a man of 41, scar on the hand"}));
  return {};
}

}  // namespace

Result<void> furnish_demo_downtime(Hospital& hospital) {
  const auto actor = access::Actor::system("demo");
  CHARTA_TRY(const auto before, hospital.downtimes->events(actor));
  if (!before.empty()) return {};
  CHARTA_TRY_DO(furnish_downtime(hospital, actor));
  return furnish_disaster(hospital, actor);
}

}  // namespace charta::app
