// SPDX-License-Identifier: Apache-2.0
// The simulated hospital: a deterministic stream of timed HL7 v2 messages, with what is to become of each.
#pragma once
#include "base/digest.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::training {

/// What a records department must make of a message.
enum class Outcome {
  filed,              ///< taken into the record; for an order, an expected record is opened
  filed_unsolicited,  ///< filed to the right patient, though no order was known when it came
  held,               ///< waits for a person, see `reason`
  duplicate,          ///< the same bytes again: acknowledged again, filed once
  refused             ///< the control id of another message with other bytes: AE
};
inline constexpr std::size_t outcome_count = 5;
std::string_view name_of(Outcome outcome);

/// `reason`, of what is held: "unknown_patient" (nobody has that number under that assigner), "identity_conflict" (somebody has,
/// and the name or birth date is another's).
struct Expected {
  Outcome outcome = Outcome::filed;
  std::string reason;
};

struct SimulatedMessage {
  Instant at;
  Bytes bytes;
  std::string control_id, type;  ///< MSH-10; "ADT^A01"
  std::string mrn;               ///< of the person whom it truly concerns; empty for one never registered
  std::string placer, document;  ///< the order and the unique document number (TXA-12, OBR-3), where there is one
  Expected expected;
  std::string story;  ///< one sentence for people: "chest x-ray reported late"
};

/// How often things go wrong, as parts of one.
struct FaultRates {
  double late = 0.05, lost = 0.02, cancelled_order = 0.04;
  double wrong_mrn = 0.004, mistyped_birth_date = 0.004, unknown_patient = 0.003, wrong_assigner = 0.002;
  double duplicate_send = 0.01, control_id_reused = 0.002, corrected = 0.02, out_of_order = 0.005, without_order = 0.01;
  static FaultRates none();
};

struct SimulationOptions {
  int beds = 300;
  int known_people = 200;  ///< registered by A28 in the first minutes
  FaultRates faults;
  int treatments = 0;             ///< reports of a dialysis patient, sent first: a chart of thousands of entries
  bool protected_person = false;  ///< one person's record is protected (PD1-12)
  bool look_alikes = false;       ///< people registered twice, twins, father and son: a queue of possible duplicates
  std::string processing_id = "P";  ///< MSH-11; T for a training tenant
  std::string control_id_prefix;    ///< set apart streams that go to one listener
};

/// What truly happened, for tests and figures.
struct Truth {
  std::uint64_t messages = 0;
  std::array<std::uint64_t, outcome_count> by_outcome{};
  std::uint64_t people = 0, visits = 0, orders = 0, cancelled = 0, reported = 0, late = 0, merges = 0;
  std::vector<std::string> lost_orders;  ///< placer numbers whose report never comes
  std::uint64_t count(Outcome outcome) const { return by_outcome[static_cast<std::size_t>(outcome)]; }
};

/// The same seed, start and options give the same bytes, on every machine. Endless: each day plans the next.
class HospitalSimulation {
 public:
  HospitalSimulation(std::uint64_t seed, Instant start, SimulationOptions options = {});
  ~HospitalSimulation();
  HospitalSimulation(HospitalSimulation&&) noexcept;
  HospitalSimulation& operator=(HospitalSimulation&&) noexcept;

  /// The next message in the order of sending; never empty unless the hospital has no beds and knows nobody.
  std::optional<SimulatedMessage> next();
  const Truth& truth() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Plays a simulation against a clock: from `started`, `acceleration` simulated seconds pass in one real one.
class Feed {
 public:
  Feed(HospitalSimulation& simulation, Instant simulated_start, Instant started, double acceleration = 1.0);
  /// The next message, if its time has come at `now`.
  std::optional<SimulatedMessage> due(Instant now);
  /// When the next message is due, in real time.
  Instant next_at();

 private:
  bool fill();
  HospitalSimulation& simulation_;
  Instant simulated_start_, started_;
  double acceleration_;
  std::optional<SimulatedMessage> waiting_;
};

}  // namespace charta::training
