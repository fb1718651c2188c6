// SPDX-License-Identifier: Apache-2.0
// The SQL of how many new duplicates registration makes: the rate by the published formula, and the list behind it.
#pragma once
#include "base/id.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::patient_index {

/// Confirmed new duplicates divided by registrations, both of a period: a registration is a record that was first written in it,
/// a confirmed new duplicate is such a record that is merged with an older one now. What was taken back does not count, nor two
/// numbers that both stand (A24), nor a number that stood with the wrong person (A43).
/// Source: AHIMA, Managing the Integrity of Patient Identity in Health Information Exchange (the creation rate, goal at most 1
/// %).
struct DuplicateCreation {
  std::int64_t registrations = 0, confirmed = 0;
  double rate() const { return registrations == 0 ? 0 : static_cast<double>(confirmed) / static_cast<double>(registrations); }
};

/// A record that was registered though the person had one.
struct NewDuplicate {
  PatientId newer, older;
  Instant merged_at;
  std::string reason;  ///< of the merge
};

class DuplicateCreationStore {
 public:
  Result<DuplicateCreation> creation(store::Reader& reader, Instant from, Instant until) const;
  /// The newest first.
  Result<std::vector<NewDuplicate>> list(store::Reader& reader, Instant from, Instant until, std::int64_t limit) const;
};

}  // namespace charta::patient_index
