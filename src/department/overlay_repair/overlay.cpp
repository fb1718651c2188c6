// SPDX-License-Identifier: Apache-2.0
#include "department/overlay_repair/overlay.hpp"

#include "department/patient_index/name_agreement.hpp"

#include <algorithm>

namespace charta::overlay_repair {
namespace {

using access::Permission;
using patient_index::Agreement;
using patient_index::Demographics;

constexpr auto resolve = Permission::link_patients;
constexpr worklists::Transition steps[] = {
    {"frozen", "review", "reviewed", "", resolve},
    {"frozen", "split", "split", "pieces-moved", resolve},
    {"reviewed", "split", "split", "pieces-moved", resolve},
    {"split", "split", "split", "pieces-moved", resolve},
    {"split", "finish", "repaired", "", resolve},
    {"frozen", "not-an-overlay", "not-an-overlay", "", resolve, true},
    {"reviewed", "not-an-overlay", "not-an-overlay", "", resolve, true},
};
constexpr std::string_view final_states[] = {"repaired", "not-an-overlay"};
constexpr std::string_view cancelled_states[] = {"not-an-overlay"};

bool names_differ(const Demographics& a, const Demographics& b) {
  if (a.names.empty() || b.names.empty()) return false;
  for (const auto& one : a.names)
    for (const auto& other : b.names)
      if (patient_index::compare_names(one, other) != Agreement::differs) return false;
  return true;
}

bool says_nothing(const Demographics& who) {
  return who.names.empty() && !who.birth_date;
}

std::size_t side_of(std::vector<Side>& sides, const Demographics& who) {
  for (std::size_t i = 0; i < sides.size(); ++i)
    if (may_be_one(sides[i].who, who)) return i;
  sides.push_back({who, {}, {}, false});
  return sides.size() - 1;
}

struct Sorted {
  MessageId message;
  std::size_t side;
};

/// The first message that filed the piece speaks for it.
std::optional<Sorted> first_word(const Piece& piece, const std::vector<Witness>& witnesses,
                                 const std::vector<std::size_t>& side_of_witness) {
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    if (side_of_witness[i] == std::string::npos) continue;
    for (const auto& [type, id] : witnesses[i].resources)
      if (type == piece.type && id == piece.id) return Sorted{witnesses[i].message, side_of_witness[i]};
  }
  return std::nullopt;
}

}  // namespace

const worklists::StateMachine& overlay_machine() {
  static constexpr worklists::StateMachine machine{"overlay",        "Two persons in one number", "frozen", steps, final_states,
                                                   cancelled_states, Permission::read_record};
  return machine;
}

bool may_be_one(const Demographics& a, const Demographics& b) {
  if (a.birth_date && b.birth_date && *a.birth_date != *b.birth_date) return false;
  if (!a.ssn.empty() && !b.ssn.empty() && a.ssn != b.ssn) return false;
  return !names_differ(a, b);
}

Sides sort_into_sides(const Demographics& now, const std::vector<Witness>& witnesses, std::vector<Piece> pieces) {
  Sides answer;
  auto& sides = answer.sides;
  sides.push_back({now, {}, {}, true});
  std::vector<std::size_t> side_of_witness;
  for (const auto& witness : witnesses) {
    if (says_nothing(witness.who)) {
      side_of_witness.push_back(std::string::npos);
      continue;
    }
    const std::size_t side = side_of(sides, witness.who);
    sides[side].messages.push_back(witness.message);
    side_of_witness.push_back(side);
  }
  std::vector<std::pair<std::string, std::size_t>> visits;
  std::vector<Piece> silent;
  for (auto& piece : pieces) {
    const auto word = first_word(piece, witnesses, side_of_witness);
    if (!word) {
      silent.push_back(std::move(piece));
      continue;
    }
    if (piece.type == "Encounter") visits.emplace_back(piece.id, word->side);
    piece.message = word->message;
    sides[word->side].pieces.push_back(std::move(piece));
  }
  for (auto& piece : silent) {
    const auto visit = std::find_if(visits.begin(), visits.end(), [&](const auto& one) { return one.first == piece.encounter; });
    if (visit == visits.end())
      answer.undecided.push_back(std::move(piece));
    else
      sides[visit->second].pieces.push_back(std::move(piece));
  }
  return answer;
}

}  // namespace charta::overlay_repair
