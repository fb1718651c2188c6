// SPDX-License-Identifier: Apache-2.0
// Two persons in one number: the queue, and which piece speaks for whom. Pure.
#pragma once
#include "base/time.hpp"
#include "department/patient_index/demographics.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace charta::overlay_repair {

const worklists::StateMachine& overlay_machine();

/// A message that reached the record, and what it filed.
struct Witness {
  MessageId message;
  Instant at;
  std::string type, sender;
  patient_index::Demographics who;
  std::vector<std::pair<std::string, std::string>> resources;
};

/// A line of the record that can go to one side or the other.
struct Piece {
  std::string type, id, title, encounter;  ///< `encounter`: FHIR id of the visit it belongs to
  Instant at;
  MessageId message;  ///< the first that brought it; unset: another door
};

struct Side {
  patient_index::Demographics who;  ///< as the first of its messages said
  std::vector<MessageId> messages;
  std::vector<Piece> pieces;
  bool stays = false;  ///< the record agrees with it as it stands now
};

struct Sides {
  std::vector<Side> sides;       ///< the one that stays first
  std::vector<Piece> undecided;  ///< nothing says whose they are
};

/// Whether two descriptions may be one person's: nothing that both say differs.
bool may_be_one(const patient_index::Demographics& a, const patient_index::Demographics& b);

/// Sorted by what the messages said; `now`: the record as it stands.
Sides sort_into_sides(const patient_index::Demographics& now, const std::vector<Witness>& witnesses, std::vector<Piece> pieces);

}  // namespace charta::overlay_repair
