// SPDX-License-Identifier: Apache-2.0
#include "app/demo_paper_troubles.hpp"

#include "app/hospital.hpp"

#include <algorithm>
#include <array>

namespace charta::app {

using namespace paper_charts;
using std::chrono::hours;

Result<void> DemoPaperTroubles::move(VolumeId id, const std::string& kind, PlaceId to, Instant at, std::int64_t batch,
                                     const std::string& purpose) {
  MovementCommand command;
  command.kind = kind;
  command.to = to;
  command.said_at = at;
  command.batch = batch;
  command.purpose = purpose;
  CHARTA_TRY_DO(hospital_.paper->move(actor_, id, command));
  return {};
}

Result<void> DemoPaperTroubles::act(const std::string& kind, VolumeId id, const std::string& event, const std::string& reason) {
  CHARTA_TRY(const auto item, hospital_.store->read(
                                  [&](store::Reader& reader) { return hospital_.worklists->find_open(reader, kind, id.key()); }));
  if (!item) return {};
  worklists::Act one;
  one.event = event;
  one.reason_code = reason;
  CHARTA_TRY_DO(hospital_.worklists->act(actor_, item->id, one));
  return {};
}

Result<Volume> DemoPaperTroubles::volume(VolumeId id) {
  CHARTA_TRY(auto view, hospital_.paper->view(actor_, id));
  return std::move(view.row.volume);
}

Result<void> DemoPaperTroubles::leave_overdue(const std::vector<VolumeId>& volumes, const std::vector<PlaceId>& borrowers) {
  const Instant now = hospital_.clock.now();
  const auto count = std::min(volumes.size(), borrowers.size());
  for (std::size_t i = 0; i < count; ++i)
    CHARTA_TRY_DO(
        move(volumes[i], "charge-out", borrowers[i], now.plus(-hours(24 * (9 + static_cast<int>(i) * 3))), 0, "treatment"));
  CHARTA_TRY_DO(hospital_.paper->run_clock());
  for (std::size_t i = 0; i < count; ++i) {
    const auto step = i % 4;
    if (step == 1 || step == 2) CHARTA_TRY_DO(act("paper-loan", volumes[i], "remind"));
    if (step == 2) CHARTA_TRY_DO(act("paper-loan", volumes[i], "recall"));
    if (step == 3) CHARTA_TRY_DO(act("paper-loan", volumes[i], "excuse", "kept-with-leave"));
  }
  return {};
}

/// TEMPORARY, original missing: what comes in meanwhile is filed there.
Result<void> DemoPaperTroubles::stand_in_for(VolumeId lost) {
  CHARTA_TRY(const auto original, volume(lost));
  NewVolume temporary;
  temporary.patient = original.patient;
  temporary.kind = original.kind;
  temporary.number = original.number;
  temporary.home = original.home;
  temporary.is_temporary = true;
  CHARTA_TRY_DO(hospital_.paper->add_volume(actor_, temporary));
  return {};
}

/// The original turned up: its papers and those of the temporary volume are one again.
Result<void> DemoPaperTroubles::put_together(VolumeId lost) {
  CHARTA_TRY(const auto original, volume(lost));
  CHARTA_TRY(const auto all, hospital_.paper->of_patient(actor_, original.patient));
  for (const auto& row : all) {
    if (!row.volume.is_temporary || row.volume.state != "in-file") continue;
    MovementCommand command;
    command.kind = "merge-into";
    command.into = lost;
    CHARTA_TRY_DO(hospital_.paper->move(actor_, row.volume.id, command));
  }
  return act("missing-volume", lost, "amalgamate");
}

Result<void> DemoPaperTroubles::lose(const std::vector<VolumeId>& volumes) {
  constexpr std::array<std::string_view, 7> ends{"reported",      "searching",   "escalated",  "declared-lost",
                                                 "reconstructed", "found-later", "amalgamated"};
  const Instant now = hospital_.clock.now();
  for (std::size_t i = 0; i < std::min(volumes.size(), ends.size()); ++i) {
    const auto id = volumes[i];
    CHARTA_TRY_DO(move(id, "mark-missing", {}, now.plus(-hours(2 + 30 * static_cast<int>(i)))));
    if (i >= 1) CHARTA_TRY_DO(act("missing-volume", id, "search"));
    if (i >= 2) CHARTA_TRY_DO(act("missing-volume", id, "escalate"));
    if (i >= 3) CHARTA_TRY_DO(act("missing-volume", id, "declare-lost", "searched-everywhere"));
    if (i >= 4) CHARTA_TRY_DO(stand_in_for(id));
    if (i >= 4) CHARTA_TRY_DO(act("missing-volume", id, "reconstruct"));
    if (i >= 5) CHARTA_TRY_DO(move(id, "find", {}, hospital_.clock.now()));
    if (i >= 6) CHARTA_TRY_DO(put_together(id));
  }
  return {};
}

Result<std::vector<DemoMisfile>> DemoPaperTroubles::misfile(const std::vector<VolumeId>& volumes) {
  std::vector<DemoMisfile> truth;
  for (const auto id : volumes) {
    CHARTA_TRY(const auto one, volume(id));
    const auto slips = transposed(one.chart_number);
    if (slips.empty()) continue;
    CHARTA_TRY(const auto home, hospital_.paper->place(actor_, one.home));
    CHARTA_TRY_DO(move(id, "mark-missing", {}, hospital_.clock.now().plus(-hours(4))));
    truth.push_back({id, "slot:" + one.home.text() + ":" + filing_key(home.order, slips.front())});
  }
  return truth;
}

}  // namespace charta::app
