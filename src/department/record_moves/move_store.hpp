// SPDX-License-Identifier: Apache-2.0
// The SQL of moves: the only file that names record_move.
#pragma once
#include "department/record_moves/record_move.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::record_moves {

class MoveStore {
 public:
  Result<void> add(store::UnitOfWork& work, const RecordMove& move) const;
  /// 0 when somebody took it back already.
  Result<std::int64_t> take_back(store::UnitOfWork& work, MoveId move, MoveId by) const;
  Result<std::optional<RecordMove>> find(store::Reader& reader, MoveId move) const;
  /// What came to this record and what left it, the newest first; pieces are read with each.
  Result<std::vector<RecordMove>> of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const;
  /// The newest move that a resource went with.
  Result<std::optional<MoveId>> newest_of(store::Reader& reader, ResourceId resource) const;
};

}  // namespace charta::record_moves
