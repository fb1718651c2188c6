// SPDX-License-Identifier: Apache-2.0
// What does not go well in the simulated file room: loans past due at each step, missing volumes at each step, misfiled ones.
#pragma once
#include "department/paper_charts/paper_service.hpp"

#include <string>
#include <vector>

namespace charta::app {

class Hospital;

/// A volume that stands where a tired eye put it: by the record it is in its own place.
struct DemoMisfile {
  paper_charts::VolumeId volume;
  std::string spot;  ///< of the hunt's plan, where it is in truth
};

class DemoPaperTroubles {
 public:
  DemoPaperTroubles(Hospital& hospital, access::Actor actor) : hospital_(hospital), actor_(std::move(actor)) {}

  /// One loan of each borrower, past due, at every step of the ladder in turn.
  Result<void> leave_overdue(const std::vector<paper_charts::VolumeId>& volumes,
                             const std::vector<paper_charts::PlaceId>& borrowers);
  /// One volume for each state of the queue of missing volumes; of those that are lost the second has a temporary volume, and the
  /// last one's papers are together again.
  Result<void> lose(const std::vector<paper_charts::VolumeId>& volumes);
  Result<std::vector<DemoMisfile>> misfile(const std::vector<paper_charts::VolumeId>& volumes);

  Result<void> move(paper_charts::VolumeId volume, const std::string& kind, paper_charts::PlaceId to, Instant at,
                    std::int64_t batch = 0, const std::string& purpose = {});

 private:
  Result<void> act(const std::string& kind, paper_charts::VolumeId volume, const std::string& event,
                   const std::string& reason = {});
  Result<void> stand_in_for(paper_charts::VolumeId lost);
  Result<void> put_together(paper_charts::VolumeId lost);
  Result<paper_charts::Volume> volume(paper_charts::VolumeId id);

  Hospital& hospital_;
  access::Actor actor_;
};

}  // namespace charta::app
