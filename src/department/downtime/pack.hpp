// SPDX-License-Identifier: Apache-2.0
// What the downtime pack says: who is here, where their paper stands, what is asked for. Pure.
// Source: SAFER Guides, Contingency Planning (a read-only copy that people know how to reach).
#pragma once
#include "base/digest.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace charta::downtime {

struct PackVolume {
  std::string barcode, chart_number, kind, place, home, state;
  std::int64_t number = 1;
  std::optional<Instant> due_at;
};

struct PackPerson {
  std::string name, birth_date, sex;
  std::vector<std::string> former_names;
  std::vector<std::string> numbers;  ///< the record number first, then every other, old ones too
  std::string where, visit_class;    ///< of the visit in progress
  std::optional<Instant> since, left_at, expected_at;
  std::vector<PackVolume> volumes;
};

struct PackRequest {
  std::size_t person = 0;  ///< its place in the list of people
  std::string chart_number, barcode, place, deliver_to, requester, priority, state;
  std::int64_t volume = 1;
  Instant needed_at;
  bool is_pull = false;  ///< to be pulled within the hours of today's list
};

struct PackAppointment {
  std::size_t person = 0;
  Instant at;
  std::string clinic;
};

struct PackCheckpoint {
  std::int64_t size = 0;
  Digest root;
  Instant at;
  /// What the QR code says.
  std::string text() const;
};

struct Pack {
  Instant made_at;
  std::int64_t warn_minutes = 15;
  std::string rule;
  std::vector<PackPerson> people;
  std::vector<PackRequest> requests;
  std::vector<PackAppointment> appointments;
  std::optional<PackCheckpoint> checkpoint;
  std::int64_t left_out = 0;  ///< people of whom something is restricted: ask the supervisor
  bool is_cut = false;        ///< there were more people than the rule takes
};

/// The pack as its page reads it. Errors: `invalid` (the checkpoint fits no QR code).
Result<std::string> pack_json(const Pack& pack);

}  // namespace charta::downtime
