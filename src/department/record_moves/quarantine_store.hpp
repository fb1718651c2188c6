// SPDX-License-Identifier: Apache-2.0
// The SQL of quarantines: the only file that names record_quarantine.
#pragma once
#include "department/record_moves/record_move.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::record_moves {

using QuarantineId = Id<struct QuarantineTag>;

/// That something was said to be of the wrong patient: since when, why, and how it ended.
struct Quarantine {
  QuarantineId id;
  ResourceId resource;
  std::string type, fhir_id;
  PatientId patient;  ///< in whose chart it stood then
  std::string reason, note;
  UserId withheld_by;
  Instant withheld_at;
  std::optional<Instant> lifted_at;
  UserId lifted_by;
  std::string lifted_how;     ///< "moved", "released"; empty: it is withheld
  std::vector<Piece> pieces;  ///< the thing itself and what belongs to it
};

class QuarantineStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Quarantine& quarantine) const;
  Result<void> lift(store::UnitOfWork& work, QuarantineId quarantine, Instant at, UserId by, std::string_view how) const;
  Result<std::optional<Quarantine>> find(store::Reader& reader, QuarantineId quarantine) const;
  /// What withholds this resource now, as the thing itself or as a piece of it.
  Result<std::optional<Quarantine>> open_of(store::Reader& reader, ResourceId resource) const;
  Result<std::vector<Quarantine>> of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const;
};

}  // namespace charta::record_moves
