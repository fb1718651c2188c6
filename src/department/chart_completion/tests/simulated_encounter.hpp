// SPDX-License-Identifier: Apache-2.0
// Made-up encounters whose truth is written from what happens in them, never by asking the rules: when each thing was owed.
#pragma once
#include "department/chart_completion/analysis.hpp"

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace charta::chart_completion::testing {

using std::chrono::hours;

/// Something that happens, as it changes what the record says.
struct SimulatedEvent {
  Instant at;
  std::function<void(EncounterFacts&)> change;
};
/// Owed from (and at) `from` until `until`; unset: to the end of the story.
struct Truth {
  std::string what;  ///< "hp", "ds", "op:2", "sign:7"
  Instant from;
  std::optional<Instant> until;
  bool holds_at(Instant at) const { return at >= from && (!until || at < *until); }
};
struct Waiver {
  std::string what;
  Instant at;
};
struct SimulatedEncounter {
  Instant started_at, ends_at;  ///< ends_at: of the story
  std::vector<SimulatedEvent> events;
  std::vector<Truth> truth;
  std::vector<Waiver> waivers;
};

/// One story a seed.
class Storyteller {
 public:
  explicit Storyteller(unsigned seed) : random_(seed) {}
  SimulatedEncounter tell();

 private:
  bool once_in(int n) { return std::uniform_int_distribution<int>(1, n)(random_) == 1; }
  Instant between(Instant from, Instant until);
  ResourceId next() { return ResourceId(++last_); }
  void happens(Instant at, std::function<void(EncounterFacts&)> change) { story_.events.push_back({at, std::move(change)}); }
  void owed(const std::string& what, Instant from, std::optional<Instant> until);
  void required(const std::string& what, const std::string& type, Instant opens, Instant basis, Instant latest);
  void file(ResourceId document, const std::string& type, const std::string& status, const std::string& stage, Instant dated,
            Instant at);
  void status(ResourceId document, const std::string& status, const std::string& stage, Instant at);
  void signing(ResourceId document, Instant dated, Instant filed, Instant signed_at, bool second);
  void operations();
  void notes();
  void results();

  std::mt19937 random_;
  std::int64_t last_ = 1000;
  SimulatedEncounter story_;
  Instant start_;
  std::optional<Instant> end_;       ///< of the stay
  std::optional<Instant> reversed_;  ///< the discharge was taken back; end_ is the second one
  std::optional<Instant> cancelled_;
};

}  // namespace charta::chart_completion::testing
